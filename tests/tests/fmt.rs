//! Formatting: the same tree, the same comments, and nothing left to change the second time.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use bylaws::syntax::ast::File;
use bylaws::syntax::{format, parse};
use proptest::collection::vec;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

const TOURS: [&str; 2] =
    [include_str!("../suite/syntax/tour.en.policy"), include_str!("../suite/syntax/tour.zh.policy")];

fn tree(text: &str) -> File {
    let parsed = parse(FileId(0), text);
    let problems: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|d| format!("{} {}", d.span.start, d.message.render(Lang::En)))
        .collect();
    assert_eq!(problems, Vec::<String>::new(), "in:\n{text}");
    parsed.file
}

fn comments(file: &File) -> Vec<&str> {
    file.comments.iter().map(|c| c.text.as_str()).collect()
}

fn holds_still(text: &str) -> String {
    let file = tree(text);
    let once = format(&file);
    let again = tree(&once);
    assert!(again == file, "another tree after formatting:\n{once}");
    assert_eq!(comments(&again), comments(&file));
    assert_eq!(format(&again), once);
    once
}

fn policies(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            policies(&path, out);
        } else if path.extension().is_some_and(|e| e == "policy") {
            out.push(path);
        }
    }
}

#[test]
fn the_tours_hold_still() {
    TOURS.into_iter().for_each(|tour| drop(holds_still(tour)));
}

#[test]
fn every_policy_holds_still() {
    let mut files = Vec::new();
    policies(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies"), &mut files);
    assert!(files.len() >= 20);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(holds_still(&text), text, "`bylaws fmt` would change {}", file.display());
    }
}

#[test]
fn chinese_in_one_layout() {
    let written = "\u{FEFF}// 抬头\r\n\n// 关于制度\n制度 示范｛时区: \"Asia/Shanghai\"｝\n引用：“甲”\n引用：“乙” // 第二个\n\n\
                   枚举 状态{暂存 英文名 draft，// 未提交\n  通过\n}\n\
                   规范 甲 { 依据 A1.c1、A1.c2 // 两条\n主体：学院（学生人数 >= 5 并且 （在建 为 是 或者 规模 是 否））\n\
                   //每学期\n  频次：每 １ 学期 至少 2 次\n // 末尾\n}\n// 文末";
    let wanted = "\
// 抬头

// 关于制度
制度 示范 {
  时区：“Asia/Shanghai”
}

引用：“甲”
引用：“乙” // 第二个

枚举 状态 {
  暂存 英文名 draft， // 未提交
  通过
}

规范 甲 {
  依据：A1.c1、A1.c2 // 两条
  主体：学院（学生人数不少于5，在建为是或者规模为否）
  // 每学期
  频次：每学期不少于两次
  // 末尾
}

// 文末
";
    assert_eq!(holds_still(written), wanted);
}

#[test]
fn english_in_one_layout() {
    let written = "norm a \"A\" { cites A1.c1\n each college where (large, (a + b) * 2 >= 2*3)// who\n\
                   must have x;have y\n every 1 year , apiece at least 1 times\n except (p under leave) }";
    let wanted = "\
norm a \"A\" {
  cites       A1.c1
  each        college where (large, (a + b) * 2 at least 2 * 3) // who
  must        have x; have y
  every       year, apiece at least 1 time
  except      while p under leave
}
";
    assert_eq!(holds_still(written), wanted);
}

#[test]
fn what_would_be_misread_is_set_apart() {
    for (en, zh) in [
        ("define d = a is (not (b))\n", "定义 d 为 a是并非（b）\n"),
        ("define d = (1/2 of a).b\n", "定义 d 为 （a的二分之一）的b\n"),
        ("define d = a / b at least 60%\n", "定义 d 为 a除以b不少于百分之六十\n"),
        ("define d = (x holds r) in `y`\n", "定义 d 为 （x担任r）属于y\n"),
        ("define d = x holds r in u-1\n", "定义 d 为 x 在「u-1」担任r\n"),
        ("define d = `目的`.`次数`\n", "定义 d 为 「目的」的「次数」\n"),
        // `once` would say how many times.
        ("norm n {\n  every       month;\n  once\n}\n", "规范 n {\n  频次：每月\n  时限：一次性\n}\n"),
        (
            "norm n {\n  in any      2 weeks;\n  once\n}\n",
            "规范 n {\n  频次：任意连续2周内\n  时限：一次性\n}\n",
        ),
    ] {
        let file = tree(en);
        assert_eq!(format(&File { lang: Lang::Zh, ..file.clone() }), zh);
        assert_eq!(tree(zh), file, "{zh}");
        assert_eq!(tree(&format(&file)), file, "{en}");
    }
}

/// Days and times of day come before and after one another; they are not more or less.
#[test]
fn days_and_times_of_day_are_compared_as_such_in_chinese() {
    for (en, zh) in [
        ("define d = a at least 2024-03-01\n", "定义 d 为 a不早于2024年3月1日\n"),
        ("define d = a at most 2024-03-01 09:00\n", "定义 d 为 a不晚于2024年3月1日 09:00\n"),
        ("define d = the drill.`钟点` at least 22:00\n", "定义 d 为 该drill的钟点不早于22:00\n"),
        ("define d = a at least 3\n", "定义 d 为 a不少于3\n"),
    ] {
        let file = tree(en);
        assert_eq!(format(&File { lang: Lang::Zh, ..file.clone() }), zh);
        assert_eq!(tree(zh), file, "{zh}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn comments_anywhere_are_kept_in_order(places in vec((any::<prop::sample::Index>(), any::<bool>()), 1..30)) {
        for tour in TOURS {
            let mut lines: Vec<String> = tour.lines().map(str::to_owned).collect();
            for (n, (place, trailing)) in places.iter().enumerate() {
                let index = place.index(lines.len());
                if *trailing {
                    lines[index] += &format!(" // {n}");
                } else {
                    lines.insert(index, format!("   //{n}"));
                }
            }
            holds_still(&lines.join("\n"));
        }
    }

    #[test]
    fn what_is_left_of_a_broken_file_is_printed_without_a_panic(lost in vec(any::<prop::sample::Index>(), 1..60)) {
        for tour in TOURS {
            let mut chars: Vec<char> = tour.chars().collect();
            for place in &lost {
                chars.remove(place.index(chars.len()));
            }
            let _ = format(&parse(FileId(0), &chars.into_iter().collect::<String>()).file);
        }
    }
}
