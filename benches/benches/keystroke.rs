//! How long after a keystroke the editor knows the problems again: a change is told to the language server, and a hover
//! asked for, which it answers when the package was checked. And how long until it shows what may follow there.
//!
//! `cargo bench -p bylaws-benches --bench keystroke` has a package of 5,000 lines, and then the sixteen articles with
//! their tests. A space and a letter are typed at the end of a line and taken back, and a norm is written letter by
//! letter: nearly every keystroke of that leaves it broken.

#![expect(clippy::expect_used, reason = "a measurement that cannot be made should stop")]

use bylaws::diagnostic::Lang;
use bylaws_lsp::Connection;
use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often something is typed and taken back.
const TIMES: usize = 20;

/// What is written letter by letter.
const NORM: &str =
    "\n规范 新的要求 “新的要求” {\n  主体：学院\n  应当：调研（单位是该学院）\n  频次：每年不少于一次\n}\n";

/// What the editor asks for after a keystroke.
#[derive(Clone, Copy)]
enum Asked {
    /// What is known of a name, which is answered when the package was checked.
    Known,
    /// What may follow where the key was struck.
    Following,
}

/// A keystroke: from which column of a line to which the text is replaced, and by what.
struct Key {
    line: usize,
    columns: [usize; 2],
    typed: String,
}

impl Key {
    // Where the cursor is when it was struck.
    fn behind(&self) -> (usize, usize) {
        match self.typed.as_str() {
            "\n" => (self.line + 1, 0),
            typed => (self.line, self.columns[0] + typed.encode_utf16().count()),
        }
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the package");
    let lines = written(folder.path());
    shown(&format!("a package of {lines} lines"), &folder.path().join("part5.policy"));
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles");
    let article = articles.join("article-04.policy").canonicalize().expect("the sixteen articles");
    shown("the sixteen articles", &article);
    let tests = articles.join("tests/article-04.policy").canonicalize().expect("their tests");
    shown("the sixteen articles with their tests", &tests);
}

fn shown(what: &str, path: &Path) {
    let text = std::fs::read_to_string(path).expect("a file of the package");
    for (how, keys, asked) in [
        ("a space", and_back(&text, " "), Asked::Known),
        ("a letter too many", and_back(&text, "字"), Asked::Known),
        ("writing a norm", written_out(&text), Asked::Known),
        ("writing a norm with completions", written_out(&text), Asked::Following),
    ] {
        let mut times = struck(path, &text, &keys, asked);
        times.sort_unstable();
        let ms = |at: usize| times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3);
        let last = times.len().saturating_sub(1);
        println!(
            "{what}, {how}: a keystroke {:.1} ms at the median, {:.1} to {:.1}",
            ms(last / 2),
            ms(0),
            ms(last)
        );
    }
}

// Typed and taken back at the end of a line in the middle of a file.
fn and_back(text: &str, typed: &str) -> Vec<Key> {
    let line = text.lines().count() / 2;
    let column = text.lines().nth(line).map_or(0, |line| line.encode_utf16().count());
    let key = |end: usize, typed: &str| Key { line, columns: [column, end], typed: typed.to_owned() };
    (0..TIMES).flat_map(|_| [key(column, typed), key(column + 1, "")]).collect()
}

// Between two items in the middle of a file.
fn written_out(text: &str) -> Vec<Key> {
    let ends = text.lines().enumerate().skip(text.lines().count() / 2).find(|(_, line)| *line == "}");
    let (mut line, mut column) = (ends.map_or(0, |(line, _)| line), 1);
    let mut keys = Vec::new();
    for c in NORM.chars() {
        keys.push(Key { line, columns: [column; 2], typed: c.to_string() });
        (line, column) = if c == '\n' { (line + 1, 0) } else { (line, column + c.len_utf16()) };
    }
    keys
}

// Ten files of an article, and of a norm for each of its clauses; gives their lines.
fn written(folder: &Path) -> usize {
    let words = "实体 学院 英文名 college\n事件 调研 英文名 visit {\n  单位 英文名 visited：学院\n}\n";
    let mut all = vec![("words.policy".to_owned(), words.to_owned())];
    for part in 0..10 {
        let mut text = format!("条文 A{part} “第{part}条” {{\n");
        for at in 0..62 {
            let _ = writeln!(text, "  c{at} “每年调研{at}”");
        }
        text.push_str("}\n");
        for at in 0..62 {
            let _ = write!(
                text,
                "\n规范 走访{part}_{at} 英文名 visits_{part}_{at} “走访” {{\n  依据：A{part}.c{at}\n  主体：学院\n  \
                 应当：调研（单位是该学院）\n  频次：每年不少于一次\n}}\n"
            );
        }
        all.push((format!("part{part}.policy"), text));
    }
    for (name, text) in &all {
        std::fs::write(folder.join(name), text).expect("a file of the package");
    }
    all.iter().map(|(_, text)| text.lines().count()).sum()
}

fn struck(path: &Path, text: &str, keys: &[Key], asked: Asked) -> Vec<Duration> {
    let (server, editor) = Connection::memory();
    let serving =
        std::thread::spawn(move || bylaws_lsp::serve(server, Lang::Zh).map_err(|error| error.to_string()));
    let editor = Editor { connection: editor };
    let uri = format!("file://{}", path.display());
    editor.ask("initialize", json!({"capabilities": {}, "locale": "zh"}));
    editor.tell("initialized", json!({}));
    let document = json!({"uri": uri, "languageId": "bylaws", "version": 1, "text": text});
    editor.tell("textDocument/didOpen", json!({"textDocument": document}));
    let looked = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}});
    editor.ask("textDocument/hover", looked.clone());
    let mut times = Vec::with_capacity(keys.len());
    for (at, key) in keys.iter().enumerate() {
        let [start, end] = key.columns.map(|column| json!({"line": key.line, "character": column}));
        let change = json!({"range": {"start": start, "end": end}, "text": key.typed});
        let begun = Instant::now();
        editor.tell(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": at + 2}, "contentChanges": [change]}),
        );
        match asked {
            Asked::Known => editor.ask("textDocument/hover", looked.clone()),
            Asked::Following => {
                let (line, character) = key.behind();
                let place = json!({"line": line, "character": character});
                editor
                    .ask("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": place}));
            }
        }
        times.push(begun.elapsed());
    }
    editor.ask("shutdown", Value::Null);
    editor.tell("exit", Value::Null);
    serving.join().expect("the server ends").expect("and ends well");
    times
}

struct Editor {
    connection: Connection,
}

impl Editor {
    fn tell(&self, method: &str, params: Value) {
        let told = Notification::new(method.to_owned(), params);
        self.connection.sender.send(Message::Notification(told)).expect("the server listens");
    }

    fn ask(&self, method: &str, params: Value) {
        let asked = Request::new(1.into(), method.to_owned(), params);
        self.connection.sender.send(Message::Request(asked)).expect("the server listens");
        loop {
            if let Message::Response(_) = self.connection.receiver.recv().expect("the server answers") {
                return;
            }
        }
    }
}
