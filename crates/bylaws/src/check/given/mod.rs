//! Records and values that a scenario gives, as a log would hold them.

mod log;
mod whole;

pub(crate) use log::{Refused, log_given};

use super::Checker;
use crate::diagnostic::{Diagnostic, Message, nearest};
use crate::log::{Name, Place, RawRecord, RawValue, RecordReader, Shapes, Type, Words};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Expr, ExprKind, Given, Ident};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

impl Checker<'_> {
    /// What a log with these records would be refused for; gives back which.
    pub(super) fn records_refused(&mut self, records: &[&Spanned<Given>]) -> Vec<Span> {
        let reader = self.record_reader();
        let wrong =
            |record: &&Spanned<Given>| Some((record.span, self.record_refused(&reader, &record.node)?));
        let problems: Vec<(Span, Diagnostic)> = records.iter().filter_map(wrong).collect();
        problems.into_iter().map(|(span, problem)| (self.report(problem), span).1).collect()
    }

    fn record_refused(&self, reader: &RecordReader<'_>, record: &Given) -> Option<Diagnostic> {
        let error = reader.check(&raw(record, 0, "e1"), &mut Words::default()).0.err()?.error;
        let (_, event) = self.vocabulary_ref().event_named(&record.kind.node)?;
        let wrong = error.field.as_deref().and_then(|name| event.field_index(name));
        let written = |(name, _): &&(Ident, Expr)| {
            Some(name.node.as_str()) == error.field.as_deref()
                || wrong.is_some() && event.field_index(&name.node) == wrong
        };
        let Some((_, value)) = record.fields.iter().find(written) else {
            return Some(refused(error.message, record.kind.span));
        };
        let problem = refused(error.message, value.span);
        Some(match wrong.and_then(|index| event.fields.get_index(index)) {
            Some((_, field)) if !field.private => self.nearly_a_value(problem, &field.ty, value),
            _ => problem,
        })
    }

    /// The value that a scenario gives for a parameter.
    pub(super) fn parameter_given(&mut self, name: &Ident, value: &Expr) {
        let Some(parameter) = self.policy.parameters.values().find(|p| p.name.answers_to(&name.node)) else {
            let names: Vec<Name> = self.policy.parameters.values().map(|p| p.name.clone()).collect();
            self.unknown("B0812", name.span, &name.node, names.iter());
            return;
        };
        let raw = raw_value(value);
        let problem = self.record_reader().value_refused(&parameter.name, &parameter.ty, &raw);
        if let Some(message) = problem {
            let problem = self.nearly_a_value(refused(message, value.span), &parameter.ty, value);
            self.report(problem);
        }
    }

    fn record_reader(&self) -> RecordReader<'_> {
        let vocabulary = &self.policy.vocabulary;
        let shapes = self.shapes.get_or_init(|| Arc::new(Shapes::of(vocabulary)));
        RecordReader::shaped(vocabulary, self.policy.zone, Arc::clone(shapes))
    }

    // Of a few names the one that was probably meant.
    fn nearly_a_value(&self, problem: Diagnostic, ty: &Type, value: &Expr) -> Diagnostic {
        let vocabulary = self.vocabulary_ref();
        let names: Vec<&Name> = match ty {
            Type::Role => vocabulary.roles.values().map(|role| &role.name).collect(),
            Type::Enum(of) => {
                vocabulary.enums.get(of).into_iter().flat_map(|of| of.variants.values()).collect()
            }
            _ => return problem,
        };
        let ExprKind::Name(found) = &value.kind else { return problem };
        match nearest(found, names.into_iter().flat_map(Name::forms)) {
            Some(near) => {
                let advice = Message::new("help.did_you_mean").with("name", near);
                problem.help(advice).fix(value.span, near)
            }
            None => problem,
        }
    }
}

// The words, and the code, that a log would be refused with.
fn refused(message: Message, span: Span) -> Diagnostic {
    Diagnostic { message, ..Diagnostic::error("", span) }
}

/// The id that a record is given by its author, and where.
pub(super) fn own_id(given: &Given) -> Option<(&str, Span)> {
    let id = given.fields.iter().find(|(name, _)| matches!(name.node.as_str(), "id" | "编号"));
    id.and_then(|(_, value)| match &value.kind {
        ExprKind::Name(word) | ExprKind::Text(word) => Some((word.as_str(), value.span)),
        _ => None,
    })
}

/// The ids of the records that a scenario gives: their own, or by their place; with a mark where that is the own id of another
/// one.
#[must_use]
pub fn ids<'g>(given: impl Iterator<Item = &'g Given>) -> Vec<String> {
    let own: Vec<Option<&str>> = given.map(|given| own_id(given).map(|(id, _)| id)).collect();
    let taken: HashSet<&str> = own.iter().copied().flatten().collect();
    let by_place = |index: usize| {
        let mut id = by_place(index);
        while taken.contains(id.as_str()) {
            id.push('\'');
        }
        id
    };
    own.iter().enumerate().map(|(index, own)| own.map_or_else(|| by_place(index), str::to_owned)).collect()
}

/// What a record is called that has no id of its own, if no other one is.
pub(super) fn by_place(index: usize) -> String {
    format!("e{}", index + 1)
}

/// The record at a place among those that a scenario gives.
pub(crate) fn raw(given: &Given, index: usize, id: &str) -> RawRecord<'static> {
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

/// A plain value; nothing of what is worked out.
pub(crate) fn raw_value(expr: &Expr) -> RawValue<'static> {
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
