use super::{Dictionary, Row, Status};
use proptest::prelude::*;

fn solved(boxes: &[(f64, f64)], rows: Vec<Row>, cost: &[f64]) -> (Status, Dictionary) {
    let mut dictionary = Dictionary::new(boxes, rows, 1e-9);
    dictionary.set_cost(cost);
    let status = dictionary.solve(f64::NEG_INFINITY);
    (status, dictionary)
}

#[test]
fn textbook_programme_has_its_textbook_optimum() {
    // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: 36 at (2, 6).
    let rows = vec![
        Row { terms: vec![(1, 2.0)], low: 0.0, high: 12.0 },
        Row { terms: vec![(0, 3.0), (1, 2.0)], low: 0.0, high: 18.0 },
    ];
    let (status, dictionary) = solved(&[(0.0, 4.0), (0.0, 100.0)], rows, &[3.0, 5.0]);
    assert_eq!(status, Status::Optimal);
    assert!((dictionary.objective() - 36.0).abs() < 1e-9);
    assert!((dictionary.solution()[0] - 2.0).abs() < 1e-9);
}

#[test]
fn contradicting_rows_are_infeasible() {
    let rows = vec![
        Row { terms: vec![(0, 1.0), (1, 1.0)], low: 3.0, high: 9.0 },
        Row { terms: vec![(0, 1.0), (1, 1.0)], low: 0.0, high: 2.0 },
    ];
    assert_eq!(solved(&[(0.0, 4.0), (0.0, 4.0)], rows, &[1.0, 1.0]).0, Status::Infeasible);
}

#[test]
fn an_added_row_cuts_the_optimum() {
    let (_, mut dictionary) = solved(&[(0.0, 5.0), (0.0, 5.0)], vec![], &[1.0, 2.0]);
    assert!((dictionary.objective() - 15.0).abs() < 1e-9);
    dictionary.add_row(Row { terms: vec![(0, 1.0), (1, 1.0)], low: 0.0, high: 6.0 });
    dictionary.add_row(Row { terms: vec![(0, 1.0)], low: -10.0, high: 40.0 });
    assert_eq!(dictionary.solve(f64::NEG_INFINITY), Status::Optimal);
    assert!((dictionary.objective() - 11.0).abs() < 1e-9);
    assert!((dictionary.row_price(0) - 1.0).abs() < 1e-9);
}

proptest! {
    /// Optimality is proven by weak duality: rows priced at the solver's own prices give the same value.
    #[test]
    fn prices_prove_the_optimum(
        cells in prop::collection::vec(-3_i32..4, 20),
        costs in prop::collection::vec(-5_i32..6, 5),
        highs in prop::collection::vec(0_i32..8, 4),
    ) {
        let boxes = [(0.0, 4.0); 5];
        let rows: Vec<Row> = (0..4).map(|r| Row {
            terms: (0..5).map(|c| (c, f64::from(cells[r * 5 + c]))).collect(),
            low: -100.0,
            high: f64::from(highs[r]),
        }).collect();
        let cost: Vec<f64> = costs.iter().map(|&c| f64::from(c)).collect();
        let (status, dictionary) = solved(&boxes, rows.clone(), &cost);
        // Zero is feasible, since every high is at least 0.
        prop_assert_eq!(status, Status::Optimal);
        let x = dictionary.solution();
        let mut bound = 0.0;
        let mut left = cost.clone();
        for (r, row) in rows.iter().enumerate() {
            let value: f64 = row.terms.iter().map(|&(c, a)| a * x[c]).sum();
            prop_assert!(value <= row.high + 1e-7 && value >= row.low - 1e-7);
            let price = dictionary.row_price(r);
            bound += if price > 0.0 { price * row.high } else { price * row.low };
            row.terms.iter().for_each(|&(c, a)| left[c] -= price * a);
        }
        bound += left.iter().map(|&d| if d > 0.0 { d * 4.0 } else { 0.0 }).sum::<f64>();
        prop_assert!((bound - dictionary.objective()).abs() < 1e-6, "bound {} value {}", bound, dictionary.objective());
    }
}
