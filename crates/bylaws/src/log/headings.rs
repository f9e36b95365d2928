//! Which names a record may use for its type and fields, and what to say of one that is not known.

use super::{EventType, Vocabulary};
use crate::diagnostic::{Arg, Message, nearest, one_apart};

// What every record may have besides its type's fields, with the Chinese headings of tables.
pub(super) const ID: &[&str] = &["id", "编号"];
pub(super) const TYPE: &[&str] = &["type", "类型"];
pub(super) const AT: &[&str] = &["at", "时间", "日期", "发生时间"];
pub(super) const RECORDED_AT: &[&str] = &["recorded_at", "录入时间", "登记时间"];
pub(super) const FRAME: [&[&str]; 4] = [ID, TYPE, AT, RECORDED_AT];

// What people call the column of types.
const CALLED_TYPE: [&str; 8] = ["事件", "类别", "事项", "种类", "记录", "event", "kind", "category"];

// Types of the log itself, with the fields that only they have; the first form is the one used inside.
pub(super) const COVERAGE: &[&str] = &["coverage", "记录范围"];
pub(super) const RETRACT: &[&str] = &["retract", "撤回"];
pub(super) const REPLACE: &[&str] = &["replace", "更正"];
pub(super) const FROM: &[&str] = &["from", "起"];
pub(super) const UNTIL: &[&str] = &["until", "止"];
pub(super) const TYPES: &[&str] = &["types", "记录类型"];
pub(super) const OF: &[&str] = &["of", "原编号"];
pub(super) const AS: &[&str] = &["as", "记录类型"];

const CONTROL: [(&[&str], &[&[&str]]); 3] =
    [(COVERAGE, &[FROM, UNTIL, TYPES]), (RETRACT, &[OF]), (REPLACE, &[OF, AS])];

/// Whether a type of record takes others back or mends them.
pub(crate) fn is_correction(kind: &str) -> bool {
    RETRACT.contains(&kind) || REPLACE.contains(&kind)
}

/// A field of the frame or of a control record, as an argument of a message.
pub(super) fn shown(forms: &[&str]) -> Arg {
    let en = forms.first().copied().unwrap_or_default();
    Arg::Both { zh: forms.get(1).unwrap_or(&en).to_string(), en: en.to_owned() }
}

/// Which of `id`, `type`, `at` and `recorded_at` a name stands for, if it stands for one.
pub(super) fn frame(name: &str) -> Option<&'static str> {
    FRAME.iter().find(|names| names.contains(&name)).and_then(|names| names.first().copied())
}

