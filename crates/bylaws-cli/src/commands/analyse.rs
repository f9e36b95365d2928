//! `bylaws analyse`: 0 always; what was found is listed, with the bounds within which it holds.

use crate::inputs::checked_package;
use crate::output::{Format, print};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::syntax::Names;
use bylaws_proving::analysis::{Finding, FindingKind, analyse};
use bylaws_proving::{Bounds, block};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
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
    let norms: Vec<String> = policy.norms.keys().cloned().collect();
    let bounds = Bounds { logs: args.logs, ..Bounds::default() };
    let mut found = analyse(&policy, &norms, bounds);
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
        (FindingKind::NoLastDay, Lang::Zh) => format!("“{a}”：没有末日或只是允许，不会判为未完成"),
        (FindingKind::NoLastDay, Lang::En) => {
            format!("`{a}`: has no last day, or permits, and is never breached")
        }
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
    }
}

fn text(policy: &CheckedPolicy, found: &[Finding], bounds: Bounds, names: &Names, lang: Lang) -> String {
    let mut out = String::new();
    for finding in found {
        out += &format!("{}\n", sentence(policy, finding, bounds.logs, lang));
        if let Some(test) = &finding.test {
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
    };
    let row = |f: &Finding| {
        let test = f.test.as_ref().map(|test| block::text(test, names, lang));
        json!({"kind": kind(f.kind), "norm": f.norm, "other": f.other, "test": test})
    };
    json!({"logs": bounds.logs, "findings": found.iter().map(row).collect::<Vec<_>>()})
}
