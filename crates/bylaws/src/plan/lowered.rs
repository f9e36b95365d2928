//! Norms that only count records of one type, each for the bearer that it names or around a trigger that names the same
//! entity: they can be judged on columns, and records of such types need not be looked at one by one by anybody.

use super::keys::{conjuncts, depends_on_time, each_deemed_expr, each_expr, each_selection, visit};
use crate::check::policy::{
    BearerKind, CheckedPolicy, CompareOp, Expr, From, Norm, OneEvent, Part, Requirement, Selection, Slot,
    Time,
};
use crate::log::{EventOrigin, EventType, Type};
use std::collections::BTreeSet;

/// Which norms are judged on columns, and which types of records are therefore kept in them.
#[derive(Debug, Default)]
pub struct Lowered<'p> {
    /// The fields of each type, by its position, that these norms look at; none of a type that others look at.
    pub fields: Vec<Vec<usize>>,
    /// By position of the norm.
    pub norms: Vec<Option<Counted<'p>>>,
}

/// A norm that counts records of one type for each bearer and window, or around each trigger.
#[derive(Debug)]
pub struct Counted<'p> {
    /// Position of the type.
    pub kind: usize,
    /// The field that names the bearer, or several; with a trigger the one that names what the trigger names.
    pub key: usize,
    /// What triggers it, if anything does.
    pub trigger: Option<Trigger>,
    /// What is counted, and how many.
    pub part: &'p Part,
    /// Further conditions, each on one field.
    pub conditions: Vec<(usize, &'p Expr)>,
}

/// A record around which others are counted.
#[derive(Clone, Copy, Debug)]
pub struct Trigger {
    /// Position of the type.
    pub kind: usize,
    /// The field whose entity the records counted must name.
    pub field: usize,
}

/// Finds the norms that only count.
#[must_use]
pub fn lowered(policy: &CheckedPolicy) -> Lowered<'_> {
    let mut norms: Vec<Option<Counted<'_>>> =
        policy.norms.values().map(|norm| counted(policy, norm)).collect();
    // Types that something else looks at stay records, and so do those of norms that therefore do.
    loop {
        let elsewhere = looked_at(policy, &norms);
        let before = norms.iter().flatten().count();
        norms.iter_mut().for_each(|norm| {
            let is_looked_at = |counted: &Counted<'_>| {
                let kinds = [Some(counted.kind), counted.trigger.map(|trigger| trigger.kind)];
                kinds.into_iter().flatten().any(|kind| elsewhere.contains(&kind))
            };
            if norm.as_ref().is_some_and(is_looked_at) {
                *norm = None;
            }
        });
        if norms.iter().flatten().count() == before {
            break;
        }
    }
    let mut fields: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); policy.vocabulary.events.len()];
    for counted in norms.iter().flatten() {
        if let Some(fields) = fields.get_mut(counted.kind) {
            fields.insert(counted.key);
            fields.extend(counted.conditions.iter().map(|(field, _)| field));
        }
        // The first entity of a trigger bears the duty.
        let of_trigger = counted.trigger.and_then(|trigger| policy.vocabulary.events.get_index(trigger.kind));
        if let Some((trigger, (_, event))) = counted.trigger.zip(of_trigger)
            && let Some(fields) = fields.get_mut(trigger.kind)
        {
            fields.extend(0..event.fields.len());
        }
    }
    Lowered { fields: fields.into_iter().map(|fields| fields.into_iter().collect()).collect(), norms }
}

