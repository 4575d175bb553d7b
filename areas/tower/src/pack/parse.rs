//! From texts to the shapes of a pack. What the TOML reader refuses becomes a finding with its line.

use super::files::Texts;
use super::finding::{PackFinding, nearest};
use super::value::short;
use super::{MeasureFile, Pack, shape::CityFile, shape::PlanFile};
use base::{Fault, Saying};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

/// The longest line of a file, in bytes; longer ones are named before the TOML reader sees them.
pub const LINE_BYTES_MAX: usize = 64 << 10;

/// Parses all files of a pack.
///
/// # Errors
/// What is missing, and the first thing in each file that cannot be read.
pub fn pack(texts: Texts) -> Result<Pack, Vec<PackFinding>> {
    let mut findings = Vec::new();
    let digest = digest(&texts);
    let city: Option<CityFile> = needed(&texts, "city.toml", &mut findings);
    let plan: Option<PlanFile> = needed(&texts, "plan.toml", &mut findings);
    let partners = parsed(&texts, "partners.toml", &mut findings);
    let promises = parsed(&texts, "promises.toml", &mut findings);
    let snapshots = parsed(&texts, "snapshots.toml", &mut findings);
    let questions = parsed(&texts, "questions.toml", &mut findings);
    let generator = parsed(&texts, "generator.toml", &mut findings);
    let claims = super::published::parsed(&texts, &mut findings);
    let (origins, screens) = crate::origin::file::parsed(&texts, &mut findings);
    let measures = measures(&texts, &mut findings);
    let carried =
        texts.into_iter().filter(|(name, _)| super::files::CARRIED.contains(&name.as_str())).collect();
    match (city, plan) {
        (Some(city), Some(plan)) if findings.is_empty() => Ok(Pack {
            city,
            plan,
            partners: partners.unwrap_or_default(),
            promises: promises.unwrap_or_default(),
            measures,
            snapshots: snapshots.unwrap_or_default(),
            questions: questions.unwrap_or_default(),
            generator,
            claims,
            origins,
            screens,
            carried,
            digest,
        }),
        _ => Err(findings),
    }
}

fn digest(texts: &Texts) -> String {
    let mut hash = Sha256::new();
    for (name, text) in texts {
        for part in [name, text] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    kernel::journal::hex(&hash.finalize())
}

fn needed<T: DeserializeOwned>(texts: &Texts, file: &str, findings: &mut Vec<PackFinding>) -> Option<T> {
    if !texts.contains_key(file) {
        findings
            .push(PackFinding::of_file(file, Saying::invalid("tower-pack-file-missing").with("name", file)));
    }
    parsed(texts, file, findings)
}

/// Every definition of a measure; the same version of the same measure once.
fn measures(texts: &Texts, findings: &mut Vec<PackFinding>) -> Vec<MeasureFile> {
    let mut found: Vec<MeasureFile> = Vec::new();
    for (file, text) in texts.iter().filter(|(file, _)| file.starts_with("measures/")) {
        match crate::measure::definition::read(file, text) {
            Ok((definition, published)) => {
                let key = (&definition.id, definition.version);
                let twice =
                    found.iter().find(|other| (&other.definition.id, other.definition.version) == key);
                if let Some(other) = twice {
                    let saying = Saying::invalid("tower-measure-file-twice").with("file", &other.file);
                    findings.push(PackFinding::of_file(file, saying));
                }
                let (file, text) = (file.clone(), text.clone());
                found.push(MeasureFile { file, text, definition, published });
            }
            Err(wrong) => findings.extend(wrong),
        }
    }
    found
}

fn parsed<T: DeserializeOwned>(texts: &Texts, file: &str, findings: &mut Vec<PackFinding>) -> Option<T> {
    match one(file, texts.get(file)?) {
        Ok(value) => Some(value),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// One file.
///
/// # Errors
/// The first thing that cannot be read.
pub fn one<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Box<PackFinding>> {
    if let Some(finding) = long_line(file, text) {
        return Err(Box::new(finding));
    }
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        Box::new(PackFinding::at(file, text, at, saying(error.message())))
    })
}

fn long_line(file: &str, text: &str) -> Option<PackFinding> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > LINE_BYTES_MAX {
            let saying =
                Saying::invalid("tower-pack-line-long").with("bytes", line.len()).with("max", LINE_BYTES_MAX);
            return Some(PackFinding::at(file, text, at, saying));
        }
        at += line.len();
    }
    None
}

/// What the TOML reader said, as one of our sentences.
fn saying(message: &str) -> Saying {
    if let Some(own) = own_saying(message) {
        return own;
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") {
        let key = quoted.next().unwrap_or("");
        let known: Vec<&str> = quoted.collect();
        let saying = match nearest(key, known.iter().copied()) {
            Some(near) => Saying::invalid("tower-pack-key-near").with("near", near),
            None => Saying::invalid("tower-pack-key-unknown"),
        };
        return saying.with("key", short(key)).with("known", known.join(", "));
    }
    if message.starts_with("missing field") {
        return Saying::invalid("tower-pack-key-missing").with("key", short(quoted.next().unwrap_or("")));
    }
    let cause: String = message.lines().next().unwrap_or("").chars().take(200).collect();
    Saying::invalid("tower-pack-toml").with("cause", cause)
}

/// A message of `value`: `key|name=value|…`.
fn own_saying(message: &str) -> Option<Saying> {
    let mut parts = message.lines().next().unwrap_or("").split('|');
    let key = match parts.next().unwrap_or("").trim() {
        "tower-pack-text-long" => "tower-pack-text-long",
        "tower-pack-text-empty" => "tower-pack-text-empty",
        "tower-pack-day" => "tower-pack-day",
        "tower-pack-when" => "tower-pack-when",
        _ => return None,
    };
    Some(parts.filter_map(|part| part.split_once('=')).fold(Saying::invalid(key), |saying, (name, value)| {
        match name {
            "count" => saying.with("count", value),
            "max" => saying.with("max", value),
            "text" => saying.with("text", value),
            _ => saying,
        }
    }))
}

/// A fault for code that expects a right pack and does not get one.
pub fn broken(what: &str) -> base::Error {
    Fault::new("loading a pack", format!("{what} was not checked")).into()
}
