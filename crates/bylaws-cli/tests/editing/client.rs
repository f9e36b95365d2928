//! An editor as far as the protocol goes: it starts `bylaws lsp` and speaks JSON-RPC over its two streams.

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Client {
    server: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    /// What was told of each file last.
    told: Vec<(String, Value)>,
    asked: u64,
    home: tempfile::TempDir,
    pub(crate) capabilities: Value,
}

impl Client {
    /// A server for a folder with these files, in the language of a locale.
    pub(crate) fn start(locale: &str, files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut server = Command::new(env!("CARGO_BIN_EXE_bylaws"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (server.stdin.take().unwrap(), server.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let told = Vec::new();
        let mut client = Self { server, input, messages, told, asked: 0, home, capabilities: Value::Null };
        let about =
            client.ask("initialize", json!({"locale": locale, "capabilities": {}, "processId": null}));
        client.capabilities = about["capabilities"].clone();
        client.tell("initialized", json!({}));
        client
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        if name.starts_with("untitled:") {
            return name.to_owned();
        }
        let path = self.home.path().canonicalize().unwrap().join(name);
        let mut uri = String::from("file://");
        for byte in path.to_str().unwrap().bytes() {
            if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
                uri.push(char::from(byte));
            } else {
                uri += &format!("%{byte:02X}");
            }
        }
        uri
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// What is answered; what is told meanwhile is kept.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let response = self.response(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    pub(crate) fn response(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}));
        loop {
            let message = self.messages.recv_timeout(PATIENCE).unwrap();
            if message["id"] == self.asked {
                return message;
            }
            self.keep(&message);
        }
    }

    fn keep(&mut self, message: &Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            let of = message["params"]["uri"].as_str().unwrap().to_owned();
            self.told.push((of, message["params"]["diagnostics"].clone()));
        }
    }

    pub(crate) fn open(&mut self, name: &str) {
        let text = fs::read_to_string(self.home.path().join(name)).unwrap();
        self.open_text(name, &text);
    }

    pub(crate) fn open_text(&mut self, name: &str, text: &str) {
        let document = json!({"uri": self.uri(name), "languageId": "bylaws", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces a stretch of an open text.
    pub(crate) fn change(&mut self, name: &str, from: (u32, u32), to: (u32, u32), text: &str) {
        let changes = json!([{"range": range(from, to), "text": text}]);
        let document = json!({"uri": self.uri(name), "version": 2});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// The problems of a file as they are now.
    pub(crate) fn problems(&mut self, name: &str) -> Vec<Value> {
        // An answer comes after everything before it was checked.
        self.at("textDocument/hover", name, (0, 0));
        let uri = self.uri(name);
        let last = self.told.iter().rfind(|(of, _)| *of == uri);
        last.map(|(_, all)| all.as_array().unwrap().clone()).unwrap_or_default()
    }

    pub(crate) fn at(&mut self, method: &str, name: &str, (line, character): (u32, u32)) -> Value {
        let document = json!({"uri": self.uri(name)});
        let position = json!({"line": line, "character": character});
        let params =
            json!({"textDocument": document, "position": position, "context": {"includeDeclaration": true}});
        self.ask(method, params)
    }

    pub(crate) fn of(&mut self, method: &str, name: &str) -> Value {
        let document = json!({"uri": self.uri(name)});
        let everywhere = range((0, 0), (9999, 0));
        let options = json!({"tabSize": 2, "insertSpaces": true});
        let params = json!({"textDocument": document, "range": everywhere, "options": options,
            "context": {"diagnostics": []}});
        self.ask(method, params)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Client {
    /// Says goodbye as the protocol wants it, and how the server ended.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.server.wait().unwrap().code()
    }
}

pub(crate) fn range(from: (u32, u32), to: (u32, u32)) -> Value {
    json!({"start": {"line": from.0, "character": from.1}, "end": {"line": to.0, "character": to.1}})
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", bytes)) => length = bytes.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
