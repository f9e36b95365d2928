//! `bylaws test`: 0 all passed · 1 some failed or the policy is bad · 2 usage.

use crate::file_problems::unwritable;
use crate::inputs::{checked, checked_package, without_errors};
use crate::junit::{junit, refused};
use crate::output::{BAD_INPUT, Format, USAGE, fail, fail_late, print, say, word};
use bylaws::check::policy::Norm;
use bylaws::check::{CheckedPolicy, written_in};
use bylaws::diagnostic::{Lang, Severity};
use bylaws::report::{Explainer, Explanation};
use bylaws::scenario::{self, Failure, ScenarioResult};
use bylaws::source::{SourceSet, Span};
use bylaws::syntax::{Names, format_expectation};
use bylaws_io::package::Package;
use bylaws_proving::Bounds;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// Only scenarios whose title or norm contains this
    #[arg(long)]
    filter: Option<String>,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
    /// Also write the results to this file as JUnit XML
    #[arg(long)]
    junit: Option<PathBuf>,
    /// Instead, which sides of each norm the scenarios show
    #[arg(long, conflicts_with_all = ["junit", "mutate"])]
    coverage: bool,
    /// Instead, which slips of the pen the scenarios would not notice; exits with 1 if a log shows one, while those that show
    /// no difference are listed and change nothing of the exit code
    #[arg(long, conflicts_with = "junit")]
    mutate: bool,
    /// At most so many logs are looked at for each slip, or each side that nothing shows; default: 1500
    #[arg(long)]
    logs: Option<usize>,
}

/// So many logs are looked at if nothing else is said.
const LOGS: usize = 1500;

/// What is asked of the scenarios as a whole.
pub(crate) struct Asked<'a> {
    pub policy: &'a CheckedPolicy,
    pub names: &'a Names,
    /// Canonical names of the norms.
    pub norms: Vec<String>,
    pub bounds: Bounds,
    pub format: Format,
    pub lang: Lang,
}

// The norms of a name; those that a scenario of such a title is about; all.
fn concerned(policy: &CheckedPolicy, filter: Option<&str>) -> Vec<String> {
    let Some(filter) = filter else {
        let all = policy.norms.values().filter(|norm| is_of_this_package(policy, norm));
        return all.map(|norm| norm.name.canonical.clone()).collect();
    };
    let named = policy.norms.values().filter(|norm| norm.name.answers_to(filter));
    let mut out: Vec<String> = named.map(|norm| norm.name.canonical.clone()).collect();
    if out.is_empty() {
        let tests = policy.tests.iter().filter(|test| test.title.node.contains(filter));
        let about = tests.flat_map(|test| scenario::norms_of(policy, test));
        out.extend(about.map(|norm| norm.name.canonical.clone()));
        out.sort();
        out.dedup();
    }
    out
}

// Of a package that amends: what it brings or ends, and what its tests speak of. The rest is as it was, and so are its tests.
fn is_of_this_package(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let Some(last) = policy.amendments.len().checked_sub(1) else { return true };
    let tested = || {
        let mut about = policy.tests.iter().flat_map(|test| scenario::norms_of(policy, test));
        about.any(|named| norm.is_version_of(&named.name.canonical))
    };
    norm.amended.by == Some(last) || norm.amended.ended == Some(last) || tested()
}

