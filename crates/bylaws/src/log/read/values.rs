//! One field's words → a value of its type.

use super::is_empty;
use crate::diagnostic::{Arg, Lang, Message};
use crate::log::meant;
use crate::log::{
    Exact, Field, Length, LogError, Name, RawRecord, RawValue, RecordReader, Type, Unit, Value, parse_clock,
    parse_moment,
};
use std::borrow::Cow;
use std::sync::Arc;

impl RecordReader<'_> {
    /// A value of a type, if it is one.
    pub(crate) fn value_of(&self, ty: &Type, value: &RawValue<'_>) -> Option<Value> {
        self.typed(ty, value)
    }

    /// What is wrong with a value of that type, under that name.
    pub fn value_refused(&self, name: &Name, ty: &Type, value: &RawValue<'_>) -> Option<Message> {
        self.typed(ty, value).is_none().then(|| self.mistyped(name.both(), ty, &words(value)))
    }

    fn mistyped(&self, name: Arg, ty: &Type, found: &str) -> Message {
        if matches!(ty, Type::Date | Type::DateTime) {
            return meant::no_moment(found, self.zone).with_arg("field", name).with("found", found);
        }
        let expected = Arg::Message(Box::new(self.expected(ty)));
        let is_number = matches!(ty, Type::Integer | Type::Decimal);
        let message = match meant::number(found).filter(|_| is_number) {
            Some(meant) => Message::new("L0105.meant").with("meant", meant),
            None => Message::new("L0105"),
        };
        message.with_arg("field", name).with("found", found).with_arg("expected", expected)
    }

    pub(super) fn value(
        &self,
        raw: &RawRecord<'_>,
        field: &Field,
        value: &RawValue<'_>,
    ) -> Result<Option<Value>, LogError> {
        if is_empty(value) {
            return Ok(None);
        }
        let found = self.typed(&field.ty, value);
        let refused = field.non_negative && matches!(&found, Some(Value::Number(n)) if *n < Exact::ZERO);
        match found.filter(|_| !refused) {
            Some(value) => Ok(Some(value)),
            None => {
                let name = &field.name.canonical;
                // What stands in a private field is not repeated, even when it is wrong.
                let found = if field.private { "…".to_owned() } else { words(value).into_owned() };
                if refused {
                    let of = Arg::Message(Box::new(self.expected(&field.ty)));
                    let expected =
                        Arg::Message(Box::new(Message::new("type.not_negative").with_arg("of", of)));
                    let message = Message::new("L0105").with_arg("field", field.name.both());
                    return Err(
                        raw.error(Some(name), message.with("found", found).with_arg("expected", expected))
                    );
                }
                Err(raw.error(Some(name), self.mistyped(field.name.both(), &field.ty, &found)))
            }
        }
    }

    pub(super) fn typed(&self, ty: &Type, value: &RawValue<'_>) -> Option<Value> {
        if let Type::Set(of) = ty {
            return match value {
                RawValue::List(items) => {
                    items.iter().map(|item| self.typed(of, item)).collect::<Option<Vec<_>>>().map(Value::Set)
                }
                RawValue::Text(all) => items(all)
                    .map(|i| self.typed(of, &RawValue::Text(Cow::Borrowed(i))))
                    .collect::<Option<Vec<_>>>()
                    .map(Value::Set),
                one => self.typed(of, one).map(|v| Value::Set(vec![v])),
            };
        }
        if let (Type::Bool, RawValue::Bool(value)) = (ty, value) {
            return Some(Value::Bool(*value));
        }
        let words = match value {
            RawValue::Text(words) | RawValue::Number(words) => words.trim(),
            RawValue::Bool(_) | RawValue::List(_) | RawValue::Null => return None,
        };
        match ty {
            Type::Bool => match words.to_ascii_lowercase().as_str() {
                "true" | "yes" | "是" => Some(Value::Bool(true)),
                "false" | "no" | "否" => Some(Value::Bool(false)),
                _ => None,
            },
            Type::Integer => {
                words.parse::<Exact>().ok().filter(|n| n.to_integer().is_some()).map(Value::Number)
            }
            Type::Decimal => words.parse().ok().map(Value::Number),
            Type::Text => Some(Value::Text(Arc::from(words))),
            Type::Date | Type::DateTime => parse_moment(words, self.zone).map(Value::Time),
            Type::Duration => length(words).map(Value::Length),
            Type::Clock => parse_clock(words).map(Value::Number),
            Type::Entity(_) | Type::AnyEntity => Some(Value::Entity(Arc::from(words))),
            Type::Role => {
                self.vocabulary.role_named(words).map(|r| Value::Role(Arc::from(r.name.canonical.as_str())))
            }
            Type::Enum(name) => {
                let variants = &self.vocabulary.enums.get(name)?.variants;
                variants
                    .values()
                    .find(|v| v.answers_to(words))
                    .map(|v| Value::Variant(Arc::from(v.canonical.as_str())))
            }
            Type::Set(_) => None,
        }
    }

    fn expected(&self, ty: &Type) -> Message {
        Message::new(match ty {
            Type::Bool => "type.bool",
            Type::Integer => "type.integer",
            Type::Decimal => "type.decimal",
            Type::Text => "type.text",
            Type::Date => "type.date",
            Type::DateTime => "type.datetime",
            Type::Duration => "type.duration",
            Type::Clock => "type.clock",
            Type::Entity(_) | Type::AnyEntity => "type.entity",
            Type::Role => "type.role",
            Type::Set(of) => {
                return Message::new("type.set").with_arg("of", Arg::Message(Box::new(self.expected(of))));
            }
            Type::Enum(name) => return Message::new("type.enum").with_arg("values", self.values(name)),
        })
    }

    fn values(&self, name: &str) -> Arg {
        let variants = || self.vocabulary.enums.get(name).into_iter().flat_map(|e| e.variants.values());
        let listed = |lang, mark| variants().map(|v| v.shown(lang)).collect::<Vec<_>>().join(mark);
        Arg::Both { zh: listed(Lang::Zh, "、"), en: listed(Lang::En, ", ") }
    }
}

// Several values in one cell.
pub(super) fn items(all: &str) -> impl Iterator<Item = &str> {
    all.split(['、', '；', ';', '|']).map(str::trim).filter(|item| !item.is_empty())
}

pub(super) fn words<'r>(value: &'r RawValue<'_>) -> Cow<'r, str> {
    match value {
        RawValue::Text(w) | RawValue::Number(w) => Cow::Borrowed(w),
        RawValue::Bool(b) => Cow::Owned(b.to_string()),
        RawValue::List(_) => Cow::Borrowed("[…]"),
        RawValue::Null => Cow::Borrowed("null"),
    }
}

fn length(words: &str) -> Option<Length> {
    let digits: String = words.chars().take_while(char::is_ascii_digit).collect();
    let word = words.get(digits.len()..)?.trim();
    let unit = match word {
        "min" => Unit::Minute,
        "h" => Unit::Hour,
        "d" | "天" => Unit::Day,
        _ => Unit::ALL.into_iter().find(|unit| {
            let (zh, en) = unit.words();
            word.trim_start_matches('个') == zh || word.strip_suffix('s').unwrap_or(word) == en
        })?,
    };
    Some(Length { count: digits.parse().ok()?, unit })
}
