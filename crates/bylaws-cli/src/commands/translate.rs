//! `bylaws translate`: 0 translated · 1 errors in the package, names that collide · 2 usage.

use crate::diagnostics;
use crate::file_problems::unwritable;
use crate::output::{BAD_INPUT, LangArg, USAGE, fail, language, print, tell};
use bylaws::check::check;
use bylaws::diagnostic::{Diagnostic, Lang, Message};
use bylaws::syntax::{Names, format, parse, translate};
use bylaws_io::package::{Package, folder_of, load};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A .policy file, or a package: a folder of them
    path: PathBuf,
    /// The language to translate to
    #[arg(long)]
    to: LangArg,
    /// The folder for the translated files; a single file goes to standard output without it
    #[arg(long)]
    out: Option<PathBuf>,
}

/// A translated file: its name in the package and its text.
type Twin = (String, String);

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let is_package = args.path.is_dir();
    let folder = folder_of(&args.path);
    match &args.out {
        None if is_package => return fail(USAGE, &Message::new("translate.out").render(lang)),
        Some(out) if same(out, folder) => return fail(USAGE, &Message::new("translate.same").render(lang)),
        _ => {}
    }
    let package = match load(&args.path) {
        Ok(package) => package,
        Err(error) => return fail(BAD_INPUT, &error.message().render(lang)),
    };
    // What a single file names may be declared beside it; one that is a package by itself has names of its own, and what
    // lies beside it is another regulation.
    let is_whole = is_package || check(&package.files).is_usable();
    let beside = if is_whole { Package::default() } else { load(folder).unwrap_or_default() };
    let names = Names::of(&package.files.iter().chain(&beside.files).collect::<Vec<_>>());
    let limit = if is_package { package.files.len() } else { 1 };
    match twins(&package, limit, &names, language(Some(args.to)), lang) {
        Ok(twins) => deliver(&twins, args.out.as_deref(), lang),
        Err(problems) => fail(BAD_INPUT, problems.trim_end()),
    }
}

fn same(a: &Path, b: &Path) -> bool {
    a.canonicalize().ok().zip(b.canonicalize().ok()).is_some_and(|(a, b)| a == b)
}

// The first files of a package in the other language; libraries outside its folder stay as they are.
fn twins(package: &Package, limit: usize, names: &Names, to: Lang, lang: Lang) -> Result<Vec<Twin>, String> {
    let said = |problems: &[Diagnostic]| {
        problems.iter().map(|d| diagnostics::text(&package.sources, d, lang)).collect::<String>()
    };
    if package.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(said(&package.diagnostics));
    }
    let mut out = Vec::new();
    let mut problems = Vec::new();
    for (file, (id, source)) in package.files.iter().zip(package.sources.iter()).take(limit) {
        if !inside(&source.name) {
            continue;
        }
        match translate(file, names, to) {
            Ok(twin) => {
                let text = format(&twin);
                if parse(id, &text).file != twin {
                    return Err(Message::new("fmt.unfaithful").with("file", &source.name).render(lang));
                }
                out.push((source.name.clone(), text));
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(said(&problems)) }
}

fn inside(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn deliver(twins: &[Twin], out: Option<&Path>, lang: Lang) -> ExitCode {
    for (name, text) in twins {
        let Some(out) = out else {
            print(text);
            continue;
        };
        let path = out.join(name);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(error) = written.and_then(|()| std::fs::write(&path, text)) {
            return fail(BAD_INPUT, &unwritable(&path, &error).render(lang));
        }
    }
    if let Some(out) = out {
        let written = Message::new("written.files").with("count", twins.len()).with("folder", out.display());
        tell(&written.render(lang));
    }
    ExitCode::SUCCESS
}
