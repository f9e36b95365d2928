//! One language → the other: keywords follow from the language a tree is printed in, so that only the
//! references to declared names are changed here, each to the form that its declaration gives for the
//! other language. Texts, titles, comments and ids stay.
//!
//! The same word can be declared many times (单位 is a field of most records, each with an English name of
//! its own), so a reference is renamed by what it means where it stands, never by its letters.

mod expressions;
mod names;
mod norms;
mod scenarios;
mod scene;

pub use names::Names;

use super::ast::{
    Case, Deem, Event, Expr, ExprKind, FieldDecl, File, Ident, Item, PolicyAttribute, Standing, Table,
    Turning, TypeExpr,
};
use crate::diagnostic::{Diagnostic, Lang};
use crate::log::Name;
use crate::source::{Span, Spanned};
use expressions::Selected;
use names::{Declared, Named, find};
use scene::{Hand, Scene, Ty};

/// The file in a language, its references in the forms that `names` has for it.
///
/// A reference by a further form (`also`) keeps it. Translating back gives the same file, unless it named
/// things by their form in the other language to begin with: those come back in the file's own.
///
/// # Errors
/// A reference that would come to mean something else, because another declaration has that form in that
/// place; a name that could mean several things whose forms differ.
pub fn translate(file: &File, names: &Names, to: Lang) -> Result<File, Vec<Diagnostic>> {
    let mut file = file.clone();
    file.lang = to;
    let mut walk = Walk::new(names, to);
    file.items.iter_mut().for_each(|item| walk.item(&mut item.node));
    if walk.problems.is_empty() { Ok(file) } else { Err(walk.problems) }
}

/// A place where something declared is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where.
    pub at: Span,
    /// Where the canonical form of its name is declared.
    pub declared: Span,
}

/// What the names of a file refer to, as far as that can be told; declarations themselves are not among them.
#[must_use]
pub fn references(file: &File, names: &Names) -> Vec<Reference> {
    // Each name is looked up as for translation.
    let mut file = file.clone();
    let mut walk = Walk::new(names, file.lang);
    file.items.iter_mut().for_each(|item| walk.item(&mut item.node));
    walk.found
}

/// Goes through a tree and renames. One method for each construct that holds references.
struct Walk<'n> {
    names: &'n Names,
    to: Lang,
    problems: Vec<Diagnostic>,
    found: Vec<Reference>,
    /// Definitions whose type is being looked for, outermost first.
    inside: Vec<&'n str>,
}

impl<'n> Walk<'n> {
    fn new(names: &'n Names, to: Lang) -> Self {
        Self { names, to, problems: Vec::new(), found: Vec::new(), inside: Vec::new() }
    }

    fn note(&mut self, at: Span, name: &Declared) {
        self.found.extend(name.at.map(|declared| Reference { at, declared }));
    }

    /// Renames a word to the other form of what `find` takes it for, if `find` then still finds the same.
    fn rename<T>(
        &mut self,
        word: &mut String,
        span: Span,
        find: impl Fn(&str) -> Option<(&'n Declared, T)>,
    ) -> Option<T> {
        let (name, meaning) = find(word)?;
        self.note(span, name);
        let other = form(name, word, self.to);
        if other != *word {
            if find(&other).is_some_and(|(again, _)| std::ptr::eq(again, name)) {
                *word = other;
            } else {
                self.problems
                    .push(Diagnostic::error("B0120", span).with("name", &*word).with("other", other));
            }
        }
        Some(meaning)
    }

    fn ident<T>(&mut self, ident: &mut Ident, find: impl Fn(&str) -> Option<(&'n Declared, T)>) -> Option<T> {
        self.rename(&mut ident.node, ident.span, find)
    }

    fn one_of<T: Named>(&mut self, ident: &mut Ident, all: &'n [T]) -> Option<&'n T> {
        self.ident(ident, |word| find(all, word).map(|one| (one.name(), one)))
    }

    fn each_of<'i, T: Named>(&mut self, idents: impl IntoIterator<Item = &'i mut Ident>, all: &'n [T]) {
        for ident in idents {
            self.one_of(ident, all);
        }
    }

    /// Renames a word that could be of anything, if all it could be of agree.
    fn rename_by_letters(&mut self, word: &mut String, span: Span) {
        let names = self.names.anything(word);
        if let [only] = names.as_slice() {
            self.note(span, only);
        }
        let mut forms: Vec<String> = names.into_iter().map(|name| form(name, word, self.to)).collect();
        forms.sort_unstable();
        forms.dedup();
        match forms.as_slice() {
            [] => {}
            [other] => other.clone_into(word),
            several => {
                let several = several.join(self.say("、", ", "));
                self.problems
                    .push(Diagnostic::error("B0121", span).with("name", &*word).with("forms", several));
            }
        }
    }

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.to == Lang::Zh { zh } else { en }
    }

    fn item(&mut self, item: &mut Item) {
        let names = self.names;
        match item {
            Item::Source(source) => {
                for clause in &mut source.clauses {
                    if let Standing::NeedsParameter(list) = &mut clause.node.standing {
                        self.each_of(list, &names.parameters);
                    }
                }
            }
            Item::Entity(entity) => {
                self.each_of(&mut entity.parent, &names.entities);
                self.fields(&mut entity.fields);
            }
            Item::Event(event) => self.event(event),
            Item::State(state) => {
                self.one_of(&mut state.of, &names.entities);
                self.fields(&mut state.fields);
            }
            Item::Role(role) => {
                self.one_of(&mut role.unit, &names.entities);
                self.fields(&mut role.fields);
            }
            Item::Parameter(parameter) => {
                self.ty(&mut parameter.ty);
                if let Some(default) = &mut parameter.default {
                    let ty = names.ty(&parameter.ty.node);
                    self.expr(default, Scene::default(), ty);
                }
            }
            Item::Define(define) => {
                define.ty.iter_mut().for_each(|ty| self.ty(ty));
                let wanted = define.ty.as_ref().map_or(Ty::Other, |ty| names.ty(&ty.node));
                self.expr(&mut define.value, Scene::default().holding(Hand::Any), wanted);
            }
            Item::Table(table) => self.table(table),
            Item::Account(account) => {
                let bearer = self.one_of(&mut account.of, &names.entities).map(Ty::Entity);
                self.expr(&mut account.initially, Scene::default(), Ty::Other);
                self.expr(&mut account.value, Scene { bearer, ..Scene::default() }, Ty::Other);
            }
            Item::Deem(deem) => self.deem(deem),
            Item::Calendar(calendar) => calendar.only_for.iter_mut().for_each(|value| self.variant(value)),
            Item::Norm(norm) => self.norm(norm),
            Item::Policy(policy) => {
                for attribute in &mut policy.attributes {
                    if let PolicyAttribute::Repeals(norms) = &mut attribute.node {
                        self.each_of(norms.iter_mut(), &names.norms);
                        self.each_of(norms, &names.events);
                    }
                }
            }
            Item::Test(test) => self.test(test),
            // These declare names, or have none.
            Item::Use(_) | Item::Enum(_) | Item::Interpretation(_) => {}
        }
    }

    // A value whose type only those who use it know.
    fn variant(&mut self, value: &mut Expr) {
        let wanted = self.enumeration_of(value);
        self.expr(value, Scene::default(), wanted);
    }

    // The enumeration that a name is a value of.
    fn enumeration_of(&self, value: &Expr) -> Ty<'n> {
        let ExprKind::Name(word) = &value.kind else { return Ty::Other };
        let found = self.names.enums.iter().find(|kind| find(&kind.fields, word).is_some());
        found.map_or(Ty::Other, Ty::Enum)
    }

