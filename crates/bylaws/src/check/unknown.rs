//! What to say of a name that is not known where it stands.

use super::Checker;
use super::read_short::read_short;
use crate::diagnostic::{Diagnostic, Lang, Message, digits_meant, nearest};
use crate::log::Name;
use crate::source::Span;
use crate::syntax::{Counted, TOWARD, counted_otherwise, is_length, time_of_day_meant};

/// Chinese words that a hurried author joins to a name, and how they are written.
const JOINED: [(&str, &str); 9] = [
    ("加", "加上"),
    ("减", "减去"),
    ("乘", "乘以"),
    ("除", "除以"),
    ("同时", "并且"),
    ("或", "或者"),
    ("过半", "超过…的半数"),
    ("不为空", "缺省为"),
    ("为空", "缺省为"),
];

/// The beginnings of Chinese conditions, and how they are written.
const OPENED: [(&str, &str); 5] = [
    ("没有", "并非（存在…）"),
    ("有", "存在"),
    ("无", "并非（存在…）"),
    ("非", "并非（…）"),
    ("不", "并非（…）"),
];

/// What forbids, before the name of what is forbidden: 应当：不得查夜.
const FORBIDS: [&str; 8] = ["不得", "不能", "不准", "不可", "不许", "不应", "严禁", "禁止"];

