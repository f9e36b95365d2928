//! What the searches find, held against the reference evaluator: witnesses, logs that tell a slip from a norm, slips that
//! are said to change nothing.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

#[allow(dead_code, unused_imports, reason = "only the generators are used here")]
mod agreeing;
mod claims;

use agreeing::{Case, lines, norms};
use bylaws::check::policy::{
    Choice, DayOff, Fortnight, Generally, Norm, Part, SameDay, StartDay, Time, YearRule,
};
use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Request, Verdict, evaluate};
use bylaws::log::{EventLog, Instant};
use bylaws::plan::visit;
use bylaws::syntax::ast::{ExpectWhen, Expectation};
use bylaws_proving::analysis::{Analysis, FindingKind, Question};
use bylaws_proving::boundary::boundary;
use bylaws_proving::difference::{Change, compare};
use bylaws_proving::focus::focus;
use bylaws_proving::mutation::{Fate, mutants, mutate};
use bylaws_proving::witness::witness;
use bylaws_proving::{Bounds, Sketch};
use bylaws_tests::generate::runs;
use bylaws_tests::reference::{Instance, judge};
use proptest::prelude::*;
use proptest::sample::select;
use std::path::PathBuf;

fn bounds(logs: usize) -> Bounds {
    Bounds { logs, ..Bounds::default() }
}

/// The instances of a norm by the reference; none where it does not cover the norm.
fn judged(policy: &CheckedPolicy, norm: &str, log: &EventLog, request: &Request) -> Option<Vec<Instance>> {
    let request = Request { norms: vec![norm.to_owned()], ..request.clone() };
    let judged = judge(policy, log, &request);
    let index = policy.norms.get_index_of(norm).unwrap();
    let covered = !judged.unsupported.contains_key(&index);
    covered.then(|| judged.instances.into_iter().filter(|one| one.norm == index).collect())
}

/// What the reference says of the instance that an expectation means; none where it does not cover the norm.
fn by_reference(
    policy: &CheckedPolicy,
    norm: &str,
    sketch: &Sketch,
    expected: &Expectation,
) -> Option<Vec<Verdict>> {
    let (log, request) = sketch.log(policy).unwrap();
    let instances = judged(policy, norm, &log, &request)?;
    let (day, record) = match expected.when.as_ref().map(|when| &when.node) {
        None => (None, None),
        Some(ExpectWhen::Date(day)) => (Some(policy.zone.day(*day)), None),
        Some(ExpectWhen::Record(id)) => (None, Some(id.as_str())),
        Some(ExpectWhen::Label(_)) => return None,
    };
    let whose = |one: &Instance| match &one.of_each {
        None => one.bearer.clone(),
        Some(each) => format!("{} / {each}", one.bearer),
    };
    let of = instances.iter().filter(|one| {
        whose(one) == expected.bearer.node && (record.is_none() || one.trigger.as_deref() == record)
    });
    let held: Vec<&Instance> =
        of.filter(|one| day.is_none_or(|day| one.from < day.end && one.until > day.first)).collect();
    // A day names the instance that begins on it before those that merely hold it.
    let begin: Vec<&Instance> = held
        .iter()
        .copied()
        .filter(|one| {
            one.trigger.is_some() && day.is_some_and(|day| day.first <= one.from && one.from < day.end)
        })
        .collect();
    let mut meant = if begin.len() == 1 { begin } else { held };
    // Of what is to hold at all times the stretches in which it does not are meant before the years around them.
    let at_all_times = policy.norms.get(norm).is_some_and(|norm| matches!(norm.time, Time::AtAllTimes));
    if at_all_times && meant.iter().any(|one| one.verdict == Verdict::Breached) {
        meant.retain(|one| one.verdict == Verdict::Breached);
    }
    Some(meant.into_iter().map(|one| one.verdict).collect())
}

/// Norms of which engine and reference are not known to differ. Not settled: stretches of any position, which may end with
/// the year that they are told of, and what is made up under conditions that look at other records of the window.
fn is_settled(norm: &Norm) -> bool {
    let counts = |part: &Part| {
        let mut found = false;
        part.what.filter.iter().for_each(|filter| visit(filter, &mut |e| found |= e.selection().is_some()));
        found
    };
    !matches!(norm.time, Time::Gap(..) | Time::Rolling(..))
        && norm.extended.is_none()
        && !(norm.late.is_some() && norm.requirement.parts().any(counts))
}

