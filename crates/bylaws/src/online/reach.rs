//! How far each norm looks: at which records, whose they are, how far back, and when time alone may change what
//! is known. Worked out once from the policy; where it cannot be told, everything is looked at again.

use crate::check::policy::{
    ArithOp, BearerKind, CheckedPolicy, CompareOp, Expr, From, Norm, Requirement, Selection, Slot, Time,
};
use crate::eval::Whom;
use crate::log::{EventOrigin, Record, Unit, Value};
use crate::plan::{self, conjuncts, each_expr, each_selection, visit};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What of the past a norm still needs when all its older instances are certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Past {
    /// The windows that are not over.
    Windows,
    /// So many milliseconds before triggers to come.
    Triggers(i64),
    /// All of it.
    All,
}

/// When a norm is looked at again though no record concerns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wake {
    /// Where a window or a limit of one of its instances ends.
    AtLimits,
    /// There, and where a month begins.
    EachMonth,
    /// There, and where a day begins.
    EachDay,
    /// Whenever the watermark moves.
    Always,
}

/// How far a norm looks.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// Types of records that it looks at, by position; with the fields that name the bearer whom a record
    /// concerns, none where it may be anybody.
    kinds: BTreeMap<usize, Option<Vec<usize>>>,
    pub past: Past,
    pub wake: Wake,
    /// A bearer is judged by the records that name it, and by nothing else but who holds office there.
    pub is_local: bool,
}

/// The reach of every norm, by position.
pub(super) fn of_all(policy: &CheckedPolicy) -> Vec<Reach> {
    policy.norms.values().map(|norm| Reach::of(policy, norm)).collect()
}

impl Reach {
    fn of(policy: &CheckedPolicy, norm: &Norm) -> Self {
        let mut kinds: BTreeMap<usize, Option<Vec<usize>>> = BTreeMap::new();
        each_selection(norm, &mut |selection| {
            let From::Event(kind) = &selection.from else { return };
            let fields = kinds.entry(*kind).or_insert_with(|| Some(Vec::new()));
            match (naming_bearer(selection).filter(|_| norm.bearer.is_some()), fields.as_mut()) {
                (Some(field), Some(fields)) => fields.push(field),
                _ => *fields = None,
            }
        });
        // What a record needs to count as evidence may rest on others.
        let by_evidence = kinds.keys().any(|kind| {
            let name = policy.vocabulary.events.get_index(*kind).map(|(name, _)| name);
            name.and_then(|name| policy.evidence.get(name)).is_some_and(rests_on_records)
        });
        let entwined = by_evidence || entwined(policy, norm);
        let past = if entwined { Past::All } else { past(policy, norm) };
        let wake = if entwined { Wake::Always } else { wake(norm, past) };
        let is_local = !entwined
            && is_local(policy, norm)
            && kinds.iter().all(|(kind, fields)| {
                let event = policy.vocabulary.events.get_index(*kind);
                let own =
                    event.is_some_and(|(_, event)| event.fields.values().all(|f| f.from_role.is_none()));
                own && fields.is_some() && event.is_none_or(|(name, _)| !policy.evidence.contains_key(name))
            });
        Self { kinds, past, wake, is_local }
    }

    /// Whether it looks at records of a type.
    pub(super) fn looks_at(&self, kind: usize) -> bool {
        self.kinds.contains_key(&kind)
    }

    /// Whom a record concerns under it.
    pub(super) fn concerns(&self, record: &Record) -> Whom {
        let mut whom = Whom::Nobody;
        match self.kinds.get(&record.kind) {
            None => {}
            Some(None) => whom = Whom::Everybody,
            Some(Some(fields)) => {
                fields
                    .iter()
                    .filter_map(|field| record.field(*field))
                    .for_each(|value| named(value, &mut whom));
            }
        }
        whom
    }
}

/// All that a record names.
pub(super) fn named_by(record: &Record) -> Whom {
    let mut whom = Whom::Nobody;
    record.fields.iter().flatten().for_each(|value| named(value, &mut whom));
    whom
}

fn named(value: &Value, whom: &mut Whom) {
    match value {
        Value::Entity(id) => whom.add(Arc::clone(id)),
        Value::Set(items) => items.iter().for_each(|item| named(item, whom)),
        _ => {}
    }
}

