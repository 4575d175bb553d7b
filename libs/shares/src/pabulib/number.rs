//! Decimal numbers, exactly.

use super::error::Problem;
use crate::election::{ElectionError, LARGEST_AMOUNT, MOST_DECIMALS};

/// `digits` x 10^-`decimals`, without trailing zeros behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    pub digits: u64,
    pub decimals: u8,
}

impl Decimal {
    pub fn parse(text: &str) -> Result<Decimal, Problem> {
        let text = text.trim();
        let not_a_number = || Problem::NotANumber { text: text.chars().take(40).collect() };
        if let Some(rest) = text.strip_prefix('-') {
            let negative = !rest.starts_with('-') && Decimal::parse(rest).is_ok();
            return Err(if negative { Problem::Negative { text: text.to_string() } } else { not_a_number() });
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let part_is_missing = text.ends_with('.');
        if whole.is_empty()
            || part_is_missing
            || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit())
        {
            return Err(not_a_number());
        }
        let part = part.trim_end_matches('0');
        if part.len() > usize::from(MOST_DECIMALS) {
            return Err(Problem::Election(ElectionError::TooManyDecimals));
        }
        let too_large = Problem::Election(ElectionError::AmountTooLarge { amount: u64::MAX });
        let digits = format!("{whole}{part}").parse::<u64>().map_err(|_| too_large.clone())?;
        if digits > LARGEST_AMOUNT {
            return Err(too_large);
        }
        Ok(Decimal { digits, decimals: part.len() as u8 })
    }

    /// The number in units of 10^-`decimals`, which must be at least as fine as the number's own.
    pub fn in_units(self, decimals: u8) -> Result<u64, Problem> {
        let factor = 10_u64.pow(u32::from(decimals.saturating_sub(self.decimals)));
        let amount = self.digits.saturating_mul(factor);
        if amount > LARGEST_AMOUNT {
            return Err(Problem::Election(ElectionError::AmountTooLarge { amount }));
        }
        Ok(amount)
    }
}

/// A whole number of zero or more.
pub(super) fn whole(text: &str) -> Result<u64, Problem> {
    let number = Decimal::parse(text)?;
    if number.decimals > 0 {
        return Err(Problem::NotWhole { text: text.trim().to_string() });
    }
    Ok(number.digits)
}
