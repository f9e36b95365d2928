//! Edges at which a verdict is easily taken for certain: silence of the log, records known to the month only,
//! what was set aside, limits by the hour, calendars that do not reach.

use super::{Line, Lines, holds, policy};
use bylaws::eval::Verdict::{self, Breached, Fulfilled, Open, Undetermined};
use bylaws::eval::{Request, evaluate};
use bylaws::log::{LogBuilder, RawValue, parse_moment};
use std::borrow::Cow;

/// One scenario about u1: a norm's clauses, what is given besides the unit itself, and what is expected.
#[track_caller]
fn case(norm: &str, given: &str, frame: &str, expected: &str) {
    let title = format!("{given} / {frame}").replace('\n', "; ").replace('"', "'");
    holds(&format!(
        "norm duty {{\n{norm}\n}}\ntest \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n\
         {given}\n  {frame}\n  expect {expected}\n}}"
    ));
}

const COUNT: &str = "each unit\nmust have e where (unit is the unit)";
const AFTER: &str = "when t\nmust have f where (unit is the t.unit)";

#[test]
fn looking_back_over_the_beginning_of_the_log() {
    let before = format!("{AFTER}\nbefore the t");
    let within = format!("{AFTER}\nwithin 7 days before the t");
    let t = "2016-03-03 t(unit: u1)";
    let early = "2016-02-28 f(unit: u1)\n2016-03-03 t(unit: u1)";
    let covers = "covers 2016-03-01 to 2016-03-31";
    // What is recorded counts, wherever it lies.
    case(&before, early, covers, "u1: fulfilled");
    case(&within, early, covers, "u1: fulfilled");
    // With a limit the silence before the log proves nothing; without one the log is all there is.
    case(&within, t, covers, "u1: undetermined");
    case(&before, t, covers, "u1: breached");
}

#[test]
fn what_holds_at_all_times_is_not_known_where_the_log_is_silent() {
    let most = "each unit\nmust have at most 1 deputy where (unit is the unit)\nat all times";
    let gap = "covers 2016-01-01 to 2016-03-31\ncovers 2016-06-01 to 2016-12-31\nas of 2016-12-31";
    case(most, "", gap, "u1: undetermined");
    case(most, "", "covers 2016-01-01 to 2016-12-31\nas of 2016-12-31", "u1: fulfilled");
    let keep = "each unit\nmust keep not (the unit under away)\nat all times";
    case(keep, "", "covers 2016-01-01 to 2016-03-31\nas of 2016-12-31", "u1: undetermined");
}

#[test]
fn records_of_which_only_the_month_is_known() {
    let fortnight = format!("{COUNT}\nevery 2 weeks from 2016-03-01");
    let month = format!("{COUNT}\nevery month");
    let late = format!("{fortnight}\nlate within 20 days");
    let e = "2016-03 e(unit: u1)";
    case(&month, e, "as of 2016-03-05", "u1: open");
    case(&month, e, "as of 2016-03-31", "u1: fulfilled");
    case(&late, e, "as of 2016-04-10", "u1 on 2016-03-05: undetermined");
    let after = format!("{AFTER}\nwithin 7 days after the t");
    case(&after, "2016-03 t(unit: u1)\n2016-04-05 f(unit: u1)", "as of 2016-05-01", "u1: undetermined");
    case(&after, "2016-03 t(unit: u1)\n2016-05-05 f(unit: u1)", "as of 2016-06-01", "u1: breached");
    let before = format!("{AFTER}\nwithin 7 days before the t");
    case(&before, "2016-03 t(unit: u1)\n2016-02-24 f(unit: u1)", "as of 2016-05-01", "u1: undetermined");
    case(&before, "2016-03 t(unit: u1)\n2016-02-01 f(unit: u1)", "as of 2016-05-01", "u1: breached");
    let favour = format!("{AFTER}\nbefore the t\nreading same day in favour");
    case(&favour, "2016-03 t(unit: u1)\n2016-03-25 f(unit: u1)", "as of 2016-05-01", "u1: undetermined");
    let excepted = format!("{AFTER}\nwithin 7 days after the t\nexcept while the t.unit under away");
    let away = "2016-03-10 away_start(unit: u1)\n2016-03-12 away_end(unit: u1)\n2016-03 t(unit: u1)";
    case(&excepted, away, "as of 2016-05-01", "u1: undetermined");
    let rolling = "each unit\nmust have at most 1 e where (unit is the unit)\nin any 7 days";
    let two = "2016-03 e(unit: u1)\n2016-03-03 e(unit: u1)";
    case(rolling, two, "covers 2016-01-01 to 2016-12-31\nas of 2016-12-31", "u1: undetermined");
}

