//! On what a verdict turns where a slip is made: what a log that notices it is looked at for, so that it goes by the name of
//! what it shows.

use crate::said::Said;
use bylaws::log::{Exact, Length};
use std::cmp::Ordering;

/// What a log that notices a slip may show.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum On {
    /// Just what makes the slip: whatever log notices it shows that.
    Itself,
    /// The same, where the verdict is certain.
    Certain,
    /// That nothing is due.
    NoDuty,
    /// That it is not met, or not yet.
    Broken,
    /// That it is met.
    Met,
    /// That something is due, and asked for.
    Asked,
    /// That more, or something else, is done than is asked for, or that nothing is asked.
    Excused,
    /// How many there are of what a quantity asks for.
    Number(Count),
    /// Where in a length that ends with the last day, or begins with the first one, something is done.
    Length(Said),
    /// The same of the length by which a limit is extended.
    ExtendedBy(Said),
    /// The same of what it is made up in.
    MakingUp(Said),
    /// That it is made up, or may be.
    MadeUp,
    /// How far from something else it is done.
    Distance(Said),
    /// What a field of a record says, beside a number.
    Compared(Compared),
    /// How far apart things lie that a length in a condition tells apart: the length, and the one that the slip puts in its place.
    Span([Length; 2]),
    /// A last day that is written as a date.
    LastDay,
    /// That it is done on the day of what it is to be done by.
    DayItself,
    /// That it is done on the next one.
    NextDay,
    /// When the clock stood still.
    Stop,
    /// That it is extended.
    Extension,
    /// Who answers.
    Answering,
}

/// A field of a record, and how what it says is to lie to a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compared {
    /// Position of the type of record.
    pub kind: usize,
    /// Position of the field.
    pub field: usize,
    /// The number.
    pub bound: Exact,
    /// On which side of it.
    pub side: Ordering,
    /// The number that the slip puts in its place: what lies between the two tells them apart.
    pub other: Option<Exact>,
}

impl Compared {
    /// Whether a number lies as it is to.
    pub(crate) fn is_so(&self, n: Exact) -> bool {
        let is_near = self.other.is_none_or(|other| match self.side {
            Ordering::Less => other > self.bound || other <= n,
            Ordering::Greater => other < self.bound || n <= other,
            Ordering::Equal => true,
        });
        n.cmp(&self.bound) == self.side && is_near
    }
}

/// What is counted, and one of the two limits of how many.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Count {
    /// What is counted.
    pub of: Said,
    /// The limit in words.
    pub limit: Said,
    /// Whether it is the lower one.
    pub low: bool,
    /// Whether as many are to be there as written, no fewer and no more.
    pub exact: bool,
    /// Which quantity of the norm it is, as it is written.
    pub at: usize,
}
