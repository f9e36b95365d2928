//! Parts of which too few, or too many, are there (`of which`): what each comes to, and whether they decide.

use super::outcome::Verdict;
use super::tally::Ruling;
use crate::check::policy::OfWhich;
use crate::diagnostic::Message;
use crate::log::Exact;
use std::sync::Arc;

/// A part of what is counted of which too few, or too many, meet the condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The condition, as it is written.
    pub condition: Arc<str>,
    /// How many surely meet it.
    pub counted: Exact,
    /// How many are to, or may.
    pub required: Exact,
    /// What is required is an upper limit.
    pub at_most: bool,
}

/// The parts that are not as they should be, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotas {
    /// Each of them.
    pub unmet: Vec<Quota>,
    /// Parts of which there were enough only with what was made up, as they were at the end.
    pub made_up: Vec<Quota>,
    /// Whether it is by these that the verdict is what it is, and not by the number of all.
    pub decide: bool,
}

impl Quota {
    /// What a part comes to between two limits, if that is not as it should be.
    pub(super) fn unmet(
        of: &OfWhich,
        counted: Exact,
        (low, high): (Option<Exact>, Option<Exact>),
    ) -> Option<Self> {
        let exceeded = high.filter(|high| counted > *high);
        let required = exceeded.or(low.filter(|low| counted < *low))?;
        Some(Self { condition: of.words.clone(), counted, required, at_most: exceeded.is_some() })
    }

    /// What a part came to in time, if there are enough only with what was made up.
    pub(super) fn made_up(of: &OfWhich, in_time: usize, low: Option<Exact>, ruling: &Ruling) -> Option<Self> {
        let counted = Exact::ratio(i128::try_from(in_time).ok()?, 1)?;
        let required = low.filter(|_| ruling.verdict == Verdict::Late)?;
        Some(Self { condition: of.words.clone(), counted, required, at_most: false })
    }

    /// How many are missing, or are there too many.
    #[must_use]
    pub fn differ_by(&self) -> Exact {
        let (more, less) =
            if self.at_most { (self.counted, self.required) } else { (self.required, self.counted) };
        more.sub(less).unwrap_or(Exact::ZERO)
    }

    /// A message that speaks of it.
    pub(super) fn told(&self, key: &'static str) -> Message {
        let message = Message::new(key).with("condition", &self.condition).with("which", self.counted);
        message.with("required", self.required)
    }
}

impl Quotas {
    /// The one that decides.
    #[must_use]
    pub fn deciding(&self) -> Option<&Quota> {
        self.unmet.first().filter(|_| self.decide)
    }

    /// Those of which some are missing.
    pub fn lacking(&self) -> impl Iterator<Item = &Quota> {
        self.unmet.iter().filter(|quota| !quota.at_most)
    }

    /// Says whether they decide a ruling that the number of all alone would bring to another one.
    pub(super) fn held_against(mut self, ruling: &Ruling, whole: &Ruling, are_enough: bool) -> Self {
        self.decide = match ruling.verdict {
            Verdict::Breached => (whole.verdict, whole.excess) != (Verdict::Breached, ruling.excess),
            Verdict::Open => are_enough && self.lacking().next().is_some(),
            _ => false,
        };
        if ruling.verdict != Verdict::Late || whole.verdict == Verdict::Late {
            self.made_up.clear();
        }
        // One too many is what decides where it comes before the end.
        self.unmet.sort_by_key(|quota| quota.at_most != ruling.excess);
        self
    }
}
