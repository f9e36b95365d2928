//! Numbers that are known in part.

use super::quantity::Limits;
use super::truth::Truth;
use bylaws::log::Exact;

pub(super) fn number_of(n: usize) -> Exact {
    Exact::from(n as i64)
}

/// How many there surely and possibly are.
pub(super) struct Number {
    pub(super) low: usize,
    pub(super) most: Option<usize>,
}

impl Number {
    /// Whether it keeps within limits.
    pub(super) fn within(&self, limits: Limits) -> Truth {
        let number = |n: usize| Exact::from(n as i64);
        let (low, most) = (number(self.low), self.most.map(number));
        let lower = limits.low.map_or(Truth::Yes, |(least, needed)| {
            if needed.is_some_and(|n| low >= n) {
                Truth::Yes
            } else if least.zip(most).is_some_and(|(n, most)| most < n) {
                Truth::No
            } else {
                Truth::Unknown
            }
        });
        let upper = limits.high.map_or(Truth::Yes, |(least, allowed)| {
            if allowed.is_some_and(|n| low > n) {
                Truth::No
            } else if least.zip(most).is_some_and(|(n, most)| most <= n) {
                Truth::Yes
            } else {
                Truth::Unknown
            }
        });
        Truth::all([lower, upper])
    }
}
