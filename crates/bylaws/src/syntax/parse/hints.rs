//! Everyday words that the language does not have: what is unclear about them, or how it is said here.

use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::source::Span;
use pest::Parser as _;

/// Words that set no standard; a rule with such a word needs a number first.
const VAGUE: [&[&str]; 2] = [
    &[
        "不定期",
        "定期",
        "经常",
        "及时",
        "按时",
        "适时",
        "适当",
        "尽快",
        "尽早",
        "立即",
        "随时",
        "若干",
        "多次",
        "数次",
        "长期",
        "必要时",
    ],
    &[
        "regularly",
        "periodically",
        "promptly",
        "immediately",
        "from time to time",
        "as soon as possible",
        "without delay",
        "several",
        "a few",
        "often",
        "frequently",
        "in good time",
    ],
];

/// What stands there, and what is written instead. `…` is what the author has to fill in.
const OTHERWISE: [&[(&str, &str)]; 2] = [
    &[
        ("提前", "该…之前至少…日"),
        ("每年年底前", "每年12月31日前"),
        ("每年12月底前", "每年12月31日前"),
        ("每学期结束前", "每学期末"),
        ("连续", "任意连续…内"),
        ("平均", "每…不少于…次"),
        ("补办", "可补"),
        ("当天", "该…当天"),
        ("当日", "该…当天"),
        ("即日", "该…当天"),
        ("次日", "该…之后1日内"),
        ("第二天", "该…之后1日内"),
        ("处于周末", "处于休息日"),
        ("半天", "…小时"),
        ("半日", "…小时"),
        ("寒假", "假期"),
        ("暑假", "假期"),
    ],
    &[
        ("monthly", "every month"),
        ("weekly", "every week"),
        ("daily", "every day"),
        ("quarterly", "every quarter"),
        ("annually", "every year"),
        ("yearly", "every year"),
        ("once a", "every …, at least 1 time"),
        ("twice a", "every …, at least 2 times"),
        ("per ", "every …"),
        ("within any", "in any …"),
        ("at any time", "at all times"),
        ("at least every", "at intervals of at most …"),
        ("a minimum of", "at least …"),
        ("a maximum of", "at most …"),
        ("minimum", "at least …"),
        ("maximum", "at most …"),
        ("or more", "at least …"),
        ("or fewer", "at most …"),
        ("or less", "at most …"),
        ("work days", "working days"),
        ("consecutive", "in any …"),
        ("one of", "in … & …"),
        ("&&", "and"),
        ("||", "or"),
        ("isn't", "is not"),
        ("aren't", "is not"),
        ("either", "… or …"),
        ("over", "more than …"),
        ("under", "less than …"),
        ("the latest", "within … after …"),
        ("in the first", "every …, in the first … days"),
        ("by the end of", "at the end of every …"),
        ("the next day", "within 1 day after …"),
        ("during term", "every … teaching weeks"),
        ("during the term", "every … teaching weeks"),
        ("in term", "every … teaching weeks"),
    ],
];

