//! What a norm names: events, roles, states, things, fields, parameters, numbers and lengths, each with the forms in which
//! it may stand in a sentence. It is gathered from the checked norm by itself, not by the code under test.

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{BearerKind, Expr, Extension, From, Instead, Norm, Quantity, Selection, Time};
use bylaws::diagnostic::Lang;
use bylaws::log::{Exact, Length, Name, Type, Unit, Value};
use bylaws::plan::each_expr;

struct Gathered<'p> {
    policy: &'p CheckedPolicy,
    lang: Lang,
    all: Vec<Vec<String>>,
}

/// Each thing that a norm names, as the forms of which one must stand in its sentence.
pub(crate) fn named(policy: &CheckedPolicy, norm: &Norm, lang: Lang) -> Vec<Vec<String>> {
    let mut found = Gathered { policy, lang, all: Vec::new() };
    match norm.bearer.as_ref().map(|bearer| &bearer.kind) {
        Some(BearerKind::Entity(kind)) => found.name(policy.vocabulary.entities.get(kind).map(|e| &e.name)),
        Some(BearerKind::Role(role) | BearerKind::Holding(role)) => {
            found.name(policy.vocabulary.roles.get(role).map(|r| &r.name));
        }
        None => {}
    }
    match norm.for_each.as_ref().map(|each| &each.of) {
        Some(Type::Entity(kind)) => found.name(policy.vocabulary.entities.get(kind).map(|e| &e.name)),
        Some(Type::Enum(kind)) => found.name(policy.vocabulary.enums.get(kind).map(|e| &e.name)),
        _ => {}
    }
    norm.trigger.iter().for_each(|of| found.selection(of));
    for part in norm.requirement.parts() {
        found.selection(&part.what);
        found.quantity(&part.quantity);
        part.of_which.iter().for_each(|of| found.quantity(&of.quantity));
        if let (From::Event(kind), Some(field)) = (&part.what.from, part.total_of) {
            let event = policy.vocabulary.events.get_index(*kind).map(|(_, event)| event);
            found.name(event.and_then(|e| e.fields.get_index(field)).map(|(_, field)| &field.name));
        }
    }
    if let Some(Extension { by: length, when: of, .. }) = &norm.extended {
        found.length(*length);
        found.selection(of);
    }
    for exception in &norm.exceptions {
        match &exception.instead {
            Some(Instead::Quantity(quantity)) => found.quantity(quantity),
            Some(Instead::Within(length)) => found.length(*length),
            None => {}
        }
    }
    found.time(norm);
    each_expr(norm, &mut |e| found.expr(e));
    found.all
}

