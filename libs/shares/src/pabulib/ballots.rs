//! The section VOTES: every ballot is checked against the list of projects and the limits in META.

use std::collections::HashSet;

use crate::election::{BallotKind, ElectionBuilder, ElectionError, LARGEST_MARK, Mark, decimal_text};

use super::File;
use super::check::{Meta, field_error, required_column};
use super::error::{Error, Problem};
use super::number::Decimal;

/// What META says a ballot may be, in smallest units.
struct Limits {
    money_decimals: u8,
    point_decimals: u8,
    min_length: Option<u64>,
    max_length: Option<u64>,
    min_sum_cost: Option<u64>,
    max_sum_cost: Option<u64>,
    min_points: Option<u64>,
    max_points: Option<u64>,
    min_sum_points: Option<u64>,
    max_sum_points: Option<u64>,
}

impl Limits {
    fn of(meta: &Meta, money_decimals: u8, point_decimals: u8) -> Result<Limits, Error> {
        Ok(Limits {
            money_decimals,
            point_decimals,
            min_length: meta.whole("min_length")?,
            max_length: meta.whole("max_length")?,
            min_sum_cost: meta.amount("min_sum_cost", money_decimals)?,
            max_sum_cost: meta.amount("max_sum_cost", money_decimals)?,
            min_points: meta.amount("min_points", point_decimals)?,
            max_points: meta.amount("max_points", point_decimals)?,
            min_sum_points: meta.amount("min_sum_points", point_decimals)?,
            max_sum_points: meta.amount("max_sum_points", point_decimals)?,
        })
    }
}

pub(super) fn add_ballots(
    file: &File,
    meta: &Meta,
    kind: BallotKind,
    money_decimals: u8,
    builder: ElectionBuilder,
) -> Result<ElectionBuilder, Error> {
    let table = &file.votes;
    let voter = required_column(table, "VOTES", "voter_id")?;
    let vote = required_column(table, "VOTES", "vote")?;
    let points = match kind {
        BallotKind::Approval | BallotKind::Ordinal => None,
        BallotKind::Cumulative | BallotKind::Scoring => Some(required_column(table, "VOTES", "points")?),
    };
    let point_decimals = point_decimals(file, meta, points)?;
    let limits = Limits::of(meta, money_decimals, point_decimals)?;
    let too_many = |error| field_error(table, 0, points.unwrap_or(vote), Problem::Election(error));
    let mut builder = builder.point_decimals(point_decimals).map_err(too_many)?;
    if let Some(longest) = limits.max_length {
        builder = builder.longest_ballot(longest.min(file.projects.rows() as u64) as u32);
    }
    check_voters(file, voter)?;
    let mut ballot = Ballot { kind, limits, costs: costs(file, money_decimals)?, marks: Vec::new() };
    for row in 0..table.rows() {
        let text = table.cell(row, vote);
        ballot.read_choices(text, &builder).map_err(|problem| field_error(table, row, vote, problem))?;
        if let Some(points) = points {
            let text = table.cell(row, points);
            ballot.read_points(text).map_err(|problem| field_error(table, row, points, problem))?;
        }
        ballot.check().map_err(|problem| field_error(table, row, vote, problem))?;
        let added = builder.ballot(&ballot.marks, 1);
        added.map_err(|error| field_error(table, row, vote, Problem::Election(error)))?;
    }
    Ok(builder)
}

fn check_voters(file: &File, column: usize) -> Result<(), Error> {
    let mut seen = HashSet::with_capacity(file.votes.rows());
    for row in 0..file.votes.rows() {
        let id = file.votes.cell(row, column).trim();
        if !seen.insert(id) {
            return Err(field_error(&file.votes, row, column, Problem::VoterTwice { id: id.to_string() }));
        }
    }
    Ok(())
}

fn costs(file: &File, decimals: u8) -> Result<Vec<u64>, Error> {
    let column = required_column(&file.projects, "PROJECTS", "cost")?;
    (0..file.projects.rows())
        .map(|row| Decimal::parse(file.projects.cell(row, column)).and_then(|cost| cost.in_units(decimals)))
        .enumerate()
        .map(|(row, cost)| cost.map_err(|problem| field_error(&file.projects, row, column, problem)))
        .collect()
}

