//! Numbers that the hub counts from its records.

use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub enum Measure {
    /// All measures with their numbers
    #[command(after_help = "Example: bitgoeul --data ./data measure list --city mirinae --as-of 2026-10-31")]
    List(MeasureWhen),
    /// One number with its parts, levels and slices
    #[command(
        after_help = "Example: bitgoeul --data ./data measure show firms-present --city mirinae --min-evidence E3"
    )]
    Show(MeasureShow),
    /// Keep a count, so that it can be compared with later ones
    #[command(
        after_help = "Example: bitgoeul --data ./data measure snapshot firms-present --city mirinae --as-of 2026-10-31 --publish"
    )]
    Snapshot(MeasureKeep),
    /// What changed between two counts, unit by unit
    #[command(
        after_help = "Example: bitgoeul --data ./data measure diff firms-present 2025-12-31 2026-10-31 --city mirinae"
    )]
    Diff(MeasureDiff),
}

/// Which day, as known when, how firm.
#[derive(Args, Clone, Debug, Default)]
pub struct MeasureWhen {
    /// The civil day that is counted; none = today
    #[arg(long)]
    pub as_of: Option<String>,
    /// As known at this position of the journal, or at the end of this day; none = now
    #[arg(long)]
    pub at: Option<String>,
    /// Rows below this level are unknown: E0 to E4
    #[arg(long)]
    pub min_evidence: Option<String>,
}

#[derive(Args, Debug)]
pub struct MeasureShow {
    /// The measure
    pub id: String,
    #[command(flatten)]
    pub when: MeasureWhen,
    /// A kept count by its number, instead of counting
    #[arg(long)]
    pub snapshot: Option<String>,
    /// A version of the definition; none = the newest
    #[arg(long)]
    pub version: Option<i64>,
    /// Print every row
    #[arg(long)]
    pub rows: bool,
}

#[derive(Args, Debug)]
pub struct MeasureKeep {
    /// The measure
    pub id: String,
    #[command(flatten)]
    pub when: MeasureWhen,
    /// Make it public at once
    #[arg(long)]
    pub publish: bool,
}

#[derive(Args, Debug)]
pub struct MeasureDiff {
    /// The measure
    pub id: String,
    /// A kept count (2026-SNP-0001), a day, or day@position
    pub from: String,
    /// The same; now = counted now
    #[arg(default_value = "now")]
    pub to: String,
}
