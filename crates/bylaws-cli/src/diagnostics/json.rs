//! Diagnostics as one JSON array; lines and columns count from 1, columns in characters, offsets in bytes.

use super::level;
use bylaws::diagnostic::{Diagnostic, Lang};
use bylaws::source::SourceSet;
use serde_json::{Value, json};

/// All of them, notes included.
pub(crate) fn json(sources: &SourceSet, diagnostics: &[Diagnostic], lang: Lang) -> Value {
    diagnostics.iter().map(|diagnostic| one(sources, diagnostic, lang)).collect()
}

fn one(sources: &SourceSet, diagnostic: &Diagnostic, lang: Lang) -> Value {
    let span = diagnostic.span;
    let file = sources.get(span.file);
    let at = file.map(|file| file.line_column(span.start));
    json!({
        "code": diagnostic.code(),
        "severity": level(diagnostic.severity),
        "file": file.map(|file| file.name.as_str()),
        "line": at.map(|at| at.line),
        "column": at.map(|at| at.column),
        "start": span.start,
        "end": span.end,
        "message": diagnostic.words(&diagnostic.message, lang),
        "help": diagnostic.help.iter().map(|help| diagnostic.words(help, lang)).collect::<Vec<_>>(),
        "fix": diagnostic.fix.as_ref().map(|fix| json!({
            "start": fix.span.start, "end": fix.span.end, "replacement": fix.replacement,
        })),
    })
}
