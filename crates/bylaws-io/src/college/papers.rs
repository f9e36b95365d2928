//! Papers: rules adopted, letters of responsibility, appraisals, bodies founded.

use super::roster::SPECIAL;
use super::{BRANCHES_EACH, COLLEGES, Maker};
use serde_json::json;

/// Rules that the school adopts in May 2016; those it does not adopt stay open duties.
const ADOPTED: [&str; 22] = [
    "organiser_rules",
    "merit_linkage_rules",
    "counsellor_plan",
    "counsellor_terms",
    "appraisal_linkage_rules",
    "inspection_rules",
    "accountability_rules",
    "innovation_plan",
    "study_group_rules",
    "member_training_rules",
    "review_rules",
    "analysis_rules",
    "democratic_life_rules",
    "mass_contact_rules",
    "bulletin_rules",
    "rights_rules",
    "openness_rules",
    "member_meeting_rules",
    "delegate_meeting_rules",
    "election_rules",
    "responsibility_rules",
    "branch_contact_rules",
];

impl Maker {
    pub(super) fn papers(&mut self) {
        for kind in ADOPTED {
            self.record("document_adopted", "2016-05-20", json!({"issued_by": "school", "kind": kind}));
        }
        self.record(
            "body_founded",
            "2016-06-20",
            json!({"founded_in": "school", "kind": "research_association"}),
        );
        self.record(
            "body_founded",
            "2016-09-20",
            json!({"founded_in": "youth-league", "kind": "theory_society"}),
        );
        self.letters_of_responsibility();
        self.appraisals();
    }

    // In one letter to a branch the targets are missing.
    fn letters_of_responsibility(&mut self) {
        let vague = (self.below(COLLEGES), self.below(BRANCHES_EACH));
        for (id, _) in SPECIAL {
            self.letter("school", id, true, "2016-06-06");
        }
        for c in 0..COLLEGES {
            let general = format!("g{c}");
            self.letter("school", &general, true, "2016-05-09");
            for b in 0..BRANCHES_EACH {
                let quantified = (c, b) != vague;
                if !quantified {
                    self.plant("targets_quantified", &general, "2016-05-16");
                }
                self.letter(&general, &format!("b{c}-{b}"), quantified, "2016-05-16");
            }
        }
    }

    fn letter(&mut self, from: &str, to: &str, quantified: bool, at: &str) {
        let fields = json!({"from_unit": from, "to_unit": to, "has_targets": quantified});
        self.record("responsibility_document", at, fields);
    }

    // Of one college party building is left out of the appraisal.
    fn appraisals(&mut self) {
        let left_out = self.below(COLLEGES);
        for c in 0..COLLEGES {
            let (college, general) = (format!("c{c}"), format!("g{c}"));
            let components: &[&str] =
                if c == left_out { &["professional_work"] } else { &["professional_work", "party_building"] };
            if c == left_out {
                self.plant("party_building_in_appraisal", &general, "2016-12-20");
            }
            self.record(
                "unit_appraisal",
                "2016-12-20",
                json!({"appraised": general, "components": components}),
            );
            self.record("ethics_appraisal", "2016-12-15", json!({"appraised_by": college}));
        }
    }
}
