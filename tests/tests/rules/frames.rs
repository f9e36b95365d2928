//! What a norm is stated for each of, whose calendar counts, what exceptions put in its place, and sums that
//! are used up.

use super::{Lines, holds, policy};
use bylaws::eval::Verdict;

const WORDS: &str = r#"
enumeration size { small, large }
enumeration kind_of_day { open_day, closed_day }
entity site {
  size: size, optional
  near: set of site, optional
}
event seen {
  site: site
  other: site, optional
  kind: kind_of_day, optional
  hours: decimal, not negative, optional
}
event asked {
  site: site
  hours: decimal
}
calendar all { holiday "one": 2016-03-10 }
calendar own, for small { holiday "two": 2016-03-09 }
"#;

#[track_caller]
fn case(norm: &str, given: &str, expected: &str) {
    holds(&format!(
        "{WORDS}\nnorm duty {{\n{norm}\n}}\ntest \"case\" for duty {{\n  given {given}\n  {expected}\n}}"
    ));
}

const SITES: &str =
    "2016-03-01 site(entity: a, size: small, near: b)\n2016-03-01 site(entity: b, size: large)\n";

#[test]
fn one_duty_for_each_value_and_none_where_the_filter_fails() {
    let norm = "each site, for each kind_of_day (not (the site.size is small, the kind_of_day is closed_day))\n\
                must have seen (site is the site, kind is the kind_of_day)\n every 14 days from 2016-03-01";
    case(
        norm,
        &format!(
            "{SITES}2016-03-03 seen(site: a, kind: open_day)\n2016-03-04 seen(site: b, kind: closed_day)"
        ),
        "as of 2016-03-14\n expect `a / open_day` on 2016-03-01: fulfilled\n `a / closed_day` on 2016-03-01: no duty\n \
         `b / open_day` on 2016-03-01: breached\n `b / closed_day` on 2016-03-01: fulfilled",
    );
}

#[test]
fn a_pair_lasts_while_both_are_there_and_the_filter_holds() {
    let norm = "each site, for each unit (the site.size is small)\n must have seen (site is the site)\n\
                every 14 days from 2016-03-01";
    case(
        norm,
        &format!(
            "{SITES}2016-03-01 unit(entity: u)\n2016-03-01 unit(entity: v)\n2016-03-05 entity_end(entity: v)\n\
             2016-03-12 seen(site: a)"
        ),
        "as of 2016-03-14\n expect `a / u` on 2016-03-01: fulfilled\n `a / v` on 2016-03-01: not applicable\n \
         `b / u` on 2016-03-01: no duty",
    );
}

#[test]
fn the_days_off_of_ones_own_calendar_count_and_nobody_elses() {
    let norm = "each site\n by the calendar of the site.size\n when asked (site is the site)\n\
                must have seen (site is the site)\n within 2 working days after the asked";
    let asked = "2016-03-08 asked(site: a, hours: 1)\n2016-03-08 asked(site: b, hours: 1)\n";
    // 8 March is a Tuesday: Thursday 10 is off for all, Wednesday 9 for small ones only.
    case(
        norm,
        &format!("{SITES}{asked}2016-03-14 seen(site: a)\n2016-03-14 seen(site: b)"),
        "as of 2016-03-31\n expect a on 2016-03-08: fulfilled, due 2016-03-14\n \
         b on 2016-03-08: breached, due 2016-03-11",
    );
}

#[test]
fn who_has_no_calendar_of_their_own_has_the_shared_one() {
    let norm = "each site\n by the calendar of the site.size\n when asked (site is the site)\n\
                must have seen (site is the site)\n within 2 working days after the asked";
    case(
        norm,
        "2016-03-01 site(entity: c)\n2016-03-08 asked(site: c, hours: 1)\n2016-03-11 seen(site: c)",
        "as of 2016-03-31\n expect c on 2016-03-08: fulfilled, due 2016-03-11",
    );
}

#[test]
fn an_exception_puts_another_number_in_place_and_one_to_it_takes_it_back() {
    let norm = "each site\n must have seen (site is the site)\n every 14 days from 2016-03-01, at least 2 times\n\
                except few: the site.size is small, instead at least 1; to few: exists asked (site is the site)";
    let seen = "2016-03-02 seen(site: a)\n2016-03-02 seen(site: b)";
    case(
        norm,
        &format!("{SITES}{seen}"),
        "as of 2016-03-14\n expect a on 2016-03-01: fulfilled\n b on 2016-03-01: breached, short by 1",
    );
    case(
        norm,
        &format!("{SITES}{seen}\n2016-03-03 asked(site: a, hours: 1)"),
        "as of 2016-03-14\n expect a on 2016-03-01: breached, short by 1",
    );
}

#[test]
fn an_exception_to_an_exception_may_put_a_number_of_its_own_in_place() {
    let norm = "each site\n must have seen (site is the site)\n every 14 days from 2016-03-01, at least 3 times\n\
                except few: the site.size is small, instead at least 1; \
                to few: exists asked (site is the site), instead at least 2";
    let seen = "2016-03-02 seen(site: a)\n2016-03-03 asked(site: a, hours: 1)";
    case(norm, &format!("{SITES}{seen}"), "as of 2016-03-14\n expect a on 2016-03-01: breached, short by 1");
    case(
        norm,
        &format!("{SITES}{seen}\n2016-03-04 seen(site: a)"),
        "as of 2016-03-14\n expect a on 2016-03-01: fulfilled",
    );
}

