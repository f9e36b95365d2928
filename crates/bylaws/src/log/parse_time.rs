//! Dates and times as people write them. The precision that was written is kept; what could be read in
//! two ways is not read at all.

use super::{Exact, Instant, Moment, TimeZone};
use crate::source::half_width;
use chrono::{DateTime, NaiveDate, NaiveTime};

/// Reads a date or a date and time: `2016-04-20`, `2016年 4月 12日`, `2016/4/12`, `2016.4`, `20160412`,
/// `2016`, with `14:30`, `下午2:30` or an RFC 3339 offset. `None` for anything impossible or ambiguous.
#[must_use]
pub fn parse_moment(text: &str, zone: TimeZone) -> Option<Moment> {
    if let Some(day) = plain_day(text.as_bytes()) {
        return Some(zone.day(day));
    }
    let text: String = text.chars().map(half_width).collect();
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(Moment::instant(Instant::from_utc(time.to_utc())));
    }
    let (numbers, rest) = date_numbers(text)?;
    let rest = rest.trim();
    if rest.is_empty() {
        return of_numbers(&numbers, zone);
    }
    let [year, month, day] = numbers.as_slice() else { return None };
    let date = NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day)?;
    let time = time_of_day(rest)?;
    Some(zone.local_moment(date.and_time(time)))
}

// `2016-04-20`, as most logs have it.
pub(super) fn plain_day(text: &[u8]) -> Option<NaiveDate> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = text else { return None };
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    let year = digit(a)? * 1000 + digit(b)? * 100 + digit(c)? * 10 + digit(d)?;
    NaiveDate::from_ymd_opt(year.try_into().ok()?, digit(e)? * 10 + digit(f)?, digit(g)? * 10 + digit(h)?)
}

// Year, month and day as far as they are written, and what follows them. The year stands first and has
// four digits: `03/04/2016` could be two days.
fn date_numbers(text: &str) -> Option<(Vec<u32>, &str)> {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    if first == 8 {
        let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
        return Some((vec![year.parse().ok()?, month.parse().ok()?, day.parse().ok()?], text.get(8..)?));
    }
    if first != 4 {
        return None;
    }
    let mut numbers = vec![text.get(..4)?.parse().ok()?];
    let mut rest = text.get(4..)?;
    let mut mark = None;
    while numbers.len() < 3 {
        let here = rest.trim_start();
        let Some(separator) = here.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年' | '月'))
        else {
            break;
        };
        // One kind of separator throughout, or 年 before 月.
        if mark.is_some_and(|m| m != separator && !(m == '年' && separator == '月')) {
            return None;
        }
        mark = Some(separator);
        let after = here.get(separator.len_utf8()..)?.trim_start();
        let length = digits(after);
        if length == 0 {
            rest = after;
            break;
        }
        if length > 2 {
            return None;
        }
        numbers.push(after.get(..length)?.parse().ok()?);
        rest = after.get(length..)?;
    }
    let rest = rest.trim_start();
    let rest = match (mark, numbers.len()) {
        (Some('月'), 3) => rest.strip_prefix(['日', '号'])?,
        (Some('年'), 2) => rest.strip_prefix('月').unwrap_or(rest),
        (_, 1) => rest.strip_prefix('年').unwrap_or(rest),
        _ => rest,
    };
    Some((numbers, rest))
}

fn of_numbers(numbers: &[u32], zone: TimeZone) -> Option<Moment> {
    match numbers {
        [year, month, day] => {
            NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day).map(|date| zone.day(date))
        }
        [year, month] => zone.month(i32::try_from(*year).ok()?, *month),
        [year] => zone.year(i32::try_from(*year).ok()?),
        _ => None,
    }
}

// `59.9996`: what is finer than a millisecond is cut off.
fn milliseconds(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    let seconds: u32 = whole.parse().ok().filter(|seconds| *seconds < 60)?;
    let millis: u32 = format!("{part}000").get(..3)?.parse().ok()?;
    Some(seconds * 1000 + millis)
}

fn time_of_day(text: &str) -> Option<NaiveTime> {
    let text = text.strip_prefix('T').unwrap_or(text);
    let (shift, text) = match (text.strip_prefix("上午"), text.strip_prefix("下午")) {
        (Some(rest), _) => (Some(0), rest),
        (_, Some(rest)) => (Some(12), rest),
        _ => (None, text),
    };
    let text = text.trim().replace('时', ":").replace('分', "");
    let mut parts = text.split(':');
    let hour: u32 = parts.next()?.trim().parse().ok()?;
    let minute: u32 = parts.next().filter(|m| !m.is_empty()).map_or(Some(0), |m| m.trim().parse().ok())?;
    let millis = parts.next().map_or(Some(0), milliseconds)?;
    let hour = match shift {
        Some(_) if hour > 12 => return None,
        Some(shift) => hour % 12 + shift,
        None => hour,
    };
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_milli_opt(hour, minute, millis / 1000, millis % 1000)
}

/// Reads a time of day such as `22:00` or `8：30` as minutes after midnight; `24:00` is the end of the day.
#[must_use]
pub fn parse_clock(text: &str) -> Option<Exact> {
    let text = text.trim().replace('：', ":");
    let (hour, minute) = text.split_once(':')?;
    if minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let minutes = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && minutes <= 24 * 60).then(|| Exact::from(i64::from(minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Precision;

    #[test]
    fn dates_as_people_write_them_keep_their_precision() {
        let zone = TimeZone::named("Asia/Shanghai").unwrap();
        let day = zone.day(NaiveDate::from_ymd_opt(2016, 4, 12).unwrap());
        for text in [
            "2016年4月12日",
            "2016年 4月 12日",
            "2016/4/12",
            "2016-04-12",
            "2016.4.12",
            "20160412",
            "２０１６年４月１２日",
        ] {
            assert_eq!(parse_moment(text, zone), Some(day), "{text}");
        }
        for (text, precision) in [
            ("2016.04", Precision::Month),
            ("2016年4月", Precision::Month),
            ("2016", Precision::Year),
            ("2016年", Precision::Year),
        ] {
            assert_eq!(parse_moment(text, zone).map(|m| m.precision), Some(precision), "{text}");
        }
        let half_past_two = parse_moment("2019-02-03T14:30:00+08:00", zone);
        for text in ["2019/2/3  14:30", "2019年2月3日 下午2:30", "2019-02-03 14:30:00"] {
            assert_eq!(parse_moment(text, zone), half_past_two, "{text}");
        }
        for text in [
            "03/04/2016",
            "2016-13-45",
            "2016-02-30",
            "16-4-12",
            "",
            "明天",
            "2016-04/12",
            "2016-04-12 25:00",
        ] {
            assert_eq!(parse_moment(text, zone), None, "{text}");
        }
    }
}
