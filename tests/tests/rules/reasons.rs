//! What a report says of a verdict: the numbers that decided, nothing private, the same thing once.

use super::{Line, Lines, policy};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Request, Verdict};
use bylaws::report;

const AMOUNTS: &str = r#"
event paid {
  unit: unit
  amount: integer
  bonus: integer, private
}
norm shown "Paid more than 10" {
  each unit
  must keep total of paid.amount where (unit is the unit) more than 10
  every year
}
norm hidden "Bonus of more than 10" {
  each unit
  must keep total of paid.bonus where (unit is the unit) more than 10
  every year
}
"#;

const COVERED: Line = ("", "coverage", "from=2016-01-01 until=2017-12-31");

fn reasons(norms: &str, lines: &[Line], as_of: &str) -> Vec<String> {
    let policy = policy(norms);
    let outcomes = Lines::new(&policy, lines).of("u1", as_of);
    outcomes.iter().map(|outcome| outcome.why().render(Lang::En)).collect()
}

#[test]
fn a_comparison_tells_its_numbers_unless_they_are_private() {
    let lines = [
        COVERED,
        ("2016-01-01", "unit", "id=r1 entity=u1"),
        ("2016-04-01", "paid", "id=r2 unit=u1 amount=7 bonus=3"),
    ];
    assert_eq!(
        reasons(AMOUNTS, &lines, "2016-12-31"),
        ["it comes to 7; more than 10 required", "the condition does not hold"]
    );
}

#[test]
fn what_is_counted_or_required_is_not_told_where_it_rests_on_a_private_field() {
    let norms = r#"
entity worker: person { quota: integer, private }
event bonus { who: worker, target: integer, private }
event sale { who: worker, sum: integer, private, not negative }
norm totals "As much as agreed" {
  when bonus
  must have sale.sum where (who is the bonus.who) totalling at least (the bonus.target)
  within 5 days after the bonus
}
norm quota "As many as agreed" {
  each worker
  must have at least (the worker.quota) sale where (who is the worker)
  every month
}
"#;
    let policy = policy(norms);
    let mut lines = vec![
        ("", "coverage", "from=2017-01-01 until=2017-12-31"),
        ("2017-01-01", "worker", "id=r1 entity=p1 quota=3"),
        ("2017-01-05", "bonus", "id=r2 who=p1 target=4321"),
        ("2017-01-06", "sale", "id=r3 who=p1 sum=1234"),
    ];
    for verdict in [Verdict::Breached, Verdict::Fulfilled] {
        let outcomes = Lines::new(&policy, &lines).of("p1", "2017-01-31");
        for outcome in &outcomes {
            let numbers = (outcome.measured, outcome.required, outcome.used.len());
            assert_eq!((outcome.verdict, numbers), (verdict, (None, None, 0)));
            assert_eq!(outcome.why().key, "why.private");
        }
        assert_eq!(outcomes.len(), 2);
        lines.push(("2017-01-07", "sale", "id=r4 who=p1 sum=4000"));
        lines.push(("2017-01-08", "sale", "id=r5 who=p1 sum=1"));
    }
}

#[test]
fn none_at_all_is_said_as_such() {
    let norms = "norm a \"E\" { each unit\n must have e where (unit is the unit)\n every year, at least 2 times }\n\
        norm b \"Head\" { each unit\n must have at least 1 head where (unit is the unit)\n at all times }";
    let unit = [COVERED, ("2016-01-01", "unit", "id=r1 entity=u1")];
    assert_eq!(
        reasons(norms, &unit, "2016-12-31"),
        ["none counted, 2 required", "none from 2016-03-01 to 2016-12-31, 1 required"]
    );
    let one = [COVERED, ("2016-01-01", "unit", "id=r1 entity=u1"), ("2016-04-01", "e", "id=r2 unit=u1")];
    assert_eq!(reasons(norms, &one, "2016-12-31")[..1], ["only 1 counted, 2 required, 1 missing"]);
}

