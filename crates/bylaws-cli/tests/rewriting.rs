//! `bylaws fmt` and `bylaws translate` from the outside: what they write, what they leave alone, how they end.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const UNTIDY: &str =
    "规范 甲 英文名 a{依据 A1.c1\n主体：学院\n应当:调研（单位是该学院） // 记\n频次：每年 至少 1 次}\n";
const TIDY: &str = "规范 甲 英文名 a {\n  依据：A1.c1\n  主体：学院\n  应当：调研（单位是该学院） // 记\n  频次：每年不少于一次\n}\n";
const ENGLISH: &str = "norm a alias 甲 {\n  cites       A1.c1\n  each        college\n  must        have visit where (visited is the college) // 记\n  every       year, at least 1 time\n}\n";
const WORDS: &str = "实体 学院 英文名 college\n\n事件 调研 英文名 visit {\n  单位 英文名 visited：学院\n}\n";

fn bylaws(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bylaws")).current_dir(folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn package() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("p/more")).unwrap();
    fs::write(folder.path().join("p/a.policy"), UNTIDY).unwrap();
    fs::write(folder.path().join("p/words.policy"), WORDS).unwrap();
    fs::write(folder.path().join("p/more/b.policy"), UNTIDY).unwrap();
    folder
}

#[test]
fn fmt_lists_with_check_and_writes_without() {
    let folder = package();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let checked = said(&bylaws(folder.path(), &["--lang", "zh", "fmt", "p", "--check"]));
    assert_eq!(checked, (Some(1), "待整理 p/a.policy\n待整理 p/more/b.policy\n".into(), String::new()));
    assert_eq!(read("p/a.policy"), UNTIDY);
    let written = said(&bylaws(folder.path(), &["--lang", "en", "fmt", "p"]));
    assert_eq!(written, (Some(0), "formatted p/a.policy\nformatted p/more/b.policy\n".into(), String::new()));
    assert_eq!((read("p/a.policy"), read("p/more/b.policy")), (TIDY.into(), TIDY.into()));
    let again = said(&bylaws(folder.path(), &["fmt", "p", "--check"]));
    assert_eq!(again, (Some(0), String::new(), String::new()));
}

/// What commas and `and` beside `or` leave to be read in two ways.
const DOUBTFUL: &str = "norm a {
  each  college
  must  have visit where (visited is the college)
  every month
  except the college under closure, during vacation
}
norm b {
  when visit
  must not satisfy (attendance at most 0, form is talk)
}
norm c {
  when visit
  must satisfy (attendance at least 9 or form is talk and attendance at least 2)
}
";

#[test]
fn fmt_tells_what_it_writes_so_that_no_warning_tells_of_it_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.policy");
    fs::write(&path, DOUBTFUL).unwrap();
    for arguments in [["fmt", "a.policy", "--check"].as_slice(), &["fmt", "a.policy"]] {
        let (_, out, err) = said(&bylaws(folder.path(), &[&["--lang", "en"], arguments].concat()));
        assert!(out.ends_with("a.policy\n"), "{out}");
        for (code, place) in [("B0726", 5), ("B0732", 9), ("B0728", 13)] {
            assert!(err.contains(&format!("warning[{code}]")), "{err}");
            assert!(err.contains(&format!(" --> a.policy:{place}:")), "{err}");
        }
        assert_eq!(err.matches("warning[").count(), 3, "{err}");
    }
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.contains("the college under closure and during vacation"), "{written}");
    // What is as it should be is not told again, and what says what it means is not told at all.
    assert_eq!(said(&bylaws(folder.path(), &["fmt", "a.policy"])), (Some(0), String::new(), String::new()));
    fs::write(&path, written.replace("  each  ", " each  ")).unwrap();
    assert_eq!(said(&bylaws(folder.path(), &["fmt", "a.policy"])).2, "");
    // In Chinese too.
    fs::write(
        &path,
        "规范 甲 {\n主体：学院\n应当：调研\n频次：每月\n除外：该学院处于停课期间，处于假期\n}\n",
    )
    .unwrap();
    let (_, out, err) = said(&bylaws(folder.path(), &["--lang", "zh", "fmt", "a.policy"]));
    assert!(out.starts_with("已整理") && err.starts_with("警告[B0726]"), "{out}{err}");
}

