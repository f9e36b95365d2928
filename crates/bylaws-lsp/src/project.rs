//! What is open in the editor, and the packages that it belongs to, checked with the texts as they are being written.

use crate::index::Index;
use crate::places::is_unsaved;
use bylaws::check::{Checked, check};
use bylaws::diagnostic::{Diagnostic, Severity};
use bylaws::source::{FileId, SourceFile};
use bylaws::syntax::Parsed;
use bylaws_io::package::{self, Package};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many folders up a package may begin that a file belongs to.
const FURTHER: usize = 3;

/// All open texts and checked packages.
#[derive(Default)]
pub(crate) struct Projects {
    /// Texts that are open, by path; the disk may have others.
    pub open: BTreeMap<PathBuf, Arc<str>>,
    /// Packages by their folders.
    pub all: BTreeMap<PathBuf, Project>,
    /// What was read of a text, so that only what changed is read again.
    read: BTreeMap<(PathBuf, FileId), (Arc<str>, Parsed)>,
}

/// A package as it is now.
pub(crate) struct Project {
    pub package: Package,
    pub checked: Checked,
    pub index: Index,
}

impl Projects {
    /// Checks all packages that have open files, again where a text changed. Gives the files of packages that are no
    /// longer looked at.
    pub(crate) fn refresh(&mut self) -> BTreeSet<PathBuf> {
        let before: BTreeSet<PathBuf> =
            self.all.values().flat_map(|project| project.package.paths.iter().cloned()).collect();
        self.all.clear();
        let mut loaded = BTreeMap::new();
        let open: Vec<PathBuf> = self.open.keys().cloned().collect();
        let roots: BTreeSet<PathBuf> =
            open.iter().filter_map(|path| self.root_of(path, &mut loaded)).collect();
        self.all = loaded
            .into_iter()
            .filter_map(|(folder, project)| roots.contains(&folder).then_some((folder, project?)))
            .collect();
        let open = &self.open;
        self.read.retain(|(path, _), (text, _)| open.get(path).is_none_or(|now| now == text));
        let now: BTreeSet<PathBuf> =
            self.all.values().flat_map(|project| project.package.paths.iter().cloned()).collect();
        before.difference(&now).cloned().collect()
    }

    // The package that a file belongs to: itself, if it was never saved; of a folder further up, where that takes the file in by `use`, as a package
    // does with the folder of its tests; else the file's own folder.
    fn root_of(&mut self, path: &Path, loaded: &mut BTreeMap<PathBuf, Option<Project>>) -> Option<PathBuf> {
        if is_unsaved(path) {
            self.loaded(path, loaded);
            return Some(path.to_owned());
        }
        let own = path.parent()?;
        let further = own.ancestors().skip(1).take(FURTHER).filter(|folder| has_policies(folder));
        let takes_in = |project: &Project| project.file(path).is_some();
        let root = further
            .filter(|folder| self.loaded(folder, loaded).as_ref().is_some_and(takes_in))
            .last()
            .unwrap_or(own)
            .to_owned();
        self.loaded(&root, loaded);
        Some(root)
    }

    fn loaded<'l>(
        &mut self,
        folder: &Path,
        loaded: &'l mut BTreeMap<PathBuf, Option<Project>>,
    ) -> &'l Option<Project> {
        loaded.entry(folder.to_owned()).or_insert_with(|| self.project(folder))
    }

    fn project(&mut self, folder: &Path) -> Option<Project> {
        let read = &mut self.read;
        let mut parse = |id: FileId, path: &Path, text: &Arc<str>| {
            let key = (path.to_owned(), id);
            if let Some((_, parsed)) = read.get(&key).filter(|(before, _)| before == text) {
                return parsed.clone();
            }
            let parsed = bylaws::syntax::parse(id, text);
            read.insert(key, (text.clone(), parsed.clone()));
            parsed
        };
        let package = package::load_over(folder, &self.open, &mut parse).ok()?;
        let checked = check(&package.files);
        let index = Index::of(&package);
        Some(Project { package, checked, index })
    }

    /// The package of a file and the file's place in it; its own folder's before any other that takes it in.
    pub(crate) fn of(&self, path: &Path) -> Option<(&Project, FileId)> {
        let own = path.parent().and_then(|folder| self.all.get(folder));
        own.into_iter().chain(self.all.values()).find_map(|project| Some((project, project.file(path)?)))
    }

    /// All packages that a file belongs to.
    pub(crate) fn with(&self, path: &Path) -> impl Iterator<Item = (&Project, FileId)> {
        self.all.values().filter_map(move |project| Some((project, project.file(path)?)))
    }
}

fn has_policies(folder: &Path) -> bool {
    let mut files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.any(|file| file.path().extension().is_some_and(|extension| extension == "policy"))
}

impl Project {
    fn file(&self, path: &Path) -> Option<FileId> {
        let at = self.package.paths.iter().position(|one| one == path)?;
        u32::try_from(at).ok().map(FileId)
    }

    pub(crate) fn source(&self, id: FileId) -> Option<&SourceFile> {
        self.package.sources.get(id)
    }

    pub(crate) fn path(&self, id: FileId) -> Option<&Path> {
        self.package.paths.get(id.0 as usize).map(PathBuf::as_path)
    }

    /// The tree of a file.
    pub(crate) fn tree(&self, id: FileId) -> Option<&bylaws::syntax::ast::File> {
        self.package.file(id)
    }

    /// Whether nothing in it is an error.
    pub(crate) fn is_usable(&self) -> bool {
        let sound = |problem: &Diagnostic| problem.severity < Severity::Error;
        self.package.diagnostics.iter().chain(&self.checked.diagnostics).all(sound)
    }

    /// The problems of a file, of reading and of checking.
    pub(crate) fn problems(&self, id: FileId) -> impl Iterator<Item = &Diagnostic> {
        let all = self.package.diagnostics.iter().chain(&self.checked.diagnostics);
        all.filter(move |problem| problem.span.file == id)
    }
}
