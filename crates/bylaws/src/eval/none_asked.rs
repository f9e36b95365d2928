//! Why nothing is due of what is met with none: where the number that is asked for comes to nothing, where an exception puts
//! nothing in its place, or where too few days count.

use super::frame::{Frame, Limits};
use super::instead;
use crate::diagnostic::Message;
use crate::log::{Exact, Instant};

/// The reason of what is fulfilled since none is required; `days` are those that count, and all that there are.
pub(super) fn reason(
    frame: &Frame<'_>,
    at: Instant,
    limits: &Limits,
    days: Option<(i64, i64)>,
    counted: Exact,
) -> Message {
    let is_nothing = limits.low == Some(Exact::ZERO);
    let message = match days {
        Some((days, of)) if !is_nothing => {
            Message::new("why.none_asked.share").with("days", days).with("of", of)
        }
        _ if matches!(instead::quantity(frame, at), Ok(Some(_))) => Message::new("why.none_asked.exception"),
        _ => Message::new("why.none_asked"),
    };
    message.with("count", counted)
}
