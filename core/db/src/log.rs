//! The log of a SQLite city. Commits append to it; here a thread beside the writer moves its pages into the file, so
//! that no caller waits for that. The log begins anew when all of it is moved and nobody reads from it.
//!
//! Moving never changes what is durable: the log is synced before a page leaves it, and the file before the log is
//! used again. That is SQLite's own care; this decides only who does the work, and when.

use crate::place::Place;
use crate::sqlite::Lite;
use base::{Fault, Result};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use std::time::Duration;

/// Each time the log has grown by so many pages of 4 KiB the writer is asked to begin it anew, which succeeds when no
/// reader stands in the way.
const PAGES_ASK: i64 = 32_768;
/// Pages beyond which new reads wait until the log has begun anew: 1 GiB. Acts go on.
const PAGES_HOLD: i64 = 262_144;
/// Pages gather for so long before they are moved: many of them change again.
const GATHER: Duration = Duration::from_millis(200);
/// How long the thread waits for the writer to begin anew; a writer without acts will not answer.
const ANSWER: Duration = Duration::from_millis(500);

/// Where reads come in. While it is closed those inside finish and new ones wait.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<RwLock<()>>);

impl Gate {
    /// Held during a read.
    pub fn enter(&self) -> RwLockReadGuard<'_, ()> {
        self.0.read().unwrap_or_else(|broken| broken.into_inner())
    }
    /// Runs `work` while nobody reads.
    fn alone<T>(&self, work: impl FnOnce() -> T) -> T {
        let _closed = self.0.write().unwrap_or_else(|broken| broken.into_inner());
        work()
    }
}

/// The writer's hold on the thread that moves pages. The thread ends when this is dropped.
pub(crate) struct Log {
    moving: Option<Moving>,
}

struct Moving {
    nudge: SyncSender<()>,
    /// Set by the thread: the writer shall begin anew.
    anew: Arc<AtomicBool>,
    begun: SyncSender<()>,
    thread: JoinHandle<()>,
}

impl Log {
    /// Starts the thread for a SQLite file; PostgreSQL looks after its own log.
    pub fn start(place: &Place, gate: Gate) -> Result<Log> {
        let Place::Sqlite { file, sync, vfs } = place else { return Ok(Log { moving: None }) };
        let ((nudge, nudges), (begun, begins)) = (sync_channel(1), sync_channel(1));
        let anew = Arc::new(AtomicBool::new(false));
        let mut mover = Mover {
            lite: Lite::open(file, *sync, vfs.as_deref())?,
            file: file.clone(),
            gate,
            anew: Arc::clone(&anew),
            begins,
            ask_at: PAGES_ASK,
        };
        let thread = std::thread::Builder::new()
            .name("log".into())
            .spawn(move || {
                while nudges.recv().is_ok() {
                    std::thread::sleep(GATHER);
                    if let Err(error) = mover.work() {
                        tracing::warn!(%error, "pages of the log could not be moved into the file");
                    }
                }
            })
            .map_err(|e| Fault::new("starting the thread of the log", e))?;
        Ok(Log { moving: Some(Moving { nudge, anew, begun, thread }) })
    }

    /// Called by the writer after each batch: there are pages to move; perhaps the log can begin anew.
    pub fn after_batch(&mut self, lite: &Lite) {
        let Some(moving) = &self.moving else { return };
        let _ = moving.nudge.try_send(());
        if moving.anew.swap(false, Ordering::Acquire) {
            if let Err(error) = lite.begin_log_anew() {
                tracing::warn!(%error, "the log could not begin anew");
            }
            let _ = moving.begun.try_send(());
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        if let Some(Moving { nudge, begun, thread, .. }) = self.moving.take() {
            drop((nudge, begun));
            let _ = thread.join();
        }
    }
}

/// The thread's own things.
struct Mover {
    lite: Lite,
    file: PathBuf,
    gate: Gate,
    anew: Arc<AtomicBool>,
    begins: Receiver<()>,
    /// Pages at which the writer is asked next.
    ask_at: i64,
}

impl Mover {
    /// Moves what readers allow. When they have kept the log for too long, new ones wait until it has begun anew.
    fn work(&mut self) -> Result<()> {
        let pages = self.lite.move_log()?;
        if pages < self.ask_at {
            self.ask_at = self.ask_at.min(pages.max(0) + PAGES_ASK);
            return Ok(());
        }
        self.ask_at = pages + PAGES_ASK;
        // What has been moved reaches the disk here, so that little is left for the writer.
        self.sync()?;
        if pages < PAGES_HOLD {
            self.ask();
            return Ok(());
        }
        let gate = self.gate.clone();
        gate.alone(|| {
            self.lite.move_log()?;
            self.sync()?;
            self.ask();
            Ok(())
        })
    }

    fn ask(&self) {
        while self.begins.try_recv().is_ok() {}
        self.anew.store(true, Ordering::Release);
        let _ = self.begins.recv_timeout(ANSWER);
        self.anew.store(false, Ordering::Relaxed);
    }

    fn sync(&self) -> Result<()> {
        std::fs::File::open(&self.file)
            .and_then(|file| file.sync_data())
            .map_err(|e| Fault::new(format!("syncing {}", self.file.display()), e).into())
    }
}
