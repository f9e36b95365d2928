//! A receipt of a run: hashes of all that it rests on and of what it said, so that anyone can run it again and see
//! whether the same comes of it.

use crate::inputs::LogArgs;
use bylaws::diagnostic::Message;
use bylaws_io::ReadError;
use bylaws_io::logs::xes::Mapping;
use bylaws_io::package;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The version of the form of a receipt.
const VERSION: u32 = 1;

/// What a report rests on, and what it was.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    receipt: u32,
    /// The version of the engine.
    engine: String,
    policy: Policy,
    logs: Vec<Hashed>,
    pub asked: Asked,
    /// Hash of the bytes of the report, and how many they are.
    pub report: Report,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Policy {
    /// Hash of the names and contents of all files, in the order of their names.
    hash: String,
    files: Vec<Hashed>,
}

/// A file and the hash of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Hashed {
    file: String,
    hash: String,
}

/// The options of the run.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    as_of: Option<String>,
    known_at: Option<String>,
    parameters: Vec<String>,
    norms: Vec<String>,
    bearers: Vec<String>,
    skip_invalid: bool,
    steps: u64,
    pub format: String,
    pub lang: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    pub bytes: u64,
    pub hash: String,
}

impl Asked {
    pub(crate) fn of(args: &LogArgs, format: &str, lang: &str) -> Self {
        Self {
            as_of: args.as_of.clone(),
            known_at: args.known_at.clone(),
            parameters: args.parameters.clone(),
            norms: args.norm.clone(),
            bearers: args.bearer.clone(),
            skip_invalid: args.skip_invalid,
            steps: args.steps,
            format: format.to_owned(),
            lang: lang.to_owned(),
        }
    }

    /// The same options over a package and logs.
    pub(crate) fn over(&self, package: &Path, logs: &[PathBuf]) -> LogArgs {
        LogArgs {
            package: package.to_owned(),
            log: logs.to_vec(),
            as_of: self.as_of.clone(),
            known_at: self.known_at.clone(),
            parameters: self.parameters.clone(),
            norm: self.norms.clone(),
            bearer: self.bearers.clone(),
            skip_invalid: self.skip_invalid,
            steps: self.steps,
        }
    }
}

impl Receipt {
    /// Of a run over a package and logs.
    pub(crate) fn of(
        package: &Path,
        logs: &[PathBuf],
        asked: Asked,
        report: Report,
    ) -> Result<Self, Message> {
        let logs =
            logs.iter().map(|path| Ok(Hashed { file: path.display().to_string(), hash: of_file(path)? }));
        Ok(Self {
            receipt: VERSION,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            policy: Policy::of(package)?,
            logs: logs.collect::<Result<_, Message>>()?,
            asked,
            report,
        })
    }

    pub(crate) fn read(path: &Path) -> Result<Self, Message> {
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        let receipt: Self = serde_json::from_str(&text)
            .map_err(|_| Message::new("receipt.none").with("path", path.display()))?;
        match receipt.receipt {
            VERSION => Ok(receipt),
            other => Err(Message::new("receipt.version").with("found", other).with("expected", VERSION)),
        }
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), Message> {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        std::fs::write(path, format!("{text}\n")).map_err(|error| unreadable(path, &error))
    }

    /// What of the inputs is otherwise than they were, one by one; nothing where they are the same.
    pub(crate) fn differences(&self, now: &Self) -> Vec<Message> {
        let mut out = Vec::new();
        for before in &self.policy.files {
            match now.policy.files.iter().find(|file| file.file == before.file) {
                None => out.push(Message::new("receipt.policy.gone").with("file", &before.file)),
                Some(file) if file.hash != before.hash => {
                    out.push(Message::new("receipt.policy.changed").with("file", &before.file));
                }
                Some(_) => {}
            }
        }
        let is_new = |file: &&Hashed| !self.policy.files.iter().any(|before| before.file == file.file);
        let new = now.policy.files.iter().filter(is_new);
        out.extend(new.map(|file| Message::new("receipt.policy.new").with("file", &file.file)));
        out.extend(logs(&self.logs, &now.logs));
        out
    }

    /// By which versions the reports were worked out, where they are not one.
    pub(crate) fn other_engine(&self, now: &Self) -> Option<Message> {
        let message = Message::new("receipt.engine").with("before", &self.engine).with("now", &now.engine);
        (self.engine != now.engine).then_some(message)
    }

    /// The paths of the logs, which a report names where it names records that were set aside.
    pub(crate) fn same_paths(&self, now: &Self) -> bool {
        self.logs.iter().map(|log| &log.file).eq(now.logs.iter().map(|log| &log.file))
    }
}

