//! `bylaws diff`: what changes in meaning from one version of a package to the next. 0 nothing found to differ ·
//! 3 something does · 1 bad policy or log · 2 usage.

use crate::inputs::{LogArgs, checked_package, log_and_request, within};
use crate::output::{BREACHES, Format, print, word};
use crate::progress;
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Verdict, evaluate};
use bylaws::limits;
use bylaws::syntax::{Names, format_expectation};
use bylaws_proving::difference::{Change, Flip, flips, names_of, of_norm};
use bylaws_proving::{Bounds, block};
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The older version: a folder of .policy files, or one file
    old: PathBuf,
    /// The newer version
    new: PathBuf,
    /// On this log instead: for whom and when the verdict changes
    #[arg(long, num_args = 1..)]
    log: Vec<PathBuf>,
    /// Verdicts as they stand at the end of this day; default: the end of the log
    #[arg(long, requires = "log")]
    as_of: Option<String>,
    /// Only records known by the end of this day
    #[arg(long, requires = "log")]
    known_at: Option<String>,
    /// A parameter the regulation leaves open: NAME=VALUE
    #[arg(long = "param", requires = "log")]
    parameters: Vec<String>,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
    /// At most so many logs are looked at for each norm
    #[arg(long, default_value_t = 1500)]
    logs: usize,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let (package, old) = match checked_package(&args.old, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let (_, new) = match checked_package(&args.new, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    if !args.log.is_empty() {
        return on_a_log(args, &old, &new, lang);
    }
    let bounds = Bounds { logs: args.logs, ..Bounds::default() };
    let names = names_of(&old, &new);
    let changes = progress::each(&names, lang, |name| of_norm(&old, &new, name, bounds));
    let found: IndexMap<String, Change> = names.into_iter().zip(changes).collect();
    let names = Names::of(&package.files.iter().collect::<Vec<_>>());
    print(&match args.format {
        Format::Text => text(&old, &new, &found, &names, lang),
        Format::Json => format!("{}\n", object(&found, &names, lang)),
    });
    let differs = |change: &Change| !matches!(change, Change::Same | Change::NoDifferenceFound(_));
    if found.values().any(differs) { ExitCode::from(BREACHES) } else { ExitCode::SUCCESS }
}

fn text(
    old: &CheckedPolicy,
    new: &CheckedPolicy,
    found: &IndexMap<String, Change>,
    names: &Names,
    lang: Lang,
) -> String {
    let mut out = String::new();
    let mut same = 0_usize;
    for (name, change) in found {
        let norm = old.norms.get(name).or_else(|| new.norms.get(name));
        let shown = norm.map_or(name.as_str(), |norm| norm.name.shown(lang));
        let line = match change {
            Change::Same => {
                same += 1;
                continue;
            }
            Change::Added => word(lang, "新增", "added").to_owned(),
            Change::Removed => word(lang, "删去", "removed").to_owned(),
            Change::NoDifferenceFound(logs) => match lang {
                Lang::Zh => format!("它或者它可能用到的内容写法不同；看过至多{logs}份日志，结论没有不同"),
                Lang::En => format!(
                    "it, or what it may rest on, is written otherwise; no verdict differs on at most {logs} logs"
                ),
            },
            Change::Differs(_) => word(lang, "含义不同", "means something else").to_owned(),
        };
        out += &format!("// {shown}{}{line}\n", word(lang, "：", ": "));
        if let Change::Differs(difference) = change {
            let after: Vec<String> = difference.after.iter().map(|e| format_expectation(e, lang)).collect();
            let after = if after.is_empty() {
                word(lang, "无此义务", "no duty").to_owned()
            } else {
                after.join("; ")
            };
            let before = format_expectation(&difference.before, lang);
            out += &format!("//   {}{before}\n", word(lang, "旧：", "old: "));
            out += &format!("//   {}{after}\n", word(lang, "新：", "new: "));
            let mut test = difference.test.clone();
            test.title.node = format!("{shown}{}", word(lang, "：旧的结论", ": as it was"));
            out += &format!("{}\n", block::text(&test, names, lang));
        }
    }
    out + &match lang {
        Lang::Zh => format!("// {same}条规范没有改动\n"),
        Lang::En if same == 1 => "// 1 norm is the same\n".to_owned(),
        Lang::En => format!("// {same} norms are the same\n"),
    }
}

fn object(found: &IndexMap<String, Change>, names: &Names, lang: Lang) -> Value {
    let norms = found.iter().map(|(name, change)| match change {
        Change::Added => json!({"norm": name, "change": "added"}),
        Change::Removed => json!({"norm": name, "change": "removed"}),
        Change::Same => json!({"norm": name, "change": "same"}),
        Change::NoDifferenceFound(logs) => {
            json!({"norm": name, "change": "no_difference_found", "logs": logs})
        }
        Change::Differs(difference) => json!({
            "norm": name,
            "change": "differs",
            "old": format_expectation(&difference.before, lang),
            "new": difference.after.iter().map(|e| format_expectation(e, lang)).collect::<Vec<_>>(),
            "test": block::text(&difference.test, names, lang),
        }),
    });
    json!({"norms": norms.collect::<Vec<_>>()})
}

fn on_a_log(args: &Args, old: &CheckedPolicy, new: &CheckedPolicy, lang: Lang) -> ExitCode {
    let judged =
        |package: &Path, [policy, other]: [&CheckedPolicy; 2]| judge(args, package, [policy, other], lang);
    let (before, after) = match (judged(&args.old, [old, new]), judged(&args.new, [new, old])) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(code), _) | (_, Err(code)) => return code,
    };
    let found = flips((old, &before), (new, &after));
    print(&match args.format {
        Format::Text => flipped(old, new, &found, lang),
        Format::Json => format!("{}\n", rows(old, &found)),
    });
    if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(BREACHES) }
}

