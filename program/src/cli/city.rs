//! Words of the command line about a city: founding, loading, serving, copying, looking after it.

use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct Serve {
    /// Address and port
    #[arg(long, env = "BITGOEUL_LISTEN")]
    pub listen: Option<String>,
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
