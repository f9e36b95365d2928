//! How things reach the terminal: the language, exit codes, diagnostics in text.

use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::source::SourceSet;
use std::io::Write;
use std::process::ExitCode;

/// Exit code of a bad policy or log.
pub(crate) const BAD_INPUT: u8 = 1;
/// Exit code of a call that cannot be understood.
pub(crate) const USAGE: u8 = 2;
/// Exit code of a run that found breaches.
pub(crate) const BREACHES: u8 = 3;

/// The language option.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// How results are printed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For machines
    Json,
}

pub(crate) fn language(chosen: Option<LangArg>) -> Lang {
    let by_environment = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
    };
    match chosen {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None if by_environment().is_some_and(|v| v.starts_with("zh")) => Lang::Zh,
        None => Lang::En,
    }
}

/// Prints to standard output; a reader that has gone away is no failure of ours.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Says on standard error why nothing came of it.
pub(crate) fn fail(code: u8, text: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
    ExitCode::from(code)
}

/// The word of a language.
pub(crate) fn word(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// A diagnostic with its line and a caret that stands under wide characters too.
pub(crate) fn diagnostic(sources: &SourceSet, diagnostic: &Diagnostic, lang: Lang) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => word(lang, "错误", "error"),
        Severity::Warning => word(lang, "警告", "warning"),
        Severity::Note => word(lang, "提示", "note"),
    };
    let mut out = String::new();
    if let Some(file) = sources.get(diagnostic.span.file) {
        let at = file.line_column(diagnostic.span.start);
        out += &format!(
            "{}:{}:{}: {severity}[{}]: {}\n",
            file.name,
            at.line,
            at.column,
            diagnostic.code(),
            diagnostic.message.render(lang)
        );
        let line = file.text.lines().nth(at.line as usize - 1).unwrap_or("");
        let shown = file.slice(diagnostic.span).lines().next().unwrap_or("");
        let width: u32 = shown.chars().map(bylaws::source::display_width).sum();
        let indent = " ".repeat(at.display_column as usize - 1);
        out += &format!("  | {line}\n  | {indent}{}\n", "^".repeat(width.max(1) as usize));
    }
    for help in &diagnostic.help {
        out += &format!("  = {}\n", help.render(lang));
    }
    out
}
