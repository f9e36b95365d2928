//! What pest could not parse, said for people: what was expected in the file's own words, what stands
//! there instead, and what was probably meant.

use super::advice::Failed;
use super::marks::Rules;
use super::said_limits::limit_meant;
use super::wordings::says_a_time_of_a_day;
use super::{Builder, Rule, cut, hints, time_of_day_meant, units};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::eval::Verdict;
use crate::syntax::ast::Rank;
use crate::syntax::print::words;
use pest::error::{Error, ErrorVariant, InputLocation};

impl Builder {
    /// What begins at `start` and no item claims.
    pub(super) fn stray(&mut self, slice: &str, start: usize) {
        let rest = slice.get(start..).unwrap_or("");
        self.lost.push(rest.to_owned());
        let shown = first_word(rest);
        let length = shown.len().max(rest.chars().next().map_or(0, char::len_utf8));
        let place = self.at(start, start + length);
        if let Some(problem) = self.outside_of_items(&shown) {
            self.report(problem);
            return;
        }
        let mut diagnostic = Diagnostic::error("B0101", place).with("found", &shown);
        if shown == "#" {
            let advice = Message::new("help.comment");
            return self.report(diagnostic.help(advice).fix(place, "//"));
        }
        let said = hints::item(&shown, rest, self.lang);
        if let Some(meant) = said.or_else(|| self.meant(&shown, cut::item_heads(self.lang))) {
            diagnostic =
                diagnostic.help(Message::new("help.did_you_mean").with("name", meant)).fix(place, meant);
        }
        self.report(diagnostic);
    }

    /// A declaration in the other language than its file.
    pub(super) fn in_the_other_language(&mut self, slice: &str) {
        let head = first_word(slice);
        let place = self.at(0, head.len());
        self.report(Diagnostic::error("B0125", place).with("found", head));
    }

    /// A stretch that its rule does not fit.
    pub(super) fn problem(&mut self, slice: &str, error: &Error<Rule>, rules: Rules) {
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        let told = self.misplaced(slice, at).or_else(|| self.unknown_head(slice, rules));
        if let Some(problem) = told.or_else(|| self.included(slice, at)) {
            self.report(problem);
            return;
        }
        let mark = self.unclosed(slice, at, rules).or_else(|| self.surplus(slice, at, rules));
        let mark = mark.or_else(|| self.exception_in_a_word(slice));
        let value = value_of_clause(slice, self.lang);
        let mut places = vec![at, value.unwrap_or(at), start_of_word(slice, at)];
        match self.lang {
            Lang::En => places.extend(words_before(slice, at)),
            Lang::Zh => places.extend(day_behind_a_record(slice)),
        }
        let place = |start: usize, length: usize| self.at(start, start + length);
        // 规范 当日归还: a name, in which the word ends it.
        let in_a_head = cut::item_heads(self.lang).any(|head| head == first_word(slice))
            && !slice.get(..at).is_some_and(|before| before.contains('\n'));
        let everyday = hints::everyday(slice, &places, self.lang, place).filter(|_| !in_a_head);
        // 当日晚10:00前 says more than 当日.
        let everyday = everyday.filter(|_| !says_a_time_of_a_day(slice, at));
        let mark = mark.or_else(|| self.reworded(slice, at, rules).filter(|_| everyday.is_none()));
        let mark = mark.or_else(|| self.without_colon(slice, at, rules));
        let mark = mark.or_else(|| self.another_exception(slice, at));
        let mark = mark.or_else(|| self.without_comma(slice, at, rules));
        if let Some(problem) = mark.or_else(|| self.time_of_day(slice, at)) {
            self.report(problem);
            return;
        }
        let known = self
            .part_left_out(slice, at)
            .or_else(|| self.kept_apart(slice, at, rules))
            .or(everyday)
            .or_else(|| limit_meant(slice, place).filter(|_| self.lang == Lang::Zh))
            .or_else(|| units::in_a_limit(slice, place).filter(|_| self.lang == Lang::Zh))
            .or_else(|| units::after_a_number(slice, at, place).filter(|_| self.lang == Lang::En))
            .or_else(|| hints::no_rank(slice, place).filter(|_| self.lang == Lang::Zh))
            .or_else(|| self.values_as_a_type(slice, at))
            .or_else(|| self.two_readings(slice, at))
            .or_else(|| self.under_its_head(slice, at, value));
        if let Some(problem) = known {
            self.report(problem);
            return;
        }
        let rest = slice.get(at..).unwrap_or("");
        let shown = first_word(rest);
        let end = (at + shown.len()).max(at + rest.chars().next().map_or(0, char::len_utf8));
        let span = self.at(at, end);
        // Of what stands in one line all of it is shown.
        let is_one_line = ["状态", "职务", "state", "role"].contains(&first_word(slice).as_str())
            && !slice.get(..at).is_some_and(|before| before.contains('{'));
        let expected = |error| match is_one_line || is_unnamed(error) {
            // What may stand there has no name: how such a clause is written says more.
            true => hints::forms(&first_word(slice), self.lang)
                .map_or_else(|| expected(error), hints::Forms::shown),
            false => expected(error),
        };
        if shown.is_empty() {
            self.report(Diagnostic::error("B0103", span).with_arg("expected", expected(error)));
            return;
        }
        if approximate(rest) {
            self.report(Diagnostic::error("B0111", span).with("found", &shown));
            return;
        }
        let diagnostic =
            Diagnostic::error("B0102", span).with("found", &shown).with_arg("expected", expected(error));
        let place = self.at(at, at + shown.len());
        self.report(self.with_advice(diagnostic, &Failed { slice, at, rules, error, shown: &shown, place }));
    }

