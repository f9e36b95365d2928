//! A text up to where its author is: what the grammar lets follow. Nothing here knows of places; each form of the
//! language is tried where the author is, and stays if the parser gets beyond it and reads it as what it is.

mod forms;
mod place;

pub use place::{Named, Place};

use super::{Grammar, Node, Rule, cut};
use crate::diagnostic::Lang;
use pest::Parser as _;
use pest::error::InputLocation;
use pest::iterators::Pairs;

/// What is written of an item, or of a clause of a norm or a test, and goes on where it ends.
#[derive(Clone, Copy, Debug)]
pub struct Unfinished<'t> {
    /// The language of the file.
    pub lang: Lang,
    /// What is written.
    pub text: &'t str,
    /// Whether it is a clause of a norm or a test, and not an item from its head on.
    pub is_clause: bool,
}

/// What may stand between a form or a name and the end of a sound text: within the brackets that are open, and behind
/// them.
const ENDINGS: [(&str, &str); 22] = [
    ("", ""),
    ("期间", ""),
    ("核定（1）", ""),
    ("至甲的日数", ""),
    ("的日数", ""),
    ("", "是第一责任人"),
    ("", "负责"),
    ("", "：已完成"),
    ("", "之前"),
    ("：甲", ""),
    ("", "，1日"),
    ("", "：1"),
    ("", "：整数"),
    ("", "为1"),
    ("", " “甲”"),
    ("", "情形：甲"),
    ("", "之1：已完成"),
    ("", "达到1次"),
    ("", "：整数 {}"),
    ("", "，始于甲，止于乙"),
    ("", "，每月，初值0，期末为1"),
    ("", "：甲，每月，初值0，期末为1"),
];

const ENGLISH_ENDINGS: [(&str, &str); 18] = [
    ("", ""),
    (" to x", ""),
    (" (1)", ""),
    (" for (1)", ""),
    ("", ": fulfilled"),
    (": x", ""),
    ("", ": 1"),
    ("", ": integer"),
    ("", " = 1"),
    ("", " \"x\""),
    ("", " when x"),
    ("", " of x: fulfilled"),
    ("", " reaches 1"),
    ("", ": integer {}"),
    ("", ", from x, to y"),
    ("", ", every month, initially 0 = 1"),
    ("", ": x, every month, initially 0 = 1"),
    ("", ".x"),
];

/// What is read as something that the language has no use for, so that it is refused after reading.
const REFUSED: [Rule; 3] = [Rule::keep_plain, Rule::bare_number, Rule::before_it];

/// What is read as a name, whatever its letters are.
const NAMES: [Rule; 9] = [
    Rule::plain_name,
    Rule::quoted_name,
    Rule::distinct_name,
    Rule::answer_name,
    Rule::norm_before,
    Rule::bare_label,
    Rule::short_name,
    Rule::article,
    Rule::clause_id,
];

