//! The syntax tree: what an author wrote, the same for both surfaces.
//!
//! Names are not resolved here and nothing is checked against other files; `check` does that. Equality
//! ignores places and comments, so that translation can be held to "the same tree".

use crate::diagnostic::Lang;
use crate::log::{Exact, Unit};
use crate::source::{Span, Spanned};
use chrono::{NaiveDate, NaiveDateTime};

/// A name as written, without its quotes.
pub type Ident = Spanned<String>;

/// One `.policy` file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The language of its keywords.
    pub lang: Lang,
    /// Its items in order.
    pub items: Vec<Spanned<Item>>,
    /// Its comments in order, for the formatter.
    pub comments: Vec<Comment>,
}

/// Equality is that of the items: language and comments are surface.
impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

/// A comment `// …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The text after `//`, without the space that sets it off and without trailing ones.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// It is alone on its line.
    pub own_line: bool,
}

/// A declared name with its forms. `visit alias 调研指导 also 走访、下基层` in an English file and
/// `调研指导 英文名 visit 又名 走访、下基层` in a Chinese one are the same declaration: where both forms
/// are given, `name` is the English one in either surface. References keep the form that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct NameDecl {
    /// The canonical name: the English form, or the only one.
    pub name: Ident,
    /// The Chinese form, where there are two.
    pub alias: Option<Ident>,
    /// Further forms that logs may use.
    pub also: Vec<Ident>,
}

/// An item of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Title, number, dates in force of the regulation.
    Policy(Policy),
    /// Takes in another file of the package or of a library.
    Use(Spanned<String>),
    /// An article's clauses.
    Source(Source),
    /// A kind of thing or person.
    Entity(Entity),
    /// An enumeration.
    Enum(Enumeration),
    /// A kind of event.
    Event(Event),
    /// A state with a start and an end.
    State(State),
    /// A role that a person holds in a unit.
    Role(Role),
    /// Calendar data.
    Calendar(Calendar),
    /// A value that the regulation leaves open.
    Parameter(Parameter),
    /// The package's interpretation choices.
    Interpretation(Vec<Reading>),
    /// A named expression.
    Define(Define),
    /// A table of brackets or cases.
    Table(Table),
    /// A number carried from window to window.
    Account(Account),
    /// A fact that follows from others.
    Deem(Deem),
    /// A norm.
    Norm(Box<Norm>),
    /// A scenario that tests norms.
    Test(Box<Test>),
}

/// The regulation itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its short name.
    pub name: NameDecl,
    /// Its title.
    pub title: Option<Spanned<String>>,
    /// Its attributes, each at most once.
    pub attributes: Vec<Spanned<PolicyAttribute>>,
}

/// An attribute of the regulation.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyAttribute {
    /// Document number.
    Number(String),
    /// Issuer.
    Issuer(String),
    /// Date of issue.
    Issued(NaiveDate),
    /// In force from a date.
    InForceFrom(NaiveDate),
    /// In force until a date, which is the last day in force.
    InForceUntil(NaiveDate),
    /// IANA time zone.
    TimeZone(String),
}

/// An article and its clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Article id, such as `A4`.
    pub article: Ident,
    /// Its heading.
    pub title: Option<Spanned<String>>,
    /// Its clauses.
    pub clauses: Vec<Spanned<Clause>>,
}

/// A clause of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Id within the article, such as `c10`.
    pub id: Ident,
    /// A short key phrase of it.
    pub phrase: Spanned<String>,
    /// What can be checked of it.
    pub standing: Standing,
}

/// What can be checked of a clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// A norm must cite it.
    Encoded,
    /// A norm must cite it, and what the norm sees is only a trace of what the clause asks for.
    Proxy,
    /// A norm may cite it; it is undetermined until these parameters are given.
    NeedsParameter(Vec<Ident>),
    /// Nothing can be checked, for this reason.
    NotCheckable(Spanned<String>),
}

/// A kind of thing or person.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its name.
    pub name: NameDecl,
    /// The kind it is a special case of.
    pub parent: Option<Ident>,
    /// Ids need not be registered (`unregistered` / `免登记`).
    pub unregistered: bool,
    /// Its attributes.
    pub fields: Vec<Spanned<FieldDecl>>,
}