fn judge(
    args: &Args,
    package: &Path,
    [policy, other]: [&CheckedPolicy; 2],
    lang: Lang,
) -> Result<Evaluation, ExitCode> {
    // A parameter may be one of a single version.
    let has = |policy: &CheckedPolicy, given: &str| {
        let name = given.split_once('=').map_or(given, |(name, _)| name).trim();
        policy.parameters.values().any(|parameter| parameter.name.answers_to(name))
    };
    let given = args.parameters.iter().filter(|given| has(policy, given) || !has(other, given));
    let log = LogArgs {
        package: package.to_owned(),
        log: args.log.clone(),
        as_of: args.as_of.clone(),
        known_at: args.known_at.clone(),
        parameters: given.cloned().collect(),
        norm: Vec::new(),
        bearer: Vec::new(),
        skip_invalid: false,
        steps: limits::WORK,
    };
    let (log, request) = log_and_request(&log, policy, lang)?;
    within(policy, &request, evaluate(policy, &log, &request), lang)
}

fn flipped(old: &CheckedPolicy, new: &CheckedPolicy, found: &[Flip], lang: Lang) -> String {
    let verdict = |v: Option<Verdict>| v.map_or(word(lang, "无此义务", "no duty"), |v| v.word(lang));
    let mut out = String::new();
    for flip in found {
        let norm = old.norms.get(&flip.norm).or_else(|| new.norms.get(&flip.norm));
        let norm = norm.map_or(flip.norm.as_str(), |norm| norm.name.shown(lang));
        let day = if flip.from > bylaws::log::Instant::MIN {
            old.zone.date_of(flip.from).to_string()
        } else {
            "—".to_owned()
        };
        let trigger = flip.trigger.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
        let (before, after) = (verdict(flip.before), verdict(flip.after));
        out += &format!("{norm}  {}  {day}{trigger}  {before} → {after}\n", flip.bearer);
    }
    out + &match lang {
        Lang::Zh => format!("{}项结论不同\n", found.len()),
        Lang::En if found.len() == 1 => "1 verdict differs\n".to_owned(),
        Lang::En => format!("{} verdicts differ\n", found.len()),
    }
}

fn rows(old: &CheckedPolicy, found: &[Flip]) -> Value {
    let row = |flip: &Flip| {
        let from = (flip.from > bylaws::log::Instant::MIN).then(|| old.zone.date_of(flip.from).to_string());
        json!({"norm": flip.norm, "bearer": flip.bearer, "from": from, "trigger": flip.trigger,
            "old": flip.before.map(Verdict::key), "new": flip.after.map(Verdict::key)})
    };
    json!({"verdicts": found.iter().map(row).collect::<Vec<_>>()})
}
