//! `bylaws diff`: what changes in meaning from one version of a package to the next. 0 no norm is another one · 3 one is, or is
//! written otherwise and no log shows what that changes · 1 bad policy or log · 2 usage.

use crate::inputs::checked_package;
use crate::output::{BREACHES, Format, print, say, word};
use crate::progress;
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Answer, Weight};
use bylaws::syntax::ast::Test;
use bylaws::syntax::{Names, format_expectation};
use bylaws_proving::difference::{
    Answering, Change, Difference, Differences, cited, has_tests, names_of, of_norm, weights,
};
use bylaws_proving::{Bounds, Said, block};
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod object;
mod on_a_log;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The older version: a folder of .policy files, or one file
    old: PathBuf,
    /// The newer version
    new: PathBuf,
    /// On this log instead: for whom and when the verdict changes
    #[arg(long, num_args = 1..)]
    log: Vec<PathBuf>,
    /// Verdicts as they stand at the end of this day; default: the end of the log
    #[arg(long, requires = "log")]
    as_of: Option<String>,
    /// Only records known by the end of this day
    #[arg(long, requires = "log")]
    known_at: Option<String>,
    /// A parameter the regulation leaves open: NAME=VALUE
    #[arg(long = "param", requires = "log")]
    parameters: Vec<String>,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
    /// At most so many logs are looked at for each norm
    #[arg(long, default_value_t = 4000)]
    logs: usize,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let version = |path: &Path, which: [&str; 2]| {
        checked_package(path, lang).inspect_err(|_| say(&of_version(path, which, lang)))
    };
    let (package, old) = match version(&args.old, ["旧", "older"]) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let (_, new) = match version(&args.new, ["新", "newer"]) {
        Ok(found) => found,
        Err(code) => return code,
    };
    if !args.log.is_empty() {
        return on_a_log::run(args, &old, &new, lang);
    }
    let bounds = Bounds { logs: args.logs, ..Bounds::default() };
    let names = names_of(&old, &new);
    let changes = progress::each(&names, lang, |name| of_norm(&old, &new, name, bounds));
    let found: IndexMap<String, Change> = names.into_iter().zip(changes).collect();
    let names = Names::of(&package.files.iter().collect::<Vec<_>>());
    print(&match args.format {
        Format::Text => text(&old, &new, &found, &names, lang),
        Format::Json => format!("{}\n", object::of([&old, &new], &found, &names, lang)),
    });
    // What no log showed may be a difference all the same.
    let differs = |change: &Change| !matches!(change, Change::Same);
    if found.values().any(differs) { ExitCode::from(BREACHES) } else { ExitCode::SUCCESS }
}

// Files of both versions may have the same names.
fn of_version(path: &Path, [zh, en]: [&str; 2], lang: Lang) -> String {
    let path = path.display();
    match lang {
        Lang::Zh => format!("以上说的是{zh}版本“{path}”"),
        Lang::En => format!("this is about the {en} version, `{path}`"),
    }
}

fn text(
    old: &CheckedPolicy,
    new: &CheckedPolicy,
    found: &IndexMap<String, Change>,
    names: &Names,
    lang: Lang,
) -> String {
    let mut out = String::new();
    let mut same = 0_usize;
    for (name, change) in found {
        let norm = old.norms.get(name).or_else(|| new.norms.get(name));
        let shown = norm.map_or(name.as_str(), |norm| norm.name.shown(lang));
        let line = match change {
            Change::Same => {
                same += 1;
                continue;
            }
            Change::Added => word(lang, "新增", "added").to_owned(),
            Change::Removed => word(lang, "删去", "removed").to_owned(),
            Change::NoDifferenceFound { of, logs } => {
                no_difference(of, *logs, has_tests(old, new, name), lang)
            }
            Change::Differs(_) => word(lang, "含义不同", "means something else").to_owned(),
            Change::OthersAnswer(_) => {
                word(lang, "责任人或者其位次不同", "others answer, or in another rank").to_owned()
            }
            Change::WeighsOtherwise | Change::CitesOtherwise => {
                word(lang, "要求相同", "it asks the same").to_owned()
            }
        };
        let weight = weights(old, new, name).map(|weights| weighing(weights, lang)).unwrap_or_default();
        let cites = cited(old, new, name).map(|cites| citing(cites, [old, new], lang)).unwrap_or_default();
        out += &format!("// {shown}{}{line}{weight}{cites}\n", word(lang, "：", ": "));
        match change {
            Change::Differs(found) => out += &differences(shown, found, names, lang),
            Change::OthersAnswer(found) => out += &answering(shown, found, names, lang),
            _ => {}
        }
    }
    out + &match lang {
        Lang::Zh => format!("// {same}条规范没有改动\n"),
        Lang::En if same == 1 => "// 1 norm is the same\n".to_owned(),
        Lang::En => format!("// {same} norms are the same\n"),
    }
}

// A search that has no tests to begin with finds less.
fn no_difference(of: &[Said], logs: usize, has_tests: bool, lang: Lang) -> String {
    let what = changes(of, lang);
    let found = match lang {
        Lang::Zh => format!("写法不同（{what}），看过至多{logs}份日志，结论没有不同"),
        Lang::En => format!("written otherwise ({what}); no verdict differs on at most {logs} logs"),
    };
    let alone = word(
        lang,
        "（两个版本都没有涉及它的测试可以由此查起，因此可能有遗漏）",
        " (neither version has a test of it to begin with, so that one may have been missed)",
    );
    if has_tests { found } else { found + alone }
}

