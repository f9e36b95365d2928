//! Laws of evaluation, over policies and logs made at random: the order of lines, what is asked for, the number
//! of threads and later days change nothing that is certain, and whatever is certain of a log of which a part
//! is lost is so of the whole log.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{CompareOp, Expr, From, Norm, OneEvent, Requirement, Slot, Time};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Request, Verdict, evaluate};
use bylaws::log::{EventLog, Exact, Instant, Length, TimeZone, Unit, Value, parse_moment};
use bylaws::source::FileId;
use bylaws::syntax::{Names, format, parse, translate};
use bylaws_tests::generate::{Blur, Case, Line, case, runs, tied_case};
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::HashMap;
use std::sync::LazyLock;

fn checked(case: &Case) -> Result<CheckedPolicy, TestCaseError> {
    case.policy().map_err(|said| TestCaseError::fail(format!("{said:#?}")))
}

fn log(policy: &CheckedPolicy, lines: &[Line], request: &Request) -> EventLog {
    Line::log(policy, lines, request.known_at).unwrap()
}

fn outcomes(policy: &CheckedPolicy, lines: &[Line], request: &Request) -> Vec<Outcome> {
    evaluate(policy, &log(policy, lines, request), request).outcomes
}

fn as_of(policy: &CheckedPolicy, day: &str) -> Option<Instant> {
    Some(parse_moment(day, policy.zone).unwrap().end)
}

/// What names an instance whatever is known of it.
type Key = (usize, String, Option<String>, Instant);

fn key(outcome: &Outcome) -> Key {
    let of_each = outcome.of_each.as_ref().map_or_else(String::new, |name| name.canonical.clone());
    let trigger = outcome.trigger.as_ref().map(|id| id.to_string());
    // A trigger of which only the month is known moves its window.
    let from = if trigger.is_some() { Instant::MIN } else { outcome.from };
    (outcome.norm, format!("{}/{of_each}", outcome.bearer), trigger, from)
}

/// Outcomes by what names them. Nothing tells duties apart that two breaches give rise to at one time, or the windows
/// of a bearer by two calendars.
#[derive(Default)]
struct ByKey(HashMap<Key, Vec<Outcome>>);

impl ByKey {
    fn of(outcomes: Vec<Outcome>) -> Self {
        let mut all = Self::default();
        for outcome in outcomes {
            all.0.entry(key(&outcome)).or_default().push(outcome);
        }
        all
    }

    /// The one that an outcome has become: one of the same verdict, if there is any.
    fn get(&self, before: &Outcome) -> Option<&Outcome> {
        let all = self.0.get(&key(before))?;
        let same = |o: &&Outcome| o.verdict == before.verdict && o.certain_at <= before.certain_at;
        let certain = |o: &&Outcome| is_certain(o.verdict);
        all.iter().find(same).or_else(|| all.iter().find(certain)).or_else(|| all.first())
    }

    fn all(&self) -> impl Iterator<Item = &Outcome> {
        self.0.values().flatten()
    }
}

// What tells a verdict, in one line.
fn shown(outcome: &Outcome) -> String {
    let day = |at: Instant| at.to_utc().map_or_else(|| "-".to_owned(), |at| at.to_string());
    format!(
        "{:?} of {} from {} until {}, certain at {:?}, trigger {:?}, measured {:?}, {}",
        outcome.verdict,
        outcome.whose(Lang::En),
        day(outcome.from),
        day(outcome.until),
        outcome.certain_at.map(day),
        outcome.trigger,
        outcome.measured,
        outcome.why().render(Lang::En)
    )
}

fn is_certain(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Open | Verdict::Undetermined)
}

static ONE: LazyLock<ThreadPool> = LazyLock::new(|| ThreadPoolBuilder::new().num_threads(1).build().unwrap());
static FOUR: LazyLock<ThreadPool> =
    LazyLock::new(|| ThreadPoolBuilder::new().num_threads(4).build().unwrap());

