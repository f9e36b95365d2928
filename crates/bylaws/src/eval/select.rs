//! Selections: which records, spells or entities surely pass a filter, and which possibly do (rule K1).

use super::claims::Taken;
use super::context::{Context, Hand};
use super::fluents::Spell;
use super::handover::{self, Turn, handed_over};
use super::term::{Doubt, Term, Truth};
use super::{rests, scope};
use crate::check::policy::{Expr, From, Selection};
use crate::log::{Exact, Instant, Moment, Precision, Record, Value};
use crate::plan::{self, join_key};
use chrono::NaiveDate;
use std::sync::Arc;

/// A record or spell that was selected.
#[derive(Clone)]
pub(super) struct Hit<'a> {
    pub at: Moment,
    /// When it is certain that it was.
    pub certain: Instant,
    pub id: Arc<str>,
    pub hand: Hand<'a>,
    /// How a spell that is asked about at an instant begins or ends on that day.
    pub turn: Option<Turn>,
}

/// What a selection gives.
#[derive(Clone, Default)]
pub(super) struct Selected<'a> {
    pub sure: Vec<Hit<'a>>,
    pub possible: Vec<(Hit<'a>, Doubt)>,
    /// A stretch is unknown, so there may be any number of further ones.
    pub unbounded: Option<Doubt>,
    /// Records that were set aside and may belong here.
    pub set_aside: usize,
}

impl<'a> Selected<'a> {
    /// Whether all is known of it but what is still to come.
    pub(super) fn only_goes_on(&self) -> bool {
        self.unbounded == Some(Doubt::Future) && self.possible.is_empty() && self.set_aside == 0
    }

    /// Keeps those that pass a further filter, and those that may.
    pub(super) fn narrow(&mut self, passes: impl Fn(&Hit<'a>) -> Truth) {
        let possible = &mut self.possible;
        possible.retain(|(hit, _)| !matches!(passes(hit), Truth::False | Truth::Empty));
        self.sure.retain(|hit| match passes(hit) {
            Truth::True => true,
            Truth::Unknown(doubt) => {
                possible.push((hit.clone(), doubt));
                false
            }
            Truth::False | Truth::Empty => false,
        });
    }

    /// Takes in a record that surely passes, if it surely lies in the window too; else it may belong here.
    pub(super) fn take(&mut self, hit: Hit<'a>, is_sure: bool) {
        if is_sure {
            self.sure.push(hit);
        } else {
            let doubt = Doubt::Imprecise(hit.id.clone());
            self.possible.push((hit, doubt));
        }
    }

    /// Leaves out records that another duty has used up.
    pub(super) fn leave_out(&mut self, taken: &Taken) {
        if !taken.surely.is_empty() {
            self.sure.retain(|hit| !taken.surely.contains_key(&hit.id));
            self.possible.retain(|(hit, _)| !taken.surely.contains_key(&hit.id));
        }
        self.leave_in_doubt(taken);
    }

    /// Of records that another duty may have used up it is not known whether they count.
    pub(super) fn leave_in_doubt(&mut self, taken: &Taken) {
        if !taken.possibly.is_empty() {
            let doubtful = self.sure.extract_if(.., |hit| taken.possibly.contains(&hit.id));
            self.possible.extend(doubtful.map(|hit| {
                let doubt = Doubt::Claimed(hit.id.clone());
                (hit, doubt)
            }));
        }
    }

    /// The count, as a number or a pair of ends.
    pub(super) fn count(&self) -> Term {
        let low = Exact::from((self.sure.len() - handed_over(&self.sure)) as i64);
        let more = self.possible.len() + self.set_aside;
        match self.doubt() {
            None => Term::number(low),
            Some(doubt) if self.unbounded.is_some() => Term::between(Some(low), None, doubt),
            Some(doubt) => Term::between(Some(low), low.add(Exact::from(more as i64)), doubt),
        }
    }

    /// Why the sure ones may not be all.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        let possible = self.possible.first().map(|(_, doubt)| doubt.clone());
        self.unbounded.clone().or(possible).or((self.set_aside > 0).then_some(Doubt::SetAside))
    }
}