/// How a norm counts, if it does nothing else.
pub(crate) fn counted<'p>(policy: &'p CheckedPolicy, norm: &'p Norm) -> Option<Counted<'p>> {
    let plain_frame = norm.for_each.is_none()
        && norm.calendars.is_empty()
        && norm.stops.is_none()
        && norm.extended.is_none()
        && norm.part.is_none()
        && norm.reading.one_event == OneEvent::Shared
        // What made up for windows of the law before does not count again.
        && norm.amended.before.is_none()
        && has_plain_time(norm);
    let plain_exceptions =
        norm.exceptions.iter().all(|e| e.instead.is_none() && !has_selection(&e.condition));
    let Requirement::Have(parts) = &norm.requirement else { return None };
    let ([part], true) = (parts.as_slice(), plain_frame && plain_exceptions && !is_followed(policy, norm))
    else {
        return None;
    };
    let From::Event(kind) = part.what.from else { return None };
    let (name, event) = policy.vocabulary.events.get_index(kind)?;
    let limits = [&part.quantity.low, &part.quantity.high];
    let plain_part = part.total_of.is_none()
        && part.of_which.is_empty()
        && limits.into_iter().flatten().all(|limit| matches!(limit, Expr::Value(_) | Expr::Parameter(_)));
    let trigger = norm.trigger.as_ref().map(|trigger| plain_trigger(policy, trigger));
    if !is_plain_event(event) || !plain_part || trigger == Some(None) {
        return None;
    }
    let trigger = trigger.flatten();
    if trigger == Some(kind) {
        return None;
    }
    let (mut key, mut of_trigger) = (None, None);
    let mut conditions = Vec::new();
    let filters = [policy.evidence.get(name), part.what.filter.as_ref()];
    for condition in filters.into_iter().flatten().flat_map(conjuncts) {
        if let (Some(trigger), Some((field, own))) = (trigger, names_same(condition))
            && of_trigger.is_none()
            && names_one(event, field)
            && policy.vocabulary.events.get_index(trigger).is_some_and(|(_, event)| names_one(event, own))
        {
            (key, of_trigger) = (Some(field), Some(Trigger { kind: trigger, field: own }));
            continue;
        }
        match names_bearer(condition) {
            Some(field) if key.is_none() && trigger.is_none() => {
                let (_, declared) = event.fields.get_index(field)?;
                let entity = |ty: &Type| matches!(ty, Type::Entity(_) | Type::AnyEntity);
                let one = entity(&declared.ty) && matches!(condition, Expr::Compare(CompareOp::Is, ..));
                let many = matches!(&declared.ty, Type::Set(of) if entity(of))
                    && matches!(condition, Expr::Compare(CompareOp::Contains, ..));
                key = Some(field).filter(|_| one || many);
                key?;
            }
            _ => conditions.push((only_field(condition)?, condition)),
        }
    }
    if of_trigger.is_some() != trigger.is_some() {
        return None;
    }
    Some(Counted { kind, key: key?, trigger: of_trigger, part, conditions })
}

fn has_plain_time(norm: &Norm) -> bool {
    match (&norm.trigger, &norm.time) {
        (None, Time::Every { .. } | Time::EveryParameter(_)) => {
            norm.bearer.as_ref().is_some_and(|bearer| !matches!(bearer.kind, BearerKind::Holding(_)))
        }
        (Some(_), Time::WithinBefore(.., anchor) | Time::WithinAfter(.., anchor)) => {
            let plain_frame = norm.bearer.is_none() && norm.late.is_none() && norm.exceptions.is_empty();
            plain_frame && *anchor == Expr::At(Slot::Trigger)
        }
        _ => false,
    }
}

fn is_plain_event(event: &EventType) -> bool {
    event.origin == EventOrigin::Declared
        && !event.planned
        && !event.judgement
        && !["cycle", "cycle_year"].iter().any(|cycle| event.fields.contains_key(*cycle))
}

// The type of a trigger every record of which is one.
fn plain_trigger(policy: &CheckedPolicy, trigger: &Selection) -> Option<usize> {
    let From::Event(kind) = trigger.from else { return None };
    let (name, event) = policy.vocabulary.events.get_index(kind)?;
    let is_plain = is_plain_event(event) && trigger.filter.is_none() && policy.evidence.get(name).is_none();
    is_plain.then_some(kind)
}

