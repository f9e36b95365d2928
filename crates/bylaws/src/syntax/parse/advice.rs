//! What was probably meant by something that is written otherwise than the language has it: advice on what could not be
//! read, and the edit that would mend it.

use super::marks::Rules;
use super::problems::{first_word, start_of_word, wants, wants_a_date, wants_a_type};
use super::{Builder, Rule, cut, hints, is_numeral, said_in_tests, time_zone_meant};
use crate::diagnostic::{Diagnostic, Lang, Message, digits_meant, is_slip, nearest};
use crate::eval::Verdict;
use crate::source::Span;
use crate::syntax::ast::ExprKind;
use pest::Parser as _;
use pest::error::{Error, ErrorVariant};

/// What people call verdicts, and which they mean; what is done may be so in time or late.
const VERDICTS: [(&str, &str); 15] = [
    ("做到了", "已完成"),
    ("做到", "已完成"),
    ("没做到", "未完成"),
    ("没有做到", "未完成"),
    ("未办", "未完成"),
    ("未做", "未完成"),
    ("未履行", "未完成"),
    ("没有完成", "未完成"),
    ("补办", "逾期完成"),
    ("办理中", "进行中"),
    ("missed", "breached"),
    ("violated", "breached"),
    ("pending", "open"),
    ("exempt", "excused"),
    ("unknown", "undetermined"),
];

/// Whether nothing else may stand where reading failed.
fn is_all_that_is_wanted(error: &Error<Rule>, rule: Rule) -> bool {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return false };
    !positives.is_empty() && positives.iter().all(|wanted| *wanted == rule)
}

/// Where reading failed, and the word that stands there.
pub(super) struct Failed<'f> {
    pub slice: &'f str,
    pub at: usize,
    pub rules: Rules,
    pub error: &'f Error<Rule>,
    pub shown: &'f str,
    pub place: Span,
}

impl Failed<'_> {
    fn before(&self) -> &str {
        self.slice.get(..self.at).unwrap_or_default()
    }

    fn behind(&self) -> &str {
        self.slice.get(self.at + self.shown.len()..).unwrap_or_default()
    }

    fn opens_a_line(&self) -> bool {
        let before = self.before();
        before.trim_end_matches([' ', '\t', '\u{3000}']).ends_with('\n') || before.trim().is_empty()
    }
}

/// Words of the language that stand before a name, without a gap.
const BEFORE_A_NAME: [&str; 4] = ["未完成的", "逾期完成的", "已完成的", "存在"];

/// How many characters a length of time has behind its sign.
const LONGEST_SUM: usize = 40;

/// What to do, and the edit that does it.
struct Advice {
    help: Message,
    edit: Option<(Span, String)>,
}

impl Advice {
    fn new(help: Message, place: Span, words: impl Into<String>) -> Self {
        Self { help, edit: Some((place, words.into())) }
    }

    fn without_edit(help: Message) -> Self {
        Self { help, edit: None }
    }

    fn did_you_mean(failed: &Failed<'_>, meant: &str) -> Self {
        Self::new(Message::new("help.did_you_mean").with("name", meant), failed.place, meant)
    }

    fn write(failed: &Failed<'_>, words: &str) -> Self {
        Self::new(Message::new("help.write").with("words", words), failed.place, words)
    }
}

