//! One outcome in full, for whoever inspects it and for whoever answers: what was asked, in which window, what counted
//! and what did not, what is missing and what would do, on which parameters and readings it rests, what is not known,
//! and who held the post. One structure, from which the text and the object for machines are written.

mod apart;
mod clock;
mod deemed;
mod enough;
mod hours;
mod object;
mod owing;
mod rests;
mod served;
mod settle;
mod text;
mod used_up;
mod version;
mod windows;
mod words;

pub use object::Explained;

use super::interpretation::interpretation;
use super::machine::day;
use crate::check::CheckedPolicy;
use crate::check::policy::{Exception, Norm, Time};
use crate::diagnostic::{Arg, Lang, Message};
use crate::eval::{Failed, NearMiss, Outcome, Request, Verdict, as_of, derived};
use crate::log::{EventLog, Exact, Instant, Precision, Record};
use crate::source::SourceSet;
use chrono::NaiveDate;
use rests::{Corrected, Gap, Given, SetAside};
use rustc_hash::FxHashMap as HashMap;
use std::cell::OnceCell;
use std::sync::Arc;
use version::Version;
use words::in_words;

/// Explains outcomes of one evaluation.
pub struct Explainer<'a> {
    policy: &'a CheckedPolicy,
    sources: &'a SourceSet,
    log: &'a EventLog,
    request: &'a Request,
    records: HashMap<&'a str, &'a Record>,
    /// What follows from them, once it is asked for.
    derived: OnceCell<Follows>,
    apart: apart::Apart,
    /// The duties that use records up, once they are asked for.
    users: OnceCell<Vec<Outcome>>,
}

/// Everything that is to be said of one outcome, in no language yet.
#[derive(Clone, Debug)]
pub struct Explanation {
    outcome: Outcome,
    row: super::Row,
    title: String,
    document: Option<String>,
    clauses: Vec<Clause>,
    version: Option<Version>,
    /// What is asked for, thing by thing, each with what it comes to by itself where there are several.
    asked: Vec<Asked>,
    window: Window,
    clock: clock::Clock,
    as_of: Option<String>,
    known_at: Option<String>,
    counted: Vec<Counted>,
    rejected: Vec<Rejected>,
    /// Records of its days that made up for an earlier window.
    served: Vec<served::Served>,
    /// Records that it would have counted and that another duty used.
    used_up: Vec<used_up::UsedUp>,
    /// The exceptions that excuse, in the author's words.
    exceptions: Vec<Arg>,
    /// What would do, or would have done: one of these.
    enough: Vec<Vec<Message>>,
    /// Names of the parameters without which nothing can be told.
    lacking: Vec<String>,
    parameters: Vec<Given>,
    readings: Vec<Arg>,
    gaps: Vec<Gap>,
    /// Nothing is said of what the log covers; it is taken to be complete from its first record to its last.
    coverage_assumed: bool,
    set_aside: Vec<SetAside>,
    corrected: Vec<Corrected>,
}

#[derive(Clone, Debug)]
struct Clause {
    id: String,
    /// The id as people read it.
    called: Arg,
    phrase: String,
    /// The amendment that says it so, where one does.
    document: Option<String>,
}

#[derive(Clone, Debug)]
struct Asked {
    /// Which alternative it belongs to.
    alternative: usize,
    words: Arg,
    by_itself: Option<Outcome>,
}

impl Asked {
    // Of several things one of which so little is asked that none is due is met by nothing that was done.
    fn reason(&self, found: &Outcome) -> Message {
        let nothing_is_due = self.by_itself.is_some()
            && found.verdict == Verdict::Fulfilled
            && !found.at_most
            && found.required == Some(Exact::ZERO);
        if nothing_is_due { Message::new("explain.nothing_due") } else { found.why() }
    }
}

