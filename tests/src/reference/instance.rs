//! What the reference says of one instance of a norm.

use super::answer::Answers;
use super::ruling::Shown;
use super::scope::Candidate;
use super::uses::Uses;
use bylaws::check::policy::{Modality, Norm};
use bylaws::eval::{Verdict, Weight};
use bylaws::log::{Exact, Instant, Value};
use chrono::NaiveDate;

/// A role in one unit; none where the log does not tell in which.
#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    /// The role.
    pub role: String,
    /// The unit.
    pub unit: Option<Value>,
}

/// What the reference says of one instance of a norm.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// Position of the norm in the policy.
    pub norm: usize,
    /// The bearer's id; empty where not all bearers are known.
    pub bearer: String,
    /// The office, and the one of those that the norm is stated for each of.
    pub of_each: Option<String>,
    /// The latter, as a value.
    pub for_which: Option<Value>,
    /// The office.
    pub office: Option<Office>,
    /// Id of the triggering record.
    pub trigger: Option<String>,
    /// First instant.
    pub from: Instant,
    /// One past the last instant.
    pub until: Instant,
    /// The verdict.
    pub verdict: Verdict,
    /// Its weight.
    pub weight: Weight,
    /// When it became certain.
    pub certain_at: Option<Instant>,
    /// What was required, where that is known.
    pub required: Option<Exact>,
    /// What was counted: surely, and possibly, without a high end where records may be missing.
    pub measured: Option<(Exact, Option<Exact>)>,
    /// One too many decided it, before its time was over.
    pub excess: bool,
    /// Who answers, in no order.
    pub answerable: Vec<Answers>,
    /// The last day on which it could (have) been met in time.
    pub due: Option<NaiveDate>,
    /// The last day for making up.
    pub late_until: Option<NaiveDate>,
    /// Open past its last day.
    pub overdue: bool,
    /// What it uses of the records that it counts.
    pub uses: Uses,
}

impl Instance {
    pub(super) fn new(index: usize, norm: &Norm, who: &Candidate, (from, until): (Instant, Instant)) -> Self {
        Self {
            norm: index,
            bearer: who.bearer.as_ref().map(name).unwrap_or_default(),
            of_each: who.called(),
            for_which: who.of_each.clone(),
            office: who.office.clone(),
            trigger: None,
            from,
            until,
            verdict: Verdict::Undetermined,
            weight: if norm.modality == Modality::Should { Weight::Advisory } else { Weight::Duty },
            certain_at: None,
            required: None,
            measured: None,
            excess: false,
            answerable: Vec::new(),
            due: None,
            late_until: None,
            overdue: false,
            uses: Uses::default(),
        }
    }

    pub(super) fn ruled(self, verdict: Verdict) -> Self {
        Self { verdict, ..self }
    }

    /// With what is shown of a count; where nothing was due there is nothing to show.
    pub(super) fn showing(self, shown: Shown) -> Self {
        let due = !matches!(self.verdict, Verdict::Excused | Verdict::NotApplicable);
        let Shown { required, measured, .. } = if due { shown } else { Shown::default() };
        Self { required, measured, ..self }
    }
}

/// The id of an entity, the name of a value.
pub(super) fn name(value: &Value) -> String {
    match value {
        Value::Entity(id) => id.to_string(),
        Value::Variant(name) | Value::Text(name) | Value::Role(name) => name.to_string(),
        other => format!("{other:?}"),
    }
}
