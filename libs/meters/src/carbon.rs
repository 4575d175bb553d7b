//! Carbon: greenhouse gas of the electricity used, in whole grams.
//!
//! A factor is a record of (basis, period, published, purpose). Two factors may be lawful on one day for
//! two purposes; the purpose is asked for, never guessed.

use crate::decimal;
use crate::fault::{Fault, FaultKind};
use jiff::civil::Date;
use serde::Deserialize;

#[cfg(test)]
mod tests;

/// Grams of CO2 equivalent for each Wh, in 10^-6 (that is: t per MWh in 10^-6).
pub const FACTOR_DIGITS: u32 = 6;

/// One published factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// `consumption` or `generation`.
    pub basis: String,
    pub region: String,
    pub from: Date,
    pub to: Date,
    /// t per MWh in 10^-6.
    pub t_per_mwh: i64,
    pub published: String,
    pub purposes: Vec<String>,
    pub note: String,
    pub source: String,
}

/// A factor found for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    pub factor: &'a Factor,
    /// The day lies after the last factor's period, which is used until a newer one is published.
    pub carried: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    factor: Vec<FactorFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactorFile {
    basis: String,
    region: String,
    from: toml::value::Datetime,
    to: toml::value::Datetime,
    t_per_mwh: String,
    published: String,
    purpose: Vec<String>,
    #[serde(default)]
    note: String,
    source: String,
}

/// Reads the table of factors.
///
/// # Errors
/// `Format`, `Number`, `Time` for what cannot be read; `Overlap` when two factors of one basis, region
/// and purpose hold on the same day.
pub fn read(text: &str) -> Result<Vec<Factor>, Fault> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        Fault::new(FaultKind::Format, "grid factors", error.message(), "see grid_factors.toml").at(line, 0)
    })?;
    if file.format != 1 {
        let what = format!("format {} is not known", file.format);
        return Err(Fault::new(FaultKind::Format, "grid factors", what, "write format = 1"));
    }
    let factors: Vec<Factor> = file.factor.into_iter().map(factor).collect::<Result<_, _>>()?;
    for (at, one) in factors.iter().enumerate() {
        let same = |two: &&Factor| {
            two.basis == one.basis
                && two.region == one.region
                && two.purposes.iter().any(|purpose| one.purposes.contains(purpose))
                && two.from < one.to
                && one.from < two.to
        };
        if factors[..at].iter().any(|two| same(&two)) {
            let what = format!("two {} factors hold on {}", one.basis, one.from);
            let mend = "give them different purposes or periods";
            return Err(Fault::new(FaultKind::Overlap, "grid factors", what, mend));
        }
    }
    Ok(factors)
}

fn factor(file: FactorFile) -> Result<Factor, Fault> {
    let fault =
        |kind, what: String| Fault::new(kind, "grid factors", what, "write 2023-01-01 and \"0.4173\"");
    let date = |value: &toml::value::Datetime| {
        value
            .to_string()
            .parse::<Date>()
            .map_err(|_| fault(FaultKind::Time, format!("{value} is not a date")))
    };
    let t_per_mwh = decimal::exact(&file.t_per_mwh, FACTOR_DIGITS)
        .filter(|factor| (0..=10_000_000).contains(factor))
        .ok_or_else(|| fault(FaultKind::Number, format!("\"{}\" is not a factor", file.t_per_mwh)))?;
    Ok(Factor {
        from: date(&file.from)?,
        to: date(&file.to)?,
        basis: file.basis,
        region: file.region,
        t_per_mwh,
        published: file.published,
        purposes: file.purpose,
        note: file.note,
        source: file.source,
    })
}

/// The factor for a day and a purpose.
///
/// # Errors
/// `NoRate` when none is known for the purpose, or the day lies before all of them.
pub fn find<'a>(factors: &'a [Factor], region: &str, purpose: &str, day: Date) -> Result<Found<'a>, Fault> {
    let fits = |factor: &&Factor| factor.region == region && factor.purposes.iter().any(|own| own == purpose);
    let inside = factors.iter().filter(fits).find(|factor| factor.from <= day && day < factor.to);
    if let Some(factor) = inside {
        return Ok(Found { factor, carried: false });
    }
    let last = factors.iter().filter(fits).filter(|factor| factor.to <= day).max_by_key(|factor| factor.to);
    last.map(|factor| Found { factor, carried: true }).ok_or_else(|| {
        let what = format!("no factor of {region} for {purpose} is known for {day}");
        Fault::new(FaultKind::NoRate, "grid factors", what, "add the published factor with its source")
    })
}

/// Grams of CO2 equivalent of this energy, rounded half up.
pub fn grams(wh: i64, factor: &Factor) -> i64 {
    let exact = i128::from(wh) * i128::from(factor.t_per_mwh);
    ((2 * exact + 1_000_000).div_euclid(2_000_000)) as i64
}
