//! What may be meant by a mark, a letter or a date that is written otherwise than the language has it.

use super::alike::{Change, line_end};
use crate::diagnostic::Lang;
use std::ops::RangeInclusive;

/// What is found, and what may be meant by it, the likeliest first; in Chinese, of which an English file has the twin.
const ALIKE: [(&str, &[&str]); 54] = [
    ("／／", &["//"]),
    ("：：", &["："]),
    ("::", &["："]),
    ("；", &["：", "，"]),
    (";", &["：", "，"]),
    ("，", &["：", "；", "、"]),
    (",", &["：", ".", "；", "、"]),
    ("。", &["；", "，", ".", "："]),
    ("｡", &["，", ".", "："]),
    ("．", &[".", "：", "，"]),
    (".", &["，", "："]),
    ("、", &["，", "："]),
    ("·", &["."]),
    ("•", &["."]),
    ("﹐", &["，"]),
    ("﹔", &["；"]),
    ("∶", &["："]),
    ("﹕", &["："]),
    ("︰", &["："]),
    ("ː", &["："]),
    ("꞉", &["："]),
    ("——", &["至", "："]),
    ("—", &["：", "至"]),
    ("–", &["至", "-"]),
    ("－", &["至", "-"]),
    ("～", &["至"]),
    ("~", &["至"]),
    ("-", &["至", "：", "."]),
    ("＝", &["：", "是"]),
    ("=", &["：", "是"]),
    ("【", &["（", "{"]),
    ("】", &["）", "}"]),
    ("［", &["（", "{"]),
    ("］", &["）", "}"]),
    ("[", &["（", "{"]),
    ("]", &["）", "}"]),
    ("〔", &["（"]),
    ("〕", &["）"]),
    ("﹙", &["（"]),
    ("﹚", &["）"]),
    ("《", &["（"]),
    ("》", &["）"]),
    ("〈", &["（"]),
    ("〉", &["）"]),
    ("（", &["{"]),
    ("(", &["{"]),
    ("）", &[""]),
    (")", &[""]),
    ("：", &[" ", "是"]),
    (":", &[" ", "是"]),
    ("号", &["日"]),
    ("起", &[""]),
    ("为", &["是"]),
    ("！=", &["!="]),
];

/// Gaps that are none for the language, and characters that nobody sees.
pub(super) const UNSEEN: [(char, &str); 9] = [
    ('\u{A0}', " "),
    ('\u{2002}', " "),
    ('\u{2003}', " "),
    ('\u{200B}', ""),
    ('\u{200C}', ""),
    ('\u{200D}', ""),
    ('\u{2060}', ""),
    ('\u{FEFF}', ""),
    ('\u{AD}', ""),
];

/// Letters of other scripts, each before the Latin one that it is drawn as.
const LETTERS: &str = "АAВBЕEКKМMНHОOРPСCТTХXаaеeоoрpсcхxуyіiѕsјjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνv";

/// Marks that people put around a text.
const QUOTES: &str = "“”„〝〞＂\"‘’'＇『』《》「」";

/// What separates parts, of which there is none at the end of a line.
const SEPARATING: &str = "。．｡.；;﹔，,﹐、·•——–－-～~＝=：：::";

