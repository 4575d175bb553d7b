//! Published numbers of a city.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Claim {
    /// Each number with its verdict, what follows from it, and why; as everyone sees it
    #[command(after_help = "Example: bitgoeul --data ./data claim check --city gwangju --json")]
    Check(CheckClaims),
    /// Compare one with a kept count: the rows say what is found, and it stays inside until it is published
    #[command(
        after_help = "Example: bitgoeul --data ./data claim compare c001 --snapshot 2026-SNP-0001 --city mirinae"
    )]
    Compare(CompareClaim),
    /// Bring in a file; one wrong line, and nothing is brought in
    #[command(after_help = "Example: bitgoeul --data ./data claim import claims.csv --city gwangju")]
    Import(ImportClaims),
}

#[derive(Args, Debug)]
pub struct CheckClaims {
    /// Only numbers that contradict themselves or each other
    #[arg(long)]
    pub disputed: bool,
}

#[derive(Args, Debug)]
pub struct CompareClaim {
    /// Which published number, such as c001
    pub claim: String,
    /// The number of a kept count in the same unit
    #[arg(long, value_name = "NUMBER")]
    pub snapshot: String,
}

#[derive(Args, Debug)]
pub struct ImportClaims {
    /// The file (CSV, columns as in cities/gwangju/README.md)
    pub file: PathBuf,
}
