//! `bylaws run --follow`: a log that grows, each verdict as soon as it is certain. Ends when it is interrupted:
//! 0 no breach stands · 3 breaches stand · 1 bad policy, log or checkpoint · 2 usage.

use super::run::Format;
use crate::inputs::{LogArgs, request, sealed};
use crate::log_errors::listing;
use crate::output::{BAD_INPUT, BREACHES, USAGE, fail, word};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::{Lang, Message};
use bylaws::eval::{Request, Verdict};
use bylaws::log::{LogError, Unit};
use bylaws::online::{Monitor, Options, Seal, Step, Told};
use bylaws::report::{told_row, told_text};
use bylaws::syntax::ast::Modality;
use bylaws_io::ReadError;
use bylaws_io::checkpoint::{Checkpoint, refused};
use bylaws_io::logs::growing::Growing;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Options that only following has.
#[derive(clap::Args)]
pub(crate) struct FollowArgs {
    /// Go on from this file if it is there, and keep the state in it
    #[arg(long, requires = "follow")]
    checkpoint: Option<PathBuf>,
    /// Write what is told to this file
    #[arg(long, requires = "follow")]
    out: Option<PathBuf>,
    /// How late a record may come after later ones: such as 2d, 12h or 30m
    #[arg(long, requires = "follow", default_value = "0d", value_parser = length)]
    lateness: i64,
    /// How far back corrections and late records still count: such as 31d
    #[arg(long, requires = "follow", default_value = "31d", value_parser = length)]
    corrections: i64,
    /// When verdicts are told
    #[arg(long, requires = "follow", default_value = "day")]
    step: StepArg,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum StepArg {
    /// When a day has passed in the log
    Day,
    /// At each record
    Record,
}

/// How long to wait when the log has not grown.
const PAUSE: Duration = Duration::from_millis(100);

/// How long the state may be ahead of the checkpoint while the log keeps growing.
const BEHIND: Duration = Duration::from_secs(1);

/// What is said of a length that is none, in Chinese and in English.
pub(crate) const LENGTH: [&str; 2] =
    ["应写多少日、小时或分钟，如 2d、12h、30m", "a number of days, hours or minutes, such as 2d, 12h or 30m"];

// Milliseconds in a number of days, hours or minutes.
fn length(words: &str) -> Result<i64, &'static str> {
    let (count, unit) = crate::inputs::length(words).ok_or(LENGTH[1])?;
    let minutes = match unit {
        Unit::Day => 24 * 60,
        Unit::Hour => 60,
        _ => 1,
    };
    Ok(i64::from(count) * minutes * 60 * 1000)
}

/// Why following ends.
enum End {
    Interrupted,
    Read(ReadError),
    Bad(LogError),
    Write(std::io::Error),
}

pub(crate) fn run(log: &LogArgs, args: &FollowArgs, format: Format, lang: Lang) -> ExitCode {
    let [path] = log.log.as_slice() else {
        return fail(USAGE, word(lang, "--follow 只能跟一个日志文件", "--follow takes one log file"));
    };
    let lines = [".jsonl", ".ndjson"].iter().any(|end| path.to_string_lossy().ends_with(end));
    if !lines || format == Format::Csv {
        let words = "--follow reads .jsonl, and prints text or json";
        return fail(USAGE, word(lang, "--follow 只读 .jsonl，输出形式为 text 或 json", words));
    }
    let (policy, seal) = match sealed(&log.package, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let request = match request(log, &policy, lang) {
        Ok(request) => request,
        Err(code) => return code,
    };
    let begun = Following::begin(&policy, seal, args, path, &request);
    let mut following = match begun {
        Ok(following) => following,
        Err(error) => return fail(BAD_INPUT, &error.message().render(lang)),
    };
    (following.skip_invalid, following.json, following.lang) =
        (log.skip_invalid, format == Format::Json, lang);
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = interrupted.clone();
    if let Err(error) = ctrlc::set_handler(move || flag.store(true, Ordering::SeqCst)) {
        return fail(BAD_INPUT, &error.to_string());
    }
    let end = following.go_on(&interrupted);
    following.closed(end)
}

struct Following<'p> {
    policy: &'p CheckedPolicy,
    request: &'p Request,
    monitor: Monitor<'p>,
    log: Growing,
    output: Output,
    checkpoint: Option<&'p Path>,
    breaches: u64,
    skip_invalid: bool,
    json: bool,
    lang: Lang,
}

