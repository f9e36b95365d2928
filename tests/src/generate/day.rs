//! Days and instants of generated logs, mostly those at which something begins or ends.

use super::template::{Words, one_of, word};
use proptest::prelude::*;

/// Days near the borders of windows, and others.
pub(super) fn day() -> Words {
    let borders = word(&[
        "2016-03-01",
        "2016-03-02",
        "2016-03-06",
        "2016-03-07",
        "2016-03-08",
        "2016-03-10",
        "2016-03-11",
        "2016-03-12",
        "2016-03-14",
        "2016-03-15",
        "2016-03-20",
        "2016-03-31",
        "2016-04-01",
        "2016-04-04",
        "2016-04-08",
        "2016-04-09",
        "2016-04-15",
        "2016-04-18",
        "2016-04-30",
        "2016-05-01",
        "2016-05-13",
        "2016-05-16",
        "2016-05-31",
    ]);
    let months = prop_oneof![3 => Just(3), 2 => Just(4), 1 => Just(5)];
    let others = (months, 1_u32..=28).prop_map(|(month, day)| format!("2016-{month:02}-{day:02}"));
    one_of(vec![(3, borders), (2, others.boxed())])
}

/// Most records tell the day, some the minute.
pub(super) fn moment() -> Words {
    let clock = word(&["00:00", "08:30", "12:00", "23:59"]);
    let exact = (day(), clock).prop_map(|(day, clock)| format!("{day}T{clock}:00+08:00"));
    one_of(vec![(5, day()), (1, exact.boxed())])
}

/// Only the month or the year is known.
pub(super) fn vague() -> Words {
    word(&["2016-03", "2016-04", "2016-05", "2016", "2016-02"])
}
