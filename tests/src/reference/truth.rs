//! Three truth values and a fourth: of what is nothing neither an ordering nor its opposite holds.

/// What is known of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// It surely holds.
    Yes,
    /// It surely does not.
    No,
    /// Nobody can say.
    Unknown,
    /// It speaks of nothing: an average of none, an ordering with a field that was left out.
    Nothing,
}

use Truth::{No, Nothing, Unknown, Yes};

impl Truth {
    pub(super) fn of(holds: bool) -> Self {
        if holds { Yes } else { No }
    }

    pub(super) fn is_sure(self) -> bool {
        self == Yes
    }

    pub(super) fn is_possible(self) -> bool {
        matches!(self, Yes | Unknown)
    }

    /// As a condition that chooses: what speaks of nothing does not hold.
    pub(super) fn chosen(self) -> Self {
        if self == Nothing { No } else { self }
    }

    pub(super) fn opposite(self) -> Self {
        match self {
            Yes => No,
            No => Yes,
            other => other,
        }
    }

    /// All of them hold.
    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let parts: Vec<Self> = parts.into_iter().collect();
        [No, Unknown, Nothing].into_iter().find(|one| parts.contains(one)).unwrap_or(Yes)
    }

    /// One of them holds.
    pub(super) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let parts: Vec<Self> = parts.into_iter().collect();
        [Yes, Unknown, Nothing].into_iter().find(|one| parts.contains(one)).unwrap_or(No)
    }

    /// What is so of a whole stretch of which these are the parts: yes or no if all agree.
    pub(super) fn throughout(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { return Unknown };
        if parts.all(|one| one == first) { first } else { Unknown }
    }
}
