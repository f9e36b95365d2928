//! `bylaws run`: 0 no breach · 3 breaches · 1 bad policy or log · 2 usage.

use crate::inputs::{LogArgs, log_and_request, usable};
use crate::output::{BREACHES, Format, print};
use bylaws::diagnostic::Lang;
use bylaws::eval::evaluate;
use bylaws::report;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    log: LogArgs,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let policy = match usable(&args.log.package, lang) {
        Ok(policy) => policy,
        Err(code) => return code,
    };
    let (log, request) = match log_and_request(&args.log, &policy, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let evaluation = evaluate(&policy, &log, &request);
    match args.format {
        Format::Json => match serde_json::to_string(&report::machine(&policy, &log, &request, &evaluation)) {
            Ok(json) => print(&format!("{json}\n")),
            Err(error) => return crate::output::fail(1, &error.to_string()),
        },
        Format::Text => print(&report::text(&policy, &log, &evaluation, lang)),
    }
    if report::has_breach(&evaluation) { ExitCode::from(BREACHES) } else { ExitCode::SUCCESS }
}
