//! Stage 4, plan × log → outcomes. Pure: no clock, no I/O.

mod answer;
mod context;
mod expression;
mod fluents;
mod frame;
mod outcome;
mod periodic;
mod scope;
mod select;
mod tally;
mod term;
mod world;

pub use outcome::{Answer, Measured, NearMiss, Outcome, Verdict, Weight};
