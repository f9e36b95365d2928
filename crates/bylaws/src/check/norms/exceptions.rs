//! Exceptions, and exceptions to them.

use super::Asked;
use super::concern::Concern;
use crate::check::Checker;
use crate::check::contradiction::Spoken;
use crate::check::expressions::Scene;
use crate::check::policy::{BearerKind, Exception, Requirement};
use crate::diagnostic::{Diagnostic, Lang, Message};
use crate::log::{EventType, StateType};
use crate::syntax::ast::{self, ExprKind, Modality};

impl<'a> Checker<'a> {
    pub(super) fn exceptions(
        &mut self,
        list: &[&'a ast::Exception],
        concern: &Concern,
        asked: &Asked<'_>,
    ) -> Vec<Exception> {
        let scene = &concern.scene;
        let modality = asked.duty.map_or(Modality::Must, |duty| duty.modality.node);
        let labels: Vec<Option<String>> =
            list.iter().map(|e| e.label.as_ref().map(|l| l.node.clone())).collect();
        let mut out: Vec<Exception> = Vec::new();
        for one in list {
            let to = one.to.as_ref().and_then(|to| {
                let found = labels.iter().position(|l| l.as_ref() == Some(&to.node));
                if found.is_none() {
                    self.report(Diagnostic::error("B0406", to.span).with("name", &to.node));
                }
                found
            });
            let in_a_word = self.excused_in_a_word(&one.condition, scene);
            let condition = match in_a_word {
                Some(problem) => {
                    self.report(problem);
                    continue;
                }
                None => self.condition_of_one(&one.condition, scene),
            };
            let of_bearer = concern.bearer.as_ref().and_then(|b| b.filter.as_ref());
            let spoken = Spoken { vocabulary: self.vocabulary_ref(), kind: None };
            let never =
                spoken.impossible(of_bearer.into_iter().chain([&condition])) && !spoken.impossible(of_bearer);
            let begun = scene.trigger.filter(|_| one.to.is_none() && !never);
            if let Some(event) =
                begun.and_then(|kind| self.denies_what_begins(kind, concern.trigger.as_ref(), &condition))
            {
                let advice = Message::new("help.begun_by_the_trigger").with_arg("event", event);
                self.report(Diagnostic::warning("B0701", one.condition.span).help(advice));
            }
            if never || out.iter().any(|e| e.condition == condition && e.to == to) {
                self.report(Diagnostic::warning("B0701", one.condition.span));
            }
            let instead = one.instead.as_ref().map(|instead| self.instead(instead, modality, scene));
            let counts = |asked: &Requirement| asked.parts().all(|part| part.total_of.is_none());
            if let Some(ast::Instead::Quantity(quantity)) = &one.instead
                && asked.requirement.is_some_and(counts)
            {
                self.whole_numbers(quantity);
            }
            if let (Some(instead), Some(requirement), Some(time)) = (&instead, asked.requirement, asked.time)
            {
                self.replaceable(instead, requirement, time);
            }
            let instead = instead.map(|(instead, _)| instead);
            let label = one.label.as_ref().map(|l| l.node.clone());
            out.push(Exception { label, to, condition, span: one.condition.span, instead });
        }
        out
    }

    // 除外：已请假的除外, which is read as a post: how it is said, by the state or the record that is named.
    fn excused_in_a_word(&self, condition: &ast::Expr, scene: &Scene) -> Option<Diagnostic> {
        let ExprKind::Member(of, member) = &condition.kind else { return None };
        let ExprKind::Name(word) = &of.kind else { return None };
        if member.node != "除外" || self.vocabulary_ref().role_named("除外").is_some() {
            return None;
        }
        let problem = Diagnostic::excused_in_a_word(condition.span, &format!("{word}的除外"));
        let meant = self.in_a_state(word, scene).or_else(|| self.with_a_record(word, scene));
        Some(match meant {
            Some(meant) => {
                let advice = Message::new("help.write").with("words", &meant);
                problem.help(advice).fix(condition.span, meant)
            }
            None => problem.help(Message::new("help.excused")),
        })
    }

    fn in_a_state(&self, word: &str, scene: &Scene) -> Option<String> {
        let vocabulary = self.vocabulary_ref();
        let (name, kind) = scene.bearer.as_ref()?;
        let kind = match kind {
            BearerKind::Entity(kind) => kind.as_str(),
            BearerKind::Role(_) | BearerKind::Holding(_) => "person",
        };
        let said = |state: &&StateType| state.name.forms().any(|form| word.contains(form));
        let state = vocabulary.states.values().filter(said).find(|state| vocabulary.is_a(kind, &state.of))?;
        Some(format!("该{}处于{}期间", name.shown(Lang::Zh), state.name.shown(Lang::Zh)))
    }

    fn with_a_record(&self, word: &str, scene: &Scene) -> Option<String> {
        let named = |event: &&EventType| event.name.forms().any(|form| word.contains(form));
        let event = self.vocabulary_ref().events.values().find(named)?;
        let condition = self.only_way_to_tell(event, scene, Lang::Zh)?;
        Some(format!("存在{}（{condition}）", event.name.shown(Lang::Zh)))
    }
}
