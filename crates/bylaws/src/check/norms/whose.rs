//! Whose records count: what a norm asks of somebody is hardly met, or excused, by the records of anybody else.

use crate::check::expressions::Scene;
use crate::check::policy::{ArithOp, BearerKind, CompareOp, Expr, From, Requirement, Selection, Slot};
use crate::check::{Checker, written_in};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::log::{EventType, Field, Name, Type};
use crate::plan;
use crate::source::Span;

impl Checker<'_> {
    /// Records that could say whose they are, and count for every bearer, or after every trigger, alike; and a trigger
    /// that binds every bearer alike.
    pub(super) fn of_nobody_in_particular(
        &mut self,
        trigger: Option<&Selection>,
        requirement: &Requirement,
        scene: &Scene,
    ) {
        if let Some(trigger) = trigger.filter(|_| scene.bearer.is_some()) {
            self.of_anybody(trigger, trigger.filter.as_ref().is_some_and(tells_whose), scene);
        }
        match requirement {
            Requirement::Have(_) | Requirement::Any(_) => {
                for part in requirement.parts() {
                    let told = std::iter::once(&part.what.filter).flatten();
                    let told = told.chain(part.of_which.iter().map(|of| &of.filter)).any(tells_whose);
                    self.of_anybody(&part.what, told, scene);
                    // 不得：用印（没有用印审批）: that of anybody would do.
                    for filter in part.what.filter.iter().chain(part.of_which.iter().map(|of| &of.filter)) {
                        self.asked_of_anybody(filter, scene);
                    }
                }
            }
            Requirement::Keep(expr) => {
                let told = tells_whose(expr);
                let mut first = None;
                let of_event = |what: &&Selection| matches!(what.from, From::Event(_));
                plan::visit(expr, &mut |e| first = first.or(e.selection().filter(of_event)));
                first.into_iter().for_each(|what| self.of_anybody(what, told, scene));
            }
            Requirement::Satisfy(_) => {}
        }
    }

    /// Questions of a condition that the records of anybody answer: 除外：存在经费支出 excuses every branch as soon as one
    /// has spent something.
    pub(in crate::check) fn asked_of_anybody(&mut self, condition: &Expr, scene: &Scene) {
        match condition {
            Expr::And(parts) | Expr::Or(parts) | Expr::Pick(_, parts) => {
                parts.iter().for_each(|part| self.asked_of_anybody(part, scene));
            }
            Expr::Arith(ArithOp::Add | ArithOp::Sub, one, other) | Expr::Else(one, other) => {
                [one, other].into_iter().for_each(|part| self.asked_of_anybody(part, scene));
            }
            Expr::Not(inner) | Expr::Within(_, _, _, inner) | Expr::Over(_, _, inner) => {
                self.asked_of_anybody(inner, scene);
            }
            // What is compared with what all others have is asked of all others.
            question => {
                let asked = outermost(question);
                let told = asked.iter().any(|what| what.filter.as_ref().is_some_and(tells_whose));
                asked.into_iter().take(1).for_each(|what| self.of_anybody(what, told, scene));
            }
        }
    }

    /// Records that are looked for beside the one that they are to follow.
    pub(in crate::check) fn of_anybody_at_all(&mut self, what: &Selection, scene: &Scene) {
        self.of_anybody(what, what.filter.as_ref().is_some_and(tells_whose), scene);
    }

    fn of_anybody(&mut self, what: &Selection, told: bool, scene: &Scene) {
        let Some((name, event)) = self.recorded_by(&what.from).filter(|_| !told) else { return };
        let ways = self.ways_to_tell(event, scene);
        let Some(one) = ways.first().map(Way::the_one_in_both) else { return };
        let problem =
            Diagnostic::warning("B0719", what.span).with_arg("event", name.both()).with_arg("one", one);
        let fields = ways.iter().map(|way| way.field.both()).collect();
        let advice = Message::new("help.say_whose").with_arg("fields", Arg::OneOf(fields));
        let problem = match (ways.as_slice(), written_in(self.files, what.span)) {
            ([way], Some(lang)) => match addition(what, &way.condition(lang), lang) {
                Some((place, text)) => problem.help(advice).fix(place, text),
                None => problem.help(advice),
            },
            _ => problem.help(advice),
        };
        self.report(problem);
    }

    // What is asked about, and the records that tell of it: a state is told of by those that start it.
    fn recorded_by(&self, from: &From) -> Option<(&Name, &EventType)> {
        let vocabulary = self.vocabulary_ref();
        match from {
            From::Event(kind) => vocabulary.events.get_index(*kind).map(|(_, event)| (&event.name, event)),
            From::State(name) => {
                let state = vocabulary.states.get(name)?;
                vocabulary.events.get(&state.start).map(|event| (&state.name, event))
            }
            From::Role(_) | From::Entity(_) => None,
        }
    }

    /// The condition by which records of a type say whose they are, where there is one way alone to say it.
    pub(in crate::check) fn only_way_to_tell(
        &self,
        event: &EventType,
        scene: &Scene,
        lang: Lang,
    ) -> Option<String> {
        match self.ways_to_tell(event, scene).as_slice() {
            [way] => Some(way.condition(lang)),
            _ => None,
        }
    }

    // How records of a type could say whose they are: of the bearer, or else of what triggers the norm.
    fn ways_to_tell(&self, event: &EventType, scene: &Scene) -> Vec<Way> {
        let vocabulary = self.vocabulary_ref();
        if let Some((name, kind)) = &scene.bearer {
            let kind = match kind {
                BearerKind::Entity(kind) => kind,
                BearerKind::Role(_) | BearerKind::Holding(_) => "person",
            };
            // A record of any organisation may well be meant for one kind of them; one of any person hardly.
            let of_kind = if vocabulary.is_a(kind, "person") { "person" } else { kind };
            let names = |ty: &Type| matches!(ty, Type::Entity(of) if vocabulary.is_a(of, of_kind));
            let fields = event.fields.values().filter(|field| names(&field.ty));
            return fields.map(|field| Way::new(field, name, None)).collect();
        }
        let Some((_, trigger)) = scene.trigger.and_then(|kind| vocabulary.events.get_index(kind)) else {
            return Vec::new();
        };
        let ways = |are_meant: &dyn Fn(&Field, &Field) -> bool| -> Vec<Way> {
            let pairs =
                event.fields.values().flat_map(|own| trigger.fields.values().map(move |of| (own, of)));
            let pairs = pairs.filter(|(own, of)| own.ty == of.ty && are_meant(own, of));
            pairs.map(|(own, of)| Way::new(own, &trigger.name, Some(&of.name))).collect()
        };
        let is_id = |field: &Field| matches!(field.ty, Type::Entity(_) | Type::Text);
        let same = ways(&|own, of| is_id(own) && own.name.canonical == of.name.canonical);
        if !same.is_empty() {
            return same;
        }
        // A text that may be left out is a remark rather than what a case is called by.
        let may_be_one = |field: &Field| is_id(field) && !(field.ty == Type::Text && field.optional);
        ways(&|own, of| may_be_one(own) && may_be_one(of))
    }
}

