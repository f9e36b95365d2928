//! Norms that only count records of one type, each for the bearer that it names: they can be judged on columns,
//! and records of such a type need not be looked at one by one by anybody.

use super::keys::{conjuncts, depends_on_time, each_expr, each_selection, visit};
use crate::check::policy::{
    BearerKind, CheckedPolicy, CompareOp, Expr, From, Norm, OneEvent, Part, Requirement, Selection, Slot,
    Time, Turning,
};
use crate::log::{EventOrigin, Type};
use std::collections::BTreeSet;

/// Which norms are judged on columns, and which types of records are therefore kept in them.
#[derive(Debug, Default)]
pub struct Lowered<'p> {
    /// The fields of each type, by its position, that these norms look at; none of a type that others look at.
    pub fields: Vec<Vec<usize>>,
    /// By position of the norm.
    pub norms: Vec<Option<Counted<'p>>>,
}

/// A norm that counts records of one type for each bearer and window.
#[derive(Debug)]
pub struct Counted<'p> {
    /// Position of the type.
    pub kind: usize,
    /// The field that names the bearer, or several.
    pub key: usize,
    /// What is counted, and how many.
    pub part: &'p Part,
    /// Further conditions, each on one field.
    pub conditions: Vec<(usize, &'p Expr)>,
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
            if norm.as_ref().is_some_and(|counted| elsewhere.contains(&counted.kind)) {
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
    }
    Lowered { fields: fields.into_iter().map(|fields| fields.into_iter().collect()).collect(), norms }
}

/// How a norm counts, if it does nothing else.
pub(crate) fn counted<'p>(policy: &'p CheckedPolicy, norm: &'p Norm) -> Option<Counted<'p>> {
    let plain_frame = norm.trigger.is_none()
        && norm.bearer.as_ref().is_some_and(|bearer| !matches!(bearer.kind, BearerKind::Holding(_)))
        && norm.for_each.is_none()
        && norm.calendars.is_empty()
        && norm.stops.is_none()
        && norm.extended.is_none()
        && norm.part.is_none()
        && norm.reading.one_event == OneEvent::Shared
        && matches!(norm.time, Time::Every { .. } | Time::EveryParameter(_));
    let plain_exceptions =
        norm.exceptions.iter().all(|e| e.instead.is_none() && !has_selection(&e.condition));
    let Requirement::Have(parts) = &norm.requirement else { return None };
    let ([part], true) = (parts.as_slice(), plain_frame && plain_exceptions && !is_followed(policy, norm))
    else {
        return None;
    };
    let From::Event(kind) = part.what.from else { return None };
    let (name, event) = policy.vocabulary.events.get_index(kind)?;
    let plain_event = event.origin == EventOrigin::Declared
        && !event.planned
        && !event.judgement
        && !["cycle", "cycle_year"].iter().any(|cycle| event.fields.contains_key(*cycle));
    let limits = [&part.quantity.low, &part.quantity.high];
    let plain_part = part.total_of.is_none()
        && part.of_which.is_empty()
        && limits.into_iter().flatten().all(|limit| matches!(limit, Expr::Value(_) | Expr::Parameter(_)));
    if !plain_event || !plain_part {
        return None;
    }
    let mut key = None;
    let mut conditions = Vec::new();
    let filters = [policy.evidence.get(name), part.what.filter.as_ref()];
    for condition in filters.into_iter().flatten().flat_map(conjuncts) {
        match names_bearer(condition) {
            Some(field) if key.is_none() => {
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
    Some(Counted { kind, key: key?, part, conditions })
}

// A verdict that something else rests on is found where those are.
fn is_followed(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let name = &norm.name.canonical;
    let of_verdict = |origin: &EventOrigin| matches!(origin, EventOrigin::Verdict(of) if of == name);
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
        exprs.extend(deem.fields.iter().flatten());
        exprs.extend(deem.effective.iter().map(|effect| &effect.from));
        let selections: Vec<&Selection> = match &deem.when {
            Turning::Each(one) | Turning::Reaches { what: one, .. } | Turning::InARow(one, _) => vec![one],
            Turning::Silence(after, _, without) => vec![after, without],
        };
        selections.iter().copied().for_each(&mut note);
        exprs.extend(selections.into_iter().filter_map(|selection| selection.filter.as_ref()));
    }
    exprs.into_iter().for_each(|expr| visit(expr, &mut |e| e.selection().into_iter().for_each(&mut note)));
    // What follows from other records is added to records.
    kinds.extend(policy.deems.iter().map(|deem| deem.event));
    kinds
}
