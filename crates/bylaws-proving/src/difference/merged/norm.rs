//! A norm between the two.

use super::conditions::{condition, filter};
use super::{Choices, clauses};
use crate::mutation::whole;
use crate::said::Said;
use bylaws::check::policy::{
    Answerable, Bearer, Choice, Expr, Norm, OfWhich, Part, Quantity, Reading, Requirement, Selection, Time,
};
use bylaws::diagnostic::Lang;
use bylaws::plan;
use bylaws::report::interpretation;

/// The newer norm in name, the older one in each clause whose change is not made.
pub(super) fn merge(old: &Norm, new: &Norm, choices: &mut Choices<'_>) -> Norm {
    let [old, new] = [old, new].map(whole);
    let (old, new) = (&old, &new);
    let mut out = new.clone();
    out.modality = choices.one_of(binding, old.modality, new.modality);
    out.bearer = bearer(old, new, choices);
    out.for_each = choices.one_of(
        || said("“每个”", "`each` of what besides"),
        old.for_each.clone(),
        new.for_each.clone(),
    );
    let calendars = || said("所依的日历", "by which calendar");
    out.calendars = choices.one_of(calendars, old.calendars.clone(), new.calendars.clone());
    out.trigger = trigger(old, new, choices);
    out.requirement = requirement(&old.requirement, &new.requirement, choices);
    out.time = choices.one_of(|| time_called(&old.time), old.time.clone(), new.time.clone());
    let part = || said("一期之中计入的部分", "which part of the period counts");
    out.part = choices.one_of(part, old.part, new.part);
    out.exceptions = clauses::exceptions(&old.exceptions, &new.exceptions, choices);
    out.stops = choices.one_of(|| said("“停算”", "`stops`"), old.stops.clone(), new.stops.clone());
    out.extended =
        choices.one_of(|| said("“延长”", "`extended`"), old.extended.clone(), new.extended.clone());
    out.late = choices.one_of(|| said("“逾期”", "`late`"), old.late, new.late);
    out.reading = reading(old, new, choices);
    out.answerable = answerable(old, new, choices);
    out.parameters = parameters([old, new], &out);
    out.private = match (out.requirement == new.requirement, out.requirement == old.requirement) {
        (true, _) => new.private,
        (_, true) => old.private,
        _ => old.private || new.private,
    };
    if out.has_limits_apart() {
        out.requirement.limits_apart();
    }
    out
}

/// Whether it is a duty, advice or a permission.
pub(in crate::difference) fn binding() -> Said {
    said("是应当、提倡还是可以", "how binding it is")
}

fn said(zh: &str, en: &str) -> Said {
    Said::new(zh, en)
}

// Those that both need, and of the others those of which something of it still speaks, or spoke only by way of a table.
fn parameters([old, new]: [&Norm; 2], merged: &Norm) -> Vec<String> {
    let speaks = |norm: &Norm, name: &String| {
        let mut found = matches!(&norm.time, Time::EveryParameter(of) if of == name);
        plan::each_expr(norm, &mut |expr| found |= matches!(expr, Expr::Parameter(of) if of == name));
        found
    };
    let needs = |norm: &Norm, other: &Norm, name: &String| {
        other.parameters.contains(name) || speaks(merged, name) || !speaks(norm, name)
    };
    let mut all: Vec<String> = old.parameters.iter().filter(|name| needs(old, new, name)).cloned().collect();
    let more: Vec<String> =
        new.parameters.iter().filter(|name| !all.contains(name) && needs(new, old, name)).cloned().collect();
    all.extend(more);
    all
}

fn bearer(old: &Norm, new: &Norm, choices: &mut Choices<'_>) -> Option<Bearer> {
    let of = said("“主体”", "`each`");
    match (&old.bearer, &new.bearer) {
        (Some(old), Some(new)) if old.kind == new.kind => {
            Some(Bearer { kind: old.kind.clone(), filter: filter(&of, &old.filter, &new.filter, choices) })
        }
        (old, new) => choices.one_of(|| of, old.clone(), new.clone()),
    }
}

