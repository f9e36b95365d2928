//! Both surfaces: the tours hold every construct, and broken text keeps its place.

use bylaws::diagnostic::Lang;
use bylaws::source::{FileId, SourceFile};
use bylaws::syntax::{Parsed, parse};

const EN: &str = include_str!("../suite/syntax/tour.en.policy");
const ZH: &str = include_str!("../suite/syntax/tour.zh.policy");

fn problems(text: &str, parsed: &Parsed) -> Vec<String> {
    let source = SourceFile::new("tour", text);
    let lines = parsed.diagnostics.iter().map(|d| {
        let at = source.line_column(d.span.start);
        format!("{}:{} {} {}", at.line, at.column, d.code(), d.message.render(Lang::Zh))
    });
    lines.collect()
}

#[test]
fn the_tours_parse_in_both_surfaces_with_as_many_items() {
    let (en, zh) = (parse(FileId(0), EN), parse(FileId(0), ZH));
    assert_eq!(problems(EN, &en), Vec::<String>::new());
    assert_eq!(problems(ZH, &zh), Vec::<String>::new());
    assert_eq!((en.file.lang, zh.file.lang), (Lang::En, Lang::Zh));
    assert_eq!((en.file.items.len(), zh.file.items.len()), (44, 44));
}

#[test]
fn before_and_after_have_a_short_form_in_chinese() {
    let norm = |limit: &str| {
        parse(FileId(0), &format!("规范 整改 {{\n  情形：演练\n  应当：整改\n  时限：该演练{limit}\n}}\n"))
    };
    for (short, long) in [("后10个工作日内", "之后10个工作日内"), ("前3日内", "之前3日内")]
    {
        let (short, long) = (norm(short), norm(long));
        assert!(short.diagnostics.is_empty(), "{:?}", short.diagnostics);
        assert_eq!(short.file, long.file);
    }
}
