//! What is asked for.

use crate::check::expressions::{Hand, NOTHING, Scene, conditions_of};
use crate::check::policy::{
    CompareOp, Expr, From, Norm, OfWhich, Part, Quantity, Requirement, Selection, Slot, TimePart,
};
use crate::check::{Checker, written_in};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::log::{Exact, Unit, Value};
use crate::plan::{self, conjuncts};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, ExprKind, Modality};
use crate::syntax::format_condition;

// What must not hold is forbidden: its contrary is asked for.
fn asked_or_forbidden(condition: Expr, modality: Modality) -> Expr {
    match modality {
        Modality::MustNot => Expr::Not(Box::new(condition)),
        _ => condition,
    }
}

/// Whether it asks for one record of each kind, as often as the time says; what is compared is looked at elsewhere.
pub(super) fn asks_for_the_next(requirement: &Requirement) -> bool {
    let one = Value::Number(Exact::ONE);
    let plain = |part: &Part| {
        let Quantity { low, high } = &part.quantity;
        *low == Some(Expr::Value(one.clone())) && high.is_none() && part.of_which.is_empty()
    };
    match requirement {
        Requirement::Have(parts) => parts.iter().all(plain),
        Requirement::Any(_) => false,
        Requirement::Keep(_) | Requirement::Satisfy(_) => true,
    }
}

/// The days of a week, the first bit Monday.
const EACH_DAY: u8 = 0b111_1111;

// On which days of the week a record may be, as far as its conditions compare the day with a number.
fn weekdays(what: &Selection) -> u8 {
    let mut days = EACH_DAY;
    for condition in what.filter.iter().flat_map(conjuncts) {
        let Expr::Compare(op, of, number) = condition else { continue };
        let (Expr::TimePart(TimePart::Weekday, at), Expr::Value(Value::Number(number))) = (&**of, &**number)
        else {
            continue;
        };
        let holds = |day: i64| {
            let order = Exact::from(day).cmp(number);
            match op {
                CompareOp::Is => order.is_eq(),
                CompareOp::IsNot => order.is_ne(),
                CompareOp::AtLeast => order.is_ge(),
                CompareOp::AtMost => order.is_le(),
                CompareOp::MoreThan => order.is_gt(),
                CompareOp::LessThan => order.is_lt(),
                _ => true,
            }
        };
        if **at == Expr::At(Slot::InHand) {
            let left = (1..=7).filter(|day| holds(*day)).map(|day| 1 << (day - 1));
            days &= left.fold(0, |all: u8, one: u8| all | one);
        }
    }
    days
}

/// Where each condition is written that is asked for.
pub(super) fn conditions(duty: &ast::Duty) -> Vec<Span> {
    match &duty.requirement {
        ast::Requirement::Keep(expr) | ast::Requirement::Satisfy(expr) => conditions_of(Some(expr)),
        ast::Requirement::Have(_) | ast::Requirement::Any(_) => Vec::new(),
    }
}

