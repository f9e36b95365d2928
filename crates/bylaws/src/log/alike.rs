//! Ids that are most likely one id written in two ways: they look the same, or one that nobody registered is nearly one
//! that is registered. Each stands for somebody of its own, so that the reader of a report should know. And ids that are most
//! likely several, written into one cell.

use crate::diagnostic::{Message, distance, is_slip};
use crate::log::{Place, Record, Value};
use crate::source::half_width;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// As an id looks: full-width letters and digits like others, and without the spaces in it.
pub(crate) fn looks(id: &str) -> String {
    id.chars().filter(|c| !c.is_whitespace()).map(half_width).collect()
}

/// The registered id that another one is nearly, if there is one: it looks the same, or a letter of a name is more, less
/// or another one, or two are in the other order.
fn nearly<'i>(id: &str, registered: impl Iterator<Item = &'i Arc<str>>) -> Option<&'i Arc<str>> {
    let own = plainly(id);
    let is_near = |other: &&Arc<str>| {
        let other = plainly(other);
        other == own
            || (own.chars().count().min(other.chars().count()) > 2
                && distance(&own, &other) <= 1
                && is_slip(&own, &other))
    };
    registered.filter(is_near).min()
}

/// As it looks, small letters for capitals and digits for Chinese numerals: 1号楼 is 一号楼.
fn plainly(id: &str) -> String {
    const NUMERALS: &str = "〇一二三四五六七八九";
    let digit = |c: char| NUMERALS.chars().position(|numeral| numeral == c);
    let plain = |c: char| digit(c).and_then(|n| char::from_digit(n as u32, 10)).unwrap_or(c);
    looks(id).to_lowercase().chars().map(plain).collect()
}

/// The ids that a value names.
pub(super) fn named(value: &Value) -> impl Iterator<Item = &Arc<str>> + Clone {
    let items = if let Value::Set(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
    items.iter().filter_map(|item| if let Value::Entity(id) = item { Some(id) } else { None })
}

/// Whether an id has no number in it.
pub(super) fn is_word(id: &str) -> bool {
    !id.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_odd(id: &str) -> bool {
    !id.bytes().all(|byte| byte.is_ascii_graphic())
        && id.contains(|c: char| c.is_whitespace() || half_width(c) != c)
}

/// What is to be said of the ids that a log names, where those without a number are registered.
pub(super) fn cautions<'i>(
    named: impl Iterator<Item = &'i Arc<str>> + Clone,
    registered: &FxHashSet<Arc<str>>,
) -> Vec<Message> {
    // Most ids are a few letters with a number behind them: there is nothing to say of these.
    let (mut odd, mut words) = (FxHashSet::default(), FxHashSet::default());
    for id in named.clone() {
        if is_odd(id) {
            odd.insert(id);
        } else if is_word(id) && !registered.contains(id) {
            words.insert(id);
        }
    }
    let mut told = BTreeMap::new();
    let mut by_looks: FxHashMap<String, &Arc<str>> = FxHashMap::default();
    for id in &odd {
        let first = by_looks.entry(looks(id)).or_insert(id);
        *first = (*first).min(id);
    }
    let plain = named.filter(|id| !odd.is_empty() && !is_odd(id));
    for id in plain {
        if let Some(same) = by_looks.get_mut(&**id) {
            *same = id;
        }
    }
    for id in odd {
        if let Some(other) = by_looks.get(&looks(id)).filter(|other| **other != id) {
            told.insert(id, Message::new("L0115").with("id", id).with("other", other));
        }
    }
    let roster = Roster::of(registered.iter().filter(|id| is_word(id) && !words.is_empty()));
    for id in words {
        if let Some(near) = roster.nearly(id) {
            told.insert(id, Message::new("L0116").with("id", id).with("near", near));
        }
    }
    told.into_values().collect()
}

/// Whether an id is most likely several: 甲、乙.
pub(super) fn is_several(id: &str) -> bool {
    let marks = ['、', '，', '；', '|', ',', ';'];
    id.contains(marks) && id.split(marks).filter(|part| !part.trim().is_empty()).count() > 1
}

/// The ids of nobody registered that are most likely several, each with the place where it first stands.
pub(super) fn several(records: &[Record], registered: &FxHashSet<Arc<str>>) -> Vec<Message> {
    let mut told = BTreeMap::new();
    for record in records {
        let named = record.fields.iter().flatten().flat_map(named);
        for id in named.filter(|id| is_several(id) && !registered.contains(*id)) {
            told.entry(id).or_insert(&record.place);
        }
    }
    let message = |(id, place): (&Arc<str>, &Place)| {
        Message::new("L0117").with("id", id).with("file", &place.input).with("line", place.line)
    };
    told.into_iter().map(message).collect()
}

/// Registered names by what is left of them when one letter is taken out, so that each is found without a look at all.
pub(super) struct Roster<'i>(FxHashMap<String, Vec<&'i Arc<str>>>);

