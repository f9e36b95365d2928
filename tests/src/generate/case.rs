//! A policy, the lines of a log, and what is asked of them.

use super::Line;
use super::day::day;
use super::fact;
use super::log::{lines, three_months};
use super::norm::norm;
use super::scope::Layer;
use super::template::{one_of, word};
use super::words::{CHECKED, file, words};
use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::{Lang, Severity};
use bylaws::eval::Request;
use bylaws::log::{Exact, Instant, Length, Unit, Value, parse_moment};
use bylaws::source::FileId;
use bylaws::syntax::ast::File;
use bylaws::syntax::parse;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use std::fmt;

/// A case; a failure shows it as an author would write it.
#[derive(Clone)]
pub struct Case {
    /// Whether the regulation is in force up to a day only.
    ends: bool,
    /// What the norms share, each item by its name.
    shared: Vec<(&'static str, String)>,
    /// Deemed facts, interpretation, norms.
    items: Vec<String>,
    /// The lines of the log.
    pub lines: Vec<Line>,
    /// What is asked.
    pub asked: Asked,
}

/// What is asked of a log.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// As of the end of this day; else of what is covered.
    pub as_of: Option<String>,
    /// As it was known at the end of this day.
    pub known_at: Option<String>,
    /// Values of parameters.
    pub parameters: Vec<(&'static str, Value)>,
}

impl Case {
    /// The items of the policy that differ from case to case and matter in this one.
    #[must_use]
    pub fn own_text(&self) -> String {
        let mut text = self.items.join("\n");
        // Later ones may name earlier ones.
        for (name, item) in self.shared.iter().rev() {
            if mentions(&text, name) {
                text = format!("{item}\n{text}");
            }
        }
        text
    }

    /// The tree of the words that all regulations share.
    #[must_use]
    pub fn words(&self) -> &'static File {
        file(self.ends)
    }

    /// The whole policy.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}", words(self.ends), self.own_text())
    }

    /// The lines, with a statement of what they cover, so that it does not hang on single lines.
    #[must_use]
    pub fn covered_lines(&self) -> Vec<Line> {
        let stated = self.lines.iter().any(|line| line.get("type") == Some("coverage"));
        self.lines.iter().cloned().chain((!stated).then(three_months)).collect()
    }

    /// The policy, checked.
    ///
    /// # Errors
    /// What is wrong with it, which should be nothing.
    pub fn policy(&self) -> Result<CheckedPolicy, Vec<String>> {
        let own = parse(FileId(1), &self.own_text());
        let checked = check(&[self.words().clone(), own.file]);
        let all = own.diagnostics.iter().chain(&checked.diagnostics);
        let wrong = all.filter(|d| d.severity == Severity::Error);
        let said: Vec<String> = wrong.map(|d| d.message.render(Lang::En)).collect();
        if said.is_empty() { Ok(checked.policy) } else { Err(said) }
    }
}

// Whether a whole word stands in the text.
fn mentions(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|one| one == word)
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.ends { "" } else { "# in force without end\n" };
        writeln!(f, "\n{end}{}", self.own_text())?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        writeln!(f, "{:?}", self.asked)
    }
}

impl Asked {
    fn instant(day: &Option<String>) -> Option<Instant> {
        let day = day.as_ref()?;
        parse_moment(day, CHECKED.zone).map(|moment| moment.end)
    }

    /// The instant until which corrections and late records are seen.
    #[must_use]
    pub fn known_at(&self) -> Option<Instant> {
        Self::instant(&self.known_at)
    }

    /// The request for evaluation.
    #[must_use]
    pub fn request(&self) -> Request {
        let parameters = self.parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Request {
            as_of: Self::instant(&self.as_of),
            known_at: self.known_at(),
            parameters: parameters.collect(),
            ..Request::default()
        }
    }
}

/// A case over all of the language.
pub fn case() -> BoxedStrategy<Case> {
    made(false)
}

/// A case in which nothing looks beyond its own unit or person.
pub fn tied_case() -> BoxedStrategy<Case> {
    made(true)
}

fn made(tied: bool) -> BoxedStrategy<Case> {
    // What comes first shrinks first.
    let facts = (
        vec(norm(Layer::All, tied), 0..3),
        weighted(0.25, fact::deemed(tied)),
        weighted(0.12, fact::warned(tied)),
        fact::interpretation(),
        numbered(norm(Layer::First, tied), 0),
    );
    let items = facts.prop_map(|(others, deemed, warned, interpretation, first)| {
        let others = others.into_iter().enumerate().map(|(number, norm)| name(&norm, number + 1));
        // What goes by the label that a record names has no days of its own to be cut.
        let by_label = interpretation.contains("by label");
        let undivided =
            |norm: String| if by_label { norm.replace("straddling cut", "straddling by end") } else { norm };
        let (first, others) = (undivided(first), others.map(undivided));
        // Verdicts in a row are those of a norm by periods.
        let warned = warned.filter(|deem| !(deem.contains("consecutive") && first.contains("\n  when ")));
        let before = deemed.into_iter().chain(warned).chain([interpretation, first]);
        before.chain(others).filter(|item| !item.is_empty()).collect::<Vec<_>>()
    });
    (any::<bool>(), lines(), items, asked(), fact::shared(tied))
        .prop_map(|(ends, lines, items, asked, shared)| Case { ends, shared, items, lines, asked })
        .boxed()
}

fn numbered(norm: super::template::Words, number: usize) -> super::template::Words {
    norm.prop_map(move |text| name(&text, number)).boxed()
}

fn name(norm: &str, number: usize) -> String {
    norm.replace("NAME", &format!("n{number} alias 规范{number}"))
}

fn asked() -> BoxedStrategy<Asked> {
    let late = || one_of(vec![(3, day()), (1, word(&["2016-06-30", "2017-03-31"]))]);
    (weighted(0.3, late()), weighted(0.2, late()), vec(weighted(0.65, any::<u8>()), 5))
        .prop_map(|(as_of, known_at, values)| {
            let names = ["most", "usual", "limit", "opening", "favourite"];
            let given = names.into_iter().zip(values);
            let parameters =
                given.filter_map(|(name, value)| Some((name, parameter(name, value?)?))).collect();
            Asked { as_of, known_at, parameters }
        })
        .boxed()
}

// A value of the parameter's type.
fn parameter(name: &str, number: u8) -> Option<Value> {
    Some(match name {
        "most" => Value::Number(Exact::from(i64::from(number % 4))),
        "usual" => Value::Number(["0.5", "1", "2.5", "-1"].get(usize::from(number % 4))?.parse().ok()?),
        "limit" => {
            let units =
                [Unit::Day, Unit::Hour, Unit::WorkingDay, Unit::Month, Unit::TeachingWeek, Unit::Week];
            let unit = *units.get(usize::from(number) % units.len())?;
            Value::Length(Length { count: u32::from(number % 12), unit })
        }
        "opening" => Value::Time(parse_moment("2016-04-04", CHECKED.zone)?),
        _ => Value::Variant(["red", "blue"].get(usize::from(number % 2)).copied()?.into()),
    })
}
