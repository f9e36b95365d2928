//! Measures over records and spells of a window; a pair of ends where not all is known.

use super::calendar::{is_school_day, is_working_day};
use super::scene::Scene;
use super::select::{Found, held, records};
use super::term::Term;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{End, From, Measure, Selection, SpellTime};
use bylaws::log::{Exact, Instant, Length, Moment, Record, Stretch, Unit, Value};
use chrono::{Datelike, NaiveDate};

fn found<'a>(world: &World<'a>, scene: &Scene<'a>, selection: &'a Selection) -> Option<Found<'a>> {
    match selection.from {
        From::Event(kind) => Some(records(world, scene, selection, kind, scene.window)),
        _ => None,
    }
}

/// A measure of a field over the records of the window.
pub(super) fn measure<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    which: Measure,
    selection: &'a Selection,
    field: usize,
) -> Term {
    world.met(match which {
        Measure::Total => "Measure::Total",
        Measure::Distinct => "Measure::Distinct",
        Measure::Greatest => "Measure::Greatest",
        Measure::Least => "Measure::Least",
        Measure::Average => "Measure::Average",
    });
    let Some(found) = found(world, scene, selection) else {
        world.refuse("a measure of a field of spells or entities");
        return Term::Unknown;
    };
    let mut found = found;
    // An amount that was left out may be any.
    let left_out = |record: &Record| super::scene::told(world, record, field) == Term::Missing(false);
    found.open |= found.possible().into_iter().any(left_out);
    let unlimited = found.open || found.aside > 0;
    if which == Measure::Distinct {
        return distinct(&found, field);
    }
    let number = |record: &Record| match record.field(field) {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let sure: Vec<Exact> = found.sure().into_iter().filter_map(number).collect();
    let all: Vec<Exact> = found.possible().into_iter().filter_map(number).collect();
    let perhaps: Vec<Exact> =
        found.records.iter().filter(|(_, t)| !t.is_sure()).filter_map(|(r, _)| number(r)).collect();
    let sum = |numbers: &[Exact]| numbers.iter().try_fold(Exact::ZERO, |sum, n| sum.add(*n));
    let settled = found.records.iter().all(|(_, t)| t.is_sure()) && !unlimited;
    match which {
        Measure::Total => {
            let grows = found_field(world, selection, field);
            let below: Vec<Exact> = perhaps.iter().copied().filter(|n| *n < Exact::ZERO).collect();
            let above: Vec<Exact> = perhaps.iter().copied().filter(|n| *n > Exact::ZERO).collect();
            let with = |more: &[Exact]| sum(&sure).zip(sum(more)).and_then(|(a, b)| a.add(b));
            let low = if unlimited && !grows { None } else { with(&below) };
            Term::Number(low, if unlimited { None } else { with(&above) })
        }
        Measure::Average if settled => match (sum(&sure), sure.len()) {
            (_, 0) => Term::Nothing,
            (Some(sum), n) => sum.div(Exact::from(n as i64)).map_or(Term::Unknown, Term::exactly),
            (None, _) => Term::Unknown,
        },
        Measure::Greatest if !sure.is_empty() => {
            Term::Number(sure.iter().max().copied(), all.iter().max().copied().filter(|_| !unlimited))
        }
        Measure::Least if !sure.is_empty() => {
            Term::Number(all.iter().min().copied().filter(|_| !unlimited), sure.iter().min().copied())
        }
        Measure::Greatest | Measure::Least if settled => Term::Nothing,
        _ => Term::Unknown,
    }
}

fn found_field(world: &World<'_>, selection: &Selection, field: usize) -> bool {
    let From::Event(kind) = selection.from else { return false };
    let event = world.policy.vocabulary.events.get_index(kind);
    event.and_then(|(_, e)| e.fields.get_index(field)).is_some_and(|(_, field)| field.non_negative)
}

fn distinct(found: &Found<'_>, field: usize) -> Term {
    let of = |records: Vec<&Record>| {
        let values = records.into_iter().filter_map(|r| r.field(field).cloned());
        super::select::once(values.flat_map(|v| super::fluents::members(Some(v))).collect()).len()
    };
    Term::count(of(found.sure()), (!found.open).then(|| of(found.possible()) + found.aside))
}

/// When the first or last such record of the window happened.
pub(super) fn time_of<'a>(world: &World<'a>, scene: &Scene<'a>, end: End, selection: &'a Selection) -> Term {
    let Some(found) = found(world, scene, selection) else {
        world.refuse("the time of a spell or entity");
        return Term::Unknown;
    };
    if found.records.is_empty() && !found.open && found.aside == 0 {
        return Term::Missing(true);
    }
    let sure = found.sure();
    let outermost = match end {
        End::First => sure.iter().min_by_key(|r| (r.at.first, r.at.end)),
        End::Last => sure.iter().max_by_key(|r| (r.at.end, r.at.first)),
    };
    let Some(outermost) = outermost else { return Term::Unknown };
    let further = |record: &Record| match end {
        End::First => record.at.first < outermost.at.first,
        End::Last => record.at.end > outermost.at.end,
    };
    let rest = match end {
        End::First => (scene.window.0, outermost.at.first),
        End::Last => (outermost.at.end, scene.window.1),
    };
    let From::Event(kind) = selection.from else { return Term::Unknown };
    let from = if rest.0 == Instant::MIN { world.begins().unwrap_or(rest.0) } else { rest.0 };
    let rest_known = world.is_known(kind, from, rest.1) && found.aside == 0;
    let known = rest_known && !found.possible().into_iter().any(further);
    if known { Term::Time(outermost.at) } else { Term::Unknown }
}