impl<'a> Context<'a> {
    /// Events of the window, or spells and entities at the instant of evaluation.
    pub(super) fn select(&self, selection: &Selection) -> Selected<'a> {
        match &selection.from {
            From::Event(kind) => self.select_events(selection, *kind),
            From::Role(_) | From::State(_) => self.select_spells(selection, None),
            From::Entity(kind) => self.select_entities(selection, kind),
        }
    }

    /// Like [`Self::select`], for what an expression looks at: what may still happen in its window is not known.
    pub(super) fn look(&self, selection: &Selection) -> Selected<'a> {
        if self.looking {
            self.select(selection)
        } else {
            Self { looking: true, reach: None, ..self.clone() }.select(selection)
        }
    }

    /// Like [`Self::select`], but spells that touch the window at any time, not only at the instant.
    pub(super) fn select_over_window(&self, selection: &Selection) -> Selected<'a> {
        match &selection.from {
            From::Role(_) | From::State(_) => self.select_spells(selection, Some(self.window)),
            _ => self.select(selection),
        }
    }

    /// Like [`Self::select_over_window`], for what an expression looks at.
    pub(super) fn look_over_window(&self, selection: &Selection) -> Selected<'a> {
        Self { looking: true, reach: None, ..self.clone() }.select_over_window(selection)
    }

    fn select_events(&self, selection: &Selection, kind: usize) -> Selected<'a> {
        let reach = (self.window.0, self.reach.unwrap_or(self.window.1).max(self.window.1));
        let (from, until) = (reach.0, reach.1.min(self.world.as_of));
        let mut selected = Selected {
            unbounded: self.world.gap_in(kind, reach.0, reach.1).or(self.future()),
            ..Selected::default()
        };
        if from >= until && selected.unbounded.is_none() {
            return selected;
        }
        let key = join_key(selection);
        let value = key.and_then(|key| self.key_value(key.value));
        let looked_up = key.zip(value.as_ref());
        let mut filter = Filter::of(self, selection, kind);
        // What the look-up has established need not be asked of each record again.
        filter.known =
            looked_up.filter(|(k, _)| self.world.is_indexed(kind, k.field)).map(|(k, _)| k.condition);
        let found = self.world.records(kind, looked_up.map(|(k, v)| (k.field, v)), reach);
        let found = found.filter(|record| self.apart.is_none_or(|apart| apart.id != record.id));
        // Whoever looks further sees more.
        let seen_to = self.seen_to.filter(|moment| reach.1 <= moment.end);
        let found = found.filter(|record| !seen_to.is_some_and(|moment| moment.surely_before(record.at)));
        let looks = selection.filter.as_ref().filter(|own| !self.looking && rests::rests_on_window(own));
        let turns = looks.map(|own| self.turns(own));
        for record in found {
            let certain = match &turns {
                Some(turns) => self.passes_since(&filter, turns, record),
                None => self.world.certain(record),
            };
            let id = record.id.clone();
            let hit = Hit { at: record.at, certain, id, hand: Hand::Record(record), turn: None };
            // Of a month that is not over only a part is seen.
            let seen = record.at.precision <= Precision::Day || record.at.end <= self.world.as_of;
            let begun = self.so_far && record.at.precision <= Precision::Day && record.at.first >= reach.0;
            let sure = seen && (begun || record.at.surely_in(reach.0, reach.1));
            match filter.passes(self, record) {
                Truth::True if self.world.log.is_in_doubt(record) => {
                    let on = filter.days(self, record);
                    selected.possible.extend(on.map(|at| (Hit { at, ..hit }, Doubt::Follows(kind))));
                }
                Truth::True => selected.take(hit, sure),
                Truth::Unknown(doubt) => {
                    let on = filter.days(self, record);
                    selected.possible.extend(on.map(|at| (Hit { at, ..hit }, doubt)));
                }
                Truth::False | Truth::Empty => {}
            }
        }
        selected.set_aside = self.world.set_aside(kind, reach.0, reach.1);
        let judged = self.world.policy.vocabulary.events.get_index(kind).is_some_and(|(_, e)| e.judgement);
        if judged && selected.sure.is_empty() && selected.unbounded.is_none() {
            selected.unbounded = Some(Doubt::Judgement(kind));
        }
        selected
    }

    // When what an expression looks at may turn, in order.
    fn turns(&self, own: &Expr) -> Vec<Instant> {
        let mut turns = scope::edges(self, own);
        turns.sort_unstable();
        turns
    }

    // From when on it is certain that a record passes a filter that looks at what else happens in the window. What is
    // certain stays so: it is looked for by halves.
    fn passes_since(&self, filter: &Filter<'_>, turns: &[Instant], record: &'a Record) -> Instant {
        let (from, until) = (self.window.0, self.window.1.min(self.world.as_of));
        let certain = self.world.certain(record);
        let passes =
            |at: Instant| filter.at(&self.going_on(from, at), record, record.at.first) == Truth::True;
        if certain < until && passes(certain) {
            return certain;
        }
        let after = turns.partition_point(|at| *at <= certain)..turns.partition_point(|at| *at < until);
        let ends = turns.get(after).unwrap_or_default();
        let first = ends.partition_point(|at| !passes(*at));
        ends.get(first).copied().unwrap_or(until.max(certain))
    }

    // What an expression looks at may reach beyond what is seen; a norm's own window is its ruling's matter.
    fn future(&self) -> Option<Doubt> {
        let beyond = self.looking && self.window.1 > self.world.as_of;
        (beyond || self.goes_on).then_some(Doubt::Future)
    }

    // The value to look records up by; none when it is no single known value, then all are looked at.
    pub(super) fn key_value(&self, expr: &Expr) -> Option<Value> {
        match self.term(expr) {
            Term::Known(Value::Set(items)) => match <[Value; 1]>::try_from(items) {
                Ok([only]) => Some(only),
                Err(_) => None,
            },
            Term::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The spells that touch a stretch and that a filter need be asked of.
    pub(super) fn spells_in(
        &self,
        selection: &Selection,
        (from, until): (Instant, Instant),
        is_window: bool,
    ) -> Candidates<'a> {
        let mut found = Candidates { spells: Vec::new(), others: Selected::default(), lost_end: None };
        let (spells, state) = match &selection.from {
            From::Role(role) => (self.world.fluents.roles.get(role), None),
            From::State(state) => (self.world.fluents.states.get(state), Some(state.as_str())),
            _ => return found,
        };
        let kind = self.world.starting_kind(state);
        let selected = &mut found.others;
        if let Some(kind) = kind {
            let future = || self.future().filter(|_| is_window);
            selected.unbounded = self.world.gap_in(kind, from, until).or_else(future);
            selected.set_aside = self.world.set_aside(kind, Instant::MIN, until);
        }
        if let Some(kind) = self.world.ending_kind(&selection.from) {
            selected.unbounded = selected.unbounded.take().or_else(|| self.world.gap_in(kind, from, until));
            let is_lost = self.world.set_aside(kind, Instant::MIN, until) > 0;
            found.lost_end = is_lost.then_some(Doubt::SetAside);
        }
        // What holds at an instant that has not come yet may be over by then, and other things may hold.
        let to_come = (!is_window && self.at >= self.world.as_of).then_some(Doubt::Future);
        selected.unbounded = selected.unbounded.take().or(to_come.clone());
        found.lost_end = found.lost_end.or(to_come);
        let Some(spells) = spells else { return found };
        let key = join_key(selection).and_then(|key| Some((key.field, self.key_value(key.value)?)));
        let candidates: Box<dyn Iterator<Item = &'a Spell>> = match &key {
            Some((0, Value::Entity(who))) => Box::new(spells.of_who(who)),
            Some((2, Value::Entity(unit))) if state.is_none() => Box::new(spells.of_unit(unit)),
            Some((field, value)) => match spells.with_field(*field, value) {
                Some(found) => Box::new(found),
                None => Box::new(spells.all.iter()),
            },
            None => Box::new(spells.all.iter()),
        };
        if self.world.work.spend(if key.is_some() { 1 } else { spells.all.len() }) {
            found.spells = candidates.filter(|s| s.from < until && s.until > from).collect();
        }
        found
    }

    fn select_spells(&self, selection: &Selection, window: Option<(Instant, Instant)>) -> Selected<'a> {
        let (from, until) = window.unwrap_or((self.at, Instant(self.at.0 + 1)));
        let Candidates { spells, others: mut selected, lost_end } =
            self.spells_in(selection, (from, until), window.is_some());
        for spell in spells {
            let record = spell.start.and_then(|i| self.world.log.records.get(i));
            let hand = Hand::Spell(spell, record);
            let sure = spell.sure_from < until && spell.sure_until > from;
            // What may hold is asked about where it may, and not when it surely would later.
            let begins = if sure { spell.sure_from } else { spell.from };
            let inside = self.holding(hand.clone(), self.at.max(begins));
            let truth = selection.filter.as_ref().map_or(Truth::True, |f| inside.truth(f));
            let at = Moment { first: spell.from, end: spell.until, precision: Precision::Day };
            let hit = Hit {
                at,
                certain: at.end,
                id: spell.record(self.world.log).unwrap_or_else(|| spell.who.clone()),
                hand,
                turn: window.map_or_else(|| handover::turn(self.world, spell, self.at), |_| None),
            };
            match truth {
                Truth::True if sure && lost_end.is_none() => selected.sure.push(hit),
                Truth::True => {
                    let doubt = lost_end.clone().unwrap_or_else(|| spell.doubt(self.world.log));
                    selected.possible.push((hit, doubt));
                }
                Truth::Unknown(doubt) => selected.possible.push((hit, doubt)),
                Truth::False | Truth::Empty => {}
            }
        }
        selected
    }

    fn select_entities(&self, selection: &Selection, kind: &str) -> Selected<'a> {
        let vocabulary = &self.world.policy.vocabulary;
        let mut selected = Selected::default();
        if let Some(event) = vocabulary.events.get_index_of(kind) {
            selected.unbounded = self.world.gap_in(event, self.at, Instant(self.at.0 + 1));
            selected.set_aside = self.world.set_aside(event, Instant::MIN, Instant(self.at.0 + 1));
        }
        let lives = self.candidates(selection, kind);
        let lives = if self.world.work.spend(lives.len()) { lives } else { Vec::new() }.into_iter();
        for (id, life) in lives.filter(|(_, life)| life.possibly_at(self.at)) {
            let hand = Hand::Entity(id.clone());
            let truth = selection
                .filter
                .as_ref()
                .map_or(Truth::True, |f| self.holding(hand.clone(), self.at).truth(f));
            let at = Moment::instant(life.from);
            let hit = Hit { at, certain: at.end, id: id.clone(), hand, turn: None };
            match truth {
                Truth::True if life.surely_at(self.at) => selected.sure.push(hit),
                Truth::True => selected.possible.push((hit, Doubt::Imprecise(id.clone()))),
                Truth::Unknown(doubt) => selected.possible.push((hit, doubt)),
                Truth::False | Truth::Empty => {}
            }
        }
        selected
    }
}