impl Checker<'_> {
    /// An unknown name, with the known one that was probably meant.
    pub(super) fn unknown<'n>(
        &mut self,
        code: &'static str,
        span: Span,
        found: &str,
        known: impl Iterator<Item = &'n Name>,
    ) {
        self.unknown_among(code, span, found, &[&known.cloned().collect::<Vec<_>>()]);
    }

    /// The same where some names are likelier than others: each list is looked through before the next.
    pub(super) fn unknown_among(&mut self, code: &'static str, span: Span, found: &str, known: &[&[Name]]) {
        let problem = self.problem_of_unknown(code, span, found, known);
        self.report(problem);
    }

    /// What is to be said of it.
    pub(super) fn problem_of_unknown(
        &self,
        code: &'static str,
        span: Span,
        found: &str,
        known: &[&[Name]],
    ) -> Diagnostic {
        let diagnostic = Diagnostic::error(code, span).with("name", found);
        let forms = |names: &[Name]| -> Vec<String> {
            names.iter().flat_map(Name::forms).map(str::to_owned).collect()
        };
        let all: Vec<Vec<String>> = known.iter().map(|names| forms(names)).collect();
        let joined = all
            .iter()
            .flatten()
            .filter_map(|name| joined_to(found, name))
            .max_by_key(|(name, ..)| name.len());
        let near = || {
            if let Some(event) = self.event_told_of(code, found) {
                return Some(event);
            }
            let of =
                |names: &Vec<String>| nearest(found, names.iter().map(String::as_str)).map(str::to_owned);
            let near = all.iter().find_map(of)?;
            // What is referred to keeps the word with which it is.
            let lang = if near.is_ascii() { Lang::En } else { Lang::Zh };
            let name = known.iter().flat_map(|names| names.iter()).find(|name| name.answers_to(&near));
            let near = name.map_or(near.clone(), |name| name.shown(lang).to_owned());
            Some(match (code, lang) {
                ("B0206", Lang::Zh) => format!("该{near}"),
                ("B0206", Lang::En) => format!("the {near}"),
                _ => near,
            })
        };
        if let Some(meant) = time_of_day_meant(found) {
            let problem = Diagnostic::error("B0124", span).with("found", found);
            let problem = problem.help(Message::new("help.write").with("words", &meant));
            return problem.fix(span, meant);
        }
        if let Some(Counted { unit, wanted, meant }) = counted_otherwise(found) {
            let start = span.start + (found.len() - unit.len()) as u32;
            let at = Span { start: start.min(span.end), ..span };
            let meant = meant.map(|meant| (span, meant));
            return Diagnostic::error("B0129", at).wrong_unit(unit, wanted, meant);
        }
        // 情形：晚归三次以上, 情形：请假三天以上: how often, or how much of a field.
        if let (Some((name, bound)), "B0208") = (name_before(found, &all), code)
            && bound_said(bound).is_some()
        {
            let often = bound.contains('次');
            return diagnostic.help(match often {
                true => Message::new("help.reaches"),
                false => Message::new("help.conditions_apart").with("name", name),
            });
        }
        if let Some(meant) = bounded_behind(found, &all) {
            let problem = diagnostic.help(Message::new("help.write").with("words", &meant));
            return problem.fix(span, meant);
        }
        if let Some(digits) = digits_meant(found) {
            let advice = Message::new("help.look_alike").with("found", found).with("name", &digits);
            diagnostic.help(advice).fix(span, digits)
        } else if found.contains("是否") && !all.iter().flatten().any(|name| name.contains("是否")) {
            diagnostic.help(Message::new("help.whether"))
        } else if let Some(kind) = self.of_another_kind(code, found) {
            diagnostic.help(kind)
        } else if let Some((name, rest, meant)) = joined {
            let advice =
                Message::new("help.joined").with("name", name).with("rest", rest).with("words", meant);
            diagnostic.help(advice)
        } else if code == "B0208" && said_in_order(found) {
            diagnostic.help(Message::new("help.order"))
        } else if let Some(name) = said_not_to_be(code, found, &all) {
            match FORBIDS.iter().any(|word| found.starts_with(word)) {
                true => diagnostic.help(Message::new("help.write").with("words", format!("不得：{name}"))),
                false => diagnostic.help(Message::new("help.denied").with("name", name)),
            }
        } else if let Some(of_whom) = denied_behind(code, found, &all) {
            diagnostic.help(Message::new("help.not_so").with("name", of_whom))
        } else if let Some((name, length)) = length_of(code, found, &all) {
            diagnostic.help(Message::new("help.length_of").with("name", name).with("length", length))
        } else if let Some(quoted) = near().and_then(|near| read_short(found, &near)) {
            // The rest of the name stands behind what was read of it: an edit would say that twice.
            let advice = Message::new("help.name_in_quotes").with("quoted", quoted);
            diagnostic.help(advice)
        } else if let Some(near) = near() {
            match left_out(found, &near).filter(|_| code == "B0208") {
                // An edit would lose how often, and nobody would notice where another limit stands below.
                Some(words) if says_how_often(words) => {
                    diagnostic.help(Message::new("help.how_often_apart").with("name", &near))
                }
                // 未经安全培训, untrained: an edit to the bare name would ask for the contrary.
                _ if code == "B0208" && denies(found, &near) => {
                    diagnostic.help(Message::new("help.denied").with("name", &near))
                }
                Some(words) if self.says_more(words) => {
                    diagnostic.help(Message::new("help.conditions_apart").with("name", &near))
                }
                _ if code == "B0211" && several_kinds(found) => {
                    diagnostic.help(Message::new("help.one_kind"))
                }
                // 辅导员批 is no post: what it says of it is lost with an edit.
                Some([_, behind]) if code == "B0208" && !behind.is_empty() && self.is_no_event(&near) => {
                    diagnostic.help(Message::new("help.conditions_apart").with("name", &near))
                }
                // 该晚归次日: an edit would lose what else is said.
                _ if says_besides(code, found, &near) => {
                    diagnostic.help(Message::new("help.did_you_mean").with("name", &near))
                }
                _ if says_something_of(code, found, &near) => {
                    diagnostic.help(Message::new("help.condition_of").with("name", near))
                }
                _ => diagnostic.help(Message::new("help.did_you_mean").with("name", &near)).fix(span, near),
            }
        } else if let Some((_, meant)) = OPENED.iter().find(|(word, _)| found.starts_with(word)) {
            diagnostic.help(Message::new("help.write").with("words", *meant))
        } else {
            diagnostic
        }
    }

    // 晚归人登记, 学生晚归时: of the events that a Chinese phrase speaks of, the last one is what happens.
    fn event_told_of(&self, code: &str, found: &str) -> Option<String> {
        let events = self.vocabulary_ref().events.values();
        let forms = events.flat_map(|event| event.name.forms()).filter(|form| !form.is_ascii());
        let told = forms.filter_map(|form| Some((found.rfind(form)? + form.len(), form)));
        let last = told.max_by_key(|(end, form)| (*end, form.len()));
        last.filter(|_| code == "B0208").map(|(_, form)| form.to_owned())
    }

    fn is_no_event(&self, name: &str) -> bool {
        self.vocabulary_ref().event_named(name).is_none()
    }

    // 对学生家访: whom or what a record concerns, said in one word with its name.
    fn says_more(&self, [before, behind]: [&str; 2]) -> bool {
        let vocabulary = self.vocabulary_ref();
        let kinds =
            vocabulary.entities.values().map(|e| &e.name).chain(vocabulary.roles.values().map(|r| &r.name));
        let fields =
            vocabulary.events.values().flat_map(|event| event.fields.values().map(|field| &field.name));
        let kinds = kinds.chain(vocabulary.events.values().map(|event| &event.name)).chain(fields);
        let named = |words: &str| kinds.clone().flat_map(Name::forms).any(|name| words.contains(name));
        let opened = TOWARD.iter().any(|word| before.starts_with(word));
        // 重大隐患: one of the values of a field.
        let mut values = vocabulary.enums.values().flat_map(|kind| kind.variants.values());
        let is_value = values.any(|value| value.answers_to(before) || value.answers_to(behind));
        opened || is_value || named(before) || named(behind)
    }

    // A value is asked for, and the name is that of something else: how that is spoken of.
    fn of_another_kind(&self, code: &str, found: &str) -> Option<Message> {
        let vocabulary = self.vocabulary_ref();
        if let ("B0207", Some(role)) = (code, vocabulary.role_named(found)) {
            let unit = vocabulary.entities.get(&role.unit)?.name.both();
            return Some(Message::new("help.role_of_unit").with("name", found).with_arg("unit", unit));
        }
        let state = |name: &Name| name.forms().any(|form| is_said_of_a_state(found, form));
        if let ("B0201", Some(of)) = (code, vocabulary.states.values().find(|of| state(&of.name))) {
            return Some(Message::new("help.is_state").with_arg("name", of.name.both()));
        }
        let key = if code != "B0201" && code != "B0302" {
            return None;
        } else if vocabulary.role_named(found).is_some() {
            "help.is_role"
        } else if vocabulary.states.values().any(|s| s.name.answers_to(found)) {
            "help.is_state"
        } else if vocabulary.entity_named(found).is_some() {
            "help.is_entity"
        } else if vocabulary.event_named(found).is_some() {
            "help.is_event"
        } else if self.policy.tables.values().any(|t| t.name.answers_to(found)) {
            "help.is_table"
        } else {
            return None;
        };
        Some(Message::new(key).with("name", found))
    }
}

