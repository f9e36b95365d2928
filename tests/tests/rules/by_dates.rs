//! Duties by a date: of every year, or one.

use super::{Lines, holds, policy};
use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use bylaws::syntax::{self, parse};

fn by(limit: &str, more: &str, story: &str, expected: &str) -> String {
    format!(
        r#"norm duty {{
  each   unit
  must   have e where (unit is the unit)
  {limit}
{more}}}
test "{limit}" for duty {{
  given  {story}
  covers 2016-03-01 to 2018-12-31
  expect {expected}
}}"#
    )
}

const YEARLY: &str = "by 31 January every year";

#[test]
fn what_is_done_after_one_date_counts_for_the_next() {
    let done = |day: &str, expected: &str| {
        holds(&by(YEARLY, "", &format!("2016-03-01 unit(entity: u1) {day} e(unit: u1)"), expected));
    };
    done(
        "2016-12-20",
        "u1 in \"2017\": fulfilled, due 2017-01-31\n u1 in \"2018\": breached, due 2018-01-31",
    );
    done("2017-01-31", "u1 in \"2017\": fulfilled\n u1 in \"2018\": breached");
    done("2017-02-01", "u1 in \"2017\": breached\n u1 in \"2018\": fulfilled");
}

#[test]
fn a_date_binds_whoever_is_there_on_it_in_full() {
    let entered = |day: &str, expected: &str| {
        holds(&by(YEARLY, "", &format!("{day} unit(entity: u1)"), expected));
    };
    entered("2017-01-31", "u1 in \"2017\": breached\n u1 in \"2018\": breached");
    entered("2017-02-01", "u1 in \"2017\": no duty\n u1 in \"2018\": breached");
    let left = |day: &str, expected: &str| {
        let story = format!("2016-03-01 unit(entity: u1) {day} entity_end(entity: u1)");
        holds(&by(YEARLY, "", &story, expected));
        holds(&by("by 2017-01-31", "", &story, &expected.replace("in \"2017\"", "on 2016-12-01")));
    };
    left("2017-01-30", "u1 in \"2017\": not applicable");
    left("2017-01-31", "u1 in \"2017\": breached");
}

#[test]
fn an_exception_is_asked_of_the_date() {
    let away = |from: &str, until: &str, expected: &str| {
        let story =
            format!("2016-03-01 unit(entity: u1) {from} away_start(unit: u1) {until} away_end(unit: u1)");
        holds(&by(YEARLY, "  except while the unit under away\n", &story, expected));
    };
    away("2016-04-01", "2017-01-30", "u1 in \"2017\": breached");
    away("2017-01-31", "2017-01-31", "u1 in \"2017\": excused");
}

#[test]
fn another_reading_of_who_counts_stands() {
    let story = "2016-03-01 unit(entity: u1) 2017-01-30 entity_end(entity: u1)";
    let any_day = "  reading who counts in scope on any day\n";
    holds(&by(YEARLY, any_day, story, "u1 in \"2017\": breached"));
}

#[test]
fn a_share_that_comes_to_nothing_says_so() {
    let policy = policy("norm duty {\n  each unit\n  must have e where (unit is the unit)\n  every month\n}");
    let lines = [("2016-03-20", "unit", "id=r1 entity=u1"), ("2016-04-30", "f", "id=f1 unit=u2")];
    let outcome = Lines::new(&policy, &lines).of("u1", "2016-03-31").into_iter().next().unwrap();
    assert_eq!(outcome.why().render(Lang::En), "only 12 of 31 days count: in proportion nothing is due");
}