#[test]
fn fmt_leaves_a_broken_file_alone_and_goes_on() {
    let folder = package();
    let broken = "规范 乙 {\n  主题：学院\n}\n";
    fs::write(folder.path().join("p/0.policy"), broken).unwrap();
    let (code, out, err) = said(&bylaws(folder.path(), &["--lang", "zh", "fmt", "p"]));
    assert_eq!(code, Some(1));
    assert!(out.contains("已整理 p/a.policy"), "{out}");
    assert!(err.starts_with("错误[B0102]: 此处应为本条目可有的栏目"), "{err}");
    assert!(err.contains(" --> p/0.policy:2:3\n"), "{err}");
    assert_eq!(fs::read_to_string(folder.path().join("p/0.policy")).unwrap(), broken);
}

#[test]
fn fmt_of_nothing_is_a_usage_error_and_of_a_missing_file_a_failure() {
    let folder = package();
    assert_eq!(said(&bylaws(folder.path(), &["fmt"])).0, Some(2));
    let (code, _, err) = said(&bylaws(folder.path(), &["--lang", "zh", "fmt", "none.policy"]));
    assert_eq!(code, Some(1));
    assert!(err.starts_with("无法读取「none.policy」"), "{err}");
}

#[test]
fn translate_takes_names_from_the_whole_package() {
    let folder = package();
    let english = said(&bylaws(folder.path(), &["translate", "p/a.policy", "--to", "en"]));
    assert_eq!(english, (Some(0), ENGLISH.into(), String::new()));
    let whole = said(&bylaws(folder.path(), &["translate", "p", "--to", "en", "--out", "out"]));
    assert_eq!(whole, (Some(0), String::new(), String::new()));
    assert_eq!(fs::read_to_string(folder.path().join("out/a.policy")).unwrap(), ENGLISH);
    let back = said(&bylaws(folder.path(), &["translate", "out/a.policy", "--to", "zh"]));
    assert_eq!(back, (Some(0), TIDY.into(), String::new()));
}

#[test]
fn translate_takes_no_names_of_a_regulation_that_lies_beside() {
    let folder = package();
    let alone = "event course { who: person }\nnorm taught {\n  each person\n  must have course where (who is the person)\n  every year\n}\n";
    let beside = "event course alias 课程 { who: person\n  hours: integer }\n";
    fs::create_dir(folder.path().join("several")).unwrap();
    fs::write(folder.path().join("several/one.policy"), alone).unwrap();
    fs::write(folder.path().join("several/two.policy"), beside).unwrap();
    let (code, out, err) =
        said(&bylaws(folder.path(), &["translate", "several/one.policy", "--to", "zh", "--out", "zh"]));
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "", ""));
    let translated = fs::read_to_string(folder.path().join("zh/one.policy")).unwrap();
    assert!(
        translated.contains("应当：course（who是该人员）") && !translated.contains("课程"),
        "{translated}"
    );
    assert_eq!(said(&bylaws(folder.path(), &["check", "zh"])).0, Some(0));
}

#[test]
fn translate_says_where_names_collide() {
    let folder = package();
    let more = "参数 起点 英文名 visited：整数\n规范 丙 { 主体：学院\n 应当：调研（单位是该学院，起点是5）\n 时限：一次性 }\n";
    fs::write(folder.path().join("p/c.policy"), more).unwrap();
    let (code, out, err) =
        said(&bylaws(folder.path(), &["--lang", "zh", "translate", "p/c.policy", "--to", "en"]));
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("错误[B0120]") && err.contains("「起点」") && err.contains("「visited」"), "{err}");
}

#[test]
fn translate_wants_a_folder_of_its_own_for_a_package() {
    let folder = package();
    assert_eq!(said(&bylaws(folder.path(), &["translate", "p", "--to", "en"])).0, Some(2));
    assert_eq!(said(&bylaws(folder.path(), &["translate", "p", "--to", "en", "--out", "p"])).0, Some(2));
    assert_eq!(said(&bylaws(folder.path(), &["translate", "p"])).0, Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("p/a.policy")).unwrap(), UNTIDY);
}