impl<'a> Checker<'a> {
    pub(super) fn requirement(
        &mut self,
        duty: &'a ast::Duty,
        every: Option<&'a ast::Frequency>,
        scene: &Scene,
    ) -> Requirement {
        let modality = duty.modality.node;
        self.one_quantity(duty, every);
        match &duty.requirement {
            ast::Requirement::Keep(expr) if self.several_records_meant(expr) => Requirement::Keep(NOTHING),
            ast::Requirement::Keep(expr) if self.one_of_several_meant(expr) => Requirement::Keep(NOTHING),
            ast::Requirement::Keep(expr) => {
                Requirement::Keep(asked_or_forbidden(self.condition(expr, scene), modality))
            }
            ast::Requirement::Satisfy(expr) => {
                let none = if scene.lacking { Hand::Lost } else { Hand::Empty };
                let hand = scene.trigger.map_or(none, Hand::Event);
                let condition = self.condition(expr, &Scene { hand, of_trigger: true, ..scene.clone() });
                Requirement::Satisfy(asked_or_forbidden(condition, modality))
            }
            ast::Requirement::Any(all) => {
                let each: Vec<Vec<Part>> =
                    all.iter().map(|parts| self.have(parts, every, modality, scene)).collect();
                if modality == Modality::MustNot {
                    self.forbidden_one_or_other(duty, all);
                }
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

    // Each day, on some days of the week: on the others it cannot be done, by whatever way.
    pub(super) fn each_day_on_some_weekdays(&mut self, norm: &Norm) {
        let is_daily = norm.time.is_day_by_day();
        // Whom it binds on some days alone, or who may do it and need not, is not asked for it on the others.
        let mut is_of_each_day = norm.exceptions.is_empty() && norm.modality != Modality::May;
        if let Some(filter) = norm.bearer.as_ref().and_then(|bearer| bearer.filter.as_ref()) {
            plan::visit(filter, &mut |e| is_of_each_day &= !matches!(e, Expr::During(_)));
        }
        let by_any_way = norm.requirement.alternatives().map(|parts| {
            let asked = parts.iter().filter(|part| part.quantity.low.is_some());
            asked.map(|part| weekdays(&part.what)).fold(EACH_DAY, |days, of| days & of)
        });
        let days = by_any_way.reduce(|days, of| days | of);
        let mut parts = norm.requirement.parts().map(|part| &part.what);
        let place = parts.find(|what| weekdays(what) != EACH_DAY).map(|what| what.span);
        if let Some(place) = place.filter(|_| is_daily && is_of_each_day && days != Some(EACH_DAY)) {
            self.report(Diagnostic::warning("B0729", place));
        }
    }

    // 逾期：… under 不得: what was too much stays so, whatever is done later.
    pub(super) fn nothing_to_make_up(&mut self, requirement: &Requirement, late: Spanned<(u32, Unit)>) {
        let mut parts = requirement.parts().peekable();
        let asks = |part: &Part| {
            part.quantity.low.is_some() || part.of_which.iter().any(|of| of.quantity.low.is_some())
        };
        if parts.peek().is_some() && !parts.any(asks) {
            self.report(Diagnostic::warning("B0727", late.span));
        }
    }

    // 不得：A；或者：B is kept by whoever does one of them and not the other, which hardly anybody means.
    fn forbidden_one_or_other(&mut self, duty: &ast::Duty, all: &[Vec<ast::HavePart>]) {
        let names = all.iter().flatten().map(|part| part.what.kind.node.clone());
        let names = Arg::OneOf(names.map(Arg::Plain).collect());
        self.report(Diagnostic::warning("B0725", duty.modality.span).with_arg("names", names));
    }

    // 应当：巡查（…）、备案（…）: records that are all asked for.
    fn several_records_meant(&mut self, expr: &ast::Expr) -> bool {
        let ExprKind::List(parts) = &expr.kind else { return false };
        let are_records = self.are_records(parts);
        let [one, other, ..] = parts.as_slice() else { return false };
        if are_records {
            let between = Span { start: one.span.end, end: other.span.start, ..expr.span };
            let (found, mark) = match written_in(self.files, expr.span) {
                Some(Lang::En) => ("&", "; "),
                _ => ("、", "；"),
            };
            let problem = Diagnostic::error("B0127", between).with("found", found).with("name", mark.trim());
            let problem = problem.help(Message::new("help.write").with("words", mark.trim()));
            self.report(if parts.len() == 2 { problem.fix(between, mark) } else { problem });
        }
        are_records
    }

    // Whether each of them is a type of record, by its name or with conditions.
    fn are_records(&self, parts: &[ast::Expr]) -> bool {
        let is_event = |word: &str| self.vocabulary_ref().event_named(word).is_some();
        parts.iter().all(|part| match &part.kind {
            ExprKind::Name(word) => is_event(word),
            ExprKind::Exists(selection) => is_event(&selection.kind.node),
            _ => false,
        })
    }

    // 应当：电话告知（…）或者家访: records, of which any will do, and no condition.
    fn one_of_several_meant(&mut self, expr: &ast::Expr) -> bool {
        let ExprKind::Or(parts) = &expr.kind else { return false };
        let vocabulary = self.vocabulary_ref();
        let is_event = |word: &str| vocabulary.event_named(word).is_some();
        let bare = parts.iter().find_map(|part| match &part.kind {
            ExprKind::Name(word) if is_event(word) => Some((word, part.span)),
            _ => None,
        });
        let Some((word, span)) = bare.filter(|_| self.are_records(parts)) else { return false };
        let problem = Diagnostic::error("B0201", span).with("name", word);
        let problem = problem.help(Message::new("help.alternatives"));
        let between = match parts.as_slice() {
            [one, other] if written_in(self.files, span) == Some(Lang::Zh) => {
                Some(Span { start: one.span.end, end: other.span.start, ..span })
            }
            _ => None,
        };
        self.report(match between {
            Some(between) => problem.fix(between, "；或者："),
            None => problem,
        });
        true
    }

    // How often is said in one place, and only of what is counted.
    fn one_quantity(&mut self, duty: &ast::Duty, every: Option<&ast::Frequency>) {
        let Some(shared) = every.and_then(|every| every.quantity.as_ref()) else { return };
        let own = match &duty.requirement {
            ast::Requirement::Keep(_) | ast::Requirement::Satisfy(_) => {
                return self.report(Diagnostic::error("B0424", shared.word.span));
            }
            ast::Requirement::Have(parts) => parts.iter().any(|part| part.quantity.is_some()),
            ast::Requirement::Any(all) => all.iter().flatten().any(|part| part.quantity.is_some()),
        };
        if own {
            self.report(Diagnostic::error("B0423", shared.word.span));
        }
    }

    pub(super) fn have(
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
            let written = part.quantity.as_ref().or(shared);
            let quantity = self.quantity(written, modality, scene);
            let total_of = self.total_of(part, scene);
            self.amounts_only_grow(&quantity, part);
            if let Some(written) = written.filter(|_| total_of.is_none()) {
                self.persons_counted(&what.from, written);
            }
            if total_of.is_none() {
                let all = written.into_iter().chain(part.of_which.iter().map(|o| &o.quantity));
                all.for_each(|written| self.whole_numbers(written));
            }
            if let Some(written) = written {
                self.binds(&quantity, written, modality, part.of_which.is_empty());
            }
            let inner = self.hand_of(&what.from, scene);
            let of_which = part.of_which.iter().map(|o| self.of_which(o, (scene, &inner)));
            let of_which: Vec<OfWhich> = of_which.collect();
            for (own, written) in of_which.iter().zip(&part.of_which) {
                self.binds(&own.quantity, &written.quantity, Modality::Must, true);
                self.part_of_the_whole(&own.quantity, &quantity, written.quantity.word.span);
            }
            Some(Part { what, total_of, quantity, of_which })
        });
        parts.collect()
    }

    fn of_which(&mut self, written: &'a ast::OfWhich, (scene, inner): (&Scene, &Scene)) -> OfWhich {
        let lang = written_in(self.files, written.filter.span).unwrap_or(Lang::En);
        OfWhich {
            quantity: self.quantity(Some(&written.quantity), Modality::Must, scene),
            filter: self.condition(&written.filter, inner),
            words: format_condition(&written.filter, lang).into(),
        }
    }

    pub(super) fn hand_of(&self, from: &From, scene: &Scene) -> Scene {
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
}
