//! Upper limits are told as what is allowed, and nothing is missing of them.

use super::{norm, package};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Verdict, evaluate};
use bylaws::log::Exact;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::ast::Item;
use bylaws::syntax::parse;

// What is said of a college with so many drills in a year.
fn told(asks: &str, drills: usize, as_of: &str) -> Outcome {
    let policy = package(&norm("n", &format!("must have {asks}\n  every year")));
    let drill = |number: usize| format!("        2016-03-0{} drill(held_by: c1, kind: fire)\n", number + 1);
    let drills: String = (0..drills).map(drill).collect();
    let given = format!(
        "test \"x\" for n {{\n  given 2016-01-01 college(entity: c1, pupils: 5)\n{drills}  as of {as_of}\n}}\n"
    );
    let parsed = parse(FileId::default(), &given);
    let mut tests = parsed.file.items.iter().filter_map(|item| match &item.node {
        Item::Test(test) => Some(test),
        _ => None,
    });
    let test = tests.next_back().unwrap();
    let (log, request) = scenario::given(&policy, test).unwrap();
    evaluate(&policy, &log, &request).outcomes.remove(0)
}

#[test]
fn what_is_allowed_is_not_told_as_required() {
    let most = "at most 3 drill where (held_by is the college)";
    let kept = told(most, 2, "2016-12-31");
    assert_eq!((kept.verdict, kept.short_by()), (Verdict::Fulfilled, Exact::ZERO));
    assert_eq!(kept.why().render(Lang::En), "2 counted, at most 3 allowed");
    assert_eq!(kept.why().render(Lang::Zh), "已计2次，不超过3次");
    let open = told(most, 2, "2016-06-30");
    assert_eq!((open.verdict, open.short_by()), (Verdict::Open, Exact::ZERO));
    assert_eq!(open.why().render(Lang::En), "2 counted, at most 3 allowed");
    let broken = told(most, 4, "2016-12-31");
    assert_eq!(broken.why().render(Lang::En), "4 counted, more than the 3 allowed");
    // What is required is still told as required.
    let least = "at least 3 drill where (held_by is the college)";
    let lacking = told(least, 2, "2016-12-31");
    assert_eq!(lacking.why().render(Lang::En), "only 2 counted, 3 required, 1 missing");
    assert_eq!(lacking.short_by(), Exact::ONE);
    assert_eq!(told(least, 3, "2016-12-31").why().render(Lang::En), "3 counted, 3 required: met");
}

#[test]
fn too_few_of_those_allowed_are_not_told_as_too_few() {
    let which = "at most 4 drill where (held_by is the college), of which at least 1 where (kind is flood)";
    let lacking = told(which, 2, "2016-12-31");
    assert_eq!(lacking.verdict, Verdict::Breached);
    let said = "2 counted, only 0 of them meeting `kind is flood`, 1 required, 1 missing";
    assert_eq!(lacking.why().render(Lang::En), said);
    // They are missing all the same.
    assert_eq!(lacking.short_by(), Exact::ONE);
}

#[test]
fn what_is_missing_of_some_of_them_is_counted_where_all_are_there() {
    let which = |number: u32| {
        format!(
            "at least 2 drill where (held_by is the college), of which at least {number} where (kind is flood)"
        )
    };
    let short_by = |number, drills, as_of| told(&which(number), drills, as_of).short_by();
    assert_eq!(short_by(2, 2, "2016-12-31"), Exact::from(2));
    assert_eq!(short_by(1, 2, "2016-06-30"), Exact::ONE);
    // Where one of all is missing as well, that is what is told.
    assert_eq!(short_by(2, 1, "2016-12-31"), Exact::ONE);
    assert_eq!(short_by(0, 2, "2016-12-31"), Exact::ZERO);
}
