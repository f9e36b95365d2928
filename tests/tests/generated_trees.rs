//! Trees made at random, with names and texts chosen to be awkward: whatever is printed, in either
//! language, is read back as the same tree.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::log::{Exact, Unit};
use bylaws::source::{FileId, Span, Spanned};
use bylaws::syntax::ast::*;
use bylaws::syntax::{format, parse};
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn at<T>(node: T) -> Spanned<T> {
    Spanned::new(node, Span::default())
}

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

const NAMES: &[&str] = &[
    "visit",
    "c1",
    "dept-finance",
    "where",
    "in",
    "at",
    "by",
    "once",
    "times",
    "note",
    "to",
    "planned",
    "2016",
    "two words",
    "学院",
    "目的",
    "在职",
    "所在单位",
    "行为",
    "否决",
    "三次",
    "两周",
    "次数",
    "人数",
    "不同意见数",
    "存在感",
    "超过",
    "取消资格",
    "之后",
    "甲之乙",
    "职数",
    "半数",
    "是否",
    "日期",
    "会议周期",
    "月末",
    "周各项",
    "不记内容",
    "每",
];

fn word() -> impl Strategy<Value = String> {
    select(NAMES).prop_map(str::to_owned)
}

fn ident() -> impl Strategy<Value = Ident> {
    word().prop_map(at)
}

fn text() -> impl Strategy<Value = String> {
    select(&["", "a", "说“话", "说”话", "say \"x\"", "// no comment", "{（", "规范"][..])
        .prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = Exact> {
    prop_oneof![
        (0_i64..15).prop_map(Exact::from),
        (0_i64..200_000).prop_map(Exact::from),
        (0_i128..400, 1_i128..120).prop_map(|(a, b)| Exact::ratio(a, b).unwrap()),
    ]
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (1990_i32..2100, 1_u32..=366).prop_filter_map("a day", |(y, d)| NaiveDate::from_yo_opt(y, d))
}

fn unit() -> impl Strategy<Value = Unit> {
    use Unit::*;
    let all = [
        Minute,
        Hour,
        Day,
        Week,
        Month,
        Quarter,
        Semester,
        Year,
        AcademicYear,
        TeachingWeek,
        WorkingDay,
        SchoolDay,
    ];
    select(all.to_vec())
}

fn length() -> impl Strategy<Value = (u32, Unit)> {
    (1_u32..40, unit())
}

fn calendar() -> impl Strategy<Value = CalendarKind> {
    use CalendarKind::*;
    select(vec![Semester, Vacation, Holiday, Workday, AcademicYear])
}

fn days() -> impl Strategy<Value = DayKind> {
    prop_oneof![calendar().prop_map(DayKind::Entry), Just(DayKind::Working), Just(DayKind::Off)]
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        4 => word().prop_map(ExprKind::Name),
        2 => word().prop_map(ExprKind::The),
        2 => number().prop_map(ExprKind::Number),
        1 => any::<bool>().prop_map(ExprKind::Bool),
        1 => text().prop_map(ExprKind::Text),
        1 => date().prop_map(ExprKind::Date),
        1 => (date(), 0_u32..24, 0_u32..60, 0_u32..60)
            .prop_map(|(d, h, m, s)| ExprKind::DateTime(d.and_hms_opt(h, m, s).unwrap())),
        1 => length().prop_map(|(n, u)| ExprKind::Length(n, u)),
        1 => days().prop_map(ExprKind::During),
        1 => (0_u32..=1440).prop_map(ExprKind::Clock),
    ]
    .prop_map(expr)
}

fn selection(inner: impl Strategy<Value = Expr>) -> impl Strategy<Value = Selection> {
    use OutcomeOf::*;
    let outcome =
        prop_oneof![9 => Just(None), 1 => select(vec![Breach, Lateness, Fulfilment]).prop_map(Some)];
    (outcome, ident(), of(inner)).prop_map(|(outcome, kind, filter)| Selection {
        outcome,
        kind,
        filter: filter.map(Box::new),
    })
}

