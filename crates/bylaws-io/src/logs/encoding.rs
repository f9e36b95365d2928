//! The encodings of tables: UTF-8, and GB18030 as Chinese spreadsheets save it.
//!
//! In both, no byte of a Chinese character is a line's end, a comma or a quotation mark, so a table can be
//! cut into rows before it is decoded.

use std::borrow::Cow;

/// What UTF-8 may begin with.
pub(super) const MARK: &[u8] = "\u{FEFF}".as_bytes();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Gb18030,
}

impl Encoding {
    /// The encoding of a table that begins like this; the last character may be cut. The headings decide if
    /// they are not all ASCII, lest one damaged byte further down turn a whole table into other characters.
    pub(super) fn of(beginning: &[u8]) -> Self {
        let headings = beginning.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let telling = if headings.is_ascii() { beginning } else { headings };
        match std::str::from_utf8(telling) {
            _ if beginning.starts_with(MARK) => Self::Utf8,
            Err(error) if error.error_len().is_some() || telling.len() < beginning.len() => Self::Gb18030,
            _ => Self::Utf8,
        }
    }

    /// Whether a file begins as UTF-16 does: "Unicode text" of spreadsheets.
    pub(super) fn is_utf16(beginning: &[u8]) -> bool {
        beginning.starts_with(&[0xFF, 0xFE]) || beginning.starts_with(&[0xFE, 0xFF])
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
        }
    }

    /// The text, unless some byte has no meaning.
    pub(super) fn text(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Gb18030 => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes),
        }
    }
}
