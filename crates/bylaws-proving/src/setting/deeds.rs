//! What is done of what a norm asks for: all, not quite all, one more, one off what is asked for in particular.

use super::Ground;
use crate::literal;
use crate::suppose::{Roles, Supposing};
use bylaws::check::policy::{Expr, Norm, OfWhich, Part, Quantity, Requirement};
use bylaws::log::{Exact, Value};
use std::ops::Range;

/// How many deeds of a kind stand in a log to begin with; one more where an upper limit is to be exceeded.
pub(crate) const DEEDS: i128 = 30;

/// How much is done of what a norm asks for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Done {
    All,
    NotQuite,
    /// One more than is asked for.
    More,
    /// All but one of several parts, by its position.
    Lacking {
        part: usize,
    },
    /// One off what is asked for in particular of a part, by its position: one fewer than needed, one more than allowed.
    AllBut {
        part: usize,
        quota: usize,
    },
    /// All, and of what is asked for in particular one more than needed.
    MoreOf {
        part: usize,
        quota: usize,
    },
}
impl<'p> Ground<'p> {
    // The parts of a requirement; of alternatives those of the one that is taken.
    fn parts<'n>(&self, norm: &'n Norm) -> &'n [Part] {
        match &norm.requirement {
            Requirement::Have(parts) => parts,
            Requirement::Any(ways) => {
                ways.get(self.supposing.alternative % ways.len().max(1)).map_or(&[], Vec::as_slice)
            }
            Requirement::Keep(_) | Requirement::Satisfy(_) => &[],
        }
    }

    /// One off what is asked for in particular, of each part.
    pub(super) fn all_but_one(&self, norm: &Norm) -> impl Iterator<Item = Done> {
        let parts = self.parts(norm).iter().enumerate();
        let quotas = parts.flat_map(|(part, one)| (0..one.of_which.len()).map(move |quota| (part, quota)));
        let off =
            quotas.flat_map(|(part, quota)| [Done::AllBut { part, quota }, Done::MoreOf { part, quota }]);
        let count = self.parts(norm).len();
        let lacking = (0..count).filter(move |_| count > 1).map(|part| Done::Lacking { part });
        lacking.chain(off)
    }

    /// What meets the norm, or what does not quite.
    pub(super) fn deeds(&self, supposing: &mut Supposing<'p>, norm: &Norm, done: Done) {
        match &norm.requirement {
            Requirement::Keep(condition) => {
                supposing.suppose(condition, &self.roles, done != Done::NotQuite);
            }
            // The record itself is looked at.
            Requirement::Satisfy(condition) => {
                let roles = Roles { in_hand: self.roles.trigger, ..self.roles.clone() };
                supposing.suppose(condition, &roles, done != Done::NotQuite);
            }
            Requirement::Have(_) | Requirement::Any(_) => {}
        }
        let parts = self.parts(norm).iter().enumerate();
        for (index, part) in parts.filter(|(index, _)| done != Done::Lacking { part: *index }) {
            self.part(supposing, part, index, done);
        }
    }

    fn part(&self, supposing: &mut Supposing<'p>, part: &Part, index: usize, done: Done) {
        let met = done != Done::NotQuite;
        let Quantity { low, high } = &part.quantity;
        // Of `between 2 and 4` one more is the fifth.
        let bound =
            if done == Done::More { high.as_ref().or(low.as_ref()) } else { low.as_ref().or(high.as_ref()) };
        let wanted =
            bound.map_or(Some(Exact::ONE), |n| number(supposing, &self.roles, n)).unwrap_or(Exact::ONE);
        if let Some(field) = part.total_of {
            if let Some(fact) = supposing.selected(&part.what, &self.roles, met) {
                supposing.set(fact, field, literal::number(wanted));
            }
            return;
        }
        let only_high = part.quantity.low.is_none() && part.quantity.high.is_some();
        // An upper limit alone is failed by one more.
        let (met, more) = if only_high && !met { (true, 1) } else { (met, i128::from(done == Done::More)) };
        let count = wanted.to_integer().unwrap_or(1).clamp(1, DEEDS) + more;
        let special = in_particular((supposing, &self.roles), part, (wanted, count), &|quota| {
            let one = |of: Done| i128::from(done == of);
            let low = part.of_which.get(quota).is_some_and(|of| of.quantity.low.is_some());
            let fewer = one(Done::AllBut { part: index, quota });
            one(Done::MoreOf { part: index, quota }) + if low { -fewer } else { fewer }
        });
        // Of what is asked for in particular there may be more than of all.
        let count = special.iter().map(|(range, _)| range.end).fold(count, i128::max);
        for number in 0..count {
            let Some(fact) = supposing.selected(&part.what, &self.roles, met) else { return };
            let roles = Roles { in_hand: Some(fact), ..self.roles.clone() };
            // What is asked of a record comes last, and stands against what is not asked of it.
            let (its, others): (Vec<_>, Vec<_>) =
                special.iter().partition(|(range, _)| range.contains(&number));
            others.iter().for_each(|(_, filter)| {
                supposing.suppose(filter, &roles, false);
            });
            its.iter().for_each(|(_, filter)| {
                supposing.suppose(filter, &roles, met);
            });
        }
    }
}

// Of those asked for in particular, each gets as many as it needs: records of its own where there are enough for all.
fn in_particular<'n>(
    (supposing, roles): (&mut Supposing<'_>, &Roles),
    part: &'n Part,
    (wanted, count): (Exact, i128),
    besides: &dyn Fn(usize) -> i128,
) -> Vec<(Range<i128>, &'n Expr)> {
    let mut needs = Vec::new();
    for (quota, OfWhich { quantity, filter, .. }) in part.of_which.iter().enumerate() {
        let bound = quantity.low.as_ref().or(quantity.high.as_ref());
        let n = bound.and_then(|n| number(supposing, roles, n)).unwrap_or(Exact::ONE);
        let n = n.to_integer().unwrap_or_else(|| n.mul(wanted).map_or(1, Exact::ceil));
        needs.push(((n + besides(quota)).max(0), filter));
    }
    let apart = needs.iter().map(|(n, _)| n).sum::<i128>() <= count;
    let mut begin = 0;
    let mut ranges = Vec::new();
    for (n, filter) in needs {
        ranges.push((begin..begin + n, filter));
        begin += if apart { n } else { 0 };
    }
    ranges
}

// What is written, given, or told by a table of what is settled so far.
fn number(supposing: &mut Supposing<'_>, roles: &Roles, expr: &Expr) -> Option<Exact> {
    match expr {
        Expr::Lookup(..) => supposing.number_of(expr, roles),
        Expr::Value(Value::Number(n)) => Some(*n),
        Expr::Parameter(name) => supposing.sample_number(name),
        _ => None,
    }
}
