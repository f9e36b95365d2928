//! The pages on problems: one for each code and language, with an example that goes wrong in just this way
//! and one that is mended.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::check;
use bylaws::diagnostic::catalogue::entries;
use bylaws::diagnostic::{Arg, Diagnostic, Lang, Message, Severity};
use bylaws::log::LogBuilder;
use bylaws_io::logs;
use bylaws_io::logs::xes::Mapping;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Codes without an example on their page, and why.
const NO_EXAMPLE: [(&str, &str); 19] = [
    ("B0105", "what the grammar accepts can always be built; the code guards against a slip of ours"),
    ("B0106", "longer than a page; tests/tests/malformed.rs"),
    ("B0107", "longer than a page; tests/tests/limits.rs"),
    ("B0108", "longer than a page; tests/tests/limits.rs"),
    ("B0109", "takes long to come about; tests/tests/limits.rs"),
    ("B0215", "longer than a page; tests/tests/limits.rs"),
    ("B0120", "arises in translation only; tests/tests/translate.rs"),
    ("B0121", "arises in translation only; tests/tests/translate.rs"),
    ("L0114", "comes with --skip-invalid only; crates/bylaws-cli/tests/messages/logs.rs"),
    ("L0201", "of the file system"),
    ("L0202", "the place of another problem"),
    ("L0204", "longer than a page"),
    ("L0229", "longer than a page; tests/tests/limits.rs"),
    ("L0230", "longer than a page; tests/tests/limits.rs"),
    ("L0301", "takes long to come about; tests/tests/limits.rs"),
    ("L0205", "bytes that a page cannot hold"),
    ("L0207", "bytes that a page cannot hold"),
    ("L0213", "bytes that a page cannot hold"),
    ("L0214", "bytes that a page cannot hold; crates/bylaws-parquet/tests/refused.rs"),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics")
}

fn codes() -> BTreeSet<String> {
    let is_code = |key: &str| {
        key.len() == 5 && key.starts_with(['B', 'L']) && key.chars().skip(1).all(|c| c.is_ascii_digit())
    };
    entries().map(|(key, _, _)| (*key).to_owned()).filter(|key| is_code(key)).collect()
}

fn page(code: &str, lang: Lang) -> String {
    let ending = if lang == Lang::Zh { ".zh-CN.md" } else { ".md" };
    fs::read_to_string(folder().join(format!("{code}{ending}"))).unwrap_or_default()
}

/// The fenced blocks of a page: what is said after the three marks, and the text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut parts = page.split("```").skip(1).step_by(2);
    parts
        .by_ref()
        .filter_map(|part| part.split_once('\n'))
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect()
}

/// An example: its files, and the problems that come of them.
struct Example {
    wrong: bool,
    files: Vec<(String, String)>,
}

/// The examples of a page, wrong and mended; consecutive blocks of one kind belong together.
fn examples(page: &str) -> Vec<Example> {
    let mut out: Vec<Example> = Vec::new();
    for (info, text) in blocks(page) {
        let mut words = info.split(' ').skip(1);
        let wrong = words.next() == Some("bad");
        let file = (words.next().unwrap_or("example.policy").to_owned(), text);
        match out.last_mut() {
            Some(last) if last.wrong == wrong => last.files.push(file),
            _ => out.push(Example { wrong, files: vec![file] }),
        }
    }
    out
}

fn written(example: &Example) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::copy(folder().join("vocabulary.policy"), home.path().join("vocabulary.policy")).unwrap();
    for (name, text) in &example.files {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    home
}

/// The diagnostics of a package, those of parsing and those of checking.
fn diagnostics(home: &Path) -> Vec<(Diagnostic, String)> {
    let package = bylaws_io::package::load(home).unwrap();
    let checked = check(&package.files);
    let all = package.diagnostics.iter().chain(&checked.diagnostics);
    all.map(|d| (d.clone(), package.sources.get(d.span.file).unwrap().slice(d.span).to_owned())).collect()
}

/// The code of a message; where it only says in which line, that of the message inside.
fn code_of(message: &Message) -> String {
    let inner = message.args.iter().find_map(|(_, arg)| match arg {
        Arg::Message(inner) => Some(inner),
        _ => None,
    });
    match inner {
        Some(inner) if message.key.starts_with("L0202") => code_of(inner),
        _ => message.key.split('.').next().unwrap_or_default().to_owned(),
    }
}

