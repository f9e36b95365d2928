//! What a duty uses of the records that it counts, where they serve one duty only (rule U3).

use super::limit::{Known, Stretch};
use super::quantity::{in_force, limits};
use super::scene::Scene;
use super::select;
use super::sums::amount;
use super::terms::term;
use super::triggered::{Case, bounds};
use super::world::World;
use bylaws::check::policy::{From, Part};
use bylaws::eval::Verdict;
use bylaws::log::{Exact, Instant, Precision, Record, Value};
use std::sync::Arc;

/// What a duty uses of the records that it counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Uses {
    /// What it uses, and how much of each where it asks for a sum.
    pub(super) used: Vec<(Arc<str>, Option<Exact>)>,
    /// What it counts besides, or may.
    pub(super) others: Vec<Arc<str>>,
    /// It is not known which of all these it uses.
    pub(super) is_unsure: bool,
    /// When it is due is not known either.
    pub(super) whenever: bool,
}

impl Uses {
    /// What is used of a part: of what is counted, in the order in which it counts, what is needed; what may be counted
    /// besides. It is not known where another may have come before the last that is used.
    pub(super) fn of<'a>(
        world: &World<'a>,
        part: &Part,
        from: Instant,
        counted: &[&'a Record],
        used: Vec<(&'a Record, Option<Exact>)>,
        may: &[&'a Record],
    ) -> Self {
        let From::Event(kind) = part.what.from else { return Self::default() };
        let is_used = |record: &Record| used.iter().any(|(other, _)| other.id == record.id);
        let last = used.iter().map(|(record, _)| record.at.end).max();
        let may_be_first = |record: &&&Record| last.is_none_or(|last| record.at.first < last);
        let rivals: Vec<&Record> =
            counted.iter().filter(|r| !is_used(r)).filter(may_be_first).copied().collect();
        let is_coarse = |record: &Record| record.at.precision > Precision::Day;
        let has_no_order = rivals.iter().any(|record| is_coarse(record))
            || !rivals.is_empty() && used.iter().any(|(record, _)| is_coarse(record));
        let begins = world.begins().map_or(from, |begins| begins.max(from));
        let may_lack = last.is_some_and(|last| {
            let aside = world.set_aside(kind).any(|one| one.at.is_none_or(|at| at.possibly_in(begins, last)));
            aside || !world.is_known(kind, begins, last)
        });
        let others = counted.iter().filter(|record| !is_used(record)).chain(may);
        Self {
            others: others.map(|record| record.id.clone()).collect(),
            is_unsure: may_lack || has_no_order || may.iter().any(|record| may_be_first(&record)),
            whenever: false,
            used: used.into_iter().map(|(record, amount)| (record.id.clone(), amount)).collect(),
        }
    }

    /// Of all that may ever count: it is not known when it is due.
    pub(super) fn at_any_time<'a>(world: &World<'a>, scene: &Scene<'a>, part: &'a Part) -> Self {
        let From::Event(kind) = part.what.from else { return Self::default() };
        let ever = (Instant::MIN, Instant::MAX);
        let found = select::records(world, &scene.over(ever), &part.what, kind, ever);
        let others = found.possible().iter().map(|record| record.id.clone()).collect();
        Self { others, is_unsure: true, whenever: true, ..Self::default() }
    }

    /// What is used of all parts together.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.used.extend(other.used);
        self.others.extend(other.others);
        let (is_unsure, whenever) = (self.is_unsure || other.is_unsure, self.whenever || other.whenever);
        Self { is_unsure, whenever, ..self }
    }

    /// Of alternatives, each with what its parts use, those of the one that serves; what serves the others only may be used. As
    /// long as none is decided nobody knows which of them it is.
    pub(super) fn of_alternative(all: &[Vec<Self>], chosen: usize, verdict: Verdict) -> Self {
        let is_open = matches!(verdict, Verdict::Open | Verdict::Undetermined);
        let of = |parts: &Vec<Self>| parts.iter().cloned().reduce(Self::and).unwrap_or_default();
        let mut uses = all.get(chosen).map(of).unwrap_or_default();
        for (_, left) in all.iter().enumerate().filter(|(index, _)| *index != chosen) {
            let mut left = of(left);
            left.is_unsure |= is_open && !left.used.is_empty();
            left.others.extend(left.used.drain(..).map(|(id, _)| id));
            uses = uses.and(left);
        }
        uses
    }

    /// All records that it may use.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<str>> {
        self.used.iter().map(|(id, _)| id).chain(&self.others)
    }
}

impl<'a> Case<'_, 'a> {
    /// What a duty that a record gave rise to uses of a part.
    pub(super) fn uses(&self, world: &World<'a>, scene: &Scene<'a>, part: &'a Part, known: &Known) -> Uses {
        let From::Event(kind) = part.what.from else { return Uses::default() };
        if part.quantity.low.is_none() || !self.norm.uses_records_up() {
            return Uses::default();
        }
        if *known == Known::Unknown {
            return Uses::at_any_time(world, scene, part);
        }
        let each = known.stretches().iter().map(|stretch| self.uses_in(world, scene, (part, kind), stretch));
        let uses = each.reduce(Uses::and).unwrap_or_default();
        let whenever = known.stretches().len() > 1 || matches!(known, Known::Doubtful(_));
        Uses { is_unsure: uses.is_unsure || whenever, whenever, ..uses }
    }

    fn uses_in(
        &self,
        world: &World<'a>,
        scene: &Scene<'a>,
        (part, kind): (&'a Part, usize),
        stretch: &Stretch,
    ) -> Uses {
        let mut found = self.records(world, scene, part, kind, stretch);
        found.retain(|(_, _, all)| all.is_possible());
        found.sort_by(|(a, ..), (b, ..)| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
        let in_time = found.iter().filter(|(_, in_time, _)| in_time.is_sure());
        let late = found.iter().filter(|(_, in_time, all)| !in_time.is_possible() && all.is_sure());
        let counted: Vec<&'a Record> = in_time.chain(late).map(|(record, ..)| *record).collect();
        let is_counted = |record: &&Record| counted.iter().any(|other| other.id == record.id);
        let may: Vec<&'a Record> =
            found.iter().map(|(record, ..)| *record).filter(|record| !is_counted(record)).collect();
        let quantity = in_force(world, self.norm, scene, &part.quantity).unwrap_or(&part.quantity);
        let from = bounds(world, stretch).0;
        let Some(field) = part.total_of else {
            let need = limits(world, scene, quantity).low.and_then(|(low, _)| low).unwrap_or(Exact::ZERO);
            let used = counted.iter().zip(1_i64..).take_while(|(_, n)| Exact::from(n - 1) < need);
            let used = used.map(|(record, _)| (*record, None)).collect();
            return Uses::of(world, part, from, &counted, used, &may);
        };
        let need = quantity.low.as_ref().and_then(|low| term(world, scene, low).one());
        let Some(Value::Number(mut need)) = need else {
            return Uses { is_unsure: true, ..Uses::of(world, part, from, &counted, Vec::new(), &may) };
        };
        let mut used = Vec::new();
        for record in &counted {
            let left = amount(world, record, field).unwrap_or(Exact::ZERO);
            let some = left.min(need);
            if some > Exact::ZERO {
                used.push((*record, Some(some)));
                need = need.sub(some).unwrap_or(Exact::ZERO);
            }
        }
        let is_open = counted.iter().any(|record| amount(world, record, field).is_none());
        let uses = Uses::of(world, part, from, &counted, used, &may);
        // Of an amount that is not known it is not known how much is used.
        Uses { is_unsure: uses.is_unsure || is_open, ..uses }
    }
}
