//! A checkpoint on disk: the monitor's state, how far the log was read, and how much output there was. Written so
//! that there is always a whole one, whenever the machine stops.

use crate::ReadError;
use crate::logs::growing::Position;
use bylaws::diagnostic::{Arg, Message};
use bylaws::online::Refusal;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"bylaws/f";

/// The version of the frame around the monitor's state, which has a version of its own.
const VERSION: u32 = 1;

/// What is on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// How far the log was read.
    pub log: Position,
    /// How many bytes of output there were.
    pub output: u64,
    /// How many breaches of duties stood.
    pub breaches: u64,
    /// The monitor's state.
    pub monitor: Vec<u8>,
}

impl Checkpoint {
    /// Puts it in the place of the one before: written beside it, brought to the disk, renamed.
    ///
    /// # Errors
    /// Whatever writing meets.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let beside = beside(path);
        let mut file = File::create(&beside)?;
        file.write_all(&self.bytes())?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&beside, path)?;
        synced_folder(path)
    }

    /// Reads one; none where there is no file.
    ///
    /// # Errors
    /// A file that cannot be read, or is no checkpoint, or is damaged, or of another version.
    pub fn read(path: &Path) -> Result<Option<Self>, ReadError> {
        match std::fs::read(path) {
            Ok(bytes) => Self::of(&bytes).map(Some).map_err(|refusal| refused(refusal, path)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ReadError::open(path, &error)),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        for number in [self.log.offset, self.log.lines, u64::from(self.log.mark), self.output, self.breaches]
        {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(&self.monitor);
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        let (body, sum) = bytes.split_last_chunk::<4>().ok_or(Refusal::Damaged)?;
        let mut rest = body.strip_prefix(MAGIC).ok_or(Refusal::Damaged)?;
        if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
            return Err(Refusal::Damaged);
        }
        let version = rest.split_off(..4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        match version.ok_or(Refusal::Damaged)? {
            VERSION => {}
            other => return Err(Refusal::Version(other)),
        }
        let mut number = || {
            let eight = rest.split_off(..8).and_then(|eight| eight.try_into().ok());
            eight.map(u64::from_le_bytes).ok_or(Refusal::Damaged)
        };
        let (offset, lines) = (number()?, number()?);
        let mark = u32::try_from(number()?).map_err(|_| Refusal::Damaged)?;
        let (output, breaches) = (number()?, number()?);
        Ok(Self { log: Position { offset, lines, mark }, output, breaches, monitor: rest.to_vec() })
    }
}

/// Why a checkpoint of this file is not taken up.
#[must_use]
pub fn refused(refusal: Refusal, path: &Path) -> ReadError {
    let problem = Arg::Message(Box::new(refusal.message()));
    ReadError::of(Message::new("online.checkpoint").with_arg("problem", problem), path)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

// A renamed file is only there for good once its folder is on the disk; where folders cannot be opened as files,
// the system sees to it.
fn synced_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match cfg!(unix) {
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}
