//! Beside how often something is due: the days of the window that is now, as the package's calendar has it.

use crate::places::{position, trimmed};
use crate::project::Project;
use bylaws::check::policy::{Norm, Time};
use bylaws::diagnostic::Lang;
use bylaws::log::Instant;
use bylaws::plan::{Period, periods};
use bylaws::source::FileId;
use bylaws::syntax::ast::{Item, NormClause};
use chrono::{Days, NaiveDate};
use lsp_types::{InlayHint, InlayHintLabel, InlayHintTooltip};
use std::time::{SystemTime, UNIX_EPOCH};

/// How far back a window is looked for where none is now: a calendar may have ended.
const BACK: Days = Days::new(3660);

/// Hints for all norms of a file that go by windows of the calendar.
pub(crate) fn hints(project: &Project, file: FileId, lang: Lang) -> Vec<InlayHint> {
    let (Some(source), Some(tree), Some(today)) = (project.source(file), project.tree(file), today(project))
    else {
        return Vec::new();
    };
    let norms = tree.items.iter().filter_map(|item| match &item.node {
        Item::Norm(norm) => Some(norm),
        _ => None,
    });
    let hint = |written: &bylaws::syntax::ast::Norm| {
        let clause = written.clauses.iter().find(|clause| matches!(clause.node, NormClause::Every(_)))?;
        let norm = project.checked.policy.norms.get(&written.name.name.node)?;
        let window = window(project, norm, today)?;
        let (_, end) = trimmed(&source.text, clause.span);
        let is_now = today <= window.closes;
        let tooltip = match (lang, is_now) {
            (Lang::Zh, true) => format!("本期（{}）", window.label.shown(lang)),
            (Lang::Zh, false) => format!("校历中最近的一期（{}）", window.label.shown(lang)),
            (Lang::En, true) => format!("the window that is now ({})", window.label.shown(lang)),
            (Lang::En, false) => {
                format!("the last window that the calendar has ({})", window.label.shown(lang))
            }
        };
        let to = if lang == Lang::Zh { "至" } else { " to " };
        Some(InlayHint {
            position: position(source, end),
            label: InlayHintLabel::String(format!("{}{to}{}", window.first, window.last)),
            kind: None,
            text_edits: None,
            tooltip: Some(InlayHintTooltip::String(tooltip)),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
    };
    norms.filter_map(|norm| hint(norm)).collect()
}

// The day it is where the regulation is in force; none by a clock before 1970.
fn today(project: &Project) -> Option<NaiveDate> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let now = Instant(i64::try_from(since.as_millis()).ok()?);
    Some(project.checked.policy.zone.date_of(now))
}

// The window that holds a day, else the last one before it. A bearer with a calendar of its own may have another.
fn window(project: &Project, norm: &Norm, today: NaiveDate) -> Option<Period> {
    let Time::Every { count, unit, from } = norm.time else { return None };
    if !norm.calendars.is_empty() {
        return None;
    }
    let calendar = &project.checked.policy.calendar;
    let reading = norm.reading_of_windows();
    let of = |from_day: NaiveDate| periods(calendar, &reading, (count, unit, from), (from_day, today)).pop();
    of(today).or_else(|| of(today.checked_sub_days(BACK)?))
}
