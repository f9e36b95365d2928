//! A walk over a checked policy that notes what it meets.

use super::names;
use bylaws::check::policy::{CheckedPolicy, Expr, From, Norm, Selection, Time, Turning};
use bylaws::plan::{each_expr, visit};
use std::collections::BTreeMap;

/// What was met, by table.
#[derive(Default)]
pub(super) struct Found(pub BTreeMap<&'static str, Vec<String>>);

impl Found {
    fn note(&mut self, table: &'static str, name: &str) {
        self.0.entry(table).or_default().push(name.to_owned());
    }

    pub(super) fn policy(&mut self, policy: &CheckedPolicy) {
        policy.norms.values().for_each(|norm| self.norm(norm));
        let defaults = policy.parameters.values().filter_map(|parameter| parameter.default.as_ref());
        defaults.for_each(|value| self.note("value", names::value(value)));
        for account in policy.accounts.values() {
            self.terms(&account.value);
            self.note("unit of a window", names::unit(&account.windows.1));
        }
        for table in policy.tables.values() {
            table.rows.iter().for_each(|row| self.note("case", names::case(&row.case)));
        }
        for deem in &policy.deems {
            self.note("turning", names::turning(&deem.when));
            if let Some(effect) = &deem.effective {
                self.note("effective", if effect.back.is_some() { "back" } else { "later" });
                self.terms(&effect.from);
            }
            deem.fields.iter().flatten().for_each(|value| self.terms(value));
            let (first, second) = match &deem.when {
                Turning::Each(one) | Turning::InARow(one, _) | Turning::Reaches { what: one, .. } => {
                    (one, None)
                }
                Turning::Silence(after, _, without) => (after, Some(without)),
            };
            [first].into_iter().chain(second).for_each(|of| self.selection(of));
        }
    }

    fn selection(&mut self, selection: &Selection) {
        self.note("selection", names::from(&selection.from));
        selection.filter.iter().for_each(|filter| self.terms(filter));
    }

    fn terms(&mut self, expr: &Expr) {
        visit(expr, &mut |one| self.term(one));
    }

    fn term(&mut self, expr: &Expr) {
        self.note("expression", names::expr(expr));
        if let Some(selection) = expr.selection() {
            self.note("selection", names::from(&selection.from));
        }
        match expr {
            Expr::Value(value) => self.note("value", names::value(value)),
            Expr::Measure(measure, ..) => self.note("measure", names::measure(measure)),
            Expr::Within(_, side, ..) => self.note("side", names::side(side)),
            Expr::Shift(op, ..) | Expr::Arith(op, ..) => self.note("arithmetic", names::arith(op)),
            Expr::TimePart(part, _) => self.note("time part", names::part(part)),
            Expr::Pick(pick, _) => self.note("pick", names::pick(pick)),
            Expr::Round(how, ..) => self.note("rounding", names::rounding(how)),
            Expr::TimeOf(end, _) => self.note("end", names::end(end)),
            Expr::SpellTime(which, ..) => self.note("spell time", names::spell(which)),
            Expr::Compare(op, ..) => self.note("comparison", names::compare(op)),
            Expr::During(kind) => self.note("during", names::during(kind)),
            _ => {}
        }
    }

    fn norm(&mut self, norm: &Norm) {
        each_expr(norm, &mut |expr| self.term(expr));
        self.note("requirement", names::requirement(&norm.requirement));
        self.note("time", names::time(&norm.time));
        self.note("modality", names::modality(&norm.modality));
        norm.bearer.iter().for_each(|bearer| self.note("bearer", names::bearer(&bearer.kind)));
        norm.for_each.iter().for_each(|each| self.note("for each", names::each(&each.of)));
        norm.answerable.iter().for_each(|one| self.note("rank", names::rank(&one.rank)));
        let instead = norm.exceptions.iter().filter_map(|one| one.instead.as_ref());
        instead.for_each(|instead| self.note("instead", names::instead(instead)));
        if let Time::Every { unit, .. }
        | Time::EveryFrom { unit, .. }
        | Time::Rolling(_, unit)
        | Time::Gap(_, unit)
        | Time::WithinAfter(_, unit, _) = &norm.time
        {
            self.note("unit of a window", names::unit(unit));
        }
        let events = |part: &&bylaws::check::policy::Part| !matches!(part.what.from, From::Event(_));
        norm.requirement.parts().filter(events).for_each(|part| self.selection(&part.what));
        self.reading(norm);
        clauses(norm).into_iter().filter(|(_, there)| *there).for_each(|(name, _)| self.note("clause", name));
    }

    fn reading(&mut self, norm: &Norm) {
        let reading = &norm.reading;
        self.note("fortnight", names::fortnight(&reading.fortnight));
        self.note("partial period", names::partial(&reading.partial_period));
        self.note("vacation", names::vacation(&reading.vacation));
        self.note("who counts", names::who(&reading.who_counts));
        self.note("year", names::year(&reading.year));
        self.note("same day", names::same_day(&reading.same_day));
        self.note("start day", names::start_day(&reading.start_day));
        self.note("day off", names::day_off(&reading.day_off));
        self.note("one event", names::one_event(&reading.one_event));
        self.note("generally", names::generally(&reading.generally));
        self.note("several units", names::several(&reading.several_units));
        self.note("straddling", names::straddling(&reading.straddling.0));
    }
}

// Which clauses a norm has.
fn clauses(norm: &Norm) -> Vec<(&'static str, bool)> {
    let parts = || norm.requirement.parts();
    let taken_back = norm.exceptions.iter().filter(|one| one.to.is_some()).count();
    vec![
        ("filter", norm.bearer.as_ref().is_some_and(|bearer| bearer.filter.is_some())),
        ("for each filter", norm.for_each.as_ref().is_some_and(|each| each.filter.is_some())),
        ("calendar", !norm.calendars.is_empty()),
        ("trigger", norm.trigger.is_some()),
        ("stops", norm.stops.is_some()),
        ("extended", norm.extended.is_some()),
        ("late", norm.late.is_some()),
        ("version", norm.in_force != (None, None)),
        ("answerable", !norm.answerable.is_empty()),
        ("note", norm.note.is_some()),
        ("cites", !norm.cites.is_empty()),
        ("of which", parts().any(|part| !part.of_which.is_empty())),
        ("several of which", parts().any(|part| part.of_which.len() > 1)),
        ("total", parts().any(|part| part.total_of.is_some())),
        ("several parts", parts().count() > 1),
        ("exception", !norm.exceptions.is_empty()),
        ("labelled", norm.exceptions.iter().any(|one| one.label.is_some())),
        ("taken back", taken_back > 0),
        ("two taken back", taken_back > 1),
        ("without bearer", norm.bearer.is_none()),
        ("part of each window", norm.part.is_some()),
        ("parameters", !norm.parameters.is_empty()),
    ]
}
