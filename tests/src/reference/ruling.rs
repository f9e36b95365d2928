//! From what is sure and what is possible to a verdict.

use super::world::World;
use bylaws::check::policy::{Generally, Modality, Norm};
use bylaws::eval::Verdict;
use bylaws::log::Exact;

/// How a duty stands if one knew everything, from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Broken,
    Late,
    Met,
}

/// How it stands at worst and at best, given what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Between {
    pub(super) worst: Standing,
    pub(super) best: Standing,
}

impl Between {
    pub(super) const ANY: Self = Self { worst: Standing::Broken, best: Standing::Met };

    pub(super) fn surely(standing: Standing) -> Self {
        Self { worst: standing, best: standing }
    }

    /// All of several are asked for.
    pub(super) fn and(self, other: Self) -> Self {
        Self { worst: self.worst.min(other.worst), best: self.best.min(other.best) }
    }

    pub(super) fn certain(self) -> Option<Verdict> {
        (self.worst == self.best).then_some(match self.worst {
            Standing::Met => Verdict::Fulfilled,
            Standing::Late => Verdict::Late,
            Standing::Broken => Verdict::Breached,
        })
    }
}

impl Between {
    /// The verdict on a part that may change up to an instant.
    pub(super) fn verdict(self, open: bool) -> Verdict {
        self.certain().unwrap_or(if open { Verdict::Open } else { Verdict::Undetermined })
    }
}

/// What is shown of a count.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// What was required, where that is known.
    pub(super) required: Option<Exact>,
    /// What was counted, surely and possibly.
    pub(super) measured: Option<(Exact, Option<Exact>)>,
    /// There are too many, whatever else there is.
    pub(super) excess: bool,
}

/// Which of several parts that are all asked for decides: the first of those that stand worst.
pub(super) fn deciding(parts: &[Verdict]) -> usize {
    let all = parts.iter().copied().reduce(worst);
    parts.iter().position(|one| Some(*one) == all).unwrap_or(0)
}

/// The worst of the verdicts of parts that are all asked for (rule O9).
pub(super) fn worst(a: Verdict, b: Verdict) -> Verdict {
    let order = [Verdict::Breached, Verdict::Undetermined, Verdict::Open, Verdict::Late, Verdict::Fulfilled];
    let rank = |v: Verdict| order.iter().position(|o| *o == v).unwrap_or(order.len());
    if rank(a) <= rank(b) { a } else { b }
}

/// The best of the verdicts of alternatives (rule O9): whoever owes nothing by one way need not have gone another.
pub(super) fn best(verdicts: impl IntoIterator<Item = Verdict>) -> Option<Verdict> {
    use Verdict::{Breached, Fulfilled, Late, NotApplicable, Open, Undetermined};
    let order = [Fulfilled, NotApplicable, Late, Open, Undetermined, Breached];
    verdicts.into_iter().min_by_key(|v| order.iter().position(|o| o == v).unwrap_or(order.len()))
}

/// What is not decided: without a parameter that it hangs on there is nothing to wait for.
pub(super) fn undecided_without(world: &World<'_>, norm: &Norm, verdict: Verdict) -> Verdict {
    let lacking = norm.parameters.iter().any(|name| world.parameter(name).is_none());
    if lacking && verdict == Verdict::Open { Verdict::Undetermined } else { verdict }
}

/// What is said of a norm of which a verdict is told: what may be is never broken (rule O8), and what needs no reason is excused.
pub(super) fn concluded(norm: &Norm, verdict: Verdict) -> Verdict {
    let free = norm.modality == Modality::GenerallyMust && norm.reading.generally == Generally::ReasonFree;
    match (verdict, norm.modality) {
        (Verdict::Breached, Modality::May) => Verdict::NotApplicable,
        (Verdict::Breached, _) if free => Verdict::Excused,
        _ => verdict,
    }
}

/// Whether nothing that is learned later changes it.
pub(super) fn is_certain(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Open | Verdict::Undetermined)
}