impl Vocabulary {
    /// Which of `id`, `type`, `at` and `recorded_at` a heading stands for in records of one type, or of any.
    /// A field of the type's own that is called 日期 comes first: the record's time is then given as `at`.
    #[must_use]
    pub fn frame_field(&self, kind: Option<&str>, heading: &str) -> Option<&'static str> {
        let event = kind.and_then(|kind| self.event_named(kind));
        let own = event.is_some_and(|(_, event)| event.own_field(heading).is_some());
        frame(heading).filter(|_| !own)
    }

    /// What is wrong with a name given as a record's type: `None` if records may have it.
    #[must_use]
    pub fn type_problem(&self, name: &str) -> Option<Message> {
        let control = CONTROL.iter().any(|(control, _)| control.contains(&name));
        (!control && self.event_named(name).is_none()).then(|| self.unknown_type(name))
    }

    /// What is wrong with a table whose name, without its ending, is no type of record, and that has no column of types.
    #[must_use]
    pub fn table_without_types(&self, stem: &str, headings: &[String]) -> Message {
        let meant = headings.iter().find(|heading| CALLED_TYPE.contains(&heading.as_str()));
        if let Some(heading) = meant {
            return Message::new("L0209.heading").with("found", heading);
        }
        let problem = self.type_problem(stem).unwrap_or_else(|| Message::new("L0212"));
        Message::new("L0209").with_arg("problem", Arg::Message(Box::new(problem)))
    }

    /// What is wrong with the heading of a table, in which all records are of one type, or of any type.
    #[must_use]
    pub fn heading_problem(&self, kind: Option<&str>, heading: &str) -> Option<Message> {
        let of_control = CONTROL.iter().any(|(types, fields)| {
            kind.is_none_or(|kind| types.contains(&kind))
                && fields.iter().any(|forms| forms.contains(&heading))
        });
        if of_control || frame(heading).is_some() {
            return None;
        }
        match kind.and_then(|kind| self.event_named(kind)) {
            Some((_, event)) => event.own_field(heading).is_none().then(|| event.unknown_field(heading)),
            // A record that replaces another has the fields of that one's type.
            None if kind.is_none_or(|kind| REPLACE.contains(&kind)) => {
                let known = self.events.values().any(|event| event.field_index(heading).is_some());
                (!known).then(|| self.unknown_heading(heading))
            }
            None => Some(
                kind.and_then(|kind| unknown_of_control(kind, heading))
                    .unwrap_or_else(|| self.unknown_heading(heading)),
            ),
        }
    }

    /// Whether two headings of a table mean one field.
    #[must_use]
    pub fn same_field(&self, kind: Option<&str>, one: &str, other: &str) -> bool {
        let event = kind.and_then(|kind| self.event_named(kind)).map(|(_, event)| event);
        let field = |name: &str| event.and_then(|event| event.own_field(name));
        match (field(one), field(other)) {
            (Some(one), Some(other)) => one == other,
            (None, None) if one != other => frame(one).is_some() && frame(one) == frame(other),
            (None, None) => true,
            _ => false,
        }
    }

    pub(super) fn unknown_type(&self, name: &str) -> Message {
        let known = self.events.values().flat_map(|event| event.name.forms());
        suggest(["L0101", "L0101.near"], nearest(name, known)).with("found", name)
    }

    fn unknown_heading(&self, name: &str) -> Message {
        let fields = self.events.values().flat_map(|event| event.fields.values());
        let known: Vec<&str> = fields.flat_map(|field| field.name.forms()).chain(of_the_frame()).collect();
        suggest(["L0113", "L0113.near"], near_heading(name, &known)).with("field", name)
    }
}

// Of the log's own types the fields are always the same, and few.
fn unknown_of_control(kind: &str, heading: &str) -> Option<Message> {
    let (types, own) = CONTROL.iter().find(|(types, _)| types.contains(&kind))?;
    let frame: &[&[&str]] = if *types == COVERAGE { &[] } else { &[ID, RECORDED_AT] };
    let all = || own.iter().chain(frame);
    let list = |form: usize, mark| {
        let named = all().filter_map(|forms| forms.get(form).or(forms.first()).copied());
        named.collect::<Vec<_>>().join(mark)
    };
    let fields = Arg::Both { zh: list(1, "、"), en: list(0, ", ") };
    let message = Message::new("L0113.control").with_arg("type", shown(types)).with("field", heading);
    Some(message.with_arg("fields", fields))
}

impl EventType {
    /// Position of the field that a record means by a name. `id`, `type`, `at` and `recorded_at` themselves
    /// never mean a field; their Chinese forms do if the type has a field that is called so.
    pub(super) fn own_field(&self, name: &str) -> Option<usize> {
        let reserved = FRAME.iter().any(|forms| forms.first() == Some(&name));
        if reserved { None } else { self.field_index(name) }
    }

    pub(super) fn unknown_field(&self, name: &str) -> Message {
        let message = if self.no_content {
            Message::new("L0106")
        } else {
            let own = self.fields.values().flat_map(|field| field.name.forms());
            let known: Vec<&str> = own.chain(of_the_frame()).collect();
            suggest(["L0103", "L0103.near"], near_heading(name, &known))
        };
        message.with("field", name).with_arg("type", self.name.both())
    }
}

// What every record may have.
fn of_the_frame<'n>() -> impl Iterator<Item = &'n str> {
    FRAME.into_iter().flatten().copied()
}

fn near_heading<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    nearest(name, known.iter().copied()).or_else(|| one_apart(name, known.iter().copied()))
}

fn suggest([plain, with_near]: [&'static str; 2], near: Option<&str>) -> Message {
    match near {
        Some(near) => Message::new(with_near).with("near", near),
        None => Message::new(plain),
    }
}
