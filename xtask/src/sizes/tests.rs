use super::*;
use crate::finding::Severity;

fn severity(path: &str, lines: usize) -> Option<Severity> {
    let text = "x\n".repeat(lines);
    check(&Tree::of(&[(path, &text)])).first().map(|finding| finding.severity)
}

#[test]
fn a_file_is_mentioned_then_refused_as_it_grows() {
    assert_eq!(severity("a/src/lib.rs", 599), None);
    assert_eq!(severity("a/src/lib.rs", 600), Some(Severity::Warning));
    assert_eq!(severity("a/src/lib.rs", 899), Some(Severity::Warning));
    assert_eq!(severity("a/src/lib.rs", 900), Some(Severity::Failure));
}

#[test]
fn made_files_and_data_may_be_long() {
    assert_eq!(severity("Cargo.lock", 5_000), None);
    assert_eq!(severity("cities/gwangju/promises.csv", 5_000), None);
}

#[test]
fn a_script_without_an_extension_counts() {
    let text = format!("#!/bin/sh\n{}", "x\n".repeat(1_000));
    assert_eq!(check(&Tree::of(&[("hub", &text)])).len(), 1);
}
