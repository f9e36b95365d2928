//! Text → tree *and* problems: items are cut at their heads and parsed one by one, so that a broken one
//! never hides the next; inside a norm or a test the same is done clause by clause.

mod accounts;
mod advice;
mod alike;
mod bounds;
mod candidates;
mod cut;
mod deem;
mod expressions;
mod heads;
mod hints;
mod instants;
mod items;
mod literals;
mod marks;
mod misplaced;
mod norms;
mod problems;
mod said_in_tests;
mod said_limits;
mod said_time;
mod several_exceptions;
mod tables;
mod tests;
mod times;
mod types_meant;
mod unfinished;
mod units;
mod wordings;

pub use cut::{clause_heads, item_heads, walk};
pub(crate) use heads::opens_a_clause_of_a_norm;
pub use heads::{heads_in, heads_to_begin};
pub(crate) use hints::{HIMSELF, TOWARD, somebody, vague_in};
pub(crate) use literals::number_said;
pub use literals::parse_length;
pub(crate) use said_limits::{at_least, is_length, is_numeral};
pub(crate) use said_time::{time_of_day_meant, time_zone_meant};
pub(crate) use types_meant::type_meant;
pub use unfinished::{Named, Place, Unfinished};
pub(crate) use units::{Counted, counted_otherwise};

use super::ast::{self, Comment, Expr, File, Item};
use crate::diagnostic::{Diagnostic, Lang};
use crate::limits;
use crate::source::{FileId, Span, Spanned};
use bylaws_grammar::{Grammar, Rule};
use pest::Parser as _;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};
use std::num::NonZeroUsize;
use std::sync::Once;

type Node<'i> = Pair<'i, Rule>;

/// What parsing gives: a tree of what was understood, and a diagnostic for everything that was not.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree.
    pub file: File,
    /// The problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses one file. Never fails as a whole.
#[must_use]
pub fn parse(id: FileId, text: &str) -> Parsed {
    let lang = cut::language(text);
    let mut builder = Builder::new(id, lang);
    if text.len() > limits::FILE {
        builder.report(Diagnostic::error("B0107", builder.at(0, 0)).with("limit", limits::FILE));
        return Parsed { file: File { lang, ..File::default() }, diagnostics: builder.diagnostics };
    }
    let mut file = File {
        lang,
        items: Vec::new(),
        comments: comments(id, text),
        beneath: 0,
        others: Vec::new(),
        lost: Vec::new(),
    };
    for piece in cut::items(text, lang) {
        let Some(slice) = text.get(piece.start..piece.end) else { continue };
        builder.base = piece.start;
        builder.lang = piece.lang;
        if piece.lang != lang {
            file.others.push(builder.at(0, slice.len()));
            builder.in_the_other_language(slice);
        }
        if !piece.headed {
            builder.stray(slice, 0);
        } else if builder.is_within_limits(slice) {
            builder.item = cut::item_heads(piece.lang).find(|head| slice.starts_with(head));
            match builder.item(slice) {
                Some(item) => file.items.push(item),
                None => builder.lost.push(slice.to_owned()),
            }
            builder.item = None;
            builder.shifts.clear();
        }
        if builder.exhausted {
            break;
        }
    }
    file.lost = builder.lost;
    builder.diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
    Parsed { file, diagnostics: builder.diagnostics }
}

/// What a single value would be read as, if it is one.
pub(super) fn value(text: &str, lang: Lang) -> Option<Expr> {
    let mut builder = Builder::new(FileId::default(), lang);
    let mut pairs = builder.read(Rule::zh_value, Rule::en_value, text).ok()?;
    let operand = pairs.next()?.into_inner().find(|p| p.as_rule() == Rule::operand)?;
    let value = builder.operand(operand);
    (!builder.failed_since(0)).then_some(value)
}

fn comments(id: FileId, text: &str) -> Vec<Comment> {
    cut::comments(text)
        .into_iter()
        .map(|(start, end)| {
            let before = text.get(..start).unwrap_or("").rsplit('\n').next().unwrap_or("");
            let words = text.get(start + 2..end).unwrap_or("").trim_end();
            Comment {
                text: words.strip_prefix(' ').unwrap_or(words).to_owned(),
                span: Span::new(id, start as u32, end as u32),
                own_line: before.trim().is_empty(),
            }
        })
        .collect()
}

