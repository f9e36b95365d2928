//! What lasts in a window, instant by instant: where a filter looks at more than what a state or post tells of itself, of a
//! spell counts the time in which it passes.

use super::context::{Context, Hand};
use super::fluents::Spell;
use super::rests::looks_around;
use super::scope;
use super::select::Selected;
use super::term::{Doubt, Term, Truth};
use crate::check::policy::{Expr, From, Selection, SpellTime};
use crate::log::{Exact, Instant, Length, Unit};
use crate::plan;
use std::sync::Arc;

/// A stretch of time, from its first instant to the one after its last.
type Time = (Instant, Instant);

/// A part of a spell in which it passes a filter.
struct Piece {
    /// In which it surely lasts; empty where nobody knows when it begins or ends.
    sure: Time,
    /// In which it may.
    possible: Time,
    id: Arc<str>,
}

/// The time in which something lasts.
pub(super) struct Lasting<'a> {
    pieces: Vec<Piece>,
    /// What else is known of it.
    selected: Selected<'a>,
    /// Why some of it may not pass.
    doubt: Option<Doubt>,
    /// What of the window is covered and seen.
    window: Time,
}

impl Lasting<'_> {
    /// The stretches in which it surely lasts.
    pub(super) fn sure(&self) -> Vec<Time> {
        self.pieces.iter().map(|piece| piece.sure).filter(|(from, until)| from < until).collect()
    }

    /// Why that may not be all.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        self.selected.unbounded.clone().or(self.doubt.clone()).or_else(|| self.selected.doubt())
    }

    /// Where it may last besides for its beginning or end is not known to the instant.
    pub(super) fn unclear_end(&self) -> Option<(Doubt, Vec<Time>)> {
        let (first, last) = self.window;
        let lies_in = |from: Instant, until: Instant| from < until && from < last && first < until;
        let unclear = self.pieces.iter().find(|Piece { sure, possible, .. }| {
            lies_in(possible.0, sure.0.min(possible.1)) || lies_in(sure.1.max(possible.0), possible.1)
        })?;
        let clipped = |(from, until): Time| (from.max(first), until.min(last));
        let possible = self.pieces.iter().map(|piece| clipped(piece.possible)).collect();
        Some((Doubt::Imprecise(unclear.id.clone()), possible))
    }

    fn only_goes_on(&self) -> bool {
        self.doubt.is_none() && self.unclear_end().is_none() && self.selected.only_goes_on()
    }
}

impl<'a> Context<'a> {
    /// The time of the window in which states or posts last that pass; none of records and entities.
    pub(super) fn lasting(&self, selection: &Selection) -> Option<Lasting<'a>> {
        if !matches!(selection.from, From::Role(_) | From::State(_)) {
            return None;
        }
        let looking = Self { looking: true, reach: None, ..self.clone() };
        let found = looking.spells_in(selection, self.window, true);
        let mut out =
            Lasting { pieces: Vec::new(), selected: found.others, doubt: None, window: self.seen_window() };
        for spell in found.spells {
            let record = spell.start.and_then(|index| self.world.log.records.get(index));
            let hand = Hand::Spell(spell, record);
            let id = spell.record(self.world.log).unwrap_or_else(|| spell.who.clone());
            let filter = selection.filter.as_ref();
            for (from, until) in looking.parts(spell, &hand, filter) {
                let here = looking.holding(hand.clone(), from.max(out.window.0));
                match filter.map_or(Truth::True, |filter| here.truth(filter)) {
                    Truth::True if found.lost_end.is_none() => out.pieces.push(Piece {
                        sure: (
                            from.max(spell.sure_from).max(out.window.0),
                            until.min(spell.sure_until).min(out.window.1),
                        ),
                        possible: (from.max(out.window.0), until),
                        id: id.clone(),
                    }),
                    Truth::True => out.doubt = out.doubt.take().or_else(|| found.lost_end.clone()),
                    Truth::Unknown(doubt) => out.doubt = out.doubt.take().or(Some(doubt)),
                    Truth::False | Truth::Empty => {}
                }
            }
        }
        Some(out)
    }

    // The parts of a spell between which the filter may turn; all of it where that looks at nothing else.
    fn parts(&self, spell: &Spell, hand: &Hand<'a>, filter: Option<&Expr>) -> Vec<Time> {
        let seen = self.seen_window();
        let (from, until) = (spell.from.max(seen.0), spell.until.min(seen.1));
        let turns = |filter: &Expr| scope::edges(&self.holding(hand.clone(), from), filter);
        let mut cuts: Vec<Instant> = Vec::new();
        if let Some(filter) = filter.filter(|filter| looks_around(filter)) {
            cuts.extend(turns(filter));
            cuts.extend(self.world.edges_of_knowledge());
        }
        if !self.world.work.spend(cuts.len()) {
            return Vec::new();
        }
        cuts.retain(|at| from < *at && *at < until);
        cuts.sort_unstable();
        cuts.dedup();
        let firsts = [spell.from].into_iter().chain(cuts.iter().copied());
        firsts.zip(cuts.iter().copied().chain([spell.until])).collect()
    }

    /// Hours or minutes of spells in the window.
    pub(super) fn spell_time(
        &self,
        which: SpellTime,
        unit: Unit,
        selection: &Selection,
        joined: Option<Length>,
    ) -> Term {
        let Some(lasting) = self.lasting(selection) else { return Term::Nothing };
        let mut stretches = lasting.sure();
        stretches.sort_unstable();
        let across = joined.and_then(|length| plan::elapsed(length.count, length.unit)).unwrap_or(0);
        let merged = merged(&stretches, across);
        let size = |(from, until): &Time| until.0 - from.0;
        let found = match which {
            SpellTime::Total => merged.iter().map(size).sum::<i64>(),
            SpellTime::Longest => merged.iter().map(size).max().unwrap_or(0),
            SpellTime::LongestWithout => longest_gap(&merged, self.seen_window()),
        };
        let ms = plan::elapsed(1, unit).unwrap_or(1);
        let Some(number) = Exact::ratio(i128::from(found), i128::from(ms)) else {
            return Term::Unknown(Doubt::OutOfRange);
        };
        match lasting.doubt().or_else(|| lasting.unclear_end().map(|(doubt, _)| doubt)) {
            None => Term::number(number),
            // What has been seen of a stretch that goes on is no shorter later.
            Some(doubt) if which != SpellTime::LongestWithout || lasting.only_goes_on() => {
                Term::between(Some(number), None, doubt)
            }
            Some(doubt) => Term::Unknown(doubt),
        }
    }
}

// Stretches that overlap or have a gap shorter than this become one.
fn merged(stretches: &[(Instant, Instant)], across: i64) -> Vec<(Instant, Instant)> {
    let mut out: Vec<(Instant, Instant)> = Vec::new();
    for (from, until) in stretches {
        match out.last_mut() {
            Some(last) if from.0 - last.1.0 < across.max(1) => last.1 = last.1.max(*until),
            _ => out.push((*from, *until)),
        }
    }
    out
}

fn longest_gap(stretches: &[(Instant, Instant)], (first, end): (Instant, Instant)) -> i64 {
    let starts = stretches.iter().map(|(from, _)| *from).chain([end]);
    let ends = [first].into_iter().chain(stretches.iter().map(|(_, until)| *until));
    ends.zip(starts).map(|(free_from, free_until)| free_until.0 - free_from.0).max().unwrap_or(0).max(0)
}