/// A field of an entity, event, state or role.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDecl {
    /// Its name.
    pub name: NameDecl,
    /// Its type.
    pub ty: Spanned<TypeExpr>,
    /// `private` / `保密`
    pub private: bool,
    /// `optional` / `可缺`
    pub optional: bool,
    /// `not negative` / `非负`
    pub non_negative: bool,
    /// `from role R` / `取自 R`: the unit in which the person holds the role.
    pub from_role: Option<Ident>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeExpr {
    /// `yes or no` / `是否`
    Bool,
    /// `integer` / `整数`
    Integer,
    /// `decimal` / `小数`
    Decimal,
    /// `text` / `文本`
    Text,
    /// `date` / `日期`
    Date,
    /// `datetime` / `时间`
    DateTime,
    /// `duration` / `时长`
    Duration,
    /// `time of day` / `钟点`
    Clock,
    /// `anything` / `任意对象`: an entity of any kind.
    AnyEntity,
    /// `role` / `职务类别`: one of the declared roles.
    Role,
    /// A declared entity or enumeration.
    Named(String),
    /// `set of T` / `T的集合`
    Set(Box<Spanned<TypeExpr>>),
}

/// An enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Enumeration {
    /// Its name.
    pub name: NameDecl,
    /// Its values.
    pub variants: Vec<NameDecl>,
}

/// A kind of event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: NameDecl,
    /// Its fields.
    pub fields: Vec<Spanned<FieldDecl>>,
    /// `counts as evidence when …` / `有效凭证：…`
    pub evidence: Option<Expr>,
    /// `no content` / `不记内容`
    pub no_content: bool,
    /// `planned` / `可预定`
    pub planned: bool,
    /// `judgement` / `属于判断`
    pub judgement: bool,
    /// Where these three stand, for the formatter.
    pub flags_at: [Spanned<()>; 3],
}

/// A state: `state leave alias 请假: person, from leave_start, to leave_end`.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Its name.
    pub name: NameDecl,
    /// The kind of entity that is in it.
    pub of: Ident,
    /// The event that starts it, declared hereby.
    pub start: NameDecl,
    /// The event that ends it, declared hereby.
    pub end: NameDecl,
    /// Extra fields of the starting event.
    pub fields: Vec<Spanned<FieldDecl>>,
}

/// A role: `role secretary alias 书记: branch, single`.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name.
    pub name: NameDecl,
    /// The kind of unit in which it is held.
    pub unit: Ident,
    /// `single` / `一人`: one holder a unit.
    pub single: bool,
    /// Extra fields.
    pub fields: Vec<Spanned<FieldDecl>>,
}

/// Calendar data.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Its name.
    pub name: NameDecl,
    /// Its entries.
    pub entries: Vec<Spanned<CalendarEntry>>,
}

/// A stretch of days in the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarEntry {
    /// What kind of stretch.
    pub kind: CalendarKind,
    /// Its label: the English one where there are two, such as `2016 spring`.
    pub label: Option<Spanned<String>>,
    /// Its Chinese label, where there are two.
    pub alias: Option<Spanned<String>>,
    /// First day.
    pub from: Spanned<NaiveDate>,
    /// Last day; the first when left out.
    pub to: Option<Spanned<NaiveDate>>,
}

/// Kinds of calendar entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarKind {
    /// `semester` / `学期`: its teaching days.
    Semester,
    /// `vacation` / `假期`
    Vacation,
    /// `holiday` / `节假日`: public holiday, no work.
    Holiday,
    /// `workday` / `调休上班`: a weekend day on which one works.
    Workday,
    /// `academic year` / `学年`
    AcademicYear,
}

/// A value that the regulation leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: NameDecl,
    /// Its type.
    pub ty: Spanned<TypeExpr>,
    /// Its default.
    pub default: Option<Expr>,
    /// What it stands for, in words.
    pub note: Option<Spanned<String>>,
}

/// A named expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: NameDecl,
    /// Its type, for constants such as entities named by id.
    pub ty: Option<Spanned<TypeExpr>>,
    /// Its value.
    pub value: Expr,
}

