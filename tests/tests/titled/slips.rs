//! Titles of slips in what is deemed, in roles, in lengths inside conditions and in days off, held against their logs.

use super::Looked;
use bylaws::check::policy::Turning;
use bylaws::check::{CheckedPolicy, check};
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::cases::Case;
use chrono::{Datelike, NaiveDate, Weekday};

const WORDS: &str = r#"policy p "P" {
  in force from 2024-01-01
  time zone "Asia/Shanghai"
}
entity room
role keeper: room, single
role warden: room, single
event fault { seen_in: room }
event repair { done_in: room }
event report { about: room }
event unmended { about: room }
event often { about: room }
calendar school {
  holiday 2024-05-01 to 2024-05-05
}
deem unmended when 5 days pass after fault without repair where (done_in is the fault.seen_in) { about: seen_in }
deem often when fault reaches 3 in any 30 days for each seen_in { about: seen_in }
"#;

/// A policy of one norm in these words, with tests by which some slips in it are noticed already.
pub(crate) fn policy(norm: &str, tests: &str) -> CheckedPolicy {
    let text = format!("{WORDS}norm n {{\n  {norm}\n}}\n{tests}");
    let parsed = parse(FileId::default(), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(
        parsed.diagnostics.is_empty() && checked.is_usable(),
        "{text}\n{:#?}",
        (parsed.diagnostics, checked.diagnostics)
    );
    checked.policy
}

/// The days of the records of a case, of all or of a type.
fn days<'c>(case: &'c Case, kind: Option<&'c str>) -> impl Iterator<Item = NaiveDate> + Clone + 'c {
    let facts = case.sketch.facts.iter().filter(move |fact| kind.is_none_or(|kind| fact.kind.node == kind));
    facts.filter_map(|fact| fact.at.node.get(..10)?.parse().ok())
}

/// Of what a title says of a length in days, whether two things in the log lie so far apart; nothing of another title.
pub(crate) fn of_length(case: &Case) -> Option<bool> {
    let title = &case.title;
    let title = title.rsplit_once(": ").map_or(title.as_str(), |(_, rest)| rest);
    let rest = |start: &str| title.strip_prefix(start)?.split_once(' ')?.0.parse::<i64>().ok();
    let is_there = |is_it: &dyn Fn(i64) -> bool| {
        let mut ends = days(case, None).chain([case.sketch.as_of]);
        ends.any(|b| days(case, None).any(|a| is_it((b - a).num_days())))
    };
    if title.ends_with(" not over yet") {
        let length: i64 = title.split_once(' ')?.0.parse().ok()?;
        return Some(days(case, None).any(|a| (0..=length).contains(&(case.sketch.as_of - a).num_days())));
    }
    if let Some(length) = rest("just ") {
        return Some(is_there(&|apart| apart == length));
    }
    if let Some(length) = rest("less than ") {
        return Some(is_there(&|apart| apart == length - 1));
    }
    rest("beyond ").map(|length| is_there(&|apart| apart > length))
}

/// Of a title that speaks of a length after which something is deemed, whether a day less or more of it makes a difference.
pub(crate) fn of_deemed_length(policy: &CheckedPolicy, case: &Case) -> Option<bool> {
    let (_, told) = case.title.strip_prefix("what is deemed `")?.split_once(": ")?;
    let (written, other) = told.split_once(" and not ")?;
    let days = |of: &str| of.strip_suffix(" days")?.parse::<u32>().ok();
    let (written, other) = (days(written)?, days(other)?);
    Some({
        let test = case.sketch.test("", "n", case.expected.clone());
        let with = |days: u32| {
            let mut policy = policy.clone();
            for deem in &mut policy.deems {
                if let Turning::Silence(_, length, _) = &mut deem.when {
                    length.count = days;
                }
            }
            scenario::judge(&policy, &test).is_empty()
        };
        with(written) && !with(other)
    })
}

/// Of what a title says of how many make what is deemed, whether there are so many; nothing of another title.
pub(crate) fn of_deemed_number(case: &Case, kind: &str) -> Option<bool> {
    let (_, told) = case.title.strip_prefix("what is deemed `")?.split_once(": ")?;
    let there = days(case, Some(kind)).count();
    if let Some(rest) = told.strip_prefix("fewer than ") {
        let number: usize = rest.split(' ').next()?.parse().ok()?;
        return Some(there < number);
    }
    let number: usize = told.strip_prefix("just ")?.strip_suffix(" is enough")?.parse().ok()?;
    Some(there >= number)
}

/// Of a title that one role is meant and not another one, whether the log has somebody in one of them.
pub(crate) fn of_role(case: &Case) -> Option<bool> {
    case.title.contains("` is meant and not `").then(|| days(case, Some("role_start")).next().is_some())
}

/// Of a title that speaks of days off, or of a length in days as such, whether there is one between a fault and the end.
pub(crate) fn of_day_off(policy: &CheckedPolicy, case: &Case) -> Option<bool> {
    let speaks =
        case.title.contains("day off ") || case.title.starts_with("by ") && case.title.contains("day");
    let last = Looked::at(policy, "n", case).last();
    speaks.then(|| {
        let is_off = |day: NaiveDate| {
            matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
                || day.year() == 2024 && day.month() == 5 && day.day() <= 5
        };
        days(case, Some("fault")).any(|first| {
            last.is_some_and(|last| {
                first.iter_days().take(40).take_while(|day| *day <= last.max(case.sketch.as_of)).any(is_off)
            })
        })
    })
}
