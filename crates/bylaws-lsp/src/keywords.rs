//! What the words of the language mean: the rows of the language reference, which are their only source.

use bylaws::diagnostic::Lang;
use bylaws::syntax::clause_heads;
use std::cmp::Reverse;
use std::sync::LazyLock;

const CHINESE: &str = include_str!("../../../docs/reference.zh-CN.md");
const ENGLISH: &str = include_str!("../../../docs/reference.md");
const GRAMMAR: &str = include_str!("../../../grammar/bylaws.pest");

/// A row of the reference: forms of the language, each with its words, and what they mean.
struct Entry {
    shown: &'static str,
    forms: Vec<Form>,
    meaning: String,
    of_interpretation: bool,
}

/// The words of the language in a form, and where they are in it, and how many letters stand for something else.
struct Form {
    words: Vec<(usize, &'static str)>,
    placeholders: usize,
}

/// A language's words, the longest first, and its entries.
struct Reference {
    words: Vec<&'static str>,
    /// The heads of clauses in which nothing is interpreted.
    heads: Vec<&'static str>,
    entries: Vec<Entry>,
}

static OF_CHINESE: LazyLock<Reference> = LazyLock::new(|| Reference::of(CHINESE, Lang::Zh));
static OF_ENGLISH: LazyLock<Reference> = LazyLock::new(|| Reference::of(ENGLISH, Lang::En));

/// What the word of the language at a byte means, and where it stands.
pub(crate) fn explained(text: &str, offset: usize, lang: Lang) -> Option<((usize, usize), String)> {
    let reference = if lang == Lang::Zh { &*OF_CHINESE } else { &*OF_ENGLISH };
    let (start, word) = reference.word_at(text, offset)?;
    let entry = reference.entry(word, line_at(text, offset))?;
    Some(((start, start + word.len()), format!("{}\n\n{}", entry.shown, entry.meaning)))
}

impl Reference {
    fn of(page: &'static str, lang: Lang) -> Self {
        let words = words(lang);
        let mut section = "";
        let mut rows = Vec::new();
        for block in page.split("\n\n").map(str::trim) {
            section = block.strip_prefix("## ").unwrap_or(section);
            let lines = block.lines().skip(2).filter(|_| block.starts_with('|'));
            rows.extend(lines.map(|row| (section, row)));
        }
        let rows = rows.into_iter();
        let mut entries: Vec<Entry> =
            rows.filter_map(|(section, row)| Entry::of(section, row, &words, lang)).collect();
        // Of names and values the first table speaks: 是 is a value more seldom than it compares.
        let values = entries.iter().take_while(|entry| !entry.shown.contains('{')).count();
        entries.rotate_left(values);
        let heads = clause_heads(lang).filter(|head| !matches!(*head, "解释" | "reading")).collect();
        Self { words, heads, entries }
    }

    // The longest word that covers a byte.
    fn word_at(&self, text: &str, offset: usize) -> Option<(usize, &'static str)> {
        self.words.iter().find_map(|word| {
            let from = offset.checked_sub(word.len()).map_or(0, |from| from + 1);
            let starts =
                (from..=offset).filter(|start| text.get(*start..).is_some_and(|t| t.starts_with(word)));
            let mut starts = starts.filter(|start| is_whole(text, *start, word));
            Some((starts.next()?, *word))
        })
    }

    // The entry that a word of a line is best explained by: one of a form whose other words are there too.
    fn entry(&self, word: &str, line: &str) -> Option<&Entry> {
        let interprets = !self.heads.iter().any(|head| line.trim_start().starts_with(head));
        let score = |form: &Form| {
            let at = form.words.iter().find(|(_, one)| *one == word)?.0;
            let there = form.words.iter().filter(|(_, one)| line.contains(one)).count();
            let lacking = form.words.len() - there + form.placeholders;
            Some((Reverse(lacking), at == 0, there))
        };
        let best = |entry: &Entry| {
            let best = entry.forms.iter().filter_map(score).max()?;
            Some((interprets || !entry.of_interpretation, best))
        };
        // Of several as good as each other the first.
        self.entries.iter().rev().max_by_key(|entry| best(entry)).filter(|entry| best(entry).is_some())
    }
}

impl Entry {
    fn of(section: &str, row: &'static str, words: &[&'static str], lang: Lang) -> Option<Self> {
        let (shown, meaning) = row.trim().strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
        let forms = shown.split('`').skip(1).step_by(2).map(|text| Form::of(text, words, lang));
        let of_interpretation = matches!(section, "解释" | "Interpretation");
        Some(Self { shown, forms: forms.collect(), meaning: without_links(meaning), of_interpretation })
    }
}

