//! Scenario results as JUnit XML, which build servers read: a suite a norm, a case a scenario.

use crate::commands::test::place;
use crate::output::word;
use bylaws::diagnostic::Lang;
use bylaws::scenario::ScenarioResult;
use bylaws::source::SourceSet;
use bylaws::syntax::format_expectation;
use indexmap::IndexMap;
use std::fmt::Write;

/// The whole report. Scenarios of several norms stand under the first.
pub(crate) fn junit(sources: &SourceSet, results: &[ScenarioResult], lang: Lang) -> String {
    let mut suites: IndexMap<&str, Vec<&ScenarioResult>> = IndexMap::new();
    for result in results {
        suites.entry(result.norms.first().map_or("", String::as_str)).or_default().push(result);
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"bylaws\" {}>", counts(results.iter()));
    for (norm, cases) in suites {
        let _ = writeln!(out, "  <testsuite name=\"{}\" {}>", escaped(norm), counts(cases.iter().copied()));
        cases.iter().for_each(|case| out += &one(sources, norm, case, lang));
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

fn one(sources: &SourceSet, norm: &str, result: &ScenarioResult, lang: Lang) -> String {
    let (file, line) = place(sources, result);
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
    for failure in &result.failures {
        let _ = write!(out, "      <failure message=\"{}\">", escaped(&failure.render(lang)));
        if let Some(difference) = &failure.difference {
            let expected = std::iter::once(("-", &difference.expected));
            for (mark, one) in expected.chain(difference.actual.iter().map(|one| ("+", one))) {
                let _ = write!(out, "{}", escaped(&format!("{mark} {}\n", format_expectation(one, lang))));
            }
        }
        out += "</failure>\n";
    }
    out + "    </testcase>\n"
}

/// Text as it may stand in an attribute; what XML 1.0 has no form for is left out.
fn escaped(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    quick_xml::escape::escape(text.chars().filter(allowed).collect::<String>()).replace('\n', "&#10;")
}
