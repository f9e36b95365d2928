//! `bylaws test --coverage`: 0 always; what is not shown is listed.

use super::test::Asked;
use crate::output::{Format, print};
use crate::progress;
use bylaws::diagnostic::Lang;
use bylaws_proving::coverage::{OfNorm, coverage};
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::process::ExitCode;

pub(crate) fn run(asked: &Asked<'_>) -> ExitCode {
    let one = |norm: &String| coverage(asked.policy, std::slice::from_ref(norm), asked.bounds);
    let found: Vec<OfNorm> = progress::each(&asked.norms, asked.lang, one).into_iter().flatten().collect();
    print(&match asked.format {
        Format::Text => listing(asked, &found),
        Format::Json => format!("{}\n", object(asked, &found)),
    });
    ExitCode::SUCCESS
}

// The article of the first clause that a norm encodes.
fn article<'a>(asked: &Asked<'a>, of: &OfNorm) -> &'a str {
    let cites = asked.policy.norms.get(&of.norm).and_then(|norm| norm.cites.first());
    cites.and_then(|clause| clause.split('.').next()).unwrap_or("—")
}

fn sums(found: &[&OfNorm]) -> (usize, usize) {
    found.iter().fold((0, 0), |(shown, all), of| (shown + of.shown(), all + of.sides.len()))
}

fn listing(asked: &Asked<'_>, found: &[OfNorm]) -> String {
    let lang = asked.lang;
    let mut articles: IndexMap<&str, Vec<&OfNorm>> = IndexMap::new();
    found.iter().for_each(|of| articles.entry(article(asked, of)).or_default().push(of));
    let mut out = String::new();
    for (article, norms) in articles {
        let (shown, all) = sums(&norms);
        out += &format!("{article}  {shown}/{all}\n");
        for of in norms {
            let name = asked.policy.norm_shown(&of.norm, lang);
            out += &format!("  {name}  {}/{}\n", of.shown(), of.sides.len());
            for side in of.sides.iter().filter(|side| !side.shown) {
                let what = side.what.words(lang);
                out += &match lang {
                    Lang::Zh => format!("    没有测试写到：{what}\n"),
                    Lang::En => format!("    no scenario shows: {what}\n"),
                };
            }
        }
    }
    let (shown, all) = sums(&found.iter().collect::<Vec<_>>());
    out + &match lang {
        Lang::Zh => format!(
            "共{all}个方面，测试写到{shown}个（达不到的，以至多{}份日志为限，不计）\n",
            asked.bounds.logs
        ),
        Lang::En => format!(
            "{shown} of {all} sides shown (none counted that was not reached on at most {} logs)\n",
            asked.bounds.logs
        ),
    }
}

fn object(asked: &Asked<'_>, found: &[OfNorm]) -> Value {
    let (shown, all) = sums(&found.iter().collect::<Vec<_>>());
    let norms = found.iter().map(|of| {
        let sides = of.sides.iter();
        let sides = sides.map(|side| json!({"what": side.what.words(asked.lang), "shown": side.shown}));
        json!({"norm": of.norm, "article": article(asked, of), "sides": sides.collect::<Vec<_>>()})
    });
    json!({"shown": shown, "sides": all, "logs": asked.bounds.logs, "norms": norms.collect::<Vec<_>>()})
}
