//! The subcommands.

pub(crate) mod analyse;
pub(crate) mod check;
pub(crate) mod clauses;
pub(crate) mod coverage;
pub(crate) mod diff;
pub(crate) mod due;
pub(crate) mod example;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod follow;
pub(crate) mod generate;
pub(crate) mod mutate;
pub(crate) mod run;
pub(crate) mod test;
pub(crate) mod translate;
