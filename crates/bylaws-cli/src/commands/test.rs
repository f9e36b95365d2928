//! `bylaws test`: 0 all passed · 1 some failed or the policy is bad · 2 usage.

use crate::inputs::usable;
use crate::output::{BAD_INPUT, print, word};
use bylaws::diagnostic::Lang;
use bylaws::scenario;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// Only scenarios whose title or norm contains this
    #[arg(long)]
    filter: Option<String>,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let policy = match usable(&args.package, lang) {
        Ok(policy) => policy,
        Err(code) => return code,
    };
    let results = scenario::run(&policy, args.filter.as_deref());
    let failed = results.iter().filter(|r| !r.failures.is_empty()).count();
    for result in results.iter().filter(|r| !r.failures.is_empty()) {
        let norms = result.norms.join(word(lang, "、", ", "));
        let norms = if lang == Lang::Zh { format!("（{norms}）") } else { format!(" ({norms})") };
        print(&format!("{} {}{norms}\n", word(lang, "未通过", "FAILED"), result.title));
        result.failures.iter().for_each(|f| print(&format!("  {}\n", f.render(lang))));
    }
    let passed = results.len() - failed;
    print(&match lang {
        Lang::Zh => format!("通过{passed}项，未通过{failed}项\n"),
        Lang::En => format!("{passed} passed, {failed} failed\n"),
    });
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(BAD_INPUT) }
}