    fn table(&mut self, table: &mut Table) {
        self.ty(&mut table.by);
        let wanted = self.names.ty(&table.by.node);
        for row in &mut table.rows {
            if let Case::Values(values) = &mut row.node.case {
                values.iter_mut().for_each(|value| {
                    self.expr(value, Scene::default(), wanted);
                });
            }
            let wanted = self.enumeration_of(&row.node.value);
            self.expr(&mut row.node.value, Scene::default(), wanted);
        }
    }

    fn deem(&mut self, deem: &mut Deem) {
        let target = self.one_of(&mut deem.event, &self.names.events);
        let base = match &mut deem.when {
            Turning::Each(what) | Turning::InARow { of: what, .. } => {
                self.selection(what, Scene::default()).map(Selected::hand)
            }
            Turning::Silence { after, without, .. } => {
                let base = self.selection(after, Scene::default()).map(Selected::hand);
                let trigger = if let Some(Hand::Record(kind)) = base { Some(kind) } else { None };
                self.selection(without, Scene { trigger, ..Scene::default() });
                base
            }
            Turning::Reaches { what, per, .. } => {
                let base = self.selection(what, Scene::default()).map(Selected::hand);
                let names = self.names;
                if let (Some(per), Some(Hand::Record(kind))) = (per, base) {
                    self.ident(per, |word| names.field(kind, word));
                }
                base
            }
        };
        let hand = base.unwrap_or(Hand::Any);
        if let Some(effect) = &mut deem.effective {
            let trigger = if let Hand::Record(kind) = hand { Some(kind) } else { None };
            let scene = Scene { trigger, ..Scene::default() };
            self.expr(&mut effect.from, scene.holding(hand), Ty::Other);
        }
        let names = self.names;
        for (field, value) in &mut deem.fields {
            let wanted = target.and_then(|kind| self.ident(field, |word| names.field(kind, word)));
            self.expr(value, Scene::default().holding(hand), wanted.unwrap_or(Ty::Other));
        }
    }

    fn event(&mut self, event: &mut Event) {
        self.fields(&mut event.fields);
        if let Some(condition) = &mut event.evidence {
            let own = find(&self.names.events, &event.name.name.node);
            let hand = own.map_or(Hand::Empty, Hand::Record);
            self.expr(condition, Scene::default().holding(hand), Ty::Other);
        }
    }

    fn fields(&mut self, fields: &mut [Spanned<FieldDecl>]) {
        for field in fields {
            self.ty(&mut field.node.ty);
            self.each_of(&mut field.node.from_role, &self.names.roles);
        }
    }

    fn ty(&mut self, ty: &mut Spanned<TypeExpr>) {
        let names = self.names;
        match &mut ty.node {
            TypeExpr::Set(of) => self.ty(of),
            TypeExpr::Named(word) => {
                let kind = |word: &str| find(&names.entities, word).or_else(|| find(&names.enums, word));
                self.rename(word, ty.span, |word| kind(word).map(|k| (&k.name, ())));
            }
            TypeExpr::Bool
            | TypeExpr::Integer
            | TypeExpr::Decimal
            | TypeExpr::Text
            | TypeExpr::Date
            | TypeExpr::DateTime
            | TypeExpr::Duration
            | TypeExpr::Clock
            | TypeExpr::AnyEntity
            | TypeExpr::Role => {}
        }
    }
}

/// The form of a name for a language. A further form that was written stays; so does an only one.
fn form(name: &Name, written: &str, to: Lang) -> String {
    let chosen = match &name.alias {
        Some(chinese) if written == chinese || written == name.canonical => match to {
            Lang::Zh => chinese,
            Lang::En => &name.canonical,
        },
        _ => written,
    };
    chosen.to_owned()
}