fn trigger(old: &Norm, new: &Norm, choices: &mut Choices<'_>) -> Option<Selection> {
    let of = said("“情形”", "`when`");
    match (&old.trigger, &new.trigger) {
        (Some(old), Some(new)) if old.from == new.from => Some(selection(&of, old, new, choices)),
        (old, new) => choices.one_of(|| of, old.clone(), new.clone()),
    }
}

fn selection(of: &Said, old: &Selection, new: &Selection, choices: &mut Choices<'_>) -> Selection {
    Selection { filter: filter(of, &old.filter, &new.filter, choices), ..old.clone() }
}

fn requirement(old: &Requirement, new: &Requirement, choices: &mut Choices<'_>) -> Requirement {
    let of = said("“应当”", "`must`");
    match (old, new) {
        (Requirement::Have(old), Requirement::Have(new)) if are_alike(old, new) => {
            Requirement::Have(parts(&of, old, new, choices))
        }
        (Requirement::Any(old), Requirement::Any(new))
            if old.len() == new.len() && old.iter().zip(new).all(|(old, new)| are_alike(old, new)) =>
        {
            let ways = old.iter().zip(new).enumerate().map(|(index, (old, new))| {
                let number = index + 1;
                let of = said(&format!("“应当”第{number}种做法"), &format!("`must`, alternative {number}"));
                parts(&of, old, new, choices)
            });
            Requirement::Any(ways.collect())
        }
        (Requirement::Keep(old), Requirement::Keep(new)) => {
            Requirement::Keep(condition(&of, old, new, choices))
        }
        (Requirement::Satisfy(old), Requirement::Satisfy(new)) => {
            Requirement::Satisfy(condition(&of, old, new, choices))
        }
        (old, new) => choices.one_of(|| of, old.clone(), new.clone()),
    }
}

// Of as many things of the same kinds each is looked at by itself.
fn are_alike(old: &[Part], new: &[Part]) -> bool {
    let kinds =
        |parts: &[Part]| parts.iter().map(|part| (part.what.from.clone(), part.total_of)).collect::<Vec<_>>();
    kinds(old) == kinds(new)
}

fn parts(of: &Said, old: &[Part], new: &[Part], choices: &mut Choices<'_>) -> Vec<Part> {
    let count = old.len();
    let pairs = old.iter().zip(new).enumerate();
    let each = pairs.map(|(index, (old, new))| {
        let number = index + 1;
        let of = match count {
            1 => of.clone(),
            _ => said(&format!("{}第{number}件事", of.zh), &format!("{}, part {number}", of.en)),
        };
        part(&of, count, old, new, choices)
    });
    each.collect()
}

fn part(of: &Said, count: usize, old: &Part, new: &Part, choices: &mut Choices<'_>) -> Part {
    // Of one thing alone it is said with how often.
    let how_many = match count {
        1 => said("次数或者数量", "how many, or how much"),
        _ => how_many_of(of),
    };
    Part {
        what: selection(of, &old.what, &new.what, choices),
        total_of: old.total_of,
        quantity: quantity(&how_many, &old.quantity, &new.quantity, choices),
        of_which: of_which(of, &old.of_which, &new.of_which, choices),
    }
}

fn how_many_of(of: &Said) -> Said {
    said(&format!("{}的次数或者数量", of.zh), &format!("{}: how many, or how much", of.en))
}

fn quantity(of: &Said, old: &Quantity, new: &Quantity, choices: &mut Choices<'_>) -> Quantity {
    choices.one_of(|| of.clone(), old.clone(), new.clone())
}

fn of_which(of: &Said, old: &[OfWhich], new: &[OfWhich], choices: &mut Choices<'_>) -> Vec<OfWhich> {
    let of = said(&format!("{}的“其中”", of.zh), &format!("{}, `of which`", of.en));
    if old.len() != new.len() {
        return choices.one_of(|| of, old.to_vec(), new.to_vec());
    }
    let each = old.iter().zip(new).map(|(old, new)| OfWhich {
        quantity: quantity(&how_many_of(&of), &old.quantity, &new.quantity, choices),
        filter: condition(&of, &old.filter, &new.filter, choices),
        words: old.words.clone(),
    });
    each.collect()
}

