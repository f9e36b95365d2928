//! One log as a table, as JSON Lines and as Parquet: the same verdicts, to the byte; and what is wrong is told with
//! file, row or column.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod made;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int64Array,
    LargeStringArray, ListArray, ListBuilder, StringArray, StringBuilder, StringViewArray,
    TimestampMicrosecondArray, TimestampMillisecondArray,
};
use arrow::datatypes::Int32Type;
use bylaws::log::LogBuilder;
use made::{Log, policy, read, verdicts};
use std::path::PathBuf;
use std::sync::Arc;

const TABLE: &str = "\
type,id,at,entity,visitor,units,status,hours,pupils,far,ends
person,e1,2016-01-01,p1,,,,,,,
person,e2,2016-01-01,p2,,,,,,,
visit,e3,2016-04-12,,p1,u1|u2,approved,1.50,30,true,
visit,e4,2016-05-02,,p1,u1,draft,0.1,7,false,2016-05-02T14:30:00.250Z
走访,e5,2016-05-03,,p2,u2,审核通过,,,,2016-05-03 14:30
";

const LINES: &str = r#"
{"type": "person", "id": "e1", "at": "2016-01-01", "entity": "p1"}
{"type": "person", "id": "e2", "at": "2016-01-01", "entity": "p2"}
{"type": "visit", "id": "e3", "at": "2016-04-12", "visitor": "p1", "units": ["u1", "u2"], "status": "approved", "hours": 1.50, "pupils": 30, "far": true}
{"type": "visit", "id": "e4", "at": "2016-05-02", "visitor": "p1", "units": ["u1"], "status": "draft", "hours": 0.1, "pupils": 7, "far": false, "ends": "2016-05-02T14:30:00.250Z"}
{"type": "走访", "id": "e5", "at": "2016-05-03", "visitor": "p2", "units": "u2", "status": "审核通过", "ends": "2016-05-03 14:30"}
"#;

/// Days from 1970-01-01 to 2016-01-01.
const YEAR: i32 = 16801;

fn units() -> ListArray {
    let mut units = ListBuilder::new(StringBuilder::new());
    units.append_null();
    units.append_null();
    units.append_value([Some("u1"), Some("u2")]);
    units.append_value([Some("u1")]);
    units.append_value([Some("u2")]);
    units.finish()
}

/// The same log; the last column in whatever form is given.
fn columns(ends: ArrayRef, hours: ArrayRef) -> Vec<(&'static str, ArrayRef)> {
    let kinds: DictionaryArray<Int32Type> =
        ["person", "person", "visit", "visit", "走访"].into_iter().collect();
    let at = Date32Array::from(vec![YEAR, YEAR, YEAR + 102, YEAR + 122, YEAR + 123]);
    let statuses: DictionaryArray<Int32Type> =
        [None, None, Some("approved"), Some("draft"), Some("审核通过")].into_iter().collect();
    vec![
        ("type", Arc::new(kinds)),
        ("id", Arc::new(StringArray::from(vec!["e1", "e2", "e3", "e4", "e5"]))),
        ("at", Arc::new(at)),
        ("entity", Arc::new(LargeStringArray::from(vec![Some("p1"), Some("p2"), None, None, None]))),
        ("visitor", Arc::new(StringViewArray::from(vec![None, None, Some("p1"), Some("p1"), Some("p2")]))),
        ("units", Arc::new(units())),
        ("status", Arc::new(statuses)),
        ("hours", hours),
        ("pupils", Arc::new(Int64Array::from(vec![None, None, Some(30), Some(7), None]))),
        ("far", Arc::new(BooleanArray::from(vec![None, None, Some(true), Some(false), None]))),
        ("ends", ends),
    ]
}

fn decimals() -> ArrayRef {
    let hours = Decimal128Array::from(vec![None, None, Some(150), Some(10), None]);
    Arc::new(hours.with_precision_and_scale(9, 2).unwrap())
}

// 14:30 by the clock of the policy, which is that of Shanghai, is half past six in UTC.
const HALF_PAST_TWO_UTC: i64 = 1_462_199_400_250;
const NEXT_DAY_SHANGHAI: i64 = 1_462_257_000_000;

#[test]
fn a_table_lines_and_columns_give_the_same_verdicts() {
    let log = Log::new();
    let table = verdicts(&[log.text("log.csv", TABLE)]).unwrap();
    assert!(table.contains("fulfilled 2, late 0, open 3, breached 16") && table.contains("e5"), "{table}");
    assert_eq!(verdicts(&[log.text("log.jsonl", LINES)]).unwrap(), table);
    let micros = vec![None, None, None, Some(HALF_PAST_TWO_UTC * 1000), Some(NEXT_DAY_SHANGHAI * 1000)];
    let zoned = TimestampMicrosecondArray::from(micros).with_timezone("Asia/Shanghai");
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![None, None, Some(1.5), Some(0.1), None]));
    for hours in [decimals(), floats] {
        let parquet = log.parquet("log.parquet", columns(Arc::new(zoned.clone()), hours));
        assert_eq!(verdicts(&[parquet]).unwrap(), table);
    }
}

