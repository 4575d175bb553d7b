//! A finding: one place that breaks a rule, said so that the reader can mend it at once.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Printed; the check still passes.
    Warning,
    /// The check fails.
    Failure,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// Short name of the rule, as an allowance names it.
    pub rule: &'static str,
    /// Path from the root of the repository, with forward slashes.
    pub path: String,
    /// Counted from 1; absent when the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub mend: String,
    /// The text of the line, which an allowance may name; empty when the whole file is meant.
    pub excerpt: String,
}

impl Finding {
    pub fn new(rule: &'static str, path: &str, what: impl Into<String>, mend: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Failure,
            rule,
            path: path.to_string(),
            line: None,
            what: what.into(),
            mend: mend.into(),
            excerpt: String::new(),
        }
    }

    /// The place: `line` is counted from 1.
    pub fn at(mut self, line: usize, excerpt: &str) -> Finding {
        self.line = Some(line);
        self.excerpt = excerpt.trim().to_string();
        self
    }

    pub fn warning(mut self) -> Finding {
        self.severity = Severity::Warning;
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Warning => "warning",
            Severity::Failure => "failure",
        };
        write!(out, "{word} [{}] {}", self.rule, self.path)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {}. {}.", self.what, self.mend)
    }
}
