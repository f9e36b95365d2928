//! A bar on standard error while a long log is read or much is looked for: only for people, and only once it takes long.

use bylaws::diagnostic::{Lang, Message};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
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

/// Does something with each, in all threads, and shows how many are done; what comes of it is in their order.
pub(crate) fn each<T: Sync, R: Send>(all: &[T], lang: Lang, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let watched = std::io::stderr().is_terminal();
    let (since, bar) = (Instant::now(), OnceLock::new());
    let done = AtomicU64::new(0);
    let one = |item: &T| {
        let found = work(item);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if watched && since.elapsed() >= PATIENCE {
            bar.get_or_init(|| counting(all.len(), lang)).set_position(done);
        }
        found
    };
    let found = all.par_iter().map(one).collect();
    bar.get().into_iter().for_each(ProgressBar::finish_and_clear);
    found
}

fn counting(all: usize, lang: Lang) -> ProgressBar {
    let plain = ProgressStyle::default_bar();
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos} / {len}").unwrap_or(plain);
    let words = Message::new("command.looking").render(lang);
    ProgressBar::new(all as u64).with_style(style).with_message(words)
}
