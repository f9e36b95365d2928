//! What the monitor tells.

use crate::eval::{Outcome, Verdict};
use crate::log::{Instant, LogError, Moment, Place};
use std::sync::Arc;

/// Something that the monitor tells as soon as it is so.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A verdict has become certain. An undetermined one is told when its time, and the time for corrections, is
    /// over: nothing that is still to come on time decides it.
    Certain(Outcome),
    /// A verdict that was told has become another one; an open or undetermined one takes back what was told.
    Changed {
        /// What was told before.
        before: Verdict,
        /// What holds now.
        now: Outcome,
    },
    /// An instance of which a verdict was told is there no longer.
    Withdrawn {
        /// Which.
        instance: Instance,
        /// What was told before.
        before: Verdict,
    },
    /// A record that came later than the lateness allows.
    Late(Late),
    /// A record that is wrong, and is set aside.
    Bad(LogError),
}

impl Told {
    // Where it stands among others: what is of no norm first, then by norm, bearer and time.
    pub(super) fn place(&self) -> Option<(usize, &str, Instant, Option<&str>)> {
        match self {
            Self::Certain(now) | Self::Changed { now, .. } => {
                Some((now.norm, &now.bearer, now.from, now.trigger.as_deref()))
            }
            Self::Withdrawn { instance, .. } => {
                Some((instance.norm, &instance.bearer, instance.from, instance.trigger.as_deref()))
            }
            Self::Late(_) | Self::Bad(_) => None,
        }
    }
}

/// An instance of a norm, by what names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Position of the norm in the policy.
    pub norm: usize,
    /// The bearer's id.
    pub bearer: Arc<str>,
    /// Canonical name of the one of those that the norm is stated for each of.
    pub of_each: Option<Arc<str>>,
    /// Start of its window.
    pub from: Instant,
    /// Id of the triggering record.
    pub trigger: Option<Arc<str>>,
}

impl Instance {
    /// Whether it is a duty of whoever is asked for, as [`crate::eval::Outcome::is_of`] takes it.
    #[must_use]
    pub fn is_of(&self, asked: &str) -> bool {
        crate::eval::is_asked_for(asked, &self.bearer, self.of_each.as_deref())
    }
}

/// A record that came too late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// Its id.
    pub id: Arc<str>,
    /// Position of its type in the vocabulary.
    pub kind: usize,
    /// Where it was read.
    pub place: Place,
    /// When it happened.
    pub at: Moment,
    /// Whether it still counts: what it touches was judged again. If not, all that it could touch is closed.
    pub taken: bool,
}
