//! Numbers as people read them: separators, a true minus sign, and short forms for the axes of charts.
//!
//! Digits are never rounded except in `short`, which is for axes and never for a figure in a text.

use crate::lang::Lang;

/// `1,204` and `−35`; all three languages group by thousands.
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if value < 0 {
        text.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A decimal number from an integer scaled by 10^`places`: `scaled(593, 1)` is `59.3`.
pub fn scaled(value: i64, places: u32) -> String {
    let Some(factor) = 10_u64.checked_pow(places).filter(|factor| *factor > 1) else {
        return grouped(value);
    };
    let (whole, rest) = (value.unsigned_abs() / factor, value.unsigned_abs() % factor);
    let sign = if value < 0 { "−" } else { "" };
    // A whole part of a scaled u64 is at most 1.8e18 and so fits an i64.
    let whole = grouped(i64::try_from(whole).unwrap_or(i64::MAX));
    format!("{sign}{whole}.{rest:0width$}", width = places as usize)
}

/// A short form with at most one decimal, cut towards zero: ko `4.1만`, en `41K`, zh `4.1万`.
pub fn short(value: i64, lang: Lang) -> String {
    let steps: [(u64, &str); 3] = match lang {
        Lang::Ko => [(1_000_000_000_000, "조"), (100_000_000, "억"), (10_000, "만")],
        Lang::Zh => [(1_000_000_000_000, "万亿"), (100_000_000, "亿"), (10_000, "万")],
        Lang::En => [(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")],
    };
    let size = value.unsigned_abs();
    let Some((step, name)) = steps.into_iter().find(|(step, _)| size >= *step) else {
        return grouped(value);
    };
    let tenths = i64::try_from(size / (step / 10)).unwrap_or(i64::MAX);
    let number = if tenths % 10 == 0 { grouped(tenths / 10) } else { scaled(tenths, 1) };
    format!("{}{number}{name}", if value < 0 { "−" } else { "" })
}
