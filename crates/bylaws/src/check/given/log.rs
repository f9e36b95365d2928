//! The log that a scenario's records and its coverage come to.

use super::{ids, raw};
use crate::check::CheckedPolicy;
use crate::diagnostic::Message;
use crate::log::{
    EventLog, Instant, LogBuilder, LogError, Place, RawRecord, RawValue, RecordReader, parse_moment,
};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Ident, Test, TestClause};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::Arc;

/// What a log with what a scenario gives would be refused for.
pub(crate) struct Refused {
    /// The record, or the coverage, that is wrong.
    pub span: Option<Span>,
    /// What is wrong with it.
    pub message: Message,
}

/// The scenario's log. Ids need no registration: naming a thing in a scenario is enough.
pub(crate) fn log_given(
    (policy, reader): (&CheckedPolicy, &RecordReader<'_>),
    test: &Test,
    as_of: Instant,
    known_at: Option<Instant>,
) -> Result<EventLog, Vec<Refused>> {
    let mut builder = LogBuilder::reading_by(reader.clone()).known_at(known_at).open_world(true);
    let records: Vec<_> = test.given().collect();
    let covers: Vec<_> = test.clauses.iter().filter_map(covered).collect();
    let ids = ids(records.iter().map(|record| &record.node));
    for (index, (record, id)) in records.iter().zip(ids).enumerate() {
        builder.push(raw(&record.node, index, &id));
    }
    for (index, (_, from, until, kinds)) in covers.iter().enumerate() {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.node.as_str()).collect();
        builder.push(coverage(records.len() + index, (*from, *until), &kinds));
    }
    if covers.is_empty() {
        // A scenario that says nothing tells the whole story: from its first record, or the first day in
        // force, up to its as-of date.
        let moments = records.iter().filter_map(|record| parse_moment(&record.node.at.node, policy.zone));
        let in_force = policy.in_force_from.map(|day| policy.zone.day_start(day));
        let last = Instant(as_of.0 - 1);
        let from = moments.map(|moment| moment.first).chain(in_force).fold(last, Instant::min);
        let days = (policy.zone.date_of(from), policy.zone.date_of(last));
        builder.push(coverage(records.len(), days, &[]));
    }
    let places: Vec<Span> =
        records.iter().map(|one| one.span).chain(covers.iter().map(|one| one.0)).collect();
    let refused = |error: LogError| {
        let place = usize::try_from(error.place.line).ok().and_then(|line| line.checked_sub(1));
        Refused { span: place.and_then(|place| places.get(place).copied()), message: error.message }
    };
    builder.finish().map_err(|errors| errors.into_iter().map(refused).collect())
}

type Covered<'t> = (Span, NaiveDate, NaiveDate, &'t [Ident]);

fn covered(clause: &Spanned<TestClause>) -> Option<Covered<'_>> {
    match &clause.node {
        TestClause::Covers(from, until, kinds) => {
            Some((from.span.to(until.span), from.node, until.node, kinds))
        }
        _ => None,
    }
}

fn coverage(index: usize, (from, until): (NaiveDate, NaiveDate), kinds: &[&str]) -> RawRecord<'static> {
    let text = |value: &str| RawValue::Text(Cow::Owned(value.to_owned()));
    let mut fields = vec![
        (Cow::Borrowed("type"), text("coverage")),
        (Cow::Borrowed("from"), text(&from.to_string())),
        (Cow::Borrowed("until"), text(&until.to_string())),
    ];
    if !kinds.is_empty() {
        fields.push((Cow::Borrowed("types"), RawValue::List(kinds.iter().map(|kind| text(kind)).collect())));
    }
    RawRecord { place: Place { input: Arc::from("test"), line: index as u64 + 1 }, fields }
}