/// A table: `table tier alias 档次: integer { up to 50: 2 … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: NameDecl,
    /// Of what type the looked-up value is.
    pub by: Spanned<TypeExpr>,
    /// Its rows in the order written.
    pub rows: Vec<Spanned<Row>>,
}

/// A number carried from window to window: `account carried alias 结余: person, every year, initially 0 = EXPR`.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its name; in the expression it stands for the value at the end of the window before.
    pub name: NameDecl,
    /// Of which kind of entity each has one.
    pub of: Ident,
    /// How many units a window has.
    pub count: Spanned<u32>,
    /// Of which unit.
    pub unit: Spanned<Unit>,
    /// First day of a first window.
    pub from: Option<Spanned<NaiveDate>>,
    /// Its value before the first window.
    pub initially: Expr,
    /// Its value at the end of a window.
    pub value: Expr,
}

/// A fact that follows from others: `deem approval when 15 days pass after request without reply {…}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Deem {
    /// The kind of event that is taken to happen.
    pub event: Ident,
    /// When.
    pub when: Turning,
    /// Its fields: bare names are fields of the record that it follows from.
    pub fields: Vec<(Ident, Expr)>,
}

/// A turning point.
#[derive(Clone, Debug, PartialEq)]
pub enum Turning {
    /// `SELECTION`: each such record counts as the event.
    Each(Selection),
    /// `15 days pass after A without B` / `A之后15日内无B`
    Silence {
        /// After which record.
        after: Selection,
        /// How long.
        length: Spanned<(u32, Unit)>,
        /// What does not happen.
        without: Selection,
    },
    /// `A reaches 3 in any 30 days for each pupil` / `A任意连续30日内达到3次（按学生）`
    Reaches {
        /// Of what.
        what: Selection,
        /// How many.
        count: Spanned<u32>,
        /// Within which length.
        within: Option<Spanned<(u32, Unit)>>,
        /// Counted apart for each value of this field.
        per: Option<Ident>,
    },
    /// `2 consecutive breach of N` / `连续2期未完成的N`: of one bearer, in adjacent windows.
    InARow {
        /// How many.
        count: Spanned<u32>,
        /// Verdicts of which norm.
        of: Selection,
    },
}

/// Which verdicts of a norm are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutcomeOf {
    /// `breach of N` / `未完成的N`
    Breach,
    /// `lateness of N` / `逾期完成的N`
    Lateness,
    /// `fulfilment of N` / `已完成的N`
    Fulfilment,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// For which values.
    pub case: Case,
    /// What it gives.
    pub value: Expr,
}

/// For which values a row of a table is.
#[derive(Clone, Debug, PartialEq)]
pub enum Case {
    /// Numbers between two bounds, of which one may be missing: `from 51 to 100` / `51至100`.
    Bracket {
        /// Its lower bound.
        low: Option<Bound>,
        /// Its upper bound.
        high: Option<Bound>,
    },
    /// These values: `a & b` / `甲、乙`.
    Values(Vec<Expr>),
    /// Whatever no other row is for: `otherwise` / `其余`.
    Otherwise,
}

/// A bound of a bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number.
    pub number: Exact,
    /// It belongs to the bracket itself.
    pub inclusive: bool,
}

/// A choice of interpretation and the option taken: section 5 of the language page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Where it stands.
    pub span: Spanned<()>,
    /// The choice and its option.
    pub choice: Choice,
}

/// All interpretation choices with their options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Fortnight and other multiples of weeks.
    Fortnight(Fortnight),
    /// First and last partial period.
    PartialPeriod(PartialPeriod),
    /// Vacation.
    Vacation(VacationRule),
    /// Who counts in a period.
    WhoCounts(WhoCounts),
    /// What a year is.
    Year(YearRule),
    /// Order of events on the same day.
    SameDay(SameDay),
    /// Whether the day that starts a deadline counts.
    StartDay(StartDay),
    /// A deadline on a day off moves to the next working day.
    DayOff(DayOff),
    /// Whether one event may serve several norms.
    OneEvent(OneEvent),
    /// Whether `generally` needs a recorded reason.
    Generally(Generally),
}

