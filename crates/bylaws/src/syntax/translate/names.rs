//! What a package declares, as far as translation needs it: each name with its forms, and the types that
//! say whose field a name is. Nothing is checked here: a name that is not found is simply not renamed.

use crate::log::Name;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Bearer, Define, Entity, FieldDecl, File, Item, NameDecl, NormClause, Role, State, TypeExpr,
};
use std::ops::Deref;

/// The declared names of a package with their forms in both languages.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(super) entities: Vec<Kind>,
    pub(super) enums: Vec<Kind>,
    pub(super) events: Vec<Kind>,
    pub(super) states: Vec<Kind>,
    pub(super) roles: Vec<Kind>,
    pub(super) parameters: Vec<Field>,
    pub(super) definitions: Vec<Definition>,
    pub(super) tables: Vec<Declared>,
    /// Attributes that are carried from window to window.
    pub(super) accounts: Vec<Field>,
    pub(super) norms: Vec<Declared>,
    /// The second ones of pairs, as norms call them.
    pub(super) called: Vec<Kind>,
    /// What the records have that verdicts are.
    pub(super) verdict: Option<Kind>,
    pub(super) labels: Vec<Declared>,
    pub(super) of_every_record: Vec<Field>,
}

/// A name and where it is declared; nowhere, if it needs no declaration. Equality is that of the names.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    name: Name,
    /// Where its canonical form is written.
    pub at: Option<Span>,
}

impl Deref for Declared {
    type Target = Name;

    fn deref(&self) -> &Name {
        &self.name
    }
}

impl PartialEq for Declared {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Something that has fields: an entity with its attributes, a record with its fields, an enumeration with
/// its values.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub name: Declared,
    pub fields: Vec<Field>,
    /// What it is a special case of, or in which unit a role is held.
    pub of: Option<String>,
}

/// A name that has a type.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub name: Declared,
    pub ty: TypeExpr,
}

/// A named expression.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub name: Declared,
    pub item: Define,
}

/// Things found by name.
pub(super) trait Named {
    fn name(&self) -> &Declared;
}

impl Named for Declared {
    fn name(&self) -> &Declared {
        self
    }
}

impl Named for Kind {
    fn name(&self) -> &Declared {
        &self.name
    }
}

impl Named for Field {
    fn name(&self) -> &Declared {
        &self.name
    }
}

impl Named for Definition {
    fn name(&self) -> &Declared {
        &self.name
    }
}

/// The one that a word names: by its canonical form before any other.
pub(super) fn find<'n, T: Named>(all: &'n [T], word: &str) -> Option<&'n T> {
    all.iter()
        .find(|one| one.name().canonical == word)
        .or_else(|| all.iter().find(|one| one.name().answers_to(word)))
}

pub(super) fn forms(decl: &NameDecl) -> Declared {
    let name = Name {
        canonical: decl.name.node.clone(),
        alias: decl.alias.as_ref().map(|a| a.node.clone()),
        also: decl.also.iter().map(|a| a.node.clone()).collect(),
    };
    Declared { name, at: Some(decl.name.span) }
}

fn built_in(canonical: &str, alias: &str) -> Declared {
    let name = Name { canonical: canonical.into(), alias: Some(alias.into()), also: Vec::new() };
    Declared { name, at: None }
}

fn field(canonical: &str, alias: &str, ty: TypeExpr) -> Field {
    Field { name: built_in(canonical, alias), ty }
}

fn fields(declared: &[Spanned<FieldDecl>]) -> Vec<Field> {
    declared.iter().map(|f| Field { name: forms(&f.node.name), ty: f.node.ty.node.clone() }).collect()
}

fn record(canonical: &str, alias: &str, fields: Vec<Field>) -> Kind {
    Kind { name: built_in(canonical, alias), fields, of: None }
}

impl Names {
    /// The names that these files declare, with those that need no declaration.
    #[must_use]
    pub fn of(files: &[&File]) -> Self {
        let mut names = Self {
            of_every_record: vec![
                field("id", "编号", TypeExpr::Text),
                field("recorded_at", "录入时间", TypeExpr::DateTime),
            ],
            ..Self::default()
        };
        let items: Vec<&Item> = files.iter().flat_map(|f| &f.items).map(|i| &i.node).collect();
        items.iter().for_each(|item| names.add(item));
        if find(&names.entities, "person").is_none() {
            names.entities.push(record("person", "人员", Vec::new()));
        }
        items.iter().for_each(|item| names.add_state(item));
        names.verdict = Some(record(
            "verdict",
            "结论",
            vec![
                field("bearer", "主体", TypeExpr::AnyEntity),
                field("from", "期初", TypeExpr::Date),
                field("until", "期末", TypeExpr::Date),
            ],
        ));
        names.add_records_of_roles();
        names.add_records_of_entities();
        names
    }

