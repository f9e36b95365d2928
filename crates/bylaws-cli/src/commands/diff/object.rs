//! What `bylaws diff` tells programs.

use super::{as_it_was, block_of, rows_of, who_answered};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::syntax::{Names, format_expectation};
use bylaws_proving::Said;
use bylaws_proving::difference::{Answering, Change, Difference, cited, has_tests};
use indexmap::IndexMap;
use serde_json::{Value, json};

pub(super) fn of(
    [old, new]: [&CheckedPolicy; 2],
    found: &IndexMap<String, Change>,
    names: &Names,
    lang: Lang,
) -> Value {
    let shown = |name: &str| {
        let norm = old.norms.get(name).or_else(|| new.norms.get(name));
        norm.map_or_else(|| name.to_owned(), |norm| norm.name.shown(lang).to_owned())
    };
    let of_change = |name: &String, change: &Change| match change {
        Change::Added => json!({"norm": name, "change": "added"}),
        Change::Removed => json!({"norm": name, "change": "removed"}),
        Change::Same => json!({"norm": name, "change": "same"}),
        Change::NoDifferenceFound { of, logs } => {
            let tests = has_tests(old, new, name);
            json!({"norm": name, "change": "no_difference_found", "of": said(of, lang), "logs": logs, "tests": tests})
        }
        Change::Differs(found) => json!({
            "norm": name,
            "change": "differs",
            "differences": found.shown.iter().enumerate().map(|(index, one)| {
                difference(as_it_was(&shown(name), index + 1, lang), one, names, lang)
            }).collect::<Vec<_>>(),
            "not_shown": said(&found.not_shown, lang),
            "logs": found.logs,
            "answering": found.answering.as_ref().map(|found| who_object(who_answered(&shown(name), lang), found, names, lang)),
        }),
        Change::OthersAnswer(found) => {
            json!({"norm": name, "change": "others_answer", "answering": who_object(who_answered(&shown(name), lang), found, names, lang)})
        }
        Change::WeighsOtherwise => json!({"norm": name, "change": "weighs_otherwise"}),
        Change::CitesOtherwise => json!({"norm": name, "change": "cites_otherwise"}),
    };
    let norms = found.iter().map(|(name, change)| {
        let mut one = of_change(name, change);
        if let (Some([before, after]), Some(keys)) = (cited(old, new, name), one.as_object_mut()) {
            keys.insert("clauses".to_owned(), json!({"old": before, "new": after}));
        }
        one
    });
    json!({"norms": norms.collect::<Vec<_>>()})
}

fn said(of: &[Said], lang: Lang) -> Vec<&str> {
    of.iter().map(|of| of.words(lang)).collect()
}

fn difference(title: String, difference: &Difference, names: &Names, lang: Lang) -> Value {
    json!({
        "of": said(&difference.of, lang),
        "old": format_expectation(&difference.before, lang),
        "new": difference.after.iter().map(|e| format_expectation(e, lang)).collect::<Vec<_>>(),
        "test": block_of(&difference.test, title, names, lang),
    })
}

fn who_object(title: String, found: &Answering, names: &Names, lang: Lang) -> Value {
    json!({"old": rows_of(&found.before, lang), "new": rows_of(&found.after, lang),
        "test": block_of(&found.test, title, names, lang)})
}
