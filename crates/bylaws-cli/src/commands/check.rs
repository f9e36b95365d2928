//! `bylaws check`: 0 clean · 1 errors · 2 usage.

use crate::inputs::checked;
use crate::output::{BAD_INPUT, Format, diagnostic, print, word};
use bylaws::diagnostic::{Lang, Severity};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let (package, checked) = match checked(&args.package, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let errors = checked.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    if args.format == Format::Json {
        let list = checked.diagnostics.iter().map(|d| {
            let file = package.sources.get(d.span.file);
            let at = file.map(|f| f.line_column(d.span.start));
            serde_json::json!({
                "code": d.code(),
                "severity": match d.severity { Severity::Error => "error", Severity::Warning => "warning", Severity::Note => "note" },
                "file": file.map(|f| f.name.clone()),
                "line": at.map(|a| a.line),
                "column": at.map(|a| a.column),
                "start": d.span.start,
                "end": d.span.end,
                "message": d.message.render(lang),
                "help": d.help.iter().map(|h| h.render(lang)).collect::<Vec<_>>(),
            })
        });
        print(&format!("{}\n", serde_json::Value::from_iter(list)));
    } else {
        let shown = checked.diagnostics.iter().filter(|d| d.severity > Severity::Note);
        print(&shown.map(|d| diagnostic(&package.sources, d, lang)).collect::<String>());
        let (norms, clauses) = (checked.policy.norms.len(), checked.policy.clauses.len());
        let summary = match lang {
            Lang::Zh => format!("规范{norms}条，条款{clauses}条，错误{errors}处\n"),
            Lang::En => format!(
                "{norms} norms, {clauses} clauses, {errors} {}\n",
                word(lang, "", if errors == 1 { "error" } else { "errors" })
            ),
        };
        print(&summary);
    }
    if errors == 0 { ExitCode::SUCCESS } else { ExitCode::from(BAD_INPUT) }
}
