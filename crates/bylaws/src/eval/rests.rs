//! What a condition rests on: on records, on the window it is asked in, on nothing but the calendar.

use crate::check::policy::{Expr, From};
use crate::plan;

/// An exception that looks for events, or measures states over a stretch, holds for the whole instance; one on
/// states holds by the day.
pub(super) fn rests_on_events(condition: &Expr) -> bool {
    let mut found = false;
    plan::visit(condition, &mut |e| {
        let over_a_stretch = matches!(e, Expr::UnitsWith(..) | Expr::SpellTime(..));
        found |= over_a_stretch || e.selection().is_some_and(|s| matches!(s.from, From::Event(_)));
    });
    found
}

/// Whether a condition looks at what happens or lasts in the window.
pub(super) fn rests_on_window(condition: &Expr) -> bool {
    let mut found = rests_on_events(condition);
    plan::visit(condition, &mut |e| {
        found |=
            matches!(e, Expr::TimeOf(..) | Expr::UnitsWith(..) | Expr::SpellTime(..) | Expr::Previous(_));
    });
    found
}

/// Whether the calendar alone decides a condition: it tells of days to come as of those that are over.
pub(super) fn rests_on_the_calendar(condition: &Expr) -> bool {
    match condition {
        Expr::During(_) => true,
        Expr::Not(one) => rests_on_the_calendar(one),
        Expr::And(all) | Expr::Or(all) => all.iter().all(rests_on_the_calendar),
        _ => false,
    }
}

/// Whether a filter looks at more than the fields of what is in hand: at something that may turn with time.
pub(super) fn looks_around(filter: &Expr) -> bool {
    let mut found = plan::depends_on_time(filter);
    plan::visit(filter, &mut |e| found |= e.selection().is_some());
    found
}
