//! Which version of each norm is in force when: a package may amend another one, which may amend a third.
//!
//! A norm of the amending package takes the place of the one that it is called like, or that it `replaces`, from the
//! first day in force of the amending package on; one that it repeals ends with the day before; everything else goes
//! on. So an amendment is nothing but versions of norms, as an author could have written them with `in force`.

use super::{Checker, name};
use crate::check::policy::{self, Amended, Amendment, Norm, Straddling, Time};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::Name;
use crate::plan;
use crate::source::Span;
use crate::syntax::ast::{self, Choice, File, Item, NormClause, PolicyAttribute};
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

/// What amendments make of the norms of a package and of those that it amends.
#[derive(Default)]
pub(super) struct Amending {
    /// By the place of its name, what became of each norm that an amendment brought or ended.
    versions: HashMap<Span, Version>,
    /// The layers that have a clause of an id, the last amendment first.
    clauses: HashMap<String, Vec<usize>>,
    /// How many amendments lie above each file.
    layers: HashMap<crate::source::FileId, usize>,
    /// Days of which it was asked which law windows follow that hold them.
    asked: BTreeSet<NaiveDate>,
    /// Of each layer but the deepest, the amendment that it is.
    laws: Vec<Law>,
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
    pub told_until: Option<NaiveDate>,
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

/// A norm as written, with the layer that it stands in.
#[derive(Clone, Copy)]
struct Written<'a> {
    norm: &'a ast::Norm,
    layer: usize,
    /// The one that it takes the place of, or whose name it brings back.
    before: Option<usize>,
    /// The one that takes its place, or brings back its name.
    after: Option<usize>,
    /// The layer that repealed it.
    repealed: Option<usize>,
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

impl Version {
    // What the version is called, to tell it from others.
    fn called(&self) -> Option<Name> {
        let own = self.name.as_ref()?;
        Some(self.told_until.map_or_else(|| own.clone(), |day| until(own, day)))
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
        self.versions.get(&name).is_some_and(|version| version.told_until.is_some())
    }

