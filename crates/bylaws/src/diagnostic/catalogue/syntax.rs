//! Messages of the parser: `B01xx`.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    (
        "B0101",
        "「{found}」不是任何条目的开头；条目以「规范」「事件」「测试」等开头，写在行首",
        "`{found}` opens no item; items open with `norm`, `event`, `test` and the like at the start of a line",
    ),
    ("B0102", "此处应为{expected}，而不是「{found}」", "expected {expected} here, found `{found}`"),
    ("B0103", "内容未写完，此处应为{expected}", "this ends too early; expected {expected}"),
    (
        "B0104",
        "括号嵌套超过{limit}层；请把条件拆成几个「定义」",
        "brackets nest deeper than {limit}; split the condition with `define`",
    ),
    ("B0105", "这一条目写得不完整", "this item is incomplete"),
    (
        "B0106",
        "条件过长，超过{limit}个部分；请用「定义」分成几段",
        "this condition has more than {limit} parts; split it with `define`",
    ),
    (
        "B0107",
        "文件过大，超过{limit}字节，未予读取；请分成几个文件放在同一文件夹",
        "this file has more than {limit} bytes and was not read; split it into several files of one folder",
    ),
    (
        "B0108",
        "此处连写超过{limit}个字，中间没有标点或空格；请检查是否漏了标点，名称请改短",
        "more than {limit} characters stand here without a gap; see whether one is missing, and shorten names",
    ),
    (
        "B0109",
        "这一条目层层嵌套，读法过多，文件从此处起未再读取；请用「定义」把条件分成几段",
        "this item can be read in so many ways that the file was not read on from here; split its conditions with `define`",
    ),
    (
        "B0115",
        "「{found}」没有说明是至少、至多还是恰好",
        "`{found}` does not say whether it is the least, the most or all",
    ),
    (
        "B0116",
        "「{found}」没有确定的标准，无从核查；请写明次数或期限，或在条款后注明「需要参数 …」或「不可核查，因为“…”」",
        "`{found}` sets no standard that could be checked; give a number or a limit, or write `needs parameter …` or `not checkable because \"…\"` after the clause",
    ),
    ("B0117", "「{found}」有两种读法：{readings}", "`{found}` can be read in two ways: {readings}"),
    ("B0118", "「{open}」没有对应的「{close}」", "`{open}` is opened here and never closed with `{close}`"),
    (
        "date.not_one",
        "「{found}」不是日期，请写成「2016-03-01」的样子",
        "`{found}` is no date; write it like `2016-03-01`",
    ),
    ("B0110", "日期「{found}」不存在", "there is no date `{found}`"),
    (
        "B0111",
        "此处应为确定的数字，而不是「{found}」；约数、读法不止一种的数（如三百五）不能作为要求",
        "expected an exact number, found `{found}`; an approximate number, or one that may be read in two ways, cannot be required",
    ),
    ("B0112", "「{found}」不是可用的数字", "`{found}` is not a usable number"),
    (
        "B0113",
        "只有记录才能计数或求和；请写事项名称，条件放在其后的括号里",
        "only records can be counted or summed; write the kind of record with its filter",
    ),
    ("B0114", "引用的文件无法使用：{problem}", "what is used here cannot be taken in: {problem}"),
    ("B0122", "所修订的制度无法使用：{problem}", "what is amended here cannot be taken in: {problem}"),
    (
        "B0123",
        "这几件制度互相修订，绕成了圈；请删去其中一处“修订”",
        "these packages amend one another in a circle; remove one `amends`",
    ),
    (
        "B0124",
        "「{found}」不是一天中的时刻；时刻写作19:00，从00:00到24:00",
        "`{found}` is no time of day; write one like 19:00, from 00:00 to 24:00",
    ),
    (
        "B0125",
        "这里的「{found}」与本文件其余部分不是同一种语言；一个文件从头到尾只用中文或者只用英文的词，请改写这一条目，或者另存为一个文件",
        "`{found}` is of the other language than the rest of this file; a file is Chinese or English throughout: write this item in the language of the file, or in a file of its own",
    ),
    (
        "B0126",
        "「{found}」不能写在{here}，应写在{belongs}",
        "`{found}` cannot stand {here}; it belongs {belongs}",
    ),
    ("B0127", "此处的「{found}」应为「{name}」", "`{found}` stands here where `{name}` is meant"),
    ("B0128", "此处不用「{found}」", "no `{found}` is wanted here"),
    ("B0129", "「{found}」这个单位用在此处不对：{wanted}", "`{found}` is the wrong unit here: {wanted}"),
    (
        "unit.time",
        "这里是一段时间，单位用分钟、小时、日、工作日、教学日、周、教学周、月、季度、学期、学年或年",
        "this is a length of time, in minutes, hours, days, working days, school days, weeks, teaching weeks, months, quarters, semesters, academic years or years",
    ),
    (
        "unit.count",
        "这里是个数，量词用“次”，也可以用名、个、人、项、份、场、位、家、分，或者不写",
        "this is a number, without a unit, or with `times` where records are counted",
    ),
    (
        "unit.lasts",
        "这里数的是有几次；要看一共持续多久，请用“保持”写状态的累计小时数，要看在几天里有过，写有此记录的日数",
        "times are counted here; for how long something lasts in all, write `keep` with the total hours of a state, and for on how many days something happens, with the days with such records",
    ),
    (
        "unit.measured",
        "这里只写数，按字段所记的单位算，不写单位",
        "here stands the number alone, in the unit that the field is recorded in",
    ),
    (
        "unit.summed",
        "这里数的是记录有几次；要把各条记录所记的数加起来，请用“保持”写记录的某个字段之和",
        "records are counted here; to add up what each of them says, write `keep` with the total of a field",
    ),
    (
        "unit.records",
        "这里数的是记录有几次，不是几个人；要数不同的人，请用“保持”写不同的人数，否则量词请用次",
        "records are counted here, and not the persons in them; for these write `keep` with the number of distinct ones, else count times",
    ),
    ("place.in", "“{item}”里", "in `{item}`"),
    ("place.fields", "字段里", "among the fields"),
    ("place.outside", "各条目之外", "between the items"),
    ("help.leave_out", "请删去「{found}」", "leave `{found}` out"),
    (
        "B0120",
        "「{name}」的另一种写法「{other}」在此处另有所指；请给其中一个改名",
        "the other form of `{name}`, `{other}`, means something else here; rename one of them",
    ),
    (
        "B0121",
        "「{name}」有几种可能的写法（{forms}），此处看不出是哪一种；请改用不重复的名称",
        "`{name}` has several other forms ({forms}) and nothing here tells which; use a name of its own",
    ),
    ("file.unreadable", "无法读取「{file}」：{problem}", "cannot read `{file}`: {problem}"),
    ("file.unwritable", "无法写入「{file}」：{problem}", "cannot write `{file}`: {problem}"),
    (
        "help.below_zero",
        "请写「{words}」；标明“非负”的字段没有这样的值",
        "write `{words}`; a field that is `not negative` has no such value",
    ),
    ("file.no_folder", "没有「{folder}」这个文件夹", "there is no folder `{folder}`"),
    ("fmt.changed", "已整理 {file}", "formatted {file}"),
    ("fmt.would_change", "待整理 {file}", "would format {file}"),
    (
        "fmt.unfaithful",
        "整理后的「{file}」读起来会与原文不同，故未写入",
        "`{file}` would read differently once written, so it was left alone",
    ),
    (
        "translate.out",
        "翻译整个制度包时，请用 --out 指定存放译文的文件夹",
        "name a folder for the translated package with --out",
    ),
    (
        "translate.same",
        "译文不能存放在原来的文件夹，否则会覆盖原文",
        "the translation cannot go where the original is; it would replace it",
    ),
    (
        "help.quote_name",
        "“{name}”是语言的词或者含有语言的词；若是名称，请连两边的符号写成{quoted}",
        "`{name}` is a word of the language or contains one; as a name write it with the marks around it: {quoted}",
    ),
    (
        "help.look_alike",
        "「{found}」与「{name}」相像而不同；请写「{name}」",
        "`{found}` looks like `{name}` and is another character; write `{name}`",
    ),
    (
        "help.how_often_apart",
        "此处只写记录的名称，如「{name}」；多久一次、至少几次写在「频次：」后面，何时之前写在「时限：」后面",
        "here stands the name of the record alone, such as `{name}`; how often is said after `every`, and by when after `within`",
    ),
    (
        "help.joined",
        "「{name}」后面的「{rest}」被读作名称的一部分；请写「{words}」",
        "`{rest}` after `{name}` is read as part of the name; write `{words}`",
    ),
    (
        "help.one_of",
        "几个取值任一均可时，请写「属于甲、乙」，或者把比较重写一遍：「……是甲或者……是乙」",
        "for one of several values write `in a & b`, or repeat the comparison: `x is a or x is b`",
    ),
    (
        "help.is_role",
        "「{name}」是职务：某人是否任职写「担任{name}」，由谁担任写「……的{name}」",
        "`{name}` is a role: whether somebody has it is `holds {name}`, who has it is `….{name}`",
    ),
    (
        "help.is_state",
        "「{name}」是状态：某人是否处于其中写「处于{name}期间」",
        "`{name}` is a state: whether somebody is in it is `under {name}`",
    ),
    (
        "help.is_entity",
        "「{name}」是一类对象，这条规范不是逐个管它，没有「该{name}」可写；某一个写带引号的编号",
        "`{name}` is a kind of entity, and the norm binds no such one, so that there is no `the {name}`; a certain one is its id in quotation marks",
    ),
    (
        "help.is_event",
        "「{name}」是一类记录：引起义务的那一条写「该{name}」，有没有写「存在{name}」，有几次写「{name}的次数」",
        "`{name}` is a type of record: the one that starts the duty is `the {name}`, whether there is one is `exists {name}`, how many there are is `number of {name}`",
    ),
    (
        "help.is_table",
        "「{name}」是标准表：请写「按{name}核定（…）」",
        "`{name}` is a table: write `{name} for (…)`",
    ),
    (
        "help.periods",
        "可写每日、每周、每两周、每月、每季度、每半年、每年、每学期、每学年，或者时长类参数的名称",
        "write every day, week, 2 weeks, month, quarter, half-year, year, semester or academic year, or the name of a parameter of type duration",
    ),
    (
        "help.clock_of_record",
        "每期之内须在某一钟点之前做的，把钟点写进记录的条件：「该时间的钟点不晚于22:30」",
        "what is to be done by a time of day in each period has it among the conditions of the record: `the time.clock at most 22:30`",
    ),
    (
        "help.may_be_missed",
        "可以缺几次的，写至少须有几次：先算出每期应有的次数，再减去可以缺的",
        "where some may be missed, say how many there must be at least: as many as there are in a period, less those",
    ),
    (
        "help.weekday",
        "限定星期几的，频次写「每周」，并在条件中写「该时间的星期是5」一类；周末和节假日除外的，写「除外：处于休息日」",
        "for a day of the week write `every week`, and a condition such as `the time.weekday is 5`; to leave out weekends and holidays, `except during days off`",
    ),
    (
        "help.alternatives",
        "几类记录任做其一的，写「应当：…；或者：…」",
        "where any one of several records will do, write `must have … or have …`",
    ),
    (
        "help.forbidden_number",
        "许可这么多次、再多才不行的，写「超过」；到这么多次就不行的，写「不少于」",
        "where so many are still allowed write `more than`; where so many are too many already, `at least`",
    ),
    (
        "help.reaches",
        "达到几次才引起义务的，先写成另一类记录，如「视为 屡次晚归 情形：晚归达到3次（按晚归人）」，再写「情形：屡次晚归」",
        "what so many records set off is said of a record of its own, such as `deem often_late when late reaches 3 for each who`, and then `when often_late`",
    ),
    (
        "help.each_rank",
        "几个人各写是哪一种责任人，如「…是第一责任人，…是直接责任人」",
        "say of each how they answer, such as `first …, direct …`",
    ),
    (
        "help.day_and_clock",
        "期限里的钟点只能接在事由的当日、次日之后，如「当日22:00前」「次日12:00前」，或者接在一个时刻之后，如「不晚于该晚归次日12:00」",
        "a time of day in a limit is that of the same or of the next day, such as `by 22:00 on the same day` or `by 12:00 on the next day`, or of the day of an instant, such as `no later than 12:00 on the day after the late_return`",
    ),
    (
        "help.length_of",
        "至少早这么久的，写「该{name}之前至少{length}」；这么久以内的，写「该{name}之前{length}内」或「该{name}之后{length}内」",
        "so long ahead is `at least {length} before the {name}`, within so long is `within {length} before the {name}` or `within {length} after the {name}`",
    ),
    (
        "help.generally",
        "有理由可以例外的，写在栏目名上：「一般应当：…」，频次仍写「每月不少于一次」一类",
        "what may have exceptions with a reason begins with `generally must`, and how often stays `every month, at least 1 time` or the like",
    ),
    (
        "help.end_of_period",
        "到期末为止完成的，写「时限：每{period}末」；只在末几日内做的，写「每{period}，末5日内」",
        "what is due by its end is `at the end of every …`; what is done on its last days is `every …, in the last 5 days` ({period})",
    ),
    (
        "help.own_number",
        "编号是日志里区分各条记录用的，条文里用不到；要指同一件事，请给两类记录各加一个字段，如「事故编号：文本」",
        "the id tells records of a log apart and is nothing that a norm can ask for; to speak of one case give both kinds of records a field, such as `number: text`",
    ),
    (
        "help.order",
        "先后写成：后做的写在「情形」，先做的写在「应当」，期限写「该…之前」",
        "of an order the later one is said by `when`, the earlier one by `must have`, and the limit by `before the …`",
    ),
    (
        "help.at_night",
        "晚上的钟点写在记录名称后的括号里，如「该时间的钟点不早于19:00」",
        "at what time of the day is a condition in the brackets behind the record, such as `the time.clock at least 19:00`",
    ),
    (
        "help.weekdays",
        "周一至周五每日都要做的，频次写「每工作日」，节假日除外",
        "for every day from Monday to Friday write `every working day`, which leaves out holidays",
    ),
    (
        "help.part_of_period",
        "限定一期之中某几日的，请写「每月，前5日内」或「每学期，末2周内」一类",
        "for some days of each period write `every month, in the first 5 days` or `every semester, in the last 2 weeks` or the like",
    ),
    (
        "readings.before",
        "{day}当日算在内，请写「{day}前」；不算在内，请写「{before}前」",
        "with that day, write `by {day}`; without it, write `by {before}`",
    ),
    (
        "readings.interval",
        "每{length}一次，请写「每{length}」；中间空开{length}的，期长还要加上一期",
        "once in each {length}, or with {length} left out in between; write `every` with the length of the whole period",
    ),
    (
        "readings.length",
        "「{side}{length}内」，或者「{side}至少{length}」；请写明是哪一种",
        "{side}: `within {length}`, or `at least {length}`; write which is meant",
    ),
    (
        "readings.bound",
        "以上、以下包括本数，超过、少于不包括；请写「不少于」「不超过」，或去掉「{found}」",
        "one of the two words includes the number and the other does not; write `at least` or `at most`, or leave `{found}` out",
    ),
    (
        "readings.within_of",
        "「……之后{length}内」，或者「……之前{length}内」；请写明是哪一种",
        "`within {length} after …` and `within {length} before …`; write which is meant",
    ),
    ("help.close", "请在内容写完处补上「{close}」", "write `{close}` where its content ends"),
    (
        "help.surplus",
        "行末不用「{found}」，请删去",
        "no `{found}` is needed at the end of the line; leave it out",
    ),
    (
        "help.of_its_own",
        "「{name}」在「否则」里写的后续义务，其结论不能再作依据；请另写一条规范，以「未完成的{name}」为情形",
        "what `{name}` states under `otherwise` has no verdicts that anything can rest on; write a norm of its own, with `when breach of {name}`",
    ),
    (
        "help.instant_in_hand",
        "「该{name}」指所在括号的那条记录的时间，这里没有括号；条件所看的那一刻没有名称，请用「处于假期」一类的条件，或者另设状态",
        "`the {name}` is that of the record in whose brackets it stands, and here are none; the instant that a condition is asked of has no name: write `during vacation` or the like, or declare a state",
    ),
    ("help.brackets", "这里的加减要放在括号里：「{words}」", "a sum stands in brackets here: `{words}`"),
    (
        "help.stops_in_vacation",
        "假期里停止计时，写「停算：处于假期」",
        "for a clock that stands still in vacations write `stops while during vacation`",
    ),
    (
        "help.whether",
        "条件里不写是否，请直接写要成立的那一句，如「甲是乙」「某某为是」或「存在…（…）」",
        "a condition does not ask whether (是否); write what is to hold, such as `a is b`, `a is yes` or `exists … where (…)`",
    ),
    (
        "help.not_so",
        "要说{name}并非如此的，把整个条件写进「并非（…）」",
        "to say that it is not so of {name}, put the whole condition into `not (…)`",
    ),
    (
        "help.denied",
        "这里说的是没有「{name}」：请写应当做到什么，如「应当：{name}（…）」；作条件的，写「并非（存在{name}（…））」",
        "this says that there is no `{name}`: write what is to be done, `must have {name} where (…)`, or as a condition `not (exists {name} where (…))`",
    ),
    (
        "help.chapter",
        "引用的是条和款，不是章、节；请写明是这一章、节的哪一条哪一款",
        "an article and a clause are cited, and no chapter; say which article of the chapter it is",
    ),
    ("help.day_of_issue", "请写成具体日期，如「2016年2月1日」", "write the day itself, such as `2016-02-01`"),
    ("help.write", "请写「{words}」", "write `{words}`"),
    ("help.then_write", "再写「{words}」", "then write `{words}`"),
    (
        "help.excused",
        "除外写的是什么情况下不适用：有记录的写「存在…（…）」，处于某种状态的写「该…处于…期间」；是谁的，也要写明",
        "an exception says when the norm does not hold: where there is a record, `存在…（…）`; in a state, `该…处于…期间`; and whose it is",
    ),
    (
        "help.each_meets",
        "每一次都须满足的条件，写在「应当」所列记录后的括号里",
        "what each record has to meet stands in the brackets behind it, after `must`",
    ),
    (
        "help.whole_folder",
        "这个文件夹里还有别的 .policy 文件，合起来才是一个制度包；请对文件夹「{folder}」运行命令",
        "there are other .policy files beside it, which make up a package together; name the folder `{folder}` instead",
    ),
    (
        "help.kept_apart",
        "「保持」「满足」不与别的要求写在一起；请另写一条规范",
        "what `keep` or `satisfy` asks for is not joined to anything else; write a norm of its own",
    ),
    ("help.comment", "注释以「//」开头", "a comment begins with `//`"),
    ("help.did_you_mean", "您是否想写「{name}」？", "did you mean `{name}`?"),
];
