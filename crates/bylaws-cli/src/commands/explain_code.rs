//! `bylaws explain-code`: the page on a code: 0 shown · 2 no such code.

use crate::output::{USAGE, fail, print};
use bylaws::diagnostic::{Lang, Message, nearest};
use bylaws::source::half_width;
use include_dir::{Dir, include_dir};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A code of a report, such as B0201
    code: String,
}

/// The pages as they are in the documentation, so that nothing is needed beside the command.
static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/diagnostics");

const ZH: &str = ".zh-CN.md";
const EN: &str = ".md";

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    // Who writes Chinese may have full-width letters at hand.
    let code: String = args.code.trim().chars().map(half_width).collect();
    let code = code.to_ascii_uppercase();
    let ending = if lang == Lang::Zh { ZH } else { EN };
    match PAGES.get_file(format!("{code}{ending}")).and_then(|page| page.contents_utf8()) {
        Some(page) => {
            print(&as_read(page));
            ExitCode::SUCCESS
        }
        None => fail(USAGE, &unknown(&code, lang)),
    }
}

// Marks of a page that a terminal does not show as what they are, and the line that leads to the page in the other
// language, are of no use here. An example is set in.
fn as_read(page: &str) -> String {
    let is_link = |line: &str| line.starts_with('[') && line.trim_end().ends_with(".md)");
    let mut lines: Vec<String> = Vec::new();
    let mut example = false;
    for line in page.lines().filter(|line| !is_link(line)) {
        // A page is one heading, paragraphs and examples.
        match line {
            fence if fence.starts_with("```") => example = !example,
            line if example && !line.is_empty() => lines.push(format!("    {line}")),
            line => lines.push(without_links(line.trim_start_matches("# "))),
        }
    }
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.join("\n") + "\n"
}

// Of a link its words.
fn without_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, words, after)) = link(rest) {
        out += before;
        out += words;
        rest = after;
    }
    out + rest
}

// The first link of a line: what stands before it, its words, what stands behind.
fn link(line: &str) -> Option<(&str, &str, &str)> {
    let (words, target) = line.split_once("](")?;
    let (before, words) = words.rsplit_once('[')?;
    let (_, after) = target.split_once(')')?;
    Some((before, words, after))
}

fn unknown(code: &str, lang: Lang) -> String {
    let names = PAGES.files().filter_map(|file| file.path().file_name()?.to_str()?.strip_suffix(ZH));
    // B201 for B0201.
    let (area, number) = code.split_at_checked(1).unwrap_or((code, ""));
    let padded = format!("{area}{number:0>4}");
    let padded = Some(padded.as_str()).filter(|code| PAGES.contains(format!("{code}{ZH}")));
    let mut out = Message::new("explain_code.unknown").with("code", code).render(lang);
    if let Some(near) = padded.or_else(|| nearest(code, names.filter(|name| name.len() == 5))) {
        out += "\n";
        out += &Message::new("help.did_you_mean").with("name", near).render(lang);
    }
    out
}
