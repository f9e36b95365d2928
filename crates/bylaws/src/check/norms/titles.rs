//! What the title of a norm says of how many, beside what the norm says.

use crate::check::Checker;
use crate::diagnostic::Diagnostic;
use crate::log::Exact;
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind, Modality, Quantity, QuantityWord};
use crate::syntax::{is_numeral, number_said};

/// Words for the least, and for the most.
const LEAST: [&str; 7] = ["不少于", "不低于", "至少", "最少", "at least", "no fewer than", "no less than"];
const MOST: [&str; 7] = ["不超过", "不多于", "不高于", "至多", "最多", "at most", "no more than"];

impl Checker<'_> {
    pub(super) fn title_against_norm(
        &mut self,
        title: &str,
        duty: &ast::Duty,
        every: Option<&ast::Frequency>,
        span: Span,
    ) {
        let mut all: Vec<&Quantity> = match &duty.requirement {
            ast::Requirement::Have(parts) => parts.iter().filter_map(|p| p.quantity.as_ref()).collect(),
            ast::Requirement::Any(all) => all.iter().flatten().filter_map(|p| p.quantity.as_ref()).collect(),
            _ => Vec::new(),
        };
        all.extend(every.and_then(|every| every.quantity.as_ref()));
        self.inclusive_against_exclusive(title, &all, span);
        for quantity in all {
            self.least_against_most(title, quantity, duty.modality.node);
        }
    }

    // 不少于/至少/以上/以内 are inclusive (Civil Code of China, art. 1259): an exclusive operator beside
    // such a word is most likely a slip.
    fn inclusive_against_exclusive(&mut self, title: &str, all: &[&Quantity], span: Span) {
        let inclusive = ["不少于", "至少", "以上", "以内", "at least"].iter().any(|w| title.contains(w));
        let is_exclusive =
            |q: &&Quantity| matches!(q.word.node, QuantityWord::MoreThan | QuantityWord::LessThan);
        if inclusive && all.iter().any(is_exclusive) {
            self.report(Diagnostic::warning("B0702", span));
        }
    }

    // “每晚不超过两次” of a norm that asks for 不少于两次: of the same number the one is the least, the other the most.
    fn least_against_most(&mut self, title: &str, quantity: &Quantity, modality: Modality) {
        let ExprKind::Number(number) = quantity.number.kind else { return };
        let is_least = match quantity.word.node {
            QuantityWord::AtLeast | QuantityWord::MoreThan => modality != Modality::MustNot,
            QuantityWord::AtMost | QuantityWord::LessThan => modality == Modality::MustNot,
            QuantityWord::Exactly | QuantityWord::Between => return,
        };
        let (own, contrary) = if is_least { (LEAST, MOST) } else { (MOST, LEAST) };
        let says =
            |words: [&'static str; 7]| words.into_iter().find_map(|word| bound_on(title, word, number));
        if let (Some(found), None) = (says(contrary), says(own)) {
            self.report(Diagnostic::warning("B0724", quantity.word.span).with("found", found));
        }
    }
}

/// What a title says with such a word of a number: 不少于两.
fn bound_on<'t>(title: &'t str, word: &str, number: Exact) -> Option<&'t str> {
    title.match_indices(word).find_map(|(at, _)| {
        let behind = title.get(at + word.len()..)?;
        let rest = behind.trim_start();
        let said = rest.get(..rest.len() - rest.trim_start_matches(is_numeral).len())?;
        let end = title.len() - rest.len() + said.len();
        title.get(at..end).filter(|_| number_said(said) == Some(number))
    })
}
