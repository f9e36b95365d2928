//! How the clock of a limit ran, from what a deemed record follows, and the days on which only a record with its year would do.

use super::{amended, texts, told};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;

const COLLEGE: &str = "given 2016-01-01 college(entity: c1)\n";
const WITHIN: &str = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 9 days after the fault";

#[test]
fn that_the_clock_stood_still_is_told_with_when_and_why() {
    let norm = format!("{WITHIN}\n  stops while the college under closed");
    let given = |rest: &str| {
        format!(
            "{COLLEGE}        2016-05-02 fault(id: f1, found_by: c1)\n        2016-05-05 closing(college: c1)\n{rest}"
        )
    };
    let opened = "        2016-05-09 opening(college: c1)\n  as of 2016-06-30";
    let [en, zh] = texts(&norm, &given(opened));
    assert!(en.contains("clock stood still: 2016-05-05 — 2016-05-09 (the college is under"), "{en}");
    assert!(zh.contains("停算：2016-05-05至2016-05-09（"), "{zh}");
    let object = serde_json::to_value(told(&norm, &given(opened)).remove(0).1.object(Lang::En)).unwrap();
    assert_eq!(object["window"]["clock_stood_still"][0]["until"], "2016-05-09");
    // As long as it stands nobody knows for how long.
    let [en, zh] = texts(&norm, &given("  as of 2016-06-30"));
    assert!(
        en.contains("clock stands still: since 2016-05-05, still, with 7 days left (the college"),
        "{en}"
    );
    assert!(zh.contains("停算：2016-05-05起，至今；停算时尚余7日（"), "{zh}");
    // It stands until the end of the day on which it runs again; what came after the end made no difference.
    let late = "        2016-05-06 opening(college: c1)\n        2016-05-20 closing(college: c1)\n  as of 2016-06-30";
    let [en, _] = texts(&norm, &given(late));
    assert!(en.contains("clock stood still: 2016-05-05 — 2016-05-06 (the college"), "{en}");
    let [en, _] = texts(WITHIN, &given(opened));
    assert!(!en.contains("still: "), "{en}");
}

#[test]
fn what_extended_a_limit_is_told_of_a_duty_that_is_met_as_well() {
    let norm = format!(
        "{WITHIN}\n  extended by 5 days when pause where (of_college is the college), at most 1 time"
    );
    let given = format!(
        "{COLLEGE}        2016-05-02 fault(id: f1, found_by: c1)\n        2016-05-06 pause(id: x1, of_college: c1)\n        \
         2016-05-07 pause(id: x2, of_college: c1)\n        2016-05-15 drill(held_by: c1, kind: fire)\n  as of 2016-06-30"
    );
    let (outcome, explained) = told(&norm, &given).remove(0);
    assert_eq!(outcome.verdict, Verdict::Fulfilled);
    assert!(
        explained.text(Lang::En).contains("extended by: x1 (pause, 2016-05-06)\n"),
        "{}",
        explained.text(Lang::En)
    );
    assert!(explained.text(Lang::Zh).contains("期限延长的依据：x1（pause，2016-05-06）\n"));
    let object = serde_json::to_value(explained.object(Lang::En)).unwrap();
    assert_eq!(object["window"]["extended_by"][0]["record"], "x1");
}

#[test]
fn what_extended_a_limit_is_told_while_the_clock_stands_still() {
    let norm = format!(
        "{WITHIN}\n  stops while the college under closed\n  extended by 5 days when pause where (of_college is the college)"
    );
    let given = format!(
        "{COLLEGE}        2016-05-02 fault(id: f1, found_by: c1)\n        2016-05-05 closing(college: c1)\n        \
         2016-05-06 pause(id: x1, of_college: c1)\n  as of 2016-05-20"
    );
    let [en, zh] = texts(&norm, &given);
    assert!(en.contains("extended by: x1 (pause, 2016-05-06)\n"), "{en}");
    assert!(zh.contains("期限延长的依据：x1（pause，2016-05-06）\n"), "{zh}");
}

const DEEMED: &str = "each college\n  when unmended where (of_college is the college)\n  must have drill where (held_by is the college)\n  within 9 days after the unmended";

