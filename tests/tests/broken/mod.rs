//! A clause that cannot be read, or is missing, hides none of the others: what is wrong in them is told as well, what
//! follows from the loss is not, and the norm is counted.

use super::recipes;
use bylaws::check::{Checked, check};
use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::source::{FileId, Span};
use bylaws::syntax::ast::{Item, Norm, NormClause};
use bylaws::syntax::parse;

/// Whether nobody can judge by a norm without such a clause.
fn is_needed(clause: &NormClause) -> bool {
    use NormClause::{Each, Every, Must, Time, When};
    matches!(clause, Each(_) | When(_) | Must(_) | Every(_) | Time(_))
}

/// What is wrong in another clause, whatever the norm says besides.
fn elsewhere(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "除外：存在无名事项",
        Lang::En => "except exists nothing_known",
    }
}

/// A clause of which only the head can be read.
fn unreadable(clause: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}：？？", clause.split(['：', ':']).next().unwrap().trim()),
        Lang::En => format!("{} ??", clause.split_whitespace().next().unwrap()),
    }
}

fn replaced(text: &str, at: Span, by: &str) -> String {
    format!("{}{by}{}", &text[..at.start as usize], &text[at.end as usize..])
}

fn looked_at(text: &str) -> (Checked, Vec<Diagnostic>) {
    let parsed = parse(FileId::default(), text);
    let checked = check(&[parsed.file]);
    let all = parsed.diagnostics.into_iter().chain(checked.diagnostics.clone());
    let grave = all.filter(|problem| problem.severity > Severity::Note).collect();
    (checked, grave)
}

fn told(problems: &[Diagnostic], lang: Lang) -> Vec<String> {
    problems.iter().map(|d| format!("{} {}", d.code(), d.words(&d.message, lang))).collect()
}

fn count(problems: &[Diagnostic], code: &str) -> usize {
    problems.iter().filter(|problem| problem.code() == code).count()
}

/// All norms of the cookbook with each clause that they need, in its text.
fn each_needed(mut look: impl FnMut(&str, Lang, &Norm, Span)) {
    let mut seen = 0;
    for text in recipes() {
        let file = parse(FileId::default(), text).file;
        let norms = file.items.iter().filter_map(|item| match &item.node {
            Item::Norm(norm) => Some(norm),
            _ => None,
        });
        for norm in norms {
            for clause in norm.clauses.iter().filter(|clause| is_needed(&clause.node)) {
                look(text, file.lang, norm, clause.span);
                seen += 1;
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn beside_a_clause_that_cannot_be_read_what_is_wrong_is_told_and_nothing_besides() {
    let mut wrong = Vec::new();
    each_needed(|text, lang, norm, span| {
        let clause = &text[span.start as usize..span.end as usize];
        let by = format!("{}\n{}\n", unreadable(clause, lang), elsewhere(lang));
        let (before, _) = looked_at(text);
        let (checked, problems) = looked_at(&replaced(text, span, &by));
        if problems.len() != 2 || count(&problems, "B0208") != 1 {
            wrong.push(format!("{}: {by}{:#?}", norm.name.name.node, told(&problems, lang)));
        }
        let follow_ups = norm.clauses.iter().filter(|c| matches!(c.node, NormClause::Otherwise(..))).count();
        let (stated, counted) = (before.norms_stated() - follow_ups, checked.norms_stated());
        if !(stated..=before.norms_stated()).contains(&counted) {
            wrong.push(format!("{}: {by}{counted} norms", norm.name.name.node));
        }
    });
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join("\n"));
}

#[test]
fn beside_a_missing_clause_what_is_wrong_is_told() {
    let mut wrong = Vec::new();
    each_needed(|text, lang, norm, span| {
        let (_, problems) = looked_at(&replaced(text, span, elsewhere(lang)));
        if count(&problems, "B0208") != 1 {
            wrong.push(format!("{}: {:#?}", norm.name.name.node, told(&problems, lang)));
        }
    });
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join("\n"));
}