    // A Chinese clause under a head that nobody knows: what else is wrong with it follows from that.
    fn unknown_head(&self, slice: &str, (rule, _): Rules) -> Option<Diagnostic> {
        let head = first_word(slice);
        let is_known = cut::clause_heads(Lang::Zh).any(|known| known == head);
        if self.lang != Lang::Zh || rule != Rule::zh_clause || is_known || !cut::looks_like_head(slice) {
            return None;
        }
        let place = self.at(0, head.len());
        let expected = both("本条目可有的栏目", "a clause that this item can have");
        let problem = Diagnostic::error("B0102", place).with("found", &head).with_arg("expected", expected);
        let own = self.item.map(|item| super::heads_in(item, self.lang)).unwrap_or_default();
        let heads = || own.iter().copied();
        let meant = self.meant(&head, heads()).or_else(|| one_character_apart(&head, heads()));
        Some(match meant {
            Some(meant) => {
                problem.help(Message::new("help.did_you_mean").with("name", meant)).fix(place, meant)
            }
            None => problem,
        })
    }

    // 19点, 下午3点半: the hours of a day as people say them.
    fn time_of_day(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        if let Some(problem) = self.half_a_clock(slice, at) {
            return Some(problem);
        }
        let starts = [at, start_of_word(slice, at)];
        // 次日中午12点前, where the day is written as it should be.
        let starts = starts.map(|start| start + length_of_a_day(slice.get(start..).unwrap_or("")));
        let said = |c: &char| {
            c.is_alphanumeric() && !matches!(c, '至' | '到' | '和' | '以' | '之' | '前' | '后' | '起')
        };
        starts.into_iter().find_map(|start| {
            let word: String = slice.get(start..)?.chars().take_while(said).collect();
            let meant = time_of_day_meant(&word)?;
            let place = self.at(start, start + word.len());
            let problem = Diagnostic::error("B0124", place).with("found", word);
            Some(problem.help(Message::new("help.write").with("words", &meant)).fix(place, meant))
        })
    }

