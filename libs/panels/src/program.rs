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

/// low <= sum over `columns` of x - sum over `less` of x <= high.
#[derive(Debug, Clone)]
pub struct CountRow {
    pub label: Label,
    pub columns: Vec<usize>,
    /// Columns that count negatively: empty but for the excess columns of `with_slack`.
    pub less: Vec<usize>,
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
        let mut rows =
            vec![CountRow { label: Label::Seats, columns: all, less: vec![], low: seats, high: seats }];
        for (feature, value, _, quota) in quotas.pairs() {
            let has = |&c: &usize| classes.classes[c].values[feature] == value;
            let columns = (0..most.len()).filter(has).collect();
            let label = Label::Quota { feature, value };
            rows.push(CountRow {
                label,
                columns,
                less: vec![],
                low: quota.minimum,
                high: quota.maximum.min(seats),
            });
        }
        for (kind, home) in classes.kinds.iter().enumerate() {
            if home.classes.len() > 1 {
                let (label, columns) = (Label::Homes { kind }, home.classes.clone());
                rows.push(CountRow { label, columns, less: vec![], low: 0, high: home.homes.len() as u32 });
            }
        }
        Program { most, rows }
    }

    /// The same programme in which each quota may be missed at a price: returns it with, per
    /// quota row, the columns that count people short of the minimum and over the maximum.
    pub fn with_slack(&self, seats: u32) -> (Program, Vec<(Label, usize, usize)>) {
        let mut wider = self.clone();
        let mut slack = Vec::new();
        for row in &mut wider.rows {
            if let Label::Quota { .. } = row.label {
                let short = wider.most.len();
                wider.most.extend([seats, seats]);
                row.columns.push(short);
                row.less.push(short + 1);
                slack.push((row.label, short, short + 1));
            }
        }
        (wider, slack)
    }

    /// Whether the counts are a possible panel. Exact.
    pub fn admits(&self, panel: &[u32]) -> bool {
        let fits = panel.iter().zip(&self.most).all(|(count, most)| count <= most);
        fits && panel.len() == self.most.len()
            && self.rows.iter().all(|row| {
                let count = |columns: &[usize]| columns.iter().map(|&c| i64::from(panel[c])).sum::<i64>();
                let sum = count(&row.columns) - count(&row.less);
                i64::from(row.low) <= sum && sum <= i64::from(row.high)
            })
    }

    /// The programme without the demand for whole numbers.
    pub fn relaxed(&self) -> Dictionary {
        let boxes: Vec<(f64, f64)> = self.most.iter().map(|&most| (0.0, f64::from(most))).collect();
        let rows = self.rows.iter().map(|row| Row {
            terms: row
                .columns
                .iter()
                .map(|&column| (column, 1.0))
                .chain(row.less.iter().map(|&column| (column, -1.0)))
                .collect(),
            low: f64::from(row.low),
            high: f64::from(row.high),
        });
        Dictionary::new(&boxes, rows.collect(), 1e-9)
    }
}
