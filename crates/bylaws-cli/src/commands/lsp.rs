//! `bylaws lsp`: the language server, over standard input and output.

use crate::output::{BAD_INPUT, fail};
use bylaws::diagnostic::Lang;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// For editors that say so; there is no other way
    #[arg(long)]
    stdio: bool,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let _ = args.stdio;
    match bylaws_lsp::stdio(lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(BAD_INPUT, &error.to_string()),
    }
}
