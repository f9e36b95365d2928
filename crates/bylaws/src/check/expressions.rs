//! Names in expressions → what they stand for, with their types.

use super::Checker;
use super::contradiction::impossible;
use super::instants::time_part;
use crate::check::policy::{BearerKind, CompareOp, Expr, From, Selection, Slot};
use crate::diagnostic::{Arg, Diagnostic, Message};
use crate::log::{EventOrigin, Length, Name, Type, Value};
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind};
use std::sync::Arc;

/// What filters look at here.
#[derive(Clone, Default, PartialEq)]
pub(super) enum Hand {
    #[default]
    Empty,
    Event(usize),
    Role(String),
    State(usize),
    Entity(String),
}

/// What names may refer to at one place.
#[derive(Clone, Default)]
pub(super) struct Scene {
    pub hand: Hand,
    pub bearer: Option<(Name, BearerKind)>,
    pub trigger: Option<usize>,
    /// The account in the making: its name is what it stood at before.
    pub account: Option<Name>,
    /// Bare names are attributes of the bearer: its own filter.
    pub of_bearer: bool,
    /// What the norm is stated for each of besides, and whether bare names are attributes of it.
    pub of_each: Option<(Name, Type, bool)>,
    /// The bearer or the trigger could not be understood, which has been reported: `the x` may mean it.
    pub lacking: bool,
    /// Definitions being expanded, outermost first.
    pub expanding: Vec<String>,
}

impl Scene {
    fn holding(&self, hand: Hand) -> Self {
        let of_each = self.of_each.clone().map(|(name, ty, _)| (name, ty, false));
        Self { hand, of_bearer: false, of_each, ..self.clone() }
    }
}

pub(super) type Typed = (Expr, Option<Type>);

/// Uses of definitions in one package, and how deep they may lie in one another. Each use is written out in
/// full, so that twenty definitions which use the one before twice would already fill the memory.
const MOST_EXPANSIONS: usize = 50_000;
const DEEPEST_EXPANSION: usize = 64;

pub(super) const NOTHING: Expr = Expr::Value(Value::Bool(false));

/// Where the conditions of a filter are written.
pub(super) fn conditions(selection: &ast::Selection) -> Vec<Span> {
    match selection.filter.as_deref().map(|f| (&f.kind, f.span)) {
        None => Vec::new(),
        Some((ExprKind::And(parts), _)) => parts.iter().map(|p| p.span).collect(),
        Some((_, span)) => vec![span],
    }
}

