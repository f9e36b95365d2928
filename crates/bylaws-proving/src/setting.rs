//! Where a search begins: small logs read off a norm, in which somebody bears it, it is met, and each exception
//! applies.

use crate::literal;
use crate::sketch::Sketch;
use crate::suppose::{Roles, Supposing, shifted};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{BearerKind, Expr, Norm, OfWhich, Part, Requirement, Time};
use bylaws::eval::{Outcome, Verdict};
use bylaws::log::{Exact, Instant, Type, Value};
use chrono::{Datelike, Days, NaiveDate};
use std::ops::Range;

/// How far ahead windows are looked for, in days.
const AHEAD: u64 = 900;

/// How many deeds of a kind stand in a log to begin with; one more where an upper limit is to be exceeded.
pub(crate) const DEEDS: i128 = 30;

/// The logs to begin with, smallest first.
#[must_use]
pub fn seeds(policy: &CheckedPolicy, name: &str) -> Vec<Sketch> {
    let Some(norm) = policy.norms.get(name) else { return Vec::new() };
    let mut out = Vec::new();
    // What is due upon a breach begins with one.
    let grounds_of = match &norm.time {
        Time::AfterBreachOf(parent, _) => policy.norms.get(parent).unwrap_or(norm),
        _ => norm,
    };
    for alternative in 0..3 {
        let Some(ground) = Ground::of(policy, grounds_of, alternative) else { continue };
        ground.seeds(policy, norm, &mut out);
    }
    out.sort_by_key(Sketch::size);
    out.dedup();
    out
}

/// How much is done of what a norm asks for.
#[derive(Clone, Copy, PartialEq)]
enum Done {
    All,
    NotQuite,
    /// One off what is asked for in particular of a part, by its position: one fewer than needed, one more than allowed.
    AllBut {
        part: usize,
        quota: usize,
    },
    /// All, and of what is asked for in particular one more than needed.
    MoreOf {
        part: usize,
        quota: usize,
    },
}

/// Somebody who bears a norm, with a trigger where it needs one.
struct Ground<'p> {
    supposing: Supposing<'p>,
    roles: Roles,
}

/// The first day from which a norm can bind.
pub(crate) fn first_day(policy: &CheckedPolicy, norm: &Norm) -> NaiveDate {
    let semester = policy.calendar.semesters.first().map(|days| days.first);
    let first = norm.in_force.0.or(policy.in_force_from).or(semester);
    first.or_else(|| NaiveDate::from_ymd_opt(2016, 1, 1)).unwrap_or_default()
}

impl<'p> Ground<'p> {
    fn of(policy: &'p CheckedPolicy, norm: &Norm, alternative: usize) -> Option<Self> {
        let force = first_day(policy, norm);
        let start = NaiveDate::from_ymd_opt(force.year(), 1, 1)?;
        let day = force.checked_add_days(Days::new(40))?;
        let mut supposing = Supposing::new(policy, start, day);
        supposing.alternative = alternative;
        let mut roles = Roles::default();
        if let Some(bearer) = &norm.bearer {
            match &bearer.kind {
                BearerKind::Entity(kind) => {
                    let id = literal::word(&supposing.fresh(kind));
                    supposing.entity(kind, id.clone());
                    roles.bearer = Some(id);
                }
                BearerKind::Role(role) | BearerKind::Holding(role) => {
                    let fact = supposing.holding(role)?;
                    let person = supposing.field_of(fact, "person")?;
                    roles.bearer = supposing.get(fact, person);
                }
            }
            if let Some(filter) = &bearer.filter {
                supposing.suppose(filter, &roles, true);
            }
        }
        if let Some(each) = &norm.for_each {
            roles.of_each = Some(match &each.of {
                Type::Entity(kind) => {
                    let id = literal::word(&supposing.fresh(kind));
                    supposing.entity(kind, id.clone());
                    id
                }
                other => supposing.fresh_of(other),
            });
            if let Some(filter) = &each.filter {
                supposing.suppose(filter, &roles, true);
            }
        }
        if let Some(trigger) = &norm.trigger {
            roles.trigger = Some(supposing.selected(trigger, &roles, true)?);
        }
        for name in &norm.parameters {
            supposing.sample(name);
        }
        Some(Self { supposing, roles })
    }

