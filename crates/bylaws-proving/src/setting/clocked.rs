//! Logs to the minute, where something is asked of hours: deeds spread over a stretch of so many hours, and spells of a state
//! that are as long as is asked, or a minute off.

use super::{Ground, times};
use crate::sketch::{Sketch, day_of, ident, unplaced};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Expr, From, Norm, Requirement, Selection, Time};
use bylaws::log::{Unit, Value};
use bylaws::plan;
use bylaws::syntax::ast::{Given, SpellTime};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// A spell, in minutes after the first of them begins: from when to when.
type Spell = (i64, i64);

/// How long a spell is that is there for the one before it.
const AFTER: i64 = 5 * 60;

/// Longer than anything that a log tells of, in minutes: a century.
const LONGEST: i64 = 100 * 366 * 24 * 60;

/// How long a spell is of which there are several, and how many there are at most.
const PART: i64 = 4 * 60;
const PARTS: i64 = 12;

/// The length of the stretches in which a norm looks, in minutes.
fn stretch(norm: &Norm) -> Option<i64> {
    let (Time::Rolling(count, unit) | Time::Gap(count, unit)) = norm.time else { return None };
    minutes(i64::from(count), unit)
}

fn minutes(count: i64, unit: Unit) -> Option<i64> {
    let each = match unit {
        Unit::Minute => 1,
        Unit::Hour => 60,
        Unit::Day => 24 * 60,
        _ => return None,
    };
    count.checked_mul(each).filter(|minutes| *minutes < LONGEST)
}

/// The same log with its deeds spread over a stretch of so many hours: the last of them just within it, or just outside.
pub(super) fn spread(policy: &CheckedPolicy, norm: &Norm, log: &Sketch) -> Vec<Sketch> {
    let (Time::Rolling(_, Unit::Hour | Unit::Minute), Some(length)) = (&norm.time, stretch(norm)) else {
        return Vec::new();
    };
    let kinds: Vec<&str> = norm.requirement.parts().filter_map(|part| kind(policy, &part.what)).collect();
    let is_deed = |fact: &&Given| kinds.contains(&fact.kind.node.as_str());
    let last = log.facts.iter().filter(is_deed).count().saturating_sub(1);
    let begin = log.facts.iter().find(is_deed).and_then(day_of).and_then(times::eight);
    let (Some(begin), Some(last)) = (begin, i64::try_from(last).ok().filter(|last| *last > 0)) else {
        return Vec::new();
    };
    let over = |length: i64| {
        let mut out = log.clone();
        let deeds = out.facts.iter_mut().filter(|fact| kinds.contains(&fact.kind.node.as_str()));
        for (number, fact) in (0..).zip(deeds) {
            let at = begin.checked_add_signed(TimeDelta::try_minutes(length.checked_mul(number)? / last)?)?;
            fact.at = unplaced(times::written(at));
        }
        out.sort();
        Some(out)
    };
    [length - 1, length].into_iter().filter_map(over).collect()
}

fn kind<'p>(policy: &'p CheckedPolicy, selection: &Selection) -> Option<&'p str> {
    let From::Event(kind) = selection.from else { return None };
    policy.vocabulary.events.get_index(kind).map(|(_, event)| event.name.canonical.as_str())
}

impl<'p> Ground<'p> {
    /// Spells of the states whose hours a norm asks for.
    pub(super) fn spells(&self, norm: &Norm, day: NaiveDate, as_of: NaiveDate) -> Vec<Sketch> {
        let Requirement::Keep(condition) = &norm.requirement else { return Vec::new() };
        let asked = plan::conjuncts(condition).into_iter().filter_map(measured);
        asked
            .flat_map(|(of, selection, limit)| {
                let logs = lying(of, limit, stretch(norm));
                logs.into_iter().filter_map(move |spells| self.lasting(selection, &spells, day, as_of))
            })
            .collect()
    }

    // What begins a spell is read off the selection, and what ends it says of whom it is too.
    fn lasting(
        &self,
        selection: &Selection,
        spells: &[Spell],
        day: NaiveDate,
        as_of: NaiveDate,
    ) -> Option<Sketch> {
        let From::State(state) = &selection.from else { return None };
        let vocabulary = &self.supposing.policy.vocabulary;
        let state = vocabulary.states.get(state)?;
        let mut with = self.supposing.clone();
        with.day = day;
        with.selected(selection, &self.roles, true)?;
        let mut log = with.sketch(as_of);
        let place = log.facts.iter().position(|fact| fact.kind.node == state.start)?;
        let begun = log.facts.remove(place);
        let of_whom = begun.fields.first()?.1.clone();
        let end = vocabulary.events.get(&state.end)?.fields.keys().next()?;
        let first = times::eight(day)?;
        for (from, until) in spells {
            log.facts.push(Given { at: unplaced(moment(first, *from)?), ..begun.clone() });
            log.facts.push(Given {
                at: unplaced(moment(first, *until)?),
                kind: ident(&state.end),
                fields: vec![(ident(end), of_whom.clone())],
            });
        }
        log.sort();
        Some(log)
    }
}

fn moment(first: NaiveDateTime, later: i64) -> Option<String> {
    first.checked_add_signed(TimeDelta::try_minutes(later)?).map(times::written)
}

// What is measured, of which state, and the limit in minutes.
fn measured(condition: &Expr) -> Option<(SpellTime, &Selection, i64)> {
    let Expr::Compare(_, measure, limit) = condition else { return None };
    let measure = match &**measure {
        Expr::Daily(_, _, inner) | Expr::Within(_, _, _, inner) => inner,
        _ => measure,
    };
    let (Expr::SpellTime(of, unit, selection, _), Expr::Value(Value::Number(n))) = (&**measure, &**limit)
    else {
        return None;
    };
    let n = i64::try_from(n.to_integer()?).ok()?;
    Some((*of, selection, minutes(n, *unit)?))
}

// One spell, or several, or what lies between two: as long as the limit, and a minute off; of any stretch so that just one of
// that length holds all of it.
fn lying(of: SpellTime, limit: i64, stretch: Option<i64>) -> Vec<Vec<Spell>> {
    let near = [limit - 1, limit, limit + 1].into_iter().filter(|minutes| *minutes > 0);
    match of {
        SpellTime::Longest => near.map(|minutes| vec![(0, minutes)]).collect(),
        SpellTime::Total => near.map(|minutes| in_parts(minutes, stretch)).collect(),
        SpellTime::LongestWithout => {
            let on = stretch.map_or(AFTER, |stretch| (stretch - limit).max(1));
            near.map(|minutes| vec![(0, on), (on + minutes, on + minutes + AFTER)]).collect()
        }
    }
}

// Spells of a few hours that come to so many minutes, the first at the beginning of a stretch and the last at its end.
fn in_parts(minutes: i64, stretch: Option<i64>) -> Vec<Spell> {
    let count = ((minutes + PART - 1) / PART).clamp(2, PARTS);
    let each = minutes / count;
    let last = stretch.unwrap_or(minutes * 2).max(minutes + count);
    let begins = (0..count).map(|number| (last - each) * number / (count - 1));
    // What is left over makes the first one longer.
    let left = minutes - each * count;
    begins.map(|from| (from, from + each + if from == 0 { left } else { 0 })).collect()
}
