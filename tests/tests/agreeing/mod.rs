//! What is judged twice, and how the two judgements are held against each other.

mod log;
mod norm;
mod settled;
mod smallest;

pub(crate) use log::{lines, lines_of_changes, lines_of_own_days, lines_with_an_absence};
pub(crate) use norm::{
    amended, by_stretches, from_own_days, measured_time, norms, once, rivals, sums_and_nights, versions,
};
pub(crate) use settled::{settled, wrong};
pub(crate) use smallest::smallest;

use bylaws::check::policy::{Expr, Norm};
use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Answer, Outcome, Request, evaluate};
use bylaws::log::{EventLog, EventOrigin, Instant, parse_moment};
use bylaws::plan;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_tests::generate::{self, Line};
use bylaws_tests::reference::{Answers, Instance, Judged, Uses, judge};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Norms and the lines of a log, as an author would write them, and the day as of which they are judged.
#[derive(Clone)]
pub(crate) struct Case {
    pub norms: Vec<String>,
    pub lines: Vec<Line>,
    pub as_of: &'static str,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "\n{}", self.norms.join("\n"))?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        writeln!(f, "as of {}", self.as_of)
    }
}

/// What is judged twice.
pub(crate) struct Given {
    /// Where it comes from.
    pub title: String,
    pub policy: Arc<CheckedPolicy>,
    pub log: EventLog,
    pub request: Request,
}

impl Case {
    pub(crate) fn given(&self) -> Given {
        let policy = checked(&norm::policy(&self.norms));
        let log = Line::log(&policy, &self.lines, None).unwrap();
        let as_of = Some(parse_moment(self.as_of, policy.zone).unwrap().end);
        let request = Request { as_of, ..Request::default() };
        Given { title: format!("{self:?}"), policy: Arc::new(policy), log, request }
    }
}

