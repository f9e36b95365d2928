//! Norms and their clauses.

use super::*;
use crate::diagnostic::Lang;
use crate::log::Unit;
use crate::source::Spanned;
use chrono::NaiveDate;

/// A norm.
#[derive(Clone, Debug, PartialEq)]
pub struct Norm {
    /// Its name.
    pub name: NameDecl,
    /// Its title.
    pub title: Option<Spanned<String>>,
    /// Its clauses in the order written.
    pub clauses: Vec<Spanned<NormClause>>,
    /// A clause could not be read and is not among them: what is missing here may have been there.
    pub incomplete: bool,
}

/// A clause of a norm, under its head.
#[derive(Clone, Debug, PartialEq)]
pub enum NormClause {
    /// `cites A7.c9, A7.c10` / `依据：A7.c9、A7.c10`
    Cites(Vec<ClauseRef>),
    /// `each college where (…)` / `主体：学院（…）`
    Each(Bearer),
    /// `when decision where (…)` / `情形：决定（…）`
    When(Selection),
    /// `must have …` / `应当：…`
    Must(Duty),
    /// `every semester, at least 2 times` / `频次：每学期不少于2次`
    Every(Frequency),
    /// `within 7 days after the decision` / `时限：该决定之后7日内`
    Time(TimeLimit),
    /// `except …; …` / `除外：…；…`
    Except(Vec<Exception>),
    /// `in force from DATE until DATE` / `施行：DATE起，至DATE止`: the version of a norm; both days included.
    InForce(Option<Spanned<NaiveDate>>, Option<Spanned<NaiveDate>>),
    /// `replaces drill` / `代替：演练`: the norm of the amended package that this one takes the place of, where it has
    /// another name.
    Replaces(Ident),
    /// `by the calendar of the school.region` / `适用日历：该学校的地区`
    OwnCalendar(Expr),
    /// `stops while EXPR` / `停算：EXPR`: the clock of a time limit stands still.
    Stops(Expr),
    /// `extended by 30 days when SELECTION, at most 1 time` / `延长：SELECTION，30日，不超过1次`
    Extended(Spanned<(u32, Unit)>, Selection, Option<Spanned<u32>>),
    /// `late within 14 days` / `逾期：期满后14日内可补`
    Late(Spanned<(u32, Unit)>),
    /// `otherwise must …, within 7 days` / `否则：应当…，7日内`
    Otherwise(Duty, Option<TimeLimit>),
    /// `reading fortnight by teaching weeks; …` / `解释：两周按教学周；…`
    Reading(Vec<Reading>),
    /// `answerable first …, direct …` / `责任：…是第一责任人，…`
    Answerable(Vec<Answerable>),
    /// `note "…"` / `说明：“…”`
    Note(Spanned<String>),
}

/// A reference to a clause: `A4.c10`.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseRef {
    /// Article.
    pub article: Ident,
    /// Clause within it.
    pub clause: Ident,
}

impl std::fmt::Display for ClauseRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.article.node, self.clause.node)
    }
}

/// On whom a duty lies: one for each of a kind of entity or of the holders of a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearer {
    /// Entity type or role.
    pub kind: Ident,
    /// Only those for which this holds.
    pub filter: Option<Expr>,
    /// One duty for each of these as well: `, for each meeting_kind (…)` / `，每个会议种类（…）`
    pub for_each: Option<ForEach>,
}

/// A second thing that a duty is stated for each of.
#[derive(Clone, Debug, PartialEq)]
pub struct ForEach {
    /// Entity type or enumeration.
    pub kind: Ident,
    /// What each is called here: `as other alias 另一人` / `记作另一人 英文名 other`; else as its kind.
    pub called: Option<NameDecl>,
    /// Only those for which this holds.
    pub filter: Option<Expr>,
}

/// Records of one type, of one state or of one role, that pass a filter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The records are the verdicts of a norm, and `kind` is its name.
    pub outcome: Option<OutcomeOf>,
    /// Name of the event, state, role or entity.
    pub kind: Ident,
    /// The filter: a bare name in it is a field of the record in hand.
    pub filter: Option<Box<Expr>>,
}

/// Modality and requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// How strong.
    pub modality: Spanned<Modality>,
    /// What.
    pub requirement: Requirement,
}