/// The forms that a clause has, by its head.
const FORMS: [&[(&str, &str)]; 2] = [
    &[
        ("频次", "“每月不少于两次”“任意连续14日内”“间隔不超过14日”"),
        ("时限", "“该…之后7日内”“该…之前”“该…之前至少5日”“每年12月31日前”“每学期末”“始终”“一次性”"),
        ("依据", "“第一条.第一款”"),
        ("责任", "“…是第一责任人”"),
        ("逾期", "“期满后14日内可补”"),
        ("否则", "“应当…，7日内”"),
        ("施行", "“2025年1月1日起，至2025年12月31日止”"),
        ("制度", "“文号”“印发单位”“印发日期”“施行日期”“有效期至”“时区”“修订”“废止”"),
        ("事件", "各字段，如“人数：整数，可缺”，有英文名的写“人数 英文名 persons：整数，可缺”"),
        ("实体", "各属性，如“学生人数：整数，可缺”，有英文名的写“学生人数 英文名 students：整数，可缺”"),
        ("枚举", "各取值，如“座谈，实地”，有英文名的写“座谈 英文名 discussion，实地 英文名 on_site”"),
        ("状态", "“请假：人员，始于请假开始，止于请假结束”"),
        ("职务", "“职务名：某类单位，一人”"),
        ("日历", "“学期 “2024年春” 2024-02-26 至 2024-07-05”“假期 …”“节假日 …”“调休上班 …”“学年 …”"),
        ("参数", "“期限：时长 “如何取值””"),
        ("条文", "“A1 “标题” { c1 “原文” }”"),
        ("定义", "“名称 为 …”"),
        ("引用", "“引用：“../lib””"),
        ("主体", "“某类单位”“某类单位（…）”“某项职务”"),
        ("情形", "“某类记录”“某类记录（…）”"),
        ("应当", "“某类记录（…是该…）不少于两次”“保持（…）”“满足（…）”"),
        ("不得", "“某类记录（…是该…）超过两次”“保持（…）”“满足（…）”"),
        ("一般应当", "“某类记录（…是该…）不少于两次”"),
        ("提倡", "“某类记录（…是该…）不少于两次”"),
        ("可以", "“某类记录（…是该…）不超过两次”"),
        ("除外", "“该…处于…期间”“存在…（…）”“甲：…；乙：…”"),
        ("停算", "“该…处于…期间”一类的条件"),
        ("延长", "“某类记录（…），10个工作日”"),
        ("截至", "“2024年12月31日”"),
        ("知悉截至", "“2024年12月31日”"),
        ("已知", "“2024年3月1日 某类记录（字段：值）”"),
        ("背景", "“另一测试的标题”"),
        ("说明", "“引号内的文字”"),
        ("记录范围", "“2024年1月1日至2024年12月31日”"),
        ("应得", "“编号：已完成”"),
        ("解释", "“寒暑假免除”“起算日计入首日”“末日遇假顺延”一类的取法"),
    ],
    &[
        ("every", "`every month, at least 2 times`"),
        (
            "at",
            "`at all times`, `at the end of every semester`, `at least 5 days before …` or `at intervals of at most 14 days`",
        ),
        ("within", "`within 7 days after …` or `within 7 days before …`"),
        ("by", "`by 31 December every year` or `by 2024-12-31`"),
        ("cites", "`A4.c10`"),
        ("answerable", "`first …`"),
        ("late", "`late within 14 days`"),
        ("event", "fields such as `visited: college, optional`"),
        ("entity", "attributes such as `students: integer, optional`"),
        ("enumeration", "values such as `talk, on_site`"),
        ("state", "`leave: person, from leave_start, to leave_end`"),
        ("role", "`secretary: college, single`"),
        (
            "calendar",
            "`semester \"2024 spring\" 2024-02-26 to 2024-07-05`, `vacation …`, `holiday …` or `workday …`",
        ),
        ("parameter", "`limit: duration \"how it is chosen\"`"),
        ("source", "`A1 \"title\" { c1 \"phrase\" }`"),
        ("define", "`name = …`"),
        (
            "policy",
            "`number`, `issuer`, `issued`, `in force from`, `in force until`, `time zone`, `amends` or `repeals`",
        ),
        ("each", "`each college` or `each college where (students more than 1000)`"),
        ("when", "`when meeting` or `when meeting where (held_by is the college)`"),
        ("must", "`must have at least 2 visit where (…)`, `must keep …` or `must satisfy (…)`"),
        ("should", "`should have visit where (…)`"),
        ("may", "`may have at most 2 visit where (…)`"),
        ("except", "`except while the college under closure` or `except label: …; other: …`"),
        ("given", "`given 2024-03-01 visit(visited: \"c1\")`"),
        ("background", "`background \"the title of another test\"`"),
        ("expect", "`c1 in \"2024\": fulfilled`"),
        ("note", "`note \"…\"`"),
    ],
];

