//! What a name stands for: where it is declared, where it is used, what is known of it, and how it is renamed.

use crate::index::{Kind, Symbol};
use crate::places::{range, trimmed, uri_of};
use crate::project::{Project, Projects};
use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::source::{FileId, Span};
use bylaws::syntax::Reference;
use bylaws::syntax::parse;
use lsp_types::{Location, Range, TextEdit, Uri};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

fn location(project: &Project, at: Span) -> Option<Location> {
    let file = project.source(at.file)?;
    let (start, end) = trimmed(&file.text, at);
    Some(Location { uri: uri_of(project.path(at.file)?)?, range: range(file, start, end) })
}

/// Where the name at a byte is declared.
pub(crate) fn definition(project: &Project, file: FileId, offset: usize) -> Option<Location> {
    location(project, project.index.at(file, offset)?.declared)
}

// The declaration that is named at a byte, as every package knows it: by file and place.
fn declared(project: &Project, file: FileId, offset: usize) -> Option<(PathBuf, u32)> {
    let declared = project.index.at(file, offset)?.declared;
    Some((project.path(declared.file)?.to_owned(), declared.start))
}

/// All places where the thing at a byte is named, in all packages that know its declaration.
pub(crate) fn references(
    projects: &Projects,
    path: &Path,
    offset: usize,
    with_declaration: bool,
) -> Vec<Location> {
    let mut found: BTreeMap<(String, u32, u32), Location> = BTreeMap::new();
    for (project, at) in places(projects, path, offset) {
        let is_declaration =
            project.index.symbols.iter().any(|one| one.forms.iter().any(|(_, span)| *span == at));
        if (with_declaration || !is_declaration)
            && let Some(place) = location(project, at)
        {
            let key = (place.uri.as_str().to_owned(), place.range.start.line, place.range.start.character);
            found.insert(key, place);
        }
    }
    found.into_values().collect()
}

fn places<'p>(projects: &'p Projects, path: &Path, offset: usize) -> Vec<(&'p Project, Span)> {
    let targets: BTreeSet<(PathBuf, u32)> =
        projects.with(path).filter_map(|(project, file)| declared(project, file, offset)).collect();
    let mut out = Vec::new();
    for project in projects.all.values() {
        for (of, start) in &targets {
            let declared = project.index.references.iter().map(|one| one.declared).find(|declared| {
                declared.start == *start && project.path(declared.file) == Some(of.as_path())
            });
            if let Some(declared) = declared {
                out.extend(project.index.named(declared).map(|at| (project, at)));
            }
        }
    }
    out
}

/// The name at a byte, if it is one that can be renamed.
pub(crate) fn renamable(project: &Project, file: FileId, offset: usize) -> Option<Range> {
    let one = project.index.at(file, offset)?;
    project.index.symbol(one.declared).filter(|symbol| symbol.kind != Kind::Test)?;
    let (start, end) = name_within(project, one.at, &form_at(project, one)?)?;
    Some(range(project.source(one.at.file)?, start, end))
}

/// The edits by which a form of a name becomes another everywhere; its form in the other language stays.
///
/// # Errors
/// In words: nothing is named here, or the new name would be read as something else.
pub(crate) fn renamed(
    projects: &Projects,
    path: &Path,
    offset: usize,
    new: &str,
    lang: Lang,
) -> Result<HashMap<Uri, Vec<TextEdit>>, String> {
    let nothing = || said(lang, "这里不是可以改名的名称", "nothing here has a name that can be changed");
    let (project, file) = projects.of(path).ok_or_else(nothing)?;
    renamable(project, file, offset).ok_or_else(nothing)?;
    let old = project.index.at(file, offset).and_then(|one| form_at(project, one)).ok_or_else(nothing)?;
    let mut edits: BTreeMap<PathBuf, BTreeSet<(usize, usize)>> = BTreeMap::new();
    for (project, at) in places(projects, path, offset) {
        if let (Some(path), Some(place)) = (project.path(at.file), name_within(project, at, &old)) {
            edits.entry(path.to_owned()).or_default().insert(place);
        }
    }
    if let Some(other) = bearing(project, new.trim()).filter(|_| new.trim() != old) {
        return Err(taken(project, other, new.trim(), lang));
    }
    let plain = [new.to_owned(), format!("「{new}」"), format!("`{new}`")];
    let mut refused = None;
    let words = plain.iter().filter(|_| !new.trim().is_empty()).find(|words| {
        let problem = unsound(projects, &edits, words, lang);
        let is_sound = problem.is_none();
        refused = refused.take().or(problem);
        is_sound
    });
    let words = words.ok_or_else(|| read_otherwise(refused.flatten().as_deref(), lang))?;
    #[expect(clippy::mutable_key_type, reason = "the key's hash does not depend on what may change in it")]
    let mut all = HashMap::new();
    for (path, places) in edits {
        let Some((project, file)) = projects.of(&path) else { continue };
        let (Some(source), Some(uri)) = (project.source(file), uri_of(&path)) else { continue };
        let edit = |(start, end): (usize, usize)| TextEdit {
            range: range(source, start, end),
            new_text: words.clone(),
        };
        all.insert(uri, places.into_iter().map(edit).collect());
    }
    Ok(all)
}

