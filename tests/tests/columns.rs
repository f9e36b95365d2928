//! Logs read into columns give the same findings as the same logs read record by record, in each format, whatever
//! is out of the ordinary in them.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::{Lang, Severity};
use bylaws::eval::{Collect, Outcome, Request, Verdict, Weight, evaluate_columns};
use bylaws::log::{ColumnLog, LogBuilder, Unfit, parse_moment};
use bylaws::report::{self, Counts};
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_io::logs;
use bylaws_tests::generate::{Line, runs};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write as _;
use std::path::Path;

const WORDS: &str = r#"
policy counting "Counting" { time zone "Asia/Shanghai" in force from 2016-01-04 }
enumeration quality { good, poor }
entity club { size: integer, optional }
entity member: person { club: club, optional }
role chair: club
state away: member, from away_start, to away_end
event life {
  who: member
  all: set of member, optional
  club: club, optional
  quality: quality, optional
  points: integer, optional
}
event other { who: member }
event meeting {
  club: club
  quality: quality, optional
}
event decision {
  about: member, optional
  club: club
}
calendar terms {
  semester "2016 spring" 2016-02-22 to 2016-06-30
  vacation "2016 summer" 2016-07-01 to 2016-08-31
}
"#;

fn norm() -> impl Strategy<Value = String> {
    let condition = select(vec![
        "",
        " and quality is good",
        " and points >= 3",
        " and (quality is good or quality is poor)",
        " and not (quality is poor)",
        " and club is \"k1\"",
    ]);
    let what = prop_oneof![
        5 => condition.clone().prop_map(|more| format!("life where (who is the BEARER{more})")),
        2 => condition.prop_map(|more| format!("life where (all contains the BEARER{more})")),
        1 => Just("other where (who is the BEARER)".to_owned()),
    ];
    let every = select(vec!["14 days from 2016-01-04", "month", "semester", "10 days from 2016-03-01"]);
    let times = select(vec![
        "at least 1 time",
        "at least 2 times",
        "at least 3 times",
        "at most 1 time",
        "at most 0 times",
    ]);
    let more = select(vec![
        "",
        "late within 7 days\n",
        "except while the BEARER under away\n",
        "except while during vacation\n",
        "reading who counts in scope the whole period\n",
        "reading who counts in scope on any day\n",
        "answerable first the BEARER\n",
    ]);
    let bearer = select(vec!["member", "member", "chair", "member where (the member.club is \"k1\")"]);
    (bearer, what, every, times, more, select(vec!["must", "should"])).prop_map(
        |(bearer, what, every, times, more, modality)| {
            let own = if bearer == "chair" { "chair" } else { "member" };
            format!("each {bearer}\n{modality} have {what}\nevery {every}, {times}\n{more}")
                .replace("BEARER", own)
        },
    )
}

fn around() -> impl Strategy<Value = String> {
    let number = select(vec!["", "at least 2 ", "at most 1 ", "at most 0 "]);
    let condition = select(vec!["", "", " and quality is good", " and not (quality is poor)"]);
    let length = select(vec!["7 days", "30 days", "1 month", "3 working days", "36 hours", "0 days"]);
    let side = select(vec!["before", "after"]);
    let more = select(vec![
        "",
        "reading same day in favour\n",
        "reading same day strict\n",
        "reading start day included\n",
        "late within 7 days\n",
        "in force from 2016-03-01 until 2016-05-31\n",
    ]);
    let modality = select(vec!["must", "should"]);
    (number, condition, length, side, more, modality).prop_map(
        |(number, condition, length, side, more, modality)| {
            format!(
                "when decision\n{modality} have {number}meeting where (club is the decision.club{condition})\n\
                 within {length} {side} the decision\n{more}"
            )
        },
    )
}

fn norms() -> impl Strategy<Value = Vec<String>> {
    vec(prop_oneof![3 => norm(), 2 => around()], 1..4)
}

