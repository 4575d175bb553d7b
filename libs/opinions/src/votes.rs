//! Votes of people on statements, as a sparse table.
//!
//! Only votes that were given are stored; a missing vote takes no room. Reading files is in `export`.
//!
//! Invariant: people and statements are in the order of their names, each has at least one vote, and
//! a person has at most one vote on a statement. So the table does not depend on the order of rows.

use crate::error::{OpinionError, Place};
use crate::names::{self, Names};
use std::collections::HashSet;

#[cfg(test)]
mod tests;

/// Most distinct people one conversation may have.
const MOST_PEOPLE: usize = 20_000_000;
/// Most distinct statements one conversation may have.
const MOST_STATEMENTS: usize = 1_000_000;
/// Most rows of votes one conversation may have.
const MOST_ROWS: usize = 1_000_000_000;

/// What a person said about a statement they saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vote {
    /// -1 in the files.
    Disagree,
    /// 0 in the files: seen, and no side taken.
    Pass,
    /// 1 in the files.
    Agree,
}

impl Vote {
    /// -1, 0 or 1.
    pub fn value(self) -> i8 {
        match self {
            Vote::Disagree => -1,
            Vote::Pass => 0,
            Vote::Agree => 1,
        }
    }

    /// 0, 1 or 2: the place in tables with one entry per kind of vote.
    pub(crate) fn slot(self) -> u32 {
        match self {
            Vote::Disagree => 0,
            Vote::Pass => 1,
            Vote::Agree => 2,
        }
    }

    fn from_slot(slot: u32) -> Vote {
        match slot {
            0 => Vote::Disagree,
            1 => Vote::Pass,
            _ => Vote::Agree,
        }
    }
}

/// One vote of a row of the table: a statement's number times four plus the slot of the vote, so that
/// one table look-up gives the value of "this vote on this statement".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cast(u32);

impl Cast {
    pub(crate) fn new(statement: u32, vote: Vote) -> Cast {
        Cast(statement * 4 + vote.slot())
    }

    pub(crate) fn entry(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn statement(self) -> usize {
        (self.0 / 4) as usize
    }

    pub(crate) fn vote(self) -> Vote {
        Vote::from_slot(self.0 % 4)
    }
}

/// What was found while rows became a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Rows given.
    pub rows: usize,
    /// Rows replaced by a later row of the same person on the same statement.
    pub replaced: usize,
    /// Of these, rows whose replacement says something else.
    pub changed: usize,
    /// Per statement of the table: rows that agree and rows that disagree, before replacement.
    pub row_tallies: Vec<(u64, u64)>,
}

/// Rows of votes on their way to a table. The last vote counts.
#[derive(Debug, Default)]
pub struct VoteLog {
    people: Names,
    statements: Names,
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    at: i64,
    person: u32,
    cast: Cast,
}

impl VoteLog {
    /// An empty log.
    pub fn new() -> VoteLog {
        VoteLog::default()
    }

    /// Adds a row. `at` is any clock that runs forwards (Polis: milliseconds); of two rows with one
    /// `at` the one added later counts. Errors: more people, statements or rows than this crate takes.
    pub fn push(&mut self, person: &str, statement: &str, vote: Vote, at: i64) -> Result<(), OpinionError> {
        let person = self.people.number(person);
        let statement = self.statements.number(statement);
        let limits = [
            (self.people.len(), MOST_PEOPLE, "people"),
            (self.statements.len(), MOST_STATEMENTS, "statements"),
            (self.rows.len(), MOST_ROWS, "rows"),
        ];
        for (found, limit, what) in limits {
            if found > limit {
                let place = Place { file: "votes", line: 0, column: 0 };
                return Err(OpinionError::TooMany { place, what, limit: limit as u64 });
            }
        }
        self.rows.push(Row { at, person, cast: Cast::new(statement, vote) });
        Ok(())
    }

    /// The table of the last votes, and what was replaced on the way.
    pub fn finish(self) -> (Votes, Reading) {
        let (people, person_rank) = self.people.ranked();
        let (statements, statement_rank) = self.statements.ranked();
        let mut reading = Reading {
            rows: self.rows.len(),
            row_tallies: vec![(0, 0); statements.len()],
            ..Reading::default()
        };
        let rows = rows_by_person(self.rows, &person_rank, &statement_rank, people.len());
        let mut votes = Votes { people, statements, starts: vec![0], casts: Vec::with_capacity(rows.len()) };
        let mut row_start = 0;
        for person in 0..votes.people.len() as u32 {
            let row_end = row_start + rows[row_start..].partition_point(|row| row.person == person);
            keep_last(&rows[row_start..row_end], &mut votes.casts, &mut reading);
            votes.starts.push(votes.casts.len());
            row_start = row_end;
        }
        votes.casts.shrink_to_fit();
        (votes, reading)
    }
}

