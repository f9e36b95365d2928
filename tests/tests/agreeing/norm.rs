//! Norms made at random, as text: what an author writes is what is tested.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

const VOCABULARY: &str = r#"policy generated "Generated" {
  in force from 2016-03-01
  time zone "Asia/Shanghai"
}

enumeration colour { red, blue }

entity unit {
  size: integer
  colour: colour
  since: date, optional
}

event e {
  unit: unit
  amount: integer, not negative, optional
  kind: colour, optional
  who: person, optional
}

event f {
  unit: unit
}

event t {
  unit: unit
  on: date, optional
  amount: integer, optional
}

state away: unit, from away_start, to away_end

role head: unit, single
role deputy: unit

calendar days {
  semester "2016 spring": 2016-02-22 to 2016-07-01
  vacation "spring": 2016-04-18 to 2016-04-24
  holiday "one": 2016-03-10
  holiday "two": 2016-04-04 to 2016-04-05
  workday "one": 2016-03-12
}
"#;

/// The whole text of a policy with these norms.
#[must_use]
pub(crate) fn policy(norms: &[String]) -> String {
    let numbered = norms.iter().enumerate().map(|(number, norm)| norm.replace("NAME", &format!("n{number}")));
    std::iter::once(VOCABULARY.to_owned()).chain(numbered).collect::<Vec<_>>().join("\n")
}

/// Norms that count for a unit while it is away, or while it is not; what is due does not change with the days.
pub(crate) fn by_stretches() -> impl Strategy<Value = Vec<String>> {
    let who = pick(&["not (the unit under away)", "the unit under away"]);
    let what = pick(&[
        "e where (unit is the unit)",
        "e where (unit is the unit, kind is red)",
        "f where (unit is the unit)",
    ]);
    let every = pick(&["every month", "every 14 days from 2016-03-01", "every semester"]);
    (who, what, quantity(), every).prop_map(|(who, what, quantity, every)| {
        let reading = "reading partial period in full";
        vec![format!("norm NAME {{\n  each unit where ({who})\n  must have {quantity} {what}\n  {every}\n  {reading}\n}}\n")]
    })
}

/// Norms on how long a unit is away: measured where something else holds, grown to a number, in part of a stretch.
pub(crate) fn measured_time() -> impl Strategy<Value = Vec<String>> {
    let passing = pick(&[
        "unit is the unit, unit.size at most 4",
        "unit is the unit, unit.colour is red",
        "unit is the unit",
    ]);
    // What no stretch can hold is broken however it is asked.
    let measure = prop_oneof![
        2 => (pick(&["total hours of", "longest hours of"]), select(vec![1, 3, 24, 50])),
        1 => (pick(&["days with"]), select(vec![1, 2, 3])),
    ];
    let limit = pick(&["at most", "at least"]);
    let time =
        pick(&["every week", "every month", "in any 7 days", "in any 72 hours", "in any 5 working days"]);
    let but =
        weighted(0.3, pick(&["  except while the unit.colour is blue\n", "  except during days off\n"]));
    let measured =
        (measure, passing, limit, time, but).prop_map(|((measure, number), passing, limit, time, but)| {
            let but = but.unwrap_or_default().replace("while ", "");
            format!(
                "  each unit\n  must keep {measure} away where ({passing}) {limit} {number}\n  {time}\n{but}"
            )
        });
    let number = select(vec![2, 5, 9]);
    let every = pick(&["every week", "every month", "in any 10 days", "at intervals of at most 10 days"]);
    let grown = (number.clone(), pick(&["at least", "at most"]), every).prop_map(|(number, limit, every)| {
        format!("  each unit where (days with away where (unit is the unit) {limit} {number})\n  must have e where (unit is the unit)\n  {every}\n")
    });
    let within = pick(&["10 days", "5 working days", "100 hours"]);
    let stopped = (within, number, pick(&["at least", "at most"])).prop_map(|(within, number, limit)| {
        format!("  when t\n  must have e where (unit is the t.unit)\n  within {within} after the t\n  stops while (the t.unit under away) and days with away where (unit is the t.unit) {limit} {number}\n")
    });
    let sum = select(vec![0, 3, 6]);
    let summed = (sum, select(vec![3, 7, 14]), weighted(0.5, Just("  except while the unit under away\n"))).prop_map(
        |(sum, days, but)| {
            let but = but.unwrap_or_default();
            format!("  each unit\n  must keep total of e.amount where (unit is the unit) at most {sum}\n  in any {days} days\n{but}")
        },
    );
    let norm = prop_oneof![4 => measured, 2 => grown, 2 => stopped, 2 => summed];
    norm.prop_map(|text| vec![format!("norm NAME {{\n{text}}}\n")])
}