#[test]
fn a_trigger_of_some_day_in_a_month_is_judged_on_each_of_them() {
    let keep = "when t\nmust satisfy (not (the t.unit under away))";
    let t = "2016-03 t(unit: u1)";
    let away = format!("2016-03-10 away_start(unit: u1)\n2016-03-12 away_end(unit: u1)\n{t}");
    case(keep, t, "as of 2016-05-01", "u1: fulfilled");
    case(keep, &away, "as of 2016-05-01", "u1: undetermined");
}

#[test]
fn a_record_excuses_from_its_day_on_where_a_norm_holds_at_all_times_or_in_any_stretch() {
    let frame = "covers 2016-01-01 to 2016-12-31\nas of 2016-12-31";
    let led = "each unit\nmust have at least 1 head where (unit is the unit)\nat all times\n\
               except exists f where (unit is the unit)";
    case(led, "2016-03-01 f(unit: u1)", frame, "u1: excused");
    case(led, "2016-03-02 f(unit: u1)", frame, "u1: breached");
    let often = "each unit\nmust have e where (unit is the unit)\nin any 14 days\nexcept exists f where (unit is the unit)";
    case(often, "2016-03-10 f(unit: u1)", frame, "u1: fulfilled");
    case(often, "2016-03-20 f(unit: u1)", frame, "u1: breached");
    let most = "each unit\nmust keep number of e where (unit is the unit) at least 1\nin any 14 days\n\
                except exists f where (unit is the unit)";
    case(most, "2016-03-10 f(unit: u1)", frame, "u1: fulfilled");
    case(most, "2016-03-20 f(unit: u1)", frame, "u1: breached");
}

#[test]
fn what_happened_before_the_regulation_excuses_from_nothing_in_it() {
    let norm = format!("{COUNT}\nevery 10 days from 2016-02-25\nexcept exists f where (unit is the unit)");
    let frame = "covers 2016-01-01 to 2016-03-31\nas of 2016-03-31";
    case(&norm, "2016-02-27 f(unit: u1)", frame, "u1 on 2016-03-02: breached");
    case(&norm, "2016-03-02 f(unit: u1)", frame, "u1 on 2016-03-02: excused");
    case(&norm, "", "covers 2016-03-01 to 2016-03-31\nas of 2016-03-31", "u1 on 2016-03-02: breached");
}

#[test]
fn what_is_not_known_can_only_make_the_greatest_greater() {
    let greatest =
        "each unit\nmust keep greatest of e.amount where (unit is the unit) less than 4\nevery month";
    let covers = "covers 2016-03-01 to 2016-03-20\nas of 2016-04-30";
    case(greatest, "2016-03-06 e(unit: u1, amount: 4)", covers, "u1 on 2016-03-05: breached");
    case(greatest, "2016-03-06 e(unit: u1, amount: 3)", covers, "u1 on 2016-03-05: undetermined");
}

#[test]
fn bearers_and_holders_of_which_only_the_month_is_known() {
    let every = "every 2 weeks from 2016-03-01";
    let heads = format!("each head\nmust have e where (who is the head)\n{every}");
    let since = "2016-03 role_start(person: p1, role: head, unit: u1)";
    case(&heads, since, "as of 2016-03-14", "p1: undetermined");
    holds(&format!(
        "norm duty {{\n{COUNT}\n{every}\n}}\ntest \"a unit of March\" for duty {{\n  given 2016-03 unit(entity: u2)\n  \
         covers 2016-01-01 to 2016-03-31\n  as of 2016-03-14\n  expect u2: undetermined\n}}"
    ));
    let deputy = "when t\nmust satisfy (unit.deputy contains who)";
    let both = "2016-01-01 role_start(person: p1, role: deputy, unit: u1)
         2016-03 role_start(person: p2, role: deputy, unit: u1)
         2016-03-10 t(unit: u1, who: p2)";
    case(deputy, both, "as of 2016-04-01", "u1: undetermined");
}

