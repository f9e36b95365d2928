//! What lies next to what is written: numbers, lengths, days, units and bounds.

use super::Kind;
use super::bounds::{Next, called, next_to};
use crate::said::{Said, length};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{CompareOp, Expr, Quantity};
use bylaws::log::{Exact, Unit, Value};
use chrono::{Days, NaiveDate};

pub(super) fn one_off(count: u32) -> Vec<u32> {
    [count.checked_sub(1).filter(|n| *n > 0), count.checked_add(1)].into_iter().flatten().collect()
}

pub(super) fn days_next_to(day: NaiveDate) -> Vec<NaiveDate> {
    let one = Days::new(1);
    [day.checked_sub_days(one), day.checked_add_days(one)].into_iter().flatten().collect()
}

pub(super) fn lengths(count: u32, other: u32, unit: Unit) -> (Said, Said) {
    let (old, new) = (length(count, unit), length(other, unit));
    let shows = if other < count {
        Said::new(format!("正好{}", old.zh), format!("just {}", old.en))
    } else {
        Said::new(format!("超出{}", old.zh), format!("beyond {}", old.en))
    };
    (Said::new(format!("{}改为{}", old.zh, new.zh), format!("{} becomes {}", old.en, new.en)), shows)
}

// Of any stretch in which something must be, what lacks it for a little less is fine, and for just as long is not.
pub(super) fn stretches(count: u32, other: u32, unit: Unit) -> (Said, Said) {
    let (change, _) = lengths(count, other, unit);
    let Said { zh, en } = length(count, unit);
    let shows = if other < count {
        Said::new(format!("略短于{zh}"), format!("just under {en}"))
    } else {
        Said::new(format!("正好{zh}"), format!("just {en}"))
    };
    (change, shows)
}

pub(super) fn units(count: u32, unit: Unit, other: Unit) -> (Said, Said) {
    let (old, new) = (length(count, unit), length(count, other));
    (
        Said::new(format!("{}改为{}", old.zh, new.zh), format!("{} becomes {}", old.en, new.en)),
        Said::new(format!("以{}为期", old.zh), format!("by {}", old.en)),
    )
}

pub(super) fn dates(day: NaiveDate, other: NaiveDate) -> (Said, Said) {
    (
        Said::new(format!("{day}改为{other}"), format!("{day} becomes {other}")),
        Said::new(format!("{day}前后"), format!("around {day}")),
    )
}

pub(super) fn other_units(unit: Unit, semesters: bool) -> Vec<Unit> {
    match unit {
        Unit::Day | Unit::WorkingDay | Unit::SchoolDay => vec![Unit::Week],
        Unit::Week | Unit::TeachingWeek => vec![Unit::Month],
        Unit::Month => vec![Unit::Quarter],
        Unit::Quarter => vec![Unit::Month, Unit::Year],
        Unit::Semester => vec![Unit::Year],
        Unit::Year if semesters => vec![Unit::Semester],
        Unit::Year => vec![Unit::Quarter],
        Unit::AcademicYear => vec![Unit::Year],
        Unit::Minute | Unit::Hour => Vec::new(),
    }
}

pub(super) fn stricter(op: CompareOp) -> Option<(CompareOp, &'static str, &'static str)> {
    Some(match op {
        CompareOp::AtLeast => (CompareOp::MoreThan, "“不少于”改为“超过”", "`at least` becomes `more than`"),
        CompareOp::MoreThan => (CompareOp::AtLeast, "“超过”改为“不少于”", "`more than` becomes `at least`"),
        CompareOp::AtMost => (CompareOp::LessThan, "“不超过”改为“少于”", "`at most` becomes `less than`"),
        CompareOp::LessThan => (CompareOp::AtMost, "“少于”改为“不超过”", "`less than` becomes `at most`"),
        _ => return None,
    })
}

// A whole number and its neighbours; of two thirds a half and three quarters; of any other number what is a hundredth next
// to it.
pub(super) fn near(n: Exact) -> Vec<Exact> {
    if let Some((part, whole)) = share(n) {
        return [part, part + 1].into_iter().filter_map(|part| Exact::ratio(part, whole + 1)).collect();
    }
    one_step_from(n)
}

/// A whole number and its neighbours; of any other number what is a hundredth next to it.
pub(super) fn one_step_from(n: Exact) -> Vec<Exact> {
    let step = if n.to_integer().is_some() { Some(Exact::ONE) } else { Exact::ratio(1, 100) };
    let around = step.into_iter().flat_map(|step| [n.sub(step), n.add(step)]).flatten();
    around.filter(|m| *m >= Exact::ZERO).collect()
}

/// A share of few, as people speak of them.
pub(crate) fn share(n: Exact) -> Option<(i128, i128)> {
    (2..=10).find_map(|whole| {
        let part = n.mul(Exact::ratio(whole, 1)?)?.to_integer()?;
        (0 < part && part < whole).then_some((part, whole))
    })
}