/// What stands before and behind a known name in a longer one.
fn left_out<'f>(found: &'f str, known: &str) -> Option<[&'f str; 2]> {
    let (before, behind) = found.split_once(known)?;
    (!known.is_ascii()).then_some([before, behind])
}

/// 该会议三日前: three days before it at least, or within three days.
fn length_of<'f>(code: &str, found: &'f str, known: &'f [Vec<String>]) -> Option<(&'f str, &'f str)> {
    let names = known.iter().flatten().filter(|_| code == "B0206");
    names
        .filter_map(|name| Some((name.as_str(), found.strip_prefix(name.as_str())?)))
        .find(|(_, rest)| is_length(rest))
}

/// 先审批后用印: two records in one word.
fn said_in_order(found: &str) -> bool {
    found
        .strip_prefix('先')
        .is_some_and(|rest| rest.split_once('后').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty()))
}

// 该楼的值班老师未（处于请假期间）, 该学生没（担任班长）: the contrary is said of a whole condition.
fn denied_behind<'f>(code: &str, found: &'f str, known: &[Vec<String>]) -> Option<&'f str> {
    let name = ["没有", "未", "没", "不", "并未", "并不"].iter().find_map(|word| found.strip_suffix(word))?;
    let is_known = known.iter().flatten().any(|one| one == name);
    (matches!(code, "B0201" | "B0206" | "B0207") && is_known).then_some(name)
}

/// 不得查夜, 不查夜: a kind of record behind a word that denies it, and nothing else.
fn said_not_to_be<'k>(code: &str, found: &str, known: &'k [Vec<String>]) -> Option<&'k String> {
    const DENIES: [&str; 5] = ["不", "未", "没有", "没", "无"];
    let mut words = FORBIDS.iter().chain(&DENIES).filter_map(|word| found.strip_prefix(word));
    let names = || known.iter().flatten().filter(|_| code == "B0208");
    words.find_map(|rest| names().find(|name| name.as_str() == rest))
}

/// 宿舍楼和教室: more than one kind that a norm is to bind.
fn several_kinds(found: &str) -> bool {
    ["和", "与", "及", "或", "_and_"].iter().any(|mark| found.contains(mark))
}