    fn add(&mut self, item: &Item) {
        match item {
            Item::Entity(Entity { name, parent, fields: own, .. }) => {
                let of = parent.as_ref().map(|p| p.node.clone());
                self.entities.push(Kind { name: forms(name), fields: fields(own), of });
            }
            Item::Enum(one) => {
                let values = one.variants.iter().map(forms);
                let fields = values.map(|name| Field { name, ty: TypeExpr::AnyEntity }).collect();
                self.enums.push(Kind { name: forms(&one.name), fields, of: None });
            }
            Item::Event(event) => {
                self.events.push(Kind { name: forms(&event.name), fields: fields(&event.fields), of: None });
            }
            Item::Role(Role { name, unit, fields: own, .. }) => {
                let of = Some(unit.node.clone());
                self.roles.push(Kind { name: forms(name), fields: fields(own), of });
            }
            Item::Parameter(one) => {
                self.parameters.push(Field { name: forms(&one.name), ty: one.ty.node.clone() });
            }
            Item::Define(one) => {
                self.definitions.push(Definition { name: forms(&one.name), item: one.clone() });
            }
            Item::Account(account) => {
                self.accounts.push(Field { name: forms(&account.name), ty: TypeExpr::Decimal });
            }
            Item::Table(table) => self.tables.push(forms(&table.name)),
            Item::Norm(norm) => {
                self.norms.push(forms(&norm.name));
                self.called.extend(norm.clauses.iter().filter_map(|clause| {
                    let NormClause::Each(Bearer { for_each: Some(each), .. }) = &clause.node else {
                        return None;
                    };
                    let of = Some(each.kind.node.clone());
                    Some(Kind { name: forms(each.called.as_ref()?), fields: Vec::new(), of })
                }));
            }
            Item::Calendar(calendar) => {
                let entries = calendar.entries.iter().map(|e| &e.node);
                self.labels.extend(entries.filter_map(|e| {
                    let alias = e.alias.as_ref().map(|a| a.node.clone());
                    let label = e.label.as_ref()?;
                    let name = Name { canonical: label.node.clone(), alias, also: Vec::new() };
                    Some(Declared { name, at: Some(label.span) })
                }));
            }
            // Declared by the entities they belong to, or without names of their own.
            Item::State(_)
            | Item::Policy(_)
            | Item::Use(_)
            | Item::Source(_)
            | Item::Interpretation(_)
            | Item::Deem(_)
            | Item::Test(_) => {}
        }
    }

    // A state's records name the entity by its type, which must be known first.
    fn add_state(&mut self, item: &Item) {
        let Item::State(State { name, of, start, end, fields: own }) = item else { return };
        let undeclared = Name { canonical: of.node.clone(), ..Name::default() };
        let written = Declared { name: undeclared, at: None };
        let subject = find(&self.entities, &of.node).map_or(written, |entity| entity.name.clone());
        let subject = Field { name: subject, ty: TypeExpr::Named(of.node.clone()) };
        let starting: Vec<Field> = std::iter::once(subject.clone()).chain(fields(own)).collect();
        self.events.push(Kind { name: forms(start), fields: starting.clone(), of: None });
        self.events.push(Kind { name: forms(end), fields: vec![subject], of: None });
        self.states.push(Kind { name: forms(name), fields: starting, of: None });
    }

    fn add_records_of_roles(&mut self) {
        let base = || {
            vec![
                field("person", "人员", TypeExpr::Named("person".into())),
                field("role", "职务", TypeExpr::Role),
                field("unit", "单位", TypeExpr::AnyEntity),
            ]
        };
        let own = self.roles.iter().flat_map(|role| role.fields.iter().cloned());
        self.events.push(record("role_start", "任职", base().into_iter().chain(own).collect()));
        self.events.push(record("role_end", "离任", base()));
        let gone = vec![field("entity", "对象", TypeExpr::AnyEntity)];
        self.events.push(record("entity_end", "撤销", gone));
    }

    fn add_records_of_entities(&mut self) {
        let records: Vec<Kind> = self
            .entities
            .iter()
            .map(|entity| {
                let this = field("entity", "对象", TypeExpr::Named(entity.name.canonical.clone()));
                let attributes = self.line_of(entity).flat_map(|kind| kind.fields.iter().cloned());
                let fields = std::iter::once(this).chain(attributes).collect();
                Kind { name: entity.name.clone(), fields, of: None }
            })
            .collect();
        self.events.extend(records);
    }

    /// An entity and what it is a special case of, nearest first.
    pub(super) fn line_of<'n>(&'n self, entity: &'n Kind) -> impl Iterator<Item = &'n Kind> {
        let parent = |kind: &&'n Kind| find(&self.entities, kind.of.as_deref()?);
        // A circle of parents is the checker's to report.
        std::iter::successors(Some(entity), parent).take(self.entities.len())
    }
}
