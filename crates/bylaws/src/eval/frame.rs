//! One instance of a norm in the making: its bearer, window and trigger, and how a ruling becomes an
//! outcome with reason and people who answer.

use super::claims::{self, Claims};
use super::context::{Context, Hand};
use super::outcome::{Answer, Clocked, Measured, Outcome, Verdict, Weight};
use super::quotas::Quotas;
use super::select::Hit;
use super::tally::Ruling;
use super::term::{Doubt, Term, Truth};
use super::world::World;
use super::{answer, instead, select};
use crate::check::policy::{Expr, From, Generally, Modality, Norm, Part, Quantity, Time};
use crate::diagnostic::{Arg, Message};
use crate::log::{Exact, Instant, Name, Record, Value};
use crate::plan;
use chrono::NaiveDate;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// What is fixed for an instance before anything is counted.
#[derive(Clone)]
pub(super) struct Frame<'a> {
    pub world: &'a World<'a>,
    pub index: usize,
    pub norm: &'a Norm,
    pub bearer: Arc<str>,
    pub from: Instant,
    pub until: Instant,
    /// End of making up; `until` when there is none.
    pub limit: Instant,
    pub label: Option<Arc<Name>>,
    pub trigger: Option<&'a Record>,
}

/// What was found, besides the ruling.
#[derive(Clone, Default)]
pub(super) struct Found {
    pub measured: Option<Measured>,
    pub required: Option<Exact>,
    /// What is required is an upper limit.
    pub at_most: bool,
    /// Nothing is due of the part, for the days on which it concerns the bearer.
    pub nothing_due: bool,
    pub evidence: Vec<Arc<str>>,
    pub others: Vec<Arc<str>>,
    pub used: Vec<(Arc<str>, Exact)>,
    pub claims: Option<Claims>,
    /// Parts of which too few or too many are there.
    pub quotas: Quotas,
    pub why: Option<Message>,
    /// The last day in time, where it is another than the window's: that of a stretch in which too little is done, or
    /// by which the next act must come.
    pub due: Option<NaiveDate>,
    /// The first day of the stretch in which too little is done, where it is another than the window's.
    pub short_from: Option<NaiveDate>,
}

