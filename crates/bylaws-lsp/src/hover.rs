//! What is told of what the mouse is on: a name, a window of the calendar, a word of the language.

use crate::index::{Kind, Symbol};
use crate::keywords;
use crate::names::said;
use crate::places::{range, trimmed};
use crate::project::Project;
use bylaws::check::policy::{Norm, Time};
use bylaws::diagnostic::Lang;
use bylaws::plan::periods;
use bylaws::source::{FileId, Span};
use bylaws::syntax::ast::Standing;
use chrono::NaiveDate;
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

/// What is known of what stands at a byte, in the editor's language; of a word of the language, in the file's.
pub(crate) fn hover(project: &Project, file: FileId, offset: usize, lang: Lang) -> Option<Hover> {
    let source = project.source(file)?;
    let named = project.index.at(file, offset).and_then(|at| {
        let symbol = project.index.symbol(at.declared)?;
        Some((trimmed(&source.text, at.at), told(project, symbol, lang)))
    });
    let tree = project.tree(file)?;
    let is_comment = tree.comments.iter().any(|one| {
        let span = one.span;
        span.start as usize <= offset && offset < span.end as usize
    });
    let found = match (named, quoted(&source.text, offset)) {
        (Some(named), _) => Some(named),
        (None, _) if is_comment => None,
        (None, Some((start, end))) => {
            let label = source.text.get(start..end)?;
            window(project, label, lang).map(|value| ((start, end), value))
        }
        (None, None) => keywords::explained(&source.text, offset, tree.lang),
    };
    let ((start, end), value) = found?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
        range: Some(range(source, start, end)),
    })
}

// The text in quotation marks that a byte lies in.
fn quoted(text: &str, offset: usize) -> Option<(usize, usize)> {
    let line = text.get(..offset)?.rfind('\n').map_or(0, |end| end + 1);
    let mut opened = None;
    for (at, c) in text.get(line..)?.char_indices().map(|(at, c)| (line + at, c)) {
        match (opened, c) {
            (_, '\n') => return None,
            (None, '“' | '"') => opened = Some((at + c.len_utf8(), if c == '“' { '”' } else { '"' })),
            (Some((start, closing)), _) if c == closing => {
                if start <= offset && offset <= at {
                    return Some((start, at));
                }
                opened = None;
            }
            (None, _) if at >= offset => return None,
            _ => {}
        }
    }
    None
}

// A window of the calendar by its label: from which day to which it is.
fn window(project: &Project, label: &str, lang: Lang) -> Option<String> {
    let policy = &project.checked.policy;
    let calendar = &policy.calendar;
    let all = [&calendar.semesters, &calendar.vacations, &calendar.holidays, &calendar.academic_years];
    let declared = all.into_iter().flatten().find(|days| days.label.answers_to(label));
    let (first, last) = match declared {
        Some(days) => (days.first, days.last),
        None => {
            let days =
                || calendar.semesters.iter().chain(&calendar.vacations).chain(&calendar.academic_years);
            let whole = (days().map(|one| one.first).min()?, days().map(|one| one.last).max()?);
            policy.norms.values().find_map(|norm| window_of(project, norm, label, whole))?
        }
    };
    Some(match lang {
        Lang::Zh => format!("**期** `{label}`\n\n{first}至{last}"),
        Lang::En => format!("**window** `{label}`\n\n{first} to {last}"),
    })
}

fn window_of(
    project: &Project,
    norm: &Norm,
    label: &str,
    whole: (NaiveDate, NaiveDate),
) -> Option<(NaiveDate, NaiveDate)> {
    let Time::Every { count, unit, from } = norm.time else { return None };
    let calendar = &project.checked.policy.calendar;
    let all = periods(calendar, &norm.reading_of_windows(), (count, unit, from), whole);
    let found = all.iter().find(|period| period.label.answers_to(label))?;
    Some((found.first, found.last))
}

