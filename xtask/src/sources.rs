//! Third-party code comes from the public registries, named by lock files, and from nowhere else.

#[cfg(test)]
mod tests;

use crate::finding::Finding;
use crate::tree::{File, Tree};

const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPM: &str = "https://registry.npmjs.org/";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        findings.extend(match name {
            "Cargo.lock" => check_lines(file, "source = \"", CRATES, "crates.io"),
            "package-lock.json" => check_lines(file, "\"resolved\": \"", NPM, "registry.npmjs.org"),
            _ if name.starts_with("requirements") && name.ends_with(".txt") => check_python(file),
            _ => Vec::new(),
        });
    }
    findings
}

fn check_lines(file: &File, key: &str, wanted: &str, registry: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if let Some(source) = line.trim().strip_prefix(key)
            && !source.starts_with(wanted)
        {
            let what = format!("a package does not come from {registry}");
            let mend = "take it from there, or write what we need of it ourselves";
            findings.push(Finding::new("source", &file.path, what, mend).at(index + 1, line));
        }
    }
    findings
}

/// Peers for comparison are pinned to the bit of a version, and come from the default index.
fn check_python(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let line = line.trim();
        let mut wrong = |what: &str, mend: &str| {
            findings.push(Finding::new("source", &file.path, what, mend).at(index + 1, line));
        };
        if line.contains("index-url") || line.contains("find-links") {
            wrong("an index of packages is named", "leave the choice to the machine");
        } else if line.is_empty() || line.starts_with('#') || line.starts_with("--") {
            continue;
        } else if !line.contains("==") {
            wrong("a package has no exact version", "write `name==version`");
        }
    }
    findings
}