#[test]
fn what_is_undetermined_for_the_same_reason_is_said_by_example_and_counted() {
    let policy = policy(
        "norm a \"E\" { each unit\n must have e where (unit is the unit)\n every year, at least n times }",
    );
    let lines: Vec<Line> =
        ["id=r1 entity=u1", "id=r2 entity=u2", "id=r3 entity=u3", "id=r4 entity=u4", "id=r5 entity=u5"]
            .into_iter()
            .map(|unit| ("2016-01-01", "unit", unit))
            .chain([("2016-12-31", "e", "id=r6 unit=u1")])
            .collect();
    let log = Lines::new(&policy, &lines).log();
    let findings = report::findings(&policy, &log, &Request::default(), Lang::En);
    let text = report::text(&policy, &log, &findings);
    assert_eq!(text.matches("parameter `n` was not given").count(), 3, "{text}");
    assert!(
        text.contains("== Undetermined (5)") && text.contains("… and 2 more for the same reason"),
        "{text}"
    );
}

#[test]
fn a_part_that_is_missing_is_not_told_as_a_number_that_is_not() {
    let norm = r#"
event paid {
  unit: unit
  large: yes or no
}
norm some_large "Two payments, one of them large" {
  each unit
  must have at least 2 paid where (unit is the unit), of which at least 1 where (large is yes)
  every year
}"#;
    let lines = [
        COVERED,
        ("2016-01-01", "unit", "id=r1 entity=u1"),
        ("2016-04-01", "paid", "id=r2 unit=u1 large=no"),
        ("2016-05-01", "paid", "id=r3 unit=u1 large=no"),
    ];
    let said = reasons(norm, &lines, "2016-12-31");
    assert_eq!(said[0], "2 counted, only 0 of them meeting `large is yes`, 1 required, 1 missing");
}

#[test]
fn what_is_asked_of_which_is_told_by_its_condition_its_limit_and_what_was_counted() {
    let norm = |of_which: &str| {
        format!(
            r#"
event paid {{
  unit: unit
  large: yes or no
}}
norm payments "Payments" {{
  each unit
  must have at least 2 paid where (unit is the unit), of which {of_which} where (large is yes)
  every year
}}"#
        )
    };
    let lines = [
        COVERED,
        ("2016-01-01", "unit", "id=r1 entity=u1"),
        ("2016-04-01", "paid", "id=r2 unit=u1 large=yes"),
        ("2016-05-01", "paid", "id=r3 unit=u1 large=yes"),
        ("2016-06-01", "paid", "id=r4 unit=u1 large=no"),
    ];
    let said = |of_which: &str, as_of: &str| reasons(&norm(of_which), &lines, as_of).swap_remove(0);
    // The number of all is as it should be, whatever the limit of some.
    let exceeded = "3 counted, 2 of them meeting `large is yes`, more than the 1 allowed";
    assert_eq!(said("at most 1", "2016-12-31"), exceeded);
    assert_eq!(said("exactly 1", "2016-12-31"), exceeded);
    let short = "3 counted, only 2 of them meeting `large is yes`, 3 required, 1 missing";
    assert_eq!(said("at least 3", "2016-12-31"), short);
    let open = "3 counted, 2 of them meeting `large is yes`, 3 required, 1 still missing";
    assert_eq!(said("at least 3", "2016-08-31"), open);
    // Before there are enough the number of all is what is missing, and what is too much is told at once.
    assert_eq!(said("at least 2", "2016-04-30"), "1 counted, 2 required, 1 still missing");
    assert_eq!(
        said("at most 0", "2016-04-30"),
        "1 counted, 1 of them meeting `large is yes`, more than the 0 allowed"
    );
}

#[test]
fn more_than_is_permitted_is_told_so() {
    let norm = r#"
event paid {
  unit: unit
}
norm allowed "At most one payment is permitted" {
  each unit
  may have at most 1 paid where (unit is the unit)
  every year
}"#;
    let lines = [
        COVERED,
        ("2016-01-01", "unit", "id=r1 entity=u1"),
        ("2016-04-01", "paid", "id=r2 unit=u1"),
        ("2016-05-01", "paid", "id=r3 unit=u1"),
    ];
    let said = reasons(norm, &lines, "2016-12-31");
    assert_eq!(
        said[0],
        "more than is permitted; a permission is not breached itself, what forbids or limits it is"
    );
}