impl Form {
    fn of(text: &'static str, words: &[&'static str], lang: Lang) -> Self {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let starts = |word: &&&str| text[at..].starts_with(**word) && is_whole(text, at, word);
            match words.iter().find(starts).filter(|_| lang == Lang::En || is_chinese(c)) {
                Some(word) => {
                    found.push((at, *word));
                    at += word.len();
                }
                None => at += c.len_utf8(),
            }
        }
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
        let placeholders =
            parts.filter(|part| part.len() == 1 && !part.starts_with(|c: char| c.is_ascii_digit()));
        Self { words: found, placeholders: placeholders.count() }
    }
}

// The words that an author can write, as the grammar has them, the longest first.
fn words(lang: Lang) -> Vec<&'static str> {
    let lines = GRAMMAR.lines().filter(|line| !line.trim_start().starts_with("//"));
    let literals = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    let is_word = |word: &&str| {
        !word.is_empty()
            && match lang {
                Lang::Zh => word.chars().all(is_chinese),
                Lang::En => word.chars().all(|c| c.is_ascii_lowercase()) && word.len() > 1,
            }
    };
    let mut all: Vec<&str> = literals.filter(is_word).collect();
    all.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    all.dedup();
    all
}

// Whether a Latin word is not a part of a longer one.
fn is_whole(text: &str, at: usize, word: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
    !word.is_ascii() || !before.is_some_and(letter) && !after.is_some_and(letter)
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn line_at(text: &str, offset: usize) -> &str {
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("")
}

// `[语义](semantics.md)` says 语义.
fn without_links(meaning: &str) -> String {
    let mut out = String::new();
    let mut rest = meaning;
    while let Some((before, link)) = rest.split_once('[') {
        out += before;
        let Some((words, after)) = link.split_once("](") else { break };
        out += words;
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod unit_tests {
    use super::{CHINESE, ENGLISH, Lang, OF_CHINESE, OF_ENGLISH, explained};
    use bylaws::syntax::item_heads;

    #[test]
    fn every_head_of_an_item_and_of_a_clause_is_explained() {
        for lang in [Lang::Zh, Lang::En] {
            for head in item_heads(lang).chain(super::clause_heads(lang)) {
                let text = if lang == Lang::Zh { format!("  {head}：甲") } else { format!("  {head} x") };
                assert!(explained(&text, 2, lang).is_some(), "{head}");
            }
        }
    }

    #[test]
    fn a_word_is_explained_by_the_row_that_is_like_the_line() {
        let told = |marked: &str, lang| {
            let at = marked.find('‖').unwrap();
            explained(&marked.replace('‖', ""), at, lang).map(|(_, told)| told).unwrap_or_default()
        };
        for (marked, words) in [
            ("  时限：始‖终", "任何时候"),
            ("  ‖时限：该报修之后3个工作日内", "从某一时刻起算"),
            ("  时限：该报修‖之后3个工作日内", "从某一时刻起算"),
            ("  频‖次：每学期", "日历上的一期一期"),
            ("  频次：每月‖底不少于一次", "每月末"),
            ("  频次：任意‖连续14日内", "任意连续一段"),
            ("  除‖外：该楼处于停用期间", "除外情形"),
            ("  除外：该楼处于停用期间，‖改为30日内", "另一个次数或时限"),
            ("  应当：查寝（楼栋‖是该宿舍楼）", "相等与集合"),
            ("  应当：查寝‖不少于2次", "包括本数"),
            ("  责任：该楼的宿管员是第‖一责任人", "谁负责"),
            ("  解释：寒暑假‖免除", "寒暑假"),
            ("  应得：一号楼：‖未完成", "应得的结论"),
        ] {
            assert!(told(marked, Lang::Zh).contains(words), "{marked}: {}", told(marked, Lang::Zh));
        }
        for (marked, words) in [
            ("  at all ti‖mes", "at every instant"),
            ("  mu‖st have visit", "duty"),
            ("  ev‖ery month", "windows of the calendar"),
            ("  exc‖ept while the house under closed", "takes one back"),
            ("  expect h: br‖eached", "verdict"),
            ("  pr‖ior to the visit", "before X"),
        ] {
            assert!(told(marked, Lang::En).contains(words), "{marked}: {}", told(marked, Lang::En));
        }
    }

    #[test]
    fn the_whole_reference_is_read() {
        for (page, reference) in [(CHINESE, &OF_CHINESE), (ENGLISH, &OF_ENGLISH)] {
            let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains('`')).count();
            assert_eq!(reference.entries.len(), rows);
            assert!(reference.words.len() > 150);
        }
    }
}
