//! 该…, `the …` that refers to nothing, and a bare name where the one that a norm binds is meant.

use super::Scene;
use super::lasting::element;
use crate::check::Checker;
use crate::check::policy::BearerKind;
use crate::diagnostic::{Arg, Diagnostic, Fix, Lang, Message, nearest};
use crate::log::{EventType, Name, Type};
use crate::source::Span;
use crate::syntax::HIMSELF;

impl Checker<'_> {
    /// What is said of a reference to nothing; `known` may be referred to.
    pub(super) fn refers_to_nothing(&mut self, span: Span, word: &str, known: &[Name], scene: &Scene) {
        if let Some(meant) = self.such_a_one(word, scene) {
            let problem = Diagnostic::error("B0206", span).with("name", word);
            let problem = problem.help(Message::new("help.did_you_mean").with("name", &meant));
            return self.report(problem.fix(span, meant));
        }
        if let Some(advice) = self.is_in_hand(word, scene) {
            return self.report(Diagnostic::error("B0206", span).with("name", word).help(advice));
        }
        let problem = match self.joined_to_the_one(word, scene) {
            Some((meant, advice)) => {
                let problem = Diagnostic::error("B0206", span).with("name", word).help(advice);
                Diagnostic { fix: meant.map(|replacement| Fix { span, replacement }), ..problem }
            }
            None if is_an_instant(word) => Diagnostic::error("B0206", span)
                .with("name", word)
                .help(Message::new("help.instant_in_hand").with("name", word)),
            None => self.problem_of_unknown("B0206", span, word, &[known]),
        };
        let mut ones: Vec<Arg> = Vec::new();
        known.iter().map(referred_to).for_each(|one| {
            if !ones.contains(&one) {
                ones.push(one);
            }
        });
        let says_nothing = problem.help.is_empty() && !ones.is_empty();
        self.report(match says_nothing {
            true => problem
                .help(Message::new("help.the_ones").with("name", word).with_arg("ones", Arg::OneOf(ones))),
            false => problem,
        });
    }

    // 该学生住校: what is said of the one that is meant, without the words that lead to it. What to write, if it can be
    // told, and the advice.
    fn joined_to_the_one(&self, word: &str, scene: &Scene) -> Option<(Option<String>, Message)> {
        let (name, kind, rest) = ones(scene).find_map(|(name, kind)| {
            let form = name.forms().find(|form| !form.is_ascii() && word.starts_with(form))?;
            Some((form.to_owned(), kind, word.get(form.len()..)?.to_owned()))
        })?;
        if rest == HIMSELF {
            let meant = format!("该{name}");
            return Some((Some(meant.clone()), Message::new("help.did_you_mean").with("name", meant)));
        }
        let members = |kind: String| [self.attributes_of(&kind), self.posts_of(Some(&kind))].concat();
        let members = kind.map(members).unwrap_or_default();
        let states = self.vocabulary_ref().states.values().map(|state| &state.name);
        let member = nearest(&rest, members.iter().flat_map(Name::forms));
        let state = || nearest(&rest, states.flat_map(Name::forms));
        let meant = member
            .map(|member| format!("该{name}的{member}"))
            .or_else(|| state().map(|state| format!("该{name}处于{state}期间")));
        let advice = match &meant {
            Some(meant) => Message::new("help.did_you_mean").with("name", meant),
            None => Message::new("help.of_the_one").with("name", name).with("rest", rest),
        };
        Some((meant, advice))
    }

    /// The reference to the bearer, or to the one that a norm is stated for each of, whose kind a bare name is.
    pub(in crate::check) fn the_one_called(word: &str, scene: &Scene) -> Option<String> {
        let word = word.strip_suffix(HIMSELF).unwrap_or(word);
        // 本宿舍 is 该宿舍.
        let word = ['本', '此'].iter().find_map(|the| word.strip_prefix(*the)).unwrap_or(word);
        ones(scene).find(|(name, _)| name.answers_to(word))?;
        Some(if word.is_ascii() { format!("the {word}") } else { format!("该{word}") })
    }

    /// 值班人是本人, 楼栋是本栋: whom the norm binds, where somebody or something is wanted.
    pub(super) fn the_bearer_meant(word: &str, scene: &Scene, wanted: Option<&Type>) -> Option<String> {
        let wants_one = matches!(wanted.map(element), Some(Type::Entity(_) | Type::AnyEntity));
        let (name, _) = scene.bearer.as_ref().filter(|_| wants_one)?;
        let of_itself = word.starts_with('本') && word.chars().count() <= 3;
        match word {
            "himself" | "herself" | "itself" | "themselves" | "self" | "oneself" => {
                Some(format!("the {}", name.shown(Lang::En)))
            }
            "自己" | "其本人" | "其自己" => Some(format!("该{}", name.shown(Lang::Zh))),
            _ if of_itself => Some(format!("该{}", name.shown(Lang::Zh))),
            _ => None,
        }
    }

    /// 时限：次日之前: the day after something, of which only a norm with a trigger says what.
    pub(super) fn on_the_next_day(
        &self,
        word: &str,
        scene: &Scene,
        wanted: Option<&Type>,
    ) -> Option<Message> {
        let wants_an_instant = matches!(wanted, Some(Type::Date | Type::DateTime));
        let is_next = matches!(word, "次日" | "第二天" | "翌日" | "隔天" | "next_day" | "tomorrow");
        (wants_an_instant && is_next).then(|| {
            let event = scene.trigger.and_then(|kind| self.vocabulary_ref().events.get_index(kind));
            let shown = |lang| event.map_or("…", |(_, event)| event.name.shown(lang));
            let zh = format!("该{}之后1日内", shown(Lang::Zh));
            let en = format!("within 1 day after the {}", shown(Lang::En));
            let words = if word.is_ascii() { en } else { zh };
            Message::new("help.write").with("words", words)
        })
    }

    /// 时限：报修后7日内: where an instant is wanted, the record that gives rise to the duty is meant by its name alone.
    pub(super) fn trigger_meant(&self, word: &str, scene: &Scene, wanted: Option<&Type>) -> Option<String> {
        let event = self.trigger_wanted(scene, wanted)?;
        // 会后两日内, where the norm is about 例会.
        let is_part = |name: &str| !word.is_ascii() && (name.ends_with(word) || name.starts_with(word));
        let lang = if word.is_ascii() { Lang::En } else { Lang::Zh };
        let name = event.name.shown(lang);
        (event.name.answers_to(word) || is_part(name)).then(|| referred_to(&event.name).render(lang))
    }

    /// What a limit counts from is most often what gives rise to the duty.
    pub(super) fn count_from_trigger(&self, scene: &Scene, wanted: Option<&Type>) -> Option<Message> {
        let event = self.trigger_wanted(scene, wanted)?;
        Some(Message::new("help.from_trigger").with_arg("name", referred_to(&event.name)))
    }

    // What gives rise to the duty, where an instant is wanted.
    fn trigger_wanted(&self, scene: &Scene, wanted: Option<&Type>) -> Option<&EventType> {
        let wants_an_instant = matches!(wanted, Some(Type::Date | Type::DateTime));
        let events = &self.vocabulary_ref().events;
        events.get_index(scene.trigger.filter(|_| wants_an_instant)?).map(|(_, event)| event)
    }
}

// The one that a norm speaks of, with the word that leads to it.
fn referred_to(name: &Name) -> Arg {
    Arg::Word { zh: format!("该{}", name.shown(Lang::Zh)), en: format!("the {}", name.shown(Lang::En)) }
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

// Words for the instant that is looked at, outside of the brackets of a record.
fn is_an_instant(word: &str) -> bool {
    matches!(word, "time" | "moment" | "instant" | "now" | "时间" | "时刻" | "现在")
}
