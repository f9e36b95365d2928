//! What may be lost of what a log tells.

use super::Line;
use super::log::{DAYS, is_registration};
use proptest::prelude::*;

/// What is lost of what is known.
#[derive(Clone, Debug)]
pub enum Blur {
    /// Of a record only the month is known; which one, counted round.
    Month(usize),
    /// A record cannot be read: its date, or else one of its fields, is nonsense.
    Damaged(usize),
    /// Nobody says what happened between two days of a month; events of these days are lost. What lasts is known
    /// again as soon as anything is (rule K4).
    Gap(u32, u32, u32),
}

impl Blur {
    /// One kind of loss at random.
    pub fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            any::<usize>().prop_map(Self::Month),
            any::<usize>().prop_map(Self::Damaged),
            (3_u32..6, 2_u32..20, 0_u32..9).prop_map(|(month, day, length)| Self::Gap(
                month,
                day,
                day + length
            )),
        ]
    }

    /// The lines after the loss.
    #[must_use]
    pub fn of(&self, lines: &[Line]) -> Vec<Line> {
        let events: Vec<usize> = (0..lines.len())
            .filter(|index| {
                let line = lines.get(*index);
                let kind = line.and_then(|line| line.get("type"));
                let own = kind.is_some_and(|kind| !["coverage", "retract", "replace"].contains(&kind));
                own && !line.is_some_and(is_registration)
            })
            .collect();
        let chosen = |number: usize| events.get(number.checked_rem(events.len())?).copied();
        match self {
            Self::Month(number) => changed(lines, chosen(*number), |line| {
                let at = line.get("at").unwrap_or_default();
                line.with("at", at.get(..7).unwrap_or(at))
            }),
            Self::Damaged(number) => changed(lines, chosen(*number), |line| {
                let field = if number % 2 == 0 { "at" } else { "unit" };
                line.with(field, "")
            }),
            // One gap is enough.
            Self::Gap(..) if whole(lines).is_none() => lines.to_vec(),
            Self::Gap(month, first, last) => {
                let (first, last) =
                    (format!("2016-{month:02}-{first:02}"), format!("2016-{month:02}-{last:02}"));
                let corrected: Vec<&str> = lines.iter().filter_map(|line| line.get("of")).collect();
                let lost = |line: &&Line| {
                    let event = matches!(line.get("type"), Some("e" | "f" | "t" | "g" | "j" | "d" | "w"));
                    let event = event && !line.get("id").is_some_and(|id| corrected.contains(&id));
                    let day = line.get("at").and_then(|at| at.get(..10)).filter(|_| event);
                    day.is_some_and(|day| first.as_str() <= day && day <= last.as_str())
                };
                let kept = lines.iter().filter(|line| line.get("type") != Some("coverage") && !lost(line));
                let covered = whole(lines).unwrap_or(DAYS);
                kept.cloned().chain(around(covered, month, &first, &last)).collect()
            }
        }
    }
}

fn changed(lines: &[Line], which: Option<usize>, change: impl Fn(&Line) -> Line) -> Vec<Line> {
    let one = |(index, line): (usize, &Line)| if Some(index) == which { change(line) } else { line.clone() };
    lines.iter().enumerate().map(one).collect()
}

// The one stretch that is covered, if there is just one.
fn whole(lines: &[Line]) -> Option<(&str, &str)> {
    let mut covered = lines.iter().filter(|line| line.get("type") == Some("coverage"));
    let one = covered.next().filter(|_| covered.next().is_none())?;
    one.get("from").zip(one.get("until"))
}

// What is covered before and after the lost days.
fn around((start, end): (&str, &str), month: &u32, first: &str, last: &str) -> Vec<Line> {
    let number = |day: &str| day.get(8..).and_then(|day| day.parse::<u32>().ok()).unwrap_or(1);
    let covers = |from: String, until: String| {
        Line(vec![("type", "coverage".to_owned()), ("from", from), ("until", until)])
    };
    let before = covers(start.to_owned(), format!("2016-{month:02}-{:02}", number(first) - 1));
    vec![before, covers(format!("2016-{month:02}-{:02}", number(last) + 1), end.to_owned())]
}
