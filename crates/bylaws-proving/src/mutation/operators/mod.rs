//! Slips of the pen: all the ways in which a norm may say a little less, a little more or something else.

mod deems;
mod expressions;
mod readings;
mod tables;
mod times;
mod words;

use super::neighbours::{Changed, changed, lengths, one_off};
use super::title::without_exception;
use super::turns::{Count, On};
use super::walk::{self, Clause, Spot};
use super::{Kind, Mutant, OfException};
use crate::said::{Said, length};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{BearerKind, Expr, From, Instead, Norm, OfWhich, Part, Requirement};
use bylaws::log::{Length, Name, Value};
use bylaws::plan::visit;

/// A slip before it is made.
pub(super) struct Slip {
    pub kind: Kind,
    pub change: Said,
    pub shows: Said,
    pub on: On,
    pub among: Option<Said>,
    pub of_exception: Option<OfException>,
}

impl Slip {
    pub(super) fn new(kind: Kind, change: Said, shows: Said, on: On) -> Self {
        Self { kind, change, shows, on, among: None, of_exception: None }
    }

    /// One that is noticed by what a scenario shows of an exception.
    fn of(self, of_exception: Option<OfException>) -> Self {
        Self { of_exception, ..self }
    }

    /// One that is noticed where something else is so besides.
    fn among(self, among: Option<Said>) -> Self {
        let shows = match &among {
            Some(Said { zh, en }) => {
                Said::new(format!("{zh}{}", self.shows.zh), format!("{en}{}", self.shows.en))
            }
            None => self.shows,
        };
        Self { shows, among, ..self }
    }
}

/// Makes the slips of one norm.
pub(super) struct Slips<'p> {
    pub policy: &'p CheckedPolicy,
    /// As it is.
    pub original: &'p Norm,
    /// As it is written.
    pub norm: &'p Norm,
    pub out: Vec<Mutant>,
}