/// What may be meant otherwise in the line where reading fails, the nearest first.
///
/// Of a short line all of it is looked at: a head, or an expectation, which fails as a whole.
pub(super) fn candidates(text: &str, at: usize, lang: Lang, is_short: bool) -> Vec<Vec<Change>> {
    let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let end = line_end(text, at);
    let words = text.get(line..end).unwrap_or_default();
    let mut all: Vec<Vec<Change>> = quotations(words, line, at, lang);
    let mut after_comment = false;
    let near = if is_short || line == 0 { line..=end } else { around(text, at, line, end) };
    let mut outside = Vec::new();
    super::cut::walk(text, |place, _, _, _| outside.push(place));
    for (index, c) in words.char_indices() {
        let rest = words.get(index..).unwrap_or_default();
        after_comment |= rest.starts_with("//");
        let within = outside.binary_search(&(line + index)).is_err();
        if after_comment || within || !near.contains(&(line + index)) {
            continue;
        }
        let change = |found: &str, meant: &str| {
            vec![Change { at: line + index, found: found.to_owned(), meant: meant.to_owned() }]
        };
        if let Some((_, meant)) = UNSEEN.iter().find(|(unseen, _)| *unseen == c) {
            all.push(change(&c.to_string(), meant));
        }
        let begins_word =
            index == 0 || !words.get(..index).is_some_and(|w| w.ends_with(char::is_alphanumeric));
        // Behind 至 too.
        let begins_number =
            !words.get(..index).is_some_and(|w| w.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.'));
        if begins_number && let Some((date, meant)) = date_meant(rest) {
            all.push(change(date, &meant));
        }
        if begins_word && let Some((before, word, plain)) = plain_word(rest) {
            all.push(vec![Change { at: line + index + before, found: word.to_owned(), meant: plain }]);
        }
        let Some((found, meant)) = ALIKE.iter().find(|(found, _)| rest.starts_with(found)) else { continue };
        // The colon of a head is none of what stands before it, which goes on without an end.
        let opened = words.get(..index).unwrap_or_default().trim();
        if ["：", ":"].contains(found)
            && (line > 0 || matches!(opened, "应得" | "expect"))
            && super::cut::clause_heads(lang).any(|head| head == opened)
        {
            continue;
        }
        // 22:30 and 0.125 are one number each.
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let before = words.get(..index).and_then(|before| before.chars().next_back());
        let next = rest.get(found.len()..).and_then(|behind| behind.chars().next());
        if [".", ":"].contains(found) && digit(before) && digit(next) {
            continue;
        }
        if *found == "." && lang == Lang::Zh && before.zip(next).is_some_and(|(a, b)| is_han(a) && is_han(b))
        {
            all.push(change(found, "的"));
        }
        let behind = rest.get(found.len()..).unwrap_or_default().trim();
        let ends_line = behind.is_empty() || behind.starts_with("//");
        let surplus = words.matches([')', '）']).count() > words.matches(['(', '（']).count();
        if ends_line && SEPARATING.contains(found) || ")）".contains(found) && !surplus {
            continue;
        }
        // 不少于三次，含一次晚查 is no record of its own.
        // （天数不超过3，或者紧急为是）: the comma is too many.
        let connects = ["或者", "并且", "而且"].iter().any(|word| behind.starts_with(word));
        if connects && ["，", ",", "；", ";", "、"].contains(found) {
            all.push(change(found, ""));
            continue;
        }
        if super::wordings::says_of_which(behind) {
            continue;
        }
        let meant = meant.iter().map(|meant| in_language(meant, lang)).filter(|meant| meant != found);
        all.extend(meant.map(|meant| change(found, meant)));
    }
    // A colon after the word that opens an item.
    if let Some((colon, found)) =
        words.char_indices().find(|(_, c)| matches!(c, '：' | ':')).filter(|_| line == 0)
    {
        let head = words.get(..colon).unwrap_or_default().trim_end();
        if super::item_heads(lang).any(|known| known == head) {
            all.push(vec![Change { at: colon, found: found.to_string(), meant: " ".to_owned() }]);
        }
    }
    all.sort_by_key(|changes| changes.first().map_or(0, |change| change.at.abs_diff(at)));
    all.truncate(16);
    all
}

/// The word that a place lies in or before, and the marks next to it.
fn around(text: &str, at: usize, line: usize, end: usize) -> RangeInclusive<usize> {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let before = text.get(line..at).unwrap_or_default().trim_end().trim_end_matches(part_of_word).trim_end();
    let start = line + before.char_indices().next_back().map_or(0, |(last, _)| last);
    let after = text.get(at..end).unwrap_or_default();
    let after = after.trim_start().trim_start_matches(part_of_word).trim_start_matches(['）', ')']);
    // A text is passed over as a word is.
    let quoted = after.chars().next().and_then(super::cut::closing_quote);
    let closed = quoted.and_then(|close| after.char_indices().skip(1).find(|(_, c)| *c == close));
    let behind =
        closed.and_then(|(end, close)| after.get(end + close.len_utf8()..)).unwrap_or(after).trim_start();
    start..=end - behind.len()
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c)
}

