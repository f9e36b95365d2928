//! What is offered: words of the language and names, with how much of each is written already.

use super::Here;
use crate::index::{Kind, Symbol};
use bylaws::diagnostic::Lang;
use bylaws::syntax::Place;
use lsp_types::{CompletionItem, CompletionItemKind};

/// A completion, and how many bytes before the cursor it takes the place of.
pub(super) struct Offer {
    pub item: CompletionItem,
    pub begun: usize,
}

/// What may be named in a condition.
pub(super) const ANYTHING: [Kind; 8] = [
    Kind::Entity,
    Kind::Event,
    Kind::State,
    Kind::Role,
    Kind::Parameter,
    Kind::Definition,
    Kind::Table,
    Kind::Account,
];

impl Here<'_> {
    /// Words at the head of a line.
    pub(super) fn add(&mut self, items: Vec<CompletionItem>) {
        let line = self.before.rsplit('\n').next().unwrap_or("");
        let begun = line.trim_start().len();
        self.found.extend(items.into_iter().map(|item| Offer { item, begun }));
    }

    /// Names of some kinds at the head of a line, or in quotation marks.
    pub(super) fn names(&mut self, kinds: &[Kind]) {
        let line = self.before.rsplit('\n').next().unwrap_or("");
        let begins = |c: char| c.is_whitespace() || "：:“\"，,；;".contains(c);
        let begun = line.len()
            - line.rfind(begins).map_or(0, |at| at + line[at..].chars().next().map_or(0, char::len_utf8));
        self.named(kinds, begun);
    }

    /// Names of some kinds.
    pub(super) fn named(&mut self, kinds: &[Kind], begun: usize) {
        let symbols = &self.project.index.symbols;
        let wanted = kinds.iter().flat_map(|kind| symbols.iter().filter(move |one| one.kind == *kind));
        let written = self.before.get(self.offset - begun.min(self.offset)..).unwrap_or("");
        let offers = wanted.map(|symbol| self.name(symbol, begun));
        let offers: Vec<Offer> = offers.filter(|one| has_letters(&one.item.label, written)).collect();
        self.found.extend(offers);
    }

    fn name(&self, symbol: &Symbol, begun: usize) -> Offer {
        let label = symbol.shown(self.lang).to_owned();
        let owner = symbol.within.and_then(|at| self.project.index.symbols.get(at));
        let detail = match owner {
            Some(owner) => format!("{} · {}", symbol.kind.words(self.lang), owner.shown(self.lang)),
            None => symbol.kind.words(self.lang).to_owned(),
        };
        let item = CompletionItem {
            label,
            kind: Some(icon(symbol.kind)),
            detail: Some(detail),
            documentation: symbol.about.clone().map(lsp_types::Documentation::String),
            ..CompletionItem::default()
        };
        Offer { item, begun }
    }

    /// What is called so at a place.
    pub(super) fn called(&mut self, all: Vec<String>, kind: Kind, place: &Place) {
        let words = kind.words(self.lang);
        let written = self.before.get(self.offset - place.begun.min(self.offset)..).unwrap_or("").to_owned();
        let fitting = all.into_iter().filter(|label| has_letters(label, &written));
        self.found.extend(fitting.map(|label| Offer {
            item: CompletionItem {
                label,
                kind: Some(icon(kind)),
                detail: Some(words.to_owned()),
                ..CompletionItem::default()
            },
            begun: place.begun,
        }));
    }

    /// Clauses of the regulation that no norm says yet, with their phrases.
    pub(super) fn uncited(&mut self) {
        let line = self.before.rsplit('\n').next().unwrap_or("");
        let begins = |c: char| c.is_whitespace() || "：:，,、".contains(c);
        let written = line.rsplit(begins).next().unwrap_or("").len();
        let id = |symbol: &Symbol| symbol.forms.first().map(|(form, _)| form.clone()).unwrap_or_default();
        let open = self.project.index.uncited().map(|(article, clause)| Offer {
            item: CompletionItem {
                label: format!("{}.{}", id(article), id(clause)),
                kind: Some(CompletionItemKind::REFERENCE),
                detail: clause.about.clone(),
                ..CompletionItem::default()
            },
            begun: written,
        });
        let open: Vec<Offer> = open.collect();
        self.found.extend(open);
    }
}

// Whether a name has the letters that are written, in their order.
fn has_letters(name: &str, written: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let written = written.trim().trim_start_matches(['「', '`']).chars().flat_map(char::to_lowercase);
    let mut written = written.map(|c| letters.by_ref().any(|letter| letter == c));
    written.all(|found| found)
}

/// A word of the language.
pub(super) fn plain(word: &str) -> CompletionItem {
    CompletionItem {
        label: word.to_owned(),
        kind: Some(CompletionItemKind::KEYWORD),
        ..CompletionItem::default()
    }
}

/// A head of an item or of a part of one.
pub(super) fn keyword(head: &str, item: &str, lang: Lang) -> CompletionItem {
    // A Chinese clause goes on after its colon.
    let has_colon = matches!(item, "规范" | "测试" | "制度") && head != item || head == "有效凭证";
    let colon = lang == Lang::Zh && has_colon;
    CompletionItem {
        insert_text: Some(if colon { format!("{head}：") } else { head.to_owned() }),
        ..plain(head)
    }
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
