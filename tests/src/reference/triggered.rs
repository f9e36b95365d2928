//! What a record gives rise to: one duty for each trigger and whoever it concerns as of the trigger (S2, S6).

use super::exceptions::{Replaced, Which, any_of_records, excused, measures, replaced};
use super::instance::Instance;
use super::kept::may_break_early;
use super::limit::{Known, Stretch, anchor, lies, stretches};
use super::need::one_of;
use super::number::number_of;
use super::periodic::broken;
use super::quantity::{Limits, in_force, limits};
use super::ruling::{Between, Shown, Standing, best, concluded, deciding, is_certain, undecided_without};
use super::scene::{Hand, Scene, days, instants, truth_at};
use super::scope::{Candidate, Facet, candidates, edges, facets, in_scope, version};
use super::select::{passes, passes_whenever, records};
use super::sums::Amounts;
use super::term::Term;
use super::terms::term;
use super::truth::Truth;
use super::truths::truth;
use super::uses::Uses;
use super::world::World;
use bylaws::check::policy::{Expr, From, Instead, Norm, OfWhich, Part, Requirement, Selection, Time};
use bylaws::eval::Verdict;
use bylaws::log::{Exact, Instant, Length, Moment, Precision, Record, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The instances of a norm that records give rise to.
pub(super) fn instances<'a>(world: &World<'a>, index: usize, norm: &'a Norm) -> Vec<Instance> {
    let Some(trigger) = &norm.trigger else { return Vec::new() };
    let From::Event(kind) = trigger.from else {
        world.refuse("spells as triggers");
        return Vec::new();
    };
    let mut out = Vec::new();
    for facet in facets(world, norm) {
        let world = &world.by(facet.calendar);
        for (record, _) in world.records(kind) {
            for who in candidates(world, norm) {
                let of = Some((trigger, &facet));
                let case = Case { norm, of, record: Some(record), at: record.at, who: &who, given: None };
                out.extend(case.instance(world, index));
            }
        }
    }
    out
}

/// The instance of a norm whose stretch is given: one that follows a breach.
pub(super) fn of_stretch<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    who: &Candidate,
    (record, at): (Option<&'a Record>, Moment),
    stretch: Stretch,
) -> Option<Instance> {
    Case { norm, of: None, record, at, who, given: Some(stretch) }.instance(world, index)
}