/// The first or last of some records, where its time is known and no other lies on its day.
pub(super) fn outermost<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    end: End,
    selection: &'a Selection,
) -> Option<&'a Record> {
    let Term::Time(at) = time_of(world, scene, end, selection) else { return None };
    let found = found(world, scene, selection)?;
    let lies_there = |other: Moment| other.first < at.end && at.first < other.end;
    let there: Vec<&(&'a Record, Truth)> =
        found.records.iter().filter(|(one, _)| lies_there(one.at)).collect();
    let aside = world.set_aside(found.kind).any(|one| one.at.is_none_or(lies_there));
    match there.as_slice() {
        [(one, happened)] if happened.is_sure() && !aside && world.is_known(found.kind, at.first, at.end) => {
            Some(one)
        }
        _ => None,
    }
}

/// In how many units of the window there is such a record or spell, or the longest run of them.
pub(super) fn units_with<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    unit: Unit,
    selection: &'a Selection,
    longest: bool,
) -> Term {
    let mut truths = Vec::new();
    // Without a limit one looks as far back as the log reaches.
    let begins = world.begins().unwrap_or(scene.window.0);
    let unlimited = scene.window.0 == Instant::MIN;
    let first = if matches!(selection.from, From::Event(_)) { world.earliest() } else { begins };
    let window = (if unlimited { first } else { scene.window.0 }, scene.window.1);
    for (from, until) in units_of(world, unit, window) {
        let (from, until) = (from.max(scene.window.0), until.min(scene.window.1));
        let scene = scene.over((from, until));
        truths.push(match selection.from {
            From::Event(_) => match found(world, &scene, selection) {
                Some(found) if !found.sure().is_empty() => Truth::Yes,
                Some(found) if found.most() == Some(0) => Truth::No,
                Some(found) if unlimited && until <= begins && found.possible().is_empty() => Truth::No,
                _ => Truth::Unknown,
            },
            _ => match held(world, &scene, selection, 0) {
                (sure, _) if !sure.is_empty() => Truth::Yes,
                (_, possible) if possible.is_empty() => Truth::No,
                _ => Truth::Unknown,
            },
        });
    }
    let number = |holds: &dyn Fn(&Truth) -> bool| {
        if !longest {
            return truths.iter().filter(|t| holds(t)).count();
        }
        truths.split(|t| !holds(t)).map(<[Truth]>::len).max().unwrap_or(0)
    };
    // Where anything is missing, nothing is said of how many units of a stretch without a beginning it may fill.
    let missing = unlimited && found(world, scene, selection).is_some_and(|f| f.aside > 0 || f.open);
    Term::count(number(&Truth::is_sure_ref), (!missing).then(|| number(&Truth::is_possible_ref)))
}

