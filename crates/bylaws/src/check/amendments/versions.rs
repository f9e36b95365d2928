//! What each amendment brings, replaces and repeals.

use super::super::{Checker, name};
use super::{Version, straddling};
use crate::check::policy::Amended;
use crate::diagnostic::{Diagnostic, Message, alike};
use crate::log::Name;
use crate::source::Span;
use crate::syntax::ast::{self, Item, NormClause, PolicyAttribute};
use chrono::NaiveDate;

/// A norm as written, with the layer that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub norm: &'a ast::Norm,
    pub layer: usize,
    /// The one that it takes the place of, or whose name it brings back.
    pub before: Option<usize>,
    /// The one that takes its place, or brings back its name.
    pub after: Option<usize>,
    /// The layer that repealed it.
    pub repealed: Option<usize>,
}

/// How an amendment ends a norm.
#[derive(Clone, Copy)]
struct Ending {
    layer: usize,
    /// Where it says so.
    at: Span,
    /// The first day on which the norm is not in force any more.
    from: NaiveDate,
}

impl<'a> Checker<'a> {
    pub(super) fn versions(&mut self, items: &[(&'a Item, Span)], deepest: usize) {
        let mut all: Vec<Written<'a>> = Vec::new();
        for layer in (0..=deepest).rev() {
            let own: Vec<&'a Item> = self.amending.of_layer(items, layer).collect();
            let own_norms = own.iter().filter_map(|item| match item {
                Item::Norm(norm) => Some(&**norm),
                _ => None,
            });
            // Within one layer nothing replaces anything.
            let older = all.len();
            let mut on_their_own = Vec::new();
            for norm in own_norms {
                let before = self.replaced(norm, all.get(..older).unwrap_or_default(), layer);
                let from = self.begin(norm, layer, deepest);
                let index = all.len();
                if let (Some(before), Some(from)) = (before, from) {
                    if all.get(before).is_some_and(|one| one.repealed.is_none()) {
                        self.end(&all, before, Ending { layer, at: norm.name.place(), from });
                    }
                    if let Some(one) = all.get_mut(before) {
                        one.after = Some(index);
                    }
                } else if before.is_none() && replaced_by(norm).is_none() && layer < deepest {
                    on_their_own.push(norm);
                }
                all.push(Written { norm, layer, before, after: None, repealed: None });
            }
            self.repeals(&own, layer, &mut all);
            let older = all.get(..older).unwrap_or_default();
            on_their_own.into_iter().for_each(|norm| self.stays_beside(norm, older));
        }
        self.name_versions(&all);
    }

    // A norm that an amendment adds and one that stays in force, which it was probably meant to replace: nearly of one
    // name, or on one clause.
    fn stays_beside(&mut self, norm: &ast::Norm, older: &[Written<'a>]) {
        let own = name(&norm.name);
        let stays = |one: &&Written<'a>| one.after.is_none() && one.repealed.is_none();
        let is_alike = |one: &&Written<'a>| {
            let other = name(&one.norm.name);
            let mut pairs = own.forms().flat_map(|form| other.forms().map(move |other| (form, other)));
            pairs.any(|(form, other)| alike(form, other))
        };
        let on_one_clause = |one: &&Written<'a>| cited(norm).any(|own| cited(one.norm).any(|c| c == own));
        let mut staying = older.iter().filter(stays);
        if let Some(other) = staying.find(|one| is_alike(one) || on_one_clause(one)) {
            let declared = &other.norm.name;
            let told = Diagnostic::warning("B0229", norm.name.place()).with_arg("name", own.both());
            let told = told.with_arg("other", name(declared).both());
            let shared = cited(norm).find(|own| cited(other.norm).any(|c| c == *own));
            let label = match shared {
                Some((article, clause)) => {
                    Message::new("label.same_clause").with("clause", format!("{article}.{clause}"))
                }
                None => Message::new("label.amended"),
            };
            self.report(told.label(declared.place(), label));
        }
    }

    // The norm of older layers that one takes the place of: by `replaces`, or by its name, which may have been repealed.
    fn replaced(&mut self, norm: &ast::Norm, older: &[Written<'a>], layer: usize) -> Option<usize> {
        if let Some(word) = replaced_by(norm) {
            return self.named_of(older, word, layer);
        }
        let own = name(&norm.name);
        let same =
            older.iter().rposition(|one| own.forms().any(|form| name(&one.norm.name).answers_to(form)));
        same.map(|same| last_of(older, same))
    }

    // The version in force of the norm that a word names.
    fn named_of(&mut self, older: &[Written<'a>], word: &ast::Ident, layer: usize) -> Option<usize> {
        let found = older.iter().rposition(|one| name(&one.norm.name).answers_to(&word.node));
        let Some(found) = found else {
            let known: Vec<Name> = older.iter().map(|one| name(&one.norm.name)).collect();
            self.unknown("B0217", word.span, &word.node, known.iter());
            return None;
        };
        let last = last_of(older, found);
        let one = older.get(last)?;
        // What the same amendment repealed is amended twice.
        let repealed = one.repealed.filter(|repealed| *repealed != layer);
        if let Some(law) = repealed.and_then(|repealed| self.amending.laws.get(repealed)) {
            let problem = Diagnostic::error("B0225", word.span).with("name", &word.node);
            let problem = problem.with("day", law.from);
            self.report(problem.label(one.norm.name.place(), Message::new("label.amended")));
            return None;
        }
        Some(last)
    }

    // From when a norm that an amendment brings is in force: it may say a later day itself.
    fn begin(&mut self, norm: &ast::Norm, layer: usize, deepest: usize) -> Option<NaiveDate> {
        let law = self.amending.laws.get(layer).filter(|_| layer < deepest)?;
        let own = norm.clauses.iter().find_map(|clause| match &clause.node {
            NormClause::Reading(readings) => readings.iter().find_map(straddling),
            _ => None,
        });
        let later = norm.clauses.iter().find_map(|clause| match &clause.node {
            NormClause::InForce(from, _) => from.as_ref().map(|from| from.node),
            _ => None,
        });
        let from = later.map_or(law.from, |later| later.max(law.from));
        let version = Version {
            amended: Amended { by: Some(law.position), ..Amended::default() },
            from: Some(from),
            at_first: own.or(law.straddling),
            ..Version::default()
        };
        self.amending.versions.insert(norm.name.place(), version);
        Some(from)
    }

    // Ends a norm with the day before.
    fn end(&mut self, all: &[Written<'a>], index: usize, Ending { layer, at, from }: Ending) {
        let Some(one) = all.get(index) else { return };
        let span = one.norm.name.place();
        let Some(law) = self.amending.laws.get(layer) else { return };
        let version = self.amending.versions.entry(span).or_default();
        let twice = version.ended_in == Some(layer);
        if twice || version.from.is_some_and(|begun| begun >= from) {
            let problem = Diagnostic::error("B0220", at).with("name", &one.norm.name.name.node);
            let problem = problem.with("day", from).label(span, Message::new("label.amended"));
            self.diagnostics.push(problem);
        }
        version.until = from.pred_opt();
        version.ended_in = Some(layer);
        version.amended.ended = Some(law.position);
        version.at_last = law.straddling;
    }

    fn repeals(&mut self, own: &[&'a Item], layer: usize, all: &mut [Written<'a>]) {
        let policies = own.iter().filter_map(|item| match item {
            Item::Policy(policy) => Some(policy),
            _ => None,
        });
        let names: Vec<&ast::Ident> = policies
            .flat_map(|policy| &policy.attributes)
            .filter_map(|attribute| match &attribute.node {
                PolicyAttribute::Repeals(names) => Some(names),
                _ => None,
            })
            .flatten()
            .collect();
        for word in names {
            let older: Vec<Written<'a>> = all.iter().filter(|one| one.layer > layer).copied().collect();
            // It may be a type of record that is deemed, which the vocabulary tells.
            if !older.iter().any(|one| name(&one.norm.name).answers_to(&word.node)) {
                self.amending.repealed.push((layer, word.clone()));
                continue;
            }
            // Those of older layers stand first.
            let Some(index) = self.named_of(&older, word, layer) else { continue };
            let Some(from) = self.amending.laws.get(layer).map(|law| law.from) else { continue };
            self.end(all, index, Ending { layer, at: word.span, from });
            if let Some(one) = all.get_mut(index) {
                one.repealed = Some(layer);
                if let Some(version) = self.amending.versions.get_mut(&one.norm.name.place()) {
                    version.amended.repealed = true;
                }
            }
        }
    }
}

// The norm that one says it takes the place of.
fn replaced_by(norm: &ast::Norm) -> Option<&ast::Ident> {
    norm.clauses.iter().find_map(|clause| match &clause.node {
        NormClause::Replaces(name) => Some(name),
        _ => None,
    })
}

// The clauses that a norm is on, by article and clause.
fn cited(norm: &ast::Norm) -> impl Iterator<Item = (&str, &str)> {
    let lists = norm.clauses.iter().filter_map(|clause| match &clause.node {
        NormClause::Cites(list) => Some(list),
        _ => None,
    });
    lists.flatten().map(|one| (one.article.node.as_str(), one.clause.node.as_str()))
}

// The last version of a norm that older layers know.
fn last_of(older: &[Written<'_>], index: usize) -> usize {
    later(older, index).take_while(|later| *later < older.len()).last().unwrap_or(index)
}

// The versions that came after one.
pub(super) fn later(all: &[Written<'_>], index: usize) -> impl Iterator<Item = usize> {
    let after = |index: &usize| all.get(*index).and_then(|one| one.after);
    std::iter::successors(after(&index), after)
}
