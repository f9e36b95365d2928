//! What may stand at a place: clauses that no norm says yet, names of the right kind, heads of items and clauses.

use crate::cursor::Cursor;
use crate::index::{Kind, Symbol};
use crate::places::range;
use crate::project::Project;
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::source::FileId;
use bylaws::syntax::ast::Rank;
use bylaws::syntax::{heads_in, item_heads};
use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, TextEdit};

/// Completions at a byte of a file.
pub(crate) fn completions(project: &Project, file: FileId, offset: usize) -> Vec<CompletionItem> {
    let Some(source) = project.source(file) else { return Vec::new() };
    let before = source.text.get(..offset).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let after = source.text.get(offset..).unwrap_or("");
    let mut found = fitting(project, file, before, after);
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

// What may stand where the cursor is.
fn fitting(project: &Project, file: FileId, before: &str, after: &str) -> Vec<CompletionItem> {
    let lang = project.tree(file).map_or(Lang::Zh, |tree| tree.lang);
    let cursor = Cursor::new(before, after, lang);
    let named =
        |kinds: &[Kind]| names(project, lang, &|symbol| kinds.contains(&symbol.kind)).collect::<Vec<_>>();
    let Some(item) = cursor.item else {
        let heads = item_heads(lang).map(|head| keyword(head, head, lang));
        return if cursor.at_head { heads.collect() } else { named(&ALL) };
    };
    if cursor.in_header {
        return match item {
            "测试" | "test" => named(&[Kind::Norm]),
            "职务" | "role" | "状态" | "state" | "实体" | "entity" => named(&[Kind::Entity]),
            "结转" | "account" => named(&[Kind::Entity, Kind::Role]),
            "事件" | "event" | "条文" | "source" | "枚举" | "enumeration" | "规范" | "norm" | "制度"
            | "policy" => Vec::new(),
            _ => named(&ALL),
        };
    }
    let words = cursor.behind.trim_start();
    if cursor.at_head {
        let heads = heads_in(item, lang).into_iter().filter(|head| may_begin(head, &cursor.written));
        let mut all: Vec<CompletionItem> = heads.map(|head| keyword(head, item, lang)).collect();
        // What a clause begun above may go on with.
        if matches!(cursor.head, "应得" | "expect" | "已知" | "given") && !words.is_empty() {
            all.extend(named(&[Kind::Event, Kind::Norm]));
        }
        return all;
    }
    if matches!(item, "事件" | "event" | "实体" | "entity") && cursor.of.is_none() && cursor.head.is_empty()
    {
        let types = builtin_types(lang).map(plain);
        return types.chain(named(&[Kind::Entity, Kind::Enumeration])).collect();
    }
    let follows_dot = words.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').ends_with('.')
        || (lang == Lang::Zh && before.ends_with('的'));
    if follows_dot && !matches!(cursor.head, "依据" | "cites") {
        return named(&[Kind::Field, Kind::Role, Kind::Account]);
    }
    if let Some(of) = cursor.of {
        let owner =
            project.index.symbols.iter().position(|symbol| symbol.forms.iter().any(|(form, _)| form == of));
        let within =
            |symbol: &Symbol| symbol.kind != Kind::Field || owner.is_none() || symbol.within == owner;
        let may_stand = |symbol: &Symbol| {
            !matches!(symbol.kind, Kind::Norm | Kind::Enumeration | Kind::Called)
                && ALL.contains(&symbol.kind)
        };
        return names(project, lang, &|symbol| may_stand(symbol) && within(symbol)).collect();
    }
    match cursor.head {
        "依据" | "cites" => uncited(project),
        "主体" | "each" => named(&[Kind::Entity, Kind::Role]),
        "情形" | "when" => named(&[Kind::Event]),
        "应当" | "一般应当" | "不得" | "提倡" | "可以" | "否则" | "must" | "generally" | "should" | "may"
        | "otherwise" => {
            let forms: &[&str] = in_lang(lang, [&["保持", "满足"], &["have", "keep", "satisfy", "not"]]);
            let mut all = named(&[Kind::Event]);
            all.extend(forms.iter().map(|word| plain(word)));
            // A role, a state or a kind of unit may be asked for too, behind the records.
            all.extend(named(&[Kind::Role, Kind::State, Kind::Entity]));
            all
        }
        "频次" | "every" => {
            let periods: &[&str] = in_lang(lang, [&PERIODS_ZH, &PERIODS_EN]);
            periods.iter().map(|word| plain(word)).chain(named(&[Kind::Parameter])).collect()
        }
        "代替" | "replaces" | "废止" | "repeals" => named(&[Kind::Norm]),
        "责任" | "answerable" => {
            let ranks = Rank::ALL.into_iter().map(|rank| plain(rank.word(lang)));
            ranks.chain(named(&[Kind::Role, Kind::Entity])).collect()
        }
        "解释" | "reading" => {
            heads_in(in_lang(lang, ["解释", "interpretation"]), lang).into_iter().map(plain).collect()
        }
        "背景" | "background" => named(&[Kind::Test]),
        "参数" | "with" => named(&[Kind::Parameter]),
        "已知" | "given" => named(&[Kind::Event]),
        "应得" | "expect" => {
            let line = before.rsplit('\n').next().unwrap_or("").trim_start();
            let line = line.strip_prefix("应得").unwrap_or(line).trim_start_matches(['：', ':']);
            if line.contains(['：', ':']) {
                let verdicts = Verdict::ALL.into_iter().map(|verdict| verdict.word(lang));
                verdicts.chain([in_lang(lang, ["无此义务", "no duty"])]).map(plain).collect()
            } else {
                named(&[Kind::Norm])
            }
        }
        _ => named(&ALL),
    }
}

/// What may be named in a condition.
const ALL: [Kind; 13] = [
    Kind::Entity,
    Kind::Enumeration,
    Kind::Value,
    Kind::Event,
    Kind::Field,
    Kind::State,
    Kind::Role,
    Kind::Parameter,
    Kind::Definition,
    Kind::Table,
    Kind::Account,
    Kind::Norm,
    Kind::Called,
];

const PERIODS_ZH: [&str; 11] = [
    "每日",
    "每周",
    "每两周",
    "每月",
    "每季度",
    "每半年",
    "每学期",
    "每学年",
    "每年",
    "任意连续",
    "间隔不超过",
];
const PERIODS_EN: [&str; 9] =
    ["day", "week", "2 weeks", "month", "quarter", "6 months", "semester", "academic year", "year"];

fn in_lang<T>(lang: Lang, [chinese, english]: [T; 2]) -> T {
    if lang == Lang::Zh { chinese } else { english }
}

fn builtin_types(lang: Lang) -> impl Iterator<Item = &'static str> {
    let words: &[&str] = in_lang(
        lang,
        [
            &["整数", "小数", "文本", "是否", "日期", "时间", "钟点", "时长", "任意对象", "职务类别"],
            &[
                "integer",
                "decimal",
                "text",
                "yes or no",
                "date",
                "datetime",
                "time of day",
                "duration",
                "anything",
                "role",
            ],
        ],
    );
    words.iter().copied()
}