impl Unfinished<'_> {
    /// The forms of the language that may go on here, in the order in which they are best shown. Three dots stand for
    /// the name of what is spoken of.
    #[must_use]
    pub fn forms(&self) -> Vec<&'static str> {
        let all = forms::of(self.lang);
        let mut likely = 0;
        all.iter().filter(|form| self.fits(form, &mut likely)).map(|form| form.words).collect()
    }

    /// Where a name would stand here; none where no name may.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        let name = self.stand_in();
        let at = self.text.len();
        let written = format!("{}{name}", self.text);
        let ended = self.ended(&written, &mut 0)?;
        place::of(self.read(&ended).ok()?, at, self.text)
    }

    /// How much of the end of the text a form begins with: 每 of 每学期.
    #[must_use]
    pub fn begun(&self, form: &str) -> usize {
        let starts = self.text.char_indices().map(|(at, _)| at);
        let begins_word = |at: usize| {
            let before = self.text.get(..at).and_then(|before| before.chars().next_back());
            self.lang == Lang::Zh || !form.starts_with(is_letter) || !before.is_some_and(is_letter)
        };
        let begun = starts.filter(|at| begins_word(*at)).find_map(|at| {
            let end = self.text.get(at..).filter(|end| form.starts_with(end))?;
            Some(end.len())
        });
        begun.unwrap_or_else(|| if form.starts_with(is_letter) { self.word_begun() } else { 0 })
    }

    // The Latin letters that the text ends with are the beginning of a word.
    fn word_begun(&self) -> usize {
        self.text.len() - self.text.trim_end_matches(is_letter).len()
    }

    // `likely` is the ending that was the right one before.
    fn fits(&self, form: &forms::Form, likely: &mut usize) -> bool {
        let begun = self.begun(form.words);
        let Some(before) = self.text.get(..self.text.len() - begun) else { return false };
        let at = before.len() + form.words.len() - form.words.trim_start_matches([',', '，', ' ']).len();
        let name = self.stand_in();
        let written = format!("{before}{}{}", form.words, form.behind).replace('…', name);
        // Most of them fail early; before the brace of an item pest does not say how far it got.
        let tells = self.is_clause || written.contains(['{', '｛']);
        let failed = self.read(&written).err().filter(|_| tells);
        if failed.is_some_and(|end| end < written.trim_end().len()) {
            return false;
        }
        let Some(ended) = self.ended(&written, likely) else { return false };
        let is_part = |pairs: Pairs<'_, Rule>| form.part_of.is_none_or(|rule| is_part_of(pairs, at, rule));
        self.read(&ended).is_ok_and(|pairs| is_itself(pairs.clone(), at) && is_part(pairs))
    }

    // A name that no package has.
    fn stand_in(&self) -> &'static str {
        if self.lang == Lang::Zh { "甲甲" } else { "zzq" }
    }

    // The text with what is open closed, and with what the rest of a sound one needs; none if nothing makes it sound.
    fn ended(&self, written: &str, likely: &mut usize) -> Option<String> {
        let (mut brackets, mut braces, mut was_open) = (0usize, 0usize, false);
        cut::walk(written, |_, c, _, _| match c {
            '(' | '（' => brackets += 1,
            ')' | '）' => brackets = brackets.saturating_sub(1),
            '{' | '｛' => (braces, was_open) = (braces + 1, true),
            '}' | '｝' => braces = braces.saturating_sub(1),
            _ => {}
        });
        let endings: &[(&str, &str)] = if self.lang == Lang::Zh { &ENDINGS } else { &ENGLISH_ENDINGS };
        let closing = ")".repeat(brackets);
        let braces = "}".repeat(braces);
        let bodies: &[&str] = if self.is_clause || was_open { &[""] } else { &["", " {}", " { x }"] };
        let ended = |at: usize| {
            let (within, behind) = endings.get(at / bodies.len())?;
            let body = bodies.get(at % bodies.len())?;
            let text = format!("{written}{within}{closing}{behind}{body}{braces}");
            self.read(&text).is_ok().then_some((at, text))
        };
        let (at, text) = std::iter::once(*likely).chain(0..endings.len() * bodies.len()).find_map(ended)?;
        *likely = at;
        Some(text)
    }

    // The pairs of a sound text, or where reading fails.
    fn read<'i>(&self, text: &'i str) -> Result<Pairs<'i, Rule>, usize> {
        let rule = match (self.is_clause, self.lang) {
            (true, Lang::Zh) => Rule::zh_clause,
            (true, Lang::En) => Rule::en_clause,
            (false, Lang::Zh) => Rule::zh_item,
            (false, Lang::En) => Rule::en_item,
        };
        Grammar::parse(rule, text).map_err(|error| match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        })
    }
}

const fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

// Whether what stands at a place is read as a part of such a stretch.
fn is_part_of(pairs: Pairs<'_, Rule>, at: usize, rule: Rule) -> bool {
    let covers = |pair: &Node<'_>| pair.as_span().start() <= at && at < pair.as_span().end();
    let mut around = pairs.filter(covers);
    around.any(|pair| pair.as_rule() == rule || is_part_of(pair.into_inner(), at, rule))
}

// Whether what stands at a place is read as a word of the language.
fn is_itself(pairs: Pairs<'_, Rule>, at: usize) -> bool {
    let covers = |pair: &Node<'_>| pair.as_span().start() <= at && at < pair.as_span().end();
    pairs.filter(covers).all(|pair| {
        !NAMES.contains(&pair.as_rule())
            && !REFUSED.contains(&pair.as_rule())
            && is_itself(pair.into_inner(), at)
    })
}

#[cfg(test)]
mod unit_tests {
    use super::{Lang, Unfinished, cut, forms, is_letter};
    use crate::syntax::parse::heads_in;

