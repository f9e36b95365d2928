//! What moves a limit, and after how long something is deemed: a few logs are enough to find what tells a slip in it.

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::boundary::boundary;
use bylaws_proving::difference::{Change, of_norm};
use bylaws_proving::mutation::{Fate, mutate};

const RULES: &str = r#"policy p "P" {
  in force from 2016-01-01
  time zone "Asia/Shanghai"
}
calendar school {
  semester "2015 autumn": 2015-09-01 to 2016-01-17
  vacation "2016 winter": 2016-01-18 to 2016-02-22
  semester "2016 spring": 2016-02-23 to 2016-07-12
  vacation "2016 summer": 2016-07-13 to 2016-08-31
  semester "2016 autumn": 2016-09-01 to 2017-01-08
}
entity college
event ask {
  by: college
  item: text
}
event reply {
  item: text
}
event prolong {
  item: text
}
event built {
  by: college
  item: text
}
event consent {
  item: text
}
deem consent when 15 days pass after ask without reply where (item is the ask.item) {
  item: item
}
norm answer {
  each college
  when ask where (by is the college)
  must have reply where (item is the ask.item)
  within 15 days after the ask
  stops while during vacation
  extended by 5 days when prolong where (item is the ask.item), at most 2 times
}
norm built_with {
  each college
  when built where (by is the college)
  must have consent where (item is the built.item)
  before the built
}
"#;

fn rules(text: &str) -> CheckedPolicy {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let said: Vec<String> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{said:#?}");
    checked.policy
}

fn few() -> Bounds {
    Bounds { logs: 200, ..Bounds::default() }
}

/// The slips that two hundred logs do not tell from the norm.
fn not_told_apart(norm: &str) -> Vec<String> {
    let found = mutate(&rules(RULES), &[norm.to_owned()], few(), Lang::En).remove(0).mutants;
    let alike = found.into_iter().filter(|(_, fate)| matches!(fate, Fate::NotToldApart(_)));
    alike.map(|(mutant, _)| mutant.change.en).collect()
}

/// The slips for which nothing but what cannot be told is proposed.
fn told_by_doubt(norm: &str) -> Vec<String> {
    let found = mutate(&rules(RULES), &[norm.to_owned()], few(), Lang::En).remove(0).mutants;
    let undecided = found.into_iter().filter_map(|(mutant, fate)| match fate {
        Fate::Survived(case) => {
            let undetermined = |verdict: Option<Verdict>| verdict == Some(Verdict::Undetermined);
            case.expected.iter().any(|one| undetermined(one.verdict)).then_some(mutant.change.en)
        }
        _ => None,
    });
    undecided.collect()
}

#[test]
fn slips_in_what_moves_a_limit_are_told_on_two_hundred_logs() {
    assert_eq!(not_told_apart("answer"), Vec::<String>::new());
    assert_eq!(told_by_doubt("answer"), Vec::<String>::new());
}

#[test]
fn slips_in_silence_are_told_on_two_hundred_logs() {
    assert_eq!(not_told_apart("built_with"), Vec::<String>::new());
    // What is taken to be in favour differs only where the norm itself cannot tell.
    assert_eq!(told_by_doubt("built_with"), ["read as `same day in favour`"]);
}

#[test]
fn how_long_a_silence_lasts_makes_a_difference() {
    let (old, new) = (rules(RULES), rules(&RULES.replace("when 15 days pass", "when 10 days pass")));
    for (one, other) in [(&old, &new), (&new, &old)] {
        match of_norm(one, other, "built_with", few()) {
            Change::Differs(found) => assert_eq!(found.shown.len(), 1, "{found:#?}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_days_around_a_silence_a_vacation_and_an_extension_are_shown() {
    let titles = |norm: &str| -> Vec<String> {
        boundary(&rules(RULES), norm, few(), Lang::En).into_iter().map(|case| case.title).collect()
    };
    let answer = titles("answer");
    for part in ["stood still", "exten"] {
        assert!(answer.iter().any(|title| title.contains(part)), "{part}: {answer:#?}");
    }
    let built = titles("built_with");
    assert!(built.iter().any(|title| title.contains("15 days")), "{built:#?}");
}
