//! Cutting a file into items and an item into clauses at the heads of lines, before any grammar: strings
//! and comments are stepped over, brackets counted.

use crate::diagnostic::Lang;
use std::cmp::Ordering;

/// A stretch of a file that starts with an item's head, or that no item claims.
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    pub headed: bool,
    /// The language of the head, or of the file.
    pub lang: Lang,
}

const ITEM_HEADS: [(&str, &str); 17] = [
    ("policy", "制度"),
    ("use", "引用"),
    ("source", "条文"),
    ("entity", "实体"),
    ("enumeration", "枚举"),
    ("event", "事件"),
    ("state", "状态"),
    ("role", "职务"),
    ("calendar", "日历"),
    ("parameter", "参数"),
    ("interpretation", "解释"),
    ("define", "定义"),
    ("table", "标准表"),
    ("account", "结转"),
    ("deem", "视为"),
    ("norm", "规范"),
    ("test", "测试"),
];

const CLAUSE_HEADS: [(&str, &str); 37] = [
    ("cites", "依据"),
    ("each", "主体"),
    ("when", "情形"),
    ("must", "应当"),
    ("generally", "一般应当"),
    ("should", "提倡"),
    ("may", "可以"),
    ("must", "不得"),
    ("every", "频次"),
    ("in", "频次"),
    ("at", "时限"),
    ("before", "时限"),
    ("after", "时限"),
    ("within", "时限"),
    ("on", "时限"),
    ("by", "时限"),
    ("once", "时限"),
    ("no", "时限"),
    ("not later", "时限"),
    ("prior", "时限"),
    ("always", "时限"),
    ("by", "适用日历"),
    ("in", "施行"),
    ("stops", "停算"),
    ("extended", "延长"),
    ("except", "除外"),
    ("late", "逾期"),
    ("otherwise", "否则"),
    ("reading", "解释"),
    ("answerable", "责任"),
    ("note", "说明"),
    ("given", "已知"),
    ("covers", "记录范围"),
    ("as", "截至"),
    ("expect", "应得"),
    ("background", "背景"),
    ("case", "情况"),
];

const FURTHER_CLAUSE_HEADS: [(&str, &str); 2] = [("known", "知悉截至"), ("with", "参数")];

fn word(pair: &(&'static str, &'static str), lang: Lang) -> &'static str {
    if lang == Lang::Zh { pair.1 } else { pair.0 }
}

/// The words that items begin with, in a language.
pub fn item_heads(lang: Lang) -> impl Iterator<Item = &'static str> {
    ITEM_HEADS.iter().map(move |pair| word(pair, lang))
}

/// The words that clauses of norms and tests begin with, in a language.
pub fn clause_heads(lang: Lang) -> impl Iterator<Item = &'static str> {
    CLAUSE_HEADS.iter().chain(&FURTHER_CLAUSE_HEADS).map(move |pair| word(pair, lang))
}

/// Whether an item is one that is put together clause by clause: a norm or a test.
pub(super) fn has_clauses(slice: &str, lang: Lang) -> bool {
    let start = slice.trim_start();
    [("norm", "规范"), ("test", "测试")].iter().any(|pair| starts_with_head(start, word(pair, lang), lang))
}

/// What a head is called in the other language.
pub(super) fn twin(head: &str, lang: Lang) -> Option<&'static str> {
    let all = ITEM_HEADS.iter().chain(&CLAUSE_HEADS).chain(&FURTHER_CLAUSE_HEADS);
    all.filter(|pair| word(pair, other(lang)) == head).map(|pair| word(pair, lang)).next()
}

/// The language of a file: that of most of its items, or else of what it begins with.
pub(super) fn language(text: &str) -> Lang {
    let mut first = None;
    let (mut chinese, mut english) = (0, 0);
    walk(text, |at, c, depth, opens_a_line| {
        let rest = text.get(at..).unwrap_or_default();
        if first.is_none() && !c.is_whitespace() && c != '\u{FEFF}' {
            first = Some(rest);
        }
        if depth == 0 && opens_a_line {
            let begins = |lang| item_heads(lang).any(|head| starts_with_head(rest, head, lang));
            chinese += usize::from(begins(Lang::Zh));
            english += usize::from(begins(Lang::En));
        }
    });
    match chinese.cmp(&english) {
        Ordering::Greater => return Lang::Zh,
        Ordering::Less => return Lang::En,
        Ordering::Equal => {}
    }
    match first {
        Some(rest) if ITEM_HEADS.iter().any(|pair| starts_with_word(rest, pair.0)) => Lang::En,
        Some(rest) if rest.chars().next().is_some_and(|c| c.is_ascii()) => Lang::En,
        Some(_) => Lang::Zh,
        None => Lang::Zh,
    }
}

pub(super) const fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    }
}

