//! Which version of each norm is in force when: a package may amend another one, which may amend a third.
//!
//! A norm of the amending package takes the place of the one that it is called like, or that it `replaces`, from the
//! first day in force of the amending package on; one that it repeals ends with the day before; everything else goes
//! on. So an amendment is nothing but versions of norms, as an author could have written them with `in force`.

mod deemed;
mod laws;
mod names;
mod straddling;
mod versions;

use super::Checker;
use crate::check::policy::{Amended, Straddling};
use crate::diagnostic::Diagnostic;
use crate::log::Name;
use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Choice, File, Item, PolicyAttribute};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What amendments make of the norms of a package and of those that it amends.
#[derive(Default)]
pub(super) struct Amending {
    /// By the place of its name, what became of each norm that an amendment brought or ended.
    versions: BTreeMap<Span, Version>,
    /// The layers that have a clause of an id, the last amendment first.
    clauses: HashMap<String, Vec<usize>>,
    /// How many amendments lie above each file.
    layers: HashMap<FileId, usize>,
    /// Days of which it was asked which law windows follow that hold them.
    asked: BTreeSet<NaiveDate>,
    /// Readings that a norm cannot have: by the day of the change, the code, and what the norm is called now.
    refused: BTreeMap<(NaiveDate, &'static str, String), Diagnostic>,
    /// Of each layer but the deepest, the amendment that it is.
    laws: Vec<Law>,
    /// By the place of its type, what became of each rule of what is deemed.
    rules: HashMap<Span, deemed::Rule>,
    /// What amendments repeal that is no norm, with the layer that does.
    repealed: Vec<(usize, ast::Ident)>,
}

/// An amendment in the making.
struct Law {
    /// Its first day in force.
    from: NaiveDate,
    /// Where that is said, or where it should be.
    span: Span,
    /// Its position among the amendments of the policy, oldest first.
    position: usize,
    /// Which law windows follow that hold that day, where the package says so.
    straddling: Option<Straddling>,
}

/// A version of a norm.
#[derive(Clone, Default)]
pub(super) struct Version {
    /// What it is called, where not as it is written.
    pub name: Option<Name>,
    /// Until when it was called so, where a later version has the name now.
    pub named_until: Option<NaiveDate>,
    /// The amendments that brought and ended it, and the name of the norm as it is now.
    pub amended: Amended,
    /// From and until when, by these.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// Which law the windows follow that hold the first of these days, and the day after the last.
    pub at_first: Option<Straddling>,
    pub at_last: Option<Straddling>,
    /// The layer that ended it.
    pub ended_in: Option<usize>,
    /// Where it brings back a name that was repealed: from when, and which law the windows that hold that day follow.
    brings_back: Option<(NaiveDate, Straddling)>,
}

impl Version {
    // What the version is called, to tell it from others.
    fn called(&self) -> Option<Name> {
        let own = self.name.as_ref()?;
        Some(self.named_until.map_or_else(|| own.clone(), |day| until(own, day)))
    }
}

impl Amending {
    pub(super) fn layers_of(files: &[File]) -> Self {
        let of = |file: &File| file.items.first().map(|item| (item.span.file, file.beneath));
        Self { layers: files.iter().filter_map(of).collect(), ..Self::default() }
    }

    /// How many amendments lie between the package itself and the one that a place is in.
    pub(super) fn layer(&self, at: Span) -> usize {
        self.layers.get(&at.file).copied().unwrap_or(0)
    }

    pub(super) fn deepest(&self) -> usize {
        self.layers.values().copied().max().unwrap_or(0)
    }

    /// The position of an amendment among all, oldest first; none of the regulation as issued.
    pub(super) fn position(&self, layer: usize) -> Option<usize> {
        self.deepest().checked_sub(layer + 1)
    }

