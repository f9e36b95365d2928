//! Two rules that deem the same type of one record: what they say is one fact, which has one id.

use super::Checker;
use super::contradiction::no_record_meets;
use super::policy::{Deem, Expr, From, Turning};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::Length;
use crate::source::Span;

impl Checker<'_> {
    /// Tells of rules by which facts that are not the same may follow from one record, given where each rule stands.
    pub(super) fn one_fact_of_a_record(&mut self, places: &[Span]) {
        let rules: Vec<(&Deem, Span)> = self.policy.deems.iter().zip(places.iter().copied()).collect();
        let mut told = Vec::new();
        for (index, (rule, at)) in rules.iter().enumerate() {
            let earlier = rules.get(..index).unwrap_or_default();
            let other = earlier
                .iter()
                .find(|(other, _)| self.may_both_follow(other, rule) && !say_the_same(other, rule));
            let From::Event(kind) = rule.when.followed().from else { continue };
            let events = &self.vocabulary_ref().events;
            let named = events.get_index(rule.event).zip(events.get_index(kind));
            if let (Some((_, before)), Some(((_, event), (_, ground)))) = (other, named) {
                let problem = Diagnostic::error("B0432", *at).with_arg("name", event.name.both());
                let problem = problem.with_arg("type", ground.name.both());
                told.push(problem.label(*before, Message::new("label.declared")));
            }
        }
        told.into_iter().for_each(|problem| self.report(problem));
    }

    // Whether one record may be what both follow from. Where an amendment ends one of them, no record is.
    fn may_both_follow(&self, one: &Deem, other: &Deem) -> bool {
        let (ground, of_other) = (one.when.followed(), other.when.followed());
        let From::Event(kind) = ground.from else { return false };
        let meets_both = || {
            let filters: Vec<Expr> = ground.filter.iter().chain(&of_other.filter).cloned().collect();
            !no_record_meets(self.vocabulary_ref(), Some(kind), &Expr::And(filters))
        };
        let ends_before =
            |a: &Deem, b: &Deem| a.in_force.1.zip(b.in_force.0).is_some_and(|(last, first)| last < first);
        let are_apart = ends_before(one, other) || ends_before(other, one);
        one.event == other.event && ground.from == of_other.from && !are_apart && meets_both()
    }
}

// Whether what follows by both is one fact: at one time, and with the same in it.
fn say_the_same(one: &Deem, other: &Deem) -> bool {
    let effective = |deem: &Deem| deem.effective.as_ref().map(|effect| (unplaced(&effect.from), effect.back));
    let fields = |deem: &Deem| {
        let value = |value: &Option<Expr>| value.as_ref().map(unplaced);
        deem.fields.iter().map(value).collect::<Vec<_>>()
    };
    later(&one.when) == later(&other.when)
        && effective(one) == effective(other)
        && fields(one) == fields(other)
}

// How much later than the record the fact follows.
fn later(when: &Turning) -> Option<Length> {
    if let Turning::Silence(_, length, _) = when { Some(*length) } else { None }
}

// An expression without where it is written.
fn unplaced(expr: &Expr) -> Expr {
    let mut out = expr.clone();
    unplace(&mut out);
    out
}

fn unplace(expr: &mut Expr) {
    if let Expr::Exists(selection)
    | Expr::Count(selection)
    | Expr::Measure(_, selection, _)
    | Expr::TimeOf(_, selection)
    | Expr::UnitsWith(_, selection, _)
    | Expr::SpellTime(_, _, selection, _) = expr
    {
        selection.span = Span::default();
        selection.conditions.clear();
    }
    expr.below_mut(&mut unplace);
}
