//! Windows that are counted from a date of each bearer's own.

use crate::holds;
use bylaws::check::check;
use bylaws::diagnostic::Diagnostic;
use bylaws::source::FileId;
use bylaws::syntax::parse;

const WORKERS: &str = "entity worker {\n  hired: date, optional\n  badge: integer, optional\n}
event done {\n  who: worker\n}";

// A duty of each year, of one who was hired on 10 April 2016, or on the day that is told.
fn of_each_year(hired: &str, given: &str, expected: &str) {
    holds(&format!(
        r#"{WORKERS}
norm leave {{
  each   worker
  must   have done where (who is the worker)
  every  year from the worker.hired
}}
test "leave" for leave {{
  given  2016-01-01 worker(entity: w{hired})
         {given}
  covers 2016-01-01 to 2018-12-31
  expect {expected}
}}"#
    ));
}

const APRIL: &str = ", hired: 2016-04-10";

#[test]
fn each_has_windows_of_its_own_up_to_the_day_before_the_same_date() {
    let last_day = "2017-04-09 done(who: w)";
    of_each_year(APRIL, last_day, "w on 2016-04-10: fulfilled\n w on 2017-04-10: breached, due 2018-04-09");
    let next_day = "2017-04-10 done(who: w)";
    of_each_year(APRIL, next_day, "w on 2017-04-09: breached, due 2017-04-09\n w on 2017-04-10: fulfilled");
}

#[test]
fn before_the_date_there_are_no_windows() {
    of_each_year(APRIL, "2016-03-05 done(who: w)", "w on 2016-03-05: no duty\n w on 2016-04-10: breached");
}

#[test]
fn a_date_that_is_corrected_moves_the_windows() {
    let corrected = "2016-06-01 worker(entity: w, hired: 2016-04-20)\n 2017-04-15 done(who: w)";
    of_each_year(APRIL, corrected, "w on 2016-04-20: fulfilled, due 2017-04-19");
}

#[test]
fn without_a_date_or_with_a_month_alone_nothing_is_known() {
    of_each_year("", "2016-05-01 done(who: w)", "w on 2016-05-01: undetermined");
    of_each_year(", hired: 2016-03", "2016-05-01 done(who: w)", "w on 2016-05-01: undetermined");
}

#[test]
fn the_29_february_is_the_28_where_there_is_none() {
    let leap = ", hired: 2016-02-29";
    of_each_year(leap, "2017-02-27 done(who: w)", "w on 2016-03-05: fulfilled, due 2017-02-27");
    of_each_year(leap, "2017-02-28 done(who: w)", "w on 2016-03-05: breached\n w on 2017-02-28: fulfilled");
}

#[test]
fn it_is_a_date_of_the_bearer_and_a_window_that_is_counted() {
    let every = |every: &str| {
        let header = "policy p \"P\" {\n  in force from 2016-03-01\n}\n";
        let norm = "norm n {\n  each worker\n  must have done where (who is the worker)\n  every";
        let parsed = parse(FileId::default(), &format!("{header}{WORKERS}\n{norm} {every}\n}}\n"));
        let checked = check(std::slice::from_ref(&parsed.file));
        let all: Vec<&str> =
            parsed.diagnostics.iter().chain(&checked.diagnostics).map(Diagnostic::code).collect();
        all.into_iter().filter(|code| *code != "B0703").map(str::to_owned).collect::<Vec<String>>()
    };
    assert!(every("year from the worker.hired").is_empty());
    assert!(every("2 months from (the worker.hired + 10 days)").is_empty());
    assert_eq!(every("year from (2016-03-01 + 1 month)"), ["B0433"]);
    assert_eq!(every("year from (time of the first done where (who is the worker))"), ["B0433"]);
    assert_eq!(every("academic year from the worker.hired"), ["B0434"]);
    assert_eq!(every("year from the worker.badge"), ["B0304"]);
    assert_eq!(every("year from the worker.hired, in the first 5 days"), ["B0435"]);
}
