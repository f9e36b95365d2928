//! The `bylaws` command: one file a subcommand; `main` only dispatches.

mod commands;
mod diagnostics;
mod doc;
mod file_problems;
mod inputs;
mod junit;
mod log_errors;
mod log_files;
mod output;
mod progress;
mod receipt;
mod usage;

use bylaws::diagnostic::Lang;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::process::ExitCode;

/// Regulations as code: check a package, run it over a log, see which duties are met and who answers.
#[derive(Parser)]
#[command(name = "bylaws", version)]
struct Cli {
    /// Language of messages; by default that of the LANG environment variable
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
    /// Run again what a receipt is of, and tell whether the same comes of it
    Verify(commands::verify::Args),
    /// Explain one bearer's verdicts under one norm
    Explain(commands::explain::Args),
    /// List what is due
    Due(commands::due::Args),
    /// Run the package's test blocks
    Test(commands::test::Args),
    /// Write a smallest log under which a norm comes to a verdict
    Example(commands::example::Args),
    /// Tell what changes in meaning from one version of a package to the next
    Diff(commands::diff::Args),
    /// Tell which norms contradict, follow from or repeat one another
    #[command(alias = "analyze")]
    Analyse(commands::analyse::Args),
    /// Write files in the one canonical layout
    Fmt(commands::fmt::Args),
    /// Turn a file or a package from one language into the other
    Translate(commands::translate::Args),
    /// Which clause is encoded by what
    Clauses(commands::clauses::Args),
    /// Write a page for sign-off: each article with its text, and its norms in plain words
    Doc(commands::doc::Args),
    /// Write the log of an invented college with planted breaches
    Generate(commands::generate::Args),
    /// Begin a package: a calendar, a vocabulary, one norm and its scenarios
    New(commands::new::Args),
    /// Check and test a package again whenever one of its files is saved
    Watch(commands::watch::Args),
    /// Serve an editor over standard input and output (Language Server Protocol)
    Lsp(commands::lsp::Args),
    /// Tell what a code of a problem means, with an example
    ExplainCode(commands::explain_code::Args),
}

fn main() -> ExitCode {
    let (cli, lang) = match parse() {
        Ok(parsed) => parsed,
        Err(code) => return code,
    };
    match cli.command {
        Command::Check(args) => commands::check::run(&args, lang),
        Command::Run(args) => commands::run::run(&args, lang),
        Command::Verify(args) => commands::verify::run(&args, lang),
        Command::Explain(args) => commands::explain::run(&args, lang),
        Command::Due(args) => commands::due::run(&args, lang),
        Command::Test(args) => commands::test::run(&args, lang),
        Command::Example(args) => commands::example::run(&args, lang),
        Command::Diff(args) => commands::diff::run(&args, lang),
        Command::Analyse(args) => commands::analyse::run(&args, lang),
        Command::Fmt(args) => commands::fmt::run(&args, lang),
        Command::Translate(args) => commands::translate::run(&args, lang),
        Command::Clauses(args) => commands::clauses::run(&args, lang),
        Command::Doc(args) => commands::doc::run(&args, lang),
        Command::Generate(args) => commands::generate::run(&args, lang),
        Command::New(args) => commands::new::run(&args, lang),
        Command::Watch(args) => commands::watch::run(&args, lang),
        Command::Lsp(args) => commands::lsp::run(&args, lang),
        Command::ExplainCode(args) => commands::explain_code::run(&args, lang),
    }
}

/// Reads the command line, in the language that it asks for itself.
fn parse() -> Result<(Cli, Lang), ExitCode> {
    let lang = output::language(asked_for(std::env::args()));
    let command = if lang == Lang::Zh { usage::in_chinese(Cli::command()) } else { Cli::command() };
    let call = std::env::args_os();
    let call = if lang == Lang::Zh { usage::asking_for_help(call.collect()) } else { call.collect() };
    let understood = command.try_get_matches_from(call).and_then(|matches| {
        output::for_machines(wants_json(&matches));
        Cli::from_arg_matches(&matches)
    });
    match understood {
        Ok(cli) => Ok((cli, lang)),
        Err(error) if error.use_stderr() && lang == Lang::Zh => {
            Err(output::fail(output::USAGE, &usage::problem(&error)))
        }
        Err(error) => error.exit(),
    }
}

// Not every command has formats.
fn wants_json(matches: &ArgMatches) -> bool {
    let format = |of: &ArgMatches| {
        let mut given = of.try_get_raw("format").ok().flatten()?;
        given.next().map(|value| value == "json")
    };
    matches.subcommand().and_then(|(_, of)| format(of)).unwrap_or(false)
}

// Before anything else is read: a call that cannot be understood is told in this language too.
fn asked_for(arguments: impl Iterator<Item = String>) -> Option<output::LangArg> {
    let arguments: Vec<String> = arguments.collect();
    let after = arguments.windows(2).find_map(|pair| match pair {
        [option, value] if option == "--lang" => Some(value.as_str()),
        _ => None,
    });
    let joined = arguments.iter().find_map(|argument| argument.strip_prefix("--lang="));
    after.or(joined).and_then(|value| <output::LangArg as clap::ValueEnum>::from_str(value, true).ok())
}
