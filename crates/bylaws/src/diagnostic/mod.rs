//! Problems in policy text: what is wrong, where, why, and what to write instead.
//!
//! A [`Diagnostic`] is data; its words come from the two catalogues in [`catalogue`], so that every message
//! exists in Chinese and English. Problems in a log are [`crate::log::LogError`], not diagnostics, but
//! take their words from the same catalogues.

pub mod catalogue;
mod suggest;

pub use suggest::{alike, differ_in_number, digits_meant, distance, is_slip, nearest, one_apart};

use crate::source::Span;

/// The language in which messages are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

/// A value put into a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// The same in both languages: a number, an id, what the user wrote.
    Plain(String),
    /// What is said otherwise in the two languages.
    Both {
        /// The Chinese form.
        zh: String,
        /// The English form.
        en: String,
    },
    /// A word as it stands in a file: a keyword, a declared name with an alias. A message about a file has it as that
    /// file would.
    Word {
        /// The Chinese form.
        zh: String,
        /// The English form.
        en: String,
    },
    /// One of several things that may be written: words of the language in quotation marks, others plain.
    OneOf(Vec<Arg>),
    /// A message inside a message.
    Message(Box<Message>),
}

impl Arg {
    /// The words, in one language.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        catalogue::words(self, lang, lang)
    }
}

impl<T: ToString> From<T> for Arg {
    fn from(value: T) -> Self {
        Self::Plain(value.to_string())
    }
}

/// A message of the catalogue with its arguments; words appear only when it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Key in the catalogue: a diagnostic's code (`B0203`), a log error's (`L0104`), a reason's (`why.short`).
    pub key: &'static str,
    /// Named arguments, in the order in which the message's author gives them.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The same message with an argument that is already one.
    #[must_use]
    pub fn with_arg(mut self, name: &'static str, value: Arg) -> Self {
        self.args.push((name, value));
        self
    }

    /// The words, in one language.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        catalogue::render(self, lang, lang)
    }

    /// The words in one language, what is to be written in a file in that of the file.
    #[must_use]
    pub fn render_about(&self, lang: Lang, written: Lang) -> String {
        catalogue::render(self, lang, written)
    }
}

/// How grave a diagnostic is. Only errors make a policy unusable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Note,
    /// Probably not what the author meant.
    Warning,
    /// The policy cannot be used.
    Error,
}

/// A further place that explains the main one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: Message,
}

/// A change of text that mends the problem, as data an editor can apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The bytes to replace.
    pub span: Span,
    /// What to write instead.
    pub replacement: String,
}

/// One problem in policy text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong; the key is the stable code.
    pub message: Message,
    /// How grave.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Vec<Message>,
    /// An edit that would do it.
    pub fix: Option<Fix>,
    /// The language of the declaration that it is about, where there is one.
    pub written: Option<Lang>,
}

impl Diagnostic {
    /// An error with code `key` at `span`.
    #[must_use]
    pub const fn error(key: &'static str, span: Span) -> Self {
        Self::of(Severity::Error, key, span)
    }

    /// A warning with code `key` at `span`.
    #[must_use]
    pub const fn warning(key: &'static str, span: Span) -> Self {
        Self::of(Severity::Warning, key, span)
    }

    const fn of(severity: Severity, key: &'static str, span: Span) -> Self {
        Self {
            message: Message::new(key),
            severity,
            span,
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
            written: None,
        }
    }

    /// Whether what it is about could not be read or judged; a warning is of what could.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// With one more argument of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.message = self.message.with(name, value);
        self
    }

    /// With one more argument that is already one.
    #[must_use]
    pub fn with_arg(mut self, name: &'static str, value: Arg) -> Self {
        self.message = self.message.with_arg(name, value);
        self
    }

    /// With one more place.
    #[must_use]
    pub fn label(mut self, span: Span, message: Message) -> Self {
        self.labels.push(Label { span, message });
        self
    }

    /// With one more piece of advice.
    #[must_use]
    pub fn help(mut self, message: Message) -> Self {
        self.help.push(message);
        self
    }

    /// With an edit that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// The words of the message, of its advice or of a label, in one language; what is to be written stands in the
    /// language of the file.
    #[must_use]
    pub fn words(&self, message: &Message, lang: Lang) -> String {
        message.render_about(lang, self.written.unwrap_or(lang))
    }

    /// The stable code, such as `B0203`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.message.key.split('.').next().unwrap_or(self.message.key)
    }
}
