//! Writes what each search for bad input begins from: `cargo run -p bylaws-tests --example seeds -- fuzz/corpus`.

use bylaws_tests::fuzzing::{TARGETS, seeds};
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("fuzz/corpus"), PathBuf::from);
    for target in TARGETS {
        let folder = folder.join(target);
        std::fs::create_dir_all(&folder)?;
        for (number, bytes) in seeds(target).iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), bytes)?;
        }
    }
    Ok(())
}
