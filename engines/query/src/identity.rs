//! Which record another one is: the facts "A is B", and the end of their chain at a position.
//!
//! Of several such facts about one record the one stated last holds, as in the register. No row of a fact is
//! rewritten: rows that name a merged record are found once and shown under the head of its chain.

use base::query::FactRow;
use base::{Fault, Result};
use std::collections::HashMap;

/// The kind of the fact "subject is the same as other".
pub const KIND: &str = "identity";
/// A chain of merges is never longer; the act that merges refuses circles.
const CHAIN_MAX: usize = 64;

/// One "A is B".
#[derive(Clone, Debug)]
pub struct Same {
    /// The fact.
    pub fact: String,
    /// A.
    pub subject: String,
    /// B.
    pub other: String,
    /// When it was stated.
    pub seq_in: i64,
    /// When it was undone.
    pub seq_out: Option<i64>,
}

/// All of them, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    all: Vec<Same>,
}

/// Who is whom at one position: a merged record and the head of its chain.
pub type Heads = HashMap<String, String>;

impl Identities {
    /// Takes what an identity fact says; one without another record says nothing.
    pub fn state(&mut self, row: &FactRow) {
        if let Some(other) = &row.other {
            self.add(Same {
                fact: row.id.to_string(),
                subject: row.subject.to_string(),
                other: other.to_string(),
                seq_in: row.seq_in,
                seq_out: row.seq_out,
            });
        }
    }

    /// Adds one.
    pub fn add(&mut self, same: Same) {
        self.all.push(same);
    }

    /// Ends the belief in one.
    pub fn end(&mut self, fact: &str, seq_out: i64) {
        if let Some(same) = self.all.iter_mut().find(|same| same.fact == fact) {
            same.seq_out = Some(seq_out);
        }
    }

    /// How many there are; a list of rows made when there were fewer is completed from there.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// The records that were ever merged, from one place of the list on.
    pub fn merged_from(&self, from: usize) -> impl Iterator<Item = &str> {
        self.all.iter().skip(from).map(|same| same.subject.as_str())
    }

    /// Every record that is another one at `position`, with the head of its chain.
    ///
    /// # Errors
    /// A fault when a chain does not end.
    pub fn heads(&self, position: i64) -> Result<Heads> {
        let mut newest: HashMap<&str, &Same> = HashMap::new();
        let holds = |same: &&Same| same.seq_in <= position && same.seq_out.is_none_or(|out| out > position);
        for same in self.all.iter().filter(holds) {
            let kept = newest.entry(&same.subject).or_insert(same);
            if (same.seq_in, &same.fact) > (kept.seq_in, &kept.fact) {
                *kept = same;
            }
        }
        let head = |of: &str| -> Result<String> {
            let mut current = of;
            for _ in 0..=CHAIN_MAX {
                match newest.get(current) {
                    Some(same) => current = &same.other,
                    None => return Ok(current.to_owned()),
                }
            }
            Err(Fault::new("resolving an identity", format!("the chain from {of} does not end")).into())
        };
        newest.keys().map(|subject| Ok(((*subject).to_owned(), head(subject)?))).collect()
    }
}
