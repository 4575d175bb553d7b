//! Quantities: whole numbers with a unit from the registry. No float is ever a record.

use crate::problem::{Error, Saying};
use serde::{Deserialize, Serialize};

/// A unit of the registry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unit {
    /// The code as stored and in files.
    pub code: &'static str,
    /// The base unit it is counted in.
    pub base: &'static str,
    /// How many base units one of it is.
    pub factor: i64,
}

/// All units. A unit with a factor is only for reading and showing: amounts are stored in the base unit.
pub const UNITS: &[Unit] = &[
    unit("company", "company", 1),
    unit("person", "person", 1),
    unit("count", "count", 1),
    unit("krw", "krw", 1),
    unit("eok_krw", "krw", 100_000_000),
    unit("usd", "usd", 1),
    unit("person_month", "person_month", 1),
    unit("mgpu_s", "mgpu_s", 1),
    unit("gib_h", "gib_h", 1),
    unit("seat_day", "seat_day", 1),
    unit("minute", "minute", 1),
    unit("day", "day", 1),
    unit("wh", "wh", 1),
    unit("kwh", "wh", 1_000),
    unit("permyriad", "permyriad", 1),
    unit("percent", "permyriad", 100),
];

const fn unit(code: &'static str, base: &'static str, factor: i64) -> Unit {
    Unit { code, base, factor }
}

impl Unit {
    /// Finds a unit by its code.
    pub fn find(code: &str) -> Result<Unit, Error> {
        UNITS
            .iter()
            .copied()
            .find(|unit| unit.code == code)
            .ok_or_else(|| Saying::invalid("base-unit-unknown").with("unit", code).into())
    }
}

/// An amount in the base unit of the registry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Quantity {
    /// Whole base units.
    pub amount: i64,
    /// The code of the base unit.
    pub unit: String,
}

impl Quantity {
    /// `amount` of the unit `code`, turned into base units; refused when it does not fit.
    pub fn of(amount: i64, code: &str) -> Result<Quantity, Error> {
        let unit = Unit::find(code)?;
        let amount = amount.checked_mul(unit.factor).ok_or_else(|| {
            Error::from(Saying::invalid("base-quantity-too-large").with("amount", amount).with("unit", code))
        })?;
        Ok(Quantity { amount, unit: unit.base.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_million_won_is_won() {
        assert_eq!(Quantity::of(6, "eok_krw").unwrap(), Quantity { amount: 600_000_000, unit: "krw".into() });
        assert!(Quantity::of(i64::MAX, "eok_krw").unwrap_err().is("base-quantity-too-large"));
        assert!(Quantity::of(1, "furlong").unwrap_err().is("base-unit-unknown"));
    }
}
