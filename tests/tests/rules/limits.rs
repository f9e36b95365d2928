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
fn t2_a_clock_that_stands_still_when_a_limit_begins_or_ends_does_not_run() {
    let norm = format!("{AFTER}\nwithin 24 hours after the t\nstops while the t.unit under away");
    let given = |from: &str, to: &str, f: &str| {
        format!(
            "{from} away_start(unit: u1)\n2016-03-02 10:00 t(unit: u1)\n{to} away_end(unit: u1)\n{f} f(unit: u1)"
        )
    };
    for (from, to) in [
        ("2016-03-02 09:00", "2016-03-02 12:00"),
        ("2016-03-02 10:00", "2016-03-02 12:00"),
        ("2016-03-02 10:01", "2016-03-02 12:01"),
        // It begins as the last instant comes.
        ("2016-03-03 10:00", "2016-03-03 12:00"),
    ] {
        case(&norm, &given(from, to, "2016-03-03 12:00"), LATER, "fulfilled");
        case(&norm, &given(from, to, "2016-03-03 12:01"), LATER, "breached");
    }
    let ended = |f: &str| given("2016-03-02 09:00", "2016-03-02 10:00", f);
    case(&norm, &ended("2016-03-03 10:00"), LATER, "fulfilled");
    case(&norm, &ended("2016-03-03 10:01"), LATER, "breached");
}

#[test]
fn t2_a_stop_that_touches_the_start_day_takes_it_where_that_counts() {
    let norm = format!(
        "{AFTER}\nwithin 5 days after the t\nstops while the t.unit under away\nreading start day included"
    );
    let given = |to: &str, f: &str| {
        format!(
            "2016-04-10 away_start(unit: u1)\n2016-04-15 t(unit: u1)\n{to} away_end(unit: u1)\n{f} f(unit: u1)"
        )
    };
    case(&norm, &given("2016-04-14", "2016-04-19"), LATER, "fulfilled, due 2016-04-19");
    case(&norm, &given("2016-04-15", "2016-04-20"), LATER, "fulfilled, due 2016-04-20");
    case(&norm, &given("2016-04-17", "2016-04-22"), LATER, "fulfilled, due 2016-04-22");
    case(&norm, &given("2016-04-17", "2016-04-23"), LATER, "breached");
}

