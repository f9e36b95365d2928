//! What the log of the college says that it is complete about.

use serde_json::{Value, json};

/// The types of records that the college keeps in full. Of teaching departments and of branches directly under
/// the school it says nothing, so that what hangs on them stays undetermined.
const COVERED: [&str; 60] = [
    // Units and persons
    "party_organisation",
    "department",
    "college",
    "general_branch",
    "special_general_branch",
    "branch",
    "person",
    "entity_end",
    "member_enrolled",
    "branch_formed",
    "group_formed",
    // Posts and states
    "role_start",
    "role_end",
    "leave_start",
    "leave_end",
    "posting_start",
    "posting_end",
    "secondment_start",
    "secondment_end",
    "contact_start",
    "contact_end",
    "appointment_reason",
    "eligibility_finding",
    "treatment_granted",
    "allowance_paid",
    // Meetings, reports, visits
    "visit",
    "organisational_life",
    "democratic_life_meeting",
    "lecture",
    "workload_credit",
    "thought_report",
    "democratic_review",
    "study_session",
    "decision",
    "joint_meeting",
    "consultation",
    "member_discussion",
    "members_told",
    "publication",
    "party_work_meeting",
    "duty_report",
    "duty_report_review",
    "supervision",
    // Activities
    "activity",
    "joint_activity",
    "training",
    "activist_training",
    "commendation",
    "platform_opened",
    "body_founded",
    // Papers, appraisals, money
    "document_adopted",
    "responsibility_document",
    "approval_delegated",
    "person_appraisal",
    "unit_appraisal",
    "ethics_appraisal",
    "budget_line",
    "dues_collected",
    "dues_remitted",
    "dues_returned",
];

pub(super) fn statement() -> Value {
    json!({"type": "coverage", "from": "2016-01-01", "until": "2017-07-31", "types": COVERED.as_slice()})
}
