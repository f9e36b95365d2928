//! The outline of a file, and what of it can be folded.

use crate::index::{Kind, Symbol};
use crate::places::{position, range, range_of, trimmed};
use crate::project::Project;
use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use lsp_types::{DocumentSymbol, FoldingRange, FoldingRangeKind, SymbolKind};

fn icon(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Policy | Kind::Article => SymbolKind::NAMESPACE,
        Kind::Clause => SymbolKind::STRING,
        Kind::Entity => SymbolKind::CLASS,
        Kind::Enumeration => SymbolKind::ENUM,
        Kind::Value => SymbolKind::ENUM_MEMBER,
        Kind::Event => SymbolKind::EVENT,
        Kind::Field => SymbolKind::FIELD,
        Kind::State | Kind::Role => SymbolKind::INTERFACE,
        Kind::Calendar | Kind::Table => SymbolKind::ARRAY,
        Kind::Parameter | Kind::Account | Kind::Called => SymbolKind::VARIABLE,
        Kind::Definition => SymbolKind::CONSTANT,
        Kind::Norm => SymbolKind::FUNCTION,
        Kind::Test => SymbolKind::METHOD,
    }
}

/// What a file declares, in the order of its text, each with what belongs to it.
pub(crate) fn symbols(project: &Project, file: FileId) -> Vec<DocumentSymbol> {
    let lang = project.tree(file).map_or(Lang::Zh, |tree| tree.lang);
    let all = project.index.symbols.iter().enumerate().filter(|(_, symbol)| symbol.item.file == file);
    let outer = all.filter(|(_, symbol)| symbol.within.is_none());
    outer.filter_map(|(at, symbol)| shown(project, at, symbol, lang)).collect()
}

fn shown(project: &Project, at: usize, symbol: &Symbol, lang: Lang) -> Option<DocumentSymbol> {
    let source = project.source(symbol.item.file)?;
    let inner = project.index.symbols.iter().enumerate().filter(|(_, one)| one.within == Some(at));
    let inner: Vec<DocumentSymbol> = inner.filter_map(|(at, one)| shown(project, at, one, lang)).collect();
    // The form that is written first is what an editor jumps to.
    let own = symbol.forms.iter().min_by_key(|(_, span)| span.start)?.1;
    let (start, end) = trimmed(&source.text, own);
    let selection_range = range(source, start, end);
    let mut whole = range_of(source, symbol.item);
    whole.start = whole.start.min(selection_range.start);
    whole.end = whole.end.max(selection_range.end);
    #[expect(deprecated, reason = "the type has a field that is out of use")]
    Some(DocumentSymbol {
        name: symbol.shown(lang).to_owned(),
        detail: symbol.about.clone().or_else(|| Some(symbol.kind.words(lang).to_owned())),
        kind: icon(symbol.kind),
        tags: None,
        deprecated: None,
        range: whole,
        selection_range,
        children: (!inner.is_empty()).then_some(inner),
    })
}

/// Items of several lines, and comments of several lines.
pub(crate) fn folds(project: &Project, file: FileId) -> Vec<FoldingRange> {
    let (Some(source), Some(tree)) = (project.source(file), project.tree(file)) else { return Vec::new() };
    let fold = |start: usize, end: usize, kind: FoldingRangeKind| {
        let (first, last) = (position(source, start), position(source, end));
        (first.line < last.line).then(|| FoldingRange {
            start_line: first.line,
            end_line: last.line,
            kind: Some(kind),
            ..FoldingRange::default()
        })
    };
    let items = tree.items.iter().filter_map(|item| {
        let (start, end) = trimmed(&source.text, item.span);
        fold(start, end, FoldingRangeKind::Region)
    });
    let mut out: Vec<FoldingRange> = items.collect();
    let mut block: Option<(u32, u32)> = None;
    for comment in tree.comments.iter().filter(|comment| comment.own_line) {
        let goes_on = |(_, end): (u32, u32)| {
            let between = source.text.get(end as usize..comment.span.start as usize).unwrap_or("");
            between.trim().is_empty() && between.matches('\n').count() == 1
        };
        block = match block {
            Some(so_far) if goes_on(so_far) => Some((so_far.0, comment.span.end)),
            before => {
                out.extend(before.and_then(|(s, e)| fold(s as usize, e as usize, FoldingRangeKind::Comment)));
                Some((comment.span.start, comment.span.end))
            }
        };
    }
    out.extend(block.and_then(|(s, e)| fold(s as usize, e as usize, FoldingRangeKind::Comment)));
    out
}
