//! Packages and event logs in. Formats only: what a record means is checked by the core.

pub mod checkpoint;
pub mod college;
mod error;
pub mod logs;
pub mod package;

pub use error::ReadError;
