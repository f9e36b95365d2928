//! Policies and logs made at random, for properties that must hold of all of them. What fails shrinks to few
//! norms and few lines, which are shown as an author would write them.

mod blur;
mod case;
mod clause;
mod counting;
mod day;
mod fact;
mod line;
mod log;
mod norm;
mod require;
mod runs;
mod scope;
mod select;
mod template;
mod term;
mod window;
mod words;

pub use blur::Blur;
pub use case::{Asked, Case, case, tied_case};
pub use counting::{Counting, counting};
pub use line::Line;
pub use runs::runs;
pub use words::words;
