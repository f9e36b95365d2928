//! What the school does: visits, study, commendations, meetings, money.

use super::{COMMITTEE, Maker};
use serde_json::json;

/// A day of the sixteen months from April 2016 to July 2017, counted from 0.
pub(super) fn day_in_month(month: u64, day: u64) -> String {
    format!("{}-{:02}-{day:02}", 2016 + (month + 3) / 12, (month + 3) % 12 + 1)
}

impl Maker {
    pub(super) fn school(&mut self) {
        self.committee_on_site();
        for category in ["excellent_member", "excellent_worker", "advanced_organisation"] {
            self.record("commendation", "2016-07-01", json!({"category": category}));
        }
        let missed = self.below(16);
        self.study_sessions("school", Some(missed));
        self.party_work_meetings();
        self.budget();
        self.activist_training();
        self.platforms();
    }

    fn committee_on_site(&mut self) {
        let (no_contact, few_visits) = (self.below(COMMITTEE), self.below(COMMITTEE));
        for i in 0..COMMITTEE {
            let member = format!("p-m{i}");
            if i == no_contact {
                self.plant("contact_points", &member, "2016-12-31");
            } else {
                let fields = json!({"person": member, "contact_unit": format!("b{i}-0")});
                self.record("contact_start", "2016-02-01", fields);
            }
            for at in ["2016-05-11", "2016-06-02", "2016-10-12", "2016-11-16", "2017-03-15", "2017-05-17"] {
                if i == few_visits && at == "2016-11-16" {
                    self.plant("committee_visits", &member, "2016-10-01");
                } else {
                    let fields =
                        json!({"visitor": member, "visited": format!("b{i}-1"), "status": "approved"});
                    self.record("visit", at, fields);
                }
            }
        }
    }

    /// One session a month; one month may be missed.
    pub(super) fn study_sessions(&mut self, organisation: &str, missed: Option<u64>) {
        for month in 0..16 {
            let day = day_in_month(month, 20);
            if Some(month) == missed {
                self.plant("study_group", organisation, &day);
            } else {
                self.record("study_session", &day, json!({"held_by": organisation, "status": "approved"}));
            }
        }
    }

    // Once the deputy takes the chair.
    fn party_work_meetings(&mut self) {
        for (at, chair) in
            [("2016-05-04", "p-school"), ("2016-10-09", "p-deputy"), ("2017-03-08", "p-school-next")]
        {
            self.record("party_work_meeting", at, json!({"held_by": "school", "chair": chair}));
        }
        self.plant("secretary_in_person", "school", "2016-10-09");
    }

    // The budget of 2016 has no line for it.
    fn budget(&mut self) {
        self.plant("funds_in_budget", "school", "2016-12-31");
        let fields = json!({"budget_of": "school", "subject": "party_building_funds", "amount": 120_000});
        self.record("budget_line", "2017-04-20", fields);
    }

    fn activist_training(&mut self) {
        for (at, headcount) in [("2016-05-25", 240), ("2016-11-23", 260), ("2017-05-24", 300)] {
            self.record("activist_training", at, json!({"held_by": "school", "headcount": headcount}));
        }
    }

    fn platforms(&mut self) {
        for kind in ["online_garden", "online_school", "microblog", "cadre_group", "member_platform"] {
            self.record("platform_opened", "2016-09-12", json!({"kind": kind}));
        }
    }
}
