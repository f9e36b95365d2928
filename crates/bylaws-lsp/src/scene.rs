//! What a norm speaks of, and of what type the things are that it compares.

use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::log::{EventOrigin, EventType, Field, Name, Type};
use bylaws::syntax::Place;
use bylaws::syntax::ast::{File, Item, Norm, NormClause};

/// What something is that can be spoken of.
#[derive(Clone, Debug)]
pub(crate) enum Thing<'p> {
    /// A value.
    Of(Type),
    /// Whoever holds a post.
    Holder(&'p str),
    /// A record.
    Record(&'p EventType),
}

/// Whom a norm is about, and what sets it off.
pub(crate) struct Scene<'p> {
    policy: &'p CheckedPolicy,
    lang: Lang,
    /// What is spoken of with `the` / `该`.
    pub spoken_of: Vec<(String, Thing<'p>)>,
    /// The record that sets off a duty.
    pub trigger: Option<&'p EventType>,
}

/// The norm that a byte of a file is in.
pub(crate) fn norm_at(tree: &File, offset: usize) -> Option<&Norm> {
    let last = tree.items.iter().rfind(|item| (item.span.start as usize) < offset)?;
    if let Item::Norm(norm) = &last.node { Some(norm) } else { None }
}

impl<'p> Scene<'p> {
    pub(crate) fn of(policy: &'p CheckedPolicy, norm: Option<&Norm>, lang: Lang) -> Self {
        let mut scene = Self { policy, lang, spoken_of: Vec::new(), trigger: None };
        for clause in norm.into_iter().flat_map(|norm| &norm.clauses) {
            match &clause.node {
                NormClause::Each(bearer) => {
                    scene.speak_of(&bearer.kind.node, &bearer.kind.node);
                    if let Some(each) = &bearer.for_each {
                        let called = each.called.as_ref();
                        let called = called.map(|name| match &name.alias {
                            Some(alias) if alias.node.is_ascii() == (lang == Lang::En) => &alias.node,
                            _ => &name.name.node,
                        });
                        scene.speak_of(called.unwrap_or(&each.kind.node), &each.kind.node);
                    }
                }
                NormClause::When(selection) if selection.outcome.is_none() => {
                    scene.trigger =
                        policy.vocabulary.event_named(&selection.kind.node).map(|(_, event)| event);
                }
                _ => {}
            }
        }
        if let Some(event) = scene.trigger {
            scene.spoken_of.push((event.name.shown(lang).to_owned(), Thing::Record(event)));
        }
        scene
    }

    fn speak_of(&mut self, called: &str, kind: &str) {
        let vocabulary = &self.policy.vocabulary;
        let thing = if let Some(entity) = vocabulary.entity_named(kind) {
            Thing::Of(Type::Entity(entity.name.canonical.clone()))
        } else if let Some(role) = vocabulary.role_named(kind) {
            Thing::Holder(&role.name.canonical)
        } else if let Some(one) = vocabulary.enums.values().find(|one| one.name.answers_to(kind)) {
            Thing::Of(Type::Enum(one.name.canonical.clone()))
        } else {
            return;
        };
        self.spoken_of.push((called.to_owned(), thing));
    }

    /// A record, by any of its names.
    pub(crate) fn record(&self, name: &str) -> Option<&'p EventType> {
        self.policy.vocabulary.event_named(name).map(|(_, event)| event)
    }

    /// The fields of which one may speak at a place without saying whose.
    pub(crate) fn fields(&self, place: &Place) -> Vec<&'p Field> {
        let inner = place.within.first().map(String::as_str);
        if let Some(name) = inner {
            if let Some(event) = self.record(name) {
                return event.fields.values().collect();
            }
            if let Some(state) = self.policy.vocabulary.states.values().find(|one| one.name.answers_to(name))
            {
                return self
                    .record(&state.start)
                    .into_iter()
                    .flat_map(|event| event.fields.values())
                    .collect();
            }
            if self.policy.vocabulary.role_named(name).is_some() {
                return self
                    .record("role_start")
                    .into_iter()
                    .flat_map(|event| event.fields.values())
                    .collect();
            }
            return self.attributes(name);
        }
        let of_trigger = self.trigger.filter(|_| place.of_trigger);
        of_trigger.into_iter().flat_map(|event| event.fields.values()).collect()
    }

    fn attributes(&self, kind: &str) -> Vec<&'p Field> {
        let vocabulary = &self.policy.vocabulary;
        let Some(own) = vocabulary.entity_named(kind) else { return Vec::new() };
        let kinds = vocabulary.entities.values();
        let kinds = kinds.filter(|one| vocabulary.is_a(&own.name.canonical, &one.name.canonical));
        kinds.flat_map(|one| one.fields.values()).collect()
    }

    /// What may be said of a thing: names with their types.
    pub(crate) fn members(&self, thing: &Thing<'p>) -> Vec<(&'p Name, Option<Type>)> {
        let typed = |field: &'p Field| (&field.name, Some(field.ty.clone()));
        let vocabulary = &self.policy.vocabulary;
        match thing {
            Thing::Record(event) => event.fields.values().map(typed).collect(),
            Thing::Of(Type::Entity(kind)) => {
                let roles = vocabulary.roles.values().filter(|role| vocabulary.is_a(kind, &role.unit));
                let person = || Some(Type::Entity("person".to_owned()));
                let accounts = self.policy.accounts.values().filter(|one| vocabulary.is_a(kind, &one.of));
                let own = self.attributes(kind).into_iter().map(typed);
                own.chain(roles.map(|role| (&role.name, person())))
                    .chain(accounts.map(|account| (&account.name, Some(Type::Decimal))))
                    .collect()
            }
            Thing::Holder(role) => {
                let unit = vocabulary.roles.get(*role).and_then(|role| vocabulary.entities.get(&role.unit));
                let unit = unit.map(|unit| (&unit.name, Some(Type::Entity(unit.name.canonical.clone()))));
                unit.into_iter().chain(self.attributes("person").into_iter().map(typed)).collect()
            }
            Thing::Of(_) => Vec::new(),
        }
    }

    /// What an operand is, as it is written at a place; none where that cannot be told.
    pub(crate) fn thing(&self, written: &str, place: &Place) -> Option<Thing<'p>> {
        let mut parts = parts(written, self.lang).into_iter();
        let mut thing = self.first(parts.next()?, place)?;
        for part in parts {
            let name = bare(part);
            let known = self.members(&thing).into_iter().find(|(one, _)| one.answers_to(name));
            thing = Thing::Of(known?.1?);
        }
        Some(thing)
    }

    fn first(&self, part: &str, place: &Place) -> Option<Thing<'p>> {
        let definite = part.strip_prefix("该").or_else(|| part.strip_prefix("the "));
        let name = bare(definite.unwrap_or(part));
        if definite.is_some() {
            let known = self.spoken_of.iter().find(|(called, thing)| {
                called == name || matches!(thing, Thing::Record(event) if event.name.answers_to(name))
            });
            let around =
                || place.within.iter().find_map(|one| self.record(one).filter(|e| e.name.answers_to(name)));
            let moment = matches!(name, "时间" | "time" | "开始时间" | "start" | "结束时间" | "end");
            return match known {
                Some((_, thing)) => Some(thing.clone()),
                None if moment => Some(Thing::Of(Type::DateTime)),
                None => around().map(Thing::Record),
            };
        }
        if let Some(field) = self.fields(place).into_iter().find(|field| field.name.answers_to(name)) {
            return Some(Thing::Of(field.ty.clone()));
        }
        if let Some(parameter) = self.policy.parameters.values().find(|one| one.name.answers_to(name)) {
            return Some(Thing::Of(parameter.ty.clone()));
        }
        self.record(name).map(Thing::Record)
    }

    /// Everything of a known type that one may speak of at a place, as it is written, the nearest first.
    pub(crate) fn operands(&self, place: &Place) -> Vec<(String, Type)> {
        let mut all = Vec::new();
        let shown = |name: &Name| name.shown(self.lang).to_owned();
        let own = self.fields(place);
        let around = place.within.iter().skip(1).filter_map(|name| self.record(name));
        let around = around.map(|event| (shown(&event.name), Thing::Record(event)));
        let spoken_of: Vec<(String, Thing<'p>)> = self.spoken_of.iter().cloned().chain(around).collect();
        for (called, thing) in &spoken_of {
            match thing {
                Thing::Of(ty) => all.push((self.the(called), ty.clone())),
                Thing::Holder(_) => all.push((self.the(called), Type::Entity("person".to_owned()))),
                Thing::Record(_) => {}
            }
        }
        all.extend(own.into_iter().map(|field| (shown(&field.name), field.ty.clone())));
        for (called, thing) in &spoken_of {
            let members = self.members(thing).into_iter().filter_map(|(name, ty)| Some((name, ty?)));
            all.extend(members.map(|(name, ty)| (self.part(&self.the(called), name.shown(self.lang)), ty)));
        }
        let parameters = self.policy.parameters.values();
        all.extend(parameters.map(|parameter| (shown(&parameter.name), parameter.ty.clone())));
        all
    }

    /// `the x` / `该x`.
    pub(crate) fn the(&self, name: &str) -> String {
        match self.lang {
            Lang::Zh => format!("该{name}"),
            Lang::En => format!("the {name}"),
        }
    }

    fn part(&self, whose: &str, name: &str) -> String {
        match self.lang {
            Lang::Zh => format!("{whose}的{name}"),
            Lang::En => format!("{whose}.{name}"),
        }
    }

    /// Those who may answer for what a norm says, as they are written.
    pub(crate) fn answerable(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (called, thing) in &self.spoken_of {
            let the = self.the(called);
            if matches!(thing, Thing::Holder(_) | Thing::Of(Type::Entity(_))) {
                all.push(the.clone());
            }
            for (name, ty) in self.members(thing) {
                let Some(Type::Entity(kind)) = ty else { continue };
                let path = self.part(&the, name.shown(self.lang));
                let posts = self.members(&Thing::Of(Type::Entity(kind)));
                let posts = posts.into_iter().filter(|(name, _)| self.is_role(name));
                all.push(path.clone());
                all.extend(posts.map(|(name, _)| self.part(&path, name.shown(self.lang))));
            }
        }
        all
    }

    fn is_role(&self, name: &Name) -> bool {
        self.policy.vocabulary.roles.contains_key(&name.canonical)
    }

    /// Whether two things can be compared.
    pub(crate) fn comparable(&self, one: &Type, other: &Type) -> bool {
        let number = |ty: &Type| matches!(ty, Type::Integer | Type::Decimal);
        let day = |ty: &Type| matches!(ty, Type::Date | Type::DateTime);
        match (one, other) {
            (Type::Set(one), other) | (other, Type::Set(one)) => self.comparable(one, other),
            (Type::AnyEntity, Type::Entity(_)) | (Type::Entity(_), Type::AnyEntity) => true,
            (Type::Entity(a), Type::Entity(b)) => {
                self.policy.vocabulary.is_a(a, b) || self.policy.vocabulary.is_a(b, a)
            }
            _ => one == other || number(one) && number(other) || day(one) && day(other),
        }
    }

    /// The values that a type has a list of.
    pub(crate) fn values(&self, ty: &Type) -> Vec<&'p Name> {
        match ty {
            Type::Set(of) => self.values(of),
            Type::Enum(name) => {
                let one = self.policy.vocabulary.enums.get(name);
                one.into_iter().flat_map(|one| one.variants.values()).collect()
            }
            Type::Role => self.policy.vocabulary.roles.values().map(|role| &role.name).collect(),
            _ => Vec::new(),
        }
    }

    /// The values that a type has no others than, as they are written.
    pub(crate) fn written_values(&self, ty: &Type) -> Vec<String> {
        match (ty, self.lang) {
            (Type::Bool, Lang::Zh) => vec!["是".to_owned(), "否".to_owned()],
            (Type::Bool, Lang::En) => vec!["yes".to_owned(), "no".to_owned()],
            _ => self.values(ty).into_iter().map(|name| name.shown(self.lang).to_owned()).collect(),
        }
    }

    /// What there is to record of posts and of things that are no longer, which no package declares.
    pub(crate) fn built_in_records(&self) -> Vec<String> {
        let vocabulary = &self.policy.vocabulary;
        let is_one = |event: &&EventType| match event.origin {
            EventOrigin::RoleStart | EventOrigin::RoleEnd => !vocabulary.roles.is_empty(),
            EventOrigin::EntityEnd => !vocabulary.entities.is_empty(),
            _ => false,
        };
        vocabulary
            .events
            .values()
            .filter(is_one)
            .map(|event| event.name.shown(self.lang).to_owned())
            .collect()
    }

    /// Of what type something is that is written.
    pub(crate) fn type_of(&self, written: &str, place: &Place) -> Option<Type> {
        match self.thing(written, place)? {
            Thing::Of(ty) => Some(ty),
            Thing::Holder(_) => Some(Type::Entity("person".to_owned())),
            Thing::Record(_) => Some(Type::DateTime),
        }
    }
}

// A name without its quotation marks and what is said of it in brackets.
fn bare(part: &str) -> &str {
    let name = part.split(['（', '(']).next().unwrap_or(part).trim();
    name.trim_matches(['「', '」', '`'])
}

// 该学院的书记 is two parts; what stands in brackets belongs to its part.
fn parts(written: &str, lang: Lang) -> Vec<&str> {
    let (mut depth, mut start, mut all) = (0usize, 0, Vec::new());
    for (at, c) in written.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '的' if depth == 0 && lang == Lang::Zh => {
                all.extend(written.get(start..at));
                start = at + c.len_utf8();
            }
            '.' if depth == 0 && lang == Lang::En => {
                all.extend(written.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    all.extend(written.get(start..));
    all.retain(|part| !part.trim().is_empty());
    all.into_iter().map(str::trim).collect()
}