/// States or posts that a selection may find.
pub(super) struct Candidates<'a> {
    pub spells: Vec<&'a Spell>,
    /// What is known of others.
    pub others: Selected<'a>,
    /// An end that was set aside may be that of any of them, or they lie in the future.
    pub lost_end: Option<Doubt>,
}

/// A selection's filter together with the rule of evidence of its type.
pub(super) struct Filter<'p> {
    evidence: Option<&'p Expr>,
    own: Option<&'p Expr>,
    /// A condition of it that is known to hold.
    known: Option<&'p Expr>,
    by_time: bool,
}

impl<'p> Filter<'p> {
    pub(super) fn of(context: &Context<'p>, selection: &'p Selection, kind: usize) -> Filter<'p>
    where
        Self: 'p,
    {
        let policy = context.world.policy;
        let evidence =
            policy.vocabulary.events.get_index(kind).and_then(|(name, _)| policy.evidence.get(name));
        let own = selection.filter.as_ref();
        let by_time = evidence.into_iter().chain(own).any(plan::depends_on_time);
        Filter { evidence, own, known: None, by_time }
    }

    pub(super) fn passes<'a>(&self, context: &Context<'a>, record: &'a Record) -> Truth {
        if self.by_time {
            wherever(context, record, |at| self.at(context, record, at))
        } else {
            self.at(context, record, record.at.first)
        }
    }

    /// Whether a record passes that gives rise to something: wherever in its time it may lie, by what happened up to then.
    pub(super) fn passes_whenever<'a>(&self, context: &Context<'a>, record: &'a Record) -> Truth {
        let world = context.world;
        let parts = || self.evidence.into_iter().chain(self.own);
        let varies = self.by_time || parts().any(rests::rests_on_window);
        if record.at.precision <= Precision::Day || !varies {
            return self.passes(&context.seeing_to(record.at), record);
        }
        let seen = seen_of(context, record);
        let turns = parts().flat_map(|part| scope::edges(context, part));
        let days = days_of(context, record).map(|day| world.day_start(day));
        let mut all: Vec<Instant> = days.chain(turns).chain([Instant(seen.end.0 - 1)]).collect();
        all.retain(|at| seen.first < *at && *at < seen.end);
        all.push(seen.first);
        all.sort_unstable();
        all.dedup();
        let up_to = |at: Instant| {
            let day = world.policy.zone.day(world.date_of(at));
            match self.at(&context.seeing_to(day), record, at) {
                Truth::Empty => Truth::False,
                truth => truth,
            }
        };
        same_at_all(all.into_iter().map(up_to), record)
    }

    /// Where in its time a record may pass; none if nowhere.
    fn days<'a>(&self, context: &Context<'a>, record: &'a Record) -> Option<Moment> {
        if !self.by_time || record.at.precision <= Precision::Day {
            return Some(record.at);
        }
        let may = |at| !matches!(self.at(context, record, at), Truth::False | Truth::Empty);
        let on = |day: &NaiveDate| {
            let (first, end) = (context.world.day_start(*day), context.world.day_end(*day));
            may(first) || may(Instant(end.0 - 1))
        };
        let mut passing = days_of(context, record).filter(on);
        let first = passing.next()?;
        let last = passing.last().unwrap_or(first);
        let (first, end) = (context.world.day_start(first), context.world.day_end(last));
        Some(Moment { first, end, ..record.at })
    }

    fn is_known(&self, part: &Expr) -> bool {
        self.known.is_some_and(|known| std::ptr::eq(known, part))
    }

    fn at<'a>(&self, context: &Context<'a>, record: &'a Record, at: Instant) -> Truth {
        let held = context.holding(Hand::Record(record), at);
        let evidence = self.evidence.map_or(Truth::True, |e| held.truth(e));
        evidence.and(|| match self.own {
            None => Truth::True,
            Some(Expr::And(parts)) if self.known.is_some() => {
                let asked = parts.iter().filter(|part| !self.is_known(part));
                asked.fold(Truth::True, |so_far, part| so_far.and(|| held.truth(part)))
            }
            Some(own) if self.is_known(own) => Truth::True,
            Some(own) => held.truth(own),
        })
    }
}

