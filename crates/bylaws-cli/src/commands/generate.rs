//! `bylaws generate`: the log of an invented college for the sixteen articles, and the truth about it.

use crate::file_problems::unwritable;
use crate::output::{BAD_INPUT, fail};
use bylaws::diagnostic::Lang;
use bylaws_io::college::generate;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The same seed gives the same log
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the log goes
    #[arg(long)]
    out: PathBuf,
    /// Where the planted breaches go
    #[arg(long)]
    truth: PathBuf,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let college = generate(args.seed);
    let mut log = String::new();
    for record in &college.records {
        let _ = writeln!(log, "{record}");
    }
    let mut truth = String::new();
    for planted in &college.planted {
        let _ = writeln!(truth, "{}", serde_json::to_string(planted).unwrap_or_default());
    }
    for (path, text) in [(&args.out, log), (&args.truth, truth)] {
        if let Err(error) = std::fs::write(path, text) {
            return fail(BAD_INPUT, &unwritable(path, &error).render(lang));
        }
    }
    ExitCode::SUCCESS
}
