//! `bylaws diff --log`: for whom and when the verdict is another one by the newer version.

use super::{Args, rows_of, who};
use crate::inputs::{LogArgs, log_and_request, within};
use crate::output::{BREACHES, Format, print, word};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Verdict, Weight, evaluate};
use bylaws::limits;
use bylaws_proving::difference::{Flip, flips};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: &Args, old: &CheckedPolicy, new: &CheckedPolicy, lang: Lang) -> ExitCode {
    let judged =
        |package: &Path, [policy, other]: [&CheckedPolicy; 2]| judge(args, package, [policy, other], lang);
    // What is wrong with the log is told once, of the version that is looked at first.
    let both = judged(&args.old, [old, new]).and_then(|before| Ok((before, judged(&args.new, [new, old])?)));
    let (before, after) = match both {
        Ok(both) => both,
        Err(code) => return code,
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
    let verdict =
        |v: Option<Verdict>| v.map_or(word(lang, "没有这一项义务", "no such duty"), |v| v.word(lang));
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
