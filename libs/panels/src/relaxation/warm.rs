//! The levels of relaxed leximin on one dictionary: each level starts where the one before ended.
//!
//! With t(1), t(2), .. the amounts by which the level rises, the people expected of a class are
//! people x (t(1) + .. + t(k)) + s, where k is the level at which the class got stuck, or the present one.
//! When a level is solved its t and the s of the classes that are stuck keep their values, a spare column
//! becomes the next t, and the last solution is still one. On trouble it stops at the last level that was
//! solved, and the caller solves the others one by one afresh.

use super::{Begun, NO_CHANCE, PRICED};
use crate::lp::{Dictionary, Row, Status};
use crate::program::Program;

/// Columns kept for the amounts of levels, at most. More levels than this are left to the caller.
const LEVELS: usize = 64;

/// Room in every row.
const ROOM: f64 = 1e-12;

/// Relaxed leximin chances of the classes of as many levels as could be solved.
pub(super) fn leximin(program: &Program, people: &[u32]) -> Begun {
    let mut levels = Levels::new(program, people);
    let mut least = None;
    while levels.stuck_at.iter().any(Option::is_none) {
        let Some(chance) = levels.rise() else { break };
        if chance > NO_CHANCE {
            least.get_or_insert(chance);
        }
    }
    let fixed = levels.stuck_at.iter().map(|level| level.map(|level| levels.heights[level])).collect();
    Begun { fixed, least }
}

struct Levels<'a> {
    program: &'a Program,
    people: &'a [u32],
    dictionary: Dictionary,
    /// The level at which a class got stuck.
    stuck_at: Vec<Option<usize>>,
    /// The chance of each finished level.
    heights: Vec<f64>,
    /// Classes with a row of their own, because the limit of one per household matters.
    capped: Vec<usize>,
    levels_most: usize,
}

impl<'a> Levels<'a> {
    fn new(program: &'a Program, people: &'a [u32]) -> Levels<'a> {
        let mut boxes: Vec<(f64, f64)> =
            program.most.iter().map(|&most| (0.0, 2.0 * f64::from(most))).collect();
        let levels_most = people.len().min(LEVELS);
        boxes.resize(people.len() + levels_most, (0.0, 0.0));
        let rows = program.rows.iter().map(|row| Row {
            terms: row.columns.iter().map(|&class| (class, 1.0)).collect(),
            low: f64::from(row.low) - ROOM,
            high: f64::from(row.high) + ROOM,
        });
        Levels {
            program,
            people,
            dictionary: Dictionary::new(&boxes, rows.collect(), 1e-11),
            stuck_at: vec![None; people.len()],
            heights: Vec::new(),
            capped: Vec::new(),
            levels_most,
        }
    }

    /// Raises the classes that are not stuck as far as possible; returns their chance.
    fn rise(&mut self) -> Option<f64> {
        let level = self.heights.len();
        if level >= self.levels_most {
            return None;
        }
        let (column, below) = (self.people.len() + level, self.heights.last().copied().unwrap_or(0.0));
        let terms = self.rising_terms();
        self.dictionary.fill_column(column, &terms);
        self.dictionary.set_box(column, 0.0, (1.0 - below).max(0.0));
        let mut cost = vec![0.0; self.people.len() + self.levels_most];
        cost[column] = 1.0;
        self.dictionary.set_cost(&cost);
        let solution = self.solve(level)?;
        let chance = below + solution[column];
        let full = chance >= 1.0 - 1e-12;
        let price = |class: usize| -self.dictionary.reduced_cost(class) * f64::from(self.people[class]);
        let stuck: Vec<usize> = (0..self.people.len())
            .filter(|&class| self.stuck_at[class].is_none() && (full || price(class) > PRICED))
            .collect();
        if stuck.is_empty() {
            return None;
        }
        self.dictionary.set_box(column, solution[column], solution[column]);
        for class in stuck {
            self.stuck_at[class] = Some(level);
            self.dictionary.set_box(class, 0.0, 0.0);
        }
        self.heights.push(chance);
        Some(chance)
    }

    /// What one unit of the level's amount adds to each row: the people of classes that are not stuck.
    fn rising_terms(&self) -> Vec<(usize, f64)> {
        let own = |class: &usize| match self.stuck_at[*class] {
            None => f64::from(self.people[*class]),
            Some(_) => 0.0,
        };
        let rows = self.program.rows.iter().map(|row| row.columns.iter().map(own).sum::<f64>());
        let all = rows.chain(self.capped.iter().map(own));
        all.enumerate().filter(|(_, people): &(usize, f64)| *people > 0.0).collect()
    }

    /// Solves the level, adding the limits of classes that a solution passes.
    fn solve(&mut self, level: usize) -> Option<Vec<f64>> {
        loop {
            if self.dictionary.solve(f64::NEG_INFINITY) != Status::Optimal {
                return None;
            }
            let solution = self.dictionary.solution();
            let amounts = &solution[self.people.len()..=self.people.len() + level];
            let height: f64 = amounts.iter().sum();
            let count = |class: usize| solution[class] + f64::from(self.people[class]) * height;
            let over: Vec<usize> = (0..self.people.len())
                .filter(|&class| self.stuck_at[class].is_none() && !self.capped.contains(&class))
                .filter(|&class| count(class) > f64::from(self.program.most[class]) + 1e-9)
                .collect();
            if over.is_empty() {
                return Some(solution);
            }
            for class in over {
                let own = f64::from(self.people[class]);
                let mut terms = vec![(class, 1.0)];
                terms.extend((0..=level).map(|at| (self.people.len() + at, own)));
                let high = f64::from(self.program.most[class]) + ROOM;
                self.dictionary.add_row(Row { terms, low: -ROOM, high });
                self.capped.push(class);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::Profile;
    use crate::problem::{Problem, Task};
    use crate::relaxation::leximin_with;

    #[test]
    fn levels_that_go_on_are_the_levels_solved_afresh() {
        for (people, seats, seed) in [(60, 10, "a"), (150, 22, "b"), (150, 22, "c"), (300, 45, "d")] {
            let profile = Profile::city(people, seats);
            let quotas = profile.quotas().expect("quotas");
            let pool = profile.pool(&quotas, seed).expect("people");
            let task = Task::new(seats, crate::columns::Rule::Leximin);
            let problem = Problem::new(&pool, &quotas, task).expect("a problem");
            let people: Vec<u32> = problem.classes.classes.iter().map(|class| class.people).collect();
            let warm = leximin(&problem.program, &people);
            let none = Begun { fixed: vec![None; people.len()], least: None };
            let afresh = leximin_with(&problem.program, &people, 1e-12, none).expect("fresh levels");
            assert!((warm.least.expect("a level") - afresh.least).abs() < 1e-9, "{seed}");
            let settled = warm.fixed.iter().flatten().count();
            assert!(2 * settled > people.len(), "{settled} of {}", people.len());
            let farthest = (warm.fixed.iter().zip(&afresh.counts).zip(&people))
                .filter_map(|((warm, afresh), &people)| Some(((*warm)? - afresh / f64::from(people)).abs()))
                .fold(0.0, f64::max);
            assert!(farthest < 1e-8, "{seed}: {farthest}");
        }
    }
}
