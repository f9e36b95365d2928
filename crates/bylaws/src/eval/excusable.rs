//! What is broken and may still be excused, and what was fulfilled and may have been excused before.

use super::exceptions;
use super::frame::{Found, Frame};
use super::outcome::Verdict;
use super::rests;
use super::tally::Ruling;
use super::term::Truth;
use crate::log::Instant;

/// What was late, or too much, is open as long as a record that excuses it may come (rule O2).
pub(super) fn until_no_more(frame: &Frame<'_>, ruling: Ruling) -> Ruling {
    let exceptions = &frame.norm.exceptions;
    let may_come = exceptions.iter().any(|e| e.instead.is_none() && rests::rests_on_events(&e.condition));
    let is_broken = matches!(ruling.verdict, Verdict::Breached | Verdict::Late);
    match ruling.certain_at {
        Some(at) if may_come && is_broken && at < frame.limit => match frame.world.as_of < frame.limit {
            true => Ruling { overdue: frame.world.as_of >= frame.until, ..Ruling::open() },
            false => Ruling { certain_at: Some(frame.limit), ..ruling },
        },
        _ => ruling,
    }
}

/// Whether it is not known of what was fulfilled if it was still asked for then: nobody knows what it used.
pub(super) fn may_have_been(frame: &Frame<'_>, ruling: &Ruling, found: &Found) -> bool {
    let Some(fulfilled) = ruling.certain_at.filter(|_| ruling.verdict == Verdict::Fulfilled) else {
        return false;
    };
    let before = Instant(fulfilled.min(frame.until).0 - 1);
    found.claims.is_some() && matches!(exceptions::excused(frame, before).0, Truth::Unknown(_))
}
