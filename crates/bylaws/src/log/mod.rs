//! What happened: typed records, the vocabulary they are checked against, and how much of time they cover.
//!
//! The log is a *set* of records keyed by id; the order of lines never matters. Nothing here judges.

mod alike;
mod build;
mod columns;
mod coverage;
mod error;
mod event_log;
mod exact;
mod headings;
mod meant;
mod parse_time;
mod raw;
mod read;
mod shape;
mod time;
mod value;
mod vocabulary;

pub(crate) use alike::looks;
pub use build::LogBuilder;
pub use columns::{Cell, ColumnLog, ColumnReader, Form, Layout, RowCells, Rows, UNNUMBERED, Unfit, Written};
pub(crate) use columns::{Columns, Part, When};
pub use coverage::{Coverage, Stretch};
pub use error::LogError;
pub use event_log::{Correction, EventLog, Place, Record, SetAside};
pub use exact::Exact;
pub(crate) use headings::is_correction;
pub use parse_time::{parse_clock, parse_moment};
pub use raw::{RawRecord, RawValue};
pub(crate) use read::Read;
pub use read::{Checked, RecordReader};
pub(crate) use shape::Shapes;
pub use shape::Words;
pub use time::{Instant, Moment, Precision, TimeZone};
pub use value::{Length, Value};
pub use vocabulary::{
    EntityType, EnumType, EventOrigin, EventType, Field, Name, RoleType, StateType, Type, Unit, Vocabulary,
};
