//! What a scenario may go on with that is no name of the vocabulary: the windows of the norm that it is about, and the
//! records that it gives.

use super::Here;
use super::offer::{Offer, plain};
use bylaws::check::policy::{From, Time};
use bylaws::diagnostic::Lang;
use bylaws::plan::periods;
use bylaws::source::FileId;
use bylaws::syntax::ast::{ExprKind, Item, Test, TestClause};
use bylaws::syntax::parse;
use chrono::NaiveDate;

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

    // The test without the clause that is being written, which would hide the others.
    fn test(&self) -> Option<Test> {
        let whole = format!("{}\n}}", self.cursor.above);
        let first = parse(FileId::default(), &whole).file.items.into_iter().next()?;
        if let Item::Test(test) = first.node { Some(*test) } else { None }
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
        let norms = test
            .norms
            .iter()
            .filter_map(|name| policy.norms.values().find(|norm| norm.name.answers_to(&name.node)));
        let mut labels: Vec<String> = Vec::new();
        for norm in norms {
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
        let norms = test
            .norms
            .iter()
            .filter_map(|name| policy.norms.values().find(|norm| norm.name.answers_to(&name.node)));
        let triggers: Vec<&str> = norms
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
        let ids = given.filter_map(|given| {
            let id = given.node.fields.iter().find(|(name, _)| matches!(name.node.as_str(), "编号" | "id"));
            match &id?.1.kind {
                ExprKind::Name(id) | ExprKind::Text(id) => Some(id.clone()),
                _ => None,
            }
        });
        ids.collect()
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
