//! The journal's reader meets what it was never meant to read: it says so and never falls over.

use crate::hub::Hub;
use kernel::journal::export::export;
use kernel::journal::store::latest_checkpoint;
use kernel::journal::verify::{Trusted, of_export};
use kernel::policy::Role;
use proptest::prelude::*;

/// An export of a small city and the checkpoint that somebody kept.
fn exported() -> (Vec<u8>, Trusted) {
    let hub = Hub::new(&[]);
    for _ in 0..4 {
        hub.person(Role::Officer, None);
    }
    let mut bytes = Vec::new();
    export(&hub.city, &mut bytes).unwrap();
    let kept = hub.city.read_blocking(|read| latest_checkpoint(read)).unwrap().unwrap().note;
    (bytes, Trusted { public_key: Some(hub.city.public_key().to_owned()), kept: vec![kept] })
}

#[test]
fn a_damaged_export_never_holds_and_never_panics() {
    let (whole, trusted) = exported();
    assert!(of_export(&mut whole.as_slice(), &trusted).unwrap().finding().is_none());
    let places = (0..whole.len(), any::<u8>());
    proptest!(ProptestConfig::with_cases(600), |((at, byte) in places, cut in any::<bool>())| {
        let mut damaged = whole.clone();
        if cut {
            damaged.truncate(at);
        } else {
            damaged[at] = byte;
        }
        if let Ok(verdict) = of_export(&mut damaged.as_slice(), &trusted) {
            // What is proven are the entries: the lines around them may be damaged without changing history.
            let same = entries(&damaged) == entries(&whole);
            prop_assert!(same || verdict.finding().is_some(), "byte {at} changed to {byte}, cut {cut}, and it holds");
        }
    });
}

#[test]
fn arbitrary_bytes_are_told_apart_from_a_journal() {
    let (_, trusted) = exported();
    proptest!(ProptestConfig::with_cases(600), |(bytes in prop::collection::vec(any::<u8>(), 0..400))| {
        let read = of_export(&mut bytes.as_slice(), &trusted);
        prop_assert!(read.map_or(true, |verdict| verdict.finding().is_some()));
    });
}

/// The entries that the bytes still say, whatever else a line holds.
fn entries(bytes: &[u8]) -> Vec<serde_json::Value> {
    let values = bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    values.filter(|value: &serde_json::Value| value.get("commitment").is_some()).collect()
}
