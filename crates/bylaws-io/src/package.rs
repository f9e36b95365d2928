//! A policy package: the `.policy` files of a folder and all that they take in by `use`.

use bylaws::diagnostic::Diagnostic;
use bylaws::source::SourceSet;
use bylaws::syntax::ast::{File, Item};
use bylaws::syntax::parse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A package as read, with the problems of parsing.
#[derive(Debug, Default)]
pub struct Package {
    /// The files' texts.
    pub sources: SourceSet,
    /// Their trees.
    pub files: Vec<File>,
    /// What could not be parsed.
    pub diagnostics: Vec<Diagnostic>,
}

/// A package could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// A file or folder could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The folder has no `.policy` file.
    #[error("{0} has no .policy file")]
    Empty(PathBuf),
}

/// Reads a folder of `.policy` files, or one file, and follows `use`.
///
/// # Errors
/// A file that is not there or is not UTF-8; a folder without policies. Problems in the text are
/// diagnostics, not errors.
pub fn load(path: &Path) -> Result<Package, PackageError> {
    let mut waiting = if path.is_dir() { policies_in(path)? } else { vec![path.to_owned()] };
    waiting.reverse();
    let root = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let mut seen = BTreeSet::new();
    let mut package = Package::default();
    while let Some(file) = waiting.pop() {
        let real = file.canonicalize().map_err(|source| PackageError::Read { path: file.clone(), source })?;
        if !seen.insert(real) {
            continue;
        }
        let text = std::fs::read_to_string(&file)
            .map_err(|source| PackageError::Read { path: file.clone(), source })?;
        let name = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        let id = package.sources.add(name, text.as_str());
        let parsed = parse(id, &text);
        let folder = file.parent().unwrap_or(Path::new("."));
        let used =
            parsed.file.items.iter().filter_map(|i| {
                if let Item::Use(path) = &i.node { Some(folder.join(&path.node)) } else { None }
            });
        for one in used {
            if one.is_dir() { waiting.extend(policies_in(&one)?) } else { waiting.push(one) }
        }
        package.files.push(parsed.file);
        package.diagnostics.extend(parsed.diagnostics);
    }
    Ok(package)
}

fn policies_in(folder: &Path) -> Result<Vec<PathBuf>, PackageError> {
    let read = |source| PackageError::Read { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(read)? {
        let path = entry.map_err(read)?.path();
        if path.extension().is_some_and(|e| e == "policy") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() { Err(PackageError::Empty(folder.to_owned())) } else { Ok(files) }
}
