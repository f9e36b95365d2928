//! What the commands read: a package that must be usable, a log, a request.

use crate::diagnostics;
use crate::log_errors::listing;
use crate::log_files;
use crate::output::{BAD_INPUT, USAGE, fail, fail_with, say, word};
use crate::progress::Progress;
use bylaws::check::policy::Norm;
use bylaws::check::{Checked, CheckedPolicy, check};
use bylaws::diagnostic::{Diagnostic, Lang, Message, Severity, nearest, one_apart};
use bylaws::eval::{PAIR, Request, Work};
use bylaws::limits;
use bylaws::log::{
    ColumnLog, EventLog, Exact, Instant, Length, LogBuilder, LogError, Name, RawValue, RecordReader, Type,
    Unfit, Unit, Value, parse_moment,
};
use bylaws::online::Seal;
use bylaws::source::SourceSet;
use bylaws_io::ReadError;
use bylaws_io::logs::xes::Mapping;
use bylaws_io::package::{Package, folder_of, load};
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Options of every command that looks at a log.
#[derive(clap::Args)]
pub(crate) struct LogArgs {
    /// The package: a folder of .policy files, or one file
    pub package: PathBuf,
    /// Log files: .jsonl, .csv or .xes, also with .gz; .parquet in builds that read it
    #[arg(long, num_args = 1.., required = true)]
    pub log: Vec<PathBuf>,
    /// Verdicts as they stand at the end of this day; default: the end of the log
    #[arg(long)]
    pub as_of: Option<String>,
    /// Only records known by the end of this day
    #[arg(long)]
    pub known_at: Option<String>,
    /// A parameter the regulation leaves open: NAME=VALUE
    #[arg(long = "param")]
    pub parameters: Vec<String>,
    /// Only this norm
    #[arg(long)]
    pub norm: Vec<String>,
    /// Only this bearer
    #[arg(long)]
    pub bearer: Vec<String>,
    /// Set bad records aside instead of stopping
    #[arg(long)]
    pub skip_invalid: bool,
    /// How many windows, triggers and records may be looked at before evaluation gives up
    #[arg(long, default_value_t = limits::WORK)]
    pub steps: u64,
}

/// A policy without errors, with the seal of its text.
pub(crate) fn sealed(path: &Path, lang: Lang) -> Result<(CheckedPolicy, Seal), ExitCode> {
    let (package, _) = checked(path, lang)?;
    let seal = Seal::of(&package.files);
    usable(path, lang).map(|policy| (policy, seal))
}

/// Reads and checks a package.
pub(crate) fn checked(path: &Path, lang: Lang) -> Result<(Package, Checked), ExitCode> {
    let package = load(path).map_err(|e| fail(BAD_INPUT, &e.message().render(lang)))?;
    let mut checked = check(&package.files);
    checked.diagnostics.extend(package.diagnostics.iter().cloned());
    checked.diagnostics.sort_by_key(|d| d.span);
    one_of_several(path, &mut checked);
    Ok((package, checked))
}

// One file of a package names what the others declare.
fn one_of_several(path: &Path, checked: &mut Checked) {
    let is_policy = |path: &Path| path.extension().is_some_and(|ending| ending == "policy");
    let beside = || {
        let entries = std::fs::read_dir(folder_of(path)).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.path())
            .any(|other| is_policy(&other) && other.file_name() != path.file_name())
    };
    // One of which nothing else is to be said.
    let unknown = |d: &&mut Diagnostic| {
        let names = ["B02", "B08"].iter().any(|of| d.code().starts_with(of));
        d.severity == Severity::Error && names && d.help.is_empty()
    };
    if let Some(first) = checked.diagnostics.iter_mut().find(unknown).filter(|_| path.is_file() && beside()) {
        first.help.push(Message::new("help.whole_folder").with("folder", folder_of(path).display()));
    }
}

/// A policy without errors, or its errors on standard error.
pub(crate) fn usable(path: &Path, lang: Lang) -> Result<CheckedPolicy, ExitCode> {
    usable_package(path, lang).map(|(_, policy)| policy)
}

