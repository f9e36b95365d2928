//! The life of one invented college, as a log for the sixteen articles, with planted breaches and the truth
//! about them. No person in it is real; every id is made up; no content of any talk or report is kept.
//!
//! `roster` says who and what there is, `posts` how posts change hands; the other files tell what the
//! school, its general branches and its branches do. Whatever goes wrong is planted where it happens.

mod branches;
mod coverage;
mod general_branches;
mod papers;
mod posts;
mod roster;
mod school;

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

/// From when everybody is where they are.
const BEGINNING: &str = "2016-01-01";

/// The fourth branch of each college is one of students.
const STUDENT_BRANCH: u64 = 3;

/// The college of a seed: 12 colleges, 60 branches, 1,500 members, from 2016-01-01 to 2017-07-31.
#[must_use]
pub fn generate(seed: u64) -> College {
    let mut maker = Maker { state: seed, next: 0, out: College::default() };
    maker.out.records.push(coverage::statement());
    maker.roster();
    maker.posts();
    maker.school();
    maker.papers();
    maker.general_branches();
    maker.branches();
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

    fn leaves(&mut self, person: &str, role: &str, unit: &str, at: &str) {
        self.record("role_end", at, json!({"person": person, "role": role, "unit": unit}));
    }
}
