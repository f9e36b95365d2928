//! Somebody who answers, without the rank in which: 责任：宿舍管理员, 责任：后勤处.

use crate::check::expressions::Scene;
use crate::check::policy::BearerKind;
use crate::check::{Checker, written_in};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::syntax::ast::{Expr, ExprKind, Rank};
use crate::syntax::somebody;

impl Checker<'_> {
    pub(super) fn without_rank(&mut self, who: &Expr, alone: bool, scene: &Scene) {
        let ExprKind::Name(written) = &who.kind else { return };
        let lang = written_in(self.files, who.span).unwrap_or(Lang::En);
        let expected = match lang {
            Lang::Zh => ("“…是第一责任人”", "`…是第一责任人`"),
            Lang::En => ("「first …」", "`first …`"),
        };
        let expected = Arg::Both { zh: expected.0.to_owned(), en: expected.1.to_owned() };
        let problem =
            Diagnostic::error("B0102", who.span).with("found", written).with_arg("expected", expected);
        let (written, rank) = whose_rank(written);
        let ranked = |who: &str, lang| format_rank(who, rank, lang);
        let word = somebody(written);
        let write = |who: &str| Message::new("help.write").with("words", ranked(who, lang));
        self.report(match self.whom(word, scene) {
            _ if !alone => problem.help(Message::new("help.each_rank")),
            Some(meant) => problem.help(write(&meant)).fix(who.span, ranked(&meant, lang)),
            // Of which unit is for the author to say.
            None if self.vocabulary_ref().role_named(word).is_some() => problem.help(write(&match lang {
                Lang::Zh => format!("该…的{word}"),
                Lang::En => format!("the ….{word}"),
            })),
            // 本人, of a unit: who that is, nobody can tell.
            None if word.is_empty() => problem.help(write(match lang {
                Lang::Zh => "该…的…",
                Lang::En => "the ….…",
            })),
            None => problem
                .help(Message::new("help.one_certain").with("name", word))
                .help(Message::new("help.then_write").with("words", ranked(word, lang))),
        });
    }

    // 责任：本人, of a norm that binds persons; all of it is a word for whoever is spoken of.
    fn bearer_himself(&self, word: &str, scene: &Scene) -> Option<String> {
        let (name, kind) = scene.bearer.as_ref().filter(|_| word.is_empty())?;
        let is_person = match kind {
            BearerKind::Entity(kind) => self.vocabulary_ref().is_a(kind, "person"),
            BearerKind::Role(_) | BearerKind::Holding(_) => true,
        };
        is_person.then(|| format!("该{}", name.shown(Lang::Zh)))
    }

    // Who is meant by a bare name: whom the norm binds, a field of what gives rise to the duty, one that is defined, the
    // only unit of that kind or the post in it.
    fn whom(&self, word: &str, scene: &Scene) -> Option<String> {
        let defined = || self.definitions.values().any(|(name, _)| name.answers_to(word));
        Self::the_one_called(word, scene)
            .or_else(|| self.bearer_himself(word, scene))
            .or_else(|| self.of_the_trigger(word, scene))
            .or_else(|| defined().then(|| word.to_owned()))
            .or_else(|| self.post_meant(word, scene))
            .or_else(|| self.the_only(&self.vocabulary_ref().entity_named(word)?.name.canonical, scene))
    }
}

// 院长为第一责任人: the rank is there, behind another word than the one that leads to it. Where there is none it is the first.
fn whose_rank(written: &str) -> (&str, Rank) {
    let said = Rank::ALL.iter().find_map(|rank| {
        let before = written.strip_suffix(rank.word(Lang::Zh))?;
        Some((before.strip_suffix(['为', '作'])?, *rank))
    });
    said.unwrap_or((written, Rank::First))
}

fn format_rank(who: &str, rank: Rank, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{who}是{}", rank.word(lang)),
        Lang::En => format!("{} {who}", rank.word(lang)),
    }
}
