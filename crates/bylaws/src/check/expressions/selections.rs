//! Records, spells and entities that pass a filter, and measures of their fields.

use super::{Hand, NOTHING, Scene, Typed, shown};
use crate::check::contradiction::Spoken;
use crate::check::policy::{Expr, From, Selection};
use crate::check::{Checker, written_in};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::log::{Name, Type};
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind};

/// Where the conditions of a filter are written.
pub(in crate::check) fn conditions(selection: &ast::Selection) -> Vec<Span> {
    conditions_of(selection.filter.as_deref())
}

/// Where the conditions that must all hold are written.
pub(in crate::check) fn conditions_of(condition: Option<&ast::Expr>) -> Vec<Span> {
    match condition.map(|f| (&f.kind, f.span)) {
        None => Vec::new(),
        Some((ExprKind::And(parts), _)) => parts.iter().map(|p| p.span).collect(),
        Some((_, span)) => vec![span],
    }
}

impl Checker<'_> {
    /// Records, spells or entities that pass a filter.
    pub(in crate::check) fn selection(
        &mut self,
        selection: &ast::Selection,
        scene: &Scene,
    ) -> Option<Selection> {
        let word = &selection.kind.node;
        let verdict = match selection.outcome {
            Some(outcome) => Some(self.verdict_kind(outcome, &selection.kind)?),
            None => None,
        };
        let vocabulary = self.vocabulary_ref();
        let (from, hand) = if let Some(kind) = verdict {
            (From::Event(kind), Hand::Event(kind))
        } else if let Some(role) = vocabulary.role_named(word) {
            (From::Role(role.name.canonical.clone()), Hand::Role(role.name.canonical.clone()))
        } else if let Some(state) = vocabulary.states.values().find(|s| s.name.answers_to(word)) {
            let start = vocabulary.events.get_index_of(&state.start)?;
            (From::State(state.name.canonical.clone()), Hand::State(start))
        } else if let Some(entity) = vocabulary.entity_named(word) {
            (From::Entity(entity.name.canonical.clone()), Hand::Entity(entity.name.canonical.clone()))
        } else if let Some((kind, _)) = vocabulary.event_named(word) {
            (From::Event(kind), Hand::Event(kind))
        } else {
            if let Some(field) = self.of_the_trigger(word, scene) {
                let problem = Diagnostic::error("B0208", selection.kind.span).with("name", word);
                self.report(if scene.hand == Hand::Empty {
                    problem.help(Message::new("help.meets"))
                } else {
                    let advice = Message::new("help.did_you_mean").with("name", &field);
                    problem.help(advice).fix(selection.kind.span, field)
                });
                return None;
            }
            // What is done is told by records: 对学生家访 means the visit.
            let records: Vec<Name> = vocabulary
                .events
                .values()
                .map(|e| &e.name)
                .filter(|name| vocabulary.entity_named(&name.canonical).is_none())
                .cloned()
                .collect();
            let mut known: Vec<Name> = vocabulary.events.values().map(|e| e.name.clone()).collect();
            known.extend(vocabulary.roles.values().map(|r| r.name.clone()));
            known.extend(vocabulary.states.values().map(|s| s.name.clone()));
            known.extend(vocabulary.entities.values().map(|e| e.name.clone()));
            let before = self.diagnostics.len();
            self.unknown_among("B0208", selection.kind.span, word, &[&records, &known]);
            if selection.filter.is_none() {
                self.meant_of_somebody(before, selection.kind.span, scene);
            }
            return None;
        };
        let inner = scene.holding(hand);
        let filter = selection.filter.as_ref().map(|f| self.condition(f, &inner));
        let kind = if let From::Event(kind) = from { Some(kind) } else { None };
        if (Spoken { vocabulary: self.vocabulary_ref(), kind }).impossible(&filter) {
            self.report(Diagnostic::warning("B0706", selection.kind.span));
        }
        Some(Selection { from, filter, conditions: conditions(selection), span: selection.kind.span })
    }

    // 及时响应 for 响应: an edit that left open whose it is would have to be mended itself.
    fn meant_of_somebody(&mut self, before: usize, span: Span, scene: &Scene) {
        let problem = self.diagnostics.get(before..).and_then(<[Diagnostic]>::last);
        let Some(meant) = problem.and_then(|problem| problem.fix.as_ref()).filter(|fix| fix.span == span)
        else {
            return;
        };
        let lang = written_in(self.files, span).unwrap_or(Lang::En);
        let event = self.vocabulary_ref().event_named(&meant.replacement).map(|(_, event)| event);
        let Some(condition) = event.and_then(|event| self.only_way_to_tell(event, scene, lang)) else {
            return;
        };
        let meant = match lang {
            Lang::Zh => format!("{}（{condition}）", meant.replacement),
            Lang::En => format!("{} where ({condition})", meant.replacement),
        };
        if let Some(problem) = self.diagnostics.last_mut() {
            problem.help = vec![Message::new("help.did_you_mean").with("name", &meant)];
            problem.fix.iter_mut().for_each(|fix| fix.replacement.clone_from(&meant));
        }
    }

    pub(in crate::check) fn measure(
        &mut self,
        measure: ast::Measure,
        of: &ast::Selection,
        field: &ast::Ident,
        scene: &Scene,
    ) -> Typed {
        let Some(selection) = self.selection(of, scene) else { return (NOTHING, None) };
        let kind = match &selection.from {
            From::Event(kind) => Some(*kind),
            From::Role(_) => self.vocabulary_ref().events.get_index_of("role_start"),
            From::State(state) => self
                .vocabulary_ref()
                .states
                .get(state)
                .and_then(|s| self.vocabulary_ref().events.get_index_of(&s.start)),
            From::Entity(_) => None,
        };
        let event = kind.and_then(|k| self.vocabulary_ref().events.get_index(k)).map(|(_, e)| e.clone());
        let Some((index, event)) = event.and_then(|e| e.field_index(&field.node).map(|i| (i, e))) else {
            let event = kind.and_then(|k| self.vocabulary_ref().events.get_index(k));
            let known: Vec<Name> =
                event.into_iter().flat_map(|(_, e)| e.fields.values().map(|f| f.name.clone())).collect();
            let problem = self.problem_of_unknown("B0207", field.span, &field.node, &[&known]);
            let attribute = self.attribute_called(&field.node).filter(|_| problem.help.is_empty());
            self.report(attribute.into_iter().fold(problem, Diagnostic::help));
            return (NOTHING, None);
        };
        let ty = event.fields.get_index(index).map(|(_, f)| f.ty.clone());
        let numeric = ty.as_ref().is_some_and(|t| matches!(t, Type::Integer | Type::Decimal));
        let ordered = |ty: &Type| matches!(ty, Type::Date | Type::DateTime | Type::Duration | Type::Clock);
        let fits = match measure {
            ast::Measure::Distinct => true,
            ast::Measure::Greatest | ast::Measure::Least => numeric || ty.as_ref().is_some_and(ordered),
            ast::Measure::Total | ast::Measure::Average => numeric,
        };
        if !fits {
            self.report(
                Diagnostic::error("B0303", field.span)
                    .with_arg("found", ty.as_ref().map_or(Arg::from(""), shown)),
            );
        }
        let result = if measure == ast::Measure::Distinct || numeric { Some(Type::Decimal) } else { ty };
        (Expr::Measure(measure, Box::new(selection), index), result)
    }

    // Whose attribute it is that is taken for a field.
    fn attribute_called(&self, word: &str) -> Option<Message> {
        let mut kinds = self.vocabulary_ref().entities.values();
        let of = kinds.find(|kind| kind.fields.values().any(|field| field.name.answers_to(word)))?;
        Some(Message::new("help.attribute_of").with("name", word).with_arg("kind", of.name.both()))
    }

    /// Of how many values a field is made up.
    pub(in crate::check) fn size(&mut self, of: &ast::Expr, scene: &Scene) -> Typed {
        let (of_what, ty) = self.resolve(of, scene, None);
        if let Some(ty) = ty.filter(|ty| !matches!(ty, Type::Set(_))) {
            self.report(Diagnostic::error("B0308", of.span).with_arg("found", shown(&ty)));
        }
        (Expr::Size(Box::new(of_what)), Some(Type::Integer))
    }
}
