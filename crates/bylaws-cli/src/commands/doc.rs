//! `bylaws doc`: each article with its text and its norms in plain words, as one page for sign-off. 0 written · 1 the
//! package or the text is bad · 2 usage.

use crate::doc::{Source, content, html};
use crate::file_problems::unwritable;
use crate::inputs::checked_package;
use crate::output::{BAD_INPUT, fail, print, tell};
use bylaws::diagnostic::{Lang, Message};
use bylaws::limits;
use bylaws_io::package::text_of;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// Where to write; standard output when left out
    #[arg(long)]
    out: Option<PathBuf>,
    /// The regulation's own text, to stand beside the norms; without it the phrases of the clauses do
    #[arg(long)]
    source: Option<PathBuf>,
    /// How to write
    #[arg(long, default_value = "html")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// One page that needs no network
    Html,
    /// For machines
    Json,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let (package, policy) = match checked_package(&args.package, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let source = match args.source.as_deref().map(|path| read(path, lang)).transpose() {
        Ok(source) => source,
        Err(problem) => return fail(BAD_INPUT, &problem),
    };
    let content = content(&policy, &package.files, source.as_ref());
    let text = match args.format {
        Format::Html => html(&content, lang).map_err(|error| error.to_string()),
        Format::Json => {
            serde_json::to_string(&content).map(|json| json + "\n").map_err(|error| error.to_string())
        }
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => return fail(BAD_INPUT, &error),
    };
    let Some(out) = &args.out else {
        print(&text);
        return ExitCode::SUCCESS;
    };
    match std::fs::write(out, text) {
        Ok(()) => {
            tell(&Message::new("written.file").with("file", out.display()).render(lang));
            ExitCode::SUCCESS
        }
        Err(error) => fail(BAD_INPUT, &unwritable(out, &error).render(lang)),
    }
}

// What is read, or why it cannot be.
fn read(path: &Path, lang: Lang) -> Result<Source, String> {
    let text = text_of(path).map_err(|error| error.message().render(lang))?;
    let large = || Message::new("B0107").with("limit", limits::FILE).render(lang);
    Ok(Source::of(&text.ok_or_else(large)?))
}
