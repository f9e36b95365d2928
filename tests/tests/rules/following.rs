//! V: what follows from records and verdicts.

use super::holds;

const WORDS: &str = r#"
event request {
  unit: unit
  case: text
}
event reply {
  to: text
}
event approval {
  unit: unit
  case: text
}
event too_often {
  unit: unit
}
event warned {
  unit: unit
}
norm weekly "an e a fortnight" {
  each  unit
  must  have e where (unit is the unit)
  every 14 days from 2016-03-01
}
"#;

#[track_caller]
fn case(text: &str, given: &str, frame: &str, expected: &str) {
    let title = format!("{given} / {frame}").replace('\n', "; ").replace('"', "'");
    holds(&format!(
        "{WORDS}\n{text}\ntest \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  {frame}\n  \
         expect u1: {expected}\n}}"
    ));
}

const SILENCE: &str = r#"
deem approval when 10 days pass after request without reply where (to is the request.case) {
  unit: unit
  case: case
}
norm duty {
  when   approval
  must   have f where (unit is the approval.unit)
  within 5 days after the approval
}"#;

#[test]
fn v4_silence_comes_when_its_last_day_is_over() {
    let norm = |norm: &str| {
        let (silence, _) = SILENCE.split_once("norm duty").unwrap_or((SILENCE, ""));
        format!("{silence}\nnorm duty {{\n{norm}\n}}")
    };
    let covers = "covers 2016-01-01 to 2016-12-31";
    let asked = "2016-03-02 request(unit: u1, case: \"r1\")";
    let consented = norm("when f\nmust have approval where (unit is the f.unit)\nbefore the f");
    let acted = |at: &str| format!("{asked}\n{at} f(unit: u1)");
    // Whoever acts on the last day acts before there is consent, whatever the hour and whether it is told.
    case(&consented, &acted("2016-03-12"), covers, "breached");
    case(&consented, &acted("2016-03-12 23:00"), covers, "breached");
    case(&consented, &acted("2016-03-13"), covers, "fulfilled");
    let heard = norm("when approval\nmust have f where (unit is the approval.unit)\nbefore the approval");
    case(&heard, &acted("2016-03-12"), covers, "fulfilled");
    case(&heard, &acted("2016-03-12 23:00"), covers, "fulfilled");
    case(&heard, &acted("2016-03-13"), covers, "breached");
    // So it is where times are compared: on that day as on those before it there is no consent to compare with.
    let compared = norm("when f\nmust satisfy (the f after time of the last approval)");
    case(&compared, &acted("2016-03-11"), covers, "undetermined");
    case(&compared, &acted("2016-03-12"), covers, "undetermined");
    case(&compared, &acted("2016-03-13"), covers, "fulfilled");
}

#[test]
fn v4_silence_counts_as_consent_if_the_log_covers_it() {
    let covers = "covers 2016-01-01 to 2016-12-31";
    let asked = "2016-03-02 request(unit: u1, case: \"r1\")";
    case(SILENCE, asked, covers, "breached, due 2016-03-17");
    case(SILENCE, &format!("{asked}\n2016-03-17 f(unit: u1)"), covers, "fulfilled");
    // A reply on the last day breaks the silence, one on the day after does not.
    case(SILENCE, &format!("{asked}\n2016-03-12 reply(to: \"r1\")"), covers, "no duty");
    case(SILENCE, &format!("{asked}\n2016-03-13 reply(to: \"r1\")"), covers, "breached");
    case(SILENCE, &format!("{asked}\n2016-03-12 reply(to: \"r2\")"), covers, "breached");
    // Before the end nothing has followed yet.
    case(SILENCE, asked, "covers 2016-01-01 to 2016-12-31\nas of 2016-03-11", "no duty");
    case(SILENCE, asked, "covers 2016-01-01 to 2016-12-31\nas of 2016-03-12", "open");
}

const OFTEN: &str = r#"
deem too_often when e where (kind is "late") reaches 3 in any 30 days for each unit {
  unit: unit
}
norm duty {
  when   too_often
  must   have f where (unit is the too_often.unit)
  within 5 days after the too_often
}"#;

