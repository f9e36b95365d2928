//! A thousand broken policies and a thousand broken logs: a problem with its place or something usable, never
//! a panic, and no record lost without a word.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::log::LogBuilder;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::{Names, format, parse, translate};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

mod broken;

const TOURS: [&str; 2] =
    [include_str!("../suite/syntax/tour.en.policy"), include_str!("../suite/syntax/tour.zh.policy")];

/// A linear congruential generator (Knuth, MMIX): the same thousand every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(3) {
        let at = dice.below(chars.len());
        let length = 1 + dice.below(12).min(chars.len() - at - 1);
        match dice.below(4) {
            0 => drop(chars.drain(at..at + length)),
            1 => {
                let piece: Vec<char> = chars[at..at + length].to_vec();
                let to = dice.below(chars.len());
                chars.splice(to..to, piece);
            }
            2 => {
                let other = dice.below(chars.len());
                chars.swap(at, other);
            }
            _ => chars.insert(at, ['{', '）', '“', '：', '三', '9', '\u{0}', '该', '/', '"'][dice.below(10)]),
        }
    }
    chars.into_iter().collect()
}

#[test]
fn a_thousand_broken_policies_never_panic_and_keep_their_places() {
    let mut dice = Dice(20_160_412);
    let texts: Vec<String> = (0..1000).map(|round| mutate(TOURS[round % 2], &mut dice)).collect();
    let is_refused = |(round, text): (usize, &String)| {
        let parsed = parse(FileId(0), text);
        for diagnostic in &parsed.diagnostics {
            let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
            assert!(start <= end && end <= text.len(), "round {round}: {diagnostic:?}");
            assert!(
                text.is_char_boundary(start) && text.is_char_boundary(end),
                "round {round}: {diagnostic:?}"
            );
        }
        let _ = check(&[parsed.file]);
        !parsed.diagnostics.is_empty()
    };
    let refused = texts.par_iter().enumerate().map(is_refused).filter(|refused| *refused).count();
    assert!(refused > 500, "only {refused} of 1000 were refused");
}

/// The packages of the cookbook, both languages.
fn recipes() -> Vec<&'static str> {
    let pages = [include_str!("../../docs/cookbook.md"), include_str!("../../docs/cookbook.zh-CN.md")];
    let blocks = pages.into_iter().flat_map(|page| page.split("```policy\n").skip(1));
    blocks.map(|block| block.split("```").next().unwrap()).collect()
}

/// Another digit in a place or two: most such texts still check, and say something else.
fn misnumber(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let digits: Vec<usize> = (0..chars.len()).filter(|i| chars[*i].is_ascii_digit()).collect();
    for _ in 0..=dice.below(2) {
        let at = digits[dice.below(digits.len())];
        chars[at] = char::from(b'0' + dice.below(10) as u8);
    }
    chars.into_iter().collect()
}

#[test]
fn recipes_with_other_numbers_are_refused_or_run_to_their_end() {
    let mut dice = Dice(45);
    let recipes = recipes();
    let mut text = |round: usize| {
        let recipe = recipes[round % recipes.len()];
        if round.is_multiple_of(3) { mutate(recipe, &mut dice) } else { misnumber(recipe, &mut dice) }
    };
    let texts: Vec<String> = (0..1000).map(&mut text).collect();
    let run = |text: &String| {
        let parsed = parse(FileId(0), text);
        let checked = check(&[parsed.file]);
        let runs = parsed.diagnostics.is_empty() && checked.is_usable();
        if runs { scenario::run(&checked.policy, None).len() } else { 0 }
    };
    let ran: usize = texts.par_iter().map(run).sum();
    assert!(ran > 400, "only {ran} scenarios ran");
}

#[test]
fn five_broken_norms_give_five_places_and_hide_no_other() {
    let text = "规范 甲 {\n  主体：人员\n  频率：每学期\n}\n规范 乙 {\n  主体：人员\n  频次：每学期不少于三五次\n}\n规范 丙 {\n  each 人员\n}\n\
                规范 “丁” {\n}\n规范 戊 {\n  主体：（\n}\n规范 己 {\n  主体：人员\n  应当：组织生活\n  频次：每月不少于一次\n}\n";
    let parsed = parse(FileId(0), text);
    let lines: std::collections::BTreeSet<usize> =
        parsed.diagnostics.iter().map(|d| text[..d.span.start as usize].matches('\n').count() + 1).collect();
    assert!(lines.len() >= 5, "{:#?}", parsed.diagnostics);
    assert!(parsed.file.items.iter().any(|i| matches!(&i.node, bylaws::syntax::ast::Item::Norm(n) if n.name.name.node == "己" && n.clauses.len() == 3)));
}

