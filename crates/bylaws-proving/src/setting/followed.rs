//! Logs of the records from which something follows: as many as it takes, one fewer and one more.

use super::Ground;
use super::deeds::DEEDS;
use crate::sketch::Sketch;
use bylaws::check::policy::{Deem, From, Norm, Turning};
use bylaws::plan;
use chrono::Days;

/// How many days after the records one looks.
const AFTER: u64 = 60;

impl Ground<'_> {
    /// Of each fact that the norm looks at.
    pub(super) fn followed(&self, norm: &Norm) -> Vec<Sketch> {
        let policy = self.supposing.policy;
        if policy.deems.is_empty() {
            return Vec::new();
        }
        let mut kinds = plan::rests_on(policy, norm);
        if let Some(From::Event(kind)) = norm.trigger.as_ref().map(|trigger| &trigger.from) {
            kinds.insert(*kind);
        }
        let looked_at = policy.deems.iter().filter(|deem| kinds.contains(&deem.event));
        looked_at.flat_map(|deem| self.reached(deem)).collect()
    }

    fn reached(&self, deem: &Deem) -> Vec<Sketch> {
        let Turning::Reaches { what, count, per, .. } = &deem.when else { return Vec::new() };
        let one_off = [count.checked_sub(1), Some(*count), count.checked_add(1)];
        let numbers = one_off.into_iter().flatten().filter(|n| *n > 0 && i128::from(*n) <= DEEDS);
        let log = |number: u32| {
            let mut with = self.supposing.clone();
            // What is taken to happen is not recorded besides.
            with.facts.retain(|fact| fact.kind != deem.event);
            let day = with.day;
            let mut of_one = None;
            for later in 0..number {
                with.day = day.checked_add_days(Days::new(later.into()))?;
                let fact = with.selected(what, &super::Roles::default(), true)?;
                if let Some(field) = *per {
                    let value = of_one.get_or_insert_with(|| with.get(fact, field)).clone()?;
                    with.set(fact, field, value);
                }
            }
            Some(with.clone().sketch(with.day.checked_add_days(Days::new(AFTER))?))
        };
        numbers.filter_map(log).collect()
    }
}
