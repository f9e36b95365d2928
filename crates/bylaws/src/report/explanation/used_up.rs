//! Records that another duty used, where each may serve one only: a duty that lacks them would have counted them.

use super::{Explainer, Seen, apart, served};
use crate::check::policy::{Norm, OneEvent, Reading};
use crate::diagnostic::{Arg, Lang};
use crate::eval::{Outcome, Request, Verdict, as_of, with_claims};
use crate::limits;
use crate::log::Name;

/// A record, and the duty that used it.
#[derive(Clone, Debug)]
pub(super) struct UsedUp {
    pub record: Seen,
    pub norm: Name,
    pub bearer: Arg,
    /// The name of its window, else the days.
    pub window: Arg,
}

/// What a duty would count if its records could serve others too, and others surely used.
pub(super) fn by_others(of: &Explainer<'_>, norm: &Norm, outcome: &Outcome) -> Vec<UsedUp> {
    let is_worth =
        matches!(outcome.verdict, Verdict::Breached | Verdict::Open | Verdict::Undetermined | Verdict::Late);
    if !norm.uses_records_up() || !is_worth {
        return Vec::new();
    }
    let reading = Reading { one_event: OneEvent::Shared, ..norm.reading };
    let shared = apart::judged(of, Norm { reading, ..norm.clone() }, outcome);
    let Some(alone) = apart::same_instance(&shared, outcome) else { return Vec::new() };
    let counts = |id| outcome.evidence.contains(id) || outcome.others.contains(id);
    let lost = alone.evidence.iter().chain(&alone.others).filter(|id| !counts(id));
    let users = of.users();
    let by = |id: &str| {
        let uses = |user: &&Outcome| user.claims.as_ref().is_some_and(|claims| claims.surely_uses(id));
        users.iter().find(|user| uses(user) && !is_of_the_same(user, outcome))
    };
    lost.filter_map(|id| used_up(of, id, by(id)?)).collect()
}

fn used_up(of: &Explainer<'_>, id: &str, user: &Outcome) -> Option<UsedUp> {
    let (_, norm) = of.policy.norms.get_index(user.norm)?;
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| user.whose(lang).into_owned());
    let (bearer, window) = (Arg::Both { zh, en }, served::window(of, user));
    Some(UsedUp { record: of.seen(id), norm: norm.name.clone(), bearer, window })
}

/// The duties that use records up; none where to find them takes too much work.
pub(super) fn users(of: &Explainer<'_>) -> Vec<Outcome> {
    let request = Request { as_of: Some(as_of(of.log, of.request)), ..of.request.clone() };
    let mut users = with_claims(of.policy, of.log, &request, limits::WORK).unwrap_or_default();
    // Who owes nothing uses nothing.
    users.retain(|user| !matches!(user.verdict, Verdict::Excused | Verdict::NotApplicable));
    users
}

// What served another window of the same duty is told by itself.
fn is_of_the_same(one: &Outcome, outcome: &Outcome) -> bool {
    let duty = |o: &Outcome| (o.norm, o.bearer.clone(), o.of_each.clone(), o.trigger.clone());
    duty(one) == duty(outcome)
}
