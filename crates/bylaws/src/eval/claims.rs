//! What duties use of records that may serve one of them only (rule U3): where it is not known which they use, all
//! that they may use may be used up for the others.

use super::frame::{Found, Frame};
use super::outcome::Verdict;
use super::select::Hit;
use super::tally::Tally;
use crate::check::policy::{From, Part};
use crate::log::{Exact, Instant, Precision};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::Arc;

/// What a duty uses of the records that it looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Claims {
    /// What it uses, and how much of each where it asks for a sum.
    pub(super) used: Vec<(Arc<str>, Option<Exact>)>,
    /// What it counts besides, or may.
    pub(super) others: Vec<Arc<str>>,
    /// It is not known which of all these it uses.
    pub(super) is_unsure: bool,
    /// When it is due is not known either, so that it may come before any other.
    pub(super) whenever: bool,
}

impl Claims {
    /// All records that it may use.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<str>> {
        self.used.iter().map(|(id, _)| id).chain(&self.others)
    }

    /// Whether it surely uses a record.
    pub(crate) fn surely_uses(&self, id: &str) -> bool {
        !self.is_unsure && self.used.iter().any(|(used, _)| &**used == id)
    }
}

/// What other duties have used up, or may have, of the records that one looks at.
#[derive(Clone, Default)]
pub(super) struct Taken {
    /// How much of each (rule U4): all of it if nothing is said.
    pub surely: HashMap<Arc<str>, Option<Exact>>,
    /// Of these it is not known.
    pub possibly: HashSet<Arc<str>>,
}

/// What a duty uses of what was counted for a part of it. Whoever only must not do too much uses nothing up.
pub(super) fn of_part(
    frame: &Frame<'_>,
    part: &Part,
    from: Instant,
    tally: &Tally<'_>,
    used: Vec<(Arc<str>, Option<Exact>)>,
) -> Option<Claims> {
    if !frame.norm.uses_records_up() || part.quantity.low.is_none() {
        return None;
    }
    let ids: HashSet<&Arc<str>> = used.iter().map(|(id, _)| id).collect();
    let counted = tally.in_time.iter().chain(&tally.late);
    let (of_use, idle): (Vec<&Hit<'_>>, Vec<&Hit<'_>>) = counted.partition(|hit| ids.contains(&hit.id));
    // What comes after those that it uses takes the place of none.
    let last = of_use.iter().map(|hit| hit.at.end).max();
    let may_come_first = |hit: &Hit<'_>| last.is_none_or(|last| hit.at.first < last);
    let rivals: Vec<&&Hit<'_>> = idle.iter().filter(|hit| may_come_first(hit)).collect();
    let is_coarse = |hit: &Hit<'_>| hit.at.precision > Precision::Day;
    let has_no_order = rivals.iter().any(|hit| is_coarse(hit))
        || !rivals.is_empty() && of_use.iter().any(|hit| is_coarse(hit));
    let may_lack = last.is_some_and(|last| may_be_more(frame, part, from, last));
    let is_unsure = may_lack || has_no_order || tally.may.iter().any(may_come_first);
    let others = idle.into_iter().chain(&tally.may).map(|hit| hit.id.clone()).collect();
    Some(Claims { used, others, is_unsure, whenever: false })
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
pub(super) fn unsure(found: Found, whenever: bool) -> Found {
    let claims = found.claims.map(|claims| Claims {
        is_unsure: true,
        whenever: whenever || claims.whenever,
        ..claims
    });
    Found { claims, ..found }
}

/// The claims of a duty of which it is not known in what time it may be met: on whatever it may count at all.
pub(super) fn at_any_time(frame: &Frame<'_>) -> Found {
    if !frame.norm.uses_records_up() {
        return Found::default();
    }
    let mut others: Vec<Arc<str>> = Vec::new();
    for part in frame.norm.requirement.parts().filter(|part| part.quantity.low.is_some()) {
        let ever = frame.context(frame.from).over((Instant::MIN, Instant::MAX));
        let selected = ever.select(&part.what);
        others.extend(selected.sure.iter().map(|hit| hit.id.clone()));
        others.extend(selected.possible.iter().map(|(hit, _)| hit.id.clone()));
    }
    let claims = Claims { others, is_unsure: true, whenever: true, ..Claims::default() };
    Found { claims: Some(claims), ..Found::default() }
}

/// What a duty claims of which that much was found and ruled.
pub(super) fn of(verdict: Verdict, found: &Found) -> Option<Box<Claims>> {
    let claims = found.claims.clone()?;
    let is_unsure = claims.is_unsure || verdict == Verdict::Undetermined;
    Some(Box::new(Claims { is_unsure, ..claims }))
}

/// Of both of two parts.
pub(super) fn together(a: Option<Claims>, b: Option<Claims>) -> Option<Claims> {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.used.extend(b.used);
            a.others.extend(b.others);
            let (is_unsure, whenever) = (a.is_unsure || b.is_unsure, a.whenever || b.whenever);
            Some(Claims { is_unsure, whenever, ..a })
        }
        (one, other) => one.or(other),
    }
}

/// Of either of two alternatives: as long as none is decided, nobody knows which of them its records serve; then what serves
/// the one that is left serves nothing.
pub(super) fn either(verdict: Verdict, chosen: Option<Claims>, left: Option<Claims>) -> Option<Claims> {
    let is_open = matches!(verdict, Verdict::Open | Verdict::Undetermined);
    let left = left.map(|mut left| {
        left.is_unsure |= is_open && !left.used.is_empty();
        left.others.extend(left.used.drain(..).map(|(id, _)| id));
        left
    });
    together(chosen, left)
}
