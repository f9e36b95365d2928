//! Norms: clauses put together, sugar expanded, quantities made inclusive, interpretation merged.

use super::contradiction::impossible;
use super::expressions::{Hand, Scene, conditions};
use super::{Checker, name};
use crate::check::policy::{
    Answerable, Bearer, BearerKind, Exception, Expr, From, Norm, Part, Quantity, Reading, Requirement, Time,
};
use crate::diagnostic::{Arg, Diagnostic};
use crate::log::{Exact, Length, Name, Type, Unit, Value};
use crate::plan;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    self, Choice, ExprKind, Item, Modality, NormClause, QuantityWord, TimeLimit, Window,
};
use chrono::NaiveDate;
use std::sync::Arc;

/// A norm's clauses by head.
#[derive(Default)]
struct Clauses<'a> {
    each: Option<&'a ast::Bearer>,
    when: Option<&'a ast::Selection>,
    must: Option<&'a ast::Duty>,
    every: Option<&'a ast::Frequency>,
    time: Option<&'a TimeLimit>,
    except: Vec<&'a ast::Exception>,
    in_force: Option<(Option<NaiveDate>, Option<NaiveDate>)>,
    own_calendar: Option<&'a ast::Expr>,
    stops: Option<&'a ast::Expr>,
    extended: Option<((u32, Unit), &'a ast::Selection)>,
    late: Option<(u32, crate::log::Unit)>,
    otherwise: Option<(&'a ast::Duty, &'a Option<TimeLimit>)>,
    readings: Vec<&'a ast::Reading>,
    answerable: Vec<&'a ast::Answerable>,
    note: Option<String>,
    cites: Vec<String>,
}

// Only what counts events in windows of its own can leave an event to another duty.
fn counts_in_windows(requirement: &Requirement, time: &Time) -> bool {
    let events = |part: &Part| matches!(part.what.from, From::Event(_));
    let counts = requirement.parts().any(events);
    counts && !matches!(time, Time::Rolling(..) | Time::Gap(..) | Time::AtAllTimes)
}

