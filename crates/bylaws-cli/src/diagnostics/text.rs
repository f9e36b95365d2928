//! A diagnostic for people: what is wrong, the line with the place marked, related places, what to do.

use crate::output::word;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::source::{SourceFile, SourceSet, Span};
use std::ops::Range;

/// The text of one diagnostic, coloured; the stream takes the colours away where they do not belong.
pub(crate) fn text(sources: &SourceSet, diagnostic: &Diagnostic, lang: Lang) -> String {
    let message = diagnostic.words(&diagnostic.message, lang);
    let title = level(diagnostic.severity, lang).primary_title(message).id(diagnostic.code());
    let mut groups = vec![Group::with_title(title).elements(places(sources, diagnostic, lang))];
    let help = Level::HELP.with_name(word(lang, "建议", "help"));
    // An edit belongs to the advice that describes it, which is the last.
    let edit = diagnostic.fix.as_ref().and_then(|fix| {
        let file = sources.get(fix.span.file)?;
        Some(snippet(file).patch(Patch::new(bytes(file, fix.span), fix.replacement.clone())))
    });
    let last = diagnostic.help.len().saturating_sub(1);
    for (index, advice) in diagnostic.help.iter().enumerate() {
        let group = Group::with_title(help.clone().secondary_title(diagnostic.words(advice, lang)));
        groups.push(group.elements(edit.clone().filter(|_| index == last)));
    }
    Renderer::styled().render(&groups) + "\n\n"
}

fn level(severity: Severity, lang: Lang) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR.with_name(word(lang, "错误", "error")),
        Severity::Warning => Level::WARNING.with_name(word(lang, "警告", "warning")),
        Severity::Note => Level::NOTE.with_name(word(lang, "提示", "note")),
    }
}

// The main place, and with it every related one; a snippet for each file.
fn places<'s>(
    sources: &'s SourceSet,
    diagnostic: &Diagnostic,
    lang: Lang,
) -> Vec<Snippet<'s, annotate_snippets::Annotation<'s>>> {
    let mut files = vec![diagnostic.span.file];
    files.extend(diagnostic.labels.iter().map(|label| label.span.file));
    files.dedup();
    let in_file = |id| {
        let file = sources.get(id)?;
        let main =
            (diagnostic.span.file == id).then(|| AnnotationKind::Primary.span(bytes(file, diagnostic.span)));
        let related = diagnostic.labels.iter().filter(|label| label.span.file == id).map(|label| {
            AnnotationKind::Context
                .span(bytes(file, label.span))
                .label(diagnostic.words(&label.message, lang))
        });
        Some(snippet(file).annotations(main.into_iter().chain(related)))
    };
    files.into_iter().filter_map(in_file).collect()
}

fn snippet<T: Clone>(file: &SourceFile) -> Snippet<'_, T> {
    Snippet::source(file.text.as_ref()).path(file.name.as_str())
}

fn bytes(file: &SourceFile, span: Span) -> Range<usize> {
    let end = (span.end as usize).min(file.text.len());
    (span.start as usize).min(end)..end
}
