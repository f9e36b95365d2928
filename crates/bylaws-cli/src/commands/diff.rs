//! `bylaws diff`: what changes in meaning from one version of a package to the next. 0 nothing found to differ ·
//! 3 something does · 1 bad policy or log · 2 usage.

use crate::inputs::{LogArgs, checked_package, log_and_request, within};
use crate::output::{BREACHES, Format, print, word};
use crate::progress;
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Answer, Evaluation, Verdict, Weight, evaluate};
use bylaws::limits;
use bylaws::syntax::ast::Test;
use bylaws::syntax::{Names, format_expectation};
use bylaws_proving::difference::{
    Answering, Change, Difference, Flip, flips, has_tests, names_of, of_norm, weights,
};
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
        Format::Json => format!("{}\n", object([&old, &new], &found, &names, lang)),
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
            Change::NoDifferenceFound(logs) => no_difference(*logs, has_tests(old, new, name), lang),
            Change::Differs(_) => word(lang, "含义不同", "means something else").to_owned(),
            Change::OthersAnswer(_) => {
                word(lang, "责任人或者其位次不同", "others answer, or in another rank").to_owned()
            }
            Change::WeighsOtherwise => word(lang, "要求相同", "it asks the same").to_owned(),
        };
        let weight = weights(old, new, name).map(|weights| weighing(weights, lang)).unwrap_or_default();
        out += &format!("// {shown}{}{line}{weight}\n", word(lang, "：", ": "));
        match change {
            Change::Differs(difference) => {
                out += &meaning(shown, difference, names, lang);
                out += &difference
                    .answering
                    .iter()
                    .map(|a| answering(shown, a, names, lang))
                    .collect::<String>();
            }
            Change::OthersAnswer(found) => out += &answering(shown, found, names, lang),
            _ => {}
        }
    }
    out + &match lang {
        Lang::Zh => format!("// {same}条规范没有改动\n"),
        Lang::En if same == 1 => "// 1 norm is the same\n".to_owned(),
        Lang::En => format!("// {same} norms are the same\n"),
    }
}

// A search that has no tests to begin with finds less.
fn no_difference(logs: usize, has_tests: bool, lang: Lang) -> String {
    let found = match lang {
        Lang::Zh => format!("它或者它可能用到的内容写法不同；看过至多{logs}份日志，结论没有不同"),
        Lang::En => format!(
            "it, or what it may rest on, is written otherwise; no verdict differs on at most {logs} logs"
        ),
    };
    let alone = word(
        lang,
        "（两个版本都没有涉及它的测试可以由此查起，因此可能有遗漏）",
        " (neither version has a test of it to begin with, so that one may have been missed)",
    );
    if has_tests { found } else { found + alone }
}

// What became of the weight of a norm.
fn weighing([_, after]: [Weight; 2], lang: Lang) -> &'static str {
    match after {
        Weight::Advisory => word(
            lang,
            "；由义务改为提倡，没有做到的不再判为未完成，不影响退出码",
            "; a duty has become advice: what is not done is counted apart and sets no exit status",
        ),
        Weight::Duty => word(
            lang,
            "；由提倡改为义务，没有做到的判为未完成",
            "; advice has become a duty: what is not done is a breach and sets the exit status",
        ),
    }
}

// Both versions side by side, and the log on which the older one says so.
fn meaning(norm: &str, difference: &Difference, names: &Names, lang: Lang) -> String {
    let after: Vec<String> = difference.after.iter().map(|e| format_expectation(e, lang)).collect();
    let after =
        if after.is_empty() { word(lang, "无此义务", "no duty").to_owned() } else { after.join("; ") };
    let title = format!("{norm}{}", word(lang, "：旧的结论", ": as it was"));
    sides([&format_expectation(&difference.before, lang), &after], lang)
        + &block_of(&difference.test, title, names, lang)
}

// Who answers for a breach by both versions, and the log of it.
fn answering(norm: &str, found: &Answering, names: &Names, lang: Lang) -> String {
    let title = format!("{norm}{}", word(lang, "：原来由谁负责", ": who answered"));
    sides([&who(&found.before, lang), &who(&found.after, lang)], lang)
        + &block_of(&found.test, title, names, lang)
}

fn sides([before, after]: [&str; 2], lang: Lang) -> String {
    let (old, new) = (word(lang, "旧：", "old: "), word(lang, "新：", "new: "));
    format!("//   {old}{before}\n//   {new}{after}\n")
}

fn block_of(test: &Test, title: String, names: &Names, lang: Lang) -> String {
    let mut test = test.clone();
    test.title.node = title;
    format!("{}\n", block::text(&test, names, lang))
}

