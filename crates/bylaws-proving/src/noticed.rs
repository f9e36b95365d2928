//! Whether the scenarios of a package notice that a norm is otherwise.

use crate::focus::{focus, touched};
use crate::mutation::Mutant;
use bylaws::check::CheckedPolicy;
use bylaws::eval::{Request, evaluate};
use bylaws::log::EventLog;
use bylaws::scenario;
use bylaws::syntax::ast::{Test, TestClause};

/// The scenarios that concern a norm, with the policy cut down to what they need.
pub(crate) struct Scenarios {
    pub small: CheckedPolicy,
    judged: Vec<String>,
    prepared: Vec<Prepared>,
}

/// A scenario's log and what of it concerns the norm.
struct Prepared {
    test: Test,
    log: EventLog,
    request: Request,
}

impl Scenarios {
    pub(crate) fn of(policy: &CheckedPolicy, norm: &str) -> Self {
        let judged = touched(policy, norm);
        let small = focus(policy, &judged);
        let mut out = Self { small, judged, prepared: Vec::new() };
        policy.tests.iter().for_each(|test| out.add(test));
        out
    }

    /// The same norm without any.
    pub(crate) fn with_none(&self) -> Self {
        Self { small: self.small.clone(), judged: self.judged.clone(), prepared: Vec::new() }
    }

    /// One more scenario, if it concerns the norm and holds.
    pub(crate) fn add(&mut self, test: &Test) {
        let prepared = self.prepare(test);
        self.prepared.extend(prepared);
    }

    fn prepare(&self, test: &Test) -> Option<Prepared> {
        let first = test.norms.first();
        let concerns = |name: &str| {
            let norm = scenario::norm_named(&self.small, name);
            let mut versions = norm.into_iter().flat_map(|norm| self.small.versions_of(&norm.name.canonical));
            versions.any(|(_, norm)| self.judged.contains(&norm.name.canonical))
        };
        let mut test = test.clone();
        let mut any = false;
        for clause in &mut test.clauses {
            if let TestClause::Expect(list) = &mut clause.node {
                list.retain(|e| e.node.norm.as_ref().or(first).is_some_and(|name| concerns(&name.node)));
                any |= !list.is_empty();
            }
        }
        if !any {
            return None;
        }
        let (log, request) = scenario::given(&self.small, &test).ok()?;
        let request = Request { norms: self.judged.clone(), ..request };
        let holds = scenario::failures(&self.small, &test, &evaluate(&self.small, &log, &request)).is_empty();
        holds.then_some(Prepared { test, log, request })
    }

    /// The same with nothing expected but verdicts: that more is missing shows no side of a limit.
    pub(crate) fn of_verdicts(mut self) -> Self {
        for clause in self.prepared.iter_mut().flat_map(|one| &mut one.test.clauses) {
            if let TestClause::Expect(list) = &mut clause.node {
                for expected in list {
                    (expected.node.short_by, expected.node.due) = (None, None);
                    expected.node.counted.clear();
                    expected.node.answers.clear();
                }
            }
        }
        self
    }

    /// The policy with a slip in it.
    pub(crate) fn with(&self, mutant: &Mutant) -> CheckedPolicy {
        let mut changed = self.small.clone();
        mutant.put_in(&mut changed);
        changed
    }

    /// The title of the first scenario that fails of it.
    pub(crate) fn notice(&self, changed: &CheckedPolicy) -> Option<&str> {
        let fails = |one: &&Prepared| {
            let found = evaluate(changed, &one.log, &one.request);
            !scenario::failures(changed, &one.test, &found).is_empty()
        };
        self.prepared.iter().find(fails).map(|one| one.test.title.node.as_str())
    }
}
