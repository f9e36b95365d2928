//! What would settle a duty of which nothing can be told: where several types of records are not complete, all that are
//! needed together, found by taking those named so far for complete.

use super::{Explainer, enough};
use crate::check::policy::Norm;
use crate::diagnostic::{Arg, Message};
use crate::eval::{Outcome, Verdict, as_of};
use crate::log::{Coverage, Instant, Stretch};

/// So many types of records are named at most.
const MOST: usize = 8;

/// What is to be supplied, all of it together.
pub(super) fn together(of: &Explainer<'_>, norm: &Norm, outcome: &Outcome) -> Vec<Message> {
    let (mut kinds, mut left): (Vec<usize>, Option<Outcome>) = (Vec::new(), Some(outcome.clone()));
    while let Some(kind) = left.as_ref().and_then(|left| uncovered(of, left))
        && kinds.len() < MOST
        && !kinds.contains(&kind)
    {
        kinds.push(kind);
        left = completed(of, outcome, &kinds)
            .and_then(|coverage| of.apart.covered_so(of, coverage, norm, outcome));
    }
    // What cannot be judged again is told as it stands.
    if kinds.len() < 2 {
        return enough::settled(outcome).into_iter().collect();
    }
    let rest = left.filter(|left| left.verdict == Verdict::Undetermined && uncovered(of, left).is_none());
    std::iter::once(complete_records(of, &kinds)).chain(rest.as_ref().and_then(enough::settled)).collect()
}

// The type of records that is not complete, where it is this that leaves it open.
fn uncovered(of: &Explainer<'_>, outcome: &Outcome) -> Option<usize> {
    let why = outcome.why();
    let (_, named) = why.args.iter().find(|(name, _)| why.key == "why.uncovered" && *name == "type")?;
    let events = &of.policy.vocabulary.events;
    events
        .values()
        .position(|event| event.name.both() == *named)
        .filter(|_| outcome.verdict == Verdict::Undetermined)
}

// What is covered where the log is complete in these types from where it or the window begins up to the day on which one looks;
// none where neither begins anywhere.
fn completed(of: &Explainer<'_>, outcome: &Outcome, kinds: &[usize]) -> Option<Coverage> {
    let begin = of.log.coverage.hull().map(|all| all.from);
    let window = Some(outcome.from).filter(|from| *from > Instant::MIN);
    let from = begin.into_iter().chain(window).min()?;
    let all = vec![Stretch { from, until: as_of(of.log, of.request) }];
    let mut coverage = of.log.coverage.clone();
    coverage.by_kind.extend(kinds.iter().map(|kind| (*kind, all.clone())));
    Some(coverage)
}

fn complete_records(of: &Explainer<'_>, kinds: &[usize]) -> Message {
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
