//! What is told to people: each sentence in both languages.

use bylaws::diagnostic::Lang;

/// A sentence, or a part of one, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Said {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Said {
    /// Words of both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The words of one language.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &str {
        if lang == Lang::Zh { &self.zh } else { &self.en }
    }
}

/// As it stands within Chinese quotation marks.
#[must_use]
pub fn within_quotes(zh: &str) -> String {
    zh.replace('“', "‘").replace('”', "’")
}

/// A length of time.
pub(crate) fn length(count: u32, unit: bylaws::log::Unit) -> Said {
    let (zh, en) = unit.counted(count);
    Said::new(zh, en)
}
