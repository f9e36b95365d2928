//! Logs in each format, against a fixed vocabulary.

use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::log::{LogBuilder, Unfit};
use bylaws::source::FileId;
use bylaws_io::logs::{self, xes::Mapping};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const NAMES: [&str; 5] = ["log.jsonl", "visit.csv", "log.xes", "log.jsonl.gz", "走访.csv"];

const POLICY: &str = r#"
policy p { time zone "Asia/Shanghai" }
entity organisation alias 单位, unregistered
entity house alias 楼, unregistered { size: integer, optional }
entity person alias 人员
enumeration status alias 状态 { draft alias 暂存, approved alias 审核通过 }
role warden alias 楼长: house
state leave alias 请假: person, from leave_start alias 请假开始, to leave_end alias 请假结束
event visit alias 走访 {
  visitor alias 走访人: person
  units alias 单位: set of organisation, optional
  status alias 审核: status, optional
  amount alias 金额: decimal, optional, not negative
  heads alias 人次: integer, optional
  on alias 日子: date, optional
  began alias 开始: datetime, optional
  at_clock alias 钟点: time of day, optional
  took alias 时长: duration, optional
  far alias 远: yes or no, optional
  note alias 备注: text, optional, private
}
event minutes alias 会议记录 {
  of_unit alias 会议单位: organisation
  no content
}
norm visits alias 走访规范 {
  each   person
  must   have visit where (visitor is the person, status is approved)
  every  month
}
"#;

const MAPPING: &str = r#"
id = "id"
ignored = ["noise"]
[[covers]]
from = "2016-01-01"
until = "2016-12-31"
[[record]]
type = "visit"
activities = ["visit", "call"]
[record.fields]
visitor = { event = "org:resource" }
units = { trace = "unit" }
"#;

static CHECKED: LazyLock<CheckedPolicy> = LazyLock::new(|| {
    let parsed = bylaws::syntax::parse(FileId(0), POLICY);
    assert_eq!(parsed.diagnostics, []);
    bylaws::check::check(&[parsed.file]).policy
});

/// Reads a log: the first byte says in which format, the others are the file. Read record by record, in columns, or
/// with bad records set aside, it is refused in words or gives a log.
///
/// # Panics
/// Where a refusal has no words.
pub fn load(bytes: &[u8]) {
    let Some((first, content)) = bytes.split_first() else { return };
    let Some(name) = NAMES.get(usize::from(*first) % NAMES.len()) else { return };
    with_file(name, content, |path| {
        let mapping = mapping();
        let fields = bylaws::plan::lowered(&CHECKED).fields;
        for (skip, fields) in [(false, &[] as &[Vec<usize>]), (true, &[]), (true, &fields)] {
            let builder = LogBuilder::new(&CHECKED.vocabulary, CHECKED.zone);
            let mut builder = builder.skip_invalid(skip).in_columns(fields);
            match logs::read(&[path.to_owned()], mapping.as_ref(), &mut builder, &mut |_| ()) {
                Err(error) => said(&error.message().render(Lang::Zh), &error.message().render(Lang::En)),
                Ok(()) => match builder.finish_in_columns() {
                    Ok(_) | Err(Unfit::CloserLook) => {}
                    Err(Unfit::Wrong(errors)) => errors.iter().for_each(|error| {
                        said(&error.message.render(Lang::Zh), &error.message.render(Lang::En));
                    }),
                },
            }
        }
    });
}

fn said(zh: &str, en: &str) {
    assert!(!zh.is_empty() && !en.is_empty());
}

/// A file with these bytes, in a folder of this process.
pub(super) fn with_file(name: &str, content: &[u8], take: impl FnOnce(&Path)) {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let memory = Path::new("/dev/shm");
        let within = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = within.join(format!("bylaws-fuzz-{}", std::process::id()));
        let _ = std::fs::create_dir_all(&folder);
        let _ = std::fs::write(folder.join(logs::xes::FILE), MAPPING);
        folder
    });
    let path = FOLDER.join(name);
    if std::fs::write(&path, content).is_ok() {
        take(&path);
        let _ = std::fs::remove_file(&path);
    }
}

fn mapping() -> Option<Mapping> {
    let mut found = None;
    with_file("anything", b"", |path| {
        found = Mapping::of_package(path, &CHECKED.vocabulary).ok().flatten();
    });
    assert!(found.is_some());
    found
}
