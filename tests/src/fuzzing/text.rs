//! Text of policies: read, printed, translated, checked.

use bylaws::diagnostic::{Diagnostic, Lang};
use bylaws::source::{FileId, SourceFile};
use bylaws::syntax::ast::File;
use bylaws::syntax::{Names, format, translate};

/// Reads a text; what is read without a problem is the same once printed, and once translated there and back.
///
/// # Panics
/// Where it is not.
pub fn parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let parsed = bylaws::syntax::parse(FileId(0), &text);
    told(&text, &parsed.diagnostics);
    let printed = format(&parsed.file);
    if parsed.diagnostics.is_empty() {
        reads_as(&printed, &parsed.file);
        let other = if parsed.file.lang == Lang::Zh { Lang::En } else { Lang::Zh };
        let names = Names::of(&[&parsed.file]);
        match translate(&parsed.file, &names, other) {
            Ok(twin) => reads_as(&format(&twin), &twin),
            Err(problems) => told(&text, &problems),
        }
    }
}

/// Reads and checks a text.
///
/// # Panics
/// Where a problem has no place or no words.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let parsed = bylaws::syntax::parse(FileId(0), &text);
    let checked = bylaws::check::check(&[parsed.file]);
    told(&text, &checked.diagnostics);
}

fn reads_as(printed: &str, file: &File) {
    let again = bylaws::syntax::parse(FileId(0), printed);
    assert_eq!(again.diagnostics, [], "in what was printed:\n{printed}");
    assert_eq!(again.file.items, file.items, "printed as:\n{printed}");
    assert_eq!(format(&again.file), printed, "another print the second time");
}

// Every problem lies in the text, between characters, and has words in both languages.
fn told(text: &str, problems: &[Diagnostic]) {
    let file = SourceFile::new("text", text);
    for problem in problems {
        let (start, end) = (problem.span.start as usize, problem.span.end as usize);
        assert!(start <= end && text.get(start..end).is_some(), "no such place: {problem:?}");
        let _ = file.line_column(problem.span.start);
        for lang in [Lang::Zh, Lang::En] {
            assert!(!problem.message.render(lang).is_empty());
            problem.help.iter().for_each(|help| assert!(!help.render(lang).is_empty()));
        }
    }
}
