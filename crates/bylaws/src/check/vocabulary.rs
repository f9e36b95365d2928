//! Declared types, and the records that roles, states and entities bring with them.

use super::{Checker, name};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::log::{EntityType, EnumType, EventOrigin, EventType, Field, Name, RoleType, StateType, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{FieldDecl, Item, NameDecl, Role};
use crate::syntax::opens_a_clause_of_a_norm;
use indexmap::IndexMap;

fn named(canonical: &str, alias: &str) -> Name {
    Name { canonical: canonical.to_owned(), alias: Some(alias.to_owned()), also: Vec::new() }
}

fn field(canonical: &str, alias: &str, ty: Type, optional: bool) -> (String, Field) {
    let name = named(canonical, alias);
    (canonical.to_owned(), Field { name, ty, private: false, optional, non_negative: false, from_role: None })
}

fn roles<'i>(items: &[(&'i Item, Span)]) -> impl Iterator<Item = &'i Role> {
    items.iter().filter_map(|(item, _)| if let Item::Role(role) = item { Some(role) } else { None })
}

fn event(name: Name, fields: IndexMap<String, Field>, origin: EventOrigin) -> EventType {
    EventType { name, fields, origin, no_content: false, planned: false, judgement: false }
}

impl<'a> Checker<'a> {
    pub(super) fn vocabulary(&mut self, items: &[(&'a Item, Span)]) {
        self.role_names = roles(items).map(|role| name(&role.name)).collect();
        self.type_names(items);
        self.fields_of_entities(items);
        self.events(items);
        self.roles(items);
        self.states(items);
        self.records_of_entities();
    }

    fn type_names(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            match item {
                Item::Entity(entity) => {
                    let name = self.own_person(&entity.name).unwrap_or_else(|| name(&entity.name));
                    let key = name.canonical.clone();
                    let one = EntityType {
                        name,
                        parent: None,
                        fields: IndexMap::new(),
                        unregistered: entity.unregistered,
                    };
                    self.policy.vocabulary.entities.insert(key, one);
                }
                Item::Enum(declared) => {
                    let name = name(&declared.name);
                    let key = name.canonical.clone();
                    let variants =
                        declared.variants.iter().map(super::name).map(|v| (v.canonical.clone(), v)).collect();
                    self.policy.vocabulary.enums.insert(key, EnumType { name, variants });
                }
                _ => {}
            }
        }
        if !self.policy.vocabulary.entities.contains_key("person") {
            let person = EntityType {
                name: named("person", "人员"),
                parent: None,
                fields: IndexMap::new(),
                unregistered: false,
            };
            self.policy.vocabulary.entities.insert("person".to_owned(), person);
        }
    }

    // Who holds a role and does what is recorded is a `person`, declared or not: another kind of that name would be
    // taken for it by people, and by nothing else.
    fn own_person(&mut self, declared: &NameDecl) -> Option<Name> {
        let person = named("person", "人员");
        let own = name(declared);
        let form = own.forms().find(|form| person.answers_to(form)).filter(|_| own.canonical != "person")?;
        let problem = Diagnostic::error("B0232", declared.place()).with("name", form);
        let meant = match super::written_in(self.files, declared.place()) {
            Some(Lang::En) => "person alias 人员",
            _ => "人员 英文名 person",
        };
        // Of one with two names it is not known which was meant.
        self.report(if own.alias.is_none() { problem.fix(declared.place(), meant) } else { problem });
        Some(person)
    }

    fn fields_of_entities(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::Entity(entity) = item else { continue };
            let parent =
                entity.parent.as_ref().and_then(|parent| match self.named_type(&parent.node, parent.span) {
                    Some(Type::Entity(parent)) => Some(parent),
                    _ => None,
                });
            let fields = self.fields(&entity.fields);
            let found =
                self.policy.vocabulary.entity_named(&entity.name.name.node).map(|e| e.name.canonical.clone());
            if let Some(one) = found.and_then(|own| self.policy.vocabulary.entities.get_mut(&own)) {
                (one.parent, one.fields) = (parent, fields);
            }
        }
    }

    fn fields(&mut self, declared: &[Spanned<FieldDecl>]) -> IndexMap<String, Field> {
        let mut out = IndexMap::new();
        for one in declared {
            let before = self.diagnostics.len();
            let Some(ty) = self.type_of(&one.node.ty.node, one.node.ty.span) else {
                self.no_field(&one.node.name, before);
                self.untyped.push(name(&one.node.name));
                continue;
            };
            let name = name(&one.node.name);
            let key = name.canonical.clone();
            let field = Field {
                name,
                ty,
                private: one.node.private,
                optional: one.node.optional,
                non_negative: one.node.non_negative,
                from_role: one.node.from_role.as_ref().map(|r| r.node.clone()),
            };
            out.insert(key, field);
        }
        out
    }

    // A clause of a norm among fields looks like one of them, with a type that nobody knows.
    fn no_field(&mut self, declared: &NameDecl, before: usize) {
        let found = declared.alias.as_ref().unwrap_or(&declared.name);
        if !opens_a_clause_of_a_norm(&found.node) {
            return;
        }
        self.diagnostics.truncate(before);
        let place = |message| Arg::Message(Box::new(message));
        let norm = Arg::Word { zh: "规范".to_owned(), en: "norm".to_owned() };
        let problem = Diagnostic::error("B0126", declared.place()).with("found", &found.node);
        let problem = problem.with_arg("here", place(Message::new("place.fields")));
        self.report(problem.with_arg("belongs", place(Message::new("place.in").with_arg("item", norm))));
    }

