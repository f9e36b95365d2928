//! The language server over the real protocol: each thing that an editor can ask, on Chinese texts with characters of
//! two UTF-16 units before the place that is asked about.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod accepted;
mod client;
mod completion;
mod edits;
mod unsaved;

use client::{Client, range};
use serde_json::{Value, json};

const WORDS: &str = "实体 学院 英文名 college\n职务 院长 英文名 dean：学院\n\
    事件 调研 英文名 visit {\n  单位 英文名 visited：学院\n}\n";
// The clauses c1 and c2 are lines 1 and 2, the norm begins in line 4.
const NORMS: &str = "条文 A1 “第一条😀” {\n  c1 “每年调研”\n  c2 “院长负责”\n}\n\
    规范 走访 英文名 visits “😀走访” {\n  依据：A1.c1\n  主体：学院\n  应当：调研（单位是该学院）\n  \
    频次：每年不少于一次\n}\n";

fn started() -> Client {
    let mut client =
        Client::start("zh-cn", &[("制度 包/词汇.policy", WORDS), ("制度 包/规范.policy", NORMS)]);
    client.open("制度 包/规范.policy");
    client
}

const FILE: &str = "制度 包/规范.policy";
const OTHER: &str = "制度 包/词汇.policy";

#[test]
fn it_says_what_it_can_and_ends_as_it_should() {
    let client = started();
    for can in [
        "hoverProvider",
        "definitionProvider",
        "referencesProvider",
        "renameProvider",
        "completionProvider",
        "documentFormattingProvider",
        "semanticTokensProvider",
        "documentSymbolProvider",
        "foldingRangeProvider",
        "codeActionProvider",
        "codeLensProvider",
        "inlayHintProvider",
    ] {
        assert!(!client.capabilities[can].is_null(), "{can}");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn problems_follow_each_change_of_a_broken_text_in_the_language_of_the_editor() {
    let mut client = started();
    let sound: Vec<Value> = client.problems(FILE).into_iter().filter(|one| one["severity"] == 1).collect();
    assert_eq!(sound, Vec::<Value>::new());
    client.change(FILE, (7, 5), (7, 7), "调查😀");
    let broken = client.problems(FILE);
    assert!(broken.iter().any(|one| one["severity"] == 1), "{broken:#?}");
    client.change(FILE, (7, 5), (7, 9), "调查");
    let problems = client.problems(FILE);
    let one = problems.iter().find(|one| one["code"] == "B0208").unwrap();
    assert_eq!(one["range"], range((7, 5), (7, 7)));
    assert!(one["message"].as_str().unwrap().contains("没有名为「调查」"), "{one}");
    client.change(FILE, (7, 5), (7, 7), "调研");
    assert!(!client.problems(FILE).iter().any(|one| one["severity"] == 1));
}

#[test]
fn problems_are_english_where_the_editor_is() {
    let mut client = Client::start("en", &[("a.policy", "entity college\nentity college\n")]);
    client.open("a.policy");
    let problems = client.problems("a.policy");
    assert!(problems.iter().any(|one| one["message"].as_str().unwrap().is_ascii()), "{problems:#?}");
}

#[test]
fn a_mistake_is_mended_by_the_edit_that_comes_with_it() {
    let mut client = started();
    client.change(FILE, (7, 5), (7, 7), "调查");
    let actions = client.of("textDocument/codeAction", FILE);
    let action = actions.as_array().unwrap().iter().find(|one| one["title"] == "改为「调研」").unwrap();
    let edit = &action["edit"]["changes"][client.uri(FILE)][0];
    assert_eq!((&edit["range"], &edit["newText"]), (&range((7, 5), (7, 7)), &json!("调研")));
}

#[test]
fn hover_tells_what_a_name_is_and_what_a_norm_says() {
    let mut client = started();
    let told = |hover: &Value| hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let event = client.at("textDocument/hover", FILE, (7, 5));
    assert!(told(&event).contains("事件") && told(&event).contains("visit"), "{event}");
    assert!(told(&event).contains("```policy\n事件 调研"), "{event}");
    let clause = client.at("textDocument/hover", FILE, (5, 8));
    assert!(told(&clause).contains("每年调研"), "{clause}");
    let norm = told(&client.at("textDocument/hover", FILE, (4, 3)));
    let sentence = "每个学院每年应当至少有一次调研（单位为该学院）。";
    let parts = [">", "A1.c1 每年调研", sentence, "首尾不足一期：按比例"];
    let places: Vec<usize> =
        parts.iter().map(|part| norm.find(part).unwrap_or_else(|| panic!("{norm}"))).collect();
    assert!(places.is_sorted(), "{norm}");
    let mut english = Client::start("en", &[("制度 包/词汇.policy", WORDS), ("制度 包/规范.policy", NORMS)]);
    english.open(FILE);
    let norm = told(&english.at("textDocument/hover", FILE, (4, 3)));
    let sentence = "Every college must have a visit (visited: the college) at least once every year.";
    assert!(norm.contains(sentence) && norm.contains("partial period prorated"), "{norm}");
    // What cannot be judged is not put into a sentence.
    client.change(FILE, (7, 5), (7, 7), "调查");
    let norm = told(&client.at("textDocument/hover", FILE, (4, 3)));
    assert!(!norm.contains("每个学院每年应当"), "{norm}");
}

#[test]
fn hover_tells_what_a_word_of_the_language_means_and_which_days_a_window_has() {
    let mut client = started();
    let told = |hover: &Value| hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let each = client.at("textDocument/hover", FILE, (6, 3));
    assert!(told(&each).contains("由谁承担"), "{each}");
    assert_eq!(each["range"], range((6, 2), (6, 4)));
    // The words of a file are told in its own language, whatever the editor speaks.
    let mut english = Client::start("en", &[("制度 包/词汇.policy", WORDS), ("制度 包/规范.policy", NORMS)]);
    english.open(FILE);
    let each = english.at("textDocument/hover", FILE, (6, 3));
    assert!(told(&each).contains("由谁承担"), "{each}");
    let text = "norm n {\n  each college\n  must have visit\n  every year\n}\n";
    let mut english = Client::start("zh", &[("a.policy", text)]);
    english.open("a.policy");
    let every = english.at("textDocument/hover", "a.policy", (3, 4));
    assert!(told(&every).contains("windows of the calendar"), "{every}");
    let text = "日历 校历 {\n  学期 “2024春”：2024年2月26日至2024年7月5日\n}\n测试 “一” {\n  应得：a，“2024春”：未完成\n}\n";
    let mut client = Client::start("zh", &[("a.policy", text)]);
    client.open("a.policy");
    let window = client.at("textDocument/hover", "a.policy", (4, 9));
    assert!(told(&window).contains("2024-02-26至2024-07-05"), "{window}");
}

#[test]
fn a_name_leads_to_its_declaration_and_to_all_its_uses_across_files() {
    let mut client = started();
    let declared = client.at("textDocument/definition", FILE, (7, 5));
    assert_eq!(declared["uri"], client.uri(OTHER));
    assert_eq!(declared["range"]["start"]["line"], 2);
    let uses = client.at("textDocument/references", FILE, (6, 5));
    let files: Vec<&str> = uses.as_array().unwrap().iter().map(|one| one["uri"].as_str().unwrap()).collect();
    assert!(
        files.contains(&client.uri(FILE).as_str()) && files.contains(&client.uri(OTHER).as_str()),
        "{uses}"
    );
}

#[test]
fn a_file_belongs_to_the_package_further_up_that_takes_it_in() {
    let tests = "测试 “走访一次” 针对 走访 {\n  已知：2025年1月1日 学院（对象：c1）\n  截至：2025年6月1日\n  应得：c1：进行中\n}\n";
    let norms = format!("引用：“测试”\n{NORMS}");
    let files = [("制度/词汇.policy", WORDS), ("制度/规范.policy", &norms), ("制度/测试/走访.policy", tests)];
    let mut client = Client::start("zh-cn", &files);
    client.open("制度/测试/走访.policy");
    let declared = client.at("textDocument/definition", "制度/测试/走访.policy", (0, 14));
    assert_eq!(declared["uri"], client.uri("制度/规范.policy"), "{declared}");
    let problems = client.problems("制度/测试/走访.policy");
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn renaming_changes_one_form_everywhere_or_nothing_where_it_would_be_read_otherwise() {
    let mut client = started();
    let document = json!({"uri": client.uri(FILE)});
    let position = json!({"line": 7, "character": 5});
    let renamed = |name: &str| json!({"textDocument": document, "position": position, "newName": name});
    let edit = client.ask("textDocument/rename", renamed("下基层"));
    let changes = edit["changes"].as_object().unwrap();
    assert_eq!(changes[&client.uri(FILE)], json!([{"range": range((7, 5), (7, 7)), "newText": "下基层"}]));
    assert_eq!(changes[&client.uri(OTHER)], json!([{"range": range((2, 3), (2, 5)), "newText": "下基层"}]));
    let taken = client.response("textDocument/rename", renamed("学院"));
    let told = taken["error"]["message"].as_str().unwrap();
    assert!(told.contains("与其他名称相同：词汇.policy第1行的实体"), "{taken}");
    // What the language itself has a record for, and what no quotation marks make a name.
    for name in ["任职", "甲」乙`丙"] {
        let otherwise = client.response("textDocument/rename", renamed(name));
        let told = otherwise["error"]["message"].as_str().unwrap_or_default();
        assert!(told.contains("原有的文字会读成别的意思"), "{name}: {otherwise}");
    }
}

#[test]
fn a_name_that_a_norm_speaks_of_with_a_leading_word_is_renamed_there_too() {
    let mut client = started();
    let asked = |client: &Client, name: &str, (line, character): (u32, u32)| {
        let document = json!({"uri": client.uri(FILE)});
        json!({"textDocument": document, "position": {"line": line, "character": character}, "newName": name})
    };
    // From the bearer, and from 该学院 itself.
    for at in [(6, 5), (7, 13)] {
        let question = asked(&client, "系部", at);
        let edit = client.ask("textDocument/rename", question);
        let own = edit["changes"][client.uri(FILE)].as_array().unwrap();
        let places: Vec<&Value> = own.iter().map(|one| &one["range"]).collect();
        assert_eq!(places, [&range((6, 5), (6, 7)), &range((7, 12), (7, 14))], "{edit}");
        assert_eq!(edit["changes"][client.uri(OTHER)].as_array().unwrap().len(), 3, "{edit}");
    }
    let english = "entity college\nevent visit {\n  visited: college\n}\nnorm visits {\n  each: college\n  \
        must: have visit (visited is the college)\n  every: year\n}\n";
    let mut client = Client::start("en", &[(FILE, english)]);
    client.open(FILE);
    let question = asked(&client, "school", (0, 8));
    let edit = client.ask("textDocument/rename", question);
    let own = edit["changes"][client.uri(FILE)].as_array().unwrap();
    assert!(own.iter().any(|one| one["range"] == range((6, 35), (6, 42))), "{edit}");
}

fn labels(found: &Value) -> Vec<&str> {
    found.as_array().unwrap().iter().map(|one| one["label"].as_str().unwrap()).collect()
}

#[test]
fn a_text_is_laid_out_and_a_broken_one_left_alone() {
    let mut client = started();
    client.change(FILE, (6, 0), (6, 2), "     ");
    let edits = client.of("textDocument/formatting", FILE);
    let tidy = NORMS.replace("}\n规范", "}\n\n规范");
    assert_eq!((&edits[0]["newText"], &edits[0]["range"]), (&json!(tidy), &range((0, 0), (10, 0))));
    client.change(FILE, (0, 0), (10, 0), &tidy);
    assert_eq!(client.of("textDocument/formatting", FILE), json!([]));
    client.change(FILE, (7, 0), (7, 4), "   主题");
    assert_eq!(client.of("textDocument/formatting", FILE), json!([]));
}

#[test]
fn colours_outline_and_folds_are_by_meaning() {
    let mut client = started();
    let tokens = client.of("textDocument/semanticTokens/full", FILE);
    let data: Vec<u64> = tokens["data"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    let legend = &client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"];
    let (mut line, mut column, mut all) = (0, 0, Vec::new());
    for token in data.chunks(5) {
        (line, column) = if token[0] == 0 { (line, column + token[1]) } else { (line + token[0], token[1]) };
        all.push((line, column, token[2], legend[token[3] as usize].as_str().unwrap()));
    }
    assert!(all.contains(&(7, 5, 2, "event")) && all.contains(&(6, 2, 2, "keyword")), "{all:?}");
    // The two quotation marks and four letters, of which one counts two.
    assert!(all.contains(&(4, 17, 6, "string")), "{all:?}");
    let symbols = client.of("textDocument/documentSymbol", FILE);
    let names: Vec<&str> =
        symbols.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["A1", "走访"]);
    assert_eq!(symbols[0]["children"].as_array().unwrap().len(), 2);
    let folds = client.of("textDocument/foldingRange", FILE);
    let lines: Vec<_> =
        folds.as_array().unwrap().iter().map(|one| (&one["startLine"], &one["endLine"])).collect();
    assert_eq!(lines, [(&json!(0), &json!(3)), (&json!(4), &json!(9))]);
}

#[test]
fn a_window_shows_its_days_and_a_norm_its_tests() {
    let mut client = started();
    let hints = client.of("textDocument/inlayHint", FILE);
    let hint = &hints[0];
    assert_eq!(hint["position"], json!({"line": 8, "character": 12}));
    let label = hint["label"].as_str().unwrap();
    assert!(label.contains("-01-01") && label.contains("-12-31"), "{label}");
    client.change(
        FILE,
        (10, 0),
        (10, 0),
        "测试 “一次” 针对 走访 {\n  已知：2016年1月1日 学院（对象：甲）\n        2016年3月1日 调研（单位：甲）\n  \
         截至：2016年12月31日\n  应得：甲：未完成\n}\n",
    );
    let lenses = client.of("textDocument/codeLens", FILE);
    let lens = &lenses[0];
    assert_eq!(lens["range"]["start"]["line"], 10);
    assert_eq!(lens["command"]["title"], "运行测试");
    let run = json!({"command": lens["command"]["command"], "arguments": lens["command"]["arguments"]});
    let told = client.ask("workspace/executeCommand", run);
    assert!(told["failures"][0].as_str().unwrap().contains("甲"), "{told}");
}

#[test]
fn a_test_of_several_cases_is_run_with_all_of_them() {
    let mut client = started();
    client.change(
        FILE,
        (10, 0),
        (10, 0),
        "测试 “分情况” 针对 走访 {\n  已知：2016年1月1日 学院（对象：甲）\n  截至：2016年12月31日\n  \
         情况：“走访了”\n  已知：2016年3月1日 调研（单位：甲）\n  应得：甲：未完成\n  \
         情况：“没有走访”\n  应得：甲：未完成\n}\n",
    );
    let lens = client.of("textDocument/codeLens", FILE)[0].clone();
    let run = json!({"command": lens["command"]["command"], "arguments": lens["command"]["arguments"]});
    let told = client.ask("workspace/executeCommand", run);
    let failures = told["failures"].as_array().unwrap();
    assert!(failures.iter().all(|one| one.as_str().unwrap().starts_with("走访了 · ")), "{told}");
    assert!(!failures.is_empty(), "{told}");
}
