//! Characters that look like another one, or that people write for it: the mark that is meant is the one with which
//! reading gets on. What is read then is the mended text, so that nothing else is blamed for the slip.

use super::marks::Rules;
use super::{Builder, Grammar};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::source::Span;
use pest::Parser as _;
use pest::error::InputLocation;
use std::ops::RangeInclusive;

/// What is found, and what may be meant by it, the likeliest first; in Chinese, of which an English file has the twin.
const ALIKE: [(&str, &[&str]); 53] = [
    ("／／", &["//"]),
    ("：：", &["："]),
    ("::", &["："]),
    ("；", &["：", "，"]),
    (";", &["：", "，"]),
    ("，", &["："]),
    (",", &["：", "."]),
    ("。", &["，", ".", "："]),
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
    ("：", &[" "]),
    (":", &[" "]),
    ("起", &[""]),
    ("为", &["是"]),
    ("！=", &["!="]),
];

/// Gaps that are none for the language, and characters that nobody sees.
const UNSEEN: [(char, &str); 9] = [
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

/// How many times an item is read anew to find out what is meant.
const TRIES: usize = 24;

/// One mark for another, by bytes of the text as it is read now.
#[derive(Clone, Debug)]
struct Change {
    at: usize,
    found: String,
    meant: String,
}

/// Where a text was changed before it was read: the length that was there, and that is there now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    at: usize,
    was: usize,
    is: usize,
}

/// A place of a text as it is read, in the text as it was written.
pub(super) fn unshifted(shifts: &[Shift], place: usize) -> usize {
    // The later change was made in a text that had the earlier ones.
    shifts.iter().rev().fold(place, |place, shift| match place {
        _ if place <= shift.at => place,
        _ if place < shift.at + shift.is => shift.at,
        _ => place - shift.is + shift.was,
    })
}

impl Builder {
    /// The text with the marks that are meant, each told; none if no mark is to blame.
    pub(super) fn with_marks_meant(&mut self, slice: &str, rules: Rules) -> Option<String> {
        let mut text = slice.to_owned();
        let mut tries = TRIES;
        while let Some(at) = self.failure(rules, &text) {
            let changes = self.meant_marks(&text, at, rules, 2, &mut tries);
            if let Some(changes) = changes {
                self.tell_marks(&mut text, &changes);
                continue;
            }
            if let Some((place, words)) = self.opening(&text, rules) {
                let problem = Diagnostic::error("B0103", self.at(place, place));
                let brace = Arg::Word { zh: "{".to_owned(), en: "{".to_owned() };
                let advice = Message::new("help.write").with("words", words.trim());
                let problem = problem.with_arg("expected", Arg::OneOf(vec![brace])).help(advice);
                self.report(problem.fix(self.at(place, place), &*words));
                self.change(&mut text, &Change { at: place, found: String::new(), meant: words });
                continue;
            }
            // What is opened and never closed, where it is clear where it should be.
            let Some(problem) = self.unclosed(&text, at, rules).filter(|problem| problem.fix.is_some())
            else {
                break;
            };
            let Some((at, words)) = self.closing(&text, rules) else { break };
            self.report(problem);
            self.change(&mut text, &Change { at, found: String::new(), meant: words });
        }
        (text != slice).then_some(text)
    }

    // Where the brace of an item is missing, at the end of its first line.
    fn opening(&self, text: &str, rules: Rules) -> Option<(usize, String)> {
        let end = line_end(text, 0);
        let line = text.get(..end)?;
        let line = line.split("//").next().unwrap_or(line).trim_end();
        if line.is_empty() || line.contains(['{', '｛']) || text.get(end..)?.trim().is_empty() {
            return None;
        }
        let brace = " {".to_owned();
        let change = Change { at: line.len(), found: String::new(), meant: brace.clone() };
        let changed = with(text, &[change]);
        self.failure(rules, &changed).is_none().then_some((line.len(), brace))
    }

    // The changes to one line with which reading gets beyond it.
    fn meant_marks(
        &self,
        text: &str,
        at: usize,
        rules: Rules,
        deeper: usize,
        tries: &mut usize,
    ) -> Option<Vec<Change>> {
        // Something of the next line has to be read as well.
        let behind = text.get(line_end(text, at)..).unwrap_or_default();
        let left = behind.trim_start().len();
        let mut further = Vec::new();
        for changes in candidates(text, at, self.lang) {
            *tries = tries.checked_sub(1)?;
            let changed = with(text, &changes);
            match self.failure(rules, &changed) {
                None => return Some(changes),
                Some(next) if next > changed.len() - left => return Some(changes),
                Some(next) if next > at => further.push((next, changed, changes)),
                Some(_) => {}
            }
        }
        let deeper = deeper.checked_sub(1)?;
        further.sort_by_key(|(next, ..)| std::cmp::Reverse(*next));
        further.into_iter().find_map(|(next, changed, mut changes)| {
            changes.extend(self.meant_marks(&changed, next, rules, deeper, tries)?);
            Some(changes)
        })
    }