pub(crate) fn said(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() }
}

// Which form of its name a reference is written with.
fn form_at(project: &Project, one: &Reference) -> Option<String> {
    let forms = project.index.symbol(one.declared)?.forms.iter().map(|(form, _)| form);
    forms.filter(|form| name_within(project, one.at, form).is_some()).max_by_key(|form| form.len()).cloned()
}

// Where a form of a name stands in what refers by it, which may begin with the word for the one that is meant: 该学院.
fn name_within(project: &Project, at: Span, form: &str) -> Option<(usize, usize)> {
    let file = project.source(at.file)?;
    let (start, end) = trimmed(&file.text, at);
    let written = file.text.get(start..end)?;
    let behind = ["该", "the "].iter().find_map(|word| written.strip_prefix(word)).map(str::trim_start);
    let is_it = |name: &&str| bare(name) == form;
    let name = Some(written).filter(is_it).or(behind.filter(is_it))?;
    Some((end - name.len(), end))
}

// A name without its quotation marks.
fn bare(name: &str) -> &str {
    name.trim_start_matches(['「', '`']).trim_end_matches(['」', '`'])
}

// What bears a name already, among the things that are told apart by their names alone.
fn bearing<'p>(project: &'p Project, name: &str) -> Option<&'p Symbol> {
    let apart = |symbol: &&Symbol| symbol.within.is_none() && symbol.kind != Kind::Test;
    let mut all = project.index.symbols.iter().filter(apart);
    all.find(|symbol| symbol.forms.iter().any(|(form, _)| form == name))
}

fn taken(project: &Project, other: &Symbol, name: &str, lang: Lang) -> String {
    let at = other.forms.iter().find(|(form, _)| form == name).map_or(other.item, |(_, at)| *at);
    let place = line_of(project, &HashMap::new(), at, lang).unwrap_or_default();
    let kind = other.kind.words(lang);
    said(
        lang,
        &format!("这个名称与其他名称相同：{place}的{kind}已称「{name}」"),
        &format!("two things would share this name: the {kind} in {place} is called `{name}`"),
    )
}

fn read_otherwise(place: Option<&str>, lang: Lang) -> String {
    let (zh, en) = place.map_or_else(Default::default, |at| (format!("：{at}"), format!(": {at}")));
    said(
        lang,
        &format!("改成这个名称后，原有的文字会读成别的意思{zh}"),
        &format!("with this name what is written would be read as something else{en}"),
    )
}

// The line of a place, in the text as it would be where it would be another.
fn line_of(project: &Project, texts: &HashMap<FileId, String>, at: Span, lang: Lang) -> Option<String> {
    let file = project.path(at.file)?.file_name()?.to_string_lossy();
    let as_it_is = || project.source(at.file).map(|source| source.text.to_string());
    let text = texts.get(&at.file).cloned().or_else(as_it_is)?;
    let line = 1 + text.get(..at.start as usize)?.matches('\n').count();
    Some(said(lang, &format!("{file}第{line}行"), &format!("line {line} of {file}")))
}

// The first file that has other items or more problems than before with such words in these places; where, if that can
// be told.
fn unsound(
    projects: &Projects,
    edits: &BTreeMap<PathBuf, BTreeSet<(usize, usize)>>,
    words: &str,
    lang: Lang,
) -> Option<Option<String>> {
    let touched = |project: &&Project| edits.keys().any(|path| project.package.paths.contains(path));
    projects.all.values().filter(touched).find_map(|project| unsound_in(project, edits, words, lang))
}

fn unsound_in(
    project: &Project,
    edits: &BTreeMap<PathBuf, BTreeSet<(usize, usize)>>,
    words: &str,
    lang: Lang,
) -> Option<Option<String>> {
    let mut files = Vec::new();
    let mut texts = HashMap::new();
    for (id, source) in project.package.sources.iter() {
        let Some(before) = project.tree(id) else { continue };
        let places = project.path(id).and_then(|path| edits.get(path));
        let Some(places) = places else {
            files.push(before.clone());
            continue;
        };
        let mut text = source.text.to_string();
        for (start, end) in places.iter().rev() {
            if text.get(*start..*end).is_none() {
                return Some(None);
            }
            text.replace_range(*start..*end, words);
        }
        let after = parse(id, &text);
        texts.insert(id, text);
        let had = errors(&project.package.diagnostics).filter(|problem| problem.span.file == id).count();
        if errors(&after.diagnostics).count() > had || after.file.items.len() != before.items.len() {
            let first = errors(&after.diagnostics).next();
            return Some(first.and_then(|problem| line_of(project, &texts, problem.span, lang)));
        }
        files.push(after.file);
    }
    let before = bylaws::check::check(&project.package.files).diagnostics;
    let after = bylaws::check::check(&files).diagnostics;
    let had = errors(&before).count();
    let first = errors(&after).next().filter(|_| errors(&after).count() > had)?;
    Some(line_of(project, &texts, first.span, lang))
}

fn errors(problems: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    problems.iter().filter(|problem| problem.severity == Severity::Error)
}
