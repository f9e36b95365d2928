//! What a verdict rests on besides the records that count: parameters, the calendar, and how complete the log is.

use super::words;
use crate::check::CheckedPolicy;
use crate::check::policy::{Calendar, DayOff, Expr, Norm, Time};
use crate::diagnostic::{Arg, Lang, Message};
use crate::eval::{Outcome, Request};
use crate::log::{EventLog, EventOrigin, Instant, Moment, Name, Unit, Value};
use crate::plan;
use indexmap::IndexMap;

/// A parameter, with the value that was used.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub canonical: String,
    pub name: Arg,
    pub value: Option<Arg>,
    /// Where the value is from: `given`, `default`, or `missing`.
    pub origin: &'static str,
    pub note: Option<String>,
}

/// All parameters that a norm rests on, in the order in which it uses them.
pub(super) fn parameters(policy: &CheckedPolicy, norm: &Norm, request: &Request) -> Vec<Given> {
    let mut names: Vec<&str> = Vec::new();
    if let Time::EveryParameter(name) = &norm.time {
        names.push(name);
    }
    plan::each_expr(norm, &mut |expr| {
        if let Expr::Parameter(name) = expr
            && !names.contains(&name.as_str())
        {
            names.push(name);
        }
    });
    let given = |name: &&str| {
        let parameter = policy.parameters.get(*name)?;
        let (value, origin) = match (request.parameters.get(*name), &parameter.default) {
            (Some(value), _) => (Some(value), "given"),
            (None, Some(default)) => (Some(default), "default"),
            (None, None) => (None, "missing"),
        };
        Some(Given {
            canonical: (*name).to_owned(),
            name: parameter.name.both(),
            value: value.map(|value| words::value(policy, value)),
            origin,
            note: parameter.note.clone(),
        })
    };
    names.iter().filter_map(given).collect()
}

fn value_of<'v>(policy: &'v CheckedPolicy, request: &'v Request, name: &str) -> Option<&'v Value> {
    let default = || policy.parameters.get(name)?.default.as_ref();
    request.parameters.get(name).or_else(default)
}

/// What the calendar is called that the days of a window come from; none where they come from records alone.
pub(super) fn calendar(
    policy: &CheckedPolicy,
    norm: &Norm,
    request: &Request,
    outcome: &Outcome,
) -> Option<Arg> {
    let of_bearer = norm.calendars.iter().filter_map(|(index, _)| policy.regional.get(*index));
    let own = of_bearer.map(|regional| &regional.calendar).find(|own| has_label(own, outcome));
    let calendar = own.unwrap_or(&policy.calendar);
    let names = || {
        let join = |lang, mark: &str| {
            calendar.names.iter().map(|name| name.shown(lang)).collect::<Vec<_>>().join(mark)
        };
        Arg::Both { zh: join(Lang::Zh, "、"), en: join(Lang::En, ", ") }
    };
    let named = !calendar.names.is_empty();
    let civil = Arg::Both { zh: "公历".to_owned(), en: "civil".to_owned() };
    match rests_on_data(policy, calendar, norm, request) {
        Some(true) if named => Some(names()),
        Some(_) => Some(civil),
        None => None,
    }
}

fn has_label(calendar: &Calendar, outcome: &Outcome) -> bool {
    let label = outcome.label.as_ref().map(|label| label.canonical.as_str()).unwrap_or_default();
    let all = calendar.semesters.iter().chain(&calendar.academic_years);
    !label.is_empty()
        && all.map(|days| &days.label).any(|Name { canonical, .. }| label.starts_with(canonical.as_str()))
}

// Whether a limit stands still by what the calendar says, or is extended by what it counts.
fn moved_by_data(norm: &Norm, by_data: impl Fn(Unit) -> bool) -> bool {
    let mut stands_still = false;
    if let Some(stops) = &norm.stops {
        plan::visit(stops, &mut |e| stands_still |= matches!(e, Expr::During(_)));
    }
    stands_still || norm.extended.as_ref().is_some_and(|extension| by_data(extension.by.unit))
}

// Whether the days come from what the calendar says, or from what every calendar says; none for neither.
fn rests_on_data(
    policy: &CheckedPolicy,
    calendar: &Calendar,
    norm: &Norm,
    request: &Request,
) -> Option<bool> {
    let by_data = |unit: Unit, anchored: bool| plan::known(calendar, &norm.reading, unit, anchored).is_some();
    // Hours go by the clock and not by days; what reaches back, or is to lie apart, and what a clock that may stand still
    // tells are never moved by days off.
    let of_length = |unit: Unit, may_move: bool| {
        let moves = may_move && norm.reading.day_off == DayOff::Moves && norm.stops.is_none();
        plan::elapsed(1, unit).is_none().then(|| by_data(unit, false) || moves)
    };
    // Whatever moves a limit, its last day comes from there too.
    if moved_by_data(norm, |unit| by_data(unit, false)) {
        return Some(true);
    }
    match &norm.time {
        Time::Every { unit, from, .. } => Some(by_data(*unit, from.is_some())),
        Time::EveryFrom { unit, .. } => Some(by_data(*unit, true)),
        Time::AtTheEndOfEvery(unit) => Some(by_data(*unit, false)),
        Time::EveryParameter(name) => match value_of(policy, request, name) {
            Some(Value::Length(length)) => Some(by_data(length.unit, false)),
            _ => None,
        },
        Time::Rolling(_, unit) | Time::Gap(_, unit) => of_length(*unit, false),
        Time::WithinAfter(_, unit, _) => of_length(*unit, true),
        Time::WithinBefore(_, unit, _) => of_length(*unit, false),
        Time::AtLeast { length, .. } => of_length(length.unit, false),
        Time::ByDateEveryYear { .. } | Time::By(_) => Some(norm.reading.day_off == DayOff::Moves),
        Time::NoLaterThan(_) if norm.reading.day_off == DayOff::Moves => Some(true),
        Time::Before(_)
        | Time::After(_)
        | Time::NoLaterThan(_)
        | Time::OnTheDayOf(_)
        | Time::AtTrigger
        | Time::AtAllTimes
        | Time::Once
        | Time::AfterBreachOf(..) => None,
    }
}

