//! Messages of the area `verdict`.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[];
