//! Who answers, as of the date that rule I1 names. A vacant post is itself shown, with its last holder; others
//! who held it in the window follow with their days.

use super::fluents::Spell;
use super::frame::Frame;
use super::outcome::Answer;
use super::term::Term;
use crate::check::policy::{Answerable, BearerKind, Expr};
use crate::log::{Instant, Value};
use std::sync::Arc;

/// The answerable ones at an instant in rank order, then, if wanted, those who held office before it.
pub(super) fn answerable(frame: &Frame<'_>, at: Instant, with_former: bool) -> Vec<Answer> {
    let mut out = Vec::with_capacity(frame.norm.answerable.len());
    for line in &frame.norm.answerable {
        let people = people(frame, &line.who, at);
        let one = |holder: Option<Arc<str>>| {
            let since = holder.as_deref().and_then(|who| spell(frame, &line.who, who, at));
            let since = since.and_then(|s| s.start.map(|_| frame.world.date_of(s.from)));
            let leads_nowhere = holder.is_none() && leads_nowhere(frame, &line.who, at);
            Answer { rank: line.rank, role: line.role.clone(), holder, leads_nowhere, since, until: None }
        };
        if people.is_empty() {
            out.push(one(None));
        }
        if with_former || people.is_empty() {
            out.extend(former(frame, line, &people, at));
        }
        out.extend(people.into_iter().map(|who| one(Some(who))));
    }
    out.sort_by_key(|a| (a.until.is_some(), a.rank));
    out
}

// Of a post in a unit that is not there or not known nobody can say that it is vacant.
fn leads_nowhere(frame: &Frame<'_>, who: &Expr, at: Instant) -> bool {
    let Expr::Holders(unit, _) = who else { return false };
    match frame.context(at).term(unit) {
        Term::Known(Value::Set(units)) => units.is_empty(),
        Term::Known(_) => false,
        _ => true,
    }
}

fn people(frame: &Frame<'_>, who: &Expr, at: Instant) -> Vec<Arc<str>> {
    if let Expr::Holders(unit, role) = who
        && let Term::Known(Value::Entity(unit)) = frame.context(at).term(unit)
    {
        return frame.world.holders(&unit, role, at);
    }
    match frame.context(at).term(who) {
        Term::Known(Value::Entity(id)) => vec![id],
        Term::Known(Value::Set(items)) => items
            .into_iter()
            .filter_map(|item| if let Value::Entity(id) = item { Some(id) } else { None })
            .collect(),
        _ => Vec::new(),
    }
}

// The spell in which somebody holds the post at an instant: in the unit that is named, or in that of the bearer's office.
fn spell<'f>(frame: &Frame<'f>, who: &Expr, person: &str, at: Instant) -> Option<&'f Spell> {
    let (role, unit) = match who {
        Expr::Holders(unit, role) => match frame.context(at).term(unit) {
            Term::Known(Value::Entity(unit)) => (role, Some(unit)),
            _ => (role, None),
        },
        Expr::Bearer => match &frame.norm.bearer.as_ref()?.kind {
            BearerKind::Role(role) | BearerKind::Holding(role) => (role, None),
            BearerKind::Entity(_) => return None,
        },
        _ => return None,
    };
    let office = frame.world.facet.holding.as_ref().filter(|_| *who == Expr::Bearer);
    let there = |spell: &&Spell| {
        spell.surely_at(at)
            && unit.as_ref().is_none_or(|unit| spell.unit.as_ref() == Some(unit))
            && office.is_none_or(|office| office.has(spell))
    };
    frame.world.fluents.roles.get(role)?.of_who(person).find(there)
}

// Those who left the office within the window; of a vacant one at least its last holder.
fn former(frame: &Frame<'_>, line: &Answerable, now: &[Arc<str>], at: Instant) -> Vec<Answer> {
    let Expr::Holders(unit, role) = &line.who else { return Vec::new() };
    let (Some(spells), Term::Known(Value::Entity(unit))) =
        (frame.world.fluents.roles.get(role), frame.context(at).term(unit))
    else {
        return Vec::new();
    };
    let mut before: Vec<&Spell> =
        spells.of_unit(&unit).filter(|s| s.until <= at && !now.contains(&s.who)).collect();
    before.sort_by_key(|s| (std::cmp::Reverse(s.until), s.who.clone()));
    let in_window = before.iter().filter(|s| s.until > frame.from).count();
    before.truncate(in_window.max(usize::from(now.is_empty())));
    let answer = |s: &Spell| Answer {
        rank: line.rank,
        role: line.role.clone(),
        holder: Some(s.who.clone()),
        leads_nowhere: false,
        since: s.start.map(|_| frame.world.date_of(s.from)),
        until: Some(frame.world.date_of(Instant(s.until.0 - 1))),
    };
    before.into_iter().map(answer).collect()
}