/// The window, and what its days come from.
#[derive(Clone, Debug)]
struct Window {
    from: Option<String>,
    until: Option<String>,
    /// From when and until when to the minute, of what runs for hours.
    times: Option<(String, String)>,
    /// What is done at the very end is too late.
    ends_before: bool,
    name: Option<Arg>,
    calendar: Option<Arg>,
    trigger: Option<Seen>,
    /// What that follows from.
    grounds: Vec<deemed::Ground>,
}

/// A record: what is said of it is never what stands in it.
#[derive(Clone, Debug)]
struct Seen {
    id: String,
    kind: Option<Arg>,
    at: Option<String>,
    /// It comes with the end of that day.
    closes_its_day: bool,
    /// Where it was read: the input and the line.
    place: Option<(String, u64)>,
}

#[derive(Clone, Debug)]
struct Counted {
    record: Seen,
    used: Option<String>,
    /// It counts for the window before; a gap that goes on in this one began after it.
    is_before: bool,
}

#[derive(Clone, Debug)]
struct Rejected {
    record: Seen,
    /// Position of what it would have counted for among what is asked.
    asked: usize,
    failed: Message,
}

/// What follows from a log, and of what it is not known whether it does.
struct Follows {
    log: EventLog,
    /// Positions of those that nobody wrote down.
    at: HashMap<Arc<str>, usize>,
}

impl<'a> Explainer<'a> {
    /// Of a log and what was asked of it.
    #[must_use]
    pub fn new(
        policy: &'a CheckedPolicy,
        sources: &'a SourceSet,
        log: &'a EventLog,
        request: &'a Request,
    ) -> Self {
        let records = log.records.iter().map(|record| (&*record.id, record)).collect();
        let (derived, apart, users) = (OnceCell::new(), apart::Apart::default(), OnceCell::new());
        Self { policy, sources, log, request, records, derived, apart, users }
    }

    /// A record that follows from others.
    fn derived(&self, id: &str) -> Option<&Record> {
        if self.records.contains_key(id) {
            return None;
        }
        let found = || {
            let log = derived(self.policy, self.log, self.request).unwrap_or_default();
            let new = log.records.iter().enumerate().filter(|(_, one)| !self.records.contains_key(&*one.id));
            let at = new.map(|(at, record)| (record.id.clone(), at)).collect();
            Follows { log, at }
        };
        let follows = self.derived.get_or_init(found);
        follows.at.get(id).and_then(|at| follows.log.records.get(*at))
    }

    fn users(&self) -> &[Outcome] {
        self.users.get_or_init(|| used_up::users(self))
    }

    /// Whether it is not known of one of those whether it follows.
    fn is_in_doubt(&self, record: &Record) -> bool {
        self.derived.get().is_some_and(|follows| follows.log.is_in_doubt(record))
    }

    /// A record that stands in the log, or follows from what does.
    fn known(&self, id: &str) -> Option<&Record> {
        self.records.get(id).copied().or_else(|| self.derived(id))
    }

    /// The explanation of an outcome of that evaluation; none of a norm that the policy does not have.
    #[must_use]
    pub fn explain(&self, outcome: &Outcome) -> Option<Explanation> {
        let (_, norm) = self.policy.norms.get_index(outcome.norm)?;
        let singles = apart::singles(self.policy, self.sources, norm);
        let each = self.apart.each(self, norm, &singles, outcome);
        let enough = self.enough(norm, outcome, &singles, &each);
        let rejected = self.rejected(norm, outcome, &singles, &each);
        let alone = singles.len() == 1;
        let asked = singles.into_iter().zip(each).map(|(single, by_itself)| Asked {
            alternative: single.alternative,
            words: single.words,
            by_itself: by_itself.filter(|_| !alone),
        });
        let last = |at: Instant| day(self.policy, Instant(at.0 - 1));
        Some(Explanation {
            row: super::row(self.policy, outcome),
            title: norm.title.clone(),
            document: self.policy.number.clone(),
            clauses: clauses(self.policy, norm),
            version: Version::of(self.policy, norm),
            asked: asked.collect(),
            window: self.window(norm, outcome),
            clock: clock::Clock::of(self, norm, outcome),
            as_of: last(as_of(self.log, self.request)),
            known_at: self.request.known_at.and_then(last),
            counted: self.counted(norm, outcome),
            rejected,
            served: served::earlier(self, norm, outcome),
            used_up: used_up::by_others(self, norm, outcome),
            exceptions: self.exceptions(norm, outcome),
            enough,
            lacking: norm.parameters.clone(),
            parameters: rests::parameters(self.policy, norm, self.request),
            readings: readings(norm),
            gaps: rests::gaps(self.policy, norm, self.log, (outcome, self.seen_until(outcome))),
            coverage_assumed: self.log.coverage.assumed,
            set_aside: rests::set_aside(self.policy, norm, self.log, (outcome, self.seen_until(outcome))),
            corrected: rests::corrected(self.policy, norm, self.log, (outcome, self.seen_until(outcome))),
            outcome: outcome.clone(),
        })
    }

