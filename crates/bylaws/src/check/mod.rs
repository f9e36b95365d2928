//! Stage 2, syntax tree → checked policy: names, types, calendars, norms, clause coverage.
//!
//! All files of a package are checked together; the order of items and files never matters.

mod accounts;
mod amendments;
mod calendar;
mod clauses;
mod contradiction;
mod deem;
mod deemed_twice;
mod duplicates;
mod expected;
mod expressions;
mod few_verdicts;
mod frames;
mod given;
mod idle;
mod instants;
mod norms;
pub mod policy;
mod private;
mod read_short;
mod rosters;
mod scenarios;
mod slips;
mod tables;
mod types;
mod unknown;
mod unneeded;
mod vocabulary;
mod working_days;

pub use contradiction::no_record_meets;
pub use given::ids;
pub(crate) use given::{Refused, log_given, raw_value};
pub use policy::CheckedPolicy;

use crate::diagnostic::{Arg, Diagnostic, Lang, Message, Severity};
use crate::limits;
use crate::log::{Name, Shapes, TimeZone, Unit, Vocabulary};
use crate::source::Span;
use crate::syntax::ast::{self, File, Item, PolicyAttribute};
use crate::syntax::time_zone_meant;
use amendments::Amending;
use indexmap::IndexMap;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What checking gives.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The policy; usable only if no diagnostic is an error.
    pub policy: CheckedPolicy,
    /// Norms that lack what they ask for, or when, or of which that cannot be read: the policy is without them.
    pub unread: Vec<Name>,
    /// The problems, by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether the policy may be used.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.diagnostics.iter().all(|d| d.severity < Severity::Error)
    }

    /// How many norms the package states, whether or not they can be read whole.
    #[must_use]
    pub fn norms_stated(&self) -> usize {
        self.policy.norms.len() + self.unread.len()
    }
}

/// Checks all files of a package.
#[must_use]
pub fn check(files: &[File]) -> Checked {
    let mut checker = Checker { files, ..Checker::default() };
    let items: Vec<(&Item, Span)> =
        files.iter().flat_map(|f| f.items.iter()).map(|i| (&i.node, i.span)).collect();
    if let Some((_, span)) = items.get(limits::ITEMS) {
        checker.report(Diagnostic::error("B0215", *span).with("limit", limits::ITEMS));
        return checker.found();
    }
    checker.amending = Amending::layers_of(files);
    checker.about_the_regulation(&items);
    checker.amendments(&items);
    checker.duplicates(&items);
    checker.vocabulary(&items);
    checker.calendar(&items);
    checker.parameters(&items);
    checker.definitions(&items);
    checker.tables(&items);
    checker.evidence(&items);
    checker.accounts(&items);
    checker.name_norms(&items);
    checker.deems(&items);
    checker.norms(&items);
    checker.private_numbers();
    checker.entangled();
    checker.more_verdicts_than_there_are();
    checker.refused_readings();
    checker.nothing_to_straddle(&items);
    checker.working_days_without_holidays();
    checker.unused_regions();
    checker.unused_definitions();
    checker.cycles(&items);
    checker.clauses(&items);
    checker.tests(&items);
    checker.rosters();
    checker.idle_parts();
    checker.unneeded_parts();
    let lost: Vec<&str> = files.iter().flat_map(|file| &file.lost).map(String::as_str).collect();
    let untyped = std::mem::take(&mut checker.untyped);
    checker.diagnostics.retain(|problem| !follows(problem, &lost, &untyped));
    checker.diagnostics.sort_by_key(|d| d.span);
    checker.diagnostics.dedup();
    checker.diagnostics.iter_mut().for_each(|problem| problem.written = written_in(files, problem.span));
    checker.found()
}

/// Problems of names that are not known.
const UNKNOWN: [&str; 17] = [
    "B0201", "B0207", "B0208", "B0209", "B0210", "B0211", "B0217", "B0231", "B0406", "B0602", "B0603",
    "B0604", "B0801", "B0802", "B0803", "B0804", "B0811",
];

