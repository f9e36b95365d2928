//! What follows from records and verdicts: the log is filled up with deemed records and with verdicts again and
//! again until nothing is new (rules V1 to V5). What may follow is like a record of which it is not known whether it is one;
//! where nobody knows of whom it would be, like one that cannot be read.

use super::instance::Instance;
use super::kept::may_break_early;
use super::length::shifted_day;
use super::reached::reached;
use super::scene::{Hand, Scene, instants};
use super::select::{passes_whenever, records};
use super::slots::{spec, windows_of};
use super::term::Term;
use super::terms::term;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{Deem, From, Instead, Norm, Part, Requirement, Selection, Time, Turning};
use bylaws::diagnostic::Message;
use bylaws::eval::Verdict;
use bylaws::log::{
    EventLog, EventOrigin, Instant, Length, LogError, Moment, Place, Precision, Record, SetAside, Stretch,
    Unit, Value,
};
use chrono::NaiveDate;
use std::sync::Arc;

/// Records that follow, and those that may.
#[derive(Default)]
pub(super) struct Derived {
    records: Vec<Record>,
    /// Of whom they are is known, and not whether they are.
    in_doubt: Vec<Record>,
    unread: Vec<SetAside>,
    /// Of a type there may be others in a stretch, because what they follow from is not covered.
    uncovered: Vec<(usize, Stretch)>,
}

impl Derived {
    /// The log together with what follows.
    pub(super) fn added_to(self, world: &World<'_>, log: &EventLog) -> EventLog {
        let mut log = log.clone();
        for (kind, gap) in self.uncovered {
            let mut all = log.coverage.of(kind).to_vec();
            all = all.into_iter().flat_map(|one| without(one, gap)).collect();
            log.coverage.derived.insert(kind, all);
        }
        // Two rules may say the same of one record: it is one fact, and sure if one of them surely says so.
        for record in self.records {
            if !log.records.contains(&record) {
                log.records.push(record);
            }
        }
        for record in self.in_doubt {
            if !log.records.contains(&record) {
                log.in_doubt.entry(record.id.clone()).or_default().push(record.clone());
                log.records.push(record);
            }
        }
        log.set_aside.extend(self.unread);
        log.records.sort_by(|a, b| (a.at.first, a.at.end, &a.id).cmp(&(b.at.first, b.at.end, &b.id)));
        // Verdicts are known wherever there are any.
        for (kind, event) in world.policy.vocabulary.events.values().enumerate() {
            if matches!(event.origin, EventOrigin::Verdict(_)) {
                let always = Stretch { from: Instant::MIN, until: Instant::MAX };
                log.coverage.derived.insert(kind, vec![always]);
            }
        }
        log
    }

    // One of which nobody knows of whom it would be.
    fn unread(&mut self, kind: usize, at: Moment, id: &str) {
        let error = LogError {
            place: Place::default(),
            other: None,
            field: None,
            message: Message::new("why.set_aside"),
        };
        self.unread.push(SetAside {
            error,
            id: Some(Arc::from(id)),
            kind: Some(kind),
            at: Some(at),
            corrects: None,
        });
    }
}

// What is left of a stretch without another one.
fn without(of: Stretch, gap: Stretch) -> Vec<Stretch> {
    let before = Stretch { from: of.from, until: of.until.min(gap.from) };
    let after = Stretch { from: of.from.max(gap.until), until: of.until };
    [before, after].into_iter().filter(|one| one.from < one.until).collect()
}

/// Whether anything can follow from the records of a policy.
pub(super) fn anything(world: &World<'_>) -> bool {
    let mut events = world.policy.vocabulary.events.values();
    !world.policy.deems.is_empty() || events.any(|e| matches!(e.origin, EventOrigin::Verdict(_)))
}

