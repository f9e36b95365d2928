//! The sixteen articles over logs of growing size: reading, evaluating, verdicts, peak memory.
//!
//! `cargo bench -p bylaws-benches --bench million` goes up to a million records; a number after `--` is
//! the greatest number of copies of the college instead.

#![expect(clippy::expect_used, reason = "a measurement that cannot be made should stop")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::Request;
use bylaws::log::LogBuilder;
use bylaws::report;
use bylaws_benches::write_colleges;
use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::time::Instant;

fn main() {
    let most = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(usize::MAX);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles");
    let policy = check(&bylaws_io::package::load(&folder).expect("the package is there").files).policy;
    println!("{:>9}  {:>7}  {:>9}  {:>10}  {:>9}", "records", "read s", "judge s", "verdicts", "peak MB");
    let mut copies = 1;
    loop {
        let records = measure(&policy, copies.min(most));
        if records >= 1_000_000 || copies >= most {
            break;
        }
        copies *= 4;
        // The last step is the one that just passes a million.
        copies = copies.min(1_000_000 / (records / (copies / 4)) + 1);
    }
}

/// Reads and judges one log; gives its number of records.
fn measure(policy: &CheckedPolicy, copies: usize) -> usize {
    let file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("a temporary file");
    let records = write_colleges(1, copies, &mut BufWriter::new(&file)).expect("room for the log");
    let start = Instant::now();
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    bylaws_io::logs::read(&[file.path().to_owned()], None, &mut builder, &mut |_| ()).expect("a good log");
    let log = builder.finish().expect("good records");
    let read = start.elapsed();
    let start = Instant::now();
    let findings = report::findings(policy, &log, &Request::default(), Lang::En);
    let verdicts: usize = findings.counts.each().map(|(_, count)| count).sum();
    let judged = start.elapsed();
    let (read, judged) = (read.as_secs_f64(), judged.as_secs_f64());
    println!("{records:>9}  {read:>7.2}  {judged:>9.2}  {verdicts:>10}  {:>9}", peak_memory());
    records
}

/// The most memory that this process has had so far, in megabytes, where the system tells (Linux).
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.map_or("-".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}
