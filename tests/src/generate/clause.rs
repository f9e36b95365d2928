//! The clauses that most norms may have: exceptions, making up, follow-up duties, readings, who answers.

use super::require;
use super::scope::Scope;
use super::select;
use super::template::{Words, fill, lazily, one_of, perhaps, word};
use super::term;
use super::window;
use proptest::collection::vec;
use proptest::prelude::*;

/// What may stand at the end of any norm.
pub(super) fn rest(scope: &Scope) -> Words {
    fill("<version><reading><answers><note>", &|name| match name {
        "version" => window::version(),
        "reading" => perhaps(35, fill("  reading <readings>\n", &|_| readings("; "))),
        "answers" => answers(scope),
        _ => perhaps(4, word(&["  note \"a remark\"\n"])),
    })
}

/// Choices of interpretation, one or more.
pub(super) fn readings(between: &'static str) -> Words {
    vec(word(READINGS), 1..4).prop_map(move |all| all.join(between)).boxed()
}

const READINGS: &[&str] = &[
    "partial period skipped",
    "partial period in full",
    "partial period prorated",
    "partial period prorated up",
    "partial period prorated down",
    "who counts by days",
    "who counts in scope the whole period",
    "who counts in scope at its end",
    "who counts in scope on any day",
    "who counts in scope for half of it",
    "same day undetermined",
    "same day strict",
    "same day in favour",
    "start day included",
    "start day excluded",
    "day off moves",
    "day off stays",
    "generally without reason",
    "generally with reason",
    "several units by wording",
    "several units together",
    "several units apart",
    "vacation waived",
    "vacation stops the clock",
    "vacation continues",
    "year by academic year",
    "year by calendar year",
    "year by label, closing after 20 days",
    "fortnight by calendar weeks",
    "fortnight by teaching weeks",
    "fortnight from 2016-03-02",
    "fortnight rolling",
    "one event exclusive",
    "one event exclusive",
    "one event shared",
];

/// Exceptions, of which one may put something else in the place of what the norm says.
pub(super) fn exceptions(scope: &Scope, effects: &'static [&'static str]) -> Words {
    let scope = scope.deeper();
    let forms: &'static [(u32, &'static str)] = &[
        (4, "  except while (<truth>)\n"),
        (3, "  except when (<truth>)<effect>\n"),
        (2, "  except one: (<truth>)<effect>; to one: (<truth>)\n"),
        (1, "  except one: (<truth>)<effect>; two: while (<truth>)<effect>\n"),
        (
            1,
            "  except one: (<truth>)<effect>; two: (<truth>); to two: (<truth>); to one: (<truth>)<effect>\n",
        ),
    ];
    let one = lazily(move || {
        let filled = |form: &str| {
            fill(form, &|name| match name {
                "effect" => word(effects),
                _ => term::condition(&scope),
            })
        };
        one_of(forms.iter().map(|(weight, form)| (*weight, filled(form))).collect())
    });
    perhaps(25, one)
}

/// A clause of its own, or none.
pub(super) fn clause(name: &str, scope: &Scope) -> Words {
    match name {
        "late" => {
            let one = word(&[
                "  late within 10 days\n",
                "  late within 3 days\n",
                "  late within 3 weeks\n",
                "  late within 2 working days\n",
                "  late within 24 hours\n",
                "  late within 1 month\n",
            ]);
            perhaps(35, one)
        }
        "otherwise" => perhaps(12, otherwise(scope)),
        "stops" => perhaps(40, fill("  stops while (<truth>)\n", &|_| term::condition(&scope.deeper()))),
        _ => perhaps(
            30,
            fill("  extended by <span> when <events><most>\n", &|name| match name {
                "span" => word(&["3 days", "2 working days", "24 hours", "1 month"]),
                "most" => word(&["", ", at most once", ", at most two times"]),
                _ => select::events(scope),
            }),
        ),
    }
}

fn otherwise(scope: &Scope) -> Words {
    let scope = scope.clone();
    lazily(move || {
        let forms = [
            "  otherwise must have <part>, within <span>\n",
            "  otherwise must have <part>\n",
            "  otherwise should have <part>; have <part>, within <span>\n",
            "  otherwise must have <part> or have <part>, within <span>\n",
        ];
        let filled = |form: &str| {
            fill(form, &|name| match name {
                "part" => require::part(&scope),
                _ => word(&["7 days", "3 working days", "48 hours", "1 month"]),
            })
        };
        one_of(forms.iter().map(|form| (1, filled(form))).collect())
    })
}

fn answers(scope: &Scope) -> Words {
    let names = scope.fixed();
    let of_entity = |ty: &bylaws::log::Type| matches!(ty, bylaws::log::Type::Entity(_));
    let names: Vec<String> =
        names.into_iter().filter(|(_, ty)| of_entity(ty)).map(|(name, _)| name).collect();
    if names.is_empty() {
        return perhaps(0, word(&[""]));
    }
    let line =
        (word(&["first", "direct", "concrete", "scope", "assisting"]), proptest::sample::select(names));
    let lines = vec(line.prop_map(|(rank, name)| format!("{rank} {name}")), 1..3);
    perhaps(40, lines.prop_map(|all| format!("  answerable {}\n", all.join(", "))).boxed())
}
