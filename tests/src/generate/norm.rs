//! Norms made at random: a frame (who, when triggered), and what is asked for within a time that fits it.

use super::clause;
use super::require;
use super::scope::{Layer, Scope};
use super::select::{self, triggered_by};
use super::template::{Words, fill, lazily, one_of, perhaps, word};
use super::term;
use super::window;
use super::words::vocabulary;
use proptest::prelude::*;

/// A norm called `NAME`.
pub(super) fn norm(layer: Layer, tied: bool) -> Words {
    let bare = Scope::at(layer, tied);
    let each = |bearer, of_each| Scope { bearer, of_each, ..bare.clone() };
    let mut frames = vec![
        (8, each(Some("unit"), None)),
        (2, each(Some("person"), None)),
        (2, each(Some("head"), None)),
        (1, each(Some("unit"), Some(("colour", false)))),
        (1, each(Some("unit"), Some(("person", false)))),
        (1, each(Some("unit"), Some(("site", false)))),
        (2, bare.clone()),
    ];
    if tied {
        frames.retain(|(_, scope)| scope.of_each.is_none_or(|(kind, _)| kind == "colour"));
    }
    one_of(frames.into_iter().map(|(weight, scope)| (weight, lazily(move || framed(&scope)))).collect())
}

fn framed(scope: &Scope) -> Words {
    let triggered = {
        let scope = scope.clone();
        lazily(move || {
            let of = |kind: &'static str| {
                let scope = scope.clone();
                lazily(move || triggered(&scope, kind))
            };
            one_of(
                select::triggers(scope.layer).into_iter().map(|(weight, kind)| (weight, of(kind))).collect(),
            )
        })
    };
    if scope.bearer.is_none() {
        return triggered;
    }
    let scope = scope.clone();
    one_of(vec![(5, lazily(move || untriggered(&scope))), (4, triggered)])
}

fn untriggered(scope: &Scope) -> Words {
    let shapes: &[(u32, &str)] = &[
        (6, "<modality> have <part>\n  <window>\n<except><late><otherwise>"),
        (2, "<modality> have <parts>\n  <window>\n<except without instead><late><otherwise>"),
        (
            3,
            "<modality> have <part without number>\n  <window>, <quantity><times>\n<except><late><otherwise>",
        ),
        (
            1,
            "<modality> have <parts without number>\n  <window>, apiece <quantity><times>\n<except without instead><late>",
        ),
        (2, "<modality> have <parts> or have <parts>\n  <window>\n<except without instead><late>"),
        (3, "<modality> keep (<truth>)\n  <window>\n<except without instead><otherwise>"),
        (2, "<modality> have <parts of spells>\n  <instants>\n<except without instead><otherwise>"),
        (
            1,
            "<modality> have <parts of spells> or have <parts of spells>\n  <instants>\n<except without instead>",
        ),
        (2, "<modality> keep (<truth>)\n  <instants>\n<except without instead>"),
        (
            3,
            "<modality> have <part without number>\n  <rolling>, <quantity><times>\n<except without instead>",
        ),
        (1, "<modality> keep (<truth>)\n  <rolling>\n<except without instead>"),
        (2, "<asked> have <part without number>\n  <gap>\n<except without instead>"),
        (1, "<modality> have <part>\n  <fixed>\n<except><late><otherwise>"),
    ];
    all_of(shapes, scope)
}

fn triggered(scope: &Scope, kind: &'static str) -> Words {
    let inner = triggered_by(scope, kind);
    let shapes: &[(u32, &str)] = &[
        (6, "<modality> have <part>\n  <limit>\n<except><late><otherwise>"),
        (2, "<modality> have <parts>\n  <limit>\n<except without instead><late><otherwise>"),
        (5, "<modality> have <parts>\n  <moving limit>\n<stops><extended><except within><late><otherwise>"),
        (2, "<modality> have <parts> or have <parts>\n  <limit>\n<except without instead><late>"),
        (2, "<duty> have <sums>\n  <limit>\n<except without instead><late>"),
        (2, "<modality> keep (<truth>)<limit of keep>\n<except without instead>"),
        (1, "<modality> have <parts of spells>\n  <limit>\n<except without instead>"),
        (2, "<modality> satisfy (<truth at trigger>)\n<except without instead><otherwise>"),
    ];
    all_of(shapes, &inner)
}

fn all_of(shapes: &'static [(u32, &'static str)], scope: &Scope) -> Words {
    let shaped = |shape: &'static str| {
        let scope = scope.clone();
        lazily(move || {
            let template = format!("norm NAME {{\n<cites><head>  {shape}<rest>}}\n");
            fill(&template, &|name| part(name, &scope))
        })
    };
    let any = one_of(shapes.iter().map(|(weight, shape)| (*weight, shaped(shape))).collect());
    any.prop_map(allowed).prop_map(straddled).boxed()
}

