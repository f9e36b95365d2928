//! The regulation's own text, cut at its headings, and which part of it an article of the package stands for.

use super::content::Article;
use serde::Serialize;

/// A regulation's text.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Its parts: what stands before the first heading, then one a heading.
    sections: Vec<String>,
}

/// A stretch of an article's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Piece {
    /// Its words.
    pub text: String,
    /// Ids of the clauses whose phrase it is.
    pub clauses: Vec<String>,
}

impl Source {
    /// Cuts a text at lines that begin as an article does: `第三条`, `3.`, `3、`, `Article 3`, `§ 3`.
    pub(crate) fn of(text: &str) -> Self {
        let mut sections = vec![String::new()];
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            if is_heading(line.trim_start()) {
                sections.push(String::new());
            }
            if let Some(section) = sections.last_mut() {
                section.push_str(line.trim());
                section.push('\n');
            }
        }
        let sections = sections.iter().map(|section| section.trim().to_owned()).filter(|s| !s.is_empty());
        Self { sections: sections.collect() }
    }

    /// The text of an article, cut at the phrases of its clauses (id and phrase): the part in which most of them stand;
    /// none where no part has any.
    pub(crate) fn article(&self, clauses: &[(&str, &str)]) -> Option<Vec<Piece>> {
        let found =
            |section: &str| clauses.iter().filter(|(_, phrase)| place(section, phrase).is_some()).count();
        let best =
            self.sections.iter().map(|section| (found(section), section)).rev().max_by_key(|(n, _)| *n)?;
        (best.0 > 0).then(|| pieces(best.1, clauses))
    }

    /// The parts that none of these articles stands for.
    pub(crate) fn left_over(&self, articles: &[Article]) -> Vec<String> {
        let texts = articles.iter().filter_map(|article| article.text.as_deref());
        let taken: Vec<String> =
            texts.map(|pieces| pieces.iter().map(|piece| piece.text.as_str()).collect()).collect();
        self.sections.iter().filter(|section| !taken.contains(section)).cloned().collect()
    }
}

fn is_heading(line: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "零〇一二三四五六七八九十百".contains(c);
    let numbered = |rest: &str, ends: &[char]| {
        let after = rest.trim_start().trim_start_matches(numeral);
        after.len() < rest.trim_start().len() && after.starts_with(ends)
    };
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.strip_prefix('第').is_some_and(|rest| numbered(rest, &['条']))
        || digits.len() < line.len() && digits.starts_with(['.', '．', '、'])
        || ["Article ", "Art. ", "Section ", "§"].iter().any(|head| {
            line.strip_prefix(head)
                .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        })
}

// Where a phrase stands, whatever blanks are in it or in the text.
fn place(text: &str, phrase: &str) -> Option<(usize, usize)> {
    let wanted: Vec<char> = phrase.chars().filter(|c| !c.is_whitespace()).collect();
    let letters: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    if wanted.is_empty() {
        return None;
    }
    let found = letters.windows(wanted.len()).find(|window| window.iter().map(|(_, c)| c).eq(&wanted))?;
    let (first, last) = (found.first()?, found.last()?);
    Some((first.0, last.0 + last.1.len_utf8()))
}

// Phrases may stand within one another, and several clauses may have the same.
fn pieces(text: &str, clauses: &[(&str, &str)]) -> Vec<Piece> {
    let places: Vec<(usize, usize, &str)> = clauses
        .iter()
        .filter_map(|(id, phrase)| place(text, phrase).map(|(from, to)| (from, to, *id)))
        .collect();
    let mut edges: Vec<usize> = places.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
    edges.extend([0, text.len()]);
    edges.sort_unstable();
    edges.dedup();
    let cut = edges.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((*from, *to, text.get(*from..*to)?)),
        _ => None,
    });
    let piece = |(from, to, words): (usize, usize, &str)| Piece {
        text: words.to_owned(),
        clauses: places.iter().filter(|p| p.0 <= from && to <= p.1).map(|p| p.2.to_owned()).collect(),
    };
    cut.map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_by_its_phrases_and_cut_at_them() {
        let source =
            Source::of("前言如下。\n1.设立委员会。\n2.每年 4月 召开会议，由书记主持。\n其余不计。\n");
        let text = source.article(&[("A2.c1", "每年4月召开会议"), ("A2.c2", "书记主持")]).unwrap();
        let shown: Vec<(&str, usize)> = text.iter().map(|p| (p.text.as_str(), p.clauses.len())).collect();
        assert_eq!(
            shown,
            [("2.", 0), ("每年 4月 召开会议", 1), ("，由", 0), ("书记主持", 1), ("。\n其余不计。", 0)]
        );
        assert_eq!(source.article(&[("A9.c1", "没有这样的话")]), None);
        assert_eq!(source.article(&[("A0.c1", "前言")]).unwrap().len(), 2);
    }

    #[test]
    fn headings_of_both_languages_begin_an_article() {
        for line in ["第十二条 考核", "第3条", "12.考核", "3、考核", "Article 4", "§ 5 Meetings"]
        {
            assert!(is_heading(line), "{line}");
        }
        for line in ["第一次会议", "2016年4月", "Articles of faith", "会议", "", "3 次"] {
            assert!(!is_heading(line), "{line}");
        }
    }
}
