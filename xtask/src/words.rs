//! Words on pages: every key of a `words.toml` has Korean and English, and Chinese unless only staff see it.
//!
//! A file is a list of tables `[key]` with `ko`, `en` and `zh`; `staff = true` marks a key of staff pages. A key
//! begins with the folder of its crate (`register-`). The languages of one key have the same places (`{name}`,
//! in Korean also `{name|particle}`), so that no value gets lost in translation. A key that Rust code names must
//! exist; one that nothing names is mentioned.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::{File, Tree};

/// Every key with the file it stands in.
type Keys<'a> = BTreeMap<String, &'a File>;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut keys: Keys<'_> = BTreeMap::new();
    let mut prefixes = BTreeSet::new();
    for file in tree.files.iter().filter(|file| file.path.ends_with("words.toml")) {
        let table = match file.text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let what = format!("this is not TOML: {}", error.message());
                findings.push(Finding::new("words", &file.path, what, "mend the syntax"));
                continue;
            }
        };
        let prefix = prefix_of(&file.path);
        for (key, value) in &table {
            findings.extend(check_key(file, key, value));
            if !key.starts_with(&prefix) {
                let what = format!("`{key}` does not begin with `{prefix}`");
                findings.push(finding(file, key, what, "begin a key with the folder of its crate"));
            }
            if let Some(other) = keys.insert(key.clone(), file) {
                let what = format!("the key `{key}` stands in {} too", other.path);
                findings.push(finding(file, key, what, "keep it in one of them"));
            }
        }
        prefixes.insert(prefix);
    }
    findings.extend(check_uses(tree, &keys, &prefixes));
    findings
}

/// `areas/register/src/words.toml` -> `register-`.
fn prefix_of(path: &str) -> String {
    let folders: Vec<&str> = path.split('/').collect();
    let grouped = ["core", "areas", "engines", "gates", "libs"].contains(&folders[0]);
    format!("{}-", folders[usize::from(grouped)])
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
            let what = format!("`{key}` has other places in `{language}` than in `ko`");
            findings.push(finding(file, key, what, "use the same `{...}` in each language"));
        }
    }
    findings
}

/// The names between braces, without particles. A doubled brace is a brace.
fn places(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in text.replace("{{", "").split('{').skip(1) {
        if let Some((place, _)) = part.split_once('}') {
            let name = place.split('|').next().unwrap_or(place);
            found.insert(name.trim().to_string());
        }
    }
    found
}

/// Keys that product code names, in literals such as `"register-merged"` and `"register-state-{state}"`.
fn check_uses(tree: &Tree, keys: &Keys<'_>, prefixes: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut begun: BTreeSet<String> = BTreeSet::new();
    for file in tree.files.iter().filter(|file| file.is_rust() && !file.path.starts_with("xtask/")) {
        let text = RustText::read(&file.text);
        for range in &text.literals {
            let literal = &file.text[range.clone()];
            let Some(prefix) = prefixes.iter().find(|prefix| literal.starts_with(*prefix)) else { continue };
            if let Some((start, _)) = literal.split_once('{') {
                begun.insert(start.to_string());
            } else if literal.len() > prefix.len() && is_key(literal) {
                named.insert(literal.to_string());
                if !keys.contains_key(literal) && !file.is_test_code() && !text.is_test(range.start) {
                    let line = text.line_of(range.start);
                    let what = format!("no words.toml has the key `{literal}`");
                    findings.push(
                        Finding::new("words", &file.path, what, "add it, in each language").at(line, literal),
                    );
                }
            }
        }
    }
    for (key, file) in keys {
        if !named.contains(key) && !begun.iter().any(|start| key.starts_with(start)) {
            let what = format!("nothing names the key `{key}`");
            findings.push(finding(file, key, what, "remove it when no code composes it").warning());
        }
    }
    findings
}

fn is_key(literal: &str) -> bool {
    literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !literal.ends_with('-')
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
