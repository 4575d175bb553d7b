//! A released migration is never edited: some city has run it already.
//!
//! `xtask/released-migrations.txt` holds the digest of every migration that was part of a release, one line
//! `sha256  path` each, in the order of paths; `cargo xtask release-migrations` writes it.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::finding::Finding;
use crate::tree::{File, Tree};

pub const FILE: &str = "xtask/released-migrations.txt";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let released = released(tree, &mut findings);
    for (path, digest) in &released {
        match tree.text(path) {
            None => findings.push(Finding::new(
                "migration",
                path,
                "a released migration is gone",
                "bring it back; what it made is taken away by a new migration",
            )),
            Some(text) if digest_of(text) != *digest => findings.push(Finding::new(
                "migration",
                path,
                "a released migration was edited",
                "take the edit back and write a new migration",
            )),
            Some(_) => {}
        }
    }
    for (folder, files) in by_folder(tree) {
        findings.extend(check_folder(&folder, &files, &released));
    }
    findings
}

/// The new text of the list: what was released stays, every migration of the tree is added.
pub fn release(tree: &Tree) -> String {
    let mut lines = String::new();
    for file in tree.files.iter().filter(|file| is_migration(file)) {
        lines.push_str(&format!("{}  {}\n", digest_of(&file.text), file.path));
    }
    lines
}

fn released(tree: &Tree, findings: &mut Vec<Finding>) -> BTreeMap<String, String> {
    let mut released = BTreeMap::new();
    for (index, line) in tree.text(FILE).unwrap_or("").lines().enumerate() {
        match line.split_once("  ") {
            Some((digest, path)) if digest.len() == 64 => {
                released.insert(path.to_string(), digest.to_string());
            }
            _ => findings.push(
                Finding::new("migration", FILE, "this is not `sha256  path`", "restore the line from git")
                    .at(index + 1, line),
            ),
        }
    }
    released
}

/// Numbers follow each other from 1, new ones come after released ones, and each tells its story.
fn check_folder(folder: &str, files: &[&File], released: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut highest_released = 0;
    let mut seen = Vec::new();
    for file in files {
        let name = &file.path[folder.len() + 1..];
        let Some(number) = number_of(name) else {
            let mend = "call it `0001_what_it_does.sql`, with the next free number";
            findings.push(Finding::new(
                "migration",
                &file.path,
                "the name has no number of four digits",
                mend,
            ));
            continue;
        };
        if released.contains_key(&file.path) {
            highest_released = highest_released.max(number);
        }
        seen.push((number, *file));
        if !file.text.trim_start().starts_with("--") {
            let mend = "begin with `-- <file name>` and a sentence on why it is needed";
            findings.push(Finding::new(
                "migration",
                &file.path,
                "the migration does not tell its story",
                mend,
            ));
        }
    }
    for (index, (number, file)) in seen.iter().enumerate() {
        if *number != index as u32 + 1 {
            let what = format!("number {number} stands where {} should", index + 1);
            findings.push(Finding::new(
                "migration",
                &file.path,
                what,
                "number them 1, 2, 3, each once, without a gap",
            ));
        }
        if *number < highest_released && !released.contains_key(&file.path) {
            let what = format!("a new migration stands before the released number {highest_released}");
            findings.push(Finding::new("migration", &file.path, what, "give it the next free number"));
        }
    }
    findings
}

fn by_folder(tree: &Tree) -> BTreeMap<String, Vec<&File>> {
    let mut folders: BTreeMap<String, Vec<&File>> = BTreeMap::new();
    for file in tree.files.iter().filter(|file| is_migration(file)) {
        if let Some((folder, _)) = file.path.rsplit_once('/') {
            folders.entry(folder.to_string()).or_default().push(file);
        }
    }
    folders
}

fn is_migration(file: &File) -> bool {
    file.extension() == "sql" && file.path.contains("/migrations/")
}

fn number_of(name: &str) -> Option<u32> {
    let (digits, _) = name.split_once('_')?;
    if digits.len() == 4 { digits.parse().ok() } else { None }
}

fn digest_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
