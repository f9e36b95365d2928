//! Problems as editors show them.

use crate::places::{range_of, uri_of};
use crate::project::Project;
use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::source::FileId;
use lsp_types::{DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString};

/// All problems of a file.
pub(crate) fn of_file(project: &Project, id: FileId, lang: Lang) -> Vec<lsp_types::Diagnostic> {
    project.problems(id).filter_map(|problem| shown(project, problem, lang)).collect()
}

/// One problem: what is wrong, and below it what to do.
pub(crate) fn shown(project: &Project, problem: &Diagnostic, lang: Lang) -> Option<lsp_types::Diagnostic> {
    let file = project.source(problem.span.file)?;
    let mut message = problem.words(&problem.message, lang);
    for help in &problem.help {
        message += "\n";
        message += &problem.words(help, lang);
    }
    let further = problem.labels.iter().filter_map(|label| {
        let uri = uri_of(project.path(label.span.file)?)?;
        let range = range_of(project.source(label.span.file)?, label.span);
        Some(DiagnosticRelatedInformation {
            location: Location { uri, range },
            message: problem.words(&label.message, lang),
        })
    });
    let further: Vec<_> = further.collect();
    Some(lsp_types::Diagnostic {
        range: range_of(file, problem.span),
        severity: Some(match problem.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(problem.code().to_owned())),
        source: Some("bylaws".to_owned()),
        message,
        related_information: (!further.is_empty()).then_some(further),
        ..lsp_types::Diagnostic::default()
    })
}
