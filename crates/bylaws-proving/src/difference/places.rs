//! Every place of a policy that names a type of record or a field by its position, in the order of the norms and of what
//! they rest on; with it what is written there, so that it can be looked at, or be written otherwise.

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{
    Expr, From, Instead, Norm, Part, Quantity, Requirement, Selection, Slot, Time, Turning,
};
use bylaws::log::{EventOrigin, Vocabulary};

/// A place.
pub(super) enum Place<'e> {
    /// The position of a type of record.
    Kind(&'e mut usize),
    /// The position of a field of the type of record at this position.
    Field(usize, &'e mut usize),
    /// A selection, after all that is in it.
    Selection(&'e mut Selection),
    /// An expression, after all that is in it.
    Expr(&'e mut Expr),
}

/// What is called on every place of the policy.
pub(super) fn each(policy: &mut CheckedPolicy, f: &mut dyn FnMut(Place<'_>)) {
    let vocabulary = policy.vocabulary.clone();
    let mut walk = Walk { vocabulary: &vocabulary, f };
    policy.norms.values_mut().for_each(|norm| walk.norm(norm));
    for (name, rule) in &mut policy.evidence {
        let kind = vocabulary.events.get_index_of(name);
        walk.expr(rule, Hands { in_hand: kind, trigger: None });
    }
    for table in policy.tables.values_mut() {
        table.rows.iter_mut().for_each(|row| walk.expr(&mut row.value, Hands::default()));
    }
    for account in policy.accounts.values_mut() {
        for value in [&mut account.initially, &mut account.value] {
            walk.expr(value, Hands::default());
        }
    }
    for deem in &mut policy.deems {
        walk.deem(deem);
    }
}

/// The type of record that is in hand, and that of the trigger.
#[derive(Clone, Copy, Default)]
struct Hands {
    in_hand: Option<usize>,
    trigger: Option<usize>,
}

struct Walk<'w> {
    vocabulary: &'w Vocabulary,
    f: &'w mut dyn FnMut(Place<'_>),
}

impl Walk<'_> {
    fn norm(&mut self, norm: &mut Norm) {
        let trigger = norm.trigger.as_ref().and_then(|trigger| self.kind_of(&trigger.from));
        let hands = Hands { in_hand: None, trigger };
        let filters = norm.bearer.iter_mut().filter_map(|bearer| bearer.filter.as_mut());
        let filters = filters.chain(norm.for_each.iter_mut().filter_map(|each| each.filter.as_mut()));
        filters.for_each(|filter| self.expr(filter, hands));
        norm.calendars.iter_mut().for_each(|(_, condition)| self.expr(condition, hands));
        norm.trigger.iter_mut().for_each(|trigger| self.selection(trigger, hands));
        self.requirement(&mut norm.requirement, hands);
        self.time(&mut norm.time, hands);
        for exception in &mut norm.exceptions {
            self.expr(&mut exception.condition, hands);
            if let Some(Instead::Quantity(quantity)) = &mut exception.instead {
                self.quantity(quantity, hands);
            }
        }
        norm.stops.iter_mut().for_each(|stops| self.expr(stops, hands));
        norm.extended.iter_mut().for_each(|extension| self.selection(&mut extension.when, hands));
        norm.answerable.iter_mut().for_each(|answer| self.expr(&mut answer.who, hands));
    }

    fn requirement(&mut self, requirement: &mut Requirement, hands: Hands) {
        match requirement {
            Requirement::Have(parts) => parts.iter_mut().for_each(|part| self.part(part, hands)),
            Requirement::Any(ways) => ways.iter_mut().flatten().for_each(|part| self.part(part, hands)),
            Requirement::Keep(condition) => self.expr(condition, hands),
            // What gives rise to the duty is what is looked at.
            Requirement::Satisfy(condition) => {
                self.expr(condition, Hands { in_hand: hands.trigger, ..hands });
            }
        }
    }

    fn part(&mut self, part: &mut Part, hands: Hands) {
        let kind = self.kind_of(&part.what.from);
        if let (Some(kind), Some(field)) = (kind, &mut part.total_of) {
            (self.f)(Place::Field(kind, field));
        }
        self.quantity(&mut part.quantity, hands);
        for of in &mut part.of_which {
            self.quantity(&mut of.quantity, hands);
            self.expr(&mut of.filter, Hands { in_hand: kind, ..hands });
        }
        self.selection(&mut part.what, hands);
    }

    fn quantity(&mut self, quantity: &mut Quantity, hands: Hands) {
        quantity.low.iter_mut().chain(&mut quantity.high).for_each(|bound| self.expr(bound, hands));
    }

    fn time(&mut self, time: &mut Time, hands: Hands) {
        if let Time::Before(anchor)
        | Time::After(anchor)
        | Time::WithinBefore(_, _, anchor)
        | Time::WithinAfter(_, _, anchor)
        | Time::NoLaterThan(anchor)
        | Time::AtLeast { anchor, .. }
        | Time::OnTheDayOf(anchor)
        | Time::EveryFrom { day: anchor, .. } = time
        {
            self.expr(anchor, hands);
        }
    }

    fn deem(&mut self, deem: &mut bylaws::check::policy::Deem) {
        let none = Hands::default();
        let in_hand = match &mut deem.when {
            Turning::Each(what) | Turning::InARow(what, _) => self.outermost(what, none),
            Turning::Silence(first, _, without) => {
                let kind = self.outermost(first, none);
                self.selection(without, Hands { in_hand: None, trigger: kind });
                kind
            }
            Turning::Reaches { what, per, .. } => {
                let kind = self.outermost(what, none);
                if let (Some(kind), Some(field)) = (kind, per) {
                    (self.f)(Place::Field(kind, field));
                }
                kind
            }
        };
        let hands = Hands { in_hand, trigger: None };
        deem.effective.iter_mut().for_each(|effect| self.expr(&mut effect.from, hands));
        deem.fields.iter_mut().flatten().for_each(|value| self.expr(value, hands));
        (self.f)(Place::Kind(&mut deem.event));
    }

    // A selection that is in no other one, with the type that it is of.
    fn outermost(&mut self, selection: &mut Selection, hands: Hands) -> Option<usize> {
        let kind = self.kind_of(&selection.from);
        self.selection(selection, hands);
        kind
    }

    fn selection(&mut self, selection: &mut Selection, hands: Hands) {
        let in_hand = self.kind_of(&selection.from);
        selection.filter.iter_mut().for_each(|filter| self.expr(filter, Hands { in_hand, ..hands }));
        if let From::Event(kind) = &mut selection.from {
            (self.f)(Place::Kind(kind));
        }
        (self.f)(Place::Selection(selection));
    }

    fn expr(&mut self, expr: &mut Expr, hands: Hands) {
        match expr {
            Expr::Field(slot, field) => {
                if let Some(kind) = Self::kind_in(slot, hands) {
                    (self.f)(Place::Field(kind, field));
                }
                self.slot(slot);
            }
            Expr::At(slot) => self.slot(slot),
            Expr::RoleField(_, _, field) => {
                if let Some(kind) = self.kind_where(|origin| *origin == EventOrigin::RoleStart) {
                    (self.f)(Place::Field(kind, field));
                }
            }
            Expr::Measure(_, selection, field) => {
                if let Some(kind) = self.kind_of(&selection.from) {
                    (self.f)(Place::Field(kind, field));
                }
            }
            _ => {}
        }
        match expr {
            Expr::Exists(selection)
            | Expr::Count(selection)
            | Expr::Measure(_, selection, _)
            | Expr::TimeOf(_, selection)
            | Expr::UnitsWith(_, selection, _)
            | Expr::SpellTime(_, _, selection, _) => self.selection(selection, hands),
            _ => expr.below_mut(&mut |part| self.expr(part, hands)),
        }
        (self.f)(Place::Expr(expr));
    }

    fn slot(&mut self, slot: &mut Slot) {
        if let Slot::Around(kind) = slot {
            (self.f)(Place::Kind(kind));
        }
    }

    fn kind_in(slot: &Slot, hands: Hands) -> Option<usize> {
        match slot {
            Slot::InHand => hands.in_hand,
            Slot::Trigger => hands.trigger,
            Slot::Around(kind) => Some(*kind),
        }
    }

    // Of a post or a state the record that starts it is in hand.
    fn kind_of(&self, from: &From) -> Option<usize> {
        match from {
            From::Event(kind) => Some(*kind),
            From::Role(_) => self.kind_where(|origin| *origin == EventOrigin::RoleStart),
            From::State(state) => {
                self.kind_where(|origin| matches!(origin, EventOrigin::StateStart(of) if of == state))
            }
            From::Entity(entity) => {
                self.kind_where(|origin| matches!(origin, EventOrigin::Entity(of) if of == entity))
            }
        }
    }

    fn kind_where(&self, is: impl Fn(&EventOrigin) -> bool) -> Option<usize> {
        self.vocabulary.events.values().position(|event| is(&event.origin))
    }
}
