//! The parts of which explanations are put together: each is found in a line where it belongs, in both languages.

use bylaws::diagnostic::Lang;
use bylaws::diagnostic::catalogue::{entries, template};

/// What the lines begin with in which such a part may stand, in Chinese and in English.
fn labels(key: &str) -> &'static [[&'static str; 2]] {
    match key.split('.').nth(1).unwrap_or_default() {
        _ if key.starts_with("settle.") => &[["怎样即可判定：", "would settle it: "]],
        "failed" | "no_evidence" | "too_late" | "same_day" | "too_early" | "counted_for" | "further" => {
            &[["接近而未计入：", "nearly counted: "]]
        }
        "instead" => &[["成立的除外情形：", "exception: "]],
        "served" => &[["已用于前一期：", "served an earlier window: "]],
        "used_up" => &[["已用于另一项义务：", "used by another duty: "]],
        "alternative" | "nothing_due" => &[["要求：", "asked: "]],
        "ends_before" => &[["最后一日：", "last day: "]],
        "calendar" => &[["期间：", "window: "]],
        "still" => &[["停算：", "clock stood still: "], ["停算：", "clock stands still: "]],
        "idle" => &[["未能延长期限：", "did not extend it: "]],
        "at_day_end" => &[["接近而未计入：", "nearly counted: "]],
        "deemed" => &[["视为依据：", "deemed to be because: "]],
        "version" => &[["版本：", "version: "]],
        "parameter" => &[["参数：", "parameter: "]],
        "gap" | "assumed" | "set_aside" | "corrected" => &[["资料：", "data: "]],
        _ => &[["怎样即可完成：", "would have sufficed: "], ["还须：", "still to do: "]],
    }
}

/// The keys of the parts that stand in these lines, the Chinese ones and the English ones.
pub(crate) fn keys(lines: &[Vec<String>; 2]) -> Vec<&'static str> {
    let of_explanations = entries()
        .map(|entry| entry.0)
        .filter(|key| ["explain.", "settle."].iter().any(|part| key.starts_with(part)));
    of_explanations.filter(|key| stands_in_both(key, lines)).collect()
}

fn stands_in_both(key: &str, lines: &[Vec<String>; 2]) -> bool {
    [Lang::Zh, Lang::En].into_iter().zip(lines).enumerate().all(|(which, (lang, lines))| {
        let words = template(key, lang).unwrap();
        lines.iter().any(|line| {
            let line = line.trim_start();
            let rest = labels(key).iter().find_map(|both| line.strip_prefix(both.get(which)?));
            rest.is_some_and(|rest| ends_as_it_should(words, rest) && crate::said::stands_in(words, rest))
        })
    })
}

// Words that end a part end the line too, or are followed by the mark that joins it to the next.
fn ends_as_it_should(template: &str, line: &str) -> bool {
    let last = template.rsplit('}').next().unwrap_or_default();
    let marks = ["", "、", "，", "；", "（", "）", "(", ", ", "; ", " "];
    last.trim_end().ends_with(['：', ':'])
        || last.is_empty()
        || line.ends_with(last)
        || marks.iter().any(|mark| !mark.is_empty() && line.contains(&format!("{last}{mark}")))
}
