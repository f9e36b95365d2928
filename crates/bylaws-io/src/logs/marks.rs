//! Where marks stand in a text. Sixty-four bytes are looked at at once, in a form that compilers turn into few
//! instructions: cells are short, and a search begun anew for each of them would cost more than the cell.

/// Puts the positions of two marks, neither of them 0, into `out`, in order.
pub(super) fn positions(text: &[u8], (a, b): (u8, u8), out: &mut Vec<u32>) {
    out.clear();
    let (blocks, rest) = text.as_chunks::<64>();
    let mut last = [0; 64];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mut start = 0;
    for block in blocks.iter().chain([&last]) {
        let mut bits = hits(block, a, b);
        while bits != 0 {
            out.push(start + bits.trailing_zeros());
            bits &= bits - 1;
        }
        start += 64;
    }
}

// A bit for each byte that is one of two.
fn hits(block: &[u8; 64], a: u8, b: u8) -> u64 {
    let mut each = [0_u8; 64];
    for (hit, byte) in each.iter_mut().zip(block) {
        *hit = u8::from((*byte == a) | (*byte == b));
    }
    let (eights, _) = each.as_chunks::<8>();
    // The product brings the lowest bits of eight bytes together in the highest byte.
    let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |so_far, eight| so_far << 8 | bits(eight))
}

/// Where a text in quotation marks ends; none if something in it is escaped, or it does not end.
pub(super) fn plain_end(text: &[u8]) -> Option<usize> {
    let each = |byte: u8| u64::from_ne_bytes([byte; 8]);
    let (low, high) = (each(0x7f), each(0x80));
    let (words, rest) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The highest bit of each byte that is not the one looked for.
        let others = |byte| {
            let differs = word ^ each(byte);
            ((differs & low) + low) | differs
        };
        let found = !(others(b'"') & others(b'\\')) & high;
        if found != 0 {
            let end = at * 8 + (found.trailing_zeros() / 8) as usize;
            return text.get(end).filter(|byte| **byte == b'"').map(|_| end);
        }
    }
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    rest.get(end).filter(|byte| **byte == b'"').map(|_| words.len() * 8 + end)
}

#[cfg(test)]
mod tests {
    use super::{plain_end, positions};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_found_where_they_stand(text in proptest::collection::vec(proptest::sample::select(vec![b',', b'\n', b'a', 0xff, 0x2b, 0]), 0..300)) {
            let mut found = Vec::new();
            positions(&text, (b',', b'\n'), &mut found);
            let is_mark = |(_, byte): &(usize, &u8)| matches!(byte, b',' | b'\n');
            let expected: Vec<u32> = text.iter().enumerate().filter(is_mark).map(|(at, _)| at as u32).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn texts_end_at_the_first_mark_that_nothing_escapes(text in proptest::collection::vec(proptest::sample::select(vec![b'"', b'\\', b'a', 0xa2, 0xdc, b'#', b'b', b'c', b'd', b'e']), 0..60)) {
            let first = text.iter().position(|byte| matches!(byte, b'"' | b'\\'));
            prop_assert_eq!(plain_end(&text), first.filter(|at| text[*at] == b'"'));
        }
    }
}