#[test]
fn t2_hours_that_extend_days_are_over_at_an_instant_in_time() {
    let norm = |by: &str| {
        format!("{AFTER}\nwithin 2 days after the t\nextended by {by} when e where (unit is the t.unit)")
    };
    let given =
        |f: &str| format!("2016-03-02 10:00 t(unit: u1)\n2016-03-03 09:00 e(unit: u1)\n{f} f(unit: u1)");
    case(&norm("6 hours"), &given("2016-03-05 06:00"), LATER, "fulfilled");
    case(&norm("6 hours"), &given("2016-03-05 06:01"), LATER, "breached");
    case(&norm("24 hours"), &given("2016-03-05"), LATER, "fulfilled, due 2016-03-05");
    case(&norm("24 hours"), &given("2016-03-06 00:00"), LATER, "breached");
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
fn o9_whoever_owes_nothing_by_one_way_need_not_have_gone_another() {
    let either = "each unit where (not (the unit under away))
must have e where (unit is the unit) or have at least 4 f where (unit is the unit)
every 30 days from 2016-03-02";
    // Of ten days one thirtieth of one is nothing, and of four it is one.
    let late = |given: &str, expected: &str| {
        case(
            either,
            &format!("2016-01-01 away_start(unit: u1)\n2016-03-22 away_end(unit: u1)\n{given}"),
            "as of 2016-03-31",
            expected,
        );
    };
    late("", "not applicable");
    late("2016-03-25 e(unit: u1)", "not applicable");
    late("2016-03-25 f(unit: u1)", "fulfilled");
    // Of sixteen days both are due.
    let half = |given: &str, expected: &str| {
        case(
            either,
            &format!("2016-01-01 away_start(unit: u1)\n2016-03-16 away_end(unit: u1)\n{given}"),
            "as of 2016-03-31",
            expected,
        );
    };
    half("2016-03-25 f(unit: u1)", "breached");
    half("2016-03-25 e(unit: u1)", "fulfilled");
    half("2016-03-25 f(unit: u1)\n2016-03-26 f(unit: u1)", "fulfilled");
    // Until it is over the other way may still be gone.
    case(
        either,
        "2016-01-01 away_start(unit: u1)\n2016-03-22 away_end(unit: u1)",
        "as of 2016-03-25",
        "open",
    );
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

// A vacation inside a semester; 12 March 2016 is a Saturday on which one works, for Friday the 11th.
const TERM: &str = "calendar term {
  semester \"2016 spring\" 2016-02-22 to 2016-07-01
  vacation \"spring\" 2016-04-11 to 2016-04-17
  holiday \"swapped\" 2016-03-11
  workday \"swapped\" 2016-03-12
}";

#[track_caller]
fn in_term(norm: &str, given: &str, expected: &str) {
    in_term_as_of(norm, given, "covers 2016-02-22 to 2016-07-01", expected);
}

#[track_caller]
fn in_term_as_of(norm: &str, given: &str, frame: &str, expected: &str) {
    holds(&format!(
        "{TERM}\nnorm duty {{\n{norm}\n}}\ntest \"in term\" for duty {{\n  given 2016-02-22 unit(entity: u1)\n  {given}\n  {frame}\n  \
         expect u1: {expected}\n}}"
    ));
}

#[test]
fn a_teaching_week_is_seven_days_of_teaching() {
    let norm = format!("{AFTER}\nwithin 2 teaching weeks after the t");
    let given = |t: &str, f: &str| format!("{t} t(unit: u1)\n{f} f(unit: u1)");
    // Wednesday to Wednesday; over a vacation of seven days a week later.
    in_term(&norm, &given("2016-03-02", "2016-03-16"), "fulfilled, due 2016-03-16");
    in_term(&norm, &given("2016-03-02", "2016-03-17"), "breached");
    in_term(&norm, &given("2016-04-06", "2016-04-27"), "fulfilled, due 2016-04-27");
    in_term(&norm, &given("2016-04-06", "2016-04-28"), "breached, due 2016-04-27");
    // What happens in a vacation has its first day when teaching begins again.
    in_term(&norm, &given("2016-04-13", "2016-05-01"), "fulfilled, due 2016-05-01");
    in_term(&norm, &given("2016-04-13", "2016-05-02"), "breached");
    // Beyond the calendar nobody can say.
    in_term(&norm, &given("2016-06-28", "2016-07-01"), "undetermined");
    let before = format!("{AFTER}\nwithin 1 teaching week before the t");
    in_term(&before, &given("2016-04-20", "2016-04-06"), "fulfilled");
    in_term(&before, &given("2016-04-20", "2016-04-05"), "breached");
}

#[test]
fn any_teaching_weeks_pass_over_a_vacation() {
    let often = "each unit\nmust have e where (unit is the unit)\nin any 1 teaching week";
    let given =
        |days: &[&str]| days.iter().map(|day| format!("{day} e(unit: u1)")).collect::<Vec<_>>().join("\n  ");
    let frame = "covers 2016-02-22 to 2016-04-24";
    let weekly = ["2016-03-04", "2016-03-11", "2016-03-18", "2016-03-25", "2016-04-01", "2016-04-08"];
    let with = |last| given(&weekly.into_iter().chain([last]).collect::<Vec<_>>());
    // From 8 April six days of teaching are left after the 10th: those up to the 22nd.
    in_term_as_of(often, &with("2016-04-22"), frame, "open");
    in_term_as_of(often, &with("2016-04-23"), frame, "breached");
    let sliding =
        "each unit\nmust keep number of e where (unit is the unit) at most 1\nin any 1 teaching week";
    let two = |a, b| given(&[a, b]);
    in_term_as_of(sliding, &two("2016-04-08", "2016-04-21"), frame, "breached");
    in_term_as_of(sliding, &two("2016-04-08", "2016-04-22"), frame, "open");
    let most = "each unit\nmust have at most 1 e where (unit is the unit)\nin any 1 teaching week";
    in_term_as_of(most, &two("2016-04-08", "2016-04-21"), frame, "breached");
    in_term_as_of(most, &two("2016-04-08", "2016-04-22"), frame, "open");
}

#[test]
fn a_limit_is_moved_off_a_day_off_wherever_it_comes_to_lie_on_one() {
    let moves = |limit: &str| format!("{AFTER}\n{limit}\nreading day off moves");
    let given = |t: &str, other: &str, f: &str| format!("{t} t(unit: u1)\n{other}\n{f} f(unit: u1)");
    // Friday the 11th is off, and Saturday the 12th is not.
    let plain = moves("within 3 days after the t");
    in_term(&plain, &given("2016-03-08", "", "2016-03-12"), "fulfilled, due 2016-03-12");
    in_term(&plain, &given("2016-03-09", "", "2016-03-12"), "fulfilled, due 2016-03-12");
    in_term(&plain, &given("2016-03-10", "", "2016-03-14"), "fulfilled, due 2016-03-14");
    // One day stands still: from Thursday the 10th on to Friday, which is off.
    let stops = moves("within 3 days after the t\nstops while the t.unit under away");
    let away = "2016-03-09 away_start(unit: u1)\n2016-03-09 away_end(unit: u1)";
    in_term(&stops, &given("2016-03-07", away, "2016-03-12"), "fulfilled, due 2016-03-12");
    in_term(&stops, &given("2016-03-07", away, "2016-03-13"), "breached, due 2016-03-12");
    // A day off that a limit would have been moved over does not stand still for it.
    let over = "2016-03-20 away_start(unit: u1)\n2016-03-20 away_end(unit: u1)";
    in_term(&stops, &given("2016-03-16", over, "2016-03-21"), "fulfilled, due 2016-03-21");
    in_term(&stops, &given("2016-03-16", over, "2016-03-22"), "breached, due 2016-03-21");
    // An extension counts from the limit in force, and its own end is moved as well.
    let extended = moves("within 3 days after the t\nextended by 5 days when e where (unit is the t.unit)");
    in_term(
        &extended,
        &given("2016-03-02", "2016-03-07 e(unit: u1)", "2016-03-12"),
        "fulfilled, due 2016-03-12",
    );
    in_term(
        &extended,
        &given("2016-03-03", "2016-03-07 e(unit: u1)", "2016-03-14"),
        "breached, due 2016-03-12",
    );
    // So is the time for making up.
    let late = moves("within 3 days after the t\nlate within 3 days");
    in_term(&late, &given("2016-03-05", "", "2016-03-12"), "late, due 2016-03-08");
    in_term(&late, &given("2016-03-05", "", "2016-03-13"), "breached, due 2016-03-08");
    // Three days after March is a Sunday.
    let month = |day: &str, verdict: &str| {
        holds(&format!(
            "{TERM}\nnorm duty {{\neach unit\nmust have e where (unit is the unit)\nevery month\nlate within 3 days\n\
             reading day off moves\n}}\ntest \"making up\" for duty {{\n  given 2016-02-22 unit(entity: u1)\n  \
             {day} e(unit: u1)\n  covers 2016-02-22 to 2016-07-01\n  as of 2016-05-31\n  \
             expect u1 in \"2016-03\": {verdict}\n}}"
        ));
    };
    month("2016-04-04", "late, due 2016-03-31");
    month("2016-04-05", "breached, due 2016-03-31");
}

#[test]
fn swapped_days_count_where_working_days_do() {
    let given = |other: &str, f: &str| format!("2016-03-07 t(unit: u1)\n{other}\n{f} f(unit: u1)");
    let plain = format!("{AFTER}\nwithin 4 working days after the t");
    // 8, 9, 10 and, in the place of Friday, Saturday 12 March.
    in_term(&plain, &given("", "2016-03-12"), "fulfilled, due 2016-03-12");
    in_term(&plain, &given("", "2016-03-13"), "breached");
    let stops = format!("{AFTER}\nwithin 3 working days after the t\nstops while the t.unit under away");
    let away = "2016-03-09 away_start(unit: u1)\n2016-03-09 away_end(unit: u1)";
    in_term(&stops, &given(away, "2016-03-12"), "fulfilled, due 2016-03-12");
    let both = format!("{stops}\nextended by 1 working day when e where (unit is the t.unit)");
    let extended = format!("{away}\n2016-03-10 e(unit: u1)");
    in_term(&both, &given(&extended, "2016-03-14"), "fulfilled, due 2016-03-14");
    // The clock stands still in what an extension adds, too.
    let later = "2016-03-12 away_start(unit: u1)\n2016-03-12 away_end(unit: u1)\n2016-03-09 e(unit: u1)";
    in_term(&both, &given(later, "2016-03-14"), "fulfilled, due 2016-03-14");
    in_term(&both, &given(later, "2016-03-15"), "breached, due 2016-03-14");
    let late = format!("{AFTER}\nwithin 3 working days after the t\nlate within 1 working day");
    in_term(&late, &given("", "2016-03-12"), "late, due 2016-03-10");
    in_term(&late, &given("", "2016-03-14"), "breached, due 2016-03-10");
}

#[test]
fn a_stop_that_never_happens_leaves_an_extension_in_months_as_it_is() {
    let norm = format!(
        "{AFTER}\nwithin 2 months after the t\nstops while the t.unit under away\n\
         extended by 2 months when e where (unit is the t.unit)"
    );
    // 28 February is the last day of the two months; two and two are four from 31 December.
    let given = |stop: &str, f: &str| {
        format!("2016-12-31 t(unit: u1)\n2017-02-20 e(unit: u1)\n{stop}\n{f} f(unit: u1)")
    };
    let covers = "covers 2016-01-01 to 2017-12-31";
    case(&norm, &given("", "2017-04-30"), covers, "fulfilled, due 2017-04-30");
    case(&norm, &given("", "2017-05-01"), covers, "breached, due 2017-04-30");
    // A day on which the clock stood still is made up after the four.
    let still = "2017-01-10 away_start(unit: u1)\n2017-01-11 away_end(unit: u1)";
    case(&norm, &given(still, "2017-05-02"), covers, "fulfilled, due 2017-05-02");
    case(&norm, &given(still, "2017-05-03"), covers, "breached, due 2017-05-02");
}

#[test]
fn a_month_before_is_one_from_the_day_on_which_it_is_done() {
    let covers = "covers 2016-01-01 to 2016-12-31";
    let given = |t: &str| format!("2016-02-29 f(unit: u1)\n{t} t(unit: u1)");
    let limit = format!("{AFTER}\nwithin 1 month before the t");
    let condition =
        "when t\nmust satisfy (within 1 month before the t (exists f where (unit is the t.unit)))";
    for norm in [limit.as_str(), condition] {
        case(norm, &given("2016-03-29"), covers, "fulfilled");
        case(norm, &given("2016-03-30"), covers, "breached");
        case(norm, &given("2016-03-31"), covers, "breached");
    }
    let years = format!("{AFTER}\nwithin 1 year before the t");
    let later = |t: &str| format!("2016-02-29 f(unit: u1)\n{t} t(unit: u1)");
    case(&years, &later("2017-02-28"), "covers 2016-01-01 to 2017-12-31", "fulfilled");
    case(&years, &later("2017-03-01"), "covers 2016-01-01 to 2017-12-31", "breached");
}

#[test]
fn what_comes_between_the_last_day_of_a_notice_and_the_trigger_excuses() {
    let norm = format!("{AFTER}\nat least 3 days before the t\nexcept exists e where (unit is the t.unit)");
    let given = |f: &str, e: &str| format!("{f} f(unit: u1)\n{e} e(unit: u1)\n2016-04-28 t(unit: u1)");
    case(&norm, &given("2016-04-26", "2016-04-20"), LATER, "excused");
    case(&norm, &given("2016-04-26", "2016-04-27"), LATER, "excused");
    case(&norm, &given("2016-04-26", "2016-04-29"), LATER, "breached");
    case(&norm, &given("2016-04-20", "2016-04-27"), LATER, "fulfilled");
}

#[test]
fn a_date_that_is_a_limit_moves_by_what_the_clock_stood_still() {
    let norm = format!("{AFTER}\nno later than the t.on\nstops while the t.unit under away");
    let given = |f: &str| {
        format!(
            "2016-03-02 t(unit: u1, on: 2016-03-20)\n2016-03-04 away_start(unit: u1)\n\
             2016-03-05 away_end(unit: u1)\n{f} f(unit: u1)"
        )
    };
    case(&norm, &given("2016-03-22"), LATER, "fulfilled, due 2016-03-22");
    case(&norm, &given("2016-03-23"), LATER, "breached, due 2016-03-22");
    // What lies behind the limit, or before the trigger, moves nothing.
    let none = |on: &str| {
        format!(
            "2016-03-01 away_start(unit: u1)\n2016-03-02 away_end(unit: u1)\n\
             2016-03-10 t(unit: u1, on: {on})\n2016-03-25 away_start(unit: u1)"
        )
    };
    case(&norm, &none("2016-03-20"), LATER, "breached, due 2016-03-20");
    case(&norm, &none("2016-03-05"), LATER, "breached, due 2016-03-05");
    let put_off =
        format!("{AFTER}\nno later than the t.on\nextended by 10 days when e where (unit is the t.unit)");
    let made =
        |e: &str| format!("2016-03-02 t(unit: u1, on: 2016-03-20)\n{e} e(unit: u1)\n2016-03-30 f(unit: u1)");
    case(&put_off, &made("2016-03-20"), LATER, "fulfilled, due 2016-03-30");
    case(&put_off, &made("2016-03-21"), LATER, "breached, due 2016-03-20");
}

#[test]
fn what_has_no_limit_from_a_trigger_is_neither_stopped_nor_extended() {
    let told = |clause: &str| -> Vec<&'static str> {
        let norm = format!("norm duty {{\n{AFTER}\n{clause}\n}}\n");
        let parsed =
            bylaws::syntax::parse(bylaws::source::FileId::default(), &format!("{}{norm}", super::VOCABULARY));
        let checked = bylaws::check::check(std::slice::from_ref(&parsed.file));
        checked.diagnostics.iter().map(|d| d.code()).filter(|code| *code == "B0419").collect()
    };
    let stops = "stops while the t.unit under away";
    let extended = "extended by 10 days when e where (unit is the t.unit)";
    let limits = ["before the t", "after the t", "within 5 days before the t", "at least 5 days after the t"];
    for limit in limits {
        assert_eq!(told(&format!("{limit}\n{stops}")), ["B0419"], "{limit}");
        assert_eq!(told(&format!("{limit}\n{extended}")), ["B0419"], "{limit}");
    }
    for limit in ["at least 5 days before the t", "on the day of the t"] {
        assert_eq!(told(&format!("{limit}\n{stops}")), ["B0419"], "{limit}");
        assert!(told(&format!("{limit}\n{extended}")).is_empty(), "{limit}");
    }
    for limit in [
        "within 5 days after the t",
        "no later than the t.on",
        "by 31 March of the same year",
        "by 2016-12-31",
    ] {
        assert!(told(&format!("{limit}\n{stops}\n{extended}")).is_empty(), "{limit}");
    }
}

