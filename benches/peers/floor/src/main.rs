//! The three norms of `benches/policies/three`, written out by hand: `floor LOG OUT`.
//!
//! This is no rules engine but the floor of what one can reach: it knows the order of columns and keys, that ids are
//! small numbers after a letter, that all dates are days of the years covered, and it checks nothing. It writes what
//! is breached as sorted lines `norm,bearer,start-of-window-or-trigger`.

mod calendar;
mod columns;
mod facts;
mod lines;
mod text;
mod violations;

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [log, out] = arguments.as_slice() else {
        return Err(io::Error::other("floor LOG OUT"));
    };
    let log = Path::new(log);
    let facts = match log.extension().and_then(|end| end.to_str()) {
        Some("csv") => lines::read(log, text::table)?,
        Some("jsonl") => lines::read(log, text::json)?,
        Some("parquet") => columns::read(log)?,
        _ => return Err(io::Error::other("a .csv, .jsonl or .parquet file is needed")),
    };
    std::fs::write(out, violations::lines(facts))
}

/// How many threads read.
fn threads() -> u64 {
    std::thread::available_parallelism().map_or(1, |number| number.get() as u64)
}
