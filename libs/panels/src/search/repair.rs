//! Repair: from a rounded solution to a possible panel, by exchanging people.
//!
//! Where quotas are narrow, whole solutions near a relaxed one are many, but branching finds them slowly: it
//! commits to one class at a time and learns late that the last seats do not fit. Here all seats are
//! filled at once and the misses of all rows counted; each round makes the exchange (one out, one in, or
//! only one of both) after which the misses are fewest, and does not touch the same class again for some
//! rounds (tabu search, Glover 1986). Nothing is proven: who finds no panel here goes on to branch.
//!
//! Integers only but for prices, which decide between equal exchanges; ties by index.

use crate::program::Program;

/// Rounds after which the search gives up.
const ROUNDS: usize = 60;
/// Rounds for which a moved class stays as it is.
const REST: usize = 7;

/// Classes with the rows they stand in.
#[derive(Debug, Clone)]
pub(super) struct Membership {
    rows_of: Vec<Vec<usize>>,
    /// False when some row counts some class negatively: such programmes are not repaired.
    plain: bool,
}

impl Membership {
    pub(super) fn of(program: &Program) -> Membership {
        let mut rows_of = vec![Vec::new(); program.most.len()];
        for (at, row) in program.rows.iter().enumerate() {
            row.columns.iter().for_each(|&class| rows_of[class].push(at));
        }
        Membership { rows_of, plain: program.rows.iter().all(|row| row.less.is_empty()) }
    }
}

/// The limits of classes and rows: low and high, both allowed.
pub(super) struct Limits {
    pub(super) classes: Vec<(i64, i64)>,
    pub(super) rows: Vec<(i64, i64)>,
}

/// A whole point inside the limits, near the start; `None` when none was found.
pub(super) fn repair(
    membership: &Membership,
    limits: &Limits,
    start: &[f64],
    prices: &[f64],
) -> Option<Vec<u32>> {
    if !membership.plain {
        return None;
    }
    let mut state = State::new(membership, limits, start, prices);
    for round in 0..ROUNDS {
        if state.misses() == 0 {
            return state.counts.iter().map(|&count| u32::try_from(count).ok()).collect();
        }
        let (out, into) = state.best_exchange(round)?;
        state.exchange(out, into, round);
    }
    None
}

struct State<'a> {
    rows_of: &'a [Vec<usize>],
    limits: &'a Limits,
    prices: &'a [f64],
    counts: Vec<i64>,
    sums: Vec<i64>,
    /// The first round in which the class may move again.
    rests_until: Vec<usize>,
}

/// The best exchange so far: change of misses, price, who leaves, who comes.
type Best = (i64, f64, Option<usize>, Option<usize>);

