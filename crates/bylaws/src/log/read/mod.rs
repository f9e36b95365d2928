//! One record's words → typed values, by the vocabulary; any form of a name will do.

use super::headings::{
    AS, AT, COVERAGE, FROM, ID, OF, RECORDED_AT, REPLACE, RETRACT, TYPE, TYPES, UNTIL, frame, shown,
};
mod values;

pub(in crate::log) use super::shape::Slot;
use super::shape::{Shape, Shapes, Words};
use super::{
    EventOrigin, EventType, Field, Instant, LogError, Moment, Place, RawRecord, RawValue, Record, RoleType,
    SetAside, Stretch, TimeZone, Type, Value, Vocabulary, parse_moment,
};
use crate::diagnostic::{Arg, Message};
use std::sync::Arc;
use values::{items, words};

/// Reads raw records; may be shared among threads.
#[derive(Clone, Debug)]
pub struct RecordReader<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) zone: TimeZone,
    shapes: Arc<Shapes>,
}

/// A record that was read and checked, for [`super::LogBuilder::take`].
#[derive(Debug)]
pub struct Checked(pub(crate) Result<Read, SetAside>);

impl Checked {
    /// Whether it is a record, and not a statement on the log or one that is wrong.
    #[must_use]
    pub fn is_record(&self) -> bool {
        matches!(self.0, Ok(Read::Record(_)))
    }
}

/// What a raw record turns out to be.
#[derive(Debug, PartialEq)]
pub(crate) enum Read {
    Record(Record),
    Coverage(Stretch, Vec<usize>),
    Correction { of: Arc<str>, by: Arc<str>, known: Instant, record: Option<Record>, place: Place },
}

impl RawRecord<'_> {
    /// A field's words, if it is there and is one value.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(|value| match value {
            RawValue::Text(words) | RawValue::Number(words) => Some(words.trim()),
            _ => None,
        })
    }

    fn value(&self, name: &str) -> Option<&RawValue<'_>> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// A field's words by any of its names.
    pub(super) fn any(&self, forms: &[&str]) -> Option<&str> {
        forms.iter().find_map(|name| self.text(name).filter(|words| !words.is_empty()))
    }

    fn error(&self, field: Option<&str>, message: Message) -> LogError {
        LogError { place: self.place.clone(), other: None, field: field.map(str::to_owned), message }
    }
}

impl<'v> RecordReader<'v> {
    /// A reader for a vocabulary; civil dates are taken in `zone`.
    #[must_use]
    pub fn new(vocabulary: &'v Vocabulary, zone: TimeZone) -> Self {
        Self::shaped(vocabulary, zone, Arc::new(Shapes::of(vocabulary)))
    }

    /// The same with what was worked out of the vocabulary before.
    pub(crate) fn shaped(vocabulary: &'v Vocabulary, zone: TimeZone, shapes: Arc<Shapes>) -> Self {
        Self { vocabulary, zone, shapes }
    }

    /// Reads one record; words that come again and again are held once in `words`.
    #[must_use]
    pub fn check(&self, raw: &RawRecord<'_>, words: &mut Words) -> Checked {
        if let Some(record) = self.plain_record(raw, words) {
            debug_assert_eq!(self.read(raw).ok(), Some(Read::Record(record.clone())));
            return Checked(Ok(Read::Record(record)));
        }
        Checked(self.read(raw).map_err(|error| {
            let id = raw.any(ID).map(Arc::<str>::from);
            let (kind, at) = self.outline(raw);
            SetAside { error, id, kind, at, corrects: self.corrects(raw) }
        }))
    }

    /// The names that records of a type may use, by any of the type's names.
    pub(super) fn shape(&self, kind: &str) -> Option<&Shape> {
        self.shapes.named(self.vocabulary, kind)
    }