/// Whether a part may begin where the item has these already.
fn may_begin(head: &str, written: &[&str]) -> bool {
    const DUTIES: [&str; 9] =
        ["应当", "一般应当", "不得", "提倡", "可以", "must", "generally", "should", "may"];
    const ONCE: [&str; 30] = [
        "主体",
        "情形",
        "频次",
        "时限",
        "适用日历",
        "施行",
        "代替",
        "停算",
        "延长",
        "逾期",
        "否则",
        "说明",
        "截至",
        "知悉截至",
        "背景",
        "each",
        "when",
        "every",
        "stops",
        "extended",
        "late",
        "otherwise",
        "note",
        "replaces",
        "as",
        "known",
        "background",
        "文号",
        "印发单位",
        "印发日期",
    ];
    let again = |heads: &[&str]| heads.contains(&head) && written.iter().any(|one| heads.contains(one));
    !(again(&DUTIES) || ONCE.contains(&head) && written.contains(&head))
}

/// A word of the language.
fn plain(word: &str) -> CompletionItem {
    CompletionItem {
        label: word.to_owned(),
        kind: Some(CompletionItemKind::KEYWORD),
        sort_text: Some(format!("0{word}")),
        ..CompletionItem::default()
    }
}

fn keyword(head: &str, item: &str, lang: Lang) -> CompletionItem {
    // A Chinese clause goes on after its colon.
    let has_colon = matches!(item, "规范" | "测试" | "制度") && head != item || head == "有效凭证";
    let colon = lang == Lang::Zh && has_colon;
    CompletionItem {
        insert_text: Some(if colon { format!("{head}：") } else { head.to_owned() }),
        ..plain(head)
    }
}

fn names<'p>(
    project: &'p Project,
    lang: Lang,
    wanted: &dyn Fn(&Symbol) -> bool,
) -> impl Iterator<Item = CompletionItem> + use<'p> {
    let symbols: Vec<&'p Symbol> = project.index.symbols.iter().filter(|symbol| wanted(symbol)).collect();
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
