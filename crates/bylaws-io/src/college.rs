//! The life of one invented college, as a log for the sixteen articles, with planted breaches and the truth
//! about them. No person in it is real; every id is made up; no content of any talk or report is kept.

use serde_json::{Value, json};

/// A breach that was planted: norm, bearer, and a day inside the window or of the trigger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Planted {
    /// Canonical name of the norm.
    pub norm: String,
    /// The bearer's id.
    pub bearer: String,
    /// A day of the instance, ISO 8601.
    pub day: String,
}

/// A generated log and the truth about it.
#[derive(Clone, Debug, Default)]
pub struct College {
    /// JSON Lines records.
    pub records: Vec<Value>,
    /// Every breach in them.
    pub planted: Vec<Planted>,
}

const COLLEGES: u64 = 12;
const BRANCHES_EACH: u64 = 5;
const MEMBERS_EACH: u64 = 25;
const COMMITTEE: u64 = 9;

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

/// The types of records that the college keeps in full; of all others its log says nothing.
const COVERED: [&str; 36] = [
    "party_organisation",
    "department",
    "college",
    "general_branch",
    "branch",
    "person",
    "entity_end",
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
    "visit",
    "organisational_life",
    "democratic_life_meeting",
    "lecture",
    "thought_report",
    "democratic_review",
    "study_session",
    "decision",
    "joint_meeting",
    "consultation",
    "member_discussion",
    "members_told",
    "publication",
    "commendation",
    "duty_report",
    "dues_collected",
    "dues_remitted",
    "dues_returned",
    "appointment_reason",
];

/// The college of a seed: 12 colleges, 60 branches, 1,500 members, from 2016-01-01 to 2017-07-31.
#[must_use]
pub fn generate(seed: u64) -> College {
    let mut maker = Maker { state: seed, next: 0, out: College::default() };
    maker.out.records.push(
        json!({"type": "coverage", "from": "2016-01-01", "until": "2017-07-31", "types": COVERED.as_slice()}),
    );
    maker.roster();
    maker.school();
    for college in 0..COLLEGES {
        maker.college_life(college);
        for branch in 0..BRANCHES_EACH {
            maker.branch_life(college, branch);
        }
    }
    maker.out.planted.sort();
    maker.out
}

struct Maker {
    state: u64,
    next: u64,
    out: College,
}

impl Maker {
    /// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same college everywhere.
    fn below(&mut self, limit: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit.max(1)
    }

    fn record(&mut self, kind: &str, at: &str, mut fields: Value) {
        self.next += 1;
        if let Some(map) = fields.as_object_mut() {
            map.insert("id".to_owned(), json!(format!("e{}", self.next)));
            map.insert("type".to_owned(), json!(kind));
            map.insert("at".to_owned(), json!(at));
        }
        self.out.records.push(fields);
    }

    fn plant(&mut self, norm: &str, bearer: &str, day: &str) {
        self.out.planted.push(Planted {
            norm: norm.to_owned(),
            bearer: bearer.to_owned(),
            day: day.to_owned(),
        });
    }

    fn holds(&mut self, person: &str, role: &str, unit: &str, at: &str) {
        self.record("role_start", at, json!({"person": person, "role": role, "unit": unit}));
    }

