//! The last day of a limit that the calendar moves is known ahead; while a state moves it nobody knows it. What did not move it,
//! and what came with the end of the day.

use super::{read, texts, told};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Verdict, evaluate};
use bylaws::report::{due, due_text};
use bylaws::scenario;

const COLLEGE: &str = "given 2016-01-01 college(entity: c1)\n";
const WITHIN: &str = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 15 days after the fault";
const FAULT: &str = "        2016-06-30 fault(id: f1, found_by: c1)\n";

fn in_vacation(as_of: &str) -> (String, String) {
    let norm = format!("{WITHIN}\n  stops while during vacation");
    (norm, format!("{COLLEGE}{FAULT}  as of {as_of}"))
}

fn listed(norm: &str, given: &str, within: i64) -> Vec<String> {
    let (policy, _) = read(norm, given);
    let (log, request) = scenario::given(&policy, &policy.tests[0]).unwrap();
    let found = evaluate(&policy, &log, &request);
    [Lang::En, Lang::Zh].map(|lang| due_text(&due(&policy, &found, Some(within)), lang)).to_vec()
}

#[test]
fn before_a_vacation_and_in_it_the_last_day_is_that_after_it() {
    for as_of in ["2016-07-01", "2016-07-12", "2016-07-13", "2016-08-15", "2016-08-31", "2016-09-03"] {
        let (norm, given) = in_vacation(as_of);
        let (outcome, explained) = told(&norm, &given).remove(0);
        assert_eq!(outcome.due.map(|day| day.to_string()).as_deref(), Some("2016-09-03"), "{as_of}");
        let en = explained.text(Lang::En);
        assert!(en.contains("window: 2016-06-30 — 2016-09-03"), "{en}");
        // It will, it does, it did.
        let verb = match as_of {
            "2016-07-01" | "2016-07-12" => "will stand",
            "2016-08-31" | "2016-09-03" => "stood",
            _ => "stands",
        };
        assert!(en.contains(&format!("clock {verb} still: 2016-07-13 — 2016-08-31 (")), "{en}");
        assert!(en.contains("calendar: school"), "{en}");
        let is_over = as_of == "2016-09-03";
        assert_eq!(outcome.verdict, if is_over { Verdict::Breached } else { Verdict::Open }, "{as_of}");
        let [due, _] = listed(&norm, &given, 90).try_into().unwrap();
        assert_eq!(due.starts_with("2016-09-03  c1"), !is_over, "{as_of}: {due}");
    }
    // It is told that it will, not that it did.
    let (norm, given) = in_vacation("2016-07-01");
    let [en, zh] = texts(&norm, &given);
    assert!(en.contains("clock will stand still: 2016-07-13 — 2016-08-31 ("), "{en}");
    assert!(zh.contains("停算：2016-07-13至2016-08-31（"), "{zh}");
}

#[test]
fn hours_too_stand_still_ahead() {
    let norm = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 48 hours after the fault\n  stops while during vacation";
    let given = format!("{COLLEGE}        2016-07-12 08:00 fault(id: f1, found_by: c1)\n  as of 2016-07-12");
    let [en, _] = texts(norm, &given);
    assert!(en.contains("window: 2016-07-12 08:00 — 2016-09-02 08:00"), "{en}");
}

#[test]
fn where_a_state_stops_the_clock_what_is_left_is_told_and_the_duty_is_listed() {
    let norm = format!("{WITHIN}\n  stops while the college under closed");
    let given = format!("{COLLEGE}{FAULT}        2016-07-05 closing(college: c1)\n  as of 2016-07-20");
    let (outcome, explained) = told(&norm, &given).remove(0);
    assert_eq!((outcome.verdict, outcome.due), (Verdict::Open, None));
    let [en, zh] = [Lang::En, Lang::Zh].map(|lang| explained.text(lang));
    assert!(en.contains("window: 2016-06-30 — not known while the clock stands still"), "{en}");
    assert!(
        en.contains("clock stands still: since 2016-07-05, still, with 11 days left (the college"),
        "{en}"
    );
    assert!(zh.contains("停算：2016-07-05起，至今；停算时尚余11日（"), "{zh}");
    let object = serde_json::to_value(explained.object(Lang::En)).unwrap();
    assert_eq!(object["window"]["left"], "11 days");
    assert_eq!(
        listed(&norm, &given, 7),
        [
            "clock stands still, no last day yet  c1  n, 1 missing\n",
            "停算中，恢复后再定期限  c1  n，还差1次\n"
        ]
    );
    // As many days later it is over.
    let again = "        2016-07-20 opening(college: c1)\n  as of 2016-07-25";
    let (outcome, _) = told(&norm, &given.replace("  as of 2016-07-20", again)).remove(0);
    assert_eq!(outcome.due.map(|day| day.to_string()).as_deref(), Some("2016-07-31"));
}