    // 22:3, of which nobody can say whether it is 22:03 or 22:30.
    fn half_a_clock(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let (before, rest) = (slice.get(..at)?, slice.get(at..)?);
        let minutes = rest.strip_prefix([':', '：'])?;
        let digit = |c: char| c.is_ascii_digit();
        let hours = before.get(before.trim_end_matches(digit).len()..)?;
        let minute = minutes.get(..minutes.find(|c| !digit(c)).unwrap_or(minutes.len()))?;
        let is_half = matches!(hours.len(), 1 | 2) && minute.len() == 1;
        let start = at - hours.len();
        let end = slice.len() - minutes.len() + minute.len();
        is_half.then(|| {
            Diagnostic::error("B0124", self.at(start, end)).with("found", slice.get(start..end).unwrap_or(""))
        })
    }

    // 方式：上门、电话 among fields: the values of an enumeration that is not declared.
    pub(super) fn values_as_a_type(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let (before, rest) = (slice.get(..at)?, slice.get(at..)?);
        let has_fields = ["事件", "实体", "状态", "职务", "event", "entity", "state", "role"];
        let mark = rest.chars().next().filter(|c| matches!(c, '、' | '/' | '／' | '|'))?;
        self.item.filter(|item| has_fields.contains(item))?;
        let (name, first) = before.lines().next_back()?.rsplit_once(['：', ':'])?;
        let name = name.rsplit(['{', '，', ',', '；', ';']).next()?.split_whitespace().next()?;
        let values = format!("{first}{}", rest.lines().next()?);
        let values = values.split(['，', ',', '}', ';', '；']).next()?.split(mark).map(str::trim);
        let values: Vec<&str> = values.filter(|value| !value.is_empty()).collect();
        // 单位：学院、方式：方式 is a list of fields.
        if values.iter().any(|value| value.contains(['：', ':'])) {
            return None;
        }
        let advice = Message::new("help.one_to_a_field").with("name", name);
        let listed = both(&format!("{{ {} }}", values.join("，")), &format!("{{ {} }}", values.join(", ")));
        let place = self.at(at, at + mark.len_utf8());
        let problem = Diagnostic::error("B0102", place).with("found", mark);
        let problem = problem.with_arg("expected", both("一个类型的名称", "the name of one type"));
        Some(problem.help(advice.with_arg("values", listed)))
    }

    // 克数：整数，单位克，非负: what the unit is goes without saying.
    pub(super) fn unit_of_a_field(&self, slice: &str, at: usize) -> bool {
        let line = slice.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let words = slice.get(line..super::alike::line_end(slice, at)).unwrap_or_default();
        let mut notes = words.split(['，', ',']).skip(1).map(str::trim);
        let is_field = matches!(self.item, Some("事件" | "实体" | "状态" | "职务"));
        is_field && notes.any(|note| note.starts_with("单位") && !note.contains(['：', ':']))
    }

    // A clause whose head is known and whose content is not: what such a clause looks like.
    fn under_its_head(&self, slice: &str, at: usize, value: Option<usize>) -> Option<Diagnostic> {
        let head = first_word(slice);
        let forms = hints::forms(&head, self.lang)?;
        let start = match self.lang {
            // The grammar gave up at the head, or at the very first word after it.
            // Or after 对, 向: whom it concerns before the record.
            Lang::Zh => value.filter(|value| {
                let word = slice.get(*value..at).unwrap_or_default().trim_end();
                let toward = hints::TOWARD.contains(&word);
                at <= *value || toward || slice.trim_end().len() <= at
            })?,
            Lang::En if at == 0 || slice.trim_end().len() <= at => slice.find(char::is_whitespace)?,
            Lang::En => return None,
        };
        let rest = slice.get(start..)?.lines().next()?;
        let found = rest.trim();
        let expected = forms.shown();
        let start = start + rest.find(found)?;
        let problem = match found {
            "" => Diagnostic::error("B0103", self.at(start, start)),
            _ => Diagnostic::error("B0102", self.at(start, start + found.len())).with("found", found),
        };
        Some(problem.with_arg("expected", expected))
    }

