//! Marks that are wrong by themselves: a bracket or quotation mark that is never closed, and a full stop or the
//! like where nothing follows it.

use super::problems::words_before;
use super::{Builder, Rule, cut};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};

/// The rules that a stretch was read by, Chinese and English.
pub(super) type Rules = (Rule, Rule);

const ENDINGS: &str = "。．｡.；;﹔，,﹐、";

impl Builder {
    /// A bracket or quotation mark opened before the place where reading failed, and never closed.
    pub(super) fn unclosed(&self, slice: &str, at: usize, rules: Rules) -> Option<Diagnostic> {
        let (start, open, close) = unclosed(slice).filter(|(start, ..)| *start <= at)?;
        let place = self.at(start, start + open.len_utf8());
        let problem = Diagnostic::error("B0118", place)
            .with("open", open.to_string())
            .with("close", close.to_string())
            .help(Message::new("help.close").with("close", close.to_string()));
        Some(match self.closing(slice, rules) {
            Some((end, words)) => problem.fix(self.at(end, end), words),
            None => problem,
        })
    }

    /// Where the mark that is never closed may be closed so that all can be read, and what with.
    pub(super) fn closing(&self, slice: &str, rules: Rules) -> Option<(usize, String)> {
        let (start, _, close) = unclosed(slice)?;
        let words = if close == '}' || close == '｝' { format!("\n{close}") } else { close.to_string() };
        let end = ends(slice, start, close).into_iter().find(|end| {
            let (before, after) = (slice.get(..*end), slice.get(*end..));
            let text = before.zip(after).map(|(before, after)| format!("{before}{words}{after}"));
            text.is_some_and(|text| self.failure(rules, &text).is_none())
        })?;
        Some((end, words))
    }

    /// A mark at the end of a line without which reading gets on.
    pub(super) fn surplus(&self, slice: &str, at: usize, rules: Rules) -> Option<Diagnostic> {
        let before = slice.get(..at)?.trim_end();
        let last = before.char_indices().next_back().map_or(0, |(start, _)| start);
        [at, last].into_iter().find_map(|start| {
            let mark = slice.get(start..)?.chars().next().filter(|c| ENDINGS.contains(*c))?;
            let after = slice.get(start + mark.len_utf8()..)?;
            let line = after.lines().next().unwrap_or("");
            let words = line.trim_start();
            if !(words.is_empty() || words.starts_with("//")) {
                return None;
            }
            let text = format!("{}{after}", slice.get(..start)?);
            // Every line of an item may end in one.
            let gets_on = self.failure(rules, &text).is_none_or(|end| end > start + line.len());
            gets_on.then(|| {
                let place = self.at(start, start + mark.len_utf8());
                let expected =
                    Arg::Both { zh: "本行的结尾".to_owned(), en: "the end of the line".to_owned() };
                Diagnostic::error("B0102", place)
                    .with("found", mark.to_string())
                    .with_arg("expected", expected)
                    .help(Message::new("help.surplus").with("found", mark.to_string()))
                    .fix(place, "")
            })
        })
    }

    /// A Chinese head whose colon is left out, where reading gets on with it.
    pub(super) fn without_colon(&self, slice: &str, at: usize, rules: Rules) -> Option<Diagnostic> {
        let (before, rest) = (slice.get(..at)?, slice.get(at..)?);
        let heads = cut::clause_heads(Lang::Zh).filter(|head| rest.starts_with(head));
        let head = heads.max_by_key(|head| head.len()).filter(|_| self.lang == Lang::Zh)?;
        let after = rest.get(head.len()..)?;
        let words = after.trim_start_matches([' ', '\u{3000}']);
        if words.starts_with(['：', ':', '\n']) || words.is_empty() {
            return None;
        }
        let end = self.failure(rules, &format!("{before}{head}：{words}"));
        let gap = after.len() - words.len();
        let found: String = words.chars().take_while(|c| c.is_alphanumeric()).take(24).collect();
        end.is_none().then(|| {
            let start = at + head.len();
            Diagnostic::error("B0102", self.at(start + gap, start + gap + found.len()))
                .with("found", &found)
                .with_arg("expected", Arg::Both { zh: "「：」".to_owned(), en: "`：`".to_owned() })
                .help(Message::new("help.write").with("words", format!("{head}：{found}")))
                .fix(self.at(start, start + gap), "：")
        })
    }

