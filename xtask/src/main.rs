//! `cargo xtask`: the house rules, checked by a program.
//!
//! `check` reads the repository and names every place that breaks a rule, with what to do about it.
//! Each rule is a pure function over the files or over the crates, in a file of its own with tests that
//! show what passes and what does not. Formatting and lints are cargo's work and not repeated here.
//!
//! Not here: anything the product does, and any rule that needs a running program.

mod allowances;
mod finding;
mod map;
mod migrations;
mod packages;
mod purity;
mod rust_text;
mod sizes;
mod sources;
mod sql;
mod tally;
mod tidy;
mod tree;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::finding::{Finding, Severity};
use crate::tree::Tree;

const HELP: &str = "\
cargo xtask check             the house rules; exits with 1 when one is broken
cargo xtask map               writes the crates and who uses whom into ARCHITECTURE.md
cargo xtask release-migrations  notes the digests of all migrations: from now on they may not change
cargo xtask tally REPORT      counts a test report (JUnit of nextest, or the text of `cargo test`)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["check"] => check(),
        ["map"] => write_map(),
        ["release-migrations"] => release_migrations(),
        ["tally", report] => tally_report(Path::new(report)),
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("xtask: {fault:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs every rule and prints what it found, failures last, so that they are what one sees.
fn check() -> Result<ExitCode> {
    let tree = Tree::read(&root())?;
    let packages = packages::read(&root())?;
    let allowances = allowances::parse(tree.text(allowances::FILE).unwrap_or(""));

    let mut findings = Vec::new();
    findings.extend(map::check(tree.text(map::FILE), &packages));
    findings.extend(packages::check(&packages, &tree));
    findings.extend(sizes::check(&tree));
    findings.extend(tidy::check(&tree));
    findings.extend(purity::check(&tree));
    findings.extend(migrations::check(&tree));
    findings.extend(words::check(&tree));
    findings.extend(sql::check(&tree));
    findings.extend(sources::check(&tree));
    let findings = allowances::apply(allowances, findings);

    let (warnings, failures): (Vec<_>, Vec<_>) =
        findings.iter().partition(|finding: &&Finding| finding.severity == Severity::Warning);
    for finding in warnings.iter().chain(&failures) {
        println!("{finding}");
    }
    println!(
        "xtask check: {} files, {} crates: {} failures, {} warnings",
        tree.files.len(),
        packages.len(),
        failures.len(),
        warnings.len()
    );
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn write_map() -> Result<ExitCode> {
    let path = root().join(map::FILE);
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let packages = packages::read(&root())?;
    let Some(renewed) = map::renew(&text, &packages) else {
        bail!("{} has no block that begins with ```{}", map::FILE, map::FENCE);
    };
    if renewed == text {
        println!("xtask map: {} was right already", map::FILE);
    } else {
        std::fs::write(&path, renewed).with_context(|| format!("writing {}", path.display()))?;
        println!("xtask map: {} renewed; look at the difference before you commit it", map::FILE);
    }
    Ok(ExitCode::SUCCESS)
}

fn release_migrations() -> Result<ExitCode> {
    let tree = Tree::read(&root())?;
    let broken = migrations::check(&tree);
    if let Some(finding) = broken.first() {
        bail!("mend this first: {finding}");
    }
    let path = root().join(migrations::FILE);
    std::fs::write(&path, migrations::release(&tree))
        .with_context(|| format!("writing {}", path.display()))?;
    println!("xtask release-migrations: {} renewed", migrations::FILE);
    Ok(ExitCode::SUCCESS)
}

fn tally_report(report: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(report).with_context(|| format!("reading {}", report.display()))?;
    let tally = if report.extension().is_some_and(|extension| extension == "xml") {
        tally::from_junit(&text)?
    } else {
        tally::from_libtest(&text)
    };
    print!("{tally}");
    Ok(ExitCode::SUCCESS)
}

/// The repository: this crate's folder stands directly in it. Cargo says where that is when it runs the
/// program; what it said when it compiled could be another clone that shares the target folder.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = PathBuf::from(here);
    here.parent().unwrap_or(&here).to_path_buf()
}