    // 该会议之前7日, within 7 days of: two days are meant by some, a stretch by others.
    fn two_readings(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let (before, rest) = (slice.get(..at)?, slice.get(at..)?);
        let (start, found, readings) = match self.lang {
            Lang::Zh
                if ["以上", "以下"].iter().any(|word| rest.starts_with(word))
                    && ["超过", "少于", "多于", "大于", "小于"].iter().any(|word| before.contains(word)) =>
            {
                let found = rest.get(.."以上".len())?.to_owned();
                let readings = Message::new("readings.bound").with("found", &found);
                (at, found, readings)
            }
            Lang::Zh => {
                let length = leading_length(rest)?;
                let side = ["前", "后"].into_iter().find(|side| before.ends_with(side))?;
                let readings = Message::new("readings.length");
                (at, length.clone(), readings.with("side", format!("之{side}")).with("length", length))
            }
            Lang::En => {
                let within = before.rfind("within ").filter(|_| rest.starts_with("of "))?;
                let length = before.get(within + "within ".len()..)?.trim();
                // `within 3 days after X (… time of`: what stands between is more than a length.
                if length.contains(['(', ',']) || length.split_whitespace().count() > 3 {
                    return None;
                }
                let readings = Message::new("readings.within_of").with("length", length);
                (within, format!("within {length} of"), readings)
            }
        };
        let end = slice.get(start..at)?.len().max(found.len());
        let place = self.at(start, start + end);
        let readings = Arg::Message(Box::new(readings));
        Some(Diagnostic::error("B0117", place).with("found", found).with_arg("readings", readings))
    }

    // The head that was probably meant: the same one in the other language, or a near word.
    pub(super) fn meant(
        &self,
        shown: &str,
        heads: impl Iterator<Item = &'static str>,
    ) -> Option<&'static str> {
        // A word that is a head itself stands in the wrong place; to name it would not help.
        let heads: Vec<&str> = heads.collect();
        let is_head = heads.contains(&shown);
        let said = hints::head(shown, self.lang).filter(|head| heads.contains(head));
        said.or_else(|| cut::twin(shown, self.lang))
            .or_else(|| crate::diagnostic::nearest(shown, heads).filter(|_| !is_head))
    }
}

pub(super) fn wants(error: &Error<Rule>, rules: &[Rule]) -> bool {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return false };
    positives.iter().any(|rule| rules.contains(rule))
}

pub(super) fn wants_a_type(error: &Error<Rule>) -> bool {
    wants(error, &[Rule::type_expr, Rule::simple_type, Rule::builtin_type])
}

pub(super) fn wants_a_date(error: &Error<Rule>) -> bool {
    wants(error, &[Rule::date])
}

/// How much of a text is a day that a time of day may follow.
fn length_of_a_day(words: &str) -> usize {
    let day =
        ["次日", "第二天", "第二日", "翌日", "当日", "当天"].into_iter().find(|day| words.starts_with(day));
    day.map_or(0, str::len)
}

/// 该家访次日, 该家访后半天内: a day that is spoken of behind the record in a limit.
fn day_behind_a_record(slice: &str) -> Option<usize> {
    let value = slice.strip_prefix("时限")?;
    let of = |word: &str| Some(slice.len() - value.len() + value.find(word)?);
    ["次日", "第二天", "半天", "半日"].into_iter().find_map(of)
}

/// The one head of two characters that has one of them in the same place; none where several have.
fn one_character_apart(shown: &str, heads: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let shown: Vec<char> = shown.chars().collect();
    let is_near = |head: &&str| {
        let head: Vec<char> = head.chars().collect();
        let inserted = shown.len() == 3 && shown.first() == head.first() && shown.last() == head.last();
        let other = shown.len() == 2 && shown.iter().zip(&head).filter(|(a, b)| a == b).count() == 1;
        head.len() == 2 && (inserted || other)
    };
    let mut near: Vec<&str> = heads.filter(is_near).collect();
    near.sort_unstable();
    near.dedup();
    if let [one] = near.as_slice() { Some(one) } else { None }
}

