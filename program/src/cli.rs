//! The command line: what can be asked for.

use base::Lang;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The operating system of an AI city: every number opens to its rows, and what is unknown is written as unknown.
#[derive(Parser, Debug)]
#[command(name = "bitgoeul", version, after_help = "Example: bitgoeul --data ./data load cities/mirinae && bitgoeul --data ./data serve")]
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
    #[command(after_help = "Example: bitgoeul --data ./data init --slug busan --name-ko 부산 --name-en Busan --zone Asia/Seoul")]
    Init(Init),
    /// Take in a file of organisations (CSV or XLSX)
    #[command(after_help = "Example: bitgoeul --data ./data import firms.xlsx --city mirinae --preview")]
    Import(Import),
    /// Accounts and their roles
    #[command(subcommand)]
    Account(Account),
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
    #[command(after_help = "Example: bitgoeul --data ./data account open --city busan --login kim@busan.example --role officer < password.txt")]
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