fn told(project: &Project, symbol: &Symbol, lang: Lang) -> String {
    let within = symbol.within.and_then(|at| project.index.symbols.get(at));
    let forms: Vec<&str> = symbol.forms.iter().map(|(form, _)| form.as_str()).collect();
    let mut lines = vec![match within.filter(|_| symbol.kind == Kind::Clause) {
        Some(article) => format!("**{}.{}**", article.shown(lang), symbol.shown(lang)),
        None => format!("**{}** `{}`", symbol.kind.words(lang), forms.join("` / `")),
    }];
    if let Some(article) =
        within.and_then(|article| article.about.as_ref()).filter(|_| symbol.kind == Kind::Clause)
    {
        lines.push(article.clone());
    }
    lines.extend(symbol.about.as_ref().map(|about| format!("> {about}")));
    if let Some(owner) = within.filter(|_| matches!(symbol.kind, Kind::Field | Kind::Value)) {
        lines.push(format!("{} `{}`", owner.kind.words(lang), owner.shown(lang)));
    }
    if let Some(ty) = symbol.ty.and_then(|ty| Some(project.source(ty.file)?.slice(ty).trim().to_owned())) {
        lines.push(format!("{}`{ty}`", said(lang, "类型：", "type: ")));
    }
    lines.extend(declared(project, symbol));
    lines.extend(standing(symbol.standing.as_ref(), lang));
    if symbol.kind == Kind::Norm {
        lines.extend(of_norm(project, symbol, lang));
        lines.extend(sentence(project, symbol, lang));
        lines.extend(interpreted(project, symbol, lang));
    }
    lines.join("\n\n")
}

// What it is made of, as it stands in the file, as far as a hand's breadth of the screen goes.
fn declared(project: &Project, symbol: &Symbol) -> Option<String> {
    const LINES: usize = 12;
    let is_shown = matches!(
        symbol.kind,
        Kind::Entity
            | Kind::Enumeration
            | Kind::Event
            | Kind::State
            | Kind::Role
            | Kind::Parameter
            | Kind::Definition
    );
    let text = project.source(symbol.item.file)?.slice(symbol.item).trim();
    let mut lines: Vec<&str> = text.lines().take(LINES).collect();
    if text.lines().nth(LINES).is_some() {
        lines.push("…");
    }
    (is_shown && !text.is_empty()).then(|| format!("```policy\n{}\n```", lines.join("\n")))
}

fn standing(standing: Option<&Standing>, lang: Lang) -> Option<String> {
    Some(match standing? {
        Standing::Encoded => return None,
        Standing::Proxy => said(lang, "以佐证核查", "seen by a proxy only"),
        Standing::NeedsParameter(list) => {
            let names: Vec<&str> = list.iter().map(|name| name.node.as_str()).collect();
            said(lang, "需要参数：", "needs parameters: ") + &names.join(&said(lang, "、", ", "))
        }
        Standing::NotCheckable(why) => said(lang, "不可核查：", "not checkable: ") + &why.node,
    })
}

// The clauses that a norm says, with their phrases.
fn of_norm(project: &Project, norm: &Symbol, lang: Lang) -> Vec<String> {
    let lies_in =
        |at: &Span| at.file == norm.item.file && norm.item.start <= at.start && at.end <= norm.item.end;
    let cited = project.index.references.iter().filter(|one| lies_in(&one.at));
    let clauses = cited.filter_map(|one| project.index.symbol(one.declared));
    let clauses = clauses.filter(|symbol| symbol.kind == Kind::Clause);
    clauses
        .map(|clause| {
            let article = clause.within.and_then(|at| project.index.symbols.get(at));
            let article = article.map_or("", |article| article.shown(lang));
            format!("- {article}.{} {}", clause.shown(lang), clause.about.as_deref().unwrap_or(""))
        })
        .collect()
}

// The norm in plain words, as it is signed; of a package with errors it would not be what the author means.
fn sentence(project: &Project, symbol: &Symbol, lang: Lang) -> Option<String> {
    let policy = &project.checked.policy;
    let norm = policy.norms.get(&symbol.forms.first()?.0).filter(|_| project.is_usable())?;
    Some(bylaws::report::sentence(policy, norm, lang))
}

// How what a norm says is taken where it could be taken in several ways.
fn interpreted(project: &Project, symbol: &Symbol, lang: Lang) -> Option<String> {
    let norm = project.checked.policy.norms.get(&symbol.forms.first()?.0)?;
    let choices = bylaws::report::interpretation(norm, lang);
    let all = choices.join(&said(lang, "；", "; "));
    (!all.is_empty()).then(|| said(lang, "解释：", "reading: ") + &all)
}
