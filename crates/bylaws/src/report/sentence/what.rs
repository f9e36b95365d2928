//! What is asked for.

use super::names::{Counted, plural};
use super::{Around, Wording, said};
use crate::check::policy::{
    CompareOp, Expr, Modality, OfWhich, Part, Quantity, Requirement, Selection, Slot, Time,
};
use crate::log::{Exact, Value};

impl Wording<'_> {
    /// What is to be had, or what is to hold.
    pub(super) fn required(&self) -> String {
        match &self.norm.requirement {
            Requirement::Have(parts) => self.parts(parts),
            Requirement::Any(all) => {
                let all: Vec<String> = all.iter().map(|parts| self.parts(parts)).collect();
                if self.norm.modality == Modality::MustNot {
                    let all = all.join(self.say("；", "; "));
                    return said!(
                        self,
                        "样样都有（只要没有其中一样即可）：{all}",
                        "have all of these, of which one left out is enough: {all}"
                    );
                }
                all.join(self.say("，或者", ", or have "))
            }
            Requirement::Keep(condition) => self.truth(self.as_written(condition), Around::default()),
            Requirement::Satisfy(condition) => {
                let hand = self.norm.trigger.as_ref().map(|trigger| &trigger.from);
                self.truth(self.as_written(condition), Around { hand, ..Around::default() })
            }
        }
    }

    // Of what is forbidden, that which must not be.
    fn as_written<'e>(&self, condition: &'e Expr) -> &'e Expr {
        match condition {
            Expr::Not(forbidden) if self.norm.modality == Modality::MustNot => forbidden,
            other => other,
        }
    }

    // In Chinese what is had begins with 有 or the like, in English with the thing.
    fn parts(&self, parts: &[Part]) -> String {
        if let Some(shared) = self.apiece(parts) {
            return shared;
        }
        let all: Vec<String> = parts.iter().map(|part| self.part(part)).collect();
        all.join(self.say("，并且", ", and "))
    }

    // Several things, each as often as the others.
    fn apiece(&self, parts: &[Part]) -> Option<String> {
        let first = parts.first().filter(|_| parts.len() > 1)?;
        let counted = self.counted(&first.what.from);
        let alike = |part: &Part| {
            part.quantity == first.quantity
                && part.total_of.is_none()
                && part.of_which.is_empty()
                && self.counted(&part.what.from) == counted
        };
        if !parts.iter().all(alike) || self.forbids_all(&first.quantity) {
            return None;
        }
        let all = match varied(parts) {
            Some(varied) => self.varied(&first.what, &varied),
            None => self.listed(&parts.iter().map(|part| self.one(&part.what)).collect::<Vec<_>>()),
        };
        if self.zh() {
            return Some(self.had(&first.quantity, counted, "各", &all));
        }
        let number = self.quantity(&first.quantity, counted);
        Some(format!("{all}, {number} each"))
    }

    // 开展活动（单位为该党支部，类别分别为校园文化、志愿服务）
    fn varied(&self, what: &Selection, varied: &Varied<'_>) -> String {
        let around = self.inside(&what.from);
        let values: Vec<String> = varied.values.iter().map(|value| self.value(value, around)).collect();
        let (field, values) = (self.value(varied.field, around), self.listed(&values));
        let last = said!(self, "{field}分别为{values}", "{field}: {values} respectively");
        let same = varied.same.iter().map(|condition| self.conditions(condition, around));
        let all: Vec<String> = same.chain([last]).collect();
        let (kind, all) = (self.kind(&what.from), self.parens(&all.join(self.say("，", ", "))));
        if self.zh() { kind + &all } else { format!("{} {all}", plural(&kind)) }
    }

    fn part(&self, part: &Part) -> String {
        let counted = self.counted(&part.what.from);
        let one = self.one(&part.what);
        let main = match self.total_of(part) {
            Some(total) => total,
            None if self.forbids_all(&part.quantity) || self.goes_without_saying(part, counted) => {
                said!(self, "有{one}", "{one}")
            }
            None => self.number_of(part, counted),
        };
        let inner: String = part
            .of_which
            .iter()
            .map(|OfWhich { quantity, filter, .. }| {
                let number = self.quota(quantity, counted);
                let which = self.conditions(filter, self.inside(&part.what.from));
                if !self.zh() {
                    return format!(", of which {number} {}", self.parens(&which));
                }
                // 其中方式为实地的不少于两次; what has a comma in it is held together.
                let which = match which.contains('，') {
                    true => format!("符合{}", self.parens(&which)),
                    false => which,
                };
                format!("，其中{which}的{number}")
            })
            .collect();
        main + &inner
    }

    // 应当在14日内有付款: where nothing recurs, what is asked for is asked for once at least.
    fn goes_without_saying(&self, part: &Part, counted: Counted) -> bool {
        let Quantity { low, high } = &part.quantity;
        let one = |n: &Expr| matches!(n, Expr::Value(Value::Number(n)) if *n == Exact::ONE);
        let time = &self.norm.time;
        let recurs = time.is_in_windows() || matches!(time, Time::Rolling(..) | Time::AtTheEndOfEvery(_));
        let asked = self.norm.modality != Modality::MustNot && counted == Counted::Times;
        asked && !recurs && high.is_none() && low.as_ref().is_some_and(one)
    }

    fn number_of(&self, part: &Part, counted: Counted) -> String {
        if self.zh() {
            return self.had(&part.quantity, counted, "", &self.selection(&part.what));
        }
        let number = self.quantity(&part.quantity, counted);
        match counted {
            Counted::Times => format!("{} {number}", self.one(&part.what)),
            _ => {
                let one = number.ends_with(" 1");
                let what = if one { self.selection(&part.what) } else { self.many(&part.what) };
                format!("{number} {what}")
            }
        }
    }

    // What part of what is counted is never forbidden: it is asked for.
    fn quota(&self, quantity: &Quantity, counted: Counted) -> String {
        if self.zh() { self.lasting(quantity, counted) } else { self.much(quantity) }
    }

    fn total_of(&self, part: &Part) -> Option<String> {
        let field = self.field(Slot::InHand, part.total_of?, self.inside(&part.what.from));
        let field = field.map_or_else(String::new, |field| self.name(&field.name));
        let (what, much) = (self.selection(&part.what), self.total(&part.quantity));
        Some(said!(self, "有{field}合计{much}的{what}", "{what} with a total {field} of {much}"))
    }

    fn total(&self, quantity: &Quantity) -> String {
        if self.norm.modality != Modality::MustNot {
            return self.much(quantity);
        }
        let bare = |n: &Expr| self.operand(n, Around::default());
        match (quantity.low.as_ref().map(bare), quantity.high.as_ref().map(bare)) {
            (Some(low), Some(high)) => {
                said!(self, "少于{low}或者超过{high}", "less than {low} or more than {high}")
            }
            (Some(low), None) => said!(self, "少于{low}", "less than {low}"),
            (None, Some(high)) => said!(self, "超过{high}", "more than {high}"),
            (None, None) => said!(self, "任意数", "anything"),
        }
    }
}

