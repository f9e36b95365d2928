//! XES, the event logs of process mining (IEEE 1849): traces of events, each a bag of attributes.
//!
//! Read as a stream. Only what hangs directly on a trace or an event is looked at; what an activity means
//! says the package's [`Mapping`].

mod attributes;
mod mapping;

pub use mapping::{FILE, Mapping};

use super::input::{Input, InputFile};
use crate::ReadError;
use attributes::{ACTIVITY, Attributes};
use bylaws::diagnostic::Message;
use bylaws::log::{LogBuilder, LogError};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

pub(super) fn read(
    input: Input<'_>,
    mapping: Option<&Mapping>,
    builder: &mut LogBuilder<'_>,
) -> Result<(), ReadError> {
    let Input { file, bytes } = input;
    let mapping =
        mapping.ok_or_else(|| ReadError::of(Message::new("L0222").with("mapping", FILE), file.path))?;
    mapping.coverage().for_each(|stretch| builder.push(stretch));
    let mut xml = Reader::from_reader(bytes);
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
        let part = xml
            .read_event_into(&mut buffer)
            .map_err(|error| file.wrong(line, Message::new("L0223").with("reason", error)))?;
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
        let attributes = match (within, element) {
            (Some(Element::Trace), Element::Other) => &mut self.trace,
            (Some(Element::Event), Element::Other) => &mut self.event,
            _ => return Ok(()),
        };
        let read = attributes.read(tag);
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