/// How strong a norm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modality {
    /// `must` / `应当`
    Must,
    /// `must not` / `不得`
    MustNot,
    /// `generally must` / `一般应当`
    GenerallyMust,
    /// `should` / `提倡`: advisory.
    Should,
    /// `may` / `可以`: permission.
    May,
}

/// What a norm asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// `have SELECTION [; SELECTION]`: records exist, as often as the frequency says (once, if it is silent).
    /// Each part may have a quantity of its own: `at least 1 deputy_secretary where (…)`.
    Have(Vec<HavePart>),
    /// `have A or have B` / `A；或者：B`: one of several, whichever stands best (rule O9).
    Any(Vec<Vec<HavePart>>),
    /// `keep EXPR` / `保持（EXPR）`: a comparison holds, over the window or at all times.
    Keep(Expr),
    /// `satisfy (EXPR)` / `满足（EXPR）`: the trigger itself meets a condition.
    Satisfy(Expr),
}

/// One part of a `have`.
#[derive(Clone, Debug, PartialEq)]
pub struct HavePart {
    /// How many, when written with the part.
    pub quantity: Option<Quantity>,
    /// Of what.
    pub what: Selection,
    /// The field whose sum is asked for instead of their number: `time_off.hours totalling at least 8`.
    pub total_of: Option<Ident>,
    /// `, of which at least m where (…)` / `，其中不少于m次（…）`
    pub of_which: Vec<OfWhich>,
}

/// A nested quota.
#[derive(Clone, Debug, PartialEq)]
pub struct OfWhich {
    /// How many of them.
    pub quantity: Quantity,
    /// That pass this.
    pub filter: Expr,
}

/// A quantity: a word and a number. The number may be a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The word: at least, at most, …
    pub word: Spanned<QuantityWord>,
    /// The number.
    pub number: Box<Expr>,
    /// The upper number of `between … and …`.
    pub upper: Option<Box<Expr>>,
    /// How a Chinese sentence counts it: `不少于一名`.
    pub counter: Counter,
}

/// The measure word of a Chinese quantity (名, 个, 次), which English has no use for. It is surface: two
/// quantities that differ in it alone are equal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counter(pub Option<char>);

impl PartialEq for Counter {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Words of quantity. 以上/以内/至少/不少于 are inclusive, 超过/多于/不满 exclusive (Civil Code of China, art. 1259).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuantityWord {
    /// `at least` / `不少于`
    AtLeast,
    /// `at most` / `不超过`
    AtMost,
    /// `exactly` / `恰好`
    Exactly,
    /// `more than` / `超过`
    MoreThan,
    /// `less than` / `不满`
    LessThan,
    /// `between m and n` / `m至n`
    Between,
}

/// How often.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency {
    /// In which windows.
    pub window: Window,
    /// In which part of each: `in the first 5 days` / `前5日内`
    pub part: Option<(End, Spanned<(u32, Unit)>)>,
    /// `apiece` / `各`: the quantity holds for each part of the requirement.
    pub apiece: bool,
    /// How many; once when left out.
    pub quantity: Option<Quantity>,
}

/// The windows of a periodic norm.
#[derive(Clone, Debug, PartialEq)]
pub enum Window {
    /// `every 2 weeks [from DATE]` / `每2周`
    Every {
        /// How many units a window has, or the parameter that says so is not known.
        count: Spanned<u32>,
        /// Which unit.
        unit: Spanned<Unit>,
        /// First day of a first window.
        from: Option<Spanned<NaiveDate>>,
    },
    /// `every year from the person.hired` / `每年（自该人员的入职日期起算）`
    EveryFrom {
        /// How many units a window has.
        count: Spanned<u32>,
        /// Which unit.
        unit: Spanned<Unit>,
        /// The date of the bearer's own on which a first window begins.
        day: Expr,
    },
    /// `every PARAMETER` / `每「参数」`: a duration given as parameter.
    EveryParameter(Ident),
    /// `in any 14 days` / `任意连续14日`
    Rolling(Spanned<(u32, Unit)>),
    /// `at intervals of at most 14 days` / `间隔不超过14日`
    Gap(Spanned<(u32, Unit)>),
}

