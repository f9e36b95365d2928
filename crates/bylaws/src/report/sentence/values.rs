//! Numbers, things and sets.

use super::conditions::is_truth;
use super::names::{Counted, a};
use super::{Around, Wording, said};
use crate::check::policy::{ArithOp, Expr, Measure, Pick, Rounding, Selection, Slot};
use crate::log::Value;

impl Wording<'_> {
    /// What an expression gives, as a noun.
    pub(super) fn value(&self, e: &Expr, around: Around<'_>) -> String {
        match e {
            Expr::Value(value) => self.constant(value),
            Expr::Parameter(name) => self.parameter(name),
            Expr::Bearer => self.the_bearer(),
            Expr::OfEach => self.the_other(),
            Expr::Entity => {
                let kind = around.hand.map_or_else(String::new, |hand| self.kind(hand));
                said!(self, "该{kind}", "the {kind}")
            }
            Expr::Field(slot, index) => self.named_field(*slot, *index, around),
            Expr::Attribute(of, field) => {
                let field = self.as_noun(self.attribute(of, field, around));
                self.member(of, &field, around)
            }
            Expr::Holders(of, role) => {
                let role = self.role(role);
                match around.subject == Some(&**of) {
                    true => said!(self, "{role}", "the {role}"),
                    false => {
                        let unit = self.value(of, around);
                        let link = if runs_on(of, &unit, &role) { "" } else { "的" };
                        said!(self, "{unit}{link}{role}", "the {role} of {unit}")
                    }
                }
            }
            Expr::UnitsOf(person, role) => self.unit_of(person, role, around),
            Expr::RoleField(person, role, index) => {
                let event = self.policy.vocabulary.events.get("role_start");
                let field = event.and_then(|event| event.fields.get_index(*index));
                let field = field.map_or_else(String::new, |(_, field)| self.name(&field.name));
                let role = self.role(role);
                let field = said!(self, "{role}{field}", "{field} as {role}");
                self.member(person, &field, around)
            }
            Expr::Set(parts) => {
                let all: Vec<String> = parts.iter().map(|part| self.value(part, around)).collect();
                self.listed(&all)
            }
            Expr::Count(of) => self.count(of),
            Expr::Size(of) => {
                let of = self.value(of, around);
                said!(self, "{of}的个数", "the number of {of}")
            }
            Expr::Measure(measure, of, field) => self.measure(*measure, of, *field),
            Expr::Account(of, name) => {
                let (of, name) = (self.value(of, around), self.account(name));
                said!(self, "{of}上期期末的{name}", "the {name} of {of} at the end of the period before")
            }
            Expr::Carried => {
                self.say("上期期末的数", "the number at the end of the period before").to_owned()
            }
            Expr::Lookup(table, key, marginal) => {
                let (table, key) = (self.table(table), self.value(key, around));
                match marginal {
                    true => said!(
                        self,
                        "{key}按{table}分段计算的数",
                        "what {table} gives for {key}, each part by its own bracket"
                    ),
                    false => said!(self, "{table}中{key}所对应的值", "what {table} gives for {key}"),
                }
            }
            Expr::Arith(op, left, right) => self.arith(*op, left, right, around),
            Expr::Pick(pick, parts) => {
                let all: Vec<String> = parts.iter().map(|part| self.operand(part, around)).collect();
                let all = self.listed(&all);
                match pick {
                    Pick::Earlier => said!(self, "{all}中的较早者", "the earlier of {all}"),
                    Pick::Later => said!(self, "{all}中的较晚者", "the later of {all}"),
                    Pick::Lesser => said!(self, "{all}中的较小者", "the lesser of {all}"),
                    Pick::Greater => said!(self, "{all}中的较大者", "the greater of {all}"),
                }
            }
            Expr::Round(how, places, inner) => self.rounded(*how, *places, inner, around),
            Expr::Else(first, second) => {
                let (first, second) = (self.operand(first, around), self.operand(second, around));
                said!(self, "{first}（没有的按{second}计）", "{first} ({second} where there is none)")
            }
            Expr::At(_)
            | Expr::Ended
            | Expr::Shift(..)
            | Expr::TimePart(..)
            | Expr::DayOfYear(..)
            | Expr::OnDay(..)
            | Expr::DayOfPeriod(..)
            | Expr::Elapsed(..)
            | Expr::TimeOf(..)
            | Expr::UnitsWith(..)
            | Expr::SpellTime(..)
            | Expr::Previous(_)
            | Expr::Within(..)
            | Expr::Over(..)
            | Expr::Daily(..) => self.of_time(e, around),
            Expr::Exists(_)
            | Expr::Compare(..)
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::Not(_)
            | Expr::Holds(..)
            | Expr::Under(..)
            | Expr::During(_) => self.parens(&self.truth(e, around)),
        }
    }

    /// The same, in brackets where it is made of several.
    pub(super) fn operand(&self, e: &Expr, around: Around<'_>) -> String {
        let words = self.value(e, around);
        if matches!(e, Expr::Arith(..)) && !is_truth(e) { self.parens(&words) } else { words }
    }

    fn named_field(&self, slot: Slot, index: usize, around: Around<'_>) -> String {
        let field = self.field(slot, index, around).map_or_else(String::new, |field| self.name(&field.name));
        match slot {
            Slot::InHand if around.hand.is_some() => self.as_noun(field),
            Slot::InHand | Slot::Trigger | Slot::Around(_) => {
                let (record, field) = (self.the_record(slot), self.as_noun(field));
                said!(self, "{record}的{field}", "{record}'s {field}")
            }
        }
    }

    /// Something of somebody.
    pub(super) fn member(&self, of: &Expr, member: &str, around: Around<'_>) -> String {
        if around.subject == Some(of) {
            return member.to_owned();
        }
        let owner = self.operand(of, around);
        let short =
            matches!(of, Expr::Bearer | Expr::OfEach | Expr::Entity | Expr::Value(_) | Expr::Parameter(_));
        match self.zh() {
            true => format!("{owner}的{member}"),
            false if short => format!("{owner}'s {member}"),
            false => format!("the {member} of {owner}"),
        }
    }

    // The unit in which somebody holds a role.
    fn unit_of(&self, person: &Expr, role: &str, around: Around<'_>) -> String {
        use crate::check::policy::BearerKind;
        let unit =
            self.policy.vocabulary.roles.get(role).map(|role| self.entity(&role.unit)).unwrap_or_default();
        let own = matches!(self.norm.bearer.as_ref().map(|b| &b.kind),
            Some(BearerKind::Role(held) | BearerKind::Holding(held)) if held == role);
        let (who, role) = (self.value(person, around), self.role(role));
        let a_role = a(&role);
        match *person == Expr::Bearer && own {
            true => said!(self, "{who}所在{unit}", "{who}'s {unit}"),
            false => said!(self, "{who}任{role}所在{unit}", "the {unit} where {who} is {a_role}"),
        }
    }

    fn count(&self, of: &Selection) -> String {
        let many = self.many(of);
        match self.counted(&of.from) {
            Counted::Times => said!(self, "{many}的次数", "the number of {many}"),
            Counted::Persons => said!(self, "{many}的人数", "the number of {many}"),
            Counted::Things => said!(self, "{many}的个数", "the number of {many}"),
        }
    }

    fn measure(&self, measure: Measure, of: &Selection, field: usize) -> String {
        let field = self.field(Slot::InHand, field, self.inside(&of.from));
        let field = field.map_or_else(String::new, |field| self.name(&field.name));
        let of = self.selection(of);
        match measure {
            Measure::Total => said!(self, "{of}的{field}合计", "the total {field} of {of}"),
            Measure::Distinct => {
                said!(self, "{of}的不同{field}的个数", "the number of different values of {field} of {of}")
            }
            Measure::Greatest => said!(self, "{of}的最大{field}", "the greatest {field} of {of}"),
            Measure::Least => said!(self, "{of}的最小{field}", "the least {field} of {of}"),
            Measure::Average => said!(self, "{of}的平均{field}", "the average {field} of {of}"),
        }
    }

    fn arith(&self, op: ArithOp, left: &Expr, right: &Expr, around: Around<'_>) -> String {
        if let (ArithOp::Mul, Expr::Value(Value::Number(n))) = (op, left)
            && let Some(share) = self.spell.share(*n)
        {
            let whole = self.operand(right, around);
            return said!(self, "{whole}的{share}", "{share} of {whole}");
        }
        let is_number = matches!(right, Expr::Value(Value::Number(_)));
        let (left, right) = (self.operand(left, around), self.operand(right, around));
        match op {
            ArithOp::Add => said!(self, "{left}加{right}", "{left} plus {right}"),
            ArithOp::Sub => said!(self, "{left}减{right}", "{left} minus {right}"),
            ArithOp::Mul => said!(self, "{left}乘以{right}", "{left} times {right}"),
            ArithOp::Div if is_number => said!(self, "{left}除以{right}", "{left} divided by {right}"),
            ArithOp::Div => said!(self, "{left}与{right}之比", "the ratio of {left} to {right}"),
        }
    }

    fn rounded(&self, how: Rounding, places: u32, inner: &Expr, around: Around<'_>) -> String {
        let inner = self.operand(inner, around);
        let (zh, en) = crate::syntax::words::rounding(how);
        let places = match places {
            0 => String::new(),
            1 => said!(self, "，保留1位小数", " to 1 decimal place"),
            n => said!(self, "，保留{n}位小数", " to {n} decimal places"),
        };
        said!(self, "{inner}（{zh}{places}）", "{inner} ({en}{places})")
    }
}

// 学校党委书记, 该党员所在党支部书记; but 该学院的学院书记.
fn runs_on(unit: &Expr, words: &str, role: &str) -> bool {
    let plain = match unit {
        Expr::Bearer | Expr::OfEach | Expr::Entity | Expr::UnitsOf(..) => true,
        Expr::Value(_) => !words.ends_with('”'),
        _ => false,
    };
    let opening: String = role.chars().take(2).collect();
    plain && !words.ends_with(&opening)
}