#[test]
fn a_date_of_the_year_of_the_trigger_or_of_the_next() {
    let story = |limit: &str, triggered: &str, done: &str, expected: &str| {
        holds(&format!(
            r#"norm duty {{
  each   unit
  when   t where (unit is the unit)
  must   have f where (unit is the unit)
  {limit}
}}
test "{limit}" for duty {{
  given  2016-03-01 unit(entity: u1)
         {triggered} t(unit: u1)
         {done} f(unit: u1)
  covers 2016-03-01 to 2018-12-31
  expect u1 on {}: {expected}
}}"#,
            if triggered.len() > 7 { triggered } else { "2016-12-31" }
        ));
    };
    let next = "by 30 June of the next year";
    story(next, "2016-03-10", "2017-06-30", "fulfilled, due 2017-06-30");
    story(next, "2016-12-31", "2017-07-01", "breached, due 2017-06-30");
    story(next, "2017-01-01", "2018-06-30", "fulfilled, due 2018-06-30");
    let same = "by 31 December of the same year";
    story(same, "2016-12-31", "2016-12-31", "fulfilled, due 2016-12-31");
    story(same, "2016-12-30", "2017-01-01", "breached, due 2016-12-31");
    // Of a month the year is known, of a stretch over two years it would not be.
    story(next, "2016-12", "2017-06-30", "fulfilled, due 2017-06-30");
    // 29 February of a year without one.
    story("by 29 February of the next year", "2016-05-01", "2017-02-28", "fulfilled, due 2017-02-28");
}

// What happens on one day and is followed by something on another one.
fn by_of(words: &str, limit: &str, triggered: &str, done: &str, expected: &str) -> String {
    format!(
        r#"{words}norm duty {{
  when   t
  must   have f
  {limit}
}}
test "{limit}" for duty {{
  given  {triggered} t(id: t1, unit: u1)
         {done} f(unit: u1)
  covers 2016-03-01 to 2018-12-31
  expect u1: {expected}
}}"#
    )
}

#[track_caller]
fn due(limit: &str, triggered: &str, done: &str, expected: &str) {
    holds(&by_of("", limit, triggered, done, expected));
}

const SCHOOL: &str = r#"calendar school {
  academic year "2015" 2015-09-01 to 2016-08-31
  academic year "2016" 2016-09-01 to 2017-08-31
  semester "spring" 2016-03-01 to 2016-06-30
  vacation "summer" 2016-07-01 to 2016-08-31
  semester "autumn" 2016-09-01 to 2017-01-15
}
"#;

#[test]
fn a_time_of_the_next_day_is_counted_from_the_day_of_the_trigger() {
    let next = "by 12:00 on the next day";
    due(next, "2016-03-10 00:00", "2016-03-11 12:00", "fulfilled, due 2016-03-11");
    due(next, "2016-03-10 23:59", "2016-03-11 12:01", "breached, due 2016-03-11");
    // Of what happened sometime on the day it is not known whether it was done by noon.
    due(next, "2016-03-10", "2016-03-11", "undetermined");
    due(next, "2016-03-10", "2016-03-11 12:00", "fulfilled, due 2016-03-11");
    due(next, "2016-03", "2016-03-11 12:00", "undetermined");
    let same = "by 22:00 on the same day";
    due(same, "2016-03-10 08:00", "2016-03-10 22:00", "fulfilled, due 2016-03-10");
    due(same, "2016-03-10 08:00", "2016-03-10 22:01", "breached, due 2016-03-10");
    // Where the time is over already, what was done before it counts.
    due(same, "2016-03-10 23:00", "2016-03-10 21:00", "fulfilled, due 2016-03-10");
    due("by 24:00 on the same day", "2016-03-10 08:00", "2016-03-10 23:59", "fulfilled, due 2016-03-10");
    due("by 24:00 on the same day", "2016-03-10 08:00", "2016-03-11 00:00", "breached, due 2016-03-10");
}

