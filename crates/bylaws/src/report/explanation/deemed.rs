//! From what a record follows that gave rise to a duty and that nobody wrote down: the record, and what the regulation takes to
//! follow from it; where that follows from another one, from what that does too. Where it is not known whether it follows,
//! or by which of several rules, nothing is said.

use super::{Explainer, Seen};
use crate::check::CheckedPolicy;
use crate::check::policy::{Deem, From, Selection, Turning};
use crate::diagnostic::{Arg, Lang, Message};
use crate::log::{Length, Record};

/// A record that others are taken to follow from.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    pub record: Seen,
    pub why: Why,
}

/// By what it follows.
#[derive(Clone, Debug)]
pub(super) struct Why(Message);

impl Why {
    /// In words, with what the record is called.
    pub(super) fn words(&self, record: String, lang: Lang) -> String {
        self.0.clone().with("record", record).render(lang)
    }
}

/// What the trigger of a duty follows from, one after the other; none of a record that stands in the log.
pub(super) fn grounds(of: &Explainer<'_>, trigger: &str) -> Vec<Ground> {
    let mut out = Vec::new();
    let mut id = trigger;
    while let Some(record) = of.derived(id)
        && let Some((ground, why)) = ground(of, record, id)
    {
        out.push(Ground { record: of.seen(ground), why });
        id = ground;
    }
    out
}

// Its id has that of what it follows from.
fn ground<'i>(of: &Explainer<'_>, record: &Record, id: &'i str) -> Option<(&'i str, Why)> {
    let (_, ground) = id.split_once('@')?;
    let (kind, at) = of.known(ground).map(|ground| (ground.kind, ground.at))?;
    let is_it = |deem: &&Deem| {
        deem.event == record.kind
            && deem.when.followed().from == From::Event(kind)
            && deem.is_in_force(of.policy.zone, at) != Some(false)
    };
    let mut rules = of.policy.deems.iter().filter(is_it);
    let deem = rules.next().filter(|_| !of.is_in_doubt(record))?;
    rules.next().is_none().then(|| (ground, Why(why(of.policy, &deem.when))))
}

fn why(policy: &CheckedPolicy, when: &Turning) -> Message {
    let told = |Length { count, unit }: Length| {
        let (zh, en) = unit.counted(count);
        Arg::Both { zh, en }
    };
    let of = |key, what: &Selection| Message::new(key).with_arg("type", name(policy, what));
    match when {
        Turning::Each(_) => Message::new("explain.deemed.each"),
        Turning::Silence(_, length, without) => {
            of("explain.deemed.silence", without).with_arg("length", told(*length))
        }
        Turning::Reaches { what, count, within: None, .. } => {
            of("explain.deemed.reaches", what).with("count", count)
        }
        Turning::Reaches { what, count, within: Some(length), .. } => {
            let message = of("explain.deemed.reaches.within", what).with("count", count);
            message.with_arg("length", told(*length))
        }
        Turning::InARow(what, count) => of("explain.deemed.in_a_row", what).with("count", count),
    }
}

fn name(policy: &CheckedPolicy, what: &Selection) -> Arg {
    let From::Event(kind) = what.from else { return Arg::from("") };
    let event = policy.vocabulary.events.get_index(kind);
    event.map_or_else(|| Arg::from(""), |(_, event)| event.name.both())
}