/// What follows from what is in the log, given the instances of all norms over it.
pub(super) fn derived(world: &World<'_>, instances: &[Instance]) -> Derived {
    let mut out = Derived::default();
    for (kind, (name, event)) in world.policy.vocabulary.events.iter().enumerate() {
        let EventOrigin::Verdict(norm) = &event.origin else { continue };
        let wanted = match name.split_once(' ').map(|(first, _)| first) {
            Some("breach") => Verdict::Breached,
            Some("lateness") => Verdict::Late,
            _ => Verdict::Fulfilled,
        };
        // Of all versions of the norm.
        let of = |i: &&Instance| {
            world.policy.norms.get_index(i.norm).is_some_and(|(_, one)| one.is_version_of(norm))
        };
        for instance in instances.iter().filter(of) {
            verdict(world, &mut out, kind, wanted, instance);
        }
    }
    for deem in &world.policy.deems {
        world.met(match deem.when {
            Turning::Each(_) => "Turning::Each",
            Turning::Silence(..) => "Turning::Silence",
            Turning::Reaches { .. } => "Turning::Reaches",
            Turning::InARow(..) => "Turning::InARow",
        });
        match &deem.when {
            Turning::Each(what) => each(world, &mut out, deem, what),
            Turning::Silence(after, length, without) => {
                silence(world, &mut out, deem, after, *length, without)
            }
            Turning::Reaches { what, count, within, per } => {
                for (record, sure) in reached(world, what, (*count as usize, *within, *per)) {
                    out.fact(world, deem, record, (record.at, sure));
                }
            }
            Turning::InARow(of, count) => in_a_row(world, &mut out, deem, of, *count as usize),
        }
        of_the_unread(world, &mut out, deem);
    }
    out
}

// What follows from what cannot be read, or is not covered, may follow for anybody: of silence and of a count also so much later
// as they look back.
fn of_the_unread(world: &World<'_>, out: &mut Derived, deem: &Deem) {
    let (what, length) = match &deem.when {
        Turning::Each(what) => (what, Some(None)),
        Turning::Silence(what, length, _) => (what, Some(Some(*length))),
        Turning::Reaches { what, within, .. } => (what, within.map(Some)),
        Turning::InARow(of, _) => (of, Some(None)),
    };
    let From::Event(kind) = what.from else { return };
    // A fact may have effect at any time after what it follows from.
    let length = if deem.effective.is_some() { None } else { length };
    let tail = |at: Moment| match length {
        Some(None) => at.end,
        Some(Some(length)) => after(world, at, length).map_or(Instant::MAX, |(end, _)| end),
        None => Instant::MAX,
    };
    // What may be of any type may be the fact itself too, but no later one.
    let later = length != Some(None);
    // Of a count another record than the one that it is of may be the one by which it is reached.
    let whence = |at: Moment| match &deem.when {
        Turning::Reaches { within: None, .. } => Moment { end: Instant::MAX, ..at },
        Turning::Reaches { within: Some(length), .. } => {
            let end = after(world, at, *length).map_or(Instant::MAX, |(end, _)| end);
            Moment { end, ..at }
        }
        _ => at,
    };
    let in_force = |at: Moment| is_in_force(world, deem, whence(at)) != Some(false);
    let may = |own: Option<usize>| own.map_or(later, |own| own == kind);
    for aside in world.log.set_aside.iter().filter(|aside| may(aside.kind)) {
        if aside.at.is_some_and(|at| !in_force(at)) {
            continue;
        }
        let always = Moment { first: Instant::MIN, end: Instant::MAX, precision: Precision::Year };
        let at = aside.at.unwrap_or(always);
        let end = if aside.at.is_some() { tail(at) } else { Instant::MAX };
        let may = Moment { end, ..at };
        let may = if may == at { at } else { Moment { precision: Precision::Year, ..may } };
        out.unread(deem.event, may, aside.id.as_deref().unwrap_or_default());
    }
    for gap in gaps(world, kind) {
        let last = Moment { first: gap.from, end: gap.until, precision: Precision::Year };
        if in_force(last) {
            out.uncovered.push((deem.event, Stretch { from: gap.from, until: tail(last) }));
        }
    }
}

// Whether a record of a moment is of the days of a rule; none where only some of its time is.
fn is_in_force(world: &World<'_>, deem: &Deem, at: Moment) -> Option<bool> {
    let (from, until) = deem.in_force;
    let begun = |at: Instant| from.is_none_or(|day| world.date(at) >= day);
    let over = |at: Instant| until.is_some_and(|day| world.date(at) > day);
    let last = if at.end == Instant::MAX { None } else { Some(Instant(at.end.0 - 1)) };
    let never = last.is_some_and(|last| !begun(last)) || at.first != Instant::MIN && over(at.first);
    let always = (from.is_none() || at.first != Instant::MIN && begun(at.first))
        && (until.is_none() || last.is_some_and(|last| !over(last)));
    if never { Some(false) } else { always.then_some(true) }
}

