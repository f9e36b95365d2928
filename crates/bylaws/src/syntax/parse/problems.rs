//! What pest could not parse, said for people: what was expected in the file's own words, what stands
//! there instead, and what was probably meant.

use super::{Builder, Rule, cut};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::syntax::ast::ExprKind;
use pest::error::{Error, ErrorVariant, InputLocation};

impl Builder {
    /// What begins at `start` and no item claims.
    pub(super) fn stray(&mut self, slice: &str, start: usize) {
        let rest = slice.get(start..).unwrap_or("");
        let shown = first_word(rest);
        let length = shown.len().max(rest.chars().next().map_or(0, char::len_utf8));
        let place = self.at(start, start + length);
        let mut diagnostic = Diagnostic::error("B0101", place).with("found", &shown);
        if let Some(meant) = self.meant(&shown, cut::item_heads(self.lang)) {
            diagnostic =
                diagnostic.help(Message::new("help.did_you_mean").with("name", meant)).fix(place, meant);
        }
        self.report(diagnostic);
    }

    /// A stretch that its rule does not fit.
    pub(super) fn problem(&mut self, slice: &str, error: &Error<Rule>) {
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        let rest = slice.get(at..).unwrap_or("");
        let shown = first_word(rest);
        let end = (at + shown.len()).max(at + rest.chars().next().map_or(0, char::len_utf8));
        let span = self.at(at, end);
        if shown.is_empty() {
            self.report(Diagnostic::error("B0103", span).with_arg("expected", expected(error)));
            return;
        }
        if approximate(rest) {
            self.report(Diagnostic::error("B0111", span).with("found", &shown));
            return;
        }
        let mut diagnostic =
            Diagnostic::error("B0102", span).with("found", &shown).with_arg("expected", expected(error));
        if let Some(name) = self.name_to_quote(slice, at, error) {
            diagnostic = diagnostic.help(Message::new("help.quote_name").with("name", name));
        } else if let Some(meant) =
            self.meant(&shown, cut::clause_heads(self.lang).chain(cut::item_heads(self.lang)))
        {
            diagnostic = diagnostic
                .help(Message::new("help.did_you_mean").with("name", meant))
                .fix(self.at(at, at + shown.len()), meant);
        }
        self.report(diagnostic);
    }

    // A Chinese name in which a word of the language stands, so that it was not read as one.
    fn name_to_quote(&self, slice: &str, at: usize, error: &Error<Rule>) -> Option<String> {
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return None };
        if self.lang != Lang::Zh || positives.iter().any(|rule| matches!(rule, Rule::infix | Rule::filter)) {
            return None;
        }
        let part_of_name = |c: &char| c.is_alphanumeric() || *c == '_';
        let before: Vec<char> = slice.get(..at)?.chars().rev().take_while(part_of_name).collect();
        let after = slice.get(at..)?.chars().take_while(part_of_name);
        let name: String = before.into_iter().rev().chain(after).collect();
        let read = super::value(&name, self.lang).map(|value| value.kind);
        let long_enough = (2..=12).contains(&name.chars().count());
        (long_enough && !matches!(read, Some(ExprKind::Name(_)))).then_some(name)
    }

    // The head that was probably meant: the same one in the other language, or a near word.
    fn meant(&self, shown: &str, heads: impl Iterator<Item = &'static str>) -> Option<&'static str> {
        cut::twin(shown, self.lang).or_else(|| {
            let allowed = if self.lang == Lang::Zh { 1 } else { 2 };
            let near = heads.map(|head| (crate::diagnostic::distance(shown, head), head)).min()?;
            // A word that is a head itself stands in the wrong place; to name it would not help.
            let is_near = (1..=allowed).contains(&near.0) && near.0 < shown.chars().count();
            is_near.then_some(near.1)
        })
    }
}

/// Where a complete item ends, if all that is wrong with a slice is that a further line follows it.
pub(super) fn end_of_item(slice: &str, error: &Error<Rule>) -> Option<usize> {
    let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return None };
    let before = slice.get(..at)?.trim_end_matches([' ', '\t']);
    (positives.as_slice() == [Rule::EOI] && before.ends_with('\n')).then_some(at)
}