/// A quantity next to another one.
pub(super) struct Changed {
    pub kind: Kind,
    pub change: Said,
    /// What shows it of what is counted.
    pub shows: Said,
    /// The limit that is moved, in words.
    pub limit: Said,
    /// Whether that is the lower one.
    pub low: bool,
    pub quantity: Quantity,
}

/// Next to a quantity; `of` says what is counted.
pub(super) fn changed(policy: &CheckedPolicy, quantity: &Quantity, of: &Said) -> Vec<Changed> {
    let mut out = Vec::new();
    let about = |zh: String, en: String| Said::new(format!("{}{zh}", of.zh), format!("{}: {en}", of.en));
    let is_exact = quantity.low == quantity.high;
    for low in [true, false] {
        let Some(bound) = (if low { &quantity.low } else { &quantity.high }) else { continue };
        let words = if low { ("至少", "at least") } else { ("至多", "at most") };
        let (zh, en) = if is_exact { ("恰好", "exactly") } else { words };
        let mut limit = None;
        for Next { old, new, bound: other, more } in next_to(policy, None, bound) {
            limit.get_or_insert_with(|| old.clone());
            // What is to be as many as written becomes as many as the next number, whichever side is looked at.
            if is_exact && low == more {
                continue;
            }
            let (n, en_n) = (&old.zh, &old.en);
            let shows = match (low, more) {
                (true, true) => about(format!("恰为{n}，已够"), format!("just {en_n} is enough")),
                (true, false) => too_few(of, &old),
                (false, true) => about(format!("多于{n}，即为超过"), format!("more than {en_n} is too many")),
                (false, false) => about(format!("恰为{n}，不算超过"), format!("just {en_n} is not too many")),
            };
            let mut changed = quantity.clone();
            if is_exact {
                (changed.low, changed.high) = (Some(other.clone()), Some(other.clone()));
            } else if low {
                changed.low = Some(other.clone());
            } else {
                changed.high = Some(other.clone());
            }
            let change = Said::new(
                format!("{zh}{}改为{zh}{}", old.zh, new.zh),
                format!("{en} {} becomes {en} {}", old.en, new.en),
            );
            out.push(Changed { kind: Kind::Number, change, shows, limit: old, low, quantity: changed });
        }
        let limit = limit.unwrap_or_else(|| called(policy, bound));
        out.extend(otherwise_limited(quantity, bound, (limit, low), of, words));
    }
    out
}

/// That fewer are not enough, of one that there is none.
fn too_few(of: &Said, limit: &Said) -> Said {
    if limit.zh == "1" {
        return Said::new(format!("缺{}，不算做到", of.zh), format!("without {} it is not met", of.en));
    }
    Said::new(
        format!("{}不足{}，不够", of.zh, limit.zh),
        format!("{}: fewer than {} is not enough", of.en, limit.en),
    )
}

// As many as written instead of at least or at most so many, and the other way round.
fn otherwise_limited(
    quantity: &Quantity,
    bound: &Expr,
    (limit, low): (Said, bool),
    of: &Said,
    (zh, en): (&str, &str),
) -> Option<Changed> {
    let about = |zh: String, en: String| Said::new(format!("{}{zh}", of.zh), format!("{}: {en}", of.en));
    let just = Some(bound.clone());
    let is_none = matches!(bound, Expr::Value(Value::Number(n)) if *n == Exact::ZERO);
    if quantity.low.is_some() && quantity.high.is_some() {
        // Without its other side: what is shown is that this one is asked for.
        let (words, shows, left) = match low {
            true => (("至多", "at most"), too_few(of, &limit), Quantity { low: None, high: just }),
            false => {
                let Said { zh, en } = &limit;
                let shows = about(format!("多于{zh}，即为超过"), format!("more than {en} is too many"));
                (("至少", "at least"), shows, Quantity { low: just, high: None })
            }
        };
        let change =
            Said::new(format!("“恰好”改为“{}”", words.0), format!("`exactly` becomes `{}`", words.1));
        let is_exact = quantity.low == quantity.high && !(low && is_none);
        return is_exact.then_some(Changed { kind: Kind::Number, change, shows, limit, low, quantity: left });
    }
    let change = Said::new(format!("“{zh}”改为“恰好”"), format!("`{en}` becomes `exactly`"));
    let shows = match low {
        true => about("多于规定，也算做到".to_owned(), "more is fine".to_owned()),
        false => about("少于上限，也算做到".to_owned(), "fewer is fine".to_owned()),
    };
    let quantity = Quantity { low: just.clone(), high: just };
    Some(Changed { kind: Kind::Exactly, change, shows, limit, low, quantity })
}
