//! How much work evaluation may be. Counted are windows, triggers, records, spells and days as they are looked at; what
//! comes of an evaluation that took more than it may is thrown away, and the error says so.

use crate::check::CheckedPolicy;
use crate::diagnostic::{Arg, Message};
use crate::limits;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// How many steps an evaluation may take. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct Work(Option<Arc<Meter>>);

#[derive(Debug)]
struct Meter {
    most: u64,
    spent: AtomicU64,
    /// Position of the norm that is judged.
    norm: AtomicUsize,
}

/// An evaluation took more steps than it may; nothing of it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("evaluation took more than {most} steps")]
pub struct Exceeded {
    /// How many steps it might take.
    pub most: u64,
    /// Position of the norm that was judged last.
    pub norm: usize,
}

impl Exceeded {
    /// The words, in either language.
    #[must_use]
    pub fn message(&self, policy: &CheckedPolicy) -> Message {
        let norm = policy.norms.get_index(self.norm).map(|(_, norm)| norm.name.both());
        let norm = norm.unwrap_or_else(|| Arg::from(""));
        Message::new("L0301").with("limit", self.most).with_arg("norm", norm)
    }
}

impl Work {
    /// At most so many steps.
    #[must_use]
    pub fn at_most(steps: u64) -> Self {
        Self(Some(Arc::new(Meter { most: steps, spent: AtomicU64::new(0), norm: AtomicUsize::new(0) })))
    }

    /// How many steps were taken; none are counted where there is no limit.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.0.as_ref().map_or(0, |meter| meter.spent.load(Relaxed))
    }

    /// What was found, if it took no more steps than it may.
    ///
    /// # Errors
    /// It took more.
    pub fn within<T>(&self, found: T) -> Result<T, Exceeded> {
        match &self.0 {
            Some(meter) if self.is_exceeded() => {
                Err(Exceeded { most: meter.most, norm: meter.norm.load(Relaxed) })
            }
            _ => Ok(found),
        }
    }

    pub(crate) fn turns_to(&self, norm: usize) {
        if let Some(meter) = self.0.as_ref().filter(|_| !self.is_exceeded()) {
            meter.norm.store(norm, Relaxed);
        }
    }

    /// Takes so many steps, and says whether one may go on.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        let Some(meter) = &self.0 else { return true };
        let steps = u64::try_from(steps).unwrap_or(u64::MAX / 4).min(u64::MAX / 4);
        let before = meter.spent.load(Relaxed);
        // Once it is exceeded it stays so, and does not go round.
        before <= meter.most && meter.spent.fetch_add(steps, Relaxed).saturating_add(steps) <= meter.most
    }

    pub(crate) fn is_exceeded(&self) -> bool {
        self.0.as_ref().is_some_and(|meter| meter.spent.load(Relaxed) > meter.most)
    }

    /// Takes the steps that windows of so many days over a stretch of days are, and says whether one may go on: more
    /// of them than any log has are not even listed.
    pub(crate) fn spend_windows(&self, days: i64, each: i64) -> bool {
        let windows = days.max(0) / each.max(1);
        let listed =
            if windows > limits::WINDOWS { usize::MAX } else { usize::try_from(windows).unwrap_or(0) };
        self.spend(listed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_step_is_still_one_and_a_further_one_too_many() {
        let work = Work::at_most(3);
        assert!(work.spend(2) && work.clone().spend(1));
        assert_eq!((work.within(()), work.spent()), (Ok(()), 3));
        assert!(!work.spend(1));
        assert_eq!(work.within(()), Err(Exceeded { most: 3, norm: 0 }));
        assert!(!work.spend(usize::MAX) && work.is_exceeded());
        let without = Work::default();
        assert!(without.spend(usize::MAX) && without.within(()).is_ok());
    }
}