impl Builder {
    /// A problem with what is first thought of that would mend it.
    pub(super) fn with_advice(&self, problem: Diagnostic, failed: &Failed<'_>) -> Diagnostic {
        let advisers: [fn(&Self, &Failed<'_>) -> Option<Advice>; 27] = [
            Self::id_in_quotes,
            Self::record_without_its_head,
            Self::so_many_of_a_trigger,
            Self::text_without_quotes,
            Self::item_in_brackets,
            Self::attribute,
            Self::type_of_that_name,
            Self::reason_left_out,
            Self::date_within,
            Self::before_a_time_of_day,
            Self::day_of_issue,
            Self::during,
            Self::verdict_meant,
            Self::contrary_of_a_verdict,
            Self::parameter_as_a_length,
            Self::below_zero,
            Self::day_left_out,
            Self::have_meant,
            Self::earlier_or_later,
            Self::digits,
            Self::said_to_be_so,
            Self::name_in_quotes,
            Self::reserved_word,
            Self::brackets,
            Self::said_with_a_hyphen,
            Self::head_meant,
            Self::said_in_a_test,
        ];
        match advisers.iter().find_map(|ask| ask(self, failed)) {
            None => problem,
            Some(Advice { help, edit: None }) => problem.help(help),
            Some(Advice { help, edit: Some((place, words)) }) => problem.help(help).fix(place, words),
        }
    }

    fn attribute(&self, failed: &Failed<'_>) -> Option<Advice> {
        let is_attribute = ["制度", "policy"].contains(&first_word(failed.slice).as_str());
        let meant = hints::attribute(failed.shown).filter(|_| is_attribute && failed.opens_a_line())?;
        Some(Advice::did_you_mean(failed, meant))
    }

    // 第一款 每晚查寝, 时区：北京时间: a text goes into quotation marks, and a time zone has a name.
    fn text_without_quotes(&self, failed: &Failed<'_>) -> Option<Advice> {
        let line = failed.slice.get(failed.at..super::alike::line_end(failed.slice, failed.at))?;
        let words = line.split("//").next()?.trim_end();
        // Elsewhere a colon may be missing before it.
        let of_texts = ["条文", "制度", "source", "policy"];
        let is_text = self.item.is_some_and(|item| of_texts.contains(&item))
            && is_all_that_is_wanted(failed.error, Rule::text)
            && words.chars().all(|c| !c.is_ascii_punctuation() && !"“”：{}".contains(c));
        let place = self.at(failed.at, failed.at + words.len());
        let meant = match time_zone_meant(words) {
            Some(zone) if failed.slice.get(..failed.at)?.trim_end().ends_with(['：', ':']) => zone,
            _ => words,
        };
        let quoted = if self.lang == Lang::Zh { format!("“{meant}”") } else { format!("\"{meant}\"") };
        let help = Message::new("help.write").with("words", &quoted);
        (is_text && !words.is_empty()).then(|| Advice::new(help, place, quoted))
    }

    // A record in a test, before which nothing says that it is given.
    fn record_without_its_head(&self, failed: &Failed<'_>) -> Option<Advice> {
        let is_test = self.item.is_some_and(|item| ["测试", "test"].contains(&item));
        let is_date = super::Grammar::parse(Rule::date, failed.shown).is_ok();
        let head = if self.lang == Lang::Zh { "已知：" } else { "given " };
        let help = Message::new("help.write").with("words", format!("{head}{}", failed.shown));
        let place = self.at(failed.at, failed.at);
        (is_test && is_date && failed.opens_a_line()).then(|| Advice::new(help, place, head))
    }

    // 情形：晚归达到三次: what sets the duty off is a record of its own. 请假超过3天 says something of the record.
    fn so_many_of_a_trigger(&self, failed: &Failed<'_>) -> Option<Advice> {
        let rest = failed.slice.get(failed.at..)?.lines().next()?;
        let number =
            ["累计达到", "累计", "达到", "满", "超过"].iter().find_map(|word| rest.strip_prefix(word))?;
        let unit = number.trim_start_matches(is_numeral);
        let is_trigger = first_word(failed.slice) == "情形" && unit.starts_with(['次', '起', '件']);
        is_trigger.then(|| Advice::without_edit(Message::new("help.reaches")))
    }

    // （一） among the clauses of an article, which are called by names.
    fn item_in_brackets(&self, failed: &Failed<'_>) -> Option<Advice> {
        let rest = failed.slice.get(failed.at..)?;
        let (number, _) = rest.strip_prefix(['（', '('])?.split_once(['）', ')'])?;
        let is_number = !number.is_empty() && number.chars().all(is_numeral);
        let is_item = is_number && first_word(failed.slice) == "条文" && failed.opens_a_line();
        let end =
            failed.at + rest.find(['）', ')'])? + if rest.contains('）') { '）'.len_utf8() } else { 1 };
        let meant = format!("第{number}项");
        let help = Message::new("help.write").with("words", &meant);
        is_item.then(|| Advice::new(help, self.at(failed.at, end), meant))
    }

    fn type_of_that_name(&self, failed: &Failed<'_>) -> Option<Advice> {
        let meant = super::type_meant(failed.shown).filter(|_| wants_a_type(failed.error))?;
        Some(Advice::write(failed, meant))
    }

    // 不可核查 needs a reason, which only the author knows; where there is one, the word that leads to it.
    fn reason_left_out(&self, failed: &Failed<'_>) -> Option<Advice> {
        let (words, because, meant) = match self.lang {
            Lang::Zh => ("不可核查", "不可核查，因为", "不可核查，因为“…”"),
            Lang::En => ("not checkable", "not checkable because ", "not checkable because \"…\""),
        };
        let line = super::alike::line_end(failed.slice, failed.at);
        let start = failed.slice.get(..line)?.rfind(words).filter(|start| {
            failed.at >= *start
                && failed.slice.get(start + words.len()..failed.at).is_none_or(|gap| gap.trim().is_empty())
        })?;
        let behind = failed.slice.get(start + words.len()..line)?;
        let reason = behind.trim_start_matches(['，', ',', '：', ':', ' ', '—']);
        let help = Message::new("help.write").with("words", meant);
        Some(match reason.starts_with(['“', '"']) {
            true => Advice::new(help, self.at(start, line - reason.len()), because),
            false => Advice::without_edit(help),
        })
    }

    fn date_within(&self, failed: &Failed<'_>) -> Option<Advice> {
        let day = hints::date_within(failed.shown).filter(|_| wants_a_date(failed.error))?;
        Some(Advice::write(failed, &day))
    }

    // 22:30前 as a condition or a limit.
    fn before_a_time_of_day(&self, failed: &Failed<'_>) -> Option<Advice> {
        let line = failed.before().rfind('\n').map_or(0, |end| end + 1);
        let words = failed.slice.get(line..super::alike::line_end(failed.slice, failed.at))?;
        let meant = hints::clock_said(words, failed.at - line).filter(|_| self.lang == Lang::Zh)?;
        // 次周周一12:00前 is no condition: what is done in time in the afternoon would not count.
        let limit =
            words.trim_start().strip_prefix("时限").map(|limit| limit.trim_start_matches(['：', ':', ' ']));
        let is_daily = |limit: &str| {
            limit.starts_with(|c: char| c.is_ascii_digit())
                || ["每天", "每日", "每晚"].iter().any(|day| limit.starts_with(day))
        };
        if limit.is_some_and(|limit| !is_daily(limit)) {
            return Some(Advice::without_edit(Message::new("help.day_and_clock")));
        }
        Some(Advice::without_edit(Message::new("help.time_of_day").with("words", meant)))
    }

    fn day_of_issue(&self, failed: &Failed<'_>) -> Option<Advice> {
        (wants_a_date(failed.error) && hints::is_day_of_issue(failed.shown))
            .then(|| Advice::without_edit(Message::new("help.day_of_issue")))
    }

    fn during(&self, failed: &Failed<'_>) -> Option<Advice> {
        // 处于假期或该班级处于实训周期间: the words of another condition are among them.
        let is_name = !failed.shown.is_empty() && !failed.shown.contains(['或', '和', '且', '的']);
        if !failed.before().ends_with("处于") || !is_name {
            return None;
        }
        let words = match failed.shown.strip_suffix("期间") {
            // 处于超过期间: a word of the language as a name.
            Some("") => return None,
            Some(name) => format!("「{name}」期间"),
            None => format!("{}期间", failed.shown),
        };
        let mended = failed.slice.get(..failed.at).zip(failed.slice.get(failed.at + failed.shown.len()..));
        let mended = mended.map(|(before, after)| format!("{before}{words}{after}"))?;
        let end = self.failure(failed.rules, &mended);
        end.is_none_or(|end| end >= failed.at + words.len()).then(|| {
            let help = Message::new("help.write").with("words", format!("处于{words}"));
            Advice::new(help, failed.place, words)
        })
    }

    // fulfiled, 已完结: a slip of the pen; not_applicable, 未办: as others call it. 完成 may be several of the seven.
    fn verdict_meant(&self, failed: &Failed<'_>) -> Option<Advice> {
        let shown = failed.shown.replace('_', " ");
        let words = Verdict::ALL.map(|verdict| verdict.word(self.lang));
        let called = VERDICTS.iter().find(|(word, _)| *word == shown).map(|(_, meant)| *meant);
        let meant =
            called.or_else(|| words.into_iter().find(|word| shown == **word || is_slip(&shown, word)));
        let meant = meant.filter(|_| wants(failed.error, &[Rule::verdict]))?;
        Some(Advice::did_you_mean(failed, meant))
    }

    // not breached: fulfilled, late or still open; what was meant is for the author to say.
    fn contrary_of_a_verdict(&self, failed: &Failed<'_>) -> Option<Advice> {
        let is_contrary = failed.shown == "not" && failed.behind().trim_start().starts_with("breached");
        (is_contrary && wants(failed.error, &[Rule::verdict]))
            .then(|| Advice::without_edit(Message::new("help.write").with("words", "fulfilled")))
    }

    // within report_days after the accident: a parameter is added to a time.
    fn parameter_as_a_length(&self, failed: &Failed<'_>) -> Option<Advice> {
        let start = failed.before().rfind("within")?;
        let line = super::alike::line_end(failed.slice, failed.at);
        let anchor = failed.slice.get(failed.at + failed.shown.len()..line)?.trim().strip_prefix("after ")?;
        let words = format!("no later than {anchor} + {}", failed.shown);
        let between = failed.slice.get(start + "within".len()..failed.at)?;
        let mut text = failed.slice.to_owned();
        text.replace_range(start..line, &words);
        (between.trim().is_empty() && self.failure(failed.rules, &text).is_none()).then(|| {
            let help = Message::new("help.write").with("words", &words);
            Advice::new(help, self.at(start, line), words)
        })
    }

    // 2024年4月12: the day lacks its unit.
    fn day_left_out(&self, failed: &Failed<'_>) -> Option<Advice> {
        let before = failed.before().trim_end();
        let month = before.trim_end_matches(|c: char| c.is_ascii_digit());
        if month.len() == before.len() || !month.ends_with('月') || self.lang == Lang::En {
            return None;
        }
        let date = |c: char| c.is_ascii_digit() || matches!(c, '年' | '月');
        let start = before.trim_end_matches(date).len();
        let words = format!("{}日", before.get(start..)?);
        let help = Message::new("help.write").with("words", &words);
        Some(Advice::new(help, self.at(start, before.len()), words))
    }

    // must hav drill: the verb was read as what is to be had.
    fn have_meant(&self, failed: &Failed<'_>) -> Option<Advice> {
        let before = failed.before().trim_end();
        let start = start_of_word(failed.slice, before.len());
        let verb = before.get(start..)?;
        let is_duty = ["must", "not", "should", "may"]
            .iter()
            .any(|word| failed.slice.get(..start).is_some_and(|b| b.trim_end().ends_with(word)));
        let is_meant =
            self.lang == Lang::En && is_duty && verb != "have" && (verb == "has" || is_slip(verb, "have"));
        is_meant.then(|| {
            let help = Message::new("help.did_you_mean").with("name", "have");
            Advice::new(help, self.at(start, before.len()), "have")
        })
    }

    // as-of, known-at: a head of two words.
    fn said_with_a_hyphen(&self, failed: &Failed<'_>) -> Option<Advice> {
        let start = failed.before().trim_end_matches(char::is_alphabetic).len();
        let heads = ["as of", "known at"];
        let written = failed.slice.get(start..)?;
        let meant = heads.into_iter().find(|head| written.starts_with(&head.replace(' ', "-")))?;
        let help = Message::new("help.did_you_mean").with("name", meant);
        Some(Advice::new(help, self.at(start, start + meant.len()), meant))
    }

    // What stands in a test in other words or without a mark, where reading gets on with what the language has.
    fn said_in_a_test(&self, failed: &Failed<'_>) -> Option<Advice> {
        let is_line = failed.rules.0 == Rule::zh_expectation;
        let heads = ["test", "given", "with", "as", "known", "covers", "测试", "已知", "取", "截至"];
        if !is_line && !heads.contains(&first_word(failed.slice).as_str()) {
            return None;
        }
        let gets_on = |(start, end, words): &said_in_tests::Instead| {
            let mut text = failed.slice.to_owned();
            text.replace_range(*start..*end, words);
            self.failure(failed.rules, &text).is_none_or(|at| at > start + words.len())
        };
        let (start, end, words) =
            said_in_tests::candidates(failed.slice, failed.at).into_iter().find(gets_on)?;
        let help = Message::new("help.write").with("words", &words);
        Some(Advice::new(help, self.at(start, end), words))
    }

    // What is below zero has no form of its own; in a record it is read out of a text.
    fn below_zero(&self, failed: &Failed<'_>) -> Option<Advice> {
        let number = failed.behind().split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        let in_a_record = ["test", "given", "测试", "已知"].contains(&first_word(failed.slice).as_str());
        if !matches!(failed.shown, "-" | "－" | "−") || number.is_empty() || !in_a_record {
            return None;
        }
        let words = match self.lang {
            Lang::Zh => format!("“-{number}”"),
            Lang::En => format!("\"-{number}\""),
        };
        let end = failed.at + failed.shown.len() + number.len();
        let help = Message::new("help.below_zero").with("words", &words);
        Some(Advice::new(help, self.at(failed.at, end), words))
    }

    // from the leave to the leave + 24 hours (…): a sum where one operand is read alone.
    fn brackets(&self, failed: &Failed<'_>) -> Option<Advice> {
        let rest = failed.slice.get(failed.at..)?;
        let ((open, close), the, signs, rule) = match self.lang {
            Lang::Zh => (("（", "）"), "该", ["加上", "减去"], failed.rules.0),
            Lang::En => (("(", ")"), "the ", ["+", "-"], failed.rules.1),
        };
        signs.iter().find(|sign| rest.starts_with(**sign))?;
        let start = failed.before().rfind(the)?;
        let (before, sum) = (failed.slice.get(..start)?, failed.slice.get(start..)?);
        let ends = rest.char_indices().skip(1).map(|(at, _)| failed.at - start + at).take(LONGEST_SUM);
        let mut mended = ends.filter_map(|end| {
            let (sum, behind) = sum.split_at_checked(end)?;
            let words = format!("{open}{sum}{close}");
            super::Grammar::parse(rule, &format!("{before}{words}{behind}")).ok()?;
            Some((words, start + end))
        });
        let (words, end) = mended.next()?;
        let help = Message::new("help.brackets").with("words", &words);
        Some(Advice::new(help, self.at(start, end), words))
    }

    // 是紧急: that it is so stands behind.
    fn said_to_be_so(&self, failed: &Failed<'_>) -> Option<Advice> {
        let what = failed.shown.strip_prefix('是').filter(|what| !what.is_empty())?;
        // 主体：宿舍楼（是一号楼）: one certain of them.
        let bound = failed.before().strip_prefix("主体").and_then(|rest| {
            let kind = rest.trim_start_matches(['：', ':', ' ']).split(['（', '(']).next()?.trim();
            Some(format!("该{kind}是{what}"))
        });
        if let Some(words) = bound {
            return Some(Advice::without_edit(Message::new("help.write").with("words", words)));
        }
        let words = format!("{what}为是");
        let (before, behind) = (failed.before(), failed.behind());
        let end = self.failure(failed.rules, &format!("{before}{words}{behind}"));
        let gets_on = end.is_none_or(|end| end > failed.at + words.len());
        (self.lang == Lang::Zh && gets_on).then(|| Advice::write(failed, &words))
    }

    fn earlier_or_later(&self, failed: &Failed<'_>) -> Option<Advice> {
        let sides = ["之前", "以前", "之后", "以后"];
        let side = sides.iter().find(|side| failed.before().ends_with(**side) && self.lang == Lang::Zh)?;
        let word = if side.ends_with('前') { "早于" } else { "晚于" };
        Some(Advice::without_edit(Message::new("help.write").with("words", word)))
    }

    fn digits(&self, failed: &Failed<'_>) -> Option<Advice> {
        let digits = digits_meant(failed.shown)?;
        let help = Message::new("help.look_alike").with("found", failed.shown).with("name", &digits);
        Some(Advice::new(help, failed.place, digits))
    }

    fn name_in_quotes(&self, failed: &Failed<'_>) -> Option<Advice> {
        let slice = failed.slice;
        let word = self.name_to_quote(slice, failed.at, failed.error)?;
        // 未完成的不是, 存在当日会: the name is what stands behind.
        let before = BEFORE_A_NAME.iter().find(|before| word.starts_with(**before));
        let start = start_of_word(slice, failed.at) + before.map_or(0, |before| before.len());
        let name = before.and_then(|before| word.strip_prefix(before)).unwrap_or(&word);
        // 隐患等级为重大的: the case of a sentence, and no name.
        if name.is_empty() || name.ends_with('的') || !self.gets_on_quoted(slice, start, name, failed.rules)
        {
            return None;
        }
        let (place, quoted) = (self.at(start, start + name.len()), format!("「{name}」"));
        let help = Message::new("help.quote_name").with("name", name).with("quoted", &quoted);
        Some(Advice::new(help, place, quoted))
    }

    // for d@e1, 针对served@s1: an id with a mark in it, as records have that are deemed.
    fn id_in_quotes(&self, failed: &Failed<'_>) -> Option<Advice> {
        let is_in_a_test = self.item.is_some_and(|item| ["测试", "test"].contains(&item));
        let of_an_id = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@');
        let before = failed.before().rfind(|c| !of_an_id(c));
        let start = before.map_or(0, |at| at + failed.before().get(at..).map_or(0, first_length));
        let rest = failed.slice.get(start..)?;
        let word = rest.split(|c| !of_an_id(c)).next()?;
        let head = ["针对", "计入"].into_iter().find(|head| word.starts_with(head)).unwrap_or_default();
        let (start, id) = (start + head.len(), word.get(head.len()..)?);
        if !is_in_a_test || !id.contains('@') || id.starts_with('@') {
            return None;
        }
        let quoted = if self.lang == Lang::Zh { format!("“{id}”") } else { format!("\"{id}\"") };
        let help = Message::new("help.id_in_quotes").with("name", id).with("quoted", &quoted);
        Some(Advice::new(help, self.at(start, start + id.len()), quoted))
    }

    fn reserved_word(&self, failed: &Failed<'_>) -> Option<Advice> {
        self.is_reserved(failed.shown, failed.error).then(|| {
            let quoted = format!("`{}`", failed.shown);
            let help = Message::new("help.quote_name").with("name", failed.shown).with("quoted", &quoted);
            Advice::new(help, failed.place, quoted)
        })
    }

    // One of the heads that this item can have, else of any.
    fn head_meant(&self, failed: &Failed<'_>) -> Option<Advice> {
        // A Chinese head stands before a colon or a gap.
        let goes_on =
            self.lang == Lang::En || failed.behind().starts_with(['：', ':', ' ', '\u{3000}', '；', '{']);
        if !goes_on || !failed.opens_a_line() {
            return None;
        }
        let own = self.item.map(|item| super::heads_in(item, self.lang)).unwrap_or_default();
        let all = cut::clause_heads(self.lang).chain(cut::item_heads(self.lang));
        let near_own = nearest(failed.shown, own.iter().copied()).filter(|_| !own.contains(&failed.shown));
        let called = hints::head(failed.shown, self.lang).filter(|head| own.contains(head));
        let meant = called.or(near_own).or_else(|| self.meant(failed.shown, all))?;
        Some(Advice::did_you_mean(failed, meant))
    }

    // A Chinese name in which a word of the language stands, so that it was not read as one.
    fn name_to_quote(&self, slice: &str, at: usize, error: &Error<Rule>) -> Option<String> {
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return None };
        let operator = |rule: &Rule| matches!(rule, Rule::infix | Rule::filter);
        if self.lang != Lang::Zh || positives.iter().any(operator) {
            return None;
        }
        let part_of_name = |c: &char| c.is_alphanumeric() || *c == '_';
        let before: Vec<char> = slice.get(..at)?.chars().rev().take_while(part_of_name).collect();
        let after = slice.get(at..)?.chars().take_while(part_of_name);
        let name: String = before.into_iter().rev().chain(after).collect();
        let read = super::value(&name, self.lang).map(|value| value.kind);
        let definite = name.contains('该') || name.contains(|c: char| c.is_ascii_digit());
        let long_enough = (2..=12).contains(&name.chars().count()) && !definite;
        (long_enough && !matches!(read, Some(ExprKind::Name(_)))).then_some(name)
    }

    // Whether reading gets on where a name stands in quotation marks.
    fn gets_on_quoted(&self, slice: &str, start: usize, name: &str, rules: Rules) -> bool {
        let (before, after) = (slice.get(..start), slice.get(start + name.len()..));
        let text = before.zip(after).map(|(before, after)| format!("{before}「{name}」{after}"));
        text.is_some_and(|text| {
            let end = self.failure(rules, &text);
            end.is_none_or(|end| end > start + name.len() + "「」".len() + 1)
        })
    }

    // An English word of the language where a name is expected.
    fn is_reserved(&self, shown: &str, error: &Error<Rule>) -> bool {
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return false };
        let of_name = |rule: &Rule| {
            matches!(rule, Rule::name | Rule::plain_name | Rule::quoted_name | Rule::name_decl | Rule::field)
        };
        let is_word = shown.chars().all(|c| c.is_ascii_alphabetic());
        self.lang == Lang::En
            && is_word
            && positives.iter().any(of_name)
            && super::Grammar::parse(Rule::plain_name, shown).is_err()
    }
}

// How long the first character of a text is.
fn first_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}
