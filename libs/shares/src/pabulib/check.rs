//! From tables to an election: every key, number and project line is checked.
//!
//! Ballots are checked in `ballots`.

use std::collections::HashSet;

use crate::election::{BallotKind, Election, ElectionBuilder};

use super::ballots;
use super::error::{Error, Place, Problem};
use super::number::{Decimal, whole};
use super::{File, Table};

/// A checked file.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    pub election: Election,
    /// The column `selected`, one number per project: 0 not, 1 selected, others as the file's comment explains.
    pub official: Option<Vec<u64>>,
    /// The key `rule`; empty if missing.
    pub rule: String,
    /// What is odd but harms nothing.
    pub notes: Vec<Note>,
}

/// Something odd that changes no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The column `votes` or `score` of a project differs from the ballots. The ballots count.
    TallyDiffers { line: usize, id: String, column: &'static str, stated: String, counted: String },
    /// A project costs nothing: withdrawn, as a rule.
    FreeProject { line: usize, id: String },
    /// A project costs more than the whole budget.
    DearerThanBudget { line: usize, id: String },
}

pub(super) fn load(file: &File) -> Result<Loaded, Error> {
    let meta = Meta::of(file)?;
    let kind = meta.kind()?;
    let columns = ProjectColumns::find(&file.projects)?;
    let decimals = money_decimals(&meta, file, &columns)?;
    let budget = meta.required_amount("budget", decimals)?;
    let builder = ElectionBuilder::new(kind, budget, decimals);
    let mut builder = builder.map_err(|error| meta.error("budget", Problem::Election(error)))?;
    meta.check_count("num_projects", &file.projects)?;
    meta.check_count("num_votes", &file.votes)?;
    add_projects(file, &columns, decimals, &mut builder)?;
    let builder = ballots::add_ballots(file, &meta, kind, decimals, builder)?;
    let whole_file = |error| Error::at(Place::default(), Problem::Election(error));
    let election = builder.build().map_err(whole_file)?;
    let official = official(&file.projects)?;
    let notes = notes(&election, &file.projects, &columns);
    Ok(Loaded { election, official, rule: file.meta_value("rule").unwrap_or("").to_string(), notes })
}

/// META with its lines.
pub(super) struct Meta<'a> {
    file: &'a File,
}

