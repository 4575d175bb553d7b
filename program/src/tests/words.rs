//! Words: whatever the code says to a person stands in the catalogue, in every language its readers have.

use super::roles::all_actions;
use base::words::Catalogue;
use std::path::{Path, PathBuf};

/// How a refusal is written in code; the key is the first literal after it.
const SAYING: [&str; 5] =
    ["Saying::invalid(", "Saying::conflict(", "Saying::not_found(", "Saying::forbidden(", "Saying::new("];

fn catalogue() -> Catalogue {
    web::http::site::catalogue(&crate::areas::areas()).unwrap_or_else(|e| panic!("{e}"))
}

/// The sources of everything that speaks to people, without tests.
fn sources() -> Vec<(PathBuf, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["core", "areas", "program"] {
        gather(&root.join(folder), &mut found);
    }
    found
}

fn gather(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && !["tests", "examples"].contains(&name.as_str()) {
            gather(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = std::fs::read_to_string(&path).expect("a source is text");
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("").to_owned();
            found.push((path, text));
        }
    }
}

/// Keys of refusals with the file that says them.
fn refusals() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for (path, text) in sources() {
        for start in SAYING {
            for after in text.split(start).skip(1) {
                let arguments = after.split_once(')').map_or(after, |(arguments, _)| arguments);
                if let Some(key) = arguments.split('"').nth(1) {
                    found.push((key.to_owned(), path.clone()));
                }
            }
        }
    }
    found
}

#[test]
fn no_phrase_lacks_a_language_or_a_place() {
    let gaps = catalogue().gaps();
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}

#[test]
fn every_refusal_in_the_code_has_its_words() {
    let (all, words) = (refusals(), catalogue());
    assert!(all.len() > 80, "only {} refusals were found in the sources", all.len());
    let mute: Vec<String> = all
        .iter()
        .filter(|(key, _)| !words.contains(key))
        .map(|(key, path)| format!("{key} in {}", path.display()))
        .collect();
    assert!(mute.is_empty(), "{}", mute.join("\n"));
}

#[test]
fn every_action_has_a_name_for_people() {
    let words = catalogue();
    let actions = all_actions();
    assert!(actions.len() > 20, "only {} actions", actions.len());
    let mute: Vec<String> = actions
        .iter()
        .map(|action| action.name.replace('.', "-"))
        .filter(|key| !words.contains(key))
        .collect();
    assert!(mute.is_empty(), "{}", mute.join("\n"));
}
