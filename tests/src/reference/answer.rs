//! Who answers: of the last day of the original time limit, or of the breaking record (rule I1). A vacant post is itself
//! shown, with its last holder. What was left undone over a window concerns all who held office in it.

use super::fluents::{Fluent, Spell, holds_at};
use super::instance::{Instance, Office, name};
use super::scene::Scene;
use super::scope::Candidate;
use super::term::Term;
use super::terms::term;
use super::world::World;
use bylaws::check::policy::{Answerable, BearerKind, Expr, From, Norm, Time};
use bylaws::eval::Verdict;
use bylaws::log::{Instant, Record, Value};
use bylaws::syntax::ast::Rank;
use chrono::NaiveDate;

/// One who answers; nobody where the post is vacant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answers {
    /// Its rank.
    pub rank: Rank,
    /// The post.
    pub role: String,
    /// Who holds it.
    pub holder: Option<String>,
    /// Since when, where that is known.
    pub since: Option<NaiveDate>,
    /// Until when, of one who left it before.
    pub until: Option<NaiveDate>,
}

/// Those who answer for an instance, in no order.
pub(super) fn answers<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    trigger: Option<&'a Record>,
    instance: &Instance,
) -> Vec<Answers> {
    if instance.verdict == Verdict::NotApplicable || instance.bearer.is_empty() {
        return Vec::new();
    }
    let in_any_stretch = matches!(norm.time, Time::Rolling(..) | Time::Gap(..));
    let breached = instance.verdict == Verdict::Breached;
    let last = match instance.certain_at {
        Some(at) if instance.excess || breached && in_any_stretch => at,
        _ => instance.until,
    };
    let at = Instant(last.min(world.as_of).0 - 1);
    let left_undone = !instance.excess
        && matches!(instance.verdict, Verdict::Breached | Verdict::Late | Verdict::Undetermined);
    let scene = Scene { trigger, ..Scene::new(at, (instance.from, instance.until)).of(who) };
    let post = |line: &'a Answerable| of_post(world, norm, &scene, (instance.from, left_undone), line);
    norm.answerable.iter().flat_map(post).collect()
}

fn of_post<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    scene: &Scene<'a>,
    (from, left_undone): (Instant, bool),
    line: &'a Answerable,
) -> Vec<Answers> {
    let at = scene.at;
    let spells = spells(world, norm, scene, &line.who);
    let there = |spell: &&Spell<'a>| {
        let fluent = role(norm, &line.who).and_then(|role| Fluent::of(world, &role));
        fluent.is_some_and(|fluent| holds_at(world, &fluent, spell, at).is_sure())
    };
    let mut people: Vec<Value> = match &line.who {
        Expr::Holders(..) => spells.iter().filter(there).map(|spell| spell.who.clone()).collect(),
        who => match term(world, scene, who) {
            Term::Set(sure, possible) if possible.is_empty() => sure,
            other => other.one().into_iter().collect(),
        },
    };
    people = super::select::once(people);
    let one = |holder: Option<&Value>, spell: Option<&Spell<'a>>, until: Option<NaiveDate>| Answers {
        rank: line.rank,
        role: line.role.canonical.clone(),
        holder: holder.map(name),
        since: spell.and_then(|spell| spell.start.map(|_| world.date(spell.begins.0))),
        until,
    };
    let since = |who: &Value| spells.iter().filter(there).find(|spell| spell.who == *who);
    let mut out: Vec<Answers> = people.iter().map(|who| one(Some(who), since(who), None)).collect();
    if people.is_empty() {
        out.push(one(None, None, None));
    }
    if !matches!(line.who, Expr::Holders(..)) || !(left_undone || people.is_empty()) {
        return out;
    }
    let mut before: Vec<&Spell<'a>> =
        spells.iter().filter(|spell| spell.ends.1 <= at && !people.contains(&spell.who)).collect();
    before.sort_by_key(|spell| (std::cmp::Reverse(spell.ends.1), name(&spell.who)));
    let in_window = before.iter().filter(|spell| spell.ends.1 > from).count();
    before.truncate(in_window.max(usize::from(people.is_empty())));
    let until = |spell: &Spell<'a>| Some(world.date(Instant(spell.ends.1.0 - 1)));
    out.extend(before.into_iter().map(|spell| one(Some(&spell.who), Some(spell), until(spell))));
    out
}

// The role that is held by whom an expression names.
fn role(norm: &Norm, who: &Expr) -> Option<From> {
    match (who, norm.bearer.as_ref().map(|bearer| &bearer.kind)) {
        (Expr::Holders(_, role), _) => Some(From::Role(role.clone())),
        (Expr::Bearer, Some(BearerKind::Role(role) | BearerKind::Holding(role))) => {
            Some(From::Role(role.clone()))
        }
        _ => None,
    }
}

// All spells of that role in the unit that is named, or, of the bearer, in the unit in which the duty is.
fn spells<'a>(world: &World<'a>, norm: &'a Norm, scene: &Scene<'a>, who: &'a Expr) -> Vec<Spell<'a>> {
    let Some(fluent) = role(norm, who).and_then(|role| Fluent::of(world, &role)) else { return Vec::new() };
    let mut all = fluent.spells(world);
    match who {
        Expr::Holders(unit, _) => {
            let unit = term(world, scene, unit).one();
            all.retain(|spell| unit.is_some() && spell.unit == unit);
        }
        _ => all.retain(|spell| match &scene.office {
            Some(Office { unit: Some(unit), .. }) => spell.unit.as_ref() == Some(unit),
            _ => true,
        }),
    }
    all
}
