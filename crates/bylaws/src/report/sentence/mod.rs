//! A norm as one sentence, which whoever answers for a regulation can sign: on whom it bears, how strongly, what is to be
//! done, how often or by when, what does not count, who answers. It is made from the checked norm, so that it says what
//! the engine judges by; no part of the norm is left out.

mod conditions;
mod instants;
mod names;
mod selections;
mod time;
mod unless;
mod values;
mod what;
mod who;

use crate::check::policy::{CheckedPolicy, Expr, From, Instead, Modality, Norm, Requirement};
use crate::diagnostic::Lang;
use crate::syntax::{Printer, spelling};
use std::cell::RefCell;
use time::Place;

/// One text in the language of the sentence; names in braces are those of the place where it stands.
macro_rules! said {
    ($wording:expr, $zh:literal, $en:literal) => {
        if $wording.zh() { format!($zh) } else { format!($en) }
    };
}
use said;

/// The sentence of a norm.
#[must_use]
pub fn sentence(policy: &CheckedPolicy, norm: &Norm, lang: Lang) -> String {
    Wording { policy, norm, lang, spell: spelling(lang), parameters: RefCell::default() }.sentence()
}

/// A condition of a norm as its sentence says it; `of` is what kind of record it looks at, where it stands in the filter of one.
#[must_use]
pub fn condition(
    policy: &CheckedPolicy,
    norm: &Norm,
    condition: &Expr,
    of: Option<&From>,
    lang: Lang,
) -> String {
    let around = Around { hand: of, subject: None, listed: of.is_some() };
    Wording { policy, norm, lang, spell: spelling(lang), parameters: RefCell::default() }
        .conditions(condition, around)
}

/// What a condition of a norm compares, as its sentence says it; `of` as in [`condition`].
#[must_use]
pub fn compared(policy: &CheckedPolicy, norm: &Norm, value: &Expr, of: Option<&From>, lang: Lang) -> String {
    let around = Around { hand: of, subject: None, listed: of.is_some() };
    Wording { policy, norm, lang, spell: spelling(lang), parameters: RefCell::default() }.value(value, around)
}

/// What an exception puts in the place of what the norm says, as the sentence of the norm says it.
pub(super) fn instead(policy: &CheckedPolicy, norm: &Norm, instead: &Instead, lang: Lang) -> String {
    Wording { policy, norm, lang, spell: spelling(lang), parameters: RefCell::default() }.instead(instead)
}

/// Finds the words for one norm.
struct Wording<'p> {
    policy: &'p CheckedPolicy,
    norm: &'p Norm,
    lang: Lang,
    spell: Printer<'static>,
    /// Canonical names of the parameters spoken of so far.
    parameters: RefCell<Vec<String>>,
}

/// What the words around an expression have made clear.
#[derive(Clone, Copy, Default)]
struct Around<'e> {
    /// What a filter looks at.
    hand: Option<&'e From>,
    /// Of whom the words around speak, so that it need not be named.
    subject: Option<&'e Expr>,
    /// The condition stands in a list in brackets.
    listed: bool,
}

impl Wording<'_> {
    fn zh(&self) -> bool {
        self.lang == Lang::Zh
    }

    fn say<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        if self.zh() { zh } else { en }
    }

    fn parens(&self, inner: &str) -> String {
        said!(self, "（{inner}）", "({inner})")
    }

    fn quoted(&self, inner: &str) -> String {
        said!(self, "“{inner}”", "\"{inner}\"")
    }

    fn sentence(&self) -> String {
        let main = if self.zh() { self.chinese() } else { self.english() };
        let rest = [
            self.exceptions(),
            self.stops(),
            self.extended(),
            self.late(),
            self.answerable(),
            self.calendars(),
            self.in_force(),
        ];
        let mut clauses: Vec<String> = std::iter::once(main).chain(rest.into_iter().flatten()).collect();
        clauses.extend(self.open_parameters());
        clauses.join(self.say("；", "; ")) + self.say("。", ".")
    }

    // 每名党员每两周应当至少有一次组织生活（…）
    fn chinese(&self) -> String {
        // Advice goes before whom it is given to, unless something must come about first.
        let advised = self.norm.modality == Modality::Should && self.norm.trigger.is_none();
        let advice = if advised { "提倡" } else { "" };
        let modality = match self.norm.modality {
            Modality::Must => "应当",
            Modality::MustNot => "不得",
            Modality::GenerallyMust => "一般应当",
            Modality::Should if advised => "",
            Modality::Should => "提倡",
            Modality::May => "可以",
        };
        let (subject, time) = (self.subject(), self.time());
        let (lead, middle, tail) = match &time {
            (Place::Lead, words) => (words.as_str(), "", ""),
            (Place::Middle, words) => ("", words.as_str(), ""),
            (Place::Tail, words) => ("", "", words.as_str()),
        };
        let what = match &self.norm.requirement {
            Requirement::Have(_) | Requirement::Any(_) => self.required(),
            Requirement::Keep(_) if self.norm.modality == Modality::MustNot => {
                format!("出现以下情形：{}", self.required())
            }
            Requirement::Keep(_) => format!("做到：{}", self.required()),
            Requirement::Satisfy(_) => format!("符合：{}", self.required()),
        };
        format!("{advice}{subject}{lead}{modality}{middle}{what}{tail}")
    }

    // Every party member must have an organisational life (…) at least once every 2 weeks
    fn english(&self) -> String {
        let (whenever, bearer) = (self.whenever(), self.bearer());
        let (place, time) = self.time();
        let time = if time.is_empty() { time } else { format!(" {time}") };
        let required = self.required();
        let states = matches!(self.norm.requirement, Requirement::Keep(_) | Requirement::Satisfy(_));
        let modal = match self.norm.modality {
            Modality::Must => "must",
            Modality::MustNot => "must not",
            Modality::GenerallyMust => "must generally",
            Modality::Should => "should",
            Modality::May => "may",
        };
        let main = match (bearer, states) {
            (Some(bearer), false) if self.of_several() && place != Place::Tail && !time.is_empty() => {
                format!("{bearer} {modal},{time}, have {required}")
            }
            (Some(bearer), false) => format!("{bearer} {modal} have {required}{time}"),
            (Some(bearer), true) => {
                let verb = if self.norm.modality == Modality::MustNot { "let it be" } else { "see to it" };
                format!("{bearer} {modal}{time} {verb} that {required}")
            }
            (None, false) => format!("there {modal} be {required}{time}"),
            (None, true) => format!("it {modal} be{time} that {required}"),
        };
        let whole = whenever.map_or_else(|| main.clone(), |whenever| format!("{whenever}, {main}"));
        capitalised(&whole)
    }
}

impl Wording<'_> {
    // Whether several things are asked for, so that what is said of time must stand before all of them.
    fn of_several(&self) -> bool {
        match &self.norm.requirement {
            Requirement::Any(_) => true,
            Requirement::Have(parts) => parts.len() > 1,
            Requirement::Keep(_) | Requirement::Satisfy(_) => false,
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
