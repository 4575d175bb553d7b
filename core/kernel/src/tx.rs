//! What an act holds while it runs: the rows, the actor, the time, and the one line it writes into the journal.

use crate::fact::digest::FactDigest;
use crate::journal::{self, store};
use crate::policy::{Action, Actor, Depth, Target};
use crate::scribe::Scribe;
use crate::vault::Vault;
use base::canon::canonical;
use base::{Day, Fault, Id, Instant, PersonId, Ref, Result, Saying};
use db::{Conn, Param, Read, Sql};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const NEXT_NUMBER: Sql = Sql::new(
    "kernel.number.next",
    "insert into number_series (kind, year, last) values (?1, ?2, ?3)
     on conflict (kind, year) do update set last = number_series.last + excluded.last returning last",
);

pub(crate) const STATEMENTS: &[Sql] = &[NEXT_NUMBER];

/// The outcome of an act: where it stands in the journal and what it was about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Done {
    /// The position.
    pub position: i64,
    /// The record.
    pub subject: Ref,
    /// Its human number, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// An id that the caller gives, so that sending twice acts once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Unique for 30 days.
    pub id: String,
    /// A digest of what was asked; the same id with another content is refused.
    pub fingerprint: String,
}

/// The context of one act.
pub struct Tx<'a> {
    conn: &'a Conn,
    seq: i64,
    leaf: &'a mut Option<[u8; 32]>,
    pub(crate) scribe: &'a mut Scribe,
    pub(crate) vault: &'a Vault,
    actor: Actor,
    request: Option<Request>,
    received: Instant,
    at: Instant,
    zone: &'a str,
    /// What the act states and ends, for its entry.
    pub(crate) facts: FactDigest,
    /// Whom the newest stated fact is about, as its row says.
    pub(crate) fact_about: String,
}

impl Read for Tx<'_> {
    fn conn(&self) -> &Conn {
        self.conn
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(
        (conn, seq, leaf): (&'a Conn, i64, &'a mut Option<[u8; 32]>),
        scribe: &'a mut Scribe,
        vault: &'a Vault,
        actor: Actor,
        request: Option<Request>,
        (received, zone): (Instant, &'a str),
    ) -> Result<Tx<'a>> {
        let at = scribe.time()?;
        Ok(Tx {
            conn,
            seq,
            leaf,
            scribe,
            vault,
            actor,
            request,
            received,
            at,
            zone,
            facts: FactDigest::default(),
            fact_about: String::new(),
        })
    }

    /// True once the act has recorded itself.
    pub(crate) fn recorded(&self) -> bool {
        self.leaf.is_some()
    }
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
    /// The depth of reading the actor has.
    pub fn depth(&self) -> Depth {
        self.actor.depth()
    }
    /// The position this act takes when it records itself.
    pub fn seq(&self) -> i64 {
        self.seq
    }
    /// When the request came in: deadlines are judged by it.
    pub fn received(&self) -> Instant {
        self.received
    }
    /// The civil day in the city on which the request came in: days in an act are judged by it.
    pub fn today(&self) -> Day {
        self.received.day_in(self.zone)
    }
    /// When the entry is written.
    pub fn at(&self) -> Instant {
        self.at
    }
    /// A new id for a record.
    pub fn new_id(&mut self) -> Id {
        Id::new(self.at, self.scribe.source())
    }
    /// A new id for a person; its key must already be in the key store.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.scribe.source().fill(bytes);
    }
    /// Changes rows; how many.
    pub fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64> {
        self.conn.execute(sql, params)
    }
    /// May the actor do this to a record found in scope?
    pub fn allow(&self, action: &Action, target: &Target) -> Result<()> {
        action.allow(&self.actor, target)
    }
    /// The next human number: `2026-ORG-0042`.
    pub fn next_number(&mut self, kind: &str, year: i64) -> Result<String> {
        Ok(format!("{year}-{kind}-{:04}", self.reserve_numbers(kind, year, 1)?))
    }
    /// The first of `count` numbers in a row.
    pub fn reserve_numbers(&mut self, kind: &str, year: i64, count: i64) -> Result<i64> {
        let last: i64 =
            self.one(&NEXT_NUMBER, &[kind.into(), year.into(), count.into()], |row| row.get(0))?;
        Ok(last - count + 1)
    }

    /// Writes the journal's entry: the last line of every act.
    ///
    /// `body` says what was done in references and integers; `about` lists the people it speaks of, so that erasing
    /// one of them can remove it.
    pub fn record(
        &mut self,
        action: &Action,
        subject: Ref,
        number: Option<&str>,
        body: &Value,
        about: &[PersonId],
    ) -> Result<Done> {
        let body = match self.facts.is_empty() {
            true => canonical(body)?,
            false => canonical(&self.facts.within(body)?)?,
        };
        let (actor, subject_text, seq) = (self.actor.code(), subject.to_string(), self.seq());
        let mut salt = [0u8; 16];
        self.scribe.source().fill(&mut salt);
        let commitment = journal::commitment(&salt, &body);
        let entry = store::NewEntry {
            seq,
            at: self.at,
            received: Some(self.received),
            request: self.request.as_ref().map(|r| r.id.as_str()),
            actor: &actor,
            action: action.name,
            subject: &subject_text,
            commitment,
            salt,
            body: &body,
            by_fact: self.fact_about == subject_text,
        };
        if self.leaf.is_some() {
            return Err(Fault::new("recording an act", "an act records itself once").into());
        }
        store::insert(self, &entry)?;
        *self.leaf = Some(leaf_of(&entry));
        for person in about {
            store::speaks_of(self, *person, seq)?;
        }
        let done = Done { position: seq, subject, number: number.map(str::to_owned) };
        if let Some(request) = &self.request {
            let outcome = serde_json::to_string(&done).map_err(|e| Fault::new("writing an outcome", e))?;
            store::save_request(
                self,
                &request.id,
                &actor,
                &request.fingerprint,
                seq,
                self.received,
                &outcome,
            )?;
            self.scribe.requests.keep(&request.id, seq);
        }
        self.scribe.wrote(self.at);
        Ok(done)
    }

    /// What the same request did before, if it was sent before.
    pub(crate) fn earlier(&mut self) -> Result<Option<Done>> {
        let Some(request) = &self.request else { return Ok(None) };
        let found = self.scribe.requests.earlier(self.conn, &request.id, self.received)?;
        let Some(found) = found else { return Ok(None) };
        if found.actor != self.actor.code() || found.fingerprint != request.fingerprint {
            return Err(Saying::conflict("kernel-request-reused").with("position", found.seq).into());
        }
        let done = serde_json::from_str(&found.outcome).map_err(|e| Fault::new("reading an outcome", e))?;
        Ok(Some(done))
    }
}

fn leaf_of(entry: &store::NewEntry<'_>) -> journal::tree::Hash {
    journal::Entry {
        seq: entry.seq,
        v: journal::VERSION,
        at: entry.at.micros(),
        received: entry.received.map(Instant::micros),
        request: entry.request.map(str::to_owned),
        actor: entry.actor.to_owned(),
        action: entry.action.to_owned(),
        subject: entry.subject.to_owned(),
        commitment: journal::hex(&entry.commitment),
        salt: None,
        body: None,
    }
    .leaf()
}