/// Whether a record makes an entity, a role or a state, which every norm may look at.
pub(super) fn lasts(policy: &CheckedPolicy, kind: usize) -> bool {
    let event = policy.vocabulary.events.get_index(kind);
    event.is_some_and(|(_, event)| !matches!(event.origin, EventOrigin::Declared | EventOrigin::Verdict(_)))
}

/// Whether a record registers an entity.
pub(super) fn registers(policy: &CheckedPolicy, kind: usize) -> bool {
    let event = policy.vocabulary.events.get_index(kind);
    event.is_some_and(|(_, event)| matches!(event.origin, EventOrigin::Entity(_)))
}

// The field that must be, or hold, the bearer.
fn naming_bearer(selection: &Selection) -> Option<usize> {
    conjuncts(selection.filter.as_ref()?).into_iter().find_map(|part| match part {
        Expr::Compare(CompareOp::Is | CompareOp::Contains, left, right) => match (&**left, &**right) {
            (Expr::Field(Slot::InHand, field), Expr::Bearer) => Some(*field),
            (Expr::Bearer, Expr::Field(Slot::InHand, field))
                if matches!(part, Expr::Compare(CompareOp::Is, ..)) =>
            {
                Some(*field)
            }
            _ => None,
        },
        _ => None,
    })
}

// Whether its verdicts hang together with those of other bearers or norms, or with numbers carried along.
fn entwined(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let follows = |other: &Norm| matches!(&other.time, Time::AfterBreachOf(parent, _) if *parent == norm.name.canonical);
    let mut carried = false;
    each_expr(norm, &mut |e| carried |= matches!(e, Expr::Account(..) | Expr::Carried));
    carried
        || matches!(norm.time, Time::AfterBreachOf(..))
        || policy.norms.values().any(follows)
        || norm.uses_records_up()
        || plan::strata(policy).is_none_or(|sources| !sources.is_empty())
}

// Whether all that it says is about the bearer and records that name it.
fn is_local(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let by_itself = match norm.bearer.as_ref().map(|bearer| &bearer.kind) {
        Some(BearerKind::Entity(_)) => true,
        // Who takes a post that only one can hold ends that of another one.
        Some(BearerKind::Role(role)) => policy.vocabulary.roles.get(role).is_some_and(|role| !role.single),
        Some(BearerKind::Holding(_)) | None => false,
    };
    let mut is_local = by_itself && norm.for_each.is_none() && norm.calendars.is_empty();
    each_selection(norm, &mut |selection| is_local &= matches!(selection.from, From::Event(_)));
    each_expr(norm, &mut |e| {
        is_local &= match e {
            Expr::Attribute(of, _) | Expr::Under(of, _) | Expr::Holders(of, _) => **of == Expr::Bearer,
            Expr::Value(_) | Expr::Parameter(_) | Expr::Bearer | Expr::Field(..) | Expr::At(_) => true,
            Expr::Set(_) | Expr::And(_) | Expr::Or(_) | Expr::Not(_) | Expr::Pick(..) => true,
            Expr::Compare(..) | Expr::Arith(..) | Expr::Round(..) | Expr::Else(..) => true,
            Expr::Exists(_) | Expr::Count(_) | Expr::Measure(..) | Expr::TimeOf(..) | Expr::UnitsWith(..) => {
                true
            }
            Expr::Previous(_) | Expr::Within(..) | Expr::Over(..) | Expr::Daily(..) => true,
            Expr::Shift(..)
            | Expr::TimePart(..)
            | Expr::OnDay(..)
            | Expr::DayOfYear(..)
            | Expr::DayOfPeriod(..)
            | Expr::Elapsed(..)
            | Expr::During(_) => true,
            _ => false,
        };
    });
    is_local
}