/// A declaration in the other language than its file's: a head, and a name or a text after a gap.
fn is_foreign(rest: &str, lang: Lang) -> bool {
    let head = item_heads(other(lang)).find(|head| starts_with_head(rest, head, other(lang)));
    let after = head.and_then(|head| rest.get(head.len()..)).unwrap_or_default();
    let follows = after.trim_start_matches([' ', '\t', '\u{3000}']);
    let begins = |c: char| match lang {
        Lang::Zh => c.is_ascii_alphabetic() || matches!(c, '_' | '`' | '"' | '{'),
        Lang::En => c.is_alphabetic() || matches!(c, '“' | '「' | '{'),
    };
    follows.len() < after.len() && follows.starts_with(begins)
}

/// A head that clauses have as well, before a colon.
fn opens_a_clause(rest: &str, head: &str, lang: Lang) -> bool {
    let after = rest.get(head.len()..).unwrap_or_default().trim_start_matches([' ', '\u{3000}']);
    lang == Lang::Zh && clause_heads(lang).any(|clause| clause == head) && after.starts_with(['：', ':'])
}

fn starts_with_word(rest: &str, word: &str) -> bool {
    rest.strip_prefix(word)
        .is_some_and(|after| !after.chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_'))
}

fn starts_with_head(rest: &str, head: &str, lang: Lang) -> bool {
    match lang {
        Lang::En => starts_with_word(rest, head),
        Lang::Zh => rest.starts_with(head),
    }
}

/// Calls `f(offset, char, depth, first on its line)` for every character outside comments and texts; of a text only for
/// the mark that opens it.
pub fn walk(text: &str, mut f: impl FnMut(usize, char, usize, bool)) {
    scan(text, &mut f, &mut |_, _| {});
}

fn scan(text: &str, f: &mut dyn FnMut(usize, char, usize, bool), comment: &mut dyn FnMut(usize, usize)) {
    let mut depth = 0_usize;
    let mut line_start = true;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '/' && chars.peek().is_some_and(|(_, next)| *next == '/') {
            let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n);
            comment(at, end);
            while chars.peek().is_some_and(|(i, _)| *i < end) {
                chars.next();
            }
            continue;
        }
        if let Some(closing) = closing_quote(c) {
            f(at, c, depth, line_start);
            line_start = false;
            // A text ends at its quote or, forgotten, at the end of the line.
            while let Some((_, inner)) = chars.peek().copied() {
                if inner == '\n' {
                    break;
                }
                chars.next();
                if inner == closing {
                    break;
                }
            }
            continue;
        }
        if matches!(c, '}' | '｝' | ')' | '）') {
            depth = depth.saturating_sub(1);
        }
        f(at, c, depth, line_start && !c.is_whitespace());
        if matches!(c, '{' | '｛' | '(' | '（') {
            depth += 1;
        }
        if c == '\n' {
            line_start = true;
        } else if !c.is_whitespace() && c != '\u{FEFF}' {
            line_start = false;
        }
    }
}

pub(super) fn closing_quote(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '“' => Some('”'),
        '`' => Some('`'),
        '「' => Some('」'),
        _ => None,
    }
}

/// The comments of a text, as byte ranges.
pub(super) fn comments(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    scan(text, &mut |_, _, _, _| {}, &mut |start, end| out.push((start, end)));
    out
}

/// How deep brackets nest.
pub(super) fn depth(text: &str) -> usize {
    let mut deepest = 0;
    walk(text, |_, _, depth, _| deepest = deepest.max(depth));
    deepest
}

/// Where more characters stand together than may, without a gap or inside the quotation marks of a name.
pub(super) fn unbroken(text: &str, most: usize) -> Option<usize> {
    let mut last = (0, 0);
    let mut found = None;
    let mut note = |start: usize, length: usize| {
        found = found.or_else(|| (length > most).then_some(start));
    };
    walk(text, |at, c, _, _| {
        if matches!(c, '`' | '「') {
            let name = text.get(at + c.len_utf8()..).unwrap_or("").chars().take(most + 1);
            note(at, name.take_while(|inner| *inner != '\n' && Some(*inner) != closing_quote(c)).count());
        }
        let goes_on = c.is_alphanumeric() || matches!(c, '_' | '-' | '·');
        last = if goes_on { (last.0, last.1 + 1) } else { (at + c.len_utf8(), 0) };
        note(last.0, last.1);
    });
    found
}

/// So much of a text as is worth pointing at.
pub(super) fn beginning(text: &str) -> &str {
    let line = text.lines().next().unwrap_or("");
    line.char_indices().nth(80).map_or(line, |(end, _)| line.get(..end).unwrap_or(line))
}

