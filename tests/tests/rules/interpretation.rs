//! Interpretation: of each choice, stories that tell all its options apart.

use super::policy;
use bylaws::eval::Verdict;
use bylaws::scenario;
use std::collections::HashSet;

const SCHOOL: &str = r#"
calendar school {
  academic year "2015-2016" 2015-09-01 to 2016-08-31
  academic year "2016-2017" 2016-09-01 to 2017-08-31
  semester      "2016 spring" 2016-03-07 to 2016-07-12
}
"#;

/// The verdict on `u1` of a norm with one reading, over a story of records, for the window of a day.
fn verdict(norm: &str, reading: &str, story: &str, day: &str, as_of: &str) -> Verdict {
    let candidates = ["fulfilled", "late", "open", "breached", "excused", "not applicable", "undetermined"];
    let found = candidates.iter().zip(Verdict::ALL).find(|(word, _)| {
        let text = format!(
            r#"{SCHOOL}{}
test "a story" for duty {{
  given  2016-03-01 f(unit: u9)
         {story}
  covers 2016-01-01 to {as_of}
  as of  {as_of}
  expect u1 on {day}: {word}
}}"#,
            norm.replace("READING", reading)
        );
        scenario::run(&policy(&text), None).iter().all(|r| r.failures.is_empty())
    });
    found.map(|(_, verdict)| verdict).unwrap()
}

/// Every option gives other verdicts over the stories than every other option.
#[track_caller]
fn told_apart(norm: &str, options: &[&str], stories: &[&str], day: &str, as_of: &str) {
    let over_all = |option: &&str| -> Vec<Verdict> {
        stories.iter().map(|story| verdict(norm, option, story, day, as_of)).collect()
    };
    let found: Vec<Vec<Verdict>> = options.iter().map(over_all).collect();
    let distinct: HashSet<&Vec<Verdict>> = found.iter().collect();
    assert_eq!(distinct.len(), options.len(), "{options:?}: {found:#?}");
}

fn every(time: &str) -> String {
    format!(
        "norm duty {{
  each     unit where (not (the unit under away))
  must     have e where (unit is the unit)
  every    {time}
  reading  READING
}}"
    )
}

#[test]
fn fortnights() {
    let options = [
        "fortnight by teaching weeks",
        "fortnight by calendar weeks",
        "fortnight from 2016-03-01",
        "fortnight rolling",
    ];
    let stories = [
        "2016-03-01 unit(entity: u1) 2016-03-30 e(unit: u1)",
        "2016-03-01 unit(entity: u1) 2016-03-14 e(unit: u1)",
        "2016-03-01 unit(entity: u1) 2016-03-28 e(unit: u1)",
        "2016-03-01 unit(entity: u1) 2016-03-10 e(unit: u1) 2016-03-24 e(unit: u1) 2016-04-07 e(unit: u1)",
    ];
    told_apart(&every("2 weeks"), &options, &stories, "2016-03-22", "2016-04-20");
}

#[test]
fn partial_periods() {
    let options = ["skipped", "prorated", "prorated up", "prorated down", "in full"]
        .map(|option| format!("partial period {option}"));
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let stories = [
        // In scope on 7 of 14 days, of three: one and a half.
        "2016-03-08 unit(entity: u1) 2016-03-09 e(unit: u1)",
        "2016-03-08 unit(entity: u1) 2016-03-09 e(unit: u1) 2016-03-10 e(unit: u1)",
        // In scope on 6 of 14 days, of three: one and two sevenths.
        "2016-03-09 unit(entity: u1) 2016-03-09 e(unit: u1)",
    ];
    told_apart(
        &every("2 weeks from 2016-03-01, at least 3 times"),
        &options,
        &stories,
        "2016-03-10",
        "2016-03-31",
    );
}

#[test]
fn vacation() {
    let norm = every("2 weeks from 2016-03-01").replace(
        "norm duty",
        "calendar holidays {\n  vacation \"spring\" 2016-03-05 to 2016-03-28\n}\nnorm duty",
    );
    let options = ["vacation waived", "vacation stops the clock", "vacation continues"];
    let stories = ["2016-03-01 unit(entity: u1) 2016-04-05 e(unit: u1)"];
    told_apart(&norm, &options, &stories, "2016-03-02", "2016-04-30");
}

