//! `bylaws explain-code`: the page on a code: 0 shown · 2 no such code.

use crate::output::{USAGE, fail, print};
use bylaws::diagnostic::{Lang, Message, nearest};
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
    let code = args.code.trim().to_ascii_uppercase();
    let ending = if lang == Lang::Zh { ZH } else { EN };
    match PAGES.get_file(format!("{code}{ending}")).and_then(|page| page.contents_utf8()) {
        Some(page) => {
            print(&without_links(page));
            ExitCode::SUCCESS
        }
        None => fail(USAGE, &unknown(&code, lang)),
    }
}

// The line that leads to the page in the other language is of no use here.
fn without_links(page: &str) -> String {
    let is_link = |line: &str| line.starts_with('[') && line.trim_end().ends_with(".md)");
    let mut lines: Vec<&str> = page.lines().filter(|line| !is_link(line)).collect();
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.join("\n") + "\n"
}

fn unknown(code: &str, lang: Lang) -> String {
    let names = PAGES.files().filter_map(|file| file.path().file_name()?.to_str()?.strip_suffix(ZH));
    let mut out = Message::new("explain_code.unknown").with("code", code).render(lang);
    if let Some(near) = nearest(code, names.filter(|name| name.len() == 5)) {
        out += "\n";
        out += &Message::new("help.did_you_mean").with("name", near).render(lang);
    }
    out
}