// A number, or a band of them, is asked for and not forbidden.
fn allowed(norm: String) -> String {
    let both_sides = norm.contains("exactly") || norm.contains("between");
    if both_sides { norm.replace("must not have", "must have") } else { norm }
}

// Windows that hold the day on which a version begins follow each of the rules; what is no window has but one.
fn straddled(norm: String) -> String {
    let rules = ["by start", "by end", "cut"];
    let rule = rules.get(norm.len() % rules.len()).copied().unwrap_or_default();
    let has_windows = norm.contains("\n  every ");
    let is_whole = norm.contains("by label") && rule == "cut";
    if !has_windows || is_whole {
        return norm;
    }
    norm.replace("straddling by start", &format!("straddling {rule}"))
}

fn part(name: &str, scope: &Scope) -> Words {
    match name {
        "head" => head(scope),
        "cites" => perhaps(10, word(&["  cites A1.c1\n", "  cites A1.c1, A1.c2\n"])),
        "rest" => clause::rest(scope),
        "modality" => word(&["must", "must", "must", "must", "should", "generally must", "must not", "may"]),
        "asked" => word(&["must", "must", "should", "generally must", "may"]),
        "duty" => word(&["must", "must", "should", "generally must"]),
        "except" => clause::exceptions(scope, &["", ", instead at least 1", ", instead exactly 2"]),
        "except without instead" => clause::exceptions(scope, &[""]),
        "except within" => {
            clause::exceptions(scope, &["", ", instead within 12 days", ", instead within 2 working days"])
        }
        "late" | "otherwise" | "stops" | "extended" => clause::clause(name, scope),
        "window" | "instants" | "rolling" | "gap" | "fixed" | "limit" | "moving limit" => {
            window::time(name, scope)
        }
        "limit of keep" => window::time("limit", scope).prop_map(|limit| after_keep(&limit)).boxed(),
        "truth" => term::condition(scope),
        "truth at trigger" => term::conditions(&at_trigger(scope), 2),
        _ => require::requirement(name, scope),
    }
}

// Before a limit that could be read on as a comparison, a semicolon ends the condition.
fn after_keep(limit: &str) -> String {
    let read_on = ["before", "after", "at"].iter().any(|word| limit.starts_with(word));
    format!("{}\n  {limit}", if read_on { ";" } else { "" })
}

// What a trigger must satisfy reads its fields by their bare names.
fn at_trigger(scope: &Scope) -> Scope {
    let kind = scope.trigger.clone().unwrap_or_default();
    scope.holding(super::scope::Hand::Event(kind))
}

// On whom, whose calendar, and which record gives rise to it.
fn head(scope: &Scope) -> Words {
    let mut template = String::new();
    if scope.bearer.is_some() {
        template.push_str("  each BEARER<filter>");
        template.push_str(if scope.of_each.is_some() { ", for each EACH<each filter>\n" } else { "\n" });
        if scope.bearer == Some("unit") {
            template.push_str("<calendar>");
        }
    }
    if scope.trigger.is_some() {
        template.push_str("  when <trigger>\n");
    }
    let template = template
        .replace("BEARER", scope.bearer.unwrap_or_default())
        .replace("EACH", scope.of_each.map_or("", |(kind, _)| kind));
    fill(&template, &|name| match name {
        "filter" => {
            let of_role = scope.bearer.is_some_and(|kind| vocabulary().roles.contains_key(kind));
            let own = Scope { of_bearer: !of_role, trigger: None, of_each: None, ..scope.clone() };
            where_(20, &own)
        }
        "each filter" => {
            let of_each = scope.of_each.map(|(kind, _)| (kind, true));
            where_(50, &Scope { of_each, trigger: None, ..scope.clone() })
        }
        "calendar" => perhaps(8, word(&["  by the calendar of the unit.colour\n"])),
        _ => trigger(scope),
    })
}

fn where_(percent: u32, scope: &Scope) -> Words {
    perhaps(percent, fill(" where (<truth>)", &|_| term::conditions(scope, 2)))
}

fn trigger(scope: &Scope) -> Words {
    let kind = scope.trigger.clone().unwrap_or_default();
    let outer = Scope { trigger: None, ..scope.clone() };
    let hand = outer.holding(super::scope::Hand::Event(kind.clone()));
    let ties = select::ties(&hand);
    let never = ties.is_empty() && scope.tied && scope.bearer.is_some();
    let tie = if never { vec!["no".to_owned()] } else { ties };
    let more = select::some(&hand.deeper());
    let tied = scope.tied;
    let tie = match tie.is_empty() {
        true => Just(None).boxed(),
        false if tied => proptest::sample::select(tie).prop_map(Some).boxed(),
        false => proptest::option::weighted(0.9, proptest::sample::select(tie)).boxed(),
    };
    (tie, more)
        .prop_map(move |(tie, more)| {
            let all: Vec<String> = tie.into_iter().chain(more).collect();
            let filter = if all.is_empty() { String::new() } else { format!(" where ({})", all.join(", ")) };
            format!("{kind}{filter}")
        })
        .boxed()
}
