//! What the monitor tells, one line each: for people, and as JSON for machines.

use super::machine::{Row, day, row};
use super::punctuation::{bearer, colon, word};
use super::text::{who, window};
use crate::check::CheckedPolicy;
use crate::diagnostic::Lang;
use crate::eval::{Outcome, Verdict};
use crate::log::{Instant, Moment};
use crate::online::{Instance, Told};
use serde::Serialize;

/// Something told, for machines.
#[derive(Debug, Serialize)]
#[serde(tag = "told", rename_all = "lowercase")]
pub enum ToldRow {
    /// A verdict became certain.
    Certain {
        /// The verdict.
        #[serde(flatten)]
        verdict: Row,
    },
    /// A verdict that was told is another one now.
    Changed {
        /// What was told before.
        before: &'static str,
        /// What holds now.
        #[serde(flatten)]
        verdict: Row,
    },
    /// An instance of which a verdict was told is gone.
    Withdrawn {
        /// What was told before.
        before: &'static str,
        /// Canonical name of the norm.
        norm: String,
        /// The bearer's id.
        bearer: String,
        /// The one of those that the norm is stated for each of.
        #[serde(skip_serializing_if = "Option::is_none")]
        of_each: Option<String>,
        /// First day of its window.
        from: Option<String>,
        /// Id of the triggering record.
        trigger: Option<String>,
    },
    /// A record came too late.
    Late {
        /// Its id.
        record: String,
        /// Canonical name of its type.
        r#type: String,
        /// The day on which it happened, or the first on which it may have.
        at: Option<String>,
        /// Whether it still counts.
        taken: bool,
        /// Where it was read.
        input: String,
        /// Line of the input.
        line: u64,
    },
    /// A record is set aside.
    Bad {
        /// Where it was read.
        input: String,
        /// Line of the input.
        line: u64,
        /// What is wrong.
        code: &'static str,
        /// In words.
        message: String,
    },
}

/// Something told, for machines.
#[must_use]
pub fn told_row(policy: &CheckedPolicy, told: &Told) -> ToldRow {
    match told {
        Told::Certain(outcome) => ToldRow::Certain { verdict: row(policy, outcome) },
        Told::Changed { before, now } => ToldRow::Changed { before: before.key(), verdict: row(policy, now) },
        Told::Withdrawn { instance, before } => ToldRow::Withdrawn {
            before: before.key(),
            norm: policy.norms.get_index(instance.norm).map(|(name, _)| name.clone()).unwrap_or_default(),
            bearer: instance.bearer.to_string(),
            of_each: instance.of_each.as_deref().map(str::to_owned),
            from: day(policy, instance.from),
            trigger: instance.trigger.as_deref().map(str::to_owned),
        },
        Told::Late(late) => ToldRow::Late {
            record: late.id.to_string(),
            r#type: kind(policy, late.kind, Lang::En).to_owned(),
            at: day(policy, late.at.first),
            taken: late.taken,
            input: late.place.input.to_string(),
            line: late.place.line,
        },
        Told::Bad(error) => ToldRow::Bad {
            input: error.place.input.to_string(),
            line: error.place.line,
            code: error.code(),
            message: error.message.render(Lang::En),
        },
    }
}

/// Something told, for people: one line without its end.
#[must_use]
pub fn told_text(policy: &CheckedPolicy, told: &Told, lang: Lang) -> String {
    match told {
        Told::Certain(outcome) => format!("{}  {}", outcome.verdict.word(lang), line(policy, outcome, lang)),
        Told::Changed { before, now } => {
            let change = change(*before, now.verdict, lang);
            format!("{change}  {}", line(policy, now, lang))
        }
        Told::Withdrawn { instance, before } => {
            let gone = word(lang, "撤销", "withdrawn");
            let was = word(lang, "原为", "was ");
            format!("{gone}  {}  {was}{}", named(policy, instance, lang), before.word(lang))
        }
        Told::Late(late) => {
            let how = match late.taken {
                true => word(lang, "迟到的记录，已计入", "late, taken into account"),
                false => word(
                    lang,
                    "迟到的记录，所涉事项已结，不再计入",
                    "late, all that it concerns is closed, not taken",
                ),
            };
            let (place, at) = (&late.place, moment(policy, late.at));
            let kind = kind(policy, late.kind, lang);
            format!("{how}{}{} {kind} {at}  {}:{}", colon(lang), late.id, place.input, place.line)
        }
        Told::Bad(error) => {
            let aside = word(lang, "搁置的记录", "set aside");
            let place = &error.place;
            let (code, words) = (error.code(), error.message.render(lang));
            format!("{aside}{}{}:{}: {code} {words}", colon(lang), place.input, place.line)
        }
    }
}

fn change(before: Verdict, now: Verdict, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}改为{}", before.word(lang), now.word(lang)),
        Lang::En => format!("{}, was {}", now.word(lang), before.word(lang)),
    }
}

fn line(policy: &CheckedPolicy, outcome: &Outcome, lang: Lang) -> String {
    let norm = policy.norms.get_index(outcome.norm).map_or("", |(_, norm)| norm.name.shown(lang));
    let (whose, window, why) =
        (bearer(outcome, lang), window(policy, outcome, lang), outcome.why().render(lang));
    format!("{norm}  {whose}  {window}  {why}{}", who(outcome, lang))
}

fn named(policy: &CheckedPolicy, instance: &Instance, lang: Lang) -> String {
    let norm = policy.norms.get_index(instance.norm).map_or("", |(_, norm)| norm.name.shown(lang));
    let of_each = instance.of_each.as_deref().map(|of| format!(" / {of}")).unwrap_or_default();
    let from = day(policy, instance.from).unwrap_or_default();
    let trigger = instance.trigger.as_deref().map(|id| format!("{id} ")).unwrap_or_default();
    format!("{norm}  {}{of_each}  {trigger}{from}", instance.bearer)
}

fn kind(policy: &CheckedPolicy, kind: usize, lang: Lang) -> &str {
    policy.vocabulary.events.get_index(kind).map_or("", |(_, event)| event.name.shown(lang))
}

pub(super) fn moment(policy: &CheckedPolicy, at: Moment) -> String {
    let (first, last) = (day(policy, at.first), day(policy, Instant(at.end.0 - 1)));
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{first}—{last}"),
        (first, _) => first.unwrap_or_default(),
    }
}
