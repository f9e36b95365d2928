//! 该…, `the …` that refers to nothing, and a bare name where the one that a norm binds is meant.

use super::Scene;
use crate::check::Checker;
use crate::check::policy::BearerKind;
use crate::diagnostic::{Arg, Diagnostic, Lang, Message, nearest};
use crate::log::{Name, Type};
use crate::source::Span;

impl Checker<'_> {
    /// What is said of a reference to nothing; `known` may be referred to.
    pub(super) fn refers_to_nothing(&mut self, span: Span, word: &str, known: &[Name], scene: &Scene) {
        if let Some((meant, advice)) = self.joined_to_the_one(word, scene) {
            let problem = Diagnostic::error("B0206", span).with("name", word).help(advice);
            let mended = meant.map(|meant| problem.clone().fix(span, meant));
            return self.report(mended.unwrap_or(problem));
        }
        self.unknown("B0206", span, word, known.iter());
        let ones = known.iter().map(|name| {
            let the = |lang| format!("{}{}", if lang == Lang::Zh { "该" } else { "the " }, name.shown(lang));
            Arg::Word { zh: the(Lang::Zh), en: the(Lang::En) }
        });
        let ones: Vec<Arg> = ones.collect();
        let last = self.diagnostics.last_mut().filter(|last| last.span == span && last.help.is_empty());
        if let Some(last) = last.filter(|_| !ones.is_empty()) {
            last.help.push(Message::new("help.the_ones").with_arg("ones", Arg::OneOf(ones)));
        }
    }

    // 该学生住校: what is said of the one that is meant, without the words that lead to it. What to write, if it can be
    // told, and the advice.
    fn joined_to_the_one(&self, word: &str, scene: &Scene) -> Option<(Option<String>, Message)> {
        let (name, kind, rest) = ones(scene).find_map(|(name, kind)| {
            let form = name.forms().find(|form| !form.is_ascii() && word.starts_with(form))?;
            Some((form.to_owned(), kind, word.get(form.len()..)?.to_owned()))
        })?;
        let attributes = kind.map(|kind| self.attributes_of(&kind)).unwrap_or_default();
        let states = self.vocabulary_ref().states.values().map(|state| &state.name);
        let attribute = nearest(&rest, attributes.iter().flat_map(Name::forms));
        let state = || nearest(&rest, states.flat_map(Name::forms));
        let meant = attribute
            .map(|attribute| format!("该{name}的{attribute}"))
            .or_else(|| state().map(|state| format!("该{name}处于{state}期间")));
        let advice = match &meant {
            Some(meant) => Message::new("help.did_you_mean").with("name", meant),
            None => Message::new("help.of_the_one").with("name", name).with("rest", rest),
        };
        Some((meant, advice))
    }

    /// The reference to the bearer, or to the one that a norm is stated for each of, whose kind a bare name is.
    pub(super) fn the_one_called(word: &str, scene: &Scene) -> Option<String> {
        let (name, _) = ones(scene).find(|(name, _)| name.answers_to(word))?;
        let form = name.forms().find(|form| *form == word)?;
        Some(if form.is_ascii() { format!("the {form}") } else { format!("该{form}") })
    }
}

// Whom a norm binds and whom it is stated for each of, with the kind of entity that they are.
fn ones(scene: &Scene) -> impl Iterator<Item = (&Name, Option<String>)> {
    let bearer = scene.bearer.iter().map(|(name, kind)| match kind {
        BearerKind::Entity(kind) => (name, Some(kind.clone())),
        BearerKind::Role(_) | BearerKind::Holding(_) => (name, Some("person".to_owned())),
    });
    let of_each = scene.of_each.iter().map(|(name, ty, _)| match ty {
        Type::Entity(kind) => (name, Some(kind.clone())),
        _ => (name, None),
    });
    bearer.chain(of_each)
}
