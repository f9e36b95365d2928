//! Diagnostics as they leave the command: for people, for programs, for code hosts.

mod json;
mod sarif;
mod text;

pub(crate) use json::json;
pub(crate) use sarif::sarif;
pub(crate) use text::text;

use bylaws::diagnostic::Severity;

/// The name of a severity for machines; SARIF knows the same three.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