impl Slips<'_> {
    // A slip that whatever log notices it shows.
    fn push(&mut self, kind: Kind, change: Said, shows: Said, alter: impl FnOnce(&mut Norm)) {
        self.put(Slip::new(kind, change, shows, On::Itself), alter);
    }

    fn put(&mut self, slip: Slip, alter: impl FnOnce(&mut Norm)) {
        let Slip { kind, change, shows, on, among, of_exception } = slip;
        let mut norm = self.norm.clone();
        alter(&mut norm);
        if norm.has_limits_apart() {
            norm.requirement.limits_apart();
        }
        if norm != *self.original && !self.out.iter().any(|other| other.norm == norm) {
            self.out.push(Mutant {
                kind,
                change,
                shows,
                norm,
                table: None,
                deem: None,
                on,
                among,
                of_exception,
            });
        }
    }

    pub(super) fn all(&mut self) {
        self.quantities();
        self.parts();
        self.filters();
        self.expressions();
        self.tables();
        self.deems();
        self.exceptions();
        self.time();
        self.limits();
        self.readings();
        self.roles();
    }

    fn quantities(&mut self) {
        let mut all = Vec::new();
        walk::quantities(&mut self.norm.clone(), &mut |q| all.push(q.clone()));
        let labels = self.counted();
        let ways = self.ways();
        for (index, (quantity, (of, exception))) in all.iter().zip(&labels).enumerate() {
            let among = match (exception, ways.get(index)) {
                (Some(exception), _) => Some(self.applying(*exception)),
                // Where one way is not gone another one may be.
                (None, Some(way)) => Some(Said::new(format!("按办法{way}："), format!("by way {way}: "))),
                (None, None) => None,
            };
            for Changed { kind, change, shows, limit, low, quantity: other } in
                changed(self.policy, quantity, of)
            {
                let exact = quantity.low == quantity.high;
                let on = On::Number(Count { of: of.clone(), limit, low, exact, at: index });
                let slip = Slip::new(kind, change, shows, on).among(among.clone());
                self.put(slip.of(exception.map(OfException::Applies)), |norm| {
                    let mut at = 0;
                    walk::quantities(norm, &mut |q| {
                        if at == index {
                            *q = other.clone();
                        }
                        at += 1;
                    });
                });
            }
        }
    }

    // Of a norm with several ways to meet it, that of each quantity.
    fn ways(&self) -> Vec<usize> {
        let Requirement::Any(ways) = &self.norm.requirement else { return Vec::new() };
        let quantities = |parts: &[Part]| parts.iter().map(|part| 1 + part.of_which.len()).sum();
        let each = ways.iter().enumerate();
        each.flat_map(|(at, parts)| std::iter::repeat_n(at + 1, quantities(parts))).collect()
    }

    // What each quantity counts, in the order of `walk::quantities`: by what its filter names, else by its type; with the
    // exception that asks for it.
    fn counted(&self) -> Vec<(Said, Option<usize>)> {
        let mut out = Vec::new();
        walk::parts(&mut self.norm.clone(), &mut |part| {
            let of =
                part.what.filter.as_ref().and_then(|f| self.named(f)).or_else(|| self.kind(&part.what.from));
            out.push((of.unwrap_or_else(|| Said::new("", "the number")), None));
            let among = |of: &OfWhich| (self.among(&of.filter, &part.what.from), None);
            out.extend(part.of_which.iter().map(among));
        });
        // What is asked for instead is asked of the only part.
        let only = out.first().map(|(of, _)| of.clone()).unwrap_or_else(|| Said::new("", "the number"));
        let exceptions = self.norm.exceptions.iter().enumerate();
        let instead = exceptions.filter(|(_, e)| matches!(e.instead, Some(Instead::Quantity(_))));
        out.extend(instead.map(|(index, _)| (only.clone(), Some(index))));
        out
    }

    // Before what is shown where an exception applies.
    fn applying(&self, index: usize) -> Said {
        let of = self.exception_called(index);
        Said::new(format!("{}适用时，", of.zh), format!("where {} applies, ", of.en))
    }

    // Those of which so many are asked for in particular.
    fn among(&self, filter: &Expr, from: &From) -> Said {
        let Said { zh, en } = self.words(filter, Some(from));
        Said::new(format!("其中符合“{zh}”的"), format!("those that meet `{en}`"))
    }

    fn kind(&self, from: &From) -> Option<Said> {
        let From::Event(kind) = from else { return None };
        self.policy.vocabulary.events.get_index(*kind).map(|(_, event)| shown(&event.name))
    }

    pub(super) fn name_of(&self, from: &From) -> Said {
        let vocabulary = &self.policy.vocabulary;
        let name = match from {
            From::Event(kind) => vocabulary.events.get_index(*kind).map(|(_, event)| &event.name),
            From::Role(role) => vocabulary.roles.get(role).map(|role| &role.name),
            From::State(state) => vocabulary.states.get(state).map(|state| &state.name),
            From::Entity(kind) => vocabulary.entities.get(kind).map(|kind| &kind.name),
        };
        name.map(shown).unwrap_or_else(|| Said::new("", ""))
    }

    // The one value of an enumeration that a condition asks for.
    fn named(&self, filter: &Expr) -> Option<Said> {
        let mut names = Vec::new();
        visit(filter, &mut |e| {
            if let Expr::Value(Value::Variant(name)) = e {
                let variants = self.policy.vocabulary.enums.values().flat_map(|e| e.variants.values());
                names.extend(variants.filter(|v| v.canonical == **name).take(1).map(shown));
            }
        });
        if names.len() == 1 { names.pop() } else { None }
    }

    fn parts(&mut self) {
        let count = match &self.norm.requirement {
            Requirement::Have(parts) => parts.len(),
            Requirement::Any(all) => all.len(),
            Requirement::Keep(_) | Requirement::Satisfy(_) => 0,
        };
        for index in (0..count).filter(|_| count > 1) {
            let number = index + 1;
            let change = Said::new(
                format!("去掉第{number}件所要求的事"),
                format!("part {number} of the requirement is dropped"),
            );
            let (shows, on) = match self.norm.requirement {
                Requirement::Any(_) => {
                    let (zh, en) =
                        (format!("只按办法{number}也算做到"), format!("way {number} alone is enough"));
                    (Said::new(zh, en), On::Met)
                }
                _ => {
                    let (zh, en) = (format!("第{number}件也要有"), format!("part {number} is needed too"));
                    (Said::new(zh, en), On::Broken)
                }
            };
            self.put(Slip::new(Kind::Part, change, shows, on), |norm| match &mut norm.requirement {
                Requirement::Have(parts) => drop(parts.remove(index)),
                Requirement::Any(all) => drop(all.remove(index)),
                Requirement::Keep(_) | Requirement::Satisfy(_) => {}
            });
        }
        for (index, (of, one)) in self.quotas().into_iter().enumerate() {
            let change =
                Said::new(format!("不再要求{}", of.zh), format!("nothing is asked of {} any more", of.en));
            let (shows, on) = one.unwrap_or((of, On::Broken));
            self.put(Slip::new(Kind::Part, change, shows, on), |norm| {
                let mut at = 0;
                walk::parts(norm, &mut |part| {
                    let here = index.checked_sub(at).filter(|i| *i < part.of_which.len());
                    at += part.of_which.len();
                    if let Some(i) = here {
                        part.of_which.remove(i);
                    }
                });
            });
        }
    }

    // Those of which some are asked for in particular, and what shows that: one too few of them, or one too many.
    fn quotas(&self) -> Vec<(Said, Option<(Said, On)>)> {
        let mut out = Vec::new();
        let mut at = 0;
        walk::parts(&mut self.norm.clone(), &mut |part| {
            at += 1;
            for OfWhich { quantity, filter, .. } in &part.of_which {
                let of = self.among(filter, &part.what.from);
                let is_less = |one: &Changed| one.quantity.low != quantity.low || quantity.low.is_none();
                let mut all = changed(self.policy, quantity, &of).into_iter();
                let one = all.find(|one| one.kind == Kind::Number && is_less(one)).map(|one| {
                    let exact = quantity.low == quantity.high;
                    let count = Count { of: of.clone(), limit: one.limit, low: one.low, exact, at };
                    (one.shows, On::Number(count))
                });
                out.push((of, one));
                at += 1;
            }
        });
        out
    }

    // A filter of one condition goes whole; of several, `expressions` drops each.
    fn filters(&mut self) {
        let single = |filter: &Option<Expr>| filter.clone().filter(|f| !matches!(f, Expr::And(_)));
        if let Some(filter) = self.norm.bearer.as_ref().and_then(|b| single(&b.filter)) {
            self.filter(&filter, &Spot { clause: Clause::Bearer, hand: None }, |norm| {
                norm.bearer.iter_mut().for_each(|b| b.filter = None);
            });
        }
        if let Some(filter) = self.norm.for_each.as_ref().and_then(|e| single(&e.filter)) {
            self.filter(&filter, &Spot { clause: Clause::ForEach, hand: None }, |norm| {
                norm.for_each.iter_mut().for_each(|e| e.filter = None);
            });
        }
        let mut all = Vec::new();
        walk::selections(&mut self.norm.clone(), &mut |s, clause| {
            let spot = Spot { clause, hand: Some(s.from.clone()) };
            all.push(single(&s.filter).map(|filter| (filter, spot)));
        });
        for (index, one) in all.iter().enumerate() {
            let Some((filter, spot)) = one else { continue };
            self.filter(filter, spot, |norm| {
                let mut at = 0;
                walk::selections(norm, &mut |s, _| {
                    if at == index {
                        s.filter = None;
                    }
                    at += 1;
                });
            });
        }
    }

    fn filter(&mut self, filter: &Expr, spot: &Spot, alter: impl FnOnce(&mut Norm)) {
        let (change, (shows, on)) = (self.dropped(filter, spot), self.without_it(filter, spot));
        self.put(Slip::new(Kind::Where, change, shows, on), alter);
    }

    fn exceptions(&mut self) {
        for (index, exception) in self.norm.exceptions.iter().enumerate() {
            let of = self.exception_called(index);
            let applies = Said::new(format!("{}适用时", of.zh), format!("where {} applies", of.en));
            let it_applies = Some(OfException::Applies(index));
            let change = Said::new(format!("去掉{}", of.zh), format!("{} is dropped", of.en));
            let slip = Slip::new(Kind::Exception, change, applies, On::Excused).of(it_applies);
            self.put(slip, |norm| without_exception(norm, index));
            if exception.instead.is_some() {
                let change = Said::new(
                    format!("{}不再改为别的要求，而是豁免", of.zh),
                    format!("{} excuses instead of asking for something else", of.en),
                );
                let due = Said::new("仍有所改的要求", "what it asks for instead is due");
                let slip =
                    Slip::new(Kind::Exception, change, due, On::Asked).among(Some(self.applying(index)));
                self.put(slip.of(it_applies), |norm| {
                    if let Some(exception) = norm.exceptions.get_mut(index) {
                        exception.instead = None;
                    }
                });
            }
            if let Some(Instead::Within(span)) = &exception.instead {
                for count in one_off(span.count) {
                    let (change, shows) = lengths(span.count, count, span.unit);
                    let other = Length { count, unit: span.unit };
                    let on = On::Length(length(span.count, span.unit));
                    let slip = Slip::new(Kind::Days, change, shows, on).among(Some(self.applying(index)));
                    self.put(slip.of(it_applies), |norm| {
                        if let Some(exception) = norm.exceptions.get_mut(index) {
                            exception.instead = Some(Instead::Within(other));
                        }
                    });
                }
            }
        }
    }

    fn roles(&mut self) {
        if let Some(BearerKind::Role(role)) = self.norm.bearer.as_ref().map(|b| &b.kind)
            && let Some((change, shows, other)) = self.other_role(role)
        {
            self.push(Kind::Role, change, shows, |norm| {
                norm.bearer.iter_mut().for_each(|bearer| bearer.kind = BearerKind::Role(other.clone()));
            });
        }
        self.posts();
        self.one_answers_no_more();
        if self.norm.answerable.len() > 1 {
            let change = Said::new("第一责任人换成下一位", "the first to answer gives place to the next");
            let shows = Said::new("排在首位的负责", "the first to answer is the first named");
            self.put(Slip::new(Kind::Role, change, shows, On::Answering), |norm| {
                // The ranks stay where they are: who answers is told in their order.
                if let [first, next, ..] = norm.answerable.as_mut_slice() {
                    std::mem::swap(&mut first.who, &mut next.who);
                    std::mem::swap(&mut first.role, &mut next.role);
                }
            });
        }
    }
}