impl Gathered<'_> {
    fn push(&mut self, forms: Vec<String>) {
        if !self.all.contains(&forms) {
            self.all.push(forms);
        }
    }

    fn name(&mut self, name: Option<&Name>) {
        let Some(name) = name else { return };
        let shown = name.shown(self.lang).replace('_', if self.lang == Lang::En { " " } else { "_" });
        // In the plural an English name may end otherwise.
        let stem = shown.strip_suffix('y').filter(|_| self.lang == Lang::En).unwrap_or(&shown).to_owned();
        self.push(vec![stem]);
    }

    fn selection(&mut self, of: &Selection) {
        let vocabulary = &self.policy.vocabulary;
        let name = match &of.from {
            From::Event(kind) => vocabulary.events.get_index(*kind).map(|(_, e)| &e.name),
            From::Role(role) => vocabulary.roles.get(role).map(|r| &r.name),
            From::State(state) => vocabulary.states.get(state).map(|s| &s.name),
            From::Entity(kind) => vocabulary.entities.get(kind).map(|e| &e.name),
        };
        self.name(name);
    }

    fn quantity(&mut self, quantity: &Quantity) {
        for limit in quantity.low.iter().chain(&quantity.high) {
            match limit {
                // None at all needs no number.
                Expr::Value(Value::Number(n)) if *n == Exact::ZERO => {}
                other => bylaws::plan::visit(other, &mut |e| self.expr(e)),
            }
        }
    }

    fn number(&mut self, n: Exact) {
        // None at all needs no number, and neither does what is asked for once.
        if n == Exact::ZERO || n == Exact::ONE {
            return;
        }
        let mut forms = vec![n.to_string()];
        let (above, below) = n.terms();
        let small = |n: i128| {
            let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
            usize::try_from(n).ok().and_then(|n| digits.get(n)).map(|digit| (*digit).to_owned())
        };
        match n.to_integer() {
            Some(1) => forms.push("once".to_owned()),
            Some(2) => forms.extend(["两".to_owned(), "twice".to_owned()]),
            Some(minutes) => {
                forms.push(format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60)))
            }
            None => {}
        }
        forms.extend(small(above).filter(|_| below == 1));
        if let Some(below) = small(below) {
            forms.extend(small(above).map(|above| format!("{below}分之{above}")));
        }
        forms.push(format!("{above}/{below}"));
        forms.extend(n.mul(Exact::from(100)).map(|percent| format!("{percent}%")));
        forms.push("百分之".to_owned());
        self.push(forms);
    }

    fn length(&mut self, length: Length) {
        let (zh, en) = length.unit.words();
        let count = length.count;
        let mut forms = match self.lang {
            Lang::Zh => vec![format!("{count}{zh}"), format!("{count}个{zh}")],
            Lang::En => vec![format!("{count} {en}")],
        };
        // Before a time of day.
        if (length.count, length.unit) == (1, Unit::Day) {
            forms.extend(["次日".to_owned(), "the day after".to_owned()]);
        }
        self.push(forms);
    }

    fn time(&mut self, norm: &Norm) {
        let length = |count, unit| Length { count, unit };
        match &norm.time {
            Time::Every { unit, .. } | Time::AtTheEndOfEvery(unit) => {
                let (zh, en) = unit.words();
                self.push(vec![if self.lang == Lang::Zh { zh } else { en }.to_owned()]);
            }
            Time::EveryParameter(name) => self.name(self.policy.parameters.get(name).map(|p| &p.name)),
            Time::Rolling(count, unit)
            | Time::Gap(count, unit)
            | Time::WithinBefore(count, unit, _)
            | Time::WithinAfter(count, unit, _)
            | Time::AfterBreachOf(_, Some((count, unit))) => self.length(length(*count, *unit)),
            Time::AtLeast { length, .. } => self.length(*length),
            _ => {}
        }
        if let Time::AfterBreachOf(norm, _) = &norm.time {
            self.name(self.policy.norms.get(norm).map(|n| &n.name));
        }
        if let Some((count, unit)) = norm.late {
            self.length(length(count, unit));
        }
        if let Some((_, part)) = norm.part {
            self.length(part);
        }
    }

    fn expr(&mut self, e: &Expr) {
        let vocabulary = &self.policy.vocabulary;
        if let Some(of) = e.selection() {
            self.selection(of);
        }
        match e {
            Expr::Value(value) => self.value(value),
            Expr::Parameter(name) => self.name(self.policy.parameters.get(name).map(|p| &p.name)),
            Expr::Holders(_, role) | Expr::Holds(_, role, _) | Expr::RoleField(_, role, _) => {
                self.name(vocabulary.roles.get(role).map(|r| &r.name));
            }
            Expr::UnitsOf(_, role) => {
                let unit = vocabulary.roles.get(role).and_then(|role| vocabulary.entities.get(&role.unit));
                self.name(unit.map(|unit| &unit.name));
            }
            Expr::Under(_, state) => self.name(vocabulary.states.get(state).map(|s| &s.name)),
            Expr::Lookup(table, ..) => self.name(self.policy.tables.get(table).map(|t| &t.name)),
            Expr::Account(_, account) => self.name(self.policy.accounts.get(account).map(|a| &a.name)),
            Expr::Within(length, ..) | Expr::SpellTime(.., Some(length)) => self.length(*length),
            Expr::Attribute(_, field) => {
                let fields = vocabulary.entities.values().filter_map(|entity| entity.fields.get(field));
                let forms: Vec<String> = fields.map(|f| f.name.shown(self.lang).to_owned()).collect();
                self.push(forms);
            }
            Expr::Measure(_, of, field) => {
                if let From::Event(kind) = of.from {
                    let event = vocabulary.events.get_index(kind).map(|(_, event)| event);
                    self.name(event.and_then(|e| e.fields.get_index(*field)).map(|(_, f)| &f.name));
                }
            }
            Expr::UnitsWith(unit, ..) | Expr::Elapsed(unit, ..) | Expr::SpellTime(_, unit, ..) => {
                let (zh, en) = unit.words();
                self.push(vec![if self.lang == Lang::Zh { zh } else { en }.to_owned()]);
            }
            _ => {}
        }
    }

    fn value(&mut self, value: &Value) {
        let vocabulary = &self.policy.vocabulary;
        match value {
            Value::Number(n) => self.number(*n),
            Value::Text(text) | Value::Entity(text) => self.push(vec![text.to_string()]),
            Value::Variant(name) => {
                let all = vocabulary.enums.values().flat_map(|e| e.variants.values());
                let found = all.into_iter().find(|v| v.canonical == **name);
                self.name(found);
            }
            Value::Role(role) => self.name(vocabulary.roles.get(&**role).map(|r| &r.name)),
            Value::Length(length) => self.length(*length),
            Value::Set(all) => all.iter().for_each(|one| self.value(one)),
            Value::Bool(_) | Value::Time(_) => {}
        }
    }
}
