//! `bylaws explain`: one bearer's verdicts under one norm, with clause, window, evidence and who answers.

use crate::inputs::{LogArgs, log_and_request, usable_package, within};
use crate::output::{Format, USAGE, fail, print, say, word};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Request, evaluate};
use bylaws::log::parse_moment;
use bylaws::report::Explainer;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    log: LogArgs,
    /// Only the instance whose window holds this day
    #[arg(long)]
    on: Option<String>,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let (sources, policy) = match usable_package(&args.log.package, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    if args.log.norm.is_empty() || args.log.bearer.is_empty() {
        return fail(
            USAGE,
            word(lang, "请用 --norm 和 --bearer 指明规范和主体", "say which with --norm and --bearer"),
        );
    }
    let (log, mut request) = match log_and_request(&args.log, &policy, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let on = match args.on.as_deref().map(|day| parse_moment(day, policy.zone)) {
        Some(None) => return fail(USAGE, word(lang, "--on 应为日期", "--on takes a date")),
        other => other.flatten(),
    };
    request.near_misses = true;
    let evaluation = match within(&policy, &request, evaluate(&policy, &log, &request), lang) {
        Ok(evaluation) => evaluation,
        Err(code) => return code,
    };
    let explainer = Explainer::new(&policy, &sources, &log, &request);
    let meant =
        evaluation.outcomes.iter().filter(|o| on.is_none_or(|day| o.from < day.end && o.until > day.first));
    let meant = meant.filter_map(|outcome| explainer.explain(outcome));
    match args.format {
        Format::Json => {
            let all: Vec<_> = meant.map(|explained| explained.object(lang)).collect();
            print(&format!("{}\n", serde_json::to_string(&all).unwrap_or_default()));
        }
        Format::Text => {
            let all: String = meant.map(|explained| explained.text(lang)).collect();
            let is_asked_for = |o: &Outcome| request.bearers.iter().any(|asked| o.is_of(asked));
            if !evaluation.outcomes.iter().any(is_asked_for) {
                let others = Request { bearers: Vec::new(), near_misses: false, ..request.clone() };
                match within(&policy, &others, evaluate(&policy, &log, &others), lang) {
                    Ok(evaluation) => say(&none(&evaluation.outcomes, lang)),
                    Err(code) => return code,
                }
            } else if all.is_empty() {
                say(none_then(lang));
            }
            print(&all);
        }
    }
    ExitCode::SUCCESS
}

// An empty screen would leave open whether there is nothing to explain or something went wrong.
fn none_then(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "这一天没有这样的义务；请核对 --on（不写则列出各期）",
        Lang::En => {
            "there is no such duty on that day; see whether --on is right (without it all are explained)"
        }
    }
}

/// So many of those who have such a duty are named.
const NAMED: usize = 5;

// Whom a norm binds is said as it is to be asked for.
fn none(outcomes: &[Outcome], lang: Lang) -> String {
    let mut whose: Vec<_> = outcomes.iter().filter(|o| !o.bearer.is_empty()).map(|o| o.whose(lang)).collect();
    // Versions of a norm come one after the other, each with all of them.
    whose.sort_unstable();
    whose.dedup();
    let more = if whose.len() > NAMED { word(lang, "等", " …") } else { "" };
    whose.truncate(NAMED);
    match (whose.is_empty(), lang) {
        (true, Lang::Zh) => "没有人承担这样的义务；请核对规范和日期".to_owned(),
        (true, Lang::En) => "nobody has such a duty; see whether norm and date are right".to_owned(),
        (false, Lang::Zh) => format!("所问的没有这样的义务；承担这项义务的有：{}{more}", whose.join("、")),
        (false, Lang::En) => format!("there is no such duty; those who have it: {}{more}", whose.join(", ")),
    }
}
