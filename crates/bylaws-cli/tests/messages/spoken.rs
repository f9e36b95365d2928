//! What the command says of its own and not from the catalogue: each line in the language that was asked for.

use super::said::{prepared, run};

/// Calls of which every line is words for people.
const CALLS: [&str; 22] = [
    "check nofile",
    "fmt nofile",
    "test nofile",
    "doc nofile",
    "translate nofile --to en",
    "diff nofile good.policy",
    "analyse nofile",
    "clauses nofile",
    "run good.policy --log nofile.jsonl",
    "run good.policy --log good.jsonl --follow --format csv",
    "run good.policy --log good.jsonl --log short.jsonl --follow",
    "run good.policy --log good.jsonl --as-of noday",
    "run good.policy --log good.jsonl --norm none",
    "run good.policy --log good.jsonl --bearer nobody",
    "explain good.policy --log good.jsonl --norm often --bearer nobody --on 2016-01-01",
    "example good.policy nonorm",
    "test good.policy --filter nothing",
    "generate --out good.policy/x --truth good.policy/y",
    "verify nothing.json good.policy --log good.jsonl",
    "verify damaged.bin good.policy --log good.jsonl",
    "new .",
    "explain-code B9999",
];

fn is_chinese(line: &str) -> bool {
    line.chars().any(|c| ('\u{2E80}'..='\u{9FFF}').contains(&c))
}

#[test]
fn whatever_the_command_says_is_in_the_language_asked_for() {
    let home = tempfile::tempdir().unwrap();
    prepared(home.path());
    let mut astray = Vec::new();
    for call in CALLS {
        for lang in ["zh", "en"] {
            let output = run(home.path(), lang, call);
            let lines: Vec<&str> =
                output.lines().filter(|line| line.chars().any(char::is_alphabetic)).collect();
            let wrong = lines.iter().find(|line| is_chinese(line) != (lang == "zh"));
            if lines.is_empty() || wrong.is_some() {
                astray.push(format!("{lang} {call}: {wrong:?} of {output:?}"));
            }
        }
    }
    assert!(astray.is_empty(), "{}", astray.join("\n"));
}