/// Whether a name that is not known stands in what could not be read, where its declaration may have been, or is
/// declared with a type that nobody knows.
fn follows(problem: &Diagnostic, lost: &[&str], untyped: &[Name]) -> bool {
    // A field, or a value, of what a test gives may stand in what could not be read.
    if let ("L0102" | "L0104" | "L0105", false) = (problem.code(), lost.is_empty()) {
        return true;
    }
    let is_of_calendar =
        |lost: &&str| ["日历", "calendar"].iter().any(|head| lost.trim_start().starts_with(head));
    if ["B0504", "B0505", "B0510", "B0514"].contains(&problem.code()) && lost.iter().any(is_of_calendar) {
        return true;
    }
    // The time zone may stand in a line of the policy that could not be read.
    let is_zone = |lost: &&str| ["时区", "time zone"].iter().any(|head| lost.contains(head));
    if problem.code() == "B0515" && lost.iter().any(is_zone) {
        return true;
    }
    let name = problem.message.args.iter().find(|(name, _)| matches!(*name, "name" | "clause"));
    let (true, Some((_, Arg::Plain(name)))) = (UNKNOWN.contains(&problem.code()), name) else { return false };
    // That the type is not known is the root itself: 班级：班级 has the name of its own field.
    if problem.code() != "B0231" && untyped.iter().any(|declared| declared.answers_to(name)) {
        return true;
    }
    let is_there = |part: &str| lost.iter().any(|lost| !part.is_empty() && lost.contains(part));
    // A clause may be cited where it cannot be read which one is.
    let cites = |lost: &&str| ["依据", "cites"].iter().any(|head| lost.trim_start().starts_with(head));
    if problem.code() == "B0602" && lost.iter().any(cites) {
        return true;
    }
    is_there(name) || problem.code() == "B0603" && name.rsplit('.').next().is_some_and(is_there)
}

/// The language of the declaration that a place lies in.
#[must_use]
pub fn written_in(files: &[File], place: Span) -> Option<Lang> {
    let is_of = |file: &&File| file.items.first().is_some_and(|item| item.span.file == place.file);
    let file = files.iter().find(is_of)?;
    let within = |other: &Span| (other.start..other.end).contains(&place.start);
    Some(match (file.lang, file.others.iter().any(within)) {
        (Lang::Zh, false) | (Lang::En, true) => Lang::Zh,
        (Lang::En, false) | (Lang::Zh, true) => Lang::En,
    })
}

