//! What counted for another window, what began in one, of what nothing is due, and what is needed together.

use super::{texts, told};
use bylaws::diagnostic::Lang;

const COLLEGE: &str = "given 2016-01-01 college(entity: c1)\n";
const MONTHLY: &str = "must have drill where (held_by is the college)\n  every month";

/// The lines of the duty of a number that begin so, in both languages.
fn lines(norm: &str, given: &str, number: usize, [en, zh]: [&str; 2]) -> [Vec<String>; 2] {
    let (_, one) = told(norm, given).remove(number);
    [(Lang::En, en), (Lang::Zh, zh)].map(|(lang, begin)| {
        let text = one.text(lang);
        text.lines().filter_map(|line| line.trim_start().strip_prefix(begin)).map(str::to_owned).collect()
    })
}

const NEARLY: [&str; 2] = ["nearly counted: ", "接近而未计入："];

#[test]
fn what_nearly_counted_and_served_another_window_is_told_with_it() {
    let drills = "        2016-01-28 drill(id: d1, held_by: c1, kind: fire)\n        2016-03-02 drill(id: d2, held_by: c1, kind: fire)\n";
    let given = format!("{COLLEGE}{drills}  as of 2016-04-30");
    let [en, zh] = lines(MONTHLY, &given, 1, NEARLY);
    assert_eq!(
        en,
        [
            "d2 (drill, 2016-03-02): after the end: 2016-03-02, counted for 2016-03",
            "d1 (drill, 2016-01-28): before the start: 2016-01-28 (counts from 2016-02-01 on), counted for 2016-01",
        ]
    );
    assert!(zh[0].ends_with("期满之后：2016-03-02，计入2016-03"), "{zh:#?}");
    // What counted nowhere else is told as it was: of a college that was there for the last days of a month alone nothing is due.
    let from_may = "in force from 2016-02-01 until 2016-02-29\n  ";
    let [en, _] = lines(&format!("{from_may}{MONTHLY}"), &given, 0, NEARLY);
    assert!(!en.is_empty() && en.iter().all(|line| !line.contains("counted for")), "{en:#?}");
    // Of several things each is looked at by itself.
    let both = "must have drill where (held_by is the college); have fault where (found_by is the college)\n  every month";
    let [en, _] = lines(both, &given, 1, NEARLY);
    assert!(en.iter().all(|line| line.contains(", counted for 2016-0")) && en.len() == 2, "{en:#?}");
}

const FAULTS: &str =
    "when fault\n  must have review where (held_by is the fault.found_by)\n  within 10 days after the fault";
const USED: [&str; 2] = ["used by another duty: ", "已用于另一项义务："];

#[test]
fn what_another_duty_used_is_told_with_that_duty() {
    let exclusive = format!("each college\n  {FAULTS}\n  reading one event exclusive");
    let story = |reviews: &str| {
        format!(
            "{COLLEGE}        2016-05-02 fault(id: f1, found_by: c1)\n        2016-05-04 fault(id: f2, found_by: c1)\n{reviews}  as of 2016-06-30"
        )
    };
    let one = story("        2016-05-06 review(id: r1, held_by: c1)\n");
    let [en, zh] = lines(&exclusive, &one, 1, USED);
    assert_eq!(
        en,
        ["r1 (review, 2016-05-06), used by `n` of c1 (2016-05-02—2016-05-12), and so not by this one"]
    );
    assert_eq!(zh, ["r1（评议，2016-05-06），由c1的「n」（2016-05-02—2016-05-12）计入，不再用于本项"]);
    let object = serde_json::to_value(told(&exclusive, &one).remove(1).1.object(Lang::En)).unwrap();
    let used = &object["used_by_others"][0];
    assert_eq!((&used["record"], &used["norm"]), (&"r1".into(), &"n".into()), "{used}");
    // Whoever used it lacks nothing; nor is anything told where each has its own, or where records serve all.
    assert_eq!(lines(&exclusive, &one, 0, USED)[0], Vec::<String>::new());
    let shared = format!("each college\n  {FAULTS}");
    assert_eq!(
        lines(&shared, &story("        2016-05-20 review(id: r1, held_by: c1)\n"), 1, USED)[0],
        Vec::<String>::new()
    );
    assert_eq!(
        lines(&exclusive, &story("        2016-05-20 review(id: r1, held_by: c1)\n"), 1, USED)[0],
        Vec::<String>::new()
    );
}