    // Clauses, then items, up to where something may follow.
    const CHINESE: [&[&str]; 2] = [
        &[
            "频次：",
            "频次：每月",
            "频次：每月不少于三",
            "应当：",
            "应当：甲",
            "应当：甲不少于两次",
            "应当：甲（",
            "应当：甲（乙",
            "应当：甲（按乙",
            "应当：甲（丙处于乙",
            "应当：保持（甲的乙",
            "应当：保持（甲",
            "应当：保持（有甲",
            "应当：甲（乙的",
            "时限：",
            "时限：该甲",
            "除外：",
            "除外：乙",
            "逾期：",
            "逾期：期满后7",
            "延长：甲",
            "延长：甲，10日",
            "否则：",
            "否则：应当甲",
            "否则：应当甲，7",
            "责任：",
            "责任：甲",
            "责任：甲是",
            "主体：甲",
            "主体：甲，每个乙",
            "应当：甲（自乙至丙",
            "时限：不晚于2024年12月31",
            "解释：",
            "解释：两周",
            "解释：首尾不足一期",
            "解释：寒暑假",
            "解释：计入范围",
            "解释：年度",
            "解释：同日先后",
            "解释：起算日",
            "解释：末日遇假",
            "解释：一事多用",
            "解释：一般应当",
            "解释：兼任",
            "解释：跨期",
            "应得：甲",
            "应得：甲：",
            "应得：甲：未完成",
            "应得：甲：未完成，由乙",
        ],
        &[
            "日历 甲",
            "实体 甲",
            "实体 甲 {\n  乙",
            "事件 甲 {\n  乙：",
            "事件 甲 {\n  乙：整数",
            "职务 甲：乙",
            "状态 甲：乙",
            "状态 甲：乙，始于丙",
            "结转 甲：乙",
            "参数 甲：整数",
            "视为 甲 ",
            "条文 A1 {\n  c1 “甲”",
            "测试 “甲” ",
            "标准表 甲：整数 {\n  ",
        ],
    ];
    const ENGLISH: [&[&str]; 2] = [
        &[
            "every ",
            "every month ",
            "every month at least 3 ",
            "in ",
            "at ",
            "on ",
            "by ",
            "no ",
            "within ",
            "before ",
            "must ",
            "must have x",
            "must have x ",
            "must have x where (",
            "must have x where (y ",
            "must have x.y ",
            "must keep ",
            "must keep total hours of x ",
            "except ",
            "except x",
            "late ",
            "extended ",
            "extended by 10 days when x",
            "otherwise ",
            "otherwise must have x",
            "answerable ",
            "each x",
            "each x, for each y ",
            "reading ",
            "reading fortnight ",
            "reading partial period ",
            "reading vacation ",
            "reading who counts ",
            "reading year ",
            "reading same day ",
            "reading start day ",
            "reading day off ",
            "reading one event ",
            "reading generally ",
            "reading several units ",
            "reading straddling ",
            "expect x ",
            "expect x: ",
            "expect x: breached",
        ],
        &[
            "calendar x",
            "entity x",
            "entity x ",
            "entity x {\n  y ",
            "event x {\n  y: ",
            "event x {\n  y: integer",
            "role x: y",
            "state x: y",
            "state x: y, from z",
            "deem x ",
            "deem x when ",
            "source A1 {\n  c1 \"x\"",
            "test \"x\" ",
            "table x: integer {\n  ",
        ],
    ];

    #[test]
    fn every_form_may_follow_somewhere() {
        for (lang, [clauses, items]) in [(Lang::Zh, CHINESE), (Lang::En, ENGLISH)] {
            let places =
                clauses.iter().map(|text| (text, true)).chain(items.iter().map(|text| (text, false)));
            let unfinished = places.map(|(text, is_clause)| Unfinished { lang, text, is_clause });
            let offered: Vec<&str> = unfinished.flat_map(|one| one.forms()).collect();
            let idle = forms::of(lang).iter().map(|form| form.words).filter(|form| !offered.contains(form));
            assert_eq!(idle.collect::<Vec<_>>(), Vec::<&str>::new(), "{lang:?}");
        }
    }

    // What is read and laid out otherwise, and words of the brackets of a table, which stand before their numbers.
    const NOT_TO_BE_WRITTEN: [&str; 7] =
        ["up_or_down", "a_word", "other_word", "from_word", "to_bound", "over_word", "ten_thousands"];

    /// The rules of the grammar by name, each with the texts between quotation marks in it.
    fn rules() -> Vec<(&'static str, Vec<&'static str>)> {
        let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
        let grammar = include_str!("../../../../../../grammar/bylaws.pest");
        for line in grammar.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let name = line.split_once('=').map(|(name, _)| name.trim());
            if let Some(name) = name.filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase())) {
                all.push((name, Vec::new()));
            }
            if let Some((_, words)) = all.last_mut() {
                words.extend(line.split('"').skip(1).step_by(2));
            }
        }
        all
    }

    #[test]
    fn every_rule_that_has_words_has_a_form_or_a_head() {
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for lang in [Lang::Zh, Lang::En] {
            let heads = cut::item_heads(lang).chain(cut::clause_heads(lang));
            let parts = cut::item_heads(lang).flat_map(|item| heads_in(item, lang));
            let forms = forms::of(lang).iter().flat_map(|form| [form.words, form.behind]);
            let offered: Vec<&str> = heads.chain(parts).chain(forms).collect();
            let is_word = |word: &&str| match lang {
                Lang::Zh => !word.is_empty() && word.chars().all(chinese),
                Lang::En => word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase()),
            };
            let is_offered = |word: &str| match lang {
                Lang::Zh => offered.iter().any(|form| form.contains(word)),
                Lang::En => offered.iter().any(|form| form.split(|c: char| !is_letter(c)).any(|w| w == word)),
            };
            let is_meant = |name: &str| !name.starts_with("kw_") && !NOT_TO_BE_WRITTEN.contains(&name);
            let idle = rules().into_iter().filter(|(name, words)| {
                let mut words = words.iter().copied().filter(is_word).peekable();
                is_meant(name) && words.peek().is_some() && !words.any(is_offered)
            });
            let idle: Vec<_> = idle.collect();
            assert!(idle.is_empty(), "{lang:?}: {idle:?}");
        }
        assert!(rules().len() > 400);
    }
}
