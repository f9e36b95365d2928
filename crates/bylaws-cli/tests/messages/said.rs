//! Messages that only the command prints: each is found in its output, in the words of the language asked for.

use bylaws::diagnostic::Lang;
use bylaws::diagnostic::catalogue::template;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Which call prints which message. `{}` stands for the folder.
const CALLS: [(&str, &str); 42] = [
    ("fmt.would_change", "fmt --check rules.policy"),
    ("fmt.changed", "fmt rules.policy"),
    ("file.unreadable", "fmt no-such.policy"),
    ("L0201.no_folder", "translate good.policy --to zh --out good.policy/x"),
    ("file.unwritable", "translate good.policy --to zh --out good.policy/x"),
    ("file.no_folder", "test good.policy --junit nowhere/x.xml"),
    ("translate.out", "translate . --to zh"),
    ("translate.same", "translate . --to zh --out ."),
    ("new.written", "new fresh"),
    ("new.exists", "new ."),
    ("explain_code.unknown", "explain-code B9999"),
    ("log.no_bearer", "run good.policy --log good.jsonl --bearer nobody"),
    ("log.more", "run good.policy --log bad.jsonl"),
    ("log.total", "run good.policy --log bad.jsonl"),
    ("report.alike", "run good.policy --log many.jsonl"),
    ("L0209.heading", "run good.policy --log kinds.csv"),
    ("date.not_one", "run good.policy --log good.jsonl --as-of yesterday"),
    ("help.whole_folder", "check lone.policy"),
    ("L0203.parquet", "run good.policy --log any.parquet"),
    (
        "online.checkpoint",
        "run good.policy --follow --log good.jsonl --checkpoint damaged.bin --out out.jsonl",
    ),
    ("online.damaged", "run good.policy --follow --log good.jsonl --checkpoint damaged.bin --out out.jsonl"),
    ("online.version", "run good.policy --follow --log good.jsonl --checkpoint old.bin --out out.jsonl"),
    ("online.policy", "run other.policy --follow --log good.jsonl --checkpoint kept.bin --out out.jsonl"),
    (
        "online.options",
        "run good.policy --follow --log good.jsonl --checkpoint kept.bin --lateness 9d --out out.jsonl",
    ),
    (
        "online.replaced",
        "run good.policy --follow --log short.jsonl --checkpoint short.bin --out short.bin.out",
    ),
    ("online.output", "run good.policy --follow --log good.jsonl --checkpoint kept.bin --out gone.jsonl"),
    ("online.state", "run good.policy --follow --log good.jsonl"),
    ("watch.waiting", "watch good.policy"),
    ("receipt.same", "verify receipt.json good.policy --log good.jsonl"),
    ("receipt.same.of_others", "verify changed.json good.policy --log good.jsonl"),
    ("receipt.other", "verify receipt.json other.policy --log good.jsonl"),
    ("receipt.engine", "verify engine.json good.policy --log good.jsonl"),
    ("receipt.policy.changed", "verify changed.json good.policy --log good.jsonl"),
    ("receipt.policy.gone", "verify receipt.json other.policy --log good.jsonl"),
    ("receipt.policy.new", "verify receipt.json other.policy --log good.jsonl"),
    ("receipt.log.changed", "verify receipt.json good.policy --log many.jsonl"),
    ("receipt.log.gone", "verify two.json good.policy --log good.jsonl"),
    ("receipt.log.new", "verify receipt.json good.policy --log good.jsonl many.jsonl"),
    ("receipt.paths", "verify moved.json good.policy --log good.jsonl"),
    ("receipt.none", "verify damaged.bin good.policy --log good.jsonl"),
    ("receipt.version", "verify version.json good.policy --log good.jsonl"),
    ("receipt.unreadable", "verify nothing.json good.policy --log good.jsonl"),
];

const GOOD: &str = "policy p { in force from 2016-01-01 }\nparameter most: integer\nentity unit\nevent e { unit: unit }\n\
    norm often {\n  each unit\n  must have at most most e where (unit is the unit)\n  every month\n}\n";

