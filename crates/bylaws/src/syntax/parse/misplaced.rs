//! A clause in the wrong place: a word that opens one, where that one does not belong.

use super::{Builder, Node, Rule, cut};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};

/// An item's head in English and in Chinese, and the words that open its parts.
type Parts = ((&'static str, &'static str), [&'static [&'static str]; 2]);

const PARTS: [Parts; 6] = [
    (
        ("norm", "规范"),
        [
            &[
                "cites",
                "each",
                "when",
                "must",
                "generally",
                "should",
                "may",
                "every",
                "within",
                "always",
                "except",
                "late",
                "otherwise",
                "reading",
                "answerable",
                "note",
                "stops",
                "extended",
                "replaces",
            ],
            &[
                "依据",
                "主体",
                "情形",
                "应当",
                "一般应当",
                "提倡",
                "可以",
                "不得",
                "频次",
                "时限",
                "适用日历",
                "施行",
                "代替",
                "停算",
                "延长",
                "除外",
                "逾期",
                "否则",
                "解释",
                "责任",
                "说明",
            ],
        ],
    ),
    (
        ("test", "测试"),
        [
            &["given", "covers", "expect", "background", "case", "known"],
            &["已知", "记录范围", "截至", "知悉截至", "应得", "背景", "情况", "参数"],
        ],
    ),
    (
        ("policy", "制度"),
        [
            &["issuer", "issued", "amends", "repeals"],
            &["文号", "印发单位", "印发日期", "施行日期", "有效期至", "时区", "修订", "废止"],
        ],
    ),
    (
        ("event", "事件"),
        [&["counts", "planned", "judgement"], &["有效凭证", "不记内容", "可预定", "属于判断"]],
    ),
    (
        ("calendar", "日历"),
        [
            &["semester", "vacation", "holiday", "workday"],
            &["学期", "假期", "寒暑假", "节假日", "调休上班", "学年"],
        ],
    ),
    (
        ("interpretation", "解释"),
        [
            &["fortnight", "partial", "straddling"],
            &[
                "首尾不足一期",
                "寒暑假",
                "计入范围",
                "同日先后",
                "起算日",
                "末日遇假",
                "一事多用",
                "兼任",
                "跨期",
            ],
        ],
    ),
];

impl Builder {
    /// The word that stands at a place and opens a part of another item, or an item within one.
    pub(super) fn misplaced(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let line = slice.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        let indent = slice.get(line..at)?;
        let word = line + indent.len() - indent.trim_start().len();
        // The word that opens the line, or one that stands here.
        let opening = super::problems::first_word(slice.get(word..)?);
        let behind = slice.get(word + opening.len()..)?.trim_start();
        let opens = behind.starts_with(['：', ':']) && opening != "说明"
            || slice.get(word + opening.len()..at)?.trim().is_empty();
        let at = if opens { word } else { at };
        let before = slice.get(..at)?;
        let opens_a_line =
            before.trim_end_matches([' ', '\t', '\u{3000}']).ends_with('\n') || before.trim().is_empty();
        let found = super::problems::first_word(slice.get(at..)?);
        let here = self.item.filter(|_| opens_a_line)?;
        let is_item = at > 0 && cut::item_heads(self.lang).any(|head| head == found);
        let owners: Vec<_> = owners(&found, self.lang).collect();
        if owners.iter().any(|(owner, _)| self.word(*owner) == here) {
            return None;
        }
        let belongs = match owners.first() {
            Some((owner, _)) => Message::new("place.in").with_arg("item", called(*owner)),
            None if is_item => Message::new("place.outside"),
            None => return None,
        };
        let here = PARTS.iter().map(|(owner, _)| *owner).find(|owner| self.word(*owner) == here);
        let here = here.map_or_else(|| Arg::from(self.item.unwrap_or_default()), called);
        Some(self.told(at, &found, Message::new("place.in").with_arg("item", here), belongs))
    }

