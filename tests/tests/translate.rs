//! Translation: the tree of the other surface, there and back without loss, and a whole package that
//! checks the same in English as in Chinese.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{Checked, check};
use bylaws::diagnostic::Lang;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::ast::{File, Item, NormClause};
use bylaws::syntax::{Names, format, parse, translate};
use std::path::PathBuf;

const EN: &str = include_str!("../suite/syntax/tour.en.policy");
const ZH: &str = include_str!("../suite/syntax/tour.zh.policy");

fn tree(text: &str) -> File {
    let parsed = parse(FileId(0), text);
    let problems: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|d| format!("{} {}", d.span.start, d.message.render(Lang::En)))
        .collect();
    assert_eq!(problems, Vec::<String>::new(), "in:\n{text}");
    parsed.file
}

fn into(file: &File, names: &Names, to: Lang) -> File {
    translate(file, names, to).map_err(|problems| said(&problems)).unwrap()
}

fn other(lang: Lang) -> Lang {
    if lang == Lang::Zh { Lang::En } else { Lang::Zh }
}

// Labels of exceptions are the one kind of name with a single form.
fn without_labels(mut file: File) -> File {
    for item in &mut file.items {
        let Item::Norm(norm) = &mut item.node else { continue };
        for clause in &mut norm.clauses {
            let NormClause::Except(list) = &mut clause.node else { continue };
            for exception in list {
                exception.label = exception.label.take().map(|_| Default::default());
                exception.to = exception.to.take().map(|_| Default::default());
            }
        }
    }
    file
}

fn sixteen() -> Vec<File> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles");
    let package = bylaws_io::package::load(&folder).unwrap();
    assert_eq!(package.diagnostics, []);
    package.files
}

#[test]
fn the_chinese_tour_in_english_is_the_english_tour() {
    let (en, zh) = (tree(EN), tree(ZH));
    // The tours name one parameter that neither declares.
    let more = tree("参数 党课周期 英文名 lecture_period：时长");
    let names = Names::of(&[&zh, &more]);
    let (found, wanted) = (without_labels(into(&zh, &names, Lang::En)), without_labels(en));
    for (found, wanted) in found.items.iter().zip(&wanted.items) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found, wanted);
    assert_eq!(without_labels(into(&wanted, &names, Lang::Zh)), without_labels(zh));
}

#[test]
fn there_and_back_gives_the_same_bytes() {
    let tours = vec![vec![tree(EN)], vec![tree(ZH)]];
    for package in tours.into_iter().chain([sixteen()]) {
        let names = Names::of(&package.iter().collect::<Vec<_>>());
        for file in &package {
            let own = format(file);
            let twin = into(file, &names, other(file.lang));
            assert_eq!(format(&into(&twin, &names, file.lang)), own);
            // By way of text too: nothing that matters is in the tree alone.
            let written = tree(&format(&twin));
            assert_eq!(written, twin);
            assert_eq!(&into(&written, &names, file.lang), file);
        }
    }
}