    // A record as it should be; none of one that is a control record or needs a closer look.
    fn plain_record(&self, raw: &RawRecord<'_>, words: &mut Words) -> Option<Record> {
        let named = raw.fields.iter().find(|(name, _)| TYPE.contains(&name.as_ref()));
        let shape = self.shapes.named(self.vocabulary, frame_words(&named?.1)?)?;
        let (_, event) = self.vocabulary.events.get_index(shape.kind)?;
        let mut fields: Vec<Option<Value>> = vec![None; event.fields.len()];
        let (mut own, mut frame) = (0_u64, 0_u8);
        let (mut id, mut at, mut recorded_at) = (None, None, None);
        for (name, value) in &raw.fields {
            let slot = *shape.slots.get(name.as_ref())?;
            if let Slot::Own(index) = slot {
                let seen = 1_u64.checked_shl(u32::try_from(index).ok()?)?;
                if own & seen != 0 {
                    return None;
                }
                own |= seen;
                if !is_empty(value) {
                    let (_, field) = event.fields.get_index(index)?;
                    *fields.get_mut(index)? = Some(self.plain_value(field, value, words)?);
                }
                continue;
            }
            let seen = 1 << slot.of_frame();
            if frame & seen != 0 {
                return None;
            }
            frame |= seen;
            match slot {
                Slot::Id => id = Some(frame_words(value)?),
                Slot::At => at = Some(parse_moment(frame_words(value)?, self.zone)?),
                Slot::RecordedAt if is_empty(value) => {}
                Slot::RecordedAt => recorded_at = Some(parse_moment(frame_words(value)?, self.zone)?),
                Slot::Type | Slot::Own(_) => {}
            }
        }
        if frame & (1 << Slot::Type.of_frame()) == 0 {
            return None;
        }
        let lacks = |(field, value): (&Field, &Option<Value>)| {
            value.is_none() && !field.optional && field.from_role.is_none()
        };
        if event.fields.values().zip(&fields).any(lacks) {
            return None;
        }
        Some(Record {
            id: Arc::from(id?),
            kind: shape.kind,
            at: at?,
            recorded_at,
            fields: fields.into_boxed_slice(),
            place: raw.place.clone(),
        })
    }

    pub(super) fn plain_value(
        &self,
        field: &Field,
        value: &RawValue<'_>,
        words: &mut Words,
    ) -> Option<Value> {
        let mut found = match (&field.ty, value) {
            (Type::Entity(_) | Type::AnyEntity, RawValue::Text(text)) => {
                return Some(Value::Entity(words.shared(text.trim())));
            }
            (Type::Text, RawValue::Text(text)) => return Some(Value::Text(words.shared(text.trim()))),
            (ty, value) => self.typed(ty, value)?,
        };
        share(words, &mut found);
        let refused = field.non_negative && matches!(&found, Value::Number(n) if *n < super::Exact::ZERO);
        (!refused).then_some(found)
    }

    fn read(&self, raw: &RawRecord<'_>) -> Result<Read, LogError> {
        let mut names: Vec<&str> = raw.fields.iter().map(|(n, _)| n.as_ref()).collect();
        names.sort_unstable();
        if let Some(twice) =
            names.windows(2).find_map(|w| if let [a, b] = w { (a == b).then_some(*a) } else { None })
        {
            return Err(raw.error(Some(twice), Message::new("L0107").with("field", twice)));
        }
        let kind = self.required(raw, TYPE)?;
        if COVERAGE.contains(&kind) || RETRACT.contains(&kind) {
            let wrong =
                |name| self.vocabulary.heading_problem(Some(kind), name).map(|problem| (name, problem));
            if let Some((name, problem)) = raw.fields.iter().find_map(|(name, _)| wrong(name)) {
                return Err(raw.error(Some(name), problem));
            }
        }
        if COVERAGE.contains(&kind) {
            self.coverage(raw)
        } else if RETRACT.contains(&kind) || REPLACE.contains(&kind) {
            self.correction(raw, REPLACE.contains(&kind))
        } else {
            let (_, event) = self.kind(raw, kind)?;
            self.frame(raw, event, TYPE)?;
            self.record(raw, kind).map(Read::Record)
        }
    }

    /// Type and time of a record that could not be read, as far as they can be told.
    pub(super) fn outline(&self, raw: &RawRecord<'_>) -> (Option<usize>, Option<Moment>) {
        // A correction says under another name of which type the record is that it puts in place.
        let named = |name| self.vocabulary.recorded_event_named(name).map(|(index, _)| index);
        let kind = raw.any(TYPE).and_then(named).or_else(|| raw.any(AS).and_then(named));
        (kind, raw.any(AT).and_then(|at| parse_moment(at, self.zone)))
    }

    /// The id that a record corrects, if it says that it corrects one.
    pub(super) fn corrects(&self, raw: &RawRecord<'_>) -> Option<Arc<str>> {
        let of = raw.any(TYPE).filter(|name| RETRACT.contains(name) || REPLACE.contains(name));
        of.and_then(|_| raw.any(OF)).map(Arc::from)
    }

