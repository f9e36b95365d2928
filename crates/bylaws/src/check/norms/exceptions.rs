//! Exceptions, and exceptions to them.

use crate::check::Checker;
use crate::check::contradiction::impossible;
use crate::check::expressions::Scene;
use crate::check::policy::{Bearer, Exception, Requirement, Time};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{self, Modality};

impl<'a> Checker<'a> {
    pub(super) fn exceptions(
        &mut self,
        list: &[&'a ast::Exception],
        bearer: Option<&Bearer>,
        scene: &Scene,
        (modality, requirement, time): (Modality, &Requirement, &Time),
    ) -> Vec<Exception> {
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
            let condition = self.condition(&one.condition, scene);
            let of_bearer = bearer.and_then(|b| b.filter.as_ref());
            let never = impossible(of_bearer.into_iter().chain([&condition])) && !impossible(of_bearer);
            if never || out.iter().any(|e| e.condition == condition && e.to == to) {
                self.report(Diagnostic::warning("B0701", one.condition.span));
            }
            let instead = one.instead.as_ref().map(|instead| self.instead(instead, modality, scene));
            if let Some(ast::Instead::Quantity(quantity)) = &one.instead
                && requirement.parts().all(|part| part.total_of.is_none())
            {
                self.whole_numbers(quantity);
            }
            if let Some(instead) = &instead {
                self.replaceable(instead, requirement, time);
            }
            let instead = instead.map(|(instead, _)| instead);
            let label = one.label.as_ref().map(|l| l.node.clone());
            out.push(Exception { label, to, condition, span: one.condition.span, instead });
        }
        out
    }
}
