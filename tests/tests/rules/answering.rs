//! I: who answers, and what is evidence. V6: the duty that follows a breach.

use super::{Line, Lines, holds, policy};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Failed, Request, Verdict, evaluate};
use bylaws::report;
use bylaws::source::SourceSet;

#[test]
fn i1_the_holder_on_the_last_day_answers_first_and_others_are_shown() {
    let policy = policy(
        "norm duty {
  each        unit
  must        have e where (unit is the unit)
  every       2 weeks from 2016-03-01
  answerable  direct the unit.head
}",
    );
    let lines = [
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-01", "role_start", "id=s1 person=p1 role=head unit=u1"),
        ("2016-03-12", "role_end", "id=s2 person=p1 role=head unit=u1"),
        ("2016-03-13", "role_start", "id=s3 person=p2 role=head unit=u1"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    let outcome = Lines::new(&policy, &lines).of("u1", "2016-03-14").into_iter().next().unwrap();
    assert_eq!(outcome.verdict, Verdict::Breached);
    let holders: Vec<Option<&str>> = outcome.answerable.iter().map(|a| a.holder.as_deref()).collect();
    assert_eq!(holders, [Some("p2"), Some("p1")]);
}

#[test]
fn i1_a_vacant_post_is_shown_with_its_last_holder() {
    let policy = policy(
        "norm duty {
  each        unit
  must        have e where (unit is the unit)
  every       2 weeks from 2016-03-01
  answerable  direct the unit.head
}",
    );
    let lines = [
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-01", "role_start", "id=s1 person=p1 role=head unit=u1"),
        ("2016-03-06", "role_end", "id=s2 person=p1 role=head unit=u1"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    let outcome = Lines::new(&policy, &lines).of("u1", "2016-03-14").into_iter().next().unwrap();
    let holders: Vec<Option<&str>> = outcome.answerable.iter().map(|a| a.holder.as_deref()).collect();
    assert_eq!(holders, [None, Some("p1")]);
}

#[test]
fn i2_evidence_names_what_decided_and_counts_the_rest() {
    let policy = policy(
        "norm duty {
  each   unit
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01, at least 2 times
}",
    );
    let lines = [
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-02", "e", "id=e1 unit=u1"),
        ("2016-03-03", "e", "id=e2 unit=u1"),
        ("2016-03-04", "e", "id=e3 unit=u1"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    let outcome = Lines::new(&policy, &lines).of("u1", "2016-03-14").into_iter().next().unwrap();
    let named: Vec<&str> = outcome.evidence.iter().map(|id| &**id).collect();
    assert_eq!((named, outcome.others.len()), (vec!["e1", "e2"], 1));
}

#[test]
fn v6_otherwise_starts_when_the_breach_is_certain() {
    let scenario = |done: &str, as_of: &str, verdict: &str| {
        format!(
            r#"norm duty {{
  each       unit
  must       have e where (unit is the unit)
  every      2 weeks from 2016-03-01
  otherwise  must have f where (unit is the unit), within 7 days
}}
test "made good on {done}" for duty {{
  given  2016-03-01 unit(entity: u1)
         {done} f(unit: u1)
  as of  {as_of}
  expect duty_otherwise of u1 on 2016-03-16: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-21", "2016-03-26", "fulfilled"));
    holds(&scenario("2016-03-22", "2016-03-26", "breached"));
}

#[test]
fn near_misses_failed_exactly_one_condition() {
    let policy = policy(
        r#"norm duty {
  each   unit
  must   have e where (unit is the unit, kind is "a")
  every  2 weeks from 2016-03-01
}"#,
    );
    let lines = [
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-02", "e", "id=e1 unit=u1 kind=b"),
        ("2016-03-03", "e", "id=e2 unit=u2 kind=b"),
        ("2016-03-04", "e", "id=e3 unit=u2 kind=a"),
        ("2016-03-16", "e", "id=e4 unit=u1 kind=a"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    let lines = Lines::new(&policy, &lines);
    let as_of = Some(policy.zone.day_start("2016-04-01".parse().unwrap()));
    let request = Request { as_of, near_misses: true, ..Request::default() };
    let outcomes = evaluate(&policy, &lines.log(), &request).outcomes;
    let breached = outcomes.iter().find(|o| &*o.bearer == "u1" && o.verdict == Verdict::Breached).unwrap();
    // e2 is another's in every way and e3 another's; neither ties in with u1.
    let misses: Vec<&str> = breached.near_misses.iter().map(|m| &*m.record).collect();
    assert_eq!(misses, ["e1", "e4"]);
    assert!(matches!(breached.near_misses[0].failed, Failed::Condition(_)));
    assert!(matches!(breached.near_misses[1].failed, Failed::TooLate(_)));
}

#[test]
fn i2_the_stated_remedy_fulfils_an_open_lower_limit() {
    let policy = policy(
        "norm duty {
  each   unit
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01, at least 2 times
}",
    );
    let mut lines = vec![
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-02", "e", "id=e1 unit=u1"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    let said = explained(&policy, &lines, "2016-03-10", Lang::En);
    assert!(said.contains("still to do: 1 more `e`, by 2016-03-14"), "{said}");
    lines.push(("2016-03-14", "e", "id=e2 unit=u1"));
    assert_eq!(Lines::new(&policy, &lines).verdicts("2016-03-14"), [Verdict::Fulfilled]);
}

#[test]
fn explanations_name_the_interpretation() {
    let policy = policy(super::knowledge::ONE);
    let lines = [("2016-03-01", "unit", "id=r1 entity=u1"), ("2016-03-31", "f", "id=f1 unit=u2")];
    let zh = explained(&policy, &lines, "2016-03-14", Lang::Zh);
    assert!(zh.contains("首尾不足一期：按比例；寒暑假：照常"), "{zh}");
}

/// The first outcome of `u1`, explained.
fn explained(policy: &CheckedPolicy, lines: &[Line], as_of: &str, lang: Lang) -> String {
    let lines = Lines::new(policy, lines);
    let outcome = lines.of("u1", as_of).into_iter().next().unwrap();
    let (log, sources) = (lines.log(), SourceSet::default());
    let as_of = Some(policy.zone.day(as_of.parse().unwrap()).end);
    let request = Request { as_of, ..Request::default() };
    report::Explainer::new(policy, &sources, &log, &request).explain(&outcome).unwrap().text(lang)
}

#[test]
fn i1_where_the_first_post_is_vacant_the_second_is_named_first() {
    holds(
        r#"norm duty {
  each        unit
  must        have e where (unit is the unit)
  every       2 weeks from 2016-03-01
  answerable  first the unit.head, direct the unit.deputy
}
test "nobody is head" for duty {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 role_start(person: p2, role: deputy, unit: u1)
  covers 2016-03-01 to 2016-03-31
  as of  2016-03-14
  expect u1 on 2016-03-01: breached, answers p2
}"#,
    );
}
