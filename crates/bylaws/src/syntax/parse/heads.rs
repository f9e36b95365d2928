//! The words that the parts of each item begin with: where a part belongs, and whether another one like it may follow.

use crate::diagnostic::Lang;

/// A word in English and in Chinese.
pub(super) type Words = (&'static str, &'static str);

/// A word that opens parts of an item.
struct Head {
    word: &'static str,
    may: May,
    /// Whether it tells in which item a part belongs: some words of English stand elsewhere as well.
    tells: bool,
}

/// What may follow where a part has been begun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// Others that begin with the same word.
    Again,
    /// None with the same word.
    Once,
    /// None with this or another word for what is asked for.
    OneDuty,
    /// None with this or another word for how often, or by when.
    OneTime,
}

struct Item {
    item: Words,
    english: &'static [Head],
    chinese: &'static [Head],
}

const fn head(word: &'static str, may: May) -> Head {
    Head { word, may, tells: true }
}

const fn again(word: &'static str) -> Head {
    head(word, May::Again)
}

const fn once(word: &'static str) -> Head {
    head(word, May::Once)
}

const fn duty(word: &'static str) -> Head {
    head(word, May::OneDuty)
}

const fn time(word: &'static str) -> Head {
    head(word, May::OneTime)
}

impl Head {
    const fn elsewhere_too(self) -> Self {
        Self { tells: false, ..self }
    }
}

const ITEMS: [Item; 6] = [
    Item {
        item: ("norm", "规范"),
        english: &[
            again("cites"),
            once("each"),
            once("when"),
            duty("must"),
            duty("generally"),
            duty("should"),
            duty("may"),
            time("every"),
            time("within"),
            time("always"),
            again("except"),
            once("late"),
            once("otherwise"),
            again("reading"),
            again("answerable"),
            once("note"),
            once("stops"),
            once("extended"),
            once("replaces"),
            // `in any 14 days`, `in force from`.
            again("in").elsewhere_too(),
            time("at").elsewhere_too(),
            time("before").elsewhere_too(),
            time("after").elsewhere_too(),
            time("on").elsewhere_too(),
            // `by 31 December`, `by the calendar of`.
            again("by").elsewhere_too(),
            time("once").elsewhere_too(),
            time("no later than").elsewhere_too(),
        ],
        chinese: &[
            again("依据"),
            once("主体"),
            once("情形"),
            duty("应当"),
            duty("一般应当"),
            duty("提倡"),
            duty("可以"),
            duty("不得"),
            time("频次"),
            time("时限"),
            once("适用日历"),
            once("施行"),
            once("代替"),
            once("停算"),
            once("延长"),
            again("除外"),
            once("逾期"),
            once("否则"),
            again("解释"),
            again("责任"),
            once("说明"),
        ],
    },
    Item {
        item: ("test", "测试"),
        english: &[
            again("given"),
            again("covers"),
            again("expect"),
            once("background"),
            again("case"),
            once("known"),
            once("as of").elsewhere_too(),
            again("with").elsewhere_too(),
        ],
        chinese: &[
            again("已知"),
            again("记录范围"),
            once("截至"),
            once("知悉截至"),
            again("应得"),
            once("背景"),
            again("情况"),
            again("参数"),
        ],
    },
    Item {
        item: ("policy", "制度"),
        english: &[
            once("issuer"),
            once("issued"),
            once("amends"),
            again("repeals"),
            once("number").elsewhere_too(),
            once("in force from").elsewhere_too(),
            once("in force until").elsewhere_too(),
            once("time zone").elsewhere_too(),
        ],
        chinese: &[
            once("文号"),
            once("印发单位"),
            once("印发日期"),
            once("施行日期"),
            once("有效期至"),
            once("时区"),
            once("修订"),
            again("废止"),
        ],
    },
    Item {
        item: ("event", "事件"),
        english: &[once("counts"), once("planned"), once("judgement"), once("no content").elsewhere_too()],
        chinese: &[once("有效凭证"), once("不记内容"), once("可预定"), once("属于判断")],
    },
    Item {
        item: ("calendar", "日历"),
        english: &[
            again("semester"),
            again("vacation"),
            again("holiday"),
            again("workday"),
            again("academic year").elsewhere_too(),
        ],
        chinese: &[
            again("学期"),
            again("假期"),
            again("寒暑假"),
            again("节假日"),
            again("调休上班"),
            again("学年"),
        ],
    },
    Item {
        item: ("interpretation", "解释"),
        english: &[
            once("fortnight"),
            once("partial"),
            once("straddling"),
            once("vacation").elsewhere_too(),
            once("who counts").elsewhere_too(),
            once("year").elsewhere_too(),
            once("same day").elsewhere_too(),
            once("start day").elsewhere_too(),
            once("day off").elsewhere_too(),
            once("one event").elsewhere_too(),
        ],
        chinese: &[
            once("首尾不足一期"),
            once("寒暑假"),
            once("计入范围"),
            once("同日先后"),
            once("起算日"),
            once("末日遇假"),
            once("一事多用"),
            once("兼任"),
            once("跨期"),
        ],
    },
];

