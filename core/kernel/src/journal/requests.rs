//! Which requests were sent in the last 30 days, in the memory of the writer.
//!
//! Requests are random; an index of them in the file would cost each act a page of its own. The rows stand in the order
//! of their acts, and the writer keeps a number of 64 bits per request that leads to its row. What is kept here may be
//! too much (an act that was not committed), never too little: a row decides.

use super::store::{self, Earlier};
use base::{Instant, Result};
use db::Read;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// The requests that may have been sent, and the position of the newest act of each.
#[derive(Default)]
pub struct Requests {
    /// None until the first act that brings a request: most commands bring none.
    known: Option<HashMap<u64, i64>>,
    /// Keyed anew in each process, so that nobody can choose requests that share a number.
    hasher: RandomState,
}

impl Requests {
    /// What the same request did before.
    pub fn earlier(&mut self, read: &impl Read, request: &str, now: Instant) -> Result<Option<Earlier>> {
        let known = match &mut self.known {
            Some(known) => known,
            none => none.insert(load(read, &self.hasher, now)?),
        };
        let Some(seq) = known.get(&self.hasher.hash_one(request)) else { return Ok(None) };
        match store::request_at(read, *seq, request, now)? {
            Some(earlier) => Ok(Some(earlier)),
            // An act that was not committed, or two requests with one number: rare enough to look at every row.
            None => store::request_anywhere(read, request, now),
        }
    }

    /// The act at a position keeps this request.
    pub fn keep(&mut self, request: &str, seq: i64) {
        if let Some(known) = &mut self.known {
            known.insert(self.hasher.hash_one(request), seq);
        }
    }

    /// Rows were removed, or read again from the start: what is known is read when it is next needed.
    pub fn forget(&mut self) {
        self.known = None;
    }
}

fn load(read: &impl Read, hasher: &RandomState, now: Instant) -> Result<HashMap<u64, i64>> {
    let mut known = HashMap::new();
    store::each_request(read, now, |request, seq| {
        known.insert(hasher.hash_one(request), seq);
    })?;
    Ok(known)
}
