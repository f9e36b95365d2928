//! What can never be of a norm, whatever the log: that it binds anybody, that it is met, that it is breached.

use super::FindingKind;
use crate::focus::focus;
use crate::setting::throughout;
use bylaws::check::policy::{BearerKind, Expr, From, Norm, Part, Requirement, Selection};
use bylaws::check::{CheckedPolicy, no_record_meets};
use bylaws::eval::Verdict;
use bylaws::log::{Exact, Value};
use bylaws::plan;
use chrono::{Days, NaiveDate};

/// What is plain of a norm by itself.
pub(super) fn never(policy: &CheckedPolicy, norm: &Norm) -> Option<FindingKind> {
    if binds_nobody(policy, norm) {
        return Some(FindingKind::NobodyBound);
    }
    let Requirement::Have(parts) = &norm.requirement else { return None };
    let idle = |part: &&Part| is_idle(policy, &part.what);
    let asks =
        |part: &Part| matches!(&part.quantity.low, Some(Expr::Value(Value::Number(n))) if *n > Exact::ZERO);
    if parts.iter().filter(idle).any(asks) {
        return Some(FindingKind::NeverMet);
    }
    let only_allows = |part: &Part| {
        let allows = matches!(&part.quantity.high, Some(Expr::Value(Value::Number(n))) if *n >= Exact::ZERO);
        allows && part.quantity.low.is_none() && part.of_which.is_empty()
    };
    let all = !parts.is_empty() && parts.iter().all(|part| idle(&part) && only_allows(part));
    all.then_some(FindingKind::NothingCounts)
}

// The conditions rule each other out, so that no record is one of these.
fn is_idle(policy: &CheckedPolicy, selection: &Selection) -> bool {
    let kind = if let From::Event(kind) = selection.from { Some(kind) } else { None };
    let filter = selection.filter.as_ref();
    filter.is_some_and(|filter| no_record_meets(&policy.vocabulary, kind, filter))
}

fn binds_nobody(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let bearer = norm.bearer.as_ref().and_then(|bearer| bearer.filter.as_ref());
    let contradicts = bearer.is_some_and(|filter| no_record_meets(&policy.vocabulary, None, filter))
        || norm.trigger.as_ref().is_some_and(|trigger| is_idle(policy, trigger));
    contradicts || is_never_in_force(policy, norm) || asks_nothing_while_in_force(policy, norm)
}

// From when and until when both the norm and its regulation are in force.
fn in_force(policy: &CheckedPolicy, norm: &Norm) -> Option<(NaiveDate, NaiveDate)> {
    let from = norm.in_force.0.max(policy.in_force_from);
    from.zip([norm.in_force.1, policy.in_force_until].into_iter().flatten().min())
}

fn is_never_in_force(policy: &CheckedPolicy, norm: &Norm) -> bool {
    in_force(policy, norm).is_some_and(|(from, until)| until < from)
}

// Whoever is there as long as it is in force has as much to do as anybody can have. Who is there longer than that is asked
// for nothing more.
fn asks_nothing_while_in_force(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let Some((from, until)) = in_force(policy, norm) else { return false };
    let is_plain = norm
        .bearer
        .as_ref()
        .is_some_and(|bearer| matches!(bearer.kind, BearerKind::Entity(_)) && bearer.filter.is_none())
        && norm.trigger.is_none()
        && norm.for_each.is_none()
        && norm.parameters.is_empty()
        && !looks_at_records(norm);
    let days = from.checked_sub_days(Days::new(400)).zip(until.checked_add_days(Days::new(400)));
    let (Some((begin, end)), true) = (days, is_plain) else { return false };
    let name = norm.name.canonical.clone();
    let small = focus(policy, std::slice::from_ref(&name));
    let Some(sketch) = throughout(&small, norm, begin, end) else { return false };
    let Some(found) = sketch.judged(&small, std::slice::from_ref(&name)) else { return false };
    let index = small.norms.get_index_of(&name);
    // Of days on which it is not in force the calendar need not tell.
    let (first, last) = (policy.zone.day_start(from), policy.zone.day_start(until));
    let of_norm = found.outcomes.iter().filter(|o| Some(o.norm) == index && !o.bearer.is_empty());
    let mut while_in_force = of_norm.filter(|o| o.from <= last && first < o.until);
    while_in_force.all(|o| matches!(o.verdict, Verdict::NotApplicable | Verdict::Excused))
}

// How much is asked of whom depends on what happens.
fn looks_at_records(norm: &Norm) -> bool {
    let mut found = norm.stops.is_some() || norm.extended.is_some();
    let Requirement::Have(parts) = &norm.requirement else { return true };
    let quantities = parts.iter().flat_map(|part| [&part.quantity.low, &part.quantity.high]).flatten();
    found |= quantities.into_iter().any(|limit| !matches!(limit, Expr::Value(_)));
    for exception in &norm.exceptions {
        plan::visit(&exception.condition, &mut |expr| {
            found |=
                !matches!(expr, Expr::During(_) | Expr::Not(_) | Expr::And(_) | Expr::Or(_) | Expr::Value(_));
        });
    }
    found
}
