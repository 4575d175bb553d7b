//! `comments.csv`: the texts of the statements and what moderation said.

use super::lines::{Lines, shown};
use crate::error::OpinionError;
use std::collections::HashSet;
use std::io::Read;

/// What the moderators decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moderation {
    /// 1 in the files.
    Accepted,
    /// 0 in the files: nobody has decided.
    Open,
    /// -1 in the files.
    Rejected,
}

/// One statement of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its name in the votes.
    pub id: String,
    /// What it says.
    pub text: String,
    /// What the moderators decided; accepted where the file has no such column.
    pub moderation: Moderation,
    /// Rows that agree and disagree by the file's own count, where it has one.
    pub tally: Option<(u64, u64)>,
}

/// Reads statements: columns `comment-id`, `comment-body` and, if there, `moderated`, `agrees`,
/// `disagrees`. Texts may hold commas, quotes and line breaks inside quotes.
///
/// Errors: a missing column, broken lines, a statement that stands twice, a failing source.
pub fn read_statements(source: &mut dyn Read) -> Result<Vec<Statement>, OpinionError> {
    let mut lines = Lines::open("statements", source)?;
    let id_column = lines.needed_column(&["comment-id", "statement-id", "statement"])?;
    let text_column = lines.needed_column(&["comment-body", "text"])?;
    let moderation_column = lines.column(&["moderated"]);
    let tally_columns = lines.column(&["agrees"]).zip(lines.column(&["disagrees"]));
    let mut statements = Vec::new();
    let mut known = HashSet::new();
    while lines.advance()? {
        let moderation = match moderation_column {
            Some(column) => moderation_of(&mut lines, column),
            None => Some(Moderation::Accepted),
        };
        let tally = tally_columns.and_then(|(agrees, disagrees)| {
            Some((u64::try_from(lines.whole(agrees)?).ok()?, u64::try_from(lines.whole(disagrees)?).ok()?))
        });
        let (id, text) = (lines.name(id_column), lines.text(text_column));
        let (Some(id), Some(text), Some(moderation)) = (id, text, moderation) else { continue };
        if known.insert(id.clone()) {
            statements.push(Statement { id, text, moderation, tally });
        } else {
            lines.fault(id_column + 1, format!("`{id}` stands here again"), "give each statement its own id");
        }
    }
    lines.finish()?;
    Ok(statements)
}

fn moderation_of(lines: &mut Lines, column: usize) -> Option<Moderation> {
    match lines.field(column) {
        b"1" => Some(Moderation::Accepted),
        b"0" | b"" => Some(Moderation::Open),
        b"-1" => Some(Moderation::Rejected),
        other => {
            let what = format!("`{}` is not a moderation", shown(other));
            lines.fault(column + 1, what, "write 1 for accepted, -1 for rejected, 0 for open");
            None
        }
    }
}
