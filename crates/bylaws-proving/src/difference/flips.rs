//! On a real log: for whom and when a verdict is another one by the newer version, or others answer for a breach.

use super::{answering, successor};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Norm;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Answer, Evaluation, Outcome, Verdict, Weight};
use bylaws::log::Instant;
use indexmap::IndexMap;

/// A verdict that is another by the newer version, or a breach for which others answer, or which weighs otherwise.
#[derive(Clone, Debug)]
pub struct Flip {
    /// The norm.
    pub norm: String,
    /// Whose.
    pub bearer: String,
    /// Where its window begins.
    pub from: Instant,
    /// The record that triggered it.
    pub trigger: Option<String>,
    /// What the older version said; nothing where it had no such instance.
    pub before: Option<Verdict>,
    /// What the newer one says.
    pub after: Option<Verdict>,
    /// Of a breach by both: who answers by the older one, and by the newer one, where that differs.
    pub answers: Option<[Vec<Answer>; 2]>,
    /// Of a breach by both: how much it weighs by the older one, and by the newer one, where that differs.
    pub weights: Option<[Weight; 2]>,
}

/// The verdicts that differ between two evaluations of one log by two versions, and the breaches for which others answer or
/// which weigh otherwise.
#[must_use]
pub fn flips(old: (&CheckedPolicy, &Evaluation), new: (&CheckedPolicy, &Evaluation)) -> Vec<Flip> {
    type Key = (String, String, Option<String>, Instant);
    // A version goes by the name that the norm has in the end.
    let named = |norm: &Norm| -> String {
        let name = norm.amended.current.as_deref().unwrap_or(&norm.name.canonical);
        successor(new.0, name).to_owned()
    };
    let key = |policy: &CheckedPolicy, o: &Outcome| -> Key {
        let norm = policy.norms.get_index(o.norm).map(|(_, norm)| named(norm)).unwrap_or_default();
        let trigger = o.trigger.as_ref().map(ToString::to_string);
        let from = if trigger.is_some() { Instant::MIN } else { o.from };
        (norm, o.whose(Lang::En).into_owned(), trigger, from)
    };
    let mut all: IndexMap<Key, [Option<&Outcome>; 2]> = IndexMap::new();
    for outcome in &old.1.outcomes {
        all.entry(key(old.0, outcome)).or_default()[0] = Some(outcome);
    }
    for outcome in &new.1.outcomes {
        all.entry(key(new.0, outcome)).or_default()[1] = Some(outcome);
    }
    let flip = |((norm, bearer, trigger, _), [before, after]): (Key, [Option<&Outcome>; 2])| {
        let from = before.or(after)?.from;
        let answers = before.zip(after).and_then(|(before, after)| answering::differ(before, after));
        let breached = |outcome: &Outcome| outcome.verdict == Verdict::Breached;
        let both = before.zip(after).filter(|(before, after)| breached(before) && breached(after));
        let weights =
            both.map(|(before, after)| [before.weight, after.weight]).filter(|[old, new]| old != new);
        let [before, after] = [before, after].map(|outcome| outcome.map(|outcome| outcome.verdict));
        let flip = Flip { norm, bearer, from, trigger, before, after, answers, weights };
        (flip.before != flip.after || flip.answers.is_some() || flip.weights.is_some()).then_some(flip)
    };
    all.into_iter().filter_map(flip).collect()
}
