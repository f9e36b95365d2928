//! `bylaws test --mutate`: 0 every slip that a log tells apart is noticed · 1 some are not. What no log was found to tell apart may
//! change nothing: it is listed, and no reason to fail.

use super::test::Asked;
use crate::output::{BAD_INPUT, Format, print};
use crate::progress;
use bylaws::diagnostic::Lang;
use bylaws_proving::cases::{Case, together};
use bylaws_proving::mutation::{Fate, Mutant, OfNorm, mutate};
use bylaws_proving::{Said, block, within_quotes};
use serde_json::{Value, json};
use std::process::ExitCode;

/// How many slips came to what.
#[derive(Default)]
struct Counts {
    all: usize,
    killed: usize,
    equivalent: usize,
    not_told_apart: usize,
    /// Not noticed by any scenario.
    unnoticed: usize,
    /// Of these the ones that a test proposed for another one shows as well.
    also_shown: usize,
}

impl Counts {
    fn of(found: &[OfNorm]) -> Self {
        let mut out = Self::default();
        for (_, fate) in found.iter().flat_map(|of| &of.mutants) {
            out.all += 1;
            *match fate {
                Fate::Killed(_) => &mut out.killed,
                Fate::Equivalent(_) => &mut out.equivalent,
                Fate::NotToldApart(_) => &mut out.not_told_apart,
                Fate::Survived(_) | Fate::AlsoShown(_) => &mut out.unnoticed,
            } += 1;
            out.also_shown += usize::from(matches!(fate, Fate::AlsoShown(_)));
        }
        out
    }
}

pub(crate) fn run(asked: &Asked<'_>) -> ExitCode {
    let one = |norm: &String| mutate(asked.policy, std::slice::from_ref(norm), asked.bounds, asked.lang);
    let found: Vec<OfNorm> = progress::each(&asked.norms, asked.lang, one).into_iter().flatten().collect();
    let counts = Counts::of(&found);
    print(&match asked.format {
        Format::Text => listing(asked, &found, &counts),
        Format::Json => format!("{}\n", object(asked, &found, &counts)),
    });
    if counts.unnoticed == 0 { ExitCode::SUCCESS } else { ExitCode::from(BAD_INPUT) }
}

fn listing(asked: &Asked<'_>, found: &[OfNorm], counts: &Counts) -> String {
    let lang = asked.lang;
    let mut out = String::new();
    for of in found {
        let unnoticed: Vec<String> =
            of.mutants.iter().filter_map(|(mutant, fate)| unnoticed(mutant, fate, lang)).collect();
        let norm = shown(asked, &of.norm);
        out += &not_told_apart(of, norm, lang);
        if unnoticed.is_empty() {
            continue;
        }
        out += &match lang {
            Lang::Zh => format!("// {norm}：以下改动没有一则测试发现\n"),
            Lang::En => format!("// {norm}: no scenario notices these changes\n"),
        };
        unnoticed.iter().for_each(|change| out += &format!("//   {change}\n"));
        out += &block_of(asked, of);
        out += "\n";
    }
    let Counts { all, killed, equivalent, not_told_apart, unnoticed, .. } = counts;
    let killable = killed + unnoticed;
    let logs = asked.bounds.logs;
    out + &match lang {
        Lang::Zh => format!(
            "// 改动{all}处：可以发现的{killable}处，已发现{killed}处，未发现{unnoticed}处；改了等于没改的{equivalent}处；在至多{logs}份日志中看不出差别的{not_told_apart}处\n"
        ),
        Lang::En => format!(
            "// {all} changes: {killable} can be noticed, {killed} are, {unnoticed} are not; {equivalent} change nothing; \
             {not_told_apart} showed no difference on at most {logs} logs\n"
        ),
    }
}

// A change that no scenario notices, and where no test is proposed for it, which one shows it.
fn unnoticed(mutant: &Mutant, fate: &Fate, lang: Lang) -> Option<String> {
    let change = mutant.change.words(lang);
    match (fate, lang) {
        (Fate::Survived(_), _) => Some(change.to_owned()),
        (Fate::AlsoShown(title), Lang::Zh) => {
            Some(format!("{change}（下面“{}”一例也能发现）", within_quotes(title)))
        }
        (Fate::AlsoShown(title), Lang::En) => {
            Some(format!("{change} (the case \"{title}\" below notices it too)"))
        }
        _ => None,
    }
}

fn not_told_apart(of: &OfNorm, norm: &str, lang: Lang) -> String {
    let alike = of.mutants.iter().filter_map(|(mutant, fate)| match fate {
        Fate::NotToldApart(_) => Some(format!("//   {}\n", mutant.change.words(lang))),
        _ => None,
    });
    let list: String = alike.collect();
    if list.is_empty() {
        return list;
    }
    let head = match lang {
        Lang::Zh => format!("// {norm}：以下改动没有看出差别，请人查看\n"),
        Lang::En => format!("// {norm}: these changes showed no difference; look at them yourself\n"),
    };
    format!("{head}{list}\n")
}

fn shown<'a>(asked: &Asked<'a>, norm: &'a str) -> &'a str {
    asked.policy.norm_shown(norm, asked.lang)
}

// All that would be noticed in one block.
fn block_of(asked: &Asked<'_>, of: &OfNorm) -> String {
    let survivors = of.mutants.iter().filter_map(|(_, fate)| match fate {
        Fate::Survived(case) => Some((**case).clone()),
        _ => None,
    });
    let cases: Vec<Case> = survivors.collect();
    if cases.is_empty() {
        return String::new();
    }
    let of_all = Said::new("逐点核对", "point by point");
    let test = together(asked.policy, (shown(asked, &of.norm), &of_all), &of.norm, &cases, asked.lang);
    block::text(&test, asked.names, asked.lang)
}

fn object(asked: &Asked<'_>, found: &[OfNorm], counts: &Counts) -> Value {
    let norms = found.iter().map(|of| {
        let mutants = of.mutants.iter().map(|(mutant, fate)| {
            let (fate, by, why) = match fate {
                Fate::Killed(title) => ("killed", Some(title.as_str()), None),
                Fate::Equivalent(why) => ("equivalent", None, Some(why.words(asked.lang))),
                Fate::NotToldApart(_) => ("not_told_apart", None, None),
                Fate::Survived(_) => ("survived", None, None),
                Fate::AlsoShown(title) => ("also_shown", Some(title.as_str()), None),
            };
            json!({"change": mutant.change.words(asked.lang), "fate": fate, "by": by, "why": why})
        });
        json!({"norm": of.norm, "mutants": mutants.collect::<Vec<_>>(), "test": block_of(asked, of)})
    });
    json!({
        "killed": counts.killed, "survived": counts.unnoticed, "also_shown": counts.also_shown, "equivalent": counts.equivalent,
        "not_told_apart": counts.not_told_apart, "logs": asked.bounds.logs, "norms": norms.collect::<Vec<_>>(),
    })
}