    fn seeds(&self, policy: &'p CheckedPolicy, norm: &Norm, out: &mut Vec<Sketch>) {
        let force = first_day(policy, norm);
        let Some(far) = force.checked_add_days(Days::new(AHEAD)) else { return };
        let bare = self.supposing.clone().sketch(far);
        let stretches = stretches(policy, norm, &bare);
        out.push(bare);
        let mut stretches = if stretches.is_empty() { vec![(self.supposing.day, far)] } else { stretches };
        stretches.extend(first_stretch(norm, force));
        for (day, as_of) in stretches {
            let mut at = self.supposing.clone();
            at.day = day;
            out.push(at.clone().sketch(as_of));
            // Somebody is in office who answers.
            let mut held = at.clone();
            norm.answerable.iter().for_each(|answer| held.hold(&answer.who, &self.roles));
            out.push(held.sketch(as_of));
            for done in [Done::All, Done::NotQuite].into_iter().chain(self.all_but_one(norm)) {
                let mut with = at.clone();
                self.deeds(&mut with, norm, done);
                out.push(with.sketch(as_of));
            }
            for exception in &norm.exceptions {
                let mut with = at.clone();
                with.suppose(&exception.condition, &self.roles, true);
                out.push(with.clone().sketch(as_of));
                self.deeds(&mut with, norm, Done::All);
                out.push(with.sketch(as_of));
            }
            if let Some(stops) = &norm.stops {
                let mut with = at.clone();
                with.suppose(stops, &self.roles, true);
                out.push(with.clone().sketch(as_of));
                self.deeds(&mut with, norm, Done::All);
                out.push(with.sketch(as_of));
            }
            if let Some(extension) = &norm.extended {
                let mut with = at.clone();
                with.selected(&extension.when, &self.roles, true);
                out.push(with.clone().sketch(as_of));
            }
        }
    }

    // The parts of a requirement; of alternatives those of the one that is taken.
    fn parts<'n>(&self, norm: &'n Norm) -> &'n [Part] {
        match &norm.requirement {
            Requirement::Have(parts) => parts,
            Requirement::Any(ways) => {
                ways.get(self.supposing.alternative % ways.len().max(1)).map_or(&[], Vec::as_slice)
            }
            Requirement::Keep(_) | Requirement::Satisfy(_) => &[],
        }
    }

    fn all_but_one(&self, norm: &Norm) -> impl Iterator<Item = Done> {
        let parts = self.parts(norm).iter().enumerate();
        let quotas = parts.flat_map(|(part, one)| (0..one.of_which.len()).map(move |quota| (part, quota)));
        quotas.flat_map(|(part, quota)| [Done::AllBut { part, quota }, Done::MoreOf { part, quota }])
    }

    // What meets the norm, or what does not quite.
    fn deeds(&self, supposing: &mut Supposing<'p>, norm: &Norm, done: Done) {
        if let Requirement::Keep(condition) | Requirement::Satisfy(condition) = &norm.requirement {
            supposing.suppose(condition, &self.roles, done != Done::NotQuite);
        }
        for (index, part) in self.parts(norm).iter().enumerate() {
            self.part(supposing, part, index, done);
        }
    }

    fn part(&self, supposing: &mut Supposing<'p>, part: &Part, index: usize, done: Done) {
        let met = done != Done::NotQuite;
        let bound = part.quantity.low.as_ref().or(part.quantity.high.as_ref());
        let wanted = bound.map_or(Some(Exact::ONE), |n| constant(supposing, n)).unwrap_or(Exact::ONE);
        if let Some(field) = part.total_of {
            if let Some(fact) = supposing.selected(&part.what, &self.roles, met) {
                supposing.set(fact, field, literal::number(wanted));
            }
            return;
        }
        let only_high = part.quantity.low.is_none() && part.quantity.high.is_some();
        // An upper limit alone is failed by one more.
        let (met, more) = if only_high && !met { (true, 1) } else { (met, 0) };
        let count = wanted.to_integer().unwrap_or(1).clamp(1, DEEDS) + more;
        let special = in_particular(supposing, part, (wanted, count), &|quota| {
            let one = |of: Done| i128::from(done == of);
            let low = part.of_which.get(quota).is_some_and(|of| of.quantity.low.is_some());
            let fewer = one(Done::AllBut { part: index, quota });
            one(Done::MoreOf { part: index, quota }) + if low { -fewer } else { fewer }
        });
        // Of what is asked for in particular there may be more than of all.
        let count = special.iter().map(|(range, _)| range.end).fold(count, i128::max);
        for number in 0..count {
            let Some(fact) = supposing.selected(&part.what, &self.roles, met) else { return };
            let roles = Roles { in_hand: Some(fact), ..self.roles.clone() };
            // What is asked of a record comes last, and stands against what is not asked of it.
            let (its, others): (Vec<_>, Vec<_>) =
                special.iter().partition(|(range, _)| range.contains(&number));
            others.iter().for_each(|(_, filter)| {
                supposing.suppose(filter, &roles, false);
            });
            its.iter().for_each(|(_, filter)| {
                supposing.suppose(filter, &roles, met);
            });
        }
    }
}