/// The record that a clause says to give rise to a duty, and not what is judged of another norm.
fn trigger_of(clause: &str, lang: Lang) -> Option<String> {
    let record = match lang {
        Lang::Zh => clause.strip_prefix("情形")?.trim_start_matches(['：', ':', ' ', '\u{3000}']),
        Lang::En => clause.strip_prefix("when ")?.trim_start(),
    };
    let end = record.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(record.len());
    let name = record.get(..end)?;
    let is_verdict = match lang {
        Lang::Zh => name.contains('的'),
        Lang::En => record.get(end..)?.trim_start().starts_with("of "),
    };
    (!name.is_empty() && !is_verdict).then(|| name.to_owned())
}

/// Turns pest's pairs into the tree. One `x` method for each rule `x`.
struct Builder {
    file: FileId,
    lang: Lang,
    /// Where the slice being parsed starts in the file.
    base: usize,
    diagnostics: Vec<Diagnostic>,
    /// Where what is read is not what is written: other marks are meant.
    shifts: Vec<alike::Shift>,
    /// The head of the item that is read.
    item: Option<&'static str>,
    /// What gives rise to the duty of the norm that is read clause by clause.
    trigger: Option<String>,
    /// What could not be read.
    lost: Vec<String>,
    /// Reading took more steps than it may, so that no more of the file is read.
    exhausted: bool,
}

impl Builder {
    fn new(file: FileId, lang: Lang) -> Self {
        Self {
            file,
            lang,
            base: 0,
            diagnostics: Vec::new(),
            shifts: Vec::new(),
            item: None,
            trigger: None,
            lost: Vec::new(),
            exhausted: false,
        }
    }

    // What would be too deep or too long for everything that looks at it, before the recursive parser sees it.
    fn is_within_limits(&mut self, slice: &str) -> bool {
        if cut::depth(slice) > limits::NESTING {
            let place = self.at(0, cut::beginning(slice).len());
            self.report(Diagnostic::error("B0104", place).with("limit", limits::NESTING));
            return false;
        }
        if let Some(words) = cut::unbroken(slice, limits::UNBROKEN) {
            let place = self.at(words, words + cut::beginning(slice.get(words..).unwrap_or("")).len());
            self.report(Diagnostic::error("B0108", place).with("limit", limits::UNBROKEN));
            return false;
        }
        true
    }