const VOCABULARY: &str = "policy p { time zone \"Asia/Shanghai\" }\nentity organisation alias 单位, unregistered\n\
    entity person alias 人员\nenumeration status alias 状态 { draft alias 暂存, approved alias 审核通过 }\n\
    event visit alias 走访 { visitor alias 走访人: person\nunits alias 单位: set of organisation\n\
    status alias 审核: status\namount alias 金额: decimal\non alias 日子: date }";

fn vocabulary() -> CheckedPolicy {
    let parsed = parse(FileId(0), VOCABULARY);
    assert_eq!(parsed.diagnostics, []);
    check(&[parsed.file]).policy
}

fn lines() -> String {
    let line = |n: usize| {
        format!(
            "{{\"id\":\"e{n}\",\"type\":\"visit\",\"at\":\"2016-04-{:02}\",\"visitor\":\"p{n}\",\"units\":[\"u1\",\"u2\"],\
             \"status\":\"approved\",\"amount\":12.5,\"on\":\"2016-05\"}}\n",
            n + 10
        )
    };
    (0..12).map(line).collect()
}

fn rows() -> String {
    let row =
        |n: usize| format!("e{n},2016年4月{}日,p{n},\"u1、u2\",审核通过,12.5,2016/5/{}\n", n + 1, n + 2);
    std::iter::once("编号,时间,走访人,单位,审核,金额,日子\n".to_owned()).chain((0..12).map(row)).collect()
}

/// Places of the lines that were kept and set aside and the ids kept, or why the file cannot be read.
struct Accounts {
    told: BTreeSet<u64>,
    ids: BTreeSet<String>,
    aside: usize,
}

fn accounts(policy: &CheckedPolicy, path: &Path) -> Result<Accounts, String> {
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true);
    let read = bylaws_io::logs::read(&[path.to_owned()], None, &mut builder, &mut |_| ());
    read.map_err(|error| error.message().render(Lang::En))?;
    let log = builder.finish().unwrap();
    for aside in &log.set_aside {
        assert!(aside.error.place.line > 0 && !aside.error.message.render(Lang::Zh).is_empty());
    }
    let aside = log.set_aside.iter().map(|aside| aside.error.place.line);
    Ok(Accounts {
        told: log.records.iter().map(|record| record.place.line).chain(aside).collect(),
        ids: log.records.iter().map(|record| record.id.to_string()).collect(),
        aside: log.set_aside.len(),
    })
}

/// Bytes flipped, cut off, doubled or swapped, whole lines too, and fields renamed.
fn break_log(text: &str, dice: &mut Dice) -> Vec<u8> {
    let names =
        ["visitor", "走访人", "amount", "金额", "on", "日子", "at", "时间", "id", "编号", "units", "guest"];
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
    match dice.below(8) {
        0 => lines.insert(other, lines[one]),
        1 => lines.swap(one, other),
        2 => {
            let (name, new) = (names[dice.below(12)], names[dice.below(12)]);
            return text.replacen(name, new, 1 + dice.below(3)).into_bytes();
        }
        3 => {
            let mut bytes = text.as_bytes().to_vec();
            bytes.truncate(1 + dice.below(text.len()));
            return bytes;
        }
        _ => {
            let mut bytes = mutate(text, dice).into_bytes();
            if dice.below(2) == 0 {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            return bytes;
        }
    }
    lines.concat().into_bytes()
}

/// Lines that are not blank and of which nothing was told, nor the same said by a record that was kept.
fn lost(accounts: &Accounts, bytes: &[u8], headings: u64) -> Vec<u64> {
    let said = |line: &str| {
        let mut words = line.split(|c: char| !c.is_alphanumeric());
        words.any(|word| accounts.ids.contains(word))
    };
    let told = |number: u64, line: &[u8]| {
        let line = String::from_utf8_lossy(line);
        let blank = line.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '"' | '\u{FEFF}'));
        blank || accounts.told.contains(&number) || said(&line)
    };
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    lines
        .filter(|(number, line)| *number > headings && !told(*number, line))
        .map(|(number, _)| number)
        .collect()
}

