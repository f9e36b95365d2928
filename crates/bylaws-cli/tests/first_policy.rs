//! The pages for who writes a first policy: their files, their commands and what comes out.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The fenced blocks of a page: what is said after the three marks, and the text.
fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'))
}

fn output(folder: &Path, line: &str) -> String {
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("bylaws"));
    let output = Command::new(env!("CARGO_BIN_EXE_bylaws")).current_dir(folder).args(words).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{line}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_first_policy_does_what_its_page_shows() {
    for page in
        [include_str!("../../../docs/first-policy.md"), include_str!("../../../docs/first-policy.zh-CN.md")]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut commands = 0;
        for (kind, text) in blocks(page) {
            if let Some((_, name)) = kind.split_once(' ') {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, format!("{text}\n")).unwrap();
                continue;
            }
            for step in text.split("$ ").skip(1) {
                let (line, shown) = step.split_once('\n').unwrap();
                assert_eq!(output(folder.path(), line).trim_end(), shown.trim_end(), "{line}");
                commands += 1;
            }
        }
        assert_eq!(commands, 4);
    }
}
