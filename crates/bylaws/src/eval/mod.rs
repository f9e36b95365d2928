//! Stage 4, plan × log → outcomes. Pure: no clock, no I/O.

mod outcome;

pub use outcome::{Answer, Measured, NearMiss, Outcome, Verdict, Weight};
