//! Messages of the area `check`.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[];
