//! The days around each limit of a norm, and the numbers around what it asks for: a log that meets it, with the
//! last deed a day earlier and later, one deed fewer and one more.

use crate::block::{Details, expectation};
use crate::cases::Case;
use crate::focus::{focus, versions};
use crate::mutation::{Kind, Mutant, On, by_verdict, mutants, title, walk};
use crate::said::{Said, within_quotes};
use crate::search::{Bounds, Scope, search};
use crate::setting::{seeds, times, told_from};
use crate::sketch::{Sketch, day_of, put_on};
use crate::witness::{beginnings, of_verdict, shown};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{From, Norm, Requirement};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Quota, Verdict, labelled, year_field};
use bylaws::log::{Exact, Instant, Precision};
use bylaws::syntax::ast::{Expr, Given};
use chrono::{Days, NaiveDate, TimeDelta};

/// A stretch that is told of, with the types of records.
type Told = (NaiveDate, NaiveDate, Vec<String>);

/// The cases around the limits of a norm; none where no log was found that meets it.
#[must_use]
pub fn boundary(policy: &CheckedPolicy, norm: &str, bounds: Bounds, lang: Lang) -> Vec<Case> {
    let small = focus(policy, &[norm.to_owned()]);
    let looked = Looked { policy: &small, norm, lang };
    let mut out = looked.each_way(bounds);
    if out.is_empty() {
        let met = of_verdict(policy, norm, Verdict::Fulfilled, bounds).map(|found| found.sketch);
        out = met.map(|met| looked.around(met)).unwrap_or_default();
    }
    // What is not shown by moving a record that counts is shown by a log that turns on the limit.
    let beginnings = beginnings(policy, norm);
    out.extend(looked.limits(!out.is_empty(), &beginnings, bounds));
    out.extend(looked.quotas(beginnings, bounds));
    out
}

