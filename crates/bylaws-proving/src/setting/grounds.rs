//! Logs with the records from which something follows in the place of what follows: as long before it as it takes, a day more
//! and a day less, with what keeps it from following, and with what would if it were of something else.

use super::{Ground, Roles};
use crate::sketch::{Sketch, day_of};
use crate::suppose::{Supposing, shifted};
use bylaws::check::policy::{Deem, Expr, Selection, Slot, Turning};
use bylaws::log::Length;
use bylaws::syntax::ast::Given;
use chrono::{NaiveDate, TimeDelta};

/// How many logs with something that follows are told again so, the smallest first.
const LOGS: usize = 6;

impl Ground<'_> {
    /// Those of some logs in which something stands that the policy takes to follow.
    pub(super) fn grounded(&self, logs: &[Sketch]) -> Vec<Sketch> {
        let policy = self.supposing.policy;
        let each = policy.deems.iter().flat_map(|deem| {
            let name = policy.vocabulary.events.get_index(deem.event).map(|(name, _)| name.as_str());
            let place =
                move |log: &Sketch| log.facts.iter().position(|fact| Some(fact.kind.node.as_str()) == name);
            let mut with: Vec<(usize, &Sketch)> =
                logs.iter().filter_map(|log| Some((place(log)?, log))).collect();
            with.sort_by_key(|(_, log)| log.size());
            with.into_iter()
                .take(LOGS)
                .flat_map(|(at, log)| self.told_by_its_ground(deem, log, at))
                .collect::<Vec<_>>()
        });
        each.collect()
    }

    fn told_by_its_ground(&self, deem: &Deem, log: &Sketch, at: usize) -> Vec<Sketch> {
        let Some((fact, day)) = log.facts.get(at).and_then(|fact| Some((fact, day_of(fact)?))) else {
            return Vec::new();
        };
        let mut grounds = Vec::new();
        let mut add = |base: Option<NaiveDate>, then: Option<(&Selection, bool, NaiveDate)>| {
            grounds.extend(base.and_then(|base| self.ground(deem, fact, (base, then))));
        };
        match &deem.when {
            Turning::Each(_) => add(Some(day), None),
            Turning::Silence(_, Length { count, unit }, without) => {
                let later = |day: NaiveDate, days: i64| day.checked_add_signed(TimeDelta::days(days));
                let base = shifted(day, *count, *unit, true);
                for off in [-1, 0, 1] {
                    add(base.and_then(|base| later(base, off)), None);
                }
                // Early enough that it would have followed before the day: what breaks it on its last day, and after it, and
                // the same of something else.
                let early = base.and_then(|base| later(base, -1));
                let last = later(day, -1);
                for (at, is_it) in [(last, true), (Some(day), true), (last, false)] {
                    add(early, at.map(|at| (without, is_it, at)));
                }
            }
            Turning::Reaches { .. } | Turning::InARow(..) => {}
        }
        grounds.into_iter().map(|new| in_its_place(log, at, new)).collect()
    }

    // The record from which it follows, saying what it says, and one that comes after it.
    fn ground(
        &self,
        deem: &Deem,
        fact: &Given,
        (base, then): (NaiveDate, Option<(&Selection, bool, NaiveDate)>),
    ) -> Option<Vec<Given>> {
        let mut with = self.supposing.clone();
        let known = with.facts.len();
        with.day = base;
        let ground = with.selected(deem.when.followed(), &Roles::default(), true)?;
        self.says_the_same(&mut with, ground, deem, fact);
        if let Some((without, is_it, day)) = then {
            with.day = day;
            let roles = Roles { trigger: Some(ground), ..Roles::default() };
            with.selected(without, &roles, is_it)?;
        }
        let new = with.facts.split_off(known);
        with.facts = new;
        Some(with.sketch(base).facts)
    }

    fn says_the_same(&self, with: &mut Supposing<'_>, ground: usize, deem: &Deem, fact: &Given) {
        let policy = self.supposing.policy;
        let Some((_, event)) = policy.vocabulary.events.get_index(deem.event) else { return };
        for (name, value) in event.fields.keys().zip(&deem.fields) {
            let said = fact.fields.iter().find(|(own, _)| own.node == *name);
            if let (Some(Expr::Field(Slot::InHand, own)), Some((_, said))) = (value, said) {
                with.set(ground, *own, said.clone());
            }
        }
    }
}

fn in_its_place(log: &Sketch, at: usize, new: Vec<Given>) -> Sketch {
    let mut out = log.clone();
    out.facts.remove(at);
    let is_new: Vec<Given> = new.into_iter().filter(|one| !log.facts.contains(one)).collect();
    out.facts.extend(is_new);
    out.sort();
    out
}
