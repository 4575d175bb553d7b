//! A small linear-programme solver: bounded dual simplex on a dictionary.
//!
//! maximise cost.x subject to low <= x <= high and low_i <= row_i.x <= high_i, every bound
//! finite. Each row has a logical variable equal to the row's value; the
//! dictionary writes the basic variables as linear combinations of the nonbasic ones
//! (Chvatal, Linear Programming, 1983, chapters 2, 8, 10). Because every column is boxed, putting each
//! nonbasic variable on the side its reduced cost likes is dual feasible, so one algorithm, the
//! dual simplex with the long-step ratio test (Fourer 1994; Maros 2003), serves first
//! solves, changed costs, changed bounds and added rows alike.
//!
//! Not here: integers (see `search`). Dense tables; meant for up to some thousand columns.
//!
//! Deterministic: no randomness, no threads, only + - * / on f64, ties broken by index.

mod pivot;
#[cfg(test)]
mod tests;

/// Smallest pivot element used.
const PIVOT: f64 = 1e-8;
/// Violations up to this that nothing can mend are rounding.
const NEARLY: f64 = 1e-8;
/// Walked distance after which a solve ends with values computed afresh.
const WALKED: f64 = 300.0;
/// Reduced costs below this are noise and push a variable to neither side.
const DEAD: f64 = 1e-11;
/// Pivots after which the table is computed afresh from the rows.
const REFRESH: usize = 400;

/// One constraint: low <= sum of coefficient x variable <= high.
#[derive(Debug, Clone)]
pub struct Row {
    pub terms: Vec<(usize, f64)>,
    pub low: f64,
    pub high: f64,
}

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Optimal,
    Infeasible,
    /// The objective fell to the cut-off: nothing better is left here.
    CutOff,
    /// Numerical trouble: the pivot limit was reached.
    Stalled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seat {
    Basic(usize),
    Outside(usize),
}

/// A linear programme together with its current basis.
#[derive(Debug, Clone)]
pub struct Dictionary {
    structural: usize,
    table: Vec<f64>,
    basic: Vec<usize>,
    outside: Vec<usize>,
    seat: Vec<Seat>,
    low: Vec<f64>,
    high: Vec<f64>,
    cost: Vec<f64>,
    at_high: Vec<bool>,
    value: Vec<f64>,
    reduced: Vec<f64>,
    source: Vec<Row>,
    kept_logicals: Vec<bool>,
    pivots_since_refresh: usize,
    /// Sum of the steps taken since values were last computed afresh: they carry rounding errors.
    walked: f64,
    /// Distance outside its box that a variable may have.
    tolerance: f64,
    /// Cells of the table changed so far: work, counted alike on every machine.
    pub work: u64,
    /// Room for candidates, kept between pivots.
    spare: Vec<pivot::Candidate>,
}

impl Dictionary {
    /// A programme with the given column boxes (finite) and rows; cost zero. Variables may end
    /// outside their boxes by `tolerance`.
    pub fn new(boxes: &[(f64, f64)], rows: Vec<Row>, tolerance: f64) -> Dictionary {
        let structural = boxes.len();
        let mut made = Dictionary {
            structural,
            table: Vec::new(),
            basic: Vec::new(),
            outside: (0..structural).collect(),
            seat: (0..structural).map(Seat::Outside).collect(),
            low: boxes.iter().map(|b| b.0).collect(),
            high: boxes.iter().map(|b| b.1).collect(),
            cost: vec![0.0; structural],
            at_high: vec![false; structural],
            value: Vec::new(),
            reduced: vec![0.0; structural],
            source: Vec::new(),
            kept_logicals: Vec::new(),
            pivots_since_refresh: 0,
            walked: 0.0,
            tolerance,
            work: 0,
            spare: Vec::new(),
        };
        for row in rows {
            made.add_row(row);
        }
        made
    }

    /// Adds a constraint; its logical variable enters the basis. Returns the row's number.
    pub fn add_row(&mut self, row: Row) -> usize {
        let width = self.structural;
        let start = self.table.len();
        self.table.resize(start + width, 0.0);
        for &(variable, coefficient) in &row.terms {
            match self.seat[variable] {
                Seat::Outside(column) => self.table[start + column] += coefficient,
                Seat::Basic(other) => {
                    let (above, own) = self.table.split_at_mut(start);
                    let source = &above[other * width..(other + 1) * width];
                    own.iter_mut().zip(source).for_each(|(cell, &s)| *cell += coefficient * s);
                }
            }
        }
        let variable = self.low.len();
        self.low.push(row.low);
        self.high.push(row.high);
        self.at_high.push(false);
        self.cost.push(0.0);
        self.seat.push(Seat::Basic(self.basic.len()));
        self.basic.push(variable);
        self.source.push(row);
        let value = self.row_value(self.basic.len() - 1);
        self.value.push(value);
        variable - width
    }

    /// Sets the cost of the structural variables and the sides that go with it.
    pub fn set_cost(&mut self, cost: &[f64]) {
        self.cost[..self.structural].copy_from_slice(cost);
        self.settle();
    }

    /// Changes the box of a variable (row r is the variable columns + r). Values follow; the
    /// basis stays.
    pub fn set_box(&mut self, variable: usize, low: f64, high: f64) {
        let Seat::Outside(column) = self.seat[variable] else {
            self.low[variable] = low;
            self.high[variable] = high;
            return;
        };
        if (self.low[variable], self.high[variable]) == (low, high) {
            return;
        }
        let before = self.outside_value(variable);
        self.low[variable] = low;
        self.high[variable] = high;
        let reduced = self.reduced[column];
        if reduced.abs() > DEAD {
            self.at_high[variable] = reduced > 0.0;
        }
        let step = self.outside_value(variable) - before;
        if step != 0.0 {
            self.shift(column, step);
        }
    }

    pub fn bounds(&self, variable: usize) -> (f64, f64) {
        (self.low[variable], self.high[variable])
    }

    /// Values of the structural variables.
    pub fn solution(&self) -> Vec<f64> {
        (0..self.structural).map(|variable| self.value_of(variable)).collect()
    }

    fn value_of(&self, variable: usize) -> f64 {
        match self.seat[variable] {
            Seat::Basic(row) => self.value[row],
            Seat::Outside(_) => self.outside_value(variable),
        }
    }

    /// Objective at the current values.
    pub fn objective(&self) -> f64 {
        (0..self.structural).map(|variable| self.cost[variable] * self.value_of(variable)).sum()
    }

    /// Reduced cost of a structural variable; zero when basic.
    pub fn reduced_cost(&self, variable: usize) -> f64 {
        match self.seat[variable] {
            Seat::Outside(column) => self.reduced[column],
            Seat::Basic(_) => 0.0,
        }
    }

    /// Change of the optimum per unit of the row's bound; zero for rows that are not tight.
    pub fn row_price(&self, row: usize) -> f64 {
        self.reduced_cost(self.structural + row)
    }

    fn outside_value(&self, variable: usize) -> f64 {
        if self.at_high[variable] { self.high[variable] } else { self.low[variable] }
    }
}
