//! From the files of a conversation to its report, in one call: what anybody needs to repeat a result.
//!
//! The order is fixed: read, check, leave out who is banned and what was rejected, weigh, analyse,
//! report. The same bytes and settings give the same report.

use crate::analysis::{Analysis, analyse};
use crate::error::{OpinionError, Place};
use crate::export::{
    BannedPerson, Moderation, PublishedGroups, Statement, read_banned, read_matrix, read_people,
    read_population, read_statements, read_votes,
};
use crate::groups::adjusted_rand_index;
use crate::report::{Checks, Input, Left, MatrixCheck, PublishedCheck, Report, Sources, TallyCheck};
use crate::settings::{Settings, Strictness};
use crate::votes::{Reading, Votes};
use crate::weights::{Weights, weights_to_population};
use std::collections::{HashMap, HashSet};
use std::io::Read;

#[cfg(test)]
mod tests;

/// The files of a conversation; give `votes` or `matrix`, the others if there are any.
///
/// With both, the votes come from `votes`, and the matrix is compared with them and gives the groups
/// that were published.
#[derive(Default)]
pub struct Files<'a> {
    /// Rows of votes, see [`read_votes`].
    pub votes: Option<&'a mut dyn Read>,
    /// One row per person, see [`read_matrix`].
    pub matrix: Option<&'a mut dyn Read>,
    /// Texts and moderation, see [`read_statements`].
    pub statements: Option<&'a mut dyn Read>,
    /// Traits of people, see [`read_people`]; needs `population`.
    pub people: Option<&'a mut dyn Read>,
    /// Residents, see [`read_population`]; needs `people`.
    pub population: Option<&'a mut dyn Read>,
    /// Who is left out, see [`read_banned`].
    pub banned: Option<&'a mut dyn Read>,
}

/// Reads the files and makes the report. With weights the map is made twice, raw and weighted.
///
/// Errors: those of the readers and of [`analyse`]; tallies in the statements file that fit only with
/// agree and disagree exchanged; one of `people` and `population` without the other.
pub fn recount(files: Files<'_>, settings: &Settings) -> Result<Report, OpinionError> {
    let statements = files.statements.map(read_statements).transpose()?.unwrap_or_default();
    let banned = files.banned.map(read_banned).transpose()?.unwrap_or_default();
    let matrix = files.matrix.map(read_matrix).transpose()?;
    let rows = files.votes.map(read_votes).transpose()?;
    let mut checks =
        Checks { tallies: check_tallies(rows.as_ref(), &statements)?, matrix: None, published: None };
    let (all, reading, published) = match (rows, matrix) {
        (Some((votes, reading)), Some((matrix, published))) => {
            checks.matrix = Some(compare_votes(&votes, &matrix));
            (votes, reading, published)
        }
        (Some((votes, reading)), None) => (votes, reading, PublishedGroups::new()),
        (None, Some((matrix, published))) => {
            let reading = Reading { rows: matrix.len(), ..Reading::default() };
            (matrix, reading, published)
        }
        (None, None) => return Err(OpinionError::NoVotes),
    };
    let left = left_out(&all, &statements, &banned, settings.strictness);
    let votes = all.without(&left.people, &left.statements);
    let weights = match (files.people, files.population) {
        (Some(people), Some(population)) => {
            let (traits, margins) = (read_people(people)?, read_population(population)?);
            Some(weights_to_population(votes.people(), &traits, &margins)?)
        }
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err(OpinionError::HalfWeights),
    };
    let raw = analyse(&votes, settings, None)?;
    let weighted = weights.as_ref().map(|weights| analyse(&votes, settings, Some(weights))).transpose()?;
    checks.published = compare_groups(&votes, &raw, &published);
    let input = input_of(&all, &votes, &reading, &left);
    let texts: HashMap<&str, &str> =
        statements.iter().map(|one| (one.id.as_str(), one.text.as_str())).collect();
    let weights: Option<&Weights> = weights.as_ref();
    Ok(Report::of(
        &Sources { votes: &votes, raw: &raw, weighted: weighted.as_ref(), weights, texts },
        input,
        checks,
    ))
}

/// Names that are left out.
struct LeftOut {
    people: HashSet<String>,
    statements: HashSet<String>,
    /// Ids of the banned list that nobody has who voted.
    nobodys: usize,
}

