//! Colours by meaning: what each name is, and which words are the language's own.

use crate::index::Kind;
use crate::places::{position, trimmed};
use crate::project::Project;
use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use bylaws::syntax::{clause_heads, item_heads};
use lsp_types::{SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensLegend};

const TYPES: [SemanticTokenType; 11] = [
    SemanticTokenType::COMMENT,
    SemanticTokenType::STRING,
    SemanticTokenType::KEYWORD,
    SemanticTokenType::CLASS,
    SemanticTokenType::ENUM,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::EVENT,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::INTERFACE,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::FUNCTION,
];

/// What the numbers in tokens stand for.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TYPES.to_vec(),
        token_modifiers: vec![SemanticTokenModifier::DECLARATION],
    }
}

fn number_of(ty: &SemanticTokenType) -> u32 {
    TYPES.iter().position(|one| one == ty).unwrap_or(0) as u32
}

fn token_type(kind: Kind) -> Option<SemanticTokenType> {
    Some(match kind {
        Kind::Entity => SemanticTokenType::CLASS,
        Kind::Enumeration => SemanticTokenType::ENUM,
        Kind::Value => SemanticTokenType::ENUM_MEMBER,
        Kind::Event => SemanticTokenType::EVENT,
        Kind::Field => SemanticTokenType::PROPERTY,
        Kind::State | Kind::Role => SemanticTokenType::INTERFACE,
        Kind::Parameter | Kind::Account | Kind::Called | Kind::Definition | Kind::Table | Kind::Calendar => {
            SemanticTokenType::VARIABLE
        }
        Kind::Norm | Kind::Policy | Kind::Article | Kind::Clause => SemanticTokenType::FUNCTION,
        Kind::Test => return None,
    })
}

/// A stretch of bytes with its type and whether it declares.
type Painted = (usize, usize, u32, bool);

/// All tokens of a file, each by its distance from the one before.
pub(crate) fn tokens(project: &Project, file: FileId) -> Vec<SemanticToken> {
    let (Some(source), Some(tree)) = (project.source(file), project.tree(file)) else { return Vec::new() };
    let text = source.text.as_ref();
    let mut all: Vec<Painted> = Vec::new();
    let comments = tree.comments.iter().map(|one| (one.span.start as usize, one.span.end as usize));
    all.extend(comments.map(|(start, end)| (start, end, number_of(&SemanticTokenType::COMMENT), false)));
    for one in project.index.references.iter().filter(|one| one.at.file == file) {
        let Some(symbol) = project.index.symbol(one.declared) else { continue };
        let Some(ty) = token_type(symbol.kind) else { continue };
        let (start, end) = trimmed(text, one.at);
        let declares = symbol.forms.iter().any(|(_, span)| *span == one.at);
        all.push((start, end, number_of(&ty), declares));
    }
    heads(text, tree.lang, &mut all);
    strings(text, &mut all);
    all.sort_by_key(|(start, end, ..)| (*start, std::cmp::Reverse(*end)));
    let mut out = Vec::new();
    let (mut line, mut column, mut reached) = (0, 0, 0);
    for (start, end, token_type, declares) in all {
        // What lies in another, or goes over lines, is left out.
        if start < reached || start >= end {
            continue;
        }
        let (from, until) = (position(source, start), position(source, end));
        if from.line != until.line {
            continue;
        }
        reached = end;
        let delta_start = if from.line == line { from.character - column } else { from.character };
        out.push(SemanticToken {
            delta_line: from.line - line,
            delta_start,
            length: until.character - from.character,
            token_type,
            token_modifiers_bitset: u32::from(declares),
        });
        (line, column) = (from.line, from.character);
    }
    out
}

// Heads of items and clauses at the beginning of lines.
fn heads(text: &str, lang: Lang, all: &mut Vec<Painted>) {
    let mut heads: Vec<&str> = item_heads(lang).chain(clause_heads(lang)).collect();
    // The longest first: 一般应当 before 应当.
    heads.sort_by_key(|head| std::cmp::Reverse(head.len()));
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t', '\u{3000}', '\u{FEFF}']);
        let at = start + line.len() - words.len();
        let is_word = |head: &&str| {
            let rest = words.strip_prefix(*head);
            rest.is_some_and(|rest| {
                lang == Lang::Zh || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            })
        };
        if let Some(head) = heads.iter().find(|head| is_word(head)) {
            all.push((at, at + head.len(), number_of(&SemanticTokenType::KEYWORD), false));
        }
        start += line.len();
    }
}

// Texts in quotation marks, on one line each.
fn strings(text: &str, all: &mut Vec<Painted>) {
    let comments: Vec<(usize, usize)> =
        all.iter().filter(|(_, _, ty, _)| *ty == 0).map(|(start, end, ..)| (*start, *end)).collect();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(['"', '“'])).map(|at| from + at) {
        let comment = comments.iter().find(|(begin, end)| *begin <= start && start < *end);
        if let Some((_, end)) = comment {
            from = *end;
            continue;
        }
        let opening = text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or('"');
        let closing = if opening == '“' { '”' } else { '"' };
        let inner = start + opening.len_utf8();
        let rest = text.get(inner..).unwrap_or("");
        let end = rest.find([closing, '\n']).map_or(text.len(), |at| inner + at);
        let closed = text.get(end..).is_some_and(|rest| rest.starts_with(closing));
        from = if closed { end + closing.len_utf8() } else { end };
        all.push((start, from, number_of(&SemanticTokenType::STRING), false));
        // An unclosed one at the very end.
        if from <= start {
            break;
        }
    }
}
