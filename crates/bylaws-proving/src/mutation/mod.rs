//! Mutation: which slip of the pen would the scenarios of a package not notice? Each norm is changed in one thing;
//! a scenario that then fails has noticed. For a slip that none notices a log is looked for that tells the slip
//! from the norm as it is, as small as it gets, and shown as a scenario to accept.

mod bounds;
mod equivalent;
pub(crate) mod neighbours;
mod operators;
mod title;
mod turns;
pub(crate) mod walk;

use crate::apart::{Apart, told_apart_where};
use crate::cases::{Case, Titles};
use crate::focus::versions;
use crate::noticed::Scenarios;
use crate::said::Said;
use crate::search::{Bounds, Found, Scope, look_at, search_for_best};
use crate::setting::seeds;
use crate::sketch::Sketch;
use crate::witness::{more_than_enough, of_scenarios};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Deem, Norm, Part, Requirement, Table};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Outcome, Verdict};
use bylaws::syntax::ast::Expectation;
use operators::Slips;
use rayon::prelude::*;
use std::collections::BTreeMap;
use title::has_done_more;
pub(crate) use title::title;
pub(crate) use turns::On;

/// What a slip changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A number by one.
    Number,
    /// `at least` to `exactly`.
    Exactly,
    /// A limit that is reached to one that is not.
    Inclusive,
    /// A day or a length of time by one.
    Days,
    /// The period.
    Period,
    /// The interpretation.
    Reading,
    /// A role, or who answers.
    Role,
    /// An exception that is gone.
    Exception,
    /// A condition that is gone.
    Where,
    /// A part of the requirement that is gone.
    Part,
    /// What counts where there is nothing.
    Empty,
}

impl Kind {
    /// Whether it moves a limit, or says otherwise whether the limit itself lies inside.
    #[must_use]
    pub fn is_limit(self) -> bool {
        matches!(self, Self::Number | Self::Inclusive)
    }
}

/// A norm with a slip in it.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What kind of slip.
    pub kind: Kind,
    /// What is otherwise.
    pub change: Said,
    /// What a scenario shows that notices it.
    pub shows: Said,
    /// The norm.
    pub norm: Norm,
    /// The table that it looks up, by canonical name, where the slip is in there.
    pub table: Option<(String, Table)>,
    /// What is taken to follow from other records, as it is and with the slip, where the slip is in there.
    pub(crate) deem: Option<Box<[Deem; 2]>>,
    /// What a log that notices it is looked at for.
    pub(crate) on: On,
    /// Where one looks for it: where an exception applies, by one of several ways.
    pub(crate) among: Option<Said>,
    /// What it shows of an exception, if it does of one.
    pub(crate) of_exception: Option<OfException>,
}

/// What a scenario shows of the exception at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfException {
    /// That it applies.
    Applies(usize),
    /// That it does not, where with the slip it would.
    WouldApply(usize),
}

impl Mutant {
    /// Makes the slip in a policy.
    pub fn put_in(&self, policy: &mut CheckedPolicy) {
        policy.norms.insert(self.norm.name.canonical.clone(), self.norm.clone());
        if let Some((name, table)) = &self.table {
            policy.tables.insert(name.clone(), table.clone());
        }
        if let Some([own, other]) = self.deem.as_deref() {
            policy.deems.iter_mut().filter(|deem| *deem == own).for_each(|deem| deem.clone_from(other));
        }
    }
}

/// What became of a slip.
#[derive(Clone, Debug)]
pub enum Fate {
    /// The scenario of this title notices it.
    Killed(String),
    /// It changes nothing, for this reason.
    Equivalent(Said),
    /// No log was found that tells it from the norm, among so many.
    NotToldApart(usize),
    /// No scenario notices it; this one would.
    Survived(Box<Case>),
    /// No scenario notices it; the one of this title, proposed for another slip, would.
    AlsoShown(String),
}

impl Fate {
    /// Whether a log tells it from the norm, and no scenario of the package does.
    #[must_use]
    pub fn is_unnoticed(&self) -> bool {
        matches!(self, Self::Survived(_) | Self::AlsoShown(_))
    }
}

/// The slips of one norm and what became of them.
#[derive(Clone, Debug)]
pub struct OfNorm {
    /// Canonical name of the norm.
    pub norm: String,
    /// Its slips.
    pub mutants: Vec<(Mutant, Fate)>,
}

/// The slips that can be made in a norm.
#[must_use]
pub fn mutants(policy: &CheckedPolicy, norm: &str) -> Vec<Mutant> {
    let Some(norm) = policy.norms.get(norm) else { return Vec::new() };
    let whole = whole(norm);
    let mut slips = Slips { policy, original: norm, norm: &whole, out: Vec::new() };
    slips.all();
    told_apart_in_words(&mut slips.out);
    slips.out
}