/// Where within the days of the log a type is not covered: what was before it begins is out of view, as for all that records give
/// rise to.
pub(super) fn gaps(world: &World<'_>, kind: usize) -> Vec<Stretch> {
    let mut gaps: Vec<Stretch> = world.log.coverage.hull().into_iter().collect();
    for known in world.log.coverage.of(kind) {
        gaps = gaps.into_iter().flat_map(|gap| without(gap, *known)).collect();
    }
    gaps
}

// A verdict is a record on the day on which it became certain; one that is not known may be any.
fn verdict(world: &World<'_>, out: &mut Derived, kind: usize, wanted: Verdict, instance: &Instance) {
    if instance.verdict == Verdict::Undetermined || may_be_certain(world, wanted, instance) {
        let at = perhaps_certain(world, wanted, instance);
        match instance.bearer.is_empty() {
            true => out.unread(kind, at, ""),
            false => out.in_doubt.extend((at.first < world.as_of).then(|| told(world, kind, instance, at))),
        }
        return;
    }
    let Some(certain) = instance.certain_at.filter(|_| instance.verdict == wanted) else { return };
    let last = Instant(certain.0 - 1);
    let ends_a_day = world.day_start_of(certain) == certain;
    let at = if ends_a_day { world.day(world.date(last)) } else { Moment::instant(last) };
    out.records.push(told(world, kind, instance, at));
}

// What is told of a verdict, as a record at a moment.
fn told(world: &World<'_>, kind: usize, instance: &Instance, at: Moment) -> Record {
    let day = |at: Instant| Some(Value::Time(world.day(world.date(at))));
    let mut fields = vec![
        Some(Value::Entity(Arc::from(instance.bearer.as_str()))),
        day(instance.from),
        Some(Value::Time(last_day(world, instance))),
    ];
    fields.extend(instance.for_which.clone().map(Some));
    let whose = match &instance.of_each {
        None => instance.bearer.clone(),
        Some(each) => format!("{} / {each}", instance.bearer),
    };
    let (norm, at_all_times) = world
        .policy
        .norms
        .get_index(instance.norm)
        .map_or(("", false), |(name, norm)| (name.as_str(), norm.time == Time::AtAllTimes));
    // A stretch in which something does not hold is told by the instant at which it begins.
    let beginning = match instance.verdict != Verdict::Fulfilled && at_all_times {
        true => world.policy.zone.local_of(instance.from).to_string(),
        false => world.date(instance.from).to_string(),
    };
    let label = instance.trigger.clone().unwrap_or(beginning);
    let id = Arc::from(format!("{norm}/{whose}/{label}"));
    Record { id, kind, at, recorded_at: None, fields: fields.into(), place: Place::default() }
}

// Whether one that is open, and of which not everything is known, may be certain already: by enough records where more of them
// change nothing, by too many of them, or as late once its window is over.
fn may_be_certain(world: &World<'_>, wanted: Verdict, instance: &Instance) -> bool {
    let Some((_, norm)) = world.policy.norms.get_index(instance.norm) else { return false };
    let in_doubt = instance.measured.is_some_and(|(low, high)| high != Some(low));
    let replaced = norm.exceptions.iter().any(|e| matches!(e.instead, Some(Instead::Quantity(_))));
    instance.verdict == Verdict::Open
        && in_doubt
        && match wanted {
            Verdict::Late => instance.overdue,
            _ if replaced => true,
            Verdict::Fulfilled => {
                let mut alternatives = norm.requirement.alternatives();
                alternatives.any(|parts| !parts.iter().any(Part::has_upper_limit))
            }
            _ => norm.requirement.has_upper_limit(),
        }
}