/// The same, with the text that it was read from.
pub(crate) fn usable_package(path: &Path, lang: Lang) -> Result<(SourceSet, CheckedPolicy), ExitCode> {
    checked_package(path, lang).map(|(package, policy)| (package.sources, policy))
}

/// The same, with all that was read.
pub(crate) fn checked_package(path: &Path, lang: Lang) -> Result<(Package, CheckedPolicy), ExitCode> {
    let (package, checked) = checked(path, lang)?;
    let policy = without_errors(&package, checked, lang)?;
    Ok((package, policy))
}

/// What is checked as a policy, if it has no errors.
pub(crate) fn without_errors(
    package: &Package,
    checked: Checked,
    lang: Lang,
) -> Result<CheckedPolicy, ExitCode> {
    if checked.is_usable() {
        return Ok(checked.policy);
    }
    let errors = checked.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let text: String = errors.map(|d| diagnostics::text(&package.sources, d, lang)).collect();
    let object = json!({"diagnostics": diagnostics::json(&package.sources, &checked.diagnostics, lang)});
    Err(fail_with(BAD_INPUT, text.trim_end(), &object))
}

/// The log and what to evaluate.
pub(crate) fn log_and_request(
    args: &LogArgs,
    policy: &CheckedPolicy,
    lang: Lang,
) -> Result<(EventLog, Request), ExitCode> {
    columns_and_request(args, policy, &[], lang).map(|(log, request)| (log.log, request))
}

/// The same with some fields of some types of records in columns, where the log is such that they can be.
pub(crate) fn columns_and_request(
    args: &LogArgs,
    policy: &CheckedPolicy,
    fields: &[Vec<usize>],
    lang: Lang,
) -> Result<(ColumnLog, Request), ExitCode> {
    let request = request(args, policy, lang)?;
    // What came to be known later is left out record by record.
    let fields = if request.known_at.is_some() { &[] } else { fields };
    let wrong = |errors: Vec<LogError>| fail(BAD_INPUT, &listing(&errors, lang));
    let log = match read(args, policy, &request, fields, lang)?.finish_in_columns() {
        Ok(log) => log,
        Err(Unfit::Wrong(errors)) => return Err(wrong(errors)),
        Err(Unfit::CloserLook) => {
            ColumnLog::from(read(args, policy, &request, &[], lang)?.finish().map_err(wrong)?)
        }
    };
    log.log.cautions.iter().for_each(|caution| say(&format!("{} {}", caution.key, caution.render(lang))));
    if let Some(unknown) = request.bearers.iter().find(|asked| !is_known(asked, &log, policy)) {
        let message = Message::new("log.no_bearer").with("bearer", unknown);
        return Err(fail(USAGE, &with_near(&message, nearest_bearer(unknown, &log.log), lang)));
    }
    Ok((log, request))
}

// Of a pair every part is known: a slip in one would leave an empty report.
fn is_known(asked: &str, log: &ColumnLog, policy: &CheckedPolicy) -> bool {
    let variants = || policy.vocabulary.enums.values().flat_map(|one| one.variants.values());
    let is_part = |part: &str| {
        part.is_empty() || log.speaks_of(part) || variants().any(|variant| variant.answers_to(part))
    };
    Request::ids_meant(asked).any(|id| {
        let others = asked.strip_prefix(id).unwrap_or_default();
        (log.speaks_of(id) || may_follow(id, log, policy)) && others.split(PAIR).all(is_part)
    })
}

// Whether an id is that of what is deemed to follow from a record of the log, which bears a duty where nobody else does.
fn may_follow(id: &str, log: &ColumnLog, policy: &CheckedPolicy) -> bool {
    let is_deemed = |name: &str| {
        let kind = policy.vocabulary.events.get_index_of(name);
        policy.deems.iter().any(|deem| Some(deem.event) == kind)
    };
    let base = id.split_once('@').filter(|(name, _)| is_deemed(name)).map(|(_, base)| base);
    base.is_some_and(|base| log.speaks_of(base) || may_follow(base, log, policy))
}

