//! Logs made for a test, and what comes of them.

use arrow::array::{ArrayRef, RecordBatch};
use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::Request;
use bylaws::log::LogBuilder;
use bylaws::report;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_io::ReadError;
use parquet::arrow::ArrowWriter;
use std::fs::File;
use std::path::{Path, PathBuf};

const POLICY: &str = "policy p alias 示范 { time zone \"Asia/Shanghai\" }\n\
    source A { c1 \"two visits a year\"\nc2 \"short ones\"\nc3 \"a call a fortnight\" }\n\
    entity unit alias 单位, unregistered\n\
    enumeration status alias 状态 { draft alias 暂存, approved alias 审核通过 }\n\
    event visit alias 走访 { visitor alias 走访人: person\nunits alias 走访单位: set of unit\n\
    status alias 审核: status\nhours alias 时数: decimal, optional\npupils alias 学生数: integer, optional\n\
    far alias 下基层: yes or no, optional\nends alias 结束: datetime, optional\n\
    counts as evidence when status is approved }\n\
    event call alias 来电 { caller alias 来电人: person\nabout alias 事由: text, optional\nminutes alias 分钟: integer, optional\n\
    heard alias 接通: yes or no, optional }\n\
    norm calls alias 来电规范 { cites A.c3\neach person\nmust have call where (caller is the person)\nevery 14 days from 2016-01-04, at least 1 time\n\
    answerable first the person }\n\
    norm visits alias 走访规范 { cites A.c1\neach person\nmust have visit where (visitor is the person, units contains \"u1\")\n\
    every year\nreading partial period in full\nanswerable first the person }\n\
    norm short alias 不长 { cites A.c2\nwhen visit\nmust satisfy (hours at most 1.49 or hours at least 1.5, pupils at most 30, far is yes or \
    ends before (the visit + 1 day + 6 hours + 30 minutes)) }";

/// Files in a folder of their own.
pub(crate) struct Log(tempfile::TempDir);

impl Log {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn text(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn parquet(&self, name: &str, columns: Vec<(&str, ArrayRef)>) -> PathBuf {
        let path = self.0.path().join(name);
        let columns = columns.into_iter().map(|(name, values)| (name, values, true));
        let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        let mut out = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
        out.write(&batch).unwrap();
        out.close().unwrap();
        path
    }
}

/// The report on some files, with every record and its place; or what is wrong with them, without the folder.
pub(crate) fn verdicts(files: &[PathBuf]) -> Result<String, String> {
    let policy = policy();
    let whole = records(&policy, files)?;
    if let Some(counted) = in_columns(&policy, files) {
        assert!(whole.starts_with(&counted), "{whole}\nin columns:\n{counted}");
    }
    Ok(whole)
}

/// The policy of these tests.
pub(crate) fn policy() -> CheckedPolicy {
    let parsed = parse(FileId(0), POLICY);
    assert_eq!(parsed.diagnostics, []);
    check(&[parsed.file]).policy
}

/// Reads one file of any format.
pub(crate) fn read(file: &Path, builder: &mut LogBuilder<'_>) -> Result<(), ReadError> {
    if file.extension().is_some_and(|ending| ending == "parquet") {
        bylaws_parquet::read(file, builder, &mut |_| ())
    } else {
        bylaws_io::logs::read(&[file.to_owned()], None, builder, &mut |_| ())
    }
}

// The report of the same log in columns; none of one that needs a closer look.
fn in_columns(policy: &CheckedPolicy, files: &[PathBuf]) -> Option<String> {
    let fields = bylaws::plan::lowered(policy).fields;
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).in_columns(&fields);
    files.iter().try_for_each(|file| read(file, &mut builder)).ok()?;
    let log = builder.finish_in_columns().ok()?;
    let findings = report::findings_in_columns(policy, &log, &Request::default(), Lang::En);
    Some(report::text(policy, &log.log, &findings))
}

fn records(policy: &CheckedPolicy, files: &[PathBuf]) -> Result<String, String> {
    let folder = format!("{}/", files.first().unwrap().parent().unwrap().display());
    let said = |text: String| text.replace(&folder, "");
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    for file in files {
        read(file, &mut builder).map_err(|error| said(error.message().render(Lang::En)))?;
    }
    let log = builder.finish().map_err(|errors| {
        let line = |e: &bylaws::log::LogError| {
            said(format!("{}:{}: {} {}", e.place.input, e.place.line, e.code(), e.message.render(Lang::En)))
        };
        errors.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    let records = log
        .records
        .iter()
        .map(|r| format!("{} {:?} {:?} {:?} {:?}\n", r.id, r.kind, r.at, r.recorded_at, r.fields));
    let findings = report::findings(policy, &log, &Request::default(), Lang::En);
    Ok(report::text(policy, &log, &findings) + &records.collect::<String>())
}
