//! Time limits that stand still, move, keep a distance; alternatives.

use super::holds;

/// One scenario about u1.
#[track_caller]
fn case(norm: &str, given: &str, frame: &str, expected: &str) {
    let title = format!("{given} / {frame}").replace('\n', "; ").replace('"', "'");
    holds(&format!(
        "norm duty {{\n{norm}\n}}\ntest \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  {frame}\n  \
         expect u1: {expected}\n}}"
    ));
}

const AFTER: &str = "when t\nmust have f where (unit is the t.unit)";
const LATER: &str = "covers 2016-01-01 to 2016-12-31";

#[test]
fn no_later_than_an_instant_or_the_end_of_a_day() {
    let norm = format!("{AFTER}\nno later than earlier of (the t.on, the t + 10 days)");
    let given = |f: &str| format!("2016-03-02 t(unit: u1, on: 2016-03-20)\n{f} f(unit: u1)");
    case(&norm, &given("2016-03-12"), LATER, "fulfilled, due 2016-03-12");
    case(&norm, &given("2016-03-13"), LATER, "breached");
    let sooner = |f: &str| format!("2016-03-02 t(unit: u1, on: 2016-03-05)\n{f} f(unit: u1)");
    case(&norm, &sooner("2016-03-05"), LATER, "fulfilled");
    case(&norm, &sooner("2016-03-06"), LATER, "breached");
}

#[test]
fn notice_so_long_before() {
    let given = |f: &str| format!("2016-03-20 t(unit: u1)\n{f} f(unit: u1)");
    let days = format!("{AFTER}\nat least 5 days before the t");
    case(&days, &given("2016-03-15"), LATER, "fulfilled");
    case(&days, &given("2016-03-16"), LATER, "breached");
    // Clear days: neither the day of the notice nor that of the event.
    let clear = format!("{AFTER}\nat least 5 clear days before the t");
    case(&clear, &given("2016-03-14"), LATER, "fulfilled");
    case(&clear, &given("2016-03-15"), LATER, "breached");
    // 20 March 2016 is a Sunday.
    let working = format!("{AFTER}\nat least 2 working days before the t");
    case(&working, &given("2016-03-17"), LATER, "fulfilled");
    case(&working, &given("2016-03-18"), LATER, "breached");
    let hours = format!("{AFTER}\nat least 24 hours before the t");
    let exact = |f: &str| format!("2016-03-20 12:00 t(unit: u1)\n{f} f(unit: u1)");
    case(&hours, &exact("2016-03-19 12:00"), LATER, "fulfilled");
    case(&hours, &exact("2016-03-19 12:01"), LATER, "breached");
}

#[test]
fn waiting_so_long_after() {
    let norm = format!("{AFTER}\nat least 3 days after the t");
    let given = |f: &str| format!("2016-03-02 t(unit: u1)\n{f} f(unit: u1)");
    case(&norm, &given("2016-03-05"), LATER, "fulfilled");
    case(&norm, &given("2016-03-04"), LATER, "open");
}

#[test]
fn t2_a_day_that_a_stop_touches_is_made_up() {
    let norm = format!("{AFTER}\nwithin 5 days after the t\nstops while the t.unit under away");
    let given = |f: &str| {
        format!(
            "2016-03-02 t(unit: u1)\n2016-03-04 away_start(unit: u1)\n2016-03-05 away_end(unit: u1)\n{f} f(unit: u1)"
        )
    };
    case(&norm, &given("2016-03-09"), LATER, "fulfilled, due 2016-03-09");
    case(&norm, &given("2016-03-10"), LATER, "breached");
    let endless = "2016-03-02 t(unit: u1)\n2016-03-04 away_start(unit: u1)";
    case(&norm, endless, LATER, "open");
    let hours = format!("{AFTER}\nwithin 10 hours after the t\nstops while the t.unit under away");
    let exact = |f: &str| {
        format!(
            "2016-03-02 08:00 t(unit: u1)\n2016-03-02 10:00 away_start(unit: u1)\n\
             2016-03-02 13:00 away_end(unit: u1)\n{f} f(unit: u1)"
        )
    };
    case(&hours, &exact("2016-03-02 20:59"), LATER, "fulfilled");
    case(&hours, &exact("2016-03-02 21:01"), LATER, "breached");
    // 5 March is a Saturday: it would not have counted anyway.
    let working = format!("{AFTER}\nwithin 3 working days after the t\nstops while the t.unit under away");
    case(&working, &given("2016-03-08"), LATER, "fulfilled, due 2016-03-08");
    case(&working, &given("2016-03-09"), LATER, "breached");
}

