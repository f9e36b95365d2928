//! Writes one log as a table, as JSON Lines and as Parquet: `write-life RECORDS FOLDER [SEED]`.

use bylaws_benches::life::{CsvLog, JsonLog, LogWriter, ParquetLog, write_coverage, write_life};
use std::io;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (records, folder, seed) = match arguments.as_slice() {
        [records, folder] => (records.parse(), folder, Ok(1)),
        [records, folder, seed] => (records.parse(), folder, seed.parse()),
        _ => return usage(),
    };
    let (Ok(records), Ok(seed)) = (records, seed) else { return usage() };
    match write(records, Path::new(folder), seed) {
        Ok(count) => {
            println!("{count} records");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("write-life RECORDS FOLDER [SEED]");
    ExitCode::from(2)
}

fn write(records: u64, folder: &Path, seed: u64) -> io::Result<u64> {
    std::fs::create_dir_all(folder)?;
    let mut formats: [Box<dyn LogWriter>; 3] = [
        Box::new(CsvLog::create(&folder.join("log.csv"))?),
        Box::new(JsonLog::create(&folder.join("log.jsonl"))?),
        Box::new(ParquetLog::create(&folder.join("log.parquet"))?),
    ];
    let count = write_life(records, seed, &mut |record| {
        formats.iter_mut().try_for_each(|format| format.record(record))
    })?;
    formats.into_iter().try_for_each(LogWriter::finish)?;
    write_coverage(&folder.join("coverage.csv"))?;
    Ok(count)
}