#[test]
fn a_time_of_the_day_of_whatever_there_is_is_an_instant() {
    let after = "by 12:00 on the day after the t";
    due(after, "2016-03-10 09:00", "2016-03-11 12:00", "fulfilled, due 2016-03-11");
    due(after, "2016-03-10 09:00", "2016-03-11 12:01", "breached, due 2016-03-11");
    let moved = "no later than 09:00 on the day of (the t + 3 working days)";
    // From a Thursday to a Tuesday.
    due(moved, "2016-03-10 20:00", "2016-03-15 09:00", "fulfilled, due 2016-03-15");
    due(moved, "2016-03-10 20:00", "2016-03-15 09:01", "breached, due 2016-03-15");
    // Of a record of which the day alone is known it is not known on which side of the time it lies.
    holds(
        "norm early {\n  when t\n  must satisfy (the t before 22:00 on the day of the t)\n}\ntest \"sides\" for early {\n  \
         given 2016-03-10 21:59 t(id: a, unit: u1)\n        2016-03-10 22:00 t(id: b, unit: u1)\n        2016-03-11 t(id: c, unit: u1)\n  \
         covers 2016-03-01 to 2016-12-31\n  expect u1 for a: fulfilled\n         u1 for b: breached\n         u1 for c: undetermined\n}",
    );
    let before = "before 22:00 on the day of the t";
    due(before, "2016-03-10 23:00", "2016-03-10 21:59", "fulfilled");
    due(before, "2016-03-10 23:00", "2016-03-10 22:01", "breached");
}

#[test]
fn a_day_of_the_next_month_is_counted_from_the_month_of_the_trigger() {
    let next = "by day 15 of the next month";
    due(next, "2016-03-01", "2016-04-15", "fulfilled, due 2016-04-15");
    due(next, "2016-03-31", "2016-04-16", "breached, due 2016-04-15");
    due(next, "2016-12-31", "2017-01-15", "fulfilled, due 2017-01-15");
    // Of a month it is known which the next one is.
    due(next, "2016-03", "2016-04-15", "fulfilled, due 2016-04-15");
    due(next, "2016", "2016-04-15", "undetermined");
    let same = "by day 15 of the same month";
    due(same, "2016-03-10", "2016-03-15", "fulfilled, due 2016-03-15");
    // A day that the month does not have is its last one.
    due("by day 31 of the next month", "2017-01-31", "2017-02-28", "fulfilled, due 2017-02-28");
    due("by the last day of the next month", "2016-03-31", "2016-04-30", "fulfilled, due 2016-04-30");
    due("by the last day of the next month", "2016-04-01", "2016-06-01", "breached, due 2016-05-31");
    // What was done before a limit in the month before counts from any time before.
    due("by the last day of the previous month", "2017-01-10", "2016-12-31", "fulfilled, due 2016-12-31");
    due("by the last day of the previous month", "2017-01-10", "2017-01-01", "breached, due 2016-12-31");
    due("by the last day of the same month", "2016-12-01", "2016-12-31", "fulfilled, due 2016-12-31");
}

#[test]
fn a_day_of_a_week_a_quarter_a_semester_or_an_academic_year() {
    let story = |limit: &str, triggered: &str, done: &str, expected: &str| {
        holds(&by_of(SCHOOL, limit, triggered, done, expected));
    };
    // 7 March 2016 is a Monday.
    let friday = "by Friday of the same week";
    story(friday, "2016-03-07", "2016-03-11", "fulfilled, due 2016-03-11");
    story(friday, "2016-03-11", "2016-03-12", "breached, due 2016-03-11");
    // On a Sunday the Friday of its week is over.
    story(friday, "2016-03-13", "2016-03-14", "breached, due 2016-03-11");
    story("by Monday of the next week", "2016-03-13", "2016-03-14", "fulfilled, due 2016-03-14");
    story("by Sunday of the previous week", "2016-03-14", "2016-03-13", "fulfilled, due 2016-03-13");
    // A week may lie in two years.
    story(friday, "2016-12-26", "2016-12-31", "breached, due 2016-12-30");
    story("by the last day of the next week", "2016-12-31", "2017-01-08", "fulfilled, due 2017-01-08");
    let quarter = "by the last day of the same quarter";
    story(quarter, "2016-04-01", "2016-06-30", "fulfilled, due 2016-06-30");
    story(quarter, "2016-03-31", "2016-04-01", "breached, due 2016-03-31");
    story("by day 10 of the next quarter", "2016-12-31", "2017-01-10", "fulfilled, due 2017-01-10");
    story("by the last day of the previous quarter", "2017-02-10", "2016-12-31", "fulfilled, due 2016-12-31");
    // A day that the quarter does not have.
    story("by day 92 of the next quarter", "2016-12-31", "2017-03-31", "fulfilled, due 2017-03-31");
    let semester = "by the last day of the same semester";
    story(semester, "2016-06-30", "2016-06-30", "fulfilled, due 2016-06-30");
    story(semester, "2016-06-29", "2016-07-01", "breached, due 2016-06-30");
    // In the vacation there is none, and those beside it are the previous and the next.
    story(semester, "2016-07-10", "2016-07-11", "undetermined");
    story("by day 5 of the next semester", "2016-07-10", "2016-09-05", "fulfilled, due 2016-09-05");
    story("by day 5 of the next semester", "2016-06-30", "2016-09-06", "breached, due 2016-09-05");
    story(
        "by the last day of the previous semester",
        "2016-07-10",
        "2016-06-30",
        "fulfilled, due 2016-06-30",
    );
    // The calendar has no next one.
    story("by day 5 of the next semester", "2016-10-10", "2016-10-11", "undetermined");
    let year = "by the last day of the same academic year";
    story(year, "2016-08-31", "2016-08-31", "fulfilled, due 2016-08-31");
    story(year, "2016-09-01", "2017-09-01", "breached, due 2017-08-31");
}