/// The form that a mark has in a language.
fn in_language(mark: &'static str, lang: Lang) -> &'static str {
    match (mark, lang) {
        ("：", Lang::En) => ":",
        ("，" | "、", Lang::En) => ",",
        ("；", Lang::En) => ";",
        ("（", Lang::En) => "(",
        ("）", Lang::En) => ")",
        ("至", Lang::En) => " to ",
        ("是", Lang::En) => " is",
        _ => mark,
    }
}

/// A date as people write it in tables, and as it is written here: 2016.12.31, 2016/12/31.
fn date_meant(text: &str) -> Option<(&str, String)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '/')).unwrap_or(text.len());
    let date = text.get(..end)?;
    let parts: Vec<&str> = date.split(['.', '/']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let fits = year.len() == 4 && [month, day].iter().all(|part| matches!(part.len(), 1 | 2));
    fits.then(|| (date, format!("{year}-{month:0>2}-{day:0>2}")))
}

/// The part of the word that a text begins with which is not in plain letters and digits: how much stands before it,
/// itself, and what it is in plain ones.
fn plain_word(text: &str) -> Option<(usize, &str, String)> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let word = text.get(..end)?;
    let differs = |(_, c): &(usize, char)| plain_character(*c) != c.to_string();
    let (first, _) = word.char_indices().find(differs)?;
    let (last, c) = word.char_indices().rev().find(differs)?;
    let part = word.get(first..last + c.len_utf8())?;
    Some((first, part, part.chars().map(plain_character).collect()))
}

fn plain_character(c: char) -> String {
    let mut letters = LETTERS.chars();
    while let (Some(alike), Some(latin)) = (letters.next(), letters.next()) {
        if alike == c {
            return latin.to_string();
        }
    }
    match u32::from(c) {
        code @ 0x2460..=0x2473 => (code - 0x245F).to_string(),
        code @ 0x3251..=0x325F => (code - 0x323C).to_string(),
        code @ 0x32B1..=0x32BF => (code - 0x328D).to_string(),
        _ => crate::source::half_width(c).to_string(),
    }
}

/// Two marks of a line that may be meant as those around a text.
fn quotations(words: &str, line: usize, at: usize, lang: Lang) -> Vec<Vec<Change>> {
    let marks: Vec<(usize, char)> = words
        .char_indices()
        .filter(|(_, c)| QUOTES.contains(*c))
        .map(|(index, c)| (line + index, c))
        .collect();
    let (open, close) = if lang == Lang::Zh { ("“", "”") } else { ("\"", "\"") };
    let Some(first) = marks.iter().position(|(place, _)| *place >= at) else { return Vec::new() };
    // What closes a text that is open opens no other one.
    let closes = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| marks.get(before));
        before.is_some_and(|(_, c)| *c == '“') && marks.get(index).is_some_and(|(_, c)| *c == '”')
    };
    let mut all = Vec::new();
    for index in [first, first.saturating_sub(1)].into_iter().filter(|index| !closes(*index)) {
        for last in [index + 1, marks.len().saturating_sub(1)] {
            let (Some(one), Some(other)) = (marks.get(index), marks.get(last).filter(|_| last > index))
            else {
                continue;
            };
            let change = |(place, c): &(usize, char), meant: &str, shift: isize| Change {
                at: place.saturating_add_signed(shift),
                found: c.to_string(),
                meant: meant.to_owned(),
            };
            let shift = open.len() as isize - one.1.len_utf8() as isize;
            let changes = [change(one, open, 0), change(other, close, shift)];
            let changes: Vec<Change> =
                changes.into_iter().filter(|change| change.found != change.meant).collect();
            if !changes.is_empty() {
                all.push(changes);
            }
        }
    }
    all
}
