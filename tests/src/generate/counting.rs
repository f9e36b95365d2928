//! Policies of norms that mostly count, and logs that are mostly as they should be: what the monitor holds as
//! numbers, mixed with what it judges record by record.

use super::Line;
use super::template::{Words, one_of, word};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use std::fmt;

/// A policy and the lines of a log.
#[derive(Clone)]
pub struct Counting {
    /// The policy's text.
    pub text: String,
    /// The lines, in the order of time.
    pub lines: Vec<Line>,
}

impl fmt::Debug for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}", self.text)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

const WORDS: &str = r#"
enumeration colour { red, blue }
entity unit
entity member
role helper: unit
event visit { unit: unit, who: member, others: set of member, optional, kind: colour, optional }
event reply { unit: unit }
calendar days {
  semester "s1" 2016-01-04 to 2016-02-14
  vacation "v1" 2016-02-15 to 2016-02-28
  semester "s2" 2016-02-29 to 2016-05-01
  vacation "v2" 2016-05-02 to 2016-12-31
}
"#;

/// A case of norms that count.
pub fn counting() -> impl Strategy<Value = Counting> {
    let force = word(&["2016-01-01", "2016-01-01", "2016-01-20"]);
    let answered = weighted(0.3, Just(ANSWERED));
    (force, vec(norm(), 1..3), answered, lines()).prop_map(|(force, norms, answered, lines)| {
        let head =
            format!("policy c \"Counts\" {{\n  in force from {force}\n  time zone \"Asia/Shanghai\"\n}}\n");
        let named =
            norms.iter().enumerate().map(|(number, norm)| norm.replace("NAME", &format!("n{number}")));
        let norms: String = named.chain(answered.map(str::to_owned)).collect();
        Counting { text: format!("{head}{WORDS}{norms}"), lines }
    })
}

const ANSWERED: &str = "norm answered {\n  when visit where (kind is blue)\n  must have reply where (unit is the visit.unit)\n\
                          within 3 days after the visit\n}\n";

fn norm() -> Words {
    let of = || {
        word(&[
            "each unit\n  must have visit where (unit is the unit)",
            "each unit\n  must have visit where (unit is the unit and kind is red)",
            "each unit\n  must have reply where (unit is the unit)",
            "each member\n  must have visit where (who is the member)",
            "each member\n  must have visit where (others contains the member)",
            "each helper\n  must have visit where (who is the helper)",
        ])
    };
    let time = word(&["week", "week", "14 days from 2016-01-04", "month", "semester"]);
    let times = word(&["at least 1 time", "at least 2 times", "at most 1 time", "exactly 2 times"]);
    let late = weighted(0.25, word(&["\n  late within 2 days", "\n  late within 10 days"]));
    let reading = weighted(0.4, word(&["scope the whole period", "scope at its end", "scope on any day"]));
    let answers = weighted(0.3, Just(()));
    (of(), time, times, late, reading, answers)
        .prop_map(|(of, time, times, late, reading, answers)| {
            let bearer = of.split_whitespace().nth(1).unwrap_or_default();
            let late = late.filter(|_| times.starts_with("at least")).unwrap_or_default();
            let reading = reading.map(|who| format!("\n  reading who counts in {who}")).unwrap_or_default();
            let answers = answers.map(|()| format!("\n  answerable first the {bearer}")).unwrap_or_default();
            format!("norm NAME {{\n  {of}\n  every {time}, {times}{late}{reading}{answers}\n}}\n")
        })
        .boxed()
}

fn day() -> Words {
    (1_u32..4, 1_u32..29).prop_map(|(month, day)| format!("2016-{month:02}-{day:02}")).boxed()
}

fn moment() -> Words {
    let instant = (day(), 0_u32..24, 0_u32..4)
        .prop_map(|(day, hour, quarter)| format!("{day}T{hour:02}:{:02}:00+08:00", 15 * quarter));
    one_of(vec![(8, day()), (8, instant.boxed()), (1, word(&["2016-01", "2016-02"]))])
}

fn registered() -> impl Strategy<Value = Vec<Line>> {
    let from = || one_of(vec![(5, word(&["2016-01-01", "2016-01-01", "2016-01-04"])), (1, day())]);
    vec(from(), 6).prop_map(|days| {
        let ids = [
            ("unit", "u1"),
            ("unit", "u2"),
            ("unit", "u3"),
            ("member", "m1"),
            ("member", "m2"),
            ("member", "m3"),
        ];
        let one = |((kind, id), day): ((&str, &str), String)| {
            Line(vec![("type", kind.to_owned()), ("at", day), ("entity", id.to_owned())])
        };
        ids.into_iter().zip(days).map(one).collect()
    })
}

