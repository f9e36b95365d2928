//! `bylaws example`: a smallest log under which a norm comes to a verdict, or the days around its limits, as a
//! `test` block. 0 found · 1 none within the bounds, or the policy is bad · 2 usage.

use crate::inputs::{checked_package, norm_of};
use crate::output::{BAD_INPUT, fail, print, word};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::syntax::Names;
use bylaws_proving::{Bounds, Said, block, boundary::boundary, cases, cases::Case, witness::witness};
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
        let of_all = Said::new("界限前后", "around its limits");
        let test = cases::together(&policy, (shown, &of_all), &norm.name.canonical, &all, lang);
        print(word(
            lang,
            "// 以日期、时刻或者“少一次”“多一次”为题的，只动最后一条计入的记录；其余的，界限若移动一点，结论就不同\n",
            "// cases named after a day, a minute, or one fewer or more, change the last record that counts; in the others the verdict turns where the limit is moved by a little\n",
        ));
        if norm.requirement.parts().any(|part| !part.of_which.is_empty()) {
            print(word(
                lang,
                "// 末尾几种情况总数已够，其中符合所定条件的差一次或者多一次\n",
                "// in the last of them there are enough, and one too few or too many of those that are to meet a condition\n",
            ));
        }
        print(&given(&policy, &all, lang));
        print(&block::text(&test, &names, lang));
        return ExitCode::SUCCESS;
    }
    let verdict = args.verdict.verdict();
    let Some(found) = witness(&policy, &norm.name.canonical, verdict, bounds) else {
        return none(shown, verdict.word(lang), bounds, lang);
    };
    let title = format!("{shown}{}{}", word(lang, "：", ": "), verdict.word(lang));
    if !found.others.is_empty() {
        let others: Vec<&str> = found.others.iter().map(|norm| policy.norm_shown(norm, lang)).collect();
        let others = others.join(word(lang, "、", ", "));
        print(&match lang {
            Lang::Zh => format!("// 同时还有这些规范未完成：{others}\n"),
            Lang::En => format!("// these norms are breached as well: {others}\n"),
        });
    }
    print(&block::text(&found.test(&title, &norm.name.canonical), &names, lang));
    ExitCode::SUCCESS
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