/// Options for multiples of weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fortnight {
    /// Pairs of teaching weeks, counted from the first week of the semester (按教学周).
    TeachingWeeks,
    /// Pairs of ISO weeks, by the count of weeks since 1970-W01 … (按自然周).
    IsoWeeks,
    /// Aligned to a date (自某日起算).
    From(NaiveDate),
    /// Any stretch of that length (任意连续).
    Rolling,
}

/// Options for a period of which only part is in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialPeriod {
    /// No duty in it (不计).
    Skip,
    /// In proportion, halves upward (按比例).
    Prorate,
    /// In proportion, rounded up (按比例进一).
    ProrateUp,
    /// In proportion, rounded down (按比例舍去).
    ProrateDown,
    /// As a whole one (按整期).
    Full,
}

/// Options for vacation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VacationRule {
    /// Its days do not count (免除).
    Waive,
    /// The clock stops (顺延).
    Stop,
    /// As any other day (照常).
    Continue,
}

/// Options for who counts in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhoCounts {
    /// By days in scope: partial-period rule applies (按在册天数). The default.
    ByDays,
    /// In scope the whole period (全期在册).
    Whole,
    /// In scope at its end (期末在册).
    AtEnd,
    /// In scope on any day (期内在册).
    AnyDay,
    /// In scope for at least half of it (在册过半).
    Half,
}

/// Options for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YearRule {
    /// Calendar year (公历年).
    Calendar,
    /// Academic year (学年).
    Academic,
    /// A cycle label on the event beats its date (按所属年度); closes this many days after the year's end.
    Label {
        /// Days after the end of the year until which an event of that label still counts.
        closes_after: u32,
    },
}

/// Options for events on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SameDay {
    /// In the bearer's favour (从宽).
    Favour,
    /// Against the bearer (从严).
    Strict,
    /// Undetermined (待定). The default.
    Undetermined,
}

/// Options for the start day of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StartDay {
    /// Not counted (不计首日). The default.
    Excluded,
    /// Counted (计入首日).
    Included,
}

/// Options for a deadline that falls on a day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayOff {
    /// Stays (不顺延). The default.
    Stays,
    /// Moves to the next working day (顺延至工作日).
    Moves,
}

/// Options for one event under several norms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OneEvent {
    /// May serve all (可重复计算). The default.
    Shared,
    /// Serves one instance only (不重复计算).
    Exclusive,
}

/// Options for `generally`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generally {
    /// A deviation is excused by a recorded reason only (须有理由). The default.
    ReasonRequired,
    /// A deviation is always excused (不须理由).
    ReasonFree,
}

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
    /// `stops while EXPR` / `停算：EXPR`: the clock of a time limit stands still.
    Stops(Expr),
    /// `extended by 30 days when SELECTION` / `延长：SELECTION，30日`
    Extended(Spanned<(u32, Unit)>, Selection),
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

/// On whom a duty lies: one for each of a kind of entity or of the holders of a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearer {
    /// Entity type or role.
    pub kind: Ident,
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
    /// `by DATE` / `DATE前`: one fixed day.
    By(Spanned<NaiveDate>),
    /// `once` / `一次性`: achieved at some time in force; open until then.
    Once,
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
}

