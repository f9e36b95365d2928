//! Messages of the area `log`.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[];
