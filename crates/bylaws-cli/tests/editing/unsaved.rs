//! Texts that were never saved: each is a package of its own.

use crate::client::{Client, range};
use serde_json::{Value, json};

const TEXT: &str = "实体 学院\n事件 入户走访 {\n单位：学院\n}\n规范 按月 {\n  主体：学院\n  应当：入户走仿（单位是该学院）\n  频次：每月\n}\n";

#[test]
fn a_text_that_was_never_saved_is_checked_completed_explained_and_laid_out() {
    let mut client = Client::start("zh-cn", &[]);
    let (one, other) = ("untitled:Untitled-1", "untitled:/home/me/Untitled-2");
    client.open_text(one, TEXT);
    let problems = client.problems(one);
    let unknown = problems.iter().find(|one| one["severity"] == 1).unwrap();
    assert_eq!((&unknown["code"], &unknown["range"]), (&json!("B0208"), &range((6, 5), (6, 9))));
    let actions = client.of("textDocument/codeAction", one);
    assert!(actions.to_string().contains("\"newText\":\"入户走访\""), "{actions}");
    client.change(one, (6, 5), (6, 9), "入户走访");
    assert!(client.problems(one).iter().all(|one| one["severity"] != 1));
    let offered = client.at("textDocument/completion", one, (5, 5));
    assert!(offered.as_array().unwrap().iter().any(|one| one["label"] == "学院"), "{offered}");
    let hover = client.at("textDocument/hover", one, (6, 5));
    assert!(hover.to_string().contains("走访"), "{hover}");
    let declared = client.at("textDocument/definition", one, (6, 5));
    assert!(declared.to_string().contains(one), "{declared}");
    let edits = client.of("textDocument/formatting", one);
    assert!(edits[0]["newText"].as_str().unwrap().contains("\n  单位：学院\n"), "{edits}");
    // Another one knows nothing of the first, nor the first of it.
    client.open_text(other, "规范 按月 {\n  主体：学院\n  应当：入户走访\n  频次：每月\n}\n");
    assert!(client.problems(other).iter().any(|one| one["severity"] == 1));
    assert!(client.problems(one).iter().all(|one| one["severity"] != 1));
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": other}}));
    assert_eq!(client.problems(other), Vec::<Value>::new());
}
