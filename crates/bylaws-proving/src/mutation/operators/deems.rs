//! Slips in what is taken to follow from other records: how many of them, within how long, after how long.

use super::super::neighbours::{lengths, one_off};
use super::super::title::around;
use super::super::turns::On;
use super::super::{Kind, Mutant};
use super::{Slips, shown};
use crate::focus::focus;
use crate::said::{Said, length as told};
use bylaws::check::policy::{Deem, Turning};
use bylaws::log::Length;

impl Slips<'_> {
    pub(super) fn deems(&mut self) {
        if self.policy.deems.is_empty() {
            return;
        }
        for deem in focus(self.policy, std::slice::from_ref(&self.original.name.canonical)).deems {
            for Turned { kind, change, shows, when } in turned(&deem.when) {
                let of = self.policy.vocabulary.events.get_index(deem.event);
                let of = of.map(|(_, event)| shown(&event.name)).unwrap_or_else(|| Said::new("", ""));
                let about = Said::new(format!("视为“{}”：", of.zh), format!("what is deemed `{}`: ", of.en));
                let deemed = |said: Said| {
                    Said::new(format!("{}{}", about.zh, said.zh), format!("{}{}", about.en, said.en))
                };
                self.out.push(Mutant {
                    kind,
                    change: deemed(change),
                    shows: deemed(shows),
                    norm: self.original.clone(),
                    table: None,
                    deem: Some(Box::new([deem.clone(), Deem { when, ..deem.clone() }])),
                    on: On::Certain,
                    among: None,
                    of_exception: None,
                });
            }
        }
    }
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

// What is deemed is in no log: how far it lies from anything cannot be read off one.
fn spans(length: Length, when: impl Fn(Length) -> Turning) -> impl Iterator<Item = Turned> {
    one_off(length.count).into_iter().map(move |count| {
        let (change, _) = lengths(length.count, count, length.unit);
        let other = Length { count, unit: length.unit };
        Turned {
            kind: Kind::Days,
            change,
            shows: around(&told(length.count, length.unit)),
            when: when(other),
        }
    })
}
