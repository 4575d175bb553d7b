//! Taking a pack's files from the disk: the only place of the reader that touches it.
//!
//! Sizes are judged by the folder's own entries before a byte is read; links are not followed.

use super::finding::PackFinding;
use base::Saying;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;

/// The largest file of a pack, in bytes.
pub const FILE_BYTES_MAX: u64 = 16 << 20;
/// The most bytes of all files of a pack.
pub const PACK_BYTES_MAX: u64 = 64 << 20;
/// The most entries of a pack folder.
const ENTRIES_MAX: usize = 200;

/// Files that this reader understands.
pub const READ: [&str; 7] = [
    "city.toml",
    "plan.toml",
    "partners.toml",
    "promises.toml",
    "snapshots.toml",
    "questions.toml",
    "generator.toml",
];
/// Files that are carried along for others to read.
pub const CARRIED: [&str; 5] =
    ["claims.csv", "origins.csv", "screens.csv", "meeting-sample.txt", "README.md"];

/// The folder of definitions of measures.
pub const MEASURES: &str = "measures";

/// Texts by file name; those of a folder with its name before a slash.
pub type Texts = BTreeMap<String, String>;

/// Reads all files of a pack folder.
///
/// # Errors
/// What stands in the way: an unknown file, one that is too large, one that is not UTF-8.
pub fn collect(folder: &Path) -> Result<Texts, Vec<PackFinding>> {
    let entries = entries(folder).map_err(|finding| vec![finding])?;
    let mut findings: Vec<PackFinding> =
        entries.iter().filter_map(|(name, metadata)| refused(name, metadata)).collect();
    let whole: u64 = entries.iter().map(|(_, metadata)| metadata.len()).sum();
    if findings.is_empty() && whole > PACK_BYTES_MAX {
        let saying = Saying::invalid("tower-pack-large").with("bytes", whole).with("max", PACK_BYTES_MAX);
        findings.push(PackFinding::of_file("", saying));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut texts = Texts::new();
    for (name, _) in entries {
        match text(folder, &name) {
            Ok(text) => {
                texts.insert(name, text);
            }
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() { Ok(texts) } else { Err(findings) }
}

fn entries(folder: &Path) -> Result<Vec<(String, Metadata)>, PackFinding> {
    let mut found = listed(folder, "")?;
    let measures = found.iter().position(|(name, metadata)| name == MEASURES && metadata.is_dir());
    if let Some(place) = measures {
        found.remove(place);
        found.extend(listed(&folder.join(MEASURES), "measures/")?);
    }
    if found.len() > ENTRIES_MAX {
        let saying = Saying::invalid("tower-pack-entries").with("max", ENTRIES_MAX);
        return Err(PackFinding::of_file("", saying));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

fn listed(folder: &Path, before: &str) -> Result<Vec<(String, Metadata)>, PackFinding> {
    let unreadable = |cause: std::io::Error| {
        let saying =
            Saying::invalid("tower-pack-folder").with("folder", folder.display()).with("cause", cause.kind());
        PackFinding::of_file("", saying)
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // Of the entry itself: a link is seen as a link.
        let metadata = entry.metadata().map_err(unreadable)?;
        found.push((format!("{before}{}", entry.file_name().to_string_lossy()), metadata));
        if found.len() > ENTRIES_MAX {
            let saying = Saying::invalid("tower-pack-entries").with("max", ENTRIES_MAX);
            return Err(PackFinding::of_file("", saying));
        }
    }
    Ok(found)
}

/// `measures/….toml`.
fn is_measure(name: &str) -> bool {
    name.strip_prefix("measures/").is_some_and(|name| name.ends_with(".toml") && !name.starts_with('.'))
}

fn refused(name: &str, metadata: &Metadata) -> Option<PackFinding> {
    let known = READ.contains(&name) || CARRIED.contains(&name) || is_measure(name);
    let saying = match () {
        () if !known => {
            let all = READ.iter().chain(&CARRIED).copied();
            let near = super::finding::nearest(name, all).unwrap_or("city.toml");
            Saying::invalid("tower-pack-file-unknown")
                .with("name", super::value::short(name))
                .with("near", near)
        }
        () if !metadata.is_file() => Saying::invalid("tower-pack-not-a-file").with("name", name),
        () if metadata.len() > FILE_BYTES_MAX => Saying::invalid("tower-pack-file-large")
            .with("name", name)
            .with("bytes", metadata.len())
            .with("max", FILE_BYTES_MAX),
        () => return None,
    };
    Some(PackFinding::of_file(name, saying))
}

fn text(folder: &Path, name: &str) -> Result<String, PackFinding> {
    let unreadable = |cause: std::io::Error| {
        PackFinding::of_file(name, Saying::invalid("tower-pack-unreadable").with("cause", cause.kind()))
    };
    let file = std::fs::File::open(folder.join(name)).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // The file may have grown since it was looked at.
    std::io::Read::read_to_end(&mut std::io::Read::take(file, FILE_BYTES_MAX + 1), &mut bytes)
        .map_err(unreadable)?;
    decoded(name, bytes)
}

/// UTF-8 with or without its mark, or the line where it breaks.
pub fn decoded(name: &str, bytes: Vec<u8>) -> Result<String, PackFinding> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
        PackFinding::at(name, &before, good, Saying::invalid("tower-pack-not-utf8"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
