//! Tables to bytes, and an election as tables.

use std::io::{self, Write};

use crate::election::{BallotKind, Election, decimal_text};

use super::{File, Table};

/// Writes a file such that [`super::read`] gives back the same tables. Errors: those of the output.
pub fn write(file: &File, output: &mut impl Write) -> io::Result<()> {
    for (title, table) in [("META", &file.meta), ("PROJECTS", &file.projects), ("VOTES", &file.votes)] {
        writeln!(output, "{title}")?;
        write_line(output, table.columns().iter().map(String::as_str))?;
        for row in 0..table.rows() {
            write_line(output, (0..table.columns().len()).map(|column| table.cell(row, column)))?;
        }
    }
    output.flush()
}

fn write_line<'a>(output: &mut impl Write, fields: impl Iterator<Item = &'a str>) -> io::Result<()> {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            output.write_all(b";")?;
        }
        if field.contains([';', '"', '\n', '\r']) {
            write!(output, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            output.write_all(field.as_bytes())?;
        }
    }
    output.write_all(b"\n")
}

/// What a file says about an election besides projects and ballots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    pub description: String,
    pub country: String,
    pub unit: String,
    pub instance: String,
    pub rule: String,
}

pub(super) fn file_of(election: &Election, description: &Description, selected: Option<&[bool]>) -> File {
    File {
        meta: meta_of(election, description),
        projects: projects_of(election, selected),
        votes: votes_of(election),
    }
}

fn table(columns: &[&str]) -> Table {
    Table::new(columns.iter().map(|column| column.to_string()).collect())
}

fn meta_of(election: &Election, description: &Description) -> Table {
    let mut meta = table(&["key", "value"]);
    let vote_type = match election.kind() {
        BallotKind::Approval => "approval",
        BallotKind::Ordinal => "ordinal",
        BallotKind::Cumulative => "cumulative",
        BallotKind::Scoring => "scoring",
    };
    let entries = [
        ("description", description.description.clone()),
        ("country", description.country.clone()),
        ("unit", description.unit.clone()),
        ("instance", description.instance.clone()),
        ("num_projects", election.projects().len().to_string()),
        ("num_votes", election.voters().to_string()),
        ("budget", election.money_text(election.budget())),
        ("vote_type", vote_type.to_string()),
        ("rule", description.rule.clone()),
        ("max_length", election.longest_ballot().to_string()),
    ];
    for (key, value) in entries {
        meta.push_row(&[key, &value]);
    }
    meta
}

fn projects_of(election: &Election, selected: Option<&[bool]>) -> Table {
    let mut projects = match selected {
        Some(_) => table(&["project_id", "cost", "name", "selected"]),
        None => table(&["project_id", "cost", "name"]),
    };
    for (index, project) in election.projects().iter().enumerate() {
        let cost = election.money_text(project.cost);
        let mark =
            if selected.is_some_and(|selected| selected.get(index) == Some(&true)) { "1" } else { "0" };
        projects.push_row(&[&project.id, &cost, &project.title, mark]);
    }
    projects
}

/// Voters are numbered from 1 in the order of ballot classes; empty ballots come last.
fn votes_of(election: &Election) -> Table {
    let with_points = matches!(election.kind(), BallotKind::Cumulative | BallotKind::Scoring);
    let mut votes =
        if with_points { table(&["voter_id", "vote", "points"]) } else { table(&["voter_id", "vote"]) };
    let mut voter = 0_u32;
    for class in election.classes() {
        let mut marks = class.marks.to_vec();
        if election.kind() == BallotKind::Ordinal {
            marks.sort_by_key(|mark| mark.value);
        }
        let ids = marks.iter().map(|mark| election.projects()[mark.project as usize].id.as_str());
        let vote = ids.collect::<Vec<_>>().join(",");
        let points = marks.iter().map(|mark| decimal_text(u64::from(mark.value), election.point_decimals()));
        let points = points.collect::<Vec<_>>().join(",");
        for _ in 0..class.voters {
            voter += 1;
            votes.push_row(&[&voter.to_string(), &vote, &points]);
        }
    }
    while voter < election.voters() {
        voter += 1;
        votes.push_row(&[&voter.to_string(), "", ""]);
    }
    votes
}