fn visit() -> BoxedStrategy<Line> {
    let unit = one_of(vec![(30, word(&["u1", "u2", "u3"])), (1, word(&["u9"]))]);
    let others = weighted(0.2, word(&["m1", "m1、m2", "m3、m1、m3"]));
    let kind = weighted(0.6, word(&["red", "blue"]));
    (moment(), unit, word(&["m1", "m2", "m3"]), others, kind)
        .prop_map(|(at, unit, who, others, kind)| {
            let mut line = vec![("type", "visit".to_owned()), ("at", at), ("unit", unit), ("who", who)];
            line.extend(others.map(|others| ("others", others)));
            line.extend(kind.map(|kind| ("kind", kind)));
            Line(line)
        })
        .boxed()
}

fn other() -> BoxedStrategy<Line> {
    let held =
        (word(&["role_start", "role_start", "role_end"]), day(), word(&["m1", "m2"]), word(&["u1", "u2"]));
    let held = held.prop_map(|(kind, at, person, unit)| {
        let role = ("role", "helper".to_owned());
        Line(vec![("type", kind), ("at", at), ("person", person), role, ("unit", unit)])
    });
    let end = (day(), word(&["u3", "m3"])).prop_map(|(at, entity)| {
        Line(vec![("type", "entity_end".to_owned()), ("at", at), ("entity", entity)])
    });
    let reply = (moment(), word(&["u1", "u2", "u3"]))
        .prop_map(|(at, unit)| Line(vec![("type", "reply".to_owned()), ("at", at), ("unit", unit)]));
    prop_oneof![4 => held, 1 => end, 5 => reply].boxed()
}

// A helper who stops and begins again: what lies between does not count.
fn again() -> impl Strategy<Value = Vec<Line>> {
    (word(&["m1", "m2"]), word(&["u1", "u2"]), vec(day(), 3)).prop_map(|(person, unit, mut days)| {
        days.sort();
        let of = |(kind, at): (&str, String)| {
            let own = [("person", person.clone()), ("role", "helper".to_owned()), ("unit", unit.clone())];
            Line([("type", kind.to_owned()), ("at", at)].into_iter().chain(own).collect())
        };
        ["role_start", "role_end", "role_start"].into_iter().zip(days).map(of).collect()
    })
}

// Some visits are taken back, or replaced by such on another day.
fn correction() -> impl Strategy<Value = (usize, String, Option<String>)> {
    (any::<usize>(), day(), weighted(0.6, moment()))
}

fn corrected(
    lines: &[Line],
    number: usize,
    (which, known, at): (usize, String, Option<String>),
) -> Option<Line> {
    let visits: Vec<&Line> = lines.iter().filter(|line| line.get("type") == Some("visit")).collect();
    let line = visits.get(which.checked_rem(visits.len())?)?;
    let kind = if at.is_some() { "replace" } else { "retract" };
    let frame = [("type", kind.to_owned()), ("of", line.get("id")?.to_owned()), ("recorded_at", known)];
    let own = [("id", format!("c{number}"))];
    let new = at.map(|at| vec![("as", "visit".to_owned()), ("at", at)]).unwrap_or_default();
    let fields = line.0.iter().filter(|(name, _)| !new.is_empty() && !["type", "id", "at"].contains(name));
    Some(Line(frame.into_iter().chain(own).chain(new.clone()).chain(fields.cloned()).collect()))
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let covered = weighted(0.25, word(&["2016-12-31", "2016-02-20"]));
    let corrections = weighted(0.3, vec(correction(), 1..3));
    let again = weighted(0.2, again());
    (registered(), vec(visit(), 0..30), vec(other(), 0..5), again, covered, corrections).prop_map(
        |(mut lines, visits, mut others, again, covered, corrections)| {
            lines.extend(visits);
            others.extend(again.into_iter().flatten());
            lines.extend(without_ends_alone(others));
            for (number, line) in lines.iter_mut().enumerate() {
                line.0.push(("id", format!("r{number}")));
            }
            let corrections = corrections.into_iter().flatten().enumerate();
            let corrections: Vec<Line> =
                corrections.filter_map(|(number, one)| corrected(&lines, number, one)).collect();
            lines.extend(corrections);
            lines.sort_by(|a, b| {
                a.get("at").or(a.get("recorded_at")).cmp(&b.get("at").or(b.get("recorded_at")))
            });
            lines.splice(
                0..0,
                covered.map(|until| {
                    let from = ("from", "2016-01-01".to_owned());
                    Line(vec![("type", "coverage".to_owned()), from, ("until", until)])
                }),
            );
            lines
        },
    )
}

// An end whose beginning is not in the log changes what is known of all days before it.
fn without_ends_alone(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.get("at").cmp(&b.get("at")));
    let mut begun: Vec<(Option<String>, Option<String>, String)> = Vec::new();
    lines.retain(|line| {
        let own = |field| line.get(field).map(str::to_owned);
        let (who, unit, at) = (own("person"), own("unit"), own("at").unwrap_or_default());
        match line.get("type") {
            Some("role_start") => begun.push((who, unit, at)),
            Some("role_end") => {
                let before = begun.len();
                begun.retain(|(other, of, from)| (other, of) != (&who, &unit) || *from >= at);
                return begun.len() < before;
            }
            _ => {}
        }
        true
    });
    lines
}
