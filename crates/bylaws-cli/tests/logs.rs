//! Logs that cannot be read, from the outside: said in the chosen language on standard error, and for machines on
//! standard output too, with exit code 1, and nothing of a progress bar where nobody watches.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::process::Command;

const POLICY: &str = "policy p { time zone \"Asia/Shanghai\" }\nentity person alias 人员\n\
    event visit alias 走访 { visitor alias 走访人: person }\n";

fn run(lang: &str, table: &str, format: &str) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.policy"), POLICY).unwrap();
    std::fs::write(folder.path().join("走访.csv"), table).unwrap();
    let arguments = ["--lang", lang, "run", "p.policy", "--log", "走访.csv", "--format", format];
    let output = Command::new(env!("CARGO_BIN_EXE_bylaws"))
        .current_dir(folder.path())
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

// What is on standard output beside what is said: nothing for people, the same for machines.
fn printed(format: &str, said: &str) -> String {
    match format {
        "json" => format!("{}\n", serde_json::json!({ "error": said.trim_end() })),
        _ => String::new(),
    }
}

#[test]
fn a_table_that_cannot_be_read_is_told_in_the_language_asked_for() {
    for format in ["text", "json"] {
        let broken = "走访人,时间\np1,\"2016-04-20\np2,2016-04-21\n";
        let (code, out, said) = run("zh", broken, format);
        assert_eq!((code, out), (Some(1), printed(format, &said)));
        assert!(said.starts_with("走访.csv 第 2 行：引号没有成对"), "{said}");
        let (code, out, said) = run("en", broken, format);
        assert_eq!((code, out), (Some(1), printed(format, &said)));
        assert!(said.starts_with("走访.csv, row 2: quotation marks do not pair up"), "{said}");
    }
}

#[test]
fn a_record_that_is_wrong_is_told_by_row_and_field() {
    let (code, out, said) = run("zh", "走访人,时间\np1,四月\n", "text");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(said.starts_with("走访.csv:2: L0104 「时间」不是可识别的日期：「四月」"), "{said}");
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_how_to_get_it() {
    for (lang, said) in
        [("zh", "未包含 Parquet 读取功能"), ("en", "this build of bylaws does not read Parquet")]
    {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("p.policy"), POLICY).unwrap();
        // Not even looked for.
        let arguments = ["--lang", lang, "run", "p.policy", "--log", "visit.parquet"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_bylaws"));
        let output = command.current_dir(folder.path()).args(arguments).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        assert!(error.starts_with("visit.parquet") && error.contains(said), "{error}");
        assert!(error.contains("--features parquet"), "{error}");
    }
}

#[test]
fn a_good_table_is_read_without_a_word() {
    let (code, out, said) = run("en", "走访人,时间\np1,2016年4月20日\n", "json");
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(out.starts_with('{'), "{out}");
}
