//! Libs and base are pure: slices and readers in, values out. No file, no network, no process, no clock and
//! no environment of their own, so that they can be tested to the bit and used anywhere.

#[cfg(test)]
mod tests;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::{File, Tree};

const WORLDLY: [&str; 12] = [
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "File::open",
    "File::create",
    "TcpStream",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "thread_rng",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().filter(|file| is_pure_room(file)).flat_map(check_file).collect()
}

/// Tests may read real data, and a program that compares with a peer may measure time.
fn is_pure_room(file: &File) -> bool {
    let pure = file.path.starts_with("libs/") || file.path.starts_with("core/base/");
    let in_library = file.path.contains("/src/") && !file.path.contains("/src/bin/");
    pure && in_library && file.is_rust() && !file.is_test_code()
}

fn check_file(file: &File) -> Vec<Finding> {
    let text = RustText::read(&file.text);
    let mut findings = Vec::new();
    for line in text.lines().into_iter().filter(|line| !line.test) {
        if let Some(word) = WORLDLY.iter().find(|word| line.code.contains(*word)) {
            let what = format!("`{word}` in a room that is pure");
            let mend = "let the caller open the file, read the clock or draw the seed, and take the value";
            findings.push(Finding::new("purity", &file.path, what, mend).at(line.number, line.source));
        }
    }
    findings
}