// The same cases each time, so that a change of ours is what makes the difference; `PROPTEST_CASES` and another
// seed in `PROPTEST_RNG_SEED` look further.
proptest! {
    #![proptest_config(runs(120, 20, 20_000))]

    #[test]
    fn every_generated_policy_checks(case in case()) {
        checked(&case)?;
    }

    #[test]
    fn the_order_of_lines_changes_nothing((case, swap) in (case(), any::<prop::sample::Index>())) {
        let policy = checked(&case)?;
        let mut turned = case.lines.clone();
        turned.reverse();
        let at = swap.index(turned.len());
        turned.rotate_left(at);
        let request = case.asked.request();
        prop_assert_eq!(outcomes(&policy, &case.lines, &request), outcomes(&policy, &turned, &request));
    }

    #[test]
    fn the_number_of_threads_changes_nothing(case in case()) {
        let policy = checked(&case)?;
        let with = |threads: &LazyLock<ThreadPool>| threads.install(|| outcomes(&policy, &case.lines, &case.asked.request()));
        prop_assert_eq!(with(&ONE), with(&FOUR));
    }

    #[test]
    fn what_is_asked_for_is_what_would_be_found_anyway(case in case()) {
        let policy = checked(&case)?;
        let log = log(&policy, &case.lines, &case.asked.request());
        let found = |request: &Request| evaluate(&policy, &log, request).outcomes;
        let all = found(&case.asked.request());
        for bearer in ["u1", "u2", "p1", "p2"] {
            let request = Request { bearers: vec![bearer.to_owned()], ..case.asked.request() };
            let own: Vec<Outcome> = found(&request).into_iter().filter(|o| !o.bearer.is_empty()).collect();
            let wanted: Vec<Outcome> = all.iter().filter(|o| *o.bearer == *bearer).cloned().collect();
            prop_assert_eq!(own, wanted);
        }
        for (index, name) in policy.norms.keys().enumerate() {
            let request = Request { norms: vec![name.clone()], ..case.asked.request() };
            let wanted: Vec<Outcome> = all.iter().filter(|o| o.norm == index).cloned().collect();
            prop_assert_eq!(found(&request), wanted);
        }
    }

    #[test]
    fn what_is_certain_stays_so_on_every_later_day((case, blur) in (case(), prop::option::of(Blur::any()))) {
        let policy = checked(&case)?;
        let lines = blur.map_or_else(|| case.lines.clone(), |blur| blur.of(&case.lines));
        let request = case.asked.request();
        let log = log(&policy, &lines, &request);
        let days = ["2016-03-12", "2016-03-31", "2016-04-15", "2016-05-31"];
        let found = days.map(|day| evaluate(&policy, &log, &Request { as_of: as_of(&policy, day), ..request.clone() }).outcomes);
        for (earlier, later) in found.iter().zip(found.iter().skip(1)) {
            let later = ByKey::of(later.clone());
            for one in earlier.iter().filter(|o| is_certain(o.verdict)) {
                let after = later.get(one);
                prop_assert!(
                    after.is_some_and(|after| after.verdict == one.verdict && after.certain_at <= one.certain_at),
                    "{}\nbecame {:?}", shown(one), after.map(shown)
                );
            }
        }
    }

    #[test]
    fn what_is_certain_of_a_part_is_so_of_the_whole((case, blurs) in (case(), prop::collection::vec(Blur::any(), 1..3))) {
        let policy = checked(&case)?;
        let lines = case.covered_lines();
        let part = blurs.iter().fold(lines.clone(), |lines, blur| blur.of(&lines));
        let request = Request { as_of: as_of(&policy, "2016-05-31"), ..case.asked.request() };
        let whole = ByKey::of(outcomes(&policy, &lines, &request));
        for one in outcomes(&policy, &part, &request).into_iter().filter(|o| is_certain(o.verdict) && !o.bearer.is_empty()) {
            let norm = policy.norms.get_index(one.norm).map(|(_, norm)| norm);
            // What was done counts as done where it is in doubt whether it had to be (docs/semantics.md).
            let filtered = norm.is_some_and(|n| n.for_each.is_some() || n.bearer.as_ref().is_some_and(|b| b.filter.is_some()));
            if filtered && matches!(one.verdict, Verdict::Fulfilled) {
                continue;
            }
            // Met, excused or without duty: where it is in doubt whether an exception applies, what is met is said to be
            // met, and where nothing is due it matters little why.
            // Of alternatives one that is met late stands before one that nothing is known of (rule O9).
            let either = norm.is_some_and(|n| matches!(n.requirement, Requirement::Any(_)));
            let harmless = |verdict| match verdict {
                Verdict::Fulfilled | Verdict::Excused | Verdict::NotApplicable => true,
                Verdict::Late => either,
                Verdict::Open | Verdict::Breached | Verdict::Undetermined => false,
            };
            match whole.get(&one) {
                Some(known) if harmless(known.verdict) && harmless(one.verdict) => {}
                // Of another stretch something else may be true; but what breaks a part breaks the whole.
                Some(known) if (known.from, known.until) != (one.from, one.until) && one.trigger.is_none() => {
                    let breaks = one.verdict == Verdict::Breached && known.verdict != Verdict::Breached;
                    prop_assert!(!breaks, "{}\nof the whole: {}\n{:#?}", shown(&one), shown(known), part);
                }
                Some(known) => prop_assert_eq!(known.verdict, one.verdict, "{}\nof the whole: {}\n{:#?}", shown(&one), shown(known), part),
                // That something was done of a duty that there is not harms nobody; what was not done of a part of
                // the time was not done of all of it.
                None => {
                    let part_of_it = |o: &&Outcome| {
                        key(o).1 == key(&one).1 && o.norm == one.norm && o.from < one.until && one.from < o.until
                    };
                    let breaks = one.verdict == Verdict::Late || one.verdict == Verdict::Breached
                        && !whole.all().filter(part_of_it).any(|o| o.verdict == Verdict::Breached);
                    prop_assert!(!breaks, "{}\n{:#?}", shown(&one), part);
                }
            }
        }
    }

    #[test]
    fn a_second_tenant_changes_nothing_for_the_first(case in tied_case()) {
        let policy = checked(&case)?;
        let request = case.asked.request();
        let lines = case.covered_lines();
        let both: Vec<Line> = lines.iter().cloned().chain(lines.iter().filter_map(Line::of_another_tenant)).collect();
        let own = |outcome: &Outcome| !outcome.bearer.is_empty() && !outcome.bearer.starts_with('x');
        let found = |lines: &[Line]| -> Vec<Outcome> {
            outcomes(&policy, lines, &request).into_iter().filter(own).collect()
        };
        prop_assert_eq!(found(&lines), found(&both));
    }

    #[test]
    fn without_what_was_counted_nothing_is_fulfilled(case in case()) {
        let policy = checked(&case)?;
        let request = Request { as_of: as_of(&policy, "2017-06-30"), known_at: None, ..case.asked.request() };
        let lines: Vec<Line> = case.covered_lines().into_iter().filter(|line| line.get("of").is_none()).collect();
        for one in outcomes(&policy, &lines, &request).iter().filter(|o| o.verdict == Verdict::Fulfilled) {
            let norm = policy.norms.get_index(one.norm).map(|(_, norm)| norm);
            let Some(counted) = norm.filter(|norm| is_plain_lower(norm)).map(|_| &one.evidence) else { continue };
            if !one.others.is_empty() || counted.is_empty() {
                continue;
            }
            let left: Vec<Line> =
                lines.iter().filter(|line| !line.get("id").is_some_and(|id| counted.iter().any(|c| **c == *id))).cloned().collect();
            let after = ByKey::of(outcomes(&policy, &left, &request));
            let after = after.get(one).map(|o| o.verdict);
            prop_assert!(after != Some(Verdict::Fulfilled), "{}", shown(one));
        }
    }

    #[test]
    fn what_is_missing_fulfils_when_it_comes((case, day) in (case(), 3_u32..28)) {
        let policy = checked(&case)?;
        let (now, then) = (format!("2016-03-{:02}", day - 1), format!("2016-03-{day:02}"));
        let request = Request { as_of: as_of(&policy, &now), known_at: None, ..case.asked.request() };
        let lines = case.covered_lines();
        let today = parse_moment(&then, policy.zone).unwrap();
        for one in outcomes(&policy, &lines, &request).iter().filter(|o| o.verdict == Verdict::Open) {
            let norm = policy.norms.get_index(one.norm).map(|(_, norm)| norm);
            let kind = norm.filter(|norm| is_plain_lower(norm)).and_then(|norm| by_bearer_alone(&policy, norm));
            let missing = one.required.zip(one.measured).and_then(|(required, measured)| required.sub(measured.low)?.to_integer());
            let (Some((kind, field)), Some(missing)) = (kind, missing) else { continue };
            if missing < 1 || today.first < one.from || today.end > one.until || one.of_each.is_some() {
                continue;
            }
            let record = |number| {
                let own = [("type", kind.clone()), ("at", then.clone()), (field, one.bearer.to_string())];
                Line(own.into_iter().chain([("id", format!("more{number}"))]).collect())
            };
            let more: Vec<Line> = lines.iter().cloned().chain((0..missing).map(record)).collect();
            let after = ByKey::of(outcomes(&policy, &more, &Request { as_of: Some(today.end), ..request.clone() }));
            let after = after.get(one);
            prop_assert!(after.is_some_and(|o| o.verdict == Verdict::Fulfilled), "{}\nwith {} more: {:?}", shown(one), missing, after.map(shown));
        }
    }

    #[test]
    fn a_formatted_or_translated_policy_is_the_same(case in case()) {
        let first = parse(FileId(0), &case.text());
        let printed = format(&first.file);
        let second = parse(FileId(0), &printed);
        prop_assert!(second.diagnostics.is_empty(), "{printed}");
        prop_assert_eq!(&first.file, &second.file, "{}", printed);
        prop_assert_eq!(&format(&second.file), &printed);
        let names = Names::of(&[&first.file]);
        let chinese = translate(&first.file, &names, Lang::Zh).map_err(|said| TestCaseError::fail(format!("{said:#?}")))?;
        let text = format(&chinese);
        let read = parse(FileId(0), &text);
        prop_assert!(read.diagnostics.is_empty() && read.file == chinese, "{text}\n{:#?}", read.diagnostics);
        let back = translate(&read.file, &names, Lang::En).map_err(|said| TestCaseError::fail(format!("{said:#?}")))?;
        prop_assert_eq!(format(&back), printed, "{}", text);
    }

    #[test]
    fn no_parameter_is_too_much((case, parameters) in (case(), prop::collection::vec(any_parameter(), 0..6))) {
        let policy = checked(&case)?;
        let request = Request { parameters: parameters.into_iter().collect(), near_misses: true, ..case.asked.request() };
        for outcome in outcomes(&policy, &case.lines, &request) {
            prop_assert!(!outcome.why().render(Lang::Zh).is_empty());
        }
    }
}