pub(super) struct Case<'c, 'a> {
    pub(super) norm: &'a Norm,
    /// What triggers it, and by whose calendar; none if it follows a breach.
    of: Option<(&'a Selection, &'c Facet<'a>)>,
    /// The record that triggered it, and the moment from which it counts.
    record: Option<&'a Record>,
    at: Moment,
    who: &'c Candidate,
    given: Option<Stretch>,
}

/// What is known at an instant.
struct Now {
    verdict: Option<Verdict>,
    /// When its time is over, and until when it may change.
    ends: Instant,
    settles: Instant,
    known: Known,
    /// What is shown of each part of each alternative, and which of them decides.
    shown: Vec<Vec<Shown>>,
    which: (usize, usize),
    /// What each part of each alternative uses of the records.
    uses: Vec<Vec<Uses>>,
    /// One too many decides, or a condition that is broken before the time is over.
    excess: bool,
    /// Of some part it cannot be told, and its own time is over.
    stuck: bool,
}

impl<'a> Case<'_, 'a> {
    fn scene(&self, at: Instant, window: (Instant, Instant)) -> Scene<'a> {
        let scene = Scene::new(at, window).of(self.who);
        Scene { trigger: self.record, hand: self.record.map(Hand::Record), ..scene }
    }

    // Whether there is such a duty: the record is a trigger and concerns the bearer, as of its time.
    fn exists(&self, world: &World<'a>) -> Truth {
        let (Some(record), None) = (self.record, &self.given) else {
            return Truth::of(self.at.end <= world.as_of);
        };
        let happened = world.records(record.kind).find(|(r, _)| r.id == record.id).map(|(_, t)| t);
        Truth::all([happened.unwrap_or(Truth::No), self.concerns(world)])
    }

    // Nothing of a duty is certain before the record is that started it.
    fn has_begun(&self, world: &World<'a>) -> bool {
        let Some(record) = self.record.filter(|_| self.given.is_none()) else { return true };
        world.records(record.kind).any(|(one, happened)| one.id == record.id && happened.is_sure())
    }

    fn concerns(&self, world: &World<'a>) -> Truth {
        let (Some((trigger, facet)), Some(record)) = (self.of, self.record) else { return Truth::Yes };
        let at = self.at;
        let versions = [version(world, self.norm), world.in_force()];
        let scene = self.scene(at.first, (Instant::MIN, at.end));
        let all = instants(world, at);
        let seen = all.iter().filter(|at| **at < world.as_of).count().max(1);
        let scoped =
            all.into_iter().take(seen).map(|at| in_scope(world, self.norm, facet, self.who, at, &scene));
        let in_version = versions.into_iter().map(|v| {
            match (at.surely_in(v.from, v.until), at.possibly_in(v.from, v.until)) {
                (true, _) => Truth::Yes,
                (false, true) => Truth::Unknown,
                (false, false) => Truth::No,
            }
        });
        Truth::all(
            [passes_whenever(world, &scene, trigger, record), Truth::throughout(scoped)]
                .into_iter()
                .chain(in_version),
        )
    }

    fn instance(&self, world: &World<'a>, index: usize) -> Option<Instance> {
        let exists = self.exists(world);
        if !exists.is_possible() {
            return None;
        }
        let mut decided = None;
        let begins = self.at.first.max(Instant(0));
        let mut times = edges(world, begins, world.as_of);
        let known = self.now(world).known;
        let ends = known.stretches().iter().flat_map(|s| [s.until.last(), s.late.unwrap_or(Instant::MAX)]);
        times.extend(ends.filter(|at| begins < *at && *at < world.as_of));
        // How long something lasts is known day by day.
        if self.norm.exceptions.iter().any(|exception| measures(&exception.condition)) {
            times.extend(days(world, begins, world.as_of));
        }
        times.push(world.as_of);
        times.sort_unstable();
        times.dedup();
        for at in times.into_iter().skip(1) {
            let seen = &world.as_of(at);
            if decided.is_none() && self.has_begun(seen) && self.exists(seen).is_possible() {
                let now = self.now(seen);
                decided = now.verdict.filter(|v| is_certain(*v)).map(|v| (v, at, now.which, now.excess));
            }
        }
        let now = self.now(world);
        // Of a duty that may not exist it is at most known that it was done.
        world.looked.set(Instant::MIN);
        let surely = self.concerns(world).is_sure();
        // Whom it concerns may be asked of what is still to come.
        let to_come = !surely && world.looked.get() > world.as_of;
        let open = world.as_of < now.settles && !now.stuck && surely || to_come;
        let undecided = if open { Verdict::Open } else { Verdict::Undetermined };
        let verdict = decided.map_or(undecided_without(world, self.norm, undecided), |(v, ..)| v);
        let who = Candidate { bearer: Some(self.bearer()), ..self.who.clone() };
        let (from, until) = self.window(world, &now.known);
        let mut instance = Instance::new(index, self.norm, &who, (from, until)).ruled(verdict);
        instance.trigger = self.record.map(|record| record.id.to_string());
        instance.certain_at = decided.map(|(_, at, ..)| at);
        let (alternative, part) = decided.map_or(now.which, |(_, _, which, _)| which);
        let shown = now.shown.get(alternative).and_then(|parts| parts.get(part)).copied();
        // Of what is taken when it begins there is nothing to be counted.
        let shown = shown.filter(|_| self.taken(world) != Truth::Yes);
        instance = instance.showing(shown.unwrap_or_default());
        instance.excess = broken(self.norm, verdict) && decided.is_some_and(|(.., excess)| excess);
        let stretch = now.known.stretches().iter().max_by_key(|s| s.until.last());
        let last = |at: Instant| (at < Instant::MAX).then(|| world.date(Instant(at.0 - 1)));
        instance.due = match &now.known {
            Known::Unknown => last(self.at.end),
            Known::These(all) if all.is_empty() => last(self.at.end),
            _ => stretch.and_then(|s| last(s.until.last())),
        };
        instance.late_until = stretch.and_then(|s| s.late).and_then(last);
        instance.overdue = verdict == Verdict::Open && stretch.is_some_and(|s| world.as_of >= s.until.last());
        instance.uses = Uses::of_alternative(&now.uses, alternative, verdict);
        let is_sure = self.exists(world).is_sure() && self.may_be_excused(world, now.ends) != Truth::Unknown;
        instance.uses.is_unsure |= !is_sure || verdict == Verdict::Undetermined;
        let fulfilled = decided.filter(|(verdict, ..)| *verdict == Verdict::Fulfilled);
        instance.uses.is_unsure |= fulfilled.is_some_and(|(_, by, ..)| self.may_have_been_excused(world, by));
        Some(instance)
    }

    // Whether it is not known of what was fulfilled by then if it was still asked for: nobody knows what it used.
    fn may_have_been_excused(&self, world: &World<'a>, by: Instant) -> bool {
        let at = self.at;
        let scene = self.scene(at.first, (at.first, by.max(at.end)));
        self.norm.uses_records_up()
            && any_of_records(self.norm)
            && excused(world, self.norm, &scene, Which::OfRecords) == Truth::Unknown
    }

    // A norm without bearer is borne by the first entity that its trigger names.
    fn bearer(&self) -> Value {
        let named = || {
            let mut values = self.record.into_iter().flat_map(|record| record.fields.iter().flatten());
            values.find(|v| matches!(v, Value::Entity(_))).cloned()
        };
        let id = self.record.map_or_else(|| Arc::from(""), |record| record.id.clone());
        self.who.bearer.clone().or_else(named).unwrap_or(Value::Text(id))
    }

    fn window(&self, world: &World<'_>, known: &Known) -> (Instant, Instant) {
        match known {
            known if !known.stretches().is_empty() => {
                let all = known.stretches();
                let from = all.iter().map(|s| s.from.first(world)).min();
                let until = all.iter().map(|s| s.until.last()).max();
                let until = until.unwrap_or(self.at.end);
                (from.unwrap_or(self.at.first).min(until), until)
            }
            _ => (self.at.first, self.at.end),
        }
    }

    fn now(&self, world: &World<'a>) -> Now {
        let at = self.at;
        world.looked.set(Instant::MIN);
        let scene = self.scene(at.first, (Instant::MIN, at.end));
        let known = match &self.norm.time {
            _ if self.given.is_some() => Known::These(self.given.iter().cloned().collect()),
            Time::AtTrigger => Known::These(Vec::new()),
            _ => {
                let is_length = |instead: &Instead| matches!(instead, Instead::Within(_));
                let length = match replaced(world, self.norm, &scene, is_length) {
                    Replaced::By(Instead::Within(length)) => Ok(Some(*length)),
                    Replaced::By(Instead::Quantity(_)) | Replaced::No => Ok(None),
                    Replaced::Unknown => Err(()),
                };
                match length {
                    Ok(length) => self.moved(world, &scene, length),
                    Err(()) => Known::Unknown,
                }
            }
        };
        let ends: Instant = match &known {
            Known::These(all) => all.iter().map(|s| s.late.unwrap_or(s.until.last())).max().unwrap_or(at.end),
            Known::Stopped(_) => Instant::MAX,
            Known::Doubtful(all) => all.iter().map(|s| s.until.last()).max().unwrap_or(at.end),
            Known::Unknown => at.end,
        };
        let mut now = Now {
            verdict: None,
            ends,
            settles: ends,
            known,
            shown: Vec::new(),
            which: (0, 0),
            uses: Vec::new(),
            excess: false,
            stuck: false,
        };
        let between = match &self.norm.requirement {
            Requirement::Keep(expr) if self.norm.time != Time::AtTrigger => {
                now.excess = now.known.stretches().iter().any(|s| world.as_of < s.until.last());
                self.kept(world, &scene, &now.known, expr)
            }
            Requirement::Satisfy(expr) | Requirement::Keep(expr) => self.satisfied(world, &scene, expr),
            Requirement::Have(parts) => Some(self.parts(world, &scene, parts, &mut now)),
            Requirement::Any(all) => {
                let each: Vec<(Verdict, usize, bool)> = all
                    .iter()
                    .map(|parts| {
                        let between = self.parts(world, &scene, parts, &mut now);
                        let between = self.in_doubt(&now, between);
                        let verdict = self.ruled(world, Some(between), ends);
                        let is_open = world.as_of < ends && !now.stuck;
                        let open = if is_open { Verdict::Open } else { Verdict::Undetermined };
                        (verdict.unwrap_or(open), now.which.1, now.excess)
                    })
                    .collect();
                let verdict = best(each.iter().map(|(verdict, ..)| *verdict));
                now.verdict = verdict.map(|verdict| concluded(self.norm, verdict));
                now.stuck = now.verdict == Some(Verdict::Undetermined);
                let decides = each.iter().position(|(one, ..)| Some(*one) == verdict).unwrap_or(0);
                if let Some((_, part, excess)) = each.get(decides) {
                    (now.which, now.excess) = ((decides, *part), *excess);
                }
                return now;
            }
        };
        let between = between.map(|between| self.in_doubt(&now, between));
        now.settles = now.settles.max(world.looked.get());
        now.verdict = self.ruled(world, between, ends).map(|verdict| concluded(self.norm, verdict));
        now
    }

    // A limit that rests on other records is what they give when it is triggered, and each that happens by the end of
    // the limit then in force moves it.
    fn moved(&self, world: &World<'a>, scene: &Scene<'a>, length: Option<Length>) -> Known {
        let mut known = stretches(world, self.norm, scene, self.at, length);
        let Some(anchor) = anchor(&self.norm.time) else { return known };
        let after = (self.at.end, world.as_of);
        let mut ends: Vec<Instant> = Vec::new();
        // From when on there may be others, and of which types.
        let (mut others, mut kinds): (Vec<Instant>, Vec<usize>) = Default::default();
        for selection in selections(anchor) {
            let From::Event(kind) = selection.from else { continue };
            kinds.push(kind);
            for (record, happened) in records(world, &scene.over(after), selection, kind, after).records {
                match happened.is_sure() && record.at.precision <= Precision::Day {
                    true => ends.push(record.at.end),
                    false => others.push(record.at.first),
                }
            }
        }
        ends.retain(|at| *at > self.at.end);
        ends.sort_unstable();
        let mut scene = scene.clone();
        for seen in ends {
            let limits = || known.stretches().iter().map(|s| s.until.last());
            let never = matches!(term(world, &scene, anchor), Term::Missing(_));
            match (limits().min(), limits().max()) {
                (_, Some(last)) if last < seen => break,
                // By one of the days that may be meant it was over before.
                (Some(first), _) if first < seen => return Known::Unknown,
                // It may have been over by then.
                (None, _) if !never => break,
                _ => {}
            }
            scene = scene.over((Instant::MIN, seen));
            known = stretches(world, self.norm, &scene, self.at, length);
        }
        let Some(last) = known.stretches().iter().map(|s| s.until.last()).max() else { return known };
        let is_seen = |kind: usize| {
            let aside = |at: Option<Moment>| at.is_none_or(|at| at.possibly_in(self.at.end, last));
            world.is_known(kind, self.at.end, last.min(world.as_of))
                && !world.set_aside(kind).any(|one| aside(one.at))
        };
        match known {
            Known::These(all)
                if others.iter().any(|from| *from < last) || !kinds.into_iter().all(is_seen) =>
            {
                Known::Doubtful(all)
            }
            known => known,
        }
    }

    // What was done before the limit that is sure was done in time, and what was too much by then is too much; else
    // nothing can be told where the limit may be later.
    fn in_doubt(&self, now: &Now, between: Between) -> Between {
        let keeps = matches!(self.norm.requirement, Requirement::Keep(_));
        let only_asks = !keeps && !self.norm.requirement.has_upper_limit();
        match (&now.known, between.certain()) {
            (Known::Doubtful(_), Some(Verdict::Fulfilled)) if only_asks => between,
            (Known::Doubtful(_), Some(Verdict::Breached)) if now.excess => between,
            (Known::Doubtful(_), _) => Between::ANY,
            _ => between,
        }
    }

    // A condition over the stretch is decided at its end, or when it is surely broken.
    fn kept(&self, world: &World<'a>, scene: &Scene<'a>, known: &Known, expr: &'a Expr) -> Option<Between> {
        let of = |stretch: &Stretch| {
            let (from, until) = bounds(world, stretch);
            let goes_on = world.as_of < until;
            if goes_on && !may_break_early(self.norm, expr) {
                return Truth::Unknown;
            }
            let scene = scene.at(Instant(until.0 - 1)).over((from.min(until), until));
            match truth(world, &scene, expr) {
                Truth::No => Truth::No,
                _ if goes_on => Truth::Unknown,
                truth => truth,
            }
        };
        match Truth::throughout(known.stretches().iter().map(of)) {
            Truth::Yes => Some(Between::surely(Standing::Met)),
            Truth::No => Some(Between::surely(Standing::Broken)),
            Truth::Unknown => Some(Between::ANY),
            Truth::Nothing => None,
        }
    }

    // What happened up to the trigger counts, that of its own day included.
    fn satisfied(&self, world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Option<Between> {
        let of = |at: Instant| {
            let scene = scene.at(at).over((Instant::MIN, self.at.end));
            truth(world, &scene.seeing_to(world.day_in(self.at, at)), expr)
        };
        let all = instants(world, self.at);
        let seen = all.iter().filter(|at| **at < world.as_of).count().max(1);
        match Truth::throughout(all.into_iter().take(seen).map(of)) {
            _ if self.at.end > world.as_of => Some(Between::ANY),
            Truth::Yes => Some(Between::surely(Standing::Met)),
            Truth::No => Some(Between::surely(Standing::Broken)),
            Truth::Unknown => Some(Between::ANY),
            Truth::Nothing => None,
        }
    }

    // Whether an exception on what lasts takes the duty when it begins.
    fn taken(&self, world: &World<'a>) -> Truth {
        let scene = self.scene(self.at.first, (self.at.first, self.at.end));
        let at = instants(world, self.at).into_iter();
        Truth::throughout(at.map(|at| excused(world, self.norm, &scene.at(at), Which::OfInstants)))
    }

    // Whether an exception holds when it begins, or of what came up to its end.
    fn may_be_excused(&self, world: &World<'a>, ends: Instant) -> Truth {
        let at = self.at;
        let scene = self.scene(at.first, (at.first, at.end));
        // A limit may lie before the trigger: what came up to that excuses.
        let until = ends.max(at.end);
        let of_records = match any_of_records(self.norm) {
            true => excused(world, self.norm, &scene.over((at.first, until)), Which::OfRecords),
            false => Truth::No,
        };
        Truth::any([self.taken(world), of_records])
    }

    // What is known of the duty to a verdict; `None` between says that it speaks of nothing.
    fn ruled(&self, world: &World<'a>, between: Option<Between>, ends: Instant) -> Option<Verdict> {
        let exists = self.concerns(world);
        let Some(between) = between else { return exists.is_sure().then_some(Verdict::NotApplicable) };
        let verdict = between.certain();
        // What an exception takes when it begins is no duty that could be fulfilled.
        if verdict == Some(Verdict::Fulfilled) && self.taken(world) != Truth::Yes {
            return verdict;
        }
        match self.may_be_excused(world, ends) {
            Truth::Yes => return exists.is_sure().then_some(Verdict::Excused),
            Truth::Unknown => return None,
            Truth::No | Truth::Nothing => {}
        }
        verdict.filter(|_| exists.is_sure())
    }

    fn parts(&self, world: &World<'a>, scene: &Scene<'a>, parts: &'a [Part], now: &mut Now) -> Between {
        let each: Vec<(Between, Shown, bool)> =
            parts.iter().map(|part| self.part(world, scene, part, &now.known)).collect();
        now.stuck = each.iter().any(|(between, _, is_over)| *is_over && between.certain().is_none());
        let certain: Vec<Verdict> = each.iter().map(|(between, ..)| between.verdict(true)).collect();
        let part = deciding(&certain);
        now.excess = each.get(part).is_some_and(|(_, shown, _)| shown.excess);
        now.which = (now.shown.len(), part);
        now.shown.push(each.iter().map(|(_, shown, _)| *shown).collect());
        now.uses.push(parts.iter().map(|part| self.uses(world, scene, part, &now.known)).collect());
        each.into_iter().fold(Between::surely(Standing::Met), |all, (between, ..)| all.and(between))
    }

    fn part(
        &self,
        world: &World<'a>,
        scene: &Scene<'a>,
        part: &'a Part,
        known: &Known,
    ) -> (Between, Shown, bool) {
        let From::Event(kind) = part.what.from else {
            world.refuse("spells that follow a trigger");
            return (Between::ANY, Shown::default(), false);
        };
        let quantity = in_force(world, self.norm, scene, &part.quantity);
        let unknown = || one_of(self.norm, &part.quantity);
        let limits = quantity.map_or_else(unknown, |q| limits(world, scene, q));
        if *known == Known::Unknown {
            return (Between::ANY, Shown::default(), false);
        }
        // Whether there were too many can be told no better when its time is over, whatever may be made up.
        let made_up = limits.high.is_none();
        let ends = known.stretches().iter().map(|s| s.late.filter(|_| made_up).unwrap_or(s.until.last()));
        let is_over = ends.max().is_some_and(|end| end <= world.as_of);
        let stopped = matches!(known, Known::Stopped(_));
        let each: Vec<(Between, Amounts)> = known
            .stretches()
            .iter()
            .map(|stretch| match part.total_of {
                Some(field) => {
                    let need = quantity.and_then(|q| q.low.as_ref()).map(|low| term(world, scene, low));
                    self.summed(world, scene, part, (kind, field), stretch, (need, stopped))
                }
                None => self.between(world, scene, part, kind, stretch, limits, stopped),
            })
            .collect();
        let worst = each.iter().map(|(b, _)| b.worst).min().unwrap_or(Standing::Broken);
        let best = each.iter().map(|(b, _)| b.best).max().unwrap_or(Standing::Met);
        let least = each.iter().map(|(_, amounts)| amounts.sure).min();
        let most: Option<Vec<Exact>> = each.iter().map(|(_, amounts)| amounts.most).collect();
        // Of all days that may be meant whatever may count on one of them may count.
        let of_any = || {
            let of = |stretch| self.records(world, scene, part, kind, stretch);
            let all = known.stretches().iter().flat_map(of).filter(|(_, _, truth)| truth.is_possible());
            number_of(all.map(|(record, ..)| &record.id).collect::<BTreeSet<_>>().len())
        };
        let several = known.stretches().len() > 1 && part.total_of.is_none();
        let of_any = if several { of_any() } else { Exact::ZERO };
        let need = each.first().and_then(|(_, amounts)| amounts.need);
        if part.total_of.is_some() && need.is_none() {
            return (Between { worst, best }, Shown::default(), is_over);
        }
        let shown = Shown {
            required: if part.total_of.is_some() {
                need
            } else {
                limits.shown(Some, least.unwrap_or(Exact::ZERO))
            },
            measured: least.map(|least| {
                (least, most.and_then(|most| most.into_iter().max()).map(|most| most.max(of_any)))
            }),
            excess: limits.high.and_then(|(_, high)| high).is_some_and(|high| {
                part.total_of.is_none() && each.iter().any(|(_, amounts)| amounts.sure > high)
            }),
        };
        (Between { worst, best }, shown, is_over)
    }

    // The records that pass, each with whether it lies in time and whether it lies in time to make up.
    pub(super) fn records(
        &self,
        world: &World<'a>,
        scene: &Scene<'a>,
        part: &'a Part,
        kind: usize,
        stretch: &Stretch,
    ) -> Vec<(&'a Record, Truth, Truth)> {
        let mut out = Vec::new();
        let bounds = bounds(world, stretch);
        let scene = scene.over(bounds);
        // A record does not serve the duty that it triggers itself.
        let others = world.records(kind).filter(|(r, _)| self.record.is_none_or(|own| own.id != r.id));
        for (record, happened) in others {
            let (in_time, late) = lies(world, self.norm, record, stretch);
            if !in_time.is_possible() && !late.is_possible() {
                continue;
            }
            let passes = passes(world, &Scene { trigger: self.record, ..scene.clone() }, &part.what, record);
            // What others use still happened, so that it may be too much.
            let left = match (&part.quantity.low, part.total_of) {
                (None, _) => Truth::Yes,
                (Some(_), None) => world.taken.leaves(record),
                (Some(_), Some(_)) => world.taken.leaves_some_of(record),
            };
            let passes = Truth::all([passes, happened, left]);
            out.push((
                record,
                Truth::all([in_time, passes]),
                Truth::all([Truth::any([in_time, late]), passes]),
            ));
        }
        out
    }

    #[expect(clippy::too_many_arguments, reason = "they are what is given")]
    fn between(
        &self,
        world: &World<'a>,
        scene: &Scene<'a>,
        part: &'a Part,
        kind: usize,
        stretch: &Stretch,
        limits: Limits,
        stopped: bool,
    ) -> (Between, Amounts) {
        // Nothing is made up for an upper limit.
        let made_up = limits.low.is_some();
        let found = self.records(world, scene, part, kind, stretch).into_iter();
        let found: Vec<(&Record, Truth, Truth)> = found
            .map(|(record, in_time, late)| (record, in_time, if made_up { late } else { in_time }))
            .collect();
        let (from, until) = bounds(world, stretch);
        let aside = |until| {
            world.set_aside(kind).filter(|one| one.at.is_none_or(|at| at.possibly_in(from, until))).count()
        };
        let judgement = world.policy.vocabulary.events.get_index(kind).is_some_and(|(_, e)| e.judgement);
        // Nobody has judged yet, which is no judgement to the contrary (rule K6).
        let unjudged = judgement && !found.iter().any(|(_, _, late)| late.is_sure());
        let known = |from, until| !unjudged && world.is_known(kind, from, until);
        let open = stopped || !known(from, until);
        let late_until = stretch.late.filter(|_| made_up).unwrap_or(until);
        let open_late = stopped || !known(from, late_until);
        let mut between = self.amount(
            &found,
            limits,
            (aside(until), open),
            (aside(late_until), open_late),
            world.as_of >= until && !stopped,
        );
        let number = |n: usize| Exact::from(n as i64);
        let counted =
            |f: &dyn Fn(Truth) -> bool| number(found.iter().filter(|(_, _, late)| f(*late)).count());
        let (more, any) = (aside(late_until), !known(from, late_until.min(world.as_of)));
        let most = counted(&Truth::is_possible).add(number(more)).filter(|_| !any);
        let amounts = Amounts { sure: counted(&Truth::is_sure), most, need: None };
        for OfWhich { quantity, filter, .. } in &part.of_which {
            world.met("Part of which");
            let limits = super::quantity::limits(world, scene, quantity);
            let part: Vec<(&Record, Truth, Truth)> = found
                .iter()
                .map(|(record, in_time, late)| {
                    let passes =
                        truth_at(world, &scene.with(Hand::Record(record)), record.at, filter).chosen();
                    (*record, Truth::all([*in_time, passes]), Truth::all([*late, passes]))
                })
                .collect();
            between = between.and(self.amount(
                &part,
                limits,
                (aside(until), open),
                (aside(late_until), open_late),
                world.as_of >= until,
            ));
        }
        (between, amounts)
    }

    fn amount(
        &self,
        found: &[(&Record, Truth, Truth)],
        limits: Limits,
        (aside, open): (usize, bool),
        (aside_late, open_late): (usize, bool),
        ended: bool,
    ) -> Between {
        let number = |n: usize| Exact::from(n as i64);
        let count =
            |f: &dyn Fn(&(&Record, Truth, Truth)) -> bool| number(found.iter().filter(|one| f(one)).count());
        let sure = count(&|(_, t, _)| t.is_sure());
        let sure_late = count(&|(_, _, t)| t.is_sure());
        let most = count(&|(_, t, _)| t.is_possible()).add(number(aside)).filter(|_| !open);
        let most_late = count(&|(_, _, t)| t.is_possible()).add(number(aside_late)).filter(|_| !open_late);
        let mut between = Between::surely(Standing::Met);
        if let Some((low, high)) = limits.low {
            let enough = |n: Exact| high.is_some_and(|high| n >= high);
            let possible = |n: Option<Exact>| low.is_none_or(|low| n.is_none_or(|n| n >= low));
            let standing = |met: bool, late: bool| match (met, late) {
                (true, _) => Standing::Met,
                (false, true) => Standing::Late,
                (false, false) => Standing::Broken,
            };
            between = between.and(Between {
                worst: standing(enough(sure), enough(sure_late)),
                best: standing(possible(most), possible(most_late)),
            });
        }
        if let Some((low, high)) = limits.high {
            let kept = ended && low.zip(most).is_some_and(|(low, most)| most <= low);
            let over = high.is_some_and(|high| sure > high);
            between = between.and(Between {
                worst: if kept { Standing::Met } else { Standing::Broken },
                best: if over { Standing::Broken } else { Standing::Met },
            });
        }
        between
    }
}

// Where one must look: without a limit backward as far as the log reaches.
pub(super) fn bounds(world: &World<'_>, stretch: &Stretch) -> (Instant, Instant) {
    let from = stretch.from.first(world);
    (from, stretch.until.last())
}

// What an expression selects.
fn selections(expr: &Expr) -> Vec<&Selection> {
    let deeper = super::exceptions::parts(expr).into_iter().flat_map(selections);
    expr.selection().into_iter().chain(deeper).collect()
}
