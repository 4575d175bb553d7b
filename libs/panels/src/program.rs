//! The integer programme whose solutions are the possible panels.
//!
//! One column per class (how many of its people sit), rows for the number of seats, for each
//! quota, and for each kind of household whose members are of several classes. All data are
//! integers, so whether a panel is possible is decided exactly.

use crate::classes::Classes;
use crate::lp::{Dictionary, Row};
use crate::pool::Quotas;

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Seats,
    Quota { feature: usize, value: usize },
    Homes { kind: usize },
}

/// low <= sum over `columns` of x <= high.
#[derive(Debug, Clone)]
pub struct CountRow {
    pub label: Label,
    pub columns: Vec<usize>,
    pub low: u32,
    pub high: u32,
}

/// Panels as integer points: 0 <= x[c] <= most[c] and all rows.
#[derive(Debug, Clone)]
pub struct Program {
    pub most: Vec<u32>,
    pub rows: Vec<CountRow>,
}

impl Program {
    pub fn of(classes: &Classes, quotas: &Quotas, seats: u32) -> Program {
        let most: Vec<u32> = classes.classes.iter().map(|class| class.most.min(seats)).collect();
        let all = (0..most.len()).collect();
        let mut rows = vec![CountRow { label: Label::Seats, columns: all, low: seats, high: seats }];
        for (feature, value, _, quota) in quotas.pairs() {
            let has = |&c: &usize| classes.classes[c].values[feature] == value;
            let columns = (0..most.len()).filter(has).collect();
            let label = Label::Quota { feature, value };
            rows.push(CountRow { label, columns, low: quota.minimum, high: quota.maximum.min(seats) });
        }
        for (kind, home) in classes.kinds.iter().enumerate() {
            if home.classes.len() > 1 {
                let (label, columns) = (Label::Homes { kind }, home.classes.clone());
                rows.push(CountRow { label, columns, low: 0, high: home.homes.len() as u32 });
            }
        }
        Program { most, rows }
    }

    /// Whether the counts are a possible panel. Exact.
    pub fn admits(&self, panel: &[u32]) -> bool {
        let fits = panel.iter().zip(&self.most).all(|(count, most)| count <= most);
        fits && panel.len() == self.most.len()
            && self.rows.iter().all(|row| {
                let sum: u64 = row.columns.iter().map(|&column| u64::from(panel[column])).sum();
                u64::from(row.low) <= sum && sum <= u64::from(row.high)
            })
    }

    /// The programme without the demand for whole numbers.
    pub fn relaxed(&self) -> Dictionary {
        let boxes: Vec<(f64, f64)> = self.most.iter().map(|&most| (0.0, f64::from(most))).collect();
        let rows = self.rows.iter().map(|row| Row {
            terms: row.columns.iter().map(|&column| (column, 1.0)).collect(),
            // A minimum above the maximum cannot come from checked quotas, but seats may cut the
            // maximum below the minimum: the search then finds nothing.
            low: f64::from(row.low),
            high: f64::from(row.high),
        });
        Dictionary::new(&boxes, rows.collect())
    }
}
