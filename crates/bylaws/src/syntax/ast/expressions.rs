//! Expressions.

use super::*;
use crate::log::{Exact, Unit};
use crate::source::{Span, Spanned};
use chrono::{NaiveDate, NaiveDateTime};

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

impl Expr {
    /// Whether it is a state, a post, a stretch of the calendar or a record: what excuses alone as well as with others.
    pub(crate) fn holds_by_itself(&self) -> bool {
        matches!(
            self.kind,
            ExprKind::Under { .. } | ExprKind::During(_) | ExprKind::Exists(_) | ExprKind::Holds { .. }
        )
    }
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
    /// `12:00 on the day of X`, `12:00 on the day after X` / `X当日12:00`, `X次日12:00`: a time of day, in minutes after
    /// midnight, of the day on which something happens or of the next one.
    OnDay {
        /// Which time of day.
        clock: u32,
        /// Of the day after.
        next: bool,
        /// Of whose day.
        of: Box<Expr>,
    },
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
    /// `number of the x.f` / `该x的f的个数`: of how many values a field is made up.
    Size(Box<Expr>),
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
    /// `between 22:00 and 07:00 (EXPR)` / `22:00至次日07:00（EXPR）`: measured over that part of a day, in minutes after
    /// midnight; where it does not end later it ends on the next day.
    Daily {
        /// When it begins.
        from: u32,
        /// When it ends.
        to: u32,
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
    /// `during vacation` / `处于假期`, `during days off` / `处于休息日`: the instant lies on such a day.
    During(DayKind),
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
