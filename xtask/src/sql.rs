//! SQL is lower-case, so that it reads as prose beside Rust, and every list has a `limit`.
//!
//! Looks at `Sql::new("area.noun.verb", "...")` in Rust and at migrations. A statement whose last name begins
//! with `list`, `page` or `search` is a list. That each statement is valid is tested against real databases.

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::{File, Tree};

/// Words that no one writes in capitals for another reason than habit.
const KEYWORDS: [&str; 22] = [
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "CREATE",
    "ALTER",
    "DROP",
    "FROM",
    "WHERE",
    "INTO",
    "VALUES",
    "TABLE",
    "INDEX",
    "ORDER",
    "GROUP",
    "LIMIT",
    "JOIN",
    "RETURNING",
    "CONFLICT",
    "REFERENCES",
    "PRIMARY",
    "UNIQUE",
];
const LIST_VERBS: [&str; 3] = ["list", "page", "search"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        if file.is_rust() && !file.path.starts_with("xtask/") {
            findings.extend(statements(file));
        } else if file.extension() == "sql" {
            findings.extend(keywords(file, &file.text, 1));
        }
    }
    findings
}

fn statements(file: &File) -> Vec<Finding> {
    let text = RustText::read(&file.text);
    let mut findings = Vec::new();
    for (at, call) in text.code.match_indices("Sql::new(") {
        let Some((name, statement)) = arguments(&text, at + call.len()) else { continue };
        let line = text.line_of(statement.start);
        let statement = &file.text[statement];
        let name = &file.text[name];
        findings.extend(keywords(file, statement, line));
        let verb = name.rsplit('.').next().unwrap_or(name);
        let is_list = LIST_VERBS.iter().any(|list| verb.starts_with(list));
        if is_list && !statement.split_whitespace().any(|word| word == "limit") {
            let what = format!("the list `{name}` has no limit");
            findings.push(Finding::new("sql", &file.path, what, "end it with `limit ?n`").at(line, name));
        }
    }
    findings
}

/// The first two literals behind the bracket: name and statement.
fn arguments(text: &RustText<'_>, from: usize) -> Option<(Range<usize>, Range<usize>)> {
    let mut behind = text.literals.iter().filter(|range| range.start > from);
    let name = behind.next()?.clone();
    let statement = behind.next()?.clone();
    // Only a comma and blanks may stand between the two, else the second belongs to something else.
    let between = text.code[name.end + 1..statement.start]
        .trim_matches(|c: char| c.is_whitespace() || "\"r#,".contains(c));
    between.is_empty().then_some((name, statement))
}

fn keywords(file: &File, sql: &str, first_line: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in sql.lines().enumerate() {
        let statement = line.split("--").next().unwrap_or(line);
        if let Some(word) = outside_quotes(statement).find(|word| KEYWORDS.contains(word)) {
            let what = format!("`{word}` in capitals");
            findings.push(
                Finding::new("sql", &file.path, what, "write SQL in lower case").at(first_line + index, line),
            );
        }
    }
    findings
}

fn outside_quotes(line: &str) -> impl Iterator<Item = &str> {
    line.split('\'').step_by(2).flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_'))
}
