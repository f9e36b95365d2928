//! What a norm asks for: parts with their quantities.

use super::scope::{Hand, Scope};
use super::select;
use super::template::{Words, fill, lazily, one_of, perhaps, word};
use super::term;
use proptest::collection::vec;
use proptest::prelude::*;

/// A piece of a requirement, by the name of its hole.
pub(super) fn requirement(name: &str, scope: &Scope) -> Words {
    let scope = scope.clone();
    match name {
        "part" => part(&scope),
        "parts" => joined(part(&scope), 2),
        "parts of spells" => joined(of_spells(&scope), 2),
        "part without number" => unnumbered(&scope),
        "parts without number" => joined(unnumbered(&scope), 3),
        "sums" => fill("<sum> totalling <low>", &|name| match name {
            "sum" => select::measured(&scope, true),
            _ => fill("at least <amount>", &|_| amount(&scope)),
        }),
        "times" => word(&["", " times", " time"]),
        _ => quantity(&scope),
    }
}

// Several are rarer than one.
fn joined(part: Words, most: usize) -> Words {
    let several = vec(part.clone(), 2..=most).prop_map(|all| all.join("; have "));
    one_of(vec![(4, part), (1, several.boxed())])
}

/// One part in its quantity.
pub(super) fn part(scope: &Scope) -> Words {
    let kinds: [(u32, &'static str); 4] = [(6, "e"), (3, "f"), (2, "g"), (1, "t")];
    let counted = kinds.map(|(weight, kind)| (weight, of_kind(scope, kind)));
    let other = fill("<quantity> <events>", &|name| match name {
        "events" => select::events(scope),
        _ => quantity(scope),
    });
    one_of(counted.into_iter().chain([(2, other)]).collect())
}

fn of_kind(scope: &Scope, kind: &'static str) -> Words {
    let scope = scope.clone();
    lazily(move || {
        let hand = scope.holding(Hand::Event(kind.to_owned()));
        fill("<quantity><records><of which>", &|name| match name {
            "quantity" => perhaps(85, fill("<quantity> ", &|_| quantity(&scope))),
            "records" => select::of_kind(&scope, kind),
            _ => perhaps(20, vec(of_which(&scope, &hand), 1..3).prop_map(|all| all.concat()).boxed()),
        })
    })
}

fn of_which(scope: &Scope, hand: &Scope) -> Words {
    fill(", of which <quantity> where (<truth>)", &|name| match name {
        "quantity" => quantity(scope),
        _ => term::condition(&hand.deeper()),
    })
}

fn of_spells(scope: &Scope) -> Words {
    fill("<quantity><spells>", &|name| match name {
        "quantity" => perhaps(85, fill("<quantity> ", &|_| quantity(scope))),
        _ => one_of(vec![(4, select::spells(scope)), (1, select::spells(scope))]),
    })
}

fn unnumbered(scope: &Scope) -> Words {
    let scope = scope.clone();
    lazily(move || {
        one_of(vec![
            (5, select::of_kind(&scope, "e")),
            (2, select::of_kind(&scope, "f")),
            (2, select::of_kind(&scope, "g")),
            (1, select::events(&scope)),
        ])
    })
}

/// How many.
pub(super) fn quantity(scope: &Scope) -> Words {
    let usual = word(&[
        "at least 1",
        "at least 2",
        "at least 3",
        "at most 1",
        "at most 0",
        "exactly 1",
        "exactly 2",
        "between 1 and 2",
        "more than 1",
        "less than 2",
    ]);
    let scope = scope.clone();
    let counted = lazily(move || {
        let templates = [
            "at least <amount>",
            "at most <amount>",
            "exactly <amount>",
            "more than <amount>",
            "less than <amount>",
            "between <amount> and <amount>",
        ];
        one_of(templates.iter().map(|one| (1, fill(one, &|_| amount(&scope)))).collect())
    });
    one_of(vec![(6, usual), (1, counted)])
}

fn amount(scope: &Scope) -> Words {
    let scope = scope.deeper();
    // A number that is written is a whole one; what is worked out may be any.
    let term = fill("(<number> + 1)", &|name| term::hole(name, &scope));
    one_of(vec![(2, word(&["2", "1", "3", "(1 + 0.5)"])), (2, word(&["most"])), (1, term)])
}
