//! Numbers, dates and lengths of time. A number's spelling follows from its value and its place alone, so
//! that it survives the way through the other language.

use super::{Printer, words};
use crate::log::{Exact, Unit};
use crate::syntax::ast::Counter;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

impl Printer<'_> {
    /// A number: decimal where it has one, else a fraction.
    pub(crate) fn number(&self, n: Exact) -> String {
        match n.to_string().split_once('/') {
            Some((above, below)) if self.zh() => {
                let small = |digits: &str| digits.parse().ok().and_then(numeral);
                let both = small(above).zip(small(below));
                let (above, below) = both.unwrap_or_else(|| (above.to_owned(), below.to_owned()));
                format!("{below}分之{above}")
            }
            _ => n.to_string(),
        }
    }

    /// A part of a whole, as people say it: 三分之二, 百分之六十; none when no one would.
    pub(crate) fn share(&self, n: Exact) -> Option<String> {
        let (above, below) = n.terms();
        if !(0 < above && above < below) {
            return None;
        }
        if below < 10 && below != 5 {
            let zh = || Some(format!("{}分之{}", numeral(below)?, numeral(above)?));
            return if self.zh() { zh() } else { Some(format!("{above}/{below}")) };
        }
        let percent = n.mul(Exact::from(100))?.to_integer()?;
        if self.zh() { Some(format!("百分之{}", numeral(percent)?)) } else { Some(format!("{percent}%")) }
    }

    /// How many: Chinese up to ten, with the measure word if there is one.
    pub(crate) fn count(&self, n: Exact, counter: Counter) -> String {
        let few = n.to_integer().filter(|n| *n <= 10);
        match (few.and_then(counting), counter.0) {
            (Some(few), Some(counter)) if self.zh() => format!("{few}{counter}"),
            (_, Some(counter)) if self.zh() => format!("{}{counter}", self.number(n)),
            _ => self.number(n),
        }
    }

    /// A day.
    pub(crate) fn date(&self, day: NaiveDate) -> String {
        match self.zh() {
            true => format!("{:04}年{}月{}日", day.year(), day.month(), day.day()),
            false => day.format("%Y-%m-%d").to_string(),
        }
    }

    /// A day with a time.
    pub(crate) fn datetime(&self, time: NaiveDateTime) -> String {
        let clock = if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        format!("{} {}", self.date(time.date()), time.format(clock))
    }

    /// A moment of the form `2016-04-20 14:30`, as far as it goes.
    pub(super) fn moment(&self, iso: &str) -> String {
        if !self.zh() {
            return iso.to_owned();
        }
        let (day, clock) = iso.split_once(' ').map_or((iso, None), |(day, clock)| (day, Some(clock)));
        let parts: Vec<&str> = day.split('-').collect();
        let bare = |part: &str| part.trim_start_matches('0').to_owned();
        let day = match parts.as_slice() {
            [year] if year.len() == 4 => format!("{year}年"),
            [year, month] => format!("{year}年{}月", bare(month)),
            [year, month, day] => format!("{year}年{}月{}日", bare(month), bare(day)),
            _ => return iso.to_owned(),
        };
        clock.map_or(day.clone(), |clock| format!("{day} {clock}"))
    }

    /// A length of time.
    pub(crate) fn length(&self, (count, unit): (u32, Unit)) -> String {
        let (zh, en) = unit.counted(count);
        if self.zh() { zh } else { en }
    }

    /// The length of a window, after `every` or 每: one of a unit needs no number.
    pub(crate) fn period(&self, count: u32, unit: Unit) -> String {
        let (zh, en) = words::unit(unit);
        match (count, self.zh()) {
            (1, true) => zh.to_owned(),
            (1, false) => en.to_owned(),
            (_, false) => self.length((count, unit)),
            (_, true) => {
                let few = Some(i128::from(count)).filter(|n| *n <= 10).and_then(counting);
                let ge = if unit.is_counted_with_ge() { "个" } else { "" };
                format!("{}{ge}{zh}", few.unwrap_or_else(|| count.to_string()))
            }
        }
    }
}

/// A whole number from 1 to 99 in Chinese.
fn numeral(n: i128) -> Option<String> {
    let digit = |n: i128| usize::try_from(n).ok().and_then(|n| "零一二三四五六七八九".chars().nth(n));
    if !(1..100).contains(&n) {
        return None;
    }
    let tens = match n / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", digit(tens)?),
    };
    let ones = if n % 10 == 0 { String::new() } else { digit(n % 10)?.to_string() };
    Some(tens + &ones)
}

// Before a measure word two is 两.
fn counting(n: i128) -> Option<String> {
    if n == 2 { Some("两".to_owned()) } else { numeral(n) }
}
