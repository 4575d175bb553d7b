//! Words of the command line about meters: a person's own file, or a made-up city of them.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Meters {
    /// Bills of a home from its readings, to the won, and what would change them
    #[command(
        after_help = "Example: bitgoeul meters bill home.xml --tariff cities/korea_reference/tariffs/kr-residential-low.toml --svg bill.svg"
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
    /// What a made-up city costs in CPU seconds: bills, profiles, features, groups
    #[command(
        after_help = "Example: bitgoeul meters bench --meters 5000 --tariff cities/korea_reference/tariffs/kr-residential-low.toml --tariff cities/korea_reference/tariffs/kr-residential-high.toml"
    )]
    Bench(MeterBench),
}

#[derive(Args, Debug)]
pub struct MeterFile {
    /// Green Button XML, NEM12, CSV, Parquet or a store of ours
    pub file: PathBuf,
    /// Zone of local times and of the days of the page; none = the file's own clock, or Asia/Seoul
    #[arg(long)]
    pub zone: Option<String>,
    /// The unit when the file names none
    #[arg(long, value_parser = ["wh", "kwh", "w", "kw"])]
    pub unit: Option<String>,
    /// Times name the end of each interval
    #[arg(long)]
    pub marks_end: bool,
    /// The readings are made up
    #[arg(long)]
    pub synthetic: bool,
    /// Which meter of the file; none = the first
    #[arg(long)]
    pub meter: Option<String>,
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
    /// Mean temperatures of days (CSV: date, celsius), to tell weather from behaviour
    #[arg(long)]
    pub temperatures: Option<PathBuf>,
    /// Public holidays, for tariffs by the clock
    #[arg(long, value_delimiter = ',')]
    pub holiday: Vec<String>,
    /// Other homes to compare with (any file of meters); fewer than 15 give no answer
    #[arg(long)]
    pub others: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct MeterBench {
    /// How many
    #[arg(long, default_value_t = 1000)]
    pub meters: u64,
    /// How long, from a first of January on
    #[arg(long, default_value_t = 365)]
    pub days: u32,
    /// Tariffs to bill under
    #[arg(long, required = true)]
    pub tariff: Vec<PathBuf>,
    /// Groups of k-means
    #[arg(long, default_value_t = 6)]
    pub groups: usize,
    /// The same seed gives the same city
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Write the picture here
    #[arg(long)]
    pub svg: Option<PathBuf>,
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