/// Words that people begin a clause with, and the head that it has.
const HEADS: [&[(&str, &str)]; 2] = [
    &[
        ("必须", "应当"),
        ("须", "应当"),
        ("应该", "应当"),
        ("需", "应当"),
        ("需要", "应当"),
        ("务必", "应当"),
        ("禁止", "不得"),
        ("严禁", "不得"),
        ("不准", "不得"),
        ("不许", "不得"),
        ("允许", "可以"),
        ("鼓励", "提倡"),
        ("期限", "时限"),
        ("例外", "除外"),
        ("次数", "频次"),
        ("节日", "节假日"),
        ("法定节假日", "节假日"),
        ("放假", "节假日"),
        ("调休", "调休上班"),
        ("补班", "调休上班"),
        ("条款", "依据"),
        ("要求", "应当"),
        ("补办", "逾期"),
        ("可补", "逾期"),
        ("补做", "逾期"),
        ("记录", "已知"),
        ("截止日期", "截至"),
        ("截止时间", "截至"),
        ("结果", "应得"),
        ("结论", "应得"),
        ("原则上应当", "一般应当"),
        ("原则上应该", "一般应当"),
        ("原则上", "一般应当"),
        ("一般应", "一般应当"),
        ("一般应该", "一般应当"),
    ],
    &[("shall", "must"), ("unless", "except"), ("whenever", "when")],
];

/// What people call an item, and what it is called here.
const ITEMS: [&[(&str, &str)]; 2] = [
    &[
        ("义务", "规范"),
        ("要求", "规范"),
        ("职责", "规范"),
        ("岗位", "职务"),
        ("职位", "职务"),
        ("角色", "职务"),
        ("对象", "实体"),
        ("单位", "实体"),
        ("记录", "事件"),
        ("选项", "枚举"),
        ("种类", "枚举"),
        ("类别", "枚举"),
        ("条款", "条文"),
        ("用例", "测试"),
        ("校历", "日历"),
    ],
    &[
        ("rule", "norm"),
        ("duty", "norm"),
        ("obligation", "norm"),
        ("regulation", "policy"),
        ("enum", "enumeration"),
        ("position", "role"),
        ("post", "role"),
        ("record", "event"),
        ("param", "parameter"),
    ],
];

/// Words for a single rule as well as for a regulation; what stands in the item tells which.
const RULES: [&str; 5] = ["规定", "规则", "条例", "办法", "细则"];

/// The item that somebody calls otherwise, of which `text` is the beginning.
pub(super) fn item(word: &str, text: &str, lang: Lang) -> Option<&'static str> {
    if RULES.contains(&word) {
        let block = text.split('}').next().unwrap_or(text);
        let is_norm = ["依据", "主体", "情形", "应当", "不得"].iter().any(|head| block.contains(head));
        return Some(if is_norm { "规范" } else { "制度" });
    }
    of(lang, ITEMS).iter().find(|(said, _)| *said == word).map(|(_, item)| *item)
}

/// What people call the attributes of a regulation, and what they are called here.
const ATTRIBUTES: [(&str, &str); 16] = [
    ("发布日期", "印发日期"),
    ("印发时间", "印发日期"),
    ("发文日期", "印发日期"),
    ("发文单位", "印发单位"),
    ("施行时间", "施行日期"),
    ("生效时间", "施行日期"),
    ("生效日期", "施行日期"),
    ("实施日期", "施行日期"),
    ("实施时间", "施行日期"),
    ("施行", "施行日期"),
    ("有效期", "有效期至"),
    ("失效日期", "有效期至"),
    ("废止日期", "有效期至"),
    ("effective", "in force from"),
    ("valid", "in force until"),
    ("timezone", "time zone"),
];