    fn enough(
        &self,
        norm: &Norm,
        outcome: &Outcome,
        singles: &[apart::Single],
        each: &[Option<Outcome>],
    ) -> Vec<Vec<Message>> {
        if outcome.verdict == Verdict::Undetermined {
            let together = settle::together(self, norm, outcome);
            return Some(together).filter(|all| !all.is_empty()).into_iter().collect();
        }
        let may_be_made_up = norm.late.is_some() && outcome.trigger.is_none();
        let all = may_be_made_up.then(|| self.apart.all(self, norm, singles, outcome));
        let come = |(index, found): (usize, &Option<Outcome>)| {
            let found = found.clone()?;
            let before = all.as_ref().and_then(|all| all.get(index));
            let record = |id: &str| self.records.get(id).copied();
            let part = singles.get(index).and_then(|single| single.requirement.parts().next());
            let weighed = owing::Weighed(part.and_then(|part| part.total_of));
            let owing = before.map(|all| owing::Owing::before(&found, all, weighed, record));
            let (owing, made_up) = (owing.unwrap_or_default(), weighed.made_up(norm, &found, record));
            Some(enough::Come { outcome: found, owing, made_up })
        };
        let come: Vec<_> = each.iter().enumerate().map(come).collect();
        let known = enough::Known { policy: self.policy, norm, bound: outcome.bound };
        enough::enough(known, outcome, singles, &come)
    }

    // One past the last instant that the outcome looks at.
    fn seen_until(&self, outcome: &Outcome) -> Instant {
        let limit = outcome.late_until.and_then(|last| last.succ_opt());
        let limit = limit.map_or(outcome.until, |next| self.policy.zone.day_start(next));
        limit.min(as_of(self.log, self.request))
    }

    fn window(&self, norm: &Norm, outcome: &Outcome) -> Window {
        Window {
            from: day(self.policy, outcome.from),
            until: day(self.policy, Instant(outcome.until.0 - 1)),
            times: hours::of(self.policy, norm, outcome),
            ends_before: hours::ends_before(norm),
            name: outcome.label.as_ref().map(|label| label.both()),
            calendar: rests::calendar(self.policy, norm, self.request, outcome),
            trigger: outcome.trigger.as_deref().map(|id| self.seen(id)),
            grounds: outcome.trigger.as_deref().map(|id| deemed::grounds(self, id)).unwrap_or_default(),
        }
    }

    fn counted(&self, norm: &Norm, outcome: &Outcome) -> Vec<Counted> {
        let used = |id: &str| outcome.used.iter().find(|(record, _)| **record == *id);
        let in_stretch = outcome.others.iter().filter(|id| self.is_in_stretch(norm, outcome, id));
        let each = outcome.evidence.iter().chain(in_stretch).map(|id| Counted {
            record: self.seen(id),
            used: used(id).map(|(_, amount)| amount.to_string()),
            is_before: false,
        });
        let each: Vec<Counted> = each.collect();
        let before = match self.tells_where_the_gap_began(norm, outcome) {
            true => None,
            false => windows::before_the_gap(self, norm, outcome),
        };
        let before =
            before.map(|record| Counted { record: self.seen(&record.id), used: None, is_before: true });
        before.into_iter().chain(each).collect()
    }