impl<'p> Following<'p> {
    fn begin(
        policy: &'p CheckedPolicy,
        seal: Seal,
        args: &'p FollowArgs,
        path: &Path,
        request: &'p Request,
    ) -> Result<Self, ReadError> {
        let step = match args.step {
            StepArg::Day => Step::EachDay,
            StepArg::Record => Step::EachRecord,
        };
        let (lateness, corrections) = (args.lateness, args.corrections);
        let options = Options { lateness, corrections, step, parameters: request.parameters.clone() };
        let checkpoint = args.checkpoint.as_deref();
        let saved = checkpoint.map(Checkpoint::read).transpose()?.flatten();
        let monitor = match (&saved, checkpoint) {
            (Some(saved), Some(path)) => Monitor::resume(policy, seal, options, &saved.monitor)
                .map_err(|refusal| refused(refusal, path))?,
            _ => Monitor::new(policy, seal, options),
        };
        let saved = saved.unwrap_or_default();
        let output = Output::open(args.out.as_deref(), saved.output)?;
        Ok(Self {
            policy,
            request,
            monitor,
            log: Growing::at(path, saved.log),
            output,
            checkpoint,
            breaches: saved.breaches,
            skip_invalid: false,
            json: false,
            lang: Lang::En,
        })
    }

    fn go_on(&mut self, interrupted: &AtomicBool) -> End {
        let (mut saved, mut unsaved) = (Instant::now(), false);
        while !interrupted.load(Ordering::SeqCst) {
            let grown = match self.read(interrupted) {
                Ok(grown) => grown,
                Err(end) => return end,
            };
            unsaved |= grown;
            if unsaved && (!grown || saved.elapsed() >= BEHIND) {
                if let Err(error) = self.save() {
                    return End::Write(error);
                }
                (saved, unsaved) = (Instant::now(), false);
            }
            if !grown {
                std::thread::sleep(PAUSE);
            }
        }
        self.save().map_or_else(End::Write, |()| End::Interrupted)
    }

    // One chunk of the log. What is wrong with a record ends it, unless bad records are set aside.
    fn read(&mut self, interrupted: &AtomicBool) -> Result<bool, End> {
        let Self { policy, request, monitor, log, output, breaches, skip_invalid, json, lang, .. } = self;
        let mut end = None;
        let grown = log.read(&mut |raw| {
            for told in monitor.feed(raw) {
                match told {
                    Told::Bad(error) if !*skip_invalid => {
                        end = Some(End::Bad(error));
                        return false;
                    }
                    told => {
                        count(policy, &told, breaches);
                        if wanted(policy, request, &told) {
                            output.line(&shown(policy, &told, *json, *lang));
                        }
                    }
                }
            }
            !interrupted.load(Ordering::SeqCst)
        });
        output.flush().map_err(End::Write)?;
        match end {
            Some(end) => Err(end),
            None => grown.map_err(End::Read),
        }
    }

    // What was written is on the disk before a checkpoint says so.
    fn save(&mut self) -> std::io::Result<()> {
        let Some(path) = self.checkpoint else { return Ok(()) };
        self.output.sync()?;
        let log = self.log.position();
        let (output, breaches) = (self.output.length, self.breaches);
        Checkpoint { log, output, breaches, monitor: self.monitor.checkpoint() }.write(path)
    }

