//! What norms rest on besides their clauses: parameters, names for one certain unit, tables, what is carried on or deemed,
//! and the calendar, as their authors wrote them.

use super::content::Both;
use bylaws::diagnostic::Lang;
use bylaws::source::Spanned;
use bylaws::syntax::ast::{File, Ident, Item};
use bylaws::syntax::{Names, format, translate};
use std::collections::BTreeSet;

/// Their texts in the order of what they are; of what an amendment says otherwise, as it says it.
pub(crate) fn rests_on(files: &[File]) -> Vec<Both> {
    let names = Names::of(&files.iter().collect::<Vec<_>>());
    let mut files: Vec<&File> = files.iter().collect();
    files.sort_by_key(|file| file.beneath);
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for file in files {
        for item in &file.items {
            let Some((order, name)) = place_of(&item.node) else { continue };
            if name.is_none_or(|name| seen.insert((order, name.node.as_str()))) {
                all.push((order, Both::of(|lang| laid_out(file, item, &names, lang))));
            }
        }
    }
    all.sort_by_key(|(order, _)| *order);
    all.into_iter().map(|(_, text)| text).collect()
}

// Where among the others it is told, and the name that there is once.
fn place_of(item: &Item) -> Option<(u8, Option<&Ident>)> {
    Some(match item {
        Item::Parameter(parameter) => (0, Some(&parameter.name.name)),
        Item::Define(define) => (1, Some(&define.name.name)),
        Item::Table(table) => (2, Some(&table.name.name)),
        Item::Account(account) => (3, Some(&account.name.name)),
        Item::Deem(_) => (4, None),
        Item::Calendar(calendar) => (5, Some(&calendar.name.name)),
        _ => return None,
    })
}

// In a language, or in that of its file where a name in it could be read as another one.
fn laid_out(file: &File, item: &Spanned<Item>, names: &Names, lang: Lang) -> String {
    let own = File { lang: file.lang, items: vec![item.clone()], ..File::default() };
    let twin = if lang == file.lang { None } else { translate(&own, names, lang).ok() };
    format(twin.as_ref().unwrap_or(&own)).trim_end().to_owned()
}
