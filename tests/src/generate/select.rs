//! Selections: records, spells and entities that pass a filter, mostly of the same unit or person as the norm.

use super::scope::{Hand, Layer, Scope, record_fields};
use super::template::{Words, lazily, one_of};
use super::term::condition;
use bylaws::log::Type;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select as one;

/// Types of records that can be seen from a layer; the first ones most often.
fn kinds(layer: Layer) -> Vec<(u32, &'static str)> {
    let mut kinds = vec![
        (6, "e"),
        (4, "f"),
        (2, "t"),
        (2, "g"),
        (1, "j"),
        (1, "away_start"),
        (1, "away_end"),
        (1, "busy_start"),
        (1, "role_start"),
        (1, "role_end"),
        (1, "unit"),
    ];
    kinds.extend((layer >= Layer::Deemed).then_some((3, "d")));
    kinds.extend((layer == Layer::All).then_some((3, "w")));
    if layer >= Layer::Verdicts {
        kinds.extend(["breach of n0", "lateness of n0", "fulfilment of n0"].map(|kind| (1, kind)));
    }
    // These are records of an entity, and selections by that name are of the entities themselves.
    kinds.retain(|(_, kind)| *kind != "unit");
    kinds
}

/// Records.
pub(super) fn events(scope: &Scope) -> Words {
    let scope = scope.clone();
    lazily(move || {
        one_of(kinds(scope.layer).into_iter().map(|(weight, kind)| (weight, of_kind(&scope, kind))).collect())
    })
}

/// Records of one type.
pub(super) fn of_kind(scope: &Scope, kind: &'static str) -> Words {
    filtered(kind, &scope.holding(Hand::Event(kind.to_owned())), "")
}

/// Spells of states and roles.
pub(super) fn spells(scope: &Scope) -> Words {
    let state = |name| filtered(name, &scope.holding(Hand::State(name)), "");
    let role = |name| filtered(name, &scope.holding(Hand::Role(name)), "");
    one_of(vec![(3, state("away")), (2, role("head")), (2, role("deputy")), (1, state("busy"))])
}

/// Records, spells, or entities where they need not be of one unit.
pub(super) fn any(scope: &Scope) -> Words {
    let entities = ["unit", "person"].map(|kind| (1, filtered(kind, &scope.holding(Hand::Entity(kind)), "")));
    let mut all = vec![(8, events(scope)), (3, spells(scope))];
    all.extend(entities.into_iter().filter(|_| !scope.tied));
    one_of(all)
}

/// A field to measure, with the records: `e.amount where (…)`. Sums are of numbers.
pub(super) fn measured(scope: &Scope, number: bool) -> Words {
    let scope = scope.clone();
    lazily(move || {
        let of = |(weight, kind): (u32, &'static str)| {
            let fields = record_fields(kind).into_iter();
            let fields = fields.filter(|(_, ty)| !number || matches!(ty, Type::Integer | Type::Decimal));
            // Only whole words may stand before and after the point.
            let fields = fields.filter(|(name, _)| !name.starts_with('`'));
            let hand = scope.holding(Hand::Event(kind.to_owned()));
            fields.map(|(name, _)| (weight, filtered(kind, &hand, &format!(".{name}")))).collect::<Vec<_>>()
        };
        one_of(kinds(scope.layer).into_iter().flat_map(of).collect())
    })
}

/// Further conditions: mostly none, so that enough passes.
pub(super) fn some(scope: &Scope) -> BoxedStrategy<Vec<String>> {
    prop_oneof![
        5 => Just(Vec::new()),
        3 => vec(condition(scope), 1),
        1 => vec(condition(scope), 2),
    ]
    .boxed()
}

// The conditions that tie what is in hand to bearer or trigger: a field of it is the same unit or person.
pub(super) fn ties(hand: &Scope) -> Vec<String> {
    let fixed = hand.fixed();
    let mut ties = Vec::new();
    for (field, ty) in hand.bare() {
        let same = |other: &Type| match (&ty, other) {
            (Type::Entity(a), Type::Entity(b)) => a == b,
            (Type::AnyEntity, Type::Entity(kind)) => kind == "unit" || kind == "person",
            (Type::Entity(_), Type::AnyEntity) => true,
            _ => false,
        };
        let near = |name: &str| name.split('.').count() <= 2 && !name.contains("parent");
        let known = fixed.iter().filter(|(name, other)| same(other) && near(name));
        ties.extend(known.map(|(name, _)| format!("{field} is {name}")));
    }
    let of_kind =
        |wanted: &str| ties.iter().filter(|tie| tie.starts_with(wanted)).cloned().collect::<Vec<_>>();
    // By what the record is of, if it can be said.
    [of_kind("unit is the unit"), of_kind("unit is"), of_kind("bearer is")]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or(ties)
}

fn filtered(kind: &'static str, hand: &Scope, field: &str) -> Words {
    let (hand, field) = (hand.clone(), field.to_owned());
    lazily(move || {
        let ties = ties(&hand);
        let field = field.clone();
        let inner = hand.deeper();
        let others = if hand.depth > 0 { some(&inner) } else { Just(Vec::new()).boxed() };
        if ties.is_empty() && hand.tied {
            // Nothing that is certainly of another one.
            let never = format!("{kind}{field} where (no)");
            return Just(never).boxed();
        }
        let tie = if ties.is_empty() { None } else { Some(one(ties)) };
        let tied = hand.tied;
        let tie = match tie {
            None => Just(None).boxed(),
            Some(tie) if tied => tie.prop_map(Some).boxed(),
            Some(tie) => proptest::option::weighted(0.9, tie).boxed(),
        };
        (tie, others)
            .prop_map(move |(tie, others)| {
                let all: Vec<String> = tie.into_iter().chain(others).collect();
                let filter =
                    if all.is_empty() { String::new() } else { format!(" where ({})", all.join(", ")) };
                format!("{kind}{field}{filter}")
            })
            .boxed()
    })
}

/// The scope in which a norm that this record triggers is stated.
pub(super) fn triggered_by(scope: &Scope, kind: &str) -> Scope {
    Scope { trigger: Some(kind.to_owned()), ..scope.clone() }
}

/// Which records may be triggers.
pub(super) fn triggers(layer: Layer) -> Vec<(u32, &'static str)> {
    let mut all =
        vec![(8, "t"), (2, "e"), (1, "f"), (1, "g"), (1, "away_start"), (1, "role_start"), (1, "j")];
    all.extend((layer >= Layer::Deemed).then_some((2, "d")));
    if layer == Layer::All {
        all.extend([(2, "w"), (3, "breach of n0"), (1, "lateness of n0"), (1, "fulfilment of n0")]);
    }
    all
}
