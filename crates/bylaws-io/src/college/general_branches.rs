//! The year of a general branch and of its college.

use super::roster::SPECIAL;
use super::{COLLEGES, Maker};
use serde_json::json;

/// Themes of activities of a general branch.
const THEMES: [&str; 6] = [
    "ideology",
    "organisation_building",
    "team_building",
    "style_building",
    "work_development",
    "environment",
];

/// Themes of activities of a college.
const COLLEGE_THEMES: [&str; 3] = ["entrepreneurship", "brand", "ethics_education"];

/// Which college misses what.
struct Missing {
    consultation: u64,
    democratic_life: u64,
    duty_report: u64,
    study: (u64, u64),
    dues: u64,
}

impl Maker {
    pub(super) fn general_branches(&mut self) {
        let missing = Missing {
            consultation: self.below(COLLEGES),
            democratic_life: self.below(COLLEGES),
            duty_report: self.below(COLLEGES),
            study: (self.below(COLLEGES), self.below(16)),
            dues: self.below(COLLEGES),
        };
        for c in 0..COLLEGES {
            self.joint_meetings(c, &missing);
            self.general_branch(c, &missing);
            self.activities(c);
        }
        for (general, _) in SPECIAL {
            let secretary = format!("p-{general}");
            self.democratic_life(general, &[&secretary]);
            self.duty_report(&secretary);
            self.study_sessions(general, None);
            self.dues(general, "2016-10-12", 6_000);
        }
    }

    fn joint_meetings(&mut self, c: u64, missing: &Missing) {
        let (college, secretary, dean) = (format!("c{c}"), format!("p-c{c}-s"), format!("p-c{c}-d"));
        for (at, before) in
            [("2016-05-18", "2016-05-17"), ("2016-10-19", "2016-10-18"), ("2017-03-22", "2017-03-21")]
        {
            let item = format!("item-{c}-{at}");
            if c == missing.consultation && at == "2016-10-19" {
                self.plant("consult_first", &college, at);
            } else {
                self.record("consultation", before, json!({"persons": [secretary, dean], "items": [item]}));
            }
            self.record("joint_meeting", at, json!({"unit": college, "items": [item]}));
        }
    }

    fn general_branch(&mut self, c: u64, missing: &Missing) {
        let general = format!("g{c}");
        let (secretary, dean) = (format!("p-c{c}-s"), format!("p-c{c}-d"));
        if c == missing.democratic_life {
            self.plant("yearly_democratic_life", &general, "2016-06-01");
            self.plant("dual_life", &secretary, "2016-06-01");
            self.plant("dual_life", &dean, "2016-06-01");
        } else {
            self.democratic_life(&general, &[&secretary, &dean]);
        }
        if c == missing.duty_report {
            self.plant("yearly_duty_report", &general, "2016-06-01");
        } else {
            self.duty_report(&secretary);
        }
        for person in [&secretary, &dean] {
            self.record("thought_report", "2016-11-10", json!({"reporter": person}));
        }
        let missed = (c == missing.study.0).then_some(missing.study.1);
        self.study_sessions(&general, missed);
        let returned = if c == missing.dues { 4_000 } else { 4_001 + self.below(3_000) };
        if c == missing.dues {
            self.plant("dues_go_back", &general, "2016-12-31");
        }
        self.dues(&general, "2016-10-12", returned);
    }

    fn democratic_life(&mut self, team: &str, present: &[&String]) {
        let fields = json!({"team": team, "present": present, "cycle": 2016, "status": "approved"});
        self.record("democratic_life_meeting", "2016-12-28", fields);
    }

    fn duty_report(&mut self, reporter: &str) {
        self.record("duty_report", "2017-01-10", json!({"reporter": reporter, "cycle": 2016}));
        self.record("duty_report_review", "2017-01-16", json!({"reporter": reporter, "cycle": 2016}));
    }

    /// Of 10,000 collected 2,000 go up; more than half of the rest should come back.
    pub(super) fn dues(&mut self, general: &str, at: &str, returned: u64) {
        let (collected, remitted) = if returned < 1_000 { (100, 20) } else { (10_000, 2_000) };
        self.record("dues_collected", at, json!({"unit": general, "amount": collected}));
        self.record("dues_remitted", at, json!({"unit": general, "amount": remitted}));
        self.record("dues_returned", at, json!({"unit": general, "amount": returned}));
    }

    fn activities(&mut self, c: u64) {
        let (college, general) = (format!("c{c}"), format!("g{c}"));
        for (kind, unit) in
            THEMES.map(|kind| (kind, &general)).into_iter().chain(COLLEGE_THEMES.map(|kind| (kind, &college)))
        {
            self.record("activity", "2016-11-08", json!({"held_by": unit, "kind": kind}));
        }
        self.record("body_founded", "2016-09-22", json!({"founded_in": college, "kind": "theory_group"}));
    }
}
