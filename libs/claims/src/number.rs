//! Numbers as they were printed: an exact value and how many digits stood behind the point.
//!
//! No floating point: a verdict about somebody's arithmetic may not depend on ours.

#[cfg(test)]
mod tests;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// An exact fraction.
pub type Fraction = BigRational;

/// Longer numbers are refused: nobody published one, and it bounds the work per line.
pub const DIGITS_MAX: usize = 24;

/// A printed decimal such as `71.2`: 712 tenths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    value: Fraction,
    places: u32,
}

impl Printed {
    /// Reads `-`, digits and at most one point with digits on both sides. Separators, signs such as `%`,
    /// exponents and blanks are not numbers: `None`.
    pub fn parse(text: &str) -> Option<Printed> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = match digits.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, decimals)) => (whole, decimals),
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
            return None;
        }
        if whole.len() + decimals.len() > DIGITS_MAX {
            return None;
        }
        let unscaled: BigInt = format!("{whole}{decimals}").parse().ok()?;
        let places = u32::try_from(decimals.len()).ok()?;
        let size = Fraction::new(unscaled, power_of_ten(places));
        let value = if text.starts_with('-') { -size } else { size };
        Some(Printed { value, places })
    }

    /// A whole number, as a count of rows is.
    pub fn whole(count: i64) -> Printed {
        Printed { value: Fraction::from_integer(count.into()), places: 0 }
    }

    /// `unscaled / 10^places`, printed with that many places.
    pub fn decimal(unscaled: i64, places: u32) -> Printed {
        Printed { value: Fraction::new(unscaled.into(), power_of_ten(places)), places }
    }

    pub fn value(&self) -> &Fraction {
        &self.value
    }

    /// Digits behind the point.
    pub fn places(&self) -> u32 {
        self.places
    }

    /// The value as a whole number of units of 10^-`places`; `places` are at least those printed.
    pub fn scaled(&self, places: u32) -> BigInt {
        self.value.numer() * power_of_ten(places) / self.value.denom()
    }

    /// Half a unit of the last printed digit.
    pub fn half_unit(&self) -> Fraction {
        Fraction::new(1.into(), power_of_ten(self.places) * 2)
    }

    /// Without separators, as [`Printed::parse`] reads it: `1100` or `31.0`.
    pub fn plain(&self) -> String {
        self.text().replace(',', "")
    }

    /// With separators, as printed: `1,100` or `31.0`.
    pub fn text(&self) -> String {
        rounded(&self.value, self.places)
    }
}

/// `value` with `places` digits behind the point, half away from nought, thousands separated.
pub fn rounded(value: &Fraction, places: u32) -> String {
    let scaled = value.abs() * Fraction::from_integer(power_of_ten(places));
    let units = (scaled + Fraction::new(1.into(), 2.into())).floor().to_integer();
    let sign = if value.is_negative() && !units.is_zero() { "-" } else { "" };
    let places = places as usize;
    let digits = format!("{:0>width$}", units.to_string(), width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{decimals}", grouped(whole))
}

/// A fraction as text that loses nothing: `724/1221`, or a whole number.
pub fn exact(value: &Fraction) -> String {
    value.to_string()
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn power_of_ten(places: u32) -> BigInt {
    BigInt::from(10).pow(places)
}
