//! Numbers carried from window to window.

use super::calendar::{plus, windows};
use super::entities::exists;
use super::scene::Scene;
use super::scope::Candidate;
use super::term::Term;
use super::terms::term;
use super::world::World;
use bylaws::check::policy::Reading;
use bylaws::log::{Instant, Value};

/// What an entity's account stood at when the last window before an instant ended; at the end of a window also those that
/// lie in it and end with it.
pub(super) fn stood_at<'a>(world: &World<'a>, scene: &Scene<'a>, entity: &Term, name: &str) -> Term {
    let (Some(account), Some(entity)) = (world.policy.accounts.get(name), entity.one()) else {
        return match entity {
            Term::Nothing => Term::Nothing,
            Term::Missing(_) => Term::Missing(false),
            _ => Term::Unknown,
        };
    };
    let Some(begins) = world.begins().map(|begins| begins.max(world.in_force().from)) else {
        return Term::Unknown;
    };
    let initial = Scene::new(scene.at, scene.window).of(&Candidate::of(&entity));
    let mut value = term(world, &initial, &account.initially);
    let first = account.windows.2.map_or(world.date(begins), |from| from.max(world.date(begins)));
    let range = (first, plus(world.date(scene.at), 1));
    if range.0 > range.1 {
        return value;
    }
    let mut previous = None;
    for window in windows(world, &Reading::default(), account.windows, range) {
        let stretch = (world.start(window.first), world.day(window.last).end);
        let closes = stretch.1.0 - 1 == scene.at.0 && scene.closing.is_some_and(|from| from < stretch.0);
        if stretch.1 > scene.at && !closes || !lives(world, &entity, stretch) {
            continue;
        }
        let of_window = Scene {
            carried: Some(value),
            previous,
            ..Scene::new(Instant(stretch.1.0 - 1), stretch).of(&Candidate::of(&entity))
        };
        value = term(world, &of_window, &account.value);
        previous = Some(stretch);
    }
    value
}

fn lives(world: &World<'_>, entity: &Value, (from, until): (Instant, Instant)) -> bool {
    let days = super::scene::days(world, from, until);
    days.into_iter().chain([from]).any(|at| exists(world, entity, at).is_possible())
}
