//! What a scenario may go on with that is no name of the vocabulary: the windows of the norm that it is about, and the
//! records that it gives.

use super::Here;
use super::offer::{Offer, plain};
use crate::index::Kind;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{BearerKind, From, Norm, Time};
use bylaws::diagnostic::Lang;
use bylaws::log::Type;
use bylaws::plan::periods;
use bylaws::source::FileId;
use bylaws::syntax::ast::{Expr, ExprKind, Given, Ident, Item, Test, TestClause};
use bylaws::syntax::{Place, parse};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// So many windows are offered at most.
const WINDOWS: usize = 40;

impl Here<'_> {
    pub(super) fn in_scenarios(&mut self) {
        if !matches!(self.cursor.head, "应得" | "expect") || !self.cursor.is_clause {
            return;
        }
        let Some(test) = self.test() else { return };
        let line = self.before.rsplit('\n').next().unwrap_or("").trim_start();
        let line = line.strip_prefix("应得").or(line.strip_prefix("expect")).unwrap_or(line);
        let line = line.trim_start_matches(['：', ':']).trim_start();
        if line.contains(['：', ':']) {
            return;
        }
        // The text behind which the words of the window come.
        let (comma, begun) = match self.lang {
            Lang::Zh => match line.rsplit_once(['，', ',']) {
                Some((_, begun)) => ("", begun),
                None if line.is_empty() => return,
                None => ("，", ""),
            },
            Lang::En if line.is_empty() => return,
            Lang::En => ("", line.rsplit(' ').next().unwrap_or("")),
        };
        let begun = begun.len();
        let labels = self.windows(&test);
        let records = self.records(&test);
        let all =
            labels.iter().map(|label| self.window(label)).chain(records.iter().map(|id| self.record(id)));
        let offers = all.map(|words| Offer { item: plain(&format!("{comma}{words}")), begun });
        let offers: Vec<Offer> = offers.collect();
        self.found.extend(offers);
    }

    // The test without the line that is being written, or without its clause, which would hide the others.
    fn test(&self) -> Option<Test> {
        let begun = self.cursor.unfinished.rsplit_once('\n').map_or("", |(lines, _)| lines);
        let parsed = |whole: &str| {
            let first = parse(FileId::default(), whole).file.items.into_iter().next()?;
            if let Item::Test(test) = first.node { Some(*test) } else { None }
        };
        let above = self.cursor.above;
        parsed(&format!("{above}{begun}\n}}")).or_else(|| parsed(&format!("{above}\n}}")))
    }

    // Whom a duty is expected of: things of the kind that a norm binds, else the records that set it off.
    pub(super) fn expected(&mut self, place: &Place) {
        let policy = &self.project.checked.policy;
        let Some(test) = self.test() else { return };
        let (mut things, mut ids) = (Vec::new(), Vec::new());
        for norm in norms_of(policy, &test) {
            match &norm.bearer {
                Some(bearer) => {
                    let kind = match &bearer.kind {
                        BearerKind::Entity(kind) => kind.as_str(),
                        BearerKind::Role(_) | BearerKind::Holding(_) => "person",
                    };
                    things.extend(self.objects(&Type::Entity(kind.to_owned())));
                }
                None => ids = self.records(&test),
            }
        }
        self.called(things, Kind::Entity, place);
        self.called(ids, Kind::Event, place);
    }

    /// The things of a type that the test names, in the order in which it does.
    pub(super) fn objects(&self, ty: &Type) -> Vec<String> {
        let mut all = Vec::new();
        let Some(test) = self.test().filter(|_| self.cursor.is_clause) else { return all };
        for given in test.given() {
            let Some(event) = self.scene.record(&given.node.kind.node) else { continue };
            for (name, value) in &given.node.fields {
                let field = event.fields.values().find(|field| field.name.answers_to(&name.node));
                if field.is_some_and(|field| self.scene.comparable(&field.ty, ty) && names_things(&field.ty))
                {
                    all.extend(named_in(value, self.lang));
                }
            }
        }
        let mut seen = BTreeSet::new();
        all.retain(|one| seen.insert(one.clone()));
        all
    }

    /// The ids of all records that the test gives.
    pub(super) fn record_ids(&self) -> Vec<String> {
        self.test().iter().flat_map(|test| test.given().filter_map(|given| id_of(&given.node))).collect()
    }

    fn window(&self, label: &str) -> String {
        match self.lang {
            Lang::Zh => format!("“{label}”"),
            Lang::En => format!("in \"{label}\""),
        }
    }

    fn record(&self, id: &str) -> String {
        match self.lang {
            Lang::Zh => format!("针对{id}"),
            Lang::En => format!("for {id}"),
        }
    }

    // The windows of the norms that a test is about, within the days that it speaks of.
    fn windows(&self, test: &Test) -> Vec<String> {
        let policy = &self.project.checked.policy;
        let days = days_of(test);
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Vec::new() };
        let mut labels: Vec<String> = Vec::new();
        for norm in norms_of(policy, test) {
            let Time::Every { count, unit, from } = norm.time else { continue };
            let reading = norm.reading_of_windows();
            let all = periods(&policy.calendar, &reading, (count, unit, from), (*first, *last));
            labels.extend(all.iter().take(WINDOWS).map(|period| period.label.shown(self.lang).to_owned()));
        }
        labels
    }

    // The records that may set off a duty, by their ids.
    fn records(&self, test: &Test) -> Vec<String> {
        let policy = &self.project.checked.policy;
        let triggers: Vec<&str> = norms_of(policy, test)
            .filter_map(|norm| norm.trigger.as_ref())
            .filter_map(|trigger| match trigger.from {
                From::Event(kind) => policy.vocabulary.events.get_index(kind),
                _ => None,
            })
            .map(|(name, _)| name.as_str())
            .collect();
        let is_trigger = |name: &str| {
            let event = policy.vocabulary.event_named(name).map(|(_, event)| event.name.canonical.as_str());
            event.is_some_and(|event| triggers.contains(&event))
        };
        let given = test.given().filter(|given| is_trigger(&given.node.kind.node));
        given.filter_map(|given| id_of(&given.node)).collect()
    }
}

