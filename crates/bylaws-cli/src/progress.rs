//! A bar on standard error while a long log is read: only for people, and only once it takes long.

use bylaws::diagnostic::{Lang, Message};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long reading may last without a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// How much of all files was read.
pub(crate) struct Progress {
    files: Vec<PathBuf>,
    lang: Lang,
    since: Instant,
    watched: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Nothing is shown yet; in a pipe nothing ever is.
    pub(crate) fn new(files: &[PathBuf], lang: Lang) -> Self {
        let watched = std::io::stderr().is_terminal();
        Self { files: files.to_vec(), lang, since: Instant::now(), watched, bar: None }
    }

    /// So many bytes of all files were read.
    pub(crate) fn read(&mut self, bytes: u64) {
        if !self.watched || self.since.elapsed() < PATIENCE {
            return;
        }
        let (files, lang) = (&self.files, self.lang);
        self.bar.get_or_insert_with(|| bar(files, lang)).set_position(bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
    }
}

fn bar(files: &[PathBuf], lang: Lang) -> ProgressBar {
    let size = |file: &PathBuf| std::fs::metadata(file).map_or(0, |data| data.len());
    let plain = ProgressStyle::default_bar();
    let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes} / {total_bytes}").unwrap_or(plain);
    let words = Message::new("log.reading").render(lang);
    ProgressBar::new(files.iter().map(size).sum()).with_style(style).with_message(words)
}
