//! Districts: sums that show no single home (the 15/15 rule).
//!
//! A district is shown when it has at least fifteen homes and none of them uses more than 15 % of its sum.
//! If exactly one is held back while the city's sum is shown, that one could be subtracted out; then the
//! smallest other district is held back with it. Homes that cannot be counted (gaps) are a part of their own.

use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

pub const HOMES_MIN: usize = 15;
pub const PERCENT_MAX: i64 = 15;

/// One home in one period. `wh` is `None` when readings are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    pub district: String,
    pub wh: Option<i64>,
}

/// Why a district is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    TooFewHomes,
    OneHomeDominates,
    /// It would let another be computed by subtraction.
    ToProtectAnother,
}

/// One row of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub district: String,
    pub shown: Result<Shown, Held>,
}

/// What may be seen of a district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub homes: usize,
    /// Homes without complete readings, which are in no sum.
    pub unknown: usize,
    pub wh: i64,
    pub mean_wh: i64,
}

/// The report of a city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub rows: Vec<Row>,
    /// `None` when the city as a whole must not be shown either.
    pub city: Option<Shown>,
}

#[derive(Default)]
struct Sum {
    homes: usize,
    unknown: usize,
    wh: i64,
    most: i64,
}

/// Sums homes by district.
pub fn report(homes: &[Home]) -> Report {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut city = Sum::default();
    for home in homes {
        for sum in [sums.entry(&home.district).or_default(), &mut city] {
            match home.wh {
                None => sum.unknown += 1,
                Some(wh) => {
                    sum.homes += 1;
                    sum.wh += wh;
                    sum.most = sum.most.max(wh);
                }
            }
        }
    }
    let mut rows: Vec<(Row, i64)> = sums
        .iter()
        .map(|(district, sum)| (Row { district: (*district).to_owned(), shown: shown(sum) }, sum.wh))
        .collect();
    let city = shown(&city).ok();
    let held = rows.iter().filter(|row| row.0.shown.is_err()).count();
    if held == 1 && city.is_some() {
        let partner = rows.iter_mut().filter(|row| row.0.shown.is_ok()).min_by_key(|row| row.1);
        if let Some((row, _)) = partner {
            row.shown = Err(Held::ToProtectAnother);
        }
    }
    Report { rows: rows.into_iter().map(|row| row.0).collect(), city }
}

fn shown(sum: &Sum) -> Result<Shown, Held> {
    if sum.homes < HOMES_MIN {
        return Err(Held::TooFewHomes);
    }
    if i128::from(sum.most) * 100 > i128::from(sum.wh) * i128::from(PERCENT_MAX) {
        return Err(Held::OneHomeDominates);
    }
    let mean_wh = sum.wh / sum.homes as i64;
    Ok(Shown { homes: sum.homes, unknown: sum.unknown, wh: sum.wh, mean_wh })
}
