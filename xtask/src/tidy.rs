//! Things that have no place in the repository: paths of one machine, markers of unfinished work, code that
//! ends the program on a surprise, and tests that prove nothing or wait for a clock.

#[cfg(test)]
mod tests;

use crate::finding::Finding;
use crate::rust_text::{Line, RustText};
use crate::tree::{File, Tree};

/// Folders of somebody's machine. A path of a URL has a name in front of it and is not meant.
const MACHINE_FOLDERS: [&str; 5] = ["/root/", "/home/", "/Users/", "/srv/", "/mnt/"];
const MARKERS: [&str; 4] = ["TODO", "FIXME", "XXX", "HACK"];

/// Code that ends the program, outside tests: the text, and what to do instead.
const SURPRISES: [(&str, &str, &str); 6] = [
    ("unwrap", ".unwrap()", "return an error that names place and mend, or use `let ... else`"),
    (
        "panic",
        "panic!(",
        "return an error; only a broken invariant of our own may end the program, by `unreachable!`",
    ),
    ("unfinished", "todo!(", "finish it, or leave it out"),
    ("unfinished", "unimplemented!(", "finish it, or leave it out"),
    ("unfinished", "dbg!(", "remove it, or use tracing"),
    ("unsafe", "unsafe ", "write it without; the project has no unsafe code"),
];

/// Tests that prove nothing, or wait.
const WEAK_TESTS: [(&str, &str); 4] = [
    ("#[ignore", "let a long test live in a module `long`, which `./hub test --all` runs"),
    ("#[should_panic", "return the error and compare it"),
    ("thread::sleep", "pass the clock in, or wait on a channel"),
    ("time::sleep", "pass the clock in, or wait on a channel"),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| is_ours(file)) {
        findings.extend(machine_paths(file));
        findings.extend(markers(file));
        if file.is_rust() {
            findings.extend(rust(file));
        }
    }
    findings
}

/// Packs hold what others said, and lock files what machines wrote.
fn is_ours(file: &File) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    !file.path.starts_with("cities/")
        && !name.ends_with(".lock")
        && name != "package-lock.json"
        && name != "LICENSE"
}

fn machine_paths(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if let Some(folder) = MACHINE_FOLDERS.iter().find(|folder| starts_a_path(line, folder)) {
            let what = format!("`{folder}` is a folder of one machine");
            let mend = "take the path from an argument, a setting or the environment";
            findings.push(Finding::new("machine-path", &file.path, what, mend).at(index + 1, line));
        }
    }
    findings
}

fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-~}>*]$)".contains(c))
    })
}

fn markers(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if let Some(marker) = MARKERS.iter().find(|marker| has_word(line, marker)) {
            let what = format!("`{marker}` marks unfinished work");
            findings.push(
                Finding::new(
                    "unfinished",
                    &file.path,
                    what,
                    "finish it, or say in plain words what is not there",
                )
                .at(index + 1, line),
            );
        }
    }
    findings
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

fn rust(file: &File) -> Vec<Finding> {
    let text = RustText::read(&file.text);
    let mut findings = Vec::new();
    for line in text.lines() {
        if line.test || file.is_test_code() {
            findings.extend(weak_tests(file, line));
        } else {
            findings.extend(surprises(file, line));
        }
    }
    if !file.is_test_code() {
        findings.extend(head_comment(file));
    }
    if is_in_a_tests_folder_of_its_own(&file.path) {
        findings.push(Finding::new(
            "weak-test",
            &file.path,
            "a file under `tests/` becomes a program of its own, linked once more",
            "move it to `src/**/tests.rs`",
        ));
    }
    findings
}

fn surprises(file: &File, line: Line<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (rule, pattern, mend) in SURPRISES {
        if stands_alone(line.code, pattern) {
            let what = format!("`{}` outside tests", pattern.trim());
            findings.push(Finding::new(rule, &file.path, what, mend).at(line.number, line.source));
        }
    }
    findings
}

fn weak_tests(file: &File, line: Line<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (pattern, mend) in WEAK_TESTS.iter().filter(|(pattern, _)| line.code.contains(pattern)) {
        let what = format!("`{pattern}` in a test");
        findings.push(Finding::new("weak-test", &file.path, what, *mend).at(line.number, line.source));
    }
    findings
}

/// `dbg!(` does not stand alone in `my_dbg!(`; `.unwrap()` brings its own beginning.
fn stands_alone(code: &str, pattern: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(pattern)
        .any(|(at, _)| pattern.starts_with('.') || !code[..at].chars().next_back().is_some_and(is_part))
}

/// A file of more than a screen says in its first line what it is.
fn head_comment(file: &File) -> Option<Finding> {
    if file.text.lines().count() <= 20 || file.text.starts_with("//!") {
        return None;
    }
    let mend = "begin with `//!`: what it holds, what it does not, and its invariants";
    Some(Finding::new("head-comment", &file.path, "the file does not say what it is", mend))
}

fn is_in_a_tests_folder_of_its_own(path: &str) -> bool {
    match path.find("/tests/") {
        Some(at) => !path[..at].contains("/src") && path.ends_with(".rs"),
        None => false,
    }
}