fn left_out(
    votes: &Votes,
    statements: &[Statement],
    banned: &[BannedPerson],
    strictness: Strictness,
) -> LeftOut {
    let out = |statement: &&Statement| match strictness {
        Strictness::Everything => false,
        Strictness::AllButRejected => statement.moderation == Moderation::Rejected,
        Strictness::OnlyAccepted => statement.moderation != Moderation::Accepted,
    };
    let voted = |one: &&BannedPerson| votes.person(&one.person).is_some();
    LeftOut {
        people: banned.iter().filter(voted).map(|one| one.person.clone()).collect(),
        nobodys: banned.iter().filter(|one| !voted(one)).count(),
        statements: statements
            .iter()
            .filter(out)
            .filter(|one| votes.statement(&one.id).is_some())
            .map(|one| one.id.clone())
            .collect(),
    }
}

fn input_of(all: &Votes, votes: &Votes, reading: &Reading, left: &LeftOut) -> Input {
    Input {
        rows: reading.rows,
        replaced: reading.replaced,
        changed: reading.changed,
        votes: votes.len(),
        people: votes.people().len(),
        statements: votes.statements().len(),
        left_out: Left {
            people: left.people.len(),
            nobodys: left.nobodys,
            statements: left.statements.len(),
            votes: all.len() - votes.len(),
        },
    }
}

/// Compares the rows with the file's own tallies. These count every row, also replaced ones. Some
/// exports differ here and there; if most fit exchanged and few as they are, the sides are wrong.
fn check_tallies(
    rows: Option<&(Votes, Reading)>,
    statements: &[Statement],
) -> Result<Option<TallyCheck>, OpinionError> {
    let Some((votes, reading)) = rows else { return Ok(None) };
    let mut check = TallyCheck { compared: 0, equal: 0 };
    let mut exchanged = 0;
    for statement in statements {
        let Some((tally, index)) = statement.tally.zip(votes.statement(&statement.id)) else { continue };
        let found = reading.row_tallies[index];
        check.compared += 1;
        check.equal += usize::from(found == tally);
        exchanged += usize::from(found == (tally.1, tally.0) && tally.0 != tally.1);
    }
    if exchanged * 2 > check.compared && exchanged > check.equal {
        let place = Place { file: "votes", line: 0, column: 0 };
        return Err(OpinionError::SidesExchanged { place, statements: exchanged });
    }
    Ok((check.compared > 0).then_some(check))
}

fn compare_votes(votes: &Votes, matrix: &Votes) -> MatrixCheck {
    let mut equal = 0;
    for person in 0..matrix.people().len() {
        let Some(other) = votes.person(&matrix.people()[person]) else { continue };
        let row: HashMap<usize, _> = votes.of_person(other).collect();
        for (statement, vote) in matrix.of_person(person) {
            let same = votes.statement(&matrix.statements()[statement]).and_then(|index| row.get(&index));
            equal += usize::from(same == Some(&vote));
        }
    }
    MatrixCheck { rows: votes.len(), matrix: matrix.len(), equal }
}

fn compare_groups(votes: &Votes, analysis: &Analysis, published: &PublishedGroups) -> Option<PublishedCheck> {
    if published.is_empty() {
        return None;
    }
    let theirs: Vec<Option<u32>> =
        votes.people().iter().map(|name| published.get(name.as_ref()).copied()).collect();
    let ours = &analysis.groups.group_of;
    let mut together: HashMap<(u32, u32), usize> = HashMap::new();
    let mut people = 0;
    for pair in ours.iter().zip(&theirs).filter_map(|(a, b)| Some(((*a)?, (*b)?))) {
        *together.entry(pair).or_default() += 1;
        people += 1;
    }
    // Each of our groups is compared with the published group that holds most of it.
    let best = |group| together.iter().filter(|(pair, _)| pair.0 == group).map(|(_, count)| *count).max();
    let same = (0..analysis.groups.count() as u32).filter_map(best).sum();
    Some(PublishedCheck {
        groups: theirs.iter().flatten().collect::<HashSet<_>>().len(),
        people,
        same,
        adjusted_rand_index: adjusted_rand_index(ours, &theirs),
    })
}
