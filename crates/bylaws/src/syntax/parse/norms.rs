//! Norms: each clause under its head, and the interpretation choices.

use super::literals::measure_word;
use super::{Builder, Node, Rule, bounds};
use crate::diagnostic::{Diagnostic, Lang, Message};
use crate::log::Unit;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Answerable, Bearer, Choice, ClauseRef, Counter, DayOff, Duty, Exception, Expr, ExprKind, ForEach,
    Fortnight, Generally, HavePart, Ident, Instead, Modality, NormClause, OfWhich, OneEvent, PartialPeriod,
    Quantity, QuantityWord, Rank, Reading, Requirement, SameDay, Selection, SeveralUnits, StartDay,
    Straddling, TimeLimit, VacationRule, WhoCounts, YearRule,
};

const NOTHING: ExprKind = ExprKind::Broken;

impl Builder {
    pub(super) fn norm_clause(&mut self, node: Node<'_>) -> Option<Spanned<NormClause>> {
        let inner = if node.as_rule() == Rule::norm_clause { node.into_inner().next()? } else { node };
        let span = self.span(&inner);
        let clause = match inner.as_rule() {
            Rule::cites => NormClause::Cites(self.cited(inner).node),
            Rule::each => {
                let for_each = inner.clone().into_inner().find(|n| n.as_rule() == Rule::for_each);
                let for_each = for_each.map(|node| {
                    let called = node.clone().into_inner().find(|n| n.as_rule() == Rule::called);
                    let called = called.and_then(|n| n.into_inner().next()).map(|n| self.name_decl(n));
                    let Selection { kind, filter, .. } = self.selection(node);
                    ForEach { kind, called, filter: filter.map(|f| *f) }
                });
                let Selection { kind, filter, .. } = self.selection(inner);
                NormClause::Each(Bearer { kind, filter: filter.map(|f| *f), for_each })
            }
            Rule::own_calendar => NormClause::OwnCalendar(self.operand(inner.into_inner().next()?)),
            Rule::when => NormClause::When(self.selection(inner.into_inner().next()?)),
            Rule::must => NormClause::Must(self.duty(inner)?),
            Rule::every => NormClause::Every(self.every(inner)),
            Rule::rolling => NormClause::Every(self.rolling(inner, false)),
            Rule::gap => NormClause::Every(self.rolling(inner, true)),
            Rule::time_clause => NormClause::Time(self.time_limit(inner.into_inner().next()?)?),
            Rule::except => NormClause::Except(inner.into_inner().map(|n| self.exception(n)).collect()),
            Rule::version => {
                let (mut from, mut until) = (None, None);
                for part in inner.into_inner() {
                    match part.as_rule() {
                        Rule::date => from = Some(Spanned::new(self.date(&part), self.span(&part))),
                        Rule::until => {
                            until =
                                part.into_inner().next().map(|n| Spanned::new(self.date(&n), self.span(&n)));
                        }
                        _ => {}
                    }
                }
                NormClause::InForce(from, until)
            }
            Rule::replaces => NormClause::Replaces(self.ident(&inner.into_inner().next()?)),
            Rule::stops => NormClause::Stops(*self.inner_expr(inner)),
            Rule::extended => {
                let (mut length, mut when, mut at_most) = (None, None, None);
                for part in inner.into_inner() {
                    match part.as_rule() {
                        Rule::length => {
                            length = Some(Spanned::new(self.length(part.clone()), self.span(&part)))
                        }
                        Rule::selection => when = Some(self.selection(part)),
                        Rule::so_often => {
                            let number = part.into_inner().next()?;
                            at_most = Some(Spanned::new(self.small(&number), self.span(&number)));
                        }
                        _ => {}
                    }
                }
                NormClause::Extended(length?, when?, at_most)
            }
            Rule::late => NormClause::Late(self.spanned_length(inner)),
            Rule::otherwise => self.otherwise(inner)?,
            Rule::reading_clause => {
                NormClause::Reading(inner.into_inner().filter_map(|n| self.reading(n)).collect())
            }
            Rule::answerable => {
                NormClause::Answerable(inner.into_inner().filter_map(|n| self.answer_line(n)).collect())
            }
            Rule::note => NormClause::Note(inner.into_inner().next().map(|n| self.text(&n))?),
            _ => return None,
        };
        Some(Spanned::new(clause, span))
    }

    /// The clauses that something is on.
    pub(super) fn cited(&self, node: Node<'_>) -> Spanned<Vec<ClauseRef>> {
        let span = self.span(&node);
        Spanned::new(node.into_inner().map(|n| self.clause_ref(n)).collect(), span)
    }

