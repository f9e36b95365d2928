//! A clause in the wrong place: a word that opens one, where that one does not belong.

use super::heads::{Words, item_of, owners};
use super::{Builder, Node, Rule, cut};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};

impl Builder {
    /// The word that stands at a place and opens a part of another item, or an item within one.
    pub(super) fn misplaced(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let line = slice.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        let indent = slice.get(line..at)?;
        let word = line + indent.len() - indent.trim_start().len();
        // The word that opens the line, or one that stands here.
        let opening = super::problems::first_word(slice.get(word..)?);
        let behind = slice.get(word + opening.len()..)?.trim_start();
        let opens = behind.starts_with(['：', ':']) && opening != "说明"
            || slice.get(word + opening.len()..at)?.trim().is_empty();
        let at = if opens { word } else { at };
        let before = slice.get(..at)?;
        let opens_a_line =
            before.trim_end_matches([' ', '\t', '\u{3000}']).ends_with('\n') || before.trim().is_empty();
        let found = super::problems::first_word(slice.get(at..)?);
        let here = self.item.filter(|_| opens_a_line)?;
        let is_item = at > 0 && cut::item_heads(self.lang).any(|head| head == found);
        let owners: Vec<_> = owners(&found, self.lang).collect();
        if owners.iter().any(|owner| self.word(*owner) == here) {
            return None;
        }
        let belongs = match owners.first() {
            Some(owner) => Message::new("place.in").with_arg("item", called(*owner)),
            None if is_item => Message::new("place.outside"),
            None => return None,
        };
        let here = item_of(here, self.lang);
        let here = here.map_or_else(|| Arg::from(self.item.unwrap_or_default()), called);
        Some(self.told(at, &found, Message::new("place.in").with_arg("item", here), belongs))
    }

    /// A clause between the items.
    pub(super) fn outside_of_items(&self, found: &str) -> Option<Diagnostic> {
        let owner = owners(found, self.lang).next()?;
        let belongs = Message::new("place.in").with_arg("item", called(owner));
        Some(self.told(0, found, Message::new("place.outside"), belongs))
    }

    /// A clause of a test in a norm, or of a norm in a test, which are read alike.
    pub(super) fn in_another_item(&mut self, clause: &Node<'_>, text: &str) {
        let (owner, here) = match (clause.as_rule(), self.item) {
            (Rule::test_clause, Some("norm" | "规范")) => (("test", "测试"), ("norm", "规范")),
            (Rule::norm_clause, Some("test" | "测试")) => (("norm", "规范"), ("test", "测试")),
            _ => return,
        };
        let place = |item| Message::new("place.in").with_arg("item", called(item));
        let problem = self.told(0, &super::problems::first_word(text), place(here), place(owner));
        self.report(problem);
    }

    fn told(&self, at: usize, found: &str, here: Message, belongs: Message) -> Diagnostic {
        let message = |message| Arg::Message(Box::new(message));
        Diagnostic::error("B0126", self.at(at, at + found.len()))
            .with("found", found)
            .with_arg("here", message(here))
            .with_arg("belongs", message(belongs))
    }

    const fn word(&self, (english, chinese): Words) -> &'static str {
        match self.lang {
            Lang::Zh => chinese,
            Lang::En => english,
        }
    }
}

fn called((en, zh): Words) -> Arg {
    Arg::Word { zh: zh.to_owned(), en: en.to_owned() }
}
