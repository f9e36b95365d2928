//! A file in as many parts as there are threads, each read in large pieces that end with a line.

use crate::facts::Facts;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Small enough to stay in a processor's cache until it is looked at.
const PIECE: usize = 1 << 18;
/// No line is longer.
const LINE: usize = 1 << 10;

/// Reads all lines; `take` is given whole lines, many at a time.
pub fn read(path: &Path, take: fn(&[u8], &mut Facts)) -> io::Result<Facts> {
    let file = File::open(path)?;
    let (length, threads) = (file.metadata()?.len(), crate::threads());
    let part = |number: u64| part(&file, length * number / threads, length * (number + 1) / threads, take);
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|number| scope.spawn(move || part(number))).collect();
        let mut facts = part(0)?;
        for other in others {
            facts.add(other.join().map_err(|_| io::Error::other("a thread failed"))??);
        }
        Ok(facts)
    })
}

/// The lines that begin in a stretch of the file.
fn part(file: &File, from: u64, until: u64, take: fn(&[u8], &mut Facts)) -> io::Result<Facts> {
    let mut facts = Facts::default();
    let mut buffer = vec![0; PIECE];
    let mut at = if from == 0 { 0 } else { line_start(file, from)? };
    let until = line_start(file, until)?;
    while at < until {
        let wanted = PIECE.min((until - at) as usize);
        file.read_exact_at(&mut buffer[..wanted], at)?;
        let Some(last) = buffer[..wanted].iter().rposition(|byte| *byte == b'\n') else { break };
        take(&buffer[..=last], &mut facts);
        at += last as u64 + 1;
    }
    Ok(facts)
}

/// Where the first line begins that does so at a place or after it.
fn line_start(file: &File, at: u64) -> io::Result<u64> {
    let mut line = [0; LINE];
    let read = file.read_at(&mut line, at.saturating_sub(1))?;
    let end = line[..read].iter().position(|byte| *byte == b'\n');
    Ok(end.map_or(at, |end| at.saturating_sub(1) + end as u64 + 1))
}
