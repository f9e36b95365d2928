//! Slips in what is taken to follow from other records: how many of them, within how long, after how long.

use super::super::neighbours::{lengths, one_off};
use super::super::turns::On;
use super::super::{Kind, Mutant};
use super::{Slips, shown};
use crate::focus::focus;
use crate::said::Said;
use bylaws::check::policy::{Deem, Turning};
use bylaws::log::Length;

impl Slips<'_> {
    pub(super) fn deems(&mut self) {
        if self.policy.deems.is_empty() {
            return;
        }
        for deem in focus(self.policy, std::slice::from_ref(&self.original.name.canonical)).deems {
            for (kind, change, shows, when) in turned(&deem.when) {
                let of = self.policy.vocabulary.events.get_index(deem.event);
                let of = of.map(|(_, event)| shown(&event.name)).unwrap_or_else(|| Said::new("", ""));
                self.out.push(Mutant {
                    kind,
                    change: Said::new(
                        format!("视为“{}”：{}", of.zh, change.zh),
                        format!("what is deemed `{}`: {}", of.en, change.en),
                    ),
                    shows: Said::new(
                        format!("视为“{}”：{}", of.zh, shows.zh),
                        format!("what is deemed `{}`: {}", of.en, shows.en),
                    ),
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

fn turned(when: &Turning) -> Vec<(Kind, Said, Said, Turning)> {
    match when {
        Turning::Each(_) => Vec::new(),
        Turning::Silence(first, length, without) => spans(*length)
            .map(|(change, shows, length)| {
                (Kind::Days, change, shows, Turning::Silence(first.clone(), length, without.clone()))
            })
            .collect(),
        Turning::InARow(what, count) => numbers(*count)
            .map(|(change, shows, count)| (Kind::Number, change, shows, Turning::InARow(what.clone(), count)))
            .collect(),
        Turning::Reaches { what, count, within, per } => {
            let with = |count: u32, within: Option<Length>| Turning::Reaches {
                what: what.clone(),
                count,
                within,
                per: *per,
            };
            let counts = numbers(*count)
                .map(|(change, shows, count)| (Kind::Number, change, shows, with(count, *within)));
            let lengths = within.iter().flat_map(|length| spans(*length));
            counts
                .chain(
                    lengths.map(|(change, shows, length)| {
                        (Kind::Days, change, shows, with(*count, Some(length)))
                    }),
                )
                .collect()
        }
    }
}

// With one fewer asked for, one too few would do; with one more, just so many would not.
fn numbers(count: u32) -> impl Iterator<Item = (Said, Said, u32)> {
    one_off(count).into_iter().map(move |other| {
        let change = Said::new(format!("{count}次改为{other}次"), format!("{count} becomes {other}"));
        let shows = match other < count {
            true => Said::new(format!("不足{count}次，不够"), format!("fewer than {count} is not enough")),
            false => Said::new(format!("恰为{count}次，已够"), format!("just {count} is enough")),
        };
        (change, shows, other)
    })
}

fn spans(length: Length) -> impl Iterator<Item = (Said, Said, Length)> {
    one_off(length.count).into_iter().map(move |count| {
        let (change, shows) = lengths(length.count, count, length.unit);
        (change, shows, Length { count, unit: length.unit })
    })
}
