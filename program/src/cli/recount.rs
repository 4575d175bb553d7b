//! Words of the command line about repeating published results, and finding orders in a text, from files alone.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Recount {
    /// A participatory budget: count a Pabulib file again
    #[command(
        after_help = "Example: bitgoeul recount shares libs/shares/docs/lantern-town.pb (real elections: pabulib.org)"
    )]
    Shares(RecountShares),
    /// Published numbers: do their own figures add up, and do they agree with each other?
    #[command(after_help = "Example: bitgoeul recount claims cities/gwangju/claims.csv --lang ko")]
    Claims(RecountClaims),
    /// A conversation: draw the opinion map of a Polis export again
    #[command(
        after_help = "Example: bitgoeul recount opinions votes.csv comments.csv participants-votes.csv (published conversations: github.com/compdemocracy/openData)"
    )]
    Opinions(RecountOpinions),
    /// A citizens' panel: repeat the draw from quotas, people and seed
    #[command(
        after_help = "Example: bitgoeul recount panels --quotas categories.csv --people respondents.csv --seats 22 --seed 2026-11-21 --id id --address address,city (the columns of the file; without --id people are called by their line)"
    )]
    Panels(RecountPanels),
}

#[derive(Args, Debug)]
pub struct RecountShares {
    /// The Pabulib file (.pb)
    pub file: PathBuf,
    /// The rule; none = the one the file names. One of equalshares, equalshares/utilitarian, equalshares/add1,
    /// equalshares/add1-exhaustive, equalshares/add1-utilitarian, greedy, phragmen, phragmen/skip
    #[arg(long)]
    pub rule: Option<String>,
    /// How ties end: keys separated by commas. Of lower-cost, higher-cost, more-votes, listed-first, id,
    /// lot:ID|ID|..
    #[arg(long)]
    pub ties: Option<String>,
    /// Count satisfaction by the number of projects, not by their cost
    #[arg(long)]
    pub cardinality: bool,
    /// Only the selected projects, one id in each line
    #[arg(long)]
    pub ids: bool,
}

#[derive(Args, Debug)]
pub struct RecountOpinions {
    /// The files of the export, by their usual names: votes.csv, participants-votes.csv, comments.csv, people.csv, population.csv, banned.csv
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Draw the map as SVG under this title
    #[arg(long)]
    pub svg: Option<String>,
}

#[derive(Args, Debug)]
pub struct RecountPanels {
    /// Quotas: feature, value, min, max
    #[arg(long)]
    pub quotas: PathBuf,
    /// People: one line each
    #[arg(long)]
    pub people: PathBuf,
    /// Seats
    #[arg(long)]
    pub seats: u32,
    /// The published seed
    #[arg(long)]
    pub seed: String,
    /// maximin or leximin
    #[arg(long, default_value = "leximin", value_parser = ["maximin", "leximin"])]
    pub rule: String,
    /// The column that names each person
    #[arg(long)]
    pub id: Option<String>,
    /// The columns of an address: at most one person from each
    #[arg(long, value_delimiter = ',')]
    pub address: Vec<String>,
    /// The published lottery, when it is to be used instead of computed
    #[arg(long)]
    pub lottery: Option<PathBuf>,
    /// The published panel, to compare with
    #[arg(long)]
    pub panel: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct RecountClaims {
    /// A file of published numbers (columns as in cities/gwangju/README.md)
    pub file: PathBuf,
    /// Only numbers that contradict themselves or each other
    #[arg(long)]
    pub disputed: bool,
}

#[derive(Args, Debug)]
pub struct Orders {
    /// The text, UTF-8
    pub file: PathBuf,
    /// The day of the meeting
    #[arg(long)]
    pub held: String,
}
