//! What is to hold at all times: each stretch in which it does not is told by itself, and what follows it.

use super::{Line, Lines, holds, policy};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict::{self, Breached, Excused, Fulfilled, Open, Undetermined};

const LED: &str = "norm led { each unit must have at least 1 head where (unit is the unit) at all times }";
const UNIT: Line = ("2016-01-01", "unit", "id=r1 entity=u1");

fn log(lines: &[Line]) -> Vec<Line> {
    let covered = ("", "coverage", "from=2016-01-01 until=2018-12-31");
    [covered, UNIT].into_iter().chain(lines.iter().copied()).collect()
}

// Verdict, first and last day of each instance of u1.
fn found(norms: &str, lines: &[Line], as_of: &str) -> Vec<(Verdict, String, String)> {
    let policy = policy(norms);
    let day = |at: bylaws::log::Instant| {
        let local = policy.zone.local_of(at);
        if at == bylaws::log::Instant::MAX { "-".to_owned() } else { local.format("%F %H:%M").to_string() }
    };
    let outcomes = Lines::new(&policy, &log(lines)).of("u1", as_of).into_iter();
    outcomes.map(|o| (o.verdict, day(o.from), day(o.until))).collect()
}

fn expect(verdict: Verdict, from: &str, until: &str) -> (Verdict, String, String) {
    (verdict, from.to_owned(), until.to_owned())
}

#[test]
fn each_failing_stretch_is_one_finding_and_what_is_left_of_a_year_is_told_once() {
    let lines = [
        ("2016-03-01", "role_start", "id=s1 person=p1 role=head unit=u1"),
        ("2016-05-10", "role_end", "id=s2 person=p1 role=head unit=u1"),
        ("2016-05-20", "role_start", "id=s3 person=p2 role=head unit=u1"),
        ("2016-12-20", "role_end", "id=s4 person=p2 role=head unit=u1"),
        ("2017-01-10", "role_start", "id=s5 person=p3 role=head unit=u1"),
    ];
    assert_eq!(
        found(LED, &lines, "2017-06-30"),
        [
            expect(Fulfilled, "2016-03-01 00:00", "2017-01-01 00:00"),
            expect(Breached, "2016-05-11 00:00", "2016-05-20 00:00"),
            // Over New Year it is one.
            expect(Breached, "2016-12-21 00:00", "2017-01-10 00:00"),
            expect(Open, "2017-01-01 00:00", "2018-01-01 00:00"),
        ]
    );
}

#[test]
fn a_stretch_that_goes_on_has_no_end_and_keeps_its_beginning() {
    let lines = [
        ("2016-03-01", "role_start", "id=s1 person=p1 role=head unit=u1"),
        ("2016-12-20", "role_end", "id=s4 person=p1 role=head unit=u1"),
        ("2017-01-10", "role_start", "id=s5 person=p3 role=head unit=u1"),
    ];
    let breach =
        |as_of: &str| found(LED, &lines, as_of).into_iter().find(|(verdict, ..)| *verdict == Breached);
    assert_eq!(breach("2016-12-20"), None);
    assert_eq!(breach("2016-12-21"), Some(expect(Breached, "2016-12-21 00:00", "-")));
    assert_eq!(breach("2017-01-09"), Some(expect(Breached, "2016-12-21 00:00", "-")));
    assert_eq!(breach("2017-01-10"), Some(expect(Breached, "2016-12-21 00:00", "2017-01-10 00:00")));
    // Of a year in which it never held nothing is left to tell.
    assert_eq!(
        found(LED, &lines[..2], "2017-06-30").last(),
        Some(&expect(Breached, "2016-12-21 00:00", "-"))
    );
    assert_eq!(found(LED, &[], "2017-12-31"), [expect(Breached, "2016-03-01 00:00", "-")]);
}

#[test]
fn scope_and_exceptions_end_a_stretch_and_what_is_not_known_parts_it() {
    let except = LED.replace("at all times", "at all times\nexcept while the unit under away");
    let lines = [
        ("2016-04-01", "away_start", "id=a1 unit=u1"),
        ("2016-04-10", "away_end", "id=a2 unit=u1"),
        ("2016-06-01", "unit_end", "id=r2 entity=u1"),
    ];
    let lines: Vec<Line> = lines.into_iter().filter(|(_, kind, _)| *kind != "unit_end").collect();
    assert_eq!(
        found(&except, &lines, "2016-12-31"),
        [
            expect(Breached, "2016-03-01 00:00", "2016-04-01 00:00"),
            expect(Excused, "2016-03-01 00:00", "2017-01-01 00:00"),
            expect(Breached, "2016-04-11 00:00", "-"),
        ]
    );
    let policy = policy(LED);
    let gap = [
        ("", "coverage", "from=2016-01-01 until=2016-03-31"),
        ("", "coverage", "from=2016-06-01 until=2016-12-31"),
        UNIT,
    ];
    let verdicts = Lines::new(&policy, &gap).verdicts("2016-12-31");
    assert_eq!(verdicts, [Breached, Undetermined, Breached]);
}

