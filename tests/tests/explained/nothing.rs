//! Why nothing is due of what asks for none, and for how long what is always to hold was held.

use super::told;
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;

const COLLEGE: &str = "given 2016-01-01 college(entity: c1)\n";

/// The reason of the first duty, in both languages.
#[track_caller]
fn told_as(norm: &str, given: &str, en: &str, zh: &str) {
    let (outcome, explained) = told(norm, given).remove(0);
    assert_eq!(outcome.verdict, Verdict::Fulfilled, "{norm}");
    let why = outcome.why();
    assert_eq!([why.render(Lang::En), why.render(Lang::Zh)], [en, zh], "{norm}");
    assert!(explained.text(Lang::En).contains(&format!("reason: {en}\n")));
}

const DRILL: &str = "        2016-01-20 drill(held_by: c1, kind: fire)\n";

#[test]
fn where_the_number_comes_to_nothing_it_is_said() {
    let many = "at least (number of fault where (found_by is the college) / 2)";
    let have = format!("must have {many} drill where (held_by is the college)\n");
    let [en, zh] = [
        "the number required comes to 0, so nothing is due (1 counted)",
        "按规定算出的要求为0，无须做（已计1）",
    ];
    told_as(&format!("{have}  every month"), &format!("{COLLEGE}{DRILL}  as of 2016-01-31"), en, zh);
    let fault = "        2016-01-18 fault(found_by: c1)\n";
    let before = many.replace("found_by", "found_by is not the college, found_by");
    let when = format!(
        "when fault where (found_by is the college)\n  must have {before} drill where (held_by is the college)\n  within 9 days after the fault"
    );
    told_as(&when, &format!("{COLLEGE}{fault}{DRILL}  as of 2016-01-31"), en, zh);
}

#[test]
fn where_an_exception_asks_for_none_it_is_said() {
    told_as(
        "must have at least 2 drill where (held_by is the college)\n  every month\n  except faulty: exists fault where (found_by is the college), instead at least 0",
        &format!("{COLLEGE}        2016-01-01 fault(found_by: c1)\n{DRILL}  as of 2016-01-31"),
        "an exception that applies asks for 0 instead, so nothing is due (1 counted)",
        "适用的例外改为要求0次，无须做（已计1）",
    );
}

// What was done before it was known that it would not stay is not taken back.
#[test]
fn where_too_few_days_count_it_is_said() {
    told_as(
        "each college where (the college under moving)\n  must have drill where (held_by is the college)\n  every month",
        &format!(
            "{COLLEGE}        2016-01-12 leaving(college: c1)\n        2016-01-24 arriving(college: c1)\n{DRILL}  as of 2016-01-31"
        ),
        "only 13 of 31 days count: in proportion 0 are required (1 counted)",
        "本期31日，应计的只有13日，按比例折算后要求为0（已计1）",
    );
}

#[test]
fn what_held_for_a_part_of_a_year_is_told_with_it() {
    let moving = "each college where (the college under moving)\n  ";
    let given = |covers: &str| {
        format!(
            "{COLLEGE}        2016-03-10 leaving(college: c1)\n        2016-03-20 arriving(college: c1)\n  covers {covers} to 2016-12-31\n  as of 2016-12-31"
        )
    };
    for always in [
        "must keep number of drill where (held_by is the college) at most 1\n  in any 5 days",
        "must have at most 1 drill where (held_by is the college)\n  in any 5 days",
        "must keep number of dean where (unit is the college) at most 1\n  at all times",
    ] {
        told_as(
            &format!("{moving}{always}"),
            &given("2016-01-01"),
            "held from 2016-03-10 to 2016-03-20, all the time for which the norm bound",
            "受此约束的2016-03-10至2016-03-20一直符合",
        );
        let each = format!("each college\n  {always}");
        told_as(&each, &given("2016-01-01"), "held all the time", "全期一直符合");
    }
}

#[test]
fn what_held_since_the_log_begins_is_told_so() {
    told_as(
        "must keep number of dean where (unit is the college) at most 1\n  at all times",
        "given 2015-01-01 college(entity: c1)\n  covers 2016-05-01 to 2016-12-31\n  as of 2016-12-31",
        "held from 2016-05-01, where the log begins, to 2016-12-31",
        "自2016-05-01起有记录，至2016-12-31一直符合",
    );
}

#[test]
fn the_calendar_is_told_where_days_go_by_it() {
    let window = |limit: &str| {
        let norm = format!(
            "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  {limit}"
        );
        let given = format!("{COLLEGE}        2016-05-09 08:00 fault(found_by: c1)\n  as of 2016-06-30");
        let text = told(&norm, &given).remove(0).1.text(Lang::En);
        text.lines().find(|line| line.contains("window: ")).unwrap().to_owned()
    };
    for by_the_clock in ["within 3 hours after the fault", "within 90 minutes before the fault"] {
        for moves in ["", "\n  reading day off moves"] {
            let line = window(&format!("{by_the_clock}{moves}"));
            assert!(!line.contains("calendar"), "{line}");
        }
    }
    // Only an end that lies ahead is moved.
    for (limit, calendar) in [
        ("within 3 days after the fault", "civil"),
        ("within 3 days after the fault\n  reading day off moves", "school"),
        ("within 3 days before the fault\n  reading day off moves", "civil"),
        ("within 3 working days before the fault", "school"),
    ] {
        let line = window(limit);
        assert!(line.contains(&format!("calendar: {calendar})")), "{limit}: {line}");
    }
}
