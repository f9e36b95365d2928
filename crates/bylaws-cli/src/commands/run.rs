//! `bylaws run`, without `--follow`: 0 no breach · 3 breaches · 1 bad policy or log · 2 usage.

use crate::inputs::{LogArgs, columns_and_request, log_and_request, usable, within};
use crate::output::{BAD_INPUT, BREACHES, fail_late};
use crate::receipt::{Asked, Receipt, Sink};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Request, evaluate_each};
use bylaws::log::EventLog;
use bylaws::report::{self, Counts};
use clap::ValueEnum;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
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
    /// Also write to this file all that the report rests on, with hashes, so that others can run it again
    #[arg(long, conflicts_with = "follow")]
    receipt: Option<PathBuf>,
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
    let mut sink = Sink::to_output(args.receipt.is_some());
    let counts = match report(&args.log, args.format, &policy, (lang, lang), &mut sink) {
        Ok(counts) => counts,
        Err(code) => return code,
    };
    match counts {
        Ok(counts) => leave_receipt(args, sink, lang).unwrap_or(match counts.has_breach() {
            true => ExitCode::from(BREACHES),
            false => ExitCode::SUCCESS,
        }),
        // A reader that has gone away has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail_late(BAD_INPUT, &crate::file_problems::reason(&error).render(lang)),
    }
}

// The exit code, if a receipt is wanted and cannot be written.
fn leave_receipt(args: &Args, sink: Sink, lang: Lang) -> Option<ExitCode> {
    let path = args.receipt.as_ref()?;
    let value = args.format.to_possible_value();
    let format = value.as_ref().map(|value| value.get_name()).unwrap_or_default();
    let asked = Asked::of(&args.log, format, if lang == Lang::Zh { "zh" } else { "en" });
    let receipt = Receipt::of(&args.log.package, &args.log.log, asked, sink.report()?);
    let written = receipt.and_then(|receipt| receipt.write(path));
    written.err().map(|message| fail_late(BAD_INPUT, &message.render(lang)))
}

/// Writes the report of a run in the first language; what is wrong with its inputs is said in the second.
pub(crate) fn report(
    log: &LogArgs,
    format: Format,
    policy: &CheckedPolicy,
    (lang, messages): (Lang, Lang),
    sink: &mut Sink,
) -> Result<std::io::Result<Counts>, ExitCode> {
    match format {
        Format::Text => report_text(log, policy, (lang, messages), sink),
        Format::Json | Format::Csv => every_verdict(log, format, policy, (lang, messages), sink),
    }
}

// A report names findings only, so that what is counted need not be known record by record.
fn report_text(
    args: &LogArgs,
    policy: &CheckedPolicy,
    (lang, messages): (Lang, Lang),
    sink: &mut Sink,
) -> Result<std::io::Result<Counts>, ExitCode> {
    let fields = bylaws::plan::lowered(policy).fields;
    let (log, request) = columns_and_request(args, policy, &fields, messages)?;
    let findings =
        within(policy, &request, report::findings_in_columns(policy, &log, &request, lang), messages)?;
    report::write_text(policy, &log.log, &findings, &mut sink.pieces());
    let counts = findings.counts;
    // The process ends here, and with it the memory: going through it once more would take a tenth of the time.
    std::mem::forget((log, findings));
    Ok(Ok(counts))
}

fn every_verdict(
    args: &LogArgs,
    format: Format,
    policy: &CheckedPolicy,
    (lang, messages): (Lang, Lang),
    sink: &mut Sink,
) -> Result<std::io::Result<Counts>, ExitCode> {
    let (log, request) = log_and_request(args, policy, messages)?;
    let counts = match format {
        Format::Csv => table(policy, &log, &request, lang, sink),
        Format::Json | Format::Text => json(policy, &log, &request, sink),
    };
    within(policy, &request, counts, messages)
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
fn json(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    sink: &mut Sink,
) -> std::io::Result<Counts> {
    let mut out = BufWriter::new(sink);
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

fn table(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    lang: Lang,
    sink: &mut Sink,
) -> std::io::Result<Counts> {
    let mut out = csv::Writer::from_writer(sink);
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
