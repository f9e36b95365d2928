//! Posts: who takes them up, who gives them up, how long they are vacant.

use super::{BEGINNING, COLLEGES, COMMITTEE, Maker, STUDENT_BRANCH};
use serde_json::json;

impl Maker {
    pub(super) fn posts(&mut self) {
        self.heads_of_the_school();
        self.committee();
        self.organisers();
        self.supervisors();
        self.branch_secretaries();
        self.teacher_branch_secretaries();
        self.student_branch_secretaries();
        self.teachers_of_student_branches();
    }

    // The secretary and the deputy change, each with some days between.
    fn heads_of_the_school(&mut self) {
        self.holds("p-school", "secretary", "school", BEGINNING);
        self.leaves("p-school", "secretary", "school", "2016-11-30");
        self.findings("p-school-next", "2016-11-20", &["political_quality", "mass_work", "coordination"]);
        self.holds("p-school-next", "secretary", "school", "2016-12-05");
        self.plant("first_responsible", "school", "2016-12-02");
        self.holds("p-deputy", "deputy_in_charge", "school", BEGINNING);
        self.leaves("p-deputy", "deputy_in_charge", "school", "2017-02-28");
        self.holds("p-deputy-next", "deputy_in_charge", "school", "2017-03-06");
        for norm in ["direct_responsible", "concrete_posts_filled"] {
            self.plant(norm, "school", "2017-03-02");
        }
        self.holds("p-discipline", "discipline_secretary", "school", BEGINNING);
        self.holds("p-org", "head", "dept-organisation", BEGINNING);
    }

    fn findings(&mut self, candidate: &str, at: &str, aspects: &[&str]) {
        for aspect in aspects {
            self.record("eligibility_finding", at, json!({"candidate": candidate, "aspect": aspect}));
        }
    }

    // One member is given a portfolio only in June 2016.
    fn committee(&mut self) {
        let late = self.below(COMMITTEE);
        for i in 0..COMMITTEE {
            let member = format!("p-m{i}");
            self.holds(&member, "committee_member", "school", BEGINNING);
            let from = if i == late { "2016-06-01" } else { BEGINNING };
            self.holds(&member, "portfolio_member", "school", from);
            if i == late {
                self.plant("portfolio_duties", &member, "2016-05-01");
                self.plant("members_have_portfolios", &member, "2016-05-01");
            }
        }
    }

    fn organiser(&mut self, person: &str, unit: &str, engagement: &str, at: &str) {
        let fields = json!({"person": person, "role": "organiser", "unit": unit, "engagement": engagement});
        self.record("role_start", at, fields);
    }

    // One college has none, the youth league has none in 2016, the full-time one leaves for a month; who
    // follows is no cadre and no teacher.
    fn organisers(&mut self) {
        let without = self.below(COLLEGES);
        for c in 0..COLLEGES {
            let college = format!("c{c}");
            if c != without {
                self.organiser(&format!("p-c{c}-o"), &college, "part_time", BEGINNING);
                continue;
            }
            for norm in ["part_time_organisers", "college_organisers"] {
                self.plant(norm, &college, "2016-12-31");
            }
        }
        self.organiser("m0-0-2", "dept-student-affairs", "part_time", BEGINNING);
        self.holds("m0-0-3", "teacher", "c0", BEGINNING);
        self.organiser("m0-0-3", "youth-league", "part_time", "2017-01-01");
        self.plant("department_organisers", "youth-league", "2016-12-31");
        self.organiser("p-organiser", "dept-organisation", "full_time", BEGINNING);
        self.leaves("p-organiser", "organiser", "dept-organisation", "2017-03-31");
        self.organiser("m0-0-4", "dept-organisation", "full_time", "2017-05-01");
        self.plant("full_time_organisers", "dept-organisation", "2017-04-15");
        self.plant("party_posts", "m0-0-4", "2017-05-01");
    }

    // One is asked who has not retired; between two there is nobody for a fortnight.
    fn supervisors(&mut self) {
        for person in ["p-supervisor", "m5-0-1"] {
            self.holds(person, "retired", "school", BEGINNING);
        }
        self.holds("p-supervisor", "supervisor", "school", BEGINNING);
        self.holds("m5-0-2", "supervisor", "school", "2016-09-01");
        self.plant("supervisor_choice", "m5-0-2", "2016-09-01");
        self.leaves("m5-0-2", "supervisor", "school", "2016-12-31");
        self.leaves("p-supervisor", "supervisor", "school", "2017-05-31");
        self.holds("m5-0-1", "supervisor", "school", "2017-06-15");
        self.plant("supervisors_engaged", "school", "2017-06-07");
    }

