//! Messages of the checker: `B02xx` names, `B03xx` types, `B04xx` norms, `B05xx` calendar, `B06xx`
//! clauses, `B07xx` likely slips, `B08xx` scenarios.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    (
        "B0201",
        "没有名为「{name}」的字段、取值、参数或定义",
        "there is no field, value, parameter or definition `{name}`",
    ),
    (
        "B0202",
        "「{name}」已经定义过；请改名或删去一处",
        "`{name}` is already declared; rename or remove one of them",
    ),
    (
        "B0203",
        "一个制度包只能有一个「制度」条目，此处又出现「{name}」",
        "a package has one `policy` item; `{name}` is another",
    ),
    (
        "B0204",
        "没有名为「{name}」的时区；请写如“Asia/Shanghai”",
        "there is no time zone `{name}`; write one like \"Asia/Shanghai\"",
    ),
    ("B0205", "定义「{name}」引用了自身", "the definition `{name}` refers to itself"),
    (
        "B0206",
        "「该{name}」没有所指；「该」只能指主体或情形",
        "`the {name}` refers to nothing; it can only mean the bearer or the trigger",
    ),
    ("B0207", "没有名为「{name}」的字段或职务", "there is no field or role `{name}` here"),
    (
        "B0208",
        "没有名为「{name}」的事件、状态、职务或实体",
        "there is no event, state, role or entity `{name}`",
    ),
    ("B0209", "没有名为「{name}」的职务", "there is no role `{name}`"),
    ("B0210", "没有名为「{name}」的状态", "there is no state `{name}`"),
    ("B0211", "没有名为「{name}」的实体或职务可作主体", "there is no entity or role `{name}` to be a bearer"),
    (
        "B0212",
        "「{name}」不是时间单位，也不是时长类的参数",
        "`{name}` is neither a unit of time nor a parameter of type duration",
    ),
    (
        "B0213",
        "定义层层引用，展开后过长，到「{name}」为止；请减少层次",
        "definitions use one another so often that they grow beyond measure, here at `{name}`; use fewer levels",
    ),
    (
        "B0214",
        "「{name}」是各种日志通用的记录类型，请另起名称",
        "`{name}` is a type of record that every log may have; choose another name",
    ),
    ("B0301", "{left}不能与{right}比较", "{left} cannot be compared with {right}"),
    ("B0302", "此处应为条件，而不是{found}", "expected a condition here, found {found}"),
    ("B0303", "此处应为数字，而不是{found}", "expected a number here, found {found}"),
    ("B0304", "此处应为日期或事件，而不是{found}", "expected a date or an event here, found {found}"),
    ("B0305", "责任人应为人员或单位，而不是{found}", "who answers must be a person or a unit, not {found}"),
    ("B0401", "规范缺少「{clause}」", "the norm lacks `{clause}`"),
    ("B0402", "同一栏目写了两次；请合并或删去一处", "this clause is given twice; merge them or remove one"),
    ("B0403", "「频次」与「时限」只能写一个", "a norm has either a frequency or a time limit, not both"),
    (
        "B0404",
        "有几项要求时，请写「各」说明每一项的次数",
        "with several parts write `apiece` before the quantity",
    ),
    ("B0405", "「满足」只能用于写了「情形」的规范", "`satisfy` needs a trigger: write `when`"),
    ("B0406", "没有标为「{name}」的除外情形", "there is no exception labelled `{name}`"),
    (
        "B0407",
        "周期不能短于一日；按小时计的，请写「任意连续…小时」",
        "a period cannot be shorter than a day; write `in any … hours`",
    ),
    ("B0501", "有效期的结束早于施行日期", "the regulation ends before it is in force"),
    ("B0502", "校历条目的结束早于开始", "the calendar entry ends before it starts"),
    ("B0503", "与另一校历条目重叠", "overlaps another calendar entry"),
    (
        "B0504",
        "{day}起有一段日子不属于任何学期或假期",
        "days from {day} on belong to no semester or vacation",
    ),
    ("B0505", "校历没有学期，无法按学期或教学周计算", "the calendar has no semesters to count by"),
    (
        "B0506",
        "这一学年没有学期；请补上，否则这一年按学期计算的规范都不起作用",
        "this academic year has no semester; add them, or norms by semester do not apply in it",
    ),
    ("B0601", "条款「{clause}」列了两次", "the clause `{clause}` is listed twice"),
    (
        "B0602",
        "条款「{clause}」没有规范，也没有说明为何不可核查",
        "the clause `{clause}` has no norm and no reason why it cannot be checked",
    ),
    ("B0603", "没有条款「{clause}」", "there is no clause `{clause}`"),
    ("B0604", "没有名为「{name}」的参数", "there is no parameter `{name}`"),
    (
        "B0605",
        "条款「{clause}」已说明不可核查，却有规范引为依据",
        "the clause `{clause}` is said not to be checkable, yet a norm cites it",
    ),
    ("B0701", "这条除外永远不会起作用", "this exception can never apply"),
    (
        "B0702",
        "标题用的是含本数的词（不少于、至少、以上），条件却不含本数",
        "the title speaks inclusively (at least) but the quantity is exclusive",
    ),
    ("B0703", "没有写明责任人", "no one is named who answers"),
    (
        "B0704",
        "「一事多用：不允许」只对按期或按事由计次的规范起作用，在这里不起作用",
        "`one event exclusive` has no effect here: it is for norms that count events in windows or after triggers",
    ),
    (
        "B0705",
        "主体的条件互相矛盾，这条规范管不到任何人",
        "the conditions on the bearer contradict each other: the norm binds no one",
    ),
    (
        "B0706",
        "括号里的条件互相矛盾，没有记录能符合",
        "the conditions in brackets contradict each other: no record can meet them",
    ),
    ("B0801", "没有名为「{name}」的规范", "there is no norm `{name}`"),
    ("B0802", "没有名为「{name}」的记录类型", "there is no type of record `{name}`"),
    ("B0803", "记录没有名为「{name}」的字段", "the record has no field `{name}`"),
    ("label.declared", "先在此处定义", "declared here first"),
    ("label.overlaps", "这一条与之重叠", "overlaps with this one"),
    ("type.number", "数字", "a number"),
];
