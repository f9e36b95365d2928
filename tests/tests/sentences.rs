//! Each norm as one sentence of Chinese and of English: those of the packages as they stand in `suite/sentences`, and what
//! must hold of any.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod naming;

use bylaws::check::policy::{Norm, PartialPeriod, Requirement};
use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::report::{interpretation, sentence};
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::mutation::{Kind, mutants};
use bylaws_tests::generate::{case, runs};
use naming::named;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn policy(folder: &str) -> CheckedPolicy {
    let package = bylaws_io::package::load(&root().join("policies").join(folder)).unwrap();
    check(&package.files).policy
}

/// With `BYLAWS_WRITE=1` what comes out is written down, to be looked at as a change of the files.
fn as_written_down(name: &str, policies: &[CheckedPolicy]) {
    let mut all = String::new();
    for (policy, norm) in
        policies.iter().flat_map(|policy| policy.norms.values().map(move |norm| (policy, norm)))
    {
        let (zh, en) = (sentence(policy, norm, Lang::Zh), sentence(policy, norm, Lang::En));
        writeln!(all, "{} “{}”\n{zh}\n{en}\n", norm.name.canonical, norm.title).unwrap();
    }
    let path = root().join("tests/suite/sentences").join(format!("{name}.txt"));
    if std::env::var_os("BYLAWS_WRITE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &all).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let (written, all): (Vec<&str>, Vec<&str>) = (written.lines().collect(), all.lines().collect());
    for (line, (written, now)) in written.iter().zip(&all).enumerate() {
        assert_eq!(written, now, "{name}, line {}", line + 1);
    }
    assert_eq!(written.len(), all.len(), "{name}");
}

#[test]
fn the_norms_of_the_packages_read_as_written_down() {
    for folder in ["sixteen-articles", "branch-rules", "school-safety", "travel/domestic", "travel/permit"] {
        as_written_down(&folder.replace('/', "-"), &[policy(folder)]);
    }
}

/// The cookbook has every kind of clause; its two languages are one policy and say the same.
#[test]
fn the_norms_of_the_cookbook_read_as_written_down() {
    let of = |page: &str| -> Vec<CheckedPolicy> {
        let text = fs::read_to_string(root().join("docs").join(page)).unwrap();
        let blocks = text.split("```policy\n").skip(1).filter_map(|part| part.split("```").next());
        blocks.map(|block| check(&[parse(FileId::default(), block).file]).policy).collect()
    };
    let (chinese, english) = (of("cookbook.zh-CN.md"), of("cookbook.md"));
    as_written_down("cookbook", &chinese);
    for (zh, en) in chinese.iter().zip(&english) {
        for (one, other) in zh.norms.values().zip(en.norms.values()) {
            for lang in [Lang::Zh, Lang::En] {
                let (one, other) = (sentence(zh, one, lang), sentence(en, other, lang));
                // Only what is written in one of them alone, such as a text in quotes, may differ.
                assert_eq!(outside_quotes(&one, lang), outside_quotes(&other, lang));
            }
        }
    }
}

#[test]
fn the_sentences_that_the_documentation_shows_are_real() {
    let written = fs::read_to_string(root().join("tests/suite/sentences/sixteen-articles.txt")).unwrap();
    for page in ["docs/signing-off.md", "docs/signing-off.zh-CN.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let shown: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        assert_eq!(shown.len(), 2, "{page}");
        for line in shown {
            assert!(written.lines().any(|other| other == line), "{page}: {line}");
        }
    }
}

/// What is signed says everything: whatever slip of the pen changes a norm changes its sentence, or else, where it is one of
/// interpretation, what stands beside the sentence.
#[test]
fn no_slip_in_the_sixteen_articles_leaves_the_sentence_as_it_was() {
    let policy = policy("sixteen-articles");
    let (mut alike, mut slips) = (Vec::new(), 0);
    for norm in policy.norms.values() {
        // What a condition asks of a sum is whole whatever is said of partial periods, unless the norm itself says so.
        let whole = matches!(norm.requirement, Requirement::Keep(_)) && !norm.reading.divides_sums;
        let full = |other: &Norm| whole && other.reading.partial_period == PartialPeriod::Full;
        for mutant in mutants(&policy, &norm.name.canonical).into_iter().filter(|one| !full(&one.norm)) {
            slips += 1;
            for lang in [Lang::Zh, Lang::En] {
                let of_reading = mutant.kind == Kind::Reading;
                let said = |norm| match of_reading {
                    true => {
                        format!("{} {}", sentence(&policy, norm, lang), interpretation(norm, lang).join(" "))
                    }
                    false => sentence(&policy, norm, lang),
                };
                if said(norm) == said(&mutant.norm) {
                    alike.push(format!(
                        "{}: {}\n{}",
                        norm.name.canonical,
                        mutant.change.words(lang),
                        said(norm)
                    ));
                }
            }
        }
    }
    assert!(alike.is_empty(), "{} of {slips}:\n{}", alike.len(), alike.join("\n"));
    assert!(slips > 1_000, "{slips}");
}

#[test]
fn no_two_norms_of_one_package_read_the_same() {
    let policy = policy("sixteen-articles");
    for lang in [Lang::Zh, Lang::En] {
        let mut said: BTreeMap<String, &str> = BTreeMap::new();
        for (name, norm) in &policy.norms {
            if let Some(other) = said.insert(sentence(&policy, norm, lang), name) {
                panic!("{name} reads as {other} does");
            }
        }
    }
}

proptest! {
    #![proptest_config(runs(400, 20, 2000))]

    /// Over policies made from all of the language: a sentence in each language and no word of the other, in which
    /// everything that the norm names is named.
    #[test]
    fn a_sentence_names_all_that_its_norm_names(case in case()) {
        let policy = case.policy().map_err(|said| TestCaseError::fail(format!("{said:#?}")))?;
        for norm in policy.norms.values() {
            for lang in [Lang::Zh, Lang::En] {
                let said = sentence(&policy, norm, lang);
                let end = if lang == Lang::Zh { '。' } else { '.' };
                prop_assert!(said.ends_with(end) && said.chars().count() > 5, "{said}");
                let missing: Vec<String> = named(&policy, norm, lang)
                    .into_iter()
                    .filter(|forms| !forms.iter().any(|form| said.contains(form)))
                    .map(|forms| forms.join(" / "))
                    .collect();
                prop_assert!(missing.is_empty(), "{missing:?} is not in:\n{said}");
                // What is quoted is the author's; the rest is ours.
                let ours = outside_quotes(&said, lang);
                let foreign = |c: char| match lang {
                    Lang::Zh => c.is_ascii_alphabetic(),
                    Lang::En => ('\u{2E80}'..='\u{9FFF}').contains(&c) || "，。；：（）".contains(c),
                };
                prop_assert!(!ours.contains(foreign), "{ours}");
            }
        }
    }
}

fn outside_quotes(text: &str, lang: Lang) -> String {
    let mut inside = false;
    let mut out = String::new();
    for c in text.chars() {
        match (lang, c) {
            (Lang::Zh, '“') => inside = true,
            (Lang::Zh, '”') => inside = false,
            (Lang::En, '"') => inside = !inside,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}
