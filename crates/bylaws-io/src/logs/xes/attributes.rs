//! The attributes of one event or trace, by key. Attributes of attributes are passed over.

use quick_xml::events::BytesStart;

/// An event's name, by the standard's concept extension.
pub(super) const ACTIVITY: &str = "concept:name";

/// When an event happened, by the standard's time extension.
pub(super) const TIME: &str = "time:timestamp";

#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// A key that is given two values.
    pub(super) fn contradicted(&self) -> Option<&str> {
        let differs = |(key, value): &&(String, String)| self.get(key) != Some(value);
        self.0.iter().find(differs).map(|(key, _)| key.as_str())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes `<string key="…" value="…"/>`, `<date …/>` and their like; lists have no value and are left out.
    pub(super) fn read(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        if let (Some(key), Some(value)) = (text(tag, "key")?, text(tag, "value")?) {
            self.0.push((key, value));
        }
        Ok(())
    }
}

fn text(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let attribute = tag.try_get_attribute(name).map_err(|error| error.to_string())?;
    let value = attribute.map(|a| a.unescape_value().map(|words| words.into_owned()));
    value.transpose().map_err(|error| error.to_string())
}
