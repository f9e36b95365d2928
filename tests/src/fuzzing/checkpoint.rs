//! Checkpoints of a monitor: any bytes are refused in words, or give a monitor that runs on.

use super::load::with_file;
use crate::generate::Line;
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::online::{Monitor, Options, Seal};
use bylaws::source::FileId;
use bylaws_io::checkpoint::Checkpoint;
use std::sync::LazyLock;

const POLICY: &str = r#"
policy p { time zone "Asia/Shanghai" }
entity unit
event asked { unit: unit }
event answered { unit: unit }
state closed: unit, from closing, to opening
norm answers {
  when asked
  must have answered where (unit is the asked.unit)
  within 3 days after the asked
}
norm asks {
  each unit
  must have asked where (unit is the unit)
  every week
  except while the unit under closed
}
"#;

static CHECKED: LazyLock<CheckedPolicy> = LazyLock::new(|| {
    let parsed = bylaws::syntax::parse(FileId(0), POLICY);
    assert_eq!(parsed.diagnostics, []);
    bylaws::check::check(&[parsed.file]).policy
});

fn options() -> Options {
    Options { lateness: 86_400_000, corrections: 10 * 86_400_000, ..Options::default() }
}

/// Lines that a monitor is fed before and after a checkpoint is taken.
fn lines() -> Vec<Line> {
    let line = |kind: &str, id: &str, at: &str, field: &'static str, of: &str| {
        Line(vec![("id", id.into()), ("type", kind.into()), ("at", at.into()), (field, of.into())])
    };
    vec![
        line("unit", "e1", "2016-01-01", "entity", "u1"),
        line("unit", "e2", "2016-01-01", "entity", "u2"),
        line("asked", "e3", "2016-01-05", "unit", "u1"),
        line("closing", "e4", "2016-01-06", "unit", "u2"),
        line("retract", "e5", "2016-01-07", "of", "e9"),
        line("answered", "e6", "2016-01-09", "unit", "u1"),
        line("asked", "e7", "2016-01-20", "unit", "u3"),
        line("opening", "e8", "2016-03-02", "unit", "u2"),
        line("asked", "e9", "2016-03-05", "unit", "u2"),
    ]
}

/// A monitor's state after so many lines, to begin from.
#[must_use]
pub(super) fn taken_after(number: usize) -> Vec<u8> {
    let mut monitor = Monitor::new(&CHECKED, Seal::default(), options());
    for (number, line) in lines().iter().take(number).enumerate() {
        monitor.feed(&line.raw(number));
    }
    monitor.checkpoint()
}

/// Takes a checkpoint up, as it is and with its checksum set right, and feeds the monitor that it gives.
///
/// # Panics
/// Where a refusal has no words, or the monitor that resumes panics.
pub fn checkpoint(bytes: &[u8]) {
    resumed(bytes);
    let summed = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    };
    if let Some((body, _)) = bytes.split_last_chunk::<4>() {
        resumed(&summed(body));
    }
    for bytes in [bytes.to_vec(), summed(bytes)] {
        with_file("checkpoint", &bytes, |path| match Checkpoint::read(path) {
            Ok(Some(checkpoint)) => resumed(&checkpoint.monitor),
            Ok(None) => {}
            Err(error) => assert!(!error.message().render(Lang::Zh).is_empty()),
        });
    }
}

fn resumed(bytes: &[u8]) {
    match Monitor::resume(&CHECKED, Seal::default(), options(), bytes) {
        Err(refusal) => assert!(!refusal.message().render(Lang::Zh).is_empty()),
        Ok(mut monitor) => {
            for (number, line) in lines().iter().enumerate() {
                monitor.feed(&line.raw(number));
            }
            let _ = monitor.state();
            let again = monitor.checkpoint();
            assert!(Monitor::resume(&CHECKED, Seal::default(), options(), &again).is_ok());
        }
    }
}
