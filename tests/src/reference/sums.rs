//! Sums that a duty asks for: what all records come to that lie in its time. An amount that was left out, or is negative,
//! may be any (rule U4).

use super::limit::Stretch;
use super::ruling::{Between, Standing};
use super::scene::Scene;
use super::term::Term;
use super::triggered::{Case, bounds};
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::Part;
use bylaws::log::{Exact, Record, Value};

/// What there surely is, and at most where that is known; and what is needed of a sum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amounts {
    pub(super) sure: Exact,
    pub(super) most: Option<Exact>,
    pub(super) need: Option<Exact>,
}

/// What a record gives that no other duty has used up.
pub(super) fn amount(world: &World<'_>, record: &Record, field: usize) -> Option<Exact> {
    match record.field(field) {
        Some(Value::Number(n)) if *n >= Exact::ZERO => Some(world.taken.left_of(record, *n)),
        _ => None,
    }
}

const NOTHING: Amounts = Amounts { sure: Exact::ZERO, most: None, need: None };

impl<'a> Case<'_, 'a> {
    pub(super) fn summed(
        &self,
        world: &World<'a>,
        scene: &Scene<'a>,
        part: &'a Part,
        (kind, field): (usize, usize),
        stretch: &Stretch,
        (need, stopped): (Option<Term>, bool),
    ) -> (Between, Amounts) {
        world.met("totalling");
        let need = need.as_ref().and_then(Term::one);
        let Some(Value::Number(need)) = need else { return (Between::ANY, NOTHING) };
        let found = self.records(world, scene, part, kind, stretch);
        let (from, until) = bounds(world, stretch);
        let late_until = stretch.late.unwrap_or(until);
        let all_known = |until| {
            let aside = world.set_aside(kind).any(|one| one.at.is_none_or(|at| at.possibly_in(from, until)));
            !stopped && !aside && world.is_known(kind, from, until)
        };
        let sum = |counts: &dyn Fn(&(&Record, Truth, Truth)) -> bool, unknown: Option<Exact>| {
            let all = found
                .iter()
                .filter(|one| counts(one))
                .map(|(record, ..)| amount(world, record, field).or(unknown));
            all.reduce(|a, b| a?.add(b?)).unwrap_or(Some(Exact::ZERO))
        };
        let surely = |counts| sum(counts, Some(Exact::ZERO)).unwrap_or(Exact::ZERO);
        let (in_time, all) = (surely(&|(_, t, _)| t.is_sure()), surely(&|(_, _, t)| t.is_sure()));
        let most_in_time = sum(&|(_, t, _)| t.is_possible(), None).filter(|_| all_known(until));
        let most = sum(&|(_, _, t)| t.is_possible(), None).filter(|_| all_known(late_until));
        let standing = |in_time: bool, late: bool| match (in_time, late) {
            (true, _) => Standing::Met,
            (false, true) => Standing::Late,
            (false, false) => Standing::Broken,
        };
        let reaches = |most: Option<Exact>| most.is_none_or(|most| most >= need);
        let so_far =
            sum(&|(_, _, t)| t.is_possible(), None).filter(|_| all_known(late_until.min(world.as_of)));
        let between = Between {
            worst: standing(in_time >= need, all >= need),
            best: standing(reaches(most_in_time), reaches(most)),
        };
        (between, Amounts { sure: all, most: so_far, need: Some(need) })
    }
}
