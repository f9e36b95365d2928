//! Where the cursor is: between the items, at the head of a part of one, or behind such a head.

use bylaws::diagnostic::Lang;
use bylaws::syntax::{heads_in, item_heads, walk};

/// What stands before the cursor and matters for what may follow.
pub(crate) struct Cursor<'t> {
    /// The head of the item that the cursor is in, in the language of the file.
    pub item: Option<&'static str>,
    /// Whether the cursor is before the brace of the item.
    pub in_header: bool,
    /// Whether a new part may begin here.
    pub at_head: bool,
    /// The head of the part that the cursor is in.
    pub head: &'static str,
    /// What stands between that head and the cursor.
    pub behind: &'t str,
    /// What is written up to the cursor of the clause, or of the item with nothing but the line that the cursor is in.
    pub unfinished: String,
    /// Of a norm or a test, what stands above that clause.
    pub above: &'t str,
    /// Whether that is a clause.
    pub is_clause: bool,
    /// Heads that the item has already.
    pub written: Vec<&'static str>,
}

impl<'t> Cursor<'t> {
    /// The cursor behind `before` and in front of `after`.
    pub(crate) fn new(before: &'t str, after: &'t str, lang: Lang) -> Self {
        let start = lines(before).rev().find_map(|(at, line)| Some((at, item_head(line, lang)?)));
        let line = before.rsplit('\n').next().unwrap_or("");
        let words = line.trim_start();
        // Only the beginning of a word stands on the line: a head may be meant.
        let is_word = !words.contains(|c: char| c.is_whitespace() || "：:（(，,；;“\"".contains(c));
        let text = start.and_then(|(at, _)| before.get(at..)).unwrap_or("");
        let open = Open::of(text);
        let is_closed = open.braces == 0 && open.was_open;
        let mut cursor = Self {
            item: start.map(|(_, head)| head).filter(|_| !is_closed),
            in_header: !open.was_open,
            at_head: is_word && open.bracket.is_none(),
            head: "",
            behind: "",
            unfinished: String::new(),
            above: "",
            is_clause: false,
            written: Vec::new(),
        };
        let begins_item = line.len() == words.len() && is_word;
        if begins_item && (cursor.item.is_none() || cursor.in_header) {
            return Self { item: None, ..cursor };
        }
        let Some(item) = cursor.item else { return cursor };
        let heads = heads_in(item, lang);
        let head_of = |line: &str| {
            heads.iter().copied().filter(|head| is_head(line, head, lang)).max_by_key(|h| h.len())
        };
        let parts = lines(text).skip(1).filter_map(|(at, line)| Some((at, head_of(line.trim_start())?)));
        let rest = lines(after).skip(1).take_while(|(_, line)| item_head(line, lang).is_none());
        cursor.written = parts.clone().map(|(_, head)| head).collect();
        cursor.written.extend(rest.filter_map(|(_, line)| head_of(line.trim_start())));
        let clause = parts.clone().last().filter(|_| matches!(item, "规范" | "norm" | "测试" | "test"));
        cursor.is_clause = clause.is_some();
        cursor.above = clause.and_then(|(at, _)| text.get(..at)).unwrap_or("");
        cursor.unfinished = match clause {
            Some((at, _)) => text.get(at..).unwrap_or("").trim_start().to_owned(),
            None => open.with_its_line(text),
        };
        if let Some((at, head)) = parts.last() {
            cursor.head = head;
            let part = text.get(at..).unwrap_or("").trim_start();
            cursor.behind = part.get(head.len()..).unwrap_or("").trim_start().trim_start_matches(['：', ':']);
        } else {
            cursor.behind = text.get(item.len()..).unwrap_or("");
        }
        cursor
    }
}

fn lines(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> + Clone {
    text.split('\n').map(move |line| (line.as_ptr() as usize - text.as_ptr() as usize, line))
}

/// The head of the item that a line begins, at the margin.
fn item_head(line: &str, lang: Lang) -> Option<&'static str> {
    item_heads(lang).find(|head| {
        let after = line.strip_prefix(head);
        after.is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || matches!(c, '{' | '：')))
    })
}

/// Whether a line begins with the head of a part.
fn is_head(line: &str, head: &str, lang: Lang) -> bool {
    let Some(after) = line.strip_prefix(head) else { return false };
    match lang {
        Lang::Zh => after.trim_start().starts_with(['：', ':']) || after.trim_start() != after,
        Lang::En => after.starts_with(char::is_whitespace),
    }
}

/// What is open at the end of a text.
#[derive(Default)]
struct Open {
    braces: usize,
    was_open: bool,
    /// Where the body of an item begins.
    body: usize,
    /// The innermost and the outermost bracket that is open.
    bracket: Option<usize>,
    outermost: Option<usize>,
}

impl Open {
    fn of(text: &str) -> Self {
        let mut open = Self::default();
        let mut brackets = Vec::new();
        walk(text, |at, c, _, _| match c {
            '{' | '｛' => {
                if !open.was_open {
                    open.body = at + c.len_utf8();
                }
                (open.braces, open.was_open) = (open.braces + 1, true);
            }
            '}' | '｝' => open.braces = open.braces.saturating_sub(1),
            '(' | '（' => brackets.push(at),
            ')' | '）' => drop(brackets.pop()),
            _ => {}
        });
        open.bracket = brackets.last().copied();
        open.outermost = brackets.first().copied();
        open
    }

    // The head of an item, and of its body only the line at the end: the others may be broken.
    fn with_its_line(&self, text: &str) -> String {
        let line = text.get(..self.outermost.unwrap_or(text.len())).and_then(|before| before.rfind('\n'));
        let start = line.map_or(self.body, |end| end + 1).max(self.body);
        match self.was_open {
            true => {
                let (head, line) = (text.get(..self.body), text.get(start..));
                format!("{}\n{}", head.unwrap_or(""), line.unwrap_or(""))
            }
            false => text.to_owned(),
        }
    }
}
