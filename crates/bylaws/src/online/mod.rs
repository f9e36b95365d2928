//! The monitor: records one by one, each verdict as soon as it is certain. Pure like all of the core: what is read
//! is given to it, and the watermark moves with the records or when the caller says so.
//!
//! What it has told when the watermark stands at *w* is what [`crate::eval::evaluate`] says is certain of the
//! records so far, as of *w*. `docs/online.md` says what that means for who runs it.

mod apart;
mod book;
mod checkpoint;
mod counts;
mod judge;
mod kept;
mod reach;
mod take;
mod told;
mod written;

pub use checkpoint::{Refusal, Seal};
pub use told::{Instance, Late, Told};

use crate::check::policy::CheckedPolicy;
use crate::eval::{Since, Whom};
use crate::log::{Instant, Place, RecordReader, Value, Words};
use book::Book;
use counts::Counts;
use indexmap::IndexMap;
use kept::Kept;
use reach::Reach;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the monitor is to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How many milliseconds a record may come after one that happened later. The watermark stays that far behind
    /// the latest record.
    pub lateness: i64,
    /// How many milliseconds behind the watermark a correction or a late record is still taken into account.
    pub corrections: i64,
    /// Where the watermark stops.
    pub step: Step,
    /// Values of parameters, by canonical name.
    pub parameters: IndexMap<String, Value>,
}

/// Where the watermark stops when records move it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// At each record that moves it: the earliest that something can be told.
    #[default]
    EachRecord,
    /// At the beginning of each day: what becomes certain during a day is told at its end.
    EachDay,
}

/// How much the monitor holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Records that may still matter.
    pub records: usize,
    /// Corrections, and records that could not be read.
    pub others: usize,
    /// Instances that are open or undetermined.
    pub open: usize,
    /// Instances that are certain, but that a correction may still change.
    pub certain: usize,
    /// About how many bytes all of it takes.
    pub bytes: usize,
}

/// Takes records in any order within a lateness, and tells verdicts as they become certain.
#[derive(Debug)]
pub struct Monitor<'p> {
    policy: &'p CheckedPolicy,
    seal: Seal,
    options: Options,
    reader: RecordReader<'p>,
    words: Words,
    reaches: Vec<Reach>,
    /// All that happened before it is known; the instant as of which verdicts are told.
    watermark: Instant,
    kept: Kept,
    book: Book,
    counts: Counts<'p>,
    /// Windows and triggers before it are closed.
    since: Since,
    /// Records that ended before it are forgotten.
    needed: Since,
    /// What is to be judged again at once, by position of the norm.
    touched: Vec<Whom>,
    asides: Asides,
    /// A record names something that was not registered when it came.
    strange: bool,
    /// There are types of which records are planned.
    plans: bool,
    /// Where what is covered began when verdicts were last looked at.
    begins: Option<Instant>,
    /// How many records were kept when it was last looked what can be forgotten.
    kept_last: usize,
}

/// What is set aside, by code, id and place: of which type it is, and whether that was told.
type Asides = BTreeMap<(String, Option<Arc<str>>, Place), (Option<usize>, bool)>;

impl<'p> Monitor<'p> {
    /// A monitor that has seen nothing. `seal` binds its checkpoints to the policy.
    #[must_use]
    pub fn new(policy: &'p CheckedPolicy, seal: Seal, options: Options) -> Self {
        let reaches = reach::of_all(policy);
        let nothing = Since { norms: vec![Instant::MIN; reaches.len()], ..Since::default() };
        Self {
            policy,
            seal,
            options,
            reader: RecordReader::new(&policy.vocabulary, policy.zone),
            words: Words::default(),
            touched: vec![Whom::Nobody; reaches.len()],
            watermark: Instant::MIN,
            kept: Kept::default(),
            book: Book::default(),
            counts: Counts::of(policy, &reaches),
            since: nothing.clone(),
            needed: nothing,
            asides: Asides::new(),
            strange: false,
            plans: policy.vocabulary.events.values().any(|event| event.planned),
            reaches,
            begins: None,
            kept_last: 0,
        }
    }

    /// The instant before which everything is known, and as of which verdicts are told.
    #[must_use]
    pub fn watermark(&self) -> Instant {
        self.watermark
    }

    /// Says that everything before an instant is known, though no record says so. An instant behind the
    /// watermark changes nothing.
    pub fn advance(&mut self, to: Instant) -> Vec<Told> {
        let mut tell = Vec::new();
        if to > self.watermark {
            self.settle(to, &mut tell);
        }
        tell
    }

    /// How much it holds.
    #[must_use]
    pub fn state(&self) -> State {
        let (open, certain) = self.book.count();
        let (counted, closing) = self.counts.count();
        let (records, others) = self.kept.count();
        let bytes = self.kept.bytes() + self.book.bytes() + self.counts.bytes();
        State { records, others, open: open + counted, certain: certain + closing, bytes }
    }

    /// Norms, by position, whose records are all kept, because they look back without a limit or hang together
    /// with other norms.
    pub fn unbounded(&self) -> impl Iterator<Item = usize> {
        self.reaches
            .iter()
            .enumerate()
            .filter(|(_, reach)| reach.past == reach::Past::All)
            .map(|(norm, _)| norm)
    }
}
