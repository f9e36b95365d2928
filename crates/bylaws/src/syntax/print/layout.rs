//! Lines and where in the source they come from; indentation, blocks in braces, breaking what is too long.

use super::Printer;
use crate::source::{Span, display_width};

/// Columns that a body stands in from its item.
const INDENT: usize = 2;
/// Columns (a Chinese character takes two) that a list may fill before it is broken at its marks.
const WIDTH: usize = 120;

/// One line of output.
pub(super) struct Line {
    /// Where it starts in the source; none when the tree does not say.
    pub at: Option<u32>,
    /// Spaces before it.
    pub indent: usize,
    /// Its text.
    pub text: String,
    /// A blank line goes before it.
    pub gap: bool,
    /// It is a closing brace: a comment before it belongs to the body.
    pub closes: bool,
}

impl Line {
    /// Columns that its own comments stand in.
    pub(super) fn comment_indent(&self) -> usize {
        if self.closes { self.indent + INDENT } else { self.indent }
    }
}

/// The lines without comments.
pub(super) fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("{}{}\n", " ".repeat(line.indent), line.text)).collect()
}

/// Terminal columns of a text.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| display_width(c) as usize).sum()
}

/// Whether a line of a body with this head and so many columns more is short enough.
pub(super) fn fits(head: &str, columns: usize) -> bool {
    INDENT + width(head) + columns <= WIDTH
}

impl Printer<'_> {
    fn push(&mut self, at: Option<u32>, indent: usize, text: String) {
        self.lines.push(Line { at, indent, text, gap: false, closes: false });
    }

    /// A line at the margin.
    pub(super) fn head(&mut self, at: Span, text: String) {
        self.push(Some(at.start), 0, text);
    }

    /// A line of a body.
    pub(super) fn body(&mut self, at: Span, text: String) {
        self.push(Some(at.start), INDENT, text.trim_end().to_owned());
    }

    /// An item with a body that may be left out when it is empty.
    pub(super) fn block(&mut self, at: Span, head: String, required: bool, body: impl FnOnce(&mut Self)) {
        self.head(at, head);
        let height = self.lines.len();
        body(self);
        if self.lines.len() == height && !required {
            return;
        }
        if let Some(first) = height.checked_sub(1).and_then(|i| self.lines.get_mut(i)) {
            first.text.push_str(" {");
        }
        let closing = at.end.saturating_sub(1).max(at.start);
        self.lines.push(Line { at: Some(closing), indent: 0, text: "}".into(), gap: false, closes: true });
    }

    /// A line of a body with a head word and parts: side by side, or one a line if they are too long.
    pub(super) fn listed(&mut self, head: &str, parts: Vec<(Span, String)>, mark: &str) {
        let whole: usize = parts.iter().map(|(_, text)| width(text) + width(mark)).sum();
        if fits(head, whole) {
            let at = parts.first().map_or_else(Span::default, |(at, _)| *at);
            let texts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
            self.body(at, format!("{head}{}", texts.join(mark)));
        } else {
            self.stacked(head, parts, mark.trim_end());
        }
    }

    /// A line of a body with a head word and parts, one a line under each other.
    pub(super) fn stacked(&mut self, head: &str, parts: Vec<(Span, String)>, mark: &str) {
        let last = parts.len().saturating_sub(1);
        for (index, (at, text)) in parts.into_iter().enumerate() {
            let mark = if index == last { "" } else { mark };
            if index == 0 {
                self.body(at, format!("{head}{text}{mark}"));
            } else {
                self.push(Some(at.start), INDENT + width(head), format!("{text}{mark}"));
            }
        }
    }

    /// Parts of a body, as many in a line as fit.
    pub(super) fn filled(&mut self, parts: Vec<(Span, String)>, mark: &str) {
        let last = parts.len().saturating_sub(1);
        let mut line: Option<(Span, String)> = None;
        for (index, (at, text)) in parts.into_iter().enumerate() {
            let text = if index == last { text } else { format!("{text}{mark}") };
            line = Some(match line {
                Some((start, so_far)) if INDENT + width(&so_far) + width(text.trim_end()) <= WIDTH => {
                    (start, so_far + &text)
                }
                Some((start, full)) => {
                    self.body(start, full);
                    (at, text)
                }
                None => (at, text),
            });
        }
        if let Some((at, rest)) = line {
            self.body(at, rest);
        }
    }

    /// Whether a comment stands inside a stretch of the source.
    pub(super) fn commented(&self, within: Span) -> bool {
        self.comments.iter().any(|c| (within.start..within.end).contains(&c.span.start))
    }
}