pub(crate) fn prepared(home: &Path) {
    let unit = |number: usize, at: &str| {
        format!("{{\"id\":\"u{number}\",\"type\":\"unit\",\"at\":\"{at}\",\"entity\":\"u{number}\"}}\n")
    };
    let event = "{\"id\":\"e1\",\"type\":\"e\",\"at\":\"2016-12-01\",\"unit\":\"u0\"}\n";
    let write = |name: &str, text: &str| fs::write(home.join(name), text).unwrap();
    write("rules.policy", "entity   unit\n\n\n\n");
    write("good.policy", GOOD);
    write("other.policy", &GOOD.replace("every month", "every year"));
    write("good.jsonl", &(unit(0, "2016-01-01") + event));
    write("short.jsonl", &(unit(0, "2016-01-01") + event));
    write("many.jsonl", &((0..20).map(|n| unit(n, "2016-01-01")).collect::<String>() + event));
    write("bad.jsonl", &(0..40).map(|n| unit(n, "no day")).collect::<String>());
    write("kinds.csv", "kind,at,unit\ne,2016-12-01,u0\n");
    write("lone.policy", "norm often {\n  each unit\n  must have e\n  every month\n}\n");
    write("damaged.bin", "no checkpoint");
}

pub(crate) fn run(home: &Path, lang: &str, line: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bylaws"));
    command.current_dir(home).args(["--lang", lang]).args(line.split(' '));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // What goes on until it is interrupted has said by then what it has to say.
    if ["watch", "--follow"].iter().any(|word| line.contains(word)) && !ends(&mut child, 60) {
        let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(interrupted.unwrap().success());
        // What a shell starts in the background may take no notice of that.
        if !ends(&mut child, 400) {
            child.kill().unwrap();
        }
    }
    let output = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

// Whether it ends within so many twentieths of a second.
fn ends(child: &mut Child, patience: u32) -> bool {
    (0..patience).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        child.try_wait().unwrap().is_some()
    })
}

/// The keys of these messages.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|(key, _)| *key)
}

fn says_all(lang: &str, of: Lang) {
    let home = tempfile::tempdir().unwrap();
    prepared(home.path());
    kept(home.path());
    receipts(home.path());
    let mut missing = Vec::new();
    for (key, line) in CALLS {
        let output = run(home.path(), lang, line);
        let words = template(key, of).unwrap();
        if !stands_in(words, &output) {
            missing.push(format!("{lang} {key}: {line}\n{output}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

// Each language is a test of its own, for they run side by side.
#[test]
fn the_command_says_what_only_it_says_in_chinese() {
    says_all("zh", Lang::Zh);
}

#[test]
fn the_command_says_what_only_it_says_in_english() {
    says_all("en", Lang::En);
}

// Checkpoints: one as it should be, one of another format, one of a log that is shorter now.
fn kept(home: &Path) {
    for (log, checkpoint) in [("good.jsonl", "kept.bin"), ("short.jsonl", "short.bin")] {
        run(
            home,
            "en",
            &format!("run good.policy --follow --log {log} --checkpoint {checkpoint} --out {checkpoint}.out"),
        );
    }
    fs::write(home.join("short.jsonl"), "").unwrap();
    // The format stands in the four bytes behind the eight that say what the file is.
    let mut old = fs::read(home.join("kept.bin")).unwrap();
    old.truncate(old.len() - 4);
    old.splice(8..12, 9_u32.to_le_bytes());
    let sum = crc32fast::hash(&old).to_le_bytes();
    old.extend(sum);
    fs::write(home.join("old.bin"), old).unwrap();
}

// A receipt: as it was written, of another engine, of another policy, in another version.
fn receipts(home: &Path) {
    run(home, "en", "run good.policy --log good.jsonl --receipt receipt.json");
    let text = fs::read_to_string(home.join("receipt.json")).unwrap();
    let receipt: serde_json::Value = serde_json::from_str(&text).unwrap();
    let write_all = |name: &str, values: &[(&str, serde_json::Value)]| {
        let mut receipt = receipt.clone();
        for (at, value) in values {
            *receipt.pointer_mut(at).unwrap() = value.clone();
        }
        fs::write(home.join(name), receipt.to_string()).unwrap();
    };
    let write = |name: &str, at: &str, value: serde_json::Value| write_all(name, &[(at, value)]);
    write("engine.json", "/engine", "0.0.0".into());
    write("changed.json", "/policy/files/0/hash", "sha256:0".into());
    write("version.json", "/receipt", 99.into());
    let log = receipt.pointer("/logs/0").unwrap();
    let another = serde_json::json!({"file": "another.jsonl", "hash": "sha256:0"});
    write("two.json", "/logs", vec![log.clone(), another].into());
    write_all(
        "moved.json",
        &[("/logs/0/file", "elsewhere.jsonl".into()), ("/report/hash", "sha256:0".into())],
    );
}

// The words between the arguments follow one another.
pub(crate) fn stands_in(template: &str, output: &str) -> bool {
    let mut rest = output;
    let words = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, words)| words));
    for part in words.filter(|part| !part.trim().is_empty()) {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}
