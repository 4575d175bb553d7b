//! Words on pages: every key of a `words.toml` has Korean and English, and Chinese unless only staff see it.
//!
//! A file is a list of tables `[key]` with `ko`, `en` and `zh`; `staff = true` marks a key of staff pages.
//! The languages of one key name the same places (`{name}`), so that no value gets lost in translation.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use crate::finding::Finding;
use crate::tree::{File, Tree};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut first_seen: BTreeMap<String, String> = BTreeMap::new();
    for file in tree.files.iter().filter(|file| file.path.ends_with("words.toml")) {
        let table = match file.text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let what = format!("this is not TOML: {}", error.message());
                findings.push(Finding::new("words", &file.path, what, "mend the syntax"));
                continue;
            }
        };
        for (key, value) in &table {
            findings.extend(check_key(file, key, value));
            if let Some(other) = first_seen.insert(key.clone(), file.path.clone()) {
                let what = format!("the key `{key}` stands in {other} too");
                findings.push(finding(file, key, what, "give it a name with its area in front"));
            }
        }
    }
    findings
}

fn check_key(file: &File, key: &str, value: &Value) -> Vec<Finding> {
    let Some(table) = value.as_table() else {
        let what = format!("`{key}` is no table");
        return vec![finding(file, key, what, "write `[key]` with `ko`, `en` and `zh` below")];
    };
    let mut findings = Vec::new();
    let staff = table.get("staff").and_then(Value::as_bool).unwrap_or(false);
    let languages: &[&str] = if staff { &["ko", "en"] } else { &["ko", "en", "zh"] };
    for language in languages {
        let text = table.get(*language).and_then(Value::as_str).unwrap_or("");
        if text.trim().is_empty() {
            let what = format!("`{key}` has no `{language}`");
            findings.push(finding(
                file,
                key,
                what,
                "translate it; a key that only staff see may say `staff = true`",
            ));
        }
    }
    for name in table.keys().filter(|name| !["ko", "en", "zh", "staff"].contains(&name.as_str())) {
        let what = format!("`{key}` has an unknown part `{name}`");
        findings.push(finding(file, key, what, "a key knows `ko`, `en`, `zh` and `staff`"));
    }
    findings.extend(check_places(file, key, table));
    findings
}

fn check_places(file: &File, key: &str, table: &toml::Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    let korean = places(table.get("ko").and_then(Value::as_str).unwrap_or(""));
    for language in ["en", "zh"] {
        let Some(text) = table.get(language).and_then(Value::as_str) else { continue };
        if places(text) != korean {
            let what = format!("`{key}` names other places in `{language}` than in `ko`");
            findings.push(finding(file, key, what, "use the same `{...}` in each language"));
        }
    }
    findings
}

/// The names between braces.
fn places(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for part in text.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}') {
            found.insert(name.trim());
        }
    }
    found
}

fn finding(file: &File, key: &str, what: String, mend: &str) -> Finding {
    let head = format!("[{key}]");
    let quoted = format!("[\"{key}\"]");
    let line = file.text.lines().position(|line| line.trim() == head || line.trim() == quoted);
    let finding = Finding::new("words", &file.path, what, mend);
    match line {
        Some(index) => finding.at(index + 1, key),
        None => finding,
    }
}
