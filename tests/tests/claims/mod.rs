//! What is claimed of small packages, each claim in both directions: made where it is true, and not where it is not.

mod analysed;
mod different;
mod exhaustive;
mod limits;
mod pasted;
mod slips;
mod turned;

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use bylaws::syntax::parse;

pub(crate) const WORDS: &str = r#"policy p "P" {
  in force from 2016-01-01
  time zone "Asia/Shanghai"
}
entity college {
  pupils: integer, not negative
}
role dean: college
enumeration kinds { fire, flood }
event drill {
  held_by: college
  kind: kinds
}
event request {
  case_no: text
}
event decided {
  case_no: text
}
"#;

/// A package of the words above and a regulation, which another one amends.
pub(crate) fn amending(regulation: &str, decision: &str) -> CheckedPolicy {
    let mut files = Vec::new();
    for (number, text) in [format!("{WORDS}{regulation}"), decision.to_owned()].into_iter().enumerate() {
        let mut parsed = parse(FileId(u32::try_from(number).unwrap()), &text);
        assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
        parsed.file.beneath = 1 - number;
        files.push(parsed.file);
    }
    let checked = check(&files);
    assert!(checked.is_usable(), "{:#?}", checked.diagnostics);
    checked.policy
}

/// A package of the words above and this.
pub(crate) fn package(text: &str) -> CheckedPolicy {
    whole(&format!("{WORDS}{text}"))
}

/// A package of this text.
pub(crate) fn whole(text: &str) -> CheckedPolicy {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    let said: Vec<String> = all.map(|d| d.message.render(Lang::En)).collect();
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{said:#?}");
    checked.policy
}

/// A norm that asks every college for this.
pub(crate) fn norm(name: &str, asks: &str) -> String {
    format!("norm {name} {{\n  each college\n  {asks}\n}}\n")
}
