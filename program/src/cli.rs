//! The command line: what can be asked for.

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
#[derive(Args, Clone, Debug)]
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
    /// Answer in JSON
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
    /// Print the description of the API (OpenAPI 3.1)
    #[command(after_help = "Example: bitgoeul open-api > openapi.json")]
    OpenApi,
}

#[derive(Args, Debug)]
pub struct Serve {
    /// Address and port
    #[arg(long, env = "BITGOEUL_LISTEN")]
    pub listen: Option<String>,
    /// Browsers reach the site by HTTPS (a proxy in front ends TLS)
    #[arg(long, env = "BITGOEUL_HTTPS")]
    pub https: bool,
    /// The folder of the built front-end files
    #[arg(long, env = "BITGOEUL_ASSETS")]
    pub assets: Option<PathBuf>,
    /// Readers per city
    #[arg(long, env = "BITGOEUL_READERS")]
    pub readers: Option<usize>,
}

#[derive(Args, Debug)]
pub struct Init {
    /// Its name in addresses: lower-case letters, digits, hyphens
    #[arg(long)]
    pub slug: String,
    /// Its name in Korean
    #[arg(long)]
    pub name_ko: String,
    /// Its name in English
    #[arg(long)]
    pub name_en: Option<String>,
    /// Its name in Chinese
    #[arg(long)]
    pub name_zh: Option<String>,
    /// The IANA zone of its civil days
    #[arg(long, default_value = "Asia/Seoul")]
    pub zone: String,
    /// Made up: every page, answer and file says so
    #[arg(long)]
    pub synthetic: bool,
    /// Run by the city itself; without it every page says that it is not an official site
    #[arg(long)]
    pub official: bool,
}

#[derive(Args, Debug)]
pub struct Load {
    /// The folder of the pack
    pub pack: PathBuf,
}

#[derive(Args, Debug)]
pub struct Import {
    /// The file
    pub file: PathBuf,
    /// Only say what would be done
    #[arg(long)]
    pub preview: bool,
}

#[derive(Subcommand, Debug)]
pub enum Account {
    /// Open an account with a role; the password is read from standard input
    #[command(
        after_help = "Example: bitgoeul --data ./data account open --city busan --login kim@busan.example --role officer < password.txt"
    )]
    Open(OpenAccount),
}

#[derive(Args, Debug)]
pub struct OpenAccount {
    /// The sign-in name
    #[arg(long)]
    pub login: String,
    /// visitor, member, officer, head, council, ministry, auditor or operator
    #[arg(long)]
    pub role: String,
    /// For members: the number of their organisation
    #[arg(long)]
    pub organisation: Option<String>,
}

#[derive(Subcommand, Debug)]
pub enum Recount {
    /// A participatory budget: count a Pabulib file again
    #[command(after_help = "Example: bitgoeul recount shares wieliczka.pb")]
    Shares(RecountShares),
    /// Published numbers: do their own figures add up, and do they agree with each other?
    #[command(after_help = "Example: bitgoeul recount claims cities/gwangju/claims.csv --lang ko")]
    Claims(RecountClaims),
    /// A conversation: draw the opinion map of a Polis export again
    #[command(
        after_help = "Example: bitgoeul recount opinions votes.csv comments.csv participants-votes.csv"
    )]
    Opinions(RecountOpinions),
    /// A citizens' panel: repeat the draw from quotas, people and seed
    #[command(
        after_help = "Example: bitgoeul recount panels --quotas categories.csv --people respondents.csv --seats 22 --seed 2026-11-21"
    )]
    Panels(RecountPanels),
}

#[derive(Args, Debug)]
pub struct RecountShares {
    /// The Pabulib file (.pb)
    pub file: PathBuf,
    /// The rule; none = the one the file names
    #[arg(long)]
    pub rule: Option<String>,
    /// How ties end: names of keys, separated by commas
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

#[derive(Subcommand, Debug)]
pub enum Journal {
    /// Find the first entry that was altered, removed or reordered
    #[command(
        after_help = "Example: bitgoeul journal verify --export journal.jsonl --checkpoint kept.txt --key b7F5jjhf…="
    )]
    Verify(Verify),
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
pub struct Backup {
    /// A new folder for rows and files
    #[arg(long)]
    pub rows: PathBuf,
    /// A new folder for keys; keep it apart, and for fewer days
    #[arg(long)]
    pub keys: PathBuf,
}

