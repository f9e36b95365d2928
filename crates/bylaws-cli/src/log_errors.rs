//! The records of a log that cannot be used, as text: one problem that many records share fills no screens.

use bylaws::diagnostic::{Lang, Message};
use bylaws::log::LogError;
use std::collections::BTreeMap;

/// How many places of one problem are written out.
const SHOWN: usize = 3;

/// One line a record in the order of the log; of records with the same problem the first few, and how many
/// more there are.
pub(crate) fn listing(errors: &[LogError], lang: Lang) -> String {
    let words: Vec<String> = errors.iter().map(|error| error.message.render(lang)).collect();
    let mut alike: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (error, words) in errors.iter().zip(&words) {
        *alike.entry((&error.place.input, words)).or_default() += 1;
    }
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for (error, words) in errors.iter().zip(&words) {
        let key = (error.place.input.as_ref(), words.as_str());
        let nth = seen.entry(key).or_default();
        *nth += 1;
        if *nth <= SHOWN {
            lines.push(format!("{}:{}: {} {words}", error.place.input, error.place.line, error.code()));
        }
        let left = alike.get(&key).map_or(0, |all| all.saturating_sub(SHOWN));
        if *nth == SHOWN && left > 0 {
            lines.push(format!("  {}", Message::new("log.more").with("count", left).render(lang)));
        }
    }
    lines.push(Message::new("log.total").with("count", errors.len()).render(lang));
    lines.join("\n")
}