impl Slips<'_> {
    // What is counted, or gives rise to a duty, is that somebody holds a post: another post.
    fn posts(&mut self) {
        let mut all = Vec::new();
        walk::selections(&mut self.norm.clone(), &mut |selection, _| all.push(selection.from.clone()));
        for (index, from) in all.iter().enumerate() {
            let From::Role(role) = from else { continue };
            let Some((change, shows, other)) = self.other_role(role) else { continue };
            self.push(Kind::Role, change, shows, |norm| {
                let mut at = 0;
                walk::selections(norm, &mut |selection, _| {
                    if at == index {
                        selection.from = From::Role(other.clone());
                    }
                    at += 1;
                });
            });
        }
    }

    // One of several who answer is forgotten.
    fn one_answers_no_more(&mut self) {
        let several = self.norm.answerable.iter().enumerate().filter(|_| self.norm.answerable.len() > 1);
        for (index, answer) in several {
            let name = shown(&answer.role);
            let change =
                Said::new(format!("“{}”不再负责", name.zh), format!("`{}` answers no more", name.en));
            let shows = Said::new(format!("由{}负责", name.zh), format!("`{}` answers", name.en));
            let slip = Slip::new(Kind::Role, change, shows, On::Answering);
            self.put(slip, |norm| drop(norm.answerable.remove(index)));
        }
    }
}

fn shown(name: &Name) -> Said {
    use bylaws::diagnostic::Lang;
    Said::new(name.shown(Lang::Zh), name.shown(Lang::En))
}
