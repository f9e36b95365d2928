//! What is breached, in sorted lines.

use crate::calendar::{FORTNIGHTS, SEMESTERS, date};
use crate::facts::Facts;
use std::io::Write;

pub fn lines(facts: Facts) -> Vec<u8> {
    let mut out = Vec::new();
    let mut members: Vec<u32> = (1..facts.members.len() as u32).collect();
    members.sort_unstable_by_key(|member| as_written(u64::from(*member)));
    fortnights(&facts, &members, &mut out);
    decisions(&facts, &mut out);
    semesters(&facts, &members, &mut out);
    out
}

fn fortnights(facts: &Facts, members: &[u32], out: &mut Vec<u8>) {
    let starts: Vec<String> = (0..FORTNIGHTS).map(|fortnight| date(fortnight * 14)).collect();
    for number in members {
        let member = &facts.members[*number as usize];
        // Only fortnights count that one is a member for as a whole.
        for fortnight in member.since.div_ceil(14)..FORTNIGHTS {
            if member.life >> fortnight & 1 == 0 {
                line(out, format_args!("fortnightly_life,m{number},{}", starts[usize::from(fortnight)]));
            }
        }
    }
}

fn decisions(facts: &Facts, out: &mut Vec<u8>) {
    let mut decisions: Vec<_> = facts.decisions.iter().collect();
    decisions.sort_unstable_by_key(|d| (as_written(u64::from(d.unit)), as_written(d.id)));
    // What happened in the days before the log begins is not known.
    for decision in decisions.into_iter().filter(|decision| decision.day >= 7) {
        if !facts.met(decision.unit, decision.day - 7..=decision.day) {
            line(out, format_args!("meeting_first,o{},e{}", decision.unit, decision.id));
        }
    }
}

fn semesters(facts: &Facts, members: &[u32], out: &mut Vec<u8>) {
    for number in members {
        let member = &facts.members[*number as usize];
        for (semester, visits) in member.visits.iter().enumerate() {
            let (start, end) = (SEMESTERS[semester], SEMESTERS[semester + 1] - 1);
            if member.post.0 <= start && member.post.1 >= end && *visits < 2 {
                line(out, format_args!("semester_visits,m{number},{}", date(start)));
            }
        }
    }
}

fn line(out: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    // A vector takes whatever is written to it.
    let _ = writeln!(out, "{words}");
}

/// Sorts numbers by their digits from the left, a shorter one before those that it begins.
fn as_written(number: u64) -> u64 {
    let (mut key, mut rest) = (0, number);
    while rest > 0 {
        key = key >> 4 | (rest % 10 + 1) << 60;
        rest /= 10;
    }
    key
}
