//! Logs of the records from which something follows: as many as it takes, one fewer and one more; of silence also what breaks it.

use super::deeds::DEEDS;
use super::{Ground, Roles};
use crate::sketch::Sketch;
use crate::suppose::Supposing;
use bylaws::check::policy::{Deem, From, Norm, Selection, Turning};
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
        match &deem.when {
            Turning::Reaches { what, count, per, .. } => self.so_many(deem, (what, *count, *per)),
            Turning::Silence(first, _, without) => {
                [None, Some(without)].into_iter().filter_map(|then| self.one(deem, first, then)).collect()
            }
            Turning::Each(what) => self.one(deem, what, None).into_iter().collect(),
            Turning::InARow(..) => Vec::new(),
        }
    }

    // What is taken to happen is not recorded besides.
    fn without(&self, deem: &Deem) -> Supposing<'_> {
        let mut with = self.supposing.clone();
        with.facts.retain(|fact| fact.kind != deem.event);
        with
    }

    // One record, and where it is asked for the other one that keeps anything from following, a day later.
    fn one(&self, deem: &Deem, first: &Selection, then: Option<&Selection>) -> Option<Sketch> {
        let mut with = self.without(deem);
        let fact = with.selected(first, &Roles::default(), true)?;
        if let Some(then) = then {
            with.day = with.day.checked_add_days(Days::new(1))?;
            with.selected(then, &Roles { trigger: Some(fact), ..Roles::default() }, true)?;
        }
        let as_of = with.day.checked_add_days(Days::new(AFTER))?;
        Some(with.sketch(as_of))
    }

    fn so_many(&self, deem: &Deem, (what, count, per): (&Selection, u32, Option<usize>)) -> Vec<Sketch> {
        let one_off = [count.checked_sub(1), Some(count), count.checked_add(1)];
        let numbers = one_off.into_iter().flatten().filter(|n| *n > 0 && i128::from(*n) <= DEEDS);
        let log = |number: u32| {
            let mut with = self.without(deem);
            let day = with.day;
            let mut of_one = None;
            for later in 0..number {
                with.day = day.checked_add_days(Days::new(later.into()))?;
                let fact = with.selected(what, &Roles::default(), true)?;
                if let Some(field) = per {
                    let value = of_one.get_or_insert_with(|| with.get(fact, field)).clone()?;
                    with.set(fact, field, value);
                }
            }
            let as_of = with.day.checked_add_days(Days::new(AFTER))?;
            Some(with.sketch(as_of))
        };
        numbers.filter_map(log).collect()
    }
}
