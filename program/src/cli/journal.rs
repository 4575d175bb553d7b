//! Words of the command line about the journal: checkpoints, verifying, exporting.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Journal {
    /// Find the first entry that was altered, removed or reordered
    #[command(
        after_help = "Example: bitgoeul journal verify --export journal.jsonl --checkpoint kept.txt --key b7F5jjhf…="
    )]
    Verify(Verify),
    /// Print the newest checkpoint, a signed note: whoever keeps it elsewhere can hold later history to it
    #[command(
        after_help = "Example: bitgoeul --data ./data journal checkpoint --city mirinae > mirinae-1121.txt"
    )]
    Checkpoint,
    /// Hold the city to checkpoints that were kept elsewhere: the same journal, or not?
    #[command(
        after_help = "Example: bitgoeul --data ./data journal witness mirinae-1121.txt --key b7F5jjhf…="
    )]
    Witness(Witness),
    /// Write the journal as JSON lines, to verify it elsewhere without this server
    #[command(after_help = "Example: bitgoeul --data ./data journal export --city mirinae > journal.jsonl")]
    Export,
}

#[derive(Args, Debug)]
pub struct Verify {
    /// An exported journal; none = the city itself
    #[arg(long)]
    pub export: Option<PathBuf>,
    /// Checkpoints that were kept, one file each, in any order
    #[arg(long)]
    pub checkpoint: Vec<PathBuf>,
    /// The city's public key, as it was published
    #[arg(long)]
    pub key: Option<String>,
}

#[derive(Args, Debug)]
pub struct Witness {
    /// A checkpoint, one file each: a signed note, or what `journal checkpoint --json` printed
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The city's public key, as it was published; none = the city's own is used, which proves less
    #[arg(long)]
    pub key: Option<String>,
}
