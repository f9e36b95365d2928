//! Diagnostics as SARIF 2.1.0 (OASIS), which code hosts show beside the changed lines.

use super::level;
use bylaws::diagnostic::catalogue::template;
use bylaws::diagnostic::{Diagnostic, Lang};
use bylaws::source::{SourceSet, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// One run of the checker. `folder` is where the package's files are named from.
pub(crate) fn sarif(sources: &SourceSet, folder: &Path, diagnostics: &[Diagnostic], lang: Lang) -> Value {
    let codes: BTreeSet<&str> = diagnostics.iter().map(Diagnostic::code).collect();
    let rules: Vec<Value> = codes
        .into_iter()
        .map(|code| json!({"id": code, "shortDescription": {"text": template(code, lang).unwrap_or(code)}}))
        .collect();
    let places = Places { sources, folder };
    let results: Vec<Value> = diagnostics.iter().map(|d| result(&places, d, lang)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "bylaws", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(places: &Places<'_>, diagnostic: &Diagnostic, lang: Lang) -> Value {
    let mut text = diagnostic.words(&diagnostic.message, lang);
    for help in &diagnostic.help {
        let _ = write!(text, "\n{}", diagnostic.words(help, lang));
    }
    let related = diagnostic
        .labels
        .iter()
        .filter_map(|label| places.related(label.span, &diagnostic.words(&label.message, lang)));
    let edit = diagnostic.fix.as_ref().and_then(|fix| places.edit(fix.span, &fix.replacement));
    json!({
        "ruleId": diagnostic.code(),
        "level": level(diagnostic.severity),
        "message": {"text": text},
        "locations": places.location(diagnostic.span).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.collect::<Vec<_>>(),
        "fixes": edit.into_iter().collect::<Vec<_>>(),
    })
}

struct Places<'s> {
    sources: &'s SourceSet,
    folder: &'s Path,
}

impl Places<'_> {
    fn location(&self, span: Span) -> Option<Value> {
        Some(json!({"physicalLocation": self.physical(span)?}))
    }

    fn related(&self, span: Span, words: &str) -> Option<Value> {
        Some(json!({"physicalLocation": self.physical(span)?, "message": {"text": words}}))
    }

    fn physical(&self, span: Span) -> Option<Value> {
        Some(json!({"artifactLocation": {"uri": self.uri(span)?}, "region": self.region(span)?}))
    }

    fn edit(&self, span: Span, replacement: &str) -> Option<Value> {
        Some(json!({"artifactChanges": [{
            "artifactLocation": {"uri": self.uri(span)?},
            "replacements": [{"deletedRegion": self.region(span)?, "insertedContent": {"text": replacement}}],
        }]}))
    }

    fn region(&self, span: Span) -> Option<Value> {
        let file = self.sources.get(span.file)?;
        let (start, end) = (file.line_column(span.start), file.line_column(span.end));
        Some(json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
            "byteOffset": span.start, "byteLength": span.end.saturating_sub(span.start),
        }))
    }

    fn uri(&self, span: Span) -> Option<String> {
        let path = self.folder.join(&self.sources.get(span.file)?.name);
        Some(encoded(&path.to_string_lossy().replace('\\', "/")))
    }
}

/// A path as a relative URI reference (RFC 3986, section 3.3): all but plain characters in percent form.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
