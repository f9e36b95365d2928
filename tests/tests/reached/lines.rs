//! What is met in the lines of a generated log and in what is asked of it.

use bylaws_tests::generate::{Case, Line};

/// All that should be met.
pub(super) const ALL: &[&str] = &[
    "e",
    "f",
    "t",
    "g",
    "j",
    "d",
    "w",
    "away_start",
    "away_end",
    "busy_start",
    "busy_end",
    "role_start",
    "role_end",
    "unit",
    "person",
    "site",
    "entity_end",
    "to the minute",
    "to the day",
    "to the month",
    "to the year",
    "known later",
    "before the log",
    "after the log",
    "retract",
    "replace",
    "corrected twice",
    "a gap",
    "coverage of types",
    "no coverage",
    "a year covered",
    "as of",
    "known at",
    "parameter given",
    "parameter missing",
];

/// The names of what a case has.
pub(super) fn of(case: &Case) -> Vec<String> {
    let lines = &case.lines;
    let covered: Vec<&Line> = lines.iter().filter(|line| line.get("type") == Some("coverage")).collect();
    let whole = covered.iter().filter(|line| line.get("types").is_none()).count();
    let corrected: Vec<&str> = lines.iter().filter_map(|line| line.get("of")).collect();
    let twice = (1..corrected.len())
        .any(|at| corrected.get(..at).unwrap_or_default().contains(corrected.get(at).unwrap_or(&"")));
    let parameters = case.asked.parameters.len();
    let marks = [
        ("a gap", whole > 1),
        ("coverage of types", covered.len() > whole),
        ("no coverage", covered.is_empty()),
        ("a year covered", covered.iter().any(|line| line.get("until") > Some("2017"))),
        ("corrected twice", twice),
        ("as of", case.asked.as_of.is_some()),
        ("known at", case.asked.known_at.is_some()),
        ("parameter given", parameters > 0),
        ("parameter missing", parameters < 5),
    ];
    let marks = marks.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned());
    let kinds = lines.iter().filter_map(|line| line.get("type")).map(str::to_owned);
    kinds.chain(marks).chain(lines.iter().flat_map(of_time)).collect()
}

// How exactly a line says when, and where that lies.
fn of_time(line: &Line) -> Vec<String> {
    let Some(at) = line.get("at") else { return Vec::new() };
    let precision = match at.len() {
        4 => "to the year",
        7 => "to the month",
        10 => "to the day",
        _ => "to the minute",
    };
    let marks = [
        ("known later", line.get("recorded_at").is_some_and(|known| known > at)),
        ("before the log", at < "2016-03"),
        ("after the log", at > "2016-06"),
    ];
    let marks = marks.into_iter().filter(|(_, there)| *there).map(|(name, _)| name);
    [precision].into_iter().chain(marks).map(str::to_owned).collect()
}
