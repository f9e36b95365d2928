//! Quick fixes: what the edit of a problem does to a text is the same in an editor as on the command line.

use crate::client::Client;
use bylaws::check::check;
use bylaws::diagnostic::Diagnostic;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The wrong examples of the pages on problems, in both languages: those of one file.
fn examples() -> Vec<String> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics");
    let mut pages: Vec<_> = fs::read_dir(pages).unwrap().map(|page| page.unwrap().path()).collect();
    pages.sort();
    let texts = pages.iter().map(|page| fs::read_to_string(page).unwrap());
    let blocks = texts.flat_map(|text| {
        let bad = text.split("```policy bad\n").skip(1);
        bad.filter_map(|part| Some(part.split_once("```")?.0.to_owned())).collect::<Vec<_>>()
    });
    blocks.collect()
}

/// The text as each edit that the checker offers leaves it.
fn mended(text: &str) -> BTreeSet<String> {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    let edited = |problem: &Diagnostic| {
        let fix = problem.fix.as_ref()?;
        let mut text = text.to_owned();
        text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
        Some(text)
    };
    all.filter_map(edited).collect()
}

// Where a position of the protocol, which counts UTF-16 units, stands in a text.
fn place(text: &str, position: &Value) -> usize {
    let number = |key: &str| position[key].as_u64().unwrap() as usize;
    let line: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
    let mut units = number("character");
    let within = text[line..].chars().take_while(|c| {
        let before = units;
        units = units.saturating_sub(c.len_utf16());
        before > 0
    });
    line + within.map(char::len_utf8).sum::<usize>()
}

#[test]
fn every_edit_of_the_pages_does_over_the_protocol_what_it_does_elsewhere() {
    // Characters of two UTF-16 units and ends of lines of two characters move every place.
    let texts: Vec<String> = examples()
        .into_iter()
        .map(|text| {
            let mark = if text.is_ascii() { "// 😀\n" } else { "// 𠀀😀\n" };
            (mark.to_owned() + &text).replace('\n', "\r\n")
        })
        .filter(|text| !mended(text).is_empty())
        .collect();
    let names: Vec<String> = (0..texts.len()).map(|n| format!("{n}/a.policy")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let mut client = Client::start("zh-cn", &files);
    for (name, text) in files {
        client.open(name);
        let actions = client.of("textDocument/codeAction", name);
        let of_edit = |action: &Value| {
            let edit = &action["edit"]["changes"][client.uri(name)][0];
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            let mut text = text.to_owned();
            text.replace_range(place(&text, start)..place(&text, end), edit["newText"].as_str().unwrap());
            text
        };
        let offered: BTreeSet<String> = actions.as_array().into_iter().flatten().map(of_edit).collect();
        assert_eq!(offered, mended(text), "{text}");
    }
    assert!(texts.len() > 10, "{}", texts.len());
}
