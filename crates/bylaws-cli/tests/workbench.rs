//! `bylaws new`, `bylaws watch` and `bylaws explain-code` from the outside.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bylaws"));
    command.current_dir(folder).args(arguments);
    command
}

fn bylaws(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = command(folder, arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_new_package_is_clean_tested_and_laid_out_in_both_languages() {
    let home = tempfile::tempdir().unwrap();
    for (lang, sound, passed, file) in [
        ("zh", "规范1条，条款2条，错误0处\n", "通过2项，未通过0项\n", "校历.policy"),
        ("en", "1 norm, 2 clauses, 0 errors\n", "2 passed, 0 failed\n", "calendar.policy"),
    ] {
        let (code, out, err) = bylaws(home.path(), &["--lang", lang, "new", lang]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
        assert!(home.path().join(lang).join(file).exists());
        // Neither errors nor warnings: the count is all that is said.
        assert_eq!(
            bylaws(home.path(), &["--lang", lang, "check", lang]),
            (Some(0), sound.into(), String::new())
        );
        assert_eq!(
            bylaws(home.path(), &["--lang", lang, "test", lang]),
            (Some(0), passed.into(), String::new())
        );
        assert_eq!(bylaws(home.path(), &["fmt", "--check", lang]), (Some(0), String::new(), String::new()));
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("p")).unwrap();
    fs::write(home.path().join("p/a.policy"), "// 自己的\n").unwrap();
    let (code, _, err) = bylaws(home.path(), &["--lang", "zh", "new", "p"]);
    assert_eq!((code, err.as_str()), (Some(1), "「p」已有内容，没有改动；请另选一个文件夹\n"));
    let left: Vec<_> =
        fs::read_dir(home.path().join("p")).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(left, ["a.policy"]);
}

#[test]
fn a_code_is_explained_without_anything_beside_the_command() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, _) = bylaws(home.path(), &["--lang", "zh", "explain-code", "b0201"]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("B0201 · 没有这个名称\n") && out.contains("改正："), "{out}");
    assert!(!out.contains("```") && !out.contains("]("), "{out}");
    let (code, full_width, _) = bylaws(home.path(), &["--lang", "zh", "explain-code", "Ｂ０２０１"]);
    assert_eq!((code, full_width), (Some(0), out));
    let (code, out, _) = bylaws(home.path(), &["--lang", "en", "explain-code", "L0101"]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("L0101 · ") && !out.contains("zh-CN"), "{out}");
    let (code, out, err) = bylaws(home.path(), &["--lang", "zh", "explain-code", "B0209X"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.starts_with("没有代码「B0209X」\n") && err.contains("「B0209」"), "{err}");
}

/// A watching command, ended when the test is over.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, lines) = channel();
    let out = child.stdout.take().unwrap();
    std::thread::spawn(move || {
        BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)).ok()
    });
    lines
}

// What is said until the command waits again.
fn round(lines: &Receiver<String>) -> String {
    let mut said = String::new();
    loop {
        let line = lines.recv_timeout(Duration::from_secs(60)).unwrap();
        if line.starts_with("——") {
            return said;
        }
        said += &line;
        said += "\n";
    }
}

#[test]
fn watching_tells_what_becomes_of_each_change() {
    let home = tempfile::tempdir().unwrap();
    bylaws(home.path(), &["--lang", "zh", "new", "p"]);
    let norms = home.path().join("p/规范.policy");
    let text = fs::read_to_string(&norms).unwrap();
    let child = command(home.path(), &["--lang", "zh", "watch", "p"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut watching = Watching(child);
    let lines = lines(&mut watching.0);
    let sound = "规范1条，条款2条，错误0处\n通过2项，未通过0项\n";
    assert_eq!(round(&lines), sound);
    fs::write(&norms, text.replace("每学期不少于两次", "每学期不少于一次")).unwrap();
    let said = round(&lines);
    assert!(said.starts_with("\n已保存：规范.policy\n") && said.contains("通过1项，未通过1项"), "{said}");
    fs::write(&norms, text.replace("走访学院是", "走访学员是")).unwrap();
    let said = round(&lines);
    assert!(said.contains("您是否想写「走访学院」？") && said.contains("错误1处"), "{said}");
    fs::write(&norms, &text).unwrap();
    assert_eq!(round(&lines), format!("\n已保存：规范.policy\n{sound}"));
}

#[test]
fn what_is_only_warned_of_is_laid_out_with_the_brackets_that_it_is_read_with() {
    let home = tempfile::tempdir().unwrap();
    let policy = home.path().join("a.policy");
    let text = "事件 走访 {\n  人数：整数\n}\n\n规范 甲 {\n  情形：走访\n  应当：满足（人数是12或者人数不少于3并且人数少于9）\n}\n";
    std::fs::write(&policy, text).unwrap();
    let (code, _, err) = bylaws(home.path(), &["--lang", "zh", "fmt", "a.policy"]);
    // Nothing tells of it afterwards.
    assert_eq!(code, Some(0));
    assert!(err.contains("B0728"), "{err}");
    let laid_out = std::fs::read_to_string(&policy).unwrap();
    assert!(laid_out.contains("满足（人数是12或者（人数不少于3并且人数少于9））"), "{laid_out}");
    let (_, out, _) = bylaws(home.path(), &["--lang", "zh", "check", "a.policy"]);
    assert!(!out.contains("B0728"), "{out}");
}

#[test]
fn where_there_is_no_test_it_is_told_how_to_begin() {
    let home = tempfile::tempdir().unwrap();
    let norm = "entity college alias 学院\nevent visit alias 调研 {\n  seen: college\n}\n\
        norm visits alias 走访 {\n  each college\n  must have visit where (seen is the college)\n  every year\n}\n";
    fs::write(home.path().join("p.policy"), norm).unwrap();
    for (lang, passed, hint) in [
        (
            "en",
            "0 passed, 0 failed\n",
            "there is no test yet; bylaws example p.policy visits writes one to begin with",
        ),
        ("zh", "通过0项，未通过0项\n", "还没有测试；可先用 bylaws example p.policy 走访 拟出一则"),
    ] {
        let (code, out, err) = bylaws(home.path(), &["--lang", lang, "test", "p.policy"]);
        assert_eq!((code, out.as_str()), (Some(0), passed), "{err}");
        assert!(err.contains(hint), "{err}");
    }
    // And so it does.
    let (code, out, _) = bylaws(home.path(), &["--lang", "en", "example", "p.policy", "visits"]);
    assert!(code == Some(0) && out.contains("test \""), "{out}");
}