fn past(policy: &CheckedPolicy, norm: &Norm) -> Past {
    // What extends a limit may have been there before the trigger.
    let mut looks_back = !norm.calendars.is_empty() || norm.extended.is_some();
    each_expr(norm, &mut |e| {
        looks_back |= matches!(e, Expr::Previous(_) | Expr::Within(..) | Expr::Over(..) | Expr::Daily(..))
    });
    let filters = norm.bearer.iter().filter_map(|bearer| bearer.filter.as_ref());
    let filters = filters.chain(norm.for_each.iter().filter_map(|each| each.filter.as_ref()));
    let filters = filters.chain(norm.trigger.iter().filter_map(|trigger| trigger.filter.as_ref()));
    // An exception of a triggered duty looks at what was before the trigger.
    let exceptions = norm.exceptions.iter().map(|exception| &exception.condition);
    looks_back |= exceptions.clone().any(measures_a_stretch);
    let filters = filters.chain(exceptions.filter(|_| norm.trigger.is_some()));
    let mut filters = filters.chain(&norm.stops);
    if looks_back || filters.any(rests_on_records) || quantities(norm).any(rests_on_records) {
        return Past::All;
    }
    match (&norm.trigger, &norm.time) {
        (
            None,
            Time::Every { .. }
            | Time::EveryParameter(_)
            | Time::AtTheEndOfEvery(_)
            | Time::ByDateEveryYear { .. },
        ) if one_debt(policy, norm) => Past::Windows,
        (Some(_), time) => of_trigger(norm, time).map_or(Past::All, Past::Triggers),
        _ => Past::All,
    }
}

fn quantities(norm: &Norm) -> impl Iterator<Item = &Expr> {
    norm.requirement.parts().flat_map(|part| part.quantity.low.iter().chain(&part.quantity.high))
}

fn rests_on_records(expr: &Expr) -> bool {
    let mut found = false;
    visit(expr, &mut |e| found |= e.selection().is_some_and(|s| matches!(s.from, From::Event(_))));
    found
}

fn measures_a_stretch(expr: &Expr) -> bool {
    let mut found = false;
    visit(expr, &mut |e| found |= matches!(e, Expr::UnitsWith(..) | Expr::SpellTime(..)));
    found
}

// What is made up in a later window, or by its label, is told by the records that an outcome names; of several
// parts it does not name all.
fn one_debt(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let labelled = norm.requirement.parts().any(|part| match part.what.from {
        From::Event(kind) => {
            let event = policy.vocabulary.events.get_index(kind);
            event.is_some_and(|(_, e)| e.fields.contains_key("cycle") || e.fields.contains_key("cycle_year"))
        }
        _ => false,
    });
    let single = matches!(&norm.requirement, Requirement::Have(parts) if parts.len() == 1);
    !labelled && (norm.late.is_none() || single || matches!(norm.requirement, Requirement::Keep(_)))
}

// How far before a trigger records count.
fn of_trigger(norm: &Norm, time: &Time) -> Option<i64> {
    if matches!(norm.requirement, Requirement::Satisfy(_)) {
        let mut looks = false;
        each_expr(norm, &mut |e| looks |= e.selection().is_some());
        return (!looks).then_some(0);
    }
    let of_trigger = |expr: &Expr| matches!(expr, Expr::At(Slot::Trigger));
    match time {
        Time::WithinAfter(_, _, anchor) if of_trigger(anchor) => Some(0),
        // A limit before the trigger is kept by what was done before it.
        Time::NoLaterThan(Expr::Shift(ArithOp::Add, anchor, _)) if of_trigger(anchor) => Some(0),
        Time::OnTheDayOf(anchor) if of_trigger(anchor) => Some(DAY),
        Time::WithinBefore(count, unit, anchor)
            if of_trigger(anchor) && norm.exceptions.iter().all(|e| e.instead.is_none()) =>
        {
            let days = match unit {
                Unit::Minute | Unit::Hour | Unit::Day => 1,
                Unit::Week => 7,
                Unit::Month => 31,
                Unit::Quarter => 92,
                Unit::Year => 366,
                _ => return None,
            };
            let length = DAY.checked_mul(days)?.checked_mul(i64::from(*count))?;
            // Days off may move an end by some days.
            length.checked_add(31 * DAY)
        }
        _ => None,
    }
}

const DAY: i64 = 24 * 60 * 60 * 1000;

fn wake(norm: &Norm, past: Past) -> Wake {
    let holding = norm.requirement.parts().any(|part| !matches!(part.what.from, From::Event(_)));
    match (past, &norm.time) {
        _ if holding || norm.stops.is_some() || norm.extended.is_some() => Wake::Always,
        (Past::Windows, Time::Every { unit: Unit::Month | Unit::Quarter | Unit::Year, from: None, .. })
            if norm.part.is_none() =>
        {
            Wake::EachMonth
        }
        (Past::Windows, _) => Wake::EachDay,
        (Past::Triggers(_), _) => Wake::AtLimits,
        (Past::All, _) => Wake::Always,
    }
}