#[test]
fn v3_a_count_that_is_reached_fires_once() {
    let late = |days: &[&str]| {
        days.iter().map(|day| format!("2016-{day} e(unit: u1, kind: \"late\")\n")).collect::<String>()
    };
    let covers = "covers 2016-01-01 to 2016-12-31";
    case(OFTEN, &late(&["03-01", "03-10", "03-30"]), covers, "breached, due 2016-04-04");
    case(OFTEN, &late(&["03-01", "03-10", "03-31"]), covers, "no duty");
    case(OFTEN, &late(&["03-01", "03-02", "03-03", "03-04"]), covers, "breached, due 2016-03-08");
}

const ROW: &str = r#"
deem warned when 2 consecutive breach of weekly {
  unit: bearer
}
norm duty {
  when   warned
  must   have f where (unit is the warned.unit)
  within 5 days after the warned
}"#;

#[test]
fn v3_two_breached_windows_in_a_row() {
    let e = |days: &[&str]| days.iter().map(|day| format!("2016-{day} e(unit: u1)\n")).collect::<String>();
    // Windows end on 14 and 28 March and on 11 April.
    let covers = "covers 2016-03-01 to 2016-04-20\nas of 2016-04-20";
    case(ROW, &e(&["04-05"]), covers, "breached, due 2016-04-02");
    case(ROW, &e(&["03-20"]), covers, "no duty");
    case(ROW, &e(&["03-05"]), covers, "breached, due 2016-04-16");
    case(ROW, "", "covers 2016-03-01 to 2016-04-20\nas of 2016-03-28", "open");
}

#[test]
fn verdicts_are_counted_like_records() {
    let norm = r#"
norm duty {
  each  unit
  must  have at most 1 breach of weekly where (bearer is the unit)
  every 42 days from 2016-03-01
}"#;
    let e = |days: &[&str]| days.iter().map(|day| format!("2016-{day} e(unit: u1)\n")).collect::<String>();
    let covers = "covers 2016-03-01 to 2016-04-11\nas of 2016-04-11";
    case(norm, &e(&["03-05", "03-20"]), covers, "fulfilled");
    case(norm, &e(&["03-05"]), covers, "breached");
    // Whether the second fortnight was kept is not known, so neither is this.
    let gap = "covers 2016-03-01 to 2016-03-20\ncovers 2016-03-25 to 2016-04-11\nas of 2016-04-11";
    case(norm, &e(&["03-05"]), gap, "undetermined");
}

#[test]
fn one_kind_of_record_counts_as_another() {
    let text = r#"
deem f when e where (kind is "as good as f") {
  unit: unit
}
norm duty {
  each  unit
  must  have f where (unit is the unit)
  every 31 days from 2016-03-01
}"#;
    let frame = "as of 2016-03-31";
    case(text, "2016-03-05 e(unit: u1, kind: \"as good as f\")", frame, "fulfilled");
    case(text, "2016-03-05 e(unit: u1, kind: \"other\")", frame, "breached");
    case(text, "2016-03-05 f(unit: u1)", frame, "fulfilled");
}

#[test]
fn a_norm_on_the_breach_of_another() {
    let text = r#"
norm duty {
  when   breach of weekly
  must   have f where (unit is the verdict.bearer)
  within 3 days after the verdict
  note   "the verdict is that of the fortnight"
}"#;
    let frame = "covers 2016-03-01 to 2016-03-31\nas of 2016-03-31";
    let two = "2016-03-05 e(unit: u1)\n2016-03-20 f(unit: u1)";
    case(text, two, "covers 2016-03-01 to 2016-03-31\nas of 2016-03-27", "no duty");
    case(text, "2016-03-20 e(unit: u1)\n2016-03-17 f(unit: u1)", frame, "fulfilled, due 2016-03-17");
    case(text, "2016-03-20 e(unit: u1)\n2016-03-18 f(unit: u1)", frame, "breached");
}

#[test]
fn what_follows_from_itself_is_an_error() {
    let text =
        format!("{}\n{WORDS}\ndeem e when breach of weekly {{\n  unit: bearer\n}}\n", super::VOCABULARY);
    let parsed = bylaws::syntax::parse(bylaws::source::FileId::default(), &text);
    let checked = bylaws::check::check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    assert!(checked.diagnostics.iter().any(|d| d.code() == "B0410"), "{:?}", checked.diagnostics);
}

