//! Times of day as people say them, where one is written like 19:00.

use super::literals::number;
use crate::source::half_width;
use std::ops::RangeInclusive;

/// Noon, by the clock.
const NOON: usize = 12;

/// Parts of the day, the hours that are said in them without a doubt, and what is to be added to those below twelve.
const HALVES: [(&str, RangeInclusive<usize>, usize); 7] = [
    ("上午", 6..=12, 0),
    ("早上", 4..=11, 0),
    ("凌晨", 0..=6, 0),
    ("中午", 11..=12, 0),
    ("下午", 1..=18, NOON),
    ("晚上", 6..=11, NOON),
    ("晚", 6..=11, NOON),
];

/// The time of day that is said as people say it: 19点, 下午3点半, 7pm.
pub(crate) fn time_of_day_meant(found: &str) -> Option<String> {
    let words: String = found.chars().map(half_width).flat_map(char::to_lowercase).collect();
    let half =
        HALVES.iter().find_map(|(word, hours, later)| Some((words.strip_prefix(word)?, hours, *later)));
    let (rest, said, later) = half.unwrap_or((&words, &(0..=24), 0));
    let (hours, minutes) = if let Some(hours) = rest.strip_suffix("pm") {
        (below_a_hundred(hours)? % 12 + 12, 0)
    } else if let Some(hours) = rest.strip_suffix("am") {
        (below_a_hundred(hours)? % 12, 0)
    } else {
        let (hours, rest) = rest.split_once('点').or_else(|| rest.split_once('时'))?;
        let minutes = match rest {
            "" | "整" | "钟" => 0,
            "半" => 30,
            "一刻" => 15,
            "三刻" => 45,
            other => below_a_hundred(other.strip_suffix('分').unwrap_or(other))?,
        };
        (below_a_hundred(hours)?, minutes)
    };
    // 凌晨12点 and 晚上1点 are told differently by different people.
    if !(said.contains(&hours) || later == NOON && (NOON + 1..24).contains(&hours)) {
        return None;
    }
    let hours = if hours < NOON { hours + later } else { hours };
    (minutes < 60 && (hours < 24 || (hours, minutes) == (24, 0))).then(|| format!("{hours:02}:{minutes:02}"))
}

/// The time zone that people call by another name.
pub(crate) fn time_zone_meant(said: &str) -> Option<&'static str> {
    match said.trim() {
        "北京时间" | "中国标准时间" | "中国时间" | "东八区" | "东8区" | "UTC+8" | "GMT+8" => {
            Some("Asia/Shanghai")
        }
        _ => None,
    }
}

fn below_a_hundred(words: &str) -> Option<usize> {
    number(words).ok()?.to_integer().and_then(|n| usize::try_from(n).ok()).filter(|n| *n < 100)
}

#[cfg(test)]
mod unit_tests {
    use super::time_of_day_meant;

    #[test]
    fn times_of_day_as_people_say_them() {
        let meant = |said: &str| time_of_day_meant(said).unwrap_or_default();
        assert_eq!(meant("19点"), "19:00");
        assert_eq!(meant("下午3点半"), "15:30");
        assert_eq!(meant("晚上十点"), "22:00");
        assert_eq!(meant("二十二点一刻"), "22:15");
        assert_eq!(meant("８时05分"), "08:05");
        assert_eq!(meant("中午12点"), "12:00");
        assert_eq!(meant("7pm"), "19:00");
        assert_eq!(meant("12pm"), "12:00");
        assert_eq!(meant("中午11点半"), "11:30");
        assert_eq!(meant("下午15点"), "15:00");
        assert_eq!(meant("凌晨2点"), "02:00");
        assert_eq!(meant("晚22点15分"), "22:15");
        for none in [
            "晚上12点",
            "晚上1点",
            "凌晨12点",
            "上午13点",
            "25点",
            "3点70分",
            "重点",
            "时",
            "点",
            "spam",
            "am",
        ] {
            assert_eq!(time_of_day_meant(none), None, "{none}");
        }
    }
}
