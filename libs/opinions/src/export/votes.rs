//! `votes.csv`: one row per vote.

use super::lines::{Lines, shown};
use crate::error::OpinionError;
use crate::votes::{Reading, Vote, VoteLog, Votes};
use std::io::Read;

/// Reads rows of votes: columns `comment-id`, `voter-id`, `vote` and, if there, `timestamp` (whole
/// number, any unit). Of several votes of a person on a statement the one with the latest timestamp
/// counts, of equal ones the one that stands later; without timestamps the one that stands later.
///
/// Errors: a missing column, broken lines (all are named up to twenty), too many people or statements,
/// a failing source. A file without votes gives an empty table.
pub fn read_votes(source: &mut dyn Read) -> Result<(Votes, Reading), OpinionError> {
    let mut lines = Lines::open("votes", source)?;
    let statement_column = lines.needed_column(&["comment-id", "statement-id", "statement"])?;
    let person_column = lines.needed_column(&["voter-id", "participant-id", "participant"])?;
    let vote_column = lines.needed_column(&["vote"])?;
    let time_column = lines.column(&["timestamp"]);
    let mut log = VoteLog::new();
    while lines.advance()? {
        let at = time_column.and_then(|column| lines.whole(column)).unwrap_or(0);
        let vote = vote_of(&mut lines, vote_column);
        let named = lines.is_name(statement_column) & lines.is_name(person_column);
        if let Some(vote) = vote.filter(|_| named) {
            log.push(lines.known_name(person_column), lines.known_name(statement_column), vote, at)?;
        }
    }
    lines.finish()?;
    Ok(log.finish())
}

/// A vote; None, with a fault, when the field is something else.
pub fn vote_of(lines: &mut Lines, column: usize) -> Option<Vote> {
    match lines.field(column) {
        b"1" => Some(Vote::Agree),
        b"-1" => Some(Vote::Disagree),
        b"0" => Some(Vote::Pass),
        other => {
            let what = format!("`{}` is not a vote", shown(other));
            lines.fault(column + 1, what, "write 1 for agree, -1 for disagree, 0 for pass");
            None
        }
    }
}