impl Item {
    const fn heads(&self, lang: Lang) -> &'static [Head] {
        match lang {
            Lang::Zh => self.chinese,
            Lang::En => self.english,
        }
    }
}

const fn word((english, chinese): Words, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => chinese,
        Lang::En => english,
    }
}

fn heads_of(item: &str, lang: Lang) -> &'static [Head] {
    ITEMS.iter().find(|one| word(one.item, lang) == item).map_or(&[], |one| one.heads(lang))
}

/// The words that the parts of an item begin with, by the head of the item.
#[must_use]
pub fn heads_in(item: &str, lang: Lang) -> Vec<&'static str> {
    heads_of(item, lang).iter().map(|head| head.word).collect()
}

/// The words that a further part of an item may begin with where it has parts that begin with these.
#[must_use]
pub fn heads_to_begin(item: &str, written: &[&str], lang: Lang) -> Vec<&'static str> {
    let heads = heads_of(item, lang);
    let is_written = |head: &Head| written.contains(&head.word);
    let may = |head: &&Head| match head.may {
        May::Again => true,
        May::Once => !is_written(head),
        one => !heads.iter().any(|other| other.may == one && is_written(other)),
    };
    heads.iter().filter(may).map(|head| head.word).collect()
}

/// Whether a word opens a clause of a norm.
pub(crate) fn opens_a_clause_of_a_norm(word: &str) -> bool {
    [Lang::Zh, Lang::En].iter().any(|lang| {
        let norm = if *lang == Lang::Zh { "规范" } else { "norm" };
        heads_of(norm, *lang).iter().any(|head| head.tells && head.word == word)
    })
}

/// The items that have a part with such a head.
pub(super) fn owners(head: &str, lang: Lang) -> impl Iterator<Item = Words> {
    let has = move |one: &&Item| one.heads(lang).iter().any(|own| own.tells && own.word == head);
    ITEMS.iter().filter(has).map(|one| one.item)
}

/// An item by its head, in both languages.
pub(super) fn item_of(head: &str, lang: Lang) -> Option<Words> {
    ITEMS.iter().map(|one| one.item).find(|item| word(*item, lang) == head)
}

#[cfg(test)]
mod unit_tests {
    use super::super::cut;
    use super::{heads_in, heads_to_begin};
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

    #[test]
    fn a_norm_has_one_duty_and_one_time_and_may_have_several_exceptions() {
        let left = heads_to_begin("规范", &["主体", "不得", "频次", "除外"], Lang::Zh);
        assert!(["除外", "情形", "责任"].iter().all(|head| left.contains(head)), "{left:?}");
        assert!(!["主体", "应当", "不得", "频次", "时限"].iter().any(|head| left.contains(head)), "{left:?}");
        let left = heads_to_begin("norm", &["must", "within"], Lang::En);
        assert!(["except", "in", "by", "each"].iter().all(|head| left.contains(head)), "{left:?}");
        assert!(
            !["must", "should", "every", "at", "within"].iter().any(|head| left.contains(head)),
            "{left:?}"
        );
    }
}
