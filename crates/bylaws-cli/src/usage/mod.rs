//! The command line explained in Chinese: its help, and calls that cannot be understood. The English words are
//! those beside the options themselves.

mod words;

use crate::commands::follow::LENGTH;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use std::error::Error;
use std::ffi::OsString;
use words::{about, help, placeholder, value};

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}";

/// The same command, explained in Chinese.
pub(crate) fn in_chinese(command: Command) -> Command {
    with_usage(in_chinese_words(command))
}

fn in_chinese_words(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let command = command.disable_help_flag(true).disable_version_flag(true).disable_help_subcommand(true);
    let command = command.about(about(&name)).help_template(TEMPLATE).subcommand_help_heading("命令");
    let command = command.subcommand_value_name("命令").mut_args(|arg| explained(&name, arg));
    let command = command.mut_subcommands(in_chinese_words);
    let shown =
        |id: &'static str, short| Arg::new(id).long(id).short(short).help(help("", id)).help_heading("选项");
    let command = command.arg(shown("help", 'h').action(ArgAction::Help));
    if name == "bylaws" { command.arg(shown("version", 'V').action(ArgAction::Version)) } else { command }
}

// How each command is called, which clap words in English.
fn with_usage(command: Command) -> Command {
    let mut built = command.clone();
    built.build();
    let usages: Vec<(String, String)> = std::iter::once(&built)
        .chain(built.get_subcommands())
        .map(|one| (one.get_name().to_owned(), usage_of(one.clone())))
        .collect();
    let of = |name: &str| usages.iter().find(|(known, _)| known == name).map(|(_, usage)| usage.clone());
    let command = match of(command.get_name()) {
        Some(usage) => command.override_usage(usage),
        None => command,
    };
    command.mut_subcommands(|one| match of(one.get_name()) {
        Some(usage) => one.override_usage(usage),
        None => one,
    })
}

fn usage_of(mut command: Command) -> String {
    let usage = command.render_usage().to_string();
    usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[选项]")
}

// Values and defaults are said in the same sentence: clap names them in English.
fn explained(command: &str, arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let words = help(command, arg.get_id().as_str());
    if !arg.get_action().takes_values() {
        return arg.help(words).help_heading(heading);
    }
    let arg = match placeholder(command, arg.get_id().as_str()) {
        Some(name) => arg.value_name(name),
        None => arg,
    };
    let mut text = words.to_owned();
    let values = arg.get_possible_values();
    if !values.is_empty() {
        let values = values.iter().map(|one| format!("{}（{}）", one.get_name(), value(one.get_name())));
        text += &format!("：{}", values.collect::<Vec<_>>().join("、"));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|one| one.to_string_lossy()).collect();
    if !defaults.is_empty() {
        text += &format!("；默认为 {}", defaults.join("、"));
    }
    arg.help(text).hide_possible_values(true).hide_default_value(true).help_heading(heading)
}

/// What is wrong with a call, in Chinese.
pub(crate) fn problem(error: &clap::Error) -> String {
    let of = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(several)) => several.join("、"),
        Some(ContextValue::StyledStr(one)) => one.to_string(),
        Some(ContextValue::StyledStrs(several)) => {
            several.iter().map(StyledStr::to_string).collect::<Vec<_>>().join("、")
        }
        _ => String::new(),
    };
    let (arg, given) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let mut text = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::UnknownArgument => format!("没有选项「{arg}」"),
        ErrorKind::InvalidSubcommand => format!("没有命令「{}」", of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if given.is_empty() => format!("{arg} 后面缺少内容"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{arg} 不能是「{given}」"),
        ErrorKind::ArgumentConflict => {
            format!("{arg} 只能写一次，也不能与 {} 同时写", of(ContextKind::PriorArg))
        }
        _ => "看不懂这条命令".to_owned(),
    };
    let [chinese, english] = LENGTH;
    if error.source().is_some_and(|wanted| wanted.to_string() == english) {
        text += &format!("，{chinese}");
    }
    let valid = of(ContextKind::ValidValue);
    if !valid.is_empty() {
        text += &format!("，可以是 {valid}");
    }
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(meant) = meant.map(of).into_iter().find(|meant| !meant.is_empty()) {
        text += &format!("；您是否想写「{meant}」？");
    }
    text + "\n用 --help 查看用法"
}

/// `help check` as `check --help`: the command of that name has English words alone.
pub(crate) fn asking_for_help(mut call: Vec<OsString>) -> Vec<OsString> {
    let is_value = |at: usize| at > 0 && call.get(at - 1).is_some_and(|before| before == "--lang");
    let mut named = call.iter().enumerate().skip(1);
    let first = named.find(|(at, word)| !is_value(*at) && !word.to_string_lossy().starts_with('-'));
    if let Some(at) = first.filter(|(_, word)| *word == "help").map(|(at, _)| at) {
        call.remove(at);
        call.push("--help".into());
    }
    call
}

#[cfg(test)]
mod tests {
    use super::words::{ABOUT, HELP, VALUES};
    use crate::Cli;
    use clap::{CommandFactory, Parser};
    use std::collections::BTreeSet;

    #[test]
    fn the_chinese_command_line_is_sound() {
        super::in_chinese(Cli::command()).debug_assert();
    }

    #[test]
    fn what_is_to_be_given_has_a_chinese_word() {
        let mut root = super::in_chinese(Cli::command());
        root.build();
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            let usage = command.clone().render_long_help().to_string();
            let english = usage.split_whitespace().find(|word| {
                let open = word.trim_start_matches(['<', '[']);
                open.len() < word.len() && open.chars().all(|c| c.is_ascii_uppercase() || "_>].=".contains(c))
            });
            assert_eq!(english, None, "{usage}");
        }
    }

    #[test]
    fn a_length_that_is_none_is_told_in_chinese_with_what_is_wanted() {
        let call = ["bylaws", "run", "p", "--log", "l.jsonl", "--follow", "--lateness", "3x"];
        let told = Cli::try_parse_from(call).err().map(|error| super::problem(&error));
        assert!(told.is_some_and(|told| told.contains("不能是「3x」，应写多少日、小时或分钟")));
    }

    #[test]
    fn everything_the_command_line_has_is_explained_in_both_languages_and_nothing_else() {
        let mut root = Cli::command();
        root.build();
        let all: Vec<&clap::Command> =
            std::iter::once(&root).chain(root.get_subcommands()).filter(|c| c.get_name() != "help").collect();
        let commands: BTreeSet<&str> = all.iter().map(|command| command.get_name()).collect();
        assert_eq!(commands, ABOUT.iter().map(|(name, _)| *name).collect());
        let args: Vec<&clap::Arg> = all.iter().flat_map(|command| command.get_arguments()).collect();
        assert!(args.iter().all(|arg| arg.get_help().is_some()), "an option has no English words");
        let ids: BTreeSet<&str> = args.iter().map(|arg| arg.get_id().as_str()).collect();
        assert_eq!(ids, HELP.iter().map(|(_, id, _)| *id).collect());
        let named = args.iter().filter(|arg| arg.get_action().takes_values());
        let values: BTreeSet<String> = named
            .flat_map(|arg| arg.get_possible_values())
            .map(|value| value.get_name().to_owned())
            .collect();
        assert_eq!(values, VALUES.iter().map(|(name, _)| (*name).to_owned()).collect());
    }
}