#[test]
fn a_date_on_a_day_off_moves_where_limits_do() {
    // 20 March 2016 is a Sunday, and 21 March 2016 a Monday.
    let moves = |limit: &str| format!("{AFTER}\n{limit}\nreading day off moves");
    let given = |f: &str| format!("2016-03-02 t(unit: u1, on: 2016-03-20)\n{f} f(unit: u1)");
    let limits = [
        "no later than the t.on",
        "no later than the t + 18 days",
        "by 2016-03-20",
        "by 20 March of the same year",
    ];
    for limit in limits {
        case(&moves(limit), &given("2016-03-21"), LATER, "fulfilled, due 2016-03-21");
        case(&moves(limit), &given("2016-03-22"), LATER, "breached, due 2016-03-21");
        let stays = format!("{AFTER}\n{limit}");
        case(&stays, &given("2016-03-21"), LATER, "breached, due 2016-03-20");
    }
    // An instant is no day.
    let hours = moves("no later than the t + 436 hours");
    let exact = |f: &str| format!("2016-03-02 08:00 t(unit: u1)\n{f} f(unit: u1)");
    case(&hours, &exact("2016-03-20 12:00"), LATER, "fulfilled, due 2016-03-20");
    case(&hours, &exact("2016-03-21 09:00"), LATER, "breached, due 2016-03-20");
}