#[test]
fn a_scenario_means_the_stretch_before_the_year_around_it() {
    holds(&format!(
        r#"{LED}
test "without a head for ten days" for led {{
  given  2016-03-01 unit(entity: u1)
         2016-03-01 role_start(person: p1, role: head, unit: u1)
         2016-05-10 role_end(person: p1, role: head, unit: u1)
         2016-05-20 role_start(person: p2, role: head, unit: u1)
  covers 2016-01-01 to 2017-12-31
  expect u1: breached, due 2016-05-19
         u1 on 2016-05-10: fulfilled
         u1 on 2016-05-11: breached
         u1 on 2016-05-19: breached
         u1 on 2016-05-20: fulfilled
         u1 in "2016": breached
         u1 in "2017": fulfilled
}}"#
    ));
}

#[test]
fn what_a_year_leaves_says_so() {
    let policy = policy(LED);
    let lines = log(&[("2016-03-05", "role_start", "id=s1 person=p1 role=head unit=u1")]);
    let said = |as_of| -> Vec<String> {
        Lines::new(&policy, &lines).of("u1", as_of).iter().map(|o| o.why().render(Lang::En)).collect()
    };
    assert_eq!(
        said("2016-12-31"),
        [
            "none from 2016-03-01 to 2016-03-04, 1 required",
            "held, apart from the stretches that are told by themselves"
        ]
    );
    assert_eq!(said("2016-03-31")[1], "holds so far, apart from the stretches that are told by themselves");
}

const BALANCE: &str = "norm covered { each unit
  must keep total of e.amount where (unit is the unit, kind is \"in\") - total of e.amount where (unit is the unit, kind is \"out\") at least 0
  at all times }";

#[test]
fn records_at_all_times_are_those_up_to_the_instant() {
    let booked = [
        ("2016-02-20", "e", "id=e1 unit=u1 kind=in amount=10"),
        ("2016-03-10", "e", "id=e2 unit=u1 kind=out amount=10"),
        ("2016-12-30", "e", "id=e3 unit=u1 kind=out amount=1"),
        ("2017-01-04", "e", "id=e4 unit=u1 kind=in amount=1"),
    ];
    // Nought is no debt; what was there before the regulation is there.
    assert_eq!(
        found(BALANCE, &booked, "2017-12-31"),
        [
            expect(Fulfilled, "2016-03-01 00:00", "2017-01-01 00:00"),
            expect(Breached, "2016-12-30 00:00", "2017-01-04 00:00"),
            expect(Fulfilled, "2017-01-01 00:00", "2018-01-01 00:00"),
        ]
    );
    // On one day it is as the day leaves it; by the minute it is as it was.
    let one_day = [
        ("2016-03-10", "e", "id=e1 unit=u1 kind=out amount=5"),
        ("2016-03-10", "e", "id=e2 unit=u1 kind=in amount=5"),
    ];
    assert_eq!(
        found(BALANCE, &one_day, "2016-12-31"),
        [expect(Fulfilled, "2016-03-01 00:00", "2017-01-01 00:00")]
    );
    let by_minute = [
        ("2016-03-10T08:00:00+08:00", "e", "id=e1 unit=u1 kind=out amount=5"),
        ("2016-03-10T09:30:00+08:00", "e", "id=e2 unit=u1 kind=in amount=5"),
    ];
    assert_eq!(
        found(BALANCE, &by_minute, "2016-12-31")[1],
        expect(Breached, "2016-03-10 08:00", "2016-03-10 09:30")
    );
}