fn as_they_were(left: usize, lang: Lang) -> String {
    match (lang, left) {
        (Lang::Zh, _) => format!("所修订的制度另有{left}条规范未作修改，没有查看；要看其中一条，用 --filter"),
        (Lang::En, 1) => {
            "1 norm of what is amended is as it was and was not looked at; --filter looks at it".to_owned()
        }
        (Lang::En, _) => format!(
            "{left} norms of what is amended are as they were and were not looked at; --filter looks at one of them"
        ),
    }
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    // What an earlier call left would be taken for the results of this one.
    if let Some(path) = &args.junit {
        let _ = std::fs::remove_file(path);
    }
    if args.logs.is_some() && !args.coverage && !args.mutate {
        return fail(
            USAGE,
            word(lang, "--logs 只与 --coverage 或 --mutate 同用", "--logs goes with --coverage or --mutate"),
        );
    }
    let (package, checked) = match checked(&args.package, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    // What came of the tests is shown, whether the report for others can be written or not.
    let unwritten = |report: String| {
        let path = args.junit.as_ref()?;
        let error = std::fs::write(path, report).err()?;
        Some(fail_late(BAD_INPUT, &unwritable(path, &error).render(lang)))
    };
    if !checked.is_usable() {
        unwritten(refused(&package.sources, &checked.diagnostics, lang));
    }
    let warnings = checked.diagnostics.iter().filter(|one| one.severity == Severity::Warning).count();
    let policy = match without_errors(&package, checked, lang) {
        Ok(policy) => policy,
        Err(code) => return code,
    };
    let results = scenario::run(&policy, args.filter.as_deref());
    let failed = results.iter().filter(|result| !result.failures.is_empty()).count();
    if args.coverage || args.mutate {
        let norms = concerned(&policy, args.filter.as_deref());
        if let Some(filter) = args.filter.as_deref().filter(|_| norms.is_empty()) {
            return no_such(filter, lang);
        }
        if failed > 0 {
            say(&beforehand(failed, lang));
        }
        let left = policy.norms.len() - norms.len();
        if args.filter.is_none() && left > 0 {
            say(&as_they_were(left, lang));
        }
        let bounds = Bounds { logs: args.logs.unwrap_or(LOGS), ..Bounds::default() };
        let names = Names::of(&package.files.iter().collect::<Vec<_>>());
        let asked = Asked { policy: &policy, names: &names, norms, bounds, format: args.format, lang };
        return if args.coverage { super::coverage::run(&asked) } else { super::mutate::run(&asked) };
    }
    if let Some(filter) = args.filter.as_deref().filter(|_| results.is_empty()) {
        return no_such(filter, lang);
    }
    if results.is_empty() && matches!(args.format, Format::Text) {
        to_begin_with(&args.package, &policy, lang).iter().for_each(|words| say(words));
    }
    print(&match args.format {
        Format::Text => listing(&package, &policy, &results, failed, lang),
        Format::Json => format!("{}\n", object(&package, &policy, &results, failed, lang)),
    });
    if failed > 0 && matches!(args.format, Format::Text) {
        warned(warnings, lang);
    }
    if let Some(code) = unwritten(junit(&package, &policy, &results, lang)) {
        return code;
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(BAD_INPUT) }
}

// How to come to a first test: of the first norm that is in force.
fn to_begin_with(path: &Path, policy: &CheckedPolicy, lang: Lang) -> Option<String> {
    let quoted = |word: &str| match word.contains([' ', '(', '（']) {
        true => format!("\"{word}\""),
        false => word.to_owned(),
    };
    let norm = policy.norms.values().find(|norm| norm.in_force.1.is_none())?;
    let (path, norm) = (quoted(&path.display().to_string()), quoted(norm.name.shown(lang)));
    Some(match lang {
        Lang::Zh => format!("还没有测试；可先用 bylaws example {path} {norm} 拟出一则"),
        Lang::En => format!("there is no test yet; bylaws example {path} {norm} writes one to begin with"),
    })
}

// What is read otherwise than it was meant is the likeliest reason of a test that fails.
fn warned(warnings: usize, lang: Lang) {
    match (warnings, lang) {
        (0, _) => {}
        (_, Lang::Zh) => say(&format!("另有{warnings}条警告，可能与未通过有关；请用 bylaws check 查看")),
        (1, Lang::En) => say("there is 1 warning besides, which may be why; see bylaws check"),
        (_, Lang::En) => {
            say(&format!("there are {warnings} warnings besides, which may be why; see bylaws check"));
        }
    }
}

fn no_such(filter: &str, lang: Lang) -> ExitCode {
    let words = match lang {
        Lang::Zh => format!("没有标题或所测规范含有「{filter}」的测试"),
        Lang::En => format!("no test has `{filter}` in its title or in the name of its norm"),
    };
    fail(USAGE, &words)
}

// What scenarios show that do not pass as things are says little.
fn beforehand(failed: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("制度未作改动时就有{failed}项测试未通过，以下结果不足为凭；请先用 bylaws test 查看并改正")
        }
        Lang::En => format!(
            "{failed} of the tests fail without any change, so that little follows from what is said below; \
             see bylaws test first"
        ),
    }
}

/// Runs all scenarios of a package and prints what came of them.
pub(crate) fn package(path: &Path, lang: Lang) {
    let Ok((package, policy)) = checked_package(path, lang) else { return };
    let results = scenario::run(&policy, None);
    let failed = results.iter().filter(|result| !result.failures.is_empty()).count();
    print(&listing(&package, &policy, &results, failed, lang));
}