/// The rows in order of person, statement, time and appearance, with ranks for numbers.
fn rows_by_person(rows: Vec<Row>, person_rank: &[u32], statement_rank: &[u32], people: usize) -> Vec<Row> {
    let mut next = vec![0usize; people + 1];
    for row in &rows {
        next[person_rank[row.person as usize] as usize + 1] += 1;
    }
    for person in 0..people {
        next[person + 1] += next[person];
    }
    let starts = next.clone();
    let mut placed = vec![Row { at: 0, person: 0, cast: Cast(0) }; rows.len()];
    for row in &rows {
        let person = person_rank[row.person as usize];
        let cast = Cast::new(statement_rank[row.cast.statement()], row.cast.vote());
        placed[next[person as usize]] = Row { at: row.at, person, cast };
        next[person as usize] += 1;
    }
    for person in 0..people {
        // Stable: rows with the same statement and time keep the order in which they came.
        placed[starts[person]..starts[person + 1]].sort_by_key(|row| (row.cast.statement(), row.at));
    }
    placed
}

fn keep_last(rows: &[Row], casts: &mut Vec<Cast>, reading: &mut Reading) {
    for (index, row) in rows.iter().enumerate() {
        let tally = &mut reading.row_tallies[row.cast.statement()];
        match row.cast.vote() {
            Vote::Agree => tally.0 += 1,
            Vote::Disagree => tally.1 += 1,
            Vote::Pass => {}
        }
        match rows.get(index + 1) {
            Some(next) if next.cast.statement() == row.cast.statement() => {
                reading.replaced += 1;
                reading.changed += usize::from(next.cast != row.cast);
            }
            _ => casts.push(row.cast),
        }
    }
}

/// The sparse table of votes: `people` rows, `statements` columns, one entry per vote given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Votes {
    people: Vec<Box<str>>,
    statements: Vec<Box<str>>,
    starts: Vec<usize>,
    casts: Vec<Cast>,
}

impl Votes {
    /// Names of the people, in order; their indices are used everywhere in this crate.
    pub fn people(&self) -> &[Box<str>] {
        &self.people
    }

    /// Names of the statements, in order.
    pub fn statements(&self) -> &[Box<str>] {
        &self.statements
    }

    /// Number of votes.
    pub fn len(&self) -> usize {
        self.casts.len()
    }

    /// True when there is no vote.
    pub fn is_empty(&self) -> bool {
        self.casts.is_empty()
    }

    /// The votes of one person as (statement index, vote), in order of statements.
    pub fn of_person(&self, person: usize) -> impl Iterator<Item = (usize, Vote)> + '_ {
        self.row(person).iter().map(|cast| (cast.statement(), cast.vote()))
    }

    /// Index of a person's name.
    pub fn person(&self, name: &str) -> Option<usize> {
        self.people.binary_search_by(|other| names::compare(other, name)).ok()
    }

    /// Index of a statement's name.
    pub fn statement(&self, name: &str) -> Option<usize> {
        self.statements.binary_search_by(|other| names::compare(other, name)).ok()
    }

    /// The same table without these people and statements, as if their votes had never been cast: who
    /// and what has no vote left is gone too.
    pub fn without(&self, people: &HashSet<String>, statements: &HashSet<String>) -> Votes {
        let statement_stays: Vec<bool> =
            self.statements.iter().map(|name| !statements.contains(name.as_ref())).collect();
        let person_stays: Vec<bool> = (0..self.people.len())
            .map(|person| {
                !people.contains(self.people[person].as_ref())
                    && self.row(person).iter().any(|cast| statement_stays[cast.statement()])
            })
            .collect();
        let mut has_vote = vec![false; self.statements.len()];
        for person in (0..self.people.len()).filter(|person| person_stays[*person]) {
            for cast in self.row(person) {
                has_vote[cast.statement()] |= statement_stays[cast.statement()];
            }
        }
        let kept: Vec<usize> = (0..self.statements.len()).filter(|statement| has_vote[*statement]).collect();
        let mut new_number = vec![0u32; self.statements.len()];
        for (number, statement) in kept.iter().enumerate() {
            new_number[*statement] = number as u32;
        }
        let mut left = Votes {
            people: Vec::new(),
            statements: kept.iter().map(|statement| self.statements[*statement].clone()).collect(),
            starts: vec![0],
            casts: Vec::new(),
        };
        for person in (0..self.people.len()).filter(|person| person_stays[*person]) {
            let stay = self.row(person).iter().filter(|cast| has_vote[cast.statement()]);
            left.casts.extend(stay.map(|cast| Cast::new(new_number[cast.statement()], cast.vote())));
            left.people.push(self.people[person].clone());
            left.starts.push(left.casts.len());
        }
        left
    }

    /// The same people and statements with other votes: `vote` gives one for each stored vote, in order of
    /// people and statements.
    pub(crate) fn revoted(&self, vote: &mut dyn FnMut(usize) -> Vote) -> Votes {
        let casts = self.casts.iter().map(|cast| Cast::new(cast.statement() as u32, vote(cast.statement())));
        Votes {
            people: self.people.clone(),
            statements: self.statements.clone(),
            starts: self.starts.clone(),
            casts: casts.collect(),
        }
    }

    pub(crate) fn row(&self, person: usize) -> &[Cast] {
        &self.casts[self.starts[person]..self.starts[person + 1]]
    }

    pub(crate) fn count_of(&self, person: usize) -> usize {
        self.starts[person + 1] - self.starts[person]
    }
}
