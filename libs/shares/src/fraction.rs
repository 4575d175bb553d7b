//! Exact fractions: small ones in 128 bits, large ones of any size.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// A non-negative fraction of numbers below 2^63. The denominator is not zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SmallFraction {
    pub above: u64,
    pub below: u64,
}

impl SmallFraction {
    pub fn compare(self, other: SmallFraction) -> Ordering {
        let left = u128::from(self.above) * u128::from(other.below);
        let right = u128::from(other.above) * u128::from(self.below);
        left.cmp(&right)
    }
}

pub(crate) fn whole(number: u64) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

pub(crate) fn ratio(above: u128, below: u128) -> BigRational {
    BigRational::new(BigInt::from(above), BigInt::from(below))
}

/// The nearest float or one close to it: relative error at most 2^-50.
pub(crate) fn near(number: &BigRational) -> f64 {
    number.to_f64().unwrap_or(f64::INFINITY)
}