impl<'i> Roster<'i> {
    pub(super) fn of(registered: impl Iterator<Item = &'i Arc<str>>) -> Self {
        let mut all: FxHashMap<String, Vec<&Arc<str>>> = FxHashMap::default();
        for id in registered {
            left_of(id).into_iter().for_each(|left| all.entry(left).or_default().push(id));
        }
        Self(all)
    }

    pub(super) fn nearly(&self, id: &str) -> Option<&'i Arc<str>> {
        let left = left_of(id);
        nearly(id, left.iter().filter_map(|left| self.0.get(left)).flatten().copied())
    }
}

fn left_of(id: &str) -> Vec<String> {
    let letters: Vec<char> = plainly(id).chars().collect();
    let without = |at: usize| letters.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| *c).collect();
    std::iter::once(letters.iter().collect()).chain((0..letters.len()).map(without)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(named: &[&str], registered: &[&str]) -> Vec<(&'static str, String)> {
        let arcs: Vec<Arc<str>> = named.iter().map(|id| Arc::from(*id)).collect();
        let registered = registered.iter().map(|id| Arc::from(*id)).collect();
        let args = |m: &Message| m.args.iter().map(|(_, a)| format!("{a:?}")).collect::<Vec<_>>().join(" ");
        let found = cautions(arcs.iter(), &registered);
        found.iter().map(|m| (m.key, args(m).replace("Plain(\"", "").replace("\")", ""))).collect()
    }

    #[test]
    fn ids_that_look_the_same_are_told_with_both() {
        assert_eq!(told(&["A01", "Ａ０１"], &[]), [("L0115", "Ａ０１ A01".to_owned())]);
        assert_eq!(told(&["A 01", "A01", "B02"], &["A01"]), [("L0115", "A 01 A01".to_owned())]);
        assert_eq!(told(&["Ａ01", "A０1"], &[]), [("L0115", "Ａ01 A０1".to_owned())]);
        assert_eq!(told(&["A01", "A02", "A 03"], &["A01"]), []);
    }

    #[test]
    fn a_name_in_no_roster_that_is_nearly_one_in_it_is_told() {
        assert_eq!(told(&["欧阳建国"], &["欧阳建图", "王五"]), [("L0116", "欧阳建国 欧阳建图".to_owned())]);
        assert_eq!(told(&["wangwu", "lisi"], &["wnagwu"]), [("L0116", "wangwu wnagwu".to_owned())]);
        // Two letters make another name, numbers others of a kind; who is in the roster is meant.
        assert_eq!(told(&["王五"], &["王六"]), []);
        assert_eq!(told(&["p10"], &["p11"]), []);
        assert_eq!(told(&["文学院", "第二支部"], &["理学院", "第一支部"]), []);
        assert_eq!(told(&["王小明", "王小民"], &["王小明", "王小民"]), []);
    }
}
