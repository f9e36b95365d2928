//! `bylaws analyse`: 0 always; what is certain is listed, and what is not settled, with how far was looked.

use crate::inputs::{checked_package, norm_of};
use crate::output::{Format, print, word};
use crate::progress;
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::syntax::Names;
use bylaws_proving::analysis::{Analysis, Finding, FindingKind, Question, Sight};
use bylaws_proving::{Bounds, block};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// Only this norm and others named so, or this one beside all others; default: all
    #[arg(long)]
    norm: Vec<String>,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
    /// At most so many logs are looked at for each question
    #[arg(long, default_value_t = 800)]
    logs: usize,
}

/// So many pairs of which nothing is asked are named; of more their number is told.
const FEW: usize = 10;

/// What came of it.
struct Told<'f> {
    found: &'f [Finding],
    bounds: Bounds,
    /// Pairs of norms that were asked of.
    pairs: usize,
    not_asked: Vec<(String, String)>,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let (package, policy) = match checked_package(&args.package, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let named = args.norm.iter().map(|name| norm_of(&policy, name, lang));
    let named: Vec<String> = match named.map(|norm| norm.map(|n| n.name.canonical.clone())).collect() {
        Ok(named) => named,
        Err(code) => return code,
    };
    // A single norm is asked about beside all others.
    let (norms, single) = match named.as_slice() {
        [] => (policy.norms.keys().cloned().collect(), None),
        [one] => (policy.norms.keys().cloned().collect(), Some(one.clone())),
        _ => (named, None),
    };
    let concerns = |norm: &String| single.as_ref().is_none_or(|one| one == norm);
    let bounds = Bounds { logs: args.logs, ..Bounds::default() };
    let analysis = Analysis::new(&policy, bounds);
    let mut questions = analysis.questions(&norms);
    questions.retain(|question| match question {
        Question::Text => single.is_none(),
        Question::One(norm) => concerns(norm),
        Question::Two(a, b) => concerns(a) || concerns(b),
    });
    let answers = progress::each(&questions, lang, |question| analysis.answer(question));
    let mut found: Vec<Finding> = answers.into_iter().flatten().collect();
    found.sort_by_key(|finding| finding.kind);
    let names = Names::of(&package.files.iter().collect::<Vec<_>>());
    let pairs = questions.iter().filter(|question| matches!(question, Question::Two(..))).count();
    let mut not_asked = analysis.not_asked(&norms);
    not_asked.retain(|(a, b)| concerns(a) || concerns(b));
    let told = Told { found: &found, bounds, pairs, not_asked };
    print(&match args.format {
        Format::Text => text(&policy, &told, &names, lang),
        Format::Json => format!("{}\n", object(&told, &names, lang)),
    });
    ExitCode::SUCCESS
}