fn settled(policy: &CheckedPolicy) -> impl Iterator<Item = &String> {
    policy.norms.iter().filter(|(_, norm)| is_settled(norm)).map(|(name, _)| name)
}

fn made(norms: Vec<String>) -> CheckedPolicy {
    let case = Case { norms, lines: Vec::new(), as_of: "2016-05-31" };
    (*case.given().policy).clone()
}

fn is_breached(policy: &CheckedPolicy, norm: &str, log: &EventLog, request: &Request) -> Option<bool> {
    let is = |one: &Instance| one.verdict == Verdict::Breached && !one.bearer.is_empty();
    judged(policy, norm, log, request).map(|all| all.iter().any(is))
}

// Whether any other norm is breached; none where the reference does not judge one of them.
fn breaks_others(policy: &CheckedPolicy, norm: &str, log: &EventLog, request: &Request) -> Option<bool> {
    let others = policy.norms.keys().filter(|name| *name != norm);
    let each: Option<Vec<bool>> = others.map(|name| is_breached(policy, name, log, request)).collect();
    each.map(|each| each.contains(&true))
}

// Choices of interpretation that the form of the norm leaves without effect.
fn read_idle_choices_otherwise(norm: &mut Norm) {
    let bears = |choice: Choice| norm.rests_on(choice);
    let mut reading = norm.reading;
    if !bears(Choice::Fortnight) {
        reading.fortnight = Fortnight::IsoWeeks;
    }
    if !bears(Choice::Year) {
        reading.year = YearRule::Academic;
    }
    if !bears(Choice::SameDay) {
        reading.same_day = SameDay::Favour;
    }
    if !bears(Choice::StartDay) {
        reading.start_day = StartDay::Included;
    }
    if !bears(Choice::DayOff) {
        reading.day_off = DayOff::Moves;
    }
    if !bears(Choice::Generally) {
        reading.generally = Generally::ReasonFree;
    }
    norm.reading = reading;
}

type Row = (String, Option<String>, Option<String>, Instant, Instant, Verdict);

fn rows(instances: Vec<Instance>) -> Vec<Row> {
    let row = |one: Instance| (one.bearer, one.of_each, one.trigger, one.from, one.until, one.verdict);
    let mut rows: Vec<Row> = instances.into_iter().map(row).collect();
    rows.sort();
    rows
}