// Where a verdict that is not known could have become certain: what is missing from a window, or compared over it, at
// its end.
fn perhaps_certain(world: &World<'_>, wanted: Verdict, instance: &Instance) -> Moment {
    let norm = world.policy.norms.get_index(instance.norm).map(|(_, norm)| norm);
    let over = Instant(instance.until.0.max(instance.from.0 + 1));
    let at_end = norm.is_some_and(|norm| at_end_alone(norm, wanted));
    let made_up = instance.late_until.map_or(over, |day| world.day(day).end);
    // What is not seen yet is not known anyway.
    let end = over.max(made_up).min(world.as_of);
    let first = match norm {
        // Of those that nobody knows the first window may have decided.
        Some(norm) if at_end && instance.bearer.is_empty() => {
            let range = (world.date(instance.from), world.date(Instant(over.0 - 1)));
            let shared = spec(world, norm, None);
            let since = shared.and_then(|(.., from)| from);
            // Where each has windows of its own, nobody knows which they are.
            let is_shared = norm.time.own_day().is_none();
            let windows = windows_of(world, norm, shared, range).into_iter().filter(|_| is_shared);
            let windows = windows.filter(|window| since.is_none_or(|from| window.first >= from));
            let ends = windows.map(|window| world.day(window.last).end);
            Instant(ends.filter(|end| *end > instance.from).min().unwrap_or(over).min(over).0 - 1)
        }
        _ if at_end => Instant(over.0 - 1),
        _ => instance.from,
    };
    Moment { first, end: end.max(Instant(first.0 + 1)), precision: Precision::Year }
}

fn at_end_alone(norm: &Norm, wanted: Verdict) -> bool {
    match (&norm.time, &norm.requirement) {
        (Time::AtTheEndOfEvery(_), _) => true,
        (Time::Every { .. } | Time::EveryFrom { .. } | Time::EveryParameter(_), Requirement::Keep(expr)) => {
            wanted != Verdict::Breached || !may_break_early(norm, expr)
        }
        (Time::Every { .. } | Time::EveryFrom { .. } | Time::EveryParameter(_), Requirement::Have(parts)) => {
            match wanted {
                Verdict::Fulfilled => parts.iter().any(|part| part.quantity.high.is_some()),
                _ => !parts.iter().any(Part::has_upper_limit),
            }
        }
        (Time::Every { .. } | Time::EveryFrom { .. } | Time::EveryParameter(_), Requirement::Any(all)) => {
            wanted != Verdict::Fulfilled && !all.iter().flatten().any(Part::has_upper_limit)
        }
        _ => false,
    }
}

// The last day of an instance; of one that goes on, some day from the last one seen on.
fn last_day(world: &World<'_>, instance: &Instance) -> Moment {
    let last = Instant(instance.until.0.max(instance.from.0 + 1) - 1);
    let far = NaiveDate::from_ymd_opt(9999, 12, 31).map(|day| world.day(day).end);
    match far.filter(|far| last >= *far) {
        None => world.day(world.date(last)),
        Some(end) => {
            let first = world.day_start_of(Instant(world.as_of.0 - 1));
            Moment { first, end, precision: Precision::Year }
        }
    }
}

/// The records that a turning point is about, in order of time.
pub(super) fn selected<'a>(world: &World<'a>, what: &'a Selection) -> Vec<(&'a Record, Truth)> {
    let From::Event(kind) = what.from else {
        world.refuse("what follows from spells");
        return Vec::new();
    };
    let of = |record: &'a Record| {
        let scene = Scene::new(record.at.first, (Instant::MIN, record.at.end)).triggered(Some(record));
        passes_whenever(world, &scene, what, record)
    };
    let all = world.records(kind).map(|(record, happened)| (record, Truth::all([happened, of(record)])));
    all.filter(|(_, truth)| truth.is_possible()).collect()
}

