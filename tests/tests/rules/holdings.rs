//! A duty of an office: one of each holding where the norm speaks of its unit, else one of the person.

use super::{Line, Lines, holds, policy};
use bylaws::eval::Verdict;

const VISITS: &str = "norm duty {
  each   deputy
  must   have e where (unit is the deputy.unit, who is the deputy)
  every  month
}";

const TWO_UNITS: &str = "2016-03-01 unit(entity: u1)
         2016-03-01 unit(entity: u2)
         2016-03-01 role_start(person: p1, role: deputy, unit: u1)
         2016-03-01 role_start(person: p1, role: deputy, unit: u2)";

#[test]
fn one_visit_does_not_serve_two_offices() {
    holds(&format!(
        r#"{VISITS}
test "in one of them" for duty {{
  given  {TWO_UNITS}
         2016-03-10 e(unit: u1, who: p1)
  as of  2016-03-31
  expect `p1 / u1` on 2016-03-10: fulfilled
         `p1 / u2` on 2016-03-10: breached
}}
test "in both" for duty {{
  given  {TWO_UNITS}
         2016-03-10 e(unit: u1, who: p1)
         2016-03-31 e(unit: u2, who: p1)
  as of  2016-03-31
  expect `p1 / u1` on 2016-03-10: fulfilled
         `p1 / u2` on 2016-03-10: fulfilled
}}"#
    ));
}

#[test]
fn what_says_nothing_of_the_unit_is_one_duty_of_the_person() {
    holds(&format!(
        r#"norm duty {{
  each   deputy
  must   have e where (who is the deputy)
  every  month, exactly 1 time
  answerable first the deputy.unit.head
}}
test "once" for duty {{
  given  {TWO_UNITS}
         2016-03-10 e(unit: u1, who: p1)
  as of  2016-03-31
  expect p1 on 2016-03-10: fulfilled
}}"#
    ));
}

#[test]
fn an_office_is_in_scope_while_it_is_held() {
    let norm = policy(VISITS);
    let moved = |day: &'static str| -> Vec<(String, Verdict)> {
        let lines: [Line; 7] = [
            ("2016-03-01", "unit", "id=r1 entity=u1"),
            ("2016-03-01", "unit", "id=r2 entity=u2"),
            ("2016-03-01", "role_start", "id=s1 person=p1 role=deputy unit=u1"),
            (day, "role_end", "id=s2 person=p1 role=deputy unit=u1"),
            ("2016-03-01", "role_start", "id=s3 person=p1 role=deputy unit=u2"),
            ("2016-03-10", "e", "id=e1 unit=u2 who=p1"),
            ("2016-04-30", "f", "id=f1 unit=u2"),
        ];
        let found = Lines::new(&norm, &lines).of("p1", "2016-03-31");
        let unit = |one: &bylaws::eval::Outcome| one.of_each.as_ref().map(|name| name.canonical.clone());
        found.iter().map(|one| (unit(one).unwrap_or_default(), one.verdict)).collect()
    };
    let u2 = ("u2".to_owned(), Verdict::Fulfilled);
    // 16 of 31 days ask for one, 15 for none.
    assert_eq!(moved("2016-03-16"), [("u1".to_owned(), Verdict::Breached), u2.clone()]);
    assert_eq!(moved("2016-03-15"), [("u1".to_owned(), Verdict::NotApplicable), u2]);
}

#[test]
fn a_trigger_binds_the_office_in_its_unit() {
    holds(&format!(
        r#"norm duty {{
  each       deputy
  when       t where (unit is the deputy.unit)
  must       have f where (unit is the deputy.unit)
  within     5 days after the t
  otherwise  must have e where (unit is the deputy.unit), within 5 days
}}
test "in u2" for duty {{
  given  {TWO_UNITS}
         2016-03-10 t(unit: u2)
         2016-03-11 f(unit: u1)
         2016-03-18 e(unit: u1)
  as of  2016-03-31
  expect `p1 / u2` on 2016-03-10: breached
         `p1 / u1` on 2016-03-10: no duty
         duty_otherwise of `p1 / u2` on 2016-03-18: breached
}}"#
    ));
}