fn policy(norms: &[String]) -> CheckedPolicy {
    let mut text = WORDS.to_owned();
    for (number, norm) in norms.iter().enumerate() {
        writeln!(text, "norm n{number} \"n\" {{\n{norm}}}").unwrap();
    }
    let parsed = parse(FileId::default(), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let wrong = checked.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let said: Vec<String> =
        parsed.diagnostics.iter().chain(wrong).map(|d| d.message.render(Lang::En)).collect();
    assert!(said.is_empty(), "{text}\n{said:#?}");
    checked.policy
}

fn day() -> impl Strategy<Value = String> {
    (1_u32..=7, 1_u32..=28).prop_map(|(month, day)| format!("2016-{month:02}-{day:02}"))
}

fn at() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => day(),
        2 => (day(), select(vec!["00:00", "23:59", "12:30"])).prop_map(|(day, time)| format!("{day}T{time}:00+08:00")),
        1 => (1_u32..=7).prop_map(|month| format!("2016-{month:02}")),
    ]
}

fn member() -> impl Strategy<Value = String> {
    select(vec!["m1", "m2", "m03", "人4", "m1 "]).prop_map(str::to_owned)
}

fn record() -> impl Strategy<Value = Line> {
    let set = vec(member(), 1..3).prop_map(|all| all.join(";"));
    let fields = (
        weighted(0.5, set),
        weighted(0.3, select(vec!["k1", "k2"])),
        weighted(0.6, select(vec!["good", "poor"])),
        weighted(0.4, select(vec!["1", "3", "3.0", "5"])),
    );
    prop_oneof![
        12 => (at(), member(), fields).prop_map(|(at, who, (all, club, quality, points))| {
            let mut line = vec![("type", "life".to_owned()), ("at", at), ("who", who)];
            line.extend(all.map(|all| ("all", all)));
            line.extend(club.map(|club| ("club", club.to_owned())));
            line.extend(quality.map(|quality| ("quality", quality.to_owned())));
            line.extend(points.map(|points| ("points", points.to_owned())));
            Line(line)
        }),
        6 => (at(), select(vec!["k1", "k2"]), weighted(0.5, select(vec!["good", "poor"]))).prop_map(
            |(at, club, quality)| {
                let mut line = vec![("type", "meeting".to_owned()), ("at", at), ("club", club.to_owned())];
                line.extend(quality.map(|quality| ("quality", quality.to_owned())));
                Line(line)
            }
        ),
        3 => (at(), select(vec!["k1", "k2"]), weighted(0.5, member())).prop_map(|(at, club, about)| {
            let mut line = vec![("type", "decision".to_owned()), ("at", at), ("club", club.to_owned())];
            line.extend(about.map(|about| ("about", about)));
            Line(line)
        }),
        3 => (at(), member()).prop_map(|(at, who)| Line(vec![("type", "other".to_owned()), ("at", at), ("who", who)])),
        1 => (day(), member(), select(vec!["away_start", "away_end"]), ).prop_map(|(at, who, kind)| {
            Line(vec![("type", kind.to_owned()), ("at", at), ("member", who)])
        }),
        1 => (day(), member(), select(vec!["role_start", "role_end"])).prop_map(|(at, who, kind)| {
            let role = ("role", "chair".to_owned());
            Line(vec![("type", kind.to_owned()), ("at", at), ("person", who), role, ("unit", "k1".to_owned())])
        }),
    ]
}

// Who is chair, stops, and begins again within a term: what lies between does not count.
fn again() -> impl Strategy<Value = Vec<Line>> {
    (member(), vec(day(), 3)).prop_map(|(who, mut days)| {
        days.sort();
        let of = |(kind, at): (&str, String)| {
            let own = [("person", who.clone()), ("role", "chair".to_owned()), ("unit", "k1".to_owned())];
            Line([("type", kind.to_owned()), ("at", at)].into_iter().chain(own).collect())
        };
        ["role_start", "role_end", "role_start"].into_iter().zip(days).map(of).collect()
    })
}