    // One problem for all that is wrong in the line, and the text as it is read from now on.
    fn tell_marks(&mut self, text: &mut String, changes: &[Change]) {
        let Some(first) = changes.first() else { return };
        let place = self.at(first.at, first.at + first.found.len());
        let before = text.len();
        let (mut start, mut end) = (first.at, first.at);
        for change in changes {
            if change.at < end {
                end = end + change.meant.len() - change.found.len().min(end);
            }
            self.change(text, change);
            start = start.min(change.at);
            end = end.max(change.at + change.meant.len());
        }
        let replacement = text.get(start..end).unwrap_or_default().to_owned();
        let from = self.at(start, start);
        let was = (end + before).saturating_sub(text.len() + start);
        let edited = Span::new(from.file, from.start, from.start + was as u32);
        let problem = match first.meant.as_str() {
            "" | " " if !is_unseen(&first.found) || first.meant.is_empty() => {
                Diagnostic::error("B0128", place)
                    .help(Message::new("help.leave_out").with_arg("found", shown(&first.found)))
            }
            meant => Diagnostic::error("B0127", place)
                .with_arg("name", shown(meant))
                .help(Message::new("help.write").with_arg("words", shown(&replacement))),
        };
        self.report(problem.with_arg("found", shown(&first.found)).fix(edited, replacement));
    }

    fn change(&mut self, text: &mut String, change: &Change) {
        self.shifts.push(Shift {
            at: self.base + change.at,
            was: change.found.len(),
            is: change.meant.len(),
        });
        *text = with(text, std::slice::from_ref(change));
    }

    /// Where reading fails, if it does.
    pub(super) fn failure(&self, (chinese, english): Rules, text: &str) -> Option<usize> {
        let rule = if self.lang == Lang::Zh { chinese } else { english };
        let error = Grammar::parse(rule, text).err()?;
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        Some(at)
    }
}

/// A mark, or what it is called where nobody sees it.
fn shown(mark: &str) -> Arg {
    let called = |zh: String, en: String| Arg::Both { zh, en };
    match mark.chars().next() {
        Some(' ') if mark == " " => called("普通空格".to_owned(), "space".to_owned()),
        Some(c) if is_unseen(mark) => {
            let code = format!("U+{:04X}", u32::from(c));
            called(format!("看不见的字符{code}"), format!("unseen character {code}"))
        }
        _ => Arg::from(mark),
    }
}

fn is_unseen(mark: &str) -> bool {
    mark.chars().next().is_some_and(|c| UNSEEN.iter().any(|(unseen, _)| *unseen == c))
}

fn line_end(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(text.len() - at)
}

/// A text after changes, each made in what the one before left.
fn with(text: &str, changes: &[Change]) -> String {
    changes.iter().fold(text.to_owned(), |text, change| {
        let (before, after) = (text.get(..change.at), text.get(change.at + change.found.len()..));
        before.zip(after).map_or(text.clone(), |(before, after)| format!("{before}{}{after}", change.meant))
    })
}

/// What may be meant otherwise in the line where reading fails, the nearest first.
fn candidates(text: &str, at: usize, lang: Lang) -> Vec<Vec<Change>> {
    let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let end = line_end(text, at);
    let words = text.get(line..end).unwrap_or_default();
    let mut all: Vec<Vec<Change>> = quotations(words, line, at, lang);
    let mut after_comment = false;
    let near = around(text, at, line, end);
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
        if begins_word && let Some((date, meant)) = date_meant(rest) {
            all.push(change(date, &meant));
        }
        if begins_word && let Some((before, word, plain)) = plain_word(rest) {
            all.push(vec![Change { at: line + index + before, found: word.to_owned(), meant: plain }]);
        }
        let Some((found, meant)) = ALIKE.iter().find(|(found, _)| rest.starts_with(found)) else { continue };
        let behind = rest.get(found.len()..).unwrap_or_default().trim();
        let ends_line = behind.is_empty() || behind.starts_with("//");
        let surplus = words.matches([')', '）']).count() > words.matches(['(', '（']).count();
        if ends_line && SEPARATING.contains(found) || ")）".contains(found) && !surplus {
            continue;
        }
        all.extend(meant.iter().map(|meant| change(found, in_language(meant, lang))));
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
    let before = text.get(line..at).unwrap_or_default().trim_end_matches(part_of_word).trim_end();
    let start = line + before.char_indices().next_back().map_or(0, |(last, _)| last);
    let after = text.get(at..end).unwrap_or_default();
    let after = after.trim_start().trim_start_matches(part_of_word);
    // A text is passed over as a word is.
    let quoted = after.chars().next().and_then(super::cut::closing_quote);
    let closed = quoted.and_then(|close| after.char_indices().skip(1).find(|(_, c)| *c == close));
    let behind =
        closed.and_then(|(end, close)| after.get(end + close.len_utf8()..)).unwrap_or(after).trim_start();
    start..=end - behind.len()
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
        ("是", Lang::En) => "is",
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
    let mut all = Vec::new();
    for index in [first, first.saturating_sub(1)] {
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
