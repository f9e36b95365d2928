//! `bylaws watch`: checks and tests a package, and again whenever one of its files is saved, until it is interrupted.

use super::{check, test};
use crate::output::{BAD_INPUT, fail, print};
use bylaws::diagnostic::{Lang, Message};
use bylaws_io::package::load;
use notify::{EventKind, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
}

/// Editors write a file in several steps; what comes within this time is one change.
const ONE_CHANGE: Duration = Duration::from_millis(100);

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let failed = |error: &dyn std::fmt::Display| {
        fail(BAD_INPUT, &Message::new("watch.failed").with("problem", error).render(lang))
    };
    let (sender, changes) = channel();
    let told = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| concerns(&event)) {
            let _ = sender.send(());
        }
    };
    let mut watcher = match notify::recommended_watcher(told) {
        Ok(watcher) => watcher,
        Err(error) => return failed(&error),
    };
    let mut watched = BTreeSet::new();
    loop {
        // What is taken in may change with every save.
        for folder in folders(&args.package) {
            if watched.insert(folder.clone())
                && let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive)
            {
                return failed(&error);
            }
        }
        once(&args.package, lang);
        if !wait(&changes) {
            return failed(&"");
        }
    }
}

fn once(package: &Path, lang: Lang) {
    if check::package(package, lang) {
        test::package(package, lang);
    }
    print(&format!("{}\n", Message::new("watch.waiting").render(lang)));
}

// Reading a file is no change of it.
fn concerns(event: &notify::Event) -> bool {
    let is_policy = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "policy");
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_policy)
}

// The folders of all files of a package, those that it takes in as well.
fn folders(package: &Path) -> BTreeSet<PathBuf> {
    let own = bylaws_io::package::folder_of(package).to_owned();
    let taken = load(package).map(|package| package.paths).unwrap_or_default();
    let taken = taken.iter().filter_map(|path| path.parent()).map(Path::to_owned);
    taken.chain(own.canonicalize()).collect()
}

// Until something has changed and then nothing for a while.
fn wait(changes: &Receiver<()>) -> bool {
    let changed = changes.recv().is_ok();
    while changes.recv_timeout(ONE_CHANGE).is_ok() {}
    changed
}
