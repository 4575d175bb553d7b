//! Decimals: exact numbers from text, and text from exact numbers.
//!
//! No float is involved. A number with more digits than the unit can hold is refused, or, for
//! readings, split into a whole part and a remainder that the caller carries on.

/// The text as an integer number of 10^-`digits`; `None` when it is not a plain decimal, has more
/// digits than that (other than zeros), or does not fit.
pub fn exact(text: &str, digits: u32) -> Option<i64> {
    let (whole, remainder) = split(text, digits)?;
    (remainder == 0).then_some(whole)
}

/// The text in units of 10^-`digits`: the whole units (rounded towards minus infinity) and what is
/// left over, in 10^-9 of one unit (0 ..= 999_999_999; further digits are dropped).
pub fn split(text: &str, digits: u32) -> Option<(i64, u32)> {
    let text = text.trim().as_bytes();
    let (negative, text) = match text.first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let mut value: i64 = 0;
    let mut rest: u32 = 0;
    let mut after: Option<u32> = None;
    let mut any = false;
    for &byte in text {
        match byte {
            b'0'..=b'9' => {
                any = true;
                let digit = i64::from(byte - b'0');
                match &mut after {
                    Some(count) if *count >= digits => {
                        if *count < digits + 9 {
                            rest = rest * 10 + digit as u32;
                            *count += 1;
                        }
                    }
                    seen => {
                        value = value.checked_mul(10)?.checked_add(digit)?;
                        if let Some(count) = seen {
                            *count += 1;
                        }
                    }
                }
            }
            b'.' if after.is_none() => after = Some(0),
            b',' if after.is_none() && any && groups_of_three(text) => {}
            _ => return None,
        }
    }
    if !any {
        return None;
    }
    let seen = after.unwrap_or(0);
    for _ in seen.min(digits)..digits {
        value = value.checked_mul(10)?;
    }
    for _ in seen.saturating_sub(digits)..9 {
        rest *= 10;
    }
    Some(match (negative, rest) {
        (false, _) => (value, rest),
        (true, 0) => (-value, 0),
        (true, _) => (-value - 1, 1_000_000_000 - rest),
    })
}

/// "1,234,567.8" is a number; "12,5" and "0,125" are somebody's decimal commas and must not become 125.
fn groups_of_three(text: &[u8]) -> bool {
    let whole = text.split(|&byte| byte == b'.').next().unwrap_or(text);
    let mut groups = whole.split(|&byte| byte == b',');
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && first[0] != b'0' && groups.all(|group| group.len() == 3)
}

/// An integer number of 10^-`digits` as text, without trailing zeros.
pub fn text(value: i64, digits: u32) -> String {
    let scale = 10_u64.pow(digits);
    let magnitude = value.unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    let fraction = magnitude % scale;
    if fraction == 0 {
        return format!("{sign}{}", magnitude / scale);
    }
    let fraction = format!("{fraction:0width$}", width = digits as usize);
    format!("{sign}{}.{}", magnitude / scale, fraction.trim_end_matches('0'))
}

/// An integer with a comma between groups of three digits.
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