/// The codes of the problems that reading a log comes upon.
fn log_codes(home: &Path, example: &Example) -> Vec<String> {
    let package = bylaws_io::package::load(home).unwrap();
    let policy = check(&package.files).policy;
    let logs: Vec<PathBuf> =
        example.files.iter().filter(|(n, _)| n != "xes.toml").map(|(n, _)| home.join(n)).collect();
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    let mapping = Mapping::of_package(home, &policy.vocabulary);
    let read = mapping.and_then(|mapping| logs::read(&logs, mapping.as_ref(), &mut builder, &mut |_| ()));
    if let Err(error) = read {
        return vec![code_of(&error.message())];
    }
    let mut codes: Vec<String> = match builder.finish() {
        Ok(log) => log.cautions.iter().map(code_of).collect(),
        Err(errors) => errors.iter().map(|error| error.code().to_owned()).collect(),
    };
    codes.dedup();
    codes
}

#[test]
fn every_code_has_a_page_in_both_languages_and_the_index_lists_them() {
    for (ending, index) in [(".md", "README.md"), (".zh-CN.md", "README.zh-CN.md")] {
        let names = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let of_lang = |name: String| {
            let code = name.strip_suffix(ending)?;
            (code.len() == 5 && !code.contains('.')).then(|| code.to_owned())
        };
        let pages: BTreeSet<String> = names.filter_map(of_lang).collect();
        assert_eq!(pages, codes(), "{ending}");
        let index = fs::read_to_string(folder().join(index)).unwrap();
        let missing: Vec<String> =
            codes().into_iter().filter(|code| !index.contains(&format!("]({code}{ending})"))).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn every_page_has_an_example_wrong_and_mended_or_a_reason_why_not() {
    for code in codes() {
        let excused = NO_EXAMPLE.iter().any(|(without, _)| *without == code);
        for lang in [Lang::Zh, Lang::En] {
            let shown: Vec<bool> = examples(&page(&code, lang)).iter().map(|e| e.wrong).collect();
            let wanted: &[bool] = if excused { &[] } else { &[true, false] };
            assert_eq!(shown, wanted, "{code} {lang:?}");
        }
    }
}

#[test]
fn a_policy_goes_wrong_in_the_way_of_its_page_and_in_no_other() {
    let mut astray = Vec::new();
    for code in codes().iter().filter(|code| code.starts_with('B')) {
        for (lang, example) in both(code) {
            let home = written(&example);
            // A note changes nothing; it counts only on its own page.
            let found = diagnostics(home.path());
            let found = found.iter().filter(|(d, _)| d.severity > Severity::Note || d.code() == code);
            let mut found: Vec<&str> = found.map(|(d, _)| d.code()).collect();
            found.dedup();
            let wanted: &[&str] = if example.wrong { &[code] } else { &[] };
            if found != wanted {
                astray.push(format!("{code} {lang:?}, wrong: {}: {found:?}", example.wrong));
            }
        }
    }
    assert!(astray.is_empty(), "{astray:#?}");
}

#[test]
fn a_problem_stands_on_the_words_that_are_wrong() {
    for code in codes().iter().filter(|code| code.starts_with('B')) {
        for (lang, example) in both(code).into_iter().filter(|(_, example)| example.wrong) {
            let home = written(&example);
            let text = example.files.first().map(|(_, text)| text.trim_end()).unwrap();
            for (_, words) in diagnostics(home.path()).iter().filter(|(d, _)| d.code() == code) {
                let at_the_end = code == "B0103" && words.trim().is_empty();
                let place = words.trim();
                assert!(
                    at_the_end || (!place.is_empty() && text.contains(place)),
                    "{code} {lang:?}: {place}"
                );
            }
        }
    }
}

#[test]
fn a_log_goes_wrong_in_the_way_of_its_page_and_in_no_other() {
    let mut astray = Vec::new();
    for code in codes().iter().filter(|code| code.starts_with('L')) {
        for (lang, example) in both(code) {
            let home = written(&example);
            let found = log_codes(home.path(), &example);
            let wanted: &[&str] = if example.wrong { &[code] } else { &[] };
            if found != wanted {
                astray.push(format!("{code} {lang:?}, wrong: {}: {found:?}", example.wrong));
            }
        }
    }
    assert!(astray.is_empty(), "{astray:#?}");
}

fn both(code: &str) -> Vec<(Lang, Example)> {
    let of = |lang| examples(&page(code, lang)).into_iter().map(move |example| (lang, example));
    of(Lang::Zh).chain(of(Lang::En)).collect()
}