#[test]
fn verdicts_are_counted_stretch_by_stretch() {
    let lines = log(&[
        ("2016-03-01", "role_start", "id=s1 person=p1 role=head unit=u1"),
        ("2016-05-10T08:00:00+08:00", "role_end", "id=s2 person=p1 role=head unit=u1"),
        ("2016-05-10T09:00:00+08:00", "role_start", "id=s3 person=p2 role=head unit=u1"),
        ("2016-05-10T17:00:00+08:00", "role_end", "id=s4 person=p2 role=head unit=u1"),
        ("2016-05-10T18:00:00+08:00", "role_start", "id=s5 person=p3 role=head unit=u1"),
    ]);
    let verdict = |most: usize| {
        let seldom = format!(
            "{LED}\nnorm seldom {{ each unit must have at most {most} breach of led where (bearer is the unit) every year }}"
        );
        let policy = policy(&seldom);
        Lines::new(&policy, &lines).of("u1", "2016-12-31").iter().rfind(|o| o.norm == 1).unwrap().verdict
    };
    assert_eq!(verdict(2), Fulfilled);
    assert_eq!(verdict(1), Breached);
}

#[test]
fn how_long_a_stretch_lasts_is_not_known_before_it_ends() {
    let short = format!(
        "{LED}\nnorm short {{ when breach of led must satisfy (days from from to until at most 9) }}"
    );
    let policy = policy(&short);
    let ended = |day: &'static str| {
        log(&[
            ("2016-03-01", "role_start", "id=s1 person=p1 role=head unit=u1"),
            ("2016-05-10", "role_end", "id=s2 person=p1 role=head unit=u1"),
            (day, "role_start", "id=s3 person=p2 role=head unit=u1"),
        ])
    };
    let verdict = |day: &'static str, as_of: &str| {
        let lines = ended(day);
        Lines::new(&policy, &lines).evaluate(as_of).outcomes.iter().find(|o| o.norm == 1).unwrap().verdict
    };
    assert_eq!(verdict("2016-05-21", "2016-05-15"), Undetermined);
    assert_eq!(verdict("2016-05-21", "2016-05-21"), Fulfilled);
    assert_eq!(verdict("2016-05-22", "2016-05-21"), Breached);
}

#[test]
fn how_many_there_have_been_counts_from_the_day_on() {
    let most = "norm few { each unit must have at most 1 e where (unit is the unit) at all times }";
    let lines = [("2016-03-10", "e", "id=e1 unit=u1"), ("2017-03-20", "e", "id=e2 unit=u1")];
    assert_eq!(found(most, &lines[..1], "2017-12-31").len(), 2);
    assert_eq!(
        found(most, &lines, "2017-12-31"),
        [
            expect(Fulfilled, "2016-03-01 00:00", "2017-01-01 00:00"),
            expect(Fulfilled, "2017-01-01 00:00", "2018-01-01 00:00"),
            expect(Breached, "2017-03-20 00:00", "-"),
        ]
    );
}