#[test]
fn from_what_a_deemed_trigger_follows_is_told() {
    let given = format!("{COLLEGE}        2016-05-02 fault(id: f1, found_by: c1)\n  as of 2016-06-30");
    let [en, zh] = texts(DEEMED, &given);
    assert!(en.contains("(by unmended@f1 (unmended, end of 2016-05-07))"), "{en}");
    assert!(
        en.contains("deemed to be because: 5 days passed after f1 (fault, 2016-05-02) without a `review` that meets what is asked\n"),
        "{en}"
    );
    assert!(zh.contains("视为依据：f1（fault，2016-05-02）之后5日没有相应的「评议」\n"), "{zh}");
    let object = serde_json::to_value(told(DEEMED, &given).remove(0).1.object(Lang::En)).unwrap();
    assert_eq!(object["window"]["deemed_from"][0]["record"], "f1");
    assert_eq!(object["window"]["trigger"]["type"], "unmended");
}

#[test]
fn of_a_rule_that_was_amended_the_one_in_force_at_the_record_is_told() {
    let decision = "policy d \"Decision\" {\n  in force from 2016-06-01\n  amends \"../p\"\n}\n\
                    deem unmended when 8 days pass after fault without review where (held_by is the fault.found_by) {\n  of_college: found_by\n}\n";
    let given = format!(
        "{COLLEGE}        2016-05-30 fault(id: f1, found_by: c1)\n        2016-06-01 fault(id: f2, found_by: c1)\n  as of 2016-06-30"
    );
    let because = |decision: Option<&str>| {
        let all = amended(DEEMED, &given, decision);
        let lines = all.iter().flat_map(|text| text.lines().map(str::trim).collect::<Vec<_>>());
        lines
            .filter_map(|line| Some(line.strip_prefix("deemed to be because: ")?.to_owned()))
            .collect::<Vec<_>>()
    };
    let told = |days: u32, id: &str, day: &str| {
        format!("{days} days passed after {id} (fault, {day}) without a `review` that meets what is asked")
    };
    let first = told(5, "f1", "2016-05-30");
    assert_eq!(because(None), [first.clone(), told(5, "f2", "2016-06-01")]);
    assert_eq!(because(Some(decision)), [first, told(8, "f2", "2016-06-01")]);
}

#[test]
fn what_would_settle_a_deemed_trigger_is_all_that_is_needed() {
    let given = |covered: &str| {
        format!(
            "{COLLEGE}        2016-05-02 fault(id: f1, found_by: c1)\n  covers 2016-01-01 to 2016-06-30 of college, {covered}\n  as of 2016-06-30"
        )
    };
    let settles = |covered: &str| {
        let (outcome, explained) = told(DEEMED, &given(covered)).remove(0);
        assert_eq!(outcome.verdict, Verdict::Undetermined, "{covered}");
        let text = explained.text(Lang::En);
        text.lines().find(|line| line.contains("would settle it: ")).unwrap_or_default().trim().to_owned()
    };
    assert_eq!(
        settles("fault"),
        "would settle it: complete records of `review`, `drill` for this stretch, all of them, and a statement that they are"
    );
    assert_eq!(
        settles("fault, drill"),
        "would settle it: complete records of `review` for this stretch, and a statement that they are"
    );
    // And so it does.
    let (outcome, _) = told(DEEMED, &given("fault, drill, review")).remove(0);
    assert_eq!(outcome.verdict, Verdict::Breached);
}

#[test]
fn after_the_end_of_a_year_the_label_is_told_without_which_nothing_would_do() {
    let norm = |kind: &str| {
        format!(
            "must have {kind} where (held_by is the college)\n  every year\n  reading year by label, closing after 31 days"
        )
    };
    let as_of = "  as of 2017-02-28";
    let [en, zh] = texts(&norm("review"), &format!("{COLLEGE}{as_of}"));
    assert!(
        en.contains(", between 2016-01-01 and 2017-01-31 (after 2016-12-31 only with `cycle` 2016)\n"),
        "{en}"
    );
    assert!(
        zh.contains("在2016-01-01至2017-01-31之间（晚于2016-12-31的，须写明「所属年度」为2016）"),
        "{zh}"
    );
    // What cannot name its year does in its days alone.
    let [en, _] = texts(&norm("drill"), &format!("{COLLEGE}{as_of}"));
    assert!(en.contains(", between 2016-01-01 and 2016-12-31\n"), "{en}");
    let with = |kind: &str, record: &str| {
        told(&norm(kind), &format!("{COLLEGE}        {record}\n{as_of}")).remove(0).0.verdict
    };
    assert_eq!(with("review", "2017-01-31 review(held_by: c1, cycle: 2016)"), Verdict::Fulfilled);
    assert_eq!(with("review", "2017-01-31 review(held_by: c1)"), Verdict::Breached);
    assert_ne!(with("drill", "2017-01-31 drill(held_by: c1, kind: fire)"), Verdict::Fulfilled);
    assert_eq!(with("drill", "2016-12-31 drill(held_by: c1, kind: fire)"), Verdict::Fulfilled);
}
