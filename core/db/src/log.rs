//! The log of a SQLite city. Commits append to it; here a thread beside the writer moves its pages into the file, so
//! that no caller waits for that. The log begins anew when all of it is moved and nobody reads from it.
//!
//! Moving never changes what is durable: the log is synced before a page leaves it, and the file before the log is
//! used again. That is SQLite's own care; this decides only who does the work, and when.

use crate::place::Place;
use crate::sqlite::Lite;
use base::{Fault, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Pages of 4 KiB beyond which the writer begins the log anew if no reader stands in the way.
const PAGES_MAX: i64 = 32_768;
/// Pages beyond which it waits for readers: 2 GiB.
const PAGES_WAIT: i64 = 524_288;
/// How long it waits for them.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pages gather for so long before they are moved: many of them change again.
const GATHER: Duration = Duration::from_millis(200);
/// Batches between two attempts to begin anew.
const ATTEMPTS: u32 = 64;

/// The writer's hold on the thread that moves pages. The thread ends when this is dropped.
pub(crate) struct Log {
    nudge: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    pages: Arc<AtomicI64>,
    batches: u32,
}

impl Log {
    /// Starts the thread for a SQLite file; PostgreSQL looks after its own log.
    pub fn start(place: &Place) -> Result<Log> {
        let pages = Arc::new(AtomicI64::new(0));
        let Place::Sqlite { file, sync, vfs } = place else {
            return Ok(Log { nudge: None, thread: None, pages, batches: 0 });
        };
        let lite = Lite::open(file, *sync, vfs.as_deref())?;
        let (nudge, nudges) = sync_channel(1);
        let seen = Arc::clone(&pages);
        let thread = std::thread::Builder::new()
            .name("log".into())
            .spawn(move || move_pages(&lite, &nudges, &seen))
            .map_err(|e| Fault::new("starting the thread of the log", e))?;
        Ok(Log { nudge: Some(nudge), thread: Some(thread), pages, batches: 0 })
    }

    /// Called by the writer after each batch: there may be pages to move, or a long log to begin anew.
    pub fn after_batch(&mut self, lite: &Lite) {
        let Some(nudge) = &self.nudge else { return };
        let _ = nudge.try_send(());
        let pages = self.pages.load(Ordering::Relaxed);
        self.batches = self.batches.wrapping_add(1);
        if pages <= PAGES_MAX || !self.batches.is_multiple_of(ATTEMPTS) {
            return;
        }
        let patience = if pages > PAGES_WAIT { PATIENCE } else { Duration::ZERO };
        if let Err(error) = lite.begin_log_anew(patience) {
            tracing::warn!(%error, "the log could not begin anew");
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.nudge = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn move_pages(lite: &Lite, nudges: &Receiver<()>, pages: &AtomicI64) {
    while nudges.recv().is_ok() {
        std::thread::sleep(GATHER);
        match lite.move_log() {
            Ok(left) => pages.store(left, Ordering::Relaxed),
            Err(error) => tracing::warn!(%error, "pages of the log could not be moved into the file"),
        }
    }
}