    /// A clause between the items.
    pub(super) fn outside_of_items(&self, found: &str) -> Option<Diagnostic> {
        let (owner, _) = owners(found, self.lang).next()?;
        let belongs = Message::new("place.in").with_arg("item", called(owner));
        Some(self.told(0, found, Message::new("place.outside"), belongs))
    }

    /// A clause of a test in a norm, or of a norm in a test, which are read alike.
    pub(super) fn in_another_item(&mut self, clause: &Node<'_>, text: &str) {
        let (owner, here) = match (clause.as_rule(), self.item) {
            (Rule::test_clause, Some("norm" | "规范")) => (("test", "测试"), ("norm", "规范")),
            (Rule::norm_clause, Some("test" | "测试")) => (("norm", "规范"), ("test", "测试")),
            _ => return,
        };
        let place = |item| Message::new("place.in").with_arg("item", called(item));
        let problem = self.told(0, &super::problems::first_word(text), place(here), place(owner));
        self.report(problem);
    }

    fn told(&self, at: usize, found: &str, here: Message, belongs: Message) -> Diagnostic {
        let message = |message| Arg::Message(Box::new(message));
        Diagnostic::error("B0126", self.at(at, at + found.len()))
            .with("found", found)
            .with_arg("here", message(here))
            .with_arg("belongs", message(belongs))
    }

    const fn word(&self, (english, chinese): (&'static str, &'static str)) -> &'static str {
        match self.lang {
            Lang::Zh => chinese,
            Lang::En => english,
        }
    }
}

fn called((en, zh): (&'static str, &'static str)) -> Arg {
    Arg::Word { zh: zh.to_owned(), en: en.to_owned() }
}

/// The words that the parts of an item begin with, by the head of the item.
#[must_use]
pub fn heads_in(item: &str, lang: Lang) -> Vec<&'static str> {
    let of = |((english, chinese), _): &&Parts| item == if lang == Lang::Zh { *chinese } else { *english };
    let own = PARTS
        .iter()
        .find(of)
        .map(|(_, [english, chinese])| if lang == Lang::Zh { *chinese } else { *english });
    let mut heads = own.unwrap_or_default().to_vec();
    // Words of English that stand elsewhere as well tell nothing of where a clause belongs.
    if lang == Lang::En {
        heads.extend(match item {
            "norm" => &["in", "at", "before", "after", "on", "by", "once", "no later than"][..],
            "test" => &["as of", "with"],
            "policy" => &["number", "in force from", "in force until", "time zone"],
            "event" => &["no content"],
            "calendar" => &["academic year"],
            "interpretation" => {
                &["vacation", "who counts", "year", "same day", "start day", "day off", "one event"]
            }
            _ => &[],
        });
    }
    heads
}

/// Whether a word opens a clause of a norm.
pub(crate) fn opens_a_clause_of_a_norm(word: &str) -> bool {
    PARTS.first().is_some_and(|(_, heads)| heads.iter().any(|heads| heads.contains(&word)))
}

/// The items that have a part with such a head.
fn owners(head: &str, lang: Lang) -> impl Iterator<Item = Parts> {
    let has = move |(_, [english, chinese]): &Parts| {
        let heads = if lang == Lang::Zh { chinese } else { english };
        heads.contains(&head)
    };
    PARTS.into_iter().filter(has)
}

#[cfg(test)]
mod unit_tests {
    use super::{cut, heads_in};
    use crate::diagnostic::Lang;

    #[test]
    fn every_clause_belongs_to_a_norm_or_a_test() {
        for (lang, items) in [(Lang::Zh, ["规范", "测试"]), (Lang::En, ["norm", "test"])] {
            let known: Vec<&str> = items.iter().flat_map(|item| heads_in(item, lang)).collect();
            let first = |head: &str| head.split(' ').next().unwrap_or_default().to_owned();
            // Read as `no later than` and `before`, and not to be written.
            let heads = cut::clause_heads(lang).filter(|head| !["not later", "prior"].contains(head));
            for head in heads {
                assert!(known.iter().any(|known| first(known) == first(head)), "{head} belongs nowhere");
            }
        }
    }
}