#[test]
fn a_successor_of_some_day_in_march_ends_no_office_before_it() {
    let heads = "each head\nmust have e where (who is the head)\nevery 2 weeks from 2016-03-01";
    let given = "2016-01-01 role_start(person: p1, role: head, unit: u1)
         2016-03 role_start(person: p2, role: head, unit: u1)";
    case(heads, given, "as of 2016-03-14", "p1: undetermined");
}

#[test]
fn dates_of_one_month_have_no_order() {
    let order = "when t\nmust satisfy (on before 2016-03-20)";
    let month = policy(&format!("norm duty {{\n{order}\n}}"));
    let judged = |on: &'static str| {
        let lines: [Line; 2] = [("2016-01-01", "unit", "id=r1 entity=u1"), ("2016-03-01", "t", on)];
        Lines::new(&month, &lines).verdicts("2016-12-31")
    };
    assert_eq!(judged("id=t1 unit=u1 on=2016-03"), [Undetermined]);
    assert_eq!(judged("id=t1 unit=u1 on=2016-02"), [Fulfilled]);
    assert_eq!(judged("id=t1 unit=u1 on=2016-03-20"), [Breached]);
}

#[test]
fn limits_by_the_hour() {
    let crowded = "each unit\nmust have at most 1 e where (unit is the unit)\nin any 24 hours";
    let covers = "covers 2016-01-01 to 2016-12-31\nas of 2016-12-31";
    case(crowded, "2016-03-02 08:00 e(unit: u1)\n2016-03-02 09:00 e(unit: u1)", covers, "u1: breached");
    case(crowded, "2016-03-02 08:00 e(unit: u1)\n2016-03-03 07:59 e(unit: u1)", covers, "u1: breached");
    case(crowded, "2016-03-02 08:00 e(unit: u1)\n2016-03-03 08:00 e(unit: u1)", covers, "u1: fulfilled");
    // Of two days nobody knows whether they are a day apart.
    case(crowded, "2016-03-02 e(unit: u1)\n2016-03-03 e(unit: u1)", covers, "u1: undetermined");
    let late = format!("{AFTER}\nwithin 4 hours after the t\nlate within 2 hours");
    let done = |at: &str| format!("2016-03-02 08:00 t(unit: u1)\n2016-03-02 {at} f(unit: u1)");
    case(&late, &done("12:00"), "as of 2016-03-05", "u1: fulfilled");
    case(&late, &done("13:59"), "as of 2016-03-05", "u1: late");
    case(&late, &done("18:00"), "as of 2016-03-05", "u1: breached");
}

#[test]
fn what_may_be_done_at_any_time_after_is_never_late() {
    let after = format!("{AFTER}\nafter the t\nlate within 5 days");
    case(&after, "2016-03-02 t(unit: u1)", "as of 2016-12-31", "u1: open");
}

#[test]
fn the_29th_of_february_is_the_28th_in_other_years() {
    let by = format!("{COUNT}\nby 29 February every year");
    let frame = "covers 2016-01-01 to 2017-12-31\nas of 2017-12-31";
    case(&by, "2017-02-28 e(unit: u1)", frame, "u1 on 2017-02-01: fulfilled, due 2017-02-28");
    case(&by, "2017-03-01 e(unit: u1)", frame, "u1 on 2017-02-01: breached, due 2017-02-28");
}

#[test]
fn who_has_left_cannot_be_late() {
    let heads = "each head\nmust have at least 2 e where (who is the head)\nevery 2 weeks from 2016-03-01";
    let given = "2016-03-01 role_start(person: p1, role: head, unit: u1)
         2016-03-07 role_end(person: p1, role: head, unit: u1)
         2016-03-10 e(unit: u1, who: p1)";
    case(heads, given, "as of 2016-03-31", "p1: breached");
}

#[test]
fn a_window_of_working_days_ends_with_its_last_day_and_not_with_what_is_seen() {
    let days = format!("{COUNT}\nevery 5 working days");
    case(&days, "", "as of 2016-03-02", "u1: open");
    case(&days, "2016-03-04 e(unit: u1)", "as of 2016-03-04", "u1: fulfilled");
}