#[derive(Args, Debug)]
pub struct Restore {
    /// The folder of rows and files
    #[arg(long)]
    pub rows: PathBuf,
    /// The folder of keys
    #[arg(long)]
    pub keys: PathBuf,
    /// The name of the new branch of history
    #[arg(long)]
    pub branch: String,
    /// An export of a newer journal of the city: whoever was erased there is erased again
    #[arg(long)]
    pub newer: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Doctor {
    /// The clock is right although it is behind the last entry: go on from here
    #[arg(long)]
    pub accept_clock: bool,
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

#[derive(Subcommand, Debug)]
pub enum Meters {
    /// Bills of a home from its readings, to the won, and what would change them
    #[command(
        after_help = "Example: bitgoeul meters bill home.xml --tariff cities/korea_reference/tariffs/kepco_residential_low.toml --svg bill.svg"
    )]
    Bill(MeterBill),
    /// How a home uses power through the day, with how sure that is
    #[command(after_help = "Example: bitgoeul meters profile home.csv --unit kwh --svg profile.svg")]
    Profile(MeterFile),
    /// Groups of homes with similar days
    #[command(after_help = "Example: bitgoeul meters cluster homes.store --groups 5 --seed 1")]
    Cluster(MeterCluster),
    /// Customer baselines around an event of demand response
    #[command(
        after_help = "Example: bitgoeul meters baseline home.csv --day 2026-08-12 --from-hour 17 --to-hour 20"
    )]
    Baseline(MeterBaseline),
    /// Energy and carbon of districts; small groups stay hidden
    #[command(
        after_help = "Example: bitgoeul meters district homes.store --districts districts.csv --from 2026-01-01 --to 2026-02-01"
    )]
    District(MeterDistrict),
    /// A made-up city of meters
    #[command(
        after_help = "Example: bitgoeul meters generate --meters 1000 --days 365 --out homes.store --truth truth.csv"
    )]
    Generate(MeterGenerate),
}

#[derive(Args, Debug)]
pub struct MeterFile {
    /// Green Button XML, NEM12, CSV or a store of ours
    pub file: PathBuf,
    /// Zone of local times in the file
    #[arg(long, default_value = "Asia/Seoul")]
    pub zone: String,
    /// The unit when no header names it
    #[arg(long, value_parser = ["wh", "kwh", "w", "kw"])]
    pub unit: Option<String>,
    /// Times name the end of each interval
    #[arg(long)]
    pub marks_end: bool,
    /// The readings are made up
    #[arg(long)]
    pub synthetic: bool,
    /// Write the picture here
    #[arg(long)]
    pub svg: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct MeterBill {
    #[command(flatten)]
    pub of: MeterFile,
    /// Tariffs: the home's own first, then those to compare with
    #[arg(long, required = true)]
    pub tariff: Vec<PathBuf>,
    /// Classes of the household, for discounts
    #[arg(long)]
    pub class: Vec<String>,
    /// Day of the month on which the meter is read, 1 to 28
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(i8).range(1..=28))]
    pub reading_day: i8,
    /// Carbon factors (TOML)
    #[arg(long)]
    pub factors: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct MeterCluster {
    #[command(flatten)]
    pub of: MeterFile,
    /// Groups
    #[arg(long, default_value_t = 5)]
    pub groups: usize,
    /// The same seed gives the same groups
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Args, Debug)]
pub struct MeterBaseline {
    #[command(flatten)]
    pub of: MeterFile,
    /// The day of the event
    #[arg(long)]
    pub day: String,
    /// Its first hour
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..24))]
    pub from_hour: u8,
    /// The hour after its last
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=24))]
    pub to_hour: u8,
    /// Days that are no working days
    #[arg(long, value_delimiter = ',')]
    pub holiday: Vec<String>,
}

#[derive(Args, Debug)]
pub struct MeterDistrict {
    #[command(flatten)]
    pub of: MeterFile,
    /// Which meter is in which district (CSV: meter, district)
    #[arg(long)]
    pub districts: PathBuf,
    /// The first day
    #[arg(long)]
    pub from: String,
    /// The first day after
    #[arg(long)]
    pub to: String,
    /// Carbon factors (TOML)
    #[arg(long, default_value = "cities/korea_reference/grid_factors.toml")]
    pub factors: PathBuf,
    /// Which factors: their purpose
    #[arg(long, default_value = "inventory")]
    pub purpose: String,
}

#[derive(Args, Debug)]
pub struct MeterGenerate {
    /// How many
    #[arg(long)]
    pub meters: u64,
    /// How long
    #[arg(long, default_value_t = 365)]
    pub days: u32,
    /// The first day
    #[arg(long, default_value = "2025-01-01")]
    pub start: String,
    /// Minutes between readings
    #[arg(long, default_value_t = 60)]
    pub interval: u32,
    /// The same seed gives the same city
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The zone of its days
    #[arg(long, default_value = "Asia/Seoul")]
    pub zone: String,
    /// Where the readings go
    #[arg(long)]
    pub out: PathBuf,
    /// Where the truth about each home goes (CSV)
    #[arg(long)]
    pub truth: PathBuf,
}