#[test]
fn t2_an_extension_works_only_if_made_before_the_limit_then_in_force() {
    let norm =
        format!("{AFTER}\nwithin 5 days after the t\nextended by 10 days when e where (unit is the t.unit)");
    let given = |e: &str, f: &str| format!("2016-03-02 t(unit: u1)\n{e} e(unit: u1)\n{f} f(unit: u1)");
    case(&norm, &given("2016-03-07", "2016-03-17"), LATER, "fulfilled, due 2016-03-17");
    case(&norm, &given("2016-03-07", "2016-03-18"), LATER, "breached");
    case(&norm, &given("2016-03-08", "2016-03-17"), LATER, "breached, due 2016-03-07");
    let twice =
        "2016-03-02 t(unit: u1)\n2016-03-05 e(unit: u1)\n2016-03-15 e(unit: u1)\n2016-03-27 f(unit: u1)";
    case(&norm, twice, LATER, "fulfilled, due 2016-03-27");
}

#[test]
fn o9_the_better_of_two_alternatives_stands() {
    let either =
        "each unit\nmust have at least 2 e where (unit is the unit) or have f where (unit is the unit)
every 31 days from 2016-03-01";
    let march = |given: &str, expected: &str| case(either, given, "as of 2016-03-31", expected);
    march("2016-03-05 f(unit: u1)", "fulfilled");
    march("2016-03-05 e(unit: u1)\n2016-03-06 e(unit: u1)", "fulfilled");
    march("2016-03-05 e(unit: u1)", "breached");
    case(either, "2016-03-05 e(unit: u1)", "as of 2016-03-20", "open");
    let triggered = "when t\nmust have e where (unit is the t.unit) or have f where (unit is the t.unit)
within 5 days after the t\nlate within 5 days";
    case(triggered, "2016-03-02 t(unit: u1)\n2016-03-10 e(unit: u1)", LATER, "late");
    case(
        triggered,
        "2016-03-02 t(unit: u1)\n2016-03-10 e(unit: u1)\n2016-03-06 f(unit: u1)",
        LATER,
        "fulfilled",
    );
    case(triggered, "2016-03-02 t(unit: u1)", LATER, "breached");
    let posts = "each unit\nmust have at least 1 head where (unit is the unit) or have at least 2 deputy where (unit is the unit)
at all times";
    let one = "2016-01-01 role_start(person: p1, role: deputy, unit: u1)";
    let two = "2016-01-01 role_start(person: p1, role: deputy, unit: u1)\n2016-01-01 role_start(person: p2, role: deputy, unit: u1)";
    case(posts, one, "covers 2016-01-01 to 2016-12-31", "breached");
    case(posts, two, "covers 2016-01-01 to 2016-12-31", "fulfilled");
}

#[test]
fn a_year_before_is_over_on_the_day() {
    let year = format!("{AFTER}\nat least 1 year before the t");
    let given = |t: &str, f: &str| format!("{t} t(unit: u1)\n{f} f(unit: u1)");
    let covers = "covers 2016-01-01 to 2018-12-31";
    // A year from 29 February is over on 28 February.
    case(&year, &given("2017-02-28", "2016-02-29"), covers, "fulfilled");
    case(&year, &given("2017-03-01", "2016-03-01"), covers, "fulfilled");
    case(&year, &given("2017-03-01", "2016-03-02"), covers, "breached");
    let month = format!("{AFTER}\nat least 1 month before the t");
    case(&month, &given("2017-04-30", "2017-03-31"), covers, "fulfilled");
    case(&month, &given("2017-04-30", "2017-04-01"), covers, "breached");
}

