//! How things reach the terminal: the language, exit codes, the two streams.

use bylaws::diagnostic::Lang;
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

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

/// Prints to standard output, coloured only where a terminal shows it; a reader that has gone away is no
/// failure of ours.
pub(crate) fn print(text: &str) {
    // What is not coloured need not be searched for colours, which takes its time where there is much of it.
    let _ = match text.contains('\x1b') {
        true => anstream::stdout().lock().write_all(text.as_bytes()),
        false => std::io::stdout().lock().write_all(text.as_bytes()),
    };
}

/// Says something on standard error.
pub(crate) fn say(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Says on standard error what was done, where somebody watches: what succeeds says nothing there to machines.
pub(crate) fn tell(text: &str) {
    if std::io::stderr().is_terminal() {
        say(text);
    }
}

/// Whether the results are for machines, which read one JSON value from standard output whatever comes of the call.
static FOR_MACHINES: OnceLock<bool> = OnceLock::new();

/// Says once whether they are.
pub(crate) fn for_machines(are_they: bool) {
    let _ = FOR_MACHINES.set(are_they);
}

/// Says on standard error why nothing came of it; for machines on standard output too.
pub(crate) fn fail(code: u8, text: &str) -> ExitCode {
    fail_with(code, text, &json!({ "error": text }))
}

/// The same, with what machines read instead.
pub(crate) fn fail_with(code: u8, text: &str, object: &Value) -> ExitCode {
    if FOR_MACHINES.get() == Some(&true) {
        print(&format!("{object}\n"));
    }
    fail_late(code, text)
}

/// Says on standard error what went wrong after the results had been printed.
pub(crate) fn fail_late(code: u8, text: &str) -> ExitCode {
    say(text);
    ExitCode::from(code)
}

/// So many things, in English.
pub(crate) fn several(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The word of a language.
pub(crate) fn word(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}