// Of changes in the same words it is said besides what each of them shows, and where that is the same, which it is.
fn told_apart_in_words(mutants: &mut [Mutant]) {
    let more = |change: &Said, zh: &str, en: &str| {
        Said::new(format!("{}（{zh}）", change.zh), format!("{} ({en})", change.en))
    };
    in_the_same_words(mutants, &mut |mutant, _| {
        mutant.change = more(&mutant.change, &mutant.shows.zh, &mutant.shows.en);
    });
    in_the_same_words(mutants, &mut |mutant, number| {
        let number = number.to_string();
        mutant.change = more(&mutant.change, &number, &number);
    });
}

fn in_the_same_words(mutants: &mut [Mutant], change: &mut dyn FnMut(&mut Mutant, usize)) {
    let mut alike: BTreeMap<Said, Vec<usize>> = BTreeMap::new();
    for (index, mutant) in mutants.iter().enumerate() {
        alike.entry(mutant.change.clone()).or_default().push(index);
    }
    for (number, index) in alike.values().filter(|all| all.len() > 1).flat_map(|all| all.iter().enumerate()) {
        if let Some(mutant) = mutants.get_mut(*index) {
            change(mutant, number + 1);
        }
    }
}

/// As it is written: a quantity with two limits stands in two parts where what is late counts for the lower alone.
pub(crate) fn whole(norm: &Norm) -> Norm {
    let mut norm = norm.clone();
    let join = |parts: &mut Vec<Part>| {
        let mut joined: Vec<Part> = Vec::new();
        for part in parts.drain(..) {
            match joined.last_mut() {
                Some(last) if twins(last, &part) => last.quantity.high = part.quantity.high,
                _ => joined.push(part),
            }
        }
        *parts = joined;
    };
    match &mut norm.requirement {
        Requirement::Have(parts) => join(parts),
        Requirement::Any(all) => all.iter_mut().for_each(join),
        Requirement::Keep(_) | Requirement::Satisfy(_) => {}
    }
    norm
}

fn twins(lower: &Part, upper: &Part) -> bool {
    lower.what == upper.what
        && lower.total_of == upper.total_of
        && lower.of_which.is_empty()
        && upper.of_which.is_empty()
        && lower.quantity.high.is_none()
        && upper.quantity.low.is_none()
}

/// Tries all slips in these norms against the scenarios of the package. What would notice those that are not noticed has
/// titles in a language.
#[must_use]
pub fn mutate(policy: &CheckedPolicy, norms: &[String], bounds: Bounds, lang: Lang) -> Vec<OfNorm> {
    norms.par_iter().map(|norm| of_norm(policy, norm, bounds, lang)).collect()
}

fn of_norm(policy: &CheckedPolicy, norm: &str, bounds: Bounds, lang: Lang) -> OfNorm {
    let scenarios = Scenarios::of(policy, norm);
    let mut proposed = scenarios.with_none();
    let mut titles = Titles::default();
    let mut beginnings = seeds(&scenarios.small, norm);
    beginnings.extend(of_scenarios(policy, norm));
    let mut found = Vec::new();
    for mutant in mutants(policy, norm) {
        let mut fate = fate([&scenarios, &proposed], norm, &mutant, &beginnings, (bounds, lang));
        // What is shown for one slip may show the next as well, which then needs none of its own.
        if let Fate::Survived(case) = &mut fate {
            case.title = titles.distinct(&case.title, lang);
            proposed.add(&case.sketch.test(&case.title, norm, case.expected.clone()));
        }
        found.push((mutant, fate));
    }
    shown_by_later(&scenarios, &proposed, &mut found);
    OfNorm { norm: norm.to_owned(), mutants: found }
}

// Of what no log was found at first one may tell that was found for a slip that came after it.
fn shown_by_later(scenarios: &Scenarios, proposed: &Scenarios, found: &mut [(Mutant, Fate)]) {
    for (mutant, fate) in found.iter_mut().filter(|(_, fate)| matches!(fate, Fate::NotToldApart(_))) {
        if let Some(title) = proposed.notice(&scenarios.with(mutant)) {
            *fate = Fate::AlsoShown(title.to_owned());
        }
    }
}