#[test]
fn a_period_has_several_names_in_chinese_and_one_when_it_is_written_anew() {
    let written = |limit: &str| {
        let text = format!("规范 甲 {{\n  情形：申请\n  应当：答复\n  时限：{limit}\n}}\n");
        let parsed = parse(FileId(0), &text);
        let said: Vec<String> = parsed.diagnostics.iter().map(|d| d.message.render(Lang::Zh)).collect();
        let text = syntax::format(&parsed.file);
        (
            text.lines().find_map(|line| line.trim().strip_prefix("时限：")).unwrap_or_default().to_owned(),
            said,
        )
    };
    for (limit, anew) in [
        ("本周五前", "当周周五前"),
        ("当周星期天以前", "当周周日前"),
        ("下周周一前", "次周周一前"),
        ("上周最后一天前", "上周最后一日前"),
        ("本月15日前", "当月15日前"),
        ("下月最后一日前", "次月最后一日前"),
        ("本季度第10日前", "当季度第10日前"),
        ("当学期最后一日前", "本学期最后一日前"),
        ("次学年第5天前", "下学年第5日前"),
    ] {
        assert_eq!(written(limit), (anew.to_owned(), Vec::new()), "{limit}");
    }
    // Whether the day itself is meant is asked; what lies before the first one is the last of the period before.
    let readings = |limit: &str| written(limit).1.join("\n");
    for (limit, before) in [
        ("当周周五之前", "当周周四"),
        ("次周周一之前", "当周最后一日"),
        ("本学期第1日之前", "上学期最后一日"),
    ] {
        assert!(readings(limit).contains(before), "{limit}: {}", readings(limit));
    }
}

#[test]
fn a_date_on_a_day_off_moves_and_the_next_window_begins_after_it() {
    // 31 March 2018 is a Saturday.
    let moves = "by 31 March every year";
    let done = |day: &str, more: &str, expected: &str| {
        holds(&by(moves, more, &format!("2016-03-01 unit(entity: u1) {day} e(unit: u1)"), expected));
    };
    let reading = "  reading day off moves\n";
    done("2018-04-02", reading, "u1 in \"2018\": fulfilled, due 2018-04-02");
    done("2018-04-03", reading, "u1 in \"2018\": breached, due 2018-04-02");
    done("2018-04-02", "", "u1 in \"2018\": breached, due 2018-03-31");
    let once = |day: &str, expected: &str| {
        let story = format!("2016-03-01 unit(entity: u1) {day} e(unit: u1)");
        holds(&by("by 2018-03-31", reading, &story, expected));
    };
    once("2018-04-02", "u1: fulfilled, due 2018-04-02");
    once("2018-04-03", "u1: breached, due 2018-04-02");
}
