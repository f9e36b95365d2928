//! A thousand broken policies: a diagnostic with a place or a parse, never a panic.

#![expect(clippy::indexing_slicing, reason = "a test may panic")]

use bylaws::check::check;
use bylaws::source::FileId;
use bylaws::syntax::parse;

const TOURS: [&str; 2] =
    [include_str!("../suite/syntax/tour.en.policy"), include_str!("../suite/syntax/tour.zh.policy")];

/// A linear congruential generator (Knuth, MMIX): the same thousand every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(3) {
        let at = dice.below(chars.len());
        let length = 1 + dice.below(12).min(chars.len() - at - 1);
        match dice.below(4) {
            0 => drop(chars.drain(at..at + length)),
            1 => {
                let piece: Vec<char> = chars[at..at + length].to_vec();
                let to = dice.below(chars.len());
                chars.splice(to..to, piece);
            }
            2 => {
                let other = dice.below(chars.len());
                chars.swap(at, other);
            }
            _ => chars.insert(at, ['{', '）', '“', '：', '三', '9', '\u{0}', '该', '/', '"'][dice.below(10)]),
        }
    }
    chars.into_iter().collect()
}

#[test]
fn a_thousand_broken_policies_never_panic_and_keep_their_places() {
    let mut dice = Dice(20_160_412);
    let mut refused = 0;
    for round in 0..1000 {
        let text = mutate(TOURS[round % 2], &mut dice);
        let parsed = parse(FileId(0), &text);
        for diagnostic in &parsed.diagnostics {
            let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
            assert!(start <= end && end <= text.len(), "round {round}: {diagnostic:?}");
            assert!(
                text.is_char_boundary(start) && text.is_char_boundary(end),
                "round {round}: {diagnostic:?}"
            );
        }
        refused += usize::from(!parsed.diagnostics.is_empty());
        let _ = check(&[parsed.file]);
    }
    assert!(refused > 500, "only {refused} of 1000 were refused");
}

#[test]
fn five_broken_norms_give_five_places_and_hide_no_other() {
    let text = "规范 甲 {\n  主体：人员\n  频率：每学期\n}\n规范 乙 {\n  主体：人员\n  频次：每学期不少于三五次\n}\n规范 丙 {\n  each 人员\n}\n\
                规范 “丁” {\n}\n规范 戊 {\n  主体：（\n}\n规范 己 {\n  主体：人员\n  应当：组织生活\n  频次：每月不少于一次\n}\n";
    let parsed = parse(FileId(0), text);
    let lines: std::collections::BTreeSet<usize> =
        parsed.diagnostics.iter().map(|d| text[..d.span.start as usize].matches('\n').count() + 1).collect();
    assert!(lines.len() >= 5, "{:#?}", parsed.diagnostics);
    assert!(parsed.file.items.iter().any(|i| matches!(&i.node, bylaws::syntax::ast::Item::Norm(n) if n.name.name.node == "己" && n.clauses.len() == 3)));
}
