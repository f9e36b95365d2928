//! Slips in the tables that a norm looks up: where a bracket ends, what a row gives.

use super::super::bounds::called;
use super::super::neighbours::near;
use super::super::turns::On;
use super::super::{Kind, Mutant, walk};
use super::{Slips, shown};
use crate::said::Said;
use bylaws::check::policy::{Bound, Case, Expr, Table};
use bylaws::log::{Exact, Value};
use bylaws::plan;

impl Slips<'_> {
    pub(super) fn tables(&mut self) {
        let mut looked_up: Vec<(String, Expr)> = Vec::new();
        plan::each_expr(self.original, &mut |expr| {
            if let Expr::Lookup(name, of, _) = expr
                && !looked_up.iter().any(|(known, _)| known == name)
            {
                looked_up.push((name.clone(), (**of).clone()));
            }
        });
        for (name, of) in looked_up {
            if let Some(table) = self.policy.tables.get(&name) {
                let of = self.looked_up(&name, &of);
                self.brackets(table, &of);
                self.rows(table, &of);
            }
        }
    }

    // What is looked up, by the name of its field where it is one of a record.
    fn looked_up(&self, table: &str, of: &Expr) -> Said {
        let mut found = None;
        walk::expressions(&mut self.original.clone(), &mut |expr, spot| {
            if matches!(expr, Expr::Lookup(name, at, _) if name == table && **at == *of) {
                found = Some(self.compared(of, spot));
            }
        });
        found.unwrap_or_else(|| called(self.policy, of))
    }

    // Where one bracket ends and the next begins: both move together.
    fn brackets(&mut self, table: &Table, of: &Said) {
        let uppers = table.rows.iter().filter_map(|row| match &row.case {
            Case::Bracket(_, Some(upper)) => Some(upper.number),
            _ => None,
        });
        for limit in uppers {
            for other in near(limit) {
                let mut changed = table.clone();
                let put = |bound: &mut Option<Bound>| {
                    if let Some(bound) = bound.as_mut().filter(|bound| bound.number == limit) {
                        bound.number = other;
                    }
                };
                changed.rows.iter_mut().for_each(|row| {
                    if let Case::Bracket(lower, upper) = &mut row.case {
                        [lower, upper].into_iter().for_each(put);
                    }
                });
                let change = Said::new(format!("{limit}改为{other}"), format!("{limit} becomes {other}"));
                let (zh, en) = if self.at_the_limit(table, limit, other) {
                    ("恰为", "just")
                } else if other > limit {
                    ("刚超过", "just over")
                } else {
                    ("刚不足", "just under")
                };
                let shows = Said::new(
                    format!("{}{zh}{limit}的情形", of.zh),
                    format!("a case in which {} is {en} {limit}", of.en),
                );
                self.table(table, (change, shows), changed);
            }
        }
    }

    // Of a limit that its lower bracket holds, what lies on it moves where it becomes less; of another one, where more.
    fn at_the_limit(&self, table: &Table, limit: Exact, other: Exact) -> bool {
        let inside = table.rows.iter().any(|row| {
            matches!(&row.case, Case::Bracket(_, Some(upper)) if upper.number == limit && upper.inclusive)
        });
        inside == (other < limit)
    }

    fn rows(&mut self, table: &Table, of: &Said) {
        for (index, row) in table.rows.iter().enumerate() {
            let Expr::Value(Value::Number(n)) = &row.value else { continue };
            for other in near(*n) {
                let mut changed = table.clone();
                if let Some(row) = changed.rows.get_mut(index) {
                    row.value = Expr::Value(Value::Number(other));
                }
                let number = index + 1;
                let name = shown(&table.name);
                let change = Said::new(
                    format!("表“{}”第{number}行{n}改为{other}", name.zh),
                    format!("row {number} of `{}`: {n} becomes {other}", name.en),
                );
                let shows = Said::new(
                    format!("{}落在表“{}”第{number}行，以{n}为准的情形", of.zh, name.zh),
                    format!("a case decided by {n}, which row {number} of `{}` gives", name.en),
                );
                self.table(table, (change, shows), changed);
            }
        }
    }

    fn table(&mut self, table: &Table, (change, shows): (Said, Said), changed: Table) {
        let norm = self.original.clone();
        let table = Some((table.name.canonical.clone(), changed));
        self.out.push(Mutant {
            kind: Kind::Number,
            change,
            shows,
            norm,
            table,
            deem: None,
            on: On::Certain,
            among: None,
            of_exception: None,
        });
    }
}