impl Derived {
    // The fact that follows from a record in hand, if it surely does. What it tells, and the filters of those who read it ask about, must
    // be known; else nobody knows of whom it is.
    fn fact<'a>(&mut self, world: &World<'a>, deem: &'a Deem, base: &'a Record, (at, sure): (Moment, bool)) {
        let in_force = is_in_force(world, deem, base.at);
        if in_force == Some(false) {
            return;
        }
        let sure = sure && in_force.is_some();
        let (effective, is_known) = effective(world, deem, base, at);
        if effective.end < at.end {
            world.refuse("deemed facts that reach back");
        }
        let (at, sure) = (effective, sure && is_known);
        // What is not seen yet is not known anyway.
        if !sure && at.first >= world.as_of {
            return;
        }
        let end = if sure { at.end } else { at.end.min(world.as_of.max(Instant(at.first.0 + 1))) };
        let at = Moment { end, ..at };
        // What it says is as of the record that it follows from, wherever in its time that lies.
        let instants: Vec<Instant> = instants(world, base.at)
            .into_iter()
            .filter(|i| *i < world.as_of || *i == base.at.first)
            .collect();
        let scene = Scene::new(base.at.first, (Instant::MIN, at.end)).triggered(Some(base));
        let scene = scene.with(Hand::Record(base));
        let event = world.policy.vocabulary.events.get_index(deem.event);
        let (name, event) = event.map_or(("", None), |(name, event)| (name.as_str(), Some(event)));
        let id: Arc<str> = Arc::from(format!("{name}@{}", base.id));
        let mut values = Vec::new();
        let mut untold = false;
        for expr in &deem.fields {
            let told = expr.as_ref().map(|expr| {
                Term::either(instants.iter().map(|at| term(world, &scene.at(*at), expr)).collect())
            });
            untold |= told.as_ref().is_some_and(|told| !told.is_told());
            values.push(told.and_then(|told| match told {
                Term::Set(sure, possible) if possible.is_empty() => Some(Value::Set(sure)),
                other => other.one(),
            }));
        }
        let lasts = event.is_none_or(|event| event.origin != EventOrigin::Declared);
        let record = Record {
            id,
            kind: deem.event,
            at,
            recorded_at: None,
            fields: values.into(),
            place: Place::default(),
        };
        match (sure, untold || lasts && !sure) {
            (_, true) => self.unread(deem.event, at, &record.id),
            (true, false) => self.records.push(record),
            (false, false) => self.in_doubt.push(record),
        }
    }
}

// When a fact that follows at a moment has effect, and whether that is known: without a bound never before it follows.
fn effective<'a>(world: &World<'a>, deem: &'a Deem, base: &'a Record, at: Moment) -> (Moment, bool) {
    let Some(effect) = &deem.effective else { return (at, true) };
    let scene = Scene::new(base.at.first, (Instant::MIN, at.end)).triggered(Some(base));
    let told = term(world, &scene.with(Hand::Record(base)), &effect.from);
    if let Term::Missing(true) | Term::Nothing = told {
        return (at, true);
    }
    let Some(Value::Time(from)) = told.one() else {
        return (Moment { first: at.first, end: Instant::MAX, precision: Precision::Year }, false);
    };
    match (from.end <= at.first, from.precision) {
        (true, Precision::Instant) => (Moment::instant(at.first), true),
        (true, _) => (world.day(world.date(at.first)), true),
        (false, _) => (Moment { first: from.first.max(at.first), ..from }, true),
    }
}

fn each<'a>(world: &World<'a>, out: &mut Derived, deem: &'a Deem, what: &'a Selection) {
    for (record, truth) in selected(world, what) {
        out.fact(world, deem, record, (record.at, truth.is_sure()));
    }
}

/// The end of a length after a moment, and the moment at which that is.
pub(super) fn after(world: &World<'_>, at: Moment, length: Length) -> Option<(Instant, Moment)> {
    let millis = match length.unit {
        Unit::Hour => 3_600_000,
        Unit::Minute => 60_000,
        _ => {
            let day =
                shifted_day(world, world.date(Instant(at.end.0 - 1)), i64::from(length.count), length.unit)?;
            return Some((world.day(day).end, world.day(day)));
        }
    };
    let end = Instant(at.end.0 + i64::from(length.count) * millis);
    Some((end, Moment::instant(Instant(end.0 - 1))))
}

