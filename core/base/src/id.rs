//! Ids and refs: how one record names another.
//!
//! Records have time-ordered ids (UUIDv7), so that neighbours in time are neighbours in an index.
//! People have random ids: a person's id says nothing, not even when it was given.

use crate::ports::Source;
use crate::problem::{Error, Saying};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// The id of a record: a UUIDv7, written in lower case with hyphens at every border.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Uuid);

impl Id {
    /// A new id for a record made at `at`. Randomness comes from the act's own source.
    pub fn new(at: Instant, source: &mut dyn Source) -> Id {
        let mut random = [0u8; 10];
        source.fill(&mut random);
        let millis = u64::try_from(at.micros() / 1_000).unwrap_or(0);
        Id(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Reads the text form; a wrong text is "not found" at a border, so the error is plain.
    pub fn parse(text: &str) -> Result<Id, Error> {
        Uuid::try_parse(text).map(Id).map_err(|_| {
            Saying::invalid("base-id-broken").with("text", text.chars().take(60).collect::<String>()).into()
        })
    }
}

/// A person: 128 random bits, the same everywhere outside the vault.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(Uuid);

impl PersonId {
    /// A new person id; it carries no time.
    pub fn new(source: &mut dyn Source) -> PersonId {
        let mut random = [0u8; 16];
        source.fill(&mut random);
        PersonId(uuid::Builder::from_random_bytes(random).into_uuid())
    }

    /// Reads the text form.
    pub fn parse(text: &str) -> Result<PersonId, Error> {
        Id::parse(text).map(|id| PersonId(id.0))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl fmt::Debug for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The name of any record: its kind and its id, written `kind:id`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Ref {
    /// The kind, for example `organisation`.
    pub kind: String,
    /// The id as text; its form is the kind's own affair.
    pub id: String,
}

impl Ref {
    /// A ref to a record of `kind`.
    pub fn new(kind: &str, id: impl fmt::Display) -> Ref {
        Ref { kind: kind.to_owned(), id: id.to_string() }
    }

    /// A ref to a person.
    pub fn person(id: PersonId) -> Ref {
        Ref::new("person", id)
    }

    /// Reads `kind:id`.
    pub fn parse(text: &str) -> Result<Ref, Error> {
        match text.split_once(':') {
            Some((kind, id)) if !kind.is_empty() && !id.is_empty() => Ok(Ref::new(kind, id)),
            _ => Err(Saying::invalid("base-ref-broken").with("text", text).into()),
        }
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Seeded;

    #[test]
    fn ids_follow_time_and_people_do_not() {
        let mut source = Seeded::new(7);
        let early = Id::new(Instant::from_micros(1_700_000_000_000_000), &mut source);
        let late = Id::new(Instant::from_micros(1_700_000_001_000_000), &mut source);
        assert!(early.to_string() < late.to_string());
        assert_ne!(PersonId::new(&mut source), PersonId::new(&mut source));
        assert_eq!(Id::parse(&early.to_string()).unwrap(), early);
    }

    #[test]
    fn a_ref_reads_back_what_it_writes() {
        let r = Ref::new("organisation", "x:y");
        assert_eq!(Ref::parse(&r.to_string()).unwrap(), r);
        assert!(Ref::parse("organisation").is_err());
        assert!(Ref::parse(":1").is_err());
    }
}
