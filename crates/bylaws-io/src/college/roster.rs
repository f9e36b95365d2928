//! Who and what there is at the beginning.

use super::{BEGINNING, BRANCHES_EACH, COLLEGES, MEMBERS_EACH, Maker, STUDENT_BRANCH};
use serde_json::json;

/// General branches that belong to no college: id, kind.
pub(super) const SPECIAL: [(&str, &str); 3] = [
    ("sg-offices", "administrative_offices"),
    ("sg-affiliated", "affiliated_units"),
    ("sg-logistics", "logistics"),
];

impl Maker {
    pub(super) fn roster(&mut self) {
        self.record("party_organisation", BEGINNING, json!({"entity": "school", "level": "school_level"}));
        for department in ["dept-organisation", "dept-student-affairs", "youth-league"] {
            self.record("department", BEGINNING, json!({"entity": department}));
        }
        self.special_general_branches();
        for c in 0..COLLEGES {
            let (college, general) = (format!("c{c}"), format!("g{c}"));
            let students = 600 + self.below(1_200);
            self.record("college", BEGINNING, json!({"entity": college, "student_count": students}));
            let fields = json!({"entity": general, "level": "college_level", "of_college": college});
            self.record("general_branch", BEGINNING, fields);
            self.leads(c);
            (0..BRANCHES_EACH).for_each(|b| self.branch(c, b));
        }
        self.one_general_branch_too_many();
        self.enrolled();
    }

    // One of them is set up only in June 2016.
    fn special_general_branches(&mut self) {
        let late = self.below(3);
        let norms = ["offices_general_branch", "affiliated_general_branch", "logistics_general_branch"];
        for (index, ((id, kind), norm)) in (0..).zip(SPECIAL.iter().zip(norms)) {
            let at = if index == late { "2016-06-01" } else { BEGINNING };
            if index == late {
                self.plant(norm, "school", "2016-05-01");
            }
            let fields = json!({"entity": id, "level": "college_level", "general_branch_kind": kind});
            self.record("special_general_branch", at, fields);
            self.holds(&format!("p-{id}"), "secretary", id, BEGINNING);
        }
    }

    fn leads(&mut self, c: u64) {
        let (college, general) = (format!("c{c}"), format!("g{c}"));
        let (secretary, dean) = (format!("p-c{c}-s"), format!("p-c{c}-d"));
        self.holds(&secretary, "secretary", &general, BEGINNING);
        self.holds(&secretary, "college_secretary", &college, BEGINNING);
        self.holds(&dean, "dean", &college, BEGINNING);
        for lead in [&secretary, &dean] {
            self.holds(lead, "leading_cadre", &college, BEGINNING);
            self.holds(lead, "cadre", &college, BEGINNING);
            self.holds(lead, "party_member", &format!("b{c}-0"), BEGINNING);
        }
    }

    fn branch(&mut self, c: u64, b: u64) {
        let branch = format!("b{c}-{b}");
        let kind = if b == STUDENT_BRANCH { "student_branch" } else { "teacher_branch" };
        let fields = json!({"entity": branch, "level": "branch_level", "branch_kind": kind});
        self.record("branch", BEGINNING, fields);
        self.holds(&format!("m{c}-{b}-0"), "secretary", &branch, BEGINNING);
        for m in 0..MEMBERS_EACH {
            self.holds(&format!("m{c}-{b}-{m}"), "party_member", &branch, BEGINNING);
        }
    }

    // For one month a college has a second general branch, which lives like any other.
    fn one_general_branch_too_many(&mut self) {
        let c = self.below(COLLEGES);
        let (college, second) = (format!("c{c}"), "g-second");
        let fields = json!({"entity": second, "level": "college_level", "of_college": college});
        self.record("general_branch", "2016-10-01", fields);
        self.record("study_session", "2016-10-20", json!({"held_by": second, "status": "approved"}));
        self.dues(second, "2016-10-15", 60);
        self.record("entity_end", "2016-10-31", json!({"entity": second}));
        self.plant("college_has_general_branch", &college, "2016-10-15");
    }

    // Two move to the school; one of them is forgotten.
    fn enrolled(&mut self) {
        self.record("member_enrolled", "2016-09-05", json!({"enrolled": "m0-0-1"}));
        self.record("member_enrolled", "2016-09-05", json!({"enrolled": "p-newcomer"}));
        self.plant("members_in_branches", "p-newcomer", "2016-09-05");
    }
}
