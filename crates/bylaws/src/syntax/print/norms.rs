//! Norms: one clause a line, under its head.

use super::layout::{fits, width};
use super::{Printer, words};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Answerable, Duty, Exception, Expr, ExprKind, HavePart, Ident, Instead, Modality, Norm, NormClause,
    OfWhich, Requirement, Selection, TimeLimit,
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
                let all: Vec<String> = refs.iter().map(ToString::to_string).collect();
                self.under(at, "依据", "cites", &all.join(self.say("、", ", ")));
            }
            NormClause::Each(bearer) => {
                let mut words = self.filtered(&bearer.kind, bearer.filter.as_ref());
                if let Some(each) = &bearer.for_each {
                    words += self.say("，每个", ", for each ");
                    words += &self.name(&each.kind.node);
                    if let Some(called) = &each.called {
                        words += self.say("记作", " as ");
                        words += &self.decl(called);
                    }
                    words += &each.filter.as_ref().map_or_else(String::new, |f| self.filter(f));
                }
                self.under(at, "主体", "each", &words);
            }
            NormClause::When(selection) => self.under(at, "情形", "when", &self.selection(selection)),
            NormClause::Must(duty) => self.must(at, duty, next),
            NormClause::Every(frequency) => self.frequency(at, frequency, next),
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
            NormClause::InForce(from, until) => {
                let from = from.as_ref().map(|day| self.date(day.node));
                let until = until.as_ref().map(|day| self.date(day.node));
                let words = if self.zh() {
                    let from = from.map(|day| format!("{day}起"));
                    let until = until.map(|day| format!("至{day}止"));
                    from.into_iter().chain(until).collect::<Vec<_>>().join("，")
                } else {
                    let from = from.map(|day| format!("from {day}"));
                    let until = until.map(|day| format!("until {day}"));
                    from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
                };
                self.under(at, "施行", "in force", &words);
            }
            NormClause::Replaces(norm) => self.under(at, "代替", "replaces", &self.name(&norm.node)),
            NormClause::OwnCalendar(of) => {
                let words = self.say("", "the calendar of ").to_owned() + &self.operand(of);
                self.under(at, "适用日历", "by", &words);
            }
            NormClause::Stops(condition) => {
                let end = if self.zh() { "" } else { closed_before(next) };
                let rest = format!("{}{}{end}", self.say("", "while "), self.expr(condition));
                self.under(at, "停算", "stops", &rest);
            }
            NormClause::Extended(length, when, at_most) => {
                let (length, when) = (self.length(length.node), self.selection(when));
                let so_often = at_most.map_or_else(String::new, |times| match (self.zh(), times.node) {
                    (true, times) => format!("，不超过{times}次"),
                    (false, 1) => ", at most 1 time".to_owned(),
                    (false, times) => format!(", at most {times} times"),
                });
                let rest = if self.zh() {
                    format!("{when}，{length}{so_often}")
                } else {
                    format!("by {length} when {when}{so_often}")
                };
                self.under(at, "延长", "extended", &rest);
            }
            NormClause::Note(text) => self.under(at, "说明", "note", &self.text(&text.node)),
        }
    }

    pub(super) fn under(&mut self, at: Span, zh: &str, en: &str, rest: &str) {
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
            Requirement::Any(all) => {
                let place = |parts: &Vec<HavePart>| parts.first().map_or(at, |p| p.what.kind.span);
                let mark = self.say("；或者：", " or ");
                let texts = all.iter().map(|parts| (place(parts), self.parts(parts))).collect();
                self.listed(&self.clause_head(zh, en), texts, mark);
            }
            Requirement::Keep(expr) => {
                let kept = self.asked(duty.modality.node, expr);
                self.keep(at, &self.clause_head(zh, en), (expr, kept), closed_before(next));
            }
            Requirement::Satisfy(expr) => {
                let condition = self.asked(duty.modality.node, expr);
                let words = self.say("满足", "satisfy ").to_owned() + &self.parens(&condition);
                self.under(at, zh, en, &words);
            }
        }
    }

    // What is forbidden together only is said so.
    fn asked(&self, modality: Modality, condition: &Expr) -> String {
        match modality {
            Modality::MustNot => self.together(condition),
            _ => self.expr(condition),
        }
    }

    fn have(&mut self, at: Span, head: &str, parts: &[HavePart]) {
        let many = parts.len() > 2;
        let place = |index, part: &HavePart| if index == 0 { at } else { part.what.kind.span };
        let parts = parts.iter().enumerate().map(|(i, p)| (place(i, p), self.have_part(p))).collect();
        let mark = self.say("；", "; ");
        if many { self.stacked(head, parts, mark.trim_end()) } else { self.listed(head, parts, mark) }
    }

    fn keep(&mut self, at: Span, head: &str, (expr, kept): (&Expr, String), end: &str) {
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
        let asked = |expr: &Expr| self.asked(duty.modality.node, expr);
        let requirement = match &duty.requirement {
            Requirement::Have(parts) => self.parts(parts),
            Requirement::Any(all) => {
                let all: Vec<String> = all.iter().map(|parts| self.parts(parts)).collect();
                all.join(self.say("；或者：", " or "))
            }
            Requirement::Keep(expr) if self.zh() => format!("保持{}", self.parens(&asked(expr))),
            Requirement::Keep(expr) => format!("keep {}", asked(expr)),
            Requirement::Satisfy(expr) => {
                self.say("满足", "satisfy ").to_owned() + &self.parens(&asked(expr))
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

    fn parts(&self, parts: &[HavePart]) -> String {
        let all: Vec<String> = parts.iter().map(|p| self.have_part(p)).collect();
        all.join(self.say("；", "; "))
    }

    fn have_part(&self, part: &HavePart) -> String {
        let what = self.selection(&part.what);
        let quantity = part.quantity.as_ref().map(|q| self.quantity(q));
        if let (Some(field), Some(quantity)) = (&part.total_of, &quantity) {
            return self.totalling(&part.what, field, quantity);
        }
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

    fn totalling(&self, what: &Selection, field: &Ident, quantity: &str) -> String {
        let filter = what.filter.as_ref().map_or_else(String::new, |f| self.filter(f));
        let (kind, field) = (self.name(&what.kind.node), self.name(&field.node));
        match self.zh() {
            true => format!("{kind}{filter}的{field}合计{quantity}"),
            false => format!("have {kind}.{field}{filter} totalling {quantity}"),
        }
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
        let condition = match &exception.condition.kind {
            ExprKind::And(parts) if parts.iter().all(Expr::holds_by_itself) => {
                self.together(&exception.condition)
            }
            _ => self.expr(&exception.condition),
        };
        let lasts = matches!(exception.condition.kind, ExprKind::Under { .. } | ExprKind::Holds { .. });
        let condition = if lasts { self.say("", "while ").to_owned() + &condition } else { condition };
        let condition = condition + &self.instead(exception.instead.as_ref());
        match (&exception.to, &exception.label) {
            (Some(to), _) => {
                let takes_back = self.say("取消", "to ");
                format!("{takes_back}{}{}{condition}", self.name(&to.node), self.colon())
            }
            (None, Some(label)) => format!("{}{}{condition}", self.name(&label.node), self.colon()),
            (None, None) => condition,
        }
    }

    fn instead(&self, instead: Option<&Instead>) -> String {
        let word = self.say("，改为", ", instead ");
        match instead {
            None => String::new(),
            Some(Instead::Quantity(quantity)) => format!("{word}{}", self.quantity(quantity)),
            Some(Instead::Within(length)) => {
                let length = self.length(length.node);
                if self.zh() { format!("{word}{length}内") } else { format!("{word}within {length}") }
            }
        }
    }

    fn answerable(&self, line: &Answerable) -> String {
        let who = self.operand(&line.who);
        let Some(rank) = &line.rank else { return who };
        let rank = self.word(words::rank(rank.node));
        if self.zh() { format!("{who}是{rank}") } else { format!("{rank} {who}") }
    }
}

// In English a limit that starts with `before` or `after` would be read on as a comparison.
fn closed_before(next: Option<&NormClause>) -> &'static str {
    match next {
        Some(NormClause::Time(TimeLimit::Before(_) | TimeLimit::After(_) | TimeLimit::AtLeast { .. })) => ";",
        _ => "",
    }
}

/// In English a limit `once` would be read as how many times, where none is said.
pub(super) fn closed_before_once(next: Option<&NormClause>) -> &'static str {
    if matches!(next, Some(NormClause::Time(TimeLimit::Once))) { ";" } else { "" }
}

// Digits and 介于 would be read as part of the name before them; the words of quantity end it.
fn gap_before(quantity: &str, what: &Selection) -> &'static str {
    if what.filter.is_some() || quantity.starts_with(['不', '恰', '超']) { "" } else { " " }
}
