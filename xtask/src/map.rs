//! The map in ARCHITECTURE.md names every crate, its folder, the crates it uses and what it is for.
//!
//! The block is written by `cargo xtask map`, so that a new crate or a new edge shows up as a changed line in
//! the review, and compared here with what cargo says.

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::finding::Finding;
use crate::packages::Package;

pub const FILE: &str = "ARCHITECTURE.md";
/// The word behind the three back-ticks.
pub const FENCE: &str = "map";

const MEND: &str =
    "run `cargo xtask map`, look at the difference, and commit it with the change that caused it";

/// One line of the map: `folder | crate | uses | what it is`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    folder: String,
    name: String,
    /// Names of crates with blanks between, `-` for none.
    uses: String,
    sentence: String,
}

pub fn check(text: Option<&str>, packages: &[Package]) -> Vec<Finding> {
    let Some(text) = text else {
        return vec![Finding::new(
            "map",
            FILE,
            "there is no map",
            "write one with a block that begins with ```map",
        )];
    };
    let Some(block) = block(text) else {
        let what = "there is no block that begins with ```map";
        return vec![Finding::new("map", FILE, what, "add one, then run `cargo xtask map`")];
    };
    let first_line = text[..block.start].lines().count() + 1;
    let mut findings = Vec::new();
    let mut rows = Vec::new();
    for (index, line) in text[block].lines().enumerate() {
        match parse(line) {
            Some(row) => rows.push((first_line + index, row)),
            None if is_head(line) => {}
            None => findings.push(
                Finding::new("map", FILE, "this is not `folder | crate | uses | what it is`", MEND)
                    .at(first_line + index, line),
            ),
        }
    }
    for package in packages {
        let expected = row_of(package, packages, "");
        match rows.iter().find(|(_, row)| row.folder == package.folder) {
            None => findings.push(Finding::new(
                "map",
                FILE,
                format!("`{}` is not on the map", package.folder),
                MEND,
            )),
            Some((line, row)) => findings.extend(compare(*line, row, &expected)),
        }
    }
    for (line, row) in &rows {
        if !packages.iter().any(|package| package.folder == row.folder) {
            let what = format!("the map names `{}`, which is no crate of the workspace", row.folder);
            findings.push(Finding::new("map", FILE, what, MEND).at(*line, &row.folder));
        }
    }
    findings
}

fn compare(line: usize, row: &Row, expected: &Row) -> Vec<Finding> {
    let mut wrong = Vec::new();
    if row.name != expected.name {
        wrong.push(format!("the crate in `{}` is called `{}`", row.folder, expected.name));
    }
    if row.uses != expected.uses {
        wrong.push(format!("`{}` uses {}, the map says {}", row.folder, expected.uses, row.uses));
    }
    if row.sentence.is_empty() || row.sentence == "?" {
        wrong.push(format!("nothing says what `{}` is for", row.folder));
    } else if !expected.sentence.is_empty() && row.sentence != expected.sentence {
        wrong.push(format!("`{}/Cargo.toml` describes the crate in other words", row.folder));
    }
    wrong.into_iter().map(|what| Finding::new("map", FILE, what, MEND).at(line, &row.folder)).collect()
}

/// The text with its map written anew; a sentence that Cargo.toml lacks is kept. None without a block.
pub fn renew(text: &str, packages: &[Package]) -> Option<String> {
    let block = block(text)?;
    let known: Vec<Row> = text[block.clone()].lines().filter_map(parse).collect();
    let rows: Vec<Row> = packages
        .iter()
        .map(|package| {
            let kept = known
                .iter()
                .find(|row| row.folder == package.folder)
                .map_or("?", |row| row.sentence.as_str());
            row_of(package, packages, kept)
        })
        .collect();
    Some(format!("{}{}{}", &text[..block.start], write(&rows), &text[block.end..]))
}

/// The sentence of Cargo.toml rules; `otherwise` stands in where it has none.
fn row_of(package: &Package, packages: &[Package], otherwise: &str) -> Row {
    let name_of = |folder: &str| {
        packages
            .iter()
            .find(|package| package.folder == folder)
            .map_or(folder.to_string(), |package| package.name.clone())
    };
    let uses: Vec<String> =
        package.uses.iter().filter(|used| !used.only_in_tests).map(|used| name_of(&used.folder)).collect();
    let sentence = if package.description.is_empty() { otherwise } else { &package.description };
    Row {
        folder: package.folder.clone(),
        name: package.name.clone(),
        uses: if uses.is_empty() { "-".to_string() } else { uses.join(" ") },
        sentence: sentence.to_string(),
    }
}

fn write(rows: &[Row]) -> String {
    let width = |column: fn(&Row) -> &str, head: &str| {
        rows.iter().map(|row| column(row).len()).chain([head.len()]).max().unwrap_or(0)
    };
    let (folder, name, uses) =
        (width(|row| &row.folder, "folder"), width(|row| &row.name, "crate"), width(|row| &row.uses, "uses"));
    let line = |a: &str, b: &str, c: &str, d: &str| format!("{a:folder$} | {b:name$} | {c:uses$} | {d}\n");
    let mut text = line("folder", "crate", "uses", "what it is");
    for row in rows {
        text.push_str(&line(&row.folder, &row.name, &row.uses, &row.sentence));
    }
    text
}

/// The lines between the fences.
fn block(text: &str) -> Option<Range<usize>> {
    let opening = format!("```{FENCE}\n");
    let start = text.find(&opening)? + opening.len();
    let length = text[start..].find("```")?;
    Some(start..start + length)
}

fn is_head(line: &str) -> bool {
    line.starts_with("folder ")
}

fn parse(line: &str) -> Option<Row> {
    let parts: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
    match parts.as_slice() {
        [folder, name, uses, sentence] if !is_head(line) && !folder.is_empty() => Some(Row {
            folder: folder.to_string(),
            name: name.to_string(),
            uses: uses.to_string(),
            sentence: sentence.to_string(),
        }),
        _ => None,
    }
}
