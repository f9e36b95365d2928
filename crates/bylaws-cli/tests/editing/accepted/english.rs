//! Places in half-written English texts.

use super::{At, led_on};

#[test]
fn what_is_accepted_in_english_leads_on() {
    let places: [At; 42] = [
        (
            "norm n {\n  each house\n  must have inspection\n  every ‖",
            &["days_to_talk", "day", "week", "2 weeks", "month"],
            &["semester"],
            &["at least", "fewest"],
        ),
        ("norm n {\n  each house\n  must have inspection\n  every mo‖", &[], &["month"], &[]),
        (
            "norm n {\n  each house\n  must have inspection\n  every month ‖",
            &[],
            &["at least once", "at least", "in the first 5 days"],
            &["day", "inspection"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month at le‖",
            &[],
            &["at least once", "at least"],
            &[],
        ),
        (
            "norm n {\n  each house\n  must ‖",
            &["at least once"],
            &["at least", "have", "keep", "satisfy", "inspection", "warden"],
            &["outcome", "exists"],
        ),
        ("norm n {\n  each house\n  must have at least ‖", &[], &["fewest"], &["outcome"]),
        ("norm n {\n  each house\n  must have at least two ‖", &[], &["inspection"], &["fewest", "outcome"]),
        (
            "norm n {\n  each house\n  must have inspection ‖",
            &[],
            &[", of which at least one", "or have", "where"],
            &["inspection", "plus"],
        ),
        (
            "norm n {\n  each house\n  must have inspection where (‖",
            &["inspected", "inspector", "outcome", "remark", "the house"],
            &["exists"],
            &["good", "arrived"],
        ),
        (
            "norm n {\n  each house\n  must have inspection where (outcome is ‖",
            &["good", "bad"],
            &[],
            &["inspection", "the house", "exists"],
        ),
        (
            "norm n {\n  each house\n  must have inspection where (inspected is ‖",
            &["the house"],
            &[],
            &["good", "inspection"],
        ),
        (
            "norm n {\n  each house\n  must have inspection where (inspected ‖",
            &[],
            &["is", "is not", "in"],
            &["at least", "before", "+"],
        ),
        (
            "norm n {\n  when late_return\n  must satisfy (‖",
            &["returning", "case", "arrived", "the late_return"],
            &["exists"],
            &["about", "inspected"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk where (about is ‖",
            &["the late_return.case"],
            &[],
            &["good", "arrived"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk where (about is the late_return.‖",
            &["returning", "case", "arrived"],
            &[],
            &["inspected", "warden"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  within ‖",
            &["7 days after the late_return"],
            &["5 working days after the late_return"],
            &["late_return", "talk"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  within 7 days after ‖",
            &["the late_return"],
            &[],
            &["exists"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  no later than ‖",
            &["the late_return"],
            &[],
            &["exists"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  on ‖",
            &["the day of the late_return"],
            &[],
            &["talk"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  at ‖",
            &[],
            &["all times", "least 5 days before the late_return", "the end of every month"],
            &["talk"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  by ‖",
            &[],
            &["31 December every year", "day 15 of the next month"],
            &["talk"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  except ‖",
            &["the house"],
            &["while", "exists", "during vacation", "to"],
            &[", instead within 30 days"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  except closed_down: the house under closed‖",
            &[],
            &[", instead within 30 days", ", instead at least once"],
            &["talk"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  late ‖",
            &["within 7 days"],
            &[],
            &["talk"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  answerable ‖",
            &["first", "direct"],
            &[],
            &["warden", "the house"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  answerable first ‖",
            &["the house", "the house.warden"],
            &["warden"],
            &["inspection", "exists"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  answerable first the house.‖",
            &["warden"],
            &[],
            &["floors", "tutor"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  reading partial period ‖",
            &[],
            &["skipped", "prorated", "in full"],
            &["waived", "talk"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  otherwise ‖",
            &[],
            &["must"],
            &["talk"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  within 7 days after the late_return\n  extended ‖",
            &[],
            &["by 10 days when"],
            &["talk"],
        ),
        ("event e {\n  one: ‖", &["integer"], &["text", "house", "result"], &["inspection", "warden"]),
        ("event e {\n  one: integer‖", &[], &[", optional", ", not negative", ", private"], &[", from role"]),
        ("event e {\n  one: house, ‖", &[], &[", optional", ", from role"], &[", not negative", "house"]),
        ("role r: ‖", &[], &["house", "pupil"], &["inspection", "integer"]),
        (
            "deem talk when 7 days pass after late_return without talk {\n  ‖",
            &["about", "speaker"],
            &[],
            &["inspected"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 ‖",
            &[],
            &["inspection", "house"],
            &["each_semester", "good"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (‖",
            &["inspected", "inspector", "outcome", "remark"],
            &[],
            &["case"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (outcome: ‖",
            &["good", "bad"],
            &[],
            &["inspected", "inspection"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (inspected: h)\n  as of 2024-07-31\n  expect h ‖",
            &["in \"2024 spring\""],
            &[],
            &["each_semester", ", short by"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (inspected: h)\n  as of 2024-07-31\n  expect h in \"2024 spring\": ‖",
            &[],
            &["fulfilled", "breached", "no duty"],
            &["inspection", ", short by"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (inspected: h)\n  as of 2024-07-31\n  expect h in \"2024 spring\": breached‖",
            &[],
            &[", short by", ", due", ", counted", ", answers"],
            &["each_semester"],
        ),
        (
            "test \"one\" for talked {\n  given 2024-03-01 late_return (id: w1, case: \"1\")\n  as of 2024-07-31\n  expect h ‖",
            &["for w1"],
            &[],
            &[],
        ),
    ];
    led_on(1, &places);
}
