//! Facts that follow from others: deemed events, and the records that the verdicts of a norm are.

use super::expressions::{Hand, Scene, shown};
use super::{Checker, name};
use crate::check::policy::{Deem, Effect, From, Selection, Turning};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::{EventOrigin, EventType, Field, Length, Name, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Item, NormClause, OutcomeOf};
use indexmap::IndexMap;

impl<'a> Checker<'a> {
    pub(super) fn name_norms(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::Norm(norm) = item else { continue };
            let at = norm.name.place();
            // What follows from the verdicts of a norm follows from those of all its versions.
            if self.amending.is_earlier(at) {
                continue;
            }
            // One that is written in one language alone has the other form of the version before it.
            let name = self.amending.version(at).name.unwrap_or_else(|| name(&norm.name));
            self.norm_items.insert(name.canonical.clone(), (name, norm));
        }
    }

    // What an `otherwise` states has verdicts in tests alone.
    fn no_such_verdicts(&mut self, norm: &ast::Ident) {
        let known: Vec<Name> = self.norm_items.values().map(|(name, _)| name.clone()).collect();
        let of = ["_otherwise", "后续"].iter().find_map(|end| norm.node.strip_suffix(end));
        match of.filter(|of| known.iter().any(|name| name.answers_to(of))) {
            Some(of) => {
                let problem = Diagnostic::error("B0801", norm.span).with("name", &norm.node);
                self.report(problem.help(Message::new("help.of_its_own").with("name", of)));
            }
            None => self.unknown("B0801", norm.span, &norm.node, known.iter()),
        }
    }

    /// The type of record that verdicts of a norm are, entered into the vocabulary when it is first named.
    pub(super) fn verdict_kind(&mut self, outcome: OutcomeOf, norm: &ast::Ident) -> Option<usize> {
        let norm = &self.amending.current(norm);
        let found = self.norm_items.values().find(|(name, _)| name.answers_to(&norm.node));
        let Some((name, item)) = found.map(|(name, item)| (name.clone(), *item)) else {
            self.no_such_verdicts(norm);
            return None;
        };
        let (en, zh) = match outcome {
            OutcomeOf::Breach => ("breach of", "未完成的"),
            OutcomeOf::Lateness => ("lateness of", "逾期完成的"),
            OutcomeOf::Fulfilment => ("fulfilment of", "已完成的"),
        };
        let canonical = format!("{en} {}", name.canonical);
        if let Some(kind) = self.vocabulary_ref().events.get_index_of(&canonical) {
            return Some(kind);
        }
        let chinese = name.alias.as_ref().or((!name.canonical.is_ascii()).then_some(&name.canonical));
        let alias = chinese.map(|chinese| format!("{zh}{chinese}"));
        let shown = Name { canonical: canonical.clone(), alias, also: Vec::new() };
        let fields = [
            field("bearer", "主体", self.bearer_type(item)),
            field("from", "期初", Type::Date),
            field("until", "期末", Type::Date),
        ];
        let of_each =
            self.of_each_type(item).map(|(name, ty)| Field { name, ..field("of_each", "每个", ty) });
        let event = EventType {
            name: shown,
            fields: fields.into_iter().chain(of_each).map(|f| (f.name.canonical.clone(), f)).collect(),
            origin: EventOrigin::Verdict(name.canonical),
            no_content: false,
            planned: false,
            judgement: false,
        };
        let (kind, _) = self.policy.vocabulary.events.insert_full(canonical, event);
        Some(kind)
    }

    // What a norm is stated for each of besides, with its type.
    fn of_each_type(&self, norm: &ast::Norm) -> Option<(Name, Type)> {
        let each = norm.clauses.iter().find_map(|clause| match &clause.node {
            NormClause::Each(bearer) => bearer.for_each.as_ref(),
            _ => None,
        })?;
        let vocabulary = self.vocabulary_ref();
        let word = &each.kind.node;
        let of_values = || vocabulary.enums.values().find(|one| one.name.answers_to(word));
        let entity = vocabulary
            .entity_named(word)
            .map(|one| (one.name.clone(), Type::Entity(one.name.canonical.clone())));
        entity.or_else(|| of_values().map(|one| (one.name.clone(), Type::Enum(one.name.canonical.clone()))))
    }

    fn bearer_type(&self, norm: &ast::Norm) -> Type {
        let each = norm.clauses.iter().find_map(|clause| match &clause.node {
            NormClause::Each(bearer) => Some(bearer.kind.node.as_str()),
            _ => None,
        });
        let vocabulary = self.vocabulary_ref();
        match each {
            Some(word) if vocabulary.role_named(word).is_some() => Type::Entity("person".to_owned()),
            Some(word) => {
                let entity = vocabulary.entity_named(word).map(|e| Type::Entity(e.name.canonical.clone()));
                entity.unwrap_or(Type::AnyEntity)
            }
            None => Type::AnyEntity,
        }
    }

    pub(super) fn deems(&mut self, items: &[(&'a Item, Span)]) {
        self.rules_in_force(items);
        let mut places = Vec::new();
        for (item, _) in items {
            let Item::Deem(deem) = item else { continue };
            if let Some(checked) = self.deemed(deem) {
                self.policy.deems.push(checked);
                places.push(deem.event.span);
            }
        }
        self.one_fact_of_a_record(&places);
    }

    fn deemed(&mut self, deem: &ast::Deem) -> Option<Deem> {
        let target = self.vocabulary_ref().recorded_event_named(&deem.event.node);
        let target = target.map(|(kind, event)| (kind, event.fields.clone()));
        let Some((event, fields)) = target else {
            let known: Vec<Name> = self.vocabulary_ref().events.values().map(|e| e.name.clone()).collect();
            self.unknown("B0208", deem.event.span, &deem.event.node, known.iter());
            return None;
        };
        let (when, base) = self.turning(&deem.when)?;
        let scene =
            Scene { hand: Hand::Event(base), of_trigger: true, trigger: Some(base), ..Scene::default() };
        let values = self.deemed_fields(deem, &fields, &scene);
        let effective = deem.effective.as_ref().map(|effect| self.effect(effect, &scene));
        let in_force = self.amending.days_of(deem.event.span);
        Some(Deem { event, when, effective, fields: values, in_force })
    }

    fn effect(&mut self, effect: &ast::Effect, scene: &Scene) -> Effect {
        let from = self.instant(&effect.from, scene);
        let back = effect.back.map(|length| {
            let (count, unit) = length.node;
            if !crate::plan::is_plain(unit) {
                self.report(Diagnostic::error("B0418", length.span));
            }
            Length { count, unit }
        });
        Effect { from, back }
    }

    fn deemed_fields(
        &mut self,
        deem: &ast::Deem,
        fields: &IndexMap<String, Field>,
        scene: &Scene,
    ) -> Vec<Option<crate::check::policy::Expr>> {
        let mut values = vec![None; fields.len()];
        for (word, value) in &deem.fields {
            let found = fields.values().position(|f| f.name.answers_to(&word.node));
            let Some((index, field)) = found.and_then(|i| Some((i, fields.get_index(i)?.1))) else {
                let known: Vec<Name> = fields.values().map(|f| f.name.clone()).collect();
                self.unknown("B0803", word.span, &word.node, known.iter());
                continue;
            };
            let (value, ty) = self.resolve(value, scene, Some(&field.ty));
            if let Some(ty) = ty.filter(|ty| !same_class(ty, &field.ty)) {
                let (left, right) = (shown(&field.ty), shown(&ty));
                self.report(
                    Diagnostic::error("B0301", word.span).with_arg("left", left).with_arg("right", right),
                );
            }
            if let Some(slot) = values.get_mut(index) {
                *slot = Some(value);
            }
        }
        for (field, value) in fields.values().zip(&values) {
            if value.is_none() && !field.optional && field.from_role.is_none() {
                let name = field.name.both();
                self.report(Diagnostic::error("B0411", deem.event.span).with_arg("name", name));
            }
        }
        values
    }

    // A turning point, and the type of the record that it follows from.
    fn turning(&mut self, turning: &ast::Turning) -> Option<(Turning, usize)> {
        let scene = Scene::default();
        match turning {
            ast::Turning::Each(what) => {
                let (what, kind) = self.of_records(what, &scene)?;
                Some((Turning::Each(what), kind))
            }
            ast::Turning::Silence { after, length, without } => {
                let (after, kind) = self.of_records(after, &scene)?;
                let inner = Scene { trigger: Some(kind), ..Scene::default() };
                let before = self.diagnostics.len();
                let (without, _) = self.of_records(without, &inner)?;
                if self.is_resolved_since(before) {
                    self.of_anybody_at_all(&without, &inner);
                }
                let (count, unit) = length.node;
                self.counted_in(unit, length.span);
                Some((Turning::Silence(after, Length { count, unit }, without), kind))
            }
            ast::Turning::Reaches { what, count, within, per } => {
                let (what, kind) = self.of_records(what, &scene)?;
                let event = self.vocabulary_ref().events.get_index(kind).map(|(_, e)| e.clone())?;
                let found = per.as_ref().map(|per| (per, event.field_index(&per.node)));
                if let Some((per, None)) = found {
                    let known: Vec<Name> = event.fields.values().map(|f| f.name.clone()).collect();
                    self.unknown("B0207", per.span, &per.node, known.iter());
                }
                if let Some(length) = within {
                    self.counted_in(length.node.1, length.span);
                }
                let within = within.map(|l| Length { count: l.node.0, unit: l.node.1 });
                let per = found.and_then(|(_, index)| index);
                Some((Turning::Reaches { what, count: count.node.max(1), within, per }, kind))
            }
            ast::Turning::InARow { count, of } => {
                let of_kind = self.amending.current(&of.kind);
                let norm = self.norm_items.values().find(|(name, _)| name.answers_to(&of_kind.node));
                let triggered = |norm: &ast::Norm| {
                    norm.clauses.iter().any(|clause| matches!(clause.node, NormClause::When(_)))
                };
                if norm.is_some_and(|(_, norm)| triggered(norm)) {
                    self.report(Diagnostic::warning("B0420", of.kind.span));
                }
                let (of, kind) = self.of_records(of, &scene)?;
                Some((Turning::InARow(of, count.node.max(1)), kind))
            }
        }
    }

    fn of_records(&mut self, what: &ast::Selection, scene: &Scene) -> Option<(Selection, usize)> {
        let selection = self.selection(what, scene)?;
        match selection.from {
            From::Event(kind) => Some((selection, kind)),
            _ => {
                self.report(Diagnostic::error("B0412", what.kind.span).with("name", &what.kind.node));
                None
            }
        }
    }

    /// A fact that would follow from itself.
    pub(super) fn cycles(&mut self, items: &[(&'a Item, Span)]) {
        if crate::plan::strata(&self.policy).is_some() {
            return;
        }
        let first = items.iter().find_map(|(item, _)| match item {
            Item::Deem(deem) => Some(deem.event.span),
            _ => None,
        });
        let norm = || self.norm_items.values().next().map(|(_, norm)| norm.name.place());
        if let Some(span) = first.or_else(norm) {
            self.report(Diagnostic::error("B0410", span));
        }
    }
}

fn field(canonical: &str, alias: &str, ty: Type) -> Field {
    Field {
        name: Name { canonical: canonical.to_owned(), alias: Some(alias.to_owned()), also: Vec::new() },
        ty,
        private: false,
        optional: false,
        non_negative: false,
        from_role: None,
    }
}

/// Whether a value of one type can stand where one of the other is asked for.
pub(super) fn same_class(a: &Type, b: &Type) -> bool {
    let number = |ty: &Type| matches!(ty, Type::Integer | Type::Decimal);
    let time = |ty: &Type| matches!(ty, Type::Date | Type::DateTime);
    let entity = |ty: &Type| matches!(ty, Type::Entity(_) | Type::AnyEntity);
    match (a, b) {
        (Type::Set(a), Type::Set(b)) => same_class(a, b),
        (Type::Set(of), _) => same_class(of, b),
        (_, Type::Set(of)) => same_class(a, of),
        _ => a == b || number(a) && number(b) || time(a) && time(b) || entity(a) && entity(b),
    }
}
