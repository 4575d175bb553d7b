//! The scribe: what the kernel keeps in memory beside the writer. It grows the tree, signs its head with every
//! batch, gives acts their time and their randomness.

use crate::journal::note::{Checkpoint, Signer};
use crate::journal::tree::Frontier;
use crate::journal::{Requests, store};
use base::problem::Class;
use base::{Clock, Instant, Result, Saying, Source};
use db::{Conn, Read as _, Seal, Sql};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::watch;

/// The clock may be this far behind the last entry; time is then held.
pub(crate) const HELD_SECONDS: i64 = 5;

const ORIGIN: Sql = Sql::new("kernel.city.origin", "select slug, branch from city where id = 1");

pub(crate) const STATEMENTS: &[Sql] = &[ORIGIN];

/// Lives in the writer's thread.
pub struct Scribe {
    signer: Signer,
    clock: Arc<dyn Clock>,
    source: Box<dyn Source>,
    frontier: Frontier,
    last_at: Instant,
    origin: String,
    accept_clock: bool,
    position: watch::Sender<i64>,
    head_at: Arc<AtomicI64>,
    pub(crate) requests: Requests,
}

impl Scribe {
    /// A scribe that has read nothing yet. `accept_clock` lets one act through although the clock jumped back: the one
    /// that records so.
    pub fn new(signer: Signer, clock: Arc<dyn Clock>, source: Box<dyn Source>, accept_clock: bool) -> Scribe {
        let (position, _) = watch::channel(0);
        Scribe {
            signer,
            clock,
            source,
            frontier: Frontier::default(),
            last_at: Instant::from_micros(0),
            origin: String::new(),
            accept_clock,
            position,
            head_at: Arc::default(),
            requests: Requests::default(),
        }
    }

    /// Tells when positions become durable.
    pub fn positions(&self) -> watch::Receiver<i64> {
        self.position.subscribe()
    }

    /// The time of the newest durable entry, microseconds UTC.
    pub fn head_at(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.head_at)
    }

    /// The time of the next entry: never before the last one. A clock up to 5 s behind is held; beyond that acts are
    /// refused, because nobody could say any more what was known when.
    pub fn time(&mut self) -> Result<Instant> {
        let now = self.clock.now();
        if now >= self.last_at {
            return Ok(now);
        }
        if now.plus_seconds(HELD_SECONDS) >= self.last_at {
            return Ok(self.last_at);
        }
        if std::mem::take(&mut self.accept_clock) {
            return Ok(now);
        }
        Err(Saying::new(Class::Unavailable, "kernel-clock-behind")
            .with("now", now)
            .with("last", self.last_at)
            .into())
    }

    /// No clock is accepted any more.
    pub(crate) fn refuse_clock(&mut self) {
        self.accept_clock = false;
    }

    /// The time of the last entry.
    pub(crate) fn last_at(&self) -> Instant {
        self.last_at
    }

    /// The entry was written with this time.
    pub fn wrote(&mut self, at: Instant) {
        self.last_at = at;
    }

    /// Randomness for ids, salts and nonces.
    pub fn source(&mut self) -> &mut dyn Source {
        self.source.as_mut()
    }

    /// The city got its name (first act) or a new branch: checkpoints carry it from now on.
    pub fn forget_origin(&mut self) {
        self.origin.clear();
    }
}

impl Seal for Scribe {
    fn load(&mut self, conn: &Conn) -> Result<()> {
        self.frontier = store::frontier(conn)?;
        self.last_at = store::last_at(conn)?;
        self.origin.clear();
        self.requests.forget();
        self.head_at.store(self.last_at.micros(), Ordering::Relaxed);
        self.position.send_replace(self.frontier.size() as i64);
        Ok(())
    }

    fn seal(&mut self, conn: &Conn, first: i64, leaves: &[[u8; 32]]) -> Result<()> {
        debug_assert_eq!(first, self.frontier.size() as i64 + 1);
        if self.origin.is_empty() {
            let found = conn.opt(&ORIGIN, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
            let (slug, branch) = found.unwrap_or_else(|| ("unnamed".into(), "main".into()));
            self.origin = format!("bitgoeul/{slug}/{branch}");
        }
        leaves.iter().for_each(|leaf| self.frontier.push(*leaf));
        let checkpoint = Checkpoint {
            origin: self.origin.clone(),
            size: self.frontier.size(),
            root: self.frontier.root(),
            at: self.last_at.micros(),
        };
        store::save_head(conn, &self.frontier, self.last_at, &self.signer.sign(&checkpoint), leaves)
    }

    fn committed(&mut self, position: i64) {
        self.head_at.store(self.last_at.micros(), Ordering::Relaxed);
        self.position.send_if_modified(|known| std::mem::replace(known, position) != position);
    }
}
