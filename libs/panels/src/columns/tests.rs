use super::{Columns, Rule};
use crate::lp::{Dictionary, Row, Status};
use crate::program::{CountRow, Label, Program};
use crate::search::tests::all_panels;
use proptest::prelude::*;

fn row(columns: Vec<usize>, low: u32, high: u32) -> CountRow {
    CountRow { label: Label::Seats, columns, less: vec![], low, high }
}

/// Smallest chance by one large programme over all panels: the oracle for maximin.
/// Columns are probabilities and z; rows say chance(c) - z >= 0 for the classes asked about.
fn oracle(panels: &[Vec<u32>], people: &[u32], fixed: &[Option<f64>]) -> f64 {
    let z = panels.len();
    let mut rows = vec![Row { terms: (0..z).map(|p| (p, 1.0)).collect(), low: 1.0, high: 1.0 }];
    for class in 0..people.len() {
        let mut terms: Vec<(usize, f64)> =
            (0..z).map(|p| (p, f64::from(panels[p][class]) / f64::from(people[class]))).collect();
        if fixed[class].is_none() {
            terms.push((z, -1.0));
        }
        rows.push(Row { terms, low: fixed[class].map_or(0.0, |f| f - 1e-9), high: 2.0 });
    }
    let mut dictionary = Dictionary::new(&vec![(0.0, 1.0); z + 1], rows, 1e-10);
    let mut cost = vec![0.0; z + 1];
    cost[z] = 1.0;
    dictionary.set_cost(&cost);
    assert_eq!(dictionary.solve(f64::NEG_INFINITY), Status::Optimal);
    dictionary.objective()
}

/// Leximin by its definition: at each level a class is fixed when its own chance cannot be raised
/// above the level while all others keep theirs.
pub(crate) fn leximin_oracle(panels: &[Vec<u32>], people: &[u32]) -> Vec<f64> {
    let mut fixed: Vec<Option<f64>> = vec![None; people.len()];
    while fixed.iter().any(Option::is_none) {
        let level = oracle(panels, people, &fixed);
        let free: Vec<usize> = (0..people.len()).filter(|&class| fixed[class].is_none()).collect();
        let floor: Vec<Option<f64>> = fixed.iter().map(|f| Some(f.unwrap_or(level))).collect();
        let mut stuck = Vec::new();
        for &class in &free {
            let mut alone = floor.clone();
            alone[class] = None;
            if oracle(panels, people, &alone) <= level + 1e-6 {
                stuck.push(class);
            }
        }
        assert!(!stuck.is_empty(), "a level fixes somebody");
        stuck.into_iter().for_each(|class| fixed[class] = Some(level));
    }
    fixed.into_iter().flatten().collect()
}

fn program(most: &[u32], memberships: &[usize], lows: &[u32], widths: &[u32], seats: u32) -> Program {
    let count = most.len();
    let mut rows = vec![row((0..count).collect(), seats, seats)];
    for value in 0..lows.len() {
        let (feature, own) = (value / 3, value % 3);
        let columns = (0..count).filter(|&c| memberships[feature * count + c] == own).collect();
        rows.push(row(columns, lows[value], lows[value] + widths[value]));
    }
    Program { most: most.to_vec(), rows }
}

fn chances(mixture: &super::Mixture, people: &[u32]) -> Vec<f64> {
    let mut chances = vec![0.0; people.len()];
    for (panel, probability) in &mixture.panels {
        for class in 0..people.len() {
            chances[class] += probability * f64::from(panel[class]) / f64::from(people[class]);
        }
    }
    chances
}

#[test]
fn without_quotas_everybody_has_the_same_chance() {
    let program = Program { most: vec![3, 4, 5], rows: vec![row(vec![0, 1, 2], 6, 6)] };
    let people = [3, 4, 5];
    let mixture = Columns::new(&program, &people, &[true; 3], vec![vec![3, 3, 0]], 1000).run(Rule::Leximin);
    for chance in chances(&mixture, &people) {
        assert!((chance - 0.5).abs() < 1e-8, "{chance}");
    }
    assert!((mixture.bound - 0.5).abs() < 1e-8);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, max_global_rejects: 50_000, ..ProptestConfig::default() })]
    #[test]
    fn maximin_and_leximin_equal_the_programme_over_all_panels(
        most in prop::collection::vec(1_u32..3, 6),
        memberships in prop::collection::vec(0_usize..3, 12),
        lows in prop::collection::vec(0_u32..2, 6),
        widths in prop::collection::vec(0_u32..3, 6),
        seats in 2_u32..5,
    ) {
        let program = program(&most, &memberships, &lows, &widths, seats);
        let panels = all_panels(&program);
        let sits = |class: usize| panels.iter().any(|panel| panel[class] > 0);
        prop_assume!(!panels.is_empty() && (0..most.len()).all(sits));
        let wanted = leximin_oracle(&panels, &most);
        for rule in [Rule::Maximin, Rule::Leximin] {
            let columns = Columns::new(&program, &most, &vec![true; most.len()], vec![panels[0].clone()], 100_000);
            let mixture = columns.run(rule);
            let found = chances(&mixture, &most);
            let least = wanted.iter().copied().fold(1.0, f64::min);
            prop_assert!((mixture.least - least).abs() < 1e-7, "least {} instead of {}", mixture.least, least);
            prop_assert!(found.iter().all(|&chance| chance >= least - 1e-7));
            prop_assert!(mixture.settled && mixture.bound - least < 1e-7);
            if rule == Rule::Leximin {
                for (own, wanted) in found.iter().zip(&wanted) {
                    prop_assert!((own - wanted).abs() < 1e-5, "{:?} instead of {:?}", found, wanted);
                }
            }
        }
    }
}
