//! The generator: reproducible, valid, and plainly made up.

use super::pack;
use crate::pack::generate::{make, names};
use base::Level;
use std::collections::BTreeSet;

#[test]
fn the_same_seed_makes_the_same_firms() {
    let file = pack("mirinae").generator.unwrap();
    let made = make(&file);
    assert_eq!(made, make(&file));
    assert_eq!((made.firms.len(), made.merges.len()), (1_220, 20));
    let mut other = file;
    *other.firms.seed.get_mut() += 1;
    assert_ne!(made, make(&other));
}

#[test]
fn every_firm_is_valid_and_no_number_could_have_been_given_out() {
    let made = make(&pack("mirinae").generator.unwrap());
    let mut numbers = BTreeSet::new();
    for firm in &made.firms {
        let checked = firm.says.clone().checked().unwrap();
        if let Some(number) = checked.business_number {
            assert!(number.starts_with('0'), "{number}");
            assert!(numbers.insert(number), "a number was made twice");
        }
    }
    assert_eq!(numbers.len(), 1_200);
}

#[test]
fn names_are_all_different_and_written_as_firms_write_them() {
    let made = make(&pack("mirinae").generator.unwrap());
    let ko: BTreeSet<String> =
        made.firms[..1_200].iter().map(|f| names::bare(f.says.name.ko.as_deref().unwrap())).collect();
    assert_eq!(ko.len(), 1_200);
    let zh = made.firms.iter().filter(|f| f.says.name.zh.is_some()).count();
    assert!((150..400).contains(&zh), "{zh} firms have a Chinese name");
}

#[test]
fn much_is_unknown_and_what_is_attested_rests_on_a_paper() {
    let made = make(&pack("mirinae").generator.unwrap());
    let silent = made.firms.iter().filter(|f| f.presence.is_empty()).count();
    assert!((200..500).contains(&silent), "{silent} firms without a word about presence");
    let all: Vec<_> = made.firms.iter().flat_map(|f| &f.presence).collect();
    for code in ["P0", "P1", "P2", "P3", "P4", "P5"] {
        assert!(all.iter().any(|p| p.code == code), "{code}");
    }
    for level in Level::ALL {
        assert!(all.iter().any(|p| p.level == level), "{level:?}");
    }
    assert!(all.iter().all(|p| (p.level >= Level::Attested) == p.evidence.is_some()));
    assert!(all.iter().all(|p| p.days.from.is_some() && p.days.to.is_none_or(|to| Some(to) > p.days.from)));
    let gone = made.firms.iter().filter(|f| f.presence.last().is_some_and(|p| p.days.to.is_some())).count();
    assert!((40..150).contains(&gone), "{gone} firms left");
    let partly = made.firms.iter().filter_map(|f| f.says.founded.as_ref()).filter(|w| w.len() < 10).count();
    assert!(partly > 100, "{partly} firms with a date known in part");
}
