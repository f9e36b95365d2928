//! XES, the event logs of process mining (IEEE 1849): traces of events, each a bag of attributes.
//!
//! Read as a stream. Only what hangs directly on a trace or an event is looked at; what an activity means
//! says the package's [`Mapping`].

mod attributes;
mod mapping;

pub use mapping::{FILE, Mapping};

use super::input::{Input, InputFile, LONGEST};
use crate::ReadError;
use attributes::{ACTIVITY, Attributes};
use bylaws::diagnostic::Message;
use bylaws::log::{LogBuilder, LogError};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufRead, Read};

pub(super) fn read(
    input: Input<'_>,
    mapping: Option<&Mapping>,
    builder: &mut LogBuilder<'_>,
) -> Result<(), ReadError> {
    let Input { file, bytes } = input;
    let mapping =
        mapping.ok_or_else(|| ReadError::of(Message::new("L0222").with("mapping", FILE), file.path))?;
    mapping.coverage().for_each(|stretch| builder.push(stretch));
    let mut xml = Reader::from_reader(Bounded { bytes, left: LONGEST });
    let mut log = Log {
        file: &file,
        mapping,
        builder,
        open: Vec::new(),
        trace: Attributes::default(),
        event: Attributes::default(),
        began: 1,
        found: false,
    };
    let mut buffer = Vec::new();
    let mut line = 1;
    loop {
        buffer.clear();
        xml.get_mut().left = LONGEST;
        let part = xml.read_event_into(&mut buffer).map_err(|error| match xml_is_too_long(&error) {
            true => file.wrong(line, Message::new("L0204").with("limit", LONGEST)),
            false => file.wrong(line, Message::new("L0223").with("reason", error)),
        })?;
        match &part {
            Event::Start(tag) => log.start(tag, line)?,
            Event::Empty(tag) => {
                log.start(tag, line)?;
                log.end();
            }
            Event::End(_) => log.end(),
            Event::Eof => return log.finish(line),
            _ => {}
        }
        line += part.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
}

/// How deep elements may nest, attributes of attributes included.
const DEEPEST: usize = 100;

/// How many attributes a trace or an event may have.
const MOST: usize = 1000;

/// A file of which no more is read at a time than one element may have, so that none fills the memory.
struct Bounded<R> {
    bytes: R,
    left: usize,
}

const TOO_LONG: std::io::ErrorKind = std::io::ErrorKind::FileTooLarge;

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.bytes.read(buffer)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 {
            return Err(TOO_LONG.into());
        }
        self.bytes.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.bytes.consume(amount);
    }
}

fn xml_is_too_long(error: &quick_xml::Error) -> bool {
    matches!(error, quick_xml::Error::Io(error) if error.kind() == TOO_LONG)
}

/// What an element is to us.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    Log,
    Trace,
    Event,
    Other,
}

struct Log<'l, 'b> {
    file: &'l InputFile<'l>,
    mapping: &'l Mapping,
    builder: &'l mut LogBuilder<'b>,
    open: Vec<Element>,
    trace: Attributes,
    event: Attributes,
    /// The line of the last event's beginning.
    began: u64,
    found: bool,
}

impl Log<'_, '_> {
    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), ReadError> {
        let within = self.open.last().copied();
        let element = match (within, tag.local_name().as_ref()) {
            (None, b"log") => {
                self.found = true;
                Element::Log
            }
            (None, other) => {
                let found = String::from_utf8_lossy(other);
                return Err(self.file.wrong(line, Message::new("L0224").with("found", found)));
            }
            (Some(Element::Log), b"trace") => {
                self.trace.clear();
                Element::Trace
            }
            (Some(Element::Trace), b"event") => {
                self.event.clear();
                self.began = line;
                Element::Event
            }
            _ => Element::Other,
        };
        self.open.push(element);
        if self.open.len() > DEEPEST {
            return Err(self.file.wrong(line, Message::new("L0230").with("limit", DEEPEST)));
        }
        let attributes = match (within, element) {
            (Some(Element::Trace), Element::Other) => &mut self.trace,
            (Some(Element::Event), Element::Other) => &mut self.event,
            _ => return Ok(()),
        };
        let read = attributes.read(tag);
        if attributes.len() > MOST {
            return Err(self.file.wrong(line, Message::new("L0230").with("limit", MOST)));
        }
        read.map_err(|reason| self.file.wrong(line, Message::new("L0223").with("reason", reason)))
    }

    fn end(&mut self) {
        if self.open.pop() == Some(Element::Event)
            && let Err(message) = self.record()
        {
            let place = self.file.place(self.began);
            self.builder.refuse(LogError { place, other: None, field: None, message });
        }
    }

    fn record(&mut self) -> Result<(), Message> {
        let missing = |key: &str| Message::new("L0226").with("key", key);
        let activity = self.event.get(ACTIVITY).ok_or_else(|| missing(ACTIVITY))?;
        if self.mapping.ignores(activity) {
            return Ok(());
        }
        if let Some(key) = self.event.contradicted() {
            return Err(Message::new("L0228").with("key", key));
        }
        let place = self.file.place(self.began);
        let record = self.mapping.record(activity, &self.event, &self.trace, place);
        match record {
            Some(Ok(record)) => self.builder.push(record),
            Some(Err(key)) => return Err(missing(key)),
            None => return Err(Message::new("L0227").with("activity", activity)),
        }
        Ok(())
    }

    /// At the end of the file everything must be closed, and a log must have been there.
    fn finish(&self, line: u64) -> Result<(), ReadError> {
        let open = match self.open.last() {
            Some(Element::Log) => "log",
            Some(Element::Trace) => "trace",
            Some(Element::Event) => "event",
            Some(Element::Other) => "…",
            None if self.found => return Ok(()),
            None => return Err(self.file.wrong(line, Message::new("L0224.none"))),
        };
        Err(self.file.wrong(line, Message::new("L0225").with("open", open)))
    }
}
