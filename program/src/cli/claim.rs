//! Published numbers of a city.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Claim {
    /// Each number with its verdict, what follows from it, and why; as everyone sees it
    #[command(after_help = "Example: bitgoeul --data ./data claim check --city gwangju --json")]
    Check(CheckClaims),
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
pub struct ImportClaims {
    /// The file (CSV, columns as in cities/gwangju/README.md)
    pub file: PathBuf,
}