/// One to three norms.
pub(crate) fn norms() -> impl Strategy<Value = Vec<String>> {
    vec(norm(), 1..4)
}

fn pick(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(words).prop_map(str::to_owned)
}

// A condition on the bearer, a unit, at an instant.
fn of_unit() -> impl Strategy<Value = String> {
    pick(&[
        "the unit.size more than 4",
        "the unit.colour is red",
        "the unit under away",
        "not (the unit under away)",
        "exists head where (unit is the unit)",
        "exists f where (unit is the unit)",
        "the unit.colour is red or the unit under away",
    ])
}

// A condition on a counted record.
fn of_record() -> impl Strategy<Value = String> {
    pick(&[
        "amount at least 3",
        "amount less than 2",
        "kind is red",
        "kind is the unit.colour",
        "not (kind is blue)",
        "who holds deputy",
        "who holds head in unit",
        "the unit under away",
        "the time.weekday at most 5",
        "who is the unit.head",
        "exists f where (unit is the unit)",
    ])
}

fn counted() -> impl Strategy<Value = String> {
    let conditions = vec(of_record(), 0..3);
    (pick(&["e", "e", "e", "f"]), conditions).prop_map(|(kind, conditions)| {
        let own = if kind == "e" { conditions } else { Vec::new() };
        let all: Vec<String> = std::iter::once("unit is the unit".to_owned()).chain(own).collect();
        format!("{kind} where ({})", all.join(", "))
    })
}

fn quantity() -> impl Strategy<Value = String> {
    pick(&[
        "at least 1",
        "at least 2",
        "at least 3",
        "at most 1",
        "at most 0",
        "exactly 1",
        "exactly 2",
        "between 1 and 2",
        "more than 1",
    ])
}

fn bearer() -> impl Strategy<Value = String> {
    let each = weighted(0.3, of_unit()).prop_map(|filter| match filter {
        Some(filter) => format!("  each unit where ({filter})\n"),
        None => "  each unit\n".to_owned(),
    });
    prop_oneof![9 => each, 1 => Just("  each unit, for each colour where (not (the colour is the unit.colour))\n".to_owned())]
}

fn exceptions() -> impl Strategy<Value = String> {
    let one = pick(&[
        "  except while the unit under away\n",
        "  except exists f where (unit is the unit)\n",
        "  except small: the unit.size less than 5, instead at least 1\n",
        "  except gone: while the unit under away; to gone: the unit.colour is blue\n",
    ]);
    weighted(0.25, one).prop_map(Option::unwrap_or_default)
}

fn late() -> impl Strategy<Value = String> {
    let one = pick(&["  late within 3 days\n", "  late within 10 days\n", "  late within 2 working days\n"]);
    weighted(0.25, one).prop_map(Option::unwrap_or_default)
}

fn reading() -> impl Strategy<Value = String> {
    let one = pick(&[
        "  reading partial period skipped\n",
        "  reading partial period in full\n",
        "  reading partial period prorated up\n",
        "  reading who counts in scope at its end\n",
        "  reading who counts in scope on any day\n",
        "  reading same day strict\n",
        "  reading same day in favour\n",
        "  reading start day included\n",
        "  reading day off moves\n",
        "  reading generally without reason\n",
    ]);
    weighted(0.3, one).prop_map(Option::unwrap_or_default)
}

fn modality() -> impl Strategy<Value = String> {
    pick(&["must", "must", "must", "must", "should", "generally must"])
}

fn periodic() -> impl Strategy<Value = String> {
    let window = pick(&[
        "every 14 days from 2016-03-01",
        "every 10 days from 2016-02-25",
        "every month",
        "every week",
        "every quarter",
        "every 2 weeks",
    ]);
    (bearer(), modality(), counted(), weighted(0.3, counted()), window, quantity(), exceptions(), late(), reading())
        .prop_map(|(bearer, modality, what, other, window, quantity, except, late, reading)| {
            let other = other.map(|other| format!(" or have at least 1 {other}")).unwrap_or_default();
            let except = if other.is_empty() { except } else { String::new() };
            format!(
                "norm NAME {{\n{bearer}  {modality} have {quantity} {what}{other}\n  {window}\n{except}{late}{reading}}}\n"
            )
        })
}

