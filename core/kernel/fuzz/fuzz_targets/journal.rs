//! An exported journal and kept checkpoints, as anybody may hand them in.
#![no_main]

use kernel::backup::erasures;
use kernel::journal::note;
use kernel::journal::verify::{Trusted, of_export};
use libfuzzer_sys::fuzz_target;

/// The key of a signer whose secret bytes are all 7: of no city.
fn key() -> String {
    note::Signer::new(&[7; 32]).public()
}

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0);
    let journal = parts.next().unwrap_or_default();
    let kept: Vec<String> = parts.map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    for text in &kept {
        if let Ok(checkpoint) = note::open(text, &key()) {
            assert!(text.starts_with(&checkpoint.origin));
        }
    }
    let _ = erasures(&mut &journal[..], 0);
    let given = kept.len() % 2 == 1;
    let trusted = Trusted { public_key: given.then(key), kept };
    if let Ok(verdict) = of_export(&mut &journal[..], &trusted) {
        let report = verdict.report();
        assert!(!verdict.say().is_empty());
        assert!(verdict.finding().is_some() || report.proven <= report.entries);
        assert!(report.erased <= report.entries);
    }
});
