//! Characters that look like another one, or that people write for it: the mark that is meant is the one with which
//! reading gets on. What is read then is the mended text, so that nothing else is blamed for the slip.

use super::candidates::{UNSEEN, candidates};
use super::marks::Rules;
use super::wordings::conditions_set_apart;
use super::{Builder, Grammar, Rule};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::source::Span;
use pest::Parser as _;
use pest::error::InputLocation;

/// How many times an item is read anew to find out what is meant.
const TRIES: usize = 24;

/// One mark for another, by bytes of the text as it is read now.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub at: usize,
    pub found: String,
    pub meant: String,
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
            // The marks are those of a list that does not belong, or set apart what has names of its own.
            if self.values_as_a_type(&text, at).is_some()
                || self.another_exception(&text, at).is_some()
                || self.unit_of_a_field(&text, at)
                || conditions_set_apart(&text, at)
                || self.verdict_unmarked(&text)
            {
                break;
            }
            let changes = places(&text, at).find_map(|at| self.meant_marks(&text, at, rules, 2, &mut tries));
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
        let is_short = rules.0 == Rule::zh_expectation;
        for changes in candidates(text, at, self.lang, is_short) {
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
                end = (end + change.meant.len()).saturating_sub(change.found.len());
            }
            self.change(text, change);
            start = start.min(change.at);
            end = end.max(change.at + change.meant.len());
        }
        let replacement = text.get(start..end).unwrap_or_default().to_owned();
        let from = self.at(start, start);
        let was = (end + before).saturating_sub(text.len() + start);
        let edited = Span::new(from.file, from.start, from.start + was as u32);
        // A gap in place of a mark: the mark is too many.
        let is_too_many = first.meant.is_empty() || first.meant == " " && !is_unseen(&first.found);
        let problem = if is_too_many {
            Diagnostic::error("B0128", place)
                .help(Message::new("help.leave_out").with_arg("found", shown(&first.found)))
        } else {
            Diagnostic::error("B0127", place)
                .with_arg("name", shown(&first.meant))
                .help(Message::new("help.write").with_arg("words", shown(&replacement)))
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
        _ => Arg::from(mark.trim()),
    }
}

fn is_unseen(mark: &str) -> bool {
    mark.chars().next().is_some_and(|c| UNSEEN.iter().any(|(unseen, _)| *unseen == c))
}

// Where what is meant may have been missed: here, or at the end of the line before, if this is the first word of one.
pub(super) fn places(text: &str, at: usize) -> impl Iterator<Item = usize> {
    let ends = text.get(at..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['}', '｝']));
    let words = text.get(..at).unwrap_or_default().trim_end().len();
    let before = text.get(words..at).filter(|gap| gap.contains('\n')).map(|_| words);
    // What ends too early has nothing here.
    let here = if ends && before.is_some() { None } else { Some(at) };
    here.into_iter().chain(before)
}

pub(super) fn line_end(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(text.len() - at)
}

/// A text after changes, each made in what the one before left.
fn with(text: &str, changes: &[Change]) -> String {
    changes.iter().fold(text.to_owned(), |text, change| {
        let (before, after) = (text.get(..change.at), text.get(change.at + change.found.len()..));
        before.zip(after).map_or(text.clone(), |(before, after)| format!("{before}{}{after}", change.meant))
    })
}