fn shape(checked: &Checked) -> String {
    let policy = &checked.policy;
    let norms = policy.norms.values().map(|norm| {
        format!("{:?} {:?} {:?} {:?} {:?}", norm.name, norm.cites, norm.modality, norm.time, norm.reading)
    });
    let clauses = policy.clauses.values().map(|clause| format!("{clause:?}"));
    norms.chain(clauses).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_sixteen_articles_check_the_same_in_english() {
    let chinese = sixteen();
    let names = Names::of(&chinese.iter().collect::<Vec<_>>());
    let english: Vec<File> =
        chinese.iter().map(|file| tree(&format(&into(file, &names, Lang::En)))).collect();
    let (zh, en) = (check(&chinese), check(&english));
    let codes = |checked: &Checked| {
        let mut all: Vec<_> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
        all.sort();
        all
    };
    assert_eq!(codes(&en), codes(&zh));
    assert_eq!(shape(&en), shape(&zh));
    assert_eq!(en.policy.vocabulary, zh.policy.vocabulary);
    let failed: Vec<String> = scenario::run(&en.policy, None)
        .iter()
        .flat_map(|r| r.failures.iter().map(|f| format!("{}: {}", r.title, f.render(Lang::En))))
        .collect();
    assert_eq!(failed, Vec::<String>::new());
}

#[test]
fn the_english_twin_is_what_translate_makes() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let twin = |name: &str| std::fs::read_to_string(folder.join("sixteen-articles.en").join(name)).unwrap();
    let whole = sixteen();
    let names = Names::of(&whole.iter().collect::<Vec<_>>());
    let mut compared = 0;
    for entry in std::fs::read_dir(folder.join("sixteen-articles")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "policy") {
            let chinese = tree(&std::fs::read_to_string(&path).unwrap());
            let english = format(&into(&chinese, &names, Lang::En));
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(
                english == twin(name),
                "{name}: run `bylaws translate policies/sixteen-articles --to en --out policies/sixteen-articles.en`"
            );
            compared += 1;
        }
    }
    assert!(compared >= 17);
}

fn said(problems: &[bylaws::diagnostic::Diagnostic]) -> Vec<String> {
    problems.iter().map(|d| d.message.render(Lang::En)).collect()
}

#[test]
fn a_name_is_renamed_by_what_it_means_where_it_stands() {
    let file = tree(
        "实体 学院 英文名 college\n事件 会议 英文名 meeting 又名 例会 { 单位 英文名 held_by：学院 }\n\
         事件 决定 英文名 decision { 单位 英文名 unit：学院 }\n参数 限额 英文名 limit：整数\n\
         规范 甲 { 主体：学院\n情形：决定（单位是该学院）\n应当：会议（单位是该决定的单位）不少于限额；例会\n时限：该决定之前 }",
    );
    let names = Names::of(&[&file]);
    let english = format(&into(&file, &names, Lang::En));
    // A further form has no counterpart, so it stays; a name without one too.
    let wanted = "norm 甲 {\n  each        college\n  when        decision where (unit is the college)\n  \
                  must        have at least limit meeting where (held_by is the decision.unit); have 例会\n  \
                  before      the decision\n}\n";
    assert!(english.ends_with(wanted), "{english}");
    assert_eq!(format(&into(&tree(&english), &names, Lang::Zh)), format(&file));
}

#[test]
fn names_in_the_other_language_come_back_in_the_files_own() {
    let file = tree("实体 学院 英文名 college\n规范 甲 { 主体：college\n应当：college\n时限：一次性 }");
    let names = Names::of(&[&file]);
    let own = into(&file, &names, Lang::Zh);
    assert!(format(&own).contains("主体：学院"));
    assert_eq!(into(&into(&file, &names, Lang::En), &names, Lang::Zh), own);
}

#[test]
fn a_reference_that_would_mean_something_else_is_an_error() {
    let file = tree(
        "实体 学院 英文名 college\n事件 会议 英文名 meeting { 人数 英文名 size：整数 }\n参数 规模 英文名 size：整数\n\
         规范 甲 { 主体：学院\n应当：会议（规模是5）\n时限：一次性 }",
    );
    let problems = translate(&file, &Names::of(&[&file]), Lang::En).unwrap_err();
    assert_eq!(
        said(&problems),
        ["the other form of `规模`, `size`, means something else here; rename one of them"]
    );
}

#[test]
fn a_definition_that_could_mean_several_fields_is_an_error() {
    let file = tree(
        "事件 会议 英文名 meeting { 单位 英文名 held_by：文本 }\n事件 决定 英文名 decision { 单位 英文名 unit：文本 }\n\
         定义 本校 为 单位是“school”",
    );
    let problems = translate(&file, &Names::of(&[&file]), Lang::En).unwrap_err();
    assert_eq!(
        said(&problems),
        [
            "`单位` has several other forms (held_by, unit) and nothing here tells which; use a name of its own"
        ]
    );
}