    // The parser tries again what it could read in two ways, so that brackets within brackets may take it without
    // bound; after so many steps it gives up, and so does what reads the file.
    fn read<'i>(
        &mut self,
        chinese: Rule,
        english: Rule,
        text: &'i str,
    ) -> Result<Pairs<'i, Rule>, Box<Error<Rule>>> {
        static BOUNDED: Once = Once::new();
        BOUNDED.call_once(|| pest::set_call_limit(NonZeroUsize::new(limits::READING)));
        let rule = if self.lang == Lang::Zh { chinese } else { english };
        Grammar::parse(rule, text).map_err(|error| {
            if matches!(error.variant, ErrorVariant::CustomError { .. }) {
                self.exhausted = true;
                self.report(Diagnostic::error("B0109", self.at(0, cut::beginning(text).len())));
            }
            Box::new(error)
        })
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(Diagnostic { written: diagnostic.written.or(Some(self.lang)), ..diagnostic });
    }

    // Whether something could not be read since so much had been told.
    fn failed_since(&self, before: usize) -> bool {
        self.diagnostics.iter().skip(before).any(Diagnostic::is_error)
    }

    fn at(&self, start: usize, end: usize) -> Span {
        let written = |place: usize| alike::unshifted(&self.shifts, self.base + place) as u32;
        Span::new(self.file, written(start), written(end))
    }

    fn span(&self, node: &Node<'_>) -> Span {
        // A rule that ends with something optional takes the white space before it.
        let start = node.as_span().start();
        self.at(start, start + node.as_str().trim_end().len())
    }

    fn spanned<T>(&self, node: &Node<'_>, value: T) -> Spanned<T> {
        Spanned::new(value, self.span(node))
    }

    fn item(&mut self, slice: &str) -> Option<Spanned<Item>> {
        match self.read(Rule::zh_item, Rule::en_item, slice) {
            Ok(mut pairs) => {
                let inner = pairs.next()?.into_inner().find(|p| p.as_rule() != Rule::EOI)?;
                let span = self.span(&inner);
                let item = self.build_item(inner);
                // An item that parses but cannot be built would be lost in silence.
                if item.is_none() {
                    self.report(Diagnostic::error("B0105", span));
                }
                item.map(|item| Spanned::new(item, span))
            }
            Err(_) if self.exhausted => None,
            Err(error) => match problems::end_of_item(slice, &error) {
                Some(end) => {
                    let item = self.item(slice.get(..end).unwrap_or(""));
                    self.stray(slice, end);
                    item
                }
                None => match self.with_marks_meant(slice, (Rule::zh_item, Rule::en_item)) {
                    Some(meant) => self.item(&meant),
                    None => self.recover(slice, &error),
                },
            },
        }
    }

    // An item that does not parse as a whole: its header and its clauses one by one.
    fn recover(&mut self, slice: &str, whole: &pest::error::Error<Rule>) -> Option<Spanned<Item>> {
        if !cut::has_clauses(slice, self.lang) {
            self.problem(slice, whole, (Rule::zh_item, Rule::en_item));
            let meant = self.without_line(slice, whole)?;
            return self.item(&meant);
        }
        let pieces = cut::clauses(slice, self.lang);
        let before = self.diagnostics.len();
        let base = self.base;
        let header = pieces.header.and_then(|end| slice.get(..end)).and_then(|header| self.header(header));
        let mut written = pieces.clauses.iter().filter_map(|(start, end)| slice.get(*start..*end));
        self.trigger = written.find_map(|clause| trigger_of(clause, self.lang));
        let mut clauses = Vec::new();
        for (start, end) in pieces.clauses {
            let Some(clause) = slice.get(start..end) else { continue };
            self.base = base + start;
            let shifts = self.shifts.len();
            clauses.extend(self.clause_alone(clause));
            self.shifts.truncate(shifts);
            if self.exhausted {
                break;
            }
        }
        self.base = base;
        self.trigger = None;
        if !self.failed_since(before) {
            self.problem(slice, whole, (Rule::zh_item, Rule::en_item));
        }
        let span = self.at(0, slice.trim_end().len());
        header.and_then(|header| items::partial(header, clauses)).map(|item| Spanned::new(item, span))
    }

    // An item with the line blank that cannot be read: one entry of a calendar, or one field, is no reason to lose the
    // others. None where the rest cannot be read on without it.
    fn without_line(&mut self, slice: &str, whole: &Error<Rule>) -> Option<String> {
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = whole.location;
        let blanks = alike::places(slice, at).filter_map(|at| {
            let start = slice.get(..at)?.rfind('\n')? + 1;
            let end = alike::line_end(slice, at);
            let line = slice.get(start..end).filter(|line| !line.contains(['{', '}', '｛', '｝']))?;
            let blank = format!("{}{}{}", slice.get(..start)?, " ".repeat(line.len()), slice.get(end..)?);
            let reached = self.failure((Rule::zh_item, Rule::en_item), &blank).unwrap_or(usize::MAX);
            (reached > end).then(|| (reached, line.to_owned(), blank))
        });
        let (_, line, blank) = blanks.max_by_key(|(reached, ..)| *reached)?;
        // With the head, so that what the item lacks is not told of it.
        self.lost.push(format!("{} {line}", self.item.unwrap_or_default()));
        Some(blank)
    }

    // The head of an item by itself.
    fn header(&mut self, header: &str) -> Option<items::Header> {
        match self.read(Rule::zh_header, Rule::en_header, header) {
            Ok(mut pairs) => {
                let head = pairs.next()?.into_inner().find(|p| p.as_rule() != Rule::EOI)?;
                self.build_header(head)
            }
            Err(_) if self.exhausted => None,
            Err(error) => {
                self.problem(header, &error, (Rule::zh_header, Rule::en_header));
                None
            }
        }
    }

    // A clause by itself. None where there is nothing to read or it was told what is wrong.
    fn clause_alone(&mut self, clause: &str) -> Option<Option<Spanned<ast::NormClause>>> {
        let rules = (Rule::zh_clause, Rule::en_clause);
        match self.read(rules.0, rules.1, clause) {
            Ok(mut pairs) => {
                let inner = pairs.next()?.into_inner().find(|p| p.as_rule() != Rule::EOI)?;
                self.in_another_item(&inner, clause);
                Some(self.build_clause(inner))
            }
            Err(_) if self.exhausted => None,
            Err(error) => {
                if let Some(meant) = self.with_marks_meant(clause, rules) {
                    return self.clause_alone(&meant);
                }
                self.lost.push(clause.to_owned());
                if !self.expectations_one_by_one(clause) {
                    self.problem(clause, &error, rules);
                }
                None
            }
        }
    }
}
