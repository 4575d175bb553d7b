//! `participants-votes.csv`: one row per person, one column per statement.

use super::lines::Lines;
use super::votes::vote_of;
use crate::error::OpinionError;
use crate::votes::{VoteLog, Votes};
use std::collections::HashMap;
use std::io::Read;

/// Columns about the person; every other column is a statement.
const ABOUT_PERSON: [&str; 7] =
    ["participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"];

/// The groups that the exporting system published: person to group. People without one are absent.
pub type PublishedGroups = HashMap<String, u32>;

/// Reads the matrix: a blank is a missing vote. Returns the votes and the groups in `group-id`.
///
/// Errors: no column `participant`, broken lines, a person who stands twice, a failing source.
pub fn read_matrix(source: &mut dyn Read) -> Result<(Votes, PublishedGroups), OpinionError> {
    let mut lines = Lines::open("matrix", source)?;
    let person_column = lines.needed_column(&["participant"])?;
    let group_column = lines.column(&["group-id"]);
    let statements: Vec<(usize, String)> = lines
        .header()
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty() && !ABOUT_PERSON.contains(&name.as_str()))
        .map(|(column, name)| (column, name.clone()))
        .collect();
    let mut log = VoteLog::new();
    let mut groups = PublishedGroups::new();
    let mut first_line: HashMap<String, u64> = HashMap::new();
    let mut count = 0;
    while lines.advance()? {
        count += 1;
        let Some(person) = lines.name(person_column) else { continue };
        if let Some(first) = first_line.insert(person.clone(), count) {
            let what = format!("`{person}` stands here again, first as person {first} of the table");
            lines.fault(person_column + 1, what, "keep one row per person");
            continue;
        }
        if let Some(group) = group_column.and_then(|column| lines.whole(column)) {
            match u32::try_from(group) {
                Ok(group) => {
                    groups.insert(person.clone(), group);
                }
                Err(_) => lines.fault(0, format!("`{group}` is not a group"), "write 0, 1, 2, … or nothing"),
            }
        }
        for (column, statement) in &statements {
            if lines.field(*column).is_empty() {
                continue;
            }
            if let Some(vote) = vote_of(&mut lines, *column) {
                log.push(&person, statement, vote, 0)?;
            }
        }
    }
    lines.finish()?;
    Ok((log.finish().0, groups))
}
