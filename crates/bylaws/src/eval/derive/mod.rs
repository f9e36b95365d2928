//! Records that follow from others: verdicts of norms and deemed events, found stratum by stratum and put into
//! the log, so that whoever reads them sees no difference (rules V1 to V4).
//!
//! What may follow, because something that it rests on is not known, is a record in doubt; where nobody knows of whom
//! it would be, it is treated like a record that was set aside.

mod effect;
mod fact;
mod reached;
mod runs;
mod turning;
mod unread;
mod verdicts;

use super::exclusive;
use super::world::{Store, World};
use super::{Request, as_of};
use crate::check::policy::{CheckedPolicy, Deem, Turning};
use crate::diagnostic::Message;
use crate::log::{EventLog, EventOrigin, Instant, LogError, Moment, Place, Record, SetAside, Stretch};
use crate::plan::{self, Source};
use std::sync::Arc;

/// What one source gives.
#[derive(Default)]
struct Derived {
    records: Vec<Record>,
    /// From when those are known that lie back.
    since: Vec<(Arc<str>, Instant)>,
    /// Of whom they are is known, and not whether they are.
    in_doubt: Vec<Record>,
    unread: Vec<SetAside>,
    /// Where there may be others of a type, because what they follow from is not covered.
    uncovered: Vec<(usize, Stretch)>,
}

/// The log with all that follows from it; none where nothing can.
pub(super) fn extended(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Option<EventLog> {
    let sources = plan::strata(policy).filter(|sources| !sources.is_empty())?;
    let as_of = as_of(log, request);
    let mut log = log.clone();
    for source in sources {
        let derived = {
            let mut store = Store::new(policy, &log, as_of, &request.parameters);
            store.work = request.work.clone();
            let mut world = World::of(&store);
            match source {
                Source::Verdicts(index) => {
                    // What follows from verdicts follows from those that stand once records are given out.
                    let rivals = plan::rivals(policy, index);
                    let settled = exclusive::settle_among(&mut world, |norm| rivals.contains(&norm));
                    verdicts::of_norm(&world, index, request, &settled)
                }
                Source::Deem(index) => {
                    policy.deems.get(index).map(|deem| deemed(&world, deem)).unwrap_or_default()
                }
            }
        };
        for kind in plan::gives(policy, source) {
            let of_verdicts = policy.vocabulary.events.get_index(kind);
            if of_verdicts.is_some_and(|(_, event)| matches!(event.origin, EventOrigin::Verdict(_))) {
                // Verdicts are known wherever there are any.
                let always = Stretch { from: Instant::MIN, until: Instant::MAX };
                log.coverage.derived.insert(kind, vec![always]);
            }
        }
        derived.put_into(&mut log);
    }
    Some(log)
}

impl Derived {
    fn put_into(self, log: &mut EventLog) {
        for (kind, gap) in self.uncovered {
            let known = log.coverage.of(kind).iter().flat_map(|one| without(*one, gap)).collect();
            log.coverage.derived.insert(kind, known);
        }
        log.since.extend(self.since);
        log.set_aside.extend(self.unread);
        // Two rules may say the same of one record: it is one fact, and sure if one of them surely says so.
        let mut new: Vec<Record> = Vec::with_capacity(self.records.len());
        for record in self.records {
            let was_in_doubt = log
                .in_doubt
                .get_mut(&record.id)
                .and_then(|all| all.iter().position(|other| *other == record).map(|at| all.swap_remove(at)));
            if was_in_doubt.is_none() && !log.holds(&record) {
                new.push(record);
            }
        }
        log.add(new);
        let mut in_doubt = Vec::new();
        for record in self.in_doubt {
            if !log.holds(&record) {
                log.in_doubt.entry(record.id.clone()).or_default().push(record.clone());
                in_doubt.push(record);
            }
        }
        log.add(in_doubt);
    }
}

// What is left of a stretch without another one.
fn without(of: Stretch, gap: Stretch) -> impl Iterator<Item = Stretch> {
    let before = Stretch { from: of.from, until: of.until.min(gap.from) };
    let after = Stretch { from: of.from.max(gap.until), until: of.until };
    [before, after].into_iter().filter(|one| one.from < one.until)
}

// One of which nobody knows of whom it would be.
fn unread(kind: usize, at: Moment, id: &str) -> SetAside {
    let error = LogError {
        place: Place::default(),
        other: None,
        field: None,
        message: Message::new("why.set_aside"),
    };
    SetAside { error, id: Some(Arc::from(id)), kind: Some(kind), at: Some(at), corrects: None }
}

fn deemed(world: &World<'_>, deem: &Deem) -> Derived {
    let mut derived = match &deem.when {
        Turning::Each(what) => turning::each(world, deem, what),
        Turning::Silence(after, length, without) => turning::silence(world, deem, after, *length, without),
        Turning::Reaches { what, count, within, per } => {
            reached::of(world, deem, what, (*count, *within, *per))
        }
        Turning::InARow(of, count) => runs::in_a_row(world, deem, of, *count),
    };
    unread::note(world, deem, &mut derived);
    derived
}