#[test]
fn each_failing_stretch_has_its_duty_and_a_correction_takes_it_back() {
    let followed = LED.replace(
        "at all times }",
        "at all times\notherwise must have f where (unit is the unit), within 5 days }",
    );
    let policy = policy(&followed);
    let lines = log(&[
        ("2016-03-01", "role_start", "id=s1 person=p1 role=head unit=u1"),
        ("2016-05-10", "role_end", "id=s2 person=p1 role=head unit=u1"),
        ("2016-05-20", "role_start", "id=s3 person=p2 role=head unit=u1"),
        ("2016-08-10", "role_end", "id=s4 person=p2 role=head unit=u1"),
        ("2016-08-20", "role_start", "id=s5 person=p3 role=head unit=u1"),
        ("2016-05-16", "f", "id=f1 unit=u1"),
    ]);
    let of = |lines: &[Line]| -> Vec<(usize, Verdict, String)> {
        let all = Lines::new(&policy, lines).of("u1", "2016-12-31").into_iter();
        let findings = all.filter(|o| o.label.is_none());
        findings.map(|o| (o.norm, o.verdict, policy.zone.date_of(o.from).to_string())).collect()
    };
    let day = |norm, verdict, day: &str| (norm, verdict, day.to_owned());
    assert_eq!(
        of(&lines),
        [
            day(0, Breached, "2016-05-11"),
            day(0, Breached, "2016-08-11"),
            day(1, Fulfilled, "2016-05-11"),
            day(1, Breached, "2016-08-11"),
        ]
    );
    let mut corrected = lines.clone();
    corrected.push(("2016-09-01", "retract", "id=c1 of=s4 recorded_at=2016-09-01"));
    assert_eq!(of(&corrected), [day(0, Breached, "2016-05-11"), day(1, Fulfilled, "2016-05-11")]);
    let withdrawn = Lines::new(&policy, &corrected).evaluate("2016-12-31").withdrawn;
    assert_eq!(withdrawn.iter().map(|w| w.norm).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_night_is_that_of_the_day_on_which_it_begins() {
    let rest = policy(
        "norm rest { each unit must keep between 22:00 and 07:00 (longest hours without away where (unit is the unit)) at least 8 every day }",
    );
    let of = |from: &'static str, to: &'static str, as_of: &str| {
        let lines = log(&[(from, "away_start", "id=a1 unit=u1"), (to, "away_end", "id=a2 unit=u1")]);
        let found = Lines::new(&rest, &lines).of("u1", as_of).into_iter();
        let of_day = found.filter(|o| rest.zone.date_of(o.from).to_string() == "2016-03-05");
        of_day.map(|o| (o.verdict, o.certain_at)).collect::<Vec<_>>()
    };
    let verdict = |from, to| of(from, to, "2016-03-31").first().map(|(verdict, _)| *verdict);
    // Before midnight and after it.
    assert_eq!(verdict("2016-03-05T20:00:00+08:00", "2016-03-05T23:00:00+08:00"), Some(Fulfilled));
    assert_eq!(verdict("2016-03-05T20:00:00+08:00", "2016-03-05T23:01:00+08:00"), Some(Breached));
    assert_eq!(verdict("2016-03-06T06:00:00+08:00", "2016-03-06T12:00:00+08:00"), Some(Fulfilled));
    assert_eq!(verdict("2016-03-06T05:59:00+08:00", "2016-03-06T12:00:00+08:00"), Some(Breached));
    // While the night goes on it is open, and certain when it is over.
    let (from, to) = ("2016-03-05T20:00:00+08:00", "2016-03-05T23:00:00+08:00");
    assert_eq!(of(from, to, "2016-03-05"), [(Open, None)]);
    let seven = bylaws::log::parse_moment("2016-03-06T07:00:00+08:00", rest.zone).unwrap().first;
    assert_eq!(of(from, to, "2016-03-06"), [(Fulfilled, Some(seven))]);
}

#[test]
fn hours_of_one_day_end_on_it() {
    let morning = "norm few { each unit must keep between 08:00 and 12:00 (number of e where (unit is the unit)) at most 1 every day }";
    let of = |second: &'static str| {
        let policy = policy(morning);
        let lines =
            log(&[("2016-03-05T08:00:00+08:00", "e", "id=e1 unit=u1"), (second, "e", "id=e2 unit=u1")]);
        let found = Lines::new(&policy, &lines).of("u1", "2016-03-31").into_iter();
        found.filter(|o| o.verdict == Breached).count()
    };
    assert_eq!(of("2016-03-05T11:59:00+08:00"), 1);
    assert_eq!(of("2016-03-05T12:00:00+08:00"), 0);
    assert_eq!(of("2016-03-05T07:59:00+08:00"), 0);
}

#[test]
fn an_amount_of_hours_is_too_much_from_the_instant_at_which_it_is() {
    let policy = policy(
        "norm few { each unit must keep total hours of away where (unit is the unit) at most 48 at all times }
norm least { each unit must keep total hours of away where (unit is the unit) at least 48 at all times }",
    );
    let lines = [
        ("", "coverage", "from=2016-03-01 until=2016-03-31"),
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-02 08:00", "away_start", "id=a1 unit=u1"),
        ("2016-03-10 08:00", "away_end", "id=a2 unit=u1"),
        ("2016-03-20 08:00", "away_start", "id=a3 unit=u1"),
    ];
    let spans = |norm: usize, lines: &[super::Line]| {
        let all = Lines::new(&policy, lines).of("u1", "2016-03-31").into_iter();
        let broken = all.filter(|o| o.norm == norm && o.verdict == Verdict::Breached);
        let hour = |at: bylaws::log::Instant| policy.zone.local_of(at).format("%m-%d %H:%M").to_string();
        broken
            .map(|o| (hour(o.from), (o.until < bylaws::log::Instant::MAX).then(|| hour(o.until))))
            .collect::<Vec<_>>()
    };
    // Whether it has ended or still goes on.
    assert_eq!(spans(0, &lines), [("03-04 08:00".to_owned(), None)]);
    assert_eq!(spans(0, &lines[..3]), [("03-04 08:00".to_owned(), None)]);
    assert_eq!(spans(1, &lines), [("03-01 00:00".to_owned(), Some("03-04 07:59".to_owned()))]);
}
