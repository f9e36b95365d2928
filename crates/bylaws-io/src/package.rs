//! A policy package: the `.policy` files of a folder and all that they take in by `use`.

use crate::ReadError;
use bylaws::diagnostic::{Arg, Diagnostic, Message};
use bylaws::limits;
use bylaws::source::{SourceSet, Span};
use bylaws::syntax::ast::{self, Item};
use bylaws::syntax::parse;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// A package as read, with the problems of parsing.
#[derive(Debug, Default)]
pub struct Package {
    /// The files' texts.
    pub sources: SourceSet,
    /// Their trees.
    pub files: Vec<ast::File>,
    /// What could not be parsed.
    pub diagnostics: Vec<Diagnostic>,
    /// How many bytes were taken in.
    bytes: usize,
}

/// What a file counts for at least, so that their number has a limit too.
const LEAST: usize = 1 << 10;

/// Reads a folder of `.policy` files, or one file, and follows `use`.
///
/// # Errors
/// A path that is not there or cannot be read; a folder without policies. Problems in the text are
/// diagnostics, not errors, and so is a `use` of what cannot be read.
pub fn load(path: &Path) -> Result<Package, ReadError> {
    let root = folder_of(path);
    let mut package = Package::default();
    let mut seen = BTreeSet::new();
    let mut used = Vec::new();
    for file in policies_at(path)? {
        package.take(root, &file, &mut seen, &mut used)?;
    }
    while let Some((wanted, span)) = used.pop() {
        let taken = policies_at(&wanted).and_then(|files| {
            files.iter().try_for_each(|file| package.take(root, file, &mut seen, &mut used))
        });
        if let Err(error) = taken {
            package.diagnostics.push(
                Diagnostic::error("B0114", span).with_arg("problem", Arg::Message(Box::new(error.message()))),
            );
        }
    }
    Ok(package)
}

/// The folder of a package, which may be given as one file; names of files are relative to it.
#[must_use]
pub fn folder_of(package: &Path) -> &Path {
    let beside = || package.parent().filter(|parent| !parent.as_os_str().is_empty());
    if package.is_dir() { package } else { beside().unwrap_or(Path::new(".")) }
}

impl Package {
    fn take(
        &mut self,
        root: &Path,
        path: &Path,
        seen: &mut BTreeSet<PathBuf>,
        used: &mut Vec<(PathBuf, Span)>,
    ) -> Result<(), ReadError> {
        let unreadable = |error| ReadError::open(path, &error);
        if !seen.insert(path.canonicalize().map_err(unreadable)?) {
            return Ok(());
        }
        let name = plain(path.strip_prefix(root).unwrap_or(path)).display().to_string();
        // No more than can be told to be too much.
        let mut text = Vec::new();
        let most = limits::FILE as u64 + 1;
        File::open(path).and_then(|file| file.take(most).read_to_end(&mut text)).map_err(unreadable)?;
        if text.len() > limits::FILE {
            let span = Span::new(self.sources.add(name, ""), 0, 0);
            self.diagnostics.push(Diagnostic::error("B0107", span).with("limit", limits::FILE));
            return Ok(());
        }
        self.bytes += text.len().max(LEAST);
        if self.bytes > limits::PACKAGE {
            return Err(ReadError::of(Message::new("L0229").with("limit", limits::PACKAGE), path));
        }
        let text =
            String::from_utf8(text).map_err(|_| ReadError::of(Message::new("L0202.encoding"), path))?;
        let parsed = parse(self.sources.add(name, text.as_str()), &text);
        let folder = path.parent().unwrap_or(Path::new("."));
        used.extend(parsed.file.items.iter().filter_map(|item| match &item.node {
            Item::Use(wanted) => Some((folder.join(&wanted.node), wanted.span)),
            _ => None,
        }));
        self.files.push(parsed.file);
        self.diagnostics.extend(parsed.diagnostics);
        Ok(())
    }
}

/// A path without detours: `tests/../lib` is `lib`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match (part, out.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(out.pop()),
            (Component::CurDir, _) => {}
            _ => out.push(part),
        }
    }
    out
}

fn policies_at(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |error| ReadError::open(path, &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        if file.extension().is_some_and(|e| e == "policy") {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() { Err(ReadError::of(Message::new("L0201.empty"), path)) } else { Ok(files) }
}
