//! Exceptions from the rules, each with its reason, in one file that everybody can read.
//!
//! One line each: `rule | path | part of the line, or * for the whole file | reason`. An allowance without
//! a reason, and one that nothing needs any more, are findings themselves.

#[cfg(test)]
mod tests;

use crate::finding::{Finding, Severity};

pub const FILE: &str = "xtask/allowed.txt";

#[derive(Debug)]
pub struct Allowances {
    lines: Vec<Allowance>,
    /// What is wrong with the file itself.
    findings: Vec<Finding>,
}

#[derive(Debug)]
struct Allowance {
    line: usize,
    rule: String,
    path: String,
    part: String,
    used: bool,
}

pub fn parse(text: &str) -> Allowances {
    let mut lines = Vec::new();
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let parts: Vec<&str> = line.splitn(4, " | ").map(str::trim).collect();
        match parts.as_slice() {
            [rule, path, part, reason] if !reason.is_empty() && !part.is_empty() => lines.push(Allowance {
                line: index + 1,
                rule: rule.to_string(),
                path: path.to_string(),
                part: part.to_string(),
                used: false,
            }),
            _ => findings.push(
                Finding::new(
                    "allowance",
                    FILE,
                    "this is not `rule | path | part of the line, or * | reason`",
                    "write all four parts; the reason is for the next reader",
                )
                .at(index + 1, line),
            ),
        }
    }
    Allowances { lines, findings }
}

/// Takes away what is allowed and adds what is wrong with the allowances.
pub fn apply(mut allowances: Allowances, findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept = Vec::new();
    for finding in findings {
        let mut allowed = false;
        for allowance in &mut allowances.lines {
            if allowance.covers(&finding) {
                allowance.used = true;
                allowed = true;
            }
        }
        // An allowance is for a failure; a warning stands in nobody's way.
        if !allowed || finding.severity == Severity::Warning {
            kept.push(finding);
        }
    }
    kept.append(&mut allowances.findings);
    for allowance in allowances.lines.iter().filter(|allowance| !allowance.used) {
        let what = format!("nothing needs this allowance of `{}` in {}", allowance.rule, allowance.path);
        kept.push(Finding::new("allowance", FILE, what, "remove the line").at(allowance.line, ""));
    }
    kept
}

impl Allowance {
    fn covers(&self, finding: &Finding) -> bool {
        self.rule == finding.rule
            && self.path == finding.path
            && (self.part == "*" || finding.excerpt.contains(&self.part))
    }
}
