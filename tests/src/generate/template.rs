//! Productions written as the author's text with holes: `within <length> before (<instant>) (<number>)`.

use proptest::prelude::*;
use proptest::strategy::Union;

/// A strategy for a piece of a policy's text.
pub(super) type Words = BoxedStrategy<String>;

/// The text with each hole `<…>` filled by what `hole` gives for its name.
pub(super) fn fill(template: &str, hole: &dyn Fn(&str) -> Words) -> Words {
    let mut texts = Vec::new();
    let mut holes = Vec::new();
    let mut rest = template;
    while let Some((text, (name, after))) =
        rest.split_once('<').and_then(|(text, after)| Some((text, after.split_once('>')?)))
    {
        texts.push(text.to_owned());
        holes.push(hole(name));
        rest = after;
    }
    let last = rest.to_owned();
    holes
        .prop_map(move |filled| {
            let parts = texts.iter().zip(filled).flat_map(|(text, words)| [text.clone(), words]);
            parts.chain([last.clone()]).collect()
        })
        .boxed()
}

/// One of them as often as its weight says; what fails shrinks towards the first.
pub(super) fn one_of(all: Vec<(u32, Words)>) -> Words {
    Union::new_weighted(all.into_iter().filter(|(weight, _)| *weight > 0).collect()).boxed()
}

/// Made only when it is drawn, so that terms may hold terms.
pub(super) fn lazily(made: impl Fn() -> Words + 'static) -> Words {
    Just(()).prop_flat_map(move |()| made()).boxed()
}

/// Nothing, or these words in so many of a hundred cases.
pub(super) fn perhaps(percent: u32, words: Words) -> Words {
    one_of(vec![(100 - percent, Just(String::new()).boxed()), (percent, words)])
}

/// One of these words.
pub(super) fn word(all: &'static [&'static str]) -> Words {
    proptest::sample::select(all).prop_map(str::to_owned).boxed()
}
