//! A policy package: the `.policy` files of a folder and all that they take in by `use`.

use crate::ReadError;
use bylaws::diagnostic::{Arg, Diagnostic, Message};
use bylaws::limits;
use bylaws::source::{FileId, SourceSet, Span};
use bylaws::syntax::ast::{self, Item, PolicyAttribute};
use bylaws::syntax::{Parsed, parse};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A package as read, with the problems of parsing.
#[derive(Debug, Default)]
pub struct Package {
    /// The files' texts.
    pub sources: SourceSet,
    /// Their trees.
    pub files: Vec<ast::File>,
    /// What could not be parsed.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the files are, in the order of the texts.
    pub paths: Vec<PathBuf>,
    /// Of which text each tree is.
    of: Vec<FileId>,
}

impl Package {
    /// The tree of a text.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&ast::File> {
        self.files.get(self.of.iter().position(|of| *of == id)?)
    }
}

/// What a file counts for at least, so that their number has a limit too.
const LEAST: usize = 1 << 10;

/// Reads a folder of `.policy` files, or one file, and follows `use`.
///
/// # Errors
/// A path that is not there or cannot be read; a folder without policies. Problems in the text are
/// diagnostics, not errors, and so is a `use` of what cannot be read.
pub fn load(path: &Path) -> Result<Package, ReadError> {
    load_over(path, &BTreeMap::new(), &mut |id, _, text| parse(id, text))
}

/// The same of a package of which an editor has other texts than the disk, by their paths; `read` reads each text.
///
/// # Errors
/// As [`load`].
pub fn load_over(
    path: &Path,
    texts: &BTreeMap<PathBuf, Arc<str>>,
    read: &mut dyn FnMut(FileId, &Path, &Arc<str>) -> Parsed,
) -> Result<Package, ReadError> {
    let root = folder_of(path);
    let (seen, used) = (BTreeMap::new(), Vec::new());
    let (package, amended) = (Package::default(), None);
    let mut loading = Loading { root, texts, read, package, bytes: 0, seen, used, amended, beneath: 0 };
    loading.at(path)?;
    loading.all_used();
    let mut chain: Vec<PathBuf> = path.canonicalize().into_iter().collect();
    while let Some((amended, span)) = loading.amended.take() {
        let place = amended.canonicalize().unwrap_or_else(|_| amended.clone());
        if chain.contains(&place) {
            loading.package.diagnostics.push(Diagnostic::error("B0123", span));
            break;
        }
        chain.push(place);
        loading.beneath += 1;
        loading.taken_in(&amended, span, "B0122");
        loading.all_used();
    }
    Ok(loading.package)
}

/// The folder of a package, which may be given as one file; names of files are relative to it.
#[must_use]
pub fn folder_of(package: &Path) -> &Path {
    let beside = || package.parent().filter(|parent| !parent.as_os_str().is_empty());
    if package.is_dir() { package } else { beside().unwrap_or(Path::new(".")) }
}

/// A package while it is read.
struct Loading<'l> {
    root: &'l Path,
    texts: &'l BTreeMap<PathBuf, Arc<str>>,
    read: &'l mut dyn FnMut(FileId, &Path, &Arc<str>) -> Parsed,
    package: Package,
    /// How many bytes were taken in.
    bytes: usize,
    /// Files that were taken in, with the position of the tree of each.
    seen: BTreeMap<PathBuf, Option<usize>>,
    /// What is to be taken in as well, and where that is said.
    used: Vec<(PathBuf, Span)>,
    /// What the files taken in so far amend.
    amended: Option<(PathBuf, Span)>,
    /// How many amendments lie above what is taken in.
    beneath: usize,
}

/// What a file uses, and what it amends, each with where that is said.
#[derive(Default)]
struct Next {
    used: Vec<(PathBuf, Span)>,
    amended: Option<(PathBuf, Span)>,
}

