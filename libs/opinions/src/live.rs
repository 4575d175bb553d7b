//! A running map: one vote at a time, at once.
//!
//! Between two full analyses the plane stands still: the axes, means and centres of the last one. A vote
//! moves its person on that plane, perhaps into another group, and every tally, test and bound that it
//! touches is brought up to date. `settle` makes the full analysis again.
//!
//! Invariant: the tallies of a running map equal those counted from scratch with the same groups.
//! Invariant: `settle` gives the same bits as a first analysis of the same votes.

use crate::analysis::{Analysis, Position, Worth, analyse, votes_needed};
use crate::clusters::nearest;
use crate::consensus;
use crate::error::OpinionError;
use crate::representative;
use crate::votes::{Cast, Vote, VoteLog, Votes};
use std::collections::{BTreeSet, HashMap};

#[cfg(test)]
mod tests;

/// A map that takes votes. Nobody is weighted in it; weights belong to a finished conversation.
#[derive(Clone, Debug)]
pub struct Live {
    votes: Votes,
    analysis: Analysis,
    worth: Worth,
    needed: usize,
    /// Rows that differ from `votes`: changed people, and new ones after the last of `votes`.
    changed: HashMap<usize, Vec<Cast>>,
    newcomers: Vec<String>,
    newcomer_of: HashMap<String, usize>,
    /// Votes on statements that have no place on the axes yet: person, statement, vote, in order.
    waiting: Vec<(String, String, Vote)>,
    since_settled: u64,
}

/// What one vote did.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveUpdate {
    /// Index of the person; newcomers come after the people of the last full analysis.
    pub person: usize,
    /// Where the person stands now.
    pub position: Position,
    /// Group before and after; `None` while the person has voted too little.
    pub group: (Option<u32>, Option<u32>),
    /// Statements whose tallies changed: one, or all that the person voted on when the group changed;
    /// none when the vote waits for the next full analysis, because its statement is new.
    pub touched: Vec<usize>,
    /// Votes since the last full analysis.
    pub since_settled: u64,
}

impl Live {
    /// Starts from a full analysis of `votes`. Errors: those of [`analyse`].
    pub fn start(votes: Votes, settings: &crate::Settings) -> Result<Live, OpinionError> {
        let analysis = analyse(&votes, settings, None)?;
        Ok(Live {
            worth: Worth::of(&analysis.axes),
            needed: votes_needed(&votes, settings),
            votes,
            analysis,
            changed: HashMap::new(),
            newcomers: Vec::new(),
            newcomer_of: HashMap::new(),
            waiting: Vec::new(),
            since_settled: 0,
        })
    }

    /// The map as it stands. Axes and centres are those of the last full analysis.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// Takes a vote; person and statement may be new. A vote on a new statement is kept and enters with
    /// the next full analysis, since the statement has no place on the axes yet.
    pub fn vote(&mut self, person: &str, statement: &str, vote: Vote) -> LiveUpdate {
        self.since_settled += 1;
        let Some(statement) = self.votes.statement(statement) else {
            self.waiting.push((person.to_owned(), statement.to_owned(), vote));
            return self.unmoved(person);
        };
        let person = self.person(person);
        let old_row = self.row(person).to_vec();
        let mut row = old_row.clone();
        let cast = Cast::new(statement as u32, vote);
        match row.binary_search_by_key(&statement, |cast| cast.statement()) {
            Ok(at) => row[at] = cast,
            Err(at) => row.insert(at, cast),
        }
        let position = self.worth.place(&row);
        let before = self.analysis.groups.group_of[person];
        let after = match before {
            None if row.len() < self.needed => None,
            None | Some(_) => Some(nearest(&self.analysis.groups.centres, position) as u32),
        };
        let touched = self.recount_row(&old_row, &row, statement, before, after);
        self.analysis.positions[person] = position;
        self.analysis.groups.group_of[person] = after;
        self.changed.insert(person, row);
        self.refresh(&touched);
        LiveUpdate { person, position, group: (before, after), touched, since_settled: self.since_settled }
    }