impl<'a> Frame<'a> {
    /// The circumstances in which its expressions are evaluated.
    pub(super) fn context(&self, at: Instant) -> Context<'a> {
        // What happened before the regulation came into force counts in no window of it, and neither does what was
        // made up later.
        let window = match self.trigger {
            Some(_) => (self.from, self.limit),
            None => (self.from.max(self.world.in_force().0).min(self.until), self.until),
        };
        Context::new(self.world, at, window).bearer(&self.bearer).trigger(self.trigger)
    }

    /// The same for what its exceptions look at: the window, and of a triggered duty also what was before it.
    pub(super) fn exceptional(&self, at: Instant) -> Context<'a> {
        let from = self.trigger.map_or(self.from, |_| Instant::MIN);
        self.context(at).over((from, self.limit))
    }

    /// Whether a filter holds of a record or spell, as of its own time.
    pub(super) fn passes(&self, hit: &Hit<'a>, filter: &Expr) -> Truth {
        let truth = |at| self.context(hit.at.first).holding(hit.hand.clone(), at).truth(filter);
        match &hit.hand {
            Hand::Record(record) if plan::depends_on_time(filter) => {
                select::wherever(&self.context(hit.at.first), record, truth)
            }
            _ => truth(hit.at.first),
        }
    }

    /// Id of the triggering record; empty without one.
    pub(super) fn trigger_id(&self) -> Arc<str> {
        self.trigger.map_or_else(|| Arc::from(""), |record| record.id.clone())
    }

    /// The last instant on which the duty could be met in time, as far as it has come.
    pub(super) fn answering_instant(&self, ruling: &Ruling) -> Instant {
        let rolls = matches!(self.norm.time, Time::Rolling(..) | Time::Gap(..));
        let last = match (ruling.excess || rolls && ruling.verdict == Verdict::Breached, ruling.certain_at) {
            (true, Some(at)) => at,
            _ => self.until,
        };
        Instant(last.min(self.world.as_of).0 - 1)
    }

    /// The outcome of a ruling.
    pub(super) fn outcome(&self, ruling: Ruling, mut found: Found) -> Outcome {
        let ruling = self.concluded(ruling);
        let said = self.said(&ruling, &mut found);
        // Where nothing was due there is nothing to be counted.
        if matches!(ruling.verdict, Verdict::Excused | Verdict::NotApplicable) {
            (found.measured, found.required) = (None, None);
        }
        if !matches!(ruling.verdict, Verdict::Breached | Verdict::Open | Verdict::Late) {
            found.quotas = Quotas::default();
        }
        let claims = claims::of(ruling.verdict, &found);
        let due = (self.until < Instant::MAX).then(|| self.world.date_of(Instant(self.until.0 - 1)));
        Outcome {
            norm: self.index,
            bearer: self.bearer.clone(),
            of_each: self.world.facet.name.clone(),
            from: self.from,
            until: self.until,
            label: self.label.clone(),
            trigger: self.trigger.map(|r| r.id.clone()),
            triggered_at: self.trigger.map(|r| r.at),
            verdict: ruling.verdict,
            weight: Weight::of(self.norm.modality),
            certain_at: ruling.certain_at,
            measured: found.measured,
            required: found.required,
            at_most: found.at_most && found.required.is_some(),
            due: found.due.or(due),
            short_from: found.short_from,
            late_until: (self.limit > self.until).then(|| self.world.date_of(Instant(self.limit.0 - 1))),
            overdue: ruling.overdue,
            evidence: found.evidence,
            others: found.others,
            used: found.used,
            claims,
            near_misses: Vec::new(),
            bound: None,
            instead: Vec::new(),
            clocked: Clocked::default(),
            answerable: self.answerable(&ruling),
            excess: ruling.excess,
            quotas: found.quotas,
            said,
        }
    }

    fn answerable(&self, ruling: &Ruling) -> Vec<Answer> {
        let is_finding = matches!(ruling.verdict, Verdict::Breached | Verdict::Undetermined);
        let is_asked = is_finding || !self.world.answers_for_findings_only;
        let is_nobodys = ruling.verdict == Verdict::NotApplicable || self.bearer.is_empty();
        if is_nobodys || !is_asked {
            return Vec::new();
        }
        answer::answerable(self, self.answering_instant(ruling), shares_the_window(ruling))
    }

    /// What a ruling comes to in this norm.
    pub(super) fn concluded(&self, ruling: Ruling) -> Ruling {
        let ruling = self.tempered(self.settled(ruling));
        // A condition on a night is open until the night is over.
        let is_late = ruling.verdict == Verdict::Open && self.world.as_of >= self.until;
        let counts = self.norm.requirement.parts().next().is_some();
        Ruling { overdue: ruling.overdue || is_late && counts, ..ruling }
    }

    // What rests on absence, or on all there is, waits for what may still come to lie back; and nothing of a duty is
    // certain before what triggers it is known (rule V5).
    fn settled(&self, mut ruling: Ruling) -> Ruling {
        let kinds = self.world.lying_back.of_norm(self.index);
        let begun = self.trigger.map_or(Instant::MIN, |record| self.world.is_told(record));
        if kinds.is_empty() && self.world.log.since.is_empty() {
            ruling.certain_at = ruling.certain_at.map(|at| at.max(begun));
            return ruling;
        }
        let by_records = self.is_decided_by_records(&ruling);
        ruling.certain_at = ruling.certain_at.map(|at| {
            let settled = kinds.iter().map(|kind| self.world.settles(*kind, at)).fold(at, Instant::max);
            if by_records { at.max(begun) } else { settled.max(begun) }
        });
        let waits = !by_records && ruling.certain_at.is_some_and(|at| self.world.as_of < at);
        match ruling.verdict {
            _ if waits => Ruling { overdue: self.world.as_of >= self.until, ..Ruling::open() },
            Verdict::Open => Ruling { overdue: self.world.as_of >= self.until, ..ruling },
            _ => ruling,
        }
    }

    // One too many, or as many as were wanted: whatever comes besides changes nothing.
    fn is_decided_by_records(&self, ruling: &Ruling) -> bool {
        let mut parts = self.norm.requirement.parts().peekable();
        let rolls = matches!(self.norm.time, Time::Rolling(..) | Time::Gap(..));
        let counts = !rolls && parts.peek().is_some();
        let of_events = |part: &Part| matches!(part.what.from, From::Event(_));
        match ruling.verdict {
            Verdict::Breached => ruling.excess && counts && parts.all(of_events),
            Verdict::Fulfilled => counts && parts.all(|part| of_events(part) && part.quantity.high.is_none()),
            Verdict::Excused | Verdict::Open | Verdict::Undetermined => true,
            Verdict::Late | Verdict::NotApplicable => false,
        }
    }

    // A permission is never breached, and `generally` may need no reason.
    fn tempered(&self, ruling: Ruling) -> Ruling {
        let missing = self.norm.parameters.iter().find(|p| self.world.parameter(p).is_none());
        let awaits = ruling.verdict == Verdict::Undetermined && ruling.doubt == Some(Doubt::Future);
        let ruling = if awaits { Ruling::open() } else { ruling };
        match (ruling.verdict, self.norm.modality) {
            // A missing parameter that matters leaves nothing to wait for.
            (Verdict::Open, _) if missing.is_some() => {
                Ruling::undetermined(Doubt::Parameter(missing.cloned().unwrap_or_default()))
            }
            (Verdict::Breached, Modality::May) => Ruling { verdict: Verdict::NotApplicable, ..ruling },
            (Verdict::Breached, Modality::GenerallyMust)
                if self.norm.reading.generally == Generally::ReasonFree =>
            {
                Ruling { verdict: Verdict::Excused, ..ruling }
            }
            _ => ruling,
        }
    }

    // What goes beyond the count.
    fn said(&self, ruling: &Ruling, found: &mut Found) -> Option<Message> {
        let permission = ruling.verdict == Verdict::NotApplicable && self.norm.modality == Modality::May;
        let of_permission = if ruling.excess { "why.permission.exceeded" } else { "why.permission" };
        let doubt = ruling.doubt.as_ref().map(|doubt| self.doubt_message(doubt));
        doubt.or_else(|| found.why.take()).or_else(|| permission.then(|| Message::new(of_permission)))
    }

    /// Why nothing can be told, in words.
    pub(super) fn doubt_message(&self, doubt: &Doubt) -> Message {
        let event = |kind: &usize| {
            let name = self
                .world
                .policy
                .vocabulary
                .events
                .get_index(*kind)
                .map(|(_, e)| e.name.clone())
                .unwrap_or_default();
            name.both()
        };
        match doubt {
            Doubt::Parameter(name) => {
                let shown =
                    self.world.policy.parameters.get(name).map_or_else(|| Arg::from(name), |p| p.name.both());
                Message::new("why.parameter").with_arg("name", shown)
            }
            Doubt::Uncovered(kind) => Message::new("why.uncovered").with_arg("type", event(kind)),
            // Whatever waits for these is open.
            Doubt::Awaited | Doubt::Future => Message::new("why.open.condition"),
            Doubt::SetAside => Message::new("why.set_aside"),
            Doubt::Follows(kind) => Message::new("why.follows").with_arg("type", event(kind)),
            Doubt::Imprecise(id) => Message::new("why.imprecise").with("record", id),
            Doubt::SameDay(id) if id.is_empty() => Message::new("why.same_day"),
            Doubt::SameDay(id) => Message::new("why.same_day.record").with("record", id),
            Doubt::Judgement(kind) => Message::new("why.judgement").with_arg("type", event(kind)),
            Doubt::NoUnit => Message::new("why.no_unit"),
            Doubt::NoBeginning(id) => Message::new("why.no_beginning").with("record", id),
            Doubt::NotRecorded(name, id) => Message::new("why.not_recorded.of")
                .with_arg("field", self.field_name(name))
                .with("record", id),
            Doubt::LeftOut(kind, index, id) => {
                let field = self.world.declared(*kind, *index).map(|field| field.name.both());
                Message::new("why.left_out")
                    .with_arg("field", field.unwrap_or_else(|| Arg::from("")))
                    .with("record", id)
            }
            Doubt::NeverHappened(None) => Message::new("why.never"),
            Doubt::NeverHappened(Some(kind)) => Message::new("why.never.type").with_arg("type", event(kind)),
            Doubt::OutOfRange => Message::new("why.out_of_range"),
            Doubt::Exceptions(labels) => {
                let (zh, en) = (labels.clone(), labels.replace('、', ", "));
                Message::new("why.exceptions").with_arg("labels", Arg::Both { zh, en })
            }
            Doubt::Calendar => Message::new("why.calendar"),
            Doubt::NoLimit => Message::new("why.no_limit"),
            Doubt::NoFirstDay => Message::new("why.no_first_day"),
            Doubt::Verdict(norm) => {
                let shown =
                    self.world.policy.norms.get(norm).map_or_else(|| Arg::from(norm), |n| n.name.both());
                Message::new("why.verdict").with_arg("norm", shown)
            }
            Doubt::Claimed(id) => Message::new("why.claimed").with("record", id),
            Doubt::MadeUp(norm, id) => {
                let norm = self.world.policy.norms.get_index(*norm).map(|(_, norm)| norm.name.both());
                let message =
                    Message::new("why.made_up").with_arg("norm", norm.unwrap_or_else(|| Arg::from("")));
                message.with("record", id)
            }
        }
    }

    fn field_name(&self, name: &str) -> Arg {
        let entities = self.world.policy.vocabulary.entities.values();
        entities.filter_map(|e| e.fields.get(name)).next().map_or_else(|| Arg::from(name), |f| f.name.both())
    }

    /// The limits of a part as of an instant: those that an exception puts in their place, or its own.
    pub(super) fn limits_of(&self, part: &Part, at: Instant) -> Limits {
        match instead::quantity(self, at) {
            Ok(instead) => limits_in(&self.when_asked(at), instead.unwrap_or(&part.quantity)),
            Err(doubt) => {
                let may_be = instead::quantities(&self.norm.exceptions).chain([&part.quantity]);
                let has_low = may_be.into_iter().any(|quantity| quantity.low.is_some());
                Limits { has_low, has_high: !has_low, low: None, high: None, doubt: Some(doubt) }
            }
        }
    }

    /// A quantity's limits as whole numbers: of 3.3 required it takes 4, of 3.3 allowed there may be 3.
    pub(super) fn limits(&self, quantity: &Quantity) -> Limits {
        limits_in(&self.when_asked(self.from), quantity)
    }

    /// Where it is asked how much is due: of what a record triggers, at that record, with all that was before it.
    pub(super) fn when_asked(&self, at: Instant) -> Context<'a> {
        match self.trigger {
            Some(trigger) => self.context(trigger.at.first).over((Instant::MIN, trigger.at.end)),
            None => self.context(at),
        }
    }
}

