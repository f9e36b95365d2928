//! The `bylaws` command: one file a subcommand; `main` only dispatches.

mod commands;
mod diagnostics;
mod inputs;
mod junit;
mod log_errors;
mod output;
mod progress;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Regulations as code: check a package, run it over a log, see which duties are met and who answers.
#[derive(Parser)]
#[command(name = "bylaws", version)]
struct Cli {
    /// Language of messages: zh or en; default by the LANG environment variable
    #[arg(long, global = true)]
    lang: Option<output::LangArg>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check a package
    Check(commands::check::Args),
    /// Evaluate a package over a log
    Run(commands::run::Args),
    /// Explain one bearer's verdicts under one norm
    Explain(commands::explain::Args),
    /// List what is due
    Due(commands::due::Args),
    /// Run the package's test blocks
    Test(commands::test::Args),
    /// Write files in the one canonical layout
    Fmt(commands::fmt::Args),
    /// Turn a file or a package from one language into the other
    Translate(commands::translate::Args),
    /// Which clause is encoded by what
    Clauses(commands::clauses::Args),
    /// Write the log of an invented college with planted breaches
    Generate(commands::generate::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = output::language(cli.lang);
    match cli.command {
        Command::Check(args) => commands::check::run(&args, lang),
        Command::Run(args) => commands::run::run(&args, lang),
        Command::Explain(args) => commands::explain::run(&args, lang),
        Command::Due(args) => commands::due::run(&args, lang),
        Command::Test(args) => commands::test::run(&args, lang),
        Command::Fmt(args) => commands::fmt::run(&args, lang),
        Command::Translate(args) => commands::translate::run(&args, lang),
        Command::Clauses(args) => commands::clauses::run(&args, lang),
        Command::Generate(args) => commands::generate::run(&args),
    }
}
