//! Writes ten years of a college of 20,000 members, with the sixteen articles and a calendar: `write-decade FOLDER`.

use bylaws_benches::decade::write_decade;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder] = arguments.as_slice() else {
        eprintln!("write-decade FOLDER");
        return ExitCode::from(2);
    };
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    match write_decade(&policies, Path::new(folder)) {
        Ok((records, members)) => {
            println!("{records} records, {members} members");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}
