//! Above each test: run it, and see what came of it.

use crate::places::range_of;
use crate::project::{Project, Projects};
use bylaws::diagnostic::Lang;
use bylaws::scenario::{self, ScenarioResult};
use bylaws::source::FileId;
use bylaws::syntax::ast::Item;
use lsp_types::{CodeLens, Command, MessageType, ShowMessageParams};
use serde_json::{Value, json};
use std::path::Path;

/// The command that runs one test: the path of its file, its title.
pub(crate) const RUN: &str = "bylaws.runTest";

/// One for each test of a file.
pub(crate) fn lenses(project: &Project, file: FileId, lang: Lang) -> Vec<CodeLens> {
    let (Some(source), Some(tree), Some(path)) =
        (project.source(file), project.tree(file), project.path(file))
    else {
        return Vec::new();
    };
    let title = if lang == Lang::Zh { "运行测试" } else { "run test" };
    let lens = |item: &bylaws::source::Spanned<Item>| {
        let Item::Test(test) = &item.node else { return None };
        let arguments = vec![json!(path.to_string_lossy()), json!(test.title.node)];
        let command =
            Command { title: title.to_owned(), command: RUN.to_owned(), arguments: Some(arguments) };
        Some(CodeLens { range: range_of(source, test.title.span), command: Some(command), data: None })
    };
    tree.items.iter().filter_map(lens).collect()
}

/// Runs the test that a command names: what failed, and the same in words; none where there is no such test.
///
/// # Errors
/// In words: the package has errors, so that nothing in it can be tried.
pub(crate) fn run(projects: &Projects, arguments: &Value, lang: Lang) -> Result<Option<Run>, String> {
    let word = |at: usize| arguments.get(at).and_then(Value::as_str);
    let Some((path, title)) = word(0).zip(word(1)) else { return Ok(None) };
    let Some((project, file)) = projects.of(Path::new(path)) else { return Ok(None) };
    if !project.is_usable() {
        let zh = "制度包有错误，改正后才能运行测试";
        return Err(if lang == Lang::Zh { zh } else { "the package has errors; mend them first" }.to_owned());
    }
    let results = scenario::run(&project.checked.policy, Some(title));
    // Each case of a test is one of its own, called after both.
    let cases = format!("{title} · ");
    let is_own = |one: &&ScenarioResult| one.title == title || one.title.starts_with(&cases);
    let own: Vec<&ScenarioResult> =
        results.iter().filter(|one| one.span.file == file).filter(is_own).collect();
    if own.is_empty() {
        return Ok(None);
    }
    let said = |one: &&ScenarioResult| -> Vec<String> {
        let case = one.title.strip_prefix(&cases);
        let failures = one.failures.iter().map(|failure| failure.render(lang));
        failures.map(|said| case.map_or_else(|| said.clone(), |case| format!("{case} · {said}"))).collect()
    };
    let failures: Vec<String> = own.iter().flat_map(said).collect();
    let (typ, said) = match (failures.is_empty(), lang) {
        (true, Lang::Zh) => (MessageType::INFO, format!("通过：{title}")),
        (true, Lang::En) => (MessageType::INFO, format!("passed: {title}")),
        (false, Lang::Zh) => (MessageType::WARNING, format!("未通过：{title}\n{}", failures.join("\n"))),
        (false, Lang::En) => (MessageType::WARNING, format!("failed: {title}\n{}", failures.join("\n"))),
    };
    Ok(Some(Run { failures, shown: ShowMessageParams { typ, message: said } }))
}

/// What came of a test.
pub(crate) struct Run {
    pub failures: Vec<String>,
    pub shown: ShowMessageParams,
}
