//! The year of a branch and of its members.

use super::{BRANCHES_EACH, COLLEGES, MEMBERS_EACH, Maker, STUDENT_BRANCH};
use serde_json::json;

/// First days of the teaching fortnights from 2016-04-12 to 2017-07-09, by the example calendar.
const FORTNIGHTS: [&str; 27] = [
    "2016-04-18",
    "2016-05-02",
    "2016-05-16",
    "2016-05-30",
    "2016-06-13",
    "2016-06-27",
    "2016-07-11",
    "2016-09-01",
    "2016-09-12",
    "2016-09-26",
    "2016-10-10",
    "2016-10-24",
    "2016-11-07",
    "2016-11-21",
    "2016-12-05",
    "2016-12-19",
    "2017-01-02",
    "2017-02-20",
    "2017-03-06",
    "2017-03-20",
    "2017-04-03",
    "2017-04-17",
    "2017-05-01",
    "2017-05-15",
    "2017-05-29",
    "2017-06-12",
    "2017-06-26",
];

/// First days of the last fortnights of the three terms.
const LAST_OF_TERM: [&str; 3] = ["2016-07-11", "2017-01-02", "2017-06-26"];

/// Which branch misses what.
struct Missing {
    lecture: (u64, u64),
    review: (u64, u64),
    thought_reports: u64,
}

impl Maker {
    pub(super) fn branches(&mut self) {
        let missing = Missing {
            lecture: (self.below(COLLEGES), self.below(BRANCHES_EACH)),
            review: (self.below(COLLEGES), self.below(BRANCHES_EACH)),
            thought_reports: self.below(COLLEGES),
        };
        for c in 0..COLLEGES {
            for b in 0..BRANCHES_EACH {
                self.organisational_life(c, b);
                self.lecture(c, b, missing.lecture);
                self.review(c, b, missing.review);
                self.thought_reports(c, b, missing.thought_reports);
            }
        }
    }

    // One member of every fifth branch stays away for one fortnight. The next meeting makes up for it and is
    // then missing in its own fortnight, and so on: what stays unmet is the last fortnight of the term.
    fn organisational_life(&mut self, c: u64, b: u64) {
        let branch = format!("b{c}-{b}");
        let all: Vec<String> = (0..MEMBERS_EACH).map(|m| format!("m{c}-{b}-{m}")).collect();
        let leads = if b == 0 { vec![format!("p-c{c}-s"), format!("p-c{c}-d")] } else { Vec::new() };
        let absent = (b == BRANCHES_EACH - 1).then(|| (self.below(MEMBERS_EACH), self.below(20)));
        for (fortnight, at) in (0..).zip(FORTNIGHTS) {
            let missing = absent.filter(|(_, when)| *when == fortnight).map(|(m, _)| format!("m{c}-{b}-{m}"));
            let present: Vec<&String> =
                all.iter().chain(&leads).filter(|p| Some(*p) != missing.as_ref()).collect();
            if let Some(member) = &missing {
                let last = LAST_OF_TERM.iter().find(|last| at <= **last);
                self.plant("fortnightly_life", member, last.unwrap_or(&at));
            }
            let fields = json!({"held_by": branch, "present": present, "status": "approved"});
            self.record("organisational_life", at, fields);
        }
    }

    // To students a lecture counts as teaching.
    fn lecture(&mut self, c: u64, b: u64, missing: (u64, u64)) {
        let (branch, lecturer) = (format!("b{c}-{b}"), format!("p-c{c}-s"));
        if (c, b) == missing {
            self.plant("yearly_lecture", &branch, "2016-12-31");
            return;
        }
        let fields = json!({"lecturer": lecturer, "given_to": branch, "hours": 2, "status": "approved"});
        self.record("lecture", "2016-06-15", fields);
        if b == STUDENT_BRANCH {
            self.record("workload_credit", "2016-06-30", json!({"lecturer": lecturer, "hours": 2}));
        }
    }

    fn review(&mut self, c: u64, b: u64, missing: (u64, u64)) {
        let branch = format!("b{c}-{b}");
        if (c, b) == missing {
            self.plant("yearly_review", &branch, "2016-06-01");
        } else {
            self.record("democratic_review", "2016-12-21", json!({"held_by": branch, "status": "approved"}));
        }
    }

    // In one college one member of each branch does not report.
    fn thought_reports(&mut self, c: u64, b: u64, missing: u64) {
        for m in 0..MEMBERS_EACH {
            let member = format!("m{c}-{b}-{m}");
            if c == missing && m == 3 {
                self.plant("yearly_thought_report", &member, "2016-12-31");
            } else {
                self.record("thought_report", "2016-11-10", json!({"reporter": member}));
            }
        }
    }
}