/// The policy in the making.
#[derive(Default)]
struct Checker<'a> {
    files: &'a [File],
    policy: CheckedPolicy,
    unread: Vec<Name>,
    diagnostics: Vec<Diagnostic>,
    amending: Amending,
    definitions: IndexMap<String, (Name, &'a ast::Define)>,
    /// What is declared with a type that nobody knows: that it is not known elsewhere follows from that.
    untyped: Vec<Name>,
    /// The names of all roles, before what they are is known.
    role_names: Vec<Name>,
    /// Canonical names of those that something uses.
    definitions_used: BTreeSet<String>,
    /// Norms by canonical name, for what their verdicts give rise to.
    norm_items: IndexMap<String, (Name, &'a ast::Norm)>,
    /// For whom each calendar is that is not for all, as written.
    regions: Vec<&'a ast::Expr>,
    /// Whether any norm asks for one of them.
    regions_used: bool,
    /// Where working days are first counted.
    working_days: Option<(Span, Unit)>,
    /// Where it is first asked whether a day is a holiday.
    holidays_asked: Option<Span>,
    /// What the names in records stand for, once something that a scenario gives is read.
    shapes: OnceCell<Arc<Shapes>>,
    /// Parts of definitions that were written out where they are used, so far.
    expanded: usize,
}

impl<'a> Checker<'a> {
    fn found(self) -> Checked {
        Checked { policy: self.policy, unread: self.unread, diagnostics: self.diagnostics }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn vocabulary_ref(&self) -> &Vocabulary {
        &self.policy.vocabulary
    }

    fn about_the_regulation(&mut self, items: &[(&'a Item, Span)]) {
        let mut seen = BTreeSet::new();
        let deepest = self.amending.deepest();
        for (item, span) in items {
            let Item::Policy(policy) = item else { continue };
            let layer = self.amending.layer(*span);
            if !seen.insert(layer) {
                self.report(Diagnostic::error("B0203", *span).with("name", &policy.name.name.node));
            }
            self.amends_once(policy);
            // An amended regulation keeps its name, its number and its first day.
            if layer < deepest {
                continue;
            }
            self.policy.name = name(&policy.name);
            self.policy.title =
                policy.title.as_ref().map_or_else(|| self.policy.name.canonical.clone(), |t| t.node.clone());
            let mut kinds = Vec::new();
            for attribute in &policy.attributes {
                let kind = std::mem::discriminant(&attribute.node);
                if kinds.contains(&kind) && !matches!(attribute.node, PolicyAttribute::Repeals(_)) {
                    self.report(Diagnostic::error("B0402", attribute.span));
                }
                kinds.push(kind);
                self.policy_attribute(&attribute.node, attribute.span);
            }
            self.in_what_time_zone(policy);
        }
        if let (Some(from), Some(until)) = (self.policy.in_force_from, self.policy.in_force_until)
            && until < from
        {
            let span =
                items.iter().find(|(i, _)| matches!(i, Item::Policy(_))).map(|(_, s)| *s).unwrap_or_default();
            self.report(Diagnostic::error("B0501", span));
        }
    }

    // Times with their distance from UTC would fall on days that nobody there calls so. Amendments leave the zone as it
    // is; what has neither number nor issuer is a sketch.
    fn in_what_time_zone(&mut self, policy: &ast::Policy) {
        let has = |is: &dyn Fn(&PolicyAttribute) -> bool| policy.attributes.iter().any(|one| is(&one.node));
        let is_issued = has(&|one| matches!(one, PolicyAttribute::Number(_) | PolicyAttribute::Issuer(_)));
        let is_told = has(&|one| matches!(one, PolicyAttribute::TimeZone(_) | PolicyAttribute::Amends(_)));
        if is_issued && !is_told {
            self.report(Diagnostic::warning("B0515", policy.name.place()));
        }
    }

    fn policy_attribute(&mut self, attribute: &PolicyAttribute, span: Span) {
        match attribute {
            PolicyAttribute::Number(text) => self.policy.number = Some(text.clone()),
            PolicyAttribute::Issuer(text) => self.policy.issuer = Some(text.clone()),
            PolicyAttribute::Issued(day) => self.policy.issued = Some(*day),
            PolicyAttribute::InForceFrom(day) => self.policy.in_force_from = Some(*day),
            PolicyAttribute::InForceUntil(day) => self.policy.in_force_until = Some(*day),
            // Seen to by the amendments that they make up.
            PolicyAttribute::Amends(_) | PolicyAttribute::Repeals(_) => {}
            PolicyAttribute::TimeZone(text) => match TimeZone::named(text) {
                Some(zone) => self.policy.zone = zone,
                None => {
                    let problem = Diagnostic::error("B0204", span).with("name", text);
                    self.report(match time_zone_meant(text) {
                        Some(zone) => problem.help(Message::new("help.write").with("words", zone)),
                        None => problem,
                    });
                }
            },
        }
    }

    fn parameters(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::Parameter(parameter) = item else { continue };
            let name = name(&parameter.name);
            let Some(ty) = self.type_of(&parameter.ty.node, parameter.ty.span) else {
                self.untyped.push(name);
                continue;
            };
            let default = parameter.default.as_ref().and_then(|d| self.constant(d, &ty));
            let note = parameter.note.as_ref().map(|n| n.node.clone());
            let key = name.canonical.clone();
            self.policy.parameters.insert(key, policy::Parameter { name, ty, default, note });
        }
    }

    fn definitions(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::Define(define) = item else { continue };
            let name = name(&define.name);
            let key = name.canonical.clone();
            self.definitions.insert(key, (name, define));
        }
    }
}

/// A declared name as all later phases know it.
fn name(decl: &ast::NameDecl) -> Name {
    Name {
        canonical: decl.name.node.clone(),
        alias: decl.alias.as_ref().map(|a| a.node.clone()),
        also: decl.also.iter().map(|a| a.node.clone()).collect(),
    }
}