impl Truth {
    fn is_sure_ref(&self) -> bool {
        self.is_sure()
    }

    fn is_possible_ref(&self) -> bool {
        self.is_possible()
    }
}

// The units that touch a stretch, day by day; units that are no days of work neither count nor break a run (T8).
fn units_of(world: &World<'_>, unit: Unit, (from, until): (Instant, Instant)) -> Vec<(Instant, Instant)> {
    let key = |day: NaiveDate| match unit {
        Unit::Week => i64::from(day.iso_week().year()) * 100 + i64::from(day.iso_week().week()),
        Unit::Month => i64::from(day.year()) * 100 + i64::from(day.month()),
        Unit::Quarter => i64::from(day.year()) * 100 + i64::from(day.month0() / 3),
        Unit::Year => i64::from(day.year()),
        _ => i64::from(day.num_days_from_ce()),
    };
    let counts = |day| match unit {
        Unit::WorkingDay => is_working_day(world.calendar, day) != Some(false),
        Unit::SchoolDay => is_school_day(world.calendar, day) != Some(false),
        _ => true,
    };
    if matches!(unit, Unit::Semester | Unit::AcademicYear | Unit::TeachingWeek | Unit::Hour | Unit::Minute) {
        world.refuse(format!("{}s with a record", unit.words().1));
    }
    let mut out: Vec<(i64, Instant, Instant)> = Vec::new();
    for day in
        world.date(from).iter_days().take_while(|day| world.start(*day) < until).filter(|day| counts(*day))
    {
        let whole = world.day(day);
        match out.last_mut() {
            Some((same, _, end)) if *same == key(day) => *end = whole.end,
            _ => out.push((key(day), whole.first, whole.end)),
        }
    }
    out.into_iter().map(|(_, from, until)| (from, until)).collect()
}

/// Hours or minutes of spells in the window.
pub(super) fn spell_time<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    (which, unit): (SpellTime, Unit),
    selection: &'a Selection,
    joined: Option<Length>,
) -> Term {
    world.met(match which {
        SpellTime::Total => "SpellTime::Total",
        SpellTime::Longest => "SpellTime::Longest",
        SpellTime::LongestWithout => "SpellTime::LongestWithout",
    });
    let each = |unit| if unit == Unit::Minute { 60_000 } else { 3_600_000 };
    let gap = joined.map_or(0, |length| i64::from(length.count) * each(length.unit));
    let (sure, possible) = held(world, scene, selection, gap);
    let number = |millis: i64| Exact::ratio(i128::from(millis), i128::from(each(unit)));
    let length = |s: &Stretch| s.until.0 - s.from.0;
    let total = |all: &[Stretch]| all.iter().map(length).sum::<i64>();
    let longest = |all: &[Stretch]| all.iter().map(length).max().unwrap_or(0);
    let without = |all: &[Stretch]| {
        let (from, until) = scene.window;
        let starts = std::iter::once(from).chain(all.iter().map(|s| s.until));
        let ends = all.iter().map(|s| s.from).chain([until]);
        starts.zip(ends).map(|(a, b)| b.0 - a.0).max().unwrap_or(0)
    };
    match which {
        SpellTime::Total => Term::Number(number(total(&sure)), number(total(&possible))),
        SpellTime::Longest => Term::Number(number(longest(&sure)), number(longest(&possible))),
        SpellTime::LongestWithout => Term::Number(number(without(&possible)), number(without(&sure))),
    }
}
