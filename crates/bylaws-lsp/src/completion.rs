//! What may stand at a place: clauses that no norm says yet, names of the right kind, heads of items and clauses.

use crate::index::{Kind, Symbol};
use crate::places::range;
use crate::project::Project;
use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use bylaws::syntax::{clause_heads, item_heads};
use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, TextEdit};

/// Completions at a byte of a file.
pub(crate) fn completions(project: &Project, file: FileId, offset: usize) -> Vec<CompletionItem> {
    let Some(source) = project.source(file) else { return Vec::new() };
    let before = source.text.get(..offset).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let mut found = fitting(project, file, before);
    for item in &mut found {
        let replaced = range(source, offset - typed(line, &item.label), offset);
        let new_text = item.insert_text.take().unwrap_or_else(|| item.label.clone());
        item.text_edit = Some(CompletionTextEdit::Edit(TextEdit { range: replaced, new_text }));
    }
    found
}

// How many bytes at the end of a line are the beginning of a label. An editor would take all Chinese characters
// before the cursor for one word, and find nothing that begins so.
fn typed(line: &str, label: &str) -> usize {
    let begun = line.char_indices().map(|(at, _)| at).find_map(|at| {
        let end = line.get(at..).filter(|end| label.starts_with(end))?;
        Some(end.len())
    });
    let word = line.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    begun.unwrap_or(0).max(line.len() - word.len())
}

// What may stand after a text.
fn fitting(project: &Project, file: FileId, before: &str) -> Vec<CompletionItem> {
    let lang = project.tree(file).map_or(Lang::Zh, |tree| tree.lang);
    let line = before.rsplit('\n').next().unwrap_or("");
    let words = line.trim_start();
    let at_margin = words.len() == line.len();
    // Only the beginning of a word stands on the line: a head may be meant.
    let at_head = !words.contains(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '（' | '('));
    if at_head {
        let heads: Vec<&str> =
            if at_margin { item_heads(lang).collect() } else { clause_heads(lang).collect() };
        return heads
            .into_iter()
            .map(|head| keyword(head, lang))
            .chain(names(project, lang, &|_| !at_margin))
            .collect();
    }
    if is_head(words, "依据", "cites") {
        return uncited(project);
    }
    let follows_dot = words.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').ends_with('.')
        || (lang == Lang::Zh && words.ends_with('的'));
    if follows_dot {
        return names(project, lang, &|symbol| {
            matches!(symbol.kind, Kind::Field | Kind::Role | Kind::Account)
        })
        .collect();
    }
    if is_head(words, "主体", "each") && !words.contains(['（', '(']) {
        let bearer = |symbol: &Symbol| matches!(symbol.kind, Kind::Entity | Kind::Role);
        return names(project, lang, &bearer).collect();
    }
    names(project, lang, &|symbol| {
        !matches!(symbol.kind, Kind::Article | Kind::Clause | Kind::Test | Kind::Policy | Kind::Calendar)
    })
    .collect()
}

fn is_head(words: &str, zh: &str, en: &str) -> bool {
    let after = words.strip_prefix(en).filter(|rest| rest.starts_with(char::is_whitespace));
    after.is_some() || words.strip_prefix(zh).is_some_and(|rest| rest.trim_start().starts_with(['：', ':']))
}

fn keyword(head: &str, lang: Lang) -> CompletionItem {
    // A Chinese clause goes on after its colon.
    let colon = lang == Lang::Zh && clause_heads(lang).any(|one| one == head);
    CompletionItem {
        label: head.to_owned(),
        kind: Some(CompletionItemKind::KEYWORD),
        insert_text: Some(if colon { format!("{head}：") } else { head.to_owned() }),
        sort_text: Some(format!("0{head}")),
        ..CompletionItem::default()
    }
}

fn names<'p>(
    project: &'p Project,
    lang: Lang,
    wanted: &dyn Fn(&Symbol) -> bool,
) -> impl Iterator<Item = CompletionItem> + use<'p> {
    let symbols: Vec<&'p Symbol> = project
        .index
        .symbols
        .iter()
        .filter(|symbol| !matches!(symbol.kind, Kind::Article | Kind::Clause | Kind::Test))
        .filter(|symbol| wanted(symbol))
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    symbols.into_iter().filter_map(move |symbol| {
        let label = symbol.shown(lang).to_owned();
        let owner = symbol.within.and_then(|at| project.index.symbols.get(at));
        let detail = match owner {
            Some(owner) => format!("{} · {}", symbol.kind.words(lang), owner.shown(lang)),
            None => symbol.kind.words(lang).to_owned(),
        };
        // Fields of one name are one choice.
        seen.insert((label.clone(), symbol.kind.words(lang))).then(|| CompletionItem {
            sort_text: Some(format!("1{label}")),
            label,
            kind: Some(icon(symbol.kind)),
            detail: Some(detail),
            documentation: symbol.about.clone().map(lsp_types::Documentation::String),
            ..CompletionItem::default()
        })
    })
}

fn icon(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Entity => CompletionItemKind::CLASS,
        Kind::Enumeration => CompletionItemKind::ENUM,
        Kind::Value => CompletionItemKind::ENUM_MEMBER,
        Kind::Event => CompletionItemKind::EVENT,
        Kind::Field => CompletionItemKind::FIELD,
        Kind::State | Kind::Role => CompletionItemKind::INTERFACE,
        Kind::Norm => CompletionItemKind::FUNCTION,
        Kind::Definition => CompletionItemKind::CONSTANT,
        _ => CompletionItemKind::VARIABLE,
    }
}

// Clauses of the regulation that no norm says yet, with their phrases.
fn uncited(project: &Project) -> Vec<CompletionItem> {
    let id = |symbol: &Symbol| symbol.forms.first().map(|(form, _)| form.clone()).unwrap_or_default();
    let open = project.index.uncited().map(|(article, clause)| CompletionItem {
        label: format!("{}.{}", id(article), id(clause)),
        kind: Some(CompletionItemKind::REFERENCE),
        detail: clause.about.clone(),
        ..CompletionItem::default()
    });
    open.collect()
}