impl<'a> State<'a> {
    fn new(membership: &'a Membership, limits: &'a Limits, start: &[f64], prices: &'a [f64]) -> State<'a> {
        let whole = |(value, &(low, high)): (&f64, &(i64, i64))| (value.round() as i64).clamp(low, high);
        let counts: Vec<i64> = start.iter().zip(&limits.classes).map(whole).collect();
        let mut sums = vec![0; limits.rows.len()];
        for (count, rows) in counts.iter().zip(&membership.rows_of) {
            rows.iter().for_each(|&row| sums[row] += count);
        }
        let rests_until = vec![0; counts.len()];
        State { rows_of: &membership.rows_of, limits, prices, counts, sums, rests_until }
    }

    fn misses(&self) -> i64 {
        let miss = |(sum, (low, high)): (&i64, &(i64, i64))| (low - sum).max(sum - high).max(0);
        self.sums.iter().zip(&self.limits.rows).map(miss).sum()
    }

    /// What one more, and one fewer, in a row changes about its misses.
    fn steps(&self) -> (Vec<i64>, Vec<i64>) {
        let both = self.sums.iter().zip(&self.limits.rows).map(|(&sum, &(low, high))| {
            let more = if sum < low { -1 } else { i64::from(sum >= high) };
            let fewer = if sum > high { -1 } else { i64::from(sum <= low) };
            (more, fewer)
        });
        both.unzip()
    }

    /// The exchange after which misses are fewest; the dearer, then the earlier, of equal ones.
    fn best_exchange(&self, round: usize) -> Option<(Option<usize>, Option<usize>)> {
        let (more, fewer) = self.steps();
        let free = |class: usize| self.rests_until[class] <= round;
        let (mut leaving, mut coming) = (Vec::new(), Vec::new());
        for (class, (&count, &(low, high))) in self.counts.iter().zip(&self.limits.classes).enumerate() {
            if count > low && free(class) {
                leaving.push(Move::of(class, &self.rows_of[class], &fewer));
            }
            if count < high && free(class) {
                coming.push(Move::of(class, &self.rows_of[class], &more));
            }
        }
        let mut best: Option<Best> = None;
        let mut offer = |change: i64, price: f64, out: Option<usize>, into: Option<usize>| {
            let better =
                best.as_ref().is_none_or(|best| change < best.0 || change == best.0 && price > best.1);
            if better {
                best = Some((change, price, out, into));
            }
        };
        leaving.iter().for_each(|out| offer(out.change, -self.prices[out.class], Some(out.class), None));
        coming.iter().for_each(|into| offer(into.change, self.prices[into.class], None, Some(into.class)));
        // In a row that both stand in, nothing changes.
        let mut shared = vec![0; self.sums.len()];
        for out in &leaving {
            self.rows_of[out.class].iter().for_each(|&row| shared[row] = more[row] + fewer[row]);
            for into in coming.iter().filter(|into| into.helps || out.helps) {
                let rows = &self.rows_of[into.class];
                let change = out.change + into.change - rows.iter().map(|&row| shared[row]).sum::<i64>();
                let price = self.prices[into.class] - self.prices[out.class];
                offer(change, price, Some(out.class), Some(into.class));
            }
            self.rows_of[out.class].iter().for_each(|&row| shared[row] = 0);
        }
        best.map(|(_, _, out, into)| (out, into))
    }

    fn exchange(&mut self, out: Option<usize>, into: Option<usize>, round: usize) {
        for (class, by) in [(out, -1), (into, 1)] {
            let Some(class) = class else { continue };
            self.counts[class] += by;
            self.rows_of[class].iter().for_each(|&row| self.sums[row] += by);
            self.rests_until[class] = round + REST;
        }
    }
}

/// One class moving by one person.
struct Move {
    class: usize,
    /// Change of the misses of its rows.
    change: i64,
    /// Some row misses less.
    helps: bool,
}

impl Move {
    fn of(class: usize, rows: &[usize], steps: &[i64]) -> Move {
        let change = rows.iter().map(|&row| steps[row]).sum();
        Move { class, change, helps: rows.iter().any(|&row| steps[row] < 0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{CountRow, Label};

    fn program(most: Vec<u32>, rows: &[(&[usize], u32, u32)]) -> Program {
        let row = |&(columns, low, high): &(&[usize], u32, u32)| CountRow {
            label: Label::Seats,
            columns: columns.to_vec(),
            less: vec![],
            low,
            high,
        };
        Program { most, rows: rows.iter().map(row).collect() }
    }

    fn limits(program: &Program) -> Limits {
        Limits {
            classes: program.most.iter().map(|&most| (0, i64::from(most))).collect(),
            rows: program.rows.iter().map(|row| (i64::from(row.low), i64::from(row.high))).collect(),
        }
    }

    #[test]
    fn a_wrong_panel_becomes_a_possible_one() {
        // Four classes of two features; two seats, one of each value. Both of the first class sit at first.
        let program = program(
            vec![2; 4],
            &[(&[0, 1, 2, 3], 2, 2), (&[0, 1], 1, 1), (&[2, 3], 1, 1), (&[0, 2], 1, 1), (&[1, 3], 1, 1)],
        );
        let membership = Membership::of(&program);
        let panel = repair(&membership, &limits(&program), &[2.0, 0.0, 0.0, 0.0], &[0.0; 4]).unwrap();
        assert!(program.admits(&panel), "{panel:?}");
        // Prices choose between the two possible panels.
        let dear = repair(&membership, &limits(&program), &[0.0; 4], &[0.0, 1.0, 1.0, 0.0]).unwrap();
        assert_eq!(dear, [0, 1, 1, 0]);
    }

    #[test]
    fn where_there_is_no_panel_none_is_found() {
        let odd = program(vec![1; 3], &[(&[0, 1], 1, 1), (&[1, 2], 1, 1), (&[0, 2], 1, 1)]);
        assert_eq!(repair(&Membership::of(&odd), &limits(&odd), &[0.5; 3], &[0.0; 3]), None);
    }
}
