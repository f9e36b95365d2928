//! Sums that a duty asks for: each record gives its amount once, in parts where one duty does not need all
//! of it (rule U4).

use super::super::claims;
use super::super::context::Hand;
use super::super::frame::{Found, Frame};
use super::super::outcome::{Measured, Verdict};
use super::super::select::Hit;
use super::super::tally::{Ruling, Tally};
use super::super::term::{Doubt, Term};
use super::window::Window;
use crate::check::policy::Part;
use crate::diagnostic::Message;
use crate::log::{Exact, Value};
use std::sync::Arc;

/// What is left of the sum, and what was used for it.
struct Sum {
    missing: Exact,
    counted: Exact,
    used: Vec<(Arc<str>, Exact)>,
    doubt: Option<Doubt>,
    /// An amount may be any.
    is_open: bool,
}

/// The ruling on a sum of a field.
pub(super) fn summed(
    frame: &Frame<'_>,
    window: &Window,
    part: &Part,
    field: usize,
    tally: &Tally<'_>,
) -> (Ruling, Found) {
    let need = match needed(frame, part) {
        Ok(need) => need,
        Err(doubt) => return (Ruling::undetermined(doubt), Found::default()),
    };
    let mut sum = Sum {
        missing: need,
        counted: Exact::ZERO,
        used: Vec::new(),
        doubt: tally.incomplete(),
        is_open: false,
    };
    let in_time = tally.in_time.iter().map(|hit| (hit, Verdict::Fulfilled));
    let late = tally.late.iter().map(|hit| (hit, Verdict::Late));
    let mut ruling = (need <= Exact::ZERO).then(|| Ruling::certain(Verdict::Fulfilled, frame.from));
    let mut known = frame.from;
    for (hit, verdict) in in_time.chain(late) {
        known = known.max(hit.certain);
        sum.add(frame, hit, field);
        // What came late decides only where nothing in time may still be missing.
        let certain = verdict == Verdict::Fulfilled || sum.doubt.is_none();
        if ruling.is_none() && sum.missing <= Exact::ZERO && certain {
            ruling = Some(Ruling::certain(verdict, known));
        }
    }
    let most = most(frame, field, tally, &sum);
    let ruling = ruling.unwrap_or_else(|| {
        let as_of = frame.world.as_of;
        // What may be besides matters where it may be enough.
        match sum.doubt.take().filter(|_| most.is_none_or(|most| most >= need)) {
            _ if as_of < window.limit => Ruling { overdue: as_of >= window.until, ..Ruling::open() },
            Some(doubt) => Ruling::undetermined(doubt),
            None => Ruling::certain(Verdict::Breached, window.limit),
        }
    });
    let evidence: Vec<Arc<str>> = sum.used.iter().map(|(id, _)| id.clone()).collect();
    let used = sum.used.iter().map(|(id, amount)| (id.clone(), Some(*amount))).collect();
    let claims = claims::of_part(frame, part, window.from, tally, used);
    let found = Found {
        measured: Some(Measured { low: sum.counted, high: most }),
        required: Some(need),
        others: tally.others(&evidence),
        evidence,
        why: reason(&ruling, sum.counted, need),
        used: sum.used,
        claims,
        ..Found::default()
    };
    // Of an amount that is not known it is not known how much is used.
    (ruling, if sum.is_open { claims::unsure(found, false) } else { found })
}

// What it comes to at most; none where that cannot be told.
fn most(frame: &Frame<'_>, field: usize, tally: &Tally<'_>, sum: &Sum) -> Option<Exact> {
    let all_told = !tally.unbounded && tally.possible == tally.may.len() && !sum.is_open;
    let amounts = tally.may.iter().map(|hit| amount(frame, hit, field).ok());
    amounts.fold(Some(sum.counted).filter(|_| all_told), |all, one| all?.add(one?))
}

// What a record gives that no other duty has taken.
fn amount(frame: &Frame<'_>, hit: &Hit<'_>, field: usize) -> Result<Exact, Doubt> {
    let Hand::Record(record) = &hit.hand else { return Ok(Exact::ZERO) };
    let whole = match record.field(field) {
        Some(Value::Number(n)) if *n >= Exact::ZERO => *n,
        None => return Err(Doubt::LeftOut(record.kind, field, hit.id.clone())),
        Some(_) => return Err(Doubt::Imprecise(hit.id.clone())),
    };
    let taken = match frame.world.taken.surely.get(&hit.id) {
        None => Exact::ZERO,
        Some(Some(amount)) => *amount,
        Some(None) => whole,
    };
    Ok(whole.sub(taken).filter(|left| *left > Exact::ZERO).unwrap_or(Exact::ZERO))
}

// Amounts are no number of times.
fn reason(ruling: &Ruling, counted: Exact, need: Exact) -> Option<Message> {
    let key = match ruling.verdict {
        Verdict::Fulfilled if need == Exact::ZERO => {
            return Some(Message::new("why.none_asked").with("count", counted));
        }
        Verdict::Fulfilled => "why.sum.met",
        Verdict::Late => "why.sum.late",
        Verdict::Open => "why.sum.open",
        Verdict::Breached => "why.sum.short",
        Verdict::Excused | Verdict::NotApplicable | Verdict::Undetermined => return None,
    };
    let message = Message::new(key).with("count", counted).with("required", need);
    let missing = need.sub(counted).filter(|_| matches!(ruling.verdict, Verdict::Open | Verdict::Breached));
    Some(match missing {
        Some(missing) => message.with("missing", missing),
        None => message,
    })
}

fn needed(frame: &Frame<'_>, part: &Part) -> Result<Exact, Doubt> {
    let quantity = super::super::instead::quantity(frame, frame.from)?.unwrap_or(&part.quantity);
    match quantity.low.as_ref().map(|low| frame.when_asked(frame.from).term(low)) {
        Some(Term::Known(Value::Number(n))) => Ok(n),
        Some(Term::Unknown(doubt) | Term::Between(.., doubt) | Term::Missing { doubt, .. }) => Err(doubt),
        Some(Term::Nothing | Term::Known(_)) | None => Err(Doubt::NoLimit),
    }
}

impl Sum {
    fn add(&mut self, frame: &Frame<'_>, hit: &Hit<'_>, field: usize) {
        let left = match amount(frame, hit, field) {
            Ok(left) if left > Exact::ZERO => left,
            Ok(_) => return,
            Err(doubt) => {
                self.is_open = true;
                self.doubt.get_or_insert(doubt);
                return;
            }
        };
        self.counted = self.counted.add(left).unwrap_or(self.counted);
        if self.missing > Exact::ZERO {
            let used = if left < self.missing { left } else { self.missing };
            self.missing = self.missing.sub(used).unwrap_or(Exact::ZERO);
            self.used.push((hit.id.clone(), used));
        }
    }
}