/// The finest number of points in the file decides the unit.
fn point_decimals(file: &File, meta: &Meta, points: Option<usize>) -> Result<u8, Error> {
    let mut decimals = 0;
    for key in ["min_points", "max_points", "min_sum_points", "max_sum_points"] {
        decimals = decimals.max(meta.decimal(key)?.map_or(0, |number| number.decimals));
    }
    let Some(column) = points else { return Ok(decimals) };
    for row in 0..file.votes.rows() {
        let text = file.votes.cell(row, column);
        if text.contains('.') {
            for number in text.split(',') {
                let number = Decimal::parse(number);
                let number = number.map_err(|problem| field_error(&file.votes, row, column, problem))?;
                decimals = decimals.max(number.decimals);
            }
        }
    }
    Ok(decimals)
}

/// The ballot being read, with its buffer.
struct Ballot {
    kind: BallotKind,
    limits: Limits,
    costs: Vec<u64>,
    marks: Vec<Mark>,
}

impl Ballot {
    fn read_choices(&mut self, text: &str, builder: &ElectionBuilder) -> Result<(), Problem> {
        self.marks.clear();
        if text.trim().is_empty() {
            return Ok(());
        }
        for id in text.split(',') {
            let id = id.trim();
            let Some(project) = builder.index_of(id) else {
                return Err(match id {
                    "" => Problem::EmptyChoice,
                    id => Problem::UnknownProject { id: id.chars().take(80).collect() },
                });
            };
            let value = if self.kind == BallotKind::Ordinal { self.marks.len() as u32 + 1 } else { 1 };
            self.marks.push(Mark { project: project as u32, value });
        }
        Ok(())
    }

    fn read_points(&mut self, text: &str) -> Result<(), Problem> {
        let text = text.trim();
        let points = if text.is_empty() { 0 } else { text.split(',').count() };
        if points != self.marks.len() {
            return Err(Problem::PointsCount { projects: self.marks.len(), points });
        }
        for (mark, number) in self.marks.iter_mut().zip(text.split(',')) {
            let units = Decimal::parse(number)?.in_units(self.limits.point_decimals)?;
            if units > u64::from(LARGEST_MARK) {
                return Err(Problem::Election(ElectionError::AmountTooLarge { amount: units }));
            }
            mark.value = units as u32;
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Problem> {
        let limits = &self.limits;
        let found = self.marks.len() as u64;
        if let Some(limit) = limits.min_length.filter(|&limit| found < limit) {
            return Err(Problem::BallotLength { key: "min_length", limit, found });
        }
        if let Some(limit) = limits.max_length.filter(|&limit| found > limit) {
            return Err(Problem::BallotLength { key: "max_length", limit, found });
        }
        let costs = self.marks.iter().map(|mark| self.costs[mark.project as usize]);
        let cost = costs.fold(0_u64, u64::saturating_add);
        within(
            cost,
            limits.min_sum_cost,
            limits.max_sum_cost,
            "min_sum_cost",
            "max_sum_cost",
            |key, limit| {
                let text = |amount| decimal_text(amount, limits.money_decimals);
                Problem::BallotSum { key, limit: text(limit), found: text(cost) }
            },
        )?;
        if matches!(self.kind, BallotKind::Approval | BallotKind::Ordinal) {
            return Ok(());
        }
        let text = |amount| decimal_text(amount, limits.point_decimals);
        for mark in &self.marks {
            let value = u64::from(mark.value);
            within(value, limits.min_points, limits.max_points, "min_points", "max_points", |key, limit| {
                Problem::PointsRange { key, limit: text(limit), found: text(value) }
            })?;
        }
        let sum = self.marks.iter().map(|mark| u64::from(mark.value)).sum::<u64>();
        let keys = ("min_sum_points", "max_sum_points");
        within(sum, limits.min_sum_points, limits.max_sum_points, keys.0, keys.1, |key, limit| {
            Problem::BallotSum { key, limit: text(limit), found: text(sum) }
        })
    }
}

/// Checks least <= found <= most, where they are given.
fn within(
    found: u64,
    least: Option<u64>,
    most: Option<u64>,
    least_key: &'static str,
    most_key: &'static str,
    problem: impl Fn(&'static str, u64) -> Problem,
) -> Result<(), Problem> {
    if let Some(limit) = least.filter(|&limit| found < limit) {
        return Err(problem(least_key, limit));
    }
    match most.filter(|&limit| found > limit) {
        Some(limit) => Err(problem(most_key, limit)),
        None => Ok(()),
    }
}
