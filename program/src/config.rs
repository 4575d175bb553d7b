//! Where settings come from: the config file, then the environment, then flags; later wins.

use crate::cli::Common;
use crate::machine::{SystemClock, SystemSource};
use crate::told::Stopped;
use base::{Fault, Lang, Source};
use db::Place;
use kernel::{City, Opening};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use web::http::Address;

/// The keys of a config file: the long flags.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    data: Option<PathBuf>,
    city: Option<String>,
    database_url: Option<String>,
    master_key: Option<PathBuf>,
    lang: Option<String>,
    listen: Option<String>,
    address: Option<String>,
    assets: Option<PathBuf>,
    readers: Option<usize>,
}

/// The settings of this run.
#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    pub city: Option<String>,
    pub json: bool,
    pub lang: Lang,
    pub listen: Option<String>,
    /// Where people reach the site; none when nobody said.
    pub address: Option<Address>,
    pub assets: Option<PathBuf>,
    pub readers: Option<usize>,
    pub database_url: Option<String>,
    pub master_key: Option<PathBuf>,
}

impl Config {
    /// Reads the config file, if one is named, and lays environment and flags over it.
    pub fn new(common: &Common) -> Result<Config, Stopped> {
        let file = match &common.config {
            None => File::default(),
            Some(path) => {
                let doing = || format!("reading the config file {}", path.display());
                let text = std::fs::read_to_string(path).map_err(|e| Fault::new(doing(), e))?;
                toml::from_str(&text).map_err(|e| Fault::new(doing(), e))?
            }
        };
        let lang = common
            .lang
            .or_else(|| file.lang.as_deref().and_then(Lang::from_tag))
            .unwrap_or_else(machine_lang);
        Ok(Config {
            data: common.data.clone().or(file.data).unwrap_or_else(|| PathBuf::from("data")),
            city: common.city.clone().or(file.city),
            json: common.json,
            lang,
            listen: file.listen,
            address: common
                .address
                .as_ref()
                .or(file.address.as_ref())
                .map(|text| Address::parse(text))
                .transpose()?,
            assets: file.assets,
            readers: file.readers,
            database_url: common.database_url.clone().or(file.database_url),
            master_key: common.master_key.clone().or(file.master_key),
        })
    }

    /// Where people reach a path of the site; the path alone when nobody said.
    pub fn address_of(&self, path: &str) -> String {
        self.address.as_ref().map_or_else(|| path.to_owned(), |address| address.of(path))
    }

    /// The folder of a city.
    pub fn folder(&self, slug: &str) -> PathBuf {
        self.data.join(slug)
    }

    /// Where a city's rows are: none = in its folder.
    pub fn place(&self, slug: &str) -> Result<Option<Place>, Stopped> {
        match &self.database_url {
            None => Ok(None),
            Some(url) => Ok(Some(Place::schema(url, &slug.replace('-', "_"))?)),
        }
    }

    /// Opens a city that exists, only to read: a running server is left alone.
    pub fn open_to_read(&self, slug: &str) -> Result<City, Stopped> {
        let opening = self.opening(slug, false)?;
        self.must_exist(slug)?;
        Ok(City::open(opening)?)
    }

    /// Opens a city to act in it: no other process may have it open so.
    pub fn open(&self, slug: &str, new: bool, accept_clock: bool) -> Result<City, Stopped> {
        let opening = self.opening(slug, accept_clock)?;
        if !new {
            self.must_exist(slug)?;
        }
        lock(&self.folder(slug), slug)?;
        let city = City::open(opening)?;
        city.take_writer()?;
        Ok(city)
    }

    fn must_exist(&self, slug: &str) -> Result<(), Stopped> {
        match is_city(&self.folder(slug)) {
            true => Ok(()),
            false => Err(Stopped::input(format!("there is no city {slug} in {}", self.data.display()))),
        }
    }

    /// How a city of this name is opened here.
    pub fn opening(&self, slug: &str, accept_clock: bool) -> Result<Opening, Stopped> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if slug.is_empty() || slug.len() > 40 || slug.starts_with('-') || !slug.bytes().all(plain) {
            return Err(Stopped::input(format!(
                "{slug:?} is not a name for addresses; use lower-case letters, digits and hyphens"
            )));
        }
        Ok(Opening {
            folder: self.folder(slug),
            place: self.place(slug)?,
            master_key: self.master_key.clone(),
            migrations: crate::areas::migrations(),
            clock: Arc::new(SystemClock),
            source: Arc::new(|| Box::new(SystemSource) as Box<dyn Source>),
            readers: self.readers.unwrap_or(4),
            accept_clock,
        })
    }

    /// The cities in the data folder, in the order of their names.
    pub fn slugs(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.data) else { return Vec::new() };
        let mut found: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| is_city(&entry.path()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        found.sort();
        found
    }

    /// The city that was named, or the only one there is.
    pub fn slug(&self) -> Result<String, Stopped> {
        if let Some(slug) = &self.city {
            return Ok(slug.clone());
        }
        match self.slugs().as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(Stopped::input(format!(
                "there is no city in {}; load one with `bitgoeul load PACK`",
                self.data.display()
            ))),
            many => Err(Stopped::input(format!("name the city with --city: {}", many.join(", ")))),
        }
    }
}

/// Locks the folder until this process ends, however it ends.
fn lock(folder: &Path, slug: &str) -> Result<(), Stopped> {
    use std::io::Write as _;
    let doing = || format!("locking {}", folder.display());
    std::fs::create_dir_all(folder).map_err(|e| Fault::new(doing(), e))?;
    let path = folder.join("writer.lock");
    let open = std::fs::OpenOptions::new().create(true).truncate(false).write(true).read(true).open(&path);
    let mut file = open.map_err(|e| Fault::new(doing(), e))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => {
            let holder = std::fs::read_to_string(&path).unwrap_or_default();
            return Err(Stopped::input(format!(
                "{slug} is open in another process (number {}), which alone may write; do this in the running hub, or stop it first",
                holder.trim()
            )));
        }
        Err(std::fs::TryLockError::Error(error)) => return Err(Fault::new(doing(), error).into()),
    }
    file.set_len(0)
        .and_then(|()| writeln!(file, "{}", std::process::id()))
        .map_err(|e| Fault::new(doing(), e))?;
    // Held until the process ends.
    std::mem::forget(file);
    Ok(())
}

fn is_city(folder: &Path) -> bool {
    folder.join("keys").join("signing.key").exists()
}

/// The language of the machine; English when it names none of ours.
pub fn machine_lang() -> Lang {
    let locale = std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).unwrap_or_default();
    Lang::from_tag(locale.split(['_', '.']).next().unwrap_or("")).unwrap_or(Lang::En)
}
