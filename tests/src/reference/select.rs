//! Records, spells and entities that pass a filter, sure and possible ones (rule K1).

use super::entities::{entities, exists};
use super::fluents::{Fluent, Spell, holds_at};
use super::scene::{Hand, Scene, truth_at};
use super::scope::edges;
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use bylaws::check::policy::{Expr, From, Selection};
use bylaws::log::{Instant, Moment, Precision, Record, Stretch, Value};

/// Records of a stretch that pass.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) kind: usize,
    pub(super) judgement: bool,
    pub(super) records: Vec<(&'a Record, Truth)>,
    /// Records that cannot be read and may be such ones.
    pub(super) aside: usize,
    /// There may be any number of others: part of the stretch is not covered or not yet seen.
    pub(super) open: bool,
    /// So there may of what is seen.
    pub(super) open_so_far: bool,
}

impl<'a> Found<'a> {
    pub(super) fn sure(&self) -> Vec<&'a Record> {
        self.records.iter().filter(|(_, t)| t.is_sure()).map(|(r, _)| *r).collect()
    }

    pub(super) fn possible(&self) -> Vec<&'a Record> {
        self.records.iter().map(|(r, _)| *r).collect()
    }

    pub(super) fn most(&self) -> Option<usize> {
        (!self.open).then_some(self.records.len() + self.aside)
    }

    /// The same of what is seen.
    pub(super) fn most_so_far(&self) -> Option<usize> {
        (!self.open_so_far).then_some(self.records.len() + self.aside)
    }
}

/// The records of a type in a stretch that pass a selection's filter.
pub(super) fn records<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    selection: &'a Selection,
    kind: usize,
    (from, until): (Instant, Instant),
) -> Found<'a> {
    let so_far = scene.so_far.is_some_and(|(_, at)| Instant(at.0 + 1) == until);
    let inside =
        |record: &Record| match (record.at.surely_in(from, until), record.at.possibly_in(from, until)) {
            (true, _) => Truth::Yes,
            (false, true) if so_far && record.at.precision <= Precision::Day => Truth::Yes,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::No,
        };
    let judgement = world.policy.vocabulary.events.get_index(kind).is_some_and(|(_, e)| e.judgement);
    let mut found = Found { kind, judgement, ..Found::default() };
    for (record, happened) in world.records(kind) {
        if scene.apart.is_some_and(|apart| apart.id == record.id) {
            continue;
        }
        // Whoever looks further sees more.
        let seen_to = scene.seen_to.filter(|moment| until <= moment.end);
        if seen_to.is_some_and(|moment| moment.surely_before(record.at)) {
            continue;
        }
        let truth = Truth::all([inside(record), happened]);
        if truth.is_possible() {
            // Of a month only the days count that lie in the stretch.
            let at = match record.at.precision {
                Precision::Instant | Precision::Day => record.at,
                _ => Moment { first: record.at.first.max(from), end: record.at.end.min(until), ..record.at },
            };
            let truth = Truth::all([truth, passes_at(world, scene, selection, record, at)]);
            if truth.is_possible() {
                found.records.push((record, truth));
            }
        }
    }
    found.aside =
        world.set_aside(kind).filter(|one| one.at.is_none_or(|at| at.possibly_in(from, until))).count();
    // Without a limit one looks as far back as the log reaches.
    let from = if from == Instant::MIN { world.begins().unwrap_or(from) } else { from };
    let judged = found.records.iter().any(|(_, truth)| truth.is_sure());
    // Nobody has judged yet, which is no judgement to the contrary (rule K6).
    found.open = judgement && !judged || !world.is_known(kind, from, until);
    found.open_so_far = judgement && !judged || !world.is_known(kind, from, until.min(world.as_of));
    found
}

/// Whether a record counts as evidence and passes the filter, as of its own time (rule S3).
pub(super) fn passes<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    selection: &'a Selection,
    record: &'a Record,
) -> Truth {
    passes_at(world, scene, selection, record, record.at)
}

