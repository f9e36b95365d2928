//! The encodings of tables: UTF-8, and GB18030 as Chinese spreadsheets save it.
//!
//! In both, no byte of a Chinese character is a line's end, a comma or a quotation mark, so a table can be
//! cut into rows before it is decoded.

use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Gb18030,
}

impl Encoding {
    /// The encoding of a file that begins like this; the last character may be cut.
    pub(super) fn of(beginning: &[u8]) -> Self {
        match std::str::from_utf8(beginning) {
            Err(error) if error.error_len().is_some() => Self::Gb18030,
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
