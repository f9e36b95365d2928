//! The messages that come of inputs when they are read, checked and judged: of the pages on problems, of the packages, of
//! the cookbook, of the rules in `suite/messages`.

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::{Arg, Diagnostic, Lang, Message};
use bylaws::eval::{Evaluation, Request, Verdict, evaluate};
use bylaws::log::{EventLog, LogBuilder};
use bylaws::report::Explainer;
use bylaws::scenario;
use bylaws::source::SourceSet;
use bylaws_io::logs;
use bylaws_io::logs::xes::Mapping;
use bylaws_io::package::load;
use std::fs;
use std::path::{Path, PathBuf};

/// All messages found, and the lines of all explanations, the Chinese ones and the English ones.
#[derive(Default)]
pub(crate) struct Collected(pub Vec<Message>, pub [Vec<String>; 2]);

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Collected {
    /// A message, and those inside it.
    pub(crate) fn message(&mut self, message: &Message) {
        for (_, arg) in &message.args {
            if let Arg::Message(inner) = arg {
                self.message(inner);
            }
        }
        self.0.push(message.clone());
    }

    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        self.message(&diagnostic.message);
        diagnostic.labels.iter().for_each(|label| self.message(&label.message));
        diagnostic.help.iter().for_each(|help| self.message(help));
    }

    /// A package: its problems, what came of its scenarios, and why each verdict in them is as it is.
    pub(crate) fn package(&mut self, path: &Path) {
        let package = match load(path) {
            Ok(package) => package,
            Err(error) => return self.message(&error.message()),
        };
        let checked = check(&package.files);
        package.diagnostics.iter().chain(&checked.diagnostics).for_each(|d| self.diagnostic(d));
        let policy = checked.policy;
        for result in scenario::run(&policy, None) {
            result.failures.iter().for_each(|failure| self.message(&failure.message));
        }
        for test in &policy.tests {
            let Ok((log, request)) = scenario::given(&policy, test) else { continue };
            let request = Request { near_misses: true, ..request };
            let found = evaluate(&policy, &log, &request);
            self.judged((&policy, &package.sources), (&log, &request), &found);
        }
    }

    // Why each verdict is as it is, and the explanation of each that is not plainly met.
    fn judged(
        &mut self,
        (policy, sources): (&CheckedPolicy, &SourceSet),
        (log, request): (&EventLog, &Request),
        found: &Evaluation,
    ) {
        found.outcomes.iter().for_each(|outcome| self.message(&outcome.why()));
        let explainer = Explainer::new(policy, sources, log, request);
        let worth = found.outcomes.iter().filter(|outcome| outcome.verdict != Verdict::Fulfilled).take(20);
        for explanation in worth.filter_map(|outcome| explainer.explain(outcome)) {
            for (lines, lang) in self.1.iter_mut().zip([Lang::Zh, Lang::En]) {
                lines.extend(explanation.text(lang).lines().map(str::to_owned));
            }
        }
    }

    /// A package in a text.
    pub(crate) fn text(&mut self, text: &str) {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("text.policy"), text).unwrap();
        self.package(home.path());
    }

    /// Logs under a package.
    pub(crate) fn logs(&mut self, home: &Path, names: &[&str], skip_invalid: bool) {
        let Ok(package) = load(home) else { return };
        let policy = check(&package.files).policy;
        let paths: Vec<PathBuf> = names.iter().map(|name| home.join(name)).collect();
        let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(skip_invalid);
        let mapping = Mapping::of_package(home, &policy.vocabulary);
        let read =
            mapping.and_then(|mapping| logs::read(&paths, mapping.as_ref(), &mut builder, &mut |_| ()));
        if let Err(error) = read {
            return self.message(&error.message());
        }
        match builder.finish() {
            Ok(log) => {
                let request = Request { near_misses: true, ..Request::default() };
                let found = evaluate(&policy, &log, &request);
                self.judged((&policy, &package.sources), (&log, &request), &found);
                log.set_aside.iter().for_each(|one| self.message(&one.error.message));
                log.cautions.iter().for_each(|caution| self.message(caution));
            }
            Err(errors) => errors.iter().for_each(|error| self.message(&error.message)),
        }
    }

    /// The examples of a page on a problem; those that stand together are files of one package.
    pub(crate) fn page(&mut self, page: &str) {
        let mut example: (String, Vec<(String, String)>) = Default::default();
        for (info, text) in blocks(page) {
            let mut words = info.split(' ').skip(1);
            let kind = words.next().unwrap_or_default().to_owned();
            if example.0 != kind {
                self.example(&example.1);
                example = (kind, Vec::new());
            }
            example.1.push((words.next().unwrap_or("example.policy").to_owned(), text.to_owned()));
        }
        self.example(&example.1);
    }

    fn example(&mut self, files: &[(String, String)]) {
        let home = tempfile::tempdir().unwrap();
        let vocabulary = root().join("docs/diagnostics/vocabulary.policy");
        fs::copy(vocabulary, home.path().join("vocabulary.policy")).unwrap();
        for (name, text) in files {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        self.package(home.path());
        let names = files.iter().map(|(name, _)| name.as_str());
        let names: Vec<&str> = names.filter(|n| !n.ends_with(".policy") && *n != "xes.toml").collect();
        if !names.is_empty() {
            self.logs(home.path(), &names, false);
        }
    }
}

/// The fenced blocks of a page: what is said after the three marks, and the text.
pub(crate) fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'))
}

impl Collected {
    /// Why each verdict is as it is of a policy and a log made at random.
    pub(crate) fn case(&mut self, case: &bylaws_tests::generate::Case) {
        let Ok(policy) = case.policy() else { return };
        let request = case.asked.request();
        let Ok(log) = bylaws_tests::generate::Line::log(&policy, &case.lines, request.known_at) else {
            return;
        };
        let found = evaluate(&policy, &log, &request);
        self.judged((&policy, &SourceSet::default()), (&log, &request), &found);
    }
}
