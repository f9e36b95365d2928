//! What a search for bad input begins from: policies and recipes that are right, logs, checkpoints.

use super::checkpoint::taken_after;
use std::path::{Path, PathBuf};

/// The names of all targets.
pub const TARGETS: [&str; 6] = ["parse", "check", "load", "evaluate", "scenario", "checkpoint"];

/// What the search of a target begins from.
#[must_use]
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    match target {
        "parse" | "check" | "scenario" => texts().into_iter().map(String::into_bytes).collect(),
        "load" => logs(),
        "evaluate" => (0..6_u8).map(|seed| vec![seed; 32]).collect(),
        "checkpoint" => (0..=9).map(taken_after).collect(),
        _ => Vec::new(),
    }
}

/// Does with bytes what a target does.
///
/// # Panics
/// Where the library breaks a promise.
pub fn run(target: &str, bytes: &[u8]) {
    match target {
        "parse" => super::parse(bytes),
        "check" => super::check(bytes),
        "load" => super::load(bytes),
        "evaluate" => super::evaluate(bytes),
        "scenario" => super::scenario(bytes),
        "checkpoint" => super::checkpoint(bytes),
        _ => {}
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

// The recipes of the cookbook and the blocks of the reference in both languages, the tours, the packages.
fn texts() -> Vec<String> {
    let mut out = Vec::new();
    for page in ["cookbook.md", "cookbook.zh-CN.md", "reference.md", "reference.zh-CN.md"] {
        let page = std::fs::read_to_string(root().join("docs").join(page)).unwrap_or_default();
        let blocks = page.split("```policy\n").skip(1).filter_map(|block| block.split("```").next());
        out.extend(blocks.map(str::to_owned));
    }
    policies(&root().join("policies"), &mut out);
    policies(&root().join("tests/suite/syntax"), &mut out);
    out
}

fn policies(folder: &Path, out: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            policies(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "policy") {
            out.extend(std::fs::read_to_string(&path));
        }
    }
}

fn logs() -> Vec<Vec<u8>> {
    let lines = "{\"id\":\"e1\",\"type\":\"person\",\"at\":\"2016-01-01\",\"entity\":\"p1\"}\n\
        {\"id\":\"e2\",\"type\":\"visit\",\"at\":\"2016-04-12T08:30:00+08:00\",\"recorded_at\":\"2016-05\",\"visitor\":\"p1\",\"units\":[\"u1\",\"u2\"],\"status\":\"approved\",\"amount\":12.5,\"far\":true}\n\
        {\"id\":\"e3\",\"type\":\"coverage\",\"from\":\"2016-01-01\",\"until\":\"2016-12-31\",\"types\":[\"visit\"]}\n\
        {\"id\":\"e4\",\"type\":\"role_start\",\"at\":\"2016-01\",\"person\":\"p1\",\"role\":\"warden\",\"unit\":\"h1\"}\n\
        {\"id\":\"e5\",\"type\":\"retract\",\"of\":\"e2\",\"recorded_at\":\"2016-05-01\"}\n\
        {\"id\":\"e6\",\"type\":\"replace\",\"of\":\"e2\",\"recorded_at\":\"2016-05-02\",\"as\":\"visit\",\"at\":\"2016-04-13\",\"visitor\":\"p1\",\"took\":\"3 days\",\"at_clock\":\"22:00\"}\n";
    let rows = "编号,类型,时间,走访人,单位,审核,金额,日子,钟点\ne1,走访,2016年4月12日,p1,\"u1、u2\",审核通过,12.5,2016/5/2,8：30\n\
        e2,走访,2016.4,p2,u1,暂存,1/3,2016,\n";
    let trace = "<?xml version=\"1.0\"?>\n<log>\n<trace><string key=\"unit\" value=\"u1\"/>\n<event><string key=\"id\" value=\"e1\"/>\
        <string key=\"concept:name\" value=\"visit\"/><string key=\"org:resource\" value=\"p1\"/>\
        <date key=\"time:timestamp\" value=\"2016-04-12T08:30:00.000+02:00\"/></event>\n</trace>\n</log>\n";
    let named = |format: u8, text: &str| [&[format], text.as_bytes()].concat();
    vec![named(0, lines), named(1, rows), named(2, trace), named(4, rows)]
}