// Silence becomes a fact at the end of the length, if the log covers what was awaited (rule V4).
fn silence<'a>(
    world: &World<'a>,
    out: &mut Derived,
    deem: &'a Deem,
    what: &'a Selection,
    length: Length,
    without: &'a Selection,
) {
    for (record, truth) in selected(world, what) {
        let Some((end, at)) = after(world, record.at, length) else {
            // Whenever that may be.
            let at = Moment { end: Instant::MAX, precision: Precision::Year, ..record.at };
            out.fact(world, deem, record, (at, false));
            continue;
        };
        let From::Event(kind) = without.from else {
            world.refuse("silence of spells");
            continue;
        };
        let window = (record.at.first, end);
        if record.at.precision > Precision::Day {
            // Between the first and the last end that it may have, unless something surely came in between.
            let first =
                after(world, world.day(world.date(record.at.first)), length).map_or(end, |(end, _)| end);
            let scene = Scene { apart: Some(record), ..Scene::new(record.at.first, window) };
            let found = records(world, &scene.triggered(Some(record)), without, kind, window);
            let between = |one: &&Record| one.at.first >= record.at.end && one.at.end <= first;
            if first <= world.as_of && !found.sure().iter().any(between) {
                let at = Moment { first: Instant(first.0 - 1), end, precision: Precision::Year };
                out.fact(world, deem, record, (at, false));
            }
            continue;
        }
        if end > world.as_of {
            continue;
        }
        // Silence comes with the end of its last day, after what happens on it.
        let at = if at.precision == Precision::Day { at.over() } else { at };
        let scene =
            Scene { apart: Some(record), ..Scene::new(record.at.first, window) }.triggered(Some(record));
        let found = records(world, &scene, without, kind, window);
        match (truth, found.sure().is_empty(), found.most()) {
            (_, false, _) => {}
            (truth, true, most) => out.fact(world, deem, record, (at, truth.is_sure() && most == Some(0))),
        }
    }
}

// The versions of the norm whose verdicts are selected, where it has windows of the calendar.
fn versions_of<'a>(world: &World<'a>, of: &Selection) -> Option<Vec<&'a Norm>> {
    let From::Event(kind) = of.from else { return None };
    let EventOrigin::Verdict(norm) = &world.policy.vocabulary.events.get_index(kind)?.1.origin else {
        return None;
    };
    let all: Vec<&Norm> = world.policy.versions_of(norm).map(|(_, norm)| norm).collect();
    all.iter().all(|norm| norm.is_periodic() && !norm.time.is_a_date()).then_some(all)
}

// Whether no window begins from the end of one to the beginning of another.
fn none_between(world: &World<'_>, norms: &[&Norm], end: Instant, first: Instant) -> bool {
    let range = (world.date(end), world.date(Instant(first.0 - 1)));
    let begins = |norm: &&Norm| {
        if !norm.calendars.is_empty() {
            world.refuse("verdicts in a row by several calendars");
        }
        // Those of one bearer touch: where two do not, there was one between them.
        if norm.time.own_day().is_some() {
            return true;
        }
        let windows = windows_of(world, norm, spec(world, norm, None), range);
        windows.into_iter().any(|window| range.0 <= window.first && window.first <= range.1)
    };
    !norms.iter().any(begins)
}

// Verdicts in a row are those of adjacent windows of one bearer; they fire once when they reach the number.
fn in_a_row<'a>(world: &World<'a>, out: &mut Derived, deem: &'a Deem, of: &'a Selection, count: usize) {
    let time = |record: &Record, field: usize| match record.field(field) {
        Some(Value::Time(at)) => *at,
        _ => record.at,
    };
    let all = selected(world, of);
    let adjoins = |end: Instant, first: Instant| {
        end == first
            || end < first && versions_of(world, of).is_some_and(|all| none_between(world, &all, end, first))
    };
    let before = |record: &Record| {
        all.iter().find(|(other, _)| {
            [0, 3].iter().all(|field| other.field(*field) == record.field(*field))
                && adjoins(time(other, 2).end, time(record, 1).first)
        })
    };
    for (record, _) in &all {
        let mut run = Vec::new();
        let mut at = all.iter().find(|(other, _)| other.id == record.id);
        while let Some((record, truth)) = at.filter(|_| run.len() <= all.len()) {
            run.push(*truth);
            at = before(record);
        }
        // Given that this one is: the run is surely as long as those before it that surely are.
        let sure = 1 + run.iter().skip(1).take_while(|t| t.is_sure()).count();
        if sure == count && run.len() == count && run.iter().all(|t| t.is_sure()) {
            out.fact(world, deem, record, (record.at, true));
        } else if sure <= count && run.len() >= count {
            out.fact(world, deem, record, (record.at, false));
        }
    }
}
