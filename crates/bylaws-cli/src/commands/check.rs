//! `bylaws check`: 0 clean · 1 errors · 2 usage.

use crate::diagnostics::{self, json, sarif};
use crate::inputs::checked;
use crate::output::{BAD_INPUT, print, several};
use bylaws::check::Checked;
use bylaws::diagnostic::{Lang, Severity};
use bylaws_io::package::{Package, folder_of};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For machines: one array
    Json,
    /// For code hosts: SARIF 2.1.0
    Sarif,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let (package, checked) = match checked(&args.package, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let (sources, found) = (&package.sources, &checked.diagnostics);
    print(&match args.format {
        Format::Text => listing(&package, &checked, lang),
        Format::Json => format!("{}\n", json(sources, found, lang)),
        Format::Sarif => format!("{}\n", sarif(sources, folder_of(&args.package), found, lang)),
    });
    if errors(&checked) == 0 { ExitCode::SUCCESS } else { ExitCode::from(BAD_INPUT) }
}

/// Prints the problems of a package for people, and whether it can be used.
pub(crate) fn package(path: &Path, lang: Lang) -> bool {
    let Ok((package, checked)) = checked(path, lang) else { return false };
    print(&listing(&package, &checked, lang));
    checked.is_usable()
}

fn errors(checked: &Checked) -> usize {
    count(checked, Severity::Error)
}

fn count(checked: &Checked, severity: Severity) -> usize {
    checked.diagnostics.iter().filter(|d| d.severity == severity).count()
}

fn listing(package: &Package, checked: &Checked, lang: Lang) -> String {
    let mut out: String =
        checked.diagnostics.iter().map(|d| diagnostics::text(&package.sources, d, lang)).collect();
    let (norms, clauses) = (checked.norms_stated(), checked.policy.clauses.len());
    let (errors, warnings) = (errors(checked), count(checked, Severity::Warning));
    let notes = count(checked, Severity::Note);
    out += &match lang {
        Lang::Zh => format!("规范{norms}条，条款{clauses}条，错误{errors}处"),
        Lang::En => {
            let all = [several(norms, "norm"), several(clauses, "clause"), several(errors, "error")];
            all.join(", ")
        }
    };
    if warnings > 0 {
        out += &match lang {
            Lang::Zh => format!("，警告{warnings}处"),
            Lang::En => format!(", {}", several(warnings, "warning")),
        };
    }
    if notes > 0 {
        out += &match lang {
            Lang::Zh => format!("，提示{notes}处"),
            Lang::En => format!(", {}", several(notes, "note")),
        };
    }
    out + "\n"
}