// All records of the log, with some fields of some types in columns.
fn read<'p>(
    args: &LogArgs,
    policy: &'p CheckedPolicy,
    request: &Request,
    fields: &[Vec<usize>],
    lang: Lang,
) -> Result<LogBuilder<'p>, ExitCode> {
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone)
        .skip_invalid(args.skip_invalid)
        .known_at(request.known_at)
        .in_columns(fields);
    let unreadable = |error: ReadError| {
        let all: Vec<String> = error.messages().iter().map(|message| message.render(lang)).collect();
        fail(BAD_INPUT, &all.join("\n"))
    };
    let mapping = Mapping::of_package(&args.package, &policy.vocabulary).map_err(unreadable)?;
    let mut progress = Progress::new(&args.log, lang);
    let read = log_files::read(&args.log, mapping.as_ref(), &mut builder, &mut |bytes| progress.read(bytes));
    drop(progress);
    read.map_err(unreadable)?;
    Ok(builder)
}

/// What was found, if it took no more work than it may.
pub(crate) fn within<T>(
    policy: &CheckedPolicy,
    request: &Request,
    found: T,
    lang: Lang,
) -> Result<T, ExitCode> {
    request.work.within(found).map_err(|exceeded| fail(BAD_INPUT, &exceeded.message(policy).render(lang)))
}

/// What to evaluate, of which the log says nothing.
pub(crate) fn request(args: &LogArgs, policy: &CheckedPolicy, lang: Lang) -> Result<Request, ExitCode> {
    let mut request = Request {
        as_of: day_end(policy, args.as_of.as_deref(), lang)?,
        known_at: day_end(policy, args.known_at.as_deref(), lang)?,
        work: Work::at_most(args.steps),
        ..Request::default()
    };
    for given in &args.parameters {
        let (name, value) = parameter(policy, given, lang)
            .map_err(|problem| fail(USAGE, &format!("--param {given}{}{problem}", word(lang, "：", ": "))))?;
        request.parameters.insert(name, value);
    }
    for name in &args.norm {
        let norm = norm_of(policy, name, lang)?;
        let versions = policy.versions_of(&norm.name.canonical);
        request.norms.extend(versions.map(|(_, version)| version.name.canonical.clone()));
    }
    request.bearers.clone_from(&args.bearer);
    Ok(request)
}

/// The norm of a name.
pub(crate) fn norm_of<'p>(policy: &'p CheckedPolicy, name: &str, lang: Lang) -> Result<&'p Norm, ExitCode> {
    policy.norms.values().find(|n| n.name.answers_to(name)).ok_or_else(|| {
        let names = policy.norms.values().map(|norm| &norm.name);
        fail(USAGE, &with_meant(&Message::new("B0801").with("name", name), name, names, lang))
    })
}

// A name that is not known, with the one that was probably meant.
fn with_meant<'n>(
    problem: &Message,
    found: &str,
    known: impl Iterator<Item = &'n Name>,
    lang: Lang,
) -> String {
    let forms: Vec<&str> = known.flat_map(Name::forms).collect();
    let near = nearest(found, forms.iter().copied()).or_else(|| with_the_same_characters(found, &forms));
    with_near(problem, near, lang)
}

fn with_near(problem: &Message, near: Option<&str>, lang: Lang) -> String {
    let words = problem.render(lang);
    let Some(near) = near else { return words };
    words + word(lang, "；", "; ") + &Message::new("help.did_you_mean").with("name", near).render(lang)
}

// 报修响应 for 响应报修, 请假 for 请假审批: the only name that has all characters of the word.
fn with_the_same_characters<'n>(found: &str, names: &[&'n str]) -> Option<&'n str> {
    let mut all = names.iter().filter(|name| !found.is_ascii() && found.chars().all(|c| name.contains(c)));
    let only = all.next()?;
    (found.chars().count() > 1 && all.next().is_none()).then_some(*only)
}

// Whom the log speaks of by nearly that name.
fn nearest_bearer<'l>(found: &str, log: &'l EventLog) -> Option<&'l str> {
    let values = log.records.iter().flat_map(|record| record.fields.iter().flatten());
    let ids = values
        .filter_map(|value| if let bylaws::log::Value::Entity(id) = value { Some(&**id) } else { None });
    let ids: BTreeSet<&str> = ids.collect();
    nearest(found, ids.iter().copied()).or_else(|| one_apart(found, ids.iter().copied()))
}