impl<'a> Meta<'a> {
    fn of(file: &'a File) -> Result<Meta<'a>, Error> {
        if file.meta.columns().len() != 2 {
            let problem = Problem::FieldCount { expected: 2, found: file.meta.columns().len() };
            return Err(Error::at(Place::line(file.meta.header_line()), problem));
        }
        let mut seen = HashSet::new();
        for row in 0..file.meta.rows() {
            let key = file.meta.cell(row, 0).trim();
            if !seen.insert(key) {
                let place = Place { line: file.meta.line(row), column: 1, name: "key".to_string() };
                return Err(Error::at(place, Problem::KeyTwice { key: key.to_string() }));
            }
        }
        Ok(Meta { file })
    }

    fn required(&self, key: &'static str) -> Result<&'a str, Error> {
        let missing = || Error::at(Place::line(self.file.meta.header_line()), Problem::KeyMissing { key });
        self.file.meta_value(key).ok_or_else(missing)
    }

    /// A problem at the line of a key.
    fn error(&self, key: &str, problem: Problem) -> Error {
        let line = self.file.meta_row(key).map_or(0, |row| self.file.meta.line(row));
        Error::at(Place { line, column: 2, name: key.to_string() }, problem)
    }

    fn kind(&self) -> Result<BallotKind, Error> {
        match self.required("vote_type")? {
            "approval" | "choose-1" => Ok(BallotKind::Approval),
            "ordinal" => Ok(BallotKind::Ordinal),
            "cumulative" => Ok(BallotKind::Cumulative),
            "scoring" => Ok(BallotKind::Scoring),
            other => {
                let found = other.chars().take(40).collect();
                Err(self.error("vote_type", Problem::UnknownVoteType { found }))
            }
        }
    }

    /// The number of a key, if the key is there and not empty.
    pub fn decimal(&self, key: &str) -> Result<Option<Decimal>, Error> {
        match self.file.meta_value(key) {
            None | Some("") => Ok(None),
            Some(text) => Decimal::parse(text).map(Some).map_err(|problem| self.error(key, problem)),
        }
    }

    /// The same, in units of 10^-decimals.
    pub fn amount(&self, key: &str, decimals: u8) -> Result<Option<u64>, Error> {
        let Some(number) = self.decimal(key)? else { return Ok(None) };
        number.in_units(decimals).map(Some).map_err(|problem| self.error(key, problem))
    }

    pub fn whole(&self, key: &str) -> Result<Option<u64>, Error> {
        match self.file.meta_value(key) {
            None | Some("") => Ok(None),
            Some(text) => whole(text).map(Some).map_err(|problem| self.error(key, problem)),
        }
    }

    fn required_amount(&self, key: &'static str, decimals: u8) -> Result<u64, Error> {
        let text = self.required(key)?;
        let empty = || self.error(key, Problem::NotANumber { text: text.to_string() });
        self.amount(key, decimals)?.ok_or_else(empty)
    }

    fn check_count(&self, key: &'static str, table: &Table) -> Result<(), Error> {
        let text = self.required(key)?;
        let stated = whole(text).map_err(|problem| self.error(key, problem))?;
        let found = table.rows() as u64;
        if stated != found {
            return Err(self.error(key, Problem::WrongCount { key, stated, found }));
        }
        Ok(())
    }
}

struct ProjectColumns {
    id: usize,
    cost: usize,
    title: Option<usize>,
}

impl ProjectColumns {
    fn find(table: &Table) -> Result<ProjectColumns, Error> {
        Ok(ProjectColumns {
            id: required_column(table, "PROJECTS", "project_id")?,
            cost: required_column(table, "PROJECTS", "cost")?,
            title: table.column("name"),
        })
    }
}

pub(super) fn required_column(
    table: &Table,
    section: &'static str,
    column: &'static str,
) -> Result<usize, Error> {
    let missing = || Error::at(Place::line(table.header_line()), Problem::ColumnMissing { section, column });
    table.column(column).ok_or_else(missing)
}

/// A problem in a field.
pub(super) fn field_error(table: &Table, row: usize, column: usize, problem: Problem) -> Error {
    let name = table.columns().get(column).cloned().unwrap_or_default();
    Error::at(Place { line: table.line(row), column: column + 1, name }, problem)
}

/// The finest amount of money in the file decides the unit.
fn money_decimals(meta: &Meta, file: &File, columns: &ProjectColumns) -> Result<u8, Error> {
    let mut decimals = 0;
    for key in ["budget", "max_sum_cost", "min_sum_cost"] {
        decimals = decimals.max(meta.decimal(key)?.map_or(0, |number| number.decimals));
    }
    for row in 0..file.projects.rows() {
        let cost = Decimal::parse(file.projects.cell(row, columns.cost));
        let cost = cost.map_err(|problem| field_error(&file.projects, row, columns.cost, problem))?;
        decimals = decimals.max(cost.decimals);
    }
    Ok(decimals)
}

fn add_projects(
    file: &File,
    columns: &ProjectColumns,
    decimals: u8,
    builder: &mut ElectionBuilder,
) -> Result<(), Error> {
    let table = &file.projects;
    for row in 0..table.rows() {
        let cost = Decimal::parse(table.cell(row, columns.cost)).and_then(|cost| cost.in_units(decimals));
        let cost = cost.map_err(|problem| field_error(table, row, columns.cost, problem))?;
        let title = columns.title.map_or("", |column| table.cell(row, column).trim());
        builder
            .project(table.cell(row, columns.id).trim(), title, cost)
            .map_err(|error| field_error(table, row, columns.id, Problem::Election(error)))?;
    }
    Ok(())
}

fn official(table: &Table) -> Result<Option<Vec<u64>>, Error> {
    let Some(column) = table.column("selected") else { return Ok(None) };
    let mut official = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let text = table.cell(row, column).trim();
        let value = if text.is_empty() { Ok(0) } else { whole(text) };
        official.push(value.map_err(|problem| field_error(table, row, column, problem))?);
    }
    Ok(Some(official))
}

fn notes(election: &Election, table: &Table, columns: &ProjectColumns) -> Vec<Note> {
    let mut notes = Vec::new();
    for (row, project) in election.projects().iter().enumerate() {
        let (line, id) = (table.line(row), project.id.clone());
        if project.cost == 0 {
            notes.push(Note::FreeProject { line, id });
        } else if project.cost > election.budget() {
            notes.push(Note::DearerThanBudget { line, id });
        }
    }
    debug_assert!(columns.id < table.columns().len());
    let (column, tallies) = tallies(election);
    let Some(index) = column.and_then(|name| table.column(name)) else { return notes };
    for (row, project) in election.projects().iter().enumerate() {
        let stated = table.cell(row, index).trim();
        let counted = crate::election::decimal_text(tallies[row], election.point_decimals());
        let same = match (Decimal::parse(stated), Decimal::parse(&counted)) {
            (Ok(stated), Ok(counted)) => stated == counted,
            _ => stated.is_empty(),
        };
        if !same {
            let (line, id, stated) = (table.line(row), project.id.clone(), stated.to_string());
            notes.push(Note::TallyDiffers { line, id, column: column.unwrap_or(""), stated, counted });
        }
    }
    notes
}

/// The column that states what the ballots add up to, and the sums. For rankings cities differ in what they
/// write there, so nothing is compared.
fn tallies(election: &Election) -> (Option<&'static str>, Vec<u64>) {
    let mut sums = vec![0_u64; election.projects().len()];
    for class in election.classes() {
        for mark in class.marks {
            sums[mark.project as usize] += u64::from(class.voters) * u64::from(mark.value);
        }
    }
    let column = match election.kind() {
        BallotKind::Approval => Some("votes"),
        BallotKind::Cumulative | BallotKind::Scoring => Some("score"),
        BallotKind::Ordinal => None,
    };
    (column, sums)
}
