//! Terms of a wanted type in a scope, each a production with holes for the terms that it holds.

use super::scope::{Layer, Scope};
use super::select;
use super::template::{Words, fill, lazily, one_of, word};
use super::words::entity;
use bylaws::log::Type;
use proptest::prelude::*;
use proptest::sample::select as one;

/// A term of a type.
pub(super) fn term(ty: &Type, scope: &Scope) -> Words {
    let (ty, scope) = (ty.clone(), scope.clone());
    lazily(move || {
        let names = named(&scope, |found| fits(&ty, found));
        let mut all = vec![(2, literals(&ty, &scope))];
        all.extend((!names.is_empty()).then(|| (6, one(names).boxed())));
        if scope.depth > 0 {
            all.extend(built(productions(&ty), &scope).map(|built| (4, built)));
        }
        one_of(all)
    })
}

/// A condition.
pub(super) fn condition(scope: &Scope) -> Words {
    let scope = scope.clone();
    lazily(move || {
        let mut all: Vec<(u32, Words)> = built(SIMPLE, &scope).map(|built| (5, built)).into_iter().collect();
        if scope.depth > 0 {
            all.extend(built(NESTED, &scope).map(|built| (3, built)));
        }
        one_of(all)
    })
}

// One of the productions that are possible here.
fn built(templates: &'static [&'static str], scope: &Scope) -> Option<Words> {
    let possible = templates.iter().filter(|template| possible(template, scope));
    let inner = scope.deeper();
    let filled = |template: &&'static str| {
        let (template, inner) = (*template, inner.clone());
        // Few scopes have a field of several values, or a record around: where there is one, it is asked for.
        let seldom = ["<sizeable>", "<record around>"].into_iter().any(|hole| template.contains(hole));
        let weight = if seldom { 12 } else { 1 };
        (weight, lazily(move || fill(template, &|name| hole(name, &inner))))
    };
    let all: Vec<(u32, Words)> = possible.map(filled).collect();
    (!all.is_empty()).then(|| one_of(all))
}

/// What a hole stands for.
pub(super) fn hole(name: &str, scope: &Scope) -> Words {
    match name {
        "truth" => condition(scope),
        "number" => term(&Type::Decimal, scope),
        "instant" => term(&Type::DateTime, scope),
        "length" => term(&Type::Duration, scope),
        "clock" => term(&Type::Clock, scope),
        "colour" => term(&Type::Enum("colour".to_owned()), scope),
        "role" => term(&Type::Role, scope),
        "text" => term(&Type::Text, scope),
        "unit" => term(&entity("unit"), scope),
        "person" => term(&entity("person"), scope),
        "selection" => select::any(scope),
        "events" => select::events(scope),
        "spells" => select::spells(scope),
        "sum" => select::measured(scope, true),
        "field" => select::measured(scope, false),
        "order" => word(&["at least", "at most", "more than", "less than", "is", "is not"]),
        "sooner" => word(&["before", "after", "at least", "at most", "is"]),
        "equal" => word(&["is", "is not"]),
        "span" => word(LENGTHS),
        "sizeable" => one(sizeable(scope)).boxed(),
        "record around" => one(Vec::from_iter(scope.record_around())).boxed(),
        "exact unit" => word(&["hours", "minutes"]),
        "calendar unit" => word(&["days", "working days", "school days", "weeks", "months"]),
        "elapsed unit" => {
            word(&["days", "hours", "minutes", "working days", "school days", "weeks", "months", "years"])
        }
        "kind" => {
            word(&["vacation", "holiday", "workday", "semester", "academic year", "working days", "days off"])
        }
        reference => one(named(scope, |ty| refers(reference, ty))).boxed(),
    }
}

/// Lengths of time in all units.
pub(super) const LENGTHS: &[&str] = &[
    "7 days",
    "1 day",
    "48 hours",
    "90 minutes",
    "3 working days",
    "2 school days",
    "2 weeks",
    "1 month",
    "1 quarter",
    "1 year",
    "1 semester",
    "1 academic year",
    "2 teaching weeks",
    "1 fortnight",
];

