//! The monitor's state as bytes: with a version and a checksum, and bound to the policy and the options.

use super::book::Book;
use super::counts::Held;
use super::kept::Kept;
use super::{Monitor, Options, Step};
use crate::check::policy::CheckedPolicy;
use crate::diagnostic::{Lang, Message};
use crate::eval::Since;
use crate::log::{Instant, Record, Value};
use crate::syntax::{ast::File, format};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

const MAGIC: &[u8; 8] = b"bylaws/m";

/// The version of what is written. One that reads differently has another.
const VERSION: u32 = 2;

/// What binds a checkpoint to a policy: the hash of the policy's canonical print. Order of files, blank lines and
/// layout do not change it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal([u8; 32]);

impl Seal {
    /// The seal of a package's files.
    #[must_use]
    pub fn of(files: &[File]) -> Self {
        let mut texts: Vec<String> = files.iter().map(format).collect();
        texts.sort_unstable();
        let mut hash = Sha256::new();
        for text in texts {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        Self(hash.finalize().into())
    }
}

/// Why a checkpoint is not taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().render(Lang::En))]
pub enum Refusal {
    /// It is damaged, or none at all.
    Damaged,
    /// It was written by another version.
    Version(u32),
    /// It belongs to another policy.
    Policy,
    /// It was written with other options.
    Options,
}

impl Refusal {
    /// The words, in either language.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Damaged => Message::new("online.damaged"),
            Self::Version(found) => {
                Message::new("online.version").with("found", found).with("expected", VERSION)
            }
            Self::Policy => Message::new("online.policy"),
            Self::Options => Message::new("online.options"),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Saved {
    seal: Seal,
    settings: Settings,
    watermark: Instant,
    kept: Kept,
    book: Book,
    counting: bool,
    held: Vec<Held>,
    since: Bounds,
    needed: Bounds,
    asides: super::Asides,
    strange: bool,
    begins: Option<Instant>,
    kept_last: usize,
}

#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Settings {
    lateness: i64,
    corrections: i64,
    step: Step,
    parameters: BTreeMap<String, Value>,
}

impl Settings {
    fn of(options: &Options) -> Self {
        let parameters = options.parameters.iter().map(|(name, value)| (name.clone(), value.clone()));
        let Options { lateness, corrections, step, .. } = *options;
        Self { lateness, corrections, step, parameters: parameters.collect() }
    }
}

// In an order, so that the same state gives the same bytes.
#[derive(Serialize, Deserialize)]
struct Bounds {
    norms: Vec<Instant>,
    bearers: BTreeMap<(usize, Arc<str>), Instant>,
}

impl Bounds {
    fn of(since: &Since) -> Self {
        let bearers = since.bearers.iter().map(|(whose, at)| (whose.clone(), *at));
        Self { norms: since.norms.clone(), bearers: bearers.collect() }
    }

    fn since(self) -> Since {
        Since { norms: self.norms, bearers: self.bearers.into_iter().collect() }
    }
}

impl<'p> Monitor<'p> {
    /// All that it knows. The same state gives the same bytes.
    #[must_use]
    pub fn checkpoint(&self) -> Vec<u8> {
        let saved = Saved {
            seal: self.seal,
            settings: Settings::of(&self.options),
            watermark: self.watermark,
            kept: self.kept.clone(),
            book: self.book.clone(),
            counting: self.counts.running,
            held: self.counts.norms.iter().map(|one| one.held.clone()).collect(),
            since: Bounds::of(&self.since),
            needed: Bounds::of(&self.needed),
            asides: self.asides.clone(),
            strange: self.strange,
            begins: self.begins,
            kept_last: self.kept_last,
        };
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        // Nothing that is written can fail to be; if it did, what is missing would be found damaged.
        bytes.extend(postcard::to_stdvec(&saved).unwrap_or_default());
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    /// A monitor that goes on where a checkpoint was taken.
    ///
    /// # Errors
    /// A checkpoint that is damaged, or of another version, policy or with other options.
    pub fn resume(
        policy: &'p CheckedPolicy,
        seal: Seal,
        options: Options,
        checkpoint: &[u8],
    ) -> Result<Self, Refusal> {
        let (body, sum) = checkpoint.split_last_chunk::<4>().ok_or(Refusal::Damaged)?;
        let body_sum = crc32fast::hash(body);
        let rest = body.strip_prefix(MAGIC).ok_or(Refusal::Damaged)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or(Refusal::Damaged)?;
        if body_sum != u32::from_le_bytes(*sum) {
            return Err(Refusal::Damaged);
        }
        match u32::from_le_bytes(*version) {
            VERSION => {}
            other => return Err(Refusal::Version(other)),
        }
        let saved: Saved = postcard::from_bytes(rest).map_err(|_| Refusal::Damaged)?;
        if saved.seal != seal {
            return Err(Refusal::Policy);
        }
        if saved.settings != Settings::of(&options) {
            return Err(Refusal::Options);
        }
        let mut monitor = Self::new(policy, seal, options);
        if saved.since.norms.len() != monitor.reaches.len()
            || saved.needed.norms.len() != monitor.reaches.len()
        {
            return Err(Refusal::Damaged);
        }
        (monitor.watermark, monitor.kept, monitor.book) = (saved.watermark, saved.kept, saved.book);
        (monitor.since, monitor.needed) = (saved.since.since(), saved.needed.since());
        (monitor.asides, monitor.begins, monitor.kept_last) = (saved.asides, saved.begins, saved.kept_last);
        monitor.strange = saved.strange;
        monitor.counts.resume(saved.counting, saved.held).ok_or(Refusal::Damaged)?;
        let mut kept = std::mem::take(&mut monitor.kept);
        let counts_for = |kept: &Kept, record: &Record| {
            let known = !kept.names_stranger(&monitor.reader, record);
            monitor.counts.counts_for(kept, record).filter(|_| known)
        };
        kept.index(policy, monitor.watermark, &counts_for);
        monitor.kept = kept;
        monitor.book.index(monitor.watermark, monitor.options.corrections);
        Ok(monitor)
    }
}
