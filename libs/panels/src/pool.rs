//! Features, quotas and the people who may be drawn. Plain data with its checks.
//!
//! Reading tables is in `read`; collapsing people into classes is in `classes`.

use crate::error::{Kind, PanelError, Place, Problems, Source};
use std::collections::HashMap;

/// Limits that keep one call bounded.
pub const PEOPLE_MOST: usize = 1_000_000;
pub const VALUES_MOST: usize = 2_000;
pub const SEATS_MOST: u32 = 100_000;

/// One value of a feature with its quota, in people on the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    pub name: String,
    pub minimum: u32,
    pub maximum: u32,
    /// Line in the quotas file, when it came from one.
    pub line: Option<u64>,
}

/// A feature such as `age`, whose values exclude each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    pub name: String,
    pub values: Vec<Value>,
}

/// All features, in the order of the quotas file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotas {
    pub features: Vec<Feature>,
}

/// One person who may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    /// One index into `Feature::values` per feature.
    pub values: Vec<usize>,
    /// People with the same address are one household; `None` shares with nobody.
    pub address: Option<String>,
}

/// The people who may be drawn. Ids are unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    pub people: Vec<Person>,
}

impl Quotas {
    /// Checks names and bounds. Values of one feature must differ, minimum <= maximum.
    pub fn new(features: Vec<Feature>) -> Result<Quotas, Problems> {
        let mut found = Vec::new();
        let values: usize = features.iter().map(|feature| feature.values.len()).sum();
        if values == 0 {
            found.push(PanelError::new(Kind::NoRows, Place::whole(Source::Quotas)));
        }
        if values > VALUES_MOST {
            let kind = Kind::TooLarge { what: "values", limit: VALUES_MOST };
            found.push(PanelError::new(kind, Place::whole(Source::Quotas)));
        }
        for feature in &features {
            check_values(feature, &mut found);
        }
        Problems::check(found)?;
        Ok(Quotas { features })
    }

    /// Index of the quota rows: (feature, value) pairs in file order.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, &Feature, &Value)> {
        self.features.iter().enumerate().flat_map(|(f, feature)| {
            feature.values.iter().enumerate().map(move |(v, value)| (f, v, feature, value))
        })
    }
}

fn check_values(feature: &Feature, found: &mut Vec<PanelError>) {
    let mut seen: HashMap<String, Option<u64>> = HashMap::new();
    for value in &feature.values {
        let place = Place { source: Source::Quotas, line: value.line, column: None };
        if value.minimum > value.maximum {
            let kind = Kind::MinimumAboveMaximum { minimum: value.minimum, maximum: value.maximum };
            found.push(PanelError::new(kind, place.clone()));
        }
        if let Some(first_line) = seen.insert(fold(&value.name), value.line) {
            let kind =
                Kind::DuplicateValue { value: format!("{} = {}", feature.name, value.name), first_line };
            found.push(PanelError::new(kind, place));
        }
    }
}

impl Pool {
    /// Checks that ids are unique and that every person has one known value per feature.
    pub fn new(people: Vec<Person>, quotas: &Quotas) -> Result<Pool, Problems> {
        let mut found = Vec::new();
        if people.is_empty() {
            found.push(PanelError::new(Kind::EmptyPool, Place::whole(Source::People)));
        }
        if people.len() > PEOPLE_MOST {
            let kind = Kind::TooLarge { what: "people", limit: PEOPLE_MOST };
            return Err(Problems::one(kind, Place::whole(Source::People)));
        }
        let mut seen: HashMap<&str, usize> = HashMap::with_capacity(people.len());
        for (index, person) in people.iter().enumerate() {
            if seen.insert(&person.id, index).is_some() {
                let kind = Kind::DuplicateId { id: person.id.clone(), first_line: None };
                found.push(PanelError::new(kind, Place::whole(Source::People)));
            }
            check_person(person, quotas, &mut found);
        }
        Problems::check(found)?;
        Ok(Pool { people })
    }

    /// How many people have each value: one list per feature.
    pub fn counts(&self, quotas: &Quotas) -> Vec<Vec<u32>> {
        let mut counts: Vec<Vec<u32>> = quotas.features.iter().map(|f| vec![0; f.values.len()]).collect();
        for person in &self.people {
            for (feature, &value) in person.values.iter().enumerate() {
                counts[feature][value] += 1;
            }
        }
        counts
    }
}

fn check_person(person: &Person, quotas: &Quotas, found: &mut Vec<PanelError>) {
    for (f, feature) in quotas.features.iter().enumerate() {
        let known = person.values.get(f).is_some_and(|&value| value < feature.values.len());
        if !known {
            let kind = Kind::UnknownValue {
                found: format!("{:?} for {} of {}", person.values.get(f), feature.name, person.id),
                known: feature.values.iter().map(|value| value.name.clone()).collect(),
            };
            found.push(PanelError::new(kind, Place::whole(Source::People)));
        }
    }
}

/// The form in which names are compared: NFC, outer and doubled spaces removed, lower case.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let composed: String = text.nfc().collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