#[test]
fn what_may_be_missing_can_only_have_been_breached_after_the_gap_began() {
    let text = "norm answered {
  when   request
  must   have reply where (to is the request.case)
  within 7 days after the request
}
norm duty {
  when   e where (not (exists breach of answered))
  must   have f where (unit is the e.unit)
  within 5 days after the e
}";
    let covers = "covers 2016-01-01 to 2016-03-08\n  covers 2016-03-20 to 2016-04-30";
    case(text, "2016-03-01 e(unit: u1)", covers, "breached, due 2016-03-06");
    case(text, "2016-03-21 e(unit: u1)", covers, "undetermined");
}

#[test]
fn what_follows_from_verdicts_follows_from_those_that_stand_once_records_are_given_out() {
    let reading = |reading: &str| {
        format!(
            "norm once {{
  when t
  must have f where (unit is the t.unit)
  within 30 days after the t
{reading}}}
norm seldom {{
  each unit
  must have at most 0 breach of once where (bearer is the unit)
  every year
}}
norm further {{
  when breach of once
  must have e where (unit is the verdict.bearer)
  within 10 days after the verdict
}}
test \"one for two\" for once, seldom, further {{
  given 2016-03-01 unit(entity: u1)
        2016-03-05 t(unit: u1)
        2016-03-10 t(unit: u1)
        2016-03-20 f(unit: u1)
  covers 2016-03-01 to 2016-12-31
"
        )
    };
    let exclusive = reading("  reading one event exclusive\n");
    holds(&format!(
        "{exclusive}  expect once of u1 on 2016-03-10: breached, due 2016-04-09\n\
         seldom of u1: breached\n further of u1: breached, due 2016-04-19\n}}"
    ));
    let shared = reading("");
    holds(&format!("{shared}  expect seldom of u1: fulfilled\n further of u1: no duty\n}}"));
    // One norm takes what another has a claim on.
    let two = |own: &str| {
        format!(
            "norm once {{
  when t
  must have f where (unit is the t.unit)
  within 5 days after the t
  reading one event exclusive
}}
norm monthly {{
  each unit
  must have f where (unit is the unit)
  every month
{own}}}
norm seldom {{
  each unit
  must have at most 0 breach of monthly where (bearer is the unit)
  every quarter
}}
test \"one for two norms\" for once, monthly, seldom {{
  given 2016-03-01 unit(entity: u1)
        2016-03-05 t(unit: u1)
        2016-03-06 f(unit: u1)
  covers 2016-03-01 to 2016-03-31
"
        )
    };
    let both = two("  reading one event exclusive\n");
    holds(&format!("{both}  expect monthly of u1: breached\n seldom of u1: breached\n}}"));
    let alone = two("");
    holds(&format!("{alone}  expect monthly of u1: fulfilled\n seldom of u1: fulfilled\n}}"));
}

#[test]
fn windows_are_in_a_row_whatever_days_lie_between_that_are_in_none() {
    let story = |reading: &str, expected: &str| {
        holds(&format!(
            "calendar term {{
  semester \"2016 spring\" 2016-03-01 to 2016-06-30
  vacation \"2016 summer\" 2016-07-01 to 2016-09-01
  semester \"2016 autumn\" 2016-09-02 to 2017-01-31
  vacation \"2017 winter\" 2017-02-01 to 2017-02-20
  semester \"2017 spring\" 2017-02-21 to 2017-06-30
  vacation \"2017 summer\" 2017-07-01 to 2017-09-01
}}
norm termly {{
  each unit
  must have f where (unit is the unit)
  every semester
{reading}}}
deem e when 2 consecutive breach of termly {{ unit: bearer }}
norm spoken {{
  when e
  must have t where (unit is the e.unit)
  within 5 days after the e
}}
test \"in a row\" for termly, spoken {{
  given 2016-03-01 unit(entity: u1)
        {expected}
}}"
        ));
    };
    for reading in ["", "  reading vacation waived\n"] {
        story(reading, "covers 2016-03-01 to 2017-03-31\n expect spoken of u1: breached");
        // One that was kept lies between.
        story(
            reading,
            "2016-10-01 f(unit: u1)\n covers 2016-03-01 to 2017-08-31\n expect spoken of u1: no duty",
        );
    }
}