#[test]
fn exceptions_that_say_different_things_at_once_decide_nothing() {
    let norm = "each site\n must have seen (site is the site)\n every 14 days from 2016-03-01, at least 3 times\n\
                except few: the site.size is small, instead at least 1; \
                some: exists asked (site is the site), instead at least 2";
    let seen = "2016-03-02 seen(site: a)";
    case(norm, &format!("{SITES}{seen}"), "as of 2016-03-14\n expect a on 2016-03-01: fulfilled");
    case(
        norm,
        &format!("{SITES}{seen}\n2016-03-03 asked(site: a, hours: 1)"),
        "as of 2016-03-14\n expect a on 2016-03-01: undetermined",
    );
}

#[test]
fn an_exception_puts_another_length_in_place() {
    let norm = "each site\n when asked (site is the site)\n must have seen (site is the site)\n\
                within 2 days after the asked\n except far: the site.size is small, instead within 4 days";
    let asked = "2016-03-08 asked(site: a, hours: 1)\n2016-03-08 asked(site: b, hours: 1)\n";
    case(
        norm,
        &format!("{SITES}{asked}2016-03-12 seen(site: a)\n2016-03-12 seen(site: b)"),
        "as of 2016-03-31\n expect a on 2016-03-08: fulfilled, due 2016-03-12\n b on 2016-03-08: breached, due 2016-03-10",
    );
    case(
        norm,
        &format!("{SITES}{asked}2016-03-13 seen(site: a)"),
        "as of 2016-03-31\n expect a on 2016-03-08: breached",
    );
}

const MADE_GOOD: &str = "when asked\n must have seen.hours (site is the asked.site) totalling at least (the asked.hours)\n\
                         within 10 days after the asked";

#[test]
fn an_amount_is_used_once_and_in_parts_the_oldest_debt_first() {
    let norm = format!("{MADE_GOOD}\n reading one event exclusive");
    let asked = "2016-03-02 asked(site: a, hours: 7)\n2016-03-04 asked(site: a, hours: 8)\n";
    let both =
        format!("{SITES}{asked}2016-03-10 seen(site: a, hours: 8)\n2016-03-11 seen(site: a, hours: 7)");
    case(&norm, &both, "as of 2016-03-31\n expect a on 2016-03-02: fulfilled\n a on 2016-03-04: fulfilled");
    let less =
        format!("{SITES}{asked}2016-03-10 seen(site: a, hours: 8)\n2016-03-11 seen(site: a, hours: 6.75)");
    case(
        &norm,
        &less,
        "as of 2016-03-31\n expect a on 2016-03-02: fulfilled\n a on 2016-03-04: breached, short by 1/4",
    );
    // Shared, each duty sums all.
    case(
        MADE_GOOD,
        &format!("{SITES}{asked}2016-03-10 seen(site: a, hours: 8)"),
        "as of 2016-03-31\n expect a on 2016-03-02: fulfilled\n a on 2016-03-04: fulfilled",
    );
}

#[test]
fn an_amount_that_is_not_recorded_may_be_any() {
    case(
        MADE_GOOD,
        &format!("{SITES}2016-03-02 asked(site: a, hours: 7)\n2016-03-04 seen(site: a)"),
        "as of 2016-03-31\n expect a on 2016-03-02: undetermined",
    );
    case(
        MADE_GOOD,
        &format!(
            "{SITES}2016-03-02 asked(site: a, hours: 7)\n2016-03-04 seen(site: a)\n2016-03-05 seen(site: a, hours: 7)"
        ),
        "as of 2016-03-31\n expect a on 2016-03-02: fulfilled",
    );
}

#[test]
fn what_each_record_gave_is_said() {
    let policy = policy(&format!("{WORDS}\nnorm duty {{\n{MADE_GOOD}\n reading one event exclusive\n}}"));
    let lines = [
        ("2016-03-02", "asked", "id=x1 site=a hours=3"),
        ("2016-03-03", "asked", "id=x2 site=a hours=4"),
        ("2016-03-05", "seen", "id=x3 site=a hours=5"),
    ];
    let found = Lines::new(&policy, &lines).of("a", "2016-03-06");
    let used: Vec<Vec<String>> =
        found.iter().map(|o| o.used.iter().map(|(_, amount)| amount.to_string()).collect()).collect();
    assert_eq!(used, [["3"], ["2"]]);
    assert!(found.iter().map(|o| o.verdict).eq([Verdict::Fulfilled, Verdict::Open]));
}

#[test]
fn pairs_of_two_of_one_kind() {
    let norm = "each site, for each site as other (not (the other is the site), the other.size is small)\n\
                must have seen (site is the site, other is the other)\n every 14 days from 2016-03-01";
    case(
        norm,
        &format!(
            "{SITES}2016-03-01 site(entity: c, size: small)\n2016-03-03 seen(site: a, other: c)\n2016-03-04 seen(site: b, other: a)"
        ),
        "as of 2016-03-14\n expect `a / c` on 2016-03-01: fulfilled\n `c / a` on 2016-03-01: breached\n \
         `b / a` on 2016-03-01: fulfilled\n `b / c` on 2016-03-01: breached\n `a / a` on 2016-03-01: no duty\n \
         `a / b` on 2016-03-01: no duty",
    );
}