#[test]
fn a_filter_on_the_unit_looks_at_each_office() {
    holds(&format!(
        r#"norm duty {{
  each   deputy where (unit is "u2")
  must   have e where (who is the deputy)
  every  month
  answerable first the deputy.unit.head
}}
test "one of the two" for duty {{
  given  {TWO_UNITS}
         2016-03-01 role_start(person: p2, role: head, unit: u2)
  as of  2016-03-31
  expect `p1 / u2` on 2016-03-10: breached, answers p2
         `p1 / u1` on 2016-03-10: no duty
}}"#
    ));
}

#[test]
fn an_office_in_a_unit_that_no_record_names_is_no_finding() {
    let norm = policy(VISITS);
    let verdicts = |done: &'static [Line]| -> Vec<Verdict> {
        let mut lines: Vec<Line> = vec![
            ("2016-03-01", "unit", "id=r1 entity=u1"),
            ("2016-03-25", "role_end", "id=s1 person=p1 role=deputy"),
            ("2016-04-30", "f", "id=f1 unit=u1"),
        ];
        lines.extend(done);
        Lines::new(&norm, &lines).of("p1", "2016-03-31").iter().map(|one| one.verdict).collect()
    };
    assert_eq!(verdicts(&[("2016-03-10", "e", "id=e1 unit=u1 who=p1")]), [Verdict::Undetermined]);
    // What was done nowhere was not done there.
    assert_eq!(verdicts(&[("2016-03-10", "e", "id=e1 unit=u1 who=p2")]), [Verdict::Breached]);
}

#[test]
fn an_author_is_asked_what_a_norm_that_says_nothing_of_the_unit_means() {
    let codes = |norm: &str| {
        let text = format!("{}\n{norm}", super::VOCABULARY);
        let parsed = bylaws::syntax::parse(bylaws::source::FileId::default(), &text);
        let checked = bylaws::check::check(std::slice::from_ref(&parsed.file));
        checked.diagnostics.iter().any(|d| d.code() == "B0710")
    };
    let norm = |each: &str, filter: &str| {
        format!("norm duty {{\n  each {each}\n  must have e where ({filter})\n  every month\n}}")
    };
    assert!(codes(&norm("deputy", "who is the deputy")));
    assert!(!codes(&norm("deputy", "who is the deputy, unit is the deputy.unit")));
    assert!(!codes(&norm("deputy", "who is the deputy, unit is \"u1\"")));
    assert!(!codes(&norm("person where (the person holds deputy)", "who is the person")));
}
#[test]
fn what_was_missed_in_a_row_was_missed_in_one_office() {
    let norms = policy(&format!(
        "{VISITS}
event missed {{ who: person }}
deem missed when 2 consecutive breach of duty {{ who: bearer }}
norm talk {{
  when   missed
  must   have t where (who is the missed.who)
  within 10 days after the missed
}}"
    ));
    let talks = |april: &'static str| {
        let lines: [Line; 7] = [
            ("2016-03-01", "unit", "id=r1 entity=u1"),
            ("2016-03-01", "unit", "id=r2 entity=u2"),
            ("2016-03-01", "role_start", "id=s1 person=p1 role=deputy unit=u1"),
            ("2016-03-01", "role_start", "id=s2 person=p1 role=deputy unit=u2"),
            ("2016-03-10", "e", "id=e1 unit=u2 who=p1"),
            ("2016-04-10", "e", april),
            ("2016-05-20", "f", "id=f1 unit=u2"),
        ];
        let found = Lines::new(&norms, &lines).of("p1", "2016-05-20");
        found.iter().filter(|one| one.norm == 1).count()
    };
    // March was missed in u1, April in u2; then both months in u1.
    assert_eq!(talks("id=e2 unit=u1 who=p1"), 0);
    assert_eq!(talks("id=e2 unit=u2 who=p1"), 1);
}