// The parser takes the first part in where both are of a kind; such trees are never read.
fn flat(parts: Vec<Expr>, same: fn(&ExprKind) -> bool, make: fn(Vec<Expr>) -> ExprKind) -> ExprKind {
    if parts.first().is_some_and(|p| same(&p.kind)) {
        ExprKind::Not(Box::new(expr(make(tail(parts)))))
    } else {
        make(parts)
    }
}

fn tail(parts: Vec<Expr>) -> Vec<Expr> {
    std::iter::once(expr(ExprKind::Bool(true))).chain(parts.into_iter().skip(1)).collect()
}

fn expression() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(4, 24, 3, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let sel = || selection(inner.clone());
        let parts = || vec(inner.clone(), 2..4);
        let op = select(vec![ArithOp::Add, ArithOp::Sub, ArithOp::Mul, ArithOp::Div]);
        use CompareOp::*;
        let cmp = select(vec![Is, IsNot, Contains, In, AtLeast, AtMost, MoreThan, LessThan, Before, After]);
        use Measure::*;
        let measure = select(vec![Total, Distinct, Greatest, Least, Average]);
        prop_oneof![
            (boxed(), ident()).prop_map(|(of, name)| ExprKind::Member(of, name)),
            parts().prop_map(|p| flat(p, |k| matches!(k, ExprKind::List(_)), ExprKind::List)),
            parts().prop_map(|p| flat(p, |k| matches!(k, ExprKind::And(_)), ExprKind::And)),
            parts().prop_map(|p| flat(p, |k| matches!(k, ExprKind::Or(_)), ExprKind::Or)),
            sel().prop_map(ExprKind::Exists),
            sel().prop_map(ExprKind::Count),
            (ident(), ident()).prop_map(|(of, field)| {
                let of = Box::new(Expr { kind: ExprKind::The(of.node), span: Span::default() });
                ExprKind::Size(Box::new(Expr { kind: ExprKind::Member(of, field), span: Span::default() }))
            }),
            (measure, sel(), ident()).prop_map(|(measure, of, field)| ExprKind::Measure {
                measure,
                of,
                field
            }),
            boxed().prop_map(ExprKind::Previous),
            boxed().prop_map(ExprKind::Not),
            (op, boxed(), boxed()).prop_map(|(op, l, r)| ExprKind::Arith(op, l, r)),
            (cmp, boxed(), boxed()).prop_map(|(op, l, r)| ExprKind::Compare(op, l, r)),
            (boxed(), ident(), of(boxed())).prop_map(|(who, role, unit)| ExprKind::Holds { who, role, unit }),
            (boxed(), ident()).prop_map(|(who, state)| ExprKind::Under { who, state }),
            of_time(inner.clone()),
        ]
        .prop_map(expr)
    })
}

