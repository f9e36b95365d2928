//! Policies and logs made at random, for properties that must hold of all of them. What fails shrinks to few
//! norms and few lines, which are shown as an author would write them.

mod line;
mod log;
mod norm;

pub use line::Line;
pub use log::{Blur, lines};
pub use norm::{norms, policy};
