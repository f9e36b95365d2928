//! Mending by one click: the edits that problems carry.

use crate::places::{range_of, uri_of};
use crate::problems::shown;
use crate::project::Project;
use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit, WorkspaceEdit};
use std::collections::HashMap;

/// What mends the problems that touch a range.
pub(crate) fn fixes(project: &Project, id: FileId, within: Range, lang: Lang) -> Vec<CodeActionOrCommand> {
    let touches = |range: Range| range.start <= within.end && within.start <= range.end;
    let mended = project.problems(id).filter_map(|problem| {
        let (file, fix) = (project.source(id)?, problem.fix.as_ref()?);
        if !touches(range_of(file, problem.span)) {
            return None;
        }
        let words = fix.replacement.trim();
        let title = match (lang, words.is_empty(), fix.span.start == fix.span.end) {
            (Lang::Zh, true, _) => "删去".to_owned(),
            (Lang::En, true, _) => "delete".to_owned(),
            (Lang::Zh, _, true) => format!("补上「{words}」"),
            (Lang::En, _, true) => format!("insert `{words}`"),
            (Lang::Zh, ..) => format!("改为「{words}」"),
            (Lang::En, ..) => format!("change to `{words}`"),
        };
        let edit = TextEdit { range: range_of(file, fix.span), new_text: fix.replacement.clone() };
        // A map of addresses is what the protocol has.
        #[expect(
            clippy::mutable_key_type,
            reason = "the key's hash does not depend on what may change in it"
        )]
        let changes = HashMap::from([(uri_of(project.path(id)?)?, vec![edit])]);
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: shown(project, problem, lang).map(|one| vec![one]),
            edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
            is_preferred: Some(true),
            ..CodeAction::default()
        }))
    });
    mended.collect()
}