/// When, relative to an instant or a calendar.
#[derive(Clone, Debug, PartialEq)]
pub enum TimeLimit {
    /// `before X` / `X之前`
    Before(Expr),
    /// `after X` / `X之后`, without limit: open until done.
    After(Expr),
    /// `within n u before X` / `X之前n日内`
    WithinBefore(Spanned<(u32, Unit)>, Expr),
    /// `within n u after X` / `X之后n日内`
    WithinAfter(Spanned<(u32, Unit)>, Expr),
    /// `on the day of X` / `X当日`
    OnTheDayOf(Expr),
    /// `no later than X` / `不晚于X`: to the end of X.
    NoLaterThan(Expr),
    /// `at least 5 [clear] days before X` / `X之前至少5[整]日`, and after it.
    AtLeast {
        /// How far away.
        length: Spanned<(u32, Unit)>,
        /// The days at both ends do not count.
        clear: bool,
        /// On which side.
        side: TimeSide,
        /// Of what.
        anchor: Expr,
    },
    /// `at all times` / `始终`
    AtAllTimes,
    /// `at the end of every semester` / `每学期末`
    AtTheEndOfEvery(Spanned<Unit>),
    /// `by 31 December every year` / `每年12月31日前`
    ByDateEveryYear {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
    },
    /// `by 30 June of the next year` / `次年6月30日前`: of the year after the trigger's, or of the same.
    ByDateOfYear {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
        /// Of the year after.
        next: bool,
    },
    /// `by day 15 of the next month` / `次月15日前`, `by Friday of the same week` / `当周周五前`: of the period after the one
    /// in which the trigger lies, or of another one.
    ByDayOfPeriod {
        /// Which day of the period, from 1; none is its last one.
        day: Option<u32>,
        /// Of what: a week, whose days are called by their names, a month, a quarter, a semester or an academic year.
        period: Spanned<Unit>,
        /// Of which of them.
        which: PeriodBy,
    },
    /// `by 12:00 on the next day` / `次日12:00前`: at a time of day, in minutes after midnight, of the day of the trigger or
    /// of the next one.
    ByClock {
        /// Which time of day.
        clock: u32,
        /// Of the day after.
        next: bool,
    },
    /// `by DATE` / `DATE前`: one fixed day.
    By(Spanned<NaiveDate>),
    /// `once` / `一次性`: achieved at some time in force; open until then.
    Once,
}

/// A period by the one in which something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodBy {
    /// `previous` / `上`
    Previous,
    /// `same` / `当`, `本`
    Same,
    /// `next` / `次`, `下`
    Next,
}

/// An exception.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// Its label, for exceptions to it.
    pub label: Option<Ident>,
    /// The label of the exception that this one takes back.
    pub to: Option<Ident>,
    /// When it applies.
    pub condition: Expr,
    /// What it puts in the place of what the norm says; none excuses.
    pub instead: Option<Instead>,
}

/// What an exception puts in the place of what the norm says.
#[derive(Clone, Debug, PartialEq)]
pub enum Instead {
    /// `, instead at least 1` / `，改为至少1次`
    Quantity(Quantity),
    /// `, instead within 30 days` / `，改为30日内`
    Within(Spanned<(u32, Unit)>),
}

/// Who answers, in rank order.
#[derive(Clone, Debug, PartialEq)]
pub struct Answerable {
    /// Rank; none of a bare name, for which that is an error.
    pub rank: Option<Spanned<Rank>>,
    /// Who: a path to a person, such as `the branch.secretary`.
    pub who: Expr,
}

/// Ranks of those who answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// `first` / `第一责任人`
    First,
    /// `direct` / `直接责任人`
    Direct,
    /// `concrete` / `具体责任人`
    Concrete,
    /// `scope` / `分工责任人`
    Scope,
    /// `assisting` / `协同责任人`
    Assisting,
}

impl Rank {
    /// All of them, the first one first.
    pub const ALL: [Self; 5] = [Self::First, Self::Direct, Self::Concrete, Self::Scope, Self::Assisting];

    /// The word for it in a language.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        let (zh, en) = crate::syntax::words::rank(self);
        if lang == Lang::Zh { zh } else { en }
    }
}
