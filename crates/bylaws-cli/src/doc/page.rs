//! The page itself. The template escapes whatever a package says; style and script stand in the page, so that it needs no
//! network.

use super::content::{Article, Both, ClauseEntry, Content, NormEntry, ParameterEntry, Status};
use super::source::Piece;
use askama::Template;
use bylaws::diagnostic::Lang;

#[derive(Template)]
#[template(path = "doc.html")]
struct Page<'c> {
    content: &'c Content,
    lang: Lang,
    style: &'static str,
    script: &'static str,
}

/// The page in a language.
///
/// # Errors
/// None that a package can bring about: writing into a text does not fail.
pub(crate) fn html(content: &Content, lang: Lang) -> Result<String, askama::Error> {
    let (style, script) = (include_str!("../../templates/doc.css"), include_str!("../../templates/doc.js"));
    Page { content, lang, style, script }.render()
}

impl Page<'_> {
    fn say<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    fn tag(&self) -> &'static str {
        if self.lang == Lang::Zh { "zh-CN" } else { "en" }
    }

    /// The language of what an author wrote.
    fn tag_of(&self, text: &str) -> &'static str {
        if text.chars().any(|c| ('\u{2E80}'..='\u{9FFF}').contains(&c)) { "zh-CN" } else { "en" }
    }

    fn words<'w>(&self, both: &'w Both) -> &'w str {
        both.of_lang(self.lang)
    }

    /// The same in the other language.
    fn other<'w>(&self, both: &'w Both) -> &'w str {
        both.of_lang(if self.lang == Lang::Zh { Lang::En } else { Lang::Zh })
    }

    fn status(&self, status: &Status) -> &'static str {
        status.words(self.lang)
    }

    fn anchor(&self, norm: &str) -> String {
        format!("norm-{}", norm.split_whitespace().collect::<Vec<_>>().join("-"))
    }

    fn heading<'a>(&self, article: &'a Article) -> &'a str {
        article.title.as_deref().unwrap_or(&article.id)
    }

    /// A piece of the article's own text, without the heading that it begins with and that stands above it already.
    fn below_heading<'a>(&self, article: &'a Article, piece: &'a Piece) -> &'a str {
        let first = article.text.as_ref().and_then(|text| text.first());
        let begins = first.is_some_and(|first| std::ptr::eq(first, piece));
        let heading = article.title.as_deref().filter(|title| begins && !title.is_empty());
        let rest = heading.and_then(|title| piece.text.strip_prefix(title));
        let marks = [' ', '\u{3000}', '\n', '：', ':', '.', '、'];
        rest.filter(|rest| rest.starts_with(marks)).map_or(&piece.text, |rest| rest.trim_start_matches(marks))
    }

    fn interpretation<'n>(&self, norm: &'n NormEntry) -> &'n [String] {
        let key = if self.lang == Lang::Zh { "zh" } else { "en" };
        norm.interpretation.get(key).map_or(&[], Vec::as_slice)
    }

    fn parameter<'p>(&self, parameter: &'p ParameterEntry) -> &'p str {
        if self.lang == Lang::Zh { &parameter.zh } else { &parameter.en }
    }

    /// Every status with the number of clauses that have it.
    fn counts(&self) -> Vec<(Status, usize)> {
        let all = || self.content.articles.iter().flat_map(|article| &article.clauses);
        let count = |status| all().filter(|clause| clause.status == status).count();
        Status::ALL.into_iter().map(|status| (status, count(status))).filter(|(_, n)| *n > 0).collect()
    }

    fn norms(&self) -> usize {
        self.content.articles.iter().map(|a| a.norms.len()).sum::<usize>() + self.content.others.len()
    }

    fn clauses(&self) -> usize {
        self.content.articles.iter().map(|article| article.clauses.len()).sum()
    }

    /// The status of the clauses whose phrase a piece is, as one: that of the first.
    fn marked<'a>(&self, article: &'a Article, piece: &Piece) -> Option<&'a ClauseEntry> {
        let id = piece.clauses.first()?;
        article.clauses.iter().find(|clause| clause.id == *id)
    }

    fn failed(&self, norm: &NormEntry) -> usize {
        norm.tests.iter().filter(|test| !test.passes).count()
    }

    fn all_failed(&self) -> usize {
        let norms = self.content.articles.iter().flat_map(|article| &article.norms);
        norms.chain(&self.content.others).map(|norm| self.failed(norm)).sum()
    }

    /// What must be put right before anybody signs.
    fn failures(&self) -> String {
        match (self.lang, self.all_failed()) {
            (Lang::Zh, failed) => format!("有{failed}项测试未通过，规范与预期不符；请先改正，再审核签名。"),
            (Lang::En, 1) => {
                "1 test fails: a norm does not do what is expected of it. Mend it before signing.".to_owned()
            }
            (Lang::En, failed) => {
                format!(
                    "{failed} tests fail: norms do not do what is expected of them. Mend them before signing."
                )
            }
        }
    }

    /// Which clauses do not say what the regulation does.
    fn not_in_text(&self) -> String {
        let ids = &self.content.not_in_text;
        match self.lang {
            Lang::Zh => {
                format!("有{}款的原句在所给的正文中没有找到，请逐款核对：{}。", ids.len(), ids.join("、"))
            }
            Lang::En => format!(
                "The words of these clauses are not in the text that was given ({}): {}. Compare them before signing.",
                ids.len(),
                ids.join(", ")
            ),
        }
    }

    fn tests(&self, norm: &NormEntry) -> String {
        let (all, failed) = (norm.tests.len(), self.failed(norm));
        match (self.lang, failed) {
            (Lang::Zh, 0) => format!("测试{all}项，全部通过"),
            (Lang::Zh, _) => format!("测试{all}项，{failed}项未通过"),
            (Lang::En, 0) if all == 1 => "1 test, passed".to_owned(),
            (Lang::En, 0) => format!("{all} tests, all passed"),
            (Lang::En, _) => format!("{all} {}, {failed} failed", if all == 1 { "test" } else { "tests" }),
        }
    }
}