    fn of_layer<'i, 'a>(
        &'i self,
        items: &'i [(&'a Item, Span)],
        layer: usize,
    ) -> impl Iterator<Item = &'a Item> + use<'i, 'a> {
        items.iter().filter(move |(_, span)| self.layer(*span) == layer).map(|(item, _)| *item)
    }

    /// Whether a later version has the name that stands there.
    pub(super) fn is_earlier(&self, name: Span) -> bool {
        self.versions.get(&name).is_some_and(|version| version.named_until.is_some())
    }

    /// A name of a norm, or of the one that took its place under another name.
    pub(super) fn current(&self, norm: &ast::Ident) -> ast::Ident {
        let mut versions = self.versions.values();
        let earlier = versions.find(|version| {
            version.named_until.is_none()
                && version.name.as_ref().is_some_and(|name| name.answers_to(&norm.node))
        });
        let current = earlier.and_then(|version| version.amended.current.clone());
        ast::Ident { node: current.unwrap_or_else(|| norm.node.clone()), span: norm.span }
    }

    /// The id of a clause as a norm of that version cites it: an amendment may say it anew.
    pub(super) fn clause(&self, id: &str, ended_in: Option<usize>) -> String {
        let layers = self.clauses.get(id).map(Vec::as_slice).unwrap_or_default();
        let in_force = |layer: &&usize| ended_in.is_none_or(|ended| **layer > ended);
        let layer = layers.iter().find(in_force).or(layers.first());
        let earlier = layer.and_then(|layer| self.earlier_clause(id, *layer));
        earlier.map_or_else(|| id.to_owned(), |earlier| earlier.canonical)
    }

    /// What a clause that a layer has is called where a later one says it anew: with its last day.
    pub(super) fn earlier_clause(&self, id: &str, layer: usize) -> Option<Name> {
        let layers = self.clauses.get(id).map(Vec::as_slice).unwrap_or_default();
        let anew = layers.iter().rfind(|other| **other < layer);
        let day = anew.and_then(|anew| self.day_before(*anew))?;
        let [canonical, alias] = [format!("{id} (until {day})"), format!("{id}（至{day}）")];
        Some(Name { canonical, alias: Some(alias), also: Vec::new() })
    }

    /// What became of the norm whose name stands there.
    pub(super) fn version(&self, name: Span) -> Version {
        self.versions.get(&name).cloned().unwrap_or_default()
    }

    /// The last day before the amendment that a layer is.
    pub(super) fn day_before(&self, layer: usize) -> Option<NaiveDate> {
        self.laws.get(layer)?.from.pred_opt()
    }
}

impl<'a> Checker<'a> {
    /// Finds the amendments of the package, what they replace and what they repeal.
    pub(super) fn amendments(&mut self, items: &[(&'a Item, Span)]) {
        let deepest = self.amending.deepest();
        for layer in 0..deepest {
            let law = self.law(items, layer);
            self.amending.laws.extend(law);
        }
        for (item, span) in items {
            let Item::Source(source) = item else { continue };
            let layer = self.amending.layer(*span);
            for clause in &source.clauses {
                let id = format!("{}.{}", source.article.node, clause.node.id.node);
                let layers = self.amending.clauses.entry(id).or_default();
                layers.push(layer);
                layers.sort_unstable();
            }
        }
        self.in_order();
        if self.amending.laws.len() == deepest {
            self.versions(items, deepest);
        }
    }

    // A package amends one other, and says so once.
    pub(super) fn amends_once(&mut self, policy: &ast::Policy) {
        let amends = policy.attributes.iter().filter(|a| matches!(a.node, PolicyAttribute::Amends(_)));
        for again in amends.skip(1) {
            self.report(Diagnostic::error("B0402", again.span));
        }
    }
}

/// The name of what was so called until a day.
pub(super) fn until(name: &Name, day: NaiveDate) -> Name {
    let told = |form: &str| named_until(form, day);
    Name { canonical: told(&name.canonical), alias: name.alias.as_deref().map(told), also: Vec::new() }
}

fn named_until(form: &str, day: NaiveDate) -> String {
    match form.is_ascii() {
        true => format!("{form} (until {day})"),
        false => format!("{form}（至{day}）"),
    }
}

// The day after the last.
fn until_after(version: &Version) -> Option<NaiveDate> {
    version.until.and_then(|day| day.succ_opt())
}

fn straddling(reading: &ast::Reading) -> Option<Straddling> {
    match reading.choice {
        Choice::Straddling(how) => Some(how),
        _ => None,
    }
}