fn day_end(policy: &CheckedPolicy, day: Option<&str>, lang: Lang) -> Result<Option<Instant>, ExitCode> {
    let Some(day) = day else { return Ok(None) };
    let moment = parse_moment(day, policy.zone);
    moment.map(|m| Some(m.end)).ok_or_else(|| {
        let key = if day.contains(|c: char| c.is_ascii_digit()) { "B0110" } else { "date.not_one" };
        fail(USAGE, &Message::new(key).with("found", day).render(lang))
    })
}

fn parameter(policy: &CheckedPolicy, given: &str, lang: Lang) -> Result<(String, Value), String> {
    let form = || word(lang, "应写作 名称=值", "NAME=VALUE").to_owned();
    let (name, words) = given.split_once('=').ok_or_else(form)?;
    let (name, words) = (name.trim(), words.trim());
    let parameter = policy.parameters.values().find(|p| p.name.answers_to(name)).ok_or_else(|| {
        let names = policy.parameters.values().map(|parameter| &parameter.name);
        with_meant(&Message::new("B0812").with("name", name), name, names, lang)
    })?;
    let value = typed(policy, &parameter.ty, words).ok_or_else(|| {
        let reader = RecordReader::new(&policy.vocabulary, policy.zone);
        let refused =
            reader.value_refused(&parameter.name, &parameter.ty, &RawValue::Text(Cow::Borrowed(words)));
        refused.map_or_else(form, |problem| problem.render(lang))
    })?;
    Ok((parameter.name.canonical.clone(), value))
}

fn typed(policy: &CheckedPolicy, ty: &Type, words: &str) -> Option<Value> {
    Some(match ty {
        Type::Integer => Value::Number(words.parse::<Exact>().ok().filter(|n| n.to_integer().is_some())?),
        Type::Decimal => Value::Number(words.parse().ok()?),
        Type::Bool => match words.to_ascii_lowercase().as_str() {
            "yes" | "true" | "是" => Value::Bool(true),
            "no" | "false" | "否" => Value::Bool(false),
            _ => return None,
        },
        Type::Text => Value::Text(Arc::from(words)),
        Type::Entity(_) | Type::AnyEntity => Value::Entity(Arc::from(words)),
        Type::Date | Type::DateTime => Value::Time(parse_moment(words, policy.zone)?),
        Type::Enum(name) => {
            let variants = &policy.vocabulary.enums.get(name)?.variants;
            Value::Variant(Arc::from(variants.values().find(|v| v.answers_to(words))?.canonical.as_str()))
        }
        Type::Role => Value::Role(Arc::from(policy.vocabulary.role_named(words)?.name.canonical.as_str())),
        Type::Set(of) => Value::Set(
            words.split([',', '、']).map(|w| typed(policy, of, w.trim())).collect::<Option<Vec<_>>>()?,
        ),
        Type::Clock => Value::Number(bylaws::log::parse_clock(words)?),
        Type::Duration => Value::Length(bylaws::syntax::parse_length(words)?),
    })
}

/// A number of days, hours or minutes in the words of either language: 30d, 30日内, 两周, 12 小时, `5 minutes`. Weeks are
/// days, seven each.
pub(crate) fn length(words: &str) -> Option<(u32, Unit)> {
    let words = words.trim();
    let words = ["以内", "之内", "内"].iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words);
    let (count, unit) = words.split_at(words.find(|c: char| !c.is_ascii_digit())?);
    let abbreviated = match unit.trim() {
        "d" => Some(Unit::Day),
        "h" => Some(Unit::Hour),
        "m" | "min" => Some(Unit::Minute),
        "w" => Some(Unit::Week),
        _ => None,
    };
    let (count, unit) = match abbreviated {
        Some(unit) => (count.parse().ok()?, unit),
        None => {
            let Length { count, unit } = bylaws::syntax::parse_length(words)?;
            (count, unit)
        }
    };
    match unit {
        Unit::Week => Some((count.checked_mul(7)?, Unit::Day)),
        Unit::Day | Unit::Hour | Unit::Minute => Some((count, unit)),
        _ => None,
    }
}
