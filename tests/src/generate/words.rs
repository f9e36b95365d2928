//! The words that all generated policies share: few of each kind, so that what is generated meets. Terms and
//! lines are made from the checked vocabulary, so that this text is the only place that names fields.

use bylaws::check::{CheckedPolicy, check};
use bylaws::log::{Type, Vocabulary};
use bylaws::source::FileId;
use bylaws::syntax::ast::File;
use bylaws::syntax::parse;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Types of records, states, roles, calendars and clauses of the regulation.
const WORDS: &str = r#"policy generated alias 样例 "Generated" {
  in force from  2016-03-01
  in force until 2017-12-31
  time zone      "Asia/Shanghai"
}

source A1 "Article" {
  c1 "a clause"
  c2 "a trace" by proxy
}

enumeration colour alias 颜色 { red alias 红, blue alias 蓝 }

entity organisation alias 组织 {
  colour alias 组织颜色: colour
  since alias 成立日期: date
}

entity unit alias 单位: organisation {
  size alias 人数: integer
  parent alias 上级: unit, optional
}

entity person alias 人员 {
  age alias 年龄: integer
  office alias 所在单位: unit, from role head
}

entity site alias 场所, unregistered

event e alias 走访 {
  unit alias 走访单位: unit
  amount alias 数量: integer, not negative, optional
  kind alias 种类: colour, optional
  who alias 走访人: person, optional
}

event f alias 检查 {
  unit alias 检查单位: unit
  flag alias 合格: yes or no, optional
  share alias 比例: decimal, optional
  units alias 涉及单位: set of unit, optional
  clock alias 钟点要求: time of day, optional
  note alias 备注: text, optional
  no content
}

event t alias 申请 {
  unit alias 申请单位: unit
  on alias 约定日期: date, optional
  ends alias 结束时刻: datetime, optional
  amount alias 申请数量: integer, optional
  lasting alias 时长要求: duration, optional
  post alias 申请职务: role, optional
  about alias 申请对象: anything, optional
}

event g alias 会议 {
  unit alias 会议单位: unit
  who alias 出席人: person, private, optional
  kind alias 会议种类: colour, optional
  cycle alias 所属年度: integer, optional
  counts as evidence when kind is red or who holds head in unit
  planned
}

event j alias 认定 {
  unit alias 认定单位: unit
  judgement
}

event d alias 提醒 {
  unit alias 提醒单位: unit
  amount alias 提醒数量: integer, optional
  who alias 被提醒人: person, optional
}

event w alias 警告 {
  bearer alias 被警告者: anything
  since alias 警告日期: date, optional
}

state away alias 停业: unit, from away_start alias 停业开始, to away_end alias 停业结束 {
  why alias 停业种类: colour, optional
}

state busy alias 出差: person, from busy_start alias 出差开始, to busy_end alias 出差结束

role head alias 负责人: unit, single {
  level alias 级别: integer
}

role deputy alias 副职: unit

calendar days alias 校历 {
  academic year "2015-2016" alias "2015—2016学年" 2016-02-22 to 2016-05-15
  academic year "2016-2017" alias "2016—2017学年" 2016-05-16 to 2017-02-28
  semester      "2016 one" alias "2016年第一学期" 2016-02-22 to 2016-04-08
  vacation      "2016 spring" alias "2016年春假" 2016-04-09 to 2016-04-17
  semester      "2016 two" alias "2016年第二学期" 2016-04-18 to 2016-05-13
  vacation      "2016 summer" alias "2016年暑假" 2016-05-14 to 2016-05-22
  semester      "2016 three" alias "2016年第三学期" 2016-05-23 to 2017-02-28
  holiday       "one" alias "节一" 2016-03-10
  holiday       "two" alias "节二" 2016-04-04 to 2016-04-05
  workday       "three" alias "补班" 2016-03-12
}

calendar red_days alias 红日历, for red {
  holiday       "market" alias "赶集日" 2016-03-08 to 2016-03-09
}
"#;

// Up to when the regulation is in force.
const END: &str = "  in force until 2017-12-31\n";

/// The words of a regulation that is in force up to a day, or from its first day on for ever.
pub fn words(ends: bool) -> Cow<'static, str> {
    if ends { WORDS.into() } else { WORDS.replace(END, "").into() }
}

/// The tree of the words alone.
pub(super) fn file(ends: bool) -> &'static File {
    if ends { &FILE } else { &ENDLESS }
}

static FILE: LazyLock<File> = LazyLock::new(|| tree(true));
static ENDLESS: LazyLock<File> = LazyLock::new(|| tree(false));

fn tree(ends: bool) -> File {
    let parsed = parse(FileId::default(), &words(ends));
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    parsed.file
}

/// The checked form of the words alone.
pub(super) static CHECKED: LazyLock<CheckedPolicy> = LazyLock::new(|| {
    let checked = check(std::slice::from_ref(&*FILE));
    assert!(checked.is_usable(), "{:#?}", checked.diagnostics);
    checked.policy
});

pub(super) fn vocabulary() -> &'static Vocabulary {
    &CHECKED.vocabulary
}

pub(super) fn entity(kind: &str) -> Type {
    Type::Entity(kind.to_owned())
}

/// The fields of a type of record with their types.
pub(super) fn fields(kind: &str) -> impl Iterator<Item = (&'static str, &'static Type)> {
    let event = vocabulary().events.get(kind).into_iter();
    event.flat_map(|event| event.fields.iter().map(|(name, field)| (name.as_str(), &field.ty)))
}

/// The attributes of a kind of entity, those of the kinds it specialises included.
pub(super) fn attributes(kind: &str) -> Vec<(&'static str, &'static Type)> {
    let mut found = Vec::new();
    let mut at = vocabulary().entities.get(kind);
    while let Some(one) = at {
        found.extend(one.fields.iter().map(|(name, field)| (name.as_str(), &field.ty)));
        at = one.parent.as_ref().and_then(|parent| vocabulary().entities.get(parent));
    }
    found
}
