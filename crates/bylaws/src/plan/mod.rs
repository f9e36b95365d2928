//! Stage 3, checked policy → plan: the windows of the calendar and the keys that joins run on.
//!
//! Everything here is arithmetic on the policy and its calendar; no record is looked at.

mod days;
mod effects;
mod keys;
mod looked_at;
mod lowered;
mod periods;
mod strata;

pub use days::{
    Shift, day_of_period, day_of_year, deadline_after, elapsed, first_within, last_before, months_of,
    off_days_off, part_of_day, start_before, time_of_day,
};
pub use effects::{Effects, effects, is_plain};
pub(crate) use keys::each_selection;
pub use keys::{
    Key, attribute_key, conjuncts, depends_on_hand, depends_on_time, each_deemed_expr, each_expr, join_key,
    spell_keys, used_attributes, used_keys, visit,
};
pub use looked_at::looked_at;
pub(crate) use lowered::counted;
pub use lowered::{Counted, Lowered, Trigger, lowered};
pub use periods::{Period, known, least_days, periods, up_to_a_date};
pub use strata::{Source, entangled, gives, needed, rests_on, rivals, strata};