impl Checker<'_> {
    /// An expression that is to be true or false.
    pub(super) fn condition(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        let (resolved, ty) = self.resolve(expr, scene, None);
        if let Some(ty) = ty.filter(|t| *t != Type::Bool) {
            self.report(Diagnostic::error("B0302", expr.span).with_arg("found", shown(&ty)));
        }
        resolved
    }

    /// A constant of a type.
    pub(super) fn constant(&mut self, expr: &ast::Expr, ty: &Type) -> Option<Value> {
        match self.resolve(expr, &Scene::default(), Some(ty)).0 {
            Expr::Value(value) => Some(value),
            Expr::Set(parts) => parts
                .into_iter()
                .map(|p| if let Expr::Value(v) = p { Some(v) } else { None })
                .collect::<Option<Vec<_>>>()
                .map(Value::Set),
            _ => None,
        }
    }

    pub(super) fn resolve(&mut self, expr: &ast::Expr, scene: &Scene, wanted: Option<&Type>) -> Typed {
        match &expr.kind {
            ExprKind::Number(n) => (Expr::Value(Value::Number(*n)), Some(Type::Decimal)),
            ExprKind::Broken => (NOTHING, None),
            ExprKind::Bool(b) => (Expr::Value(Value::Bool(*b)), Some(Type::Bool)),
            ExprKind::Text(text) => self.text(text, expr.span, wanted),
            ExprKind::Date(day) => (Expr::Value(Value::Time(self.policy.zone.day(*day))), Some(Type::Date)),
            ExprKind::DateTime(time) => {
                (Expr::Value(Value::Time(self.policy.zone.local_moment(*time))), Some(Type::DateTime))
            }
            ExprKind::Length(count, unit) => {
                (Expr::Value(Value::Length(Length { count: *count, unit: *unit })), Some(Type::Duration))
            }
            ExprKind::Name(name) => self.bare(name, expr.span, scene, wanted),
            ExprKind::The(name) => self.the(name, expr.span, scene),
            ExprKind::Member(of, member) => self.member(of, member, scene),
            ExprKind::List(parts) => {
                let element = wanted.map(|w| if let Type::Set(of) = w { of } else { w });
                let parts: Vec<Typed> = parts.iter().map(|p| self.resolve(p, scene, element)).collect();
                let ty = parts
                    .first()
                    .and_then(|p| p.1.clone())
                    .map(|t| if matches!(t, Type::Set(_)) { t } else { Type::Set(Box::new(t)) });
                (Expr::Set(parts.into_iter().map(|p| p.0).collect()), ty)
            }
            ExprKind::Exists(selection) => (
                self.selection(selection, scene).map_or(NOTHING, |s| Expr::Exists(Box::new(s))),
                Some(Type::Bool),
            ),
            ExprKind::Count(selection) => (
                self.selection(selection, scene).map_or(NOTHING, |s| Expr::Count(Box::new(s))),
                Some(Type::Integer),
            ),
            ExprKind::Measure { measure, of, field } => self.measure(*measure, of, field, scene),
            ExprKind::Previous(inner) => {
                let (inner, ty) = self.resolve(inner, scene, None);
                (Expr::Previous(Box::new(inner)), ty)
            }
            ExprKind::Arith(op, left, right) => {
                if let Some(instant) = self.sum(*op, left, right, scene) {
                    return instant;
                }
                let (left, right) = (self.number(left, scene), self.number(right, scene));
                (Expr::Arith(*op, Box::new(left), Box::new(right)), Some(Type::Decimal))
            }
            ExprKind::Clock(_)
            | ExprKind::Within { .. }
            | ExprKind::Over { .. }
            | ExprKind::Elapsed(..)
            | ExprKind::Pick(..)
            | ExprKind::Round(..)
            | ExprKind::Else(..)
            | ExprKind::Lookup { .. }
            | ExprKind::TimeOf(..)
            | ExprKind::UnitsWith { .. }
            | ExprKind::SpellTime { .. } => self.of_time(expr, scene, wanted),
            ExprKind::Compare(op, left, right) => {
                (self.compare(*op, left, right, expr.span, scene), Some(Type::Bool))
            }
            ExprKind::And(parts) => {
                (Expr::And(parts.iter().map(|p| self.condition(p, scene)).collect()), Some(Type::Bool))
            }
            ExprKind::Or(parts) => {
                (Expr::Or(parts.iter().map(|p| self.condition(p, scene)).collect()), Some(Type::Bool))
            }
            ExprKind::Not(inner) => (Expr::Not(Box::new(self.condition(inner, scene))), Some(Type::Bool)),
            ExprKind::Holds { who, role, unit } => {
                (self.holds(who, role, unit.as_deref(), scene), Some(Type::Bool))
            }
            ExprKind::Under { who, state } => (self.under(who, state, scene), Some(Type::Bool)),
            ExprKind::During(kind) => (Expr::During(*kind), Some(Type::Bool)),
        }
    }

    pub(super) fn number(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        let (resolved, ty) = self.resolve(expr, scene, None);
        if let Some(ty) = ty.filter(|t| !matches!(t, Type::Integer | Type::Decimal)) {
            self.report(Diagnostic::error("B0303", expr.span).with_arg("found", shown(&ty)));
        }
        resolved
    }

    fn text(&mut self, text: &str, span: Span, wanted: Option<&Type>) -> Typed {
        let word: Arc<str> = Arc::from(text);
        let element = match wanted {
            Some(Type::Set(of)) => Some(&**of),
            other => other,
        };
        match element {
            Some(Type::Entity(_) | Type::AnyEntity) => (Expr::Value(Value::Entity(word)), element.cloned()),
            Some(Type::Enum(_)) => self.variant(text, span, element).unwrap_or((NOTHING, None)),
            _ => (Expr::Value(Value::Text(word)), Some(Type::Text)),
        }
    }

    fn variant(&mut self, word: &str, span: Span, wanted: Option<&Type>) -> Option<Typed> {
        let Some(Type::Enum(name)) = wanted else { return None };
        let variants: Vec<Name> = self.vocabulary_ref().enums.get(name)?.variants.values().cloned().collect();
        match variants.iter().find(|v| v.answers_to(word)) {
            Some(variant) => {
                Some((Expr::Value(Value::Variant(Arc::from(variant.canonical.as_str()))), wanted.cloned()))
            }
            None => {
                self.unknown("B0201", span, word, variants.iter());
                Some((NOTHING, None))
            }
        }
    }

    // A bare name: a field of what is in hand, a value of the expected type, a parameter, a definition.
    fn bare(&mut self, word: &str, span: Span, scene: &Scene, wanted: Option<&Type>) -> Typed {
        if let Some(found) = self.in_hand(word, scene) {
            return found;
        }
        let element = match wanted {
            Some(Type::Set(of)) => Some(&**of),
            other => other,
        };
        if let Some(Type::Enum(name)) = element
            && self
                .vocabulary_ref()
                .enums
                .get(name)
                .is_some_and(|e| e.variants.values().any(|v| v.answers_to(word)))
        {
            return self.variant(word, span, element).unwrap_or((NOTHING, None));
        }
        if element == Some(&Type::Role)
            && let Some(role) = self.vocabulary_ref().role_named(word)
        {
            return (Expr::Value(Value::Role(Arc::from(role.name.canonical.as_str()))), Some(Type::Role));
        }
        if scene.account.as_ref().is_some_and(|name| name.answers_to(word)) {
            return (Expr::Carried, Some(Type::Decimal));
        }
        if let Some(parameter) = self.policy.parameters.values().find(|p| p.name.answers_to(word)) {
            return (Expr::Parameter(parameter.name.canonical.clone()), Some(parameter.ty.clone()));
        }
        if let Some((key, (_, define))) = self.definitions.iter().find(|(_, (name, _))| name.answers_to(word))
        {
            let (key, define) = (key.clone(), *define);
            return self.expand(key, define, span, scene);
        }
        self.unknown_bare(word, span, scene, element);
        (NOTHING, None)
    }

    fn expand(&mut self, key: String, define: &ast::Define, span: Span, scene: &Scene) -> Typed {
        if scene.expanding.contains(&key) {
            self.report(Diagnostic::error("B0205", span).with("name", key));
            return (NOTHING, None);
        }
        self.expansions += 1;
        if self.expansions > MOST_EXPANSIONS || scene.expanding.len() >= DEEPEST_EXPANSION {
            if self.expansions <= MOST_EXPANSIONS + 1 {
                self.report(Diagnostic::error("B0213", span).with("name", key));
            }
            self.expansions = MOST_EXPANSIONS + 1;
            return (NOTHING, None);
        }
        let ty = define.ty.as_ref().and_then(|t| self.type_of(&t.node, t.span));
        let mut inner = scene.clone();
        inner.expanding.push(key);
        let (value, found) = self.resolve(&define.value, &inner, ty.as_ref());
        (value, ty.or(found))
    }

    fn unknown_bare(&mut self, word: &str, span: Span, scene: &Scene, wanted: Option<&Type>) {
        let vocabulary = self.vocabulary_ref();
        let mut known: Vec<Name> = match &scene.hand {
            Hand::Event(kind) | Hand::State(kind) => vocabulary
                .events
                .get_index(*kind)
                .map(|(_, e)| e.fields.values().map(|f| f.name.clone()).collect())
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        if let Some(Type::Enum(name)) = wanted {
            known.extend(vocabulary.enums.get(name).into_iter().flat_map(|e| e.variants.values().cloned()));
        }
        known.extend(self.policy.parameters.values().map(|p| p.name.clone()));
        known.extend(self.definitions.values().map(|(name, _)| name.clone()));
        self.unknown("B0201", span, word, known.iter());
    }

    fn in_hand(&self, word: &str, scene: &Scene) -> Option<Typed> {
        let vocabulary = self.vocabulary_ref();
        let event_field = |kind: usize| {
            let (_, event) = vocabulary.events.get_index(kind)?;
            let index = event.field_index(word)?;
            let ty = event.fields.get_index(index).map(|(_, f)| f.ty.clone());
            Some((Expr::Field(Slot::InHand, index), ty))
        };
        match &scene.hand {
            Hand::Event(kind) | Hand::State(kind) => event_field(*kind),
            Hand::Role(role) => {
                let (kind, _) = vocabulary.event_named("role_start")?;
                let (expr, ty) = event_field(kind)?;
                let unit = vocabulary.roles.get(role).map(|r| Type::Entity(r.unit.clone()));
                Some((expr.clone(), if expr == Expr::Field(Slot::InHand, 2) { unit } else { ty }))
            }
            Hand::Entity(kind) => self.attribute(&Expr::Entity, kind, word),
            Hand::Empty if scene.of_bearer => match &scene.bearer {
                Some((_, BearerKind::Entity(kind))) => self.attribute(&Expr::Bearer, kind, word),
                Some((_, BearerKind::Role(role))) => {
                    self.role_member(role, word).or_else(|| self.attribute(&Expr::Bearer, "person", word))
                }
                None => None,
            },
            Hand::Empty => match &scene.of_each {
                Some((_, Type::Entity(kind), true)) => self.attribute(&Expr::OfEach, kind, word),
                _ => None,
            },
        }
    }

    fn the(&mut self, word: &str, span: Span, scene: &Scene) -> Typed {
        if let Some((name, kind)) = &scene.bearer
            && name.answers_to(word)
        {
            let ty = match kind {
                BearerKind::Entity(kind) => kind.clone(),
                BearerKind::Role(_) => "person".to_owned(),
            };
            return (Expr::Bearer, Some(Type::Entity(ty)));
        }
        if let Some((_, ty, _)) = scene.of_each.as_ref().filter(|(name, ..)| name.answers_to(word)) {
            return (Expr::OfEach, Some(ty.clone()));
        }
        let trigger = scene
            .trigger
            .and_then(|kind| self.vocabulary_ref().events.get_index(kind))
            .map(|(_, e)| e.name.clone());
        let of_verdict = scene.trigger.and_then(|kind| self.vocabulary_ref().events.get_index(kind));
        let of_verdict = of_verdict.is_some_and(|(_, e)| matches!(e.origin, EventOrigin::Verdict(_)));
        let verdict = of_verdict && matches!(word, "verdict" | "结论");
        if verdict || trigger.as_ref().is_some_and(|name| name.answers_to(word)) {
            return (Expr::At(Slot::Trigger), Some(Type::DateTime));
        }
        if let Some(found) = self.of_the_one_in_hand(word, scene) {
            return found;
        }
        let of_each = scene.of_each.iter().map(|(name, ..)| name.clone());
        let bearer = scene.bearer.iter().map(|(name, _)| name.clone());
        let known: Vec<Name> = bearer.chain(of_each).chain(trigger).collect();
        if !scene.lacking {
            self.unknown("B0206", span, word, known.iter());
        }
        (NOTHING, None)
    }

    // In a filter: when the record in hand happened, when the spell in hand began and ended.
    fn of_the_one_in_hand(&self, word: &str, scene: &Scene) -> Option<Typed> {
        let spell = matches!(scene.hand, Hand::Role(_) | Hand::State(_));
        let expr = match (word, &scene.hand) {
            ("time" | "时间", Hand::Event(_)) => Expr::At(Slot::InHand),
            ("start" | "开始时间", _) if spell => Expr::At(Slot::InHand),
            ("end" | "结束时间", _) if spell => Expr::Ended,
            _ => return None,
        };
        Some((expr, Some(Type::DateTime)))
    }

    fn member(&mut self, of: &ast::Expr, member: &ast::Ident, scene: &Scene) -> Typed {
        let (base, ty) = self.resolve(of, scene, None);
        if base == Expr::At(Slot::Trigger) {
            let part = || time_part(&base, &member.node);
            let field = scene.trigger.and_then(|kind| {
                let (_, event) = self.vocabulary_ref().events.get_index(kind)?;
                let index = event.field_index(&member.node)?;
                Some((
                    Expr::Field(Slot::Trigger, index),
                    event.fields.get_index(index).map(|(_, f)| f.ty.clone()),
                ))
            });
            return field.or_else(part).unwrap_or_else(|| self.no_member(of, member, scene));
        }
        let role_of_bearer = match (&base, &scene.bearer) {
            (Expr::Bearer, Some((_, BearerKind::Role(role)))) => self.role_member(role, &member.node),
            _ => None,
        };
        let kind = match &ty {
            Some(Type::Entity(kind)) => Some(kind.clone()),
            Some(Type::Set(of)) => {
                if let Type::Entity(kind) = &**of {
                    Some(kind.clone())
                } else {
                    None
                }
            }
            _ => None,
        };
        let found = role_of_bearer.or_else(|| match &kind {
            Some(kind) => self
                .attribute(&base, kind, &member.node)
                .or_else(|| self.holders(&base, Some(kind), &member.node)),
            None if ty == Some(Type::AnyEntity) => {
                let kinds: Vec<String> = self.vocabulary_ref().entities.keys().cloned().collect();
                kinds
                    .iter()
                    .find_map(|k| self.attribute(&base, k, &member.node))
                    .or_else(|| self.holders(&base, None, &member.node))
            }
            None => None,
        });
        let found = found.or_else(|| match ty {
            Some(Type::Date | Type::DateTime) => time_part(&base, &member.node),
            _ => None,
        });
        found
            .unwrap_or_else(|| if ty.is_none() { (NOTHING, None) } else { self.no_member(of, member, scene) })
    }

    fn no_member(&mut self, of: &ast::Expr, member: &ast::Ident, scene: &Scene) -> Typed {
        let _ = (of, scene);
        let vocabulary = self.vocabulary_ref();
        let mut known: Vec<Name> = vocabulary.roles.values().map(|r| r.name.clone()).collect();
        known.extend(vocabulary.entities.values().flat_map(|e| e.fields.values().map(|f| f.name.clone())));
        known.extend(
            scene
                .trigger
                .and_then(|k| vocabulary.events.get_index(k))
                .into_iter()
                .flat_map(|(_, e)| e.fields.values().map(|f| f.name.clone())),
        );
        self.unknown("B0207", member.span, &member.node, known.iter());
        (NOTHING, None)
    }

    fn attribute(&self, base: &Expr, kind: &str, word: &str) -> Option<Typed> {
        let vocabulary = self.vocabulary_ref();
        let account = || {
            let of_kind = |a: &&crate::check::policy::Account| vocabulary.is_a(kind, &a.of);
            let found = self.policy.accounts.values().filter(of_kind).find(|a| a.name.answers_to(word))?;
            let account = Expr::Account(Box::new(base.clone()), found.name.canonical.clone());
            Some((account, Some(Type::Decimal)))
        };
        let Some(field) = vocabulary.entity_field(kind, word) else { return account() };
        Some(match &field.from_role {
            Some(role) => (Expr::UnitsOf(Box::new(base.clone()), role.clone()), Some(field.ty.clone())),
            None => (
                Expr::Attribute(Box::new(base.clone()), field.name.canonical.clone()),
                Some(field.ty.clone()),
            ),
        })
    }

    // A role in a unit: who holds it.
    fn holders(&self, base: &Expr, kind: Option<&str>, word: &str) -> Option<Typed> {
        let vocabulary = self.vocabulary_ref();
        let role = vocabulary.role_named(word)?;
        let fits =
            kind.is_none_or(|kind| vocabulary.is_a(kind, &role.unit) || vocabulary.is_a(&role.unit, kind));
        fits.then(|| {
            (
                Expr::Holders(Box::new(base.clone()), role.name.canonical.clone()),
                Some(Type::Entity("person".to_owned())),
            )
        })
    }

    // A field of the role that the bearer holds, or the unit in which it does.
    fn role_member(&self, role: &str, word: &str) -> Option<Typed> {
        let vocabulary = self.vocabulary_ref();
        let declared = vocabulary.roles.get(role)?;
        let is_unit = matches!(word, "unit" | "单位")
            || vocabulary.entities.get(&declared.unit).is_some_and(|e| e.name.answers_to(word));
        if is_unit {
            return Some((
                Expr::UnitsOf(Box::new(Expr::Bearer), role.to_owned()),
                Some(Type::Entity(declared.unit.clone())),
            ));
        }
        let field = declared.fields.values().find(|f| f.name.answers_to(word))?;
        let index = vocabulary.event_named("role_start")?.1.fields.get_index_of(&field.name.canonical)?;
        Some((Expr::RoleField(Box::new(Expr::Bearer), role.to_owned(), index), Some(field.ty.clone())))
    }

    /// Records, spells or entities that pass a filter.
    pub(super) fn selection(&mut self, selection: &ast::Selection, scene: &Scene) -> Option<Selection> {
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
            let mut known: Vec<Name> = vocabulary.events.values().map(|e| e.name.clone()).collect();
            known.extend(vocabulary.roles.values().map(|r| r.name.clone()));
            known.extend(vocabulary.states.values().map(|s| s.name.clone()));
            self.unknown("B0208", selection.kind.span, word, known.iter());
            return None;
        };
        let inner = scene.holding(hand);
        let filter = selection.filter.as_ref().map(|f| self.condition(f, &inner));
        if impossible(&filter) {
            self.report(Diagnostic::warning("B0706", selection.kind.span));
        }
        Some(Selection { from, filter, conditions: conditions(selection), span: selection.kind.span })
    }

    pub(super) fn measure(
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
            self.unknown("B0207", field.span, &field.node, [].iter());
            return (NOTHING, None);
        };
        let ty = event.fields.get_index(index).map(|(_, f)| f.ty.clone());
        let numeric = ty.as_ref().is_some_and(|t| matches!(t, Type::Integer | Type::Decimal));
        if measure != ast::Measure::Distinct
            && measure != ast::Measure::Greatest
            && measure != ast::Measure::Least
            && !numeric
        {
            self.report(
                Diagnostic::error("B0303", field.span)
                    .with_arg("found", ty.as_ref().map_or(Arg::from(""), shown)),
            );
        }
        let result = if measure == ast::Measure::Distinct || numeric { Some(Type::Decimal) } else { ty };
        (Expr::Measure(measure, Box::new(selection), index), result)
    }

    fn compare(
        &mut self,
        op: CompareOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        scene: &Scene,
    ) -> Expr {
        let (resolved_left, left_type) = self.resolve(left, scene, None);
        let (resolved_right, right_type) = self.resolve(right, scene, left_type.as_ref());
        if let (Some(a), Some(b)) = (&left_type, &right_type)
            && class(a) != class(b)
            && class(a) != Class::Any
            && class(b) != Class::Any
        {
            self.report(
                Diagnostic::error("B0301", span).with_arg("left", shown(a)).with_arg("right", shown(b)),
            );
        }
        Expr::Compare(op, Box::new(resolved_left), Box::new(resolved_right))
    }

    fn holds(&mut self, who: &ast::Expr, role: &ast::Ident, unit: Option<&ast::Expr>, scene: &Scene) -> Expr {
        let (who, _) = self.resolve(who, scene, None);
        let unit = unit.map(|u| Box::new(self.resolve(u, scene, Some(&Type::AnyEntity)).0));
        match self.vocabulary_ref().role_named(&role.node).map(|r| r.name.canonical.clone()) {
            Some(name) => Expr::Holds(Box::new(who), name, unit),
            None => {
                let known: Vec<Name> = self.vocabulary_ref().roles.values().map(|r| r.name.clone()).collect();
                self.unknown("B0209", role.span, &role.node, known.iter());
                NOTHING
            }
        }
    }

    fn under(&mut self, who: &ast::Expr, state: &ast::Ident, scene: &Scene) -> Expr {
        let (who, _) = self.resolve(who, scene, None);
        match self
            .vocabulary_ref()
            .states
            .values()
            .find(|s| s.name.answers_to(&state.node))
            .map(|s| s.name.canonical.clone())
        {
            Some(name) => Expr::Under(Box::new(who), name),
            None => {
                let known: Vec<Name> =
                    self.vocabulary_ref().states.values().map(|s| s.name.clone()).collect();
                self.unknown("B0210", state.span, &state.node, known.iter());
                NOTHING
            }
        }
    }
}