/// Parts of one kind whose conditions differ in what one field is.
struct Varied<'e> {
    same: Vec<&'e Expr>,
    field: &'e Expr,
    values: Vec<&'e Expr>,
}

fn varied(parts: &[Part]) -> Option<Varied<'_>> {
    let (first, others) = parts.split_first()?;
    let all = conditions(first)?;
    let which = all
        .iter()
        .position(|one| others.iter().all(|part| !conditions(part).is_some_and(|c| c.contains(one))))?;
    let mut field = None;
    let mut values = Vec::new();
    let mut rest = Vec::new();
    for part in parts {
        let mut list = conditions(part)?;
        if part.what.from != first.what.from || which >= list.len() {
            return None;
        }
        let Expr::Compare(CompareOp::Is, left, right) = list.remove(which) else { return None };
        if !matches!(**left, Expr::Field(Slot::InHand, _)) || field.is_some_and(|field| field != left) {
            return None;
        }
        field = Some(left);
        values.push(&**right);
        if part != first && rest != list {
            return None;
        }
        rest = list;
    }
    Some(Varied { same: rest, field: field?, values })
}

fn conditions(part: &Part) -> Option<Vec<&Expr>> {
    Some(match part.what.filter.as_ref()? {
        Expr::And(all) => all.iter().collect(),
        one => vec![one],
    })
}
