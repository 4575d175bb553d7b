//! Counts a test report: what ran, what passed, and what could not run here and why.
//!
//! A test that cannot run here prints `SKIPPED: <name> needs <thing>` and returns; to the test runner it has
//! passed. Here it counts as skipped, and not as a test that ran.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result};
use quick_xml::Reader;
use quick_xml::events::Event;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    /// Names of the tests that failed.
    pub failed: Vec<String>,
    /// Tests that said `SKIPPED:`.
    pub skipped: usize,
    /// Their lines, each once.
    pub lines: Vec<String>,
}

/// One test while its report is read.
#[derive(Default)]
struct Case {
    name: String,
    failed: bool,
    output: String,
}

/// Reads the JUnit report of nextest.
pub fn from_junit(text: &str) -> Result<Tally> {
    let mut reader = Reader::from_str(text);
    let mut tally = Tally::default();
    let mut case: Option<Case> = None;
    loop {
        match reader.read_event().context("reading the test report")? {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref() == "testcase" => case = Some(new_case(&tag)?),
            Event::Empty(tag) if tag.name().as_ref() == "testcase" => tally.add(new_case(&tag)?),
            Event::Start(tag) | Event::Empty(tag) => {
                if let Some(case) = &mut case {
                    case.failed |= matches!(tag.name().as_ref(), "failure" | "error");
                }
            }
            Event::Text(part) => {
                if let Some(case) = &mut case {
                    case.output.push_str(&part);
                }
            }
            Event::CData(part) => {
                if let Some(case) = &mut case {
                    case.output.push_str(&part);
                }
            }
            Event::End(tag) if tag.name().as_ref() == "testcase" => {
                if let Some(case) = case.take() {
                    tally.add(case);
                }
            }
            _ => {}
        }
    }
    Ok(tally)
}

fn new_case(tag: &quick_xml::events::BytesStart<'_>) -> Result<Case> {
    let name = tag.try_get_attribute("name").context("reading the name of a test")?;
    let name = name.map_or(String::new(), |name| name.value.into_owned());
    Ok(Case { name, ..Case::default() })
}

/// Reads what `cargo test -- --show-output` prints.
pub fn from_libtest(text: &str) -> Tally {
    let mut tally = Tally::default();
    let mut passed = 0;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("test result: ") {
            passed += rest.split_once(" passed").and_then(|(head, _)| number_at_end(head)).unwrap_or(0);
        } else if let Some(name) =
            line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED"))
        {
            tally.failed.push(name.to_string());
        }
        tally.note(line);
    }
    // Without a report for each test, each line stands for one test.
    tally.skipped = tally.lines.len();
    tally.passed = passed.saturating_sub(tally.skipped);
    tally
}

fn number_at_end(text: &str) -> Option<usize> {
    text.rsplit(' ').next()?.parse().ok()
}

impl Tally {
    fn add(&mut self, case: Case) {
        let mut said = false;
        for line in case.output.lines() {
            said |= self.note(line);
        }
        match (case.failed, said) {
            (true, _) => self.failed.push(case.name),
            (false, true) => self.skipped += 1,
            (false, false) => self.passed += 1,
        }
    }

    /// True when the line says that something was skipped.
    fn note(&mut self, line: &str) -> bool {
        let Some(start) = line.find("SKIPPED: ") else { return false };
        let line = line[start..].trim_end().to_string();
        if !self.lines.contains(&line) {
            self.lines.push(line);
        }
        true
    }

    /// What was missing, with the number of lines that name it.
    fn missing(&self) -> BTreeMap<&str, usize> {
        let mut missing = BTreeMap::new();
        for line in &self.lines {
            let thing = line.split_once(" needs ").map_or("no reason given", |(_, thing)| thing.trim());
            *missing.entry(thing).or_default() += 1;
        }
        missing
    }
}

/// The lines of the skipped tests, and the summary as the last line.
impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        for name in &self.failed {
            writeln!(out, "FAILED: {name}")?;
        }
        write!(out, "{} tests ran, {} passed", self.passed + self.failed.len(), self.passed)?;
        if !self.failed.is_empty() {
            write!(out, ", {} failed", self.failed.len())?;
        }
        write!(out, ", {} skipped", self.skipped)?;
        let missing: Vec<String> = match self.missing() {
            one if one.len() == 1 => one.keys().map(|thing| format!("{thing} absent")).collect(),
            many => many.iter().map(|(thing, count)| format!("{thing} absent: {count}")).collect(),
        };
        if !missing.is_empty() {
            write!(out, " ({})", missing.join(", "))?;
        }
        writeln!(out)
    }
}
