//! `bylaws`: an institution's regulations as code, and their duties' verdicts over a typed event log.
//!
//! | stage | module | from → to |
//! |---|---|---|
//! | 1 | [`syntax`] | text → syntax tree |
//! | 2 | [`check`] | syntax tree → checked policy |
//! | 3 | [`plan`] | checked policy → plan |
//! | 4 | [`eval`] | plan × log → outcomes |
//! | 5 | [`report`] | outcomes → report, explanation, due list |
//! | – | [`scenario`] | `test` blocks through all of these |
//!
//! [`source`], [`diagnostic`] and [`log`] serve all of them. The core is pure: no I/O, no clock.

pub mod check;
pub mod diagnostic;
pub mod eval;
pub mod limits;
pub mod log;
pub mod online;
pub mod plan;
pub mod report;
pub mod scenario;
pub mod source;
pub mod syntax;
