//! What is broken and may still be excused.

use super::frame::Frame;
use super::outcome::Verdict;
use super::rests;
use super::tally::Ruling;

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