// A field by which a record could say whose it is, and what it would be the same as.
struct Way {
    field: Name,
    one: Name,
    of_one: Option<Name>,
}

impl Way {
    fn new(field: &Field, one: &Name, of_one: Option<&Name>) -> Self {
        Self { field: field.name.clone(), one: one.clone(), of_one: of_one.cloned() }
    }

    // The one that the field would name.
    fn the_one(&self, lang: Lang) -> String {
        let the_one = match lang {
            Lang::Zh => format!("该{}", self.one.shown(lang)),
            Lang::En => format!("the {}", self.one.shown(lang)),
        };
        match (&self.of_one, lang) {
            (None, _) => the_one,
            (Some(field), Lang::Zh) => format!("{the_one}的{}", field.shown(lang)),
            (Some(field), Lang::En) => format!("{the_one}.{}", field.shown(lang)),
        }
    }

    fn the_one_in_both(&self) -> Arg {
        Arg::Word { zh: self.the_one(Lang::Zh), en: self.the_one(Lang::En) }
    }

    fn condition(&self, lang: Lang) -> String {
        let is = match lang {
            Lang::Zh => "是",
            Lang::En => " is ",
        };
        format!("{}{is}{}", self.field.shown(lang), self.the_one(lang))
    }
}

// What to write to add a condition to those of a selection, and where; nothing where it would belong to one of several.
fn addition(what: &Selection, condition: &str, lang: Lang) -> Option<(Span, String)> {
    let after = |span: Span| Span { start: span.end, ..span };
    match (&what.filter, what.conditions.last(), lang) {
        (None, _, Lang::Zh) => Some((after(what.span), format!("（{condition}）"))),
        (None, _, Lang::En) => Some((after(what.span), format!(" where ({condition})"))),
        (Some(Expr::Or(_)), ..) | (_, None, _) => None,
        (Some(_), Some(last), Lang::Zh) => Some((after(*last), format!("，{condition}"))),
        (Some(_), Some(last), Lang::En) => Some((after(*last), format!(" and {condition}"))),
    }
}

// What a question is asked of, without what the filters of that ask besides.
fn outermost(question: &Expr) -> Vec<&Selection> {
    if let Some(what) = question.selection() {
        return vec![what];
    }
    let mut all = Vec::new();
    question.below(&mut |part| all.extend(outermost(part)));
    all
}

// Whether a condition speaks of whom the norm binds or of what triggered it, or was meant to: of a field compared with
// itself something else is said.
fn tells_whose(condition: &Expr) -> bool {
    let mut tells = false;
    plan::visit(condition, &mut |e| {
        let of_another = matches!(e, Expr::Field(Slot::Trigger | Slot::Around(_), _)) || same_instant(e);
        let of_itself = matches!(e, Expr::Compare(_, one, other) if one == other);
        tells |= of_another || of_itself || matches!(e, Expr::Bearer | Expr::OfEach);
    });
    tells
}

// What happens before or after the one that it is to follow may be anybody's; what happens with it is not.
fn same_instant(e: &Expr) -> bool {
    let of_another = |e: &Expr| matches!(e, Expr::At(Slot::Trigger | Slot::Around(_)));
    matches!(e, Expr::Compare(CompareOp::Is, one, other) if of_another(one) || of_another(other))
}
