//! Messages of the area `syntax`.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[];