#[test]
fn vacations_and_holidays_of_years_that_the_calendar_does_not_know() {
    let calendar = "calendar school {
  semester \"2016 spring\" 2016-02-22 to 2016-07-03
  vacation \"2016 summer\" 2016-07-04 to 2016-08-31
  holiday 2015-10-01 to 2015-10-07
  holiday 2017-10-01 to 2017-10-07
}\n";
    let during = "norm duty {\nwhen t\nmust satisfy (during vacation)\n}\n";
    let judged = |day: &str, verdict: &str| {
        holds(&format!(
            "{calendar}{during}test \"{day}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {day} t(unit: u1)\n  \
             as of 2019-12-31\n  expect u1: {verdict}\n}}"
        ));
    };
    judged("2016-07-10", "fulfilled");
    judged("2016-06-10", "breached");
    judged("2019-08-10", "undetermined");
    let working =
        "norm duty {\nwhen t\nmust have f where (unit is the t.unit)\nwithin 3 working days after the t\n}\n";
    holds(&format!(
        "{calendar}{working}test \"no holidays of 2016\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  \
         2016-09-30 t(unit: u1)\n  as of 2016-12-01\n  expect u1: undetermined\n}}"
    ));
}

#[test]
fn a_total_of_what_may_be_negative_has_no_lower_end() {
    let total = |field: &str| {
        format!(
            "each unit\nmust keep total of e.{field} where (unit is the unit) at least 100\nevery 4 weeks from 2016-03-01"
        )
    };
    let covers = "covers 2016-01-01 to 2016-03-10\nas of 2016-03-31";
    // `amount` is never negative, `cycle` may be.
    case(&total("amount"), "2016-03-02 e(unit: u1, amount: 120)", covers, "u1 on 2016-03-05: fulfilled");
    case(&total("cycle"), "2016-03-02 e(unit: u1, cycle: 120)", covers, "u1 on 2016-03-05: undetermined");
}

#[test]
fn doubled_starts_end_together_and_an_end_belongs_to_what_began_earlier() {
    let keep = "when t\nmust satisfy (not (unit under away))";
    let doubled = "2016-03-02 away_start(unit: u1)\n2016-03-03 away_start(unit: u1)
         2016-03-05 away_end(unit: u1)\n2016-03-20 t(unit: u1)";
    case(keep, doubled, "as of 2016-04-01", "u1: fulfilled");
    let again = "2016-03-02 away_start(unit: u1)\n2016-03-05 away_end(unit: u1)
         2016-03-05 away_start(unit: u1)\n2016-03-20 t(unit: u1)";
    case(keep, again, "as of 2016-04-01", "u1: breached");
}

#[test]
fn numbers_beyond_counting_are_no_limit() {
    let rolling =
        "each unit\nmust have at most 18446744073709551615 e where (unit is the unit)\nin any 7 days";
    let covers = "covers 2016-01-01 to 2016-12-31\nas of 2016-12-31";
    case(rolling, "2016-03-02 e(unit: u1)", covers, "u1: fulfilled");
    let month = "each unit\nmust have at most 100000000000000000000 e where (unit is the unit)\nevery month";
    case(month, "2016-03-02 e(unit: u1)", "as of 2016-03-31", "u1: fulfilled");
}

#[test]
fn the_start_day_included_shortens_months_too() {
    let month = format!("{AFTER}\nwithin 1 month after the t\nreading start day included");
    case(&month, "2016-03-01 t(unit: u1)", "as of 2016-03-02", "u1: open, due 2016-03-31");
}

#[test]
fn a_label_that_may_be_too_late_decides_nothing() {
    let label = format!("{COUNT}\nevery year\nreading year by label, closing after 20 days");
    let given = "2017-01 e(unit: u1, cycle: 2016)";
    case(&label, given, "as of 2017-01-31", "u1 in \"2016\": undetermined");
}

const SET_ASIDE: &str = "norm duty {\neach unit\nmust have e where (unit is the unit)\nevery 2 weeks from 2016-03-01\nexcept while the unit under away\n}";

/// The verdicts of the fortnight from 1 March, with bad records set aside.
fn with_bad(lines: &[Line]) -> Vec<Verdict> {
    let policy = policy(SET_ASIDE);
    let unit: [Line; 2] = [("2016-01-01", "unit", "id=r1 entity=u1"), ("2016-12-31", "f", "id=f1 unit=u2")];
    let all: Vec<Line> = unit.iter().chain(lines).copied().collect();
    let lines = Lines { skip_invalid: true, ..Lines::new(&policy, &all) };
    let evaluation = lines.evaluate("2016-03-14");
    evaluation.outcomes.iter().filter(|o| &*o.bearer == "u1").map(|o| o.verdict).collect()
}