#[test]
fn timestamps_without_a_zone_are_those_of_the_policys_clock() {
    let log = Log::new();
    let table = verdicts(&[log.text("log.csv", TABLE)]).unwrap();
    let local = |utc: i64| Some(utc + 8 * 3_600_000);
    let ends = vec![None, None, None, local(HALF_PAST_TWO_UTC), local(NEXT_DAY_SHANGHAI)];
    let ends = Arc::new(TimestampMillisecondArray::from(ends));
    assert_eq!(verdicts(&[log.parquet("log.parquet", columns(ends, decimals()))]).unwrap(), table);
}

#[test]
fn a_name_may_tell_the_type_and_rows_may_have_no_ids() {
    let log = Log::new();
    let registered = "id,entity,at\ne1,p1,2016-01-01\ne2,p2,2016-01-01\n";
    let people = log.text("person.csv", registered);
    let words = |words: &[&str]| Arc::new(StringArray::from(words.to_vec())) as ArrayRef;
    let visits = vec![
        ("走访人", words(&["p1", "p2"])),
        ("units", words(&["u1、u2", "u2"])),
        ("日期", words(&["2016年4月", "2016-05-03"])),
        ("status", words(&["approved", "approved"])),
        ("far", words(&["yes", "no"])),
    ];
    let table =
        "走访人,units,日期,status,far\np1,u1、u2,2016年4月,approved,yes\np2,u2,2016-05-03,approved,no\n";
    let from_table = verdicts(&[people.clone(), log.text("visit.csv", table)]).unwrap();
    // A table has its headings in row 1, a Parquet file its first record.
    let from_columns = verdicts(&[people, log.parquet("visit.parquet", visits)]).unwrap();
    assert_eq!(from_columns.replace("visit#2", "visit#3").replace("visit#1", "visit#2"), from_table);
}

/// How many records of some files are kept in columns.
fn kept_in_columns(files: &[PathBuf]) -> usize {
    let policy = policy();
    let fields = bylaws::plan::lowered(&policy).fields;
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).in_columns(&fields);
    files.iter().for_each(|file| read(file, &mut builder).unwrap());
    let log = builder.finish_in_columns().unwrap();
    log.count() - log.log.records.len()
}

#[test]
fn what_is_only_counted_is_kept_in_columns() {
    let log = Log::new();
    // More rows than are decoded at a time, and of one type more than of the other.
    let (rows, days) = (40_000, 730);
    let day = |row: usize| YEAR + i32::try_from(row * days / rows).unwrap();
    let person = |row: usize| (row % 97 != 96).then(|| format!("p{}", row % 97 + 1));
    let mut table = String::from("id,type,at,entity,caller,about,minutes,heard\n");
    for number in 1..=97 {
        table += &format!("r{number},person,2016-01-01,p{number},,,,\n");
    }
    let called: Vec<usize> = (0..rows).filter(|row| row % 1000 > 300 && person(*row).is_some()).collect();
    let date = |row: usize| arrow::temporal_conversions::date32_to_datetime(day(row)).unwrap().date();
    for row in &called {
        let (caller, minutes) = (person(*row).unwrap(), row % 60);
        table +=
            &format!("e{row},call,{},,{caller},about {},{minutes},{}\n", date(*row), row % 7, row % 2 == 0);
    }
    let of_people = (1..=97).map(|at| (format!("r{at}"), "person", YEAR, Some(format!("p{at}")), None));
    let of_calls = called.iter().map(|row| (format!("e{row}"), "call", day(*row), None, Some(*row)));
    let all: Vec<_> = of_people.chain(of_calls).collect();
    let kinds: DictionaryArray<Int32Type> = all.iter().map(|row| row.1).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(all.iter().map(|row| Some(row.0.clone())).collect::<StringArray>())),
        ("type", Arc::new(kinds)),
        ("at", Arc::new(all.iter().map(|row| Some(row.2)).collect::<Date32Array>())),
        ("entity", Arc::new(all.iter().map(|row| row.3.clone()).collect::<StringArray>())),
        ("caller", Arc::new(all.iter().map(|row| row.4.and_then(person)).collect::<StringArray>())),
        (
            "about",
            Arc::new(all.iter().map(|r| r.4.map(|r| format!("about {}", r % 7))).collect::<StringArray>()),
        ),
        ("minutes", Arc::new(all.iter().map(|r| r.4.map(|r| (r % 60) as i64)).collect::<Int64Array>())),
        ("heard", Arc::new(all.iter().map(|row| row.4.map(|row| row % 2 == 0)).collect::<BooleanArray>())),
    ];
    let (table, parquet) = (log.text("log.csv", &table), log.parquet("log.parquet", columns));
    assert_eq!(kept_in_columns(std::slice::from_ref(&parquet)), called.len());
    let expected = verdicts(&[table]).unwrap();
    assert!(expected.contains("== Breached"), "{expected}");
    assert_eq!(verdicts(&[parquet]).unwrap(), expected);
}
