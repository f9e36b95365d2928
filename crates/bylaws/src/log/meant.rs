//! What is meant by a cell that cannot be read as it stands: a number with marks or a unit, a date with the day of the week.

use super::{TimeZone, parse_moment};
use crate::diagnostic::Message;
use crate::log::Exact;
use crate::source::half_width;
use crate::syntax::time_of_day_meant;

/// Days as spreadsheets number them, from 1954 to 2064.
const SERIAL: std::ops::Range<u32> = 20_000..60_000;

/// What to say of words that are no date, without the field and what was found.
pub(super) fn no_moment(words: &str, zone: TimeZone) -> Message {
    let number = words.split('.').next().and_then(|whole| whole.parse::<u32>().ok());
    if number.is_some_and(|number| SERIAL.contains(&number)) {
        return Message::new("L0104.serial");
    }
    match moment(words, zone) {
        Some(meant) => Message::new("L0104.meant").with("meant", meant),
        None => Message::new("L0104"),
    }
}

// 2024-03-04 星期一, 2024年3月4日晚上10:10, 2024/3/4 10:10 PM.
fn moment(words: &str, zone: TimeZone) -> Option<String> {
    let words: String = words.chars().map(half_width).collect();
    let ends = words.char_indices().rev().map(|(at, _)| at).filter(|at| *at > 0);
    let day = ends.filter_map(|end| words.get(..end)).find(|day| {
        let bare = day.trim_end();
        bare.len() == day.len() && bare.contains(['-', '/', '.', '年']) && parse_moment(bare, zone).is_some()
    })?;
    // A time of day may begin as a date ends: 2024-03-04 7.
    let day = day.split_whitespace().next()?;
    parse_moment(day, zone)?;
    let rest = words.get(day.len()..)?.trim();
    let rest = ["星期", "周", "礼拜"]
        .iter()
        .find_map(|week| {
            let (before, after) = rest.split_once(week)?;
            let after = after.trim_start_matches(['一', '二', '三', '四', '五', '六', '日', '天', ')', '）']);
            Some(format!("{}{}", before.trim_end_matches(['(', '（']), after))
        })
        .unwrap_or_else(|| rest.to_owned());
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(day.to_owned());
    }
    let clock = clock(rest)?;
    let meant = format!("{day} {clock}");
    parse_moment(&meant, zone).map(|_| meant)
}

// 晚上10:10, 10:10 PM, 7点30分.
fn clock(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    let half = [("pm", "下午"), ("am", "上午")].iter().find_map(|(mark, half)| {
        let rest = lower.strip_suffix(mark).or_else(|| lower.strip_prefix(mark))?;
        Some(format!("{half}{}", rest.trim()))
    });
    let said = half.unwrap_or(lower);
    let said = match said.split_once(':') {
        Some((hours, minutes)) => format!("{hours}点{}分", minutes.split(':').next()?),
        None => said,
    };
    time_of_day_meant(&said.replace(' ', ""))
}

/// The number that is meant: `1,250`, `１２５`, `125克`.
pub(super) fn number(words: &str) -> Option<String> {
    let plain: String = words.chars().map(half_width).collect();
    let plain = plain.trim();
    let bare = plain.trim_end_matches(|c: char| c.is_alphabetic());
    let unit = plain.get(bare.len()..)?;
    let parts: Vec<&str> = bare.trim_end().split(',').collect();
    let grouped =
        parts.iter().skip(1).all(|part| part.split('.').next().is_some_and(|whole| whole.len() == 3));
    let number = parts.concat();
    let is_meant = grouped && unit.chars().count() <= 2 && number.parse::<Exact>().is_ok();
    (is_meant && number != words).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_cannot_be_read_is_told_with_what_is_meant() {
        let of = |words: &str| moment(words, TimeZone::default()).unwrap_or_default();
        assert_eq!(of("2024-03-04 星期一"), "2024-03-04");
        assert_eq!(of("2024年3月4日（星期一）"), "2024年3月4日");
        assert_eq!(of("2024-03-04 晚上10:10"), "2024-03-04 22:10");
        assert_eq!(of("2024/3/4 10:10 PM"), "2024/3/4 22:10");
        assert_eq!(of("2024-03-04 中午12:00"), "2024-03-04 12:00");
        assert_eq!(of("2024-03-04 7点30分"), "2024-03-04 07:30");
        assert_eq!(of("昨天"), "");
        for (words, meant) in [("1,250", "1250"), ("１２５", "125"), ("125克", "125"), ("3.5小时", "3.5")]
        {
            assert_eq!(number(words).as_deref(), Some(meant));
        }
        for words in ["1,25", "12", "约十", "1-2"] {
            assert_eq!(number(words), None, "{words}");
        }
    }
}
