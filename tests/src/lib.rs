//! Shared parts of the test suites.

pub mod fuzzing;
pub mod generate;
pub mod reference;