// What is the same wherever a record may lie.
fn same_at_all(mut each: impl Iterator<Item = Truth>, record: &Record) -> Truth {
    let first = each.next().unwrap_or(Truth::False);
    let is_unknown = |truth: &Truth| matches!(truth, Truth::Unknown(_));
    match each.find(|truth| is_unknown(&first) || *truth != first) {
        Some(truth) if is_unknown(&truth) && !is_unknown(&first) => truth,
        Some(_) if !is_unknown(&first) => Truth::Unknown(Doubt::Imprecise(record.id.clone())),
        _ => first,
    }
}

/// The truth of what is asked of a record wherever in its day or month it may lie, if it is the same everywhere.
pub(super) fn wherever<'a>(
    context: &Context<'a>,
    record: &'a Record,
    truth: impl Fn(Instant) -> Truth,
) -> Truth {
    let first = truth(record.at.first);
    let last = Instant(seen_of(context, record).end.0 - 1);
    if last <= record.at.first || matches!(first, Truth::Unknown(_)) {
        return first;
    }
    let same = |at| truth(at) == first;
    let between = days_of(context, record).skip(1).all(|day| same(context.world.day_start(day)));
    if between && same(last) { first } else { Truth::Unknown(Doubt::Imprecise(record.id.clone())) }
}

// Where a record lies: what is in the log of a month that is not over has happened already.
fn seen_of(context: &Context<'_>, record: &Record) -> Moment {
    let end = record.at.end.min(context.world.as_of);
    if record.at.first < end { Moment { end, ..record.at } } else { record.at }
}

// The days on one of which a record lies.
fn days_of(context: &Context<'_>, record: &Record) -> impl Iterator<Item = NaiveDate> {
    let at = seen_of(context, record);
    let (first, last) = (context.world.date_of(at.first), context.world.date_of(Instant(at.end.0 - 1)));
    first.iter_days().take_while(move |day| *day <= last)
}