/// Whether a record passes that gives rise to something: wherever in its time it may lie, by what happened up to then.
pub(super) fn passes_whenever<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    selection: &'a Selection,
    record: &'a Record,
) -> Truth {
    let all = super::scene::instants(world, record.at);
    let seen = all.iter().filter(|at| **at < world.as_of).count().max(1);
    Truth::throughout(all.into_iter().take(seen).map(|at| {
        let scene = scene.seeing_to(world.day_in(record.at, at));
        passes_at(
            world,
            &scene,
            selection,
            record,
            Moment { first: at, end: Instant(at.0 + 1), precision: Precision::Instant },
        )
    }))
}

fn passes_at<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    selection: &'a Selection,
    record: &'a Record,
    at: Moment,
) -> Truth {
    let scene = scene.with(Hand::Record(record));
    let event = world.policy.vocabulary.events.get_index(record.kind).map(|(name, _)| name);
    let evidence = event.and_then(|name| world.policy.evidence.get(name));
    Truth::all(
        evidence
            .into_iter()
            .chain(&selection.filter)
            .map(|condition| truth_at(world, &scene, at, condition).chosen()),
    )
}

/// Spells that pass at an instant, and how many more there may be; `None` where there may be any number.
pub(super) fn spells<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    selection: &'a Selection,
) -> (Vec<(Spell<'a>, Truth)>, Option<usize>) {
    let Some(fluent) = Fluent::of(world, &selection.from) else { return (Vec::new(), None) };
    let mut found = Vec::new();
    for spell in fluent.spells(world) {
        let holds = holds_at(world, &fluent, &spell, scene.at);
        if holds.is_possible() {
            let truth =
                Truth::all([holds, filtered(world, &scene.with(Hand::Spell(spell.clone())), selection)]);
            if truth.is_possible() {
                found.push((spell, truth));
            }
        }
    }
    (found, fluent.unknown_at(world, scene.at))
}

/// A selection's filter with something in hand.
pub(super) fn filtered<'a>(world: &World<'a>, scene: &Scene<'a>, selection: &'a Selection) -> Truth {
    selection.filter.as_ref().map_or(Truth::Yes, |filter| truth(world, scene, filter).chosen())
}

/// How many there are: records of the window, or spells or entities at the instant.
pub(super) fn count<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    selection: &'a Selection,
) -> (usize, Option<usize>) {
    match &selection.from {
        From::Event(kind) => {
            world.met("Selection of records");
            let found = records(world, scene, selection, *kind, scene.window);
            (found.sure().len(), found.most())
        }
        From::Role(_) | From::State(_) => {
            world.met("Selection of spells");
            let (found, unknown) = spells(world, scene, selection);
            let sure: Vec<&Spell<'_>> = found.iter().filter(|(_, t)| t.is_sure()).map(|(s, _)| s).collect();
            let handed_over = handed_over(world, &sure, scene.at);
            (sure.len() - handed_over, unknown.map(|more| found.len() - handed_over + more))
        }
        From::Entity(kind) => {
            world.met("Selection of entities");
            let truths: Vec<Truth> = entities(world, kind)
                .into_iter()
                .map(|entity| {
                    let there = exists(world, &entity, scene.at);
                    Truth::all([there, filtered(world, &scene.with(Hand::Entity(entity)), selection)])
                })
                .filter(|t| t.is_possible())
                .collect();
            let known = world.policy.vocabulary.events.get_index_of(kind.as_str()).is_none_or(|kind| {
                world.is_known(kind, scene.at, Instant(scene.at.0 + 1))
                    && world.set_aside(kind).next().is_none()
            });
            (truths.iter().filter(|t| t.is_sure()).count(), known.then_some(truths.len()))
        }
    }
}