    // Two branches change their secretary; of one the findings are not complete.
    fn branch_secretaries(&mut self) {
        for (branch, before, after, aspects) in [
            ("b9-1", "m9-1-0", "m9-1-1", ["political_quality", "mass_work", "coordination"].as_slice()),
            ("b10-2", "m10-2-0", "m10-2-1", ["political_quality", "mass_work"].as_slice()),
        ] {
            self.leaves(before, "secretary", branch, "2016-08-31");
            self.findings(after, "2016-06-15", aspects);
            self.holds(after, "secretary", branch, "2016-09-01");
        }
        self.plant("secretary_findings", "m10-2-1", "2016-09-01");
    }

    // Three are chosen in September 2016: a head of section, somebody else, somebody else with a reason.
    fn teacher_branch_secretaries(&mut self) {
        self.holds("m0-1-1", "section_head", "c0", BEGINNING);
        for (secretary, branch) in [("m0-1-1", "b0-1"), ("m0-2-1", "b0-2"), ("m0-4-1", "b0-4")] {
            self.holds(secretary, "teacher", "c0", BEGINNING);
            self.holds(secretary, "teacher_branch_secretary", branch, "2016-09-01");
        }
        self.plant("teacher_secretary_choice", "m0-2-1", "2016-09-01");
        self.record("appointment_reason", "2016-09-01", json!({"about": "m0-4-1"}));
        for (secretary, branch) in [("m1-1-0", "b1-1"), ("m2-1-0", "b2-1")] {
            self.holds(secretary, "teacher_branch_secretary", branch, BEGINNING);
        }
        self.merits();
        self.allowances();
    }

    // Heads of a section are not meant. Who begins in September is not yet due in 2016.
    fn merits(&mut self) {
        for secretary in ["m1-1-0", "m2-1-0"] {
            let components: &[&str] = if secretary == "m1-1-0" {
                &["professional_work"]
            } else {
                &["professional_work", "party_work"]
            };
            let fields = json!({"appraised": secretary, "components": components, "cycle": 2016});
            self.record("person_appraisal", "2017-01-12", fields);
        }
        self.plant("merit_in_appraisal", "m1-1-0", "2016-12-31");
    }

    fn allowances(&mut self) {
        let forgotten = self.below(15);
        for (secretary, first) in [("m0-2-1", 5), ("m0-4-1", 5), ("m1-1-0", 0), ("m2-1-0", 0)] {
            for month in first..16 {
                let day = super::school::day_in_month(month, 25);
                if secretary == "m2-1-0" && month == forgotten {
                    self.plant("secretary_allowance", secretary, &day);
                } else {
                    self.record("allowance_paid", &day, json!({"receiver": secretary, "at_grade": true}));
                }
            }
        }
    }

    // A member of the branch who is a student and nothing else may not lead it.
    fn student_branch_secretaries(&mut self) {
        let wrong = self.below(COLLEGES);
        for c in 0..COLLEGES {
            let (branch, secretary) = (format!("b{c}-{STUDENT_BRANCH}"), format!("m{c}-{STUDENT_BRANCH}-0"));
            if c == wrong {
                self.plant("student_secretary_choice", &secretary, "2016-09-05");
            } else {
                self.holds(&secretary, "counsellor", &format!("c{c}"), BEGINNING);
            }
            self.holds(&secretary, "student_branch_secretary", &branch, "2016-09-05");
        }
    }

    fn teachers_of_student_branches(&mut self) {
        let without = self.below(COLLEGES);
        for c in 0..COLLEGES {
            let (branch, teacher) = (format!("b{c}-{STUDENT_BRANCH}"), format!("m{c}-1-2"));
            self.holds(&teacher, "teacher", &format!("c{c}"), BEGINNING);
            if c == without {
                self.plant("teacher_links", &branch, "2016-12-31");
            } else {
                self.record(
                    "contact_start",
                    "2016-02-01",
                    json!({"person": teacher, "contact_unit": branch}),
                );
            }
        }
    }
}