impl<'a> Checker<'a> {
    pub(super) fn norms(&mut self, items: &[(&'a Item, Span)]) {
        let mut defaults = Reading::default();
        for (item, _) in items {
            if let Item::Interpretation(readings) = item {
                readings.iter().for_each(|r| apply(&mut defaults, r.choice));
            }
        }
        for (item, _) in items {
            let Item::Norm(norm) = item else { continue };
            let Some((checked, follow_up)) = self.norm(norm, defaults) else { continue };
            for one in std::iter::once(checked).chain(follow_up) {
                self.policy.norms.insert(one.name.canonical.clone(), one);
            }
        }
    }

    fn gather(&mut self, norm: &'a ast::Norm) -> Clauses<'a> {
        let mut out = Clauses::default();
        for clause in &norm.clauses {
            let twice = match &clause.node {
                NormClause::Cites(refs) => {
                    out.cites.extend(refs.iter().map(|r| format!("{}.{}", r.article.node, r.clause.node)));
                    false
                }
                NormClause::Each(bearer) => out.each.replace(bearer).is_some(),
                NormClause::When(selection) => out.when.replace(selection).is_some(),
                NormClause::Must(duty) => out.must.replace(duty).is_some(),
                NormClause::Every(frequency) => out.every.replace(frequency).is_some(),
                NormClause::Time(limit) => out.time.replace(limit).is_some(),
                NormClause::Except(list) => {
                    out.except.extend(list);
                    false
                }
                NormClause::InForce(from, until) => {
                    let day = |day: &Option<Spanned<NaiveDate>>| day.as_ref().map(|day| day.node);
                    let (from, until) = (day(from), day(until));
                    if from.zip(until).is_some_and(|(from, until)| until < from) {
                        self.report(Diagnostic::error("B0501", clause.span));
                    }
                    out.in_force.replace((from, until)).is_some()
                }
                NormClause::OwnCalendar(of) => out.own_calendar.replace(of).is_some(),
                NormClause::Stops(condition) => out.stops.replace(condition).is_some(),
                NormClause::Extended(length, when) => out.extended.replace((length.node, when)).is_some(),
                NormClause::Late(length) => out.late.replace(length.node).is_some(),
                NormClause::Otherwise(duty, limit) => out.otherwise.replace((duty, limit)).is_some(),
                NormClause::Reading(list) => {
                    out.readings.extend(list);
                    false
                }
                NormClause::Answerable(list) => {
                    out.answerable.extend(list);
                    false
                }
                NormClause::Note(text) => out.note.replace(text.node.clone()).is_some(),
            };
            if twice {
                self.report(Diagnostic::error("B0402", clause.span));
            }
        }
        out
    }

    // Of a norm that lost a clause nobody can say that it never had it.
    fn lacks(&mut self, norm: &ast::Norm, zh: &str, en: &str) {
        if !norm.incomplete {
            let clause = Arg::Both { zh: zh.to_owned(), en: en.to_owned() };
            self.report(Diagnostic::error("B0401", norm.name.name.span).with_arg("clause", clause));
        }
    }

    // A norm, and the one that its `otherwise` states.
    fn norm(&mut self, norm: &'a ast::Norm, defaults: Reading) -> Option<(Norm, Option<Norm>)> {
        let clauses = self.gather(norm);
        let span = norm.name.name.span;
        let bearer_kind = clauses.each.and_then(|each| self.bearer_kind(each));
        let lacking = norm.incomplete || clauses.each.is_some() && bearer_kind.is_none();
        let mut scene = Scene { bearer: bearer_kind.clone(), lacking, ..Scene::default() };
        let bearer = bearer_kind.map(|(_, kind)| Bearer { kind, filter: None }).map(|mut bearer| {
            let own = Scene { of_bearer: true, ..scene.clone() };
            bearer.filter = clauses.each.and_then(|e| e.filter.as_ref()).map(|f| self.condition(f, &own));
            bearer
        });
        let for_each = clauses.each.and_then(|each| each.for_each.as_ref());
        let for_each = for_each.and_then(|each| self.for_each(each, &mut scene));
        let trigger = clauses.when.and_then(|when| self.trigger(when, &mut scene));
        if clauses.each.is_none() && clauses.when.is_none() {
            self.lacks(norm, "主体", "each");
            return None;
        }
        let Some(duty) = clauses.must else {
            self.lacks(norm, "应当", "must");
            return None;
        };
        let mut requirement = self.requirement(duty, clauses.every, &scene);
        let time = self.time(norm, &clauses, &requirement, &scene)?;
        let exceptions = self.exceptions(
            &clauses.except,
            bearer.as_ref(),
            &scene,
            (duty.modality.node, &requirement, &time),
        );
        if matches!((&requirement, &time), (Requirement::Keep(_), Time::Gap(..))) {
            self.report(Diagnostic::error("B0414", span));
        }
        let calendars = clauses.own_calendar.map(|of| self.own_calendars(of, &scene)).unwrap_or_default();
        let filter = bearer.as_ref().and_then(|b| b.filter.as_ref());
        if let (Some(each), true) = (clauses.each, impossible(filter)) {
            self.report(Diagnostic::warning("B0705", each.kind.span));
        }
        let mut reading = defaults;
        clauses.readings.iter().for_each(|r| apply(&mut reading, r.choice));
        if clauses.answerable.is_empty() && !norm.incomplete && duty.modality.node != Modality::May {
            self.report(Diagnostic {
                severity: crate::diagnostic::Severity::Note,
                ..Diagnostic::warning("B0703", span)
            });
        }
        let answerable = clauses.answerable.iter().map(|a| self.answer(a, &scene)).collect();
        if reading.one_event == ast::OneEvent::Exclusive && !counts_in_windows(&requirement, &time) {
            self.report(Diagnostic::warning("B0704", span));
        }
        // A fortnight that may lie anywhere is a rolling stretch.
        let time = match time {
            Time::Every { count, unit: Unit::Week, from: None }
                if count > 1 && reading.fortnight == ast::Fortnight::Rolling =>
            {
                Time::Rolling(count, Unit::Week)
            }
            other => other,
        };
        if clauses.late.is_some() {
            requirement.limits_apart();
        }
        let own = name(&norm.name);
        let title = norm.title.as_ref().map_or_else(|| own.canonical.clone(), |t| t.node.clone());
        self.word_against_operator(&title, duty, clauses.every, span);
        let mut checked = Norm {
            name: own,
            title,
            span,
            cites: clauses.cites,
            modality: duty.modality.node,
            bearer,
            for_each,
            calendars,
            trigger,
            requirement,
            time,
            exceptions,
            in_force: clauses.in_force.unwrap_or_default(),
            stops: clauses.stops.map(|condition| self.condition(condition, &scene)),
            extended: clauses.extended.and_then(|((count, unit), when)| {
                Some((Length { count, unit }, self.selection(when, &scene)?))
            }),
            late: clauses.late,
            reading,
            answerable,
            note: clauses.note,
            parameters: Vec::new(),
        };
        checked.parameters = self.parameters_of(&checked);
        let follow_up = clauses.otherwise.map(|otherwise| self.follow_up(&checked, otherwise, &scene));
        Some((checked, follow_up))
    }

    // The duty that a breach gives rise to is a norm of its own, so that it has verdicts of its own.
    fn follow_up(
        &mut self,
        norm: &Norm,
        (duty, limit): (&'a ast::Duty, &'a Option<TimeLimit>),
        scene: &Scene,
    ) -> Norm {
        let requirement = self.requirement(duty, None, scene);
        let within =
            if let Some(TimeLimit::WithinAfter(length, _)) = limit { Some(length.node) } else { None };
        let mut checked = Norm {
            name: Name {
                canonical: format!("{}_otherwise", norm.name.canonical),
                alias: norm.name.alias.as_ref().map(|alias| format!("{alias}后续")),
                also: Vec::new(),
            },
            modality: duty.modality.node,
            requirement,
            time: Time::AfterBreachOf(norm.name.canonical.clone(), within),
            reading: Reading { one_event: ast::OneEvent::Shared, ..norm.reading },
            exceptions: Vec::new(),
            stops: None,
            extended: None,
            late: None,
            ..norm.clone()
        };
        checked.parameters = self.parameters_of(&checked);
        checked
    }

    fn bearer_kind(&mut self, each: &ast::Bearer) -> Option<(Name, BearerKind)> {
        let word = &each.kind.node;
        let vocabulary = self.vocabulary_ref();
        if let Some(role) = vocabulary.role_named(word) {
            return Some((role.name.clone(), BearerKind::Role(role.name.canonical.clone())));
        }
        if let Some(entity) = vocabulary.entity_named(word) {
            return Some((entity.name.clone(), BearerKind::Entity(entity.name.canonical.clone())));
        }
        let known: Vec<Name> = vocabulary
            .roles
            .values()
            .map(|r| r.name.clone())
            .chain(vocabulary.entities.values().map(|e| e.name.clone()))
            .collect();
        self.unknown("B0211", each.kind.span, word, known.iter());
        None
    }

    fn trigger(
        &mut self,
        when: &'a ast::Selection,
        scene: &mut Scene,
    ) -> Option<crate::check::policy::Selection> {
        let kind = match when.outcome {
            Some(outcome) => self.verdict_kind(outcome, &when.kind),
            None => self.vocabulary_ref().event_named(&when.kind.node).map(|(kind, _)| kind),
        };
        if when.outcome.is_some() && kind.is_none() {
            scene.lacking = true;
            return None;
        }
        let Some(kind) = kind else {
            let known: Vec<Name> = self.vocabulary_ref().events.values().map(|e| e.name.clone()).collect();
            self.unknown("B0208", when.kind.span, &when.kind.node, known.iter());
            scene.lacking = true;
            return None;
        };
        scene.trigger = Some(kind);
        let inner = Scene { hand: Hand::Event(kind), ..scene.clone() };
        let filter = when.filter.as_ref().map(|f| self.condition(f, &inner));
        Some(crate::check::policy::Selection {
            from: From::Event(kind),
            filter,
            conditions: conditions(when),
            span: when.kind.span,
        })
    }

    fn requirement(
        &mut self,
        duty: &'a ast::Duty,
        every: Option<&'a ast::Frequency>,
        scene: &Scene,
    ) -> Requirement {
        let modality = duty.modality.node;
        match &duty.requirement {
            ast::Requirement::Keep(expr) => Requirement::Keep(self.condition(expr, scene)),
            ast::Requirement::Satisfy(expr) => {
                let hand = scene.trigger.map_or(Hand::Empty, Hand::Event);
                Requirement::Satisfy(self.condition(expr, &Scene { hand, ..scene.clone() }))
            }
            ast::Requirement::Any(all) => {
                let each: Vec<Vec<Part>> =
                    all.iter().map(|parts| self.have(parts, every, modality, scene)).collect();
                let any = Requirement::Any(each);
                let holding = any.parts().filter(|p| !matches!(p.what.from, From::Event(_))).count();
                if holding > 0 && holding < any.parts().count() {
                    self.report(Diagnostic::error("B0409", duty.modality.span));
                }
                any
            }
            ast::Requirement::Have(parts) => Requirement::Have(self.have(parts, every, modality, scene)),
        }
    }

    fn have(
        &mut self,
        parts: &'a [ast::HavePart],
        every: Option<&'a ast::Frequency>,
        modality: Modality,
        scene: &Scene,
    ) -> Vec<Part> {
        let shared = every.and_then(|e| e.quantity.as_ref());
        if let (Some(quantity), Some(every), true) = (shared, every, parts.len() > 1)
            && !every.apiece
        {
            self.report(Diagnostic::error("B0404", quantity.word.span));
        }
        let parts = parts.iter().filter_map(|part| {
            let what = self.selection(&part.what, scene)?;
            let quantity = self.quantity(part.quantity.as_ref().or(shared), modality, scene);
            let total_of = self.total_of(part, scene);
            self.amounts_only_grow(&quantity, part);
            let inner = self.hand_of(&what.from, scene);
            let of_which = part.of_which.iter().map(|o| {
                (self.quantity(Some(&o.quantity), Modality::Must, scene), self.condition(&o.filter, &inner))
            });
            let of_which = of_which.collect();
            Some(Part { what, total_of, quantity, of_which })
        });
        parts.collect()
    }

    fn hand_of(&self, from: &From, scene: &Scene) -> Scene {
        let hand = match from {
            From::Event(kind) => Hand::Event(*kind),
            From::Role(role) => Hand::Role(role.clone()),
            From::State(state) => {
                let start = self
                    .vocabulary_ref()
                    .states
                    .get(state)
                    .and_then(|s| self.vocabulary_ref().events.get_index_of(&s.start));
                start.map_or(Hand::Empty, Hand::State)
            }
            From::Entity(kind) => Hand::Entity(kind.clone()),
        };
        Scene { hand, ..scene.clone() }
    }

    // Both limits inclusive; a prohibition turns a number into the most that is allowed.
    pub(super) fn quantity(
        &mut self,
        quantity: Option<&ast::Quantity>,
        modality: Modality,
        scene: &Scene,
    ) -> Quantity {
        let constant = |n: i64| Some(Expr::Value(Value::Number(Exact::from(n))));
        let Some(quantity) = quantity else {
            return match modality {
                Modality::MustNot => Quantity { low: None, high: constant(0) },
                _ => Quantity { low: constant(1), high: None },
            };
        };
        let number = self.amount(&quantity.number, scene);
        let upper = quantity.upper.as_ref().map(|u| self.amount(u, scene));
        let stepped = |by: i64| {
            let step = Expr::Value(Value::Number(Exact::from(by)));
            match &number {
                Expr::Value(Value::Number(n)) => {
                    n.add(Exact::from(by)).map(|n| Expr::Value(Value::Number(n)))
                }
                other => Some(Expr::Arith(
                    crate::check::policy::ArithOp::Add,
                    Box::new(other.clone()),
                    Box::new(step),
                )),
            }
        };
        let some = Some(number.clone());
        match (modality, quantity.word.node) {
            (Modality::MustNot, QuantityWord::MoreThan) => Quantity { low: None, high: some },
            (Modality::MustNot, QuantityWord::AtLeast) => Quantity { low: None, high: stepped(-1) },
            (Modality::MustNot, QuantityWord::LessThan) => Quantity { low: some, high: None },
            (_, QuantityWord::AtLeast) => Quantity { low: some, high: None },
            (_, QuantityWord::AtMost) => Quantity { low: None, high: some },
            (_, QuantityWord::Exactly) => Quantity { low: some.clone(), high: some },
            (_, QuantityWord::MoreThan) => Quantity { low: stepped(1), high: None },
            (_, QuantityWord::LessThan) => Quantity { low: None, high: stepped(-1) },
            (_, QuantityWord::Between) => Quantity { low: some, high: upper },
        }
    }

    fn amount(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        let (resolved, ty) = self.resolve(expr, scene, None);
        if let Some(ty) = ty.filter(|t| !matches!(t, Type::Integer | Type::Decimal)) {
            self.report(
                Diagnostic::error("B0303", expr.span).with_arg("found", super::expressions::shown(&ty)),
            );
        }
        resolved
    }

    fn time(
        &mut self,
        norm: &ast::Norm,
        clauses: &Clauses<'a>,
        requirement: &Requirement,
        scene: &Scene,
    ) -> Option<Time> {
        let span = norm.name.name.span;
        if clauses.every.is_some() && clauses.time.is_some() {
            self.report(Diagnostic::error("B0403", span));
        }
        if let Requirement::Satisfy(_) = requirement {
            if clauses.when.is_none() && !norm.incomplete {
                self.report(Diagnostic::error("B0405", span));
            }
            return Some(Time::AtTrigger);
        }
        if let Some(limit) = clauses.time {
            let time = self.limit(limit, scene);
            let needs = time.as_ref().is_some_and(Time::is_relative);
            if needs && clauses.when.is_none() && !norm.incomplete {
                self.report(Diagnostic::error("B0408", span));
            }
            return time;
        }
        let Some(every) = clauses.every else {
            self.lacks(norm, "频次或时限", "every or within");
            return None;
        };
        Some(match &every.window {
            Window::Every { count, unit, from } => {
                self.civil(unit.node, unit.span);
                let no_semester =
                    matches!(unit.node, crate::log::Unit::Semester | crate::log::Unit::TeachingWeek)
                        && self.policy.calendar.semesters.is_empty();
                if no_semester {
                    self.report(Diagnostic::error("B0505", unit.span));
                }
                Time::Every { count: count.node, unit: unit.node, from: from.as_ref().map(|d| d.node) }
            }
            Window::EveryParameter(word) => {
                match self.policy.parameters.values().find(|p| p.name.answers_to(&word.node)) {
                    Some(parameter) if parameter.ty == Type::Duration => {
                        Time::EveryParameter(parameter.name.canonical.clone())
                    }
                    _ => {
                        let known: Vec<Name> =
                            self.policy.parameters.values().map(|p| p.name.clone()).collect();
                        self.unknown("B0212", word.span, &word.node, known.iter());
                        return None;
                    }
                }
            }
            Window::Rolling(length) => Time::Rolling(length.node.0, length.node.1),
            Window::Gap(length) => Time::Gap(length.node.0, length.node.1),
        })
    }

    fn limit(&mut self, limit: &TimeLimit, scene: &Scene) -> Option<Time> {
        Some(match limit {
            TimeLimit::Before(anchor) => Time::Before(self.instant(anchor, scene)),
            TimeLimit::After(anchor) => Time::After(self.instant(anchor, scene)),
            TimeLimit::WithinBefore(length, anchor) => {
                Time::WithinBefore(length.node.0, length.node.1, self.instant(anchor, scene))
            }
            TimeLimit::WithinAfter(length, anchor) => {
                Time::WithinAfter(length.node.0, length.node.1, self.instant(anchor, scene))
            }
            TimeLimit::NoLaterThan(anchor) => Time::NoLaterThan(self.instant(anchor, scene)),
            TimeLimit::AtLeast { length, clear, side, anchor } => {
                let (count, unit) = length.node;
                let anchor = self.instant(anchor, scene);
                Time::AtLeast { length: Length { count, unit }, clear: *clear, side: *side, anchor }
            }
            TimeLimit::OnTheDayOf(anchor) => Time::OnTheDayOf(self.instant(anchor, scene)),
            TimeLimit::AtAllTimes => Time::AtAllTimes,
            TimeLimit::AtTheEndOfEvery(unit) => {
                self.civil(unit.node, unit.span);
                Time::AtTheEndOfEvery(unit.node)
            }
            TimeLimit::ByDateEveryYear { month, day } => Time::ByDateEveryYear { month: *month, day: *day },
            TimeLimit::By(day) => Time::By(day.node),
            TimeLimit::Once => Time::Once,
        })
    }

    // Windows of the calendar are whole days; what is counted by the hour may lie anywhere.
    fn civil(&mut self, unit: Unit, span: Span) {
        if matches!(unit, Unit::Minute | Unit::Hour) {
            self.report(Diagnostic::error("B0407", span));
        }
    }

    fn exceptions(
        &mut self,
        list: &[&'a ast::Exception],
        bearer: Option<&Bearer>,
        scene: &Scene,
        (modality, requirement, time): (Modality, &Requirement, &Time),
    ) -> Vec<Exception> {
        let labels: Vec<Option<String>> =
            list.iter().map(|e| e.label.as_ref().map(|l| l.node.clone())).collect();
        let mut out: Vec<Exception> = Vec::new();
        for one in list {
            let to = one.to.as_ref().and_then(|to| {
                let found = labels.iter().position(|l| l.as_ref() == Some(&to.node));
                if found.is_none() {
                    self.report(Diagnostic::error("B0406", to.span).with("name", &to.node));
                }
                found
            });
            let condition = self.condition(&one.condition, scene);
            let of_bearer = bearer.and_then(|b| b.filter.as_ref());
            let never = impossible(of_bearer.into_iter().chain([&condition])) && !impossible(of_bearer);
            if never || out.iter().any(|e| e.condition == condition && e.to == to) {
                self.report(Diagnostic::warning("B0701", one.condition.span));
            }
            let instead = one.instead.as_ref().map(|instead| self.instead(instead, modality, scene));
            if let Some(instead) = &instead {
                self.replaceable(instead, requirement, time);
            }
            let instead = instead.map(|(instead, _)| instead);
            out.push(Exception { label: one.label.as_ref().map(|l| l.node.clone()), to, condition, instead });
        }
        out
    }

    fn answer(&mut self, line: &ast::Answerable, scene: &Scene) -> Answerable {
        let (who, ty) = self.resolve(&line.who, scene, Some(&Type::AnyEntity));
        if let Some(ty) = ty.filter(|t| !matches!(t, Type::Entity(_) | Type::AnyEntity | Type::Set(_))) {
            self.report(
                Diagnostic::error("B0305", line.who.span).with_arg("found", super::expressions::shown(&ty)),
            );
        }
        let role = match &who {
            Expr::Holders(_, role) => self.vocabulary_ref().roles.get(role).map(|r| r.name.clone()),
            Expr::Bearer => scene.bearer.as_ref().map(|(name, _)| name.clone()),
            _ => None,
        };
        let written = match &line.who.kind {
            ExprKind::Member(_, member) => member.node.clone(),
            ExprKind::Name(word) | ExprKind::The(word) => word.clone(),
            _ => String::new(),
        };
        Answerable {
            rank: line.rank.node,
            who,
            role: Arc::new(role.unwrap_or(Name { canonical: written, ..Name::default() })),
        }
    }

    // 不少于/至少/以上/以内 are inclusive (Civil Code of China, art. 1259): an exclusive operator beside
    // such a word is most likely a slip.
    fn word_against_operator(
        &mut self,
        title: &str,
        duty: &ast::Duty,
        every: Option<&ast::Frequency>,
        span: Span,
    ) {
        let inclusive = ["不少于", "至少", "以上", "以内", "at least"].iter().any(|w| title.contains(w));
        let parts: Vec<&ast::Quantity> = match &duty.requirement {
            ast::Requirement::Have(parts) => parts.iter().filter_map(|p| p.quantity.as_ref()).collect(),
            ast::Requirement::Any(all) => all.iter().flatten().filter_map(|p| p.quantity.as_ref()).collect(),
            _ => Vec::new(),
        };
        let exclusive = parts
            .into_iter()
            .chain(every.and_then(|e| e.quantity.as_ref()))
            .any(|q| matches!(q.word.node, QuantityWord::MoreThan | QuantityWord::LessThan));
        if inclusive && exclusive {
            self.report(Diagnostic::warning("B0702", span));
        }
    }

    fn parameters_of(&self, norm: &Norm) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut note = |name: &String| {
            let open = self.policy.parameters.get(name).is_some_and(|p| p.default.is_none());
            if open && !out.contains(name) {
                out.push(name.clone());
            }
        };
        if let Time::EveryParameter(name) = &norm.time {
            note(name);
        }
        plan::each_expr(norm, &mut |e| {
            if let Expr::Parameter(name) = e {
                note(name);
            }
        });
        out
    }
}

fn apply(reading: &mut Reading, choice: Choice) {
    match choice {
        Choice::Fortnight(o) => reading.fortnight = o,
        Choice::PartialPeriod(o) => reading.partial_period = o,
        Choice::Vacation(o) => reading.vacation = o,
        Choice::WhoCounts(o) => reading.who_counts = o,
        Choice::Year(o) => reading.year = o,
        Choice::SameDay(o) => reading.same_day = o,
        Choice::StartDay(o) => reading.start_day = o,
        Choice::DayOff(o) => reading.day_off = o,
        Choice::OneEvent(o) => reading.one_event = o,
        Choice::Generally(o) => reading.generally = o,
    }
}