// The norms that a test is about.
fn norms_of<'p>(policy: &'p CheckedPolicy, test: &Test) -> impl Iterator<Item = &'p Norm> {
    let named = |name: &Ident| policy.norms.values().find(|norm| norm.name.answers_to(&name.node));
    test.norms.iter().filter_map(named).collect::<Vec<_>>().into_iter()
}

fn id_of(given: &Given) -> Option<String> {
    let (_, id) = given.fields.iter().find(|(name, _)| matches!(name.node.as_str(), "编号" | "id"))?;
    match &id.kind {
        ExprKind::Name(id) | ExprKind::Text(id) => Some(id.clone()),
        _ => None,
    }
}

fn names_things(ty: &Type) -> bool {
    match ty {
        Type::Set(of) => names_things(of),
        other => matches!(other, Type::Entity(_) | Type::AnyEntity),
    }
}

// Things as they are written: by a name, or by a text in its quotation marks.
fn named_in(value: &Expr, lang: Lang) -> Vec<String> {
    match (&value.kind, lang) {
        (ExprKind::Name(id), _) => vec![id.clone()],
        (ExprKind::Text(id), Lang::Zh) => vec![format!("“{id}”")],
        (ExprKind::Text(id), Lang::En) => vec![format!("\"{id}\"")],
        (ExprKind::List(parts), _) => parts.iter().flat_map(|part| named_in(part, lang)).collect(),
        _ => Vec::new(),
    }
}

// The days that are written in a test.
fn days_of(test: &Test) -> Vec<NaiveDate> {
    let given = test.given().map(|given| given.node.at.node.as_str());
    let given = given.filter_map(|at| NaiveDate::parse_from_str(at.get(..10)?, "%Y-%m-%d").ok());
    let others = test.clauses.iter().filter_map(|clause| match &clause.node {
        TestClause::AsOf(day) => Some(day.node),
        _ => None,
    });
    given.chain(others).collect()
}