fn time_called(time: &Time) -> Said {
    match time {
        Time::Every { .. }
        | Time::EveryFrom { .. }
        | Time::EveryParameter(_)
        | Time::Rolling(..)
        | Time::Gap(..)
        | Time::AtTheEndOfEvery(_) => said("“频次”", "how often"),
        _ => said("“时限”", "the time limit"),
    }
}

// Each choice of interpretation by itself, told as it is in the newer version.
fn reading(old: &Norm, new: &Norm, choices: &mut Choices<'_>) -> Reading {
    let (a, b) = (old.reading, new.reading);
    let mut out = a;
    let mut one = |choice: Choice, is_other: bool, put: &dyn Fn(&mut Reading)| {
        // A choice that neither rests on may be any.
        let matters = old.rests_on(choice) || new.rests_on(choice);
        if is_other && (matters || !may_be_idle(choice)) {
            let before = Norm { reading: a, ..new.clone() };
            let mut after = before.clone();
            put(&mut after.reading);
            if choices.make(read_as(&before, &after)) {
                put(&mut out);
            }
        }
    };
    one(Choice::Fortnight, a.fortnight != b.fortnight, &|r| r.fortnight = b.fortnight);
    one(
        Choice::PartialPeriod,
        (a.partial_period, a.divides_sums) != (b.partial_period, b.divides_sums),
        &|r| {
            (r.partial_period, r.divides_sums) = (b.partial_period, b.divides_sums);
        },
    );
    one(Choice::Vacation, a.vacation != b.vacation, &|r| r.vacation = b.vacation);
    one(Choice::WhoCounts, a.who_counts != b.who_counts, &|r| r.who_counts = b.who_counts);
    one(Choice::Year, a.year != b.year, &|r| r.year = b.year);
    one(Choice::SameDay, a.same_day != b.same_day, &|r| r.same_day = b.same_day);
    one(Choice::StartDay, a.start_day != b.start_day, &|r| r.start_day = b.start_day);
    one(Choice::DayOff, a.day_off != b.day_off, &|r| r.day_off = b.day_off);
    one(Choice::OneEvent, a.one_event != b.one_event, &|r| r.one_event = b.one_event);
    one(Choice::Generally, a.generally != b.generally, &|r| r.generally = b.generally);
    one(Choice::SeveralUnits, a.several_units != b.several_units, &|r| r.several_units = b.several_units);
    one(Choice::Straddling, a.straddling != b.straddling, &|r| r.straddling = b.straddling);
    out
}

// Of the others it may matter to other norms, or to when one may be found to differ.
fn may_be_idle(choice: Choice) -> bool {
    use Choice::{DayOff, Fortnight, Generally, SameDay, StartDay, Year};
    matches!(choice, Fortnight | Year | SameDay | StartDay | DayOff | Generally)
}

fn read_as(before: &Norm, after: &Norm) -> Said {
    let words = |lang: Lang| {
        let known = interpretation(before, lang);
        interpretation(after, lang).into_iter().find(|word| !known.contains(word))
    };
    match (words(Lang::Zh), words(Lang::En)) {
        (Some(zh), Some(en)) => Said::new(format!("“解释”：改为“{zh}”"), format!("`reading`: now '{en}'")),
        _ => said("“解释”", "`reading`"),
    }
}

fn answerable(old: &Norm, new: &Norm, choices: &mut Choices<'_>) -> Vec<Answerable> {
    let who = |norm: &Norm| {
        norm.answerable.iter().map(|answer| (answer.rank, answer.who.clone())).collect::<Vec<_>>()
    };
    let is_new = who(old) != who(new) && choices.make(said("“责任”", "who answers"));
    if is_new { new.answerable.clone() } else { old.answerable.clone() }
}
