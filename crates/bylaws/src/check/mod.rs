//! Stage 2, syntax tree → checked policy: names, types, calendars, lints, clause coverage.

pub mod policy;

pub use policy::CheckedPolicy;
