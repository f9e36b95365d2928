//! Packages and event logs in. Formats only: what a record means is checked by the core.

pub mod college;
pub mod logs;
pub mod package;