fn first_word(text: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut chars = text.chars();
    match chars.next() {
        Some(c) if word(c) => text.chars().take_while(|c| word(*c)).take(24).collect(),
        Some(c) if !c.is_whitespace() => c.to_string(),
        _ => String::new(),
    }
}

fn approximate(text: &str) -> bool {
    let numeral = |c: char| "一二两三四五六七八九十几数".contains(c);
    let word: String = text.chars().take_while(|c| numeral(*c)).collect();
    word.chars().count() >= 2 && super::literals::number(&word) == Err(true)
}

fn expected(error: &Error<Rule>) -> Arg {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return both("内容", "something else");
    };
    let mut names: Vec<(&str, &str)> = positives.iter().filter_map(|rule| name(*rule)).collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(6);
    if names.is_empty() {
        // At the very beginning stands the word that says which clause it is.
        let at_head = matches!(error.location, InputLocation::Pos(0) | InputLocation::Span((0, _)));
        return if at_head {
            both("本条目可有的栏目", "a clause that this item can have")
        } else {
            both("别的内容", "something else")
        };
    }
    let zh = names.iter().map(|n| format!("「{}」", n.0)).collect::<Vec<_>>().join("或");
    let en = names.iter().map(|n| n.1).collect::<Vec<_>>().join(" or ");
    both(&zh, &en)
}

fn both(zh: &str, en: &str) -> Arg {
    Arg::Both { zh: zh.to_owned(), en: en.to_owned() }
}

// What a rule is called by people; rules that only others are made of have no name of their own.
fn name(rule: Rule) -> Option<(&'static str, &'static str)> {
    Some(match rule {
        Rule::name | Rule::plain_name | Rule::quoted_name | Rule::name_decl | Rule::bearer_id => {
            ("名称", "a name")
        }
        Rule::text | Rule::text_ascii | Rule::text_curly => ("引号内的文字", "a text in quotes"),
        Rule::date | Rule::moment => ("日期", "a date"),
        Rule::number | Rule::numeral | Rule::decimal_number | Rule::count | Rule::amount => {
            ("数字", "a number")
        }
        Rule::unit | Rule::length => ("时间单位", "a unit of time"),
        Rule::type_expr | Rule::simple_type | Rule::builtin_type => ("类型", "a type"),
        Rule::expr | Rule::operand | Rule::chain => ("条件或数值", "an expression"),
        Rule::infix => ("连接词", "an operator"),
        Rule::filter => ("括号内的条件", "a filter in brackets"),
        Rule::selection => ("事项名称", "a kind of record"),
        Rule::quantity | Rule::quantity_word => ("数量要求", "a quantity"),
        Rule::modality => ("应当", "must"),
        Rule::cites => ("依据", "cites"),
        Rule::each => ("主体", "each"),
        Rule::when => ("情形", "when"),
        Rule::every | Rule::rolling | Rule::gap => ("频次", "every"),
        Rule::time_clause | Rule::time_limit | Rule::within | Rule::before | Rule::after => {
            ("时限", "a time limit")
        }
        Rule::except | Rule::exception => ("除外", "except"),
        Rule::own_calendar => ("适用日历", "by the calendar of"),
        Rule::instead => ("改为", "instead"),
        Rule::for_each => ("每个", "for each"),
        Rule::late => ("逾期", "late"),
        Rule::reading | Rule::reading_clause => ("解释", "reading"),
        Rule::answerable | Rule::answer_line => ("责任", "answerable"),
        Rule::rank => ("责任人类别", "a rank"),
        Rule::note => ("说明", "note"),
        Rule::given | Rule::given_record => ("已知", "given"),
        Rule::as_of => ("截至", "as of"),
        Rule::expect | Rule::expectation => ("应得", "expect"),
        Rule::verdict => ("结论", "a verdict"),
        Rule::standing | Rule::proxy | Rule::needs | Rule::not_checkable => {
            ("核查方式", "what can be checked")
        }
        Rule::field => ("字段", "a field"),
        Rule::calendar_entry | Rule::calendar_kind => ("校历条目", "a calendar entry"),
        Rule::EOI => ("结尾", "the end"),
        _ => return None,
    })
}
