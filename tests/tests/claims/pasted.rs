//! Blocks that are shown to be accepted as they are hold when they are.

use super::{WORDS, norm, whole};
use bylaws::diagnostic::Lang;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::{Names, parse};
use bylaws_proving::boundary::boundary;
use bylaws_proving::cases::{Case, together};
use bylaws_proving::mutation::{Fate, mutate};
use bylaws_proving::{Bounds, Said, block};

const ORDER: &str = "norm n {\n  when decided\n  must have request where (case_no is the decided.case_no)\n  before the \
                     decided\n}\n";

// How many cases are shown of slips, and around the limits; all hold with the package they are pasted to.
fn shown(text: &str) -> (usize, usize) {
    let text = format!("{WORDS}{text}");
    let policy = whole(&text);
    let names = Names::of(&[&parse(FileId::default(), &text).file]);
    let bounds = Bounds { logs: 150, ..Bounds::default() };
    let slips = mutate(&policy, &["n".to_owned()], bounds, Lang::En).remove(0).mutants;
    let survivors: Vec<Case> = slips
        .into_iter()
        .filter_map(|(_, fate)| match fate {
            Fate::Survived(case) => Some(*case),
            _ => None,
        })
        .collect();
    let around = boundary(&policy, "n", bounds, Lang::En);
    for cases in [&survivors, &around] {
        let test = together(&policy, ("n", &Said::new("题", "title")), "n", cases, Lang::En);
        let pasted = block::text(&test, &names, Lang::En);
        let results = scenario::run(&whole(&format!("{text}{pasted}")), None);
        assert_eq!(results.len(), cases.len(), "{pasted}");
        results
            .iter()
            .for_each(|one| assert!(one.failures.is_empty(), "{}: {:?}\n{pasted}", one.title, one.failures));
    }
    (survivors.len(), around.len())
}

#[test]
fn of_a_norm_that_is_about_a_record_each_case_calls_it_by_its_place_among_what_is_shared() {
    let (slips, around) = shown(ORDER);
    assert!(slips > 2 && around > 1, "{slips} {around}");
}

#[test]
fn of_a_norm_that_counts_each_case_holds() {
    let (slips, around) =
        shown(&norm("n", "must have at least 2 drill where (held_by is the college)\n  every year"));
    assert!(slips > 2 && around > 2, "{slips} {around}");
}
