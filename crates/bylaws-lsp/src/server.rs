//! The conversation with an editor.

use crate::places::{offset, path_of, range, uri_of};
use crate::project::{Project, Projects};
use crate::{Failure, actions, completion, hints, lenses, names, outline, problems, tokens};
use bylaws::diagnostic::{Diagnostic, Lang};
use bylaws::source::FileId;
use bylaws::syntax::{format, parse};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _, PublishDiagnostics, ShowMessage,
};
use lsp_types::request::{
    CodeActionRequest, CodeLensRequest, Completion, DocumentSymbolRequest, ExecuteCommand,
    FoldingRangeRequest, Formatting, GotoDefinition, HoverRequest, InlayHintRequest, PrepareRenameRequest,
    References, Rename, Request as _, SemanticTokensFullRequest,
};
use lsp_types::{
    CodeActionProviderCapability, CodeLensOptions, CompletionOptions, DidChangeTextDocumentParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, ExecuteCommandOptions,
    FoldingRangeProviderCapability, HoverProviderCapability, InitializeParams, OneOf, Position,
    PublishDiagnosticsParams, RenameOptions, SemanticTokens, SemanticTokensFullOptions,
    SemanticTokensOptions, ServerCapabilities, TextDocumentContentChangeEvent, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextEdit, Uri, WorkDoneProgressOptions, WorkspaceEdit,
};
use serde_json::{Value, from_value, to_value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Serves one editor until it says goodbye; messages are in the language of its `locale`, else in `lang`.
///
/// # Errors
/// Messages that are not the protocol, or a closed connection.
pub fn serve(connection: Connection, lang: Lang) -> Result<(), Failure> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = from_value(params)?;
    let lang = match params.locale.as_deref() {
        Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
        Some(_) => Lang::En,
        None => lang,
    };
    let about = serde_json::json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "bylaws", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, about)?;
    let mut server =
        Server { connection, lang, projects: Projects::default(), stale: false, told: BTreeMap::new() };
    server.run()
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(
                [
                    "：", ":", ".", "的", "（", "(", " ", "，", ",", "、", "；", "每", "不", "是", "为",
                    "该", "之",
                ]
                .map(str::to_owned)
                .to_vec(),
            ),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Simple(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: None }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![lenses::RUN.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        semantic_tokens_provider: Some(
            SemanticTokensOptions {
                legend: tokens::legend(),
                full: Some(SemanticTokensFullOptions::Bool(true)),
                ..SemanticTokensOptions::default()
            }
            .into(),
        ),
        ..ServerCapabilities::default()
    }
}

struct Server {
    connection: Connection,
    lang: Lang,
    projects: Projects,
    /// A text has changed and was not checked yet.
    stale: bool,
    /// The problems that the editor was last told of each file.
    told: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>>,
}

