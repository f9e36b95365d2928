//! Stage 5, outcomes → what people and machines read. Pure: strings and structures, no output.

mod due;
mod explanation;
mod findings;
mod interpretation;
mod machine;
mod punctuation;
mod sections;
mod sentence;
mod table;
mod text;
mod told;

pub use due::{Due, due, due_text};
pub use explanation::{Explained, Explainer, Explanation};
pub use findings::{Counts, Findings, findings, findings_in_columns};
pub use interpretation::interpretation;
pub use machine::{Ending, Opening, Row, ending, opening, row};
pub use sentence::{compared, condition, sentence};
pub use table::{cells, headings};
pub use text::{text, write_text};
pub use told::{ToldRow, told_row, told_text};

/// A rank in Chinese, in English and in machine output.
pub(crate) fn rank_words(rank: crate::syntax::ast::Rank) -> (&'static str, &'static str, &'static str) {
    use crate::syntax::ast::Rank;
    match rank {
        Rank::First => ("第一责任人", "first", "first"),
        Rank::Direct => ("直接责任人", "direct", "direct"),
        Rank::Concrete => ("具体责任人", "concrete", "concrete"),
        Rank::Scope => ("分工责任人", "scope", "scope"),
        Rank::Assisting => ("协同责任人", "assisting", "assisting"),
    }
}