#[test]
fn a_thousand_broken_logs_never_panic_and_lose_nothing_silently() {
    let policy = vocabulary();
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(171);
    let (mut refused, mut aside) = (0, 0);
    for round in 0..1000 {
        let (name, text, headings) = [("log.jsonl", lines(), 0), ("走访.csv", rows(), 1)][round % 2].clone();
        let bytes = break_log(&text, &mut dice);
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        match accounts(&policy, &path) {
            Err(said) => {
                let place = said.contains(", line ") || said.contains(", row ");
                assert!(place, "round {round}: no place in `{said}`");
                refused += 1;
            }
            Ok(accounts) => {
                let text = String::from_utf8_lossy(&bytes);
                assert_eq!(lost(&accounts, &bytes, headings), [0; 0], "round {round}:\n{text}");
                aside += usize::from(accounts.aside > 0);
            }
        }
    }
    assert!(refused > 200 && aside > 200, "{refused} files refused, {aside} with records set aside");
}

#[test]
fn a_packed_log_that_is_damaged_is_refused_or_still_whole() {
    let policy = vocabulary();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.jsonl.gz");
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(lines().as_bytes()).unwrap();
    let whole = writer.finish().unwrap();
    let mut dice = Dice(16);
    let broken = |round: usize| {
        let mut bytes = whole.clone();
        match round % 2 {
            0 => bytes.truncate(if round == 0 { 0 } else { dice.below(whole.len()) }),
            _ => bytes[dice.below(whole.len())] ^= 1 << dice.below(8),
        }
        bytes
    };
    let mut refused = 0;
    for bytes in (0..200).map(broken) {
        std::fs::write(&path, &bytes).unwrap();
        match accounts(&policy, &path) {
            Err(said) => {
                assert!(said.contains("log.jsonl.gz, line "), "{said}");
                refused += 1;
            }
            Ok(accounts) => assert_eq!(accounts.ids.len(), 12, "{bytes:?}"),
        }
    }
    assert!(refused > 150, "{refused} of 200 were refused");
}

/// Vocabulary for one norm whose condition on the bearer is given, with further items.
fn norm_on(condition: &str, more: &str) -> String {
    format!(
        "entity unit {{ size: integer }}\nevent e {{ unit: unit }}\n{more}\n\
         norm n {{\n  each unit where ({condition})\n  must have e where (unit is the unit)\n  every year\n}}\n"
    )
}

#[track_caller]
fn is_told(text: &str, code: &str) {
    let parsed = parse(FileId(0), text);
    let names = Names::of(&[&parsed.file]);
    let _ = translate(&parsed.file, &names, Lang::Zh);
    let _ = format(&parsed.file);
    let checked = check(&[parsed.file]);
    let codes: Vec<&str> =
        parsed.diagnostics.iter().chain(&checked.diagnostics).map(|d| d.message.key).collect();
    assert!(codes.contains(&code), "{codes:?}");
}

#[test]
fn what_is_too_deep_or_too_long_is_told_and_overflows_nothing() {
    is_told(&norm_on(&format!("size more than 1{}", " + 1".repeat(20_000)), ""), "B0106");
    is_told(&norm_on(&format!("the unit{} is 1", ".size".repeat(20_000)), ""), "B0106");
    is_told(&norm_on(&format!("{}size more than 1{}", "(".repeat(10_000), ")".repeat(10_000)), ""), "B0104");
    is_told(&norm_on("large", "define large = large & large"), "B0205");
    let twice = |n: usize| format!("define d{n} = d{} or d{}\n", n - 1, n - 1);
    let growing: String = (1..60).map(twice).collect();
    is_told(&norm_on("d59", &format!("define d0 = size more than 1\n{growing}")), "B0213");
    let within = |n: usize| format!("define d{n} = d{} & d0\n", n - 1);
    let deep: String = (1..100).map(within).collect();
    is_told(&norm_on("d99 is 1", &format!("define d0 = size\n{deep}")), "B0213");
}

#[test]
fn the_longest_condition_that_is_read_is_read_by_all() {
    let text = norm_on(&format!("size more than 1{}", " + 1".repeat(150)), "");
    let parsed = parse(FileId(0), &text);
    assert_eq!(parsed.diagnostics, []);
    let names = Names::of(&[&parsed.file]);
    let chinese = format(&translate(&parsed.file, &names, Lang::Zh).unwrap());
    assert_eq!(parse(FileId(0), &chinese).diagnostics, []);
    assert!(check(&[parsed.file]).is_usable());
}