    fn clause_ref(&self, node: Node<'_>) -> ClauseRef {
        let mut parts = node.into_inner().map(|n| self.ident(&n));
        ClauseRef { article: parts.next().unwrap_or_default(), clause: parts.next().unwrap_or_default() }
    }

    fn spanned_length(&mut self, node: Node<'_>) -> Spanned<(u32, Unit)> {
        match node.into_inner().find(|n| n.as_rule() == Rule::length) {
            Some(length) => {
                let span = self.span(&length);
                Spanned::new(self.length(length), span)
            }
            None => Spanned::new((1, Unit::Day), crate::source::Span::default()),
        }
    }

    fn duty(&mut self, node: Node<'_>) -> Option<Duty> {
        let mut modality: Option<Spanned<Modality>> = None;
        let mut requirement = None;
        let before = self.diagnostics.len();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::modality => modality = Some(self.spanned(&part, modality_of(part.as_str()))),
                Rule::satisfy => {
                    let inner = part.into_inner().next();
                    let count = inner.as_ref().map_or(0, |inner| chains(inner).count());
                    let condition = inner.map(|n| self.expr(n));
                    if let Some(condition) = condition.as_ref().filter(|_| is_forbidden(&modality)) {
                        self.forbidden_together(condition, count);
                    }
                    requirement = condition.map(Requirement::Satisfy);
                }
                Rule::keep_marked | Rule::keep_plain => {
                    let is_marked = part.as_rule() == Rule::keep_marked;
                    let inner = part.into_inner().next();
                    let asks_itself = is_marked || inner.as_ref().is_some_and(asks_whether);
                    let count = inner.as_ref().map_or(0, |inner| chains(inner).count());
                    let condition = inner.map(|n| self.expr(n));
                    let forbids = is_forbidden(&modality);
                    if let Some(condition) = condition.as_ref().filter(|_| forbids) {
                        self.forbidden_together(condition, count);
                    }
                    requirement = condition.map(|condition| match one_of_records(&condition) {
                        Some(records) if !asks_itself => any_of(records, forbids),
                        _ => Requirement::Keep(condition),
                    });
                }
                Rule::have => requirement = Some(Requirement::Have(self.have(part))),
                Rule::alternatives => {
                    let each = part.into_inner().map(|have| self.have(have));
                    requirement = Some(Requirement::Any(each.collect()));
                }
                _ => {}
            }
        }
        let modality = modality?;
        if modality.node == Modality::MustNot {
            self.diagnostics.iter_mut().skip(before).for_each(bounds::forbidden);
        }
        Some(Duty { modality, requirement: requirement? })
    }

    fn have(&mut self, node: Node<'_>) -> Vec<HavePart> {
        node.into_inner().map(|part| self.have_part(part)).collect()
    }

    fn have_part(&mut self, node: Node<'_>) -> HavePart {
        let mut out =
            HavePart { quantity: None, what: Selection::default(), total_of: None, of_which: Vec::new() };
        let parts = node.into_inner().flat_map(|part| match part.as_rule() {
            Rule::totalling => part.into_inner().collect::<Vec<_>>(),
            _ => vec![part],
        });
        for part in parts.collect::<Vec<_>>() {
            match part.as_rule() {
                Rule::selection => out.what = self.selection(part),
                Rule::name if out.what.kind.node.is_empty() => out.what.kind = self.ident(&part),
                Rule::name => out.total_of = Some(self.ident(&part)),
                Rule::measured => {
                    let mut names = part.into_inner().map(|n| self.ident(&n));
                    out.what.kind = names.next().unwrap_or_default();
                    out.total_of = names.next();
                }
                Rule::filter => out.what.filter = self.filter(part).map(Box::new),
                Rule::quantity => out.quantity = Some(self.quantity(part)),
                Rule::of_which => out.of_which.extend(self.of_which(part)),
                _ => {}
            }
        }
        out
    }

    fn of_which(&mut self, node: Node<'_>) -> Option<OfWhich> {
        let mut quantity = None;
        let mut filter = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::quantity => quantity = Some(self.quantity(part)),
                Rule::bare_part => quantity = Some(self.bare_quantity(&part)),
                Rule::filter => filter = self.filter(part),
                _ => {}
            }
        }
        Some(OfWhich { quantity: quantity?, filter: filter? })
    }

    pub(super) fn quantity(&mut self, node: Node<'_>) -> Quantity {
        let span = self.span(&node);
        let mut word = Spanned::new(QuantityWord::Between, span);
        let mut numbers: Vec<Expr> = Vec::new();
        let counter = Counter(measure_word(node.as_str()));
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::quantity_word => word = self.spanned(&part, quantity_word(part.as_str())),
                Rule::amount => numbers.extend(self.amount(part)),
                Rule::bounded_number => {
                    if let Some(quantity) = self.bounded_number(part) {
                        return quantity;
                    }
                }
                Rule::bare_number => return self.bare_quantity(&part),
                Rule::between_qty => {
                    for end in part.into_inner() {
                        match end.as_rule() {
                            Rule::amount => numbers.extend(self.amount(end)),
                            Rule::expr => numbers.push(self.expr(end)),
                            _ => numbers.push(Expr {
                                kind: ExprKind::Number(self.number(&end)),
                                span: self.span(&end),
                            }),
                        }
                    }
                }
                _ => {}
            }
        }
        let mut numbers = numbers.into_iter();
        let number = Box::new(numbers.next().unwrap_or(Expr { kind: NOTHING, span }));
        Quantity { word, number, upper: numbers.next().map(Box::new), counter }
    }

    // Once at least, so that what follows can be read.
    fn bare_quantity(&mut self, node: &Node<'_>) -> Quantity {
        self.bare_number(node);
        let span = self.span(node);
        let one = Expr { kind: ExprKind::Number(crate::log::Exact::ONE), span };
        let counter = Counter(measure_word(node.as_str()));
        Quantity {
            word: Spanned::new(QuantityWord::AtLeast, span),
            number: Box::new(one),
            upper: None,
            counter,
        }
    }

    fn amount(&mut self, node: Node<'_>) -> Option<Expr> {
        let inner = node.into_inner().next()?;
        let span = self.span(&inner);
        Some(match inner.as_rule() {
            Rule::number | Rule::number_word | Rule::times_word => {
                Expr { kind: ExprKind::Number(self.number(&inner)), span }
            }
            Rule::expr => self.expr(inner),
            _ => Expr { kind: ExprKind::Name(self.ident(&inner).node), span },
        })
    }

    fn exception(&mut self, node: Node<'_>) -> Exception {
        let span = self.span(&node);
        let condition = Expr { kind: NOTHING, span };
        let mut out = Exception { label: None, to: None, condition, instead: None };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::exception_label => out.label = part.into_inner().next().map(|n| self.ident(&n)),
                Rule::takes_back => out.to = part.into_inner().next().map(|n| self.ident(&n)),
                Rule::expr => {
                    let by_commas = chains(&part).count() > 1;
                    out.condition = self.expr(part);
                    self.several_states(&mut out.condition, by_commas);
                }
                Rule::instead => out.instead = part.into_inner().find_map(|n| self.instead(n)),
                _ => {}
            }
        }
        out
    }

    // 除外：停课期间，寒暑假: states side by side, of which either is meant to be enough. 并且 says what it means.
    fn several_states(&mut self, condition: &mut Expr, by_commas: bool) {
        let (parts, is_list) = match &condition.kind {
            ExprKind::And(parts) if by_commas => (parts, false),
            ExprKind::List(parts) => (parts, true),
            _ => return,
        };
        let [first, second, others @ ..] = parts.as_slice() else { return };
        if !parts.iter().all(Expr::holds_by_itself) {
            return;
        }
        let between = Span { start: first.span.end, end: second.span.start, ..first.span };
        let mark = if self.lang == Lang::Zh { "；" } else { ";" };
        let problem = if is_list {
            let found = if self.lang == Lang::Zh { "、" } else { "&" };
            let problem = Diagnostic::error("B0127", between).with("found", found).with("name", mark);
            problem.help(Message::new("help.write").with("words", mark))
        } else {
            Diagnostic::warning("B0726", between)
        };
        // Of several marks each would have to be another one.
        let edit = if self.lang == Lang::Zh { mark.to_owned() } else { format!("{mark} ") };
        self.report(if others.is_empty() { problem.fix(between, edit) } else { problem });
        if is_list {
            condition.kind = ExprKind::Or(parts.clone());
        }
    }

    // 不得：满足（甲，乙） forbids that both hold; whoever lists what must not be may mean each of them.
    fn forbidden_together(&mut self, condition: &Expr, by_commas: usize) {
        let ExprKind::And(parts) = &condition.kind else { return };
        // 并且 says what it means.
        if parts.len() != by_commas {
            return;
        }
        let [first, second, others @ ..] = parts.as_slice() else { return };
        let between = Span { start: first.span.end, end: second.span.start, ..first.span };
        let either = if self.lang == Lang::Zh { "或者" } else { " or " };
        let problem = Diagnostic::warning("B0732", between);
        // More than a comma between them are brackets, or a remark, which an edit must not take.
        let is_comma = match self.lang {
            Lang::Zh => between.end - between.start == '，'.len_utf8() as u32,
            Lang::En => between.end - between.start <= 2,
        };
        let may_be_mended = others.is_empty() && is_comma;
        self.report(if may_be_mended { problem.fix(between, either) } else { problem });
    }

    fn instead(&mut self, node: Node<'_>) -> Option<Instead> {
        match node.as_rule() {
            Rule::quantity => Some(Instead::Quantity(self.quantity(node))),
            Rule::within_length => Some(Instead::Within(self.spanned_length(node))),
            _ => None,
        }
    }

    fn otherwise(&mut self, node: Node<'_>) -> Option<NormClause> {
        let mut duty = None;
        let mut limit = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::must => duty = self.duty(part),
                Rule::follow_limit => {
                    let length = self.spanned_length(part);
                    let span = length.span;
                    // The instant it runs from is the breach itself, which has no name in the text.
                    limit = Some(TimeLimit::WithinAfter(
                        length,
                        Expr { kind: ExprKind::Name(String::new()), span },
                    ));
                }
                _ => {}
            }
        }
        Some(NormClause::Otherwise(duty?, limit))
    }

    fn answer_line(&mut self, node: Node<'_>) -> Option<Answerable> {
        let mut rank = None;
        let mut who = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::rank => rank = Some(self.spanned(&part, rank_of(part.as_str()))),
                Rule::operand => who = Some(self.operand(part)),
                Rule::unranked => {
                    let name = self.ident(&part.into_inner().next()?);
                    who = Some(Expr { kind: ExprKind::Name(name.node), span: name.span });
                }
                _ => {}
            }
        }
        Some(Answerable { rank, who: who? })
    }

    pub(super) fn reading(&mut self, node: Node<'_>) -> Option<Reading> {
        let span = self.spanned(&node, ());
        let inner = node.into_inner().next()?;
        let rule = inner.as_rule();
        let option = inner.into_inner().next()?;
        let words: String = option.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let first = |options: &[(&str, &str)]| {
            options.iter().position(|(en, zh)| words == *en || words == *zh).unwrap_or(0)
        };
        let choice = match rule {
            Rule::fortnight => Choice::Fortnight(match option.as_rule() {
                Rule::iso_weeks => Fortnight::IsoWeeks,
                Rule::rolling_weeks => Fortnight::Rolling,
                Rule::from_date => Fortnight::From(option.into_inner().next().map(|n| self.date(&n))?),
                _ => Fortnight::TeachingWeeks,
            }),
            Rule::partial_period => {
                let options = [
                    ("skipped", "不计"),
                    ("prorated", "按比例"),
                    ("prorated up", "按比例进一"),
                    ("prorated down", "按比例舍去"),
                    ("in full", "按整期"),
                ];
                let all = [
                    PartialPeriod::Skip,
                    PartialPeriod::Prorate,
                    PartialPeriod::ProrateUp,
                    PartialPeriod::ProrateDown,
                    PartialPeriod::Full,
                ];
                Choice::PartialPeriod(*all.get(first(&options))?)
            }
            Rule::vacation_rule => {
                let options = [("waived", "免除"), ("stops the clock", "顺延"), ("continues", "照常")];
                Choice::Vacation(
                    *[VacationRule::Waive, VacationRule::Stop, VacationRule::Continue]
                        .get(first(&options))?,
                )
            }
            Rule::who_counts => {
                let options = [
                    ("by days", "按在册天数"),
                    ("in scope the whole period", "全期在册"),
                    ("in scope at its end", "期末在册"),
                    ("in scope on any day", "期内在册"),
                    ("in scope for half of it", "在册过半"),
                ];
                let all = [
                    WhoCounts::ByDays,
                    WhoCounts::Whole,
                    WhoCounts::AtEnd,
                    WhoCounts::AnyDay,
                    WhoCounts::Half,
                ];
                Choice::WhoCounts(*all.get(first(&options))?)
            }
            Rule::year_rule => Choice::Year(match option.as_rule() {
                Rule::label_year => {
                    YearRule::Label { closes_after: option.into_inner().next().map(|n| self.small(&n))? }
                }
                _ if words.contains("academic") || words == "按学年" => YearRule::Academic,
                _ => YearRule::Calendar,
            }),
            Rule::same_day => {
                let options = [("undetermined", "待定"), ("in favour", "从宽"), ("strict", "从严")];
                Choice::SameDay(
                    *[SameDay::Undetermined, SameDay::Favour, SameDay::Strict].get(first(&options))?,
                )
            }
            Rule::start_day => Choice::StartDay(
                *[StartDay::Excluded, StartDay::Included]
                    .get(first(&[("excluded", "不计首日"), ("included", "计入首日")]))?,
            ),
            Rule::day_off => Choice::DayOff(
                *[DayOff::Stays, DayOff::Moves].get(first(&[("stays", "不顺延"), ("moves", "顺延")]))?,
            ),
            Rule::one_event => Choice::OneEvent(
                *[OneEvent::Shared, OneEvent::Exclusive]
                    .get(first(&[("shared", "允许"), ("exclusive", "不允许")]))?,
            ),
            Rule::generally_rule => {
                let options = [("with reason", "须有理由"), ("without reason", "不须理由")];
                Choice::Generally(*[Generally::ReasonRequired, Generally::ReasonFree].get(first(&options))?)
            }
            Rule::several_units => {
                let options = [("by wording", "按条文"), ("together", "合并计"), ("apart", "分单位计")];
                let all = [SeveralUnits::ByWording, SeveralUnits::Together, SeveralUnits::Apart];
                Choice::SeveralUnits(*all.get(first(&options))?)
            }
            Rule::straddling => {
                let options = [("by start", "从旧"), ("by end", "从新"), ("cut", "分段")];
                let all = [Straddling::ByStart, Straddling::ByEnd, Straddling::Cut];
                Choice::Straddling(*all.get(first(&options))?)
            }
            _ => return None,
        };
        Some(Reading { span, choice })
    }
}