#[test]
fn of_what_another_duty_only_may_have_used_nothing_is_told() {
    let norms = "each college\n  must have at least 2 review where (held_by is the college)\n  by 2016-03-31\n  reading one event exclusive\n}\n\
        norm early {\n  each college\n  must have review where (held_by is the college)\n  every 10 days from 2016-03-01\n  \
        except exists pause where (of_college is the college)\n  reading one event exclusive";
    let used = |excused: &str| {
        let story = format!(
            "{COLLEGE}        {excused} pause(of_college: c1)\n        2016-03-05 review(id: r1, held_by: c1)\n  as of 2016-04-30"
        );
        let [en, zh] = lines(norms, &story, 0, USED);
        assert_eq!(en.len(), zh.len());
        en
    };
    let told =
        "r1 (review, 2016-03-05), used by `early` of c1 (2016-03-01/2016-03-10), and so not by this one";
    assert_eq!(used("2016-03-07"), [told]);
    assert_eq!(used("2016-03-03"), Vec::<String>::new());
    assert_eq!(used("2016-03"), Vec::<String>::new());
}

#[test]
fn the_record_after_which_a_gap_began_is_told_in_the_next_year_too() {
    let gap = "must have drill where (held_by is the college)\n  at intervals of at most 1 month";
    let drills = "        2016-01-20 drill(id: d1, held_by: c1, kind: fire)\n        2016-02-10 drill(id: d2, held_by: c1, kind: fire)\n";
    let given = format!("{COLLEGE}{drills}  covers 2016-01-01 to 2017-12-31\n  as of 2017-06-30");
    let counted = ["counted: ", "计入的记录："];
    let [first, _] = lines(gap, &given, 0, counted);
    assert_eq!(first, ["d2 (drill, 2016-02-10) +1"]);
    let [next, zh] = lines(gap, &given, 1, counted);
    assert_eq!(next, ["d2 (drill, 2016-02-10)"]);
    assert_eq!(zh, ["d2（drill，2016-02-10）"]);
    // Where nothing came before there is none.
    let [none, _] =
        lines(gap, &format!("{COLLEGE}  covers 2016-01-01 to 2017-12-31\n  as of 2017-06-30"), 1, counted);
    assert_eq!(none, [""; 0]);
}

#[test]
fn of_a_way_of_which_none_is_asked_it_is_said_that_nothing_is_due_by_it() {
    let either = "must have at least (number of fault where (found_by is the college)) drill where (held_by is the college) or have drill where (held_by is the college, kind is flood)\n  every month";
    let done = "        2016-01-08 drill(held_by: c1, kind: fire)\n".repeat(2);
    let given = format!("{COLLEGE}{done}  as of 2016-01-31");
    let asked = ["asked: ", "要求："];
    let [en, zh] = lines(either, &given, 0, asked);
    assert!(en[0].ends_with(": fulfilled, 0 required: nothing is due by it"), "{en:#?}");
    assert!(zh[0].ends_with("已完成，要求0次，无须做"), "{zh:#?}");
    let fault = "        2016-01-09 fault(found_by: c1)\n";
    let [en, _] = lines(either, &format!("{COLLEGE}{done}{fault}  as of 2016-01-31"), 0, asked);
    assert!(en[0].ends_with(": fulfilled, 2 counted, 1 required: met"), "{en:#?}");
}

#[test]
fn all_types_of_records_that_are_needed_are_named_together() {
    let norm = "must have drill where (held_by is the college)\n  every month\n  except exists fault where (found_by is the college)";
    let given = format!("{COLLEGE}  covers 2016-01-01 to 2016-01-31\n  as of 2016-02-29");
    let settle = ["would settle it: ", "怎样即可判定："];
    let [en, zh] = lines(norm, &given, 1, settle);
    assert_eq!(
        en,
        ["complete records of `drill`, `fault` for this stretch, all of them, and a statement that they are"]
    );
    assert_eq!(zh, ["一并补全此期间「drill」、「fault」的记录，并写明记录范围"]);
    // What is needed alone is named alone.
    let [en, _] = lines(MONTHLY, &given, 1, settle);
    assert_eq!(en, ["complete records of `drill` for this stretch, and a statement that they are"]);
    let [text, _] = texts(norm, &given);
    assert!(!text.contains("would settle it"), "{text}");
}
