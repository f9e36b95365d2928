//! What exceptions put in the place of what a norm says: taken where a bearer comes into a window, or at the trigger,
//! like the version of a norm (rule S4). The deepest that applies counts; siblings must agree.

use super::context::Context;
use super::exceptions;
use super::frame::Frame;
use super::term::{Doubt, Truth};
use crate::check::policy::{Exception, Instead, Quantity};
use crate::log::{Instant, Length};

/// The quantity that counts instead, if any does, as of an instant or the trigger.
pub(super) fn quantity<'a>(frame: &Frame<'a>, at: Instant) -> Result<Option<&'a Quantity>, Doubt> {
    one(frame, at, of_quantity)
}

/// All quantities that may count instead.
pub(super) fn quantities(exceptions: &[Exception]) -> impl Iterator<Item = &Quantity> {
    exceptions.iter().filter_map(|exception| exception.instead.as_ref().and_then(of_quantity))
}

fn of_quantity(instead: &Instead) -> Option<&Quantity> {
    match instead {
        Instead::Quantity(quantity) => Some(quantity),
        Instead::Within(_) => None,
    }
}

/// The length of the time limit that counts instead, if any does.
pub(super) fn length(frame: &Frame<'_>) -> Result<Option<Length>, Doubt> {
    one(frame, frame.from, |instead| match instead {
        Instead::Within(length) => Some(*length),
        Instead::Quantity(_) => None,
    })
}

/// The exceptions that put something else in the place of what the norm says, as of an instant or the trigger.
pub(super) fn applying(frame: &Frame<'_>, at: Instant) -> Vec<usize> {
    let exceptions = &frame.norm.exceptions;
    let context = frame.when_asked(at);
    let puts = |index: &usize| exceptions.get(*index).is_some_and(|one| one.instead.is_some());
    let all = (0..exceptions.len()).filter(puts);
    all.filter(|index| counts(&context, exceptions, *index) == Truth::True).collect()
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
    let context = frame.when_asked(at);
    let mut found: Option<(T, usize)> = None;
    for (index, exception) in exceptions.iter().enumerate() {
        let Some(value) = exception.instead.as_ref().and_then(of_kind) else { continue };
        match counts(&context, exceptions, index) {
            Truth::False | Truth::Empty => continue,
            Truth::Unknown(doubt) => return Err(doubt),
            Truth::True => {}
        }
        if let Some((other, first)) = &found
            && *other != value
        {
            return Err(Doubt::Exceptions(labels(exceptions, &[*first, index])));
        }
        found.get_or_insert((value, index));
    }
    Ok(found.map(|(value, _)| value))
}

// Whether an exception holds, is not taken back, and those that it takes back hold too.
fn counts(context: &Context<'_>, exceptions: &[Exception], index: usize) -> Truth {
    let mut outer = exceptions.get(index).and_then(|exception| exception.to);
    let mut truth = exceptions::applies(context, exceptions, index);
    while let Some(exception) = outer.and_then(|up| exceptions.get(up)) {
        truth = truth.and(|| context.truth(&exception.condition));
        outer = exception.to;
    }
    truth
}

fn labels(exceptions: &[Exception], which: &[usize]) -> String {
    let label = |index: &usize| {
        let label = exceptions.get(*index).and_then(|e| e.label.clone());
        label.unwrap_or_else(|| format!("{}", index + 1))
    };
    which.iter().map(label).collect::<Vec<_>>().join("、")
}