    /// A name of a norm, or of the one that took its place under another name.
    pub(super) fn current(&self, norm: &ast::Ident) -> ast::Ident {
        let mut versions = self.versions.values();
        let earlier = versions.find(|version| {
            version.told_until.is_none()
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
        layer.map_or_else(|| id.to_owned(), |layer| self.clause_of(id, *layer))
    }

    /// The id of a clause that a layer has: where a later one says it anew, with its last day.
    pub(super) fn clause_of(&self, id: &str, layer: usize) -> String {
        let layers = self.clauses.get(id).map(Vec::as_slice).unwrap_or_default();
        let anew = layers.iter().rfind(|other| **other < layer);
        match anew.and_then(|anew| self.day_before(*anew)) {
            Some(day) => told_until(id, day),
            None => id.to_owned(),
        }
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
            let law = self.law(items, layer, deepest);
            self.amending.laws.extend(law);
        }
        for (item, span) in items {
            let Item::Source(source) = item else { continue };
            for clause in &source.clauses {
                let id = format!("{}.{}", source.article.node, clause.node.id.node);
                let layers = self.amending.clauses.entry(id).or_default();
                layers.push(self.amending.layers.get(&span.file).copied().unwrap_or(0));
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

    /// Makes of a norm what its amendments make of it, and asks which law windows follow that hold their days.
    pub(super) fn amended(&mut self, norm: &mut Norm, declared: &Version) {
        let at = norm.span;
        let (own_from, own_until) = norm.in_force;
        norm.in_force = (latest(own_from, declared.from), earliest(own_until, declared.until));
        norm.amended = declared.amended.clone();
        if let Some(name) = declared.called() {
            norm.name = name;
        }
        let (first, last) = &mut norm.reading.straddling;
        let Amended { by, ended, .. } = declared.amended;
        let ends = [
            (declared.from, declared.at_first, first, by),
            (until_after(declared), declared.at_last, last, ended),
        ];
        let mut open = Vec::new();
        for (day, choice, reading, law) in ends {
            match (day, choice) {
                (_, Some(choice)) => *reading = choice,
                (Some(day), None) => open.push((day, law)),
                (None, None) => {}
            }
        }
        self.can_be_so_read(norm, at);
        for (day, law) in open {
            let is_first = Some(day) == declared.from;
            if (is_first && begins_with_its_law(norm)) || !self.straddles(norm, (day, day)) {
                continue;
            }
            if self.amending.asked.insert(day) {
                let problem = Diagnostic::error("B0221", self.said_at(law, norm)).with("day", day);
                self.report_of(problem, norm);
            }
        }
        self.follow_one_rule(norm, declared);
    }

    // A window that holds the days of two amendments would be judged twice, or not at all, were the rules unequal.
    fn follow_one_rule(&mut self, norm: &Norm, declared: &Version) {
        let whole = |how| match how {
            Straddling::Cut if norm.is_due_on_a_day() => Straddling::ByEnd,
            how => how,
        };
        let first = declared.from.zip(declared.at_first);
        let last = until_after(declared).zip(declared.at_last);
        let back = declared.brings_back;
        for (one, other, law) in [(back, first, declared.amended.by), (first, last, declared.amended.ended)] {
            let (Some((first, before)), Some((last, after))) = (one, other) else { continue };
            let is_one = whole(before) == whole(after) || begins_with_its_law(norm);
            if norm.trigger.is_none() && !is_one && self.straddles(norm, (first, last)) {
                let problem = Diagnostic::error("B0226", self.said_at(law, norm));
                self.report_of(problem.with("first", first).with("last", last), norm);
            }
        }
    }

    fn said_at(&self, law: Option<usize>, norm: &Norm) -> Span {
        let law = self.amending.laws.iter().find(|one| Some(one.position) == law);
        law.map_or(norm.span, |law| law.span)
    }

    fn report_of(&mut self, problem: Diagnostic, norm: &Norm) {
        let problem = problem.with_arg("name", norm.name.both());
        self.report(problem.label(norm.span, Message::new("label.amended")));
    }

    // A limit that a record starts has no end of its own before it is over, and a window that events name by its label
    // has no days of its own to be cut.
    fn can_be_so_read(&mut self, norm: &Norm, at: Span) {
        let (from, until) = norm.in_force;
        let (first, last) = norm.reading.straddling;
        let ends = [from.map(|_| first), until.map(|_| last)];
        let any = |how| ends.contains(&Some(how)) && norm.may_straddle();
        if any(Straddling::ByEnd) && norm.trigger.is_some() {
            self.report(Diagnostic::error("B0223", at).with_arg("name", norm.name.both()));
        }
        let by_label =
            matches!(norm.reading.year, ast::YearRule::Label { .. }) && norm.rests_on(policy::Choice::Year);
        if any(Straddling::Cut) && by_label {
            self.report(Diagnostic::error("B0224", at).with_arg("name", norm.name.both()));
        }
    }

    // Whether a window, or a limit, may hold two days, or one, and begin before them.
    fn straddles(&self, norm: &Norm, (first, day): (NaiveDate, NaiveDate)) -> bool {
        let Some(before) = first.pred_opt().filter(|_| norm.may_straddle()) else { return false };
        let holds = |period: &plan::Period| period.first < first && day <= period.last;
        let own = norm.calendars.iter().filter_map(|(index, _)| self.policy.regional.get(*index));
        let mut calendars = own.map(|one| &one.calendar).chain([&self.policy.calendar]);
        let reading = norm.reading_of_windows();
        match norm.time {
            _ if norm.trigger.is_some() => true,
            Time::By(last) => day <= last,
            Time::Every { count, unit, from } => {
                let spec = (count, unit, from);
                calendars.any(|c| plan::periods(c, &reading, spec, (before, day)).iter().any(holds))
            }
            Time::AtTheEndOfEvery(unit) => {
                let spec = (1, unit, None);
                calendars.any(|c| plan::periods(c, &reading, spec, (before, day)).iter().any(holds))
            }
            Time::ByDateEveryYear { month, day: of_month } => {
                plan::up_to_a_date(&reading, (month, of_month), (before, day)).iter().any(holds)
            }
            _ => true,
        }
    }

    // The amendment that a layer is; its `amends` is there, for else there would be no layer beneath it.
    fn law(&mut self, items: &[(&'a Item, Span)], layer: usize, deepest: usize) -> Option<Law> {
        let own: Vec<&'a Item> = self.amending.of_layer(items, layer).collect();
        let amends = |policy: &ast::Policy| {
            policy.attributes.iter().any(|a| matches!(a.node, PolicyAttribute::Amends(_)))
        };
        let policy = own.iter().find_map(|item| match item {
            Item::Policy(policy) if amends(policy) => Some(policy),
            _ => None,
        })?;
        let (mut from, mut until, mut amends, mut zone) = (None, None, policy.name.name.span, None);
        let (mut number, mut issuer) = (None, None);
        for attribute in &policy.attributes {
            match &attribute.node {
                PolicyAttribute::InForceFrom(day) => from = Some((*day, attribute.span)),
                PolicyAttribute::InForceUntil(_) => until = Some(attribute.span),
                PolicyAttribute::TimeZone(_) => zone = Some(attribute.span),
                PolicyAttribute::Amends(_) => amends = attribute.span,
                PolicyAttribute::Number(text) => number = Some(text.clone()),
                PolicyAttribute::Issuer(text) => issuer = Some(text.clone()),
                _ => {}
            }
        }
        for span in until.into_iter().chain(zone) {
            self.report(Diagnostic::error("B0222", span));
        }
        if from.is_none() {
            self.report(Diagnostic::error("B0218", amends));
        }
        // What is replaced is none the less not declared twice.
        let (from, span) = from.unwrap_or((NaiveDate::MAX, amends));
        let called = name(&policy.name);
        let title = policy.title.as_ref().map_or_else(|| called.canonical.clone(), |t| t.node.clone());
        self.policy.amendments.insert(0, Amendment { name: called, title, number, issuer, from });
        let readings = own.iter().filter_map(|item| match item {
            Item::Interpretation(readings) => Some(readings),
            _ => None,
        });
        let straddling = readings.flatten().find_map(straddling);
        Some(Law { from, span, position: deepest - 1 - layer, straddling })
    }

    // Each amendment is in force from no earlier than what it amends.
    fn in_order(&mut self) {
        let mut problems = Vec::new();
        let beneath = |layer: usize| match self.amending.laws.get(layer + 1) {
            Some(law) => Some((law.from, Some(law.span))),
            None => self.policy.in_force_from.map(|from| (from, None)),
        };
        for (layer, law) in self.amending.laws.iter().enumerate() {
            if let Some((before, at)) = beneath(layer).filter(|(before, _)| law.from < *before) {
                let problem =
                    Diagnostic::error("B0219", law.span).with("day", law.from).with("before", before);
                problems.push(match at {
                    Some(at) => problem.label(at, Message::new("label.declared")),
                    None => problem,
                });
            }
        }
        self.diagnostics.extend(problems);
    }

    fn versions(&mut self, items: &[(&'a Item, Span)], deepest: usize) {
        let mut all: Vec<Written<'a>> = Vec::new();
        for layer in (0..=deepest).rev() {
            let own: Vec<&'a Item> = self.amending.of_layer(items, layer).collect();
            let own_norms = own.iter().filter_map(|item| match item {
                Item::Norm(norm) => Some(&**norm),
                _ => None,
            });
            // Within one layer nothing replaces anything.
            let older = all.len();
            for norm in own_norms {
                let before = self.replaced(norm, all.get(..older).unwrap_or_default(), layer);
                let from = self.begin(norm, layer, deepest);
                let index = all.len();
                if let (Some(before), Some(from)) = (before, from) {
                    if all.get(before).is_some_and(|one| one.repealed.is_none()) {
                        self.end(&all, before, Ending { layer, at: norm.name.name.span, from });
                    }
                    if let Some(one) = all.get_mut(before) {
                        one.after = Some(index);
                    }
                }
                all.push(Written { norm, layer, before, after: None, repealed: None });
            }
            self.repeals(&own, layer, &mut all);
        }
        self.name_versions(&all);
    }

    // The norm of older layers that one takes the place of: by `replaces`, or by its name, which may have been repealed.
    fn replaced(&mut self, norm: &ast::Norm, older: &[Written<'a>], layer: usize) -> Option<usize> {
        let explicit = norm.clauses.iter().find_map(|clause| match &clause.node {
            NormClause::Replaces(name) => Some(name),
            _ => None,
        });
        if let Some(word) = explicit {
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
            self.report(problem.label(one.norm.name.name.span, Message::new("label.amended")));
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
        self.amending.versions.insert(norm.name.name.span, version);
        Some(from)
    }

    // Ends a norm with the day before.
    fn end(&mut self, all: &[Written<'a>], index: usize, Ending { layer, at, from }: Ending) {
        let Some(one) = all.get(index) else { return };
        let span = one.norm.name.name.span;
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
            // Those of older layers stand first.
            let Some(index) = self.named_of(&older, word, layer) else { continue };
            let Some(from) = self.amending.laws.get(layer).map(|law| law.from) else { continue };
            self.end(all, index, Ending { layer, at: word.span, from });
            if let Some(one) = all.get_mut(index) {
                one.repealed = Some(layer);
                if let Some(version) = self.amending.versions.get_mut(&one.norm.name.name.span) {
                    version.amended.repealed = true;
                }
            }
        }
    }

    // The version in force last keeps the name; an earlier one says until when it was in force.
    fn name_versions(&mut self, all: &[Written<'a>]) {
        for (index, one) in all.iter().enumerate() {
            let span = one.norm.name.name.span;
            let last = later(all, index).last().unwrap_or(index);
            let own = full_name(all, index);
            let Some(version) = self.amending.versions.get_mut(&span) else { continue };
            let current = full_name(all, last);
            if last != index {
                version.amended.current = Some(current.canonical.clone());
            }
            // What is replaced takes the choice of the one that replaces it; what is repealed has that of its repeal.
            let newer = one
                .after
                .filter(|_| one.repealed.is_none())
                .and_then(|after| all.get(after))
                .map(|after| after.norm.name.name.span);
            let is_taken = later(all, index).any(|later| full_name(all, later).canonical == own.canonical);
            version.told_until = version.until.filter(|_| is_taken);
            version.name = Some(own);
            let newer = newer.and_then(|newer| self.amending.versions.get(&newer));
            let chosen = newer.filter(|newer| newer.amended.by.is_some()).and_then(|newer| newer.at_first);
            if let (Some(chosen), Some(version)) = (chosen, self.amending.versions.get_mut(&span)) {
                version.at_last = Some(chosen);
            }
        }
        for one in all {
            let Some(before) = one.before.and_then(|before| all.get(before)) else { continue };
            let earlier = self.amending.version(before.norm.name.name.span);
            let Some(version) = self.amending.versions.get_mut(&one.norm.name.name.span) else { continue };
            if before.repealed.is_some() {
                version.brings_back = until_after(&earlier).zip(earlier.at_last);
            } else {
                version.amended.before = earlier.called().map(|name| name.canonical);
            }
        }
    }
}

// The last version of a norm that older layers know.
fn last_of(older: &[Written<'_>], index: usize) -> usize {
    later(older, index).take_while(|later| *later < older.len()).last().unwrap_or(index)
}

// Whether nothing of a norm lies before the amendment that adds it.
fn begins_with_its_law(norm: &Norm) -> bool {
    let is_new = norm.amended.by.is_some() && norm.amended.before.is_none();
    is_new && (norm.trigger.is_some() || matches!(norm.time, Time::By(_)))
}

// The versions that came after one.
fn later(all: &[Written<'_>], index: usize) -> impl Iterator<Item = usize> {
    let after = |index: &usize| all.get(*index).and_then(|one| one.after);
    std::iter::successors(after(&index), after)
}

// The name of a norm; where it is written in one language alone, the other form is that of the one before it.
fn full_name(all: &[Written<'_>], index: usize) -> Name {
    let Some(one) = all.get(index) else { return Name::default() };
    let own = name(&one.norm.name);
    let before = one.before.map(|before| full_name(all, before));
    match before {
        Some(before) if before.answers_to(&own.canonical) && own.alias.is_none() => {
            Name { also: own.also, ..before }
        }
        _ => own,
    }
}

/// The name of what was so called until a day.
pub(super) fn until(name: &Name, day: NaiveDate) -> Name {
    let told = |form: &str| told_until(form, day);
    Name { canonical: told(&name.canonical), alias: name.alias.as_deref().map(told), also: Vec::new() }
}

fn told_until(form: &str, day: NaiveDate) -> String {
    match form.is_ascii() {
        true => format!("{form} (until {day})"),
        false => format!("{form}（至{day}）"),
    }
}

// The day after the last.
fn until_after(version: &Version) -> Option<NaiveDate> {
    version.until.and_then(|day| day.succ_opt())
}

fn latest(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.into_iter().chain(b).max()
}

fn earliest(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.into_iter().chain(b).min()
}

fn straddling(reading: &ast::Reading) -> Option<Straddling> {
    match reading.choice {
        Choice::Straddling(how) => Some(how),
        _ => None,
    }
}
