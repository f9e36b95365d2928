//! What a scenario is called that notices a slip: by what it shows of the norm, where it shows that; else by the slip.

use super::{Kind, Mutant, OfException};
use crate::focus::versions;
use crate::said::Said;
use crate::search::Found;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Norm;
use bylaws::eval::{Outcome, Verdict};
use bylaws::scenario;
use bylaws::syntax::ast::Expectation;

/// The title of a log on which a norm and the same with a slip in it come to different things.
pub(crate) fn title(
    [policy, changed]: [&CheckedPolicy; 2],
    norm: &str,
    mutant: &Mutant,
    found: &Found<Expectation>,
) -> Said {
    let outcome = meant(policy, norm, found);
    let other = meant(changed, norm, found);
    if shows(policy.norms.get(norm), mutant, &found.what, [outcome.as_ref(), other.as_ref()])
        && mutant.of_exception.is_none_or(|of| is_so([policy, changed], norm, of, found))
    {
        return mutant.shows.clone();
    }
    let change = &mutant.change;
    let zh = change.zh.replace('“', "‘").replace('”', "’");
    Said::new(format!("不是“{zh}”"), format!("not '{}'", change.en))
}

// Whether the exception does with the log what is said of it.
fn is_so(
    [policy, changed]: [&CheckedPolicy; 2],
    norm: &str,
    of: OfException,
    found: &Found<Expectation>,
) -> bool {
    match of {
        OfException::Applies(index) => applies(policy, norm, index, found),
        OfException::WouldApply(index) => {
            !applies(policy, norm, index, found) && applies(changed, norm, index, found)
        }
    }
}

// An exception applies where something else would come of the log without it. What cannot be told shows nothing of it.
fn applies(policy: &CheckedPolicy, norm: &str, index: usize, found: &Found<Expectation>) -> bool {
    let mut without = policy.clone();
    without.norms.get_mut(norm).into_iter().for_each(|norm| without_exception(norm, index));
    let outcome = meant(policy, norm, found);
    let is_certain = outcome.as_ref().is_none_or(|of| of.verdict != Verdict::Undetermined);
    is_certain && outcome != meant(&without, norm, found)
}

/// A norm without one of its exceptions: what takes it back goes with it, and those behind it move up.
pub(super) fn without_exception(norm: &mut Norm, index: usize) {
    if index < norm.exceptions.len() {
        norm.exceptions.remove(index);
    }
    norm.exceptions.retain(|exception| exception.to != Some(index));
    for exception in &mut norm.exceptions {
        exception.to = exception.to.map(|to| if to > index { to - 1 } else { to });
    }
}

// The duty that is meant, if there is one.
fn meant(policy: &CheckedPolicy, norm: &str, found: &Found<Expectation>) -> Option<Outcome> {
    let evaluation = found.sketch.judged(policy, &versions(policy, norm))?;
    let test = found.sketch.test("", norm, Vec::new());
    let meant = scenario::meant(policy, &test, &found.what, &evaluation).ok()?;
    meant.first().map(|one| (*one).clone())
}

fn shows(
    original: Option<&Norm>,
    mutant: &Mutant,
    expected: &Expectation,
    [outcome, other]: [Option<&Outcome>; 2],
) -> bool {
    let counted = |of: Option<&Outcome>| of.map_or(0, |of| of.evidence.len() + of.others.len());
    let is_met = outcome.is_some_and(|of| matches!(of.verdict, Verdict::Fulfilled | Verdict::Late));
    let is_excused = |of: Option<&Outcome>| of.is_some_and(|of| of.verdict == Verdict::Excused);
    match mutant.kind {
        Kind::Exactly if outcome.is_some_and(|of| of.at_most) => is_met,
        // That more is fine is shown by who did more, of all or of some among them.
        Kind::Exactly => is_met && (outcome.is_some_and(has_done_more) || other.is_some_and(|of| of.excess)),
        // That a number is enough, or is not, is not shown by how much is missing.
        Kind::Number => expected.short_by.is_none(),
        Kind::Inclusive => {
            let compares = mutant.norm.requirement.parts().next().is_none();
            expected.short_by.is_none() && (compares || counted(outcome).max(counted(other)) > 0)
        }
        Kind::Where if binds_all(&mutant.norm) && original.is_some_and(|norm| !binds_all(norm)) => {
            outcome.is_none()
        }
        // What an exception does is looked at by itself.
        Kind::Where if mutant.of_exception.is_some() => outcome.is_some(),
        Kind::Where => outcome.is_some() && counted(outcome) != counted(other),
        Kind::Exception => {
            asks_for_another(&mutant.norm)
                || original.is_some_and(asks_for_another)
                || is_excused(outcome) != is_excused(other)
        }
        Kind::Days | Kind::Period | Kind::Reading | Kind::Role | Kind::Part | Kind::Empty => true,
    }
}

/// Whether more was done than is asked for: a record is left over, or all of them are more.
pub(super) fn has_done_more(outcome: &Outcome) -> bool {
    let numbers = outcome.required.zip(outcome.measured);
    !outcome.others.is_empty() || numbers.is_some_and(|(due, done)| done.low > due)
}

fn binds_all(norm: &Norm) -> bool {
    norm.bearer.as_ref().is_none_or(|bearer| bearer.filter.is_none())
}

// Whether something other than to be excused may follow from what changes a duty.
fn asks_for_another(norm: &Norm) -> bool {
    norm.stops.is_some() || norm.extended.is_some() || norm.exceptions.iter().any(|one| one.instead.is_some())
}