    fn add_event(&mut self, one: EventType) {
        self.policy.vocabulary.events.insert(one.name.canonical.clone(), one);
    }

    fn events(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::Event(declared) = item else { continue };
            let fields = self.fields(&declared.fields);
            let one = EventType {
                no_content: declared.no_content,
                planned: declared.planned,
                judgement: declared.judgement,
                ..event(name(&declared.name), fields, EventOrigin::Declared)
            };
            self.add_event(one);
        }
    }

    fn roles(&mut self, items: &[(&'a Item, Span)]) {
        let mut extra: IndexMap<String, Field> = IndexMap::new();
        for role in roles(items) {
            let Some(Type::Entity(unit)) = self.named_type(&role.unit.node, role.unit.span) else {
                self.untyped.push(name(&role.name));
                continue;
            };
            let mut fields = self.fields(&role.fields);
            // Records of all roles are of one type.
            fields.values_mut().for_each(|field| field.optional = true);
            extra.extend(fields.iter().map(|(k, f)| (k.clone(), f.clone())));
            let name = name(&role.name);
            let key = name.canonical.clone();
            let one = RoleType { name, unit, single: role.single, fields };
            self.policy.vocabulary.roles.insert(key, one);
        }
        self.derived_fields();
        let holder = || field("person", "人员", Type::Entity("person".to_owned()), false);
        // Who leaves may leave all units at once; who begins does so in one.
        let base = |anywhere| {
            IndexMap::from([
                holder(),
                field("role", "职务", Type::Role, false),
                field("unit", "单位", Type::AnyEntity, anywhere),
            ])
        };
        let mut start = base(false);
        start.extend(extra);
        self.add_event(event(named("role_start", "任职"), start, EventOrigin::RoleStart));
        self.add_event(event(named("role_end", "离任"), base(true), EventOrigin::RoleEnd));
        let gone = IndexMap::from([field("entity", "对象", Type::AnyEntity, false)]);
        self.add_event(event(named("entity_end", "撤销"), gone, EventOrigin::EntityEnd));
    }

    // `from role R` names the role by any form; from here on by the canonical one.
    fn derived_fields(&mut self) {
        let roles: Vec<Name> = self.policy.vocabulary.roles.values().map(|r| r.name.clone()).collect();
        for entity in self.policy.vocabulary.entities.values_mut() {
            for field in entity.fields.values_mut() {
                if let Some(found) = &mut field.from_role
                    && let Some(role) = roles.iter().find(|r| r.answers_to(found))
                {
                    *found = role.canonical.clone();
                }
            }
        }
    }

    fn states(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::State(state) = item else { continue };
            let Some(Type::Entity(of)) = self.named_type(&state.of.node, state.of.span) else {
                self.untyped.extend([&state.name, &state.start, &state.end].map(name));
                continue;
            };
            let alias = self.policy.vocabulary.entities.get(&of).and_then(|e| e.name.alias.clone());
            let subject = Name { canonical: of.clone(), alias, also: Vec::new() };
            let first = Field {
                name: subject,
                ty: Type::Entity(of.clone()),
                private: false,
                optional: false,
                non_negative: false,
                from_role: None,
            };
            let mut fields = IndexMap::from([(of.clone(), first)]);
            let end_fields = fields.clone();
            fields.extend(self.fields(&state.fields));
            let own = name(&state.name);
            let key = own.canonical.clone();
            let (start, end) = (name(&state.start), name(&state.end));
            let one = StateType { name: own, of, start: start.canonical.clone(), end: end.canonical.clone() };
            self.policy.vocabulary.states.insert(key.clone(), one);
            self.add_event(event(start, fields, EventOrigin::StateStart(key.clone())));
            self.add_event(event(end, end_fields, EventOrigin::StateEnd(key)));
        }
    }

    fn records_of_entities(&mut self) {
        let kinds: Vec<EntityType> = self.policy.vocabulary.entities.values().cloned().collect();
        for kind in kinds {
            let mut fields =
                IndexMap::from([field("entity", "对象", Type::Entity(kind.name.canonical.clone()), false)]);
            let mut at = Some(&kind);
            let mut left = self.policy.vocabulary.entities.len();
            while let Some(one) = at.filter(|_| left > 0) {
                left -= 1;
                let own = one.fields.iter().filter(|(_, f)| f.from_role.is_none());
                // A record need not tell all of it again.
                fields.extend(own.map(|(k, f)| (k.clone(), Field { optional: true, ..f.clone() })));
                at = one.parent.as_ref().and_then(|p| self.policy.vocabulary.entities.get(p));
            }
            let record = event(kind.name.clone(), fields, EventOrigin::Entity(kind.name.canonical.clone()));
            // A name that is taken has been reported.
            self.policy.vocabulary.events.entry(kind.name.canonical.clone()).or_insert(record);
        }
    }

    /// Which records count as evidence.
    pub(super) fn evidence(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::Event(declared) = item else { continue };
            let (Some(condition), Some(kind)) =
                (&declared.evidence, self.vocabulary_ref().events.get_index_of(&declared.name.name.node))
            else {
                continue;
            };
            let scene = super::expressions::Scene {
                hand: super::expressions::Hand::Event(kind),
                ..Default::default()
            };
            let condition = self.condition(condition, &scene);
            self.policy.evidence.insert(declared.name.name.node.clone(), condition);
        }
    }
}