/// The limits of a quantity as far as they are known, and why one of them is not.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    /// Whether there is a lower limit, or may be one.
    pub has_low: bool,
    /// Whether there is an upper limit besides, or may be one.
    pub has_high: bool,
    pub low: Option<Exact>,
    pub high: Option<Exact>,
    pub doubt: Option<Doubt>,
}

impl Limits {
    /// Whether they only ask for something: what is missing may be made up, and nothing is too much.
    pub(super) fn only_ask(&self) -> bool {
        self.has_low && !self.has_high
    }

    /// Whether none of them is known.
    pub(super) fn are_unknown(&self) -> bool {
        self.doubt.is_some() && self.low.is_none() && self.high.is_none()
    }

    /// The limit that is shown, and whether it is what is allowed: that is shown where surely more than it are there, else
    /// what is due, and where nothing is, what is allowed; nothing where one is not known.
    pub(super) fn shown(&self, due: Option<Exact>, counted: Exact) -> (Option<Exact>, bool) {
        let due = due.filter(|due| *due > Exact::ZERO || self.high.is_none());
        let exceeded = self.high.filter(|high| counted > *high);
        match due {
            _ if exceeded.is_some() => (exceeded, true),
            Some(_) => (due.filter(|_| self.doubt.is_none()), false),
            None => (self.high.filter(|_| self.doubt.is_none()), self.high.is_some()),
        }
    }

