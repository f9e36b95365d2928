//! References in scenarios. Ids of persons and things are theirs alone and stay.

use super::Walk;
use super::names::find;
use super::scene::Ty;
use crate::syntax::ast::{ExpectWhen, Expectation, Expr, ExprKind, Given, Test, TestClause};

impl<'n> Walk<'n> {
    pub(super) fn test(&mut self, test: &mut Test) {
        let names = self.names;
        self.each_of(&mut test.norms, &names.norms);
        for clause in &mut test.clauses {
            match &mut clause.node {
                TestClause::Given(list) => list.iter_mut().for_each(|given| self.given(&mut given.node)),
                TestClause::Covers(_, _, kinds) => kinds.iter_mut().for_each(|kind| {
                    self.ident(kind, |word| {
                        let all = [&names.events, &names.roles, &names.states, &names.entities];
                        all.into_iter().find_map(|all| find(all, word)).map(|kind| (&kind.name, ()))
                    });
                }),
                TestClause::With(list) => {
                    for (name, value) in list {
                        let parameter = self.one_of(name, &names.parameters);
                        self.value(value, parameter.map_or(Ty::Other, |p| names.ty(&p.ty)));
                    }
                }
                TestClause::Expect(list) => list.iter_mut().for_each(|e| self.expectation(&mut e.node)),
                TestClause::AsOf(_)
                | TestClause::KnownAt(_)
                | TestClause::Background(_)
                | TestClause::Case(_) => {}
            }
        }
    }

    fn given(&mut self, given: &mut Given) {
        let names = self.names;
        let kind = self.one_of(&mut given.kind, &names.events);
        for (name, value) in &mut given.fields {
            let ty = kind.and_then(|kind| self.ident(name, |word| names.field(kind, word)));
            self.value(value, ty.unwrap_or(Ty::Other));
        }
    }

    // Only values that are declared have a second form; every other name is an id or a text.
    fn value(&mut self, value: &mut Expr, ty: Ty<'n>) {
        let (names, span) = (self.names, value.span);
        match &mut value.kind {
            ExprKind::List(parts) => parts.iter_mut().for_each(|part| self.value(part, ty)),
            ExprKind::Name(word) => {
                self.rename(word, span, |word| names.value(ty, word));
            }
            _ => {}
        }
    }

    fn expectation(&mut self, expectation: &mut Expectation) {
        let names = self.names;
        self.each_of(&mut expectation.norm, &names.norms);
        if let Some(when) = &mut expectation.when
            && let ExpectWhen::Label(label) = &mut when.node
        {
            // Several entries may share a label; any of them gives its other form.
            if let Some(name) = find(&names.labels, label) {
                *label = super::form(name, label, self.to);
            }
        }
    }
}
