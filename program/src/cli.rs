//! The command line: what can be asked for. Words that several commands share, and the list of commands; each group
//! of commands has a file of its own.

mod account;
mod city;
mod claim;
mod journal;
mod measure;
mod meters;
mod question;
mod recount;

pub use account::{Account, OpenAccount};
pub use city::{Backup, Doctor, Import, Init, Load, Restore, Serve};
pub use claim::{CheckClaims, Claim, CompareClaim, ImportClaims};
pub use journal::{Journal, Verify, Witness};
pub use measure::{Measure, MeasureDiff, MeasureKeep, MeasureShow, MeasureWhen};
pub use meters::{
    MeterBaseline, MeterBench, MeterBill, MeterCluster, MeterDistrict, MeterFile, MeterGenerate, Meters,
};
pub use question::{AnswerQuestion, AskQuestion, Question, ShowQuestion};
pub use recount::{Orders, Recount, RecountClaims, RecountOpinions, RecountPanels, RecountShares};

use base::Lang;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The operating system of an AI city: every number opens to its rows, and what is unknown is written as unknown.
#[derive(Parser, Debug)]
#[command(
    name = "bitgoeul",
    version,
    after_help = "Example: bitgoeul --data ./data load cities/mirinae && bitgoeul --data ./data serve"
)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes. A flag wins over the environment, the environment over the config file.
#[derive(Args, Clone, Debug, Default)]
pub struct Common {
    /// The folder that holds one folder per city
    #[arg(long, env = "BITGOEUL_DATA", global = true)]
    pub data: Option<PathBuf>,
    /// A config file (TOML) with any of the long flags as keys
    #[arg(long, env = "BITGOEUL_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// Which city; not needed when there is only one
    #[arg(long, env = "BITGOEUL_CITY", global = true)]
    pub city: Option<String>,
    /// PostgreSQL instead of SQLite: each city is a schema
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,
    /// A file with the master key of the vault (64 hex digits); none = one is made in the city's folder
    #[arg(long, env = "BITGOEUL_MASTER_KEY", global = true)]
    pub master_key: Option<PathBuf>,
    /// Where people reach the site, such as https://hub.example (a proxy in front ends TLS): citations and files name it
    #[arg(long, env = "BITGOEUL_ADDRESS", global = true)]
    pub address: Option<String>,
    /// Answer in JSON; an error is one object on standard output, {"error": {code, message, place, mend, problems}}
    #[arg(long, global = true)]
    pub json: bool,
    /// The language of answers: ko, en or zh
    #[arg(long, env = "BITGOEUL_LANG", global = true, value_parser = lang)]
    pub lang: Option<Lang>,
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| format!("{text} is not one of ko, en, zh"))
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Serve the cities of the data folder
    #[command(after_help = "Example: bitgoeul --data ./data serve --listen 127.0.0.1:8080")]
    Serve(Serve),
    /// Make the folder of a new, empty city
    #[command(
        after_help = "Example: bitgoeul --data ./data init --slug busan --name-ko 부산 --name-en Busan --zone Asia/Seoul"
    )]
    Init(Init),
    /// Load a city pack; what was loaded before is left as it is
    #[command(after_help = "Example: bitgoeul --data ./data load cities/gwangju")]
    Load(Load),
    /// Take in a file of organisations (CSV or XLSX)
    #[command(after_help = "Example: bitgoeul --data ./data import firms.xlsx --city mirinae --preview")]
    Import(Import),
    /// Accounts and their roles
    #[command(subcommand)]
    Account(Account),
    /// Published numbers of a city: what their own figures say; bringing in a file
    #[command(subcommand)]
    Claim(Claim),
    /// The journal: verify it, export it
    #[command(subcommand)]
    Journal(Journal),
    /// Copy a city that is in use: rows and files in one folder, keys in another
    #[command(
        after_help = "Example: bitgoeul --data ./data backup --city mirinae --rows /backup/rows-1121 --keys /safe/keys-1121"
    )]
    Backup(Backup),
    /// Open a backup as a new branch of history
    #[command(
        after_help = "Example: bitgoeul --data ./restored restore --rows /backup/rows-1121 --keys /safe/keys-1121 --branch restored-2026-11-21"
    )]
    Restore(Restore),
    /// Look whether a city is well, and say how to mend what is not
    #[command(after_help = "Example: bitgoeul --data ./data doctor --city mirinae")]
    Doctor(Doctor),
    /// Repeat a published result from its files alone
    #[command(subcommand)]
    Recount(Recount),
    /// Meters: a person's own file gives a page; nothing leaves this machine
    #[command(subcommand)]
    Meters(Meters),
    /// Find the sentences of a Korean meeting text that order or ask, with owner and date, for a person to confirm
    #[command(after_help = "Example: bitgoeul orders cities/gwangju/meeting-sample.txt --held 2026-11-20")]
    Orders(Orders),
    /// Numbers that the hub counts from its records: list, show, keep, compare
    #[command(subcommand)]
    Measure(Measure),
    /// Council questions: list, show, ask, answer
    #[command(subcommand)]
    Question(Question),
    /// Print the description of the API (OpenAPI 3.1)
    #[command(after_help = "Example: bitgoeul open-api > openapi.json")]
    OpenApi,
}