#[derive(PartialEq, Eq)]
enum Class {
    Bool,
    Number,
    Text,
    Time,
    Length,
    Clock,
    Entity,
    Variant(String),
    Role,
    Any,
}

// Sets compare as their elements do.
fn class(ty: &Type) -> Class {
    match ty {
        Type::Bool => Class::Bool,
        Type::Integer | Type::Decimal => Class::Number,
        Type::Text => Class::Text,
        Type::Date | Type::DateTime => Class::Time,
        Type::Duration => Class::Length,
        Type::Clock => Class::Clock,
        Type::Entity(_) | Type::AnyEntity => Class::Entity,
        Type::Enum(name) => Class::Variant(name.clone()),
        Type::Role => Class::Role,
        Type::Set(of) => class(of),
    }
}

/// A type in words.
pub(super) fn shown(ty: &Type) -> Arg {
    Arg::Message(Box::new(Message::new(match ty {
        Type::Bool => "type.bool",
        Type::Integer | Type::Decimal => "type.number",
        Type::Text => "type.text",
        Type::Date => "type.date",
        Type::DateTime => "type.datetime",
        Type::Duration => "type.duration",
        Type::Clock => "type.clock",
        Type::Enum(_) => "type.enum",
        Type::Entity(_) | Type::AnyEntity => "type.entity",
        Type::Role => "type.role",
        Type::Set(_) => "type.set",
    })))
}