fn anywhere() -> impl Strategy<Value = String> {
    let window = prop_oneof![
        (
            pick(&["in any 10 days", "in any 3 weeks", "in any 48 hours", "in any 1 teaching week"]),
            quantity()
        )
            .prop_map(|(window, quantity)| format!("{window}, {quantity} times")),
        pick(&["at intervals of at most 14 days", "at intervals of at most 30 days"]),
    ];
    (bearer(), counted(), window, exceptions()).prop_map(|(bearer, what, window, except)| {
        let except = if except.contains("instead") { String::new() } else { except };
        format!("norm NAME {{\n{bearer}  must have {what}\n  {window}\n{except}}}\n")
    })
}

fn triggered() -> impl Strategy<Value = String> {
    let limit = pick(&[
        "within 7 days after the t",
        "within 3 working days after the t",
        "within 1 teaching week after the t",
        "within 48 hours after the t",
        "within 10 days before the t",
        "before the t",
        "on the day of the t",
        "no later than the t.on",
        "by 12:00 on the next day",
        "no later than 09:00 on the day of (the t + 3 working days)",
        "within 5 days after the t.on",
        "at least 3 days before the t",
    ]);
    let condition =
        weighted(0.3, pick(&["amount at least 2", "the unit.size more than 4", "the unit under away"]));
    let moving = weighted(
        0.2,
        pick(&[
            "  stops while the unit under away\n",
            "  stops while during vacation\n",
            "  stops while (during days off)\n  extended by 3 days when f where (unit is the unit)\n",
            "  extended by 3 days when f where (unit is the unit)\n",
            "  extended by 4 days when f where (unit is the unit, not (exists e where (unit is the unit)))\n",
            "  stops while the unit under away\n  extended by 2 working days when f where (unit is the unit)\n",
            "  except far: the unit.size less than 5, instead within 12 days\n",
            "  except while the unit under away\n",
        ]),
    );
    (bearer(), condition, counted(), quantity(), limit, moving, late(), reading()).prop_map(
        |(bearer, condition, what, quantity, limit, moving, late, reading)| {
            let condition = condition.map(|c| format!(", {c}")).unwrap_or_default();
            let moving = moving.filter(|moving| {
                let needs_length = moving.contains("instead");
                !needs_length || limit.starts_with("within")
            });
            let moving = moving.filter(|_| limit.starts_with("within") && limit.contains("after"));
            let moving = moving.unwrap_or_default();
            let late = if limit.contains("after") { late } else { String::new() };
            format!(
                "norm NAME {{\n{bearer}  when t where (unit is the unit{condition})\n  must have {quantity} {what}\n  \
                 {limit}\n{moving}{late}{reading}}}\n"
            )
        },
    )
}

fn compared() -> impl Strategy<Value = String> {
    let keep = pick(&[
        "total of e.amount where (unit is the unit) at least 4",
        "number of e where (unit is the unit) at most number of f where (unit is the unit)",
        "distinct e.who where (unit is the unit) at least 1",
        "average of e.amount where (unit is the unit) more than 2",
        "greatest of e.amount where (unit is the unit) less than 4",
        "days with e where (unit is the unit) at least 2",
        "number of e where (unit is the unit) at least previous (number of e where (unit is the unit))",
    ]);
    let window = pick(&["every month", "every 14 days from 2016-03-01", "in any 14 days"]);
    (bearer(), keep, window).prop_map(|(bearer, keep, window)| {
        let window = if keep.contains("previous") { "every month".to_owned() } else { window };
        format!("norm NAME {{\n{bearer}  must keep {keep}\n  {window}\n}}\n")
    })
}

/// Norms on sums and nights alone: upper limits that show early, partial periods that are divided, parts of each day.
pub(crate) fn sums_and_nights() -> impl Strategy<Value = Vec<String>> {
    let sum = pick(&[
        "total of e.amount where (unit is the unit) at least 4",
        "total of e.amount where (unit is the unit) at most 4",
        "number of e where (unit is the unit) less than 2",
        "3 less than total of e.amount where (unit is the unit) + number of f where (unit is the unit)",
    ]);
    let window = pick(&["every month", "every 14 days from 2016-03-01"]);
    let divided =
        pick(&["", "  reading partial period prorated\n", "  reading partial period prorated up\n"]);
    let night = pick(&[
        "between 22:00 and 09:00 (number of e where (unit is the unit)) at most 0",
        "not (between 22:00 and 12:30 (exists f where (unit is the unit)))",
        "between 08:00 and 23:00 (number of e where (unit is the unit)) at most 0",
    ]);
    let sums = (bearer(), sum, window, divided).prop_map(|(bearer, sum, window, divided)| {
        format!("norm NAME {{\n{bearer}  must keep {sum}\n  {window}\n{divided}}}\n")
    });
    let nights = (bearer(), night)
        .prop_map(|(bearer, night)| format!("norm NAME {{\n{bearer}  must keep {night}\n  every day\n}}\n"));
    vec(prop_oneof![3 => sums, 1 => nights], 1..3)
}