/// A stretch of the window of which nothing is known of some types of records.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    pub kinds: Vec<Arg>,
    pub from: Option<String>,
    pub until: Option<String>,
}

/// The stretches inside a window that the log does not cover, of the types that the norm looks at.
pub(super) fn gaps(
    policy: &CheckedPolicy,
    norm: &Norm,
    log: &EventLog,
    (outcome, until): (&Outcome, Instant),
) -> Vec<Gap> {
    let mut found: IndexMap<(Instant, Instant), Vec<Arg>> = IndexMap::new();
    for kind in plan::looked_at(policy, norm) {
        let Some((_, event)) = policy.vocabulary.events.get_index(kind) else { continue };
        let derived =
            matches!(event.origin, EventOrigin::Verdict(_)) || policy.deems.iter().any(|d| d.event == kind);
        let covered = log.coverage.of(kind);
        let first = covered.first().map(|stretch| stretch.from);
        let from = outcome.bound.map_or(outcome.from, |(from, _)| from);
        let mut at = if from == Instant::MIN { first.unwrap_or(from) } else { from };
        if derived || log.coverage.covers(kind, at, until) {
            continue;
        }
        let mut note = |from: Instant, until: Instant| {
            if from < until {
                found.entry((from, until)).or_default().push(event.name.both());
            }
        };
        for stretch in covered {
            note(at, stretch.from.min(until));
            at = at.max(stretch.until);
        }
        note(at, until);
    }
    found.sort_keys();
    let day = |at| super::day(policy, at);
    let gap = |((from, until), kinds): ((Instant, Instant), Vec<Arg>)| Gap {
        kinds,
        from: day(from),
        until: day(Instant(until.0 - 1)),
    };
    found.into_iter().map(gap).collect()
}

/// A record that could not be used, and that could have mattered.
#[derive(Clone, Debug)]
pub(super) struct SetAside {
    pub input: String,
    pub line: u64,
    pub code: &'static str,
    pub message: Message,
}

/// The records set aside that may be of a type the norm looks at, and may lie where it looks.
pub(super) fn set_aside(
    policy: &CheckedPolicy,
    norm: &Norm,
    log: &EventLog,
    window: (&Outcome, Instant),
) -> Vec<SetAside> {
    let kinds = plan::looked_at(policy, norm);
    let matters = |s: &&crate::log::SetAside| {
        s.kind.is_none_or(|kind| kinds.contains(&kind))
            && s.at.is_none_or(|at| is_in(policy, s.kind, at, window))
    };
    let aside = log.set_aside.iter().filter(matters).map(|s| SetAside {
        input: s.error.place.input.to_string(),
        line: s.error.place.line,
        code: s.error.code(),
        message: s.error.message.clone(),
    });
    aside.collect()
}

/// A record that was retracted or replaced.
#[derive(Clone, Debug)]
pub(super) struct Corrected {
    pub record: String,
    pub kind: Option<Arg>,
    pub by: String,
}

/// The records that were corrected, of a type the norm looks at, that lay where it looks and speak of its bearer.
pub(super) fn corrected(
    policy: &CheckedPolicy,
    norm: &Norm,
    log: &EventLog,
    window: (&Outcome, Instant),
) -> Vec<Corrected> {
    let kinds = plan::looked_at(policy, norm);
    let own = |value: &Value| names(value, &window.0.bearer);
    let matters = |c: &&crate::log::Correction| {
        let before = &c.before;
        let of_trigger = window.0.trigger.as_ref() == Some(&before.id);
        let of_bearer = before.fields.iter().flatten().any(own) || of_trigger;
        of_bearer && kinds.contains(&before.kind) && is_in(policy, Some(before.kind), before.at, window)
    };
    let corrected = log.corrected.iter().filter(matters).map(|c| Corrected {
        record: c.before.id.to_string(),
        kind: policy.vocabulary.events.get_index(c.before.kind).map(|(_, event)| event.name.both()),
        by: c.by.to_string(),
    });
    corrected.collect()
}

fn names(value: &Value, bearer: &str) -> bool {
    match value {
        Value::Entity(id) => **id == *bearer,
        Value::Set(all) => all.iter().any(|one| names(one, bearer)),
        _ => false,
    }
}

// What starts or ends something may matter whenever it was before the end.
fn is_in(
    policy: &CheckedPolicy,
    kind: Option<usize>,
    at: Moment,
    (outcome, until): (&Outcome, Instant),
) -> bool {
    let event = kind.and_then(|kind| policy.vocabulary.events.get_index(kind));
    let lasts = event.is_none_or(|(_, event)| event.origin != EventOrigin::Declared);
    at.possibly_in(if lasts { Instant::MIN } else { outcome.from }, until)
}