    fn closed(&self, end: End) -> ExitCode {
        match end {
            End::Interrupted => {
                let state = self.monitor.state();
                let message = Message::new("online.state").with("records", state.records);
                let message = message.with("open", state.open).with("bytes", state.bytes);
                let code = if self.breaches > 0 { BREACHES } else { 0 };
                fail(code, &message.render(self.lang))
            }
            End::Read(error) => fail(BAD_INPUT, &error.message().render(self.lang)),
            End::Bad(error) => fail(BAD_INPUT, &listing(&[error], self.lang)),
            // A reader that has gone away has seen enough.
            End::Write(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            End::Write(error) => fail(BAD_INPUT, &crate::file_problems::reason(&error).render(self.lang)),
        }
    }
}

fn wanted(policy: &CheckedPolicy, request: &Request, told: &Told) -> bool {
    let of = |norm: usize, is_of: &dyn Fn(&str) -> bool| {
        let name = policy.norms.get_index(norm).map_or("", |(name, _)| name.as_str());
        (request.norms.is_empty() || request.norms.iter().any(|one| one == name))
            && (request.bearers.is_empty() || request.bearers.iter().any(|asked| is_of(asked)))
    };
    match told {
        Told::Certain(outcome) | Told::Changed { now: outcome, .. } => {
            of(outcome.norm, &|asked| outcome.is_of(asked))
        }
        Told::Withdrawn { instance, .. } => of(instance.norm, &|asked| instance.is_of(asked)),
        Told::Late(_) | Told::Bad(_) => true,
    }
}

// How many breaches of duties stand.
fn count(policy: &CheckedPolicy, told: &Told, breaches: &mut u64) {
    let (norm, before, now) = match told {
        Told::Certain(now) => (now.norm, None, Some(now.verdict)),
        Told::Changed { before, now } => (now.norm, Some(*before), Some(now.verdict)),
        Told::Withdrawn { instance, before } => (instance.norm, Some(*before), None),
        Told::Late(_) | Told::Bad(_) => return,
    };
    let advice = policy.norms.get_index(norm).is_some_and(|(_, norm)| norm.modality == Modality::Should);
    let is_breach = |verdict| verdict == Some(Verdict::Breached) && !advice;
    *breaches = (*breaches + u64::from(is_breach(now))).saturating_sub(u64::from(is_breach(before)));
}

fn shown(policy: &CheckedPolicy, told: &Told, json: bool, lang: Lang) -> String {
    match json {
        true => serde_json::to_string(&told_row(policy, told)).unwrap_or_default(),
        false => told_text(policy, told, lang),
    }
}

/// Where lines go: a file of which the length is known, or standard output.
struct Output {
    file: Option<File>,
    length: u64,
    waiting: Vec<u8>,
}

impl Output {
    // A file is cut back to what a checkpoint knows of it.
    fn open(path: Option<&Path>, length: u64) -> Result<Self, ReadError> {
        let Some(path) = path else { return Ok(Self { file: None, length, waiting: Vec::new() }) };
        let opened = OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let cut = |mut file: File| {
            let is_whole = file.metadata()?.len() >= length;
            file.set_len(length)?;
            file.seek(SeekFrom::Start(length))?;
            Ok(is_whole.then_some(file))
        };
        match opened.and_then(cut) {
            Ok(Some(file)) => Ok(Self { file: Some(file), length, waiting: Vec::new() }),
            Ok(None) => {
                let message = Message::new("online.output").with("length", length);
                Err(ReadError::of(message, path))
            }
            Err(error) => Err(ReadError::open(path, &error)),
        }
    }

    fn line(&mut self, words: &str) {
        self.waiting.extend(words.as_bytes());
        self.waiting.push(b'\n');
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(&self.waiting)?,
            None => {
                let mut out = anstream::stdout().lock();
                out.write_all(&self.waiting)?;
                out.flush()?;
            }
        }
        self.length += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }

    fn sync(&self) -> std::io::Result<()> {
        self.file.as_ref().map_or(Ok(()), File::sync_data)
    }
}
