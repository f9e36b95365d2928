//! What duties claim of records that may serve one of them only (rule U3): where it is not known which they use, all
//! that they may use may be used up for the others.

use super::frame::{Found, Frame};
use super::outcome::Verdict;
use super::select::Hit;
use super::tally::Tally;
use crate::check::policy::{From, Part};
use crate::log::{Exact, Instant, Precision};
use crate::syntax::ast::OneEvent;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::Arc;

/// Records that a duty may use, where it is not known which of them it does.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Claims {
    pub(super) records: Vec<Arc<str>>,
    /// When it is due is not known either, so that it may come before any other.
    pub(super) whenever: bool,
}

/// What other duties have used up, or may have, of the records that one looks at.
#[derive(Clone, Default)]
pub(super) struct Taken {
    /// How much of each (rule U4): all of it if nothing is said.
    pub surely: HashMap<Arc<str>, Option<Exact>>,
    /// Of these it is not known.
    pub possibly: HashSet<Arc<str>>,
}

/// What a duty may use of what was counted for a part of it; none where it is known which of them decide.
pub(super) fn in_doubt(
    frame: &Frame<'_>,
    part: &Part,
    from: Instant,
    tally: &Tally<'_>,
    deciding: &[Arc<str>],
) -> Option<Claims> {
    if !is_exclusive(frame) {
        return None;
    }
    // Whoever only must not do too much uses nothing up.
    if part.quantity.low.is_none() && deciding.is_empty() {
        return None;
    }
    let deciding: HashSet<&Arc<str>> = deciding.iter().collect();
    let counted = || tally.in_time.iter().chain(&tally.late);
    let used = || counted().filter(|hit| deciding.contains(&hit.id));
    // What comes after those that it uses takes the place of none.
    let last = used().map(|hit| hit.at.end).max();
    let may_come_first = |hit: &Hit<'_>| last.is_none_or(|last| hit.at.first < last);
    let others = || counted().filter(|hit| !deciding.contains(&hit.id) && may_come_first(hit));
    let is_coarse = |hit: &Hit<'_>| hit.at.precision > Precision::Day;
    let has_no_order = others().any(is_coarse) || others().next().is_some() && used().any(is_coarse);
    let may_count = tally.may.iter().any(may_come_first);
    let is_unsure =
        last.is_some_and(|last| may_be_more(frame, part, from, last)) || has_no_order || may_count;
    is_unsure.then(|| {
        let records = counted().chain(&tally.may).map(|hit| hit.id.clone()).collect();
        Claims { records, whenever: false }
    })
}

// Whether the log may lack some of a part in a stretch; what lies before the log is out of view.
fn may_be_more(frame: &Frame<'_>, part: &Part, from: Instant, until: Instant) -> bool {
    let From::Event(kind) = part.what.from else { return false };
    let world = frame.world;
    let begins = world.log.coverage.hull().map_or(from, |hull| hull.from.max(from));
    world.gap_in(kind, begins, until).is_some() || world.set_aside(kind, begins, until) > 0
}

/// The claims of a duty of which it is not known whether it uses what it is shown to use: it may not exist, may be excused, or
/// may need more; or it is not known when it is due.
pub(super) fn unsure(frame: &Frame<'_>, found: Found, whenever: bool) -> Found {
    if !is_exclusive(frame) {
        return found;
    }
    Found { claims: Some(all_shown(&found, whenever)), ..found }
}

// On all that is shown, besides those known before.
fn all_shown(found: &Found, whenever: bool) -> Claims {
    let before = found.claims.iter().flat_map(|claims| &claims.records);
    let records = before.chain(&found.evidence).chain(&found.others).cloned().collect();
    Claims { records, whenever: whenever || found.claims.as_ref().is_some_and(|claims| claims.whenever) }
}

/// The claims of a duty of which it is not known in what time it may be met: on whatever it may count at all.
pub(super) fn at_any_time(frame: &Frame<'_>) -> Found {
    let mut records: Vec<Arc<str>> = Vec::new();
    for part in frame.norm.requirement.parts().filter(|_| is_exclusive(frame)) {
        let ever = frame.context(frame.from).over((Instant::MIN, Instant::MAX));
        let selected = ever.select(&part.what);
        records.extend(selected.sure.iter().map(|hit| hit.id.clone()));
        records.extend(selected.possible.iter().map(|(hit, _)| hit.id.clone()));
    }
    Found { claims: is_exclusive(frame).then_some(Claims { records, whenever: true }), ..Found::default() }
}

/// What a duty claims of which that much was found and ruled.
pub(super) fn of(frame: &Frame<'_>, verdict: Verdict, found: &Found) -> Option<Box<Claims>> {
    if !is_exclusive(frame) {
        return None;
    }
    let claims = match verdict {
        Verdict::Undetermined => Some(all_shown(found, false)),
        _ => found.claims.clone(),
    };
    claims.map(Box::new)
}

/// Both of two parts, or either of two alternatives.
pub(super) fn together(a: Option<Claims>, b: Option<Claims>) -> Option<Claims> {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.records.extend(b.records);
            Some(Claims { whenever: a.whenever || b.whenever, ..a })
        }
        (one, other) => one.or(other),
    }
}

fn is_exclusive(frame: &Frame<'_>) -> bool {
    frame.norm.reading.one_event == OneEvent::Exclusive
}