/// Cuts a file at the heads of items. A head counts at the outer level, and anywhere at the very start of a
/// line, so that a missing brace does not swallow the next item.
pub(super) fn items(text: &str, lang: Lang) -> Vec<Piece> {
    let mut starts = Vec::new();
    let mut first_text = None;
    walk(text, |at, c, depth, first_on_line| {
        if !c.is_whitespace() && c != '\u{FEFF}' && first_text.is_none() {
            first_text = Some(at);
        }
        let at_margin =
            at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n') || before == "\u{FEFF}");
        if first_on_line && (depth == 0 || at_margin) {
            let rest = text.get(at..).unwrap_or("");
            let begins = item_heads(lang).any(|head| {
                starts_with_head(rest, head, lang) && (at_margin || !opens_a_clause(rest, head, lang))
            });
            if begins {
                starts.push((at, lang));
            } else if at_margin && is_foreign(rest, lang) {
                starts.push((at, other(lang)));
            }
        }
    });
    let mut pieces = Vec::new();
    if let Some(first) = first_text.filter(|first| starts.first().is_none_or(|(start, _)| start > first)) {
        pieces.push(Piece {
            start: first,
            end: starts.first().map_or(text.len(), |(start, _)| *start),
            headed: false,
            lang,
        });
    }
    for (index, (start, lang)) in starts.iter().enumerate() {
        pieces.push(Piece {
            start: *start,
            end: starts.get(index + 1).map_or(text.len(), |(next, _)| *next),
            headed: true,
            lang: *lang,
        });
    }
    pieces
}

/// The header of an item (up to and with its brace) and its clauses.
#[derive(Default)]
pub(super) struct Clauses {
    pub header: Option<usize>,
    pub clauses: Vec<(usize, usize)>,
}

/// Cuts a norm or a test at the heads of its clauses.
pub(super) fn clauses(slice: &str, lang: Lang) -> Clauses {
    let mut header = None;
    let mut starts: Vec<usize> = Vec::new();
    let mut end = slice.len();
    let breakable = item_heads(lang).skip(12).any(|head| starts_with_head(slice, head, lang));
    walk(slice, |at, c, depth, first_on_line| {
        if header.is_none() && matches!(c, '{' | '｛') {
            header = Some(at + c.len_utf8());
        } else if header.is_some() && depth == 0 && matches!(c, '}' | '｝') && end == slice.len() {
            end = at;
        } else if first_on_line && header.is_some() && breakable {
            let rest = slice.get(at..).unwrap_or("");
            // Any line that opens like a clause starts one: also a head nobody knows, before a colon.
            let known = clause_heads(lang).any(|head| starts_with_head(rest, head, lang));
            // `at most …` in a line of its own goes on with what stands above it.
            let known = known && !rest.starts_with("at most ");
            // Who is expected to stand how looks like a head as well.
            let expected = starts.last().and_then(|start| slice.get(*start..));
            let expected = expected.is_some_and(|last| body_of_expect(last, lang).is_some());
            let unknown = lang == Lang::Zh && depth <= 1 && !expected && looks_like_head(rest);
            let other = depth <= 1 && clause_heads(other(lang)).any(|h| starts_with_word(rest, h));
            if known || unknown || other {
                starts.push(at);
            }
        }
    });
    // A bracket that is never closed hides the end of the item from the others.
    if end == slice.len() && slice.trim_end().ends_with(['}', '｝']) {
        end = slice.rfind(['}', '｝']).unwrap_or(end);
    }
    let after_header = header.unwrap_or(slice.len());
    if let Some(first) = slice.get(after_header..end).and_then(|body| body.find(|c: char| !c.is_whitespace()))
    {
        let first = after_header + first;
        if starts.first().is_none_or(|s| *s > first)
            && !slice.get(first..).is_some_and(|r| r.starts_with("//"))
        {
            starts.insert(0, first);
        }
    }
    starts.retain(|s| *s < end);
    let clauses =
        starts.iter().enumerate().map(|(i, s)| (*s, starts.get(i + 1).copied().unwrap_or(end))).collect();
    if breakable { Clauses { header, clauses } } else { Clauses::default() }
}

/// Where the expectations of a clause begin, if it is one of those.
pub(super) fn body_of_expect(clause: &str, lang: Lang) -> Option<usize> {
    let head = word(&("expect", "应得"), lang);
    let rest = clause.get(head.len()..).filter(|_| starts_with_head(clause, head, lang))?;
    match lang {
        Lang::En => Some(head.len()),
        Lang::Zh => {
            let colon = rest.trim_start().chars().next().filter(|c| matches!(c, '：' | ':'))?;
            Some(clause.len() - rest.trim_start().len() + colon.len_utf8())
        }
    }
}

// `频率：` opens a clause in the author's mind, though there is no such head.
pub(super) fn looks_like_head(rest: &str) -> bool {
    let head: String =
        rest.chars().take_while(|c| !matches!(c, '：' | ':' | '\n' | '（' | '(' | '，')).collect();
    let follows = rest.get(head.len()..).and_then(|r| r.chars().next());
    (2..=4).contains(&head.trim().chars().count()) && matches!(follows, Some('：' | ':'))
}
