//! `bylaws new`: begins a package that can be checked and tested at once: 0 written · 1 it could not be · 2 usage.

use crate::file_problems::unwritable;
use crate::output::{BAD_INPUT, fail, print};
use bylaws::diagnostic::{Lang, Message};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder of the new package
    folder: PathBuf,
}

/// A file's name and its text.
type Written = (&'static str, &'static str);

const ZH: [Written; 5] = [
    ("制度.policy", include_str!("new/zh/regulation.policy")),
    ("词汇.policy", include_str!("new/zh/vocabulary.policy")),
    ("校历.policy", include_str!("new/zh/calendar.policy")),
    ("规范.policy", include_str!("new/zh/norms.policy")),
    ("测试.policy", include_str!("new/zh/tests.policy")),
];

const EN: [Written; 5] = [
    ("regulation.policy", include_str!("new/en/regulation.policy")),
    ("vocabulary.policy", include_str!("new/en/vocabulary.policy")),
    ("calendar.policy", include_str!("new/en/calendar.policy")),
    ("norms.policy", include_str!("new/en/norms.policy")),
    ("tests.policy", include_str!("new/en/tests.policy")),
];

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let folder = args.folder.as_path();
    let files = if lang == Lang::Zh { ZH } else { EN };
    let is_empty =
        |folder: &Path| std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if folder.exists() && !is_empty(folder) {
        let message = Message::new("new.exists").with("folder", folder.display());
        return fail(BAD_INPUT, &message.render(lang));
    }
    if let Err((path, error)) = write(folder, &files) {
        return fail(BAD_INPUT, &unwritable(&path, &error).render(lang));
    }
    print(&format!("{}\n", Message::new("new.written").with("folder", folder.display()).render(lang)));
    ExitCode::SUCCESS
}

fn write(folder: &Path, files: &[Written]) -> Result<(), (PathBuf, std::io::Error)> {
    std::fs::create_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
    files.iter().try_for_each(|(name, text)| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| (path, error))
    })
}