/// Who answers, in rank order.
#[derive(Clone, Debug, PartialEq)]
pub struct Answerable {
    /// Rank.
    pub rank: Spanned<Rank>,
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

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// Kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// What could not be read and has been reported; it has no type and says nothing.
    Broken,
    /// A number: `2`, `两`, `1/2`, `60%`, `三分之二`.
    Number(Exact),
    /// `true`/`false`, `是`/`否` as values: `yes` / `no`.
    Bool(bool),
    /// Text in quotes.
    Text(String),
    /// A date.
    Date(NaiveDate),
    /// A date and time.
    DateTime(NaiveDateTime),
    /// `14 days`
    Length(u32, Unit),
    /// `22:00`: a time of day, in minutes after midnight.
    Clock(u32),
    /// A bare name: a field of the record in hand, a value of an enumeration, a parameter, a definition.
    Name(String),
    /// `the college` / `该学院`: the bearer or the trigger.
    The(String),
    /// `x.secretary` / `X的书记`
    Member(Box<Expr>, Ident),
    /// `a & b` / `甲、乙`
    List(Vec<Expr>),
    /// `exists SELECTION` / `存在SELECTION`
    Exists(Selection),
    /// `number of SELECTION` / `SELECTION的次数`
    Count(Selection),
    /// `total of SELECTION.field` / `SELECTION的F之和`, and other measures of a field.
    Measure {
        /// Which.
        measure: Measure,
        /// Of which records.
        of: Selection,
        /// Of which of their fields.
        field: Ident,
    },
    /// `previous (EXPR)` / `上期（EXPR）`: the same measure over the window before.
    Previous(Box<Expr>),
    /// `within 30 days before X (EXPR)` / `X之前30日内（EXPR）`: measured over that stretch.
    Within {
        /// How long it is.
        length: Spanned<(u32, Unit)>,
        /// On which side of the anchor it lies.
        side: TimeSide,
        /// What it is next to.
        anchor: Box<Expr>,
        /// What is measured.
        inner: Box<Expr>,
    },
    /// `from A to B (EXPR)` / `自A至B（EXPR）`: measured over that stretch.
    Over {
        /// Where it begins.
        from: Box<Expr>,
        /// Where it ends.
        to: Box<Expr>,
        /// What is measured.
        inner: Box<Expr>,
    },
    /// `days from A to B` / `自A至B的日数`
    Elapsed(Unit, Box<Expr>, Box<Expr>),
    /// `earlier of (A, B)` / `较早者（A，B）`: those that are nothing are passed over.
    Pick(Pick, Vec<Expr>),
    /// `rounded up to 2 places (X)` / `向上取整保留2位小数（X）`
    Round(Rounding, u32, Box<Expr>),
    /// `X else Y` / `X缺省为Y`: Y where X is nothing.
    Else(Box<Expr>, Box<Expr>),
    /// `TABLE for (X)` / `按TABLE核定（X）`
    Lookup {
        /// The table.
        table: Ident,
        /// What is looked up.
        key: Box<Expr>,
        /// Each bracket applies to the part of the number that lies in it (`marginal`, 分段).
        marginal: bool,
    },
    /// `time of the last SELECTION` / `SELECTION的末次时间`
    TimeOf(End, Selection),
    /// `days with SELECTION`, `longest run of days with SELECTION` / `有SELECTION的日数`, `有…的最长连续日数`
    UnitsWith {
        /// Which unit.
        unit: Unit,
        /// What a unit must hold to count.
        of: Selection,
        /// The longest run of them instead of how many.
        run: bool,
    },
    /// `total hours of SELECTION` / `SELECTION的累计小时数`, and the like.
    SpellTime {
        /// Which length.
        which: SpellTime,
        /// In which unit.
        unit: Unit,
        /// Of what.
        of: Selection,
        /// Spells with a shorter gap between them count as one.
        joined: Option<Spanned<(u32, Unit)>>,
    },
    /// `share of A among B` is written as a quotient: `A / B`, `A 与 B 之比`.
    Arith(ArithOp, Box<Expr>, Box<Expr>),
    /// A comparison.
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// All of them: `,` or `and` / `，` or `并且`.
    And(Vec<Expr>),
    /// Any of them: `or` / `或者`
    Or(Vec<Expr>),
    /// `not (…)` / `并非（…）`
    Not(Box<Expr>),
    /// `x holds secretary [in u]` / `X担任书记`, `X在U担任书记`
    Holds {
        /// The person.
        who: Box<Expr>,
        /// The role.
        role: Ident,
        /// In which unit; in any when left out.
        unit: Option<Box<Expr>>,
    },
    /// `x under leave` / `X处于请假期间`
    Under {
        /// The entity.
        who: Box<Expr>,
        /// The state.
        state: Ident,
    },
    /// `during vacation` / `处于假期`: the instant lies in a calendar stretch.
    During(CalendarKind),
}

/// On which side of an instant a stretch lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeSide {
    /// `before` / `之前`
    Before,
    /// `after` / `之后`
    After,
}

