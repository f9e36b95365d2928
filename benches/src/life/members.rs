//! The members: since when, how diligent, and which of them sit on a committee.

use super::record::{Kind, LAST_DAY};
use rand::{Rng, RngExt};

/// One member of one organisation.
pub(super) struct Member {
    pub number: u32,
    pub unit: u32,
    pub since: u16,
    /// First and last day on the committee.
    pub post: Option<(u16, Option<u16>)>,
    careless: bool,
}

/// Most are there from the first day on; one in twenty sits on a committee.
pub(super) fn members(count: u32, units: u32, random: &mut impl Rng) -> Vec<Member> {
    let member = |number: u32| {
        let since = if random.random_bool(0.05) { random.random_range(1..LAST_DAY) } else { 0 };
        let post = (number % 20 == 1).then(|| post(since, random));
        Member { number, unit: (number - 1) % units + 1, since, post, careless: random.random_bool(0.01) }
    };
    (1..=count).map(member).collect()
}

fn post(since: u16, random: &mut impl Rng) -> (u16, Option<u16>) {
    let later = random.random_bool(0.1);
    let first = if later { random.random_range(since..LAST_DAY) } else { since };
    let ends = random.random_bool(0.1);
    (first, ends.then(|| random.random_range(first..LAST_DAY) + 1))
}

impl Member {
    /// How likely this member is to come.
    pub(super) fn diligence(&self) -> f64 {
        if self.careless { 0.6 } else { 0.96 }
    }

    /// What is recorded of the member itself in the fortnight that starts on a day.
    pub(super) fn changes(&self, start: u16) -> impl Iterator<Item = (u16, Kind)> + use<> {
        let Self { number: member, unit, since, post, .. } = *self;
        let joins = (since, Kind::Member { member, unit });
        let starts = post.map(|(first, _)| (first, Kind::RoleStart { member, unit }));
        let ends = post.and_then(|(_, last)| last).map(|last| (last, Kind::RoleEnd { member, unit }));
        let all = [Some(joins), starts, ends].into_iter().flatten();
        all.filter(move |(day, _)| (start..start + 14).contains(day))
    }
}
