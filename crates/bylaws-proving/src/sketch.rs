//! A log in the author's own terms: what a `test` block gives. Searches work on these, so that what they find
//! can be read, and accepted, as it is.

use crate::cases::Clauses;
use crate::literal;
use bylaws::check::CheckedPolicy;
use bylaws::eval::{Evaluation, Request, evaluate};
use bylaws::log::{EventLog, EventOrigin, EventType, Field, Type, Vocabulary};
use bylaws::scenario;
use bylaws::source::{Span, Spanned};
use bylaws::syntax::ast::{Expectation, Expr, ExprKind, Given, Ident, Test, TestClause};
use chrono::NaiveDate;

/// A log, what it covers and how it is looked at; all names canonical.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// Its records.
    pub facts: Vec<Given>,
    /// What it covers, where that is said.
    pub covers: Vec<(NaiveDate, NaiveDate, Vec<String>)>,
    /// Values of parameters.
    pub with: Vec<(String, Expr)>,
    /// The day as of whose end it is judged.
    pub as_of: NaiveDate,
    /// The day by whose end its records were known.
    pub known_at: Option<NaiveDate>,
}

pub(crate) fn unplaced<T>(node: T) -> Spanned<T> {
    Spanned::new(node, Span::default())
}

pub(crate) fn ident(word: impl Into<String>) -> Ident {
    unplaced(word.into())
}

/// The day of a record, if it is told to the day.
pub(crate) fn day_of(fact: &Given) -> Option<NaiveDate> {
    fact.at.node.get(..10).and_then(|day| day.parse().ok())
}

/// Puts a record on another day; the time of day stays.
pub(crate) fn put_on(fact: &mut Given, day: NaiveDate) {
    let rest = fact.at.node.get(10..).unwrap_or_default().to_owned();
    fact.at.node = format!("{day}{rest}");
}

impl Sketch {
    /// What a scenario gives; nothing if it says neither as of when nor what is covered.
    #[must_use]
    pub fn of(policy: &CheckedPolicy, test: &Test) -> Option<Self> {
        let mut out = Self {
            facts: Vec::new(),
            covers: Vec::new(),
            with: Vec::new(),
            as_of: NaiveDate::MIN,
            known_at: None,
        };
        for clause in &test.clauses {
            match &clause.node {
                TestClause::Given(records) => {
                    out.facts.extend(records.iter().map(|r| canonical(policy, &r.node)));
                }
                TestClause::Covers(from, until, kinds) => {
                    let kinds = kinds.iter().map(|k| kind_of(&policy.vocabulary, &k.node)).collect();
                    out.covers.push((from.node, until.node, kinds));
                }
                TestClause::AsOf(day) => out.as_of = day.node,
                TestClause::KnownAt(day) => out.known_at = Some(day.node),
                TestClause::With(list) => {
                    for (name, value) in list {
                        let parameter = policy.parameters.values().find(|p| p.name.answers_to(&name.node))?;
                        let value = canonical_value(policy, &parameter.ty, value);
                        out.with.retain(|(known, _)| *known != parameter.name.canonical);
                        out.with.push((parameter.name.canonical.clone(), value));
                    }
                }
                _ => {}
            }
        }
        if out.as_of == NaiveDate::MIN {
            out.as_of = out.covers.iter().map(|(_, until, _)| *until).max()?;
        }
        Some(out)
    }

    /// The `test` block that gives this and expects that.
    #[must_use]
    pub fn test(&self, title: &str, norm: &str, expected: Vec<Expectation>) -> Test {
        let mut clauses = Clauses::of(self).clauses();
        if !expected.is_empty() {
            clauses.push(TestClause::Expect(expected.into_iter().map(unplaced).collect()));
        }
        Test {
            title: unplaced(title.to_owned()),
            norms: vec![ident(norm)],
            clauses: clauses.into_iter().map(unplaced).collect(),
        }
    }

    /// The log, if all its records are sound.
    #[must_use]
    pub fn log(&self, policy: &CheckedPolicy) -> Option<(EventLog, Request)> {
        scenario::given(policy, &self.test("", "", Vec::new())).ok()
    }

    /// What comes of it.
    #[must_use]
    pub fn judged(&self, policy: &CheckedPolicy, norms: &[String]) -> Option<Evaluation> {
        let (log, request) = self.log(policy)?;
        Some(evaluate(policy, &log, &Request { norms: norms.to_vec(), ..request }))
    }

    /// The ids of its records.
    pub(crate) fn ids(&self) -> Vec<String> {
        scenario::ids(self.facts.iter())
    }

    /// Records in the order of their days, as one would tell them.
    pub(crate) fn sort(&mut self) {
        self.facts.sort_by(|a, b| a.at.node.cmp(&b.at.node));
    }

    /// How much there is to read in it.
    #[must_use]
    pub fn size(&self) -> usize {
        // A log that does not tell everything shows less than a record more.
        self.facts.len() + self.with.len() + 3 * self.covers.len() + usize::from(self.known_at.is_some())
    }
}

/// Whether a record must tell a field. Of an entity what must be told at all is told with its record.
pub(crate) fn must_tell(vocabulary: &Vocabulary, event: &EventType, field: &Field) -> bool {
    let of_entity = match &event.origin {
        EventOrigin::Entity(kind) => vocabulary.entity_field(kind, &field.name.canonical),
        _ => None,
    };
    !of_entity.unwrap_or(field).optional && field.from_role.is_none()
}

fn kind_of(vocabulary: &Vocabulary, word: &str) -> String {
    let events = vocabulary.events.values().map(|e| &e.name);
    let states = vocabulary.states.values().map(|s| &s.name);
    let roles = vocabulary.roles.values().map(|r| &r.name);
    let entities = vocabulary.entities.values().map(|e| &e.name);
    let mut all = events.chain(states).chain(roles).chain(entities);
    all.find(|name| name.answers_to(word)).map_or_else(|| word.to_owned(), |name| name.canonical.clone())
}

fn canonical(policy: &CheckedPolicy, given: &Given) -> Given {
    let mut given = given.clone();
    let Some((_, event)) = policy.vocabulary.event_named(&given.kind.node) else { return given };
    given.kind = ident(&event.name.canonical);
    for (name, value) in &mut given.fields {
        if let Some((key, field)) = event.field_index(&name.node).and_then(|i| event.fields.get_index(i)) {
            *name = ident(key);
            *value = canonical_value(policy, &field.ty, value);
        }
    }
    given
}

fn canonical_value(policy: &CheckedPolicy, ty: &Type, value: &Expr) -> Expr {
    let name = |word: &str| match ty {
        Type::Enum(name) => {
            let variants = policy.vocabulary.enums.get(name).map(|e| &e.variants);
            variants.and_then(|v| v.values().find(|v| v.answers_to(word))).map(|v| v.canonical.clone())
        }
        Type::Role => policy.vocabulary.role_named(word).map(|r| r.name.canonical.clone()),
        _ => None,
    };
    match (&value.kind, ty) {
        (ExprKind::List(parts), Type::Set(of)) => {
            let parts = parts.iter().map(|part| canonical_value(policy, of, part)).collect();
            literal::expr(ExprKind::List(parts))
        }
        (_, Type::Set(of)) => canonical_value(policy, of, value),
        (ExprKind::Name(word), _) => {
            name(word).map_or_else(|| value.clone(), |w| literal::expr(ExprKind::Name(w)))
        }
        _ => value.clone(),
    }
}