/// What is out of the ordinary in a log.
fn odd() -> impl Strategy<Value = Option<&'static str>> {
    weighted(0.3, select(vec!["twice", "stranger", "posted", "wrong", "retract", "again", "quoted", "gap"]))
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let ids = select(vec!["e", "事", "e00", "x-"]);
    let joined = vec(day(), 4);
    let again = weighted(0.2, again());
    (vec(record(), 0..30), again, ids, odd(), joined, any::<prop::sample::Index>()).prop_map(
        |(mut all, again, prefix, odd, joined, which)| {
            all.extend(again.into_iter().flatten());
            for (number, line) in all.iter_mut().enumerate() {
                line.0.push(("id", format!("{prefix}{number}")));
            }
            let mut lines: Vec<Line> = vec![];
            for club in ["k1", "k2"] {
                lines.push(Line(vec![
                    ("type", "club".into()),
                    ("at", "2015-01-01".into()),
                    ("entity", club.into()),
                    ("id", format!("c-{club}")),
                ]));
            }
            for (member, day) in ["m1", "m2", "m03", "人4"].into_iter().zip(joined) {
                let since = if day.as_str() < "2016-04" { "2015-06-01".to_owned() } else { day };
                let club = if member == "m2" { "k2" } else { "k1" };
                lines.push(Line(vec![
                    ("type", "member".into()),
                    ("at", since),
                    ("entity", member.into()),
                    ("club", club.into()),
                    ("id", format!("reg{member}")),
                ]));
            }
            lines.extend(all);
            let one = lines.get(which.index(lines.len())).cloned();
            match (odd, one) {
                (Some("twice"), Some(one)) => lines.push(one.with("at", "2016-03-03")),
                (Some("again"), Some(one)) => lines.push(one),
                (Some("stranger"), _) => lines.push(Line(vec![
                    ("type", "life".into()),
                    ("at", "2016-03-03".into()),
                    ("who", "nobody7".into()),
                    ("id", "s1".into()),
                ])),
                (Some("posted"), _) => lines.push(Line(vec![
                    ("type", "role_start".into()),
                    ("at", "2016-03-03".into()),
                    ("person", "m1".into()),
                    ("role", "chair".into()),
                    ("unit", "k7".into()),
                    ("id", "s1".into()),
                ])),
                (Some("wrong"), _) => lines.push(Line(vec![
                    ("type", "life".into()),
                    ("at", "2016-13-03".into()),
                    ("who", "m1".into()),
                    ("id", "s1".into()),
                ])),
                (Some("quoted"), _) => lines.push(Line(vec![
                    ("type", "life".into()),
                    ("at", "2016-05-03".into()),
                    ("who", "m1".into()),
                    ("id", "s\",1".into()),
                ])),
                (Some("retract"), Some(one)) => {
                    let of = one.get("id").unwrap_or_default().to_owned();
                    lines.push(Line(vec![
                        ("type", "retract".into()),
                        ("of", of),
                        ("id", "r1".into()),
                        ("recorded_at", "2016-07-20".into()),
                    ]));
                }
                (Some("gap"), _) => {
                    for (number, (from, until)) in
                        [("2016-01-01", "2016-03-10"), ("2016-04-02", "2016-07-31")].into_iter().enumerate()
                    {
                        lines.push(Line(vec![
                            ("type", "coverage".into()),
                            ("from", from.into()),
                            ("until", until.into()),
                            ("id", format!("v{number}")),
                        ]));
                    }
                    return lines;
                }
                _ => {}
            }
            lines.push(Line(vec![
                ("type", "coverage".into()),
                ("from", "2016-01-01".into()),
                ("until", "2016-07-31".into()),
                ("id", "v".into()),
            ]));
            lines
        },
    )
}

fn json_lines(lines: &[Line], escaped: bool) -> String {
    let line = |line: &Line| {
        let fields: serde_json::Map<String, serde_json::Value> =
            line.0.iter().map(|(name, words)| ((*name).to_owned(), words.clone().into())).collect();
        let text = serde_json::to_string(&fields).unwrap();
        if escaped { text.replace('人', "\\u4eba").replace("m2", "\\u006d2") } else { text }
    };
    lines.iter().map(|one| line(one) + "\n").collect()
}

// One table of everything: a cell that a type does not have is empty.
fn table(lines: &[Line]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in lines.iter().flat_map(|line| &line.0).map(|(name, _)| *name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let quoted = |cell: &str| {
        if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
    };
    let row = |line: &Line| {
        names.iter().map(|name| quoted(line.get(name).unwrap_or_default())).collect::<Vec<_>>().join(",")
    };
    let rows: Vec<String> = lines.iter().map(row).collect();
    format!("{}\n{}\n", names.join(","), rows.join("\n"))
}

fn read(policy: &CheckedPolicy, file: &Path, fields: &[Vec<usize>]) -> Result<ColumnLog, Unfit> {
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true).in_columns(fields);
    logs::read(&[file.to_owned()], None, &mut builder, &mut |_| ()).unwrap();
    builder.finish_in_columns()
}