proptest! {
    #![proptest_config(runs(6, 20, 60))]

    #[test]
    fn the_reference_says_the_same_of_every_witness(norms in norms()) {
        let policy = made(norms);
        for norm in settled(&policy) {
            for verdict in [Verdict::Fulfilled, Verdict::Breached, Verdict::Open, Verdict::Late, Verdict::Excused] {
                let Some(found) = witness(&policy, norm, verdict, bounds(40)) else { continue };
                if let Some(said) = by_reference(&policy, norm, &found.sketch, &found.expected) {
                    prop_assert_eq!(said, vec![verdict], "{}: {:?}", norm, found);
                }
            }
        }
    }

    #[test]
    fn the_reference_tells_apart_what_a_log_is_said_to_tell_apart(norms in norms()) {
        let policy = made(norms);
        for norm in settled(&policy) {
            let found = mutate(&policy, std::slice::from_ref(norm), bounds(15), Lang::En).remove(0);
            for (slip, fate) in found.mutants {
                let Fate::Survived(case) = fate else { continue };
                if !is_settled(&slip.norm) {
                    continue;
                }
                let mut other = focus(&policy, std::slice::from_ref(norm));
                let expected = &case.expected[0];
                let Some(before) = by_reference(&other, norm, &case.sketch, expected) else { continue };
                slip.put_in(&mut other);
                let Some(after) = by_reference(&other, norm, &case.sketch, expected) else { continue };
                let wanted: Vec<Verdict> = expected.verdict.into_iter().collect();
                prop_assert_eq!(&before, &wanted, "{}: {:?}", slip.change.en, case);
                // Where only a date, an amount or who answers differs, the verdict is the same.
                let plain = expected.due.is_none() && expected.answers.is_empty() && expected.short_by.is_none();
                prop_assert!(!plain || after != wanted, "{}: {:?}", slip.change.en, case);
            }
        }
    }

    #[test]
    fn by_the_reference_no_record_of_a_witness_can_be_left_out(norms in norms()) {
        let policy = made(norms);
        for norm in settled(&policy) {
            for verdict in [Verdict::Fulfilled, Verdict::Open, Verdict::Late, Verdict::Excused] {
                let Some(found) = witness(&policy, norm, verdict, bounds(40)) else { continue };
                for index in 0..found.sketch.facts.len() {
                    let mut fewer = found.sketch.clone();
                    fewer.facts.remove(index);
                    let Some((log, request)) = fewer.log(&policy) else { continue };
                    let Some(instances) = judged(&policy, norm, &log, &request) else { continue };
                    let same = instances.iter().find(|one| one.verdict == verdict && !one.bearer.is_empty());
                    // What keeps others from being breached stands as well, where that can be.
                    let is_needed = found.others.is_empty() && breaks_others(&policy, norm, &log, &request) != Some(false);
                    prop_assert!(same.is_none() || is_needed, "{norm}: without {index}: {same:?}\n{found:?}");
                }
            }
        }
    }

    #[test]
    fn by_the_reference_a_log_that_breaches_one_norm_alone_does_so_no_longer_with_a_record_less(norms in norms()) {
        let policy = made(norms);
        for norm in settled(&policy) {
            let Some(found) = witness(&policy, norm, Verdict::Breached, bounds(40)) else { continue };
            for index in 0..found.sketch.facts.len() {
                let mut fewer = found.sketch.clone();
                fewer.facts.remove(index);
                let Some((log, request)) = fewer.log(&policy) else { continue };
                let (own, others) = (is_breached(&policy, norm, &log, &request), breaks_others(&policy, norm, &log, &request));
                let (Some(own), Some(others)) = (own, others) else { continue };
                let alone = found.others.is_empty() && policy.norms.values().all(is_settled);
                let as_good = own && (!found.others.is_empty() || alone && !others);
                prop_assert!(!as_good, "{norm}: without {index}\n{found:?}");
            }
        }
    }

    #[test]
    fn the_reference_says_the_same_around_every_limit(norms in norms()) {
        let policy = made(norms);
        for norm in settled(&policy) {
            for case in boundary(&policy, norm, bounds(40), Lang::En) {
                let expected = &case.expected[0];
                let Some(said) = by_reference(&policy, norm, &case.sketch, expected) else { continue };
                let wanted: Vec<Verdict> = expected.verdict.into_iter().collect();
                prop_assert_eq!(said, wanted, "{}: {:?}", norm, case);
            }
        }
    }

    #[test]
    fn the_reference_tells_versions_apart_on_the_log_that_is_shown(norms in norms(), which in 0..40_usize) {
        let old = made(norms);
        for norm in settled(&old) {
            let slips = mutants(&old, norm);
            let Some(slip) = slips.get(which % slips.len().max(1)).filter(|slip| is_settled(&slip.norm)) else { continue };
            let mut new = old.clone();
            slip.put_in(&mut new);
            let changes = compare(&old, &new, bounds(30));
            // Whatever is written otherwise is named.
            let is_named = !matches!(changes.get(norm), Some(Change::NoDifferenceFound { of, .. }) if of.is_empty());
            prop_assert!(is_named, "{}: {:?}", slip.change.en, changes.get(norm));
            let Some(Change::Differs(differences)) = changes.get(norm) else { continue };
            let Some(shown) = differences.shown.first() else { continue };
            let Some(sketch) = Sketch::of(&old, &shown.test) else { continue };
            let Some(before) = by_reference(&old, norm, &sketch, &shown.before) else { continue };
            let wanted: Vec<Verdict> = shown.before.verdict.into_iter().collect();
            prop_assert_eq!(&before, &wanted, "{}: {:?}", slip.change.en, shown);
            let plain = |e: &Expectation| e.due.is_none() && e.answers.is_empty() && e.short_by.is_none();
            let Some(after) = by_reference(&new, norm, &sketch, &shown.before) else { continue };
            prop_assert!(!plain(&shown.before) || after != wanted, "{}: {:?}", slip.change.en, shown);
        }
    }

    #[test]
    fn of_choices_that_a_norm_is_said_not_to_rest_on_no_verdict_hangs(
        norms in norms(),
        lines in lines(),
        as_of in select(vec!["2016-05-31", "2016-07-20", "2016-09-30", "2016-12-31"]),
    ) {
        let given = Case { norms, lines, as_of }.given();
        let (old, mut new) = ((*given.policy).clone(), (*given.policy).clone());
        for norm in new.norms.values_mut() {
            read_idle_choices_otherwise(norm);
        }
        let changes = compare(&old, &new, bounds(1));
        for norm in old.norms.keys() {
            prop_assert!(matches!(changes[norm], Change::Same), "{}: {:?}", norm, changes[norm]);
            let [before, after] = [&old, &new].map(|policy| judged(policy, norm, &given.log, &given.request));
            let (Some(before), Some(after)) = (before, after) else { continue };
            prop_assert_eq!(rows(before), rows(after), "{}", norm);
            let request = Request { norms: vec![norm.clone()], ..given.request.clone() };
            let found = [&old, &new].map(|policy| evaluate(policy, &given.log, &request).outcomes);
            prop_assert_eq!(&found[0], &found[1], "{}", norm);
        }
    }

    #[test]
    fn what_is_said_to_change_nothing_changes_nothing_by_the_reference(
        norms in norms(),
        lines in lines(),
        as_of in select(vec!["2016-05-31", "2016-07-20", "2016-09-30", "2016-12-31"]),
    ) {
        let given = Case { norms, lines, as_of }.given();
        // How vacations are read is said to change nothing where there are none.
        let mut policy = (*given.policy).clone();
        policy.calendar.vacations.clear();
        for norm in policy.norms.keys() {
            let found = mutate(&policy, std::slice::from_ref(norm), bounds(1), Lang::En).remove(0);
            let equivalent = found.mutants.into_iter().filter(|(_, fate)| matches!(fate, Fate::Equivalent(_)));
            for (slip, _) in equivalent {
                let mut other = focus(&policy, std::slice::from_ref(norm));
                let before = judged(&other, norm, &given.log, &given.request);
                slip.put_in(&mut other);
                let after = judged(&other, norm, &given.log, &given.request);
                let (Some(before), Some(after)) = (before, after) else { continue };
                prop_assert_eq!(rows(before), rows(after), "{}", slip.change.en);
            }
        }
    }
}

