//! V5: facts whose effect lies back in time by a declared bound.

use super::holds;

const WORDS: &str = r#"
event certificate {
  unit: unit
  from_day: date, optional
}
event approval {
  unit: unit
}
deem f when certificate effective from_day, at most 6 days back {
  unit: unit
}
"#;

#[track_caller]
fn case(text: &str, given: &str, frame: &str, expected: &str) {
    let title = format!("{given} / {frame}").replace('\n', "; ").replace('"', "'");
    holds(&format!(
        "{WORDS}\n{text}\ntest \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  {frame}\n  \
         covers 2016-01-01 to 2016-12-31\n  expect u1: {expected}\n}}"
    ));
}

const FORTNIGHT: &str = r#"
norm duty {
  each  unit
  must  have f where (unit is the unit)
  by    2016-03-14
  in force from 2016-03-01 until 2016-03-14
}"#;

#[test]
fn v5_a_duty_waits_for_what_may_lie_back() {
    let of = |day: &str, from: &str| format!("2016-03-{day} certificate(unit: u1, from_day: 2016-03-{from})");
    case(FORTNIGHT, "", "as of 2016-03-14", "open");
    case(FORTNIGHT, "", "as of 2016-03-19", "open");
    case(FORTNIGHT, "", "as of 2016-03-20", "breached");
    case(FORTNIGHT, &of("20", "14"), "as of 2016-03-19", "open");
    case(FORTNIGHT, &of("20", "14"), "as of 2016-03-20", "fulfilled");
    // Further back than the bound it does not reach.
    case(FORTNIGHT, &of("21", "14"), "as of 2016-03-21", "breached");
    case(FORTNIGHT, &of("20", "02"), "as of 2016-03-20", "fulfilled");
    // An ordinary record decides at once, and so does one that takes effect later.
    case(FORTNIGHT, "2016-03-03 f(unit: u1)", "as of 2016-03-03", "fulfilled");
    case(FORTNIGHT, &of("02", "15"), "as of 2016-03-20", "breached");
    case(FORTNIGHT, &of("02", "14"), "as of 2016-03-13", "open");
    case(FORTNIGHT, &of("02", "14"), "as of 2016-03-14", "fulfilled");
    // Without a day of its own it takes effect at once.
    case(FORTNIGHT, "2016-03-14 certificate(unit: u1)", "as of 2016-03-14", "fulfilled");
    case(FORTNIGHT, "2016-03-15 certificate(unit: u1)", "as of 2016-03-20", "breached");
}

#[test]
fn v5_an_upper_limit_waits_too() {
    let most = FORTNIGHT.replace("must  have f", "must  have at most 1 f");
    let of = |day: &str| format!("2016-03-{day} certificate(unit: u1, from_day: 2016-03-10)\n");
    case(&most, "", "as of 2016-03-19", "open");
    case(&most, "", "as of 2016-03-20", "fulfilled");
    case(&most, &(of("11") + &of("16")), "as of 2016-03-15", "open");
    case(&most, &(of("11") + &of("16")), "as of 2016-03-16", "breached");
    case(&most, &(of("11") + &of("21")), "as of 2016-03-21", "fulfilled");
}

#[test]
fn v5_a_condition_waits_too() {
    let keep = FORTNIGHT
        .replace("have f where (unit is the unit)", "keep number of f where (unit is the unit) at least 1");
    case(&keep, "", "as of 2016-03-19", "open");
    case(&keep, "", "as of 2016-03-20", "breached");
    case(&keep, "2016-03-03 f(unit: u1)", "as of 2016-03-20", "fulfilled");
}

#[test]
fn v5_a_clock_runs_from_the_effect_once_it_is_known() {
    let clock = r#"
norm duty {
  when   f
  must   have e where (unit is the f.unit)
  within 10 days after the f
}"#;
    let given = "2016-03-06 certificate(unit: u1, from_day: 2016-03-01)";
    case(clock, given, "as of 2016-03-05", "no duty");
    case(clock, given, "as of 2016-03-06", "open, due 2016-03-11");
    case(clock, &format!("{given}\n2016-03-11 e(unit: u1)"), "as of 2016-03-11", "fulfilled");
    case(clock, &format!("{given}\n2016-03-12 e(unit: u1)"), "as of 2016-03-12", "breached");
    case(clock, &format!("{given}\n2016-03-03 e(unit: u1)"), "as of 2016-03-11", "fulfilled");
}

#[test]
fn v5_what_follows_is_dated_when_it_is_certain() {
    let next = format!(
        "{}\nnorm duty {{\n  when   breach of other\n  must   have e where (unit is the verdict.bearer)\n  within 5 days after the verdict\n}}",
        FORTNIGHT.replace("norm duty", "norm other")
    );
    case(&next, "", "as of 2016-03-19", "no duty");
    case(&next, "", "as of 2016-03-20", "open, due 2016-03-25");
    case(&next, "2016-03-20 certificate(unit: u1, from_day: 2016-03-14)", "as of 2016-03-30", "no duty");
}

#[test]
fn v5_what_follows_from_what_lies_back_lies_back_itself() {
    let chain = r#"
deem approval when f {
  unit: unit
}
norm duty {
  each  unit
  must  have approval where (unit is the unit)
  by    2016-03-14
  in force from 2016-03-01 until 2016-03-14
}"#;
    case(chain, "", "as of 2016-03-19", "open");
    case(chain, "", "as of 2016-03-20", "breached");
    let given = "2016-03-20 certificate(unit: u1, from_day: 2016-03-14)";
    case(chain, given, "as of 2016-03-20", "fulfilled");
}

#[test]
fn v5_silence_waits_for_an_answer_that_lies_back() {
    let silent = r#"
deem approval when 10 days pass after e without f where (unit is the e.unit) {
  unit: unit
}
norm duty {
  each  unit
  must not have approval where (unit is the unit)
  by    2016-03-14
  in force from 2016-03-01 until 2016-03-14
}"#;
    // The ten days are over on 12 March; an answer may lie back to them until the 18th.
    case(silent, "2016-03-02 e(unit: u1)", "as of 2016-03-17", "open");
    case(silent, "2016-03-02 e(unit: u1)", "as of 2016-03-18", "breached");
    let given = "2016-03-02 e(unit: u1)\n2016-03-18 certificate(unit: u1, from_day: 2016-03-12)";
    case(silent, given, "as of 2016-03-17", "open");
    case(silent, given, "as of 2016-03-20", "fulfilled");
}

#[test]
fn v5_months_reach_as_far_as_a_limit_of_months_does() {
    let month = r#"
deem approval when certificate effective from_day, at most 1 month back {
  unit: unit
}
norm duty {
  each  unit
  must  have approval where (unit is the unit)
  by    2016-04-30
  in force from 2016-03-01 until 2016-04-30
}"#;
    // 30 April and a month is 30 May.
    case(month, "", "as of 2016-05-29", "open");
    case(month, "", "as of 2016-05-30", "breached");
    let of = |day: &str| format!("{day} certificate(unit: u1, from_day: 2016-04-30)");
    case(month, &of("2016-05-30"), "as of 2016-05-30", "fulfilled");
    case(month, &of("2016-05-31"), "as of 2016-05-31", "breached");
}
