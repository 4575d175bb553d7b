//! The moves of the dual simplex: choose a row, choose a column, exchange them.

use super::{DEAD, Dictionary, NEARLY, PIVOT, REFRESH, Row, Seat, Status, WALKED};

/// A column that may enter, with the dual step at which its reduced cost changes sign.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    ratio: f64,
    column: usize,
    size: f64,
}

/// Candidates brought into order by rising ratio, as far as somebody looks: few of many are needed.
struct Queue {
    candidates: Vec<Candidate>,
    ordered: usize,
}

impl Queue {
    /// Candidates put in order at first; each time more are needed, twice as many.
    const FIRST: usize = 16;

    /// The candidate of a place in the order, if there are so many.
    fn get(&mut self, place: usize) -> Option<&Candidate> {
        while place >= self.ordered && self.ordered < self.candidates.len() {
            self.order_more();
        }
        self.candidates.get(place)
    }

    fn order_more(&mut self) {
        // The order is total (columns differ), so however it is found it is the same.
        let order = |a: &Candidate, b: &Candidate| {
            a.ratio.total_cmp(&b.ratio).then(b.size.total_cmp(&a.size)).then(a.column.cmp(&b.column))
        };
        let more = self.ordered.max(Queue::FIRST);
        let rest = &mut self.candidates[self.ordered..];
        if more < rest.len() {
            rest.select_nth_unstable_by(more, order);
        }
        let more = more.min(rest.len());
        rest[..more].sort_unstable_by(order);
        self.ordered += more;
    }
}

impl Dictionary {
    /// Runs the dual simplex until optimal, infeasible or not better than `cut_off`.
    ///
    /// Equal prices make many steps of length zero. When a solve drags on, reduced costs are
    /// spread a little (a fixed sequence, no chance involved), the spread problem is solved, and
    /// the true costs come back for the last steps.
    pub fn solve(&mut self, cut_off: f64) -> Status {
        let patience = 60 + 2 * self.basic.len();
        let limit = 10_000 + 60 * patience;
        let (mut refreshed, mut is_spread, mut patient_until, mut spreads) = (false, false, patience, 0);
        let mut room = self.tolerance;
        for pivots in 0..limit {
            if self.pivots_since_refresh >= REFRESH && !is_spread {
                self.refresh();
            }
            if pivots == patient_until && !is_spread {
                spreads += 1;
                self.spread(spreads);
                is_spread = true;
            }
            let Some((row, target)) = self.leaving(room) else {
                if is_spread || self.walked > WALKED {
                    self.settle();
                    is_spread = false;
                    patient_until = pivots + patience * (1 + spreads);
                    continue;
                }
                return Status::Optimal;
            };
            match self.entering(row, target) {
                Some(column) => self.exchange(row, column, target),
                None if self.pivots_since_refresh > 0 && !refreshed => {
                    // A verdict of infeasible is only given on a fresh table.
                    self.refresh();
                    refreshed = true;
                    is_spread = false;
                }
                // What no column can mend and is this small is rounding, not a contradiction.
                None if (target - self.value[row]).abs() <= NEARLY => room = NEARLY,
                None => return Status::Infeasible,
            }
            if cut_off > f64::NEG_INFINITY && !is_spread && pivots % 8 == 7 && self.objective() <= cut_off {
                return Status::CutOff;
            }
        }
        self.refresh();
        Status::Stalled
    }

    /// Moves each reduced cost away from zero, on the side it is on, by a small amount of its own.
    fn spread(&mut self, round: usize) {
        let largest = self.cost.iter().fold(0.0_f64, |most, cost| most.max(cost.abs()));
        let unit = 1e-6 * if largest > 0.0 { largest } else { 1.0 };
        for column in 0..self.structural {
            let variable = self.outside[column];
            let mixed =
                (variable as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(round as u32 * 7);
            let amount = unit * (1.0 + (mixed >> 40) as f64 / (1u64 << 24) as f64);
            self.reduced[column] += if self.at_high[variable] { amount } else { -amount };
        }
    }

    /// The basic variable farthest outside its box, and the bound it will move to.
    fn leaving(&self, room: f64) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        let mut most = room;
        for (row, &variable) in self.basic.iter().enumerate() {
            let (low, high, value) = (self.low[variable], self.high[variable], self.value[row]);
            let (violation, target) = if value < low { (low - value, low) } else { (value - high, high) };
            if violation > most {
                most = violation;
                best = Some((row, target));
            }
        }
        best
    }

