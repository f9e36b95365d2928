//! What an author wrote, and values, as words in both languages.

use crate::check::CheckedPolicy;
use crate::check::policy::{From, Selection};
use crate::diagnostic::{Arg, Lang};
use crate::log::{Length, Name, Value};
use crate::source::{SourceSet, Span};

/// The words of an argument.
pub(super) fn in_words(arg: &Arg, lang: Lang) -> String {
    arg.render(lang)
}

/// What is written in a place, on one line.
pub(super) fn written(sources: &SourceSet, place: Span) -> String {
    let Some(file) = sources.get(place.file) else { return String::new() };
    let text = file.slice(place);
    let (opened, closed) = unmatched(text);
    // Brackets around a first or a last part belong to what is written, and not to the part.
    let before = file.text.get(..place.start as usize).unwrap_or_default().trim_end();
    let after = file.text.get(place.end as usize..).unwrap_or_default().trim_start();
    let opening: String = before.chars().rev().take(closed).filter(|c| is_opening(*c)).collect();
    let closing: String = after.chars().take(opened).filter(|c| is_closing(*c)).collect();
    format!("{opening}{}{closing}", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | '）')
}

// How many brackets are opened and not closed, and closed and not opened; those in quotation marks are not.
fn unmatched(text: &str) -> (usize, usize) {
    let (mut opened, mut closed, mut quoted) = (0_usize, 0_usize, false);
    for c in text.chars() {
        match c {
            '"' | '“' | '”' => quoted = !quoted,
            _ if quoted => {}
            c if is_opening(c) => opened += 1,
            c if is_closing(c) && opened > 0 => opened -= 1,
            c if is_closing(c) => closed += 1,
            _ => {}
        }
    }
    (opened, closed)
}

/// What is selected: its name, and its conditions in the author's words.
pub(super) fn selection(policy: &CheckedPolicy, sources: &SourceSet, what: &Selection) -> Arg {
    let vocabulary = &policy.vocabulary;
    let name = match &what.from {
        From::Event(kind) => vocabulary.events.get_index(*kind).map(|(_, event)| &event.name),
        From::Role(role) => vocabulary.roles.get(role).map(|role| &role.name),
        From::State(state) => vocabulary.states.get(state).map(|state| &state.name),
        From::Entity(kind) => vocabulary.entities.get(kind).map(|kind| &kind.name),
    };
    let name = name.cloned().unwrap_or_default();
    let conditions: Vec<String> = what.conditions.iter().map(|place| written(sources, *place)).collect();
    let conditions: Vec<&str> = conditions.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
    let (zh, en) = (name.shown(Lang::Zh), name.shown(Lang::En));
    if conditions.is_empty() {
        return Arg::Both { zh: format!("「{zh}」"), en: format!("`{en}`") };
    }
    Arg::Both {
        zh: format!("「{zh}」（{}）", conditions.join("，")),
        en: format!("`{en}` ({})", conditions.join(", ")),
    }
}

/// A value, as people read it.
pub(super) fn value(policy: &CheckedPolicy, value: &Value) -> Arg {
    let both = |name: Option<&Name>, plain: &str| name.map_or_else(|| Arg::from(plain), Name::both);
    match value {
        Value::Bool(true) => Arg::Both { zh: "是".to_owned(), en: "yes".to_owned() },
        Value::Bool(false) => Arg::Both { zh: "否".to_owned(), en: "no".to_owned() },
        Value::Number(n) => Arg::from(n),
        Value::Text(text) | Value::Entity(text) => Arg::from(text),
        Value::Variant(name) => {
            let mut all = policy.vocabulary.enums.values().flat_map(|one| one.variants.values());
            both(all.find(|variant| variant.canonical == **name), name)
        }
        Value::Role(name) => both(policy.vocabulary.roles.get(&**name).map(|role| &role.name), name),
        Value::Time(moment) => Arg::from(super::super::told::moment(policy, *moment)),
        Value::Length(Length { count, unit }) => {
            let (zh, en) = unit.counted(*count);
            Arg::Both { zh, en }
        }
        Value::Set(all) => {
            let all: Vec<Arg> = all.iter().map(|one| self::value(policy, one)).collect();
            let join =
                |lang, mark: &str| all.iter().map(|one| in_words(one, lang)).collect::<Vec<_>>().join(mark);
            Arg::Both { zh: join(Lang::Zh, "、"), en: join(Lang::En, ", ") }
        }
    }
}
