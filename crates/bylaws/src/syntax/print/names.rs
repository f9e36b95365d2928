//! Names and texts in quotes: when a name can stand bare, and which quotes hold a text.

use super::Printer;
use crate::source::Span;
use crate::syntax::ast::{ExprKind, Ident, NameDecl};
use crate::syntax::parse::value;

/// Which names are quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Those that would be read as something else.
    WhereNeeded,
    /// All of them.
    Always,
}

impl Printer<'_> {
    /// A name.
    pub(crate) fn name(&self, name: &str) -> String {
        // 为 and 是否 join a name that ends or starts with them to its neighbour.
        let joins = self.zh() && (name.ends_with('为') || name.starts_with('否'));
        let bare = self.quoting == Quoting::WhereNeeded
            && !joins
            && matches!(value(name, self.lang).map(|v| v.kind), Some(ExprKind::Name(read)) if read == name);
        if bare { name.to_owned() } else { self.quoted(name) }
    }

    /// A name after `.` or `的`, where words such as 次数 mean something of their own.
    pub(super) fn member_name(&self, name: &str) -> String {
        let probe = if self.zh() { format!("甲的{name}") } else { format!("x.{name}") };
        match value(&probe, self.lang).map(|v| v.kind) {
            Some(ExprKind::Member(_, read)) if read.node == name => self.name(name),
            _ => self.quoted(name),
        }
    }

    /// The name of a measured field, before 之和 and the like.
    pub(super) fn measured_name(&self, name: &str) -> String {
        match value(&format!("甲的{name}之和"), self.lang).map(|v| v.kind) {
            Some(ExprKind::Measure { field, .. }) if field.node == name => self.name(name),
            _ => self.quoted(name),
        }
    }

    /// A name where only letters may stand bare.
    pub(crate) fn letters(&self, name: &str) -> String {
        let bare = self.quoting == Quoting::WhereNeeded
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !["数", "之", "负责"].iter().any(|end| name.contains(end));
        if bare { name.to_owned() } else { self.quoted(name) }
    }

    fn quoted(&self, name: &str) -> String {
        let corner = if self.zh() { !name.contains('」') } else { name.contains('`') };
        if corner { format!("「{name}」") } else { format!("`{name}`") }
    }

    /// Several names.
    pub(super) fn names(&self, names: &[Ident]) -> String {
        let all: Vec<String> = names.iter().map(|n| self.name(&n.node)).collect();
        all.join(self.say("、", ", "))
    }

    /// A declared name with its forms, its own language's first.
    pub(super) fn decl(&self, decl: &NameDecl) -> String {
        let english = self.name(&decl.name.node);
        let mut out = match &decl.alias {
            Some(chinese) if self.zh() => format!("{} 英文名 {english}", self.name(&chinese.node)),
            Some(chinese) => format!("{english} alias {}", self.name(&chinese.node)),
            None => english,
        };
        if !decl.also.is_empty() {
            let all: Vec<String> = decl.also.iter().map(|n| self.name(&n.node)).collect();
            out += &format!(" {} {}", self.say("又名", "also"), all.join("、"));
        }
        out
    }

    /// A text in quotes.
    pub(super) fn text(&self, text: &str) -> String {
        let curly = if self.zh() { !text.contains('”') } else { text.contains('"') };
        if curly { format!("“{text}”") } else { format!("\"{text}\"") }
    }

    /// A text that may be missing, after what it belongs to.
    pub(super) fn after_space(&self, text: Option<&str>) -> String {
        text.map_or_else(String::new, |t| format!(" {}", self.text(t)))
    }
}

/// Where a declaration starts: either form may come first.
pub(super) fn start(decl: &NameDecl) -> Span {
    decl.alias.as_ref().map_or(decl.name.span, |alias| alias.span.to(decl.name.span))
}
