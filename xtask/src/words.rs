//! Words on pages: every key of a `words.toml` has Korean and English, and Chinese unless only staff see it.
//!
//! A file is a list of tables `[key]` with `ko`, `en` and `zh`; `staff = true` marks a key of staff pages. The
//! languages of one key have the same places (`{name}`, in Korean also `{name|particle}`), so that no value gets
//! lost in translation. A key that Rust code asks for must exist; one that nothing names is mentioned.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::{File, Tree};

/// Functions whose first argument is a key.
const ASKING: [&str; 6] = [".get(", ".say(", "::invalid(", "::conflict(", "::not_found(", "::forbidden("];

/// Every key with the file it stands in.
type Keys<'a> = BTreeMap<String, &'a File>;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut keys: Keys<'_> = BTreeMap::new();
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
            if let Some(other) = keys.insert(key.clone(), file) {
                let what = format!("the key `{key}` stands in {} too", other.path);
                findings.push(finding(file, key, what, "keep it in one of them"));
            }
        }
    }
    findings.extend(check_uses(tree, &keys));
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

/// Keys in literals: `"register-merged"` names one, as `"register.merge"` names `register-merge`, the word of an action;
/// `"register-state-{state}"` and `"register-state-"` name all that begin so, and one that stands in the bracket of an
/// asking function must exist.
fn check_uses(tree: &Tree, keys: &Keys<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut begun: BTreeSet<&str> = BTreeSet::new();
    let families: BTreeSet<&str> = keys.keys().map(|key| family(key)).collect();
    for file in tree.files.iter().filter(|file| file.is_rust() && !file.path.starts_with("xtask/")) {
        let text = RustText::read(&file.text);
        for range in &text.literals {
            let literal = &file.text[range.clone()];
            if let Some((start, _)) = literal.split_once('{')
                && start.contains('-')
            {
                begun.insert(start);
            } else if literal.len() > 1 && literal.ends_with('-') {
                begun.insert(literal);
            } else if let Some((key, _)) = keys.get_key_value(literal.replace('.', "-").as_str()) {
                named.insert(key);
            } else if families.contains(family(literal))
                && is_key(literal)
                && is_asked_for(&text, range.start)
                && !file.is_test_code()
                && !text.is_test(range.start)
            {
                let what = format!("no words.toml has the key `{literal}`");
                let finding = Finding::new("words", &file.path, what, "add it, in each language");
                findings.push(finding.at(text.line_of(range.start), literal));
            }
        }
    }
    for (key, file) in keys {
        // The mend of a problem is found by adding `-mend` to its key.
        let stem = key.strip_suffix("-mend").unwrap_or(key);
        let is_named = named.contains(key.as_str()) || named.contains(stem);
        if !is_named && !begun.iter().any(|start| key.starts_with(start)) {
            let what = format!("nothing names the key `{key}`");
            findings.push(finding(file, key, what, "remove it when no code composes it").warning());
        }
    }
    findings
}

/// `register` of `register-merged`.
fn family(key: &str) -> &str {
    key.split('-').next().unwrap_or(key)
}

fn is_key(literal: &str) -> bool {
    let plain = literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    plain && literal.contains('-') && !literal.ends_with('-')
}

/// The literal whose first character stands at `start` is the first argument of a function that takes a key.
fn is_asked_for(text: &RustText<'_>, start: usize) -> bool {
    let before = text.code[..start].trim_end_matches('"').trim_end();
    ASKING.iter().any(|function| before.ends_with(function))
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
