//! Rows and lines of JSON, field by field. Everything stands where the generator of logs puts it.

use crate::calendar::day;
use crate::facts::{Decision, Facts};

/// A place in the text; beyond the end all is 0.
struct Place<'t> {
    text: &'t [u8],
    at: usize,
}

impl Place<'_> {
    fn byte(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or_default()
    }

    /// The number at this place, which is then behind it.
    fn number(&mut self) -> u64 {
        let mut number = 0;
        while self.byte().is_ascii_digit() {
            number = number * 10 + u64::from(self.byte() - b'0');
            self.at += 1;
        }
        number
    }

    /// The type at this place, by what tells it from the others, and its length.
    fn kind(&self) -> (Kind, usize) {
        let tenth = self.text.get(self.at + 12).copied().unwrap_or_default();
        match self.byte() {
            b'o' if tenth == b'a' => (Kind::Life, 19),
            b'o' => (Kind::Organisation, 12),
            b'v' => (Kind::Visit, 5),
            b'j' => (Kind::Meeting, 13),
            b'd' => (Kind::Decision, 8),
            b'm' => (Kind::Member, 6),
            _ if self.text.get(self.at + 5) == Some(&b's') => (Kind::RoleStart, 10),
            _ => (Kind::RoleEnd, 8),
        }
    }

    fn day(&mut self) -> u16 {
        let date = self.text.get(self.at..).and_then(|rest| rest.first_chunk());
        self.at += 10;
        date.map_or(0, day)
    }

    fn end_line(&mut self) {
        while self.at < self.text.len() && self.byte() != b'\n' {
            self.at += 1;
        }
        self.at += 1;
    }
}

#[derive(Clone, Copy)]
pub enum Kind {
    Organisation,
    Member,
    RoleStart,
    RoleEnd,
    Life,
    Visit,
    Meeting,
    Decision,
}

/// Rows `e1,type,2023-02-13,entity,person,role,unit`.
pub fn table(text: &[u8], facts: &mut Facts) {
    let mut place = Place { text, at: 0 };
    while place.at < text.len() {
        // The headings begin with another letter.
        if place.byte() != b'e' {
            place.end_line();
            continue;
        }
        place.at += 1;
        let id = place.number();
        place.at += 1;
        let (kind, length) = place.kind();
        place.at += length + 1;
        let day = place.day();
        // Before the id: a comma for each empty cell on the way, and its letter.
        place.at += match kind {
            Kind::Organisation | Kind::Member => 2,
            Kind::Meeting | Kind::Decision => 5,
            _ => 3,
        };
        let number = place.number() as u32;
        take(facts, kind, id, day, number);
        place.end_line();
    }
}

/// Lines `{"id":"e1","type":"…","at":"2023-02-13","person":"m1",…}`.
pub fn json(text: &[u8], facts: &mut Facts) {
    let mut place = Place { text, at: 0 };
    while place.at < text.len() {
        place.at += r#"{"id":"e"#.len();
        let id = place.number();
        place.at += r#"","type":""#.len();
        let (kind, length) = place.kind();
        place.at += length + r#"","at":""#.len();
        let day = place.day();
        place.at += match kind {
            Kind::Meeting | Kind::Decision => r#"","unit":"o"#.len(),
            _ => r#"","person":"m"#.len(),
        };
        let number = place.number() as u32;
        take(facts, kind, id, day, number);
        place.end_line();
    }
}

/// What a record says, `number` being that of its first entity.
pub fn take(facts: &mut Facts, kind: Kind, id: u64, day: u16, number: u32) {
    match kind {
        Kind::Life => facts.life(number, day),
        Kind::Visit => facts.visit(number, day),
        Kind::Meeting => facts.meeting(number, day),
        Kind::Decision => facts.decisions.push(Decision { id, unit: number, day }),
        Kind::Member => facts.member(number).since = day,
        Kind::RoleStart => facts.member(number).post.0 = day,
        Kind::RoleEnd => facts.member(number).post.1 = day,
        Kind::Organisation => {}
    }
}
