//! Records of a window that made up for an earlier one, and so do not count for it.

use super::{Explainer, Seen};
use crate::check::policy::Norm;
use crate::diagnostic::Arg;
use crate::eval::{Outcome, Verdict};
use crate::log::Instant;

/// A record, and the window that it served.
#[derive(Clone, Debug)]
pub(super) struct Served {
    pub record: Seen,
    /// The name of that window, else its days.
    pub window: Arg,
}

/// Those of a duty whose windows follow one another and that may be made up.
pub(super) fn earlier(of: &Explainer<'_>, norm: &Norm, outcome: &Outcome) -> Vec<Served> {
    let may_have = norm.late.is_some() && outcome.trigger.is_none();
    let is_worth =
        matches!(outcome.verdict, Verdict::Breached | Verdict::Open | Verdict::Undetermined | Verdict::Late);
    if !may_have || !is_worth {
        return Vec::new();
    }
    let all = of.apart.whole(of, norm, outcome);
    let is_earlier = |o: &&Outcome| {
        (o.norm, &o.bearer, &o.of_each) == (outcome.norm, &outcome.bearer, &outcome.of_each)
            && o.until <= outcome.from
    };
    let inside = |id: &&std::sync::Arc<str>| {
        let record = of.records.get(&***id);
        record.is_some_and(|record| outcome.from <= record.at.first && record.at.first < outcome.until)
    };
    let served = |o: &Outcome| {
        let window = window(of, o);
        let ids = o.evidence.iter().filter(inside).filter(|id| !outcome.evidence.contains(id));
        ids.map(|id| Served { record: of.seen(id), window: window.clone() }).collect::<Vec<_>>()
    };
    all.iter().filter(is_earlier).flat_map(served).collect()
}

/// A window by its name, else by its days.
pub(super) fn window(of: &Explainer<'_>, outcome: &Outcome) -> Arg {
    outcome.label.as_ref().map_or_else(|| Arg::from(days(of, outcome)), |label| label.both())
}

fn days(of: &Explainer<'_>, outcome: &Outcome) -> String {
    let day = |at: Instant| super::day(of.policy, at).unwrap_or_default();
    format!("{}—{}", day(outcome.from), day(Instant(outcome.until.0 - 1)))
}
