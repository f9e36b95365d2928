//! What the constructs of the language are called when it is counted how often each was evaluated.

use bylaws::check::policy::{Expr, Time};

/// The name of a kind of expression.
pub(super) fn name_of(expr: &Expr) -> &'static str {
    match expr {
        Expr::Value(..) => "Expr::Value",
        Expr::Parameter(..) => "Expr::Parameter",
        Expr::Bearer => "Expr::Bearer",
        Expr::OfEach => "Expr::OfEach",
        Expr::Field(..) => "Expr::Field",
        Expr::Entity => "Expr::Entity",
        Expr::At(..) => "Expr::At",
        Expr::Attribute(..) => "Expr::Attribute",
        Expr::Holders(..) => "Expr::Holders",
        Expr::UnitsOf(..) => "Expr::UnitsOf",
        Expr::RoleField(..) => "Expr::RoleField",
        Expr::Set(..) => "Expr::Set",
        Expr::Exists(..) => "Expr::Exists",
        Expr::Count(..) => "Expr::Count",
        Expr::Measure(..) => "Expr::Measure",
        Expr::Previous(..) => "Expr::Previous",
        Expr::Within(..) => "Expr::Within",
        Expr::Over(..) => "Expr::Over",
        Expr::Daily(..) => "Expr::Daily",
        Expr::Shift(..) => "Expr::Shift",
        Expr::TimePart(..) => "Expr::TimePart",
        Expr::DayOfYear(..) => "Expr::DayOfYear",
        Expr::OnDay(..) => "Expr::OnDay",
        Expr::DayOfPeriod(..) => "Expr::DayOfPeriod",
        Expr::Elapsed(..) => "Expr::Elapsed",
        Expr::Pick(..) => "Expr::Pick",
        Expr::Round(..) => "Expr::Round",
        Expr::Else(..) => "Expr::Else",
        Expr::Lookup(..) => "Expr::Lookup",
        Expr::TimeOf(..) => "Expr::TimeOf",
        Expr::UnitsWith(..) => "Expr::UnitsWith",
        Expr::SpellTime(..) => "Expr::SpellTime",
        Expr::Account(..) => "Expr::Account",
        Expr::Carried => "Expr::Carried",
        Expr::Ended => "Expr::Ended",
        Expr::Arith(..) => "Expr::Arith",
        Expr::Compare(..) => "Expr::Compare",
        Expr::And(..) => "Expr::And",
        Expr::Or(..) => "Expr::Or",
        Expr::Not(..) => "Expr::Not",
        Expr::Holds(..) => "Expr::Holds",
        Expr::Under(..) => "Expr::Under",
        Expr::During(..) => "Expr::During",
        Expr::Size(..) => "Expr::Size",
    }
}

/// The name of a form of time.
pub(super) fn name_of_time(time: &Time) -> &'static str {
    match time {
        Time::Every { .. } => "Time::Every",
        Time::EveryFrom { .. } => "Time::EveryFrom",
        Time::EveryParameter(..) => "Time::EveryParameter",
        Time::Rolling(..) => "Time::Rolling",
        Time::Gap(..) => "Time::Gap",
        Time::Before(..) => "Time::Before",
        Time::After(..) => "Time::After",
        Time::WithinBefore(..) => "Time::WithinBefore",
        Time::WithinAfter(..) => "Time::WithinAfter",
        Time::NoLaterThan(..) => "Time::NoLaterThan",
        Time::AtLeast { .. } => "Time::AtLeast",
        Time::OnTheDayOf(..) => "Time::OnTheDayOf",
        Time::AtTrigger => "Time::AtTrigger",
        Time::AtAllTimes => "Time::AtAllTimes",
        Time::AtTheEndOfEvery(..) => "Time::AtTheEndOfEvery",
        Time::ByDateEveryYear { .. } => "Time::ByDateEveryYear",
        Time::By(..) => "Time::By",
        Time::Once => "Time::Once",
        Time::AfterBreachOf(..) => "Time::AfterBreachOf",
    }
}
