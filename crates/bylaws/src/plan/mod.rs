//! Stage 3, checked policy → plan: the windows of the calendar and the keys that joins run on.
//!
//! Everything here is arithmetic on the policy and its calendar; no record is looked at.

mod days;
mod keys;
mod lowered;
mod periods;
mod strata;

pub use days::{Shift, day_of_year, deadline_after, elapsed, start_before};
pub use keys::{
    Key, attribute_key, conjuncts, depends_on_hand, depends_on_time, join_key, spell_keys, used_attributes,
    used_keys,
};
pub(crate) use keys::{each_expr, visit};
pub use lowered::{Counted, Lowered, lowered};
pub use periods::{Period, known, periods};
pub use strata::{Source, gives, strata};