fn listing(
    package: &Package,
    policy: &CheckedPolicy,
    results: &[ScenarioResult],
    failed: usize,
    lang: Lang,
) -> String {
    let mut out = String::new();
    for result in results.iter().filter(|result| !result.passed()) {
        let norms: Vec<&str> = result.norms.iter().map(|norm| policy.norm_shown(norm, lang)).collect();
        let norms = norms.join(word(lang, "、", ", "));
        let norms = if lang == Lang::Zh { format!("（{norms}）") } else { format!(" ({norms})") };
        let (file, line) = place(&package.sources, result.span);
        let came = match result.failures.is_empty() {
            true => word(lang, "没有核对内容", "EXPECTS NOTHING"),
            false => word(lang, "未通过", "FAILED"),
        };
        out += &format!("{file}:{line}: {came} {}{norms}\n", result.title);
        let explained = explained(&package.sources, policy, result);
        for (failure, explained) in result.failures.iter().zip(&explained) {
            out += &format!("  {}\n", failure.render(lang));
            details(failure, explained, written(package, result, lang), lang)
                .lines()
                .for_each(|line| out += &format!("  {line}\n"));
        }
    }
    let passed = results.iter().filter(|result| result.passed()).count();
    out += &match (lang, results.len() - passed - failed) {
        (Lang::Zh, 0) => format!("通过{passed}项，未通过{failed}项\n"),
        (Lang::En, 0) => format!("{passed} passed, {failed} failed\n"),
        (Lang::Zh, idle) => {
            format!("通过{passed}项，未通过{failed}项，另有{idle}项没有写「应得」（B0809）\n")
        }
        (Lang::En, idle) => format!("{passed} passed, {failed} failed, {idle} without `expect` (B0809)\n"),
    };
    if policy.tests_of_amended > 0 {
        out += &match (lang, policy.tests_of_amended) {
            (Lang::Zh, others) => format!("所修订的制度另有{others}项测试，说的是原来的规定，没有运行\n"),
            (Lang::En, 1) => "1 test of what is amended speaks of the old law and was not run\n".to_owned(),
            (Lang::En, others) => {
                format!("{others} tests of what is amended speak of the old law and were not run\n")
            }
        };
    }
    out
}

/// The language that a scenario is written in: what is shown of it can be copied there.
pub(crate) fn written(package: &Package, result: &ScenarioResult, lang: Lang) -> Lang {
    written_in(&package.files, result.span).unwrap_or(lang)
}

/// What was expected beside what came of it, as it would be written, and why.
pub(crate) fn details(failure: &Failure, explained: &[Explanation], written: Lang, lang: Lang) -> String {
    let Some(difference) = &failure.difference else { return String::new() };
    let mut out = format!("- {}\n", format_expectation(&difference.expected, written));
    difference.actual.iter().for_each(|one| out += &format!("+ {}\n", format_expectation(one, written)));
    for line in explained.iter().map(|one| one.text(lang)).collect::<String>().lines() {
        out += &format!("  {line}\n");
    }
    out
}

/// What was found instead, explained; for each failure.
pub(crate) fn explained(
    sources: &SourceSet,
    policy: &CheckedPolicy,
    result: &ScenarioResult,
) -> Vec<Vec<Explanation>> {
    if result.failures.is_empty() {
        return Vec::new();
    }
    let test = policy.tests.iter().find(|test| test.title.span == result.span);
    let given = test.and_then(|test| scenario::given(policy, test).ok());
    let explainer = given.as_ref().map(|(log, request)| Explainer::new(policy, sources, log, request));
    let of_failure = |failure: &Failure| {
        let outcomes = failure.difference.iter().flat_map(|difference| &difference.outcomes);
        outcomes.filter_map(|outcome| explainer.as_ref()?.explain(outcome)).collect()
    };
    result.failures.iter().map(of_failure).collect()
}

fn object(
    package: &Package,
    policy: &CheckedPolicy,
    results: &[ScenarioResult],
    failed: usize,
    lang: Lang,
) -> Value {
    let sources = &package.sources;
    let details = |written: Lang, (failure, explained): (&Failure, Vec<Explanation>)| {
        let difference = failure.difference.as_ref()?;
        Some(json!({
            "line": failure.span.map(|span| place(sources, span).1),
            "expected": format_expectation(&difference.expected, written),
            "actual": difference.actual.iter().map(|one| format_expectation(one, written)).collect::<Vec<_>>(),
            "explanation": explained.iter().map(|one| one.object(lang)).collect::<Vec<_>>(),
        }))
    };
    let scenarios = results.iter().map(|result| {
        let (file, line) = place(sources, result.span);
        let failures: Vec<String> = result.failures.iter().map(|failure| failure.render(lang)).collect();
        let explained = explained(sources, policy, result);
        let written = written(package, result, lang);
        let differences = result.failures.iter().zip(explained).filter_map(|one| details(written, one));
        let differences: Vec<Value> = differences.collect();
        json!({"title": result.title, "norms": result.norms, "file": file, "line": line, "idle": result.idle,
            "failures": failures, "differences": differences})
    });
    let passed = results.iter().filter(|result| result.passed()).count();
    json!({"passed": passed, "failed": failed, "idle": results.len() - passed - failed,
        "scenarios": scenarios.collect::<Vec<_>>()})
}

/// The file that something is in and the line that it starts on.
pub(crate) fn place(sources: &SourceSet, span: Span) -> (&str, u32) {
    let file = sources.get(span.file);
    file.map_or(("", 0), |file| (file.name.as_str(), file.line_column(span.start).line))
}
