//! Several exceptions in one line: each has a name of its own, and they stand apart.

use super::Builder;
use crate::diagnostic::{Diagnostic, Lang, Message};

impl Builder {
    /// 除外：甲：…，乙：…: exceptions with names of their own stand apart.
    pub(super) fn another_exception(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let (before, rest) = (slice.get(..at)?, slice.get(at..)?);
        // The stretch is one clause, or all of a norm.
        let line = before.rsplit('\n').next()?.trim_start();
        if self.lang != Lang::Zh || !line.starts_with("除外") || !rest.starts_with(['：', ':']) {
            return None;
        }
        let (start, mark) =
            before.char_indices().rev().find(|(_, c)| !c.is_alphanumeric() && !"「」_".contains(*c))?;
        let label = before.get(start + mark.len_utf8()..)?;
        (matches!(mark, '，' | ',' | '。' | '、') && !label.is_empty()).then(|| {
            let place = self.at(start, start + mark.len_utf8());
            Diagnostic::error("B0127", place)
                .with("found", mark.to_string())
                .with("name", "；")
                .help(Message::new("help.write").with("words", format!("；{label}：")))
                .fix(place, "；")
        })
    }
}