impl Looked<'_> {
    // Where one of several ways will do: the same of each of them, on a log that meets the norm in this way.
    fn each_way(&self, bounds: Bounds) -> Vec<Case> {
        let Some(Requirement::Any(ways)) = self.norm().map(|norm| &norm.requirement) else {
            return Vec::new();
        };
        let each = ways.iter().enumerate().flat_map(|(index, way)| {
            let mut alone = self.policy.clone();
            let norm = alone.norms.get_mut(self.norm);
            norm.into_iter().for_each(|norm| norm.requirement = Requirement::Have(way.clone()));
            let met = of_verdict(&alone, self.norm, Verdict::Fulfilled, bounds).map(|found| found.sketch);
            let cases = met.map(|met| self.around(met)).unwrap_or_default();
            let number = index + 1;
            let called = Said::new(format!("办法{number}："), format!("way {number}: "));
            let called = called.words(self.lang).to_owned();
            cases.into_iter().map(move |case| Case { title: format!("{called}{}", case.title), ..case })
        });
        each.collect()
    }

    // The days and the numbers around the last record that counts.
    fn around(&self, met: Sketch) -> Vec<Case> {
        let met = self.told_of(self.with_parameters(met));
        let met = self.to_the_minute(&met).unwrap_or(met);
        self.first(&met).map(|outcome| self.of_last(&met, &outcome)).unwrap_or_default()
    }

    // What is looked back at is told of, so that what is missing there is missing for certain.
    fn told_of(&self, met: Sketch) -> Sketch {
        let day = met.facts.iter().filter_map(day_of).max();
        let from = self.norm().zip(day).and_then(|(norm, day)| told_from(norm, day));
        let first = met.facts.iter().filter_map(day_of).min();
        match from.filter(|from| met.covers.is_empty() && first.is_some_and(|first| *from < first)) {
            Some(from) => Sketch { covers: vec![(from, met.as_of, Vec::new())], ..met },
            None => met,
        }
    }

    // Of a limit in hours what gives rise to the duty has a time of day, and what is done in time has one too.
    fn to_the_minute(&self, met: &Sketch) -> Option<Sketch> {
        let minutes = times::minutes(self.norm()?)?;
        let outcome = self.first(met)?;
        let ids = met.ids();
        let place_of = |id: &str| ids.iter().position(|known| *known == id);
        let trigger = place_of(outcome.trigger.as_deref()?)?;
        let begun = times::eight(met.facts.get(trigger).and_then(day_of)?)?;
        let done = begun.checked_add_signed(TimeDelta::minutes(minutes / 2))?;
        let mut out = met.clone();
        out.facts.get_mut(trigger)?.at.node = times::written(begun);
        for place in outcome.evidence.iter().filter_map(|id| place_of(id)) {
            out.facts.get_mut(place)?.at.node = times::written(done);
        }
        out.sort();
        self.first(&out).is_some().then_some(out)
    }

    fn norm(&self) -> Option<&Norm> {
        self.policy.norms.get(self.norm)
    }

    fn of_last(&self, met: &Sketch, outcome: &Outcome) -> Vec<Case> {
        let ids = met.ids();
        let place_of = |id: &str| ids.iter().position(|known| known == id);
        let deeds: Vec<usize> = outcome.evidence.iter().filter_map(|id| place_of(id)).collect();
        let mut out = Vec::new();
        let after = self.after(met, outcome);
        if let Some(last) = deeds.iter().copied().max_by_key(|index| met.facts.get(*index).and_then(day_of)) {
            let met = &Sketch { as_of: after, covers: covering(met, after), ..met.clone() };
            for (title, at) in self.moments(outcome, met.facts.get(last)) {
                let mut moved = met.clone();
                if let Some(fact) = moved.facts.get_mut(last) {
                    put_at(fact, &at);
                }
                out.extend(self.case(title, moved, outcome));
            }
            let mut fewer = met.clone();
            fewer.facts.remove(last);
            out.extend(self.case(Said::new("少一次", "one fewer"), fewer, outcome));
            let mut more = met.clone();
            more.facts.extend(met.facts.get(last).cloned());
            more.sort();
            out.extend(self.case(Said::new("多一次", "one more"), more, outcome));
        }
        out
    }

    // A log on either side of each limit, that turns where the limit is moved by one: of values, of shares, and where no
    // record by itself decides, of all.
    fn limits(&self, are_moved: bool, beginnings: &[Sketch], bounds: Bounds) -> Vec<Case> {
        let Some(norm) = self.policy.norms.get(self.norm) else { return Vec::new() };
        let quantities = |norm: &Norm| {
            let mut all = Vec::new();
            walk::quantities(&mut norm.clone(), &mut |quantity| all.push(quantity.clone()));
            all
        };
        let own = quantities(norm);
        let is_asked = |mutant: &Mutant| match mutant.kind {
            Kind::Number | Kind::Inclusive => !are_moved || quantities(&mutant.norm) == own,
            Kind::Days => !are_moved || elsewhere(mutant),
            Kind::Exception => elsewhere(mutant),
            _ => false,
        };
        let (mut out, mut told): (Vec<Case>, Vec<Said>) = (Vec::new(), Vec::new());
        for mutant in mutants(self.policy, self.norm).into_iter().filter(is_asked) {
            if told.contains(&mutant.shows) {
                continue;
            }
            let mut moved = self.policy.clone();
            mutant.put_in(&mut moved);
            let found = by_verdict(self.policy, &moved, self.norm, beginnings, bounds);
            out.extend(found.and_then(|found| {
                let title = title([self.policy, &moved], self.norm, &mutant, &found);
                if told.contains(&title) {
                    return None;
                }
                told.push(title.clone());
                let title = title.words(self.lang).to_owned();
                Some(Case { title, sketch: found.sketch, expected: vec![found.what] })
            }));
        }
        out
    }
}

// What moves a limit, and after how long something is deemed, no record that counts shows by being moved.
fn elsewhere(mutant: &Mutant) -> bool {
    mutant.deem.is_some() || matches!(mutant.on, On::ExtendedBy(_) | On::Extension | On::Stop)
}

