//! Which version of a norm judged: from and until when it is in force, and by which documents.

use super::super::punctuation::word;
use crate::check::CheckedPolicy;
use crate::check::policy::Norm;
use crate::diagnostic::{Lang, Message};
use serde::Serialize;

/// The version of a norm; a norm that was always in force has none.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Version {
    from: Option<String>,
    until: Option<String>,
    /// The document that brought it, and the one that ended it: by number, or by title.
    by: Option<String>,
    ended_by: Option<String>,
    /// It was ended, and nothing came in its place.
    repealed: bool,
}

impl Version {
    pub(super) fn of(policy: &CheckedPolicy, norm: &Norm) -> Option<Self> {
        let (from, until) = norm.in_force;
        let document = |position: Option<usize>| {
            let amendment = policy.amendments.get(position?)?;
            Some(amendment.called().to_owned())
        };
        (from.is_some() || until.is_some()).then(|| Self {
            from: from.map(|day| day.to_string()),
            until: until.map(|day| day.to_string()),
            by: document(norm.amended.by),
            ended_by: document(norm.amended.ended),
            repealed: norm.amended.repealed,
        })
    }

    pub(super) fn text(&self, lang: Lang) -> String {
        let ended = if self.repealed { "explain.version.repealed" } else { "explain.version.amended" };
        let one = |day: &Option<String>, law: &Option<String>, plain, by| {
            let key = if law.is_some() { by } else { plain };
            let told = |day: &String| {
                Message::new(key).with("day", day).with("law", law.clone().unwrap_or_default())
            };
            day.as_ref().map(|day| told(day).render(lang))
        };
        let from = one(&self.from, &self.by, "explain.version.from", "explain.version.by");
        let until = one(&self.until, &self.ended_by, "explain.version.until", ended);
        from.into_iter().chain(until).collect::<Vec<_>>().join(word(lang, "，", ", "))
    }
}