    /// The ruling by what is known of them: what one of them surely breaks is broken, whatever the other is (rule K1).
    pub(super) fn rule(&self, by_known: impl FnOnce() -> Ruling) -> Ruling {
        match &self.doubt {
            None => by_known(),
            Some(doubt) if self.are_unknown() => Ruling::undetermined(doubt.clone()),
            Some(doubt) => by_known().and(Ruling::undetermined(doubt.clone())),
        }
    }
}

/// A quantity's limits in some circumstances.
pub(super) fn limits_in(context: &Context<'_>, quantity: &Quantity) -> Limits {
    let limit = |expr: Option<&Expr>, whole: fn(Exact) -> i128| match expr.map(|expr| context.term(expr)) {
        None => Ok(None),
        Some(Term::Known(Value::Number(n))) => Ok(Exact::ratio(whole(n), 1)),
        Some(Term::Unknown(doubt) | Term::Between(.., doubt) | Term::Missing { doubt, .. }) => Err(doubt),
        Some(Term::Nothing | Term::Known(_)) => Err(Doubt::NoLimit),
    };
    let (low, high) =
        (limit(quantity.low.as_ref(), Exact::ceil), limit(quantity.high.as_ref(), Exact::floor));
    let doubt = low.as_ref().err().or(high.as_ref().err()).cloned();
    let (has_low, has_high) = (quantity.low.is_some(), quantity.high.is_some());
    Limits { has_low, has_high, low: low.ok().flatten(), high: high.ok().flatten(), doubt }
}

