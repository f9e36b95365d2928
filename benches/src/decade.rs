//! Ten years of a large college: colleges of [`bylaws_io::college`] beside one another, their school year over and
//! over again, and a calendar that knows all these years.

use crate::{ids_of, is_about_the_school, is_shared, renamed};
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// So many of the invented colleges, of 1,500 members each, have more than 20,000 members.
const COPIES: usize = 14;
/// The school year that comes again lies in these days.
const YEAR: (&str, &str) = ("2016-08-01", "2017-07-31");
/// How often it comes again, and the day after the last one.
const AGAIN: i32 = 9;
const END: &str = "2026-01-01";

/// Writes `policies/`, in which the calendar of the sixteen articles reaches to the end, and `log.jsonl` into a
/// folder; says how many records there are and of how many members.
///
/// # Errors
/// Those of reading and writing files.
pub fn write_decade(policies: &Path, folder: &Path) -> io::Result<(usize, usize)> {
    for package in ["lib", "branch-rules", "sixteen-articles"] {
        copy(&policies.join(package), &folder.join("policies").join(package))?;
    }
    fs::write(folder.join("policies/lib/calendar-2015-2017.policy"), calendar())?;
    let college = bylaws_io::college::generate(1);
    let ids: BTreeSet<&str> = college.records.iter().flat_map(ids_of).filter(|id| !is_shared(id)).collect();
    let mut out = BufWriter::new(File::create(folder.join("log.jsonl"))?);
    let (mut records, mut members) = (0, BTreeSet::new());
    for copy in 0..COPIES {
        for record in college.records.iter().filter(|record| copy == 0 || !is_about_the_school(record)) {
            let record = renamed(record, &format!("k{copy}-"), &ids);
            if record.get("role").is_some_and(|role| role == "party_member") {
                members.extend(record.get("person").and_then(Value::as_str).map(str::to_owned));
            }
            for again in 0..=AGAIN {
                let Some(record) = of_year(&record, again) else { break };
                writeln!(out, "{record}")?;
                records += 1;
            }
        }
    }
    out.flush()?;
    Ok((records, members.len()))
}

// A record as it comes so many years later; none of one that does not come again, or not any more.
fn of_year(record: &Value, again: i32) -> Option<Value> {
    let mut record = record.clone();
    let fields = record.as_object_mut()?;
    if fields.contains_key("until") {
        fields.insert("until".to_owned(), json!("2025-12-31"));
        return (again == 0).then_some(record);
    }
    let at = fields.get("at")?.as_str()?.to_owned();
    if again == 0 {
        return (at.as_str() < END).then_some(record);
    }
    let kind = fields.get("type")?.as_str()?;
    let is_lasting = ["entity", "role"].iter().any(|field| fields.contains_key(*field))
        || ["_start", "_end", "_founded", "_opened", "_enrolled", "_reason"]
            .iter()
            .any(|end| kind.ends_with(end));
    if is_lasting || at.as_str() < YEAR.0 || at.as_str() > YEAR.1 {
        return None;
    }
    let day: NaiveDate = at.get(..10)?.parse().ok()?;
    let later = day.with_year(day.year() + again)?.to_string() + at.get(10..)?;
    if later.as_str() >= END {
        return None;
    }
    for (name, value) in fields.iter_mut() {
        match value {
            Value::Number(cycle) if name == "cycle" => *value = json!(cycle.as_i64()? + i64::from(again)),
            Value::Array(items) if name == "items" => {
                items
                    .iter_mut()
                    .for_each(|item| *item = json!(format!("{}-{again}", item.as_str().unwrap_or(""))));
            }
            Value::String(id) if name == "id" => *value = json!(format!("{id}-{again}")),
            _ => {}
        }
    }
    fields.insert("at".to_owned(), json!(later));
    Some(record)
}

// The same terms and holidays in every year.
fn calendar() -> String {
    let mut out = "calendar school alias 校历 {\n".to_owned();
    for year in 2015..=2026 {
        let next = year + 1;
        let each = [
            (format!("academic year \"{year}-{next}\""), format!("{year}-09-01 to {next}-08-31")),
            (format!("semester \"{year} autumn\""), format!("{year}-09-01 to {next}-01-08")),
            (format!("vacation \"{next} winter\""), format!("{next}-01-09 to {next}-02-19")),
            (format!("semester \"{next} spring\""), format!("{next}-02-20 to {next}-07-09")),
            (format!("vacation \"{next} summer\""), format!("{next}-07-10 to {next}-08-31")),
            (format!("holiday \"{next} Labour Day\""), format!("{next}-05-01 to {next}-05-03")),
            (format!("holiday \"{year} National Day\""), format!("{year}-10-01 to {year}-10-07")),
        ];
        for (what, when) in each {
            // Writing to memory does not fail.
            let _ = writeln!(out, "  {what} {when}");
        }
    }
    out + "}\n"
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