    fn tells_where_the_gap_began(&self, norm: &Norm, outcome: &Outcome) -> bool {
        let is_before = |id: &std::sync::Arc<str>| {
            let record = self.records.get(&**id);
            record
                .zip(outcome.short_from)
                .is_some_and(|(record, first)| self.policy.zone.date_of(record.at.first) < first)
        };
        outcome.others.iter().any(|id| is_before(id) && self.is_in_stretch(norm, outcome, id))
    }

    // In any stretch of a length no record decides by itself: those of the stretch in which too little was done are told,
    // with the one after which a gap began, and where none was found, all.
    fn is_in_stretch(&self, norm: &Norm, outcome: &Outcome, id: &str) -> bool {
        let is_gap = matches!(norm.time, Time::Gap(..));
        let rolls = is_gap || matches!(norm.time, Time::Rolling(..));
        let Some(record) = self.records.get(id).filter(|_| rolls && outcome.evidence.is_empty()) else {
            return false;
        };
        let day = self.policy.zone.date_of(record.at.first);
        let first =
            outcome.short_from.map(|first| if is_gap { first.pred_opt().unwrap_or(first) } else { first });
        let last = outcome.due.filter(|_| first.is_some());
        first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
    }

    // What would have counted for something that is done anyway is of no account.
    fn rejected(
        &self,
        norm: &Norm,
        outcome: &Outcome,
        singles: &[apart::Single],
        each: &[Option<Outcome>],
    ) -> Vec<Rejected> {
        let is_done = |o: &Outcome| o.verdict == Verdict::Fulfilled;
        let counts = |miss: &&NearMiss| !each.get(miss.part).is_some_and(|o| o.as_ref().is_some_and(is_done));
        let each = outcome.near_misses.iter().filter(counts).map(|miss| Rejected {
            record: self.seen(&miss.record),
            asked: miss.part,
            failed: self.elsewhere((norm, singles), outcome, miss),
        });
        each.collect()
    }

    // What came too late or too early may have counted for another window.
    fn elsewhere(
        &self,
        (norm, singles): (&Norm, &[apart::Single]),
        outcome: &Outcome,
        miss: &NearMiss,
    ) -> Message {
        let failed = self.failed(outcome, miss);
        if !matches!(miss.failed, Failed::TooLate(_) | Failed::TooEarly(..)) {
            return failed;
        }
        match windows::of_record(self, (norm, singles), outcome, miss) {
            Some(window) => Message::new("explain.counted_for")
                .with_arg("failed", Arg::Message(Box::new(failed)))
                .with_arg("window", window),
            None => failed,
        }
    }

    fn failed(&self, outcome: &Outcome, miss: &NearMiss) -> Message {
        match miss.failed {
            Failed::Condition(place) => {
                Message::new("explain.failed").with("condition", words::written(self.sources, place))
            }
            Failed::Evidence => Message::new("explain.no_evidence"),
            Failed::TooLate(day) => self.too_late(outcome, &miss.record, day),
            Failed::TooEarly(day, first) => {
                Message::new("explain.too_early").with("day", day).with("first", first)
            }
            Failed::SameDay(day) => Message::new("explain.same_day").with("day", day),
        }
    }

    // Of what ends at a time of day those times are told.
    fn too_late(&self, outcome: &Outcome, record: &str, day: NaiveDate) -> Message {
        let zone = self.policy.zone;
        let minute = |at: Instant| hours::minute(self.policy, at);
        let record = self.known(record);
        if record.is_some_and(|record| record.at.closes_its_day()) {
            return Message::new("explain.too_late.day_end").with("day", day);
        }
        match record.filter(|record| record.at.precision == Precision::Instant) {
            Some(record) if zone.day_start(zone.date_of(outcome.until)) != outcome.until => {
                let message = Message::new("explain.too_late.time").with("time", minute(record.at.first));
                message.with("end", minute(outcome.until))
            }
            _ => Message::new("explain.too_late").with("day", day),
        }
    }