impl Server {
    fn run(&mut self) -> Result<(), Failure> {
        loop {
            // While more has come in than was read, what was written is not checked: only how it ends counts.
            if self.stale && self.connection.receiver.is_empty() {
                self.refresh()?;
            }
            let Ok(message) = self.connection.receiver.recv() else { return Ok(()) };
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    self.request(request)?;
                }
                Message::Notification(notification) => self.notification(notification),
                Message::Response(_) => {}
            }
        }
    }

    // What cannot be read is no reason to give up an editor in the middle of a text.
    fn notification(&mut self, notification: Notification) {
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Ok(DidOpenTextDocumentParams { text_document: one }) = from_value(notification.params)
                    && let Some(path) = path_of(&one.uri)
                {
                    self.projects.open.insert(path, one.text.into());
                }
            }
            DidChangeTextDocument::METHOD => {
                if let Ok(DidChangeTextDocumentParams { text_document, content_changes }) =
                    from_value(notification.params)
                    && let Some(path) = path_of(&text_document.uri)
                    && let Some(text) = self.projects.open.get_mut(&path)
                {
                    *text = content_changes.into_iter().fold(text.to_string(), changed).into();
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Ok(DidCloseTextDocumentParams { text_document }) = from_value(notification.params)
                    && let Some(path) = path_of(&text_document.uri)
                {
                    self.projects.open.remove(&path);
                }
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => {}
            _ => return,
        }
        self.stale = true;
    }

    // Checks what changed, and tells the problems of every file of which they are others than before.
    fn refresh(&mut self) -> Result<(), Failure> {
        self.stale = false;
        let gone = self.projects.refresh();
        let paths: BTreeSet<PathBuf> =
            self.projects.all.values().flat_map(|project| project.package.paths.iter().cloned()).collect();
        for path in paths.into_iter().chain(gone) {
            let found = self.projects.of(&path);
            let found =
                found.map(|(project, file)| problems::of_file(project, file, self.lang)).unwrap_or_default();
            if self.told.get(&path) == Some(&found) {
                continue;
            }
            let Some(uri) = uri_of(&path) else { continue };
            let params = PublishDiagnosticsParams { uri, diagnostics: found.clone(), version: None };
            self.told.insert(path, found);
            let told = Notification::new(PublishDiagnostics::METHOD.to_owned(), params);
            self.connection.sender.send(Message::Notification(told))?;
        }
        Ok(())
    }

    fn request(&mut self, request: Request) -> Result<(), Failure> {
        if self.stale {
            self.refresh()?;
        }
        let Request { id, method, params } = request;
        let response = match self.answer(&method, &params) {
            Some(Ok(value)) => Response::new_ok(id, value),
            Some(Err(words)) => Response::new_err(id, ErrorCode::RequestFailed as i32, words),
            None => unknown(id, &method),
        };
        self.connection.sender.send(Message::Response(response))?;
        Ok(())
    }

    // What is asked; none where the method is none of these.
    fn answer(&self, method: &str, params: &Value) -> Option<Result<Value, String>> {
        let uri = || {
            let uri = params.get("textDocument")?.get("uri")?.as_str()?;
            uri.parse::<Uri>().ok()
        };
        let path = uri().and_then(|uri| path_of(&uri));
        let place = path.as_deref().and_then(|path| self.projects.of(path));
        let at = || {
            let (project, file) = place?;
            let position: Position = from_value(params.get("position")?.clone()).ok()?;
            let source = project.source(file)?;
            Some((project, file, offset(&source.text, position)))
        };
        let value = match method {
            HoverRequest::METHOD => {
                value(at().and_then(|(project, file, offset)| {
                    crate::hover::hover(project, file, offset, self.lang)
                }))
            }
            GotoDefinition::METHOD => {
                value(at().and_then(|(project, file, offset)| names::definition(project, file, offset)))
            }
            References::METHOD => {
                let all =
                    params.pointer("/context/includeDeclaration").and_then(Value::as_bool).unwrap_or(true);
                value(
                    at().zip(path.as_deref())
                        .map(|((_, _, offset), path)| names::references(&self.projects, path, offset, all)),
                )
            }
            PrepareRenameRequest::METHOD => {
                value(at().and_then(|(project, file, offset)| names::renamable(project, file, offset)))
            }
            Rename::METHOD => return Some(self.renamed(at().zip(path.as_deref()), params)),
            Completion::METHOD => {
                value(at().map(|(project, file, offset)| completion::completions(project, file, offset)))
            }
            Formatting::METHOD => value(place.map(|(project, file)| formatted(project, file))),
            SemanticTokensFullRequest::METHOD => value(place.map(|(project, file)| SemanticTokens {
                result_id: None,
                data: tokens::tokens(project, file),
            })),
            DocumentSymbolRequest::METHOD => {
                value(place.map(|(project, file)| outline::symbols(project, file)))
            }
            FoldingRangeRequest::METHOD => value(place.map(|(project, file)| outline::folds(project, file))),
            CodeActionRequest::METHOD => value(place.and_then(|(project, file)| {
                let within = from_value(params.get("range")?.clone()).ok()?;
                Some(actions::fixes(project, file, within, self.lang))
            })),
            InlayHintRequest::METHOD => {
                value(place.map(|(project, file)| hints::hints(project, file, self.lang)))
            }
            CodeLensRequest::METHOD => {
                value(place.map(|(project, file)| lenses::lenses(project, file, self.lang)))
            }
            ExecuteCommand::METHOD => return Some(self.executed(params)),
            _ => return None,
        };
        Some(Ok(value))
    }

    // What came of a test is answered, and shown to whoever asked for it.
    fn executed(&self, params: &Value) -> Result<Value, String> {
        let arguments = params.get("arguments").unwrap_or(&Value::Null);
        let ours = params.get("command").and_then(Value::as_str) == Some(lenses::RUN);
        let run = if ours { lenses::run(&self.projects, arguments, self.lang)? } else { None };
        let Some(run) = run else { return Ok(Value::Null) };
        let shown = Notification::new(ShowMessage::METHOD.to_owned(), run.shown);
        self.connection.sender.send(Message::Notification(shown)).map_err(|error| error.to_string())?;
        Ok(serde_json::json!({ "failures": run.failures }))
    }

    fn renamed(
        &self,
        at: Option<((&Project, FileId, usize), &Path)>,
        params: &Value,
    ) -> Result<Value, String> {
        let new = params.get("newName").and_then(Value::as_str).unwrap_or("");
        let Some(((_, _, offset), path)) = at else { return Ok(Value::Null) };
        #[expect(
            clippy::mutable_key_type,
            reason = "the key's hash does not depend on what may change in it"
        )]
        let changes = names::renamed(&self.projects, path, offset, new, self.lang)?;
        Ok(value(Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })))
    }
}

fn unknown(id: RequestId, method: &str) -> Response {
    Response::new_err(id, ErrorCode::MethodNotFound as i32, method.to_owned())
}

fn value<T: serde::Serialize>(found: Option<T>) -> Value {
    found.and_then(|found| to_value(found).ok()).unwrap_or(Value::Null)
}

fn changed(text: String, change: TextDocumentContentChangeEvent) -> String {
    let Some(range) = change.range else { return change.text };
    let (start, end) = (offset(&text, range.start), offset(&text, range.end));
    let mut text = text;
    text.replace_range(start..end.max(start), &change.text);
    text
}

// The whole text in the canonical layout; nothing where it cannot be read, or would be read otherwise.
fn formatted(project: &Project, file: FileId) -> Vec<TextEdit> {
    let (Some(source), Some(tree)) = (project.source(file), project.tree(file)) else { return Vec::new() };
    if project.package.diagnostics.iter().any(|problem| problem.span.file == file && problem.is_error()) {
        return Vec::new();
    }
    let new_text = format(tree);
    let again = parse(file, &new_text);
    let faithful = !again.diagnostics.iter().any(Diagnostic::is_error) && again.file.items == tree.items;
    if !faithful || new_text == *source.text {
        return Vec::new();
    }
    vec![TextEdit { range: range(source, 0, source.text.len()), new_text }]
}