fn fate(
    [scenarios, proposed]: [&Scenarios; 2],
    norm: &str,
    mutant: &Mutant,
    beginnings: &[Sketch],
    (bounds, lang): (Bounds, Lang),
) -> Fate {
    let changed = scenarios.with(mutant);
    if let Some(title) = scenarios.notice(&changed) {
        return Fate::Killed(title.to_owned());
    }
    if let Some(title) = proposed.notice(&changed) {
        return Fate::AlsoShown(title.to_owned());
    }
    if let Some(why) = equivalent::why(&scenarios.small, norm, mutant) {
        return Fate::Equivalent(why);
    }
    let met = (mutant.kind == Kind::Exactly)
        .then(|| by_who_met([&scenarios.small, &changed], norm, beginnings, bounds));
    match met.flatten().or_else(|| distinguishing(&scenarios.small, &changed, norm, beginnings, bounds)) {
        Some(found) => {
            let title = title([&scenarios.small, &changed], norm, mutant, &found).words(lang).to_owned();
            Fate::Survived(Box::new(Case { title, sketch: found.sketch, expected: vec![found.what] }))
        }
        None => Fate::NotToldApart(bounds.logs),
    }
}

// That more is fine as well is best shown by who did more, else by who did as much.
fn by_who_met(
    policies: [&CheckedPolicy; 2],
    norm: &str,
    beginnings: &[Sketch],
    bounds: Bounds,
) -> Option<Found<Expectation>> {
    let is_met = |told: &Expectation| told.verdict == Some(Verdict::Fulfilled);
    let did_more = |o: &Outcome| o.verdict == Verdict::Fulfilled && (o.at_most || has_done_more(o));
    let mut start: Vec<Sketch> = more_than_enough(policies[0], norm, bounds).into_iter().collect();
    start.extend(beginnings.iter().cloned());
    let more = differing(policies, norm, &start, bounds, &|told, found| {
        is_met(told) && found.outcomes.iter().any(did_more)
    });
    more.or_else(|| differing(policies, norm, &start, bounds, &|told, _| is_met(told)))
}

// A log, and an expectation that holds of it by the first policy and fails by the second.
fn distinguishing(
    first: &CheckedPolicy,
    second: &CheckedPolicy,
    norm: &str,
    beginnings: &[Sketch],
    bounds: Bounds,
) -> Option<Found<Expectation>> {
    differing([first, second], norm, beginnings, bounds, &|_, _| true)
}

/// The same where the verdict itself differs, and not only a date, an amount or who answers.
pub(crate) fn by_verdict(
    first: &CheckedPolicy,
    second: &CheckedPolicy,
    norm: &str,
    beginnings: &[Sketch],
    bounds: Bounds,
) -> Option<Found<Expectation>> {
    differing([first, second], norm, beginnings, bounds, &|told, _| is_plain(told))
}

fn is_plain(told: &Expectation) -> bool {
    told.short_by.is_none() && told.due.is_none() && told.answers.is_empty()
}

/// Whether any log tells two policies apart; where that is asked, by the verdict itself.
pub(crate) fn can_be_told(
    policies: [&CheckedPolicy; 2],
    norm: &str,
    beginnings: &[Sketch],
    bounds: Bounds,
    by_the_verdict: bool,
) -> bool {
    let (scope, start) = side_by_side(policies, norm, beginnings);
    let fits = |told: &Expectation| !by_the_verdict || is_plain(told);
    let mut any = false;
    look_at(&scope, start, bounds, &mut |sketch, found| {
        if let [one, other] = found {
            any = told_apart_where(&fits, policies, norm, sketch, [one, other]).is_some();
        }
        any
    });
    any
}

fn differing(
    [first, second]: [&CheckedPolicy; 2],
    norm: &str,
    beginnings: &[Sketch],
    bounds: Bounds,
    fits: &dyn Fn(&Expectation, &Evaluation) -> bool,
) -> Option<Found<Expectation>> {
    let (scope, start) = side_by_side([first, second], norm, beginnings);
    let told = |sketch: &Sketch, found: &[Evaluation]| match found {
        [one, other] => {
            told_apart_where(&|told| fits(told, one), [first, second], norm, sketch, [one, other])
        }
        _ => None,
    };
    search_for_best(&scope, start, bounds, &told, &Apart::WORTH).map(Apart::expectation)
}

/// Two policies that are held against each other, and the logs to begin with: those read off the first, which are the same
/// whatever it is held against, and those read off the second.
pub(crate) fn side_by_side<'p>(
    [first, second]: [&'p CheckedPolicy; 2],
    norm: &str,
    beginnings: &[Sketch],
) -> (Scope<'p>, Vec<Sketch>) {
    let mut judged = versions(first, norm);
    judged.extend(versions(second, norm));
    judged.sort();
    judged.dedup();
    let mut start = beginnings.to_vec();
    start.extend(seeds(second, norm));
    start.dedup();
    (Scope::new(vec![first, second], norm, judged), start)
}