    /// A comma left out of a test, with which reading gets beyond the line.
    pub(super) fn without_comma(&self, slice: &str, at: usize, rules: Rules) -> Option<Diagnostic> {
        let in_a_test = self.item.is_some_and(|item| ["test", "测试"].contains(&item));
        let comma = if self.lang == Lang::Zh { "，" } else { "," };
        let line = super::alike::line_end(slice, at);
        let before = words_before(slice, at).into_iter().take(1);
        std::iter::once(at).chain(before).filter(|_| in_a_test).find_map(|start| {
            let end = slice.get(..start)?.trim_end_matches([' ', '\u{3000}']).len();
            let text = format!("{}{comma}{}", slice.get(..end)?, slice.get(end..)?);
            let gets_on = self.failure(rules, &text).is_none_or(|failed| failed > line + comma.len());
            let place = self.at(end, end);
            let expected = Arg::OneOf(vec![Arg::Word { zh: "，".to_owned(), en: ",".to_owned() }]);
            (gets_on && end > 0).then(|| {
                let problem = Diagnostic::error("B0103", place).with_arg("expected", expected);
                problem.help(Message::new("help.write").with("words", comma)).fix(place, comma)
            })
        })
    }
}

/// The first mark that is never closed: where it stands, what it is and what would close it.
pub(super) fn unclosed(text: &str) -> Option<(usize, char, char)> {
    let mut open: Vec<(usize, char, char)> = Vec::new();
    let mut found = None;
    cut::walk(text, |at, c, _, _| {
        if found.is_some() {
            return;
        }
        if let Some(closing) = cut::closing_quote(c) {
            let rest = text.get(at + c.len_utf8()..).unwrap_or("").lines().next().unwrap_or("");
            found = (!rest.contains(closing)).then_some((at, c, closing));
            return;
        }
        match c {
            '(' => open.push((at, c, ')')),
            '（' => open.push((at, c, '）')),
            '{' => open.push((at, c, '}')),
            '｛' => open.push((at, c, '｝')),
            ')' | '）' if open.last().is_some_and(|(_, c, _)| matches!(c, '(' | '（')) => drop(open.pop()),
            '}' | '｝' => {
                let last = open.pop();
                found = last.filter(|(_, c, _)| matches!(c, '(' | '（'));
            }
            _ => {}
        }
    });
    found.or_else(|| open.pop())
}

/// Where a mark that is opened at a place may be meant to end.
fn ends(text: &str, start: usize, close: char) -> Vec<usize> {
    let end_of_text = text.trim_end().len();
    if matches!(close, '}' | '｝') {
        return vec![end_of_text];
    }
    let line = start + text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    let comment = cut::comments(text).into_iter().map(|(at, _)| at).find(|at| (start..line).contains(at));
    let words = text.get(..comment.unwrap_or(line)).unwrap_or("").trim_end();
    let before_brace = words.trim_end_matches(['{', '｛']).trim_end().len();
    // Behind the title of a test stand the norms that it is for.
    let is_test = ["test ", "测试"].iter().any(|head| text.trim_start().starts_with(head)) && close != ')';
    let norms = [" for ", "针对"].iter().find_map(|word| words.get(start..)?.rfind(word));
    let before_norms = norms.filter(|_| is_test).and_then(|norms| words.get(..start + norms));
    let mut ends: Vec<usize> = before_norms.map(|before| before.trim_end().len()).into_iter().collect();
    ends.extend([words.len(), before_brace]);
    if matches!(close, ')' | '）') {
        ends.push(end_of_text);
    }
    ends
}
