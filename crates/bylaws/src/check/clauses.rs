//! Clause coverage: each clause of the regulation is cited by a norm or by what is deemed, or said not to be checkable and why.

use super::Checker;
use crate::check::policy::{Clause, Standing};
use crate::diagnostic::{Diagnostic, Message, nearest};
use crate::log::Name;
use crate::source::Span;
use crate::syntax::ast::{self, Item, NormClause};

impl<'a> Checker<'a> {
    pub(super) fn clauses(&mut self, items: &[(&'a Item, Span)]) {
        let mut places = Vec::new();
        for (item, span) in items {
            let Item::Source(source) = item else { continue };
            let layer = self.amending.layer(*span);
            for clause in &source.clauses {
                let id = format!("{}.{}", source.article.node, clause.node.id.node);
                let earlier = self.amending.earlier_clause(&id, layer);
                let id = earlier.as_ref().map_or(id, |earlier| earlier.canonical.clone());
                let standing = self.standing(&clause.node.standing);
                let article_title = source.title.as_ref().map(|t| t.node.clone());
                let one = Clause {
                    id: id.clone(),
                    earlier,
                    article_title,
                    phrase: clause.node.phrase.node.clone(),
                    standing,
                    by: self.amending.position(layer),
                    norms: Vec::new(),
                    deems: Vec::new(),
                };
                if self.policy.clauses.insert(id.clone(), one).is_some() {
                    self.report(Diagnostic::error("B0601", clause.span).with("clause", &id));
                }
                places.push((id, clause.span));
            }
        }
        self.citations(items);
        for (id, span) in places {
            let uncovered =
                self.policy.clauses.get(&id).is_some_and(|c| {
                    !c.is_cited() && matches!(c.standing, Standing::Encoded | Standing::Proxy)
                });
            if uncovered {
                self.report(Diagnostic::warning("B0602", span).with("clause", &id));
            }
        }
    }

    fn standing(&mut self, standing: &ast::Standing) -> Standing {
        match standing {
            ast::Standing::Encoded => Standing::Encoded,
            ast::Standing::Proxy => Standing::Proxy,
            ast::Standing::NotCheckable(why) => Standing::NotCheckable(why.node.clone()),
            ast::Standing::NeedsParameter(names) => {
                let mut out = Vec::new();
                for one in names {
                    match self.policy.parameters.values().find(|p| p.name.answers_to(&one.node)) {
                        Some(parameter) => out.push(parameter.name.canonical.clone()),
                        None => {
                            let known: Vec<Name> =
                                self.policy.parameters.values().map(|p| p.name.clone()).collect();
                            self.unknown("B0604", one.span, &one.node, known.iter());
                        }
                    }
                }
                Standing::NeedsParameter(out)
            }
        }
    }

    fn citations(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            match item {
                Item::Norm(norm) => self.cited_by_norm(norm),
                Item::Deem(deem) => self.cited_by_what_is_deemed(deem),
                _ => {}
            }
        }
    }

    fn cited_by_norm(&mut self, norm: &ast::Norm) {
        let ended_in = self.amending.version(norm.name.place()).ended_in;
        let named = self.policy.norms.values().find(|one| one.span == norm.name.place());
        let canonical = named.map_or_else(|| norm.name.name.node.clone(), |one| one.name.canonical.clone());
        let lists = norm
            .clauses
            .iter()
            .filter_map(|c| if let NormClause::Cites(refs) = &c.node { Some(refs) } else { None });
        for reference in lists.flatten() {
            if let Some(clause) = self.cited(reference, ended_in) {
                clause.norms.push(canonical.clone());
            }
        }
    }

    fn cited_by_what_is_deemed(&mut self, deem: &ast::Deem) {
        let event = self.vocabulary_ref().recorded_event_named(&deem.event.node);
        let Some(canonical) = event.map(|(_, event)| event.name.canonical.clone()) else { return };
        let ended_in = self.amending.ended(deem.event.span);
        for reference in deem.cites.iter().flat_map(|cites| &cites.node) {
            if let Some(clause) = self.cited(reference, ended_in).filter(|c| !c.deems.contains(&canonical)) {
                clause.deems.push(canonical.clone());
            }
        }
    }

    // The clause that is meant, where something may be said to carry it out.
    fn cited(&mut self, reference: &ast::ClauseRef, ended_in: Option<usize>) -> Option<&mut Clause> {
        let id = self.amending.clause(&reference.to_string(), ended_in);
        let span = reference.article.span.to(reference.clause.span);
        match self.policy.clauses.get(&id).map(|clause| &clause.standing) {
            Some(Standing::NotCheckable(_)) => {
                self.report(Diagnostic::error("B0605", span).with("clause", &id))
            }
            Some(_) => return self.policy.clauses.get_mut(&id),
            None => self.no_clause(&id, span),
        }
        None
    }

    fn no_clause(&mut self, id: &str, span: Span) {
        let problem = Diagnostic::error("B0603", span).with("clause", id);
        let meant = nearest(id, self.policy.clauses.keys().map(String::as_str)).map(str::to_owned);
        self.report(match meant {
            Some(meant) => {
                problem.help(Message::new("help.did_you_mean").with("name", &meant)).fix(span, meant)
            }
            None => problem,
        });
    }
}
