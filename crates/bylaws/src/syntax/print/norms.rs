//! Norms: one clause a line, under its head.

use super::layout::{fits, width};
use super::{Printer, words};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Answerable, Counter, Duty, Exception, Expr, ExprKind, Frequency, HavePart, Norm, NormClause, OfWhich,
    Quantity, QuantityWord, Requirement, Selection, TimeLimit, Window,
};

/// Column at which English clauses start after their heads.
const CLAUSE_COLUMN: usize = 12;

impl Printer<'_> {
    pub(super) fn norm(&mut self, at: Span, norm: &Norm) {
        let title = self.after_space(norm.title.as_ref().map(|t| t.node.as_str()));
        let head = format!("{} {}{title}", self.say("规范", "norm"), self.decl(&norm.name));
        self.block(at, head, true, |p| {
            for (index, clause) in norm.clauses.iter().enumerate() {
                p.clause(clause, norm.clauses.get(index + 1).map(|next| &next.node));
            }
        });
    }

    fn clause(&mut self, clause: &Spanned<NormClause>, next: Option<&NormClause>) {
        let at = clause.span;
        match &clause.node {
            NormClause::Cites(refs) => {
                let all: Vec<String> =
                    refs.iter().map(|r| format!("{}.{}", r.article.node, r.clause.node)).collect();
                self.under(at, "依据", "cites", &all.join(self.say("、", ", ")));
            }
            NormClause::Each(bearer) => {
                self.under(at, "主体", "each", &self.filtered(&bearer.kind, bearer.filter.as_ref()));
            }
            NormClause::When(selection) => self.under(at, "情形", "when", &self.selection(selection)),
            NormClause::Must(duty) => self.must(at, duty, next),
            NormClause::Every(frequency) => self.frequency(at, frequency),
            NormClause::Time(limit) => {
                let (head, rest) = self.time(limit);
                self.under(at, "时限", head, &rest);
            }
            NormClause::Except(list) => self.except(at, list, next),
            NormClause::Late(length) => {
                let length = self.length(length.node);
                let words = if self.zh() {
                    format!("期满后{length}内可补")
                } else {
                    format!("within {length}")
                };
                self.under(at, "逾期", "late", &words);
            }
            NormClause::Otherwise(duty, limit) => {
                let words = self.otherwise(duty, limit.as_ref(), next);
                self.under(at, "否则", "otherwise", &words);
            }
            NormClause::Reading(list) => {
                let all: Vec<String> = list.iter().map(|r| self.reading(r.choice, false)).collect();
                self.under(at, "解释", "reading", &all.join(self.say("；", "; ")));
            }
            NormClause::Answerable(list) => {
                let all: Vec<String> = list.iter().map(|a| self.answerable(a)).collect();
                self.under(at, "责任", "answerable", &all.join(self.comma()));
            }
            NormClause::Note(text) => self.under(at, "说明", "note", &self.text(&text.node)),
        }
    }

    fn under(&mut self, at: Span, zh: &str, en: &str, rest: &str) {
        let head = self.clause_head(zh, en);
        self.body(at, format!("{head}{rest}"));
    }

    fn clause_head(&self, zh: &str, en: &str) -> String {
        match self.zh() {
            true => format!("{zh}："),
            false if en.len() < CLAUSE_COLUMN => format!("{en:<CLAUSE_COLUMN$}"),
            false => format!("{en} "),
        }
    }

    fn must(&mut self, at: Span, duty: &Duty, next: Option<&NormClause>) {
        let (zh, en) = words::modality(duty.modality.node);
        match &duty.requirement {
            Requirement::Have(parts) => self.have(at, &self.clause_head(zh, en), parts),
            Requirement::Keep(expr) => self.keep(at, &self.clause_head(zh, en), expr, closed_before(next)),
            Requirement::Satisfy(expr) => {
                let words = self.say("满足", "satisfy ").to_owned() + &self.parens(&self.expr(expr));
                self.under(at, zh, en, &words);
            }
        }
    }

    fn have(&mut self, at: Span, head: &str, parts: &[HavePart]) {
        let many = parts.len() > 2;
        let place = |index, part: &HavePart| if index == 0 { at } else { part.what.kind.span };
        let parts = parts.iter().enumerate().map(|(i, p)| (place(i, p), self.have_part(p))).collect();
        let mark = self.say("；", "; ");
        if many { self.stacked(head, parts, mark.trim_end()) } else { self.listed(head, parts, mark) }
    }

    fn keep(&mut self, at: Span, head: &str, expr: &Expr, end: &str) {
        let kept = self.expr(expr);
        // A comparison of a measure can be nothing else in Chinese; other conditions say 保持.
        match &expr.kind {
            ExprKind::Compare(op, left, right)
                if matches!(left.kind, ExprKind::Measure { .. } | ExprKind::Count(_)) =>
            {
                let say = self.say("", "keep ");
                if fits(head, width(say) + width(&kept)) {
                    return self.body(at, format!("{head}{say}{kept}{end}"));
                }
                let (l, r) = self.sides(*op, left, right);
                self.stacked(head, vec![(at, format!("{say}{l}")), (right.span, r + end)], "");
            }
            _ if self.zh() => self.body(at, format!("{head}保持{}", self.parens(&kept))),
            _ => self.body(at, format!("{head}keep {kept}{end}")),
        }
    }

    fn otherwise(&self, duty: &Duty, limit: Option<&TimeLimit>, next: Option<&NormClause>) -> String {
        let modality = self.word(words::modality(duty.modality.node));
        let requirement = match &duty.requirement {
            Requirement::Have(parts) => {
                let all: Vec<String> = parts.iter().map(|p| self.have_part(p)).collect();
                all.join(self.say("；", "; "))
            }
            Requirement::Keep(expr) if self.zh() => format!("保持{}", self.parens(&self.expr(expr))),
            Requirement::Keep(expr) => format!("keep {}", self.expr(expr)),
            Requirement::Satisfy(expr) => {
                self.say("满足", "satisfy ").to_owned() + &self.parens(&self.expr(expr))
            }
        };
        let limit = match limit {
            Some(TimeLimit::WithinAfter(length, _)) if self.zh() => {
                format!("，{}内", self.length(length.node))
            }
            Some(TimeLimit::WithinAfter(length, _)) => {
                // After an expression a comma would join one more condition to it.
                let mark = if matches!(duty.requirement, Requirement::Keep(_)) { ";" } else { "," };
                format!("{mark} within {}", self.length(length.node))
            }
            // The parser gives no other limit here.
            Some(other) => {
                let (head, rest) = self.time(other);
                format!("{}{head}{rest}", self.comma())
            }
            None if matches!(duty.requirement, Requirement::Keep(_)) && !self.zh() => {
                closed_before(next).into()
            }
            None => String::new(),
        };
        format!("{modality}{}{requirement}{limit}", self.say("", " "))
    }

    fn have_part(&self, part: &HavePart) -> String {
        let what = self.selection(&part.what);
        let quantity = part.quantity.as_ref().map(|q| self.quantity(q));
        let mut out = match (&quantity, self.zh()) {
            (Some(quantity), true) => format!("{what}{}{quantity}", gap_before(quantity, &part.what)),
            (Some(quantity), false) => format!("have {quantity} {what}"),
            (None, true) => what,
            (None, false) => format!("have {what}"),
        };
        for OfWhich { quantity, filter } in &part.of_which {
            let of = self.say("其中", "of which ");
            out += &format!("{}{of}{}{}", self.comma(), self.quantity(quantity), self.filter(filter));
        }
        out
    }

    fn quantity(&self, quantity: &Quantity) -> String {
        let number = self.amount(&quantity.number, quantity.counter);
        let word = self.word(words::quantity(quantity.word.node));
        match (&quantity.upper, quantity.word.node, self.zh()) {
            (Some(upper), QuantityWord::Between, true) => {
                let low = self.amount(&quantity.number, Counter(None));
                let low = match quantity.number.kind {
                    ExprKind::Number(_) => low,
                    ExprKind::Name(_) => format!("介于{}", self.parens(&low)),
                    _ => format!("介于{low}"),
                };
                // Digits on both sides: 1至2次.
                let upper = match (&upper.kind, quantity.counter.0) {
                    (ExprKind::Number(n), Some(counter)) => format!("{}{counter}", self.number(*n)),
                    _ => self.amount(upper, Counter(None)),
                };
                format!("{low}{word}{upper}")
            }
            (Some(upper), QuantityWord::Between, false) => {
                format!("{word} {number} and {}", self.amount(upper, quantity.counter))
            }
            (_, _, true) => format!("{word}{number}"),
            (_, _, false) => format!("{word} {number}"),
        }
    }

    fn frequency(&mut self, at: Span, frequency: &Frequency) {
        let (head, window) = match &frequency.window {
            Window::Every { count, unit, from } => {
                let from = from.as_ref().map_or_else(String::new, |day| match self.zh() {
                    true => format!("（自{}起）", self.date(day.node)),
                    false => format!(" from {}", self.date(day.node)),
                });
                ("every", format!("{}{}{from}", self.say("每", ""), self.period(count.node, unit.node)))
            }
            Window::EveryParameter(name) => ("every", self.say("每", "").to_owned() + &self.name(&name.node)),
            Window::Rolling(length) if self.zh() => {
                ("in any", format!("任意连续{}内", self.length(length.node)))
            }
            Window::Rolling(length) => ("in any", self.length(length.node)),
            Window::Gap(length) => {
                ("at intervals of at most", self.say("间隔不超过", "").to_owned() + &self.length(length.node))
            }
        };
        let how_many = frequency.quantity.as_ref().map(|q| self.times(q));
        let words = self.say("各", "apiece ");
        let how_many = match (frequency.apiece, how_many) {
            (true, many) => Some(words.to_owned() + many.as_deref().unwrap_or_default()),
            (false, many) => many,
        };
        // A parameter's name and a number would run into what follows.
        let apart = matches!(frequency.window, Window::EveryParameter(_)) && frequency.apiece
            || !frequency.apiece
                && frequency.quantity.as_ref().is_some_and(|q| q.word.node == QuantityWord::Between);
        let mark = if self.zh() && !apart { "" } else { self.comma() };
        let how_many = how_many.map_or_else(String::new, |many| format!("{mark}{many}"));
        self.under(at, "频次", head, &format!("{window}{how_many}"));
    }

    // A quantity of times.
    fn times(&self, quantity: &Quantity) -> String {
        if self.zh() {
            let counter = Counter(quantity.counter.0.or(Some('次')));
            return self.quantity(&Quantity { counter, ..quantity.clone() });
        }
        let last = quantity.upper.as_ref().unwrap_or(&quantity.number);
        let one = matches!(last.kind, ExprKind::Number(n) if n == crate::log::Exact::ONE);
        format!("{} {}", self.quantity(quantity), if one { "time" } else { "times" })
    }

    // The English head and the rest; Chinese has one head for all of them.
    fn time(&self, limit: &TimeLimit) -> (&'static str, String) {
        match limit {
            TimeLimit::Before(x) => ("before", self.operand(x) + self.say("之前", "")),
            TimeLimit::After(x) => ("after", self.operand(x) + self.say("之后", "")),
            TimeLimit::WithinBefore(length, x) => {
                ("within", self.within(length.node, self.say("之前", "before"), &self.operand(x)))
            }
            TimeLimit::WithinAfter(length, x) => {
                ("within", self.within(length.node, self.say("之后", "after"), &self.operand(x)))
            }
            TimeLimit::OnTheDayOf(x) => ("on the day of", self.operand(x) + self.say("当日", "")),
            TimeLimit::AtAllTimes => ("at all times", self.say("始终", "").into()),
            TimeLimit::AtTheEndOfEvery(unit) => {
                let unit = self.word(words::unit(unit.node));
                ("at the end of every", if self.zh() { format!("每{unit}末") } else { unit.into() })
            }
            TimeLimit::ByDateEveryYear { month, day } => {
                let index = usize::try_from(*month).unwrap_or(0).wrapping_sub(1);
                let name = words::MONTHS.get(index).copied().unwrap_or("January");
                let zh = format!("每年{month}月{day}日前");
                ("by", if self.zh() { zh } else { format!("{day} {name} every year") })
            }
            TimeLimit::By(day) => ("by", self.date(day.node) + self.say("前", "")),
            TimeLimit::Once => ("once", self.say("一次性", "").into()),
        }
    }

    fn within(&self, length: (u32, crate::log::Unit), side: &str, x: &str) -> String {
        let length = self.length(length);
        if self.zh() { format!("{x}{side}{length}内") } else { format!("{length} {side} {x}") }
    }

    fn except(&mut self, at: Span, list: &[Exception], next: Option<&NormClause>) {
        let head = self.clause_head("除外", "except");
        let mut parts: Vec<(Span, String)> =
            list.iter().map(|e| (e.condition.span, self.exception(e))).collect();
        if let Some(first) = parts.first_mut() {
            first.0 = at;
        }
        if let Some(last) = parts.last_mut().filter(|_| !self.zh()) {
            last.1 += closed_before(next);
        }
        self.listed(&head, parts, self.say("；", "; "));
    }

    fn exception(&self, exception: &Exception) -> String {
        let condition = self.expr(&exception.condition);
        let lasts = matches!(exception.condition.kind, ExprKind::Under { .. } | ExprKind::Holds { .. });
        let condition = if lasts { self.say("", "while ").to_owned() + &condition } else { condition };
        match (&exception.to, &exception.label) {
            (Some(to), _) => {
                let takes_back = self.say("取消", "to ");
                format!("{takes_back}{}{}{condition}", self.name(&to.node), self.colon())
            }
            (None, Some(label)) => format!("{}{}{condition}", self.name(&label.node), self.colon()),
            (None, None) => condition,
        }
    }

    fn answerable(&self, line: &Answerable) -> String {
        let (who, rank) = (self.operand(&line.who), self.word(words::rank(line.rank.node)));
        if self.zh() { format!("{who}是{rank}") } else { format!("{rank} {who}") }
    }
}

// In English a limit that starts with `before` or `after` would be read on as a comparison.
fn closed_before(next: Option<&NormClause>) -> &'static str {
    match next {
        Some(NormClause::Time(TimeLimit::Before(_) | TimeLimit::After(_))) => ";",
        _ => "",
    }
}

// 介于 does not end a name, and digits belong to one.
fn gap_before(quantity: &str, what: &Selection) -> &'static str {
    let joins =
        quantity.starts_with("介于") || quantity.starts_with(|c: char| c.is_alphanumeric() && !word_start(c));
    if joins && what.filter.is_none() { " " } else { "" }
}

// The first characters of the words of quantity, which all end a name.
fn word_start(c: char) -> bool {
    "不恰超".contains(c)
}