impl Next {
    fn of(path: &Path, file: &ast::File) -> Self {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut next = Self::default();
        for item in &file.items {
            match &item.node {
                Item::Use(wanted) => next.used.push((folder.join(&wanted.node), wanted.span)),
                Item::Policy(policy) => {
                    let amended = policy.attributes.iter().find_map(|attribute| match &attribute.node {
                        PolicyAttribute::Amends(amended) => Some((folder.join(amended), attribute.span)),
                        _ => None,
                    });
                    next.amended = amended.or(next.amended);
                }
                _ => {}
            }
        }
        next
    }
}

impl Loading<'_> {
    fn all_used(&mut self) {
        while let Some((wanted, span)) = self.used.pop() {
            self.taken_in(&wanted, span, "B0114");
        }
    }

    fn taken_in(&mut self, wanted: &Path, span: Span, code: &'static str) {
        if let Err(error) = self.at(wanted) {
            let problem = Arg::Message(Box::new(error.message()));
            self.package.diagnostics.push(Diagnostic::error(code, span).with_arg("problem", problem));
        }
    }

    // What an amendment and what it amends both use is of the latter.
    fn goes_deeper(&mut self, seen: Option<usize>, path: &Path) {
        let Some(file) = seen.and_then(|seen| self.package.files.get_mut(seen)) else { return };
        if file.beneath < self.beneath {
            file.beneath = self.beneath;
            let next = Next::of(path, file);
            self.follow(next);
        }
    }

    fn follow(&mut self, next: Next) {
        self.used.extend(next.used);
        self.amended = next.amended.or(self.amended.take());
    }

    fn at(&mut self, path: &Path) -> Result<(), ReadError> {
        let mut files = policies_at(path);
        // What was never saved is not on the disk yet.
        let folder = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let unsaved = self.texts.keys().filter(|text| text.parent() == Some(&folder) && !text.exists());
        let unsaved: Vec<PathBuf> = unsaved.cloned().collect();
        if !unsaved.is_empty() {
            files = Ok(files.unwrap_or_default().into_iter().chain(unsaved).collect());
        }
        files?.iter().try_for_each(|file| self.take(file))
    }

    fn take(&mut self, path: &Path) -> Result<(), ReadError> {
        let place = path.canonicalize();
        let place =
            if self.texts.contains_key(path) { place.or_else(|_| Ok(path.to_owned())) } else { place };
        let place = place.map_err(|error| ReadError::open(path, &error))?;
        if let Some(seen) = self.seen.get(&place).copied() {
            self.goes_deeper(seen, path);
            return Ok(());
        }
        self.seen.insert(place.clone(), None);
        let name = plain(path.strip_prefix(self.root).unwrap_or(path)).display().to_string();
        let text = match self.texts.get(&place) {
            Some(text) => Some(text.clone()),
            None => text_of(path)?,
        };
        let id = self.package.sources.add(name, text.clone().unwrap_or_default());
        self.package.paths.push(place.clone());
        let Some(text) = text.filter(|text| text.len() <= limits::FILE) else {
            let problem = Diagnostic::error("B0107", Span::new(id, 0, 0)).with("limit", limits::FILE);
            self.package.diagnostics.push(problem);
            return Ok(());
        };
        self.bytes += text.len().max(LEAST);
        if self.bytes > limits::PACKAGE {
            return Err(ReadError::of(Message::new("L0229").with("limit", limits::PACKAGE), path));
        }
        let mut parsed = (self.read)(id, &place, &text);
        parsed.file.beneath = self.beneath;
        self.seen.insert(place, Some(self.package.files.len()));
        self.follow(Next::of(path, &parsed.file));
        self.package.files.push(parsed.file);
        self.package.of.push(id);
        self.package.diagnostics.extend(parsed.diagnostics);
        Ok(())
    }
}

/// The text of a file; none of one that is too large, of which no more is read than tells that.
///
/// # Errors
/// A path that is not there or cannot be read; bytes that are not UTF-8.
pub fn text_of(path: &Path) -> Result<Option<Arc<str>>, ReadError> {
    let mut text = Vec::new();
    let most = limits::FILE as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut text));
    read.map_err(|error| ReadError::open(path, &error))?;
    if text.len() > limits::FILE {
        return Ok(None);
    }
    let text = String::from_utf8(text).map_err(|_| ReadError::of(Message::new("L0202.encoding"), path))?;
    Ok(Some(text.into()))
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
