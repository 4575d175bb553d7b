//! Three plain tables beside a conversation: traits of people, the population, who is left out.

use super::lines::Lines;
use crate::error::OpinionError;
use std::collections::{HashMap, HashSet};
use std::io::Read;

/// Who has which trait, such as district or age band.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonTraits {
    columns: Vec<String>,
    values: HashMap<String, Vec<String>>,
}

impl PersonTraits {
    /// A person's value in a column; None when it is not known.
    pub fn value(&self, person: &str, column: &str) -> Option<&str> {
        let column = self.columns.iter().position(|name| name == column)?;
        let value = self.values.get(person)?.get(column)?;
        if value.is_empty() { None } else { Some(value) }
    }

    /// Names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

/// How many residents have each value of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PopulationMargin {
    /// The column, as the people file names it.
    pub column: String,
    /// Value and number of residents.
    pub parts: Vec<(String, u64)>,
}

/// Somebody whose votes do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannedPerson {
    /// The person's name in the votes.
    pub person: String,
    /// Why; may be empty.
    pub reason: String,
}

/// Reads traits: column `participant`, every other column is a trait; an empty field is unknown.
///
/// Errors: no column `participant`, broken lines, a person who stands twice, a failing source.
pub fn read_people(source: &mut dyn Read) -> Result<PersonTraits, OpinionError> {
    let mut lines = Lines::open("people", source)?;
    let person_column = lines.needed_column(&["participant", "voter-id"])?;
    let columns: Vec<usize> = (0..lines.header().len()).filter(|column| *column != person_column).collect();
    let mut traits = PersonTraits {
        columns: columns.iter().map(|column| lines.header()[*column].clone()).collect(),
        values: HashMap::new(),
    };
    while lines.advance()? {
        let Some(person) = lines.name(person_column) else { continue };
        let values: Option<Vec<String>> = columns.iter().map(|column| lines.text(*column)).collect();
        let Some(values) = values else { continue };
        if traits.values.insert(person.clone(), values).is_some() {
            lines.fault(
                person_column + 1,
                format!("`{person}` stands here again"),
                "keep one row per person",
            );
        }
    }
    lines.finish()?;
    Ok(traits)
}

/// Reads the population: columns `column`, `value`, `people` (whole number of residents).
///
/// Errors: a missing column, broken lines, a value that stands twice, a column with nobody in it, a
/// failing source.
pub fn read_population(source: &mut dyn Read) -> Result<Vec<PopulationMargin>, OpinionError> {
    let mut lines = Lines::open("population", source)?;
    let name_column = lines.needed_column(&["column"])?;
    let value_column = lines.needed_column(&["value"])?;
    let people_column = lines.needed_column(&["people"])?;
    let mut margins: Vec<PopulationMargin> = Vec::new();
    let mut index_of: HashMap<String, usize> = HashMap::new();
    let mut known: HashSet<(usize, String)> = HashSet::new();
    while lines.advance()? {
        let (name, value) = (lines.name(name_column), lines.name(value_column));
        let Some(people) = people_of(&mut lines, people_column) else { continue };
        let (Some(name), Some(value)) = (name, value) else { continue };
        let index = *index_of.entry(name.clone()).or_insert_with(|| {
            margins.push(PopulationMargin { column: name.clone(), parts: Vec::new() });
            margins.len() - 1
        });
        if known.insert((index, value.clone())) {
            margins[index].parts.push((value, people));
        } else {
            let what = format!("`{value}` of `{name}` stands here again");
            lines.fault(value_column + 1, what, "keep one row per value");
        }
    }
    let empty = margins.iter().find(|margin| margin.parts.iter().all(|part| part.1 == 0));
    if let Some(what) = empty.map(|margin| format!("column `{}` has no residents", margin.column)) {
        lines.fault(people_column + 1, what, "write how many residents have each value");
    }
    lines.finish()?;
    Ok(margins)
}

/// Residents of one value; at most ten thousand million, so that sums stay exact.
fn people_of(lines: &mut Lines, column: usize) -> Option<u64> {
    let number = std::str::from_utf8(lines.field(column)).ok().and_then(|text| text.parse::<u64>().ok());
    let number = number.filter(|people| *people <= 10_000_000_000);
    if number.is_none() {
        let what = format!("`{}` is not a number of residents", super::lines::shown(lines.field(column)));
        lines.fault(column + 1, what, "write a whole number from 0 to 10000000000");
    }
    number
}

/// Reads who is left out: column `participant` and, if there, `reason`.
///
/// Errors: no column `participant`, broken lines, a person who stands twice, a failing source.
pub fn read_banned(source: &mut dyn Read) -> Result<Vec<BannedPerson>, OpinionError> {
    let mut lines = Lines::open("banned", source)?;
    let person_column = lines.needed_column(&["participant", "voter-id"])?;
    let reason_column = lines.column(&["reason"]);
    let mut banned = Vec::new();
    let mut known = HashSet::new();
    while lines.advance()? {
        let Some(person) = lines.name(person_column) else { continue };
        let reason = match reason_column {
            Some(column) => lines.text(column),
            None => Some(String::new()),
        };
        let Some(reason) = reason else { continue };
        if known.insert(person.clone()) {
            banned.push(BannedPerson { person, reason });
        } else {
            lines.fault(
                person_column + 1,
                format!("`{person}` stands here again"),
                "keep one row per person",
            );
        }
    }
    lines.finish()?;
    Ok(banned)
}
