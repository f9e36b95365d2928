//! On whom it bears, what starts it, and who answers.

use super::names::a;
use super::{Around, Wording, said};
use crate::check::policy::{BearerKind, CompareOp, Expr};
use crate::log::Value;
use crate::plan::visit;
use crate::report::rank_words;

impl Wording<'_> {
    // 每个学院凡有决定（单位为该学院）的，；凡有开学的，每个学院: who is spoken of in what starts it comes first.
    pub(super) fn subject(&self) -> String {
        let bearer = self.bearer().unwrap_or_default();
        let Some(trigger) = &self.norm.trigger else { return bearer };
        let started = format!("凡有{}的，", self.selection(trigger));
        let mut spoken_of = false;
        if let Some(filter) = &trigger.filter {
            visit(filter, &mut |part| spoken_of |= *part == Expr::Bearer);
        }
        if spoken_of { bearer + &started } else { started + &bearer }
    }

    /// What starts it, in English.
    pub(super) fn whenever(&self) -> Option<String> {
        self.norm.trigger.as_ref().map(|trigger| format!("whenever there is {}", self.one(trigger)))
    }

    /// Each of those on whom it bears.
    pub(super) fn bearer(&self) -> Option<String> {
        let bearer = self.norm.bearer.as_ref()?;
        let kind = self.bearer_kind()?;
        let person =
            !matches!(&bearer.kind, BearerKind::Entity(kind) if !self.policy.vocabulary.is_a(kind, "person"));
        let each = match (self.zh(), person) {
            (true, true) => "每名",
            (true, false) => "每个",
            (false, _) => "every ",
        };
        let mut words = match (&bearer.filter, self.zh()) {
            (None, _) => format!("{each}{kind}"),
            // 组织部这一部门: whoever is named is not one of many.
            (Some(Expr::Compare(CompareOp::Is | CompareOp::In, of, which)), true) if **of == Expr::Bearer => {
                let who = self.value(which, Around::default());
                match &**which {
                    Expr::Value(Value::Set(_)) | Expr::Set(_) => format!("{who}这些{kind}，{each}{kind}"),
                    Expr::Value(_) => format!("{who}这一{kind}"),
                    _ => format!("{each}属于{who}的{kind}"),
                }
            }
            (Some(filter), true) => {
                let around = Around { subject: Some(&Expr::Bearer), ..Around::default() };
                format!("{each}{}的{kind}", self.truth(filter, around))
            }
            (Some(filter), false) => {
                let who = if person { "who" } else { "that" };
                format!("{each}{kind} {}", self.relative(filter, who))
            }
        };
        if let BearerKind::Holding(role) = &bearer.kind {
            let unit = self.policy.vocabulary.roles.get(role).map(|role| self.entity(&role.unit));
            let unit = unit.unwrap_or_default();
            let apart = said!(self, "（按其所在的每个{unit}分别计算）", " (separately in each {unit})");
            words += &apart;
        }
        if let Some(each) = &self.norm.for_each {
            let (kind, same) = (self.of_each_kind()?, self.bearer_kind() == self.of_each_kind());
            let around = Around { subject: Some(&Expr::OfEach), ..Around::default() };
            let which = each.filter.as_ref().map(|filter| self.truth(filter, around));
            words += &match (self.zh(), which) {
                (true, Some(which)) => format!("对每个{which}的{kind}"),
                (true, None) => format!("对每个{kind}"),
                (false, which) => {
                    let which = which.map(|_| each.filter.as_ref().map(|f| self.truth(f, Around::default())));
                    let which = which.flatten().map(|words| format!(" where {words}")).unwrap_or_default();
                    let other = if same { "corresponding " } else { "" };
                    format!(", for each {other}{kind}{which},")
                }
            };
            if self.zh() && same {
                words += &format!("（即所对应的{kind}）");
            }
        }
        Some(words)
    }

    // A condition on the bearer, behind its name: `whose level is school`, else `where …`.
    fn relative(&self, filter: &Expr, who: &str) -> String {
        let parts =
            if let Expr::And(parts) = filter { parts.as_slice() } else { std::slice::from_ref(filter) };
        let all: Option<Vec<String>> = parts.iter().map(|part| self.of_its_own(part, who)).collect();
        match all {
            Some(all) => all.join(" and "),
            None => format!("where {}", self.truth(filter, Around::default())),
        }
    }

    fn of_its_own(&self, condition: &Expr, who: &str) -> Option<String> {
        let around = Around { subject: Some(&Expr::Bearer), ..Around::default() };
        match condition {
            Expr::Compare(_, left, _) => match &**left {
                Expr::Bearer => Some(format!("{who} {}", self.truth(condition, around))),
                Expr::Attribute(of, _) | Expr::RoleField(of, ..) if **of == Expr::Bearer => {
                    Some(format!("whose {}", self.truth(condition, around)))
                }
                _ => None,
            },
            Expr::Not(inner) => match &**inner {
                Expr::Or(parts) => {
                    let all: Option<Vec<String>> = parts.iter().map(|one| self.is_it(one, false)).collect();
                    Some(format!("{who} {}", all?.join(" and ")))
                }
                one => Some(format!("{who} {}", self.is_it(one, false)?)),
            },
            one => Some(format!("{who} {}", self.is_it(one, true)?)),
        }
    }

    // What the bearer is or is not.
    fn is_it(&self, condition: &Expr, does: bool) -> Option<String> {
        let is = if does { "is" } else { "is not" };
        match condition {
            Expr::Holds(who, role, unit) if **who == Expr::Bearer => {
                let unit = unit.as_ref().map(|unit| format!(" in {}", self.value(unit, Around::default())));
                Some(format!("{is} {}{}", a(&self.role(role)), unit.unwrap_or_default()))
            }
            Expr::Under(who, state) if **who == Expr::Bearer => {
                Some(format!("{is} under {}", self.state(state)))
            }
            _ => None,
        }
    }

    // 第一责任人为…，直接责任人为…: those of one rank together.
    pub(super) fn answerable(&self) -> Option<String> {
        let mut ranks: Vec<(&str, &str, Vec<String>)> = Vec::new();
        for answer in &self.norm.answerable {
            let (zh, en, _) = rank_words(answer.rank);
            let who = self.value(&answer.who, Around::default());
            match ranks.last_mut().filter(|(rank, ..)| *rank == zh) {
                Some((.., people)) => people.push(who),
                None => ranks.push((zh, en, vec![who])),
            }
        }
        let all: Vec<String> = match self.zh() {
            true => ranks.iter().map(|(zh, _, who)| format!("{zh}为{}", self.listed(who))).collect(),
            false => {
                let each =
                    ranks.iter().flat_map(|(_, en, who)| who.iter().map(move |who| format!("{who} ({en})")));
                each.collect()
            }
        };
        let joined = if self.zh() { all.join("，") } else { format!("answerable: {}", self.listed(&all)) };
        (!all.is_empty()).then_some(joined)
    }
}