// A duty that asks for one or more records of a type and nothing else.
fn is_plain_lower(norm: &Norm) -> bool {
    let Requirement::Have(parts) = &norm.requirement else { return false };
    let [part] = parts.as_slice() else { return false };
    let plain = norm.late.is_none()
        && norm.exceptions.is_empty()
        && part.of_which.is_empty()
        && part.total_of.is_none();
    plain
        && part.quantity.high.is_none()
        && matches!(part.what.from, From::Event(_))
        && norm.reading.one_event == OneEvent::Shared
}

// The type of record that such a duty asks for and its field for the bearer, where that is all that is asked of it.
fn by_bearer_alone(policy: &CheckedPolicy, norm: &Norm) -> Option<(String, &'static str)> {
    let part = norm.requirement.parts().next()?;
    let From::Event(kind) = part.what.from else { return None };
    let (name, _) = policy.vocabulary.events.get_index(kind)?;
    let Some(Expr::Compare(CompareOp::Is, left, right)) = &part.what.filter else { return None };
    let alone = **left == Expr::Field(Slot::InHand, 0) && **right == Expr::Bearer;
    let windows = norm.bearer.is_some() && norm.trigger.is_none() && matches!(norm.time, Time::Every { .. });
    (alone && windows && (name == "e" || name == "f")).then(|| (name.clone(), "unit"))
}

/// A value of any type for any parameter.
fn any_parameter() -> impl Strategy<Value = (String, Value)> {
    let name = prop::sample::select(vec!["most", "usual", "limit", "opening", "favourite", "places"]);
    let unit = prop::sample::select(vec![
        Unit::Minute,
        Unit::Day,
        Unit::WorkingDay,
        Unit::Semester,
        Unit::AcademicYear,
        Unit::Year,
    ]);
    let number = prop_oneof![Just(i64::MAX), Just(i64::MIN), -3_i64..3];
    let value = prop_oneof![
        number.prop_map(|n| Value::Number(Exact::from(n))),
        (prop_oneof![Just(u32::MAX), 0_u32..4], unit)
            .prop_map(|(count, unit)| Value::Length(Length { count, unit })),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Set(Vec::new())),
        Just(Value::Entity("u1".into())),
        Just(Value::Text("".into())),
        prop::sample::select(vec!["2016-04-04", "0001-01-01", "9999-12-31", "2016"])
            .prop_map(|day| Value::Time(parse_moment(day, TimeZone::default()).unwrap())),
    ];
    (name.prop_map(str::to_owned), value)
}
