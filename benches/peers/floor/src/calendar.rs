//! Days by their numbers, the first covered day being 0; where fortnights and semesters begin.

/// 2023-02-13 counted from 1970-01-01.
pub const FIRST_DAY: i32 = 19401;
pub const FORTNIGHTS: u16 = 53;

/// First days of the semesters; the last entry is the first day of the one that is not over.
pub const SEMESTERS: [u16; 5] = [0, 203, 378, 567, 735];

/// The day of a date `2023-02-13`.
pub fn day(date: &[u8; 10]) -> u16 {
    let digit = |at: usize| i32::from(date[at] - b'0');
    let (year, month, day) = (digit(2) * 10 + digit(3), digit(5) * 10 + digit(6), digit(8) * 10 + digit(9));
    (days_since_1970(2000 + year, month, day) - FIRST_DAY) as u16
}

/// The date of a day.
pub fn date(day: u16) -> String {
    let first = |year| days_since_1970(year, 1, 1) - FIRST_DAY;
    let day = i32::from(day);
    let year = (2023..).take_while(|year| first(*year) <= day).last().unwrap_or(2023);
    let start = |month| days_since_1970(year, month, 1) - FIRST_DAY;
    let month = (1..=12).take_while(|month| start(*month) <= day).last().unwrap_or(1);
    format!("{year}-{month:02}-{:02}", day - start(month) + 1)
}

/// The semester of a day that is over.
pub fn semester(day: u16) -> Option<usize> {
    SEMESTERS.iter().rposition(|start| *start <= day).filter(|semester| *semester < 4)
}

// Years count from March, so that the leap day is the last of its year.
fn days_since_1970(year: i32, month: i32, day: i32) -> i32 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let leaps = year / 4 - year / 100 + year / 400;
    365 * year + leaps + (month * 306 + 5) / 10 + day - 1 - 719_468
}