// As in a report: rank, post, holder.
fn who(answers: &[Answer], lang: Lang) -> String {
    let one = |answer: &Answer| {
        let holder = answer.holder.as_deref().unwrap_or(word(lang, "空缺", "vacant"));
        format!("{}{}{} {holder}", answer.rank.word(lang), word(lang, "：", ": "), answer.role.shown(lang))
    };
    match answers {
        [] => word(lang, "无人负责", "nobody answers").to_owned(),
        all => all.iter().map(one).collect::<Vec<_>>().join(word(lang, "；", "; ")),
    }
}

fn object(
    [old, new]: [&CheckedPolicy; 2],
    found: &IndexMap<String, Change>,
    names: &Names,
    lang: Lang,
) -> Value {
    let norms = found.iter().map(|(name, change)| match change {
        Change::Added => json!({"norm": name, "change": "added"}),
        Change::Removed => json!({"norm": name, "change": "removed"}),
        Change::Same => json!({"norm": name, "change": "same"}),
        Change::NoDifferenceFound(logs) => {
            let tests = has_tests(old, new, name);
            json!({"norm": name, "change": "no_difference_found", "logs": logs, "tests": tests})
        }
        Change::Differs(difference) => json!({
            "norm": name,
            "change": "differs",
            "old": format_expectation(&difference.before, lang),
            "new": difference.after.iter().map(|e| format_expectation(e, lang)).collect::<Vec<_>>(),
            "test": block::text(&difference.test, names, lang),
            "answering": difference.answering.as_ref().map(|found| who_object(found, names, lang)),
        }),
        Change::OthersAnswer(found) => {
            json!({"norm": name, "change": "others_answer", "answering": who_object(found, names, lang)})
        }
        Change::WeighsOtherwise => json!({"norm": name, "change": "weighs_otherwise"}),
    });
    json!({"norms": norms.collect::<Vec<_>>()})
}

fn who_object(found: &Answering, names: &Names, lang: Lang) -> Value {
    json!({"old": rows_of(&found.before, lang), "new": rows_of(&found.after, lang),
        "test": block::text(&found.test, names, lang)})
}

fn rows_of(answers: &[Answer], lang: Lang) -> Vec<Value> {
    let row = |a: &Answer| json!({"rank": a.rank.word(Lang::En), "role": a.role.shown(lang), "holder": a.holder.as_deref()});
    answers.iter().map(row).collect()
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
        Format::Json => format!("{}\n", rows(old, &found, lang)),
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
        let (duty, advice) = (word(lang, "义务", "duty"), word(lang, "提倡", "advice"));
        let change = match (&flip.answers, flip.weights) {
            (Some([old, new]), _) => format!("{before}  {} → {}", who(old, lang), who(new, lang)),
            (None, Some([Weight::Duty, _])) => format!("{before}  {duty} → {advice}"),
            (None, Some([Weight::Advisory, _])) => format!("{before}  {advice} → {duty}"),
            (None, None) => format!("{before} → {after}"),
        };
        out += &format!("{norm}  {}  {day}{trigger}  {change}\n", flip.bearer);
    }
    let others_answer = found.iter().filter(|flip| flip.answers.is_some()).count();
    let weigh = found.iter().filter(|flip| flip.weights.is_some()).count();
    let verdicts = found.iter().filter(|flip| flip.before != flip.after).count();
    let of_verdicts = match lang {
        Lang::Zh => format!("{verdicts}项结论不同"),
        Lang::En if verdicts == 1 => "1 verdict differs".to_owned(),
        Lang::En => format!("{verdicts} verdicts differ"),
    };
    let of_answers = match (others_answer, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("；{n}项未完成的责任人不同"),
        (1, Lang::En) => "; for 1 breach others answer".to_owned(),
        (n, Lang::En) => format!("; for {n} breaches others answer"),
    };
    let of_weights = match (weigh, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("；{n}项未完成的轻重不同"),
        (1, Lang::En) => "; 1 breach weighs otherwise".to_owned(),
        (n, Lang::En) => format!("; {n} breaches weigh otherwise"),
    };
    out + &of_verdicts + &of_answers + &of_weights + "\n"
}

fn rows(old: &CheckedPolicy, found: &[Flip], lang: Lang) -> Value {
    let row = |flip: &Flip| {
        let from = (flip.from > bylaws::log::Instant::MIN).then(|| old.zone.date_of(flip.from).to_string());
        json!({"norm": flip.norm, "bearer": flip.bearer, "from": from, "trigger": flip.trigger,
            "old": flip.before.map(Verdict::key), "new": flip.after.map(Verdict::key),
            "advisory": flip.weights.map(|[old, new]| json!({"old": old == Weight::Advisory, "new": new == Weight::Advisory})),
            "answering": flip.answers.as_ref().map(|[old, new]| json!({"old": rows_of(old, lang), "new": rows_of(new, lang)}))})
    };
    json!({"verdicts": found.iter().map(row).collect::<Vec<_>>()})
}
