//! What was found as a `test` block that can be accepted as it is.

use crate::sketch::{ident, unplaced};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Outcome};
use bylaws::log::{Exact, Instant};
use bylaws::scenario;
use bylaws::syntax::ast::{ExpectWhen, Expectation, File, Item, Test};
use bylaws::syntax::{Names, format, translate};

/// The text of a block in a language.
#[must_use]
pub fn text(test: &Test, names: &Names, lang: Lang) -> String {
    let items = vec![unplaced(Item::Test(Box::new(test.clone())))];
    let file = File {
        lang: Lang::En,
        items,
        comments: Vec::new(),
        beneath: 0,
        others: Vec::new(),
        lost: Vec::new(),
    };
    match translate(&file, names, lang) {
        Ok(file) => format(&file),
        Err(_) => format(&File { lang, ..file }),
    }
}

/// What is said of an outcome beside its verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Details {
    pub short_by: bool,
    pub due: bool,
    pub answers: Answers,
}

/// How many of those who answer are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Answers {
    /// None.
    #[default]
    None,
    /// The first in rank.
    First,
    /// All, the first in rank before the others.
    All,
}

impl Answers {
    fn of(self, outcome: &Outcome) -> Vec<&str> {
        match (self, outcome.first_to_answer()) {
            (Self::None, _) | (_, None) => Vec::new(),
            (Self::First, Some(first)) => vec![first],
            (Self::All, Some(first)) => {
                let others = outcome.who_answer().into_iter().filter(|who| *who != first);
                std::iter::once(first).chain(others).collect()
            }
        }
    }
}

impl Details {
    pub(crate) const ALL: [Self; 5] = [
        Self { short_by: false, due: false, answers: Answers::None },
        Self { short_by: true, due: false, answers: Answers::None },
        Self { short_by: false, due: true, answers: Answers::None },
        Self { short_by: false, due: false, answers: Answers::First },
        Self { short_by: false, due: false, answers: Answers::All },
    ];
}

/// The expectation that an outcome meets, told apart from the bearer's others.
pub(crate) fn expectation(
    policy: &CheckedPolicy,
    test: &Test,
    evaluation: &Evaluation,
    outcome: &Outcome,
    details: Details,
) -> Option<Expectation> {
    let short = outcome.short_by();
    let mut expected = Expectation {
        norm: None,
        bearer: ident(outcome.whose(Lang::En).into_owned()),
        when: None,
        verdict: Some(outcome.verdict),
        short_by: (details.short_by && short > Exact::ZERO).then_some(short),
        due: outcome.due.filter(|_| details.due).map(unplaced),
        counted: Vec::new(),
        answers: details.answers.of(outcome).into_iter().map(ident).collect(),
    };
    let is_it = |expected: &Expectation| {
        let meant = scenario::meant(policy, test, expected, evaluation).unwrap_or_default();
        matches!(meant.as_slice(), [one] if std::ptr::eq(*one, outcome))
    };
    if is_it(&expected) {
        return Some(expected);
    }
    let label = outcome.label.as_ref().map(|label| ExpectWhen::Label(label.canonical.clone()));
    let day = |at: Instant| ExpectWhen::Date(policy.zone.date_of(at));
    let begun = outcome.triggered_at.map(|at| day(at.first));
    let from = (outcome.from > Instant::MIN).then(|| day(outcome.from));
    let last = (outcome.until < Instant::MAX).then(|| day(Instant(outcome.until.0 - 1)));
    let record = outcome.trigger.as_deref().map(|id| ExpectWhen::Record(id.to_owned()));
    for when in [begun, from, label, last, record].into_iter().flatten() {
        expected.when = Some(unplaced(when));
        if is_it(&expected) {
            return Some(expected);
        }
    }
    None
}