/// Where the content of a Chinese clause begins, after the colon of its head.
fn value_of_clause(slice: &str, lang: Lang) -> Option<usize> {
    let head = slice.split(['：', ':', '\n', '（', '(', '“']).next()?;
    let colon = slice.get(head.len()..)?.chars().next().filter(|c| matches!(c, '：' | ':'))?;
    (lang == Lang::Zh && head.trim().chars().count() <= 4).then(|| {
        let start = head.len() + colon.len_utf8();
        let rest = slice.get(start..).unwrap_or("");
        start + rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len()
    })
}

/// Where the word begins that a place lies in.
pub(super) fn start_of_word(slice: &str, at: usize) -> usize {
    let before = slice.get(..at).unwrap_or("");
    before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').len()
}

/// Where the three words before a place begin, on the same line.
pub(super) fn words_before(slice: &str, at: usize) -> Vec<usize> {
    let line = slice.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let before = slice.get(line..at).unwrap_or("");
    let mut starts: Vec<usize> = Vec::new();
    let mut inside = false;
    for (index, c) in before.char_indices() {
        if !inside && !c.is_whitespace() {
            starts.push(line + index);
        }
        inside = !c.is_whitespace();
    }
    starts.into_iter().rev().take(3).collect()
}

/// The length of time that a text begins with: 7日, 三个月.
fn leading_length(text: &str) -> Option<String> {
    let count: String =
        text.chars().take_while(|c| c.is_ascii_digit() || "一二两三四五六七八九十".contains(*c)).collect();
    let rest = text.get(count.len()..).filter(|_| !count.is_empty())?;
    let units =
        ["个工作日", "工作日", "个月", "月", "日", "天", "周", "年", "个小时", "小时", "分钟", "个学期"];
    let unit = units.iter().find(|unit| rest.starts_with(**unit))?;
    Some(count + unit)
}

/// Where a complete item ends, if all that is wrong with a slice is that a further line follows it.
pub(super) fn end_of_item(slice: &str, error: &Error<Rule>) -> Option<usize> {
    let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return None };
    let before = slice.get(..at)?.trim_end_matches([' ', '\t']);
    let is_whole = positives.as_slice() == [Rule::EOI] && before.ends_with('\n');
    (is_whole && super::marks::unclosed(before).is_none()).then_some(at)
}

pub(super) fn first_word(text: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut chars = text.chars();
    match chars.next() {
        Some(c) if word(c) => text.chars().take_while(|c| word(*c)).take(24).collect(),
        Some(c) if !c.is_whitespace() => c.to_string(),
        _ => String::new(),
    }
}

fn approximate(text: &str) -> bool {
    let numeral = |c: char| "一二两三四五六七八九十几数".contains(c);
    let word: String = text.chars().take_while(|c| numeral(*c)).collect();
    word.chars().count() >= 2 && super::literals::number(&word) == Err(true)
}

fn expected(error: &Error<Rule>) -> Arg {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return both("内容", "something else");
    };
    if positives.contains(&Rule::verdict) {
        return Arg::OneOf(
            Verdict::ALL
                .into_iter()
                .map(|verdict| word(verdict.word(Lang::Zh), verdict.word(Lang::En)))
                .chain([word("无此义务", "no duty")])
                .collect(),
        );
    }
    if positives.contains(&Rule::rank) {
        return Arg::OneOf(Rank::ALL.map(words::rank).map(|(zh, en)| word(zh, en)).to_vec());
    }
    // After a whole clause any other may follow, though only one of them shows itself as a rule.
    let ended = positives.contains(&Rule::EOI) && positives.contains(&Rule::modality);
    let called = |rule: &Rule| match rule {
        Rule::modality if ended => Some(Called::Thing("下一栏目", "another clause")),
        other => name(*other),
    };
    let mut names: Vec<Called> = positives.iter().filter_map(called).collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(6);
    if names.is_empty() {
        // At the very beginning stands the word that says which clause it is.
        let at_head = matches!(error.location, InputLocation::Pos(0) | InputLocation::Span((0, _)));
        return if at_head {
            both("本条目可有的栏目", "a clause that this item can have")
        } else {
            both("与前文连得上的内容", "something that goes with what stands before")
        };
    }
    Arg::OneOf(names.into_iter().map(Called::arg).collect())
}

