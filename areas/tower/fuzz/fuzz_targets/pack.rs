//! The files of a city pack, as anybody may hand them in.
#![no_main]

use area_tower::pack::{files, read_texts};
use base::Instant;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let parts = files::READ.into_iter().zip(bytes.split(|byte| *byte == 0));
    let mut texts = files::Texts::new();
    for (name, part) in parts.filter(|(_, part)| !part.is_empty()) {
        match files::decoded(name, part.to_vec()) {
            Ok(text) => texts.insert(name.to_owned(), text),
            Err(finding) => return assert_eq!(finding.file, name),
        };
    }
    match read_texts(texts, Instant::from_micros(1_763_600_000_000_000)) {
        Ok(pack) => {
            assert!(!pack.slug().is_empty() && !pack.about().zone.is_empty());
            assert_eq!(pack.digest.len(), 64);
        }
        Err(findings) => {
            assert!(!findings.is_empty());
            assert!(findings.iter().all(|found| !found.saying.key.is_empty() && !found.to_string().is_empty()));
        }
    }
});
