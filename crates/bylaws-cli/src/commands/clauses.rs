//! `bylaws clauses`: which clause is encoded by what.

use crate::doc::{Status, deemed};
use crate::inputs::usable;
use crate::output::{Format, print, several};
use bylaws::check::policy::{Clause, Standing};
use bylaws::diagnostic::Lang;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package: a folder of .policy files, or one file
    package: PathBuf,
    /// How to print
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let policy = match usable(&args.package, lang) {
        Ok(policy) => policy,
        Err(code) => return code,
    };
    if args.format == Format::Json {
        let rows = policy.clauses.values().map(|c| {
            serde_json::json!({"clause": c.id, "phrase": c.phrase, "status": Status::of(c).key(), "norms": c.norms, "deems": c.deems, "reason": reason(c, str::to_owned)})
        });
        print(&format!("{}\n", serde_json::Value::from_iter(rows)));
        return ExitCode::SUCCESS;
    }
    for clause in policy.clauses.values() {
        let rest = reason(clause, |name| policy.parameter_shown(name, lang).to_owned());
        let norms = || clause.norms.iter().map(|norm| policy.norm_shown(norm, lang)).collect::<Vec<_>>();
        let deems = || clause.deems.iter().map(|event| deemed(&policy, event, lang, str::to_owned));
        let by = || norms().into_iter().map(str::to_owned).chain(deems()).collect::<Vec<_>>().join(" ");
        let rest = rest.unwrap_or_else(by);
        print(&format!(
            "{}\t{}\t{}\t{rest}\n",
            policy.clause_shown(&clause.id, lang),
            Status::of(clause).words(lang),
            clause.phrase
        ));
    }
    print(&match lang {
        Lang::Zh => format!("共{}条\n", policy.clauses.len()),
        Lang::En => several(policy.clauses.len(), "clause") + "\n",
    });
    ExitCode::SUCCESS
}

fn reason(clause: &Clause, shown: impl Fn(&str) -> String) -> Option<String> {
    match &clause.standing {
        Standing::NotCheckable(why) => Some(why.clone()),
        Standing::NeedsParameter(names) if !clause.is_cited() => {
            Some(names.iter().map(|name| shown(name)).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}