// What is told up to the day as of which one looks is told up to a later one too.
fn covering(log: &Sketch, as_of: NaiveDate) -> Vec<Told> {
    let until = |day: NaiveDate| if day == log.as_of { as_of } else { day };
    log.covers.iter().map(|(from, day, kinds)| (*from, until(*day), kinds.clone())).collect()
}

fn put_at(fact: &mut Given, at: &str) {
    match at.parse() {
        Ok(day) => put_on(fact, day),
        Err(_) => fact.at.node = at.to_owned(),
    }
}

fn reaches(outcome: &Outcome) -> bool {
    let numbers = outcome.required.zip(outcome.measured);
    numbers.is_none_or(|(required, measured)| measured.low >= required)
}

struct Looked<'p> {
    policy: &'p CheckedPolicy,
    norm: &'p str,
    lang: Lang,
}

impl Looked<'_> {
    // What may be met without them may turn on them around its limits: parameters that the norm rests on are given too.
    fn with_parameters(&self, met: Sketch) -> Sketch {
        let lacks = |(name, _): &&(String, Expr)| !met.with.iter().any(|(known, _)| known == name);
        let given = seeds(self.policy, self.norm).into_iter().map(|seed| seed.with);
        let more = given.filter_map(|with| {
            let mut sketch = met.clone();
            sketch.with.extend(with.iter().filter(lacks).cloned());
            (sketch != met && self.first(&sketch).is_some()).then_some(sketch)
        });
        more.max_by_key(|sketch| sketch.with.len()).unwrap_or(met)
    }

    fn first(&self, sketch: &Sketch) -> Option<Outcome> {
        let evaluation = sketch.judged(self.policy, &versions(self.policy, self.norm))?;
        let index = self.policy.norms.get_index_of(self.norm)?;
        let is_met = |o: &Outcome| o.norm == index && o.verdict == Verdict::Fulfilled && !o.bearer.is_empty();
        evaluation.outcomes.into_iter().find(is_met)
    }

    fn after(&self, sketch: &Sketch, outcome: &Outcome) -> NaiveDate {
        let end = (outcome.until < Instant::MAX).then(|| self.policy.zone.date_of(outcome.until));
        let all = [end, outcome.due, outcome.late_until, Some(sketch.as_of)].into_iter().flatten();
        all.max().and_then(|day| day.checked_add_days(Days::new(2))).unwrap_or(sketch.as_of)
    }

    // Days; of a limit in hours minutes.
    fn moments(&self, outcome: &Outcome, deed: Option<&Given>) -> Vec<(Said, String)> {
        let is_exact = outcome.triggered_at.is_some_and(|at| at.precision == Precision::Instant);
        if self.norm().and_then(times::minutes).is_none() || !is_exact {
            return self
                .days(outcome, deed)
                .into_iter()
                .map(|(title, day)| (title, day.to_string()))
                .collect();
        }
        let at = |at: Instant, later: i64| {
            let at = self.policy.zone.local_of(at).checked_add_signed(TimeDelta::minutes(later));
            at.map(times::written)
        };
        let titled = |zh: &str, en: &str, at: Option<String>| at.map(|at| (Said::new(zh, en), at));
        let all = [
            titled("起算前一分钟", "the minute before the first", at(outcome.from, -1)),
            titled("起算之时", "the first minute", at(outcome.from, 0)),
            titled("截止之时", "the last minute", at(outcome.until, 0)),
            titled("截止后一分钟", "the minute after the last", at(outcome.until, 1)),
        ];
        all.into_iter().flatten().collect()
    }

    // What does not say for which year it is counts up to the end of that year alone, whatever counts later.
    fn days(&self, outcome: &Outcome, deed: Option<&Given>) -> Vec<(Said, NaiveDate)> {
        let by_day =
            labelled(self.policy, outcome).filter(|_| !deed.is_some_and(|deed| self.names_its_year(deed)));
        let mut out = Vec::new();
        let mut push = |zh: &str, en: &str, day: Option<NaiveDate>| {
            if let Some(day) = day.filter(|day| !out.iter().any(|(_, known)| known == day)) {
                out.push((Said::new(zh, en), day));
            }
        };
        let first = self.begin(outcome);
        let first = (first > Instant::MIN).then(|| self.policy.zone.date_of(first));
        let last =
            (outcome.until < Instant::MAX).then(|| self.policy.zone.date_of(Instant(outcome.until.0 - 1)));
        push("首日的前一天", "the day before the first", first.and_then(|d| d.pred_opt()));
        push("首日", "the first day", first);
        let due = by_day.map(|by_day| by_day.last).or(outcome.due).or(last);
        push("截止日", "the last day", due);
        push("截止日的次日", "the day after the last", due.and_then(|d| d.succ_opt()));
        push("可补办的末日", "the last day for making up", outcome.late_until);
        push("可补办的末日的次日", "the day after that", outcome.late_until.and_then(|d| d.succ_opt()));
        out
    }

    fn names_its_year(&self, deed: &Given) -> bool {
        let kind = self.policy.vocabulary.events.get_index_of(&deed.kind.node).map(From::Event);
        let field = kind.and_then(|kind| year_field(self.policy, &kind));
        field.is_some_and(|(_, field)| deed.fields.iter().any(|(name, _)| field.name.answers_to(&name.node)))
    }

    // From when on something counts: of a window nothing from before the regulation is in force.
    fn begin(&self, outcome: &Outcome) -> Instant {
        let in_force = self.policy.in_force_from.filter(|_| outcome.trigger.is_none());
        in_force.map_or(outcome.from, |day| outcome.from.max(self.policy.zone.day_start(day)))
    }

    // Where all are there, and just one too few or too many of them meet what is asked of some.
    fn quotas(&self, start: Vec<Sketch>, bounds: Bounds) -> Vec<Case> {
        let parts = self.policy.norms.get(self.norm).into_iter().flat_map(|norm| norm.requirement.parts());
        let each = parts.flat_map(|part| &part.of_which).flat_map(|of| {
            let (zh, en) =
                (format!("符合“{}”的", within_quotes(&of.words)), format!("meeting `{}`", of.words));
            let few = Said::new(format!("{zh}少一次"), format!("one too few {en}"));
            let many = Said::new(format!("{zh}多一次"), format!("one too many {en}"));
            [(of, few, false), (of, many, true)]
        });
        each.filter_map(|(of, title, at_most)| {
            let is_it = |quota: &Quota| {
                (&quota.condition, quota.at_most, quota.differ_by()) == (&of.words, at_most, Exact::ONE)
            };
            // One too many of them is shown where all are enough, so that it is nothing else that is broken.
            let are_enough = |o: &Outcome| !at_most || o.at_most || reaches(o);
            let wanted = |o: &Outcome| {
                o.verdict == Verdict::Breached && o.quotas.deciding().is_some_and(is_it) && are_enough(o)
            };
            let scope = Scope::new(vec![self.policy], self.norm, versions(self.policy, self.norm));
            let found = search(&scope, start.clone(), bounds, &|sketch, found| {
                shown(self.policy, self.norm, sketch, found.first()?, &wanted)
            })?;
            let title = title.words(self.lang).to_owned();
            Some(Case { title, sketch: found.sketch, expected: vec![found.what] })
        })
        .collect()
    }

    fn case(&self, title: Said, sketch: Sketch, of: &Outcome) -> Option<Case> {
        let evaluation = sketch.judged(self.policy, &versions(self.policy, self.norm))?;
        let test = sketch.test("", self.norm, Vec::new());
        let same =
            |o: &&Outcome| (&o.bearer, &o.trigger, &o.of_each) == (&of.bearer, &of.trigger, &of.of_each);
        let mut same: Vec<&Outcome> = evaluation.outcomes.iter().filter(same).collect();
        if same.len() > 1 {
            same.retain(|o| o.from == of.from);
        }
        let [outcome] = same.as_slice() else { return None };
        let details = Details { short_by: true, ..Details::default() };
        let expected = expectation(self.policy, &test, &evaluation, outcome, details)?;
        Some(Case { title: title.words(self.lang).to_owned(), sketch, expected: vec![expected] })
    }
}