/// Versions of norms, as an amendment makes them: in force from a day or until one, each with which law the windows
/// follow that hold it.
pub(crate) fn versions() -> impl Strategy<Value = Vec<String>> {
    let days = pick(&[
        "from 2016-04-01",
        "from 2016-03-10",
        "from 2016-04-20",
        "until 2016-03-31",
        "until 2016-04-15",
        "until 2016-03-09",
        "from 2016-03-20 until 2016-04-22",
        "from 2016-03-06 until 2016-03-08",
    ]);
    let rule = pick(&["by start", "by end", "by end", "cut", "cut", "cut"]);
    let of_windows = prop_oneof![6 => periodic(), 2 => compared().prop_filter("what may lie anywhere has no windows", |norm| !norm.contains("in any")), 1 => lasting().prop_map(|norm| norm.replace("at all times", "at the end of every month")), 1 => in_part(), 1 => by_a_day()];
    let one = (of_windows, days, rule).prop_map(|(norm, days, rule)| {
        let open = norm.trim_end().trim_end_matches('}');
        format!("{open}  in force {days}\n  reading straddling {rule}\n}}\n")
    });
    vec(one, 1..4)
}

/// A norm as it was, and the decision that puts another in its place from a day: the text of each.
pub(crate) fn amended() -> impl Strategy<Value = [String; 2]> {
    let days = pick(&["2016-03-10", "2016-03-16", "2016-04-01", "2016-04-12"]);
    let rule = pick(&["by start", "by end", "cut"]);
    let late = pick(&["", "  late within 3 days\n", "  late within 10 days\n", "  late within 20 days\n"]);
    let of_windows = || {
        let any = prop_oneof![4 => periodic(), 1 => in_part(), 1 => compared()];
        any.prop_filter(
            "what lies anywhere, alternatives, exact numbers and what looks for more is compared elsewhere",
            |norm| {
                ["in any", " or have ", "exists f", "exactly", "between"]
                    .iter()
                    .all(|word| !norm.contains(word))
            },
        )
    };
    (of_windows(), late, of_windows(), days, rule).prop_map(|(old, late, new, day, rule)| {
        let closed = |norm: &str, rest: &str| {
            format!("{}{rest}}}\n", norm.trim_end().trim_end_matches('}').replace("NAME", "n0"))
        };
        let late = if old.contains("late within") || !old.contains(" have ") { "" } else { &late };
        let decision = format!("policy d \"Decision\" {{\n  in force from {day}\n  amends \"../old\"\n}}\ninterpretation {{ straddling {rule} }}\n");
        [closed(&old, late), decision + &closed(&new, "")]
    })
}

fn in_part() -> impl Strategy<Value = String> {
    let window = pick(&[
        "every month, in the first 10 days",
        "every month, in the last 2 weeks",
        "every quarter, in the first 40 days",
    ]);
    (bearer(), counted(), window, late(), reading()).prop_map(|(bearer, what, window, late, reading)| {
        format!("norm NAME {{\n{bearer}  must have {what}\n  {window}\n{late}{reading}}}\n")
    })
}

fn by_a_day() -> impl Strategy<Value = String> {
    let day = pick(&["by 2016-04-12", "by 15 April every year", "by 2016-05-20"]);
    (bearer(), counted(), day, late()).prop_map(|(bearer, what, day, late)| {
        format!("norm NAME {{\n{bearer}  must have {what}\n  {day}\n{late}}}\n")
    })
}

