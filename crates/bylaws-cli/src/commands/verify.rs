//! `bylaws verify`: 0 the same bytes of the same inputs, by whatever version · 3 other bytes or other inputs · 1 bad policy, log or receipt · 2 usage.

use super::run::{Format, report};
use crate::inputs::usable;
use crate::output::{BAD_INPUT, BREACHES, fail, print};
use crate::receipt::{Receipt, Sink};
use bylaws::diagnostic::{Lang, Message};
use clap::ValueEnum;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The receipt that `run --receipt` wrote
    receipt: PathBuf,
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// Log files: .jsonl, .csv or .xes, also with .gz; .parquet in builds that read it
    #[arg(long, num_args = 1.., required = true)]
    log: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    match verified(args, lang) {
        Ok(code) | Err(code) => code,
    }
}

fn verified(args: &Args, lang: Lang) -> Result<ExitCode, ExitCode> {
    let bad = |message: Message| fail(BAD_INPUT, &message.render(lang));
    let before = Receipt::read(&args.receipt).map_err(bad)?;
    let unknown = || bad(Message::new("receipt.none").with("path", args.receipt.display()));
    let format = Format::from_str(&before.asked.format, false).map_err(|_| unknown())?;
    let said_in = match before.asked.lang.as_str() {
        "zh" => Lang::Zh,
        "en" => Lang::En,
        _ => return Err(unknown()),
    };
    let log = before.asked.over(&args.package, &args.log);
    let policy = usable(&args.package, lang)?;
    let now = |report| {
        let asked = before.asked.over(&args.package, &args.log);
        let asked = crate::receipt::Asked::of(&asked, &before.asked.format, &before.asked.lang);
        Receipt::of(&args.package, &args.log, asked, report)
    };
    let mut sink = Sink::to_hash();
    let told = match report(&log, format, &policy, (said_in, lang), &mut sink) {
        Ok(told) => told,
        // What cannot be reported on any more is another input: which one is said all the same, if it can be read. A log that
        // cannot be used is a bad one; one that lacks what was asked for is only another one.
        Err(code) => {
            let now = now(before.report.clone());
            let said = now.map(|now| before.differences(&now)).unwrap_or_default();
            said.iter().for_each(|message| print(&format!("{}\n", message.render(lang))));
            let is_bad = said.is_empty() || code == ExitCode::from(BAD_INPUT);
            return Ok(if is_bad { code } else { ExitCode::from(BREACHES) });
        }
    };
    told.map_err(|error| fail(BAD_INPUT, &crate::file_problems::reason(&error).render(lang)))?;
    let Some(report) = sink.report() else { return Err(unknown()) };
    let now = now(report).map_err(bad)?;
    let mut said = before.differences(&now);
    let same_inputs = said.is_empty();
    // Another version of the engine that says the same bears the report out.
    let same = same_inputs && before.report == now.report;
    let key = match before.report == now.report {
        true if same_inputs => "receipt.same",
        true => "receipt.same.of_others",
        false => "receipt.other",
    };
    let of_report = Message::new(key).with("bytes", now.report.bytes).with("hash", &now.report.hash);
    said.extend(before.other_engine(&now));
    said.push(of_report);
    if same_inputs && before.report != now.report && !before.same_paths(&now) {
        said.push(Message::new("receipt.paths"));
    }
    said.iter().for_each(|message| print(&format!("{}\n", message.render(lang))));
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::from(BREACHES) })
}
