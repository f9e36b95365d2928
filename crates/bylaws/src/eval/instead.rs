//! What exceptions put in the place of what a norm says: taken where a bearer comes into a window, or at the trigger,
//! like the version of a norm (rule S4). The deepest that applies counts; siblings must agree.

use super::context::Context;
use super::frame::Frame;
use super::term::{Doubt, Truth};
use crate::check::policy::{Exception, Instead, Quantity};
use crate::log::{Instant, Length};

/// The quantity that counts instead, if any does, as of an instant or the trigger.
pub(super) fn quantity<'a>(frame: &Frame<'a>, at: Instant) -> Result<Option<&'a Quantity>, Doubt> {
    one(frame, at, |instead| match instead {
        Instead::Quantity(quantity) => Some(quantity),
        Instead::Within(_) => None,
    })
}

/// The length of the time limit that counts instead, if any does.
pub(super) fn length(frame: &Frame<'_>) -> Result<Option<Length>, Doubt> {
    one(frame, frame.from, |instead| match instead {
        Instead::Within(length) => Some(*length),
        Instead::Quantity(_) => None,
    })
}

fn one<'a, T: PartialEq>(
    frame: &Frame<'a>,
    at: Instant,
    of_kind: impl Fn(&'a Instead) -> Option<T> + Copy,
) -> Result<Option<T>, Doubt> {
    let exceptions = &frame.norm.exceptions;
    if exceptions.iter().all(|exception| exception.instead.is_none()) {
        return Ok(None);
    }
    let at = frame.trigger.map_or(at, |trigger| trigger.at.first);
    let context = match frame.trigger {
        Some(trigger) => frame.context(at).over((Instant::MIN, trigger.at.end)),
        None => frame.context(at),
    };
    let mut found: Option<(T, usize)> = None;
    for index in (0..exceptions.len()).filter(|i| exceptions.get(*i).is_some_and(|e| e.to.is_none())) {
        let Some((index, value)) = deepest(&context, exceptions, index)?
            .and_then(|index| Some((index, of_kind(exceptions.get(index)?.instead.as_ref()?)?)))
        else {
            continue;
        };
        if let Some((other, first)) = &found
            && *other != value
        {
            return Err(Doubt::Exceptions(labels(exceptions, &[*first, index])));
        }
        found.get_or_insert((value, index));
    }
    Ok(found.map(|(value, _)| value))
}

/// The position of the exception that counts in the end, of one and those that take it back.
fn deepest(context: &Context<'_>, exceptions: &[Exception], index: usize) -> Result<Option<usize>, Doubt> {
    let Some(exception) = exceptions.get(index) else { return Ok(None) };
    match context.truth(&exception.condition) {
        Truth::False | Truth::Empty => return Ok(None),
        Truth::Unknown(doubt) => return Err(doubt),
        Truth::True => {}
    }
    let against = exceptions.iter().enumerate().filter(|(_, e)| e.to == Some(index)).map(|(i, _)| i);
    for other in against {
        if let Some(found) = deepest(context, exceptions, other)? {
            return Ok(Some(found));
        }
    }
    Ok(Some(index))
}

fn labels(exceptions: &[Exception], which: &[usize]) -> String {
    let label = |index: &usize| {
        let label = exceptions.get(*index).and_then(|e| e.label.clone());
        label.unwrap_or_else(|| format!("{}", index + 1))
    };
    which.iter().map(label).collect::<Vec<_>>().join("、")
}
