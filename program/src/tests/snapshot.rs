//! Texts that are kept beside the code and compared; `UPDATE_SNAPSHOTS=1` writes them again.

use std::path::PathBuf;

/// Where the kept text is.
pub fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(name)
}

/// True when the run is asked to write the texts again.
pub fn is_updating() -> bool {
    std::env::var("UPDATE_SNAPSHOTS").is_ok_and(|value| value == "1")
}

/// The kept text; empty when there is none yet.
pub fn kept(name: &str) -> String {
    std::fs::read_to_string(place(name)).unwrap_or_default()
}

/// Writes the text again.
pub fn write(name: &str, text: &str) {
    let place = place(name);
    std::fs::create_dir_all(place.parent().expect("a file has a folder")).expect("making the folder");
    std::fs::write(place, text).expect("writing a snapshot");
}

/// Compares with the kept text, and says which line differs first.
pub fn compare(name: &str, found: &str) {
    if is_updating() {
        return write(name, found);
    }
    let kept = kept(name);
    let differs = kept.lines().zip(found.lines()).position(|(kept, found)| kept != found);
    let line = differs.unwrap_or_else(|| kept.lines().count().min(found.lines().count()));
    assert!(
        kept == found,
        "program/snapshots/{name} differs at line {}:\n  kept  {:?}\n  found {:?}\nWith UPDATE_SNAPSHOTS=1 it is written again; look at what changed.",
        line + 1,
        kept.lines().nth(line),
        found.lines().nth(line),
    );
}
