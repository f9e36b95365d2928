//! Slips in what is taken to follow from other records: how many of them, within how long, after how long; of which records, by
//! what conditions, and what it says.

use super::super::neighbours::{lengths, one_off};
use super::super::title::rather;
use super::super::turns::On;
use super::super::walk::{self, Clause, Spot};
use super::super::{Kind, Mutant};
use super::{Slip, Slips, shown};
use crate::focus::focus;
use crate::said::Said;
use bylaws::check::policy::{Deem, Effect, Expr, Norm, Selection, Turning};
use bylaws::log::Length;

impl Slips<'_> {
    pub(super) fn deems(&mut self) {
        if self.policy.deems.is_empty() {
            return;
        }
        for deem in focus(self.policy, std::slice::from_ref(&self.original.name.canonical)).deems {
            let turned = turned(&deem.when).into_iter().map(|Turned { kind, change, shows, when }| {
                (Slip::new(kind, change, shows, On::Certain), Deem { when, ..deem.clone() })
            });
            let mut all: Vec<(Slip, Deem)> = turned.chain(reaching_back(&deem)).collect();
            let norm = looking_at(self.original, &deem.when);
            let within = Slips { policy: self.policy, original: &norm, norm: &norm, out: Vec::new() };
            all.extend(within.deemed_filters(&deem));
            all.extend(within.deemed_expressions(&deem));
            all.into_iter().for_each(|(slip, other)| self.deemed(slip, &deem, other));
        }
    }

    fn deemed(&mut self, slip: Slip, deem: &Deem, other: Deem) {
        let is_there = |mutant: &Mutant| mutant.deem.as_deref().is_some_and(|[_, known]| *known == other);
        if other == *deem || self.out.iter().any(is_there) {
            return;
        }
        let of = self.policy.vocabulary.events.get_index(deem.event);
        let of = of.map(|(_, event)| shown(&event.name)).unwrap_or_else(|| Said::new("", ""));
        let about = |said: Said| {
            Said::new(
                format!("视为“{}”：{}", of.zh, said.zh),
                format!("what is deemed `{}`: {}", of.en, said.en),
            )
        };
        self.out.push(Mutant {
            kind: slip.kind,
            change: about(slip.change),
            shows: about(slip.shows),
            norm: self.original.clone(),
            table: None,
            deem: Some(Box::new([deem.clone(), other])),
            on: slip.on,
            among: None,
            of_exception: None,
        });
    }

    // A filter of one condition goes whole; of several, `deemed_expressions` drops each.
    fn deemed_filters(&self, deem: &Deem) -> Vec<(Slip, Deem)> {
        let gone = |(index, selection): (usize, &Selection)| {
            let filter = selection.filter.as_ref().filter(|filter| !matches!(filter, Expr::And(_)))?;
            let spot = &Spot { clause: Clause::Deemed, hand: Some(selection.from.clone()) };
            let mut other = deem.clone();
            let mut at = 0;
            walk::deemed_selections(&mut other, &mut |selection| {
                if at == index {
                    selection.filter = None;
                }
                at += 1;
            });
            let (shows, on) = self.without_it(filter, spot);
            Some((Slip::new(Kind::Where, self.dropped(filter, spot), shows, on), other))
        };
        deem.when.selections().enumerate().filter_map(gone).collect()
    }

    fn deemed_expressions(&self, deem: &Deem) -> Vec<(Slip, Deem)> {
        let mut all = Vec::new();
        walk::deemed_expressions(&mut deem.clone(), &mut |e, spot| all.push((e.clone(), spot.clone())));
        let mut out = Vec::new();
        for (index, (expr, spot)) in all.iter().enumerate() {
            for (slip, other) in self.variants(expr, spot) {
                let mut changed = deem.clone();
                replace(&mut changed, index, other);
                out.push((in_no_log(slip), changed));
            }
        }
        out
    }
}

fn replace(deem: &mut Deem, index: usize, other: Expr) {
    let mut other = Some(other);
    let mut at = 0;
    walk::deemed_expressions(deem, &mut |e, _| {
        if at == index
            && let Some(other) = other.take()
        {
            *e = other;
        }
        at += 1;
    });
}

// The conditions of what is deemed look at what it follows from, as those of a norm at what gives rise to the duty.
fn looking_at(norm: &Norm, when: &Turning) -> Norm {
    let trigger = Some(when.followed().clone());
    Norm {
        trigger,
        bearer: None,
        for_each: None,
        exceptions: Vec::new(),
        answerable: Vec::new(),
        ..norm.clone()
    }
}

// What is deemed is in no log: how far it lies from anything cannot be read off one.
fn in_no_log(slip: Slip) -> Slip {
    match slip.on {
        On::Span(lengths) => Slip { shows: rather(lengths), on: On::Certain, ..slip },
        _ => slip,
    }
}

// How far back it may have effect.
fn reaching_back(deem: &Deem) -> Vec<(Slip, Deem)> {
    let Some(Effect { from, back: Some(length) }) = &deem.effective else { return Vec::new() };
    let one = |count: u32| {
        let (change, _) = lengths(length.count, count, length.unit);
        let other = Length { count, unit: length.unit };
        let shows = rather([*length, other]);
        let effective = Some(Effect { from: from.clone(), back: Some(other) });
        (Slip::new(Kind::Days, change, shows, On::Certain), Deem { effective, ..deem.clone() })
    };
    one_off(length.count).into_iter().map(one).collect()
}

/// A slip in when something is deemed to have happened.
struct Turned {
    kind: Kind,
    change: Said,
    shows: Said,
    when: Turning,
}

fn turned(when: &Turning) -> Vec<Turned> {
    match when {
        Turning::Each(_) => Vec::new(),
        Turning::Silence(first, length, without) => {
            spans(*length, |length| Turning::Silence(first.clone(), length, without.clone())).collect()
        }
        Turning::InARow(what, count) => {
            numbers(*count, |count| Turning::InARow(what.clone(), count)).collect()
        }
        Turning::Reaches { what, count, within, per } => {
            let with = |count: u32, within: Option<Length>| Turning::Reaches {
                what: what.clone(),
                count,
                within,
                per: *per,
            };
            let lengths = within.iter().flat_map(|length| spans(*length, |other| with(*count, Some(other))));
            numbers(*count, |count| with(count, *within)).chain(lengths).collect()
        }
    }
}

// With one fewer asked for, one too few would do; with one more, just so many would not.
fn numbers(count: u32, when: impl Fn(u32) -> Turning) -> impl Iterator<Item = Turned> {
    one_off(count).into_iter().map(move |other| {
        let change = Said::new(format!("{count}次改为{other}次"), format!("{count} becomes {other}"));
        let shows = match other < count {
            true => Said::new(format!("不足{count}次，不够"), format!("fewer than {count} is not enough")),
            false => Said::new(format!("恰为{count}次，已够"), format!("just {count} is enough")),
        };
        Turned { kind: Kind::Number, change, shows, when: when(other) }
    })
}

fn spans(length: Length, when: impl Fn(Length) -> Turning) -> impl Iterator<Item = Turned> {
    one_off(length.count).into_iter().map(move |count| {
        let (change, _) = lengths(length.count, count, length.unit);
        let other = Length { count, unit: length.unit };
        Turned { kind: Kind::Days, change, shows: rather([length, other]), when: when(other) }
    })
}