    /// What every record has, under a name that is not a field of the type's own.
    fn frame<'r>(
        &self,
        raw: &'r RawRecord<'_>,
        event: &EventType,
        forms: &[&'static str],
    ) -> Result<&'r str, LogError> {
        let free = |name: &&&'static str| event.own_field(name).is_none();
        let free: Vec<&'static str> = forms.iter().filter(free).copied().collect();
        self.required(raw, &free)
    }

    fn moment(&self, raw: &RawRecord<'_>, forms: &[&str], words: &str) -> Result<Moment, LogError> {
        parse_moment(words, self.zone).ok_or_else(|| {
            let message = super::meant::no_moment(words, self.zone).with_arg("field", shown(forms));
            raw.error(forms.first().copied(), message.with("found", words))
        })
    }

    fn required<'r>(&self, raw: &'r RawRecord<'_>, forms: &[&'static str]) -> Result<&'r str, LogError> {
        raw.any(forms).ok_or_else(|| {
            raw.error(forms.first().copied(), Message::new("L0102").with_arg("field", shown(forms)))
        })
    }

    fn coverage(&self, raw: &RawRecord<'_>) -> Result<Read, LogError> {
        let from = self.moment(raw, FROM, self.required(raw, FROM)?)?;
        let until = self.moment(raw, UNTIL, self.required(raw, UNTIL)?)?;
        if until.end <= from.first {
            return Err(raw.error(Some("until"), Message::new("L0108")));
        }
        let kinds = self.covered(raw)?;
        Ok(Read::Coverage(Stretch { from: from.first, until: until.end }, kinds))
    }

    /// The types that a statement of coverage names; none if it speaks of all. A word that is misread here
    /// would turn silence into proof, so nothing is passed over.
    fn covered(&self, raw: &RawRecord<'_>) -> Result<Vec<usize>, LogError> {
        let given = TYPES.iter().find_map(|form| raw.value(form)).filter(|value| !is_empty(value));
        let names: Option<Vec<&str>> = match given {
            None => Some(Vec::new()),
            Some(RawValue::List(all)) => all.iter().map(plain).collect(),
            Some(value) => plain(value).map(|words| items(words).collect()),
        };
        let names = names.filter(|names| given.is_none() || !names.is_empty());
        let names = names.ok_or_else(|| {
            let of = Arg::Message(Box::new(Message::new("type.record")));
            let expected = Arg::Message(Box::new(Message::new("type.set").with_arg("of", of)));
            let message = Message::new("L0105").with_arg("field", shown(TYPES));
            let found = given.map(words).unwrap_or_default();
            raw.error(TYPES.first().copied(), message.with("found", found).with_arg("expected", expected))
        })?;
        names.into_iter().map(|name| self.kind(raw, name).map(|(index, _)| index)).collect()
    }

    fn correction(&self, raw: &RawRecord<'_>, replaces: bool) -> Result<Read, LogError> {
        let of = Arc::from(self.required(raw, OF)?);
        let by = Arc::from(self.required(raw, ID)?);
        let known = self.moment(raw, RECORDED_AT, self.required(raw, RECORDED_AT)?)?.end;
        let record = if replaces {
            // The replacing record keeps the type, given as `as`, and all its fields.
            let kind = self.required(raw, AS)?.to_owned();
            let says_replace = TYPE.iter().find(|name| raw.text(name).is_some());
            let own = |name: &str| {
                says_replace != Some(&name) && ![OF, AS].iter().any(|forms| forms.contains(&name))
            };
            let fields = raw.fields.iter().filter(|(name, _)| own(name)).cloned();
            let inner = RawRecord { place: raw.place.clone(), fields: fields.collect() };
            Some(self.record(&inner, &kind)?)
        } else {
            None
        };
        Ok(Read::Correction { of, by, known, record, place: raw.place.clone() })
    }

    fn kind(&self, raw: &RawRecord<'_>, name: &str) -> Result<(usize, &EventType), LogError> {
        let known = self.vocabulary.recorded_event_named(name);
        known.ok_or_else(|| raw.error(Some("type"), self.vocabulary.unknown_type(name)))
    }

    fn record(&self, raw: &RawRecord<'_>, kind: &str) -> Result<Record, LogError> {
        let (kind, event) = self.kind(raw, kind)?;
        let id = self.frame(raw, event, ID)?;
        let at = self.moment(raw, AT, self.frame(raw, event, AT)?)?;
        let recorded_at = match self.frame(raw, event, RECORDED_AT) {
            Ok(words) => Some(self.moment(raw, RECORDED_AT, words)?),
            Err(_) => None,
        };
        let fields = self.fields(raw, event)?;
        for (field, value) in event.fields.values().zip(&fields) {
            if value.is_none() && !field.optional && field.from_role.is_none() {
                let message = Message::new("L0102").with_arg("field", field.name.both());
                return Err(raw.error(Some(&field.name.canonical), message));
            }
        }
        Ok(Record {
            id: Arc::from(id),
            kind,
            at,
            recorded_at,
            fields: fields.into_boxed_slice(),
            place: raw.place.clone(),
        })
    }

    /// The values of the type's own fields, by their positions.
    fn fields(&self, raw: &RawRecord<'_>, event: &EventType) -> Result<Vec<Option<Value>>, LogError> {
        let mut fields: Vec<Option<Value>> = vec![None; event.fields.len()];
        let mut framed: Vec<&'static str> = Vec::new();
        for (name, value) in &raw.fields {
            let twice = || raw.error(Some(name), Message::new("L0107").with("field", name));
            let index = event.own_field(name);
            if let Some(index) = index
                && let (Some((_, field)), Some(slot)) = (event.fields.get_index(index), fields.get_mut(index))
            {
                let read = self.value(raw, field, value)?;
                if slot.is_some() && read.is_some() {
                    return Err(twice());
                }
                *slot = read.or(slot.take());
            } else if let Some(frame) = frame(name) {
                if framed.contains(&frame) && !is_empty(value) {
                    return Err(twice());
                }
                framed.extend(Some(frame).filter(|_| !is_empty(value)));
            } else {
                return Err(raw.error(Some(name), event.unknown_field(name)));
            }
        }
        Ok(fields)
    }

    /// The fields of a record that name something which a record of its own must register, and what they name.
    pub(crate) fn to_be_registered<'r>(
        &self,
        record: &'r Record,
    ) -> impl Iterator<Item = (&'v Field, &'r Value)> + use<'r, 'v, '_> {
        let event = self.vocabulary.events.get_index(record.kind).map(|(_, event)| event);
        let fields = event.into_iter().flat_map(|event| event.fields.iter().enumerate());
        fields.zip(record.fields.iter()).filter_map(move |((index, (_, field)), value)| {
            let value = value.as_ref()?;
            let of_role = record.fields.iter().flatten().find_map(|value| match value {
                Value::Role(role) => self.vocabulary.roles.get(&**role),
                _ => None,
            });
            self.names_registered(event?, index, of_role).then_some((field, value))
        })
    }

    /// Whether a field of a type of record names what must be registered. In which type of unit a role is held is the
    /// role's to say; without one it may be any.
    pub(crate) fn names_registered(&self, event: &EventType, index: usize, role: Option<&RoleType>) -> bool {
        let Some((name, field)) = event.fields.get_index(index) else { return false };
        match event.origin {
            // It is what registers.
            EventOrigin::Entity(_) if index == 0 => false,
            EventOrigin::RoleStart | EventOrigin::RoleEnd if name == "unit" => {
                let any = || self.vocabulary.roles.values().any(|role| self.is_registered(&role.unit));
                role.map_or_else(any, |role| self.is_registered(&role.unit))
            }
            _ => self.needs_registration(&field.ty),
        }
    }

    /// Whether ids of this type must be registered by a record of their own.
    pub(crate) fn needs_registration(&self, ty: &Type) -> bool {
        match ty {
            Type::Entity(name) => self.is_registered(name),
            Type::Set(of) => self.needs_registration(of),
            _ => false,
        }
    }

    /// The kind of entity that a type names, where that is one.
    pub(crate) fn kind_registered(&self, ty: &Type) -> Option<&'v crate::log::Name> {
        match ty {
            Type::Entity(kind) => self.vocabulary.entities.get(kind).map(|entity| &entity.name),
            Type::Set(of) => self.kind_registered(of),
            _ => None,
        }
    }

    fn is_registered(&self, entity: &str) -> bool {
        !self.vocabulary.is_a(entity, "person")
            && self.vocabulary.entities.get(entity).is_some_and(|entity| !entity.unregistered)
    }
}

// The words of a field that every record has.
fn frame_words<'r>(value: &'r RawValue<'_>) -> Option<&'r str> {
    match value {
        RawValue::Text(words) | RawValue::Number(words) => {
            Some(words.trim()).filter(|words| !words.is_empty())
        }
        RawValue::Bool(_) | RawValue::List(_) | RawValue::Null => None,
    }
}

// Most values of a log name one of few things; each mention of them shares one allocation.
fn share(words: &mut Words, value: &mut Value) {
    match value {
        Value::Entity(word) | Value::Text(word) | Value::Variant(word) | Value::Role(word) => {
            *word = words.shared(word);
        }
        Value::Set(items) => {
            items.iter_mut().for_each(|item| share(words, item));
            items.shrink_to_fit();
        }
        Value::Bool(_) | Value::Number(_) | Value::Time(_) | Value::Length(_) => {}
    }
}

pub(super) fn is_empty(value: &RawValue<'_>) -> bool {
    matches!(value, RawValue::Null) || matches!(value, RawValue::Text(words) if words.trim().is_empty())
}

fn plain<'r>(value: &'r RawValue<'_>) -> Option<&'r str> {
    if let RawValue::Text(words) = value { Some(words) } else { None }
}
