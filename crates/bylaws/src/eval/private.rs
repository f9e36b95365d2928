//! What rests on private fields stays inside: an outcome is told without the numbers.

use super::outcome::Outcome;
use super::quotas::Quotas;
use super::world::Store;
use crate::diagnostic::Message;

/// What messages call the numbers of an outcome.
const NUMBERS: [&str; 5] = ["count", "required", "missing", "left", "right"];

impl Store<'_> {
    /// An outcome as it may be told.
    pub(super) fn told(&self, mut outcome: Outcome) -> Outcome {
        let is_private = self.policy.norms.get_index(outcome.norm).is_some_and(|(_, norm)| norm.private);
        if !is_private {
            return outcome;
        }
        let tells_numbers = outcome.why().args.iter().any(|(name, _)| NUMBERS.contains(name));
        if tells_numbers {
            outcome.said = Some(Message::new("why.private"));
        }
        (outcome.measured, outcome.required, outcome.at_most) = (None, None, false);
        outcome.quotas = Quotas::default();
        outcome.used.clear();
        outcome
    }
}