#[test]
fn a_correction_that_cannot_be_read_takes_its_record_with_it() {
    let e1: Line = ("2016-03-05", "e", "id=e1 unit=u1");
    assert_eq!(with_bad(&[e1]), [Fulfilled]);
    assert_eq!(with_bad(&[e1, ("", "retract", "id=c1 of=e1 recorded_at=bad")]), [Undetermined]);
    let replace = ("2016-05-05", "replace", "id=c1 of=e1 as=e unit=u1 amount=bad recorded_at=2016-05-06");
    assert_eq!(with_bad(&[e1, replace]), [Undetermined]);
}

#[test]
fn an_end_that_cannot_be_read_leaves_the_state_in_doubt() {
    let start: Line = ("2016-02-10", "away_start", "id=s1 unit=u1");
    assert_eq!(with_bad(&[start]), [Verdict::Excused]);
    assert_eq!(with_bad(&[start, ("2016-02-20", "away_end", "id=s2 unitt=u1")]), [Undetermined]);
    assert_eq!(with_bad(&[("2016-03-02", "away_start", "id=s1 unitt=u1")]), [Undetermined]);
}

#[test]
fn a_typo_in_a_reference_can_be_corrected() {
    let policy = policy(SET_ASIDE);
    let lines: [Line; 4] = [
        ("2016-01-01", "unit", "id=r1 entity=u1"),
        ("2016-03-05", "e", "id=e1 unit=typo"),
        ("2016-03-05", "replace", "id=c1 of=e1 as=e unit=u1 recorded_at=2016-03-06"),
        ("2016-03-31", "f", "id=f1 unit=u1"),
    ];
    let closed = |lines: &[Line]| {
        let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
        lines.iter().enumerate().for_each(|(number, line)| builder.push(super::raw(number as u64, line)));
        builder.finish()
    };
    let as_of = Some(parse_moment("2016-03-14", policy.zone).unwrap().end);
    let log = closed(&lines).unwrap();
    let outcomes = evaluate(&policy, &log, &Request { as_of, ..Request::default() }).outcomes;
    assert_eq!(outcomes.iter().map(|o| o.verdict).collect::<Vec<_>>(), [Fulfilled]);
    // The other way round the correction brings the error in.
    let mut worse = lines;
    worse[1].2 = "id=e1 unit=u1";
    worse[2].2 = "id=c1 of=e1 as=e unit=typo recorded_at=2016-03-06";
    assert!(closed(&worse).is_err());
}

#[test]
fn a_state_that_a_correction_moved_is_not_withdrawn() {
    let policy = policy("norm duty {\neach head\nmust keep not (the head.unit under away)\nat all times\n}");
    let lines: [Line; 4] = [
        ("2016-01-01", "unit", "id=r1 entity=u1"),
        ("2016-03-02", "role_start", "id=s1 person=p1 role=head unit=u1"),
        (
            "2016-03-05",
            "replace",
            "id=c1 of=s1 as=role_start person=p1 role=head unit=u1 recorded_at=2016-03-06",
        ),
        ("2016-12-31", "f", "id=f1 unit=u1"),
    ];
    let evaluation = Lines::new(&policy, &lines).evaluate("2016-12-31");
    assert!(evaluation.withdrawn.is_empty(), "{:?}", evaluation.withdrawn);
    assert_eq!(evaluation.outcomes.iter().map(|o| o.verdict).collect::<Vec<_>>(), [Fulfilled]);
}

#[test]
fn one_bearer_named_twice_has_one_duty() {
    let policy = policy(
        "event g {\n  people: set of person\n}
norm duty {
  each person
  when g where (people contains the person)
  must have e where (who is the person)
  within 5 days after the g
}",
    );
    let mut named = super::raw(2, &("2016-03-02", "g", "id=g1"));
    let p1 = || RawValue::Text(Cow::Borrowed("p1"));
    named.fields.push((Cow::Borrowed("people"), RawValue::List(vec![p1(), p1()])));
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    builder.push(super::raw(1, &("2016-01-01", "person", "id=r1 entity=p1")));
    builder.push(named);
    let log = builder.finish().unwrap();
    let outcomes = evaluate(&policy, &log, &Request::default()).outcomes;
    assert_eq!(outcomes.iter().map(|o| o.verdict).collect::<Vec<_>>(), [Open]);
}
