//! Numbers that change little from one to the next, in about a byte each.

/// Numbers in their order, each as its difference from the one before.
#[derive(Clone, Debug, Default)]
pub(super) struct Deltas {
    bytes: Vec<u8>,
    last: u64,
    len: usize,
}

impl Deltas {
    #[inline]
    pub(super) fn push(&mut self, number: u64) {
        let delta = number.wrapping_sub(self.last) as i64;
        // Small differences of either sign become small numbers.
        let mut rest = ((delta << 1) ^ (delta >> 63)) as u64;
        while rest >= 0x80 {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
        (self.last, self.len) = (number, self.len + 1);
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn reserve(&mut self, numbers: usize) {
        self.bytes.reserve_exact(numbers + numbers / 8);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        let mut bytes = self.bytes.iter();
        let mut last = 0_u64;
        std::iter::from_fn(move || {
            let (mut number, mut shift) = (0_u64, 0);
            loop {
                let byte = *bytes.next()?;
                number |= u64::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    break;
                }
                shift += 7;
            }
            let delta = (number >> 1) as i64 ^ -((number & 1) as i64);
            last = last.wrapping_add(delta as u64);
            Some(last)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Deltas;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(numbers in proptest::collection::vec(any::<u64>(), 0..50), small in proptest::collection::vec(0_u64..300, 0..50)) {
            let all: Vec<u64> = numbers.into_iter().chain(small).collect();
            let mut deltas = Deltas::default();
            all.iter().for_each(|number| deltas.push(*number));
            prop_assert_eq!(deltas.len(), all.len());
            prop_assert_eq!(deltas.iter().collect::<Vec<u64>>(), all);
        }
    }
}
