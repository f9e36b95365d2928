//! For how long what is to hold at all times, or in any stretch, was held: all of a year, or the part of it for which the
//! norm bound the bearer or the log speaks.

use super::frame::Frame;
use crate::diagnostic::Message;
use crate::log::Instant;
use chrono::Datelike;

/// The reason of a year in which it always held.
pub(super) fn reason(frame: &Frame<'_>) -> Message {
    let world = frame.world;
    let begins_a_year = |at: Instant| {
        let day = world.date_of(at);
        day.ordinal() == 1 && world.day_start(day) == at
    };
    if begins_a_year(frame.from) && begins_a_year(frame.until) {
        return Message::new("why.held");
    }
    let log_begins_there = world.log.coverage.hull().is_some_and(|hull| hull.from == frame.from);
    let key = if log_begins_there { "why.held.log" } else { "why.held.bound" };
    let last = world.date_of(Instant(frame.until.0 - 1));
    Message::new(key).with("from", world.date_of(frame.from)).with("until", last)
}
