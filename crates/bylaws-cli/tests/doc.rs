//! `bylaws doc`: the page for sign-off, and the same for machines.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn bylaws(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bylaws")).args(args).output().unwrap()
}

fn policies(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies").join(name).to_str().unwrap().to_owned()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn page(args: &[&str]) -> String {
    let output = bylaws(args);
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    text(&output.stdout)
}

/// A package with a norm of each status, whose names would be markup if they were not escaped.
fn small(home: &Path) -> PathBuf {
    let package = home.join("package");
    fs::create_dir(&package).unwrap();
    let policy = r#"policy rules alias 制度 "Rules <script>alert(1)</script> & more" {}
parameter period alias 周期: duration "how <b>often</b>"
entity school alias 学校
event drill alias 演练 { school alias 演练学校: school }
source A1 "Drills <img src=x>" {
  c1 "drill every month"
  c2 "drill \"now\" & then" needs parameter period
  c3 "be <i>safe</i>" not checkable because "nobody says what <safe> is"
  c4 "nothing yet"
}
norm monthly alias 每月 "every <month>" {
  cites A1.c1
  each  school
  must  have drill where (school is the school)
  every month, at least once
  note  "see </article> below"
}
norm often alias 经常 "often" {
  cites A1.c2
  each  school
  must  have drill where (school is the school)
  every period, at least once
}
norm loose alias 另行 "of no clause" {
  each  school
  must  not have drill where (school is the school)
  every year
}
test "one & <two>" for monthly {
  given 2016-01-01 school (entity: "s<1>")
        2016-03-01 drill (school: "s<1>")
  covers 2016-01-01 to 2016-12-31
  as of 2016-12-31
  expect "s<1>" on 2016-03-02: fulfilled
}
test "fails" for often {
  given 2016-01-01 school (entity: s1)
  covers 2016-01-01 to 2016-12-31
  as of 2016-12-31
  expect s1: breached
}
"#;
    fs::write(package.join("rules.policy"), policy.replace("\\\"now\\\"", "now")).unwrap();
    package
}

#[test]
fn what_a_package_says_is_never_markup() {
    let home = tempfile::tempdir().unwrap();
    let package = small(home.path());
    let source = home.path().join("source.txt");
    fs::write(&source, "1. <u>Every school</u> shall drill every\nmonth & more.\n2. Else.\n").unwrap();
    for lang in ["zh", "en"] {
        let page =
            page(&["--lang", lang, "doc", package.to_str().unwrap(), "--source", source.to_str().unwrap()]);
        for markup in
            ["<script>alert", "<img", "<b>often", "<i>safe", "<safe>", "<two>", "s<1>", "<u>", "<month>"]
        {
            assert!(!page.contains(markup), "{lang}: {markup}");
        }
        for said in ["alert(1)", "often", "how ", "see ", "one "] {
            assert!(page.contains(said), "{lang}: {said}");
        }
        // Its own elements close as they open, once each.
        for tag in [
            "html", "head", "body", "main", "nav", "header", "article", "section", "details", "script",
            "style", "ol", "dl",
        ] {
            let count = |mark: &str| page.matches(&format!("{mark}{tag}")).count();
            let opened = count("<") - if tag == "head" { page.matches("<header").count() } else { 0 };
            let closed = count("</") - if tag == "head" { page.matches("</header").count() } else { 0 };
            assert_eq!(opened, closed, "{lang}: {tag}");
        }
    }
}

#[test]
fn the_page_shows_each_status_the_sentence_the_text_and_the_tests() {
    let home = tempfile::tempdir().unwrap();
    let package = small(home.path());
    let source = home.path().join("source.txt");
    fs::write(&source, "Before.\n1. Every school shall drill every month, please.\n2. Else.\n").unwrap();
    let out = home.path().join("page.html");
    let (package, source, out) = (package.to_str().unwrap(), source.to_str().unwrap(), out.to_str().unwrap());
    let words = [
        (
            "en",
            [
                "Every school must have a drill (school: the school) at least once every month.",
                "not yet encoded",
                "needs parameter",
                "not checkable",
                "1 test, passed",
                "1 test, 1 failed",
                "Reviewed by",
                "Other norms",
                "partial period prorated",
                "1 test fails: a norm does not do what is expected of it.",
                "Parts of the text that no article of the package stands for",
                "not in the text that was given (3): A1.c2, A1.c3, A1.c4.",
            ],
        ),
        (
            "zh",
            [
                "每个学校每月应当至少有一次演练（演练学校为该学校）。",
                "尚未落实",
                "需要参数",
                "不可核查",
                "测试1项，全部通过",
                "测试1项，1项未通过",
                "审核人",
                "其他规范",
                "首尾不足一期：按比例",
                "有1项测试未通过，规范与预期不符",
                "原文中没有编入制度包的部分",
                "有3款的原句在所给的正文中没有找到，请逐款核对：A1.c2、A1.c3、A1.c4。",
            ],
        ),
    ];
    for (lang, words) in words {
        assert_eq!(page(&["--lang", lang, "doc", package, "--source", source, "--out", out]), "");
        let page = fs::read_to_string(out).unwrap();
        for word in words {
            assert!(page.contains(word), "{lang}: {word}");
        }
        assert!(page.contains(if lang == "zh" { "<html lang=\"zh-CN\">" } else { "<html lang=\"en\">" }));
        // The phrase is marked where it stands in the text, and the other part of the text is not this article's.
        assert!(page.contains(">drill every month</a>, please."), "{page}");
        let (before, after) = page.split_once("id=\"left-over\"").unwrap();
        assert!(!before.contains("2. Else.") && after.contains("2. Else."));
        // What fails is not folded away, on paper either.
        assert!(page.contains("<details class=\"tests\" open>"));
        // Nothing is fetched.
        for fetched in ["http:", "https:", "url(", "@import", "<link", "<img", "<script src", "<iframe"] {
            assert!(!page.contains(fetched), "{fetched}");
        }
    }
}