fn lasting() -> impl Strategy<Value = String> {
    let must = pick(&[
        "have at least 1 head where (unit is the unit)",
        "have at most 1 deputy where (unit is the unit)",
        "have at most 0 away where (unit is the unit)",
        "keep not (the unit under away)",
        "keep not (the unit.head holds deputy)",
        "keep number of head where (unit is the unit) at least 1",
        "keep number of e where (unit is the unit) at most 2",
        "keep total of e.amount where (unit is the unit) at least number of f where (unit is the unit)",
        "keep total of e.amount where (unit is the unit, kind is red) - total of e.amount where (unit is the unit, kind is blue) at least 0",
        "have at most 2 e where (unit is the unit)",
    ]);
    let when = pick(&["at all times", "at all times", "at the end of every month"]);
    (bearer(), must, when, exceptions()).prop_map(|(bearer, must, when, except)| {
        let except = if except.contains("instead") { String::new() } else { except };
        format!("norm NAME {{\n{bearer}  must {must}\n  {when}\n{except}}}\n")
    })
}

fn satisfied() -> impl Strategy<Value = String> {
    let condition = pick(&[
        "amount at least 2",
        "on after the t",
        "exists e where (unit is the t.unit)",
        "not (the unit under away)",
        "within 7 days before the t (number of e where (unit is the t.unit)) at least 1",
    ]);
    (bearer(), condition).prop_map(|(bearer, condition)| {
        format!("norm NAME {{\n{bearer}  when t where (unit is the unit)\n  must satisfy ({condition})\n}}\n")
    })
}

/// Norms whose windows are counted from a date of each bearer's own.
pub(crate) fn from_own_days() -> impl Strategy<Value = Vec<String>> {
    let must = prop_oneof![
        3 => (quantity(), counted()).prop_map(|(quantity, what)| format!("have {quantity} {what}")),
        1 => Just("keep number of e where (unit is the unit) at least 2".to_owned()),
    ];
    let length = pick(&["14 days", "2 weeks", "month", "2 months", "year", "5 working days"]);
    let day = pick(&["the unit.since", "the unit.since", "(the unit.since + 10 days)"]);
    let norm = (bearer(), must, length, day, exceptions(), late()).prop_map(
        |(bearer, must, length, day, except, late)| {
            let is_number = must.starts_with("have");
            let except = if except.contains("instead") && !is_number { String::new() } else { except };
            let late = if is_number && must.contains("at least") { late } else { String::new() };
            format!("norm NAME {{\n{bearer}  must {must}\n  every {length} from {day}\n{except}{late}}}\n")
        },
    );
    vec(norm, 1..3)
}

/// Norms on what is to be done at some time.
pub(crate) fn once() -> impl Strategy<Value = Vec<String>> {
    let must = prop_oneof![
        3 => (quantity(), counted()).prop_map(|(quantity, what)| format!("have {quantity} {what}")),
        2 => pick(&[
            "have at least 1 deputy where (unit is the unit)",
            "keep the unit under away",
            "keep number of e where (unit is the unit) at least 2",
        ]),
    ];
    vec(done_once(must), 1..3)
}

fn done_once(must: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (bearer(), must, exceptions()).prop_map(|(bearer, must, except)| {
        let except = if except.contains("instead") { String::new() } else { except };
        format!("norm NAME {{\n{bearer}  must {must}\n  once\n{except}}}\n")
    })
}

fn summed() -> impl Strategy<Value = String> {
    let limit =
        pick(&["within 7 days after the t", "within 20 days after the t", "within 10 days before the t"]);
    (bearer(), counted(), select(vec![1, 3, 6]), limit).prop_map(|(bearer, what, sum, limit)| {
        let conditions = what.split_once(' ').map(|(_, conditions)| conditions.to_owned()).unwrap_or_default();
        format!(
            "norm NAME {{\n{bearer}  when t where (unit is the unit)\n  must have e.amount {conditions} totalling at least {sum}\n  {limit}\n}}\n"
        )
    })
}

/// Norms that count the same records, each of which serves one duty only.
pub(crate) fn rivals() -> impl Strategy<Value = Vec<String>> {
    let one = prop_oneof![4 => periodic(), 4 => triggered(), 1 => by_a_day(), 2 => summed(), 1 => done_once(counted().prop_map(|what| format!("have {what}")))];
    let exclusive = one.prop_map(|norm| {
        let open = norm.trim_end().trim_end_matches('}');
        format!("{open}  reading one event exclusive\n}}\n")
    });
    vec(exclusive, 2..4)
}

fn norm() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => periodic(),
        2 => anywhere(),
        5 => triggered(),
        2 => compared(),
        2 => lasting(),
        1 => satisfied(),
    ]
}