#[test]
fn who_counts() {
    let options = [
        "by days",
        "in scope the whole period",
        "in scope at its end",
        "in scope on any day",
        "in scope for half of it",
    ]
    .map(|option| format!("who counts {option}"));
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let stories = [
        "2016-03-08 unit(entity: u1) 2016-03-10 e(unit: u1)",
        "2016-03-01 unit(entity: u1) 2016-03-02 e(unit: u1) 2016-03-09 away_start(unit: u1)",
        "2016-03-01 unit(entity: u1) 2016-03-04 away_start(unit: u1)",
    ];
    let norm = every("2 weeks from 2016-03-01, at least 2 times");
    told_apart(&norm, &options, &stories, "2016-03-02", "2016-03-31");
}

#[test]
fn years() {
    let options = ["year by calendar year", "year by academic year", "year by label, closing after 31 days"];
    let stories = [
        "2016-03-01 unit(entity: u1) 2016-10-10 e(unit: u1)",
        "2016-03-01 unit(entity: u1) 2017-01-10 e(unit: u1, cycle: 2016)",
    ];
    told_apart(&every("year"), &options, &stories, "2016-06-01", "2017-12-31");
}

fn after(limit: &str) -> String {
    format!(
        "norm duty {{
  when     t
  must     have f where (unit is the t.unit)
  {limit}
  reading  READING
}}"
    )
}

#[test]
fn same_day() {
    let options = ["same day in favour", "same day strict", "same day undetermined"];
    let stories = ["2016-03-03 t(unit: u1) 2016-03-03 f(unit: u1)"];
    told_apart(&after("before the t"), &options, &stories, "2016-03-03", "2016-03-31");
}

#[test]
fn start_day() {
    let options = ["start day excluded", "start day included"];
    let stories = ["2016-03-01 t(unit: u1) 2016-03-08 f(unit: u1)"];
    told_apart(&after("within 7 days after the t"), &options, &stories, "2016-03-01", "2016-03-31");
}

#[test]
fn day_off() {
    // The limit is Saturday, 5 March.
    let options = ["day off stays", "day off moves"];
    let stories = ["2016-03-01 t(unit: u1) 2016-03-07 f(unit: u1)"];
    told_apart(&after("within 4 days after the t"), &options, &stories, "2016-03-01", "2016-03-31");
}

#[test]
fn one_event() {
    let options = ["one event shared", "one event exclusive"];
    let stories = ["2016-03-01 t(unit: u1) 2016-03-02 t(unit: u1) 2016-03-03 f(unit: u1)"];
    told_apart(&after("within 7 days after the t"), &options, &stories, "2016-03-02", "2016-03-31");
}

#[test]
fn generally() {
    let options = ["generally with reason", "generally without reason"];
    let norm = every("2 weeks from 2016-03-01").replace("must     have", "generally must have");
    told_apart(&norm, &options, &["2016-03-01 unit(entity: u1)"], "2016-03-02", "2016-03-31");
}

#[test]
fn several_units() {
    let options = ["several units by wording", "several units together", "several units apart"];
    let of_both = |filter: &str| {
        let norm = format!(
            "norm duty {{\n  each deputy\n  must have e where ({filter})\n  every month, at most 1 time\n  READING\n}}"
        );
        norm.replace("READING", "reading READING")
    };
    // Whoever is deputy in two units and did it in both: one duty or two.
    let story = "2016-03-01 role_start(person: u1, role: deputy, unit: a) \
                 2016-03-01 role_start(person: u1, role: deputy, unit: b) \
                 2016-03-02 e(unit: a, who: u1) 2016-03-03 e(unit: b, who: u1)";
    let count = |filter: &str, option: &str| {
        let norm = of_both(filter).replace("READING", option);
        let text = format!(
            "{norm}\ntest \"both\" for duty {{\n  given {story}\n  as of 2016-03-31\n  expect `u1 / a` on 2016-03-02: fulfilled\n}}"
        );
        scenario::run(&policy(&text), None).iter().all(|r| r.failures.is_empty())
    };
    let tied = options.map(|option| count("who is the deputy, unit is the deputy.unit", option));
    let silent = options.map(|option| count("who is the deputy", option));
    assert_eq!((tied, silent), ([true, false, true], [false, false, false]));
    let apart = |option: &str| {
        let text = format!(
            "{}\ntest \"both\" for duty {{\n  given {story}\n  as of 2016-03-31\n  expect `u1 / a` on 2016-03-02: breached\n}}",
            of_both("who is the deputy").replace("READING", option)
        );
        scenario::run(&policy(&text), None).iter().all(|r| r.failures.is_empty())
    };
    assert_eq!(options.map(apart), [false, false, true]);
}
