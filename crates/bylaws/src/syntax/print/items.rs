//! Items other than norms and scenarios: the regulation, its clauses, the vocabulary, calendar data.

use super::layout::Line;
use super::names::start;
use super::{Printer, words};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Calendar, CalendarEntry, Clause, Define, Entity, Enumeration, Event, FieldDecl, Item, Parameter, Policy,
    PolicyAttribute, Reading, Role, Source, Standing, State, TypeExpr,
};

impl Printer<'_> {
    /// The lines of an item.
    pub(super) fn item(mut self, item: &Spanned<Item>) -> Vec<Line> {
        let at = item.span;
        match &item.node {
            Item::Policy(policy) => self.policy(at, policy),
            Item::Use(path) => self.head(at, self.say("引用：", "use ").to_owned() + &self.text(&path.node)),
            Item::Source(source) => self.source(at, source),
            Item::Entity(entity) => self.entity(at, entity),
            Item::Enum(enumeration) => self.enumeration(at, enumeration),
            Item::Event(event) => self.event(at, event),
            Item::State(state) => self.state(at, state),
            Item::Role(role) => self.role(at, role),
            Item::Calendar(calendar) => self.calendar(at, calendar),
            Item::Parameter(parameter) => self.parameter(at, parameter),
            Item::Interpretation(readings) => self.interpretation(at, readings),
            Item::Define(define) => self.define(at, define),
            Item::Table(table) => self.table(at, table),
            Item::Account(account) => self.account(at, account),
            Item::Deem(deem) => self.deem(at, deem),
            Item::Norm(norm) => self.norm(at, norm),
            Item::Test(test) => self.test(at, test),
        }
        self.lines
    }

    fn policy(&mut self, at: Span, policy: &Policy) {
        let title = self.after_space(policy.title.as_ref().map(|t| t.node.as_str()));
        let head = format!("{} {}{title}", self.say("制度", "policy"), self.decl(&policy.name));
        self.block(at, head, true, |p| {
            for attribute in &policy.attributes {
                let (zh, en, value) = p.policy_attribute(&attribute.node);
                let head = if p.zh() { format!("{zh}：") } else { format!("{en:<15}") };
                p.body(attribute.span, head + &value);
            }
        });
    }

    fn policy_attribute(&self, attribute: &PolicyAttribute) -> (&'static str, &'static str, String) {
        match attribute {
            PolicyAttribute::Number(text) => ("文号", "number", self.text(text)),
            PolicyAttribute::Issuer(text) => ("印发单位", "issuer", self.text(text)),
            PolicyAttribute::Issued(day) => ("印发日期", "issued", self.date(*day)),
            PolicyAttribute::InForceFrom(day) => ("施行日期", "in force from", self.date(*day)),
            PolicyAttribute::InForceUntil(day) => ("有效期至", "in force until", self.date(*day)),
            PolicyAttribute::Amends(path) => ("修订", "amends", self.text(path)),
            PolicyAttribute::Repeals(norms) => {
                let all: Vec<String> = norms.iter().map(|norm| self.name(&norm.node)).collect();
                ("废止", "repeals", all.join(self.say("、", ", ")))
            }
            PolicyAttribute::TimeZone(text) => ("时区", "time zone", self.text(text)),
        }
    }

    fn source(&mut self, at: Span, source: &Source) {
        let title = self.after_space(source.title.as_ref().map(|t| t.node.as_str()));
        let head = format!("{} {}{title}", self.say("条文", "source"), self.name(&source.article.node));
        self.block(at, head, true, |p| {
            let ids = source.clauses.iter().map(|c| p.name(&c.node.id.node).len());
            let column = if p.zh() { 0 } else { ids.max().unwrap_or(0) };
            for clause in &source.clauses {
                let words = p.source_clause(&clause.node, column);
                p.body(clause.span, words);
            }
        });
    }

    fn source_clause(&self, clause: &Clause, column: usize) -> String {
        let standing = match &clause.standing {
            Standing::Encoded => String::new(),
            Standing::Proxy => self.say("，以佐证核查", " by proxy").to_owned(),
            Standing::NeedsParameter(names) => {
                let needs = if names.len() == 1 { " needs parameter " } else { " needs parameters " };
                self.say("，需要参数 ", needs).to_owned() + &self.names(names)
            }
            Standing::NotCheckable(why) => {
                self.say("，不可核查，因为", " not checkable because ").to_owned() + &self.text(&why.node)
            }
        };
        format!("{:<column$} {}{standing}", self.name(&clause.id.node), self.text(&clause.phrase.node))
    }

    fn entity(&mut self, at: Span, entity: &Entity) {
        let mut head = format!("{} {}", self.say("实体", "entity"), self.decl(&entity.name));
        if let Some(parent) = &entity.parent {
            head += &format!("{}{}", self.colon(), self.name(&parent.node));
        }
        if entity.unregistered {
            head += &format!("{}{}", self.comma(), self.say("免登记", "unregistered"));
        }
        self.block(at, head, false, |p| p.fields(&entity.fields));
    }

    fn fields(&mut self, fields: &[Spanned<FieldDecl>]) {
        for field in fields {
            let words = self.field(&field.node);
            self.body(field.span, words);
        }
    }

    fn field(&self, field: &FieldDecl) -> String {
        let mut out = format!("{}{}{}", self.decl(&field.name), self.colon(), self.ty(&field.ty.node));
        let flags = [
            (field.private, "保密", "private"),
            (field.non_negative, "非负", "not negative"),
            (field.optional, "可缺", "optional"),
        ];
        for (_, zh, en) in flags.into_iter().filter(|flag| flag.0) {
            out += &format!("{}{}", self.comma(), self.say(zh, en));
        }
        if let Some(role) = &field.from_role {
            out += &format!("{}{}{}", self.comma(), self.say("取自", "from role "), self.name(&role.node));
        }
        out
    }

    pub(super) fn ty(&self, ty: &TypeExpr) -> String {
        let word = match ty {
            TypeExpr::Named(name) => return self.name(name),
            TypeExpr::Set(of) if self.zh() => return format!("{}的集合", self.ty(&of.node)),
            TypeExpr::Set(of) => return format!("set of {}", self.ty(&of.node)),
            TypeExpr::Bool => ("是否", "yes or no"),
            TypeExpr::Integer => ("整数", "integer"),
            TypeExpr::Decimal => ("小数", "decimal"),
            TypeExpr::Text => ("文本", "text"),
            TypeExpr::Date => ("日期", "date"),
            TypeExpr::DateTime => ("时间", "datetime"),
            TypeExpr::Duration => ("时长", "duration"),
            TypeExpr::Clock => ("钟点", "time of day"),
            TypeExpr::AnyEntity => ("任意对象", "anything"),
            TypeExpr::Role => ("职务类别", "role"),
        };
        self.word(word).to_owned()
    }

    fn enumeration(&mut self, at: Span, enumeration: &Enumeration) {
        let head = format!("{} {}", self.say("枚举", "enumeration"), self.decl(&enumeration.name));
        let variants: Vec<(Span, String)> =
            enumeration.variants.iter().map(|v| (start(v), self.decl(v))).collect();
        let inside = variants.first().map_or(at, |(first, _)| Span { end: at.end, ..*first });
        let one_a_line = self.commented(inside);
        self.block(at, head, true, |p| {
            let mark = p.say("，", ", ");
            if one_a_line {
                for (index, (at, text)) in variants.iter().enumerate() {
                    let mark = if index + 1 < variants.len() { mark.trim_end() } else { "" };
                    p.body(*at, format!("{text}{mark}"));
                }
            } else {
                p.filled(variants, mark);
            }
        });
    }

    fn event(&mut self, at: Span, event: &Event) {
        let head = format!("{} {}", self.say("事件", "event"), self.decl(&event.name));
        let mut parts: Vec<(Span, String)> =
            event.fields.iter().map(|f| (f.span, self.field(&f.node))).collect();
        if let Some(condition) = &event.evidence {
            let head = self.say("有效凭证：", "counts as evidence when ");
            // The tree has the place of the condition only; the head stands right before it.
            parts.push((condition.span, format!("{head}{}", self.expr(condition))));
        }
        let flags = [
            (event.no_content, "不记内容", "no content"),
            (event.planned, "可预定", "planned"),
            (event.judgement, "属于判断", "judgement"),
        ];
        for ((_, zh, en), at) in flags.into_iter().zip(event.flags_at).filter(|(flag, _)| flag.0) {
            parts.push((at.span, self.say(zh, en).to_owned()));
        }
        parts.sort_by_key(|(at, _)| at.start);
        self.block(at, head, false, |p| parts.into_iter().for_each(|(at, text)| p.body(at, text)));
    }

    fn state(&mut self, at: Span, state: &State) {
        let (of, from, to) = (self.name(&state.of.node), self.decl(&state.start), self.decl(&state.end));
        let (head, name) = (self.say("状态", "state"), self.decl(&state.name));
        let (comma, starts, ends) = (self.comma(), self.say("始于", "from "), self.say("止于", "to "));
        let head = format!("{head} {name}{}{of}{comma}{starts}{from}{comma}{ends}{to}", self.colon());
        self.block(at, head, false, |p| p.fields(&state.fields));
    }

    fn role(&mut self, at: Span, role: &Role) {
        let (head, name, unit) =
            (self.say("职务", "role"), self.decl(&role.name), self.name(&role.unit.node));
        let single = if role.single { self.say("，一人", ", single") } else { "" };
        let head = format!("{head} {name}{}{unit}{single}", self.colon());
        self.block(at, head, false, |p| p.fields(&role.fields));
    }

    fn calendar(&mut self, at: Span, calendar: &Calendar) {
        let only_for = calendar.only_for.as_ref().map_or_else(String::new, |value| {
            format!("{}{}", self.say("，适用于", ", for "), self.operand(value))
        });
        let head = format!("{} {}{only_for}", self.say("日历", "calendar"), self.decl(&calendar.name));
        self.block(at, head, true, |p| {
            for entry in &calendar.entries {
                let words = p.calendar_entry(&entry.node);
                p.body(entry.span, words);
            }
        });
    }

    fn calendar_entry(&self, entry: &CalendarEntry) -> String {
        let (zh, en) = words::calendar(entry.kind);
        let mut out = if self.zh() { zh.to_owned() } else { format!("{en:<13}") };
        let forms = match (&entry.label, &entry.alias) {
            (Some(english), Some(chinese)) if self.zh() => {
                vec![self.text(&chinese.node), "英文名".into(), self.text(&english.node)]
            }
            (Some(english), Some(chinese)) => {
                vec![self.text(&english.node), "alias".into(), self.text(&chinese.node)]
            }
            (Some(only), None) | (None, Some(only)) => vec![self.text(&only.node)],
            (None, None) => Vec::new(),
        };
        let labelled = !forms.is_empty();
        if labelled {
            out += &format!(" {}", forms.join(" "));
        }
        out += if self.zh() && labelled { "：" } else { " " };
        out += &self.date(entry.from.node);
        if let Some(to) = &entry.to {
            out += &format!("{}{}", self.say("至", " to "), self.date(to.node));
        }
        out
    }

    fn parameter(&mut self, at: Span, parameter: &Parameter) {
        let (head, name) = (self.say("参数", "parameter"), self.decl(&parameter.name));
        let mut out = format!("{head} {name}{}{}", self.colon(), self.ty(&parameter.ty.node));
        if let Some(default) = &parameter.default {
            out += &format!("{}{}", self.say("，默认", " = "), self.values(default));
        }
        out += &self.after_space(parameter.note.as_ref().map(|n| n.node.as_str()));
        self.head(at, out);
    }

    fn interpretation(&mut self, at: Span, readings: &[Reading]) {
        self.block(at, self.say("解释", "interpretation").to_owned(), true, |p| {
            for reading in readings {
                let words = p.reading(reading.choice, true);
                p.body(reading.span.span, words);
            }
        });
    }

    fn define(&mut self, at: Span, define: &Define) {
        let mut out = format!("{} {}", self.say("定义", "define"), self.decl(&define.name));
        if let Some(ty) = &define.ty {
            out += &format!("{}{}", self.colon(), self.ty(&ty.node));
        }
        let value = self.expr(&define.value);
        out += match self.zh() {
            true if value.starts_with('“') => " 为",
            true => " 为 ",
            false => " = ",
        };
        self.head(at, out + &value);
    }
}
