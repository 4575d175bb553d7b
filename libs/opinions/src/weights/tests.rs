//! Weights against populations that are known.

use super::*;
use crate::export::{read_people, read_population};
use crate::tests::votes_of;
use crate::{Settings, analyse};
use proptest::prelude::*;

fn weigh(traits: &str, population: &str, count: usize) -> Result<Weights, OpinionError> {
    let people: Vec<Box<str>> = (0..count).map(|person| person.to_string().into()).collect();
    let traits = read_people(&mut traits.as_bytes()).expect("people");
    let population = read_population(&mut population.as_bytes()).expect("population");
    weights_to_population(&people, &traits, &population)
}

#[test]
fn one_column_is_post_stratification() {
    let traits = "participant,age\n0,old\n1,young\n2,young\n3,young\n";
    let weights = weigh(traits, "column,value,people\nage,old,500\nage,young,500\n", 4).expect("weights");
    assert_eq!(weights.values[0], 2.0);
    assert!(weights.values[1..].iter().all(|weight| (weight - 2.0 / 3.0).abs() < 1.0 / 4096.0));
    assert!((weights.effective_people - 3.0).abs() < 0.01);
    assert!((weights.fits[0].raw - 0.25).abs() < 1e-12 && (weights.fits[0].weighted - 0.5).abs() < 1e-3);
}

#[test]
fn two_columns_are_both_met() {
    let mut traits = String::from("participant,age,dong\n");
    for person in 0..60 {
        let (age, dong) =
            (if person % 3 == 0 { "old" } else { "young" }, if person % 5 < 3 { "A" } else { "B" });
        traits.push_str(&format!("{person},{age},{dong}\n"));
    }
    let population = "column,value,people\nage,old,60\nage,young,40\ndong,A,30\ndong,B,70\n";
    let weights = weigh(&traits, population, 60).expect("weights");
    for fit in &weights.fits {
        assert!((fit.weighted - fit.population).abs() < 2e-3, "{fit:?}");
    }
    assert_eq!((weights.unknown, weights.trimmed), (0, 0));
}

#[test]
fn silent_parts_are_listed_and_unknown_people_kept() {
    let traits = "participant,age\n0,young\n1,young\n2,\n";
    let weights = weigh(traits, "column,value,people\nage,old,500\nage,young,500\n", 4).expect("weights");
    assert_eq!(weights.unknown, 2);
    assert_eq!((weights.fits[0].people, weights.fits[0].weighted, weights.fits[0].population), (0, 0.0, 0.5));
    assert!(weights.values.iter().all(|weight| *weight == 1.0));
}

#[test]
fn nobody_counts_more_than_five_times_the_mean() {
    let mut traits = String::from("participant,age\n0,old\n");
    (1..1_000).for_each(|person| traits.push_str(&format!("{person},young\n")));
    let weights =
        weigh(&traits, "column,value,people\nage,old,900\nage,young,100\n", 1_000).expect("weights");
    assert_eq!(weights.trimmed, 1);
    assert!(weights.values[0] <= 5.01 && weights.fits[0].weighted < 0.01);
}

#[test]
fn an_unknown_trait_is_named() {
    let error =
        weigh("participant,age\n0,ageless\n", "column,value,people\nage,old,5\n", 1).expect_err("unknown");
    assert_eq!(error, OpinionError::UnknownTrait { column: "age".into(), value: "ageless".into() });
}

#[test]
fn weights_move_shares_and_equal_weights_move_nothing() {
    let votes = votes_of(&["+++---", "+++---", "+++---", "++ ---", "+++-- ", "---+++", "---+++", "--.+++"]);
    let plain = analyse(&votes, &Settings::default(), None).expect("a map");
    let equal = analyse(&votes, &Settings::default(), Some(&Weights::new(&[1.0; 8]))).expect("a map");
    assert_eq!(plain, equal);
    let heavy = Weights::new(&[0.5, 0.5, 0.5, 0.5, 0.5, 2.0, 2.0, 2.0]);
    let weighted = analyse(&votes, &Settings::default(), Some(&heavy)).expect("a map");
    let share = |analysis: &crate::Analysis| analysis.tallies.everybody(0).share(crate::Vote::Agree);
    assert_eq!(share(&plain), 0.625);
    assert!((share(&weighted) - 2.5 / 8.5).abs() < 1e-12);
    assert_eq!(weighted.tallies.everybody(0).agree, 5);
    let counted = crate::tallies::Tallies::count(&votes, &[None; 8], 0, Some(&heavy.values));
    assert!((counted.everybody(0).effective_seen() - 8.5 * 8.5 / 13.25).abs() < 1e-12);
}

proptest! {
    #[test]
    fn any_numbers_give_usable_weights(values in proptest::collection::vec(any::<f64>(), 0..30)) {
        let weights = Weights::new(&values);
        prop_assert!(weights.values.iter().all(|weight| *weight > 0.0 && *weight <= 64.0));
        prop_assert!(weights.effective_people <= values.len() as f64 + 1e-9);
    }
}
