//! What is made of input of any kind: each function takes bytes, and panics only where the library breaks a promise.
//! `fuzz/` looks for such bytes; `tests/fuzzed.rs` holds that those once found stay mended.

mod checkpoint;
mod evaluate;
mod load;
mod seeds;
mod text;

pub use checkpoint::checkpoint;
pub use evaluate::{evaluate, scenario};
pub use load::load;
pub use seeds::{TARGETS, run, seeds};
pub use text::{check, parse};