    fn roster(&mut self) {
        let from = "2016-01-01";
        self.record("party_organisation", from, json!({"entity": "school", "level": "school_level"}));
        self.record("department", from, json!({"entity": "dept-organisation"}));
        self.holds("p-school", "secretary", "school", from);
        self.holds("p-org", "head", "dept-organisation", from);
        self.holds("p-deputy", "deputy_in_charge", "school", from);
        self.holds("p-discipline", "discipline_secretary", "school", from);
        self.holds("p-supervisor", "supervisor", "school", from);
        self.holds("p-supervisor", "retired", "school", from);
        let organiser = json!({"person": "p-organiser", "role": "organiser", "unit": "dept-organisation", "engagement": "full_time"});
        self.record("role_start", from, organiser);
        for c in 0..COLLEGES {
            let (college, general) = (format!("c{c}"), format!("g{c}"));
            let students = 600 + self.below(1_200);
            self.record("college", from, json!({"entity": college, "student_count": students}));
            self.record(
                "general_branch",
                from,
                json!({"entity": general, "level": "college_level", "of_college": college}),
            );
            let (secretary, dean) = (format!("p-c{c}-s"), format!("p-c{c}-d"));
            self.holds(&secretary, "secretary", &general, from);
            self.holds(&secretary, "college_secretary", &college, from);
            self.holds(&dean, "dean", &college, from);
            for lead in [&secretary, &dean] {
                self.holds(lead, "leading_cadre", &college, from);
                self.holds(lead, "cadre", &college, from);
                self.holds(lead, "party_member", &format!("b{c}-0"), from);
            }
            for b in 0..BRANCHES_EACH {
                let branch = format!("b{c}-{b}");
                self.record(
                    "branch",
                    from,
                    json!({"entity": branch, "level": "branch_level", "branch_kind": "teacher_branch"}),
                );
                self.holds(&format!("m{c}-{b}-0"), "secretary", &branch, from);
                for m in 0..MEMBERS_EACH {
                    self.holds(&format!("m{c}-{b}-{m}"), "party_member", &branch, from);
                }
            }
        }
    }

    fn school(&mut self) {
        let (no_contact, few_visits) = (self.below(COMMITTEE), self.below(COMMITTEE));
        for i in 0..COMMITTEE {
            let member = format!("p-m{i}");
            self.holds(&member, "committee_member", "school", "2016-01-01");
            self.holds(&member, "portfolio_member", "school", "2016-01-01");
            if i == no_contact {
                self.plant("contact_points", &member, "2016-12-31");
                self.plant("contact_points", &member, "2017-01-01");
            } else {
                self.record(
                    "contact_start",
                    "2016-02-01",
                    json!({"person": member, "contact_unit": format!("b{i}-0")}),
                );
            }
            for at in ["2016-05-11", "2016-06-02", "2016-10-12", "2016-11-16", "2017-03-15", "2017-05-17"] {
                if i == few_visits && at == "2016-11-16" {
                    self.plant("committee_visits", &member, "2016-10-01");
                } else {
                    self.record(
                        "visit",
                        at,
                        json!({"visitor": member, "visited": format!("b{i}-1"), "status": "approved"}),
                    );
                }
            }
        }
        for category in ["excellent_member", "excellent_worker", "advanced_organisation"] {
            self.record("commendation", "2016-07-01", json!({"category": category}));
        }
        let missed = self.below(16);
        self.study_sessions("school", missed);
        self.appointments();
    }

    // A month of the sixteen from April 2016 on is left out; 99 leaves none out.
    fn study_sessions(&mut self, organisation: &str, missed: u64) {
        for month in 0..16 {
            let (year, number) = (2016 + (month + 3) / 12, (month + 3) % 12 + 1);
            let day = format!("{year}-{number:02}-20");
            if month == missed {
                self.plant("study_group", organisation, &day);
            } else {
                self.record("study_session", &day, json!({"held_by": organisation, "status": "approved"}));
            }
        }
    }

    fn appointments(&mut self) {
        self.holds("m0-1-1", "section_head", "c0", "2016-01-01");
        for secretary in ["m0-1-1", "m0-2-1", "m0-3-1"] {
            self.holds(secretary, "teacher", "c0", "2016-01-01");
        }
        self.holds("m0-1-1", "teacher_branch_secretary", "b0-1", "2016-09-01");
        self.holds("m0-2-1", "teacher_branch_secretary", "b0-2", "2016-09-01");
        self.plant("teacher_secretary_choice", "m0-2-1", "2016-09-01");
        self.holds("m0-3-1", "teacher_branch_secretary", "b0-3", "2016-09-01");
        self.record("appointment_reason", "2016-09-01", json!({"about": "m0-3-1"}));
    }

