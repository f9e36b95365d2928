//! `bylaws run`, without `--follow`: 0 no breach · 3 breaches · 1 bad policy or log · 2 usage.

use crate::inputs::{LogArgs, columns_and_request, log_and_request, usable, within};
use crate::output::{BAD_INPUT, BREACHES, fail, print};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Request, evaluate_each};
use bylaws::log::EventLog;
use bylaws::report::{self, Counts};
use std::io::{BufWriter, Write};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    log: LogArgs,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
    /// Go on reading a JSON Lines log that grows, and tell each verdict as it becomes certain
    #[arg(long, conflicts_with_all = ["as_of", "known_at"])]
    follow: bool,
    #[command(flatten)]
    following: super::follow::FollowArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For machines: one object
    Json,
    /// For spreadsheets: one row a verdict
    Csv,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    if args.follow {
        return super::follow::run(&args.log, &args.following, args.format, lang);
    }
    let policy = match usable(&args.log.package, lang) {
        Ok(policy) => policy,
        Err(code) => return code,
    };
    let counts = match args.format {
        Format::Text => report_text(args, &policy, lang),
        Format::Json | Format::Csv => every_verdict(args, &policy, lang),
    };
    let counts = match counts {
        Ok(counts) => counts,
        Err(code) => return code,
    };
    match counts {
        Ok(counts) if counts.has_breach() => ExitCode::from(BREACHES),
        Ok(_) => ExitCode::SUCCESS,
        // A reader that has gone away has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(BAD_INPUT, &error.to_string()),
    }
}

// A report names findings only, so that what is counted need not be known record by record.
fn report_text(args: &Args, policy: &CheckedPolicy, lang: Lang) -> Result<std::io::Result<Counts>, ExitCode> {
    let fields = bylaws::plan::lowered(policy).fields;
    let (log, request) = columns_and_request(&args.log, policy, &fields, lang)?;
    let findings = within(policy, &request, report::findings_in_columns(policy, &log, &request), lang)?;
    print(&report::text(policy, &log.log, &findings, lang));
    let counts = findings.counts;
    // The process ends here, and with it the memory: going through it once more would take a tenth of the time.
    std::mem::forget((log, findings));
    Ok(Ok(counts))
}

fn every_verdict(
    args: &Args,
    policy: &CheckedPolicy,
    lang: Lang,
) -> Result<std::io::Result<Counts>, ExitCode> {
    let (log, request) = log_and_request(&args.log, policy, lang)?;
    let counts = match args.format {
        Format::Csv => table(policy, &log, &request, lang),
        Format::Json | Format::Text => json(policy, &log, &request),
    };
    within(policy, &request, counts, lang)
}

// Evaluates, writing each outcome as it is found; the first failure to write is kept.
fn each(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    write: &mut dyn FnMut(&Outcome) -> std::io::Result<()>,
) -> std::io::Result<(Counts, bylaws::eval::Closing)> {
    let mut counts = Counts::default();
    let mut result = Ok(());
    let closing = evaluate_each(policy, log, request, &mut |outcome| {
        counts.add(&outcome);
        if result.is_ok() {
            result = write(&outcome);
        }
    });
    result.map(|()| (counts, closing))
}

// One object, written in three parts: neither the verdicts nor their text are ever held whole.
fn json(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> std::io::Result<Counts> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let opening = serde_json::to_string(&report::opening(policy, log, request))?;
    write!(out, "{},\"verdicts\":[", opening.strip_suffix('}').unwrap_or(&opening))?;
    let mut first = true;
    let (counts, closing) = each(policy, log, request, &mut |outcome| {
        if !std::mem::take(&mut first) {
            out.write_all(b",")?;
        }
        Ok(serde_json::to_writer(&mut out, &report::row(policy, outcome))?)
    })?;
    let ending = serde_json::to_string(&report::ending(policy, log, &counts, &closing))?;
    writeln!(out, "],{}", ending.strip_prefix('{').unwrap_or(&ending))?;
    out.flush()?;
    Ok(counts)
}

fn table(policy: &CheckedPolicy, log: &EventLog, request: &Request, lang: Lang) -> std::io::Result<Counts> {
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(report::headings(lang)).map_err(plain)?;
    let (counts, _) = each(policy, log, request, &mut |outcome| {
        out.write_record(report::cells(policy, outcome, lang)).map_err(plain)
    })?;
    out.flush()?;
    Ok(counts)
}

fn plain(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