/// A norm that another takes the place of, judged as of a day.
pub(crate) fn amendment(texts: &[String; 2], lines: &[Line], as_of: &str) -> Given {
    let [old, new] = texts;
    let policy = checked_with(&norm::policy(std::slice::from_ref(old)), Some(new.as_str()));
    let log = Line::log(&policy, lines, None).unwrap();
    let as_of = Some(parse_moment(as_of, policy.zone).unwrap().end);
    let title = format!("{old}{new}{}", lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    Given { title, policy: Arc::new(policy), log, request: Request { as_of, ..Request::default() } }
}

/// A case of the whole language.
pub(crate) fn whole(case: &generate::Case) -> Given {
    let policy = case.policy().unwrap();
    let request = case.asked.request();
    let log = Line::log(&policy, &case.lines, request.known_at).unwrap();
    Given { title: format!("{case:?}"), policy: Arc::new(policy), log, request }
}

fn checked(text: &str) -> CheckedPolicy {
    checked_with(text, None)
}

// With the text of a decision that amends it, if there is one.
fn checked_with(text: &str, decision: Option<&str>) -> CheckedPolicy {
    let texts: Vec<&str> = std::iter::once(text).chain(decision).collect();
    let parsed = texts.iter().enumerate().map(|(index, text)| {
        let mut parsed = parse(FileId(u32::try_from(index).unwrap()), text);
        assert!(parsed.diagnostics.is_empty(), "{text}\n{:#?}", parsed.diagnostics);
        parsed.file.beneath = texts.len() - 1 - index;
        parsed.file
    });
    let checked = check(&parsed.collect::<Vec<_>>());
    let said: Vec<String> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
    assert!(checked.is_usable(), "{}\n{said:#?}", texts.join("\n"));
    checked.policy
}

fn scenarios(source: &str, policy: CheckedPolicy) -> Vec<Given> {
    let policy = Arc::new(policy);
    let one = |test| {
        let (log, mut request) = scenario::given(&policy, test).ok()?;
        // The norms that the scenario is about.
        let about = |norm: &&Norm| test.norms.iter().any(|name| norm.name.answers_to(&name.node));
        request.norms = policy.norms.values().filter(about).map(|norm| norm.name.canonical.clone()).collect();
        let title = format!("{source}: {}", test.title.node);
        Some(Given { title, policy: policy.clone(), log, request })
    };
    policy.tests.iter().filter_map(one).collect()
}

/// The scenarios of every entry of the cookbook.
pub(crate) fn cookbook() -> Vec<Given> {
    let page = fs::read_to_string(root().join("docs/cookbook.md")).unwrap();
    let mut all = Vec::new();
    for part in page.split("\n## ").skip(1) {
        let (title, rest) = part.split_once('\n').unwrap();
        if let Some((block, _)) = rest.split_once("```policy\n").and_then(|(_, rest)| rest.split_once("```"))
        {
            all.extend(scenarios(title, checked(block)));
        }
    }
    all
}

/// The scenarios of every package.
pub(crate) fn packages() -> Vec<Given> {
    let names = ["sixteen-articles", "branch-rules", "school-safety", "travel/domestic", "travel/permit"];
    let of = |name: &&str| {
        let package = bylaws_io::package::load(&root().join("policies").join(name)).unwrap();
        scenarios(name, check(&package.files).policy)
    };
    names.iter().flat_map(of).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What names an instance: the bearer, of each, the trigger, and else where it begins.
type Key = (String, String, String, Instant);

pub(crate) fn of_engine(outcome: &Outcome) -> Instance {
    Instance {
        norm: outcome.norm,
        bearer: outcome.bearer.to_string(),
        of_each: outcome.of_each.as_ref().map(|name| name.canonical.clone()),
        for_which: None,
        office: None,
        trigger: outcome.trigger.as_ref().map(ToString::to_string),
        from: outcome.from,
        until: outcome.until,
        verdict: outcome.verdict,
        weight: outcome.weight,
        certain_at: outcome.certain_at,
        required: outcome.required,
        measured: outcome.measured.map(|m| (m.low, m.high)),
        excess: outcome.excess,
        answerable: sorted(outcome.answerable.iter().map(answers).collect()),
        due: outcome.due,
        late_until: outcome.late_until,
        overdue: outcome.overdue,
        uses: Uses::default(),
    }
}

fn answers(answer: &Answer) -> Answers {
    Answers {
        rank: answer.rank,
        role: answer.role.canonical.clone(),
        holder: answer.holder.as_ref().map(ToString::to_string),
        since: answer.since,
        until: answer.until,
    }
}

fn sorted(mut all: Vec<Answers>) -> Vec<Answers> {
    all.sort();
    all
}

fn key(one: &Instance) -> Key {
    let from = if one.trigger.is_some() { Instant::MIN } else { one.from };
    (
        one.bearer.clone(),
        one.of_each.clone().unwrap_or_default(),
        one.trigger.clone().unwrap_or_default(),
        from,
    )
}

pub(crate) fn shown(one: Option<&Instance>) -> String {
    let Some(one) = one else { return "no such instance".to_owned() };
    let day = |at: Instant| at.to_utc().map_or_else(|| "-".to_owned(), |at| at.to_string());
    format!(
        "{:?} ({:?}) of {}{} {} from {} until {}, certain {:?}, required {:?}, measured {:?}, due {:?}, late until {:?}, \
         overdue {}, answers {}",
        one.verdict,
        one.weight,
        one.bearer,
        one.of_each.as_ref().map(|e| format!(" / {e}")).unwrap_or_default(),
        one.trigger.as_ref().map(|t| format!("by {t}")).unwrap_or_default(),
        day(one.from),
        day(one.until),
        one.certain_at.map(day),
        one.required.map(|n| n.to_string()),
        one.measured.map(|(low, high)| (low.to_string(), high.map(|n| n.to_string()))),
        one.due.map(|d| d.to_string()),
        one.late_until.map(|d| d.to_string()),
        one.overdue,
        one.answerable.iter().map(shown_answer).collect::<Vec<_>>().join("; "),
    )
}

fn shown_answer(one: &Answers) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    let holder = one.holder.as_deref().unwrap_or("nobody");
    format!("{:?} {}: {holder} from {} until {}", one.rank, one.role, day(one.since), day(one.until))
}

/// What the two must agree on.
fn agree(given: &Given, a: &Instance, b: &Instance) -> bool {
    let of = |i: &Instance| {
        let due = (i.due, i.late_until, i.overdue);
        (i.verdict, i.weight, i.from, i.until, due, i.required, i.measured, sorted(i.answerable.clone()))
    };
    of(a) == of(b) && (is_told_late(given, a.norm) || a.certain_at == b.certain_at)
}

// Where it is asked of days that come after the instant in question, or of an entity of which its end tells alone, whether
// there is a duty, the engine does not wait for the answer once it has it.
fn is_told_late(given: &Given, norm: usize) -> bool {
    let Some((_, norm)) = given.policy.norms.get_index(norm) else { return false };
    let mut looks_elsewhere = false;
    let filters = norm.bearer.iter().flat_map(|bearer| &bearer.filter);
    let triggers = norm.trigger.iter().flat_map(|trigger| &trigger.filter);
    let exceptions = norm.exceptions.iter().map(|exception| &exception.condition);
    for condition in filters.chain(triggers).chain(exceptions) {
        plan::visit(condition, &mut |e| {
            looks_elsewhere |= matches!(e, Expr::Within(..) | Expr::Over(..) | Expr::Daily(..));
        });
    }
    let ends = given.policy.vocabulary.events.values().position(|e| e.origin == EventOrigin::EntityEnd);
    looks_elsewhere || given.log.records.iter().any(|record| Some(record.kind) == ends)
}

/// What was met, what is not covered, and how many instances there were.
type Tally = (BTreeMap<String, usize>, BTreeMap<String, usize>, usize);

/// How often each construct was evaluated, and what was not covered, over all that was judged.
pub(crate) static TALLY: Mutex<Tally> = Mutex::new((BTreeMap::new(), BTreeMap::new(), 0));

/// What was judged so far, what was not covered, and what was met with.
pub(crate) fn tally() -> String {
    let tally = TALLY.lock().unwrap();
    let lines = |all: &BTreeMap<String, usize>| {
        all.iter().map(|(what, times)| format!("\n  {times:9} {what}")).collect::<String>()
    };
    format!("{} instances\nnot covered:{}\nevaluated:{}", tally.2, lines(&tally.1), lines(&tally.0))
}

/// A difference: which norm, and what the two say.
pub(crate) struct Difference {
    pub norm: usize,
    pub engine: Option<Instance>,
    pub reference: Option<Instance>,
}

pub(crate) fn compared(given: &Given) -> Vec<Difference> {
    let Given { policy, log, request, .. } = given;
    let judged: Judged = judge(policy, log, request);
    let engine = evaluate(policy, log, request);
    {
        let mut tally = TALLY.lock().unwrap();
        judged.met.iter().for_each(|(what, times)| *tally.0.entry((*what).to_owned()).or_default() += times);
        judged.unsupported.values().flatten().for_each(|what| *tally.1.entry(what.clone()).or_default() += 1);
        tally.2 += judged.instances.len();
    }
    let mut out = Vec::new();
    for norm in (0..policy.norms.len()).filter(|norm| !judged.unsupported.contains_key(norm)) {
        let mut theirs: BTreeMap<Key, Vec<Instance>> = BTreeMap::new();
        for one in engine.outcomes.iter().filter(|o| o.norm == norm).map(of_engine) {
            theirs.entry(key(&one)).or_default().push(one);
        }
        for one in judged.instances.iter().filter(|i| i.norm == norm) {
            let of_key = theirs.entry(key(one)).or_default();
            let same = of_key.iter().position(|other| agree(given, one, other));
            let other = match same {
                Some(index) => {
                    of_key.remove(index);
                    continue;
                }
                None => of_key.pop(),
            };
            out.push(Difference { norm, engine: other, reference: Some(one.clone()) });
        }
        let left = theirs.into_values().flatten();
        out.extend(left.map(|one| Difference { norm, engine: Some(one), reference: None }));
    }
    out
}

/// The differences, as text.
pub(crate) fn differences(given: &Given) -> Vec<String> {
    let said = |d: Difference| {
        let norm: Option<(&String, &Norm)> = given.policy.norms.get_index(d.norm);
        format!(
            "{}\n{}\n   engine: {}\nreference: {}",
            given.title,
            norm.map(|(name, _)| name.as_str()).unwrap_or_default(),
            shown(d.engine.as_ref()),
            shown(d.reference.as_ref())
        )
    };
    compared(given).into_iter().map(said).collect()
}
