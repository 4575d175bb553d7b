//! City packs: a folder of small files that a city is loaded from.
//!
//! ```text
//! city.toml        the city, its zone, made up or not; demo sign-ins of a made-up city
//! plan.toml        vision, goal, values, strategies, tasks, targets, later plans
//! partners.toml    organisations, bodies, people in public roles            (may be absent)
//! promises.toml    agreements, directives, proposals, events, budget lines  (may be absent)
//! measures/*.toml  definitions of measures, one file each                      (may be absent)
//! generator.toml   how many firms are made up, from which seed; made-up cities only
//! snapshots.toml   counts that are kept and made public                       (may be absent)
//! questions.toml   council questions with their answers; made-up cities only
//! claims.csv       numbers as they were published                             (may be absent)
//! origins.csv      what the founding texts ask for                             (may be absent)
//! screens.csv      which screens serve it: origin,screen,state,record         (may be absent)
//! meeting-sample.txt README.md   carried along, not read here
//! ```
//!
//! `read` touches the disk once and explains everything that is wrong; `load` brings a pack that was read into a city
//! by acts and changes nothing when it is run again.
//!
//! Invariant: a pack of a real city brings no accounts and no made-up records.

pub mod check;
pub mod check_serves;
pub mod council;
pub mod files;
pub mod finding;
pub mod generate;
pub mod items;
pub mod load;
pub mod parse;
pub mod promised;
pub mod published;
pub mod shape;
#[cfg(test)]
mod tests;
pub mod value;

use crate::origin::{Origin, Screen};
use base::Instant;
use council::{QuestionsFile, SnapshotsFile};
use files::Texts;
pub use finding::PackFinding;
use kernel::About;
pub use load::{Report, load, load_with};
use promised::PromisesFile;
use shape::{CityFile, GeneratorFile, PartnersFile, PlanFile};
use std::path::Path;

/// A pack that was read and found right.
#[derive(Clone, Debug)]
pub struct Pack {
    /// `city.toml`.
    pub city: CityFile,
    /// `plan.toml`.
    pub plan: PlanFile,
    /// `partners.toml`.
    pub partners: PartnersFile,
    /// `promises.toml`.
    pub promises: PromisesFile,
    /// `measures/*.toml`, in the order of their names.
    pub measures: Vec<MeasureFile>,
    /// `snapshots.toml`.
    pub snapshots: SnapshotsFile,
    /// `questions.toml`.
    pub questions: QuestionsFile,
    /// `generator.toml`.
    pub generator: Option<GeneratorFile>,
    /// `claims.csv`: numbers as they were published.
    pub claims: Vec<claims::Claim>,
    /// `origins.csv`: what the founding texts ask for.
    pub origins: Vec<Origin>,
    /// `screens.csv`: which screens serve it, sorted.
    pub screens: Vec<Screen>,
    /// Files that are carried along: name and text.
    pub carried: Vec<(String, String)>,
    /// Hex of SHA-256 over names and texts of all files.
    pub digest: String,
}

/// A definition of a measure as the pack holds it.
#[derive(Clone, Debug)]
pub struct MeasureFile {
    /// Its file inside the pack.
    pub file: String,
    /// The text of the file.
    pub text: String,
    /// What it says.
    pub definition: crate::measure::Definition,
    /// Made public when the pack is loaded.
    pub published: bool,
}

impl Pack {
    /// The slug of its city; items of the pack are known under it.
    pub fn slug(&self) -> &str {
        self.city.city.slug.get_ref().as_str()
    }

    /// What the city says of itself.
    pub fn about(&self) -> About {
        let city = &self.city.city;
        About {
            slug: self.slug().to_owned(),
            name: city.name.0.clone(),
            zone: city.zone.get_ref().0.clone(),
            synthetic: city.synthetic,
            official: *city.official.get_ref(),
            branch: "main".into(),
        }
    }
}

/// Reads a pack folder. `now`, in the pack's own zone, decides which dates lie in the future.
///
/// # Errors
/// Every finding, in the order of files and lines; the pack is then not loaded at all.
pub fn read(folder: &Path, now: Instant) -> Result<Pack, Vec<PackFinding>> {
    read_texts(files::collect(folder)?, now)
}

/// The same from texts in memory; pure.
///
/// # Errors
/// Every finding, in the order of files and lines.
pub fn read_texts(texts: Texts, now: Instant) -> Result<Pack, Vec<PackFinding>> {
    let pack = parse::pack(texts.clone())?;
    let today = now.day_in(&pack.city.city.zone.get_ref().0);
    let mut findings = check::check(&pack, &texts, today);
    if findings.is_empty() {
        return Ok(pack);
    }
    findings.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    Err(findings)
}
