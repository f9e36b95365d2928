//! What an expression is made of, to be looked at or to be changed in place: one listing for both.

use super::{Expr, Selection};

macro_rules! below {
    ($(#[$doc:meta])* $name:ident $(, $mutable:tt)?) => {
        $(#[$doc])*
        pub fn $name<'a>(&'a $($mutable)? self, f: &mut dyn FnMut(&'a $($mutable)? Expr)) {
            match self {
                Self::Attribute(e, _)
                | Self::Holders(e, _)
                | Self::UnitsOf(e, _)
                | Self::RoleField(e, _, _)
                | Self::Previous(e)
                | Self::Daily(_, _, e)
                | Self::Size(e)
                | Self::Not(e)
                | Self::Under(e, _)
                | Self::TimePart(_, e)
                | Self::DayOfYear(_, _, _, e)
                | Self::OnDay(_, e)
                | Self::DayOfPeriod(_, _, _, e)
                | Self::Round(_, _, e)
                | Self::Account(e, _)
                | Self::Lookup(_, e, _) => f(e),
                Self::Holds(e, _, unit) => {
                    f(e);
                    if let Some(unit) = unit {
                        f(unit);
                    }
                }
                Self::Set(parts) | Self::And(parts) | Self::Or(parts) | Self::Pick(_, parts) => {
                    for part in parts {
                        f(part);
                    }
                }
                Self::Arith(_, a, b)
                | Self::Compare(_, a, b)
                | Self::Within(_, _, a, b)
                | Self::Shift(_, a, b)
                | Self::Elapsed(_, a, b)
                | Self::Else(a, b) => {
                    f(a);
                    f(b);
                }
                Self::Exists(s)
                | Self::Count(s)
                | Self::Measure(_, s, _)
                | Self::TimeOf(_, s)
                | Self::UnitsWith(_, s, _)
                | Self::SpellTime(_, _, s, _) => {
                    let Selection { filter, .. } = &$($mutable)? **s;
                    if let Some(filter) = filter {
                        f(filter);
                    }
                }
                Self::Over(from, to, inner) => {
                    f(from);
                    f(to);
                    f(inner);
                }
                Self::Value(_)
                | Self::Parameter(_)
                | Self::Bearer
                | Self::OfEach
                | Self::Field(..)
                | Self::Entity
                | Self::At(_)
                | Self::Ended
                | Self::Carried
                | Self::During(_) => {}
            }
        }
    };
}

impl Expr {
    below! {
        /// Calls `f` on each expression that this one is directly made of, the filters of selections included.
        below
    }
    below! {
        /// The same, to change them in place.
        below_mut, mut
    }
}