/// Which of several values is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    /// `earlier of` / `较早者`: of instants.
    Earlier,
    /// `later of` / `较晚者`
    Later,
    /// `lesser of` / `较小者`: of numbers.
    Lesser,
    /// `greater of` / `较大者`
    Greater,
}

/// How a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// `rounded` / `四舍五入`: to the nearest, halves upward.
    Nearest,
    /// `rounded up` / `向上取整`
    Up,
    /// `rounded down` / `向下取整`
    Down,
}

/// The first or the last of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// `first` / `首次`
    First,
    /// `last` / `末次`
    Last,
}

/// A length of time that spells give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpellTime {
    /// `total hours of S` / `S的累计小时数`
    Total,
    /// `longest hours of S` / `S的最长小时数`
    Longest,
    /// `longest hours without S` / `无S的最长小时数`
    LongestWithout,
}

/// Measures over a field of selected records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// `total` / `之和`
    Total,
    /// `distinct` / `的不同…数`
    Distinct,
    /// `greatest` / `最大值`
    Greatest,
    /// `least` / `最小值`
    Least,
    /// `average` / `平均值`
    Average,
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithOp {
    /// `+` / `加上`
    Add,
    /// `-` / `减去`
    Sub,
    /// `*` / `乘以`, also `1/2 of x` / `x的二分之一`
    Mul,
    /// `/` / `除以`
    Div,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `is` / `是`, `等于`
    Is,
    /// `is not` / `不是`
    IsNot,
    /// `contains` / `包含`: a set holds all of the right side.
    Contains,
    /// `in` / `属于`: one of a set.
    In,
    /// `at least`, `>=` / `不少于`
    AtLeast,
    /// `at most`, `<=` / `不超过`
    AtMost,
    /// `more than`, `>` / `超过`
    MoreThan,
    /// `less than`, `<` / `少于`
    LessThan,
    /// `before` / `早于`
    Before,
    /// `after` / `晚于`
    After,
}

/// A scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What it shows.
    pub title: Spanned<String>,
    /// The norms it is about; expectations without a norm of their own mean the first.
    pub norms: Vec<Ident>,
    /// Its parts in the order written.
    pub clauses: Vec<Spanned<TestClause>>,
}

/// A part of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum TestClause {
    /// `given …` / `已知：…`
    Given(Vec<Spanned<Given>>),
    /// `covers D to D` / `记录范围：D至D`, both days included.
    Covers(Spanned<NaiveDate>, Spanned<NaiveDate>, Vec<Ident>),
    /// `as of D` / `截至：D`: the end of that day.
    AsOf(Spanned<NaiveDate>),
    /// `known at D` / `知悉截至：D`
    KnownAt(Spanned<NaiveDate>),
    /// `with p = 5` / `参数：p为5`
    With(Vec<(Ident, Expr)>),
    /// `expect …` / `应得：…`
    Expect(Vec<Spanned<Expectation>>),
}

/// A record of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// When it happened, as exactly as it was written, in the form of `2016-04-20 14:30` whatever the
    /// surface: `2016年4月` is `2016-04`. Kept as written if there is no such day.
    pub at: Spanned<String>,
    /// Type of record.
    pub kind: Ident,
    /// Fields; values are names, numbers, dates or lists of them.
    pub fields: Vec<(Ident, Expr)>,
}

/// What a scenario expects.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// Of which norm, if not the first of the test.
    pub norm: Option<Ident>,
    /// The bearer's id.
    pub bearer: Ident,
    /// Which of the bearer's instances: a calendar label or a date inside the window; the only one if left out.
    pub when: Option<Spanned<ExpectWhen>>,
    /// The verdict; `None` expects no instance at all (`no duty` / `无此义务`).
    pub verdict: Option<crate::eval::Verdict>,
    /// `short by n` / `差n次`
    pub short_by: Option<Exact>,
    /// `due D` / `截止D`
    pub due: Option<Spanned<NaiveDate>>,
    /// `answers x` / `由x负责`: the holder of the first rank.
    pub answers: Option<Ident>,
}

/// Which instance is meant.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectWhen {
    /// The window with this calendar label.
    Label(String),
    /// The window, or the trigger's day, that holds this day.
    Date(NaiveDate),
}