#[test]
fn every_link_of_the_sixteen_articles_leads_somewhere_and_every_norm_is_there_once() {
    let page = page(&["--lang", "zh", "doc", &policies("sixteen-articles")]);
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    for link in page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(&link), "{link}");
    }
    let norms = ids.iter().filter(|id| id.starts_with("norm-")).count();
    let clauses = page.matches("class=\"clause\"").count();
    let json: Value = serde_json::from_str(&text(
        &bylaws(&["doc", &policies("sixteen-articles"), "--format", "json"]).stdout,
    ))
    .unwrap();
    let of = |key: &str| -> usize {
        json["articles"]
            .as_array()
            .unwrap()
            .iter()
            .map(|article| article[key].as_array().unwrap().len())
            .sum()
    };
    assert_eq!((of("norms") + json["others"].as_array().unwrap().len(), of("clauses")), (norms, clauses));
    assert!(norms > 90 && clauses > 171, "{norms} {clauses}");
}

#[test]
fn machines_get_sentences_status_and_tests() {
    let home = tempfile::tempdir().unwrap();
    let package = small(home.path());
    let output = page(&["doc", package.to_str().unwrap(), "--format", "json"]);
    let json: Value = serde_json::from_str(&output).unwrap();
    let norm = &json["articles"][0]["norms"][0];
    assert_eq!((&norm["norm"], &norm["status"]), (&Value::from("monthly"), &Value::from("encoded")));
    assert_eq!(norm["sentence"]["zh"], "每个学校每月应当至少有一次演练（演练学校为该学校）。");
    assert_eq!(
        norm["sentence"]["en"],
        "Every school must have a drill (school: the school) at least once every month."
    );
    assert_eq!(norm["tests"][0]["title"], "one & <two>");
    assert_eq!(norm["tests"][0]["passes"], true);
    assert!(norm["tests"][0]["expected"][0]["zh"].as_str().unwrap().contains("已完成"));
    assert!(norm["tests"][0]["given"][1]["zh"].as_str().unwrap().starts_with("2016年3月1日 drill"));
    assert_eq!(norm["tests"][0]["as_of"], "2016-12-31");
    assert_eq!(norm["tests"][0]["actual"].as_array().unwrap().len(), 0);
    let failed = &json["articles"][0]["norms"][1]["tests"][0];
    assert!(failed["actual"][0]["zh"].as_str().unwrap().starts_with("s1"), "{failed}");
    let statuses: Vec<&str> = json["articles"][0]["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|clause| clause["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["encoded", "needs_parameter", "not_checkable", "not_encoded"]);
    assert_eq!(json["others"][0]["norm"], "loose");
}

#[test]
fn what_cannot_be_read_or_written_is_told_with_its_exit_code() {
    let home = tempfile::tempdir().unwrap();
    let package = small(home.path());
    let package = package.to_str().unwrap();
    let latin = home.path().join("latin.txt");
    fs::write(&latin, [0xC4, 0xFF, 0xFE]).unwrap();
    let nowhere = home.path().join("no/such/page.html");
    for (args, code) in [
        (vec!["doc", package, "--source", "no-such.txt"], 1),
        (vec!["doc", package, "--source", latin.to_str().unwrap()], 1),
        (vec!["doc", package, "--out", nowhere.to_str().unwrap()], 1),
        (vec!["doc", "no-such-package"], 1),
        (vec!["doc", package, "--format", "pdf"], 2),
        (vec!["doc"], 2),
    ] {
        for lang in ["zh", "en"] {
            let output = bylaws(&[&["--lang", lang], args.as_slice()].concat());
            assert_eq!(output.status.code(), Some(code), "{args:?}");
            let chinese = text(&output.stderr).chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            assert_eq!(chinese, lang == "zh", "{args:?}: {}", text(&output.stderr));
            assert!(output.stdout.is_empty());
        }
    }
}

#[test]
fn what_norms_rest_on_is_signed_too() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("rules.policy");
    let text_of_it = "实体 食堂 英文名 canteen\n\n定义 一食堂 英文名 first_canteen：食堂 为 “c1”\n\n\
        标准表 份数 英文名 portions：整数 {\n  20以下：1\n  超过20：2\n}\n\n\
        事件 留样 英文名 sample {\n  留样食堂 英文名 at_canteen：食堂\n}\n\n\
        规范 留样规范 英文名 kept {\n  主体：食堂（该食堂是一食堂）\n  应当：留样（留样食堂是该食堂）\n  频次：每日\n}\n";
    fs::write(&file, text_of_it).unwrap();
    let file = file.to_str().unwrap();
    let json: Value = serde_json::from_str(&page(&["doc", file, "--format", "json"])).unwrap();
    let rests = json["rests_on"].as_array().unwrap();
    assert_eq!(rests[0]["zh"], "定义 一食堂 英文名 first_canteen：食堂 为“c1”");
    assert_eq!(rests[0]["en"], "define first_canteen alias 一食堂: canteen = \"c1\"");
    assert!(rests[1]["en"].as_str().unwrap().contains("over 20: 2"), "{rests:?}");
    let shown = page(&["--lang", "zh", "doc", file]);
    assert!(shown.contains("定义 一食堂 英文名 first_canteen：食堂 为“c1”"), "{shown}");
    assert!(shown.contains("超过20：2"), "{shown}");
}