    fn exceptions(&self, norm: &Norm, outcome: &Outcome) -> Vec<Arg> {
        let written = |one: &Exception| Arg::Plain(words::written(self.sources, one.span));
        // What goes on may have been kept to only because exceptions took some of the time.
        let held = matches!(outcome.verdict, Verdict::Fulfilled | Verdict::Open | Verdict::NotApplicable);
        let goes_on = norm.time.is_in_windows()
            || matches!(norm.time, Time::Rolling(..) | Time::Gap(..) | Time::AtAllTimes);
        let applying = match outcome.verdict == Verdict::Excused || goes_on && held {
            true => self.apart.exceptions(self, norm, outcome),
            false => Vec::new(),
        };
        let applying = applying.into_iter().filter_map(|index| norm.exceptions.get(index));
        let applying = applying.filter(|one| one.instead.is_none()).map(written);
        let putting = outcome.instead.iter().filter_map(|index| norm.exceptions.get(*index));
        let told = putting.filter_map(|one| {
            let instead = one.instead.as_ref()?;
            let other = |lang| super::sentence::instead(self.policy, norm, instead, lang);
            let other = Arg::Both { zh: other(Lang::Zh), en: other(Lang::En) };
            let message = Message::new("explain.instead").with_arg("condition", written(one));
            Some(Arg::Message(Box::new(message.with_arg("other", other))))
        });
        applying.chain(told).collect()
    }

    fn seen(&self, id: &str) -> Seen {
        let record = self.known(id);
        let kind = record.and_then(|record| self.policy.vocabulary.events.get_index(record.kind));
        let place = record.map(|record| (record.place.input.to_string(), record.place.line));
        Seen {
            id: id.to_owned(),
            kind: kind.map(|(_, event)| event.name.both()),
            at: record.map(|record| super::told::moment(self.policy, record.at)),
            closes_its_day: record.is_some_and(|record| record.at.closes_its_day()),
            place: place.filter(|(input, _)| !input.is_empty()),
        }
    }
}

fn clauses(policy: &CheckedPolicy, norm: &Norm) -> Vec<Clause> {
    let clause = |id: &String| {
        let found = policy.clauses.get(id);
        let by = found.and_then(|clause| policy.amendments.get(clause.by?));
        Clause {
            id: id.clone(),
            called: Arg::Both {
                zh: policy.clause_shown(id, Lang::Zh).into_owned(),
                en: policy.clause_shown(id, Lang::En).into_owned(),
            },
            phrase: found.map(|clause| clause.phrase.clone()).unwrap_or_default(),
            document: by.map(|amendment| amendment.called().to_owned()),
        }
    };
    norm.cites.iter().map(clause).collect()
}

fn readings(norm: &Norm) -> Vec<Arg> {
    let both = interpretation(norm, Lang::Zh).into_iter().zip(interpretation(norm, Lang::En));
    both.map(|(zh, en)| Arg::Both { zh, en }).collect()
}

impl Explanation {
    /// For people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        text::text(self, lang)
    }

    /// For machines, its words in a language.
    #[must_use]
    pub fn object(&self, lang: Lang) -> Explained {
        object::object(self, lang)
    }

    // What would do in one language: one line an alternative.
    fn enough_in(&self, lang: Lang) -> Vec<String> {
        let all = |together: &Vec<Message>| {
            let each: Vec<String> = together.iter().map(|message| message.render(lang)).collect();
            each.join(super::punctuation::list(lang))
        };
        self.enough.iter().map(all).collect()
    }

    fn whose(&self, lang: Lang) -> String {
        super::punctuation::bearer(&self.outcome, lang).into_owned()
    }
}

fn shown(arg: &Arg, lang: Lang) -> String {
    in_words(arg, lang)
}