/// The attribute of a regulation that somebody calls otherwise.
pub(super) fn attribute(word: &str) -> Option<&'static str> {
    ATTRIBUTES.iter().find(|(said, _)| *said == word).map(|(_, meant)| *meant)
}

fn of<T: ?Sized>(lang: Lang, both: [&'static T; 2]) -> &'static T {
    let [chinese, english] = both;
    if lang == Lang::Zh { chinese } else { english }
}

/// An everyday word at one of the places of a text, as the problem that it is. `place` makes a span of a start
/// and a length.
pub(super) fn everyday(
    text: &str,
    places: &[usize],
    lang: Lang,
    place: impl Fn(usize, usize) -> Span,
) -> Option<Diagnostic> {
    places.iter().find_map(|at| {
        let rest = text.get(*at..)?;
        let vague = of(lang, VAGUE).iter().find(|word| starts_with(rest, word, lang));
        if let Some(word) = vague {
            return Some(Diagnostic::error("B0116", place(*at, word.len())).with("found", *word));
        }
        let (word, meant) = of(lang, OTHERWISE).iter().find(|(word, _)| starts_with(rest, word, lang))?;
        let found = word.trim_end();
        let expected = Arg::Both { zh: format!("「{meant}」"), en: format!("`{meant}`") };
        let span = place(*at, found.len());
        let problem = Diagnostic::error("B0102", span).with("found", found).with_arg("expected", expected);
        Some(if meant.contains('…') { problem } else { problem.fix(span, *meant) })
    })
}

fn starts_with(rest: &str, word: &str, lang: Lang) -> bool {
    let ends = |after: &str| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    rest.strip_prefix(word)
        .is_some_and(|after| lang == Lang::Zh || !word.ends_with(char::is_alphanumeric) || ends(after))
}

/// How a clause is written, in the language of a file.
pub(super) struct Forms(&'static str, Lang);

impl Forms {
    /// In words of the file for a reader of its language, as a list for one of the other.
    pub(super) fn shown(self) -> Arg {
        let Self(forms, lang) = self;
        let listed = |open: &str, close: &str| {
            let quoted: Vec<String> = quotations(forms).map(|one| format!("{open}{one}{close}")).collect();
            quoted.join(if lang == Lang::Zh { ", " } else { "" })
        };
        match lang {
            Lang::Zh => Arg::Both { zh: forms.to_owned(), en: listed("`", "`") },
            Lang::En => Arg::Both { zh: listed("「", "」"), en: forms.to_owned() },
        }
    }
}

/// What stands in quotation marks, with those that stand within.
fn quotations(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (start, mark) = rest.char_indices().find(|(_, c)| matches!(c, '“' | '`'))?;
        let words = rest.get(start + mark.len_utf8()..)?;
        let mut depth = 1;
        let end = words.char_indices().find(|(_, c)| {
            match c {
                '“' => depth += 1,
                '”' | '`' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let (end, close) = end?;
        rest = words.get(end + close.len_utf8()..)?;
        words.get(..end)
    })
}

/// How a clause is written, for a reader who has its head and something else after it.
pub(super) fn forms(head: &str, lang: Lang) -> Option<Forms> {
    of(lang, FORMS).iter().find(|(known, _)| *known == head).map(|(_, forms)| Forms(forms, lang))
}

/// Who is meant is said by the name of the post alone.
pub(crate) const HIMSELF: &str = "本人";

/// Words that lead to whom a deed concerns, before the deed.
pub(crate) const TOWARD: [&str; 8] = ["对", "向", "与", "和", "由", "在", "到", "给"];

/// 自发布之日起: a day that the text does not tell.
pub(super) fn is_day_of_issue(word: &str) -> bool {
    let day = word.strip_prefix('自').unwrap_or(word);
    ["发布", "公布", "印发", "颁布"].iter().any(|issued| {
        day.strip_prefix(issued).is_some_and(|rest| rest.starts_with("之日") || rest.starts_with('日'))
    })
}

/// The day in 自2016年2月1日起施行.
pub(super) fn date_within(word: &str) -> Option<String> {
    let day = word.strip_prefix('自').unwrap_or(word);
    let end = day.find('日')? + '日'.len_utf8();
    let (day, behind) = day.split_at(end);
    let is_date = super::Grammar::parse(super::Rule::date, day).is_ok_and(|read| read.as_str() == day);
    (is_date && (word.starts_with('自') || behind.starts_with('起'))).then(|| day.to_owned())
}

/// The head that a clause has which somebody begins otherwise.
pub(super) fn head(word: &str, lang: Lang) -> Option<&'static str> {
    of(lang, HEADS).iter().find(|(said, _)| *said == word).map(|(_, head)| *head)
}

/// The word that sets no standard, in a name that has one.
pub(crate) fn vague_in(name: &str) -> Option<&'static str> {
    VAGUE
        .iter()
        .copied()
        .flatten()
        .copied()
        .find(|word| name.ends_with(word) || name.ends_with(&format!("{word}次")))
}

/// Who answers without the rank in which: 系主任负责, 由该学院的院长负责. Nobody but the author knows the rank, which is
/// the first where there is one only.
pub(super) fn no_rank(clause: &str, place: impl Fn(usize, usize) -> Span) -> Option<Diagnostic> {
    let value = clause.strip_prefix("责任").and_then(|rest| rest.trim_start().strip_prefix(['：', ':']))?;
    let value = value.lines().next()?.split("//").next()?.trim();
    if value.is_empty() || value.contains("责任人") {
        return None;
    }
    let start = clause.find(value)?;
    let who = somebody(value);
    let expected =
        Arg::Both { zh: "“…是第一责任人”".to_owned(), en: "`…是第一责任人`".to_owned() };
    let span = place(start, value.len());
    let problem = Diagnostic::error("B0102", span).with("found", value).with_arg("expected", expected);
    let alone = !who.contains(['，', ',', '、', '和']);
    if !alone {
        return Some(problem);
    }
    let meant = format!("{who}是第一责任人");
    Some(problem.help(Message::new("help.write").with("words", &meant)).fix(span, meant))
}

/// Who is meant by 由系主任负责, 学院本人, 院长负主要责任.
pub(crate) fn somebody(said: &str) -> &str {
    let who = said.strip_prefix('由').unwrap_or(said);
    let who = who.strip_suffix(HIMSELF).unwrap_or(who);
    let who = ["负责", "负总责", "牵头"].iter().find_map(|end| who.strip_suffix(end)).unwrap_or(who);
    let bears = who.strip_suffix("责任").and_then(|who| who.rfind("承担").or_else(|| who.rfind('负')));
    bears.and_then(|end| who.get(..end)).unwrap_or(who)
}

/// Before or after which time of day, said in a line next to the place where reading fails: 22:30前.
pub(super) fn clock_said(line: &str, at: usize) -> Option<String> {
    const NEAR: usize = 12;
    line.match_indices([':', '：']).find_map(|(colon, mark)| {
        let digit = |c: char| c.is_ascii_digit();
        let (before, behind) = (line.get(..colon)?, line.get(colon + mark.len()..)?);
        let hour = before.get(before.trim_end_matches(digit).len()..)?;
        let minute = behind.get(..behind.len() - behind.trim_start_matches(digit).len())?;
        let side = behind.get(minute.len()..)?.trim_start_matches(['之', '以']);
        let word = if side.starts_with('前') {
            "不晚于"
        } else if side.starts_with('后') {
            "不早于"
        } else {
            return None;
        };
        let is_clock = matches!(hour.len(), 1 | 2) && minute.len() == 2 && colon.abs_diff(at) <= NEAR;
        is_clock.then(|| format!("该时间的钟点{word}{hour}:{minute}"))
    })
}
