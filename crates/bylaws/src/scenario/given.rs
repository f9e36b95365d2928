//! What a scenario gives: records, coverage and parameters, in the author's words.

use crate::check::CheckedPolicy;
use crate::diagnostic::Message;
use crate::log::{
    EventLog, Exact, Instant, Length, LogBuilder, Place, RawRecord, RawValue, Type, Value, parse_moment,
};
use crate::syntax::ast::{Expr, ExprKind, Given, Test, TestClause};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// The scenario's log. Ids need no registration: naming a thing in a scenario is enough.
pub(super) fn log(
    policy: &CheckedPolicy,
    test: &Test,
    as_of: Instant,
    known_at: Option<Instant>,
) -> Result<EventLog, Vec<Message>> {
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).known_at(known_at).open_world(true);
    let mut first: Option<Instant> = None;
    let mut stated = false;
    let records: Vec<_> = test.given().collect();
    let ids = ids(records.iter().map(|record| &record.node));
    for (index, (record, id)) in records.into_iter().zip(ids).enumerate() {
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
    builder.finish().map_err(|errors| errors.into_iter().map(|e| problem(e.place.line, e.message)).collect())
}

fn problem(number: u64, message: Message) -> Message {
    Message::new("scenario.record")
        .with("number", number)
        .with_arg("problem", crate::diagnostic::Arg::Message(Box::new(message)))
}

// The id that a record is given by its author.
fn own_id(given: &Given) -> Option<&str> {
    let id = given.fields.iter().find(|(name, _)| matches!(name.node.as_str(), "id" | "编号"));
    id.and_then(|(_, value)| match &value.kind {
        ExprKind::Name(word) | ExprKind::Text(word) => Some(word.as_str()),
        _ => None,
    })
}

/// The ids of the records that a scenario gives: their own, or by their place.
#[must_use]
pub fn ids<'g>(given: impl Iterator<Item = &'g Given>) -> Vec<String> {
    let own: Vec<Option<&str>> = given.map(own_id).collect();
    let taken: HashSet<&str> = own.iter().copied().flatten().collect();
    let by_place = |index: usize| {
        let mut id = format!("e{}", index + 1);
        while taken.contains(id.as_str()) {
            id.push('\'');
        }
        id
    };
    own.iter().enumerate().map(|(index, own)| own.map_or_else(|| by_place(index), str::to_owned)).collect()
}

fn raw(given: &Given, index: usize, id: &str) -> RawRecord<'static> {
    let text = |value: &str| RawValue::Text(Cow::Owned(value.to_owned()));
    let mut fields: Vec<(Cow<'static, str>, RawValue<'static>)> =
        vec![(Cow::Borrowed("type"), text(&given.kind.node)), (Cow::Borrowed("at"), text(&given.at.node))];
    if !given.fields.iter().any(|(name, _)| matches!(name.node.as_str(), "id" | "编号")) {
        fields.push((Cow::Borrowed("id"), text(id)));
    }
    for (name, value) in &given.fields {
        fields.push((Cow::Owned(name.node.clone()), raw_value(value)));
    }
    RawRecord { place: Place { input: Arc::from("test"), line: index as u64 + 1 }, fields }
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

fn raw_value(expr: &Expr) -> RawValue<'static> {
    let text = |value: String| RawValue::Text(Cow::Owned(value));
    match &expr.kind {
        ExprKind::Number(n) => RawValue::Number(Cow::Owned(n.to_string())),
        ExprKind::Bool(value) => RawValue::Bool(*value),
        ExprKind::Text(value) | ExprKind::Name(value) | ExprKind::The(value) => text(value.clone()),
        ExprKind::Date(day) => text(day.to_string()),
        ExprKind::DateTime(time) => text(time.format("%Y-%m-%d %H:%M:%S").to_string()),
        ExprKind::Length(count, unit) => text(format!("{count} {}", unit.words().1)),
        ExprKind::Clock(minutes) => text(format!("{:02}:{:02}", minutes / 60, minutes % 60)),
        ExprKind::List(items) => RawValue::List(items.iter().map(raw_value).collect()),
        _ => RawValue::Null,
    }
}

/// The scenario's parameters, typed as declared.
pub(super) fn parameters(
    policy: &CheckedPolicy,
    test: &Test,
) -> Result<IndexMap<String, Value>, Vec<Message>> {
    let mut out = IndexMap::new();
    let given = test
        .clauses
        .iter()
        .filter_map(|c| if let TestClause::With(list) = &c.node { Some(list) } else { None });
    for (name, expr) in given.flatten() {
        let parameter = policy.parameters.values().find(|p| p.name.answers_to(&name.node));
        let value =
            parameter.and_then(|p| typed(policy, &p.ty, expr).map(|value| (p.name.canonical.clone(), value)));
        let (name, value) =
            value.ok_or_else(|| vec![Message::new("scenario.parameter").with("name", &name.node)])?;
        out.insert(name, value);
    }
    Ok(out)
}

fn typed(policy: &CheckedPolicy, ty: &Type, expr: &Expr) -> Option<Value> {
    let word = match &expr.kind {
        ExprKind::Text(w) | ExprKind::Name(w) => Some(Arc::<str>::from(w.as_str())),
        _ => None,
    };
    match (ty, &expr.kind) {
        (Type::Set(of), ExprKind::List(items)) => {
            items.iter().map(|item| typed(policy, of, item)).collect::<Option<Vec<_>>>().map(Value::Set)
        }
        (Type::Set(of), _) => typed(policy, of, expr).map(|one| Value::Set(vec![one])),
        (Type::Integer | Type::Decimal, ExprKind::Number(n)) => number(ty, *n),
        (Type::Bool, ExprKind::Bool(value)) => Some(Value::Bool(*value)),
        (Type::Duration, ExprKind::Length(count, unit)) => {
            Some(Value::Length(Length { count: *count, unit: *unit }))
        }
        (Type::Clock, ExprKind::Clock(minutes)) => Some(Value::Number(Exact::from(i64::from(*minutes)))),
        (Type::Date, ExprKind::Date(day)) => Some(Value::Time(policy.zone.day(*day))),
        (Type::DateTime, ExprKind::DateTime(time)) => Some(Value::Time(policy.zone.local_moment(*time))),
        (Type::Text, _) => word.map(Value::Text),
        (Type::Entity(_) | Type::AnyEntity, _) => word.map(Value::Entity),
        (Type::Role, _) => {
            policy.vocabulary.role_named(&word?).map(|r| Value::Role(Arc::from(r.name.canonical.as_str())))
        }
        (Type::Enum(name), _) => {
            let word = word?;
            let variants = &policy.vocabulary.enums.get(name)?.variants;
            variants
                .values()
                .find(|v| v.answers_to(&word))
                .map(|v| Value::Variant(Arc::from(v.canonical.as_str())))
        }
        _ => None,
    }
}

fn number(ty: &Type, n: Exact) -> Option<Value> {
    (*ty != Type::Integer || n.to_integer().is_some()).then_some(Value::Number(n))
}
