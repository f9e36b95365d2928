//! What people write in a test otherwise than the language has it: a mark left out, a number in words, a date as one says
//! it. What would be written instead is tried, and advised if reading gets on with it.

use crate::diagnostic::{is_slip, nearest};
use chrono::NaiveDate;

/// Numbers in words.
const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Words for details of what is expected, and how these are written; what stands behind stays.
const DETAILS: [(&str, &str); 8] = [
    ("missing", "short by"),
    ("lacking", "short by"),
    ("short of", "short by"),
    ("due on", "due"),
    ("due by", "due"),
    ("缺", "差"),
    ("少", "差"),
    ("还差", "差"),
];

const UNITS: [&str; 14] = [
    "days", "day", "weeks", "week", "months", "month", "years", "year", "hours", "hour", "minutes", "minute",
    "quarters", "quarter",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A stretch from the first byte to the one past the last, and what would stand there.
pub(super) type Instead = (usize, usize, String);

/// What may have been meant where reading failed at a place, the likeliest first.
pub(super) fn candidates(slice: &str, at: usize) -> Vec<Instead> {
    let Some((before, rest)) = slice.split_at_checked(at) else { return Vec::new() };
    let mut out: Vec<Instead> = Vec::new();
    out.extend(date(rest).map(|(length, day)| (at, at + length, day.to_string())));
    for (said, meant) in DETAILS {
        if let Some(behind) = rest.strip_prefix(said) {
            out.push((at, slice.len() - behind.len(), meant.to_owned()));
        }
        // Only the second word of two did not fit.
        let second = said.split_once(' ').filter(|(first, _)| before.trim_end().ends_with(first));
        if let Some((first, behind)) =
            second.and_then(|(first, second)| Some((first, rest.strip_prefix(second)?)))
        {
            let start = before.trim_end().len() - first.len();
            out.push((start, slice.len() - behind.len(), meant.to_owned()));
        }
    }
    let word = word(rest);
    if word.is_empty() {
        return out;
    }
    let end = at + word.len();
    let number = NUMBERS.iter().position(|number| word.eq_ignore_ascii_case(number));
    out.extend(number.map(|index| (at, end, (index + 1).to_string())));
    let unit = UNITS.into_iter().find(|unit| is_slip(word, unit)).or_else(|| nearest(word, UNITS));
    out.extend(unit.map(|unit| (at, end, unit.to_owned())));
    // a 1: an id with a gap in it.
    let gap = rest.get(word.len()..).unwrap_or_default();
    let next = self::word(gap.trim_start_matches(' '));
    let whole = word.len() + gap.len() - gap.trim_start_matches(' ').len() + next.len();
    let (whole, behind) = rest.split_at_checked(whole).unwrap_or((rest, ""));
    if gap.starts_with(' ') && !next.is_empty() && behind.starts_with(':') {
        out.push((at, at + whole.len(), format!("\"{whole}\"")));
    }
    out.extend([":", " ="].map(|mark| (at, end, format!("{word}{mark}"))));
    // u1 open: the mark belongs behind the word before.
    let last = before.trim_end();
    let start = last.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').len();
    let name = last.get(start..).filter(|name| !name.is_empty());
    out.extend(name.map(|name| (start, last.len(), format!("{name}:"))));
    out
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

// 2 May 2016, May 2, 2016: a date with its month in words, and how long it is.
fn date(text: &str) -> Option<(usize, NaiveDate)> {
    let mut at = 0;
    let parts = text.split_inclusive([' ', ',']).map(|part| {
        at += part.len();
        (at - part.len(), part.trim_end_matches([' ', ',']))
    });
    let parts: Vec<(usize, &str)> = parts.filter(|(_, part)| !part.is_empty()).take(3).collect();
    let [(_, first), (_, second), (start, third)] = parts.as_slice() else { return None };
    let month = |said: &str| {
        let said = said.to_lowercase();
        let number = MONTHS.iter().position(|month| said.len() >= 3 && month.starts_with(&said))?;
        u32::try_from(number + 1).ok()
    };
    let day = |said: &str| said.trim_end_matches(char::is_alphabetic).parse().ok();
    let (day, month) = match (month(second), month(first)) {
        (Some(month), _) => (day(first)?, month),
        (None, Some(month)) => (day(second)?, month),
        (None, None) => return None,
    };
    let year = Some(word(third)).filter(|year| year.len() == 4)?;
    let found = NaiveDate::from_ymd_opt(year.parse().ok()?, month, day)?;
    Some((start + year.len(), found))
}

#[cfg(test)]
mod unit_tests {
    use super::date;

    #[test]
    fn a_date_with_its_month_in_words_is_read_and_its_length_is_known() {
        let read = |text: &str| date(text).map(|(length, day)| (length, day.to_string()));
        assert_eq!(read("2 May 2016 x"), Some((10, "2016-05-02".to_owned())));
        assert_eq!(read("30 June 2017"), Some((12, "2017-06-30".to_owned())));
        assert_eq!(read("May 2nd, 2016\n"), Some((13, "2016-05-02".to_owned())));
        assert_eq!(read("1 laboratory 2016"), None);
        assert_eq!(read("2 May"), None);
    }
}
