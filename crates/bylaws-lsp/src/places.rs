//! Bytes of a text ↔ lines and UTF-16 units, as editors count; paths ↔ addresses.

use bylaws::source::{SourceFile, Span};
use lsp_types::{Position, Range, Uri};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where a byte stands.
pub(crate) fn position(file: &SourceFile, offset: usize) -> Position {
    let at = file.line_column(u32::try_from(offset).unwrap_or(u32::MAX));
    Position::new(at.line - 1, at.utf16)
}

/// Where a stretch of bytes stands.
pub(crate) fn range(file: &SourceFile, start: usize, end: usize) -> Range {
    Range::new(position(file, start), position(file, end))
}

/// Where a span stands.
pub(crate) fn range_of(file: &SourceFile, span: Span) -> Range {
    range(file, span.start as usize, span.end as usize)
}

/// The byte at a position; a position past the end of a line is at its end.
pub(crate) fn offset(text: &str, at: Position) -> usize {
    let mut start = 0;
    for _ in 0..at.line {
        match text.get(start..).and_then(|rest| rest.find('\n')) {
            Some(length) => start += length + 1,
            None => return text.len(),
        }
    }
    let line = text.get(start..).unwrap_or("").split(['\n', '\r']).next().unwrap_or("");
    let mut units = 0;
    for (byte, c) in line.char_indices() {
        if units >= at.character {
            return start + byte;
        }
        units += c.len_utf16() as u32;
    }
    start + line.len()
}

/// The words of a span that are not white space around them: where a name itself stands.
pub(crate) fn trimmed(text: &str, span: Span) -> (usize, usize) {
    let (start, end) = (span.start as usize, span.end as usize);
    let words = text.get(start..end).unwrap_or("");
    let front = words.len() - words.trim_start().len();
    (start + front, start + front + words.trim().len())
}

/// How the addresses begin of texts that were never saved.
const UNSAVED: &str = "untitled:";

/// Whether a text was never saved, so that it is a package of its own.
pub(crate) fn is_unsaved(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with(UNSAVED))
}

/// The file that an address names, or the address itself of a text that was never saved; none of one that is not on this
/// machine's disk.
pub(crate) fn path_of(uri: &Uri) -> Option<PathBuf> {
    if uri.as_str().starts_with(UNSAVED) {
        return Some(PathBuf::from(uri.as_str()));
    }
    let file = uri.scheme().is_some_and(|scheme| scheme.as_str().eq_ignore_ascii_case("file"));
    let path = uri.path().as_estr().decode().into_string_lossy();
    file.then(|| canonical(Path::new(path.as_ref())))
}

/// The address of a file.
pub(crate) fn uri_of(path: &Path) -> Option<Uri> {
    if is_unsaved(path) {
        return Uri::from_str(path.to_str()?).ok();
    }
    let mut words = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                words.push(byte as char)
            }
            other => write!(words, "%{other:02X}").ok()?,
        }
    }
    Uri::from_str(&words).ok()
}

/// A path by which the same file is always known, whether it is on the disk already or not.
pub(crate) fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => folder.canonicalize().unwrap_or_else(|_| folder.to_owned()).join(name),
        _ => path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf16_units_and_lines() {
        let text = "规范 走访\r\n  𠮷 x\n\nend";
        let file = SourceFile::new("t", text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let at = position(&file, byte);
            let line = text.get(..byte).unwrap().matches('\n').count();
            assert_eq!(at.line as usize, line);
            if !text.get(byte..).unwrap().starts_with('\n') {
                assert_eq!(offset(text, at), byte, "{at:?}");
            }
        }
        assert_eq!(offset(text, Position::new(1, 4)), text.find(" x").unwrap());
        assert_eq!(offset(text, Position::new(0, 99)), "规范 走访".len());
        assert_eq!(offset(text, Position::new(99, 0)), text.len());
    }

    #[test]
    fn addresses_of_chinese_paths_are_theirs_again() {
        let path = Path::new("/制度 包/第7条.policy");
        let uri = uri_of(path).unwrap();
        assert!(uri.as_str().is_ascii());
        assert_eq!(path_of(&uri).unwrap(), path);
        let unsaved = Uri::from_str("untitled:Untitled-1").unwrap();
        assert_eq!(uri_of(&path_of(&unsaved).unwrap()), Some(unsaved));
        assert_eq!(path_of(&Uri::from_str("git:/a.policy").unwrap()), None);
    }
}