#[test]
fn what_did_not_extend_a_limit_is_told_with_why_not() {
    let norm = format!(
        "{WITHIN}\n  extended by 5 days when pause where (of_college is the college), at most 1 time"
    );
    let given = |rest: &str| format!("{COLLEGE}{FAULT}{rest}  as of 2016-08-30");
    let late = "        2016-07-18 pause(id: x1, of_college: c1)\n";
    let [en, zh] = texts(&norm, &given(late));
    assert!(
        en.contains("did not extend it: x1 (pause, 2016-07-18): the limit was over by then (2016-07-15)\n"),
        "{en}"
    );
    assert!(zh.contains("未能延长期限：x1（pause，2016-07-18）：期限已满（2016-07-15），不再延长\n"), "{zh}");
    // So is one of which it also matters what nobody has done.
    let unless = norm.replace(
        "is the college), at",
        "is the college, not (exists drill where (held_by is the college))), at",
    );
    let [en, _] = texts(&unless, &given(late));
    assert!(en.contains("x1 (pause, 2016-07-18): the limit was over by then (2016-07-15)\n"), "{en}");
    let twice = "        2016-07-01 pause(id: x1, of_college: c1)\n        2016-07-03 pause(id: x2, of_college: c1)\n";
    let (_, explained) = told(&norm, &given(twice)).remove(0);
    let en = explained.text(Lang::En);
    assert!(en.contains("extended by: x1 (pause, 2016-07-01)\n"), "{en}");
    assert!(
        en.contains(
            "did not extend it: x2 (pause, 2016-07-03): it had been extended as often as it may be (1)"
        ),
        "{en}"
    );
    let object = serde_json::to_value(explained.object(Lang::En)).unwrap();
    assert_eq!(object["window"]["not_extended_by"][0]["record"], "x2");
    let other = "        2016-01-01 college(entity: c2)\n        2016-07-01 pause(id: x1, of_college: c2)\n";
    let [en, _] = texts(&norm, &given(other));
    assert!(
        en.contains("did not extend it: x1 (pause, 2016-07-01): fails: of_college is the college\n"),
        "{en}"
    );
}

#[test]
fn what_comes_with_the_end_of_the_day_is_not_before_what_that_day_holds() {
    let norm = "when fault where (found_by is the college)\n  must have unmended where (of_college is the college)\n  before the fault";
    // Five days after the first fault, on the day of the second.
    let given = format!(
        "{COLLEGE}        2016-05-02 fault(id: f1, found_by: c1)\n        2016-05-07 fault(id: f2, found_by: c1)\n  as of 2016-06-30"
    );
    let (outcome, explained) = told(norm, &given).pop().unwrap();
    assert_eq!(outcome.verdict, Verdict::Breached);
    let [en, zh] = [Lang::En, Lang::Zh].map(|lang| explained.text(lang));
    assert!(
        en.contains("nearly counted: unmended@f1 (unmended, end of 2016-05-07): only with the end of 2016-05-07, which is not before it\n"),
        "{en}"
    );
    assert!(
        zh.contains(
            "接近而未计入：unmended@f1（未修，2016-05-07终了时）：2016-05-07终了时才发生，不算在此之前\n"
        ),
        "{zh}"
    );
    // Where what lies on one day is not before it that is told too.
    let drill = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  before the fault\n  reading same day strict";
    let given = format!(
        "{COLLEGE}        2016-05-02 fault(id: f1, found_by: c1)\n        2016-05-02 drill(id: d1, held_by: c1, kind: fire)\n  as of 2016-06-30"
    );
    let [en, _] = texts(drill, &given);
    assert!(en.contains("nearly counted: d1 (drill, 2016-05-02): on 2016-05-02 too: what lies on the same day is not before it\n"), "{en}");
}

#[test]
fn where_only_those_that_meet_a_condition_are_missing_so_many_are_listed() {
    let norm = "must have at least 2 drill where (held_by is the college), of which at least 1 where (kind is flood)\n  every year";
    let drills = |kinds: &[&str]| {
        let each = kinds.iter().map(|kind| format!("        2016-03-01 drill(held_by: c1, kind: {kind})\n"));
        format!("{COLLEGE}{}  as of 2016-06-30", each.collect::<String>())
    };
    let last = |kinds: &[&str]| {
        let [en, zh] = listed(norm, &drills(kinds), 365).try_into().unwrap();
        let cut =
            |text: String, mark: &str| text.trim_end().split_once(mark).map(|(_, rest)| rest.to_owned());
        (cut(en, ", "), cut(zh, "，"))
    };
    let both = |en: &str, zh: &str| (Some(en.to_owned()), Some(zh.to_owned()));
    assert_eq!(
        last(&["fire", "fire"]),
        both("1 missing, 1 of them meeting `kind is flood`", "还差1次，其中符合「kind is flood」的1次")
    );
    assert_eq!(
        last(&["fire"]),
        both("1 missing, 1 of them meeting `kind is flood`", "还差1次，其中符合「kind is flood」的1次")
    );
    assert_eq!(last(&["flood"]), both("1 missing", "还差1次"));
    let (policy, _) = read(norm, &drills(&["fire", "fire"]));
    let (log, request) = scenario::given(&policy, &policy.tests[0]).unwrap();
    let list = due(&policy, &evaluate(&policy, &log, &request), None);
    assert_eq!(list[0].missing.as_deref(), Some("1"));
}