    /// Where the person stands, when the vote changed nothing on the map.
    fn unmoved(&mut self, person: &str) -> LiveUpdate {
        let person = self.person(person);
        let group = self.analysis.groups.group_of[person];
        let position = self.analysis.positions[person];
        LiveUpdate {
            person,
            position,
            group: (group, group),
            touched: Vec::new(),
            since_settled: self.since_settled,
        }
    }

    /// All votes so far, as a table; also those that wait.
    ///
    /// Errors: more people than this crate takes.
    pub fn votes(&self) -> Result<Votes, OpinionError> {
        let mut log = VoteLog::new();
        for person in 0..self.analysis.positions.len() {
            let name = match self.votes.people().get(person) {
                Some(name) => name.as_ref(),
                None => &self.newcomers[person - self.votes.people().len()],
            };
            for cast in self.row(person) {
                log.push(name, &self.votes.statements()[cast.statement()], cast.vote(), 0)?;
            }
        }
        for (person, statement, vote) in &self.waiting {
            log.push(person, statement, *vote, 0)?;
        }
        Ok(log.finish().0)
    }

    /// Makes the full analysis of all votes so far. Indices of people may change: they are ordered by
    /// name again. Errors: those of [`analyse`].
    pub fn settle(&mut self) -> Result<(), OpinionError> {
        *self = Live::start(self.votes()?, &self.analysis.settings)?;
        Ok(())
    }

    fn person(&mut self, name: &str) -> usize {
        if let Some(person) = self.votes.person(name).or_else(|| self.newcomer_of.get(name).copied()) {
            return person;
        }
        let person = self.analysis.positions.len();
        self.newcomers.push(name.to_owned());
        self.newcomer_of.insert(name.to_owned(), person);
        self.analysis.positions.push([0.0; 2]);
        self.analysis.groups.group_of.push(None);
        self.analysis.weights.push(1.0);
        person
    }

    fn row(&self, person: usize) -> &[Cast] {
        match self.changed.get(&person) {
            Some(row) => row,
            None if person < self.votes.people().len() => self.votes.row(person),
            None => &[],
        }
    }

    /// Moves the person's votes from the old tallies to the new ones; returns the statements touched.
    fn recount_row(
        &mut self,
        old_row: &[Cast],
        row: &[Cast],
        statement: usize,
        before: Option<u32>,
        after: Option<u32>,
    ) -> Vec<usize> {
        let tallies = &mut self.analysis.tallies;
        for cast in old_row.iter().filter(|cast| cast.statement() == statement) {
            tallies.everybody_mut(statement).take(cast.vote(), 1.0);
        }
        for cast in row.iter().filter(|cast| cast.statement() == statement) {
            tallies.everybody_mut(statement).add(cast.vote(), 1.0);
        }
        let mut touched = BTreeSet::from([statement]);
        let moved = before != after;
        if let Some(group) = before {
            for cast in old_row.iter().filter(|cast| moved || cast.statement() == statement) {
                tallies.group_mut(cast.statement(), group as usize).take(cast.vote(), 1.0);
                touched.insert(cast.statement());
            }
        }
        if let Some(group) = after {
            for cast in row.iter().filter(|cast| moved || cast.statement() == statement) {
                tallies.group_mut(cast.statement(), group as usize).add(cast.vote(), 1.0);
                touched.insert(cast.statement());
            }
        }
        if moved {
            let sizes = &mut self.analysis.groups.sizes;
            before.iter().for_each(|group| sizes[*group as usize] -= 1);
            after.iter().for_each(|group| sizes[*group as usize] += 1);
        }
        touched.into_iter().collect()
    }

    fn refresh(&mut self, touched: &[usize]) {
        let groups = self.analysis.groups.count();
        for statement in touched {
            for group in 0..groups {
                self.analysis.representations[statement * groups + group] =
                    representative::represent(&self.analysis.tallies, *statement, group);
            }
            self.analysis.standings[*statement] =
                consensus::standing(&self.analysis.tallies, *statement, self.analysis.settings.bound_z);
        }
        representative::adjust(&mut self.analysis.representations);
    }
}
