//! Weather: how much a home's days answer to heat and cold.
//!
//! Change-point regression on daily means (Fels, "PRISM: an introduction", 1986; the daily method of
//! CalTRACK 2.0): Wh = base + cooling x max(0, T - c) + heating x max(0, h - T), with the balance points c
//! and h searched on a grid and slopes not below zero. A description of one home, not a claim about its
//! equipment.

/// The fitted answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// Wh a day without weather.
    pub base: f64,
    /// Wh a day for each degree above `cool_from`, and below `heat_from`.
    pub cooling: f64,
    pub heating: f64,
    pub cool_from: f64,
    pub heat_from: f64,
    /// Part of the variance explained.
    pub explained: f64,
    pub days: usize,
}

/// Fewer days than this say nothing about the seasons.
const DAYS_MIN: usize = 60;

impl Answer {
    /// Wh that heat and cold account for on a day of this mean temperature.
    pub fn of_weather(&self, temperature: f64) -> f64 {
        self.cooling * (temperature - self.cool_from).max(0.0)
            + self.heating * (self.heat_from - temperature).max(0.0)
    }
}

/// Fits days with a reading and a temperature. `None` with fewer than 60 such days.
pub fn fit(days: &[Option<i64>], temperatures: &[f32]) -> Option<Answer> {
    let known: Vec<(f64, f64)> = days
        .iter()
        .zip(temperatures)
        .filter_map(|(wh, temperature)| wh.map(|wh| (f64::from(*temperature), wh as f64)))
        .collect();
    if known.len() < DAYS_MIN {
        return None;
    }
    let mut best: Option<(f64, Answer)> = None;
    for cool in 18..=27 {
        for heat in 4..=18 {
            let (cool_from, heat_from) = (f64::from(cool), f64::from(heat));
            let candidate = solve(&known, cool_from, heat_from);
            if best.as_ref().is_none_or(|best| candidate.0 < best.0) {
                best = Some(candidate);
            }
        }
    }
    best.map(|(_, answer)| answer)
}

/// Least squares at given balance points; a slope below zero is set to zero and the others fitted again.
fn solve(known: &[(f64, f64)], cool_from: f64, heat_from: f64) -> (f64, Answer) {
    let n = known.len() as f64;
    let mut use_slope = [true, true];
    loop {
        let rows = known.iter().map(|(temperature, wh)| {
            let cool = if use_slope[0] { (temperature - cool_from).max(0.0) } else { 0.0 };
            let heat = if use_slope[1] { (heat_from - temperature).max(0.0) } else { 0.0 };
            ([1.0, cool, heat], *wh)
        });
        let mut matrix = [[0.0; 4]; 3];
        for (row, wh) in rows {
            for i in 0..3 {
                (0..3).for_each(|j| matrix[i][j] += row[i] * row[j]);
                matrix[i][3] += row[i] * wh;
            }
        }
        let [base, cooling, heating] = eliminate(matrix);
        if cooling < 0.0 || heating < 0.0 {
            use_slope = [use_slope[0] && cooling >= 0.0, use_slope[1] && heating >= 0.0];
            continue;
        }
        let mut answer =
            Answer { base, cooling, heating, cool_from, heat_from, explained: 0.0, days: known.len() };
        let mean = known.iter().map(|day| day.1).sum::<f64>() / n;
        let total: f64 = known.iter().map(|day| (day.1 - mean) * (day.1 - mean)).sum();
        let residual = |day: &(f64, f64)| day.1 - base - answer.of_weather(day.0);
        let left: f64 = known.iter().map(|day| residual(day) * residual(day)).sum();
        answer.explained = if total > 0.0 { (1.0 - left / total).max(0.0) } else { 0.0 };
        return (left, answer);
    }
}

/// Gauss elimination with pivots; a column without a pivot has the answer zero.
fn eliminate(mut matrix: [[f64; 4]; 3]) -> [f64; 3] {
    let mut pivots = [None; 3];
    let mut next = 0;
    for column in 0..3 {
        let pivot = (next..3).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()));
        let Some(pivot) = pivot.filter(|row| matrix[*row][column].abs() > 1e-9) else { continue };
        matrix.swap(next, pivot);
        for row in (0..3).filter(|row| *row != next) {
            let factor = matrix[row][column] / matrix[next][column];
            let line = matrix[next];
            (0..4).for_each(|at| matrix[row][at] -= factor * line[at]);
        }
        pivots[column] = Some(next);
        next += 1;
    }
    std::array::from_fn(|column| pivots[column].map_or(0.0, |row| matrix[row][3] / matrix[row][column]))
}
