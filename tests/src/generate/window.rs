//! How often and when.

use super::scope::Scope;
use super::template::{Words, fill, one_of, perhaps, word};
use super::term::{self, LENGTHS};

/// A clause of time, by the name of its hole.
pub(super) fn time(name: &str, scope: &Scope) -> Words {
    match name {
        "window" => window(scope),
        "instants" => word(&[
            "at all times",
            "at all times",
            "at the end of every month",
            "at the end of every week",
            "at the end of every quarter",
            "at the end of every semester",
            "at the end of every academic year",
        ]),
        "rolling" => fill("in any <length>", &|_| {
            one_of(vec![
                (
                    3,
                    word(&[
                        "10 days",
                        "14 days",
                        "3 weeks",
                        "48 hours",
                        "30 hours",
                        "5 working days",
                        "90 minutes",
                    ]),
                ),
                (1, word(&["1 month", "1 quarter", "2 school days", "1 semester"])),
            ])
        }),
        "gap" => fill("at intervals of at most <length>", &|_| {
            word(&["14 days", "30 days", "2 weeks", "48 hours", "1 month", "5 working days"])
        }),
        "fixed" => word(&[
            "by 30 April every year",
            "by 31 March every year",
            "by 29 February every year",
            "by 2016-03-31",
            "by 2016-05-10",
            "once",
        ]),
        "moving limit" => fill("within <length> after <anchor>", &|name| piece(name, scope)),
        _ => {
            let forms: &[(u32, &str)] = &[
                (5, "within <length> after <anchor>"),
                (3, "within <length> before <anchor>"),
                (2, "before <anchor>"),
                (1, "after <anchor>"),
                (2, "no later than <anchor>"),
                (1, "on the day of <anchor>"),
                (1, "by 12:00 on the next day"),
                (1, "by 28 February of the next year"),
                (1, "by day 15 of the next month"),
                (1, "by the last day of the same semester"),
                (1, "by Friday of the next week"),
                (1, "at least <length> before <anchor>"),
                (1, "at least <length> after <anchor>"),
                (1, "at least <clear> before <anchor>"),
                (1, "at least <clear> after <anchor>"),
            ];
            one_of(
                forms
                    .iter()
                    .map(|(weight, form)| (*weight, fill(form, &|name| piece(name, scope))))
                    .collect(),
            )
        }
    }
}

fn piece(name: &str, scope: &Scope) -> Words {
    match name {
        "length" => {
            one_of(vec![(2, word(&["7 days", "3 working days", "48 hours", "10 days"])), (1, word(LENGTHS))])
        }
        "clear" => word(&["3 clear days", "1 clear day", "2 clear working days", "1 clear weeks"]),
        _ => {
            let kind = scope.trigger.clone().unwrap_or_default();
            let own = if kind.contains(' ') { "the verdict".to_owned() } else { format!("the {kind}") };
            let own = proptest::prelude::Just(own);
            let computed = fill("(<instant>)", &|name| term::hole(name, &scope.deeper()));
            one_of(vec![(5, proptest::prelude::Strategy::boxed(own)), (2, computed)])
        }
    }
}

fn window(scope: &Scope) -> Words {
    // A date of the bearer's own.
    let has_a_day = scope.trigger.is_none() && scope.bearer == Some("unit");
    let plain = word(&[
        "every month",
        "every week",
        "every 2 weeks",
        "every quarter",
        "every semester",
        "every 2 months",
        "every academic year",
        "every year",
        "every teaching week",
        "every 2 teaching weeks",
        "every 5 working days",
        "every 3 school days",
        "every fortnight",
        "every 10 days",
        "every limit",
        "every month, in the first 5 days",
        "every month, in the last 2 weeks",
        "every 2 weeks, in the last 3 working days",
    ]);
    let anchored = fill("every <length> from <day>", &|name| match name {
        "length" => word(&["14 days", "10 days", "2 weeks", "month", "2 months", "year", "5 working days"]),
        _ if has_a_day => word(&["2016-03-01", "2016-02-25", "2016-03-31", "the unit.since"]),
        _ => word(&["2016-03-01", "2016-02-25", "2016-03-31", "2016-04-04"]),
    });
    one_of(vec![(4, plain), (2, anchored)])
}

/// Versions of a norm.
pub(super) fn version() -> Words {
    perhaps(
        6,
        word(&[
            "  in force from 2016-04-01\n",
            "  in force until 2016-04-15\n",
            "  in force from 2016-04-10\n  reading straddling by start\n",
            "  in force from 2016-03-20 until 2016-04-20\n",
        ]),
    )
}