/// Findings in full, and what is told of them.
struct Found {
    outcomes: Vec<Outcome>,
    counts: Counts,
    report: String,
}

impl Collect for Found {
    fn take(&mut self, outcome: Outcome) {
        self.counts.add(&outcome);
        if matches!(outcome.verdict, Verdict::Breached | Verdict::Undetermined) {
            self.outcomes.push(outcome);
        }
    }

    fn count(&mut self, verdict: Verdict, weight: Weight, number: usize) {
        self.counts.add_number(verdict, weight, number);
    }
}

fn found(policy: &CheckedPolicy, log: &ColumnLog, as_of: &str) -> Found {
    let as_of = Some(parse_moment(as_of, policy.zone).unwrap().end);
    let request = Request { as_of, answers_for_findings_only: true, ..Request::default() };
    let told = report::findings_in_columns(policy, log, &request, Lang::En);
    let report = report::text(policy, &log.log, &told);
    let mut found = Found { outcomes: Vec::new(), counts: Counts::default(), report };
    evaluate_columns(policy, log, &request, &mut found);
    assert_eq!(found.counts, told.counts);
    found
}

proptest! {
    #![proptest_config(runs(200, 20, 2000))]

    #[test]
    fn columns_and_records_give_the_same_findings((norms, lines, as_of) in (norms(), lines(), day())) {
        let policy = policy(&norms);
        let fields = bylaws::plan::lowered(&policy).fields;
        let folder = tempfile::tempdir().unwrap();
        let texts = [
            ("log.jsonl", json_lines(&lines, false)),
            ("escaped.jsonl", json_lines(&lines, true)),
            ("log.csv", table(&lines)),
        ];
        for (name, text) in texts {
            let file = folder.path().join(name);
            std::fs::write(&file, &text).unwrap();
            let records = read(&policy, &file, &[]).unwrap();
            // What needs a closer look is for the other way to judge.
            let Ok(columns) = read(&policy, &file, &fields) else { continue };
            prop_assert_eq!(columns.count(), records.count());
            prop_assert_eq!(&columns.log.coverage, &records.log.coverage);
            for as_of in [as_of.as_str(), "2016-07-31"] {
                let (by_columns, by_records) = (found(&policy, &columns, as_of), found(&policy, &records, as_of));
                prop_assert_eq!(by_columns.counts, by_records.counts, "{}", text);
                prop_assert_eq!(by_columns.outcomes, by_records.outcomes, "{}", text);
                prop_assert_eq!(by_columns.report, by_records.report, "{}", text);
            }
        }
    }
}

#[test]
fn a_plain_log_is_read_into_columns_and_an_odd_one_is_not() {
    let norm =
        "each member\nmust have life where (who is the member)\nevery month, at least 1 time\n".to_owned();
    let policy = policy(&[norm]);
    let fields = bylaws::plan::lowered(&policy).fields;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.jsonl");
    let member = r#"{"id":"r1","type":"member","at":"2015-01-01","entity":"m1"}"#;
    let life = |number: u32, who: &str| {
        format!(r#"{{"id":"e{number}","type":"life","at":"2016-03-0{number}","who":"{who}"}}"#)
    };
    for (text, rows) in [
        (format!("{member}\n{}\n{}\n", life(1, "m1"), life(2, "m1")), Some(2)),
        // An id that comes twice, and one that nobody registered.
        (format!("{member}\n{}\n{}\n", life(1, "m1"), life(1, "m1")), None),
        (format!("{member}\n{}\n", life(1, "m9")), Some(1)),
    ] {
        std::fs::write(&file, text).unwrap();
        let read = read(&policy, &file, &fields);
        match rows {
            Some(rows) => {
                let log = read.unwrap();
                assert_eq!((log.count(), log.log.records.len()), (rows + 1, 1));
            }
            None => assert!(matches!(read, Err(Unfit::CloserLook))),
        }
    }
}
