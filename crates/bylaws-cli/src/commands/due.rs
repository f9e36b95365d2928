//! `bylaws due`: what is open and when it is due.

use crate::inputs::{self, LogArgs, log_and_request, usable};
use crate::output::{Format, USAGE, fail, print, word};
use bylaws::diagnostic::Lang;
use bylaws::eval::evaluate;
use bylaws::log::Unit;
use bylaws::report;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    log: LogArgs,
    /// Only what is due within so many days or weeks, such as 30d
    #[arg(long)]
    within: Option<String>,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let within = match args.within.as_deref().map(days) {
        Some(None) => {
            return fail(
                USAGE,
                word(
                    lang,
                    "--within 以日或周计，应写如 30日、两周 或 30d",
                    "--within takes days or weeks, such as 30d or 2 weeks",
                ),
            );
        }
        other => other.flatten(),
    };
    let policy = match usable(&args.log.package, lang) {
        Ok(policy) => policy,
        Err(code) => return code,
    };
    let (log, request) = match log_and_request(&args.log, &policy, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let evaluation = match inputs::within(&policy, &request, evaluate(&policy, &log, &request), lang) {
        Ok(evaluation) => evaluation,
        Err(code) => return code,
    };
    let due = report::due(&policy, &evaluation, within);
    match args.format {
        Format::Json => print(&format!("{}\n", serde_json::to_string(&due).unwrap_or_default())),
        Format::Text => print(&report::due_text(&due, lang)),
    }
    ExitCode::SUCCESS
}

// A number of days, or of weeks, in the words of either language; of other lengths the day on which they end depends.
fn days(words: &str) -> Option<i64> {
    let plain = words.trim().parse::<u32>().ok();
    let with_unit = || inputs::length(words).filter(|(_, unit)| *unit == Unit::Day).map(|(count, _)| count);
    plain.or_else(with_unit).map(i64::from)
}
