//! `bylaws explain`: one bearer's verdicts under one norm, with clause, window, evidence and who answers.

use crate::inputs::{LogArgs, log_and_request, usable_package, within};
use crate::output::{Format, USAGE, fail, print, say, word};
use bylaws::diagnostic::Lang;
use bylaws::eval::evaluate;
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
            if all.is_empty() {
                say(none(lang));
            }
            print(&all);
        }
    }
    ExitCode::SUCCESS
}

// An empty screen would leave open whether there is nothing to explain or something went wrong.
fn none(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "没有这样的义务；请核对规范、主体和日期（bylaws run --format csv 可列出全部）",
        Lang::En => {
            "there is no such duty; see whether norm, bearer and date are right (bylaws run --format csv lists all)"
        }
    }
}
