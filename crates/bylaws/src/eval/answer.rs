//! Who answers, as of the date that rule I1 names: a vacant post is itself shown.

use super::frame::Frame;
use super::outcome::Answer;
use super::term::Term;
use crate::check::policy::Expr;
use crate::log::{Instant, Value};
use chrono::NaiveDate;
use std::sync::Arc;

/// The answerable ones in rank order.
pub(super) fn answerable(frame: &Frame<'_>, at: Instant) -> Vec<Answer> {
    let context = frame.context(at);
    let mut out = Vec::new();
    for line in &frame.norm.answerable {
        let people: Vec<Arc<str>> = match context.term(&line.who) {
            Term::Known(Value::Entity(id)) => vec![id],
            Term::Known(Value::Set(items)) => items
                .into_iter()
                .filter_map(|item| match item {
                    Value::Entity(id) => Some(id),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let one = |holder: Option<Arc<str>>| {
            let since = holder.as_deref().and_then(|who| since(frame, &line.who, who, at));
            Answer { rank: line.rank, role: line.role.clone(), holder, since }
        };
        if people.is_empty() {
            out.push(one(None));
        }
        out.extend(people.into_iter().map(|who| one(Some(who))));
    }
    out.sort_by_key(|a| a.rank);
    out
}

fn since(frame: &Frame<'_>, who: &Expr, person: &str, at: Instant) -> Option<NaiveDate> {
    let Expr::Holders(_, role) = who else { return None };
    let spell = frame.world.fluents.roles.get(role)?.of_who(person).find(|s| s.surely_at(at))?;
    spell.start.map(|_| frame.world.date_of(spell.from))
}
