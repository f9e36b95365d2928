//! What a log shows of how many are needed, or allowed: how many there are of what one quantity asks for, and what comes of it.

use super::super::Kind;
use super::super::turns::Count;
use super::super::whole;
use super::{Seen, meant, number};
use crate::said::Said;
use bylaws::check::policy::{Expr, Instead, Norm, Part, Quantity, Requirement};
use bylaws::eval::Verdict;
use bylaws::log::Value;
use std::cmp::Ordering::{self, Equal, Greater, Less};

pub(super) fn told(seen: &Seen<'_>, count: &Count) -> Option<Said> {
    let (side, words) = match seen.is_of_any_stretch() {
        true => (in_some_stretch(seen, count)?, count.limit.clone()),
        false => held_against(seen, count)?,
    };
    let (zh, en, what) = (&words.zh, &words.en, &count.of);
    let about = |zh: String, en: String| Said::new(format!("{}{zh}", what.zh), format!("{}: {en}", what.en));
    let without =
        |zh: &str, en: &str| Said::new(format!("缺{}，{zh}", what.zh), format!("without {} {en}", what.en));
    let is_one = *zh == "1";
    let (is_met, is_open) = (seen.is_met(), seen.is(&[Verdict::Open]));
    let is_broken = seen.is(&[Verdict::Breached]);
    Some(match (count.low, side) {
        (true, Less) if is_one && is_broken => without("不算做到", "it is not met"),
        (true, Less) if is_one && is_open => without("尚未做到", "it is not met yet"),
        (true, Less) if is_broken => {
            about(format!("不足{zh}，不够"), format!("fewer than {en} is not enough"))
        }
        (true, Less) if is_open => {
            about(format!("不足{zh}，还不够"), format!("fewer than {en} is not enough yet"))
        }
        (low, Equal) if is_met && (low || count.exact) => {
            about(format!("恰为{zh}，已够"), format!("just {en} is enough"))
        }
        (true, Greater) if is_met => about("多于规定，也算做到".to_owned(), "more is fine".to_owned()),
        (false, Less) if is_met => about("少于上限，也算做到".to_owned(), "fewer is fine".to_owned()),
        (false, Equal) if is_met => {
            about(format!("恰为{zh}，不算超过"), format!("just {en} is not too many"))
        }
        (false, Equal) if is_open => {
            about(format!("恰为{zh}，尚未超过"), format!("just {en} is not too many so far"))
        }
        (false, Greater) if is_broken => {
            about(format!("多于{zh}，即为超过"), format!("more than {en} is too many"))
        }
        _ => return None,
    })
}

// Of stretches of a length there are many: in which the slip makes a difference there are just so many, or one off.
fn in_some_stretch(seen: &Seen<'_>, count: &Count) -> Option<Ordering> {
    let more_would_do = seen.mutant.kind == Kind::Exactly;
    Some(match (seen.is_met(), seen.is(&[Verdict::Breached]), count.low) {
        (true, _, low) if more_would_do => {
            if low {
                Greater
            } else {
                Less
            }
        }
        (true, ..) => Equal,
        (_, true, true) => Less,
        (_, true, false) => Greater,
        _ => return None,
    })
}

// On which side of the limit the number lies that there are, and the limit in words: what is written, or of a part of a period its
// share.
fn held_against(seen: &Seen<'_>, count: &Count) -> Option<(Ordering, Said)> {
    let policy = seen.policies[0];
    let norm = whole(policy.norms.get(seen.norm)?);
    let Alone { norm: alone, all, bound } = Alone::of(&norm, count)?;
    let counted = |norm: Norm| {
        let mut policy = policy.clone();
        policy.norms.insert(seen.norm.to_owned(), norm);
        meant(&policy, seen.norm, seen.found)
    };
    let by_it = counted(alone)?;
    let there = number(&by_it)?;
    let written = match &bound {
        Expr::Value(Value::Number(n)) => Some(*n),
        _ => None,
    };
    // A share is one of all of them.
    if let (Some(share), Some(all)) = (written.filter(|n| n.to_integer().is_none()), all) {
        let share = share.mul(number(&counted(all)?)?)?;
        return Some((there.cmp(&share), count.limit.clone()));
    }
    let limit = by_it.required?;
    let is_as_written = written.is_none_or(|n| n == limit);
    let words =
        if is_as_written { count.limit.clone() } else { Said::new(limit.to_string(), limit.to_string()) };
    Some((there.cmp(&limit), words))
}

/// A norm that asks for nothing but what one of its limits does.
struct Alone {
    norm: Norm,
    /// Where it is a part of what is counted: the norm that asks for all of these.
    all: Option<Norm>,
    bound: Expr,
}

impl Alone {
    fn of(norm: &Norm, count: &Count) -> Option<Self> {
        let mut place = count.at;
        for part in norm.requirement.parts() {
            if place == 0 {
                let (quantity, bound) = one_sided(&part.quantity, count.low)?;
                let part = Part { quantity, of_which: Vec::new(), ..part.clone() };
                return Some(Self { norm: asking(norm, part), all: None, bound });
            }
            if let Some(of) = part.of_which.get(place - 1) {
                let (quantity, bound) = one_sided(&of.quantity, count.low)?;
                let all = Part { of_which: Vec::new(), ..part.clone() };
                let mut those = Part { quantity, ..all.clone() };
                let filter = those.what.filter.take();
                those.what.filter = Some(Expr::And(filter.into_iter().chain([of.filter.clone()]).collect()));
                return Some(Self { norm: asking(norm, those), all: Some(asking(norm, all)), bound });
            }
            place -= 1 + part.of_which.len();
        }
        Self::instead(norm, place, count.low)
    }

    // What an exception asks for in the place of what the norm does.
    fn instead(norm: &Norm, place: usize, low: bool) -> Option<Self> {
        let mut alone = norm.clone();
        let mut all = alone.exceptions.iter_mut().filter_map(|one| match &mut one.instead {
            Some(Instead::Quantity(quantity)) => Some(quantity),
            _ => None,
        });
        let quantity = all.nth(place)?;
        let (one, bound) = one_sided(quantity, low)?;
        *quantity = one;
        Some(Self { norm: alone, all: None, bound })
    }
}

fn one_sided(quantity: &Quantity, low: bool) -> Option<(Quantity, Expr)> {
    let bound = if low { &quantity.low } else { &quantity.high }.clone()?;
    let side = Some(bound.clone());
    let (low, high) = if low { (side, None) } else { (None, side) };
    Some((Quantity { low, high }, bound))
}

fn asking(norm: &Norm, part: Part) -> Norm {
    Norm { requirement: Requirement::Have(vec![part]), ..norm.clone() }
}