#[test]
fn of_the_sixteen_articles_what_is_not_defined_and_what_ties_one_end_only_is_told() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles.en");
    let policy = check(&bylaws_io::package::load(&folder).unwrap().files).policy;
    let analysis = Analysis::new(&policy, bounds(10));
    let undefined = analysis.answer(&Question::Text);
    let names = |clause: &str| undefined.iter().find(|f| f.norm == clause).and_then(|f| f.other.clone());
    // Of three kinds of organisers the text provides for two; of lectures it leaves the period open.
    assert_eq!(names("A9.c8").as_deref(), Some("assistant_definition"));
    assert_eq!(names("A4.c6").as_deref(), Some("lecture_period"));
    assert_eq!(names("A4.c10"), None);
    let one_sided = |norm: &str| {
        let found = analysis.answer(&Question::One(norm.to_owned()));
        found.iter().any(|finding| finding.kind == FindingKind::OneSided)
    };
    // Every member has a contact point; that every general branch has a member for it is said nowhere.
    assert!(one_sided("contact_points"));
    assert!(!one_sided("college_organisers"));
    let both = analysis.answer(&Question::Two("direct_responsible".into(), "concrete_posts_filled".into()));
    assert!(both.iter().any(|finding| finding.kind == FindingKind::Implied), "{both:#?}");
    for (a, b) in
        [("general_meetings", "committee_meetings"), ("offices_general_branch", "logistics_general_branch")]
    {
        let found = Analysis::new(&policy, bounds(60)).answer(&Question::Two(a.into(), b.into()));
        assert!(
            !found.iter().any(|finding| finding.kind == FindingKind::Conflict),
            "{a} and {b}: {found:#?}"
        );
    }
}
