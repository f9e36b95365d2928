//! What norms share: parameters, tables, an account, deemed facts, choices of interpretation.

use super::clause::readings;
use super::scope::{Hand, Layer, Scope};
use super::select::{self, triggered_by};
use super::template::{Words, fill, lazily, one_of, perhaps, word};
use super::term::{self, LENGTHS};
use proptest::prelude::*;

// Sets of units, of which a tied case knows none.
fn places(tied: bool) -> Words {
    match tied {
        true => word(&["parameter places alias 地点: set of unit = \"x\" & \"y\"\n"]),
        false => word(&[
            "parameter places alias 地点: set of unit = \"u1\" & \"u2\"\n",
            "parameter places alias 地点: set of unit\n",
        ]),
    }
}

/// Items that other items may name, each under its own name.
pub(super) fn shared(tied: bool) -> BoxedStrategy<Vec<(&'static str, String)>> {
    let named = |name: &'static str, words: Words| words.prop_map(move |text| (name, text)).boxed();
    vec![
        named(
            "most",
            word(&["parameter most alias 上限: integer = 2\n", "parameter most alias 上限: integer\n"]),
        ),
        named(
            "usual",
            word(&["parameter usual alias 常数: decimal = 1.5\n", "parameter usual alias 常数: decimal\n"]),
        ),
        named(
            "limit",
            word(&[
                "parameter limit alias 限期: duration = 10 days\n",
                "parameter limit alias 限期: duration = 1 month\n",
                "parameter limit alias 限期: duration\n",
            ]),
        ),
        named(
            "opening",
            word(&[
                "parameter opening alias 开始日: date = 2016-03-15\n",
                "parameter opening alias 开始日: date\n",
            ]),
        ),
        named(
            "favourite",
            word(&[
                "parameter favourite alias 偏好: colour = red\n",
                "parameter favourite alias 偏好: colour\n",
            ]),
        ),
        named(
            "double",
            word(&[
                "define double alias 两倍 = most * 2\n",
                "define double alias 两倍: decimal = greater of (usual, most)\n",
                "define double alias 两倍 = rounded up (usual * 3)\n",
            ]),
        ),
        named("places", places(tied)),
        named("needed", word(NEEDED)),
        named("weight", word(WEIGHT)),
        named(
            "favoured",
            word(&["table favoured alias 偏好表: decimal {\n  up to 1: red\n  over 1: blue\n}\n"]),
        ),
        named("tally", account(tied)),
    ]
    .boxed()
}

const NEEDED: &[&str] = &[
    "table needed alias 人数标准: integer {\n  up to 2: 1\n  from 3 to 5: 2\n  over 5: 3\n}\n",
    "table needed alias 人数标准: decimal {\n  under 1.5: 1\n  from 1.5 to under 3: 2\n  over 3 to 4: 3\n  otherwise: 9\n}\n",
    "table needed alias 人数标准: integer {\n  1 & 2: 3\n  3: 1\n}\n",
    "table needed alias 人数标准: integer {\n  from 1 to 2: most\n  from 3: (usual + 1)\n}\n",
];

const WEIGHT: &[&str] = &[
    "table weight alias 权重: colour {\n  red: 2\n  blue: 1\n}\n",
    "table weight alias 权重: colour {\n  red: 3\n  otherwise: 0\n}\n",
    "table weight alias 权重: colour {\n  red: 1/2\n}\n",
];

fn account(tied: bool) -> Words {
    let mut scope = Scope::at(Layer::Deemed, tied);
    (scope.bearer, scope.depth) = (Some("unit"), 2);
    let forms = [
        "tally + (<number>)",
        "greater of (0, tally + (<number>) - 1)",
        "lesser of (3, tally) + (<number>)",
        "(<number>)",
    ];
    let value = one_of(forms.iter().map(|form| (1, fill(form, &|name| term::hole(name, &scope)))).collect());
    let template = "account tally alias 累计: unit, every <window>, initially <start> = <value>\n";
    fill(template, &|name| match name {
        "window" => word(&[
            "month from 2016-03-01",
            "month",
            "week",
            "2 weeks from 2016-03-01",
            "quarter",
            "10 days",
            "5 working days",
            "semester",
            "year",
        ]),
        "start" => word(&["0", "2", "most"]),
        _ => value.clone(),
    })
}

/// Choices for the whole package.
pub(super) fn interpretation() -> Words {
    perhaps(12, fill("interpretation {\n  <readings>\n}\n", &|_| readings("\n  ")))
}

/// Facts that follow from records: those deemed `d`.
pub(super) fn deemed(tied: bool) -> Words {
    let forms = [
        "deem d when <base> {\n  unit: unit<amount>\n}\n",
        "deem d when <span> pass after <base> without <awaited> {\n  unit: unit<amount>\n}\n",
        "deem d when <base> reaches <count> in any <span> for each unit {\n  unit: unit<amount>\n}\n",
        "deem d when <base> reaches <count> for each unit {\n  unit: unit<amount>\n}\n",
    ];
    let kinds = ["t", "e", "f", "g", "away_start"];
    let mut all: Vec<(u32, Words)> = Vec::new();
    for form in forms {
        let of = move |kind: &'static str| lazily(move || deem(form, kind, Layer::Records, tied));
        all.extend(kinds.map(|kind| (2, of(kind))));
    }
    if !tied {
        let of_all = "deem d when <base> reaches <count> in any <span> {\n  unit: unit\n}\n";
        all.push((2, lazily(move || deem(of_all, "e", Layer::Records, false))));
    }
    one_of(all)
}

/// Facts that follow from the verdicts of the first norm: those deemed `w`.
pub(super) fn warned(tied: bool) -> Words {
    let forms = [
        "deem w when <base> {\n  bearer: bearer\n  since: `until`\n}\n",
        "deem w when <count> consecutive <base> {\n  bearer: bearer\n}\n",
        "deem w when <span> pass after <base> without <awaited> {\n  bearer: the verdict.bearer\n}\n",
        "deem w when <base> reaches <count> in any <span> for each bearer {\n  bearer: bearer\n}\n",
    ];
    let kinds = ["breach of n0", "lateness of n0", "fulfilment of n0"];
    let of = |form, kind| lazily(move || deem(form, kind, Layer::Verdicts, tied));
    one_of(forms.iter().flat_map(|form| kinds.map(|kind| (1, of(*form, kind)))).collect())
}

fn deem(form: &str, kind: &'static str, layer: Layer, tied: bool) -> Words {
    let mut scope = Scope::at(layer, tied);
    scope.depth = 1;
    let hand = scope.holding(Hand::Event(kind.to_owned()));
    fill(form, &|name| match name {
        "base" => {
            let filter = fill(" where (<truth>)", &|_| term::condition(&hand.deeper()));
            perhaps(30, filter).prop_map(move |filter| format!("{kind}{filter}")).boxed()
        }
        "awaited" => {
            let after = triggered_by(&scope, kind);
            one_of(vec![(2, select::of_kind(&after, "f")), (1, select::events(&after))])
        }
        "count" => word(&["2", "1", "3"]),
        "span" => one_of(vec![(3, word(&["5 days", "10 days", "2 weeks", "48 hours"])), (1, word(LENGTHS))]),
        _ => {
            let amount =
                fill("\n  amount: <number>", &|_| fill("(<number>)", &|name| term::hole(name, &hand)));
            perhaps(30, amount)
        }
    })
}
