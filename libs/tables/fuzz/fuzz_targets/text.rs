//! Delimited text of any encoding, and anything else that is not an archive.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../importer.rs"]
mod importer;

fuzz_target!(|bytes: &[u8]| importer::read_all_the_way(bytes));
