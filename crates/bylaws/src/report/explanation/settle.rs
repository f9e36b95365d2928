//! What would settle a duty of which nothing can be told: where several types of records are not complete, all that are
//! needed together, found by taking those named so far for complete.

use super::{Explainer, enough};
use crate::check::CheckedPolicy;
use crate::check::policy::Norm;
use crate::diagnostic::{Arg, Message};
use crate::eval::{Outcome, Verdict, as_of};
use crate::log::{Coverage, Instant, Stretch};
use crate::plan::{self, Source};
use std::collections::BTreeSet;

/// So many types of records are named at most.
const MOST: usize = 8;

/// What is to be supplied, all of it together.
pub(super) fn together(of: &Explainer<'_>, norm: &Norm, outcome: &Outcome) -> Vec<Message> {
    let (mut kinds, mut left): (Vec<usize>, Option<Outcome>) = (Vec::new(), Some(outcome.clone()));
    while let Some(kind) = left.as_ref().and_then(|left| needed(of, left, &kinds))
        && kinds.len() < MOST
    {
        kinds.push(kind);
        left = completed(of, outcome, &kinds)
            .and_then(|coverage| of.apart.covered_so(of, coverage, norm, outcome));
    }
    let rest = left.filter(|left| left.verdict == Verdict::Undetermined && needed(of, left, &[]).is_none());
    // What cannot be judged again, or is not known whatever is complete, is told as it stands.
    let is_told = kinds.len() > 1 || !kinds.is_empty() && in_doubt(of, outcome).is_some();
    if !is_told || rest.as_ref().is_some_and(|rest| in_doubt(of, rest).is_some()) {
        return enough::settled(outcome).into_iter().collect();
    }
    std::iter::once(complete_records(of, &kinds)).chain(rest.as_ref().and_then(enough::settled)).collect()
}

// The next type of records that is not complete: the one that leaves it open, or one from which what does would follow.
fn needed(of: &Explainer<'_>, outcome: &Outcome, known: &[usize]) -> Option<usize> {
    let mut all: Vec<usize> = uncovered(of, outcome).into_iter().collect();
    if let Some(kind) = in_doubt(of, outcome) {
        let stretch = stretch(of, outcome)?;
        all.extend(
            written_down_for(of.policy, kind)
                .into_iter()
                .filter(|kind| !of.log.coverage.covers(*kind, stretch.from, stretch.until)),
        );
    }
    all.into_iter().find(|kind| !known.contains(kind))
}

// The type that follows from others, where it is not known whether a record of it does.
fn in_doubt(of: &Explainer<'_>, outcome: &Outcome) -> Option<usize> {
    named(of, outcome, "why.follows")
}

// The types of records that somebody writes down from which those of a type may follow, however many steps away.
fn written_down_for(policy: &CheckedPolicy, kind: usize) -> BTreeSet<usize> {
    let (mut seen, mut next, mut out) = (BTreeSet::from([kind]), vec![kind], BTreeSet::new());
    while let Some(kind) = next.pop() {
        let deems: Vec<usize> = (0..policy.deems.len())
            .filter(|index| policy.deems.get(*index).is_some_and(|deem| deem.event == kind))
            .collect();
        if deems.is_empty() {
            out.insert(kind);
        }
        let from = deems.into_iter().flat_map(|index| plan::needed(policy, Source::Deem(index)));
        next.extend(from.filter(|kind| seen.insert(*kind)));
    }
    out
}

// The type of records that is not complete, where it is this that leaves it open.
fn uncovered(of: &Explainer<'_>, outcome: &Outcome) -> Option<usize> {
    named(of, outcome, "why.uncovered")
}

fn named(of: &Explainer<'_>, outcome: &Outcome, key: &str) -> Option<usize> {
    let why = outcome.why();
    let (_, named) = why.args.iter().find(|(name, _)| why.key == key && *name == "type")?;
    let events = &of.policy.vocabulary.events;
    events
        .values()
        .position(|event| event.name.both() == *named)
        .filter(|_| outcome.verdict == Verdict::Undetermined)
}

// What is covered where the log is complete in these types from where it or the window begins up to the day on which one looks;
// none where neither begins anywhere.
fn completed(of: &Explainer<'_>, outcome: &Outcome, kinds: &[usize]) -> Option<Coverage> {
    let all = vec![stretch(of, outcome)?];
    let mut coverage = of.log.coverage.clone();
    coverage.by_kind.extend(kinds.iter().map(|kind| (*kind, all.clone())));
    Some(coverage)
}

fn stretch(of: &Explainer<'_>, outcome: &Outcome) -> Option<Stretch> {
    let begin = of.log.coverage.hull().map(|all| all.from);
    let window = Some(outcome.from).filter(|from| *from > Instant::MIN);
    let from = begin.into_iter().chain(window).min()?;
    Some(Stretch { from, until: as_of(of.log, of.request) })
}

fn complete_records(of: &Explainer<'_>, kinds: &[usize]) -> Message {
    if let [kind] = kinds {
        let event = of.policy.vocabulary.events.get_index(*kind);
        let name = event.map_or_else(|| Arg::from(""), |(_, event)| event.name.both());
        return Message::new("settle.uncovered").with_arg("type", name);
    }
    let names = |lang, between: &str, [open, close]: [&str; 2]| {
        let names = kinds.iter().filter_map(|kind| of.policy.vocabulary.events.get_index(*kind));
        let each = names.map(|(_, event)| format!("{open}{}{close}", event.name.shown(lang)));
        each.collect::<Vec<_>>().join(between)
    };
    let types = Arg::Both {
        zh: names(crate::diagnostic::Lang::Zh, "、", ["「", "」"]),
        en: names(crate::diagnostic::Lang::En, ", ", ["`", "`"]),
    };
    Message::new("settle.uncovered.several").with_arg("types", types)
}
