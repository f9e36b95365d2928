//! `bylaws explain`: one bearer's verdicts under one norm, with clause, window, evidence and who answers. 0 explained · 1 bad
//! policy or log · 2 usage, or nothing that is asked for.

use crate::inputs::{LogArgs, log_and_request, usable_package, within};
use crate::output::{Format, USAGE, fail, print, word};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Request, evaluate};
use bylaws::log::{EventLog, Instant, parse_moment};
use bylaws::report::{Explainer, Explanation};
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
    let (log, mut request) = match log_and_request(&args.log, &policy, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    if args.log.norm.is_empty() || args.log.bearer.is_empty() {
        return fail(
            USAGE,
            word(lang, "请用 --norm 和 --bearer 指明规范和主体", "say which with --norm and --bearer"),
        );
    }
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
    let is_meant = |o: &&Outcome| on.is_none_or(|day| o.from < day.end && o.until > day.first);
    let meant = evaluation.outcomes.iter().filter(is_meant);
    let meant: Vec<Explanation> = meant.filter_map(|outcome| explainer.explain(outcome)).collect();
    let is_asked_for = |o: &Outcome| request.bearers.iter().any(|asked| o.is_of(asked));
    let all = || meant.iter().map(|explained| explained.text(lang)).collect::<String>();
    if meant.is_empty() || !evaluation.outcomes.iter().any(is_asked_for) {
        // Of whom it is not known whether they have such a duty is told all the same.
        if args.format == Format::Text {
            print(&all());
        }
        return nothing(&policy, &log, &request, &evaluation.outcomes, lang);
    }
    match args.format {
        Format::Json => {
            let all: Vec<_> = meant.iter().map(|explained| explained.object(lang)).collect();
            print(&format!("{}\n", serde_json::to_string(&all).unwrap_or_default()));
        }
        Format::Text => print(&all()),
    }
    ExitCode::SUCCESS
}

// What is asked for is not there: an empty screen would leave open whether something went wrong.
fn nothing(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    found: &[Outcome],
    lang: Lang,
) -> ExitCode {
    let is_asked_for = |o: &&Outcome| request.bearers.iter().any(|asked| o.is_of(asked));
    let own: Vec<&Outcome> = found.iter().filter(is_asked_for).collect();
    if !own.is_empty() {
        return fail(USAGE, &none_then(policy, &own, lang));
    }
    let others = Request { bearers: Vec::new(), near_misses: false, ..request.clone() };
    match within(policy, &others, evaluate(policy, log, &others), lang) {
        Ok(evaluation) => fail(USAGE, &none(&evaluation.outcomes, lang)),
        Err(code) => code,
    }
}

// When there are some, as they would be asked for.
fn none_then(policy: &CheckedPolicy, own: &[&Outcome], lang: Lang) -> String {
    let day = |at| policy.zone.date_of(at);
    let when = |o: &&Outcome| {
        let label = o.label.as_ref().map(|label| format!("{} ", label.shown(lang))).unwrap_or_default();
        let last = (o.until < Instant::MAX).then(|| day(Instant(o.until.0 - 1)).to_string());
        format!("{label}{} — {}", day(o.from), last.unwrap_or_default())
    };
    let more = if own.len() > NAMED { word(lang, "等", " …") } else { "" };
    let listed: Vec<String> = own.iter().take(NAMED).map(when).collect();
    match lang {
        Lang::Zh => format!("这一天没有这样的义务；有的是：{}{more}", listed.join("、")),
        Lang::En => format!("there is no such duty on that day; there are: {}{more}", listed.join(", ")),
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
