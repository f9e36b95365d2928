//! Whatever edit is offered for a slip: the problem is gone by it, and no other comes of it that keeps the text from
//! being read.

use super::super::{CHINESE, ENGLISH};
use bylaws::check::check;
use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::source::FileId;
use bylaws::syntax::parse;

const NORM: &str = "条文 A1 “第一条” {
  c1 “每月走访”
}
规范 例 英文名 n “每月走访” {
  依据：A1.c1
  主体：学院（学生人数超过1000）
  应当：走访（走访单位是该学院，方式是座谈）不少于2次
  频次：每月
  除外：存在会议（开会单位是该学院）
  逾期：期满后7日内可补
  责任：该学院的书记是第一责任人
}
测试 “一次” 针对 例 {
  已知：2024年3月1日 走访（走访单位：“a”，方式：座谈）
  截至：2024年3月31日
  应得：“a”，2024年3月1日：无此义务
}
";

const ENGLISH_NORM: &str = "source A1 \"one\" {
  c1 \"visits every month\"
}
norm n \"visits every month\" {
  cites A1.c1
  each college where (students more than 1000)
  must have at least 2 visit where (visited is the college, form is discussion)
  every month
  except exists meeting where (held_by is the college)
  late within 7 days
  answerable first the college.secretary
}
test \"one\" for n {
  given 2024-03-01 visit(visited: \"a\", form: discussion)
  as of 2024-03-31
  expect \"a\" on 2024-03-01: no duty
}
";

fn problems(text: &str) -> Vec<Diagnostic> {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.into_iter().chain(checked.diagnostics);
    all.filter(|problem| problem.severity == Severity::Error).collect()
}

/// Whether a problem keeps the text from being read.
fn is_of_reading(problem: &&Diagnostic) -> bool {
    problem.code().starts_with("B01")
}

/// What an edit leaves as it should not.
fn astray(text: &str) -> Vec<String> {
    let before = problems(text);
    let mut out = Vec::new();
    for problem in &before {
        let Some(fix) = &problem.fix else { continue };
        let mut mended = text.to_owned();
        mended.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
        let after = problems(&mended);
        let still = |one: &Diagnostic| one.code() == problem.code() && one.span.start == problem.span.start;
        let reading = after.iter().filter(is_of_reading).count();
        if after.iter().any(still) || reading > before.iter().filter(is_of_reading).count() {
            let told = problem.message.render(Lang::Zh);
            let left: Vec<String> = after.iter().map(|one| one.message.render(Lang::Zh)).collect();
            out.push(format!("{} {told} → {:?}: {left:?}", problem.code(), fix.replacement));
        }
    }
    out
}

/// Texts with one slip each: a character left out, doubled, or another one.
fn slips(text: &str) -> Vec<(String, String)> {
    let others = ["；", "，", "。", "（", "）", "“", "”", " ", "的", "次", ":", "(", "\"", "x"];
    let mut out = Vec::new();
    for (number, (at, c)) in text.char_indices().enumerate() {
        let end = at + c.len_utf8();
        let with = |words: &str| {
            let mut slipped = text.to_owned();
            slipped.replace_range(at..end, words);
            slipped
        };
        let line = text.get(..at).unwrap().matches('\n').count();
        if number % 2 == 1 {
            out.push((format!("{line}: without {c:?}"), with("")));
        } else {
            let other = others[number / 2 % others.len()];
            out.push((format!("{line}: {other:?} for {c:?}"), with(other)));
        }
        if number % 5 == 0 {
            out.push((format!("{line}: {c:?} twice"), with(&format!("{c}{c}"))));
        }
    }
    out
}

#[test]
fn an_edit_takes_the_problem_away_and_brings_no_other() {
    let mut all = Vec::new();
    let mut offered = 0;
    for (base, norm) in [(CHINESE, NORM), (ENGLISH, ENGLISH_NORM)] {
        let sound = problems(&format!("{base}{norm}"));
        assert!(sound.is_empty(), "{sound:#?}");
        for (slip, slipped) in slips(norm) {
            let text = format!("{base}{slipped}");
            offered += problems(&text).iter().filter(|problem| problem.fix.is_some()).count();
            all.extend(astray(&text).into_iter().map(|one| format!("{slip}\n    {one}")));
        }
    }
    assert!(offered > 150, "{offered} edits are offered");
    assert!(all.is_empty(), "{} of {offered} edits:\n{}", all.len(), all.join("\n"));
}

/// Rules in which each of the names has a word in it that says something else in Chinese.
const NAMED: &str = "制度 m “甲” {
  施行日期：2024年1月1日
  时区：“Asia/Shanghai”
}
实体 <单位> 英文名 unit { <属性> 英文名 size：整数 }
职务 <职务> 英文名 boss：<单位>
事件 <记录> 英文名 ev {
  <字段> 英文名 n：整数
  所在 英文名 place：<单位>
  何人 英文名 who：人员
}
状态 <状态> 英文名 st：<单位>，始于开头，止于收尾
规范 <规范> 英文名 first {
  情形：<记录>
  应当：满足（该<记录>的<字段>不少于2，<字段>不少于2，该<记录>的所在的<属性>不少于1）
}
规范 另一条 英文名 second {
  主体：<单位>（<属性>不少于2）
  应当：<记录>（所在是该<单位>，<字段>不少于2，何人是该<单位>的<职务>）
  频次：每月
  除外：该<单位>处于<状态>期间
}
规范 后一条 英文名 third {
  情形：未完成的<规范>
  应当：满足（存在<记录>（<字段>不少于1））
}
测试 “一” 针对 另一条、<规范>、后一条 {
  已知：2024年3月4日 <记录>（编号：v1，<字段>：3，所在：e1，何人：p1）
  截至：2024年12月31日
  应得：<规范>之v1：已完成
}
";

const PLAIN: [(&str, &str); 7] = [
    ("<单位>", "楼宇"),
    ("<属性>", "床位"),
    ("<职务>", "楼长"),
    ("<记录>", "评标"),
    ("<字段>", "金额"),
    ("<状态>", "停用"),
    ("<规范>", "甲规"),
];

const ODD: [&str; 14] = [
    "三分之二专家",
    "目的地",
    "有会的日",
    "作为",
    "不是",
    "超过",
    "该校",
    "之前会",
    "至今",
    "并非会",
    "当日会",
    "处于危",
    "之和会",
    "的会",
];

#[test]
fn an_edit_for_a_name_with_words_of_the_language_in_it_makes_nothing_worse() {
    let named = |place: &str, name: &str| {
        let filled = NAMED.replace(place, name);
        PLAIN.iter().fold(filled, |text, (place, name)| text.replace(place, name))
    };
    let sound = problems(&named("", ""));
    assert!(sound.is_empty(), "{sound:#?}");
    let mut wrong = Vec::new();
    for (place, _) in PLAIN {
        for name in ODD {
            let all = astray(&named(place, name));
            wrong.extend(all.into_iter().map(|one| format!("{place} {name}: {one}")));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