// A name in scope that may stand where only a name can: on the left of a comparison, before a point.
fn refers(reference: &str, ty: &Type) -> bool {
    match (reference, ty) {
        ("number ref", Type::Integer | Type::Decimal)
        | ("instant ref", Type::Date | Type::DateTime)
        | ("length ref", Type::Duration)
        | ("clock ref", Type::Clock)
        | ("role ref", Type::Role)
        | ("text ref", Type::Text)
        | ("flag", Type::Bool)
        | ("colour ref", Type::Enum(_)) => true,
        ("unit ref" | "person ref", Type::Entity(kind)) => reference.starts_with(kind.as_str()),
        ("entity ref", Type::Entity(_) | Type::AnyEntity) => true,
        ("units ref", Type::Set(_)) => true,
        _ => false,
    }
}

fn fits(wanted: &Type, found: &Type) -> bool {
    match (wanted, found) {
        (Type::Decimal | Type::Integer, Type::Decimal | Type::Integer)
        | (Type::Date | Type::DateTime, Type::Date | Type::DateTime) => true,
        _ => wanted == found,
    }
}

// The names in scope whose type is wanted: of the one in hand, of what stands apart, parameters, definitions.
fn named(scope: &Scope, wanted: impl Fn(&Type) -> bool) -> Vec<String> {
    let bare = scope.bare();
    let fixed = scope.fixed();
    let mut shared = Vec::new();
    if scope.layer > Layer::Constant {
        shared.push(("most".to_owned(), Type::Integer));
        shared.push(("usual".to_owned(), Type::Decimal));
        shared.push(("limit".to_owned(), Type::Duration));
        shared.push(("opening".to_owned(), Type::Date));
        shared.push(("places".to_owned(), Type::Set(Box::new(entity("unit")))));
        shared.push(("favourite".to_owned(), Type::Enum("colour".to_owned())));
    }
    if scope.layer > Layer::Deemed {
        shared.push(("double".to_owned(), Type::Decimal));
    }
    let hidden = |name: &str| bare.iter().any(|(own, _)| own == name);
    let shared = shared.into_iter().filter(|(name, _)| !hidden(name));
    let all = bare.iter().cloned().chain(fixed).chain(shared);
    all.filter(|(_, ty)| wanted(ty)).map(|(name, _)| name).collect()
}

// Fields of several values that are not bare names, which would be taken for records.
fn sizeable(scope: &Scope) -> Vec<String> {
    let mut names = named(scope, |ty| matches!(ty, Type::Set(_)));
    names.retain(|name| name.starts_with("the "));
    names
}

// Whether every hole can be filled here.
fn possible(template: &str, scope: &Scope) -> bool {
    let holes = template.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(name, _)| name));
    holes.into_iter().all(|name| match name {
        "selection" | "events" | "spells" | "sum" | "field" => {
            scope.layer > Layer::Constant && scope.depth > 0
        }
        "sizeable" => !sizeable(scope).is_empty(),
        "record around" => scope.record_around().is_some(),
        name if name == "flag" || name.ends_with(" ref") => !named(scope, |ty| refers(name, ty)).is_empty(),
        _ => true,
    })
}

fn literals(ty: &Type, scope: &Scope) -> Words {
    match ty {
        Type::Decimal | Type::Integer => word(&["1", "2", "0", "3", "1.5", "1/2"]),
        Type::Date | Type::DateTime => {
            word(&["2016-04-01", "2016-03-31", "2016-04-09", "2016-03-14 12:00", "2016-05-01 00:00"])
        }
        Type::Duration => word(LENGTHS),
        Type::Clock => word(&["12:00", "08:30", "23:59"]),
        Type::Enum(_) => word(&["red", "blue"]),
        Type::Role => word(&["head", "deputy"]),
        Type::Text => word(&["\"a\"", "\"b\""]),
        Type::Bool => word(&["yes", "no"]),
        Type::Entity(kind) => match (kind.as_str(), scope.tied) {
            ("unit", false) => word(&["\"u1\"", "\"u2\""]),
            ("person", false) => word(&["\"p1\"", "\"p2\""]),
            // An id that nobody has.
            _ => word(&["\"x\""]),
        },
        Type::AnyEntity => word(&["\"u1\""]),
        Type::Set(_) => word(&["\"u1\" & \"u2\""]),
    }
}

