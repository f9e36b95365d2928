//! What the three norms ask of a log, in arrays: a bit for each fortnight, a count for each semester.

use crate::calendar::{FORTNIGHTS, semester};

/// Days as bits; all that the log covers.
const WORDS: usize = (FORTNIGHTS as usize * 14).div_ceil(64);

#[derive(Default)]
pub struct Facts {
    pub members: Vec<Member>,
    /// Of each unit the days with a joint meeting.
    pub meetings: Vec<[u64; WORDS]>,
    pub decisions: Vec<Decision>,
}

#[derive(Clone, Copy)]
pub struct Member {
    /// First day as a member; `NEVER` if not yet read.
    pub since: u16,
    /// First and last day on the committee.
    pub post: (u16, u16),
    pub visits: [u16; 4],
    /// Which fortnights have organisational life.
    pub life: u64,
}

pub const NEVER: u16 = u16::MAX;

pub struct Decision {
    pub id: u64,
    pub unit: u32,
    pub day: u16,
}

const NOBODY: Member = Member { since: NEVER, post: (NEVER, NEVER), visits: [0; 4], life: 0 };

impl Facts {
    pub fn member(&mut self, number: u32) -> &mut Member {
        let number = number as usize;
        if number >= self.members.len() {
            self.members.resize((number + 1).next_power_of_two(), NOBODY);
        }
        &mut self.members[number]
    }

    fn unit(&mut self, number: u32) -> &mut [u64; WORDS] {
        let number = number as usize;
        if number >= self.meetings.len() {
            self.meetings.resize((number + 1).next_power_of_two(), [0; WORDS]);
        }
        &mut self.meetings[number]
    }

    pub fn life(&mut self, member: u32, day: u16) {
        self.member(member).life |= 1 << (day / 14);
    }

    pub fn visit(&mut self, member: u32, day: u16) {
        if let Some(semester) = semester(day) {
            self.member(member).visits[semester] += 1;
        }
    }

    pub fn meeting(&mut self, unit: u32, day: u16) {
        self.unit(unit)[usize::from(day / 64)] |= 1 << (day % 64);
    }

    /// Whether a unit met on any of these days.
    pub fn met(&self, unit: u32, mut days: impl Iterator<Item = u16>) -> bool {
        let met = |days: &[u64; WORDS], day: u16| days[usize::from(day / 64)] >> (day % 64) & 1 == 1;
        self.meetings.get(unit as usize).is_some_and(|unit| days.any(|day| met(unit, day)))
    }

    /// Adds what another thread found.
    pub fn add(&mut self, other: Self) {
        for (number, from) in other.members.into_iter().enumerate() {
            let member = self.member(number as u32);
            member.since = member.since.min(from.since);
            member.post = (member.post.0.min(from.post.0), member.post.1.min(from.post.1));
            member.life |= from.life;
            member.visits.iter_mut().zip(from.visits).for_each(|(visits, more)| *visits += more);
        }
        for (number, from) in other.meetings.into_iter().enumerate() {
            self.unit(number as u32).iter_mut().zip(from).for_each(|(days, more)| *days |= more);
        }
        self.decisions.extend(other.decisions);
    }
}
