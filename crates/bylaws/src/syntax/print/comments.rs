//! Comments back among the lines: each before the line it stood before, or after the one it trailed.

use super::layout::Line;
use crate::syntax::ast::Comment;

/// The text of lines and comments together.
pub(super) fn weave(lines: Vec<Line>, comments: &[Comment]) -> String {
    let mut out = String::new();
    let mut rest = comments;
    rest = own_lines(&mut out, rest, &lines, None);
    let mut set_off = rest.len() < comments.len();
    for (index, line) in lines.iter().enumerate() {
        // Comments have taken the blank line for the item they belong to.
        if line.gap && !set_off {
            out.push('\n');
        }
        out += &format!("{}{}", " ".repeat(line.indent), line.text);
        if let Some((first, others)) = rest.split_first()
            && !first.own_line
            && host(&lines, first) == Some(index)
        {
            out += &format!(" {}", shown(first));
            rest = others;
        }
        out.push('\n');
        let waiting = rest.len();
        rest = own_lines(&mut out, rest, &lines, Some(index));
        set_off = rest.len() < waiting;
    }
    out
}

// The line that a comment comes after: the last one that starts before it.
fn host(lines: &[Line], comment: &Comment) -> Option<usize> {
    lines.iter().rposition(|line| line.at.is_some_and(|at| at < comment.span.start))
}

// Comments between a line and the next, and the blank line that goes before them.
fn own_lines<'c>(
    out: &mut String,
    mut rest: &'c [Comment],
    lines: &[Line],
    after: Option<usize>,
) -> &'c [Comment] {
    let next = lines.get(after.map_or(0, |i| i + 1));
    let indent = next.map_or(0, Line::comment_indent);
    // Before an item, and after the last one, comments stand apart from what is above.
    let outside = next.is_none_or(|line| line.indent == 0 && !line.closes);
    let mut apart = outside && after.is_some();
    while let Some((comment, others)) = rest.split_first().filter(|(c, _)| host(lines, c) == after) {
        if apart && !out.ends_with("\n\n") {
            out.push('\n');
        }
        *out += &format!("{}{}\n", " ".repeat(indent), shown(comment));
        let below = others.first().filter(|c| host(lines, c) == after).map(|c| c.span.start);
        let below = below.or_else(|| next.and_then(|line| line.at));
        // A blank line that the author left under a comment at the margin sets it off; it is kept.
        apart = outside && below.is_some_and(|start| start > comment.span.end + 1);
        if apart && others.first().is_none_or(|c| host(lines, c) != after) {
            out.push('\n');
        }
        rest = others;
    }
    rest
}

fn shown(comment: &Comment) -> String {
    let mark = if comment.text.is_empty() || comment.text.starts_with('/') { "//" } else { "// " };
    format!("{mark}{}", comment.text)
}
