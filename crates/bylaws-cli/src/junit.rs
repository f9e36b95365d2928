//! Scenario results as JUnit XML, which build servers read: a suite a norm, a case a scenario.

use crate::commands::test::{details, explained, place, written};
use crate::diagnostics::text;
use crate::output::word;
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::scenario::ScenarioResult;
use bylaws::source::SourceSet;
use bylaws_io::package::Package;
use indexmap::IndexMap;
use std::fmt::Write;

/// What scenarios are told with.
struct Scene<'a> {
    package: &'a Package,
    policy: &'a CheckedPolicy,
    lang: Lang,
}

/// The whole report. Scenarios of several norms stand under the first.
pub(crate) fn junit(
    package: &Package,
    policy: &CheckedPolicy,
    results: &[ScenarioResult],
    lang: Lang,
) -> String {
    let scene = Scene { package, policy, lang };
    let mut suites: IndexMap<&str, Vec<&ScenarioResult>> = IndexMap::new();
    for result in results {
        suites.entry(result.norms.first().map_or("", String::as_str)).or_default().push(result);
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"bylaws\" {}>", counts(results.iter()));
    for (norm, cases) in suites {
        let _ = writeln!(out, "  <testsuite name=\"{}\" {}>", escaped(norm), counts(cases.iter().copied()));
        cases.iter().for_each(|case| out += &one(&scene, norm, case));
        out += "  </testsuite>\n";
    }
    out + "</testsuites>\n"
}

fn counts<'r>(results: impl Iterator<Item = &'r ScenarioResult>) -> String {
    let (mut all, mut failed, mut idle) = (0, 0, 0);
    for result in results {
        all += 1;
        failed += usize::from(!result.failures.is_empty());
        idle += usize::from(!result.passed() && result.failures.is_empty());
    }
    let skipped = if idle > 0 { format!(" skipped=\"{idle}\"") } else { String::new() };
    format!("tests=\"{all}\" failures=\"{failed}\"{skipped}")
}

fn one(scene: &Scene<'_>, norm: &str, result: &ScenarioResult) -> String {
    let lang = scene.lang;
    // A case is where it begins, as in the text; where something is wrong stands in the failure.
    let sources = &scene.package.sources;
    let (file, line) = place(sources, result.span);
    let mut out = format!(
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{line}\"",
        escaped(norm),
        escaped(&result.title),
        escaped(file)
    );
    if result.passed() {
        return out + "/>\n";
    }
    out += ">\n";
    if result.failures.is_empty() {
        let why = word(lang, "没有写「应得」（B0809）", "it has no `expect` (B0809)");
        let _ = writeln!(out, "      <skipped message=\"{}\"/>", escaped(why));
    }
    if let Some(first) = result.failures.first() {
        let (message, body) = (escaped(&first.render(lang)), escaped(&failed(scene, result)));
        let _ = writeln!(out, "      <failure message=\"{message}\">{body}</failure>");
    }
    out + "    </testcase>\n"
}

// A case fails once, however much is said of it: what is otherwise than expected, line by line, and what may be why.
fn failed(scene: &Scene<'_>, result: &ScenarioResult) -> String {
    let (sources, lang) = (&scene.package.sources, scene.lang);
    let written = written(scene.package, result, lang);
    let (mut out, mut before) = (String::new(), None);
    for (failure, explained) in result.failures.iter().zip(explained(sources, scene.policy, result)) {
        let at = place(sources, failure.span.unwrap_or(result.span));
        if before.replace(at) != Some(at) {
            let _ = writeln!(out, "{}:{}", at.0, at.1);
        }
        let _ = writeln!(out, "{}", failure.render(lang));
        out += &details(failure, &explained, written, lang);
    }
    out
}

/// The report where the policy has errors, so that no test was run.
pub(crate) fn refused(sources: &SourceSet, diagnostics: &[Diagnostic], lang: Lang) -> String {
    let errors: Vec<_> = diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
    let count = format!("tests=\"{0}\" failures=\"0\" errors=\"{0}\"", errors.len());
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"bylaws\" {count}>\n  <testsuite name=\"check\" {count}>");
    for error in errors {
        let (file, line) = place(sources, error.span);
        let (code, message) = (error.code(), escaped(&error.words(&error.message, lang)));
        let body = escaped(&plain(&text(sources, error, lang)));
        let _ = writeln!(
            out,
            "    <testcase classname=\"check\" name=\"{code}\" file=\"{}\" line=\"{line}\">\n      \
             <error type=\"{code}\" message=\"{message}\">{body}</error>\n    </testcase>",
            escaped(file),
        );
    }
    out + "  </testsuite>\n</testsuites>\n"
}

// Without colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text.trim_end()).to_string()
}

/// Text as it may stand in an attribute; what XML 1.0 has no form for is left out.
fn escaped(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    quick_xml::escape::escape(text.chars().filter(allowed).collect::<String>()).replace('\n', "&#10;")
}
