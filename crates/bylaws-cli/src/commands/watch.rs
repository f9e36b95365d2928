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
        for path in event.map(saved).unwrap_or_default() {
            let _ = sender.send(path);
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
        let changed = wait(&changes);
        if changed.is_empty() {
            return failed(&"");
        }
        let files = changed.into_iter().collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " });
        print(&format!("\n{}\n", Message::new("watch.saved").with("files", files).render(lang)));
    }
}

fn once(package: &Path, lang: Lang) {
    if check::package(package, lang) {
        test::package(package, lang);
    }
    print(&format!("{}\n", Message::new("watch.waiting").render(lang)));
}

// The policies that an event is about, by their names; reading a file is no change of it.
fn saved(event: notify::Event) -> Vec<String> {
    let is_policy = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "policy");
    let changed =
        event.paths.into_iter().filter(|path| is_policy(path) && !matches!(event.kind, EventKind::Access(_)));
    changed.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
}

// The folders of all files of a package, those that it takes in as well.
fn folders(package: &Path) -> BTreeSet<PathBuf> {
    let own = bylaws_io::package::folder_of(package).to_owned();
    let taken = load(package).map(|package| package.paths).unwrap_or_default();
    let taken = taken.iter().filter_map(|path| path.parent()).map(Path::to_owned);
    taken.chain(own.canonicalize()).collect()
}

// Which files have changed, as soon as nothing has for a while; none where nobody watches any more.
fn wait(changes: &Receiver<String>) -> BTreeSet<String> {
    let mut changed: BTreeSet<String> = changes.recv().into_iter().collect();
    while let Ok(file) = changes.recv_timeout(ONE_CHANGE) {
        changed.insert(file);
    }
    changed
}
