//! What a scenario gives: records, coverage and parameters, in the author's words.

use super::Failure;
use crate::check::{CheckedPolicy, ids, raw, raw_value};
use crate::diagnostic::{Arg, Message};
use crate::log::{
    EventLog, Instant, LogBuilder, LogError, Place, RawRecord, RawValue, RecordReader, Value, parse_moment,
};
use crate::syntax::ast::{Expr, Ident, Test, TestClause};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::sync::Arc;

/// The scenario's log. Ids need no registration: naming a thing in a scenario is enough.
pub(super) fn log(
    policy: &CheckedPolicy,
    test: &Test,
    as_of: Instant,
    known_at: Option<Instant>,
) -> Result<EventLog, Vec<Failure>> {
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).known_at(known_at).open_world(true);
    let mut first: Option<Instant> = None;
    let mut stated = false;
    let records: Vec<_> = test.given().collect();
    let ids = ids(records.iter().map(|record| &record.node));
    for (index, (record, id)) in records.iter().zip(ids).enumerate() {
        let at = parse_moment(&record.node.at.node, policy.zone).map(|m| m.first);
        first = first.into_iter().chain(at).min();
        builder.push(raw(&record.node, index, &id));
    }
    for clause in &test.clauses {
        if let TestClause::Covers(from, until, kinds) = &clause.node {
            stated = true;
            let kinds: Vec<&str> = kinds.iter().map(|k| k.node.as_str()).collect();
            builder.push(coverage(&from.node.to_string(), &until.node.to_string(), &kinds));
        }
    }
    if !stated {
        // A scenario that says nothing tells the whole story: from its first record, or the first day in
        // force, up to its as-of date.
        let in_force = policy.in_force_from.map(|day| policy.zone.day_start(day));
        let from = first.into_iter().chain(in_force).min().unwrap_or(as_of);
        let (from, until) = (policy.zone.date_of(from), policy.zone.date_of(Instant(as_of.0 - 1)));
        builder.push(coverage(&from.to_string(), &until.to_string(), &[]));
    }
    let problem = |error: LogError| {
        let number = error.place.line;
        let record = usize::try_from(number).ok().and_then(|number| records.get(number.checked_sub(1)?));
        let problem = Arg::Message(Box::new(error.message));
        let message = Message::new("scenario.record").with("number", number).with_arg("problem", problem);
        Failure { span: record.map(|record| record.span), ..Failure::from(message) }
    };
    builder.finish().map_err(|errors| errors.into_iter().map(problem).collect())
}

fn coverage(from: &str, until: &str, kinds: &[&str]) -> RawRecord<'static> {
    let text = |value: &str| RawValue::Text(Cow::Owned(value.to_owned()));
    let mut fields = vec![
        (Cow::Borrowed("type"), text("coverage")),
        (Cow::Borrowed("from"), text(from)),
        (Cow::Borrowed("until"), text(until)),
    ];
    if !kinds.is_empty() {
        fields.push((Cow::Borrowed("types"), RawValue::List(kinds.iter().map(|k| text(k)).collect())));
    }
    RawRecord { place: Place { input: Arc::from("test"), line: 0 }, fields }
}

/// The scenario's parameters, typed as declared.
pub(super) fn parameters(policy: &CheckedPolicy, test: &Test) -> IndexMap<String, Value> {
    let reader = RecordReader::new(&policy.vocabulary, policy.zone);
    let typed = |(name, expr): &(Ident, Expr)| {
        let parameter = policy.parameters.values().find(|p| p.name.answers_to(&name.node))?;
        let value = reader.value_of(&parameter.ty, &raw_value(expr))?;
        Some((parameter.name.canonical.clone(), value))
    };
    test.parameters().filter_map(typed).collect()
}