fn modality_of(words: &str) -> Modality {
    let plain: String =
        words.trim_end_matches([':', '：', ' ', '\u{3000}']).split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.as_str() {
        "must not" | "不得" => Modality::MustNot,
        "generally must" | "一般应当" => Modality::GenerallyMust,
        "should" | "提倡" => Modality::Should,
        "may" | "可以" => Modality::May,
        _ => Modality::Must,
    }
}

// What commas set apart in a condition.
fn chains<'n>(condition: &Node<'n>) -> impl Iterator<Item = Node<'n>> {
    condition.clone().into_inner().filter(|part| part.as_rule() == Rule::chain)
}

fn is_forbidden(modality: &Option<Spanned<Modality>>) -> bool {
    modality.as_ref().is_some_and(|one| one.node == Modality::MustNot)
}

// Whether it is asked for something whether it is there: 存在登记（…）或者存在面谈（…）.
fn asks_whether(condition: &Node<'_>) -> bool {
    let operands =
        chains(condition).flat_map(Node::into_inner).filter(|part| part.as_rule() == Rule::operand);
    let mut first = operands.filter_map(|operand| operand.into_inner().next());
    first.any(|primary| primary.as_rule() == Rule::exists_expr)
}

// 登记（…）或者面谈（…）: several records with their conditions, which no condition of its own would be.
fn one_of_records(condition: &Expr) -> Option<Vec<Selection>> {
    let ExprKind::Or(parts) = &condition.kind else { return None };
    let records: Option<Vec<Selection>> = parts
        .iter()
        .map(|part| match &part.kind {
            ExprKind::Exists(selection) => Some(selection.clone()),
            ExprKind::Name(name) => {
                let kind = Ident::new(name.clone(), part.span);
                Some(Selection { outcome: None, kind, filter: None })
            }
            _ => None,
        })
        .collect();
    records.filter(|records| records.iter().any(|one| one.filter.is_some()))
}

// Any of them will do; of what is forbidden none may be.
fn any_of(records: Vec<Selection>, forbids: bool) -> Requirement {
    let parts = records.into_iter().map(|what| HavePart {
        quantity: None,
        what,
        total_of: None,
        of_which: Vec::new(),
    });
    match forbids {
        true => Requirement::Have(parts.collect()),
        false => Requirement::Any(parts.map(|part| vec![part]).collect()),
    }
}

fn quantity_word(words: &str) -> QuantityWord {
    let plain: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.as_str() {
        "exactly" | "恰好" | "正好" | "刚好" | "等于" => QuantityWord::Exactly,
        other => bounds::bound(other).unwrap_or(QuantityWord::AtLeast),
    }
}

fn rank_of(words: &str) -> Rank {
    match words.trim() {
        "direct" | "直接责任人" => Rank::Direct,
        "concrete" | "具体责任人" => Rank::Concrete,
        "scope" | "分工责任人" => Rank::Scope,
        "assisting" | "协同责任人" => Rank::Assisting,
        _ => Rank::First,
    }
}
