//! Tables of brackets and cases.

use super::Printer;
use crate::source::Span;
use crate::syntax::ast::{Bound, Case, Table};

impl Printer<'_> {
    pub(super) fn table(&mut self, at: Span, table: &Table) {
        let head = self.say("标准表", "table");
        let head = format!("{head} {}{}{}", self.decl(&table.name), self.colon(), self.ty(&table.by.node));
        self.block(at, head, true, |p| {
            for row in &table.rows {
                let words = format!("{}{}{}", p.case(&row.node.case), p.colon(), p.operand(&row.node.value));
                p.body(row.span, words);
            }
        });
    }

    fn case(&self, case: &Case) -> String {
        match case {
            Case::Otherwise => self.say("其余", "otherwise").to_owned(),
            Case::Values(values) => {
                values.iter().map(|v| self.operand(v)).collect::<Vec<_>>().join(self.say("、", " & "))
            }
            Case::Bracket { low, high } if self.zh() => zh_bracket(*low, *high),
            Case::Bracket { low, high } => en_bracket(*low, *high),
        }
    }
}

fn zh_bracket(low: Option<Bound>, high: Option<Bound>) -> String {
    match (low, high) {
        (None, None) => String::new(),
        (None, Some(high)) if high.inclusive => format!("{}以下", high.number),
        (None, Some(high)) => format!("不满{}", high.number),
        (Some(low), None) if low.inclusive => format!("{}以上", low.number),
        (Some(low), None) => format!("超过{}", low.number),
        (Some(low), Some(high)) => match (low.inclusive, high.inclusive) {
            (true, true) => format!("{}至{}", low.number, high.number),
            (true, false) => format!("{}以上不满{}", low.number, high.number),
            (false, true) => format!("超过{}至{}", low.number, high.number),
            (false, false) => format!("超过{}不满{}", low.number, high.number),
        },
    }
}

fn en_bracket(low: Option<Bound>, high: Option<Bound>) -> String {
    let from = |low: Bound| format!("{} {}", if low.inclusive { "from" } else { "over" }, low.number);
    match (low, high) {
        (None, None) => String::new(),
        (None, Some(high)) => format!("{} {}", if high.inclusive { "up to" } else { "under" }, high.number),
        (Some(low), None) => from(low),
        (Some(low), Some(high)) => {
            format!("{} to {}{}", from(low), if high.inclusive { "" } else { "under " }, high.number)
        }
    }
}
