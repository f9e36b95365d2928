//! Following a log that grows: killed at any moment, it comes to the same output as if it had not been.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws_io::checkpoint::Checkpoint;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const POLICY: &str = "policy p \"Drills\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity college\nevent drill { held_in: college }\nevent fault { held_in: college }\nevent repair { held_in: college }\n\
    source A1 \"One\" { c1 \"drills\" c2 \"repairs\" }\n\
    norm drills {\n  cites A1.c1\n  each college\n  must have drill where (held_in is the college)\n  every month, at least 4 times\n  late within 3 days\n}\n\
    norm repairs {\n  cites A1.c2\n  each college\n  when fault where (held_in is the college)\n  must have repair where (held_in is the college)\n  within 3 days after the fault\n}\n";

/// Numbers that look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

// A year of drills and faults, some lines up to two days late, some later, some corrected.
fn log(chance: &mut Chance) -> String {
    let mut lines = Vec::new();
    for college in 0..8 {
        lines.push((
            0,
            format!(r#"{{"id":"c{college}","type":"college","at":"2016-01-01","entity":"c{college}"}}"#),
        ));
    }
    for number in 0..1200_u64 {
        let day = number * 364 / 1200;
        let date = format!("2016-{:02}-{:02}", 1 + day / 31, 1 + day % 28);
        let sorted = (day / 31) * 31 + day % 28;
        let kind = match chance.below(4) {
            0 => "fault",
            1 => "repair",
            _ => "drill",
        };
        let college = chance.below(8);
        let line = format!(r#"{{"id":"e{number}","type":"{kind}","at":"{date}","held_in":"c{college}"}}"#);
        lines.push((sorted + chance.below(3), line));
        if chance.below(40) == 0 {
            let line =
                format!(r#"{{"id":"x{number}","type":"retract","of":"e{number}","recorded_at":"{date}"}}"#);
            lines.push((sorted + 5 + chance.below(20), line));
        }
    }
    lines.sort_by_key(|(day, _)| *day);
    lines.into_iter().fold(String::new(), |mut text, (_, line)| {
        let _ = writeln!(text, "{line}");
        text
    })
}

fn follow(home: &Path, name: &str) -> Child {
    following(home, name).spawn().unwrap()
}

fn following(home: &Path, name: &str) -> Command {
    let options =
        ["--out", &format!("{name}.out"), "--checkpoint", &format!("{name}.checkpoint")].map(str::to_owned);
    let mut command = Command::new(env!("CARGO_BIN_EXE_bylaws"));
    command
        .current_dir(home)
        .env("LANG", "C")
        .args(["run", "p", "--follow", "--lateness", "2d", "--log", &format!("{name}.jsonl")])
        .args(options)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

// Lets it read all of the log, then interrupts it.
fn finish(home: &Path, name: &str, mut child: Child) -> (i32, Vec<u8>) {
    let length = fs::metadata(home.join(format!("{name}.jsonl"))).unwrap().len();
    let checkpoint = home.join(format!("{name}.checkpoint"));
    let begun = Instant::now();
    while Checkpoint::read(&checkpoint).unwrap().is_none_or(|found| found.log.offset < length) {
        assert!(begun.elapsed() < Duration::from_secs(120), "the log is never read to its end");
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(Duration::from_millis(20));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let code = child.wait().unwrap().code().unwrap();
    (code, fs::read(home.join(format!("{name}.out"))).unwrap())
}

#[test]
fn killed_at_any_moment_it_comes_to_the_same_output() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::create_dir(home.join("p")).unwrap();
    fs::write(home.join("p/drills.policy"), POLICY).unwrap();
    let mut chance = Chance(7);
    let log = log(&mut chance);
    fs::write(home.join("whole.jsonl"), &log).unwrap();
    let (code, whole) = finish(home, "whole", follow(home, "whole"));
    let text = String::from_utf8(whole.clone()).unwrap();
    assert_eq!(code, 3);
    assert!(text.lines().count() > 100 && text.contains("breached") && text.contains(", was "), "{text}");

    let growing = home.join("killed.jsonl");
    fs::write(&growing, "").unwrap();
    let mut rest = log.as_bytes();
    let mut written = OpenOptions::new().append(true).open(&growing).unwrap();
    for _ in 0..25 {
        let mut child = follow(home, "killed");
        for _ in 0..4 {
            // Pieces end anywhere, most of them within a line; something is left for the last run, which is
            // interrupted only once it has read it.
            let most = rest.len().saturating_sub(200);
            let (piece, left) = rest.split_at(most.min(chance.below(1600) as usize));
            written.write_all(piece).unwrap();
            rest = left;
            std::thread::sleep(Duration::from_millis(chance.below(60)));
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    written.write_all(rest).unwrap();
    let (code, killed) = finish(home, "killed", follow(home, "killed"));
    assert_eq!(code, 3);
    assert_eq!(String::from_utf8(killed).unwrap(), text);
}

const PAIRS: &str = "policy p \"Drills\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity college\nenumeration danger { fire, flood }\nevent drill {\n  held_in: college\n  against: danger\n}\n\
    norm drills {\n  each college, for each danger\n  must have drill where (held_in is the college, against is the danger)\n  \
    every month, at least 1 time\n}\n";

#[test]
fn of_a_pair_no_more_is_told_than_is_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::create_dir(home.join("p")).unwrap();
    fs::write(home.join("p/drills.policy"), PAIRS).unwrap();
    let college = |id: &str| format!(r#"{{"id":"{id}","type":"college","at":"2016-01-01","entity":"{id}"}}"#);
    let drill = |id: &str, at: &str, college: &str, against: &str| {
        format!(r#"{{"id":"{id}","type":"drill","at":"{at}","held_in":"{college}","against":"{against}"}}"#)
    };
    let lines = [
        college("c1"),
        college("c10"),
        drill("e1", "2016-01-20", "c1", "fire"),
        drill("e2", "2016-01-21", "c10", "flood"),
        drill("e3", "2016-03-20", "c1", "flood"),
    ];
    fs::write(home.join("l.jsonl"), lines.join("\n") + "\n").unwrap();
    let asked = |bearer: &str| {
        let name = bearer.replace(" / ", "-");
        fs::copy(home.join("l.jsonl"), home.join(format!("{name}.jsonl"))).unwrap();
        let child = following(home, &name).args(["--bearer", bearer]).spawn().unwrap();
        let (_, told) = finish(home, &name, child);
        let told = String::from_utf8(told).unwrap();
        let whose = told.lines().flat_map(|line| {
            ["c1 / fire", "c1 / flood", "c10 / fire", "c10 / flood"]
                .into_iter()
                .filter(|pair| line.contains(pair))
        });
        whose.collect::<std::collections::BTreeSet<_>>().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(asked("c1 / fire"), ["c1 / fire"]);
    assert_eq!(asked("c1"), ["c1 / fire", "c1 / flood"]);
    assert_eq!(asked("c10 / flood"), ["c10 / flood"]);
}

#[test]
fn what_cannot_be_gone_on_with_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::create_dir(home.join("p")).unwrap();
    fs::write(home.join("p/drills.policy"), POLICY).unwrap();
    let log = log(&mut Chance(9));
    fs::write(home.join("a.jsonl"), &log).unwrap();
    finish(home, "a", follow(home, "a"));
    let ends = |lang: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bylaws"));
        let child =
            child.current_dir(home).env("LANG", lang).args(["run", "p", "--follow", "--lateness", "2d"]);
        let output = child
            .args(["--log", "a.jsonl", "--out", "a.out", "--checkpoint", "a.checkpoint"])
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    // A shorter log, and another one of the same length.
    fs::write(home.join("a.jsonl"), &log[..log.len() / 2]).unwrap();
    assert!(matches!(ends("C"), (Some(1), said) if said.contains("shortened or replaced")));
    fs::write(home.join("a.jsonl"), log.replace("drill", "fault")).unwrap();
    assert!(matches!(ends("zh_CN"), (Some(1), said) if said.contains("截短")));
    fs::write(home.join("a.jsonl"), &log).unwrap();
    let checkpoint = fs::read(home.join("a.checkpoint")).unwrap();
    let mut damaged = checkpoint.clone();
    damaged[200] ^= 1;
    fs::write(home.join("a.checkpoint"), &damaged).unwrap();
    assert!(matches!(ends("C"), (Some(1), said) if said.contains("damaged")));
    fs::write(home.join("a.checkpoint"), &checkpoint).unwrap();
    fs::write(home.join("p/drills.policy"), POLICY.replace("at least 4", "at least 5")).unwrap();
    assert!(matches!(ends("C"), (Some(1), said) if said.contains("another policy")));
    fs::write(home.join("p/drills.policy"), POLICY).unwrap();
    fs::write(home.join("a.out"), "").unwrap();
    assert!(matches!(ends("C"), (Some(1), said) if said.contains("shorter than the checkpoint says")));
}
