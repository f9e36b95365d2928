//! Which duty a scenario expects something of: windows and records that there are. Whatever the norm says, there is no duty in
//! a window that there is not.

use super::policy::{From, Norm, Time};
use super::scenarios::between_marks;
use super::{Checker, written_in};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message, nearest};
use crate::log::{EventOrigin, EventType, Name, parse_moment};
use crate::plan;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{ExpectWhen, Expectation, Expr, ExprKind, Test};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many windows are named as examples.
const NAMED: usize = 3;

impl Checker<'_> {
    /// Windows and records that expectations name, of norms that there are.
    pub(super) fn instances_named(&mut self) {
        let mut problems: BTreeMap<Span, Diagnostic> = BTreeMap::new();
        for test in &self.policy.tests {
            for expected in test.expected() {
                let norm = expected.node.norm.as_ref().or(test.norms.first());
                let named =
                    norm.and_then(|word| self.policy.norms.values().find(|n| n.name.answers_to(&word.node)));
                let Some(norm) = named else { continue };
                let problem = self.no_such_instance(test, &expected.node, norm);
                problems.extend(problem.map(|problem| (problem.span, problem)));
            }
        }
        problems.into_values().for_each(|problem| self.report(problem));
    }

    /// Of which norm something is expected, where it is not said.
    pub(super) fn of_no_norm(&mut self, test: &Test) {
        let of_none = |one: &&Spanned<Expectation>| one.node.norm.is_none();
        let Some(expected) = test.expected().find(of_none).filter(|_| test.norms.is_empty()) else { return };
        let mut problem = Diagnostic::error("B0818", expected.node.bearer.span);
        let mut norms = self.policy.norms.values();
        if let (Some(norm), None) = (norms.next(), norms.next()) {
            let lang = written_in(self.files, test.title.span).unwrap_or(Lang::En);
            let (word, name) = (if lang == Lang::Zh { "针对" } else { "for" }, norm.name.shown(lang));
            let end = test.title.span.end;
            let words = Message::new("help.write").with("words", format!("{word} {name}"));
            problem =
                problem.help(words).fix(Span { start: end, ..test.title.span }, format!(" {word} {name}"));
        }
        self.report(problem);
    }

    fn no_such_instance(&self, test: &Test, expected: &Expectation, norm: &Norm) -> Option<Diagnostic> {
        let Some(when) = &expected.when else { return self.of_no_record(test, expected, norm) };
        match &when.node {
            ExpectWhen::Date(_) => None,
            ExpectWhen::Record(id) => self.no_such_record(test, norm, id, when.span),
            ExpectWhen::Label(label) => self.no_such_window(test, norm, label, when.span),
        }
    }

    // A duty that nobody bears goes by whom its record names first, or by the id of that.
    fn of_no_record(&self, test: &Test, expected: &Expectation, norm: &Norm) -> Option<Diagnostic> {
        let (name, span) = (&expected.bearer.node, expected.bearer.span);
        if expected.verdict.is_some() || norm.bearer.is_some() || norm.trigger.is_none() {
            return None;
        }
        let is_it = |value: &Expr| match &value.kind {
            ExprKind::Name(word) | ExprKind::Text(word) => word == name,
            _ => false,
        };
        let mut values = test.given().flat_map(|record| &record.node.fields).map(|(_, value)| value);
        let names = |value: &Expr| match &value.kind {
            ExprKind::List(items) => items.iter().any(is_it),
            _ => is_it(value),
        };
        if values.any(names) { None } else { self.no_such_record(test, norm, name, span) }
    }

    // A duty that a breach gives rise to has an id that nobody gives.
    fn no_such_record(&self, test: &Test, norm: &Norm, id: &str, span: Span) -> Option<Diagnostic> {
        let giving_rise = self.records_that_give_rise(test, norm)?;
        if giving_rise.iter().any(|known| known == id) {
            return None;
        }
        let warning = Diagnostic::warning("B0815", span).with("name", id).with_arg("norm", norm.name.both());
        let only = giving_rise.first().filter(|_| giving_rise.len() == 1).map(String::as_str);
        // What is deemed is called by its canonical name, whatever language the rest is in.
        let ground = |id: &str| id.rsplit_once('@').map(|(_, ground)| ground.to_owned());
        let follows = |known: &&str| ground(id).is_some() && ground(known) == ground(id);
        let same_ground = giving_rise.iter().map(String::as_str).find(follows);
        let near = same_ground.or_else(|| nearest(id, giving_rise.iter().map(String::as_str)));
        let Some(near) = near.or(only) else {
            return Some(warning);
        };
        let advice = Message::new("help.did_you_mean").with("name", near);
        let within = between_marks(span, id);
        // What is deemed has a mark in its id, so that it stands in quotation marks.
        let near = match (within == span && near.contains('@'), written_in(self.files, span)) {
            (true, Some(Lang::Zh)) => format!("“{near}”"),
            (true, _) => format!("\"{near}\""),
            (false, _) => near.to_owned(),
        };
        Some(warning.help(advice).fix(within, near))
    }

    // The ids of those records that are of the type that gives rise to a duty, given or deemed; none where it is nothing that
    // is recorded.
    fn records_that_give_rise(&self, test: &Test, norm: &Norm) -> Option<Vec<String>> {
        let vocabulary = self.vocabulary_ref();
        let from = norm.trigger.as_ref().map(|trigger| &trigger.from);
        let fits = |event: &EventType| match from {
            Some(From::Role(_)) => event.origin == EventOrigin::RoleStart,
            Some(From::State(state)) => event.origin == EventOrigin::StateStart(state.clone()),
            Some(From::Entity(kind)) => {
                matches!(&event.origin, EventOrigin::Entity(of) if vocabulary.is_a(of, kind))
            }
            Some(From::Event(_)) | None => false,
        };
        match from {
            None if matches!(norm.time, Time::AfterBreachOf(..)) => None,
            Some(From::Event(index)) => self.may_be_called(test, *index, &mut Vec::new()),
            _ => Some(self.ids_given(test, |_, event| fits(event))),
        }
    }

    fn ids_given(&self, test: &Test, fits: impl Fn(usize, &EventType) -> bool) -> Vec<String> {
        let vocabulary = self.vocabulary_ref();
        let ids = super::ids(test.given().map(|record| &record.node));
        let of_type =
            |kind: &str| vocabulary.event_named(kind).is_some_and(|(index, event)| fits(index, event));
        let all = test.given().zip(ids).filter(|(record, _)| of_type(&record.node.kind.node));
        all.map(|(_, id)| id).collect()
    }

    // The ids that records of a type may have: those given, and of what is deemed those that follow from any of them. What
    // verdicts are called nobody gives.
    fn may_be_called(&self, test: &Test, kind: usize, above: &mut Vec<usize>) -> Option<Vec<String>> {
        let (name, event) = self.vocabulary_ref().events.get_index(kind)?;
        if matches!(event.origin, EventOrigin::Verdict(_)) {
            return None;
        }
        let mut ids = self.ids_given(test, |index, _| index == kind);
        if above.contains(&kind) {
            return Some(ids);
        }
        above.push(kind);
        for deem in self.policy.deems.iter().filter(|deem| deem.event == kind) {
            let From::Event(followed) = deem.when.followed().from else { return None };
            let grounds = self.may_be_called(test, followed, above)?;
            ids.extend(grounds.into_iter().map(|id| format!("{name}@{id}")));
        }
        above.pop();
        Some(ids)
    }

    fn no_such_window(&self, test: &Test, norm: &Norm, label: &str, span: Span) -> Option<Diagnostic> {
        let warning =
            Diagnostic::warning("B0811", span).with("name", label).with_arg("norm", norm.name.both());
        if norm.trigger.is_some() {
            return Some(self.rather_by_record(test, norm, label, warning));
        }
        let mut windows = Vec::new();
        for (_, version) in self.policy.versions_of(&norm.name.canonical) {
            windows.extend(self.windows_of(test, version, label)?);
        }
        let windows: Vec<Arc<Name>> = windows.into_iter().map(|(name, _)| name).collect();
        if windows.is_empty() || windows.iter().any(|name| name.answers_to(label)) {
            return None;
        }
        // Of mere numbers another one is no slip of the pen.
        let is_word = |form: &&str| form.contains(char::is_alphabetic);
        let words = windows.iter().flat_map(|name| name.forms()).filter(is_word);
        if let Some(near) = of_these_numbers(label, &windows).or_else(|| nearest(label, words)) {
            let within = between_marks(span, label);
            let advice = Message::new("help.did_you_mean").with("name", near);
            return Some(warning.help(advice).fix(within, near));
        }
        let mut named: Vec<&Name> = Vec::new();
        for window in &windows {
            if named.len() < NAMED && !named.contains(&&**window) {
                named.push(window);
            }
        }
        let listed = |lang, mark: &str| named.iter().map(|n| n.shown(lang)).collect::<Vec<_>>().join(mark);
        let names = Arg::Both { zh: listed(Lang::Zh, "、"), en: listed(Lang::En, ", ") };
        Some(warning.help(Message::new("help.windows").with_arg("names", names)))
    }

    // A word for the record that gave rise to the duty is easily taken for the name of a window: 因r1.
    fn rather_by_record(&self, test: &Test, norm: &Norm, label: &str, warning: Diagnostic) -> Diagnostic {
        let ids = self.records_that_give_rise(test, norm).unwrap_or_default();
        let meant = ids.iter().filter(|id| label.contains(id.as_str())).max_by_key(|id| id.len());
        let Some(id) = meant else { return warning.help(Message::new("help.by_record")) };
        let chinese = written_in(self.files, warning.span) == Some(Lang::Zh);
        let words = if chinese { format!("针对{id}") } else { format!("for {id}") };
        let span = warning.span;
        let warning = warning.help(Message::new("help.write").with("words", &words));
        // In English the window stands behind a word of its own.
        if chinese { warning.fix(span, words) } else { warning }
    }

    // What the windows of a norm are called and when they begin: those in the days of a test first, then those that a
    // label may speak of; nothing where it is not known.
    fn windows_of(&self, test: &Test, norm: &Norm, label: &str) -> Option<Vec<(Arc<Name>, NaiveDate)>> {
        let stretches: Vec<(NaiveDate, NaiveDate)> =
            self.days_of(test).into_iter().chain(years_of(label)).collect();
        let (count, unit, anchor) = match norm.time {
            Time::Every { count, unit, from } => (count, unit, from),
            Time::AtTheEndOfEvery(unit) => (1, unit, None),
            Time::Rolling(..) | Time::Gap(..) | Time::AtAllTimes => {
                let years = stretches.iter().flat_map(|(from, to)| from.year()..=to.year());
                let name = |year: i32| Arc::new(Name { canonical: year.to_string(), ..Name::default() });
                let window = |year| Some((name(year), NaiveDate::from_ymd_opt(year, 1, 1)?));
                return Some(years.filter_map(window).collect());
            }
            _ => return None,
        };
        let shared = std::iter::once(&self.policy.calendar);
        let calendars = shared.chain(self.policy.regional.iter().map(|one| &one.calendar));
        let reading = norm.reading_of_windows();
        let of_calendar = |calendar| {
            let known = plan::known(calendar, &norm.reading, unit, anchor.is_some());
            let within = move |days| plan::periods(calendar, &reading, (count, unit, anchor), days);
            stretches.clone().into_iter().chain(known).flat_map(within)
        };
        Some(calendars.flat_map(of_calendar).map(|period| (period.label, period.first)).collect())
    }

    /// The first day of the first window of that name.
    pub(super) fn window_begins(&self, test: &Test, norm: &Norm, label: &str) -> Option<NaiveDate> {
        let versions = self.policy.versions_of(&norm.name.canonical);
        let windows = versions.filter_map(|(_, version)| self.windows_of(test, version, label)).flatten();
        windows.filter(|(name, _)| name.answers_to(label)).map(|(_, first)| first).min()
    }

    // From its first record to the day as of which it looks, and no more than a few years.
    fn days_of(&self, test: &Test) -> Option<(NaiveDate, NaiveDate)> {
        let zone = self.policy.zone;
        let last = test.as_of()?;
        let moments = test.given().filter_map(|record| parse_moment(&record.node.at.node, zone));
        let first = moments.map(|moment| zone.date_of(moment.first)).min().unwrap_or(last);
        let first = first.max(last.checked_sub_months(Months::new(36))?);
        Some((first.max(self.policy.in_force_from.unwrap_or(first)).min(last), last))
    }
}

// The year that a label begins with, and the ones beside it.
fn years_of(label: &str) -> Option<(NaiveDate, NaiveDate)> {
    let year: i32 = label.get(..4)?.parse().ok()?;
    Some((NaiveDate::from_ymd_opt(year - 1, 1, 1)?, NaiveDate::from_ymd_opt(year + 1, 12, 31)?))
}

// 2024年3月, 2024-3, 2024年第2季度: the one window that is called by the same numbers and letters.
fn of_these_numbers<'w>(label: &str, windows: &'w [Arc<Name>]) -> Option<&'w str> {
    let plain = |text: &str| {
        let text = text.replace('季', "Q").replace('周', "W").to_ascii_uppercase();
        let numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
        let letters = text.chars().filter(char::is_ascii_alphabetic);
        (numbers.collect::<Vec<u32>>(), letters.collect::<String>())
    };
    let wanted = plain(label);
    let mut alike = windows.iter().map(|name| name.canonical.as_str()).filter(|name| plain(name) == wanted);
    let first = alike.next().filter(|_| !wanted.0.is_empty())?;
    alike.all(|other| other == first).then_some(first)
}
