//! The rules of the semantics, one test each and named after it. A day `d3` of a rule is 3 March 2016; the
//! window is 1 to 14 March unless a test says otherwise.
//!
//! Most are scenarios in the language itself; what a scenario cannot say (flags, evidence, the order of
//! lines) is read off the outcomes.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod amendments;
mod answering;
mod as_said;
mod by_dates;
mod carried;
mod cases;
mod compared;
mod corrections;
mod days_off;
mod doubts;
mod edges;
mod effects;
mod excusable;
mod following;
mod foretold;
mod frames;
mod handover;
mod holdings;
mod in_tests;
mod instants;
mod interpretation;
mod knowledge;
mod left_out;
mod limits;
mod looking_back;
mod misreadings;
mod outcomes;
mod own_days;
mod parts;
mod reasons;
mod rolling;
mod same_day;
mod scope;
mod semesters;
mod sets;
mod slips;
mod stretches;
mod time;
mod uses;
mod versions;

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Outcome, Request, Verdict, evaluate};
use bylaws::log::{EventLog, LogBuilder, Place, RawRecord, RawValue, parse_moment};
use bylaws::source::FileId;
use bylaws::{scenario, syntax};
use std::borrow::Cow;
use std::sync::Arc;

/// What all rules speak of.
const VOCABULARY: &str = r#"
policy rules "The rules, one by one" {
  in force from 2016-03-01
  time zone "Asia/Shanghai"
}
entity unit
entity person
event e {
  unit: unit
  kind: text, optional
  amount: integer, not negative, optional
  who: person, optional
  cycle: integer, optional
}
event f {
  unit: unit
}
event t {
  unit: unit
  on: date, optional
  who: person, optional
}
event p {
  unit: unit
  planned
}
event finding {
  unit: unit
  judgement
}
state away: unit, from away_start, to away_end
role head: unit, single
role deputy: unit
parameter n: integer "how many"
"#;

/// The policy of the vocabulary and some norms; any error in it fails the test.
fn policy(text: &str) -> CheckedPolicy {
    let parsed = syntax::parse(FileId::default(), &format!("{VOCABULARY}\n{text}"));
    let checked = check(std::slice::from_ref(&parsed.file));
    let said = parsed.diagnostics.iter().chain(&checked.diagnostics);
    let errors: Vec<String> = said.map(|d| d.message.render(Lang::En)).collect();
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{errors:#?}");
    checked.policy
}

/// All scenarios of a text pass, and there is one.
#[track_caller]
fn holds(text: &str) {
    let results = scenario::run(&policy(text), None);
    assert!(!results.is_empty());
    for result in results {
        let failures: Vec<String> = result.failures.iter().map(|f| f.render(Lang::En)).collect();
        assert!(failures.is_empty(), "{}: {failures:#?}", result.title);
    }
}

/// A record: day, type, and `field=value` words; `id=` is one of them.
type Line = (&'static str, &'static str, &'static str);

fn raw(number: u64, (at, kind, words): &Line) -> RawRecord<'static> {
    let text = |word: &str| RawValue::Text(Cow::Owned(word.to_owned()));
    let mut fields = vec![(Cow::Borrowed("type"), text(kind))];
    if !at.is_empty() {
        fields.push((Cow::Borrowed("at"), text(at)));
    }
    for (name, value) in words.split_whitespace().filter_map(|w| w.split_once('=')) {
        fields.push((Cow::Owned(name.to_owned()), text(value)));
    }
    RawRecord { place: Place { input: Arc::from("lines"), line: number }, fields }
}

struct Lines<'p> {
    policy: &'p CheckedPolicy,
    lines: Vec<Line>,
    known_at: Option<&'static str>,
    skip_invalid: bool,
}

impl<'p> Lines<'p> {
    fn new(policy: &'p CheckedPolicy, lines: &[Line]) -> Self {
        Self { policy, lines: lines.to_vec(), known_at: None, skip_invalid: false }
    }

    fn log(&self) -> EventLog {
        let zone = self.policy.zone;
        let known_at = self.known_at.map(|day| parse_moment(day, zone).unwrap().end);
        let builder = LogBuilder::new(&self.policy.vocabulary, zone);
        let mut builder = builder.open_world(true).known_at(known_at).skip_invalid(self.skip_invalid);
        for (number, line) in self.lines.iter().enumerate() {
            builder.push(raw(number as u64 + 1, line));
        }
        builder.finish().unwrap()
    }

    fn evaluate(&self, as_of: &str) -> Evaluation {
        let as_of = Some(parse_moment(as_of, self.policy.zone).unwrap().end);
        evaluate(self.policy, &self.log(), &Request { as_of, ..Request::default() })
    }

    /// The outcomes of a bearer as of the end of a day.
    fn of(&self, bearer: &str, as_of: &str) -> Vec<Outcome> {
        self.evaluate(as_of).outcomes.into_iter().filter(|o| &*o.bearer == bearer).collect()
    }

    /// The verdicts of unit `u1` as of the end of a day.
    fn verdicts(&self, as_of: &str) -> Vec<Verdict> {
        self.of("u1", as_of).iter().map(|o| o.verdict).collect()
    }
}
