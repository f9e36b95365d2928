//! Several logs of one norm as one `test` block with cases: what they share stands once, before the first.

use crate::said::Said;
use crate::sketch::{Sketch, ident, unplaced};
use bylaws::diagnostic::Lang;
use bylaws::syntax::ast::{Expectation, Given, Test, TestClause};

/// One case: its title, its log, what comes of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it shows.
    pub title: String,
    /// Its log.
    pub sketch: Sketch,
    /// What comes of it.
    pub expected: Vec<Expectation>,
}

/// The block of all these cases of what is called `name`, under a title of them all; of one case under its own and
/// without the word.
#[must_use]
pub fn together(name: &str, of_all: &Said, norm: &str, cases: &[Case], lang: Lang) -> Test {
    let title = |of: &str| Said::new(format!("{name}：{of}"), format!("{name}: {of}")).words(lang).to_owned();
    if let [only] = cases {
        return only.sketch.test(&title(&only.title), norm, only.expected.clone());
    }
    let shared = shared(cases);
    let mut clauses: Vec<TestClause> = shared.clauses();
    for case in cases {
        clauses.push(TestClause::Case(Some(unplaced(case.title.clone()))));
        clauses.extend(own(&case.sketch, &shared).clauses());
        clauses.push(TestClause::Expect(case.expected.iter().cloned().map(unplaced).collect()));
    }
    Test {
        title: unplaced(title(of_all.words(lang))),
        norms: vec![ident(norm)],
        clauses: clauses.into_iter().map(unplaced).collect(),
    }
}

/// A part of a log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clauses {
    facts: Vec<Given>,
    covers: Vec<(chrono::NaiveDate, chrono::NaiveDate, Vec<String>)>,
    with: Vec<(String, bylaws::syntax::ast::Expr)>,
    as_of: Option<chrono::NaiveDate>,
    known_at: Option<chrono::NaiveDate>,
}

impl Clauses {
    /// All that a log has.
    pub(crate) fn of(sketch: &Sketch) -> Self {
        own(sketch, &Self::default())
    }

    /// As they stand in a block.
    pub(crate) fn clauses(&self) -> Vec<TestClause> {
        let mut out = Vec::new();
        if !self.facts.is_empty() {
            out.push(TestClause::Given(self.facts.iter().cloned().map(unplaced).collect()));
        }
        for (from, until, kinds) in &self.covers {
            let kinds = kinds.iter().map(ident).collect();
            out.push(TestClause::Covers(unplaced(*from), unplaced(*until), kinds));
        }
        if !self.with.is_empty() {
            out.push(TestClause::With(self.with.iter().map(|(n, v)| (ident(n), v.clone())).collect()));
        }
        out.extend(self.as_of.map(|day| TestClause::AsOf(unplaced(day))));
        out.extend(self.known_at.map(|day| TestClause::KnownAt(unplaced(day))));
        out
    }
}

fn shared(cases: &[Case]) -> Clauses {
    let Some(first) = cases.first().map(|case| &case.sketch) else { return Clauses::default() };
    let all = |is: &dyn Fn(&Sketch) -> bool| cases.iter().all(|case| is(&case.sketch));
    Clauses {
        facts: first.facts.iter().filter(|fact| all(&|s| s.facts.contains(fact))).cloned().collect(),
        covers: first.covers.iter().filter(|c| all(&|s| s.covers.contains(c))).cloned().collect(),
        with: first.with.iter().filter(|w| all(&|s| s.with.contains(w))).cloned().collect(),
        as_of: Some(first.as_of).filter(|day| all(&|s| s.as_of == *day)),
        known_at: first.known_at.filter(|day| all(&|s| s.known_at == Some(*day))),
    }
}

fn own(sketch: &Sketch, shared: &Clauses) -> Clauses {
    let mut left = shared.facts.clone();
    let facts = sketch.facts.iter().filter(|fact| match left.iter().position(|known| known == *fact) {
        Some(index) => {
            left.remove(index);
            false
        }
        None => true,
    });
    Clauses {
        facts: facts.cloned().collect(),
        covers: sketch.covers.iter().filter(|c| !shared.covers.contains(c)).cloned().collect(),
        with: sketch.with.iter().filter(|w| !shared.with.contains(w)).cloned().collect(),
        as_of: shared.as_of.is_none().then_some(sketch.as_of),
        known_at: sketch.known_at.filter(|_| shared.known_at.is_none()),
    }
}