// What was left undone over a window concerns all who held office in it; an excess only its own instant.
fn shares_the_window(ruling: &Ruling) -> bool {
    !ruling.excess && matches!(ruling.verdict, Verdict::Breached | Verdict::Late | Verdict::Undetermined)
}

/// One of two alternatives: the better ruling, with what decided it.
pub(super) fn either(a: (Ruling, Found), b: (Ruling, Found)) -> (Ruling, Found) {
    let (verdict, certain_at) = (a.0.verdict, a.0.certain_at);
    let (both, excess) = (verdict == b.0.verdict, a.0.excess);
    let ruling = a.0.or(b.0);
    let first = match verdict {
        _ if !both => ruling.verdict == verdict,
        // As long as one of two can be met there is time.
        Verdict::Open => a.1.due.is_none() || b.1.due.is_some() && a.1.due >= b.1.due,
        // Of two that are broken the first is shown.
        Verdict::Breached => true,
        _ => ruling.certain_at == certain_at,
    };
    let ruling = if both && verdict == Verdict::Breached { Ruling { excess, ..ruling } } else { ruling };
    let (chosen, left) = if first { (a.1, b.1) } else { (b.1, a.1) };
    let claims = claims::either(ruling.verdict, chosen.claims, left.claims);
    (ruling, Found { claims, ..chosen })
}

/// Both parts of a requirement together: the worse ruling, with what decided it.
pub(super) fn join(a: (Ruling, Found), b: (Ruling, Found)) -> (Ruling, Found) {
    let applies = |r: &Ruling| r.verdict != Verdict::NotApplicable && r.verdict != Verdict::Excused;
    match (applies(&a.0), applies(&b.0)) {
        (true, false) => return a,
        (false, true) => return b,
        _ => {}
    }
    let (verdict_a, verdict_b) = (a.0.verdict, b.0.verdict);
    // What is broken first decides, and what is due first.
    let sooner = match verdict_b {
        Verdict::Breached => a.0.certain_at > b.0.certain_at,
        Verdict::Open => b.1.due.is_some_and(|due| a.1.due.is_none_or(|other| due < other)),
        _ => false,
    };
    let ruling = a.0.and(b.0);
    let by_second = match (a.1.nothing_due, b.1.nothing_due) {
        (true, false) => true,
        (false, true) => false,
        _ => ruling.verdict == verdict_b && (verdict_a != verdict_b || sooner),
    };
    let mut found = if by_second { b.1.clone() } else { a.1.clone() };
    found.claims = claims::together(a.1.claims.clone(), b.1.claims.clone());
    if verdict_a == verdict_b {
        let other = if by_second { a.1 } else { b.1 };
        let mut seen: FxHashSet<Arc<str>> = found.evidence.iter().cloned().collect();
        found.evidence.extend(other.evidence.into_iter().filter(|id| seen.insert(id.clone())));
        // A record may decide one part and be of no weight in the other.
        found.others.extend(other.others);
        found.others.retain(|id| seen.insert(id.clone()));
    }
    (ruling, found)
}
