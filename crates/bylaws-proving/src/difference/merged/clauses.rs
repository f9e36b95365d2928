//! Lists between the two: rows of a table, exceptions.

use super::conditions::condition;
use super::{Choices, called};
use crate::said::Said;
use bylaws::check::policy::{Exception, Table};

/// A table between the two: row by row where both are for the same values.
pub(super) fn table(old: &Table, new: &Table, choices: &mut Choices<'_>) -> Table {
    let of = called("表", "table", &old.name);
    let cases = |table: &Table| table.rows.iter().map(|row| row.case.clone()).collect::<Vec<_>>();
    if cases(old) != cases(new) || (&old.by, &old.gives) != (&new.by, &new.gives) {
        return if choices.make(of) { new.clone() } else { old.clone() };
    }
    let rows = old.rows.iter().zip(&new.rows).enumerate();
    let rows = rows.map(|(index, (old, new))| {
        let number = index + 1;
        let what = || Said::new(format!("{}第{number}行", of.zh), format!("{}, row {number}", of.en));
        choices.one_of(what, old.clone(), new.clone())
    });
    Table { rows: rows.collect(), ..old.clone() }
}

/// Exceptions between the two. Those that take others back go by the positions of these, so that all of them are one change
/// where there are other ones.
pub(super) fn exceptions(old: &[Exception], new: &[Exception], choices: &mut Choices<'_>) -> Vec<Exception> {
    let is_plain = |all: &[Exception]| all.iter().all(|exception| exception.to.is_none());
    let backs = |all: &[Exception]| all.iter().map(|exception| exception.to).collect::<Vec<_>>();
    if backs(old) != backs(new) && !(is_plain(old) && is_plain(new)) {
        return choices.one_of(|| Said::new("“除外”", "`except`"), old.to_vec(), new.to_vec());
    }
    let mut added: Vec<Option<&Exception>> =
        new.iter().map(|one| Some(one).filter(|one| !old.contains(one))).collect();
    let left = old.iter().filter(|one| !new.contains(one)).count();
    let are_as_many = left == added.iter().flatten().count();
    let mut out = Vec::new();
    for (index, one) in old.iter().enumerate() {
        if new.contains(one) {
            out.push(one.clone());
            continue;
        }
        let is_it = |other: &Exception| are_as_many || (one.label.is_some() && one.label == other.label);
        let instead = added.iter_mut().find(|other| other.is_some_and(is_it)).and_then(Option::take);
        let of = exception_called(one, index + 1, old.len());
        match instead {
            Some(other) => out.push(exception(&of, one, other, choices)),
            None => {
                let what = Said::new(format!("去掉{}", of.zh), format!("{} is dropped", of.en));
                out.extend((!choices.make(what)).then(|| one.clone()));
            }
        }
    }
    for (index, one) in added.into_iter().enumerate() {
        let Some(one) = one else { continue };
        let of = exception_called(one, index + 1, new.len());
        let what = Said::new(format!("增加{}", of.zh), format!("{} is added", of.en));
        out.extend(choices.make(what).then(|| one.clone()));
    }
    out
}

fn exception(of: &Said, old: &Exception, new: &Exception, choices: &mut Choices<'_>) -> Exception {
    let condition = condition(of, &old.condition, &new.condition, choices);
    let what = || Said::new(format!("{}改为的要求", of.zh), format!("{}: what it asks for instead", of.en));
    let instead = choices.one_of(what, old.instead.clone(), new.instead.clone());
    Exception { condition, instead, ..old.clone() }
}

// By its label, where it has one; by its number where there are several.
fn exception_called(exception: &Exception, number: usize, count: usize) -> Said {
    match (&exception.label, count) {
        (Some(label), _) => Said::new(format!("除外“{label}”"), format!("exception `{label}`")),
        (None, 1) => Said::new("除外", "the exception"),
        (None, _) => Said::new(format!("第{number}项除外"), format!("exception {number}")),
    }
}