fn changes(of: &[Said], lang: Lang) -> String {
    of.iter().map(|of| of.words(lang)).collect::<Vec<_>>().join(word(lang, "；", "; "))
}

// What became of the weight of a norm.
fn weighing([_, after]: [Weight; 2], lang: Lang) -> &'static str {
    match after {
        Weight::Advisory => word(
            lang,
            "；由义务改为提倡，没有做到的不再判为未完成，不影响退出码",
            "; a duty has become advice: what is not done is counted apart and sets no exit status",
        ),
        Weight::Duty => word(
            lang,
            "；由提倡改为义务，没有做到的判为未完成",
            "; advice has become a duty: what is not done is a breach and sets the exit status",
        ),
    }
}

// The clauses that a norm was on, and those that it is on now.
fn citing(cites: [&[String]; 2], policies: [&CheckedPolicy; 2], lang: Lang) -> String {
    let [before, after] = [0, 1].map(|which| {
        let (cites, policy) = (cites.get(which).copied().unwrap_or_default(), policies.get(which));
        let shown = cites.iter().filter_map(|id| Some(policy?.clause_shown(id, lang)));
        let all = shown.collect::<Vec<_>>().join(word(lang, "、", ", "));
        if all.is_empty() { word(lang, "无", "none").to_owned() } else { all }
    });
    match lang {
        Lang::Zh => format!("；所依据的条文由{before}改为{after}"),
        Lang::En => format!("; the clauses it is on were {before} and are {after}"),
    }
}

// Each change of meaning with its log, what none was found for, and who answers.
fn differences(norm: &str, found: &Differences, names: &Names, lang: Lang) -> String {
    let mut out = String::new();
    for (index, difference) in found.shown.iter().enumerate() {
        out += &meaning(norm, index + 1, difference, names, lang);
    }
    if !found.not_shown.is_empty() {
        let (what, logs) = (changes(&found.not_shown, lang), found.logs);
        out += &match lang {
            Lang::Zh => {
                format!(
                    "// {norm}：此外还有写法不同之处，每处看过至多{logs}份日志，没有看出结论因此不同：{what}\n\n"
                )
            }
            Lang::En => format!(
                "// {norm}: written otherwise besides, and no verdict was seen to differ by it on at most {logs} logs: {what}\n\n"
            ),
        };
    }
    out + &found.answering.iter().map(|found| answering(norm, found, names, lang)).collect::<String>()
}

// Both versions side by side, and the log on which the older one says so.
fn meaning(norm: &str, number: usize, difference: &Difference, names: &Names, lang: Lang) -> String {
    let after: Vec<String> = difference.after.iter().map(|e| format_expectation(e, lang)).collect();
    let after =
        if after.is_empty() { word(lang, "无此义务", "no duty").to_owned() } else { after.join("; ") };
    format!("//   {}\n", changes(&difference.of, lang))
        + &sides([&format_expectation(&difference.before, lang), &after], lang)
        + &block_of(&difference.test, as_it_was(norm, number, lang), names, lang)
        + "\n"
}

// The title of what the older version said; blocks are told apart by it.
fn as_it_was(norm: &str, number: usize, lang: Lang) -> String {
    match (lang, number) {
        (Lang::Zh, 1) => format!("{norm}：旧的结论"),
        (Lang::En, 1) => format!("{norm}: as it was"),
        (Lang::Zh, _) => format!("{norm}：旧的结论（{number}）"),
        (Lang::En, _) => format!("{norm}: as it was ({number})"),
    }
}

// Who answers for a breach by both versions, and the log of it.
fn answering(norm: &str, found: &Answering, names: &Names, lang: Lang) -> String {
    sides([&who(&found.before, lang), &who(&found.after, lang)], lang)
        + &block_of(&found.test, who_answered(norm, lang), names, lang)
        + "\n"
}

fn who_answered(norm: &str, lang: Lang) -> String {
    format!("{norm}{}", word(lang, "：原来由谁负责", ": who answered"))
}

fn sides([before, after]: [&str; 2], lang: Lang) -> String {
    let (old, new) = (word(lang, "旧：", "old: "), word(lang, "新：", "new: "));
    format!("//   {old}{before}\n//   {new}{after}\n")
}

fn block_of(test: &Test, title: String, names: &Names, lang: Lang) -> String {
    let mut test = test.clone();
    test.title.node = title;
    block::text(&test, names, lang)
}

// As in a report: rank, post, holder.
fn who(answers: &[Answer], lang: Lang) -> String {
    let one = |answer: &Answer| {
        let holder = answer.holder_shown(lang);
        format!("{}{}{} {holder}", answer.rank.word(lang), word(lang, "：", ": "), answer.role.shown(lang))
    };
    match answers {
        [] => word(lang, "无人负责", "nobody answers").to_owned(),
        all => all.iter().map(one).collect::<Vec<_>>().join(word(lang, "；", "; ")),
    }
}

fn rows_of(answers: &[Answer], lang: Lang) -> Vec<Value> {
    let row = |a: &Answer| json!({"rank": a.rank.word(Lang::En), "role": a.role.shown(lang), "holder": a.holder.as_deref(), "without_holder": a.without_holder()});
    answers.iter().map(row).collect()
}
