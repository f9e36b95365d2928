//! The log of an invented life of many organisations, of any length: who took part in what, day by day.
//!
//! Its words are those of `benches/policies/three`. The same number and seed give the same log everywhere. Nothing
//! but the members and one fortnight is held, so that the length of a log costs time, not memory.

mod members;
mod record;
mod write;

pub use record::{FIRST_DAY, Id, Kind, LAST_DAY, Record};
pub use write::{CsvLog, JsonLog, LogWriter, ParquetLog, write_coverage};

use members::{Member, members};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::io;

/// How many fortnights the log covers.
pub const FORTNIGHTS: u16 = 53;

const MEMBERS_OF_A_UNIT: u32 = 50;

/// How many records one member brings about on average.
const RECORDS_OF_A_MEMBER: f64 = 78.6;

/// Gives about `records` records in order of time to `take` and says how many they were.
///
/// # Errors
/// Those of `take`.
pub fn write_life(
    records: u64,
    seed: u64,
    take: &mut dyn FnMut(&Record) -> io::Result<()>,
) -> io::Result<u64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    // As a number of members this is far within bounds.
    let count = (records as f64 / RECORDS_OF_A_MEMBER).max(1.0) as u32;
    let units = count.div_ceil(MEMBERS_OF_A_UNIT);
    let members = members(count, units, &mut random);
    let mut number = 0;
    let mut give = |(day, kind): (u16, Kind)| {
        number += 1;
        take(&Record { number, day, kind })
    };
    (1..=units).try_for_each(|unit| give((0, Kind::Organisation(unit))))?;
    for fortnight in 0..FORTNIGHTS {
        happenings(fortnight * 14, &members, units, &mut random).into_iter().try_for_each(&mut give)?;
    }
    Ok(number)
}

/// All that happens in one fortnight, in order of days.
fn happenings(start: u16, members: &[Member], units: u32, random: &mut impl Rng) -> Vec<(u16, Kind)> {
    let mut all: Vec<(u16, Kind)> = members.iter().flat_map(|member| member.changes(start)).collect();
    let mut meetings = Vec::new();
    for unit in 1..=units {
        for _ in 0..random.random_range(1..=2) {
            meetings.push((start + random.random_range(0..14), unit));
        }
        decisions(start, unit, random, &mut all);
    }
    // On one day the organisations stand in no order, as in a log that many offices write.
    meetings.shuffle(random);
    for (day, unit) in meetings {
        let own = members.iter().skip(unit as usize - 1).step_by(units as usize);
        let here = own.filter(|member| member.since <= day);
        all.extend(here.filter_map(|member| {
            let comes = random.random_bool(member.diligence());
            comes.then_some((day, Kind::Life { member: member.number, unit }))
        }));
    }
    let visitors = members.iter().filter(|member| member.post.is_some());
    for visitor in visitors.filter(|visitor| visitor.since <= start) {
        if random.random_bool(0.3) {
            let (day, unit) = (start + random.random_range(0..14), random.random_range(1..=units));
            all.push((day, Kind::Visit { member: visitor.number, unit }));
        }
    }
    all.sort_by_key(|(day, _)| *day);
    all
}

/// A joint meeting in most weeks, and now and then a decision, mostly soon after the first of them.
fn decisions(start: u16, unit: u32, random: &mut impl Rng, all: &mut Vec<(u16, Kind)>) {
    let (first, second) = (random.random_range(0..7), random.random_range(7..14));
    for day in [first, second] {
        if random.random_bool(0.97) {
            all.push((start + day, Kind::JointMeeting(unit)));
        }
    }
    if random.random_bool(0.5) {
        let soon = random.random_bool(0.9);
        let day = if soon { first + random.random_range(0..=7) } else { random.random_range(0..14) };
        all.push((start + day.min(13), Kind::Decision(unit)));
    }
}
