//! Leximin chances when seats may be divided: a bound for whole panels, often reached by them.
//!
//! Over the relaxed programme leximin needs few rows: with x(c) = people(c) z + s(c), s >= 0, only
//! the rows of the programme remain, and a class whose s has a price cannot get more than z. Where
//! the resulting chances can be mixed from whole panels (`decompose`), they are the leximin chances,
//! because whole panels are among the relaxed ones.

use crate::lp::{Dictionary, Row, Status};
use crate::program::Program;

/// Prices above this fix a class at its level.
const PRICED: f64 = 1e-8;

/// Chances up to this are none.
const NO_CHANCE: f64 = 1e-8;

/// Relaxed leximin: expected people per class and the smallest chance.
#[derive(Debug, Clone)]
pub struct Target {
    /// Expected number of people of each class on the panel.
    pub counts: Vec<f64>,
    /// The smallest chance above 0. Who has none cannot sit even in part, so no lottery over whole
    /// panels that seats everybody who can sit gives a greater smallest chance.
    pub least: f64,
}

/// Room that rows get after some classes are fixed; the first that does not turn infeasible by
/// rounding is used. The greatest moves chances by about 1e-9.
const ROOMS: [f64; 4] = [1e-12, 1e-11, 1e-10, 1e-9];

/// Relaxed leximin chances. `None` on numerical trouble.
pub fn leximin(program: &Program, people: &[u32]) -> Option<Target> {
    ROOMS.iter().find_map(|&room| leximin_with(program, people, room))
}

fn leximin_with(program: &Program, people: &[u32], room: f64) -> Option<Target> {
    let mut fixed: Vec<Option<f64>> = vec![None; people.len()];
    let mut capped: Vec<usize> = Vec::new();
    let mut least = None;
    while fixed.iter().any(Option::is_none) {
        let level = Level { program, people, fixed: &fixed, room };
        let (chance, stuck) = level.solve(&mut capped)?;
        if chance > NO_CHANCE {
            least.get_or_insert(chance);
        }
        if stuck.is_empty() {
            return None;
        }
        stuck.into_iter().for_each(|class| fixed[class] = Some(chance));
    }
    let counts = fixed.iter().zip(people).map(|(f, &n)| f.unwrap_or(0.0) * f64::from(n)).collect();
    Some(Target { counts, least: least.unwrap_or(0.0) })
}

struct Level<'a> {
    program: &'a Program,
    people: &'a [u32],
    fixed: &'a [Option<f64>],
    room: f64,
}

impl Level<'_> {
    /// The level's chance and the classes that cannot get more. `capped` collects classes whose
    /// limit of one per household matters.
    fn solve(&self, capped: &mut Vec<usize>) -> Option<(f64, Vec<usize>)> {
        let z = self.people.len();
        let mut boxes: Vec<(f64, f64)> =
            self.program.most.iter().map(|&most| (0.0, 2.0 * f64::from(most))).collect();
        boxes.push((0.0, 1.0));
        let mut rows: Vec<Row> =
            self.program.rows.iter().map(|row| self.row(&row.columns, row.low, row.high)).collect();
        rows.extend(capped.iter().map(|&class| self.row(&[class], 0, self.program.most[class])));
        let mut dictionary = Dictionary::new(&boxes, rows, 1e-11);
        let mut cost = vec![0.0; z + 1];
        cost[z] = 1.0;
        dictionary.set_cost(&cost);
        loop {
            if dictionary.solve(f64::NEG_INFINITY) != Status::Optimal {
                return None;
            }
            let solution = dictionary.solution();
            let count = |class: usize| solution[class] + f64::from(self.people[class]) * solution[z];
            let over: Vec<usize> = (0..z)
                .filter(|&class| self.fixed[class].is_none() && !capped.contains(&class))
                .filter(|&class| count(class) > f64::from(self.program.most[class]) + 1e-9)
                .collect();
            if over.is_empty() {
                let price = |class: usize| -dictionary.reduced_cost(class) * f64::from(self.people[class]);
                let full = solution[z] >= 1.0 - 1e-12;
                let stuck =
                    (0..z).filter(|&c| self.fixed[c].is_none() && (full || price(c) > PRICED)).collect();
                return Some((solution[z], stuck));
            }
            for class in over {
                dictionary.add_row(self.row(&[class], 0, self.program.most[class]));
                capped.push(class);
            }
        }
    }

    /// A row of the programme in terms of s and z; fixed classes go to the other side.
    fn row(&self, columns: &[usize], low: u32, high: u32) -> Row {
        let mut terms = Vec::with_capacity(columns.len() + 1);
        let (mut settled, mut people) = (0.0, 0.0);
        for &class in columns {
            let own = f64::from(self.people[class]);
            match self.fixed[class] {
                Some(chance) => settled += chance * own,
                None => {
                    terms.push((class, 1.0));
                    people += own;
                }
            }
        }
        terms.push((self.people.len(), people));
        Row { terms, low: f64::from(low) - settled - self.room, high: f64::from(high) - settled + self.room }
    }
}
