//! `bylaws fmt`: 0 formatted, or nothing to change · 1 differences with `--check`, a file with errors · 2 usage.

use crate::diagnostics;
use crate::file_problems::{unreadable, unwritable};
use crate::output::{BAD_INPUT, fail, print, say};
use bylaws::diagnostic::{Diagnostic, Lang, Message};
use bylaws::source::SourceSet;
use bylaws::syntax::{format, parse};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Files, or folders with all .policy files in them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Write nothing; list the files that would change
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let mut files = Vec::new();
    for path in &args.paths {
        if let Err(message) = gather(path, &mut files) {
            return fail(BAD_INPUT, &message.render(lang));
        }
    }
    files.sort();
    files.dedup();
    let mut clean = true;
    for file in files {
        match one(&file, args.check, lang) {
            Ok(false) => {}
            Ok(true) => {
                clean &= !args.check;
                let key = if args.check { "fmt.would_change" } else { "fmt.changed" };
                print(&format!("{}\n", Message::new(key).with("file", file.display()).render(lang)));
            }
            Err(problem) => {
                clean = false;
                fail(BAD_INPUT, problem.trim_end());
            }
        }
    }
    if clean { ExitCode::SUCCESS } else { ExitCode::from(BAD_INPUT) }
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Message> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let unreadable = |e: std::io::Error| unreadable(path, &e);
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // A linked folder may lead back here.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            gather(&entry.path(), files)?;
        } else if entry.path().extension().is_some_and(|e| e == "policy") {
            files.push(entry.path());
        }
    }
    Ok(())
}

// Whether the file changes, or why it is left alone.
fn one(path: &Path, check: bool, lang: Lang) -> Result<bool, String> {
    let text = std::fs::read_to_string(path).map_err(|e| unreadable(path, &e).render(lang))?;
    let mut sources = SourceSet::new();
    let id = sources.add(path.display().to_string(), text.as_str());
    let parsed = parse(id, &text);
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(parsed.diagnostics.iter().map(|d| diagnostics::text(&sources, d, lang)).collect());
    }
    let formatted = format(&parsed.file);
    let again = parse(id, &formatted);
    if again.file != parsed.file || again.file.comments.len() != parsed.file.comments.len() {
        return Err(Message::new("fmt.unfaithful").with("file", path.display()).render(lang));
    }
    if formatted == text {
        return Ok(false);
    }
    for warning in no_more_told(&parsed.diagnostics, &again.diagnostics) {
        say(diagnostics::text(&sources, warning, lang).trim_end());
    }
    if !check {
        std::fs::write(path, formatted).map_err(|e| unwritable(path, &e).render(lang))?;
    }
    Ok(true)
}

// Warnings of what may be meant otherwise, and is written so that it is not: nothing tells of it any more once that is done.
fn no_more_told<'d>(
    before: &'d [Diagnostic],
    after: &'d [Diagnostic],
) -> impl Iterator<Item = &'d Diagnostic> {
    let number = |all: &[Diagnostic], code: &str| all.iter().filter(|one| one.code() == code).count();
    before.iter().filter(move |one| number(after, one.code()) < number(before, one.code()))
}