fn sentence(policy: &CheckedPolicy, finding: &Finding, lang: Lang) -> String {
    let a = policy.norm_shown(&finding.norm, lang).to_owned();
    let b = finding.other.as_deref().map_or("", |name| policy.norm_shown(name, lang));
    match (finding.kind, lang) {
        (FindingKind::NoLastDay, _) => a,
        (FindingKind::Conflict, Lang::Zh) => format!("“{a}”与“{b}”：不能同时做到"),
        (FindingKind::Conflict, Lang::En) => format!("`{a}` and `{b}`: never both met"),
        (FindingKind::ConflictInWhole, Lang::Zh) => {
            format!("“{a}”与“{b}”：在完整的一期里不能同时做到（不足一期、有除外或者寒暑假的，也许可以）")
        }
        (FindingKind::ConflictInWhole, Lang::En) => format!(
            "`{a}` and `{b}`: never both met in a whole window (in a part of one, or with exceptions or vacations, they may be)"
        ),
        (FindingKind::Implied, Lang::Zh) => format!("“{a}”：做到“{b}”就做到了它"),
        (FindingKind::Implied, Lang::En) => format!("`{a}`: met whenever `{b}` is"),
        (FindingKind::ImpliedInWhole, Lang::Zh) => {
            format!("“{a}”：在完整的一期里始终做到“{b}”就做到了它（不足一期、有除外或者寒暑假的，未必）")
        }
        (FindingKind::ImpliedInWhole, Lang::En) => format!(
            "`{a}`: met in a whole window whenever `{b}` is in all of it (in a part of one, or with exceptions or vacations, it may not be)"
        ),
        (FindingKind::NobodyBound, Lang::Zh) => {
            format!("“{a}”：谁也不约束（有效期内没有应做的，或者条件互相矛盾）")
        }
        (FindingKind::NobodyBound, Lang::En) => {
            format!(
                "`{a}`: binds nobody (nothing is due while it is in force, or its conditions contradict each other)"
            )
        }
        (FindingKind::NeverMet, Lang::Zh) => format!("“{a}”：做不到：没有记录能符合所要求的条件"),
        (FindingKind::NeverMet, Lang::En) => {
            format!("`{a}`: never met: no record can meet the conditions of what it asks for")
        }
        (FindingKind::NothingCounts, Lang::Zh) => format!("“{a}”：不会判为未完成：没有记录能符合所计的条件"),
        (FindingKind::NothingCounts, Lang::En) => {
            format!("`{a}`: never breached: no record can meet the conditions of what it counts")
        }
        (FindingKind::SharedRecord, Lang::Zh) => format!("“{a}”与“{b}”：同一条记录两边都算"),
        (FindingKind::SharedRecord, Lang::En) => format!("`{a}` and `{b}`: one record serves both"),
        (FindingKind::OtherAnswer, Lang::Zh) => format!("“{a}”与“{b}”：要求相同，负责的人不同"),
        (FindingKind::OtherAnswer, Lang::En) => {
            format!("`{a}` and `{b}`: ask the same, and different people answer")
        }
        (FindingKind::OneSided, Lang::Zh) => format!("“{a}”：只要求这一头有对应关系，没有规范要求另一头也有"),
        (FindingKind::OneSided, Lang::En) => {
            format!("`{a}`: asks it of one end of the tie, and no norm asks it of the other")
        }
        (FindingKind::Undefined, _) => undefined(policy, finding, lang),
        (FindingKind::NotSeen(sight), Lang::Zh) => match sight {
            Sight::Binding => format!("“{a}”约束到谁"),
            Sight::Breached => format!("“{a}”判为未完成"),
            Sight::BothBinding => format!("“{a}”与“{b}”同时约束同一主体"),
            Sight::BothMet => format!("“{a}”与“{b}”同时做到"),
            Sight::OnlyOther => format!("做到了“{b}”而没有做到“{a}”"),
        },
        (FindingKind::NotSeen(sight), Lang::En) => match sight {
            Sight::Binding => format!("`{a}` binding anybody"),
            Sight::Breached => format!("`{a}` breached"),
            Sight::BothBinding => format!("`{a}` and `{b}` binding one bearer at one time"),
            Sight::BothMet => format!("`{a}` and `{b}` both met"),
            Sight::OnlyOther => format!("`{b}` met and `{a}` not"),
        },
    }
}

// A clause, and what it names.
fn undefined(policy: &CheckedPolicy, finding: &Finding, lang: Lang) -> String {
    let clause = &finding.norm;
    let phrase = policy.clauses.get(clause).map(|clause| clause.phrase.as_str()).unwrap_or_default();
    let name = policy.parameter_shown(finding.other.as_deref().unwrap_or_default(), lang);
    match lang {
        Lang::Zh => format!("{clause}“{phrase}”：条文提到“{name}”而没有界定，也没有规范用到它"),
        Lang::En => {
            format!("{clause} \"{phrase}\": the text names `{name}` without defining it, and no norm uses it")
        }
    }
}

// Said once of all: there are often many.
fn open_ended(policy: &CheckedPolicy, found: &[Finding], lang: Lang) -> String {
    let of = found.iter().filter(|finding| finding.kind == FindingKind::NoLastDay);
    let names: Vec<String> = of.map(|finding| sentence(policy, finding, lang)).collect();
    match (names.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("没有期限，或者只是允许，因此不会判为未完成：{}\n", names.join("、")),
        (false, Lang::En) => {
            format!("no time limit, or a permission, and therefore never breached: {}\n", names.join(", "))
        }
    }
}

fn text(policy: &CheckedPolicy, told: &Told<'_>, names: &Names, lang: Lang) -> String {
    let mut out = open_ended(policy, told.found, lang);
    let is_line =
        |finding: &&Finding| !matches!(finding.kind, FindingKind::NoLastDay | FindingKind::NotSeen(_));
    for finding in told.found.iter().filter(is_line) {
        out += &format!("{}\n", sentence(policy, finding, lang));
        if let Some(test) = shown(finding, names, lang) {
            for line in test.lines() {
                out += &format!("    {line}\n");
            }
        }
    }
    if out.is_empty() {
        out += word(lang, "没有发现问题\n", "nothing was found\n");
    }
    out + &not_settled(policy, told, lang) + &asked(policy, told, lang)
}

