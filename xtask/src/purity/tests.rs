use super::*;

fn count(path: &str, text: &str) -> usize {
    check(&Tree::of(&[(path, text)])).len()
}

#[test]
fn a_lib_opens_nothing_and_reads_no_clock() {
    assert_eq!(count("libs/shares/src/lib.rs", "use std::fs;"), 1);
    assert_eq!(count("core/base/src/when.rs", "let now = SystemTime::now();"), 1);
    assert_eq!(count("libs/shares/src/lib.rs", "use std::io::Read; // not std::fs"), 0);
}

#[test]
fn tests_and_other_rooms_may() {
    assert_eq!(count("libs/shares/src/tests.rs", "use std::fs;"), 0);
    assert_eq!(count("libs/shares/src/lib.rs", "#[cfg(test)]\nmod t { use std::fs; }"), 0);
    assert_eq!(count("core/db/src/lib.rs", "use std::fs;"), 0);
}