#[test]
fn months_of_an_extension_are_counted_from_the_start() {
    let norm = format!(
        "{AFTER}\nwithin 3 months after the t\nextended by 3 months when e where (unit is the t.unit)"
    );
    let given = |f: &str| format!("2016-11-30 t(unit: u1)\n2017-01-10 e(unit: u1)\n{f} f(unit: u1)");
    let covers = "covers 2016-01-01 to 2017-12-31";
    case(&norm, &given("2017-05-30"), covers, "fulfilled, due 2017-05-30");
    case(&norm, &given("2017-05-31"), covers, "breached, due 2017-05-30");
}

#[test]
fn the_latest_of_several_dates_is_a_limit() {
    let norm = "when f\nmust have e where (unit is the f.unit)\nno later than greatest of t.on where (unit is the f.unit)";
    let given = |e: &str| {
        format!(
            "2016-03-01 t(unit: u1, on: 2016-03-20)\n2016-03-01 t(unit: u1, on: 2016-03-10)\n2016-03-02 f(unit: u1)\n{e} e(unit: u1)"
        )
    };
    case(norm, &given("2016-03-20"), LATER, "fulfilled, due 2016-03-20");
    case(norm, &given("2016-03-21"), LATER, "breached, due 2016-03-20");
    let least = norm.replace("greatest", "least");
    case(&least, &given("2016-03-10"), LATER, "fulfilled, due 2016-03-10");
    case(&least, &given("2016-03-11"), LATER, "breached, due 2016-03-10");
}

#[test]
fn what_a_limit_rests_on_counts_if_it_happens_before_the_limit_then_in_force() {
    let norm = "when t\nmust have f where (unit is the t.unit)\nno later than later of (the t + 10 days, time of the last e where (unit is the t.unit) + 5 days)";
    let given = |e: &str, f: &str| format!("2016-03-02 t(unit: u1)\n{e} e(unit: u1)\n{f} f(unit: u1)");
    case(norm, &given("2016-03-10", "2016-03-15"), LATER, "fulfilled, due 2016-03-15");
    case(norm, &given("2016-03-10", "2016-03-16"), LATER, "breached, due 2016-03-15");
    case(norm, &given("2016-03-12", "2016-03-17"), LATER, "fulfilled, due 2016-03-17");
    case(norm, &given("2016-03-13", "2016-03-17"), LATER, "breached, due 2016-03-12");
    // What happened before the trigger counts as well.
    case(norm, &given("2016-02-01", "2016-03-12"), LATER, "fulfilled, due 2016-03-12");
    let alone = "when t\nmust have f where (unit is the t.unit)\nno later than time of the first e where (unit is the t.unit) + 5 days";
    case(alone, &given("2016-03-10", "2016-03-15"), LATER, "fulfilled, due 2016-03-15");
    case(alone, &given("2016-03-10", "2016-03-16"), LATER, "breached, due 2016-03-15");
    case(alone, "2016-03-02 t(unit: u1)", LATER, "undetermined");
}

#[test]
fn hours_from_a_day_may_be_over_a_day_sooner() {
    let norm = format!("{AFTER}\nwithin 72 hours after the t");
    let given = |f: &str| format!("2016-03-02 t(unit: u1)\n{f} f(unit: u1)");
    case(&norm, &given("2016-03-04 23:59"), LATER, "fulfilled");
    case(&norm, &given("2016-03-05 00:30"), LATER, "undetermined");
    case(&norm, &given("2016-03-05 23:30"), LATER, "undetermined");
    case(&norm, &given("2016-03-06 00:30"), LATER, "breached");
}
