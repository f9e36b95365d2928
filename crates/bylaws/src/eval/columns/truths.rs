//! Conditions on one field, asked once for each of its values.

use super::super::context::{Context, Hand};
use super::super::term::Truth;
use super::Counting;
use crate::log::{Columns, Instant, Moment, Record};

/// Whether records with a value pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    Yes,
    No,
    /// It is not known.
    Perhaps,
}

/// A condition, by the number of the value of a field.
pub(super) struct Condition {
    pub field: usize,
    pub passes: Vec<Pass>,
}

/// All further conditions of what is counted; those that every value passes are left out.
pub(super) fn of(counting: &Counting<'_>, columns: &Columns) -> Vec<Condition> {
    let conditions = counting.counted.conditions.iter().map(|(field, condition)| {
        let fields = columns.fields();
        let ask = |value: &Option<crate::log::Value>| {
            let mut values = vec![None; fields];
            if let Some(slot) = values.get_mut(*field) {
                slot.clone_from(value);
            }
            let record = Record {
                id: std::sync::Arc::from(""),
                kind: columns.kind,
                at: Moment::instant(Instant::MIN),
                recorded_at: None,
                fields: values.into_boxed_slice(),
                place: crate::log::Place::default(),
            };
            let at = Instant::MIN;
            let context = Context::new(counting.world, at, (at, at)).holding(Hand::Record(&record), at);
            match context.truth(condition) {
                Truth::True => Pass::Yes,
                Truth::False | Truth::Empty => Pass::No,
                Truth::Unknown(_) => Pass::Perhaps,
            }
        };
        let values = columns.values(*field, &counting.log.shared);
        Condition { field: *field, passes: values.iter().map(ask).collect() }
    });
    conditions.filter(|condition| condition.passes.iter().any(|pass| *pass != Pass::Yes)).collect()
}
