//! Logs made for a test, and what comes of them.

use arrow::array::{ArrayRef, RecordBatch};
use bylaws::check::check;
use bylaws::diagnostic::Lang;
use bylaws::eval::Request;
use bylaws::log::LogBuilder;
use bylaws::report;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use parquet::arrow::ArrowWriter;
use std::fs::File;
use std::path::PathBuf;

const POLICY: &str = "policy p alias 示范 { time zone \"Asia/Shanghai\" }\n\
    source A { c1 \"two visits a year\"\nc2 \"short ones\" }\n\
    entity unit alias 单位, unregistered\n\
    enumeration status alias 状态 { draft alias 暂存, approved alias 审核通过 }\n\
    event visit alias 走访 { visitor alias 走访人: person\nunits alias 走访单位: set of unit\n\
    status alias 审核: status\nhours alias 时数: decimal, optional\npupils alias 学生数: integer, optional\n\
    far alias 下基层: yes or no, optional\nends alias 结束: datetime, optional\n\
    counts as evidence when status is approved }\n\
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
    let parsed = parse(FileId(0), POLICY);
    assert_eq!(parsed.diagnostics, []);
    let policy = check(&[parsed.file]).policy;
    let folder = format!("{}/", files.first().unwrap().parent().unwrap().display());
    let said = |text: String| text.replace(&folder, "");
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    for file in files {
        let read = if file.extension().is_some_and(|ending| ending == "parquet") {
            bylaws_parquet::read(file, &mut builder, &mut |_| ())
        } else {
            bylaws_io::logs::read(std::slice::from_ref(file), None, &mut builder, &mut |_| ())
        };
        read.map_err(|error| said(error.message().render(Lang::En)))?;
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
    let findings = report::findings(&policy, &log, &Request::default());
    Ok(report::text(&policy, &log, &findings, Lang::En) + &records.collect::<String>())
}
