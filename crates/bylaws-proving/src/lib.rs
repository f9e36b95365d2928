//! Does a regulation say what is meant, and would anyone notice if it did not? Over the checked policy and its
//! evaluator, and nothing that is shown was not first confirmed by that evaluator.
//!
//! | module | asks |
//! |---|---|
//! | [`witness`] | what does it take to breach this, and on which days does it turn? |
//! | [`boundary`] | and what on the days and at the numbers around each limit? |
//! | [`coverage`] | which sides of it do the scenarios not show? |
//! | [`mutation`] | which slip of the pen would the scenarios not notice? |
//! | [`analysis`] | do norms contradict, follow from or repeat one another? |
//! | [`difference`] | what changes from one version to the next? |
//!
//! All of them look for logs by the same bounded [`search`]: it begins with logs read off the norm ([`setting`]) and
//! those of its scenarios, and goes on by single changes at the days where something may turn.

pub mod analysis;
mod apart;
pub mod block;
pub mod boundary;
pub mod cases;
pub mod coverage;
pub mod difference;
mod edges;
mod edits;
pub mod focus;
mod literal;
pub mod mutation;
mod noticed;
mod said;
pub mod search;
pub mod setting;
pub mod sketch;
mod suppose;
pub mod witness;

pub use said::{Said, within_quotes};
pub use search::Bounds;
pub use sketch::Sketch;
