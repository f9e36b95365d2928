//! Which names a record may use for its type and fields, and what to say of one that is not known.

use super::{EventType, Vocabulary};
use crate::diagnostic::{Message, distance};

/// What every record may have besides its type's fields, with the Chinese headings of tables.
pub(super) const FRAME: [&[&str]; 4] = [
    &["id", "编号"],
    &["type", "类型"],
    &["at", "时间", "日期", "发生时间"],
    &["recorded_at", "录入时间", "登记时间"],
];

// Types of the log itself, with the fields that only they have.
const CONTROL: [(&str, &[&str]); 3] =
    [("coverage", &["from", "until", "types"]), ("retract", &["of"]), ("replace", &["of", "as"])];

/// Which of `id`, `type`, `at` and `recorded_at` a heading stands for, if it stands for one.
#[must_use]
pub fn frame_field(heading: &str) -> Option<&'static str> {
    FRAME.iter().find(|names| names.contains(&heading)).and_then(|names| names.first().copied())
}

impl Vocabulary {
    /// What is wrong with a name given as a record's type: `None` if records may have it.
    #[must_use]
    pub fn type_problem(&self, name: &str) -> Option<Message> {
        let control = CONTROL.iter().any(|(control, _)| *control == name);
        (!control && self.event_named(name).is_none()).then(|| self.unknown_type(name))
    }

    /// What is wrong with the heading of a table, in which all records are of one type, or of any type.
    #[must_use]
    pub fn heading_problem(&self, kind: Option<&str>, heading: &str) -> Option<Message> {
        let control = |k: &&(&str, &[&str])| kind.is_none_or(|kind| kind == k.0) && k.1.contains(&heading);
        if frame_field(heading).is_some() || CONTROL.iter().any(|k| control(&k)) {
            return None;
        }
        match kind.and_then(|kind| self.event_named(kind)) {
            Some((_, event)) => event.field_index(heading).is_none().then(|| event.unknown_field(heading)),
            // A record that replaces another has the fields of that one's type.
            None if kind.is_none_or(|kind| kind == "replace") => {
                let known = self.events.values().any(|event| event.field_index(heading).is_some());
                (!known).then(|| self.unknown_heading(heading))
            }
            None => Some(self.unknown_heading(heading)),
        }
    }

    pub(super) fn unknown_type(&self, name: &str) -> Message {
        let known = self.events.values().flat_map(|event| event.name.forms());
        suggest(["L0101", "L0101.near"], nearest(name, known)).with("found", name)
    }

    fn unknown_heading(&self, name: &str) -> Message {
        let fields = self.events.values().flat_map(|event| event.fields.values());
        let known = fields.flat_map(|field| field.name.forms());
        suggest(["L0113", "L0113.near"], nearest(name, known)).with("field", name)
    }
}

impl EventType {
    pub(super) fn unknown_field(&self, name: &str) -> Message {
        let message = if self.no_content {
            Message::new("L0106")
        } else {
            let known = self.fields.values().flat_map(|field| field.name.forms());
            suggest(["L0103", "L0103.near"], nearest(name, known))
        };
        message.with("field", name).with("type", &self.name.canonical)
    }
}

fn suggest([plain, with_near]: [&'static str; 2], near: Option<&str>) -> Message {
    match near {
        Some(near) => Message::new(with_near).with("near", near),
        None => Message::new(plain),
    }
}

/// The known word nearest to one that is not, if it is near enough to have been meant.
fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let (far, near) = known.map(|k| (distance(word, k), k)).min()?;
    (far <= 2 && far < word.chars().count()).then_some(near)
}
