//! Choosing among values, rounding, tables.

use super::context::Context;
use super::term::{Doubt, Term};
use crate::check::policy::{Bound, Case, Expr, Pick, Rounding, Row, Table};
use crate::log::{Exact, Moment, Value};

impl Context<'_> {
    /// The least or greatest of those that are something.
    pub(super) fn pick(&self, pick: Pick, parts: &[Expr]) -> Term {
        let mut chosen = Term::Nothing;
        for part in parts {
            chosen = match (chosen, self.term(part)) {
                (_, Term::Unknown(doubt)) => return Term::Unknown(doubt),
                (one, Term::Nothing | Term::Missing { .. }) if one != Term::Nothing => one,
                (Term::Nothing | Term::Missing { .. }, one) => one,
                (one, other) => one_of(pick, &one, &other),
            };
        }
        chosen
    }

    /// A number rounded to so many decimal places.
    pub(super) fn rounded(&self, how: Rounding, places: u32, inner: &Expr) -> Term {
        let scale = Exact::ratio(10_i128.pow(places), 1).unwrap_or(Exact::ONE);
        let round = |n: Exact| {
            let n = n.mul(scale)?;
            let whole = match how {
                Rounding::Nearest => n.round_half_up(),
                Rounding::Up => n.ceil(),
                Rounding::Down => n.floor(),
            };
            Exact::ratio(whole, 1)?.div(scale)
        };
        let term = self.term(inner);
        match term.ends() {
            None => term,
            Some((low, _, None)) => {
                low.and_then(round).map_or(Term::Unknown(Doubt::OutOfRange), Term::number)
            }
            Some((low, high, Some(doubt))) => Term::between(low.and_then(round), high.and_then(round), doubt),
        }
    }

    /// What a table says of a value; nothing where it says nothing.
    pub(super) fn lookup(&self, table: &str, key: &Expr, marginal: bool) -> Term {
        let Some(table) = self.world.policy.tables.get(table) else { return Term::Nothing };
        let key = self.term(key);
        match (&key, key.ends()) {
            (Term::Unknown(_) | Term::Nothing, _) => key,
            (Term::Missing { doubt, .. }, _) => Term::missing(doubt.clone()),
            (_, Some((Some(number), _, None))) if marginal => self.by_brackets(table, number),
            (_, Some((Some(low), Some(high), Some(doubt)))) if !marginal => {
                self.of_rows(table, (low, high), doubt)
            }
            (_, Some((.., Some(doubt)))) => Term::Unknown(doubt),
            (_, Some((Some(number), ..))) => {
                row(table, &number).map_or(Term::Nothing, |row| self.term(&row.value))
            }
            (Term::Known(value), None) => {
                let named = |row: &&Row| matches!(&row.case, Case::Values(all) if all.contains(value));
                let found = table.rows.iter().find(named).or_else(|| otherwise(table));
                found.map_or(Term::Nothing, |row| self.term(&row.value))
            }
            _ => Term::Nothing,
        }
    }

    // What a table may say of a number between two ends; nothing but that it is unknown where it may say nothing.
    fn of_rows(&self, table: &Table, ends: (Exact, Exact), doubt: Doubt) -> Term {
        if let Some(row) = table.rows.iter().find(|row| is_for_all_of(row, ends)) {
            return self.term(&row.value);
        }
        let told = |end: &Exact| row(table, end).is_some();
        if table.has_gaps || !told(&ends.0) || !told(&ends.1) {
            return Term::Unknown(doubt);
        }
        let may_be = table.rows.iter().filter(|row| is_for_some_of(row, ends));
        let mut said = may_be.map(|row| self.term(&row.value));
        let Some(first) = said.next() else { return Term::Unknown(doubt) };
        said.fold(first, |a, b| either(a, b, &doubt))
    }

    // Each bracket's value times the part of the number that lies in it.
    fn by_brackets(&self, table: &Table, number: Exact) -> Term {
        let mut total = Exact::ZERO;
        for row in &table.rows {
            let Case::Bracket(low, high) = row.case else { continue };
            let floor = low.map_or(Exact::ZERO, |low| self.edge(table, low));
            let ceiling = high.map_or(number, |high| high.number.min(number));
            if ceiling <= floor {
                continue;
            }
            let rate = match self.term(&row.value) {
                Term::Known(Value::Number(rate)) => rate,
                unknown @ (Term::Unknown(_) | Term::Missing { .. }) => return unknown,
                _ => return Term::Nothing,
            };
            let part = ceiling.sub(floor).and_then(|size| size.mul(rate)).and_then(|part| total.add(part));
            match part {
                Some(sum) => total = sum,
                None => return Term::Unknown(Doubt::OutOfRange),
            }
        }
        Term::number(total)
    }

    // In a table by whole numbers the bracket from 51 begins where the one up to 50 ends.
    fn edge(&self, table: &Table, low: Bound) -> Exact {
        let whole = table.by == crate::log::Type::Integer && low.inclusive && low.number > Exact::ZERO;
        if whole { low.number.sub(Exact::ONE).unwrap_or(low.number) } else { low.number }
    }
}

