//! Where a post that one person held may come to be held by several, or the other way round: logs in which a second person is
//! appointed to it.

use crate::literal;
use crate::sketch::{Sketch, day_of, put_on};
use bylaws::check::CheckedPolicy;
use bylaws::syntax::ast::{ExprKind, Given};
use chrono::Days;

/// The posts that have one holder by one version and may have several by the other.
pub(super) fn posts(first: &CheckedPolicy, second: &CheckedPolicy) -> Vec<String> {
    let (old, new) = (&first.vocabulary.roles, &second.vocabulary.roles);
    let differs = |(name, role): &(&String, &bylaws::log::RoleType)| {
        new.get(*name).is_some_and(|other| other.single != role.single)
    };
    old.iter().filter(differs).map(|(name, _)| name.clone()).collect()
}

/// The log with one appointment more, a day after one to such a post.
pub(super) fn second_holder(posts: &[String], sketch: &Sketch) -> Vec<Sketch> {
    let is_such = |fact: &&Given| {
        fact.kind.node == "role_start"
            && named(fact, "role").is_some_and(|role| posts.iter().any(|post| post == role))
    };
    let more = |fact: &Given| {
        let mut again = fact.clone();
        put_on(&mut again, day_of(fact)?.checked_add_days(Days::new(1))?);
        let (_, person) = again.fields.iter_mut().find(|(name, _)| name.node == "person")?;
        *person = literal::word(&nobody(sketch));
        let mut log = sketch.clone();
        log.facts.push(again);
        log.sort();
        Some(log)
    };
    sketch.facts.iter().filter(is_such).filter_map(more).collect()
}

fn named<'f>(fact: &'f Given, field: &str) -> Option<&'f str> {
    let (_, value) = fact.fields.iter().find(|(name, _)| name.node == field)?;
    if let ExprKind::Name(word) = &value.kind { Some(word) } else { None }
}

// Somebody whom the log does not name.
fn nobody(sketch: &Sketch) -> String {
    let is_named = |id: &String| {
        let values =
            sketch.facts.iter().flat_map(|fact| &fact.fields).flat_map(|(_, value)| literal::parts(value));
        values.into_iter().any(|value| matches!(&value.kind, ExprKind::Name(word) if word == id))
    };
    let mut ids = (1..).map(|n| format!("p{n}"));
    ids.find(|id| !is_named(id)).unwrap_or_default()
}