// Wherever they lie and in whatever order, logs are the same by what is in them.
fn logs(before: &[Hashed], now: &[Hashed]) -> Vec<Message> {
    let missing = |of: &[Hashed], from: &[Hashed]| -> Vec<String> {
        let mut left: Vec<&Hashed> = from.iter().collect();
        let mut out = Vec::new();
        for one in of {
            match left.iter().position(|other| other.hash == one.hash) {
                Some(index) => drop(left.remove(index)),
                None => out.push(one.file.clone()),
            }
        }
        out
    };
    let (mut lost, mut found) = (missing(before, now), missing(now, before));
    // What is called so, or stands alone for the only one, is another version of it.
    let name = |file: &str| Path::new(file).file_name().map(ToOwned::to_owned);
    let mut changed = Vec::new();
    let one_each = lost.len() == 1 && found.len() == 1;
    lost.retain(|file| {
        let of = found.iter().position(|other| one_each || name(other) == name(file));
        let other = of.map(|index| found.remove(index));
        let said = |other| Message::new("receipt.log.changed").with("file", file).with("now", other);
        changed.extend(other.as_ref().map(said));
        other.is_none()
    });
    let gone = lost.into_iter().map(|file| Message::new("receipt.log.gone").with("file", file));
    let new = found.into_iter().map(|file| Message::new("receipt.log.new").with("file", file));
    changed.into_iter().chain(gone).chain(new).collect()
}

impl Policy {
    fn of(package: &Path) -> Result<Self, Message> {
        let loaded = package::load(package).map_err(|error: ReadError| error.message())?;
        let texts = loaded.sources.iter();
        let mut files: Vec<Hashed> = texts
            .map(|(_, file)| Hashed { file: file.name.clone(), hash: of_bytes(file.text.as_bytes()) })
            .collect();
        let mapping = Mapping::path_of(package);
        if mapping.exists() {
            let file = mapping.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push(Hashed { file, hash: of_file(&mapping)? });
        }
        files.sort();
        let mut all = Sha256::new();
        for file in &files {
            all.update((file.file.len() as u64).to_le_bytes());
            all.update(file.file.as_bytes());
            all.update(file.hash.as_bytes());
        }
        Ok(Self { hash: shown(all), files })
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Message {
    Message::new("receipt.unreadable")
        .with("path", path.display())
        .with_arg("problem", crate::file_problems::reason(error))
}

fn of_bytes(bytes: &[u8]) -> String {
    shown(Sha256::new().chain_update(bytes))
}

fn of_file(path: &Path) -> Result<String, Message> {
    let mut hash = Sha256::new();
    let mut read = || -> io::Result<()> {
        let mut file = File::open(path)?;
        let mut part = vec![0; 1 << 16];
        loop {
            match file.read(&mut part)? {
                0 => return Ok(()),
                read => hash.update(part.get(..read).unwrap_or_default()),
            }
        }
    };
    read().map_err(|error| unreadable(path, &error))?;
    Ok(shown(hash))
}

fn shown(hash: Sha256) -> String {
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// Where a report goes: to standard output, and into a hash where one is asked for.
pub(crate) struct Sink {
    shown: bool,
    hash: Option<Sha256>,
    bytes: u64,
}

impl Sink {
    /// To standard output, and into a hash if a receipt is wanted.
    pub(crate) fn to_output(with_hash: bool) -> Self {
        Self { shown: true, hash: with_hash.then(Sha256::new), bytes: 0 }
    }

    /// Into a hash alone.
    pub(crate) fn to_hash() -> Self {
        Self { shown: false, hash: Some(Sha256::new()), bytes: 0 }
    }

    /// For a text that comes piece by piece. A reader that has gone away is no failure of ours.
    pub(crate) fn pieces(&mut self) -> Pieces<'_> {
        Pieces(BufWriter::new(self))
    }

    fn note(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if let Some(hash) = &mut self.hash {
            hash.update(bytes);
        }
    }

    /// What was written, if a hash was asked for.
    pub(crate) fn report(self) -> Option<Report> {
        self.hash.map(|hash| Report { bytes: self.bytes, hash: shown(hash) })
    }
}

/// Pieces of a text on their way, gathered so that small ones are not written one by one.
pub(crate) struct Pieces<'s>(BufWriter<&'s mut Sink>);

impl std::fmt::Write for Pieces<'_> {
    fn write_str(&mut self, piece: &str) -> std::fmt::Result {
        self.0.write_all(piece.as_bytes()).map_err(|_| std::fmt::Error)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = if self.shown { io::stdout().lock().write(bytes)? } else { bytes.len() };
        self.note(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.shown { io::stdout().lock().flush() } else { Ok(()) }
    }
}