    fn college_life(&mut self, c: u64) {
        let (college, general) = (format!("c{c}"), format!("g{c}"));
        let (secretary, dean) = (format!("p-c{c}-s"), format!("p-c{c}-d"));
        if c == 3 {
            for norm in ["part_time_organisers", "college_organisers"] {
                self.plant(norm, &college, "2016-12-31");
                self.plant(norm, &college, "2017-01-01");
            }
        } else {
            self.record("role_start", "2016-01-01", json!({"person": format!("p-c{c}-o"), "role": "organiser", "unit": college, "engagement": "part_time"}));
        }
        for (at, before) in
            [("2016-05-18", "2016-05-17"), ("2016-10-19", "2016-10-18"), ("2017-03-22", "2017-03-21")]
        {
            let item = format!("item-{c}-{at}");
            if c == 5 && at == "2016-10-19" {
                self.plant("consult_first", &college, at);
            } else {
                self.record("consultation", before, json!({"persons": [secretary, dean], "items": [item]}));
            }
            self.record("joint_meeting", at, json!({"unit": college, "items": [item]}));
        }
        if c == 7 {
            self.plant("yearly_democratic_life", &general, "2016-06-01");
            self.plant("dual_life", &secretary, "2016-06-01");
            self.plant("dual_life", &dean, "2016-06-01");
        } else {
            self.record(
                "democratic_life_meeting",
                "2016-12-28",
                json!({"team": general, "present": [secretary, dean], "cycle": 2016, "status": "approved"}),
            );
        }
        if c == 8 {
            self.plant("yearly_duty_report", &general, "2016-06-01");
        } else {
            self.record("duty_report", "2017-01-10", json!({"reporter": secretary, "cycle": 2016}));
        }
        for person in [&secretary, &dean] {
            self.record("thought_report", "2016-11-10", json!({"reporter": person}));
        }
        let missed = if c == 2 { 5 } else { 99 };
        self.study_sessions(&general, missed);
        let returned = if c == 9 { 4_000 } else { 4_001 + self.below(3_000) };
        if c == 9 {
            self.plant("dues_go_back", &general, "2016-12-31");
        }
        self.record("dues_collected", "2016-10-10", json!({"unit": general, "amount": 10_000}));
        self.record("dues_remitted", "2016-10-11", json!({"unit": general, "amount": 2_000}));
        self.record("dues_returned", "2016-10-12", json!({"unit": general, "amount": returned}));
    }

    fn branch_life(&mut self, c: u64, b: u64) {
        let branch = format!("b{c}-{b}");
        let all: Vec<String> = (0..MEMBERS_EACH).map(|m| format!("m{c}-{b}-{m}")).collect();
        let leads: Vec<String> =
            if b == 0 { vec![format!("p-c{c}-s"), format!("p-c{c}-d")] } else { Vec::new() };
        // One member of every fifth branch stays away for one fortnight and does not make up for it.
        let absent =
            if b == 4 { Some((self.below(MEMBERS_EACH) as usize, self.below(20) as usize)) } else { None };
        for (index, at) in FORTNIGHTS.iter().enumerate() {
            let mut present: Vec<&String> = all.iter().chain(&leads).collect();
            if let Some((member, when)) = absent.filter(|(_, when)| *when == index) {
                let _ = when;
                let missing = present.remove(member).clone();
                self.plant("fortnightly_life", &missing, at);
            }
            let fields = json!({"held_by": branch, "present": present, "status": "approved"});
            self.record("organisational_life", at, fields);
        }
        let no_lecture = c == 1 && b == 1;
        if no_lecture {
            self.plant("yearly_lecture", &branch, "2016-12-31");
        } else {
            self.record(
                "lecture",
                "2016-06-15",
                json!({"lecturer": format!("p-c{c}-s"), "given_to": branch, "status": "approved"}),
            );
        }
        if c == 4 && b == 2 {
            self.plant("yearly_review", &branch, "2016-06-01");
        } else {
            self.record("democratic_review", "2016-12-21", json!({"held_by": branch, "status": "approved"}));
        }
        for (index, member) in all.iter().enumerate() {
            if c == 6 && index == 3 {
                self.plant("yearly_thought_report", member, "2016-12-31");
            } else {
                self.record("thought_report", "2016-11-10", json!({"reporter": member}));
            }
        }
    }
}