// On a day on which some leave and others come, those who come take over: it counts as the greater of the numbers before
// and after. Of two that are known to the instant it is known whether they overlap.
fn handed_over(world: &World<'_>, spells: &[&Spell<'_>], at: Instant) -> usize {
    let day = world.day(world.date(at));
    let begins_today = |spell: &&&Spell<'_>| day.first <= spell.begins.0;
    let ends_today = |spell: &&&Spell<'_>| spell.ends.1 <= day.end;
    let come: Vec<_> = spells.iter().filter(|s| begins_today(s) && !ends_today(s)).collect();
    let leave: Vec<_> = spells.iter().filter(|s| ends_today(s) && !begins_today(s)).collect();
    let by_day = come.iter().filter(|s| s.begins.0 == day.first && s.begins.1 == day.first).count()
        + leave.iter().filter(|s| s.ends.0 == day.end && s.ends.1 == day.end).count();
    come.len().min(leave.len()).min(by_day)
}

/// The stretches of a window in which selected spells surely and possibly hold, merged.
pub(super) fn held<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    selection: &'a Selection,
    joined: i64,
) -> (Vec<Stretch>, Vec<Stretch>) {
    let Some(fluent) = Fluent::of(world, &selection.from) else { return Default::default() };
    let (from, until) = scene.window;
    // Without a limit one looks as far back as the log reaches.
    let from = if from == Instant::MIN { world.begins().unwrap_or(from) } else { from };
    let clip = |a: Instant, b: Instant| Stretch { from: a.max(from), until: b.min(until) };
    let (mut sure, mut possible) = (Vec::new(), Vec::new());
    for spell in fluent.spells(world) {
        let held = scene.with(Hand::Spell(spell.clone()));
        // Instant by instant, where the filter looks at more than what the spell itself tells.
        let whole = clip(spell.begins.0, spell.ends.1);
        let turns = selection.filter.as_ref().is_some_and(looks_around) && whole.from < whole.until;
        let cuts = if turns { edges(world, whole.from, whole.until) } else { vec![whole.from] };
        for (index, at) in cuts.iter().enumerate() {
            let end = cuts.get(index + 1).copied().unwrap_or(whole.until);
            let piece = |a: Instant, b: Instant| Stretch { from: a.max(*at), until: b.min(end) };
            let here = if turns { held.at(*at) } else { held.clone() };
            let truth = filtered(world, &here, selection);
            if truth.is_sure() {
                sure.push(piece(spell.begins.1, spell.ends.0.min(world.as_of)));
            }
            if truth.is_possible() {
                possible.push(piece(spell.begins.0, spell.ends.1));
            }
        }
    }
    // Before all records and after what is seen nothing changes from day to day.
    let mut edges = super::scene::days(world, from.max(world.earliest()), until.min(world.as_of));
    edges.extend(world.log.coverage.bounds().chain([from, world.as_of]).filter(|i| from <= *i && *i < until));
    edges.sort_unstable();
    for (index, at) in edges.iter().enumerate() {
        if !fluent.is_known_at(world, *at) {
            possible.push(clip(*at, edges.get(index + 1).copied().unwrap_or(until)));
            sure.retain(|s: &Stretch| s.until <= *at || s.from > *at);
        }
    }
    (merged(sure, joined), merged(possible, joined))
}

/// Whether a filter looks at anything but the fields of what is in hand.
pub(super) fn looks_around(filter: &Expr) -> bool {
    let around = matches!(
        filter,
        Expr::Attribute(..)
            | Expr::Under(..)
            | Expr::Holds(..)
            | Expr::Holders(..)
            | Expr::UnitsOf(..)
            | Expr::RoleField(..)
            | Expr::Account(..)
            | Expr::During(_)
    );
    around || filter.selection().is_some() || super::exceptions::parts(filter).into_iter().any(looks_around)
}

fn merged(mut all: Vec<Stretch>, joined: i64) -> Vec<Stretch> {
    all.retain(|s| s.from < s.until);
    all.sort();
    let mut out: Vec<Stretch> = Vec::new();
    for one in all {
        match out.last_mut() {
            Some(last) if one.from.0 - last.until.0 < joined.max(1) => last.until = last.until.max(one.until),
            _ => out.push(one),
        }
    }
    out
}

/// Members of a term of entities, as values, each once.
pub(super) fn once(mut values: Vec<Value>) -> Vec<Value> {
    let mut seen: Vec<Value> = Vec::new();
    values.retain(|v| {
        let new = !seen.contains(v);
        seen.push(v.clone());
        new
    });
    values
}