// Of those asked for in particular, each gets as many as it needs: records of its own where there are enough for all.
fn in_particular<'n>(
    supposing: &mut Supposing<'_>,
    part: &'n Part,
    (wanted, count): (Exact, i128),
    besides: &dyn Fn(usize) -> i128,
) -> Vec<(Range<i128>, &'n Expr)> {
    let mut needs = Vec::new();
    for (quota, OfWhich { quantity, filter, .. }) in part.of_which.iter().enumerate() {
        let bound = quantity.low.as_ref().or(quantity.high.as_ref());
        let n = bound.and_then(|n| constant(supposing, n)).unwrap_or(Exact::ONE);
        let n = n.to_integer().unwrap_or_else(|| n.mul(wanted).map_or(1, Exact::ceil));
        needs.push(((n + besides(quota)).max(0), filter));
    }
    let apart = needs.iter().map(|(n, _)| n).sum::<i128>() <= count;
    let mut begin = 0;
    let mut ranges = Vec::new();
    for (n, filter) in needs {
        ranges.push((begin..begin + n, filter));
        begin += if apart { n } else { 0 };
    }
    ranges
}

fn constant(supposing: &mut Supposing<'_>, expr: &Expr) -> Option<Exact> {
    match expr {
        Expr::Value(Value::Number(n)) => Some(*n),
        Expr::Parameter(name) => supposing.sample_number(name),
        _ => None,
    }
}

// Of any stretch of a length, the first one: a deed early in it, looked at as it is over.
fn first_stretch(norm: &Norm, force: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let (Time::Rolling(count, unit) | Time::Gap(count, unit)) = norm.time else { return None };
    let over = shifted(force, count, unit, false)?;
    let early = force.checked_add_days(Days::new(2))?;
    (early < over).then_some((early, over))
}

// Days in the middle of the first instances, each with the day after which nothing more can change it.
fn stretches(policy: &CheckedPolicy, norm: &Norm, bare: &Sketch) -> Vec<(NaiveDate, NaiveDate)> {
    let names = [norm.name.canonical.clone()];
    let Some(evaluation) = bare.judged(policy, &names) else { return Vec::new() };
    let index = policy.norms.get_index_of(&norm.name.canonical);
    let of_norm: Vec<&Outcome> = evaluation.outcomes.iter().filter(|o| Some(o.norm) == index).collect();
    let mut full = of_norm.clone();
    full.retain(|o| o.verdict != Verdict::NotApplicable);
    // A share of nothing is no share, whenever one looks: it is asked of what is over once something is done.
    if full.iter().all(|o| o.verdict == Verdict::Open) {
        full = of_norm;
    }
    let mut out = Vec::new();
    for outcome in full.into_iter().take(3) {
        let day = |at: Instant| policy.zone.date_of(at);
        let first = if outcome.from == Instant::MIN { bare.as_of } else { day(outcome.from) };
        let last = if outcome.until >= Instant::MAX { bare.as_of } else { day(Instant(outcome.until.0 - 1)) };
        let middle = first + (last - first) / 2;
        let over = [Some(last), outcome.due, outcome.late_until].into_iter().flatten().max().unwrap_or(last);
        out.push((middle.max(first), over.min(bare.as_of)));
    }
    out
}