    /// Long-step ratio test: passes columns whose whole box does not suffice, flipping them to
    /// their other side, and enters the first that does.
    fn entering(&mut self, row: usize, target: f64) -> Option<usize> {
        let mut queue = Queue { candidates: self.candidates(row, target), ordered: 0 };
        let mut missing = (target - self.value[row]).abs();
        let mut flips = 0;
        while let Some(candidate) = queue.get(flips) {
            let variable = self.outside[candidate.column];
            let whole = candidate.size * (self.high[variable] - self.low[variable]);
            if missing - whole <= self.tolerance {
                break;
            }
            missing -= whole;
            flips += 1;
        }
        let entering = steadiest(&mut queue, flips);
        if entering.is_some() {
            self.flip(&queue.candidates[..flips]);
        }
        self.spare = queue.candidates;
        entering
    }

    /// Puts the candidates on their other side, in their order; basic values follow.
    fn flip(&mut self, candidates: &[Candidate]) {
        let mut moves = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let variable = self.outside[candidate.column];
            let before = self.outside_value(variable);
            self.at_high[variable] = !self.at_high[variable];
            let step = self.outside_value(variable) - before;
            self.walked += step.abs();
            moves.push((candidate.column, step));
        }
        if moves.is_empty() {
            return;
        }
        // Row by row, because a row lies together in memory.
        for (cells, value) in self.table.chunks_exact(self.structural).zip(&mut self.value) {
            moves.iter().for_each(|&(column, step)| *value += cells[column] * step);
        }
    }

    fn candidates(&mut self, row: usize, target: f64) -> Vec<Candidate> {
        let rising = target > self.value[row];
        let mut found = std::mem::take(&mut self.spare);
        found.clear();
        let cells = &self.table[row * self.structural..(row + 1) * self.structural];
        for (column, &cell) in cells.iter().enumerate() {
            let size = cell.abs();
            if size < PIVOT {
                continue;
            }
            let variable = self.outside[column];
            let is_fixed = self.high[variable] - self.low[variable] <= 0.0;
            let lifts = (cell > 0.0) != self.at_high[variable];
            if is_fixed || lifts != rising {
                continue;
            }
            found.push(Candidate { ratio: self.reduced[column].abs() / size, column, size });
        }
        found
    }

    /// The basic variable of `row` leaves to `target`, the variable of `column` takes its place.
    fn exchange(&mut self, row: usize, column: usize, target: f64) {
        let step = (target - self.value[row]) / self.table[row * self.structural + column];
        self.shift(column, step);
        let entering = self.outside[column];
        let leaving = self.basic[row];
        let entering_value = self.outside_value(entering) + step;
        self.at_high[leaving] = target == self.high[leaving] && target != self.low[leaving];
        self.pivot(row, column);
        self.value[row] = entering_value;
        self.pivots_since_refresh += 1;
    }

    /// Moves the nonbasic variable of `column` by `step`; basic values follow.
    pub(super) fn shift(&mut self, column: usize, step: f64) {
        let width = self.structural;
        self.walked += step.abs();
        for (row, value) in self.value.iter_mut().enumerate() {
            *value += self.table[row * width + column] * step;
        }
    }

    /// Algebra only: exchanges the two variables in table and reduced costs.
    fn pivot(&mut self, row: usize, column: usize) {
        let width = self.structural;
        self.work += self.table.len() as u64;
        let inverse = 1.0 / self.table[row * width + column];
        let mut own: Vec<f64> = self.table[row * width..(row + 1) * width].to_vec();
        own.iter_mut().for_each(|cell| *cell *= -inverse);
        own[column] = inverse;
        for (other, cells) in self.table.chunks_exact_mut(width).enumerate() {
            let factor = cells[column];
            if other == row || factor == 0.0 {
                continue;
            }
            cells[column] = 0.0;
            cells.iter_mut().zip(&own).for_each(|(cell, &o)| *cell += factor * o);
        }
        let factor = self.reduced[column];
        self.reduced[column] = 0.0;
        self.reduced.iter_mut().zip(&own).for_each(|(cell, &o)| *cell += factor * o);
        self.table[row * width..(row + 1) * width].copy_from_slice(&own);
        let (leaving, entering) = (self.basic[row], self.outside[column]);
        self.basic[row] = entering;
        self.outside[column] = leaving;
        self.seat[entering] = Seat::Basic(row);
        self.seat[leaving] = Seat::Outside(column);
    }

    /// Computes table, reduced costs and values afresh from rows and basis.
    pub fn refresh(&mut self) {
        let wanted: Vec<usize> = self.basic.iter().copied().filter(|&v| v < self.structural).collect();
        let rows: Vec<usize> = (0..self.seat.len() - self.structural).collect();
        self.reset_to_logicals(&rows);
        let mut free_rows: Vec<usize> = (0..self.basic.len()).collect();
        // Rows whose logical stays basic must not be pivoted on; those are settled by size.
        for variable in wanted {
            let Seat::Outside(column) = self.seat[variable] else { continue };
            let size = |row: usize| self.table[row * self.structural + column].abs();
            let keeps = |row: usize| self.was_basic(row);
            let best = free_rows
                .iter()
                .copied()
                .filter(|&row| !keeps(row))
                .max_by(|&a, &b| size(a).total_cmp(&size(b)).then(b.cmp(&a)));
            if let Some(row) = best.filter(|&row| size(row) > PIVOT) {
                self.pivot(row, column);
                free_rows.retain(|&free| free != row);
            }
        }
        self.settle();
        self.pivots_since_refresh = 0;
    }

    fn was_basic(&self, row: usize) -> bool {
        self.kept_logicals.get(row).copied().unwrap_or(false)
    }

    fn reset_to_logicals(&mut self, rows: &[usize]) {
        let width = self.structural;
        self.kept_logicals =
            rows.iter().map(|&row| matches!(self.seat[width + row], Seat::Basic(_))).collect();
        self.outside = (0..width).collect();
        for variable in 0..width {
            self.seat[variable] = Seat::Outside(variable);
        }
        self.table.clear();
        self.table.resize(rows.len() * width, 0.0);
        self.basic = rows.iter().map(|&row| width + row).collect();
        for (place, &row) in rows.iter().enumerate() {
            self.seat[width + row] = Seat::Basic(place);
            for &(variable, coefficient) in &self.source[row].terms {
                self.table[place * width + variable] += coefficient;
            }
        }
        self.value = vec![0.0; rows.len()];
    }

    /// Reduced costs, sides and values that follow from table and cost.
    pub(super) fn settle(&mut self) {
        let width = self.structural;
        for column in 0..width {
            self.reduced[column] = self.cost[self.outside[column]];
        }
        for (row, &variable) in self.basic.iter().enumerate() {
            let cost = self.cost[variable];
            if cost != 0.0 {
                let cells = &self.table[row * width..(row + 1) * width];
                self.reduced.iter_mut().zip(cells).for_each(|(reduced, &cell)| *reduced += cost * cell);
            }
        }
        for column in 0..width {
            let variable = self.outside[column];
            if self.reduced[column].abs() > DEAD {
                self.at_high[variable] = self.reduced[column] > 0.0;
            }
        }
        self.revalue();
    }

    fn revalue(&mut self) {
        for row in 0..self.basic.len() {
            self.value[row] = self.row_value(row);
        }
        self.walked = 0.0;
    }

    pub(super) fn row_value(&self, row: usize) -> f64 {
        let cells = &self.table[row * self.structural..(row + 1) * self.structural];
        cells.iter().zip(&self.outside).map(|(&cell, &variable)| cell * self.outside_value(variable)).sum()
    }

    /// Replaces a row's terms; call `refresh` before the next solve.
    pub fn replace_row(&mut self, row: usize, new: Row) {
        self.low[self.structural + row] = new.low;
        self.high[self.structural + row] = new.high;
        self.source[row] = new;
    }
}

/// From a place in the order on, among candidates of (almost) equal ratio, the column with the largest pivot
/// element.
fn steadiest(queue: &mut Queue, from: usize) -> Option<usize> {
    let first = queue.get(from)?;
    let (until, mut size, mut column) = (first.ratio + 1e-12, first.size, first.column);
    let mut place = from + 1;
    while let Some(candidate) = queue.get(place).filter(|candidate| candidate.ratio <= until) {
        if candidate.size > size * 1.000_001 {
            (size, column) = (candidate.size, candidate.column);
        }
        place += 1;
    }
    Some(column)
}
