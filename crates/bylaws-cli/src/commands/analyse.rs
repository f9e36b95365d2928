//! `bylaws analyse`: 0 always; what was found is listed, with the bounds within which it holds.

use crate::inputs::{checked_package, norm_of};
use crate::output::{Format, print, word};
use crate::progress;
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::syntax::Names;
use bylaws_proving::analysis::{Analysis, Finding, FindingKind};
use bylaws_proving::{Bounds, block};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// Only this norm and others named so; default: all
    #[arg(long)]
    norm: Vec<String>,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
    /// At most so many logs are looked at for each question
    #[arg(long, default_value_t = 800)]
    logs: usize,
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
    let norms = if named.is_empty() { policy.norms.keys().cloned().collect() } else { named };
    let bounds = Bounds { logs: args.logs, ..Bounds::default() };
    let analysis = Analysis::new(&policy, bounds);
    let questions = analysis.questions(&norms);
    let answers = progress::each(&questions, lang, |question| analysis.answer(question));
    let mut found: Vec<Finding> = answers.into_iter().flatten().collect();
    found.sort_by_key(|finding| finding.kind);
    let names = Names::of(&package.files.iter().collect::<Vec<_>>());
    print(&match args.format {
        Format::Text => text(&policy, &found, bounds, &names, lang),
        Format::Json => format!("{}\n", object(&found, bounds, &names, lang)),
    });
    ExitCode::SUCCESS
}

fn sentence(policy: &CheckedPolicy, finding: &Finding, logs: usize, lang: Lang) -> String {
    let shown =
        |name: &str| policy.norms.get(name).map_or(name.to_owned(), |n| n.name.shown(lang).to_owned());
    let a = shown(&finding.norm);
    let b = finding.other.as_deref().map(shown).unwrap_or_default();
    match (finding.kind, lang) {
        (FindingKind::NeverApplies, Lang::Zh) => format!("“{a}”：在至多{logs}份日志中，没有约束过任何人"),
        (FindingKind::NeverApplies, Lang::En) => format!("`{a}`: binds nobody on at most {logs} logs"),
        (FindingKind::NoLastDay, _) => a,
        (FindingKind::NeverBreached, Lang::Zh) => format!("“{a}”：在至多{logs}份日志中，没有判为未完成的"),
        (FindingKind::NeverBreached, Lang::En) => format!("`{a}`: never breached on at most {logs} logs"),
        (FindingKind::Conflict, Lang::Zh) => format!("“{a}”与“{b}”：在至多{logs}份日志中，不能同时做到"),
        (FindingKind::Conflict, Lang::En) => {
            format!("`{a}` and `{b}`: never both met on at most {logs} logs")
        }
        (FindingKind::Implied, Lang::Zh) => format!("“{a}”：在至多{logs}份日志中，做到“{b}”就做到了它"),
        (FindingKind::Implied, Lang::En) => format!("`{a}`: met whenever `{b}` is, on at most {logs} logs"),
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
    }
}

// A clause, and what it names.
fn undefined(policy: &CheckedPolicy, finding: &Finding, lang: Lang) -> String {
    let clause = &finding.norm;
    let phrase = policy.clauses.get(clause).map(|clause| clause.phrase.as_str()).unwrap_or_default();
    let name = finding.other.as_deref().unwrap_or_default();
    let name = policy.parameters.get(name).map_or(name, |parameter| parameter.name.shown(lang));
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
    let names: Vec<String> = of.map(|finding| sentence(policy, finding, 0, lang)).collect();
    match (names.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("没有期限，或者只是允许，因此不会判为未完成：{}\n", names.join("、")),
        (false, Lang::En) => {
            format!("no time limit, or a permission, and therefore never breached: {}\n", names.join(", "))
        }
    }
}

fn text(policy: &CheckedPolicy, found: &[Finding], bounds: Bounds, names: &Names, lang: Lang) -> String {
    if found.is_empty() {
        let logs = bounds.logs;
        return match lang {
            Lang::Zh => format!("没有发现问题（每个疑问至多查看{logs}份日志）\n"),
            Lang::En => format!("nothing was found (on at most {logs} logs for each question)\n"),
        };
    }
    let mut out = open_ended(policy, found, lang);
    for finding in found.iter().filter(|finding| finding.kind != FindingKind::NoLastDay) {
        out += &format!("{}\n", sentence(policy, finding, bounds.logs, lang));
        if let Some(mut test) = finding.test.clone() {
            test.title.node = word(lang, "同一条记录两边都算", "one record serves both").to_owned();
            let test = &test;
            for line in block::text(test, names, lang).lines() {
                out += &format!("    {line}\n");
            }
        }
    }
    out
}

fn object(found: &[Finding], bounds: Bounds, names: &Names, lang: Lang) -> Value {
    let kind = |kind: FindingKind| match kind {
        FindingKind::NeverApplies => "never_applies",
        FindingKind::NoLastDay => "no_last_day",
        FindingKind::NeverBreached => "never_breached",
        FindingKind::Conflict => "conflict",
        FindingKind::Implied => "implied",
        FindingKind::SharedRecord => "shared_record",
        FindingKind::OtherAnswer => "other_answer",
        FindingKind::OneSided => "one_sided",
        FindingKind::Undefined => "undefined",
    };
    let row = |f: &Finding| {
        let test = f.test.as_ref().map(|test| block::text(test, names, lang));
        json!({"kind": kind(f.kind), "norm": f.norm, "other": f.other, "test": test})
    };
    json!({"logs": bounds.logs, "findings": found.iter().map(row).collect::<Vec<_>>()})
}
