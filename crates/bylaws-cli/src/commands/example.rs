//! `bylaws example`: a smallest log under which a norm comes to a verdict, or the days around its limits, as a
//! `test` block. 0 found · 1 none within the bounds, or the policy is bad · 2 usage.

use crate::inputs::{checked_package, norm_of};
use crate::output::{BAD_INPUT, Format, fail, print, word};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Norm, Requirement};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::syntax::{Names, format_expectation};
use bylaws_proving::witness::{Witness, witness};
use bylaws_proving::{Bounds, Said, block, boundary::boundary, cases, cases::Case};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// The norm
    norm: String,
    /// The verdict that it should come to
    #[arg(long, default_value = "breached")]
    verdict: VerdictArg,
    /// The days around each of its limits instead
    #[arg(long, conflicts_with = "verdict")]
    boundary: bool,
    /// At most so many logs are looked at
    #[arg(long, default_value_t = Bounds::default().logs)]
    logs: usize,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum VerdictArg {
    /// Met in time
    #[value(alias = "已完成")]
    Fulfilled,
    /// Made up after the end
    #[value(alias = "逾期完成")]
    Late,
    /// Can still go either way
    #[value(alias = "进行中")]
    Open,
    /// Not met
    #[value(alias = "未完成")]
    Breached,
    /// Excused by an exception
    #[value(alias = "豁免")]
    Excused,
    /// No duty there
    #[value(name = "not_applicable", alias = "不适用")]
    NotApplicable,
    /// Cannot be told
    #[value(alias = "待定")]
    Undetermined,
}

impl VerdictArg {
    fn verdict(self) -> Verdict {
        match self {
            Self::Fulfilled => Verdict::Fulfilled,
            Self::Late => Verdict::Late,
            Self::Open => Verdict::Open,
            Self::Breached => Verdict::Breached,
            Self::Excused => Verdict::Excused,
            Self::NotApplicable => Verdict::NotApplicable,
            Self::Undetermined => Verdict::Undetermined,
        }
    }
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let (package, policy) = match checked_package(&args.package, lang) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let norm = match norm_of(&policy, &args.norm, lang) {
        Ok(norm) => norm,
        Err(code) => return code,
    };
    let names = Names::of(&package.files.iter().collect::<Vec<_>>());
    let bounds = Bounds { logs: args.logs, ..Bounds::default() };
    let shown = norm.name.shown(lang);
    if args.boundary {
        let all = boundary(&policy, &norm.name.canonical, bounds, lang);
        if all.is_empty() {
            return none(shown, word(lang, "界限", "limits"), bounds, lang);
        }
        print(&match args.format {
            Format::Text => around(&policy, norm, &all, &names, lang),
            Format::Json => format!("{}\n", cases_object(&policy, norm, &all, &names, lang)),
        });
        return ExitCode::SUCCESS;
    }
    let verdict = args.verdict.verdict();
    let Some(found) = witness(&policy, &norm.name.canonical, verdict, bounds) else {
        return none(shown, verdict.word(lang), bounds, lang);
    };
    let title = format!("{shown}{}{}", word(lang, "：", ": "), verdict.word(lang));
    let text = block::text(&found.test(&title, &norm.name.canonical), &names, lang);
    print(&match args.format {
        Format::Text => breached_as_well(&policy, &found, lang) + &text,
        Format::Json => {
            format!(
                "{}\n",
                json!({"norm": norm.name.canonical, "verdict": verdict.key(), "title": title,
                    "expected": format_expectation(&found.expected, lang), "others": found.others, "test": text})
            )
        }
    });
    ExitCode::SUCCESS
}

fn around(policy: &CheckedPolicy, norm: &Norm, all: &[Case], names: &Names, lang: Lang) -> String {
    let mut out = word(
        lang,
        "// 以日期、时刻或者“少一次”“多一次”为题的，只动最后一条计入的记录；其余的，界限若移动一点，结论就不同\n",
        "// cases named after a day, a minute, or one fewer or more, change the last record that counts; in the others the verdict turns where the limit is moved by a little\n",
    )
    .to_owned();
    if let Requirement::Any(ways) = &norm.requirement {
        let count = ways.len();
        out += &match lang {
            Lang::Zh => format!("// 所要求的有{count}种办法，做到其中一种即可：按所写的次序各写一遍\n"),
            Lang::En => {
                format!("// one of {count} ways will do: each has its own cases, numbered as it is written\n")
            }
        };
    }
    if norm.requirement.parts().any(|part| !part.of_which.is_empty()) {
        out += word(
            lang,
            "// 末尾几种情况总数已够，其中符合所定条件的差一次或者多一次\n",
            "// in the last of them there are enough, and one too few or too many of those that are to meet a condition\n",
        );
    }
    out + &given(policy, all, lang) + &block_of(policy, norm, all, names, lang)
}

// All cases in one block.
fn block_of(policy: &CheckedPolicy, norm: &Norm, all: &[Case], names: &Names, lang: Lang) -> String {
    let of_all = Said::new("界限前后", "around its limits");
    let test = cases::together(policy, (norm.name.shown(lang), &of_all), &norm.name.canonical, all, lang);
    block::text(&test, names, lang)
}

fn cases_object(policy: &CheckedPolicy, norm: &Norm, all: &[Case], names: &Names, lang: Lang) -> Value {
    let one = |case: &Case| {
        let expected = case.expected.iter().map(|one| format_expectation(one, lang)).collect::<Vec<_>>();
        let test = case.sketch.test(&case.title, &norm.name.canonical, case.expected.clone());
        json!({"title": case.title, "expected": expected, "test": block::text(&test, names, lang)})
    };
    json!({"norm": norm.name.canonical, "cases": all.iter().map(one).collect::<Vec<_>>(),
        "test": block_of(policy, norm, all, names, lang)})
}

fn breached_as_well(policy: &CheckedPolicy, found: &Witness, lang: Lang) -> String {
    if found.others.is_empty() {
        return String::new();
    }
    let others: Vec<&str> = found.others.iter().map(|norm| policy.norm_shown(norm, lang)).collect();
    let others = others.join(word(lang, "、", ", "));
    match lang {
        Lang::Zh => format!("// 同时还有这些规范未完成：{others}\n"),
        Lang::En => format!("// these norms are breached as well: {others}\n"),
    }
}

// Values that the regulation leaves open are made up like the rest of the log.
fn given(policy: &CheckedPolicy, cases: &[Case], lang: Lang) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in cases.iter().flat_map(|case| &case.sketch.with) {
        let shown = policy.parameter_shown(name, lang);
        if !names.contains(&shown) {
            names.push(shown);
        }
    }
    match (names.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("// 条文没有定的参数，此处取的是例子：{}\n", names.join("、")),
        (false, Lang::En) => {
            format!("// the regulation leaves open, and a value is made up here for: {}\n", names.join(", "))
        }
    }
}

fn none(norm: &str, what: &str, bounds: Bounds, lang: Lang) -> ExitCode {
    let told = bounds.told(lang);
    let text = match lang {
        Lang::Zh => format!("没有找到“{norm}”的{what}；不等于没有，所查限于：{told}"),
        Lang::En => format!(
            "none found for `{norm}` ({what}), which is not to say that there is none: looked at {told}"
        ),
    };
    fail(BAD_INPUT, &text)
}
