//! Who holds a role, and who is in a state, as of the instant of evaluation.

use super::context::Context;
use super::expression::one_or_set;
use super::facet::Holding;
use super::fluents::Spell;
use super::term::{Term, Truth};
use crate::check::policy::{Expr, From};
use crate::log::Value;
use std::sync::Arc;

impl Context<'_> {
    pub(super) fn holders(&self, unit: &Expr, role: &str) -> Term {
        let units = match self.entities(unit) {
            Ok(units) => units,
            Err(term) => return term,
        };
        let found = units.iter().filter_map(|u| self.world.fluents.roles.get(role).map(|s| s.of_unit(u)));
        let found = found.flatten();
        let single = self.world.policy.vocabulary.roles.get(role).is_some_and(|role| role.single);
        self.people_or_units(role, single, found, |spell| Some(spell.who.clone()))
    }

    // The office of the bearer whose duty is looked at, if it is one of a holding.
    fn office(&self, who: &Expr, role: &str) -> Option<&Holding<'_>> {
        self.world.facet.holding.as_ref().filter(|holding| *who == Expr::Bearer && holding.role == role)
    }

    pub(super) fn units_of(&self, who: &Expr, role: &str) -> Term {
        if let Some(holding) = self.office(who, role) {
            return holding.term();
        }
        let people = match self.entities(who) {
            Ok(people) => people,
            Err(term) => return term,
        };
        let found = people.iter().filter_map(|p| self.world.fluents.roles.get(role).map(|s| s.of_who(p)));
        self.people_or_units(role, false, found.flatten(), |spell| spell.unit.clone())
    }

    // One end of the spells of a role that hold at the instant; a set, if it is known in full.
    fn people_or_units<'s>(
        &self,
        role: &str,
        single: bool,
        spells: impl Iterator<Item = &'s Spell>,
        end: impl Fn(&Spell) -> Option<Arc<str>>,
    ) -> Term {
        let of = From::Role(role.to_owned());
        let (mut sure, mut possible) = (Vec::new(), Vec::new());
        for spell in spells {
            let Some(value) = end(spell).map(Value::Entity) else { continue };
            if !sure.contains(&value) && spell.surely_at(self.at) {
                sure.push(value);
            } else if spell.possibly_at(self.at) && !spell.surely_at(self.at) {
                possible.push((value, spell));
            }
        }
        let unsure = possible.iter().find(|(value, _)| !sure.contains(value));
        let doubt = unsure.map(|(_, spell)| spell.doubt(self.world.log));
        // Where one is all there may be, that one is known is enough.
        let absent =
            || if sure.is_empty() || !single { self.world.absence_doubt(&of, self.at) } else { None };
        let present = || if sure.is_empty() { None } else { self.world.presence_doubt(&of, self.at) };
        match doubt.or_else(absent).or_else(present) {
            Some(doubt) => Term::Unknown(doubt),
            None => Term::Known(Value::Set(sure)),
        }
    }

    pub(super) fn role_field(&self, who: &Expr, role: &str, field: usize) -> Term {
        let people = match self.entities(who) {
            Ok(people) => people,
            Err(term) => return term,
        };
        let of = From::Role(role.to_owned());
        let spells =
            people.iter().filter_map(|p| self.world.fluents.roles.get(role).map(|s| s.of_who(p))).flatten();
        let holding = self.office(who, role);
        let spells = spells.filter(|spell| holding.is_none_or(|holding| holding.has(spell)));
        let (mut values, mut missing, mut unsure) = (Vec::new(), Term::Nothing, None);
        for spell in spells {
            let record = spell.start.and_then(|i| self.world.log.records.get(i));
            if spell.surely_at(self.at) {
                match record.map_or(Term::Nothing, |record| self.told(record, field)) {
                    Term::Known(value) => values.push(value),
                    left_out => missing = left_out,
                }
            } else if spell.possibly_at(self.at) {
                unsure = unsure.or(Some(spell.doubt(self.world.log)));
            }
        }
        let present = || self.world.presence_doubt(&of, self.at);
        match unsure.or_else(present) {
            Some(doubt) => Term::Unknown(doubt),
            None if values.is_empty() => missing,
            None => one_or_set(values),
        }
    }

    pub(super) fn holds(&self, who: &Expr, role: &str, unit: Option<&Expr>) -> Truth {
        let of = From::Role(role.to_owned());
        let units = unit.map(|unit| self.entities(unit)).transpose();
        // Nobody holds a role in no unit, whoever is asked about.
        if matches!(units, Err(Term::Nothing | Term::Missing { .. })) {
            return Truth::False;
        }
        let people = match self.entities(who) {
            Ok(people) => people,
            Err(Term::Unknown(doubt)) if self.may_last(&of) => return Truth::Unknown(doubt),
            Err(_) => return Truth::False,
        };
        let units = match units {
            Ok(units) => units,
            Err(Term::Unknown(doubt)) => return Truth::Unknown(doubt),
            Err(_) => return Truth::False,
        };
        let fits = |found: &Option<Arc<str>>| {
            units.as_ref().is_none_or(|units| found.as_ref().is_some_and(|u| units.contains(u)))
        };
        let spells =
            people.iter().filter_map(|p| self.world.fluents.roles.get(role).map(|s| s.of_who(p))).flatten();
        self.holds_now(&of, spells.filter(|s| fits(&s.unit)))
    }

    // Nobody holds what surely nobody holds, and nobody is in a state in which surely nobody is, whoever is asked about.
    fn may_last(&self, of: &From) -> bool {
        let fluents = &self.world.fluents;
        let spells = match of {
            From::Role(role) => fluents.roles.get(role),
            From::State(state) => fluents.states.get(state),
            From::Event(_) | From::Entity(_) => None,
        };
        self.holds_now(of, spells.into_iter().flat_map(|spells| &spells.all)) != Truth::False
    }

    pub(super) fn under(&self, who: &Expr, state: &str) -> Truth {
        let of = From::State(state.to_owned());
        let people = match self.entities(who) {
            Ok(people) => people,
            Err(Term::Unknown(doubt)) if self.may_last(&of) => return Truth::Unknown(doubt),
            Err(_) => return Truth::False,
        };
        let spells =
            people.iter().filter_map(|p| self.world.fluents.states.get(state).map(|s| s.of_who(p))).flatten();
        self.holds_now(&of, spells)
    }

    // Whether one of these spells holds at the instant.
    fn holds_now<'s>(&self, of: &From, spells: impl Iterator<Item = &'s Spell>) -> Truth {
        let mut unsure = None;
        for spell in spells {
            if spell.surely_at(self.at) {
                return self.world.presence_doubt(of, self.at).map_or(Truth::True, Truth::Unknown);
            }
            if spell.possibly_at(self.at) {
                unsure = unsure.or(Some(spell.doubt(self.world.log)));
            }
        }
        unsure.or_else(|| self.world.absence_doubt(of, self.at)).map_or(Truth::False, Truth::Unknown)
    }
}
