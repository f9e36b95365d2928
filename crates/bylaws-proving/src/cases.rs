//! Several logs of one norm as one `test` block with cases: what they share stands once, before the first.

use crate::said::{Said, within_quotes};
use crate::sketch::{Sketch, ident, unplaced};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::PAIR;
use bylaws::scenario;
use bylaws::syntax::ast::{ExpectWhen, Expectation, Given, Test, TestClause};
use std::collections::BTreeMap;

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

/// The titles of cases so far: results are told apart by them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Titles(BTreeMap<String, usize>);

impl Titles {
    /// This title, with a number where there was one like it before.
    pub(crate) fn distinct(&mut self, title: &str, lang: Lang) -> String {
        let title = &nested(title, lang);
        let number = self.0.entry(title.to_owned()).and_modify(|number| *number += 1).or_insert(1);
        match number {
            1 => title.to_owned(),
            number => Said::new(format!("{title}（{number}）"), format!("{title} ({number})"))
                .words(lang)
                .to_owned(),
        }
    }
}

// A title stands in quotation marks itself, in a block as in a list of what it shows.
fn nested(title: &str, lang: Lang) -> String {
    if lang == Lang::Zh { within_quotes(title) } else { title.to_owned() }
}

/// The block of all these cases of what is called `name`, under a title of them all; of one case under its own and
/// without the word. Where what comes of a case does not come of it with what is shared before it, nothing is shared.
#[must_use]
pub fn together(
    policy: &CheckedPolicy,
    (name, of_all): (&str, &Said),
    norm: &str,
    cases: &[Case],
    lang: Lang,
) -> Test {
    let title = |of: &str| {
        let title = Said::new(format!("{name}：{of}"), format!("{name}: {of}"));
        unlike_others(policy, &nested(title.words(lang), lang), lang)
    };
    if let [only] = cases {
        return only.sketch.test(&title(&only.title), norm, only.expected.clone());
    }
    let block = |clauses: Vec<TestClause>| Test {
        title: unplaced(title(of_all.words(lang))),
        norms: vec![ident(norm)],
        clauses: clauses.into_iter().map(unplaced).collect(),
    };
    let under = |shared: &Clauses| cases.iter().map(|case| Placed::new(case, shared)).collect::<Vec<_>>();
    let (mut shared, none) = (shared(cases), Clauses::default());
    let mut placed = under(&shared);
    let holds = |one: &Placed| {
        let clauses = shared.clauses().into_iter().chain(one.clauses());
        scenario::judge(policy, &block(clauses.collect())).is_empty()
    };
    if !placed.iter().all(holds) {
        (placed, shared) = (under(&none), none);
    }
    let mut clauses = shared.clauses();
    let mut titles = Titles::default();
    for (case, one) in cases.iter().zip(placed) {
        let title = titles.distinct(&case.title, lang);
        clauses.push(TestClause::Case(Some(unplaced(title))));
        clauses.extend(one.clauses());
    }
    block(clauses)
}

// What was proposed before may have been accepted: its cases are called after it.
fn unlike_others(policy: &CheckedPolicy, title: &str, lang: Lang) -> String {
    let mut titles = Titles::default();
    let is_taken = |title: &str| {
        let mut all = policy.tests.iter().map(|test| test.title.node.as_str());
        all.any(|other| {
            other.strip_prefix(title).is_some_and(|rest| rest.is_empty() || rest.starts_with(" · "))
        })
    };
    loop {
        let title = titles.distinct(title, lang);
        if !is_taken(&title) {
            return title;
        }
    }
}

/// A case with what is shared before it.
struct Placed {
    own: Clauses,
    expected: Vec<Expectation>,
}

impl Placed {
    fn new(case: &Case, shared: &Clauses) -> Self {
        let own = own(&case.sketch, shared);
        // A record that has no id of its own is called by its place, which is another one after what is shared.
        let merged: Vec<&Given> = shared.facts.iter().chain(&own.facts).collect();
        let mut places: Vec<usize> = (0..case.sketch.facts.len()).collect();
        let mut moved = Vec::new();
        for fact in &merged {
            let place = places.iter().position(|index| case.sketch.facts.get(*index) == Some(*fact));
            moved.extend(place.map(|place| places.remove(place)));
        }
        let (before, after) = (case.sketch.ids(), scenario::ids(merged.into_iter()));
        let renamed = |whose: &str| {
            let (id, rest) = whose.split_once(PAIR).map_or((whose, None), |(id, rest)| (id, Some(rest)));
            let place = before.iter().position(|known| known == id)?;
            let id = after.get(moved.iter().position(|index| *index == place)?)?;
            Some(rest.map_or_else(|| id.clone(), |rest| format!("{id}{PAIR}{rest}")))
        };
        let mut expected = case.expected.clone();
        for one in &mut expected {
            if let Some(bearer) = renamed(&one.bearer.node) {
                one.bearer.node = bearer;
            }
            if let Some(ExpectWhen::Record(record)) = one.when.as_mut().map(|when| &mut when.node)
                && let Some(id) = renamed(record)
            {
                *record = id;
            }
        }
        Self { own, expected }
    }

    fn clauses(&self) -> Vec<TestClause> {
        let mut out = self.own.clauses();
        out.push(TestClause::Expect(self.expected.iter().cloned().map(unplaced).collect()));
        out
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
