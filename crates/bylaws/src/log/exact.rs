//! Exact numbers: ratios of two integers, so that money and shares never touch floating point.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Zero};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// An exact rational number. Arithmetic that would leave the range of 128-bit terms gives `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(Ratio<i128>);

#[expect(clippy::should_implement_trait, reason = "the operators' traits cannot say that there is no result")]
impl Exact {
    /// Zero.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));
    /// One.
    pub const ONE: Self = Self(Ratio::new_raw(1, 1));

    /// `numerator / denominator`, `None` when the denominator is zero.
    #[must_use]
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Self> {
        (denominator != 0).then(|| Self(Ratio::new(numerator, denominator)))
    }

    /// The sum, if it is in range.
    #[must_use]
    pub fn add(self, other: Self) -> Option<Self> {
        self.0.checked_add(&other.0).map(Self)
    }

    /// The difference, if it is in range.
    #[must_use]
    pub fn sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    /// The product, if it is in range.
    #[must_use]
    pub fn mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(&other.0).map(Self)
    }

    /// The quotient; `None` when `other` is zero or the result is out of range.
    #[must_use]
    pub fn div(self, other: Self) -> Option<Self> {
        if other.0.is_zero() { None } else { self.0.checked_div(&other.0).map(Self) }
    }

    /// The nearest integer, halves upward.
    #[must_use]
    pub fn round_half_up(self) -> i128 {
        let (numerator, denominator) = self.terms();
        let rest = numerator.rem_euclid(denominator);
        self.floor() + i128::from(rest >= denominator - rest)
    }

    /// The least integer that is not smaller.
    #[must_use]
    pub fn ceil(self) -> i128 {
        self.floor() + i128::from(self.to_integer().is_none())
    }

    /// The greatest integer that is not greater.
    #[must_use]
    pub fn floor(self) -> i128 {
        let (numerator, denominator) = self.terms();
        numerator.div_euclid(denominator)
    }

    /// The integer it is, if it is one.
    #[must_use]
    pub fn to_integer(self) -> Option<i128> {
        self.0.is_integer().then(|| self.0.to_integer())
    }

    /// Numerator and denominator in lowest terms.
    #[must_use]
    pub fn terms(self) -> (i128, i128) {
        (*self.0.numer(), *self.0.denom())
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(Ratio::from_integer(i128::from(value)))
    }
}

/// A decimal where one exists (`0.25`), else a fraction (`2/3`).
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (numerator, denominator) = self.terms();
        let (mut scale, mut places) = (1_i128, 0_usize);
        while scale % denominator != 0 && places < 18 {
            scale *= 10;
            places += 1;
        }
        match numerator.checked_mul(scale / denominator) {
            Some(digits) if scale % denominator == 0 => {
                let sign = if digits < 0 { "-" } else { "" };
                let digits = format!("{:0>width$}", digits.unsigned_abs(), width = places + 1);
                let (whole, part) = digits.split_at(digits.len() - places);
                if places == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
            }
            _ => write!(f, "{numerator}/{denominator}"),
        }
    }
}

/// What was read is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an exact number")]
pub struct NotANumber;

impl FromStr for Exact {
    type Err = NotANumber;

    /// Reads `12`, `-0.5`, `2/3`, `60%`, `1e3`; at most 30 significant digits.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        if let Some(percent) = text.strip_suffix('%') {
            return percent.parse::<Self>()?.div(Self::from(100)).ok_or(NotANumber);
        }
        if let Some((above, below)) = text.split_once('/') {
            return above.parse::<Self>()?.div(below.parse()?).ok_or(NotANumber);
        }
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| NotANumber)?),
            None => (text, 0),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
        let digits: String = [unsigned, part].concat();
        if digits.is_empty() || digits.len() > 30 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotANumber);
        }
        let value: i128 = digits.parse().map_err(|_| NotANumber)?;
        let value = Self(Ratio::from_integer(if whole.starts_with('-') { -value } else { value }));
        let shift = exponent.checked_sub(part.len() as i32).ok_or(NotANumber)?;
        let power = 10_i128.checked_pow(shift.unsigned_abs()).ok_or(NotANumber)?;
        let power = Self(Ratio::from_integer(power));
        if shift < 0 { value.div(power) } else { value.mul(power) }.ok_or(NotANumber)
    }
}

// Digits for people and for other programs, the two terms where nobody reads them.
impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => serializer.collect_str(self),
            false => self.terms().serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return String::deserialize(deserializer)?.parse().map_err(D::Error::custom);
        }
        let (numerator, denominator) = <(i128, i128)>::deserialize(deserializer)?;
        Self::ratio(numerator, denominator).ok_or_else(|| D::Error::custom("a denominator of zero"))
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;

    #[test]
    fn rounds_at_halves_and_below_zero() {
        for (text, floor, nearest, ceil) in
            [("2.5", 2, 3, 3), ("-2.5", -3, -2, -2), ("33/10", 3, 3, 4), ("7", 7, 7, 7), ("-1/3", -1, 0, 0)]
        {
            let number = text.parse::<Exact>().unwrap();
            assert_eq!(
                (number.floor(), number.round_half_up(), number.ceil()),
                (floor, nearest, ceil),
                "{text}"
            );
        }
    }

    #[test]
    fn reads_and_prints_without_loss() {
        for (text, printed) in [
            ("12", "12"),
            ("-0.50", "-0.5"),
            ("2/3", "2/3"),
            ("60%", "0.6"),
            ("1e3", "1000"),
            ("26.85120450862128", "26.85120450862128"),
        ] {
            assert_eq!(text.parse::<Exact>().unwrap().to_string(), printed);
        }
        for text in ["", "1/0", "abc", "1e999", "--1", "1.2.3"] {
            assert!(text.parse::<Exact>().is_err(), "{text}");
        }
    }
}