/// Whether what stands beside a name says that there is no such thing.
fn denies(found: &str, name: &str) -> bool {
    const ENGLISH: [&str; 6] = ["un", "non", "no", "not", "never", "without"];
    found.split_once(name).is_some_and(|(before, behind)| {
        let in_chinese = |words: &str| words.contains(['未', '没', '无', '不', '非', '禁', '缺', '漏']);
        in_chinese(before) || in_chinese(behind) || ENGLISH.contains(&before.trim_end_matches('_'))
    })
}

/// Whether an unknown word says more of the one that it speaks of than its name. That each of a kind is bound goes
/// without saying.
fn says_besides(code: &str, found: &str, near: &str) -> bool {
    const EACH: [&str; 9] = ["各", "各个", "每个", "每名", "每位", "每间", "全体", "所有", "一切"];
    let name = near.strip_prefix('该').unwrap_or(near);
    let besides = left_out(found, name).filter(|_| matches!(code, "B0206" | "B0211"));
    besides.is_some_and(|[before, behind]| {
        let is_each = code == "B0211" && behind.is_empty() && EACH.contains(&before);
        !(is_each || before.is_empty() && behind.is_empty())
    })
}

/// 已请假, 请假中, 在请假: that somebody is in a state, as one says it.
fn is_said_of_a_state(found: &str, state: &str) -> bool {
    const BEFORE: [&str; 8] = ["已经", "已", "正在", "正", "在", "处于", "现", "经"];
    const BEHIND: [&str; 6] = ["期间", "期内", "中", "的", "时", "了"];
    let rest = BEFORE.iter().find_map(|word| found.strip_prefix(word)).unwrap_or(found);
    let rest = BEHIND.iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
    rest == state && rest != found
}

/// Whether a longer word than a name says something of it, which an edit to the bare name would lose.
fn says_something_of(code: &str, found: &str, name: &str) -> bool {
    let behind = found.strip_prefix(name).filter(|_| code == "B0201" && !name.is_ascii());
    behind.is_some_and(|behind| behind.chars().count() > 1)
}

/// 每学期组织一次: how often, how many or by when.
fn says_how_often(words: [&str; 2]) -> bool {
    let of_amount = ["每", "次", "至少", "不少于", "日", "周", "月", "季", "年", "学期", "小时", "分钟"];
    words.iter().any(|words| of_amount.iter().any(|word| words.contains(word)))
}

/// 人数50以上, 天数达3天: a known name, a number and a bound in one word.
fn bounded_behind(found: &str, known: &[Vec<String>]) -> Option<String> {
    let (name, bound) = name_before(found, known)?;
    Some(format!("{name}{}", bound_said(bound)?))
}

// The known name that a word begins with, and what stands behind it.
fn name_before<'f>(found: &'f str, known: &[Vec<String>]) -> Option<(&'f str, &'f str)> {
    let names = known.iter().flatten().filter(|name| !name.is_ascii());
    let name = names.filter(|name| found.starts_with(name.as_str())).max_by_key(|name| name.len())?;
    found.split_at_checked(name.len())
}

/// What is said of a number, as it is written: 在3天以内 is 不超过3.
fn bound_said(words: &str) -> Option<String> {
    let (bound, words) = [("以上", "不少于"), ("以下", "不超过"), ("以内", "不超过")]
        .into_iter()
        .find_map(|(word, bound)| Some((bound, words.strip_suffix(word)?.trim_end_matches('及'))))
        .or_else(|| words.contains('达').then_some(("不少于", words)))?;
    let words = ["累计", "为", "在", "达到", "达"]
        .iter()
        .fold(words, |words, before| words.strip_prefix(before).unwrap_or(words));
    let digit = |c: char| c.is_ascii_digit() || "零〇一二两三四五六七八九十百千万.%".contains(c);
    let unit = words.trim_start_matches(digit);
    let number = words.strip_suffix(unit).filter(|number| !number.is_empty())?;
    let known = [
        "", "家", "份", "件", "本", "间", "台", "辆", "页", "分", "天", "日", "人", "名", "次", "人次", "个",
        "项", "节", "课时", "学时", "小时", "分钟", "元", "克", "岁",
    ];
    known.contains(&unit).then(|| format!("{bound}{number}"))
}

/// A known name with a word that should not have been joined to it: name, the rest, what to write.
fn joined_to(found: &str, name: &str) -> Option<(String, String, &'static str)> {
    let rest = found.strip_prefix(name).filter(|rest| !rest.is_empty() && !name.is_ascii())?;
    let (_, meant) = JOINED.iter().find(|(word, _)| rest.starts_with(word))?;
    Some((name.to_owned(), rest.to_owned(), meant))
}