/// Whether nothing that was expected has a name that people know, and something stands before it.
fn is_unnamed(error: &Error<Rule>) -> bool {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return true };
    positives.iter().all(|rule| name(*rule).is_none() && !matches!(rule, Rule::verdict | Rule::rank))
}

fn both(zh: &str, en: &str) -> Arg {
    Arg::Both { zh: zh.to_owned(), en: en.to_owned() }
}

fn word(zh: &str, en: &str) -> Arg {
    Arg::Word { zh: zh.to_owned(), en: en.to_owned() }
}

/// What a rule is called by people: a word that is written so, or a kind of thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Called {
    Word(&'static str, &'static str),
    Thing(&'static str, &'static str),
}

impl Called {
    fn arg(self) -> Arg {
        match self {
            Self::Word(zh, en) => word(zh, en),
            Self::Thing(zh, en) => both(zh, en),
        }
    }
}

// Rules that only others are made of have no name of their own.
fn name(rule: Rule) -> Option<Called> {
    use Called::{Thing, Word};
    Some(match rule {
        Rule::name | Rule::plain_name | Rule::quoted_name | Rule::name_decl | Rule::bearer_id => {
            Thing("一个名称", "a name")
        }
        Rule::text | Rule::text_ascii | Rule::text_curly => Thing("引号内的文字", "a text in quotes"),
        Rule::date | Rule::moment => Thing("日期", "a date"),
        Rule::number | Rule::numeral | Rule::decimal_number | Rule::count | Rule::amount => {
            Thing("数字", "a number")
        }
        Rule::unit | Rule::length => Thing("时间单位", "a unit of time"),
        Rule::type_expr | Rule::simple_type | Rule::builtin_type => Thing("类型", "a type"),
        Rule::expr | Rule::operand | Rule::chain => Thing("条件或数值", "an expression"),
        Rule::infix => Thing("连接词", "an operator"),
        Rule::filter => Thing("写在括号里的条件", "a condition in brackets"),
        Rule::selection => Thing("事项名称", "a kind of record"),
        Rule::quantity | Rule::quantity_word => Thing("数量要求", "a quantity"),
        Rule::modality => Word("应当", "must"),
        Rule::cites => Word("依据", "cites"),
        Rule::each => Word("主体", "each"),
        Rule::when => Word("情形", "when"),
        Rule::every | Rule::rolling | Rule::gap => Word("频次", "every"),
        Rule::time_clause | Rule::time_limit | Rule::within | Rule::before | Rule::after => {
            Word("时限", "within")
        }
        Rule::except | Rule::exception => Word("除外", "except"),
        Rule::own_calendar => Word("适用日历", "by the calendar of"),
        Rule::instead => Word("改为", "instead"),
        Rule::for_each => Word("每个", "for each"),
        Rule::late => Word("逾期", "late"),
        Rule::reading | Rule::reading_clause => Word("解释", "reading"),
        Rule::answerable | Rule::answer_line => Word("责任", "answerable"),
        Rule::note => Word("说明", "note"),
        Rule::given | Rule::given_record => Word("已知", "given"),
        Rule::as_of => Word("截至", "as of"),
        Rule::expect | Rule::expectation => Word("应得", "expect"),
        Rule::expect_detail => {
            Thing("所差次数、截止日期、计入的记录或负责人", "`short by`, `due`, `counted` or `answers`")
        }
        Rule::standing | Rule::proxy | Rule::needs | Rule::not_checkable => {
            Thing("核查方式", "what can be checked")
        }
        Rule::field => Thing("字段", "a field"),
        Rule::calendar_entry | Rule::calendar_kind => Thing("校历条目", "a calendar entry"),
        Rule::EOI => Thing("这一段的结尾", "the end of this part"),
        _ => return None,
    })
}