fn of_time(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = ExprKind> {
    let boxed = || inner.clone().prop_map(Box::new);
    let sel = || selection(inner.clone());
    let side = select(vec![TimeSide::Before, TimeSide::After]);
    let pick = select(vec![Pick::Earlier, Pick::Later, Pick::Lesser, Pick::Greater]);
    let how = select(vec![Rounding::Nearest, Rounding::Up, Rounding::Down]);
    let end = select(vec![End::First, End::Last]);
    let which = select(vec![SpellTime::Total, SpellTime::Longest, SpellTime::LongestWithout]);
    let joined = of(length().prop_map(at));
    prop_oneof![
        (length(), side, boxed(), boxed()).prop_map(|(length, side, anchor, inner)| ExprKind::Within {
            length: at(length),
            side,
            anchor,
            inner
        }),
        (boxed(), boxed(), boxed()).prop_map(|(from, to, inner)| ExprKind::Over { from, to, inner }),
        (0_u32..1440, 0_u32..1440, boxed()).prop_map(|(from, to, inner)| ExprKind::Daily { from, to, inner }),
        (0_u32..1440, any::<bool>(), boxed()).prop_map(|(clock, next, of)| ExprKind::OnDay {
            clock,
            next,
            of
        }),
        (unit(), boxed(), boxed()).prop_map(|(unit, from, to)| ExprKind::Elapsed(unit, from, to)),
        (pick, vec(inner.clone(), 2..4)).prop_map(|(pick, parts)| ExprKind::Pick(pick, parts)),
        (how, 0_u32..4, boxed()).prop_map(|(how, places, inner)| ExprKind::Round(how, places, inner)),
        (boxed(), boxed()).prop_map(|(left, right)| ExprKind::Else(left, right)),
        (ident(), boxed(), any::<bool>()).prop_map(|(table, key, marginal)| ExprKind::Lookup {
            table,
            key,
            marginal
        }),
        (end, sel()).prop_map(|(end, of)| ExprKind::TimeOf(end, of)),
        (unit(), sel(), any::<bool>()).prop_map(|(unit, of, run)| ExprKind::UnitsWith { unit, of, run }),
        (which, unit(), sel(), joined).prop_map(|(which, unit, of, joined)| ExprKind::SpellTime {
            which,
            unit,
            of,
            joined
        }),
    ]
}

fn effect() -> impl Strategy<Value = Effect> {
    (leaf(), of((1_u32..99, unit()).prop_map(at))).prop_map(|(from, back)| Effect { from, back })
}

fn turning() -> impl Strategy<Value = Turning> {
    let sel = || selection(expression());
    let count = || (1_u32..30).prop_map(at);
    let within = of(length().prop_map(at));
    let of_norm = (select(vec![OutcomeOf::Breach, OutcomeOf::Fulfilment]), sel())
        .prop_map(|(outcome, of)| Selection { outcome: Some(outcome), ..of });
    prop_oneof![
        sel().prop_map(Turning::Each),
        (sel(), length(), sel()).prop_map(|(after, length, without)| Turning::Silence {
            after,
            length: at(length),
            without
        }),
        (sel(), count(), within, of(ident())).prop_map(|(what, count, within, per)| Turning::Reaches {
            what,
            count,
            within,
            per
        }),
        (count(), of_norm).prop_map(|(count, of)| Turning::InARow { count, of }),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let bound = || {
        (number().prop_filter("no fraction", |n| !n.to_string().contains('/')), any::<bool>())
            .prop_map(|(number, inclusive)| Bound { number, inclusive })
    };
    let case = prop_oneof![
        4 => (bound(), bound()).prop_map(|(low, high)| Case::Bracket { low: Some(low), high: Some(high) }),
        1 => bound().prop_map(|low| Case::Bracket { low: Some(low), high: None }),
        1 => bound().prop_map(|high| Case::Bracket { low: None, high: Some(high) }),
        2 => vec(word().prop_map(|w| expr(ExprKind::Name(w))), 1..3).prop_map(Case::Values),
        1 => Just(Case::Otherwise),
    ];
    (case, leaf()).prop_map(|(case, value)| Row { case, value })
}

fn amount() -> impl Strategy<Value = Expr> {
    prop_oneof![
        3 => number().prop_map(|n| expr(ExprKind::Number(n))),
        1 => word().prop_map(|w| expr(ExprKind::Name(w))),
        1 => expression(),
    ]
}

fn quantity() -> impl Strategy<Value = Quantity> {
    use QuantityWord::*;
    let word = select(vec![AtLeast, AtMost, Exactly, MoreThan, LessThan]);
    let counter = || of(select(vec!['次', '名', '个'])).prop_map(Counter);
    prop_oneof![
        3 => (word, amount(), counter()).prop_map(|(word, number, counter)| Quantity {
            word: at(word),
            number: Box::new(number),
            upper: None,
            counter,
        }),
        1 => (amount(), amount(), counter()).prop_map(|(low, high, counter)| Quantity {
            word: at(Between),
            number: Box::new(low),
            upper: Some(Box::new(high)),
            counter,
        }),
    ]
}

fn duty() -> impl Strategy<Value = Duty> {
    use Modality::*;
    let modality = select(vec![Must, MustNot, GenerallyMust, Should, May]).prop_map(at);
    let of_which = || (quantity(), expression()).prop_map(|(quantity, filter)| OfWhich { quantity, filter });
    let part = || {
        (of(quantity()), selection(expression()), vec(of_which(), 0..2))
            .prop_map(|(quantity, what, of_which)| HavePart { quantity, what, total_of: None, of_which })
    };
    let total = || {
        (quantity(), selection(expression()), ident()).prop_map(|(quantity, what, field)| HavePart {
            quantity: Some(quantity),
            what: Selection { outcome: None, ..what },
            total_of: Some(field),
            of_which: Vec::new(),
        })
    };
    let part = || prop_oneof![5 => part(), 1 => total()];
    let requirement = prop_oneof![
        vec(part(), 1..4).prop_map(Requirement::Have),
        vec(vec(part(), 1..3), 2..4).prop_map(Requirement::Any),
        expression().prop_map(Requirement::Keep),
        expression().prop_map(Requirement::Satisfy),
    ];
    (modality, requirement).prop_map(|(modality, requirement)| Duty { modality, requirement })
}

fn frequency() -> impl Strategy<Value = Frequency> {
    let every = (1_u32..20, unit(), of(date())).prop_map(|(count, unit, from)| Window::Every {
        count: at(count),
        unit: at(unit),
        from: from.map(at),
    });
    let part = (select(vec![End::First, End::Last]), length().prop_map(at));
    let of_period = prop_oneof![every, ident().prop_map(Window::EveryParameter)];
    prop_oneof![
        (of_period, of(part), any::<bool>(), of(quantity()))
            .prop_map(|(window, part, apiece, quantity)| Frequency { window, part, apiece, quantity }),
        (length(), of(quantity())).prop_map(|(length, quantity)| Frequency {
            window: Window::Rolling(at(length)),
            part: None,
            apiece: false,
            quantity,
        }),
        length().prop_map(|length| Frequency {
            window: Window::Gap(at(length)),
            part: None,
            apiece: false,
            quantity: None
        }),
    ]
}

fn time() -> impl Strategy<Value = TimeLimit> {
    prop_oneof![
        expression().prop_map(TimeLimit::Before),
        expression().prop_map(TimeLimit::After),
        (length(), expression()).prop_map(|(n, x)| TimeLimit::WithinBefore(at(n), x)),
        (length(), expression()).prop_map(|(n, x)| TimeLimit::WithinAfter(at(n), x)),
        expression().prop_map(TimeLimit::NoLaterThan),
        (0_u32..1440, any::<bool>()).prop_map(|(clock, next)| TimeLimit::ByClock { clock, next }),
        (length(), any::<bool>(), select(vec![TimeSide::Before, TimeSide::After]), expression()).prop_map(
            |(length, clear, side, anchor)| TimeLimit::AtLeast { length: at(length), clear, side, anchor }
        ),
        expression().prop_map(TimeLimit::OnTheDayOf),
        Just(TimeLimit::AtAllTimes),
        unit().prop_map(|u| TimeLimit::AtTheEndOfEvery(at(u))),
        (1_u32..=12, 1_u32..=28).prop_map(|(month, day)| TimeLimit::ByDateEveryYear { month, day }),
        (1_u32..=12, 1_u32..=28, any::<bool>()).prop_map(|(month, day, next)| TimeLimit::ByDateOfYear {
            month,
            day,
            next
        }),
        (
            select(vec![Unit::Week, Unit::Month, Unit::Quarter, Unit::Semester, Unit::AcademicYear]),
            of(1_u32..=7),
            select(vec![PeriodBy::Previous, PeriodBy::Same, PeriodBy::Next])
        )
            .prop_map(|(period, day, which)| TimeLimit::ByDayOfPeriod {
                day,
                period: at(period),
                which
            }),
        date().prop_map(|d| TimeLimit::By(at(d))),
        Just(TimeLimit::Once),
    ]
}

fn choice() -> impl Strategy<Value = Choice> {
    let plain = vec![
        Choice::Fortnight(Fortnight::TeachingWeeks),
        Choice::Fortnight(Fortnight::IsoWeeks),
        Choice::Fortnight(Fortnight::Rolling),
        Choice::PartialPeriod(PartialPeriod::Skip),
        Choice::PartialPeriod(PartialPeriod::Prorate),
        Choice::PartialPeriod(PartialPeriod::ProrateUp),
        Choice::PartialPeriod(PartialPeriod::ProrateDown),
        Choice::PartialPeriod(PartialPeriod::Full),
        Choice::Vacation(VacationRule::Waive),
        Choice::Vacation(VacationRule::Stop),
        Choice::Vacation(VacationRule::Continue),
        Choice::WhoCounts(WhoCounts::ByDays),
        Choice::WhoCounts(WhoCounts::Whole),
        Choice::WhoCounts(WhoCounts::AtEnd),
        Choice::WhoCounts(WhoCounts::AnyDay),
        Choice::WhoCounts(WhoCounts::Half),
        Choice::Year(YearRule::Calendar),
        Choice::Year(YearRule::Academic),
        Choice::SameDay(SameDay::Favour),
        Choice::SameDay(SameDay::Strict),
        Choice::SameDay(SameDay::Undetermined),
        Choice::StartDay(StartDay::Excluded),
        Choice::StartDay(StartDay::Included),
        Choice::DayOff(DayOff::Stays),
        Choice::DayOff(DayOff::Moves),
        Choice::OneEvent(OneEvent::Shared),
        Choice::OneEvent(OneEvent::Exclusive),
        Choice::Generally(Generally::ReasonRequired),
        Choice::Generally(Generally::ReasonFree),
        Choice::SeveralUnits(SeveralUnits::ByWording),
        Choice::SeveralUnits(SeveralUnits::Together),
        Choice::SeveralUnits(SeveralUnits::Apart),
        Choice::Straddling(Straddling::ByStart),
        Choice::Straddling(Straddling::ByEnd),
        Choice::Straddling(Straddling::Cut),
    ];
    prop_oneof![
        8 => select(plain),
        1 => date().prop_map(|d| Choice::Fortnight(Fortnight::From(d))),
        1 => (1_u32..99).prop_map(|n| Choice::Year(YearRule::Label { closes_after: n })),
    ]
}

fn readings() -> impl Strategy<Value = Vec<Reading>> {
    vec(choice().prop_map(|choice| Reading { span: at(()), choice }), 1..4)
}

fn clause() -> impl Strategy<Value = NormClause> {
    use Rank::*;
    let rank = select(vec![First, Direct, Concrete, Scope, Assisting]).prop_map(at);
    let instead = of(prop_oneof![
        quantity().prop_map(Instead::Quantity),
        length().prop_map(|n| Instead::Within(at(n))),
    ]);
    let exception =
        (0..3_u8, ident(), expression(), instead).prop_map(|(kind, name, condition, instead)| Exception {
            label: (kind == 1).then(|| name.clone()),
            to: (kind == 2).then_some(name),
            condition,
            instead,
        });
    let for_each = of((ident(), of(decl()), of(expression())).prop_map(|(kind, called, filter)| ForEach {
        kind,
        called,
        filter,
    }));
    let nothing = || expr(ExprKind::Name(String::new()));
    let follow = of(length().prop_map(move |n| TimeLimit::WithinAfter(at(n), nothing())));
    prop_oneof![
        (ident(), of(expression()), for_each).prop_map(|(kind, filter, for_each)| NormClause::Each(Bearer {
            kind,
            filter,
            for_each
        })),
        expression().prop_map(NormClause::OwnCalendar),
        selection(expression()).prop_map(NormClause::When),
        duty().prop_map(NormClause::Must),
        frequency().prop_map(NormClause::Every),
        time().prop_map(NormClause::Time),
        vec(exception, 1..3).prop_map(NormClause::Except),
        length().prop_map(|n| NormClause::Late(at(n))),
        expression().prop_map(NormClause::Stops),
        ident().prop_map(NormClause::Replaces),
        (date(), of(date())).prop_map(|(from, until)| NormClause::InForce(Some(at(from)), until.map(at))),
        date().prop_map(|until| NormClause::InForce(None, Some(at(until)))),
        (length(), selection(expression()), of(1_u32..4)).prop_map(|(n, when, most)| NormClause::Extended(
            at(n),
            when,
            most.map(at)
        )),
        (duty(), follow).prop_map(|(duty, limit)| NormClause::Otherwise(duty, limit)),
        readings().prop_map(NormClause::Reading),
        vec(
            prop_oneof![
                (rank, expression()).prop_map(|(rank, who)| Answerable { rank: Some(rank), who }),
                ident().prop_map(|who| Answerable { rank: None, who: expr(ExprKind::Name(who.node)) }),
            ],
            1..3,
        )
        .prop_map(NormClause::Answerable),
        text().prop_map(|t| NormClause::Note(at(t))),
    ]
}

fn decl() -> impl Strategy<Value = NameDecl> {
    (ident(), of(ident()), vec(ident(), 0..3)).prop_map(|(name, alias, also)| NameDecl { name, alias, also })
}

fn ty() -> impl Strategy<Value = TypeExpr> {
    use TypeExpr::*;
    let simple = prop_oneof![
        select(vec![Bool, Integer, Decimal, Text, Date, DateTime, Duration, AnyEntity, Role]),
        word().prop_map(Named),
    ];
    simple.prop_recursive(2, 3, 1, |inner| inner.prop_map(|ty| Set(Box::new(at(ty)))))
}

fn fields() -> impl Strategy<Value = Vec<Spanned<FieldDecl>>> {
    let field =
        (decl(), ty(), any::<[bool; 3]>(), of(ident())).prop_map(|(name, ty, flags, from_role)| FieldDecl {
            name,
            ty: at(ty),
            private: flags[0],
            optional: flags[1],
            non_negative: flags[2],
            from_role,
        });
    vec(field.prop_map(at), 0..3)
}

fn given() -> impl Strategy<Value = Given> {
    let moments = ["2016", "2016-04", "2016-04-20", "2016-12-01 14:30", "2016-01-02 08:05:09"];
    let value = prop_oneof![leaf(), vec(leaf(), 2..4).prop_map(|parts| expr(ExprKind::List(parts))),];
    (select(moments.to_vec()), ident(), vec((ident(), value), 0..3))
        .prop_map(|(moment, kind, fields)| Given { at: at(moment.to_owned()), kind, fields })
}

fn expectation() -> impl Strategy<Value = Expectation> {
    use Verdict::*;
    let verdict = of(select(vec![Fulfilled, Late, Open, Breached, Excused, NotApplicable, Undetermined]));
    let when = of(prop_oneof![
        text().prop_map(ExpectWhen::Label),
        date().prop_map(ExpectWhen::Date),
        ident().prop_map(|id| ExpectWhen::Record(id.node)),
    ]);
    let ids = || vec(ident(), 0..3);
    (of(ident()), ident(), when, verdict, of(number()), of(date()), ids(), ids()).prop_map(
        |(norm, bearer, when, verdict, short_by, due, counted, answers)| Expectation {
            norm,
            bearer,
            when: when.map(at),
            verdict,
            short_by,
            due: due.map(at),
            counted,
            answers,
        },
    )
}

fn scenario() -> impl Strategy<Value = Test> {
    let clause = prop_oneof![
        vec(given().prop_map(at), 0..4).prop_map(TestClause::Given),
        (date(), date(), vec(ident(), 0..3)).prop_map(|(a, b, kinds)| TestClause::Covers(
            at(a),
            at(b),
            kinds
        )),
        date().prop_map(|d| TestClause::AsOf(at(d))),
        date().prop_map(|d| TestClause::KnownAt(at(d))),
        vec((ident(), leaf()), 1..3).prop_map(TestClause::With),
        vec(expectation().prop_map(at), 1..4).prop_map(TestClause::Expect),
        vec(text().prop_map(at), 1..3).prop_map(TestClause::Background),
        of(text().prop_map(at)).prop_map(TestClause::Case),
    ];
    (text(), vec(ident(), 0..3), vec(clause.prop_map(at), 0..5)).prop_map(|(title, norms, clauses)| Test {
        title: at(title),
        norms,
        clauses,
    })
}

fn cited() -> impl Strategy<Value = ClauseRef> {
    ("[A-Z][0-9]", "c[0-9]")
        .prop_map(|(article, clause)| ClauseRef { article: at(article), clause: at(clause) })
}

fn item() -> impl Strategy<Value = Item> {
    let note = || of(text().prop_map(at));
    let entry =
        (calendar(), of((text(), of(text()))), date(), of(date())).prop_map(|(kind, label, from, to)| {
            let (label, alias) =
                label.map_or((None, None), |(label, alias)| (Some(at(label)), alias.map(at)));
            CalendarEntry { kind, label, alias, from: at(from), to: to.map(at) }
        });
    let standing = prop_oneof![
        Just(Standing::Encoded),
        Just(Standing::Proxy),
        vec(ident(), 1..3).prop_map(Standing::NeedsParameter),
        text().prop_map(|t| Standing::NotCheckable(at(t))),
    ];
    let source_clause = (ident(), text(), standing)
        .prop_map(|(id, phrase, standing)| at(Clause { id, phrase: at(phrase), standing }));
    prop_oneof![
        6 => (decl(), note(), vec(clause().prop_map(at), 0..6))
            .prop_map(|(name, title, clauses)| Item::Norm(Box::new(Norm { name, title, clauses, incomplete: false }))),
        3 => scenario().prop_map(|test| Item::Test(Box::new(test))),
        2 => (ident(), turning(), of(effect()), of(vec(cited(), 1..3).prop_map(at)), vec((ident(), leaf()), 0..3))
            .prop_map(|(event, when, effective, cites, fields)| Item::Deem(Deem { event, when, effective, cites, fields })),
        1 => (decl(), ident(), 1_u32..9, unit(), of(date().prop_map(at)), leaf(), expression()).prop_map(
            |(name, of, count, unit, from, initially, value)| {
                let (count, unit) = (at(count), at(unit));
                Item::Account(Account { name, of, count, unit, from, initially, value })
            }
        ),
        2 => (decl(), ty(), vec(row().prop_map(at), 0..4))
            .prop_map(|(name, ty, rows)| Item::Table(Table { name, by: at(ty), rows })),
        2 => (decl(), of(ty().prop_map(at)), expression())
            .prop_map(|(name, ty, value)| Item::Define(Define { name, ty, value })),
        1 => (decl(), ty(), of(leaf()), note())
            .prop_map(|(name, ty, default, note)| Item::Parameter(Parameter { name, ty: at(ty), default, note })),
        1 => (ident(), note(), vec(source_clause, 0..4))
            .prop_map(|(article, title, clauses)| Item::Source(Source { article, title, clauses })),
        1 => (decl(), of(ident()), any::<bool>(), fields())
            .prop_map(|(name, parent, unregistered, fields)| Item::Entity(Entity { name, parent, unregistered, fields })),
        1 => (decl(), vec(decl(), 1..7)).prop_map(|(name, variants)| Item::Enum(Enumeration { name, variants })),
        1 => (decl(), fields(), of(expression()), any::<[bool; 3]>()).prop_map(|(name, fields, evidence, flags)| {
            Item::Event(Event {
                name,
                fields,
                evidence,
                no_content: flags[0],
                planned: flags[1],
                judgement: flags[2],
                flags_at: Default::default(),
            })
        }),
        1 => (decl(), ident(), decl(), decl(), fields())
            .prop_map(|(name, of, start, end, fields)| Item::State(State { name, of, start, end, fields })),
        1 => (decl(), ident(), any::<bool>(), fields())
            .prop_map(|(name, unit, single, fields)| Item::Role(Role { name, unit, single, fields })),
        1 => (decl(), of(expression()), vec(entry.prop_map(at), 0..4))
            .prop_map(|(name, only_for, entries)| Item::Calendar(Calendar { name, only_for, entries })),
        1 => readings().prop_map(Item::Interpretation),
        1 => text().prop_map(|path| Item::Use(at(path))),
        1 => (decl(), of(text()), date(), text(), vec(ident(), 1..4)).prop_map(|(name, title, from, amends, repeals)| {
            let attributes =
                [PolicyAttribute::InForceFrom(from), PolicyAttribute::Amends(amends), PolicyAttribute::Repeals(repeals)];
            Item::Policy(Policy { name, title: title.map(at), attributes: attributes.into_iter().map(at).collect() })
        }),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same(items in vec(item(), 1..4)) {
        for lang in [Lang::Zh, Lang::En] {
            let file = File { lang, items: items.iter().cloned().map(at).collect(), comments: Vec::new(), beneath: 0, others: Vec::new(), lost: Vec::new() };
            let text = format(&file);
            let parsed = parse(FileId(0), &text);
            let problems: Vec<_> = parsed.diagnostics.iter().map(|d| (d.span.start, d.message.render(Lang::En))).collect();
            prop_assert!(problems.is_empty(), "{problems:?}\n{text}");
            prop_assert_eq!(&parsed.file, &file, "{}", text);
            prop_assert_eq!(format(&parsed.file), text);
        }
    }
}
