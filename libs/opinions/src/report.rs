//! The report of a conversation: what a person reads and what another program reads.
//!
//! A report holds numbers that are already whole: shares in parts per million, other measures in
//! millionths. So it is the same text and the same JSON on every machine, and it may be hashed. Nobody
//! is named in it: people appear as counts.

use serde::Serialize;

mod build;
mod picture;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use build::Sources;

/// Name of the rules; it changes when a number could change.
pub const RULES: &str = "opinions-1";

/// Everything that is said about a conversation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Version of the rules.
    pub rules: String,
    /// The choices it was made with.
    pub choices: Choices,
    /// What was read and what was left out.
    pub input: Input,
    /// What the files say about themselves, and whether it holds.
    pub checks: Checks,
    /// Everybody counts once.
    pub raw: MapReport,
    /// Everybody counts by weight; absent without weights.
    pub weighted: Option<MapReport>,
    /// How the weights came about.
    pub weighting: Option<Weighting>,
}

/// The settings, as they are printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choices {
    pub seed: u64,
    pub strictness: &'static str,
    pub votes_to_be_mapped: usize,
    pub people_wanted: usize,
    pub groups: String,
    pub start: String,
    pub bound_z_millionths: i64,
    pub false_discovery_ppm: i64,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Input {
    /// Rows in the votes file.
    pub rows: usize,
    /// Rows replaced by a later vote of the same person on the same statement.
    pub replaced: usize,
    /// Of these, rows whose replacement says something else.
    pub changed: usize,
    /// Votes that count.
    pub votes: usize,
    /// People with a vote that counts.
    pub people: usize,
    /// Statements with a vote that counts.
    pub statements: usize,
    /// What does not count.
    pub left_out: Left,
}

/// What was left out before anything was computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Left {
    /// Banned people who had voted.
    pub people: usize,
    /// Ids of the banned list that nobody has who voted: never voted, or written otherwise.
    pub nobodys: usize,
    /// Statements left out by moderation that had votes.
    pub statements: usize,
    /// Votes that went with them.
    pub votes: usize,
}

/// What the files say about themselves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checks {
    pub tallies: Option<TallyCheck>,
    pub matrix: Option<MatrixCheck>,
    pub published: Option<PublishedCheck>,
}

/// Agree and disagree counts in the statements file against the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TallyCheck {
    pub compared: usize,
    pub equal: usize,
}

/// The matrix against the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixCheck {
    /// Votes in the rows, after replacement.
    pub rows: usize,
    /// Votes in the matrix.
    pub matrix: usize,
    /// Votes of the matrix that the rows have too.
    pub equal: usize,
}

/// Our groups against those that the exporting system published.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedCheck {
    /// Published groups.
    pub groups: usize,
    /// People who have a group here and there.
    pub people: usize,
    /// People whose group here lies mostly in their published group.
    pub same: usize,
    /// 1 when the divisions are equal, about 0 by chance; millionths in JSON.
    #[serde(rename = "adjusted_rand_index_millionths", serialize_with = "as_millionths")]
    pub adjusted_rand_index: f64,
}

/// One map: raw or weighted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapReport {
    /// Share of all scatter along the two axes.
    pub axes_ppm: [i64; 2],
    /// Axes with more scatter than chance gives, up to six; the map shows two.
    pub axes_above_chance: usize,
    /// Mean silhouette of each number of groups that was tried.
    pub tried: Vec<Tried>,
    /// How clear the groups are, by Kaufman and Rousseeuw's reading of the silhouette.
    pub structure: &'static str,
    /// The groups, largest first.
    pub groups: Vec<GroupReport>,
    /// People with too few votes for a group.
    pub not_mapped: usize,
    /// Statements that all groups agree on, surest first.
    pub consensus: Vec<String>,
    /// Statements that all groups reject, surest first.
    pub rejection: Vec<String>,
    /// Statements that divide two groups, widest first.
    pub division: Vec<String>,
    /// Every statement.
    pub statements: Vec<StatementReport>,
    #[serde(skip)]
    picture: picture::Dots,
}

/// One number of groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tried {
    pub groups: usize,
    pub silhouette_millionths: i64,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupReport {
    /// A, B, C, …
    pub name: String,
    pub people: usize,
    /// Share of the people in groups, by weight.
    pub share_ppm: i64,
    /// Its middle on the map.
    pub centre_millionths: [i64; 2],
    /// What is typical of it, most typical first.
    pub typical: Vec<TypicalReport>,
    /// How many statements are typical of it at the allowed rate of false discoveries.
    pub typical_in_all: usize,
}

/// A statement typical of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TypicalReport {
    pub statement: String,
    pub side: &'static str,
    pub share_ppm: i64,
    pub ratio_millionths: i64,
    pub share_z_millionths: i64,
    pub difference_z_millionths: i64,
    pub adjusted_p_ppm: i64,
}

/// A statement, with its counts and its standing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementReport {
    pub id: String,
    pub text: Option<String>,
    pub everybody: Counts,
    /// In the order of the groups.
    pub groups: Vec<Counts>,
    pub consensus: Bound,
    pub rejection: Bound,
    pub division: Bound,
    /// More than half of every group agree, by the lower bound.
    pub agreed_by_all: bool,
    /// More than half of every group disagree, by the lower bound.
    pub rejected_by_all: bool,
}

/// Counts of people, and shares by weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub agree: u32,
    pub disagree: u32,
    pub pass: u32,
    pub agree_ppm: i64,
    pub disagree_ppm: i64,
}

/// An estimate and its lower bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bound {
    pub estimate_ppm: i64,
    pub low_ppm: i64,
}

/// How the weights came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Weighting {
    /// Number of equally weighted people that would be as informative, rounded down.
    pub effective_people: u64,
    pub unknown: usize,
    pub trimmed: usize,
    pub fits: Vec<Fit>,
}

/// One value of one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fit {
    pub column: String,
    pub value: String,
    pub people: usize,
    pub population_ppm: i64,
    pub raw_ppm: i64,
    pub weighted_ppm: i64,
}

impl Report {
    /// The report for reading: plain text, lines of at most about 110 characters.
    pub fn to_text(&self) -> String {
        text::write(self)
    }

    /// The report for programs: JSON with whole numbers only, keys in a fixed order.
    pub fn to_json(&self) -> String {
        // Every value is a number, a text or a list: writing them into memory cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The raw map as a picture: SVG, 960 x 640, readable without colour. `title` stands above it.
    pub fn to_svg(&self, title: &str) -> String {
        picture::draw(&self.raw, title)
    }
}

impl MapReport {
    /// The report of a statement, by its name.
    pub fn statement(&self, id: &str) -> Option<&StatementReport> {
        self.statements.iter().find(|one| one.id == id)
    }
}

/// A, B, … Z, then AA, AB, …
pub fn group_name(group: usize) -> String {
    let letter = char::from(b'A' + (group % 26) as u8);
    if group < 26 { letter.to_string() } else { format!("{}{letter}", group_name(group / 26 - 1)) }
}

/// Rounded to whole millionths; what is not a number becomes 0.
pub(crate) fn millionths(value: f64) -> i64 {
    (value * 1e6).round() as i64
}

fn as_millionths<S: serde::Serializer>(value: &f64, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_i64(millionths(*value))
}