fn row<'t>(table: &'t Table, number: &Exact) -> Option<&'t Row> {
    let value = Value::Number(*number);
    let holds = |row: &&Row| match &row.case {
        Case::Bracket(..) => is_for_all_of(row, (*number, *number)),
        Case::Values(all) => all.contains(&value),
        Case::Otherwise => false,
    };
    table.rows.iter().find(holds).or_else(|| otherwise(table))
}

fn is_above(number: Exact, low: &Bound) -> bool {
    if low.inclusive { number >= low.number } else { number > low.number }
}

fn is_below(number: Exact, high: &Bound) -> bool {
    if high.inclusive { number <= high.number } else { number < high.number }
}

// Whether a bracket holds every number between two ends.
fn is_for_all_of(row: &Row, (least, most): (Exact, Exact)) -> bool {
    let Case::Bracket(low, high) = &row.case else { return false };
    low.as_ref().is_none_or(|low| is_above(least, low))
        && high.as_ref().is_none_or(|high| is_below(most, high))
}

// Whether a row holds one of them; what is for all others may hold one that no other row does.
fn is_for_some_of(row: &Row, (least, most): (Exact, Exact)) -> bool {
    match &row.case {
        Case::Bracket(low, high) => {
            low.as_ref().is_none_or(|low| is_above(most, low))
                && high.as_ref().is_none_or(|high| is_below(least, high))
        }
        Case::Values(all) => {
            all.iter().any(|value| matches!(value, Value::Number(n) if least <= *n && *n <= most))
        }
        Case::Otherwise => true,
    }
}

// What is one or the other: numbers lie between the two.
fn either(a: Term, b: Term, doubt: &Doubt) -> Term {
    if a == b {
        return a;
    }
    let (Some(x), Some(y)) = (a.ends(), b.ends()) else { return Term::Unknown(doubt.clone()) };
    let end =
        |x: Option<Exact>, y: Option<Exact>, of: fn(Exact, Exact) -> Exact| x.zip(y).map(|(x, y)| of(x, y));
    Term::between(end(x.0, y.0, Exact::min), end(x.1, y.1, Exact::max), doubt.clone())
}

fn otherwise(table: &Table) -> Option<&Row> {
    table.rows.iter().find(|row| matches!(row.case, Case::Otherwise))
}

// Of numbers and moments that are not exact both ends are chosen for themselves.
/// The one of two values that is earlier or later, lesser or greater.
pub(super) fn one_of(pick: Pick, a: &Term, b: &Term) -> Term {
    let least = matches!(pick, Pick::Earlier | Pick::Lesser);
    if let (Term::Known(Value::Time(a)), Term::Known(Value::Time(b))) = (a, b) {
        let chosen =
            if least { (a.first, a.end) <= (b.first, b.end) } else { (a.end, a.first) >= (b.end, b.first) };
        let apart = a.end <= b.first || b.end <= a.first;
        let precision = a.precision.max(b.precision);
        let both = match least {
            true => Moment { first: a.first.min(b.first), end: a.end.min(b.end), precision },
            false => Moment { first: a.first.max(b.first), end: a.end.max(b.end), precision },
        };
        let clear = apart || a == b;
        return Term::Known(Value::Time(if !clear {
            both
        } else if chosen {
            *a
        } else {
            *b
        }));
    }
    if let (Term::Known(Value::Length(a)), Term::Known(Value::Length(b))) = (a, b) {
        // Lengths in unlike units have no order.
        let chosen = if (a.count <= b.count) == least { a } else { b };
        return if a.unit == b.unit { Term::Known(Value::Length(*chosen)) } else { Term::Nothing };
    }
    let (Some(x), Some(y)) = (a.ends(), b.ends()) else { return Term::Nothing };
    let choose = |x: Exact, y: Exact| if least { x.min(y) } else { x.max(y) };
    // Of what has no end on one side the other one sets it, if it is the side that is chosen.
    let end = |x: Option<Exact>, y: Option<Exact>, sets: bool| match (x, y) {
        (Some(x), Some(y)) => Some(choose(x, y)),
        (one, other) if sets => one.or(other),
        _ => None,
    };
    let (low, high) = (end(x.0, y.0, !least), end(x.1, y.1, least));
    match (low, x.2.or(y.2)) {
        (Some(low), None) => Term::number(low),
        (Some(low), _) if high == Some(low) => Term::number(low),
        (low, doubt) => Term::between(low, high, doubt.unwrap_or(Doubt::OutOfRange)),
    }
}