fn productions(ty: &Type) -> &'static [&'static str] {
    match ty {
        Type::Decimal | Type::Integer => NUMBERS,
        Type::Date | Type::DateTime => INSTANTS,
        Type::Clock => &["(<instant>).clock"],
        Type::Duration => &["(<length ref>) else (<length>)"],
        Type::Enum(_) => &["(<colour ref>) else (<colour>)", "<unit ref>.colour", "favoured for (<number>)"],
        Type::Entity(kind) if kind == "person" => &["<unit ref>.head", "(<person ref>) else (<person>)"],
        Type::Entity(kind) if kind == "unit" => {
            &["<person ref>.office", "<unit ref>.parent", "(<unit ref>) else (<unit>)"]
        }
        _ => &[],
    }
}

const NUMBERS: &[&str] = &[
    "number of <sizeable>",
    "number of <selection>",
    "number of <selection>",
    "total of <sum>",
    "average of <sum>",
    "greatest of <sum>",
    "least of <sum>",
    "distinct <field>",
    "days with <selection>",
    "<calendar unit> with <selection>",
    "longest run of <calendar unit> with <selection>",
    "total <exact unit> of <spells>",
    "longest <exact unit> of <spells>",
    "longest <exact unit> of <spells> joined across 45 minutes",
    "longest <exact unit> without <spells>",
    "total <exact unit> of <spells> joined across 36 hours",
    "(<number>) + (<number>)",
    "(<number>) - (<number>)",
    "(<number>) * (<number>)",
    "(<number>) / (<number>)",
    "1/2 of (<number>)",
    "between 22:00 and 06:30 (<number>)",
    "(<number ref>) else (<number>)",
    "lesser of (<number>, <number>)",
    "greater of (<number>, <number>)",
    "rounded (<number>)",
    "rounded up (<number>)",
    "rounded down to 1 place (<number>)",
    "rounded to 2 places (<number>)",
    "needed for (<number>)",
    "marginal needed for (<number>)",
    "weight for (<colour>)",
    "previous (<number>)",
    "within <span> before (<instant>) (<number>)",
    "within <span> after (<instant>) (<number>)",
    "from (<instant>) to (<instant>) (<number>)",
    "<elapsed unit> from (<instant>) to (<instant>)",
    "(<instant>).weekday",
    "(<instant>).day",
    "(<instant>).month",
    "(<instant>).year",
    "<unit ref>.size",
    "<person ref>.age",
];

const INSTANTS: &[&str] = &[
    "(<instant>) + <span>",
    "(<instant>) - <span>",
    "(<instant>) + <length ref>",
    "earlier of (<instant>, <instant>)",
    "later of (<instant>, <instant>)",
    "(<instant ref>) else (<instant>)",
    "time of the first <selection>",
    "time of the last <selection>",
    "<unit ref>.since",
];

const SIMPLE: &[&str] = &[
    "<number ref> <order> (<number>)",
    "<colour ref> <equal> <colour>",
    "exists <selection>",
    "<unit ref> under away",
    "<person ref> holds deputy",
    "<person ref> holds head in <unit ref>",
    "<person ref> under busy",
    "<instant ref> <sooner> (<instant>)",
    "<instant ref> <sooner> <record around>",
    "<flag>",
    "<flag> is yes",
    "<person ref> <equal> <person>",
    "<unit ref> <equal> <unit>",
    "<clock ref> <order> <clock>",
    "<length ref> is <span>",
    "<role ref> <equal> <role>",
    "<text ref> <equal> <text>",
    "<units ref> contains <unit ref>",
    "<unit ref> in <units ref>",
    "<unit ref> in <unit ref> & <unit ref>",
    "<colour ref> in red & blue",
    "<entity ref> <equal> <unit ref>",
    "during <kind>",
    "yes",
];

const NESTED: &[&str] = &[
    "not (<truth>)",
    "(<truth>) or (<truth>)",
    "(<truth>) and (<truth>)",
    "(<number>) <order> (<number>)",
    "(<number>) <order> (<number>)",
    "(<instant>) <sooner> (<instant>)",
    "(<clock>) <order> (<clock>)",
    "(<unit ref>) <equal> (<unit>)",
    "(<person ref>) <equal> (<person>)",
    "(<colour ref>) <equal> (<colour>)",
    "within <span> before (<instant>) (<truth>)",
    "within <span> after (<instant>) (<truth>)",
    "from (<instant>) to (<instant>) (<truth>)",
    "previous (<truth>)",
];

/// One or more conditions joined by commas.
pub(super) fn conditions(scope: &Scope, most: usize) -> Words {
    proptest::collection::vec(condition(scope), 1..=most).prop_map(|all| all.join(", ")).boxed()
}