// Whether a field names an entity in every record.
fn names_one(event: &EventType, field: usize) -> bool {
    let declared = event.fields.get_index(field);
    declared.is_some_and(|(_, declared)| {
        matches!(declared.ty, Type::Entity(_) | Type::AnyEntity)
            && !declared.optional
            && declared.from_role.is_none()
    })
}

// The fields of the record looked at and of the trigger that must be the same.
fn names_same(condition: &Expr) -> Option<(usize, usize)> {
    let Expr::Compare(CompareOp::Is, left, right) = condition else { return None };
    match (&**left, &**right) {
        (Expr::Field(Slot::InHand, own), Expr::Field(Slot::Trigger, of))
        | (Expr::Field(Slot::Trigger, of), Expr::Field(Slot::InHand, own)) => Some((*own, *of)),
        _ => None,
    }
}

// A verdict that something else rests on is found where those are.
fn is_followed(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let name = &norm.name.canonical;
    let of_verdict =
        |origin: &EventOrigin| matches!(origin, EventOrigin::Verdict(of) if norm.is_version_of(of));
    policy.vocabulary.events.values().any(|event| of_verdict(&event.origin))
        || policy.norms.values().any(|other| matches!(&other.time, Time::AfterBreachOf(of, _) if of == name))
}

fn names_bearer(condition: &Expr) -> Option<usize> {
    match condition {
        Expr::Compare(CompareOp::Is | CompareOp::Contains, left, right) => match (&**left, &**right) {
            (Expr::Field(Slot::InHand, field), Expr::Bearer) => Some(*field),
            (Expr::Bearer, Expr::Field(Slot::InHand, field))
                if matches!(condition, Expr::Compare(CompareOp::Is, ..)) =>
            {
                Some(*field)
            }
            _ => None,
        },
        _ => None,
    }
}

fn has_selection(expr: &Expr) -> bool {
    let mut found = false;
    visit(expr, &mut |e| found |= e.selection().is_some());
    found
}

// The one field of the record that a condition looks at, if it looks at nothing else.
fn only_field(condition: &Expr) -> Option<usize> {
    let (mut fields, mut plain) = (BTreeSet::new(), !depends_on_time(condition));
    visit(condition, &mut |e| match e {
        Expr::Field(Slot::InHand, field) => {
            fields.insert(*field);
        }
        Expr::Value(_)
        | Expr::Parameter(_)
        | Expr::Set(_)
        | Expr::Compare(..)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::Not(_)
        | Expr::Arith(..) => {}
        _ => plain = false,
    });
    fields.pop_first().filter(|_| plain && fields.is_empty())
}

// The types that anything but the counting of these norms looks at.
fn looked_at(policy: &CheckedPolicy, norms: &[Option<Counted<'_>>]) -> BTreeSet<usize> {
    let mut kinds = BTreeSet::new();
    let mut note = |selection: &Selection| {
        if let From::Event(kind) = selection.from {
            kinds.insert(kind);
        }
    };
    for (norm, counted) in policy.norms.values().zip(norms) {
        match counted {
            None => each_selection(norm, &mut note),
            // Its conditions are on single fields, so that only its bearers and who answers look further.
            Some(_) => each_expr(norm, &mut |e| e.selection().into_iter().for_each(&mut note)),
        }
    }
    let mut exprs: Vec<&Expr> = Vec::new();
    exprs.extend(policy.accounts.values().flat_map(|account| [&account.initially, &account.value]));
    exprs.extend(policy.tables.values().flat_map(|table| &table.rows).map(|row| &row.value));
    exprs.extend(policy.evidence.values());
    for deem in &policy.deems {
        deem.when.selections().for_each(&mut note);
        each_deemed_expr(deem, &mut |e| e.selection().into_iter().for_each(&mut note));
    }
    exprs.into_iter().for_each(|expr| visit(expr, &mut |e| e.selection().into_iter().for_each(&mut note)));
    // What follows from other records is added to records.
    kinds.extend(policy.deems.iter().map(|deem| deem.event));
    kinds
}