// The log that shows it, as a test with a title.
fn shown(finding: &Finding, names: &Names, lang: Lang) -> Option<String> {
    let mut test = finding.test.clone()?;
    test.title.node = word(lang, "同一条记录两边都算", "one record serves both").to_owned();
    Some(block::text(&test, names, lang))
}

// What may be so and may not.
fn not_settled(policy: &CheckedPolicy, told: &Told<'_>, lang: Lang) -> String {
    let open = told.found.iter().filter(|finding| matches!(finding.kind, FindingKind::NotSeen(_)));
    let lines: String = open.map(|finding| format!("  {}\n", sentence(policy, finding, lang))).collect();
    match (lines.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("未能判定（所查的日志里没有出现，不等于不会出现）：\n{lines}"),
        (false, Lang::En) => {
            format!(
                "not settled (seen on no log that was looked at, which is not to say that it cannot be):\n{lines}"
            )
        }
    }
}

// How far was looked, and of what nothing was asked.
fn asked(policy: &CheckedPolicy, told: &Told<'_>, lang: Lang) -> String {
    let bounds = told.bounds.told(lang);
    let (pairs, left) = (told.pairs, told.not_asked.len());
    let named = |(a, b): &(String, String)| {
        let (a, b) = (policy.norm_shown(a, lang), policy.norm_shown(b, lang));
        if lang == Lang::Zh { format!("“{a}”与“{b}”") } else { format!("`{a}` and `{b}`") }
    };
    let of_pairs = if pairs == 1 { "1 pair".to_owned() } else { format!("{pairs} pairs") };
    let few: Vec<String> = told.not_asked.iter().filter(|_| left <= FEW).map(named).collect();
    let few = match (few.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("：{}", few.join("、")),
        (false, Lang::En) => format!(": {}", few.join(", ")),
    };
    match lang {
        Lang::Zh if left == 0 => format!("每个疑问{bounds}；两两对照{pairs}对\n"),
        Lang::Zh => format!(
            "每个疑问{bounds}；两两对照{pairs}对，另有{left}对因主体不同、所看的记录不同、不同时有效、引起的情形不同或者有一方落空而没有对照{few}\n"
        ),
        Lang::En if left == 0 => format!("for each question {bounds}; asked of {of_pairs} of norms\n"),
        Lang::En => format!(
            "for each question {bounds}; asked of {of_pairs} of norms, and not of {left}: of other bearers, other \
             records or another time, with another trigger, or where one binds nobody or counts nothing{few}\n"
        ),
    }
}

fn object(told: &Told<'_>, names: &Names, lang: Lang) -> Value {
    let kind = |kind: FindingKind| match kind {
        FindingKind::NoLastDay => "no_last_day",
        FindingKind::Conflict => "conflict",
        FindingKind::ConflictInWhole => "conflict_in_whole_windows",
        FindingKind::Implied => "implied",
        FindingKind::ImpliedInWhole => "implied_in_whole_windows",
        FindingKind::NobodyBound => "binds_nobody",
        FindingKind::NeverMet => "never_met",
        FindingKind::NothingCounts => "nothing_counts",
        FindingKind::SharedRecord => "shared_record",
        FindingKind::OtherAnswer => "other_answer",
        FindingKind::OneSided => "one_sided",
        FindingKind::Undefined => "undefined",
        FindingKind::NotSeen(Sight::Binding) => "not_seen_binding",
        FindingKind::NotSeen(Sight::Breached) => "not_seen_breached",
        FindingKind::NotSeen(Sight::BothBinding) => "not_seen_both_binding",
        FindingKind::NotSeen(Sight::BothMet) => "not_seen_both_met",
        FindingKind::NotSeen(Sight::OnlyOther) => "not_seen_only_other_met",
    };
    let row = |f: &Finding| {
        let test = shown(f, names, lang);
        json!({"kind": kind(f.kind), "norm": f.norm, "other": f.other, "test": test})
    };
    let of = |settled: bool| -> Vec<Value> {
        let of = told.found.iter().filter(|f| settled != matches!(f.kind, FindingKind::NotSeen(_)));
        of.map(row).collect()
    };
    let Bounds { logs, steps, records } = told.bounds;
    json!({"logs": logs, "steps": steps, "records": records, "findings": of(true), "not_settled": of(false),
        "pairs": told.pairs, "not_asked": told.not_asked})
}
