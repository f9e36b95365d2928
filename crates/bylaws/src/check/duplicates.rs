//! One name space a package: every item has its names to itself, aliases included.

use super::Checker;
use crate::diagnostic::{Diagnostic, Message};
use crate::source::Span;
use crate::syntax::ast::{FieldDecl, Ident, Item, NameDecl};
use std::collections::HashMap;

/// Types of records that every log may have.
const RESERVED: [&str; 12] = [
    "role_start",
    "任职",
    "role_end",
    "离任",
    "entity_end",
    "撤销",
    "coverage",
    "记录范围",
    "retract",
    "撤回",
    "replace",
    "更正",
];

/// Fields that every record may have of its own, or one that corrects another. Their Chinese headings may be fields.
const OF_EVERY_RECORD: [&str; 6] = ["id", "type", "at", "recorded_at", "of", "as"];

impl<'a> Checker<'a> {
    pub(super) fn duplicates(&mut self, items: &[(&'a Item, Span)]) {
        let names = || items.iter().flat_map(|(item, _)| names_of(item));
        for form in names().flat_map(forms).filter(|form| RESERVED.contains(&form.node.as_str())) {
            self.report(Diagnostic::error("B0214", form.span).with("name", &form.node));
        }
        // An earlier version of a norm has its name in common with the later one.
        let names: Vec<_> = names().filter(|name| !self.amending.is_earlier(name.place())).collect();
        self.each_once(names.into_iter());
        for (item, _) in items {
            match item {
                Item::Entity(entity) => self.fields_once(entity.fields.iter().map(|f| &f.node)),
                Item::Role(role) => self.fields_once(role.fields.iter().map(|f| &f.node)),
                Item::State(state) => self.fields_once(state.fields.iter().map(|f| &f.node)),
                Item::Event(event) => self.fields_once(event.fields.iter().map(|f| &f.node)),
                Item::Enum(declared) => self.each_once(declared.variants.iter()),
                _ => {}
            }
        }
    }

    fn fields_once(&mut self, fields: impl Iterator<Item = &'a FieldDecl>) {
        let names: Vec<&NameDecl> = fields.map(|field| &field.name).collect();
        let taken = names.iter().copied().flat_map(forms);
        for form in taken.filter(|form| OF_EVERY_RECORD.contains(&form.node.as_str())) {
            self.report(Diagnostic::error("B0216", form.span).with("name", &form.node));
        }
        self.each_once(names.into_iter());
    }

    // What may be one name in two languages is compared in both.
    fn each_once(&mut self, names: impl Iterator<Item = &'a NameDecl>) {
        let mut seen: HashMap<&str, (usize, Span)> = HashMap::new();
        for (index, name) in names.enumerate() {
            let mut forms = forms(name).filter(|form| !form.node.is_empty());
            let taken = forms.find_map(|form| match seen.get(form.node.as_str()) {
                Some((other, before)) if *other != index => Some((form, *before)),
                _ => None,
            });
            if let Some((form, before)) = taken {
                let problem = Diagnostic::error("B0202", form.span).with("name", &form.node);
                self.report(problem.label(before, Message::new("label.declared")));
            }
            for form in self::forms(name) {
                seen.entry(form.node.as_str()).or_insert((index, form.span));
            }
        }
    }
}

fn forms(name: &NameDecl) -> impl Iterator<Item = &Ident> {
    std::iter::once(&name.name).chain(&name.alias).chain(&name.also)
}

fn names_of(item: &Item) -> Vec<&NameDecl> {
    match item {
        Item::Entity(entity) => vec![&entity.name],
        Item::Enum(declared) => vec![&declared.name],
        Item::Event(event) => vec![&event.name],
        Item::State(state) => vec![&state.name, &state.start, &state.end],
        Item::Role(role) => vec![&role.name],
        Item::Parameter(parameter) => vec![&parameter.name],
        Item::Define(define) => vec![&define.name],
        Item::Table(table) => vec![&table.name],
        Item::Account(account) => vec![&account.name],
        Item::Norm(norm) => vec![&norm.name],
        Item::Policy(_)
        | Item::Use(_)
        | Item::Source(_)
        | Item::Calendar(_)
        | Item::Interpretation(_)
        | Item::Deem(_)
        | Item::Test(_) => Vec::new(),
    }
}
