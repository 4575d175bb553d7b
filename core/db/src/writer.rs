//! The writer: the one thread that changes a city's rows.
//!
//! Acts run one after another, each in a savepoint. What is waiting is taken together, sealed once and committed
//! once; callers are answered after the commit. An act that fails leaves nothing; a batch that cannot commit leaves
//! nothing and acknowledges nobody.
//!
//! The fence row holds the writer's number. A second process that takes over raises it, and this one stops.

use crate::conn::{Conn, Read};
use crate::log::Log;
use crate::place::Place;
use crate::readers::Readers;
use crate::sql::Sql;
use base::{Error, Fault, FaultKind, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Acts that may wait before callers are told to come back.
const QUEUE_MAX: usize = 8_192;
/// A batch is closed after this time even when more acts are waiting: the first caller is waiting too.
const BATCH_TIME: Duration = Duration::from_millis(6);

const TAKE_FENCE: Sql =
    Sql::new("db.fence.take", "update db_fence set epoch = epoch + 1 where id = 1 returning epoch, seq");
const READ_FENCE: Sql = Sql::new("db.fence.read", "select epoch, seq from db_fence where id = 1");
const LOCK_FENCE: Sql = Sql::new("db.fence.lock", "select epoch, seq from db_fence where id = 1 for update");
const MOVE_FENCE: Sql = Sql::new("db.fence.move", "update db_fence set seq = ?1 where id = 1");

/// What the kernel does around batches. `db` gives positions; the kernel chains and signs them.
pub trait Seal: Send + 'static {
    /// Reads what it keeps in memory from the tables: at the start and after a batch that did not commit.
    fn load(&mut self, db: &Conn) -> Result<()>;
    /// Called once per batch, before the commit, with the leaves of positions `first`, `first + 1`, ….
    fn seal(&mut self, db: &Conn, first: i64, leaves: &[[u8; 32]]) -> Result<()>;
    /// The batch is durable up to this position.
    fn committed(&mut self, position: i64);
}

/// What an act holds while it runs.
pub struct Write<'a> {
    conn: &'a Conn,
    seq: i64,
    leaf: Option<[u8; 32]>,
}

impl<'a> Write<'a> {
    /// The connection, the position this act gets when it records itself, and where it puts the hash of its entry.
    /// An act that leaves no hash takes no position.
    pub fn parts(&mut self) -> (&'a Conn, i64, &mut Option<[u8; 32]>) {
        (self.conn, self.seq, &mut self.leaf)
    }
}

/// One act on its way: run in the batch, answered after the commit.
trait Work<S>: Send {
    /// True when it succeeded.
    fn run(&mut self, write: &mut Write<'_>, seal: &mut S) -> bool;
    /// Replaces whatever it returned: the batch is gone.
    fn fail(&mut self, why: &str);
    /// Tells the caller.
    fn answer(self: Box<Self>);
}

struct Act<F, T> {
    act: Option<F>,
    result: Option<Result<T>>,
    caller: oneshot::Sender<Result<T>>,
}

impl<S, F, T> Work<S> for Act<F, T>
where
    T: Send + 'static,
    F: FnOnce(&mut Write<'_>, &mut S) -> Result<T> + Send,
{
    fn run(&mut self, write: &mut Write<'_>, seal: &mut S) -> bool {
        let Some(act) = self.act.take() else { return false };
        let result = catch_unwind(AssertUnwindSafe(|| act(write, seal)))
            .unwrap_or_else(|_| Err(Fault::new("acting", "the act panicked").into()));
        let good = result.is_ok();
        self.result = Some(result);
        good
    }
    fn fail(&mut self, why: &str) {
        // A refusal stays a refusal: it was decided before the batch fell, and it wrote nothing.
        if !matches!(self.result, Some(Err(Error::Refused(_)))) {
            self.result = Some(Err(Fault::new("committing", why).kind(FaultKind::Lost).into()));
        }
    }
    fn answer(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(gone()));
        let _ = self.caller.send(result);
    }
}

/// A handle to the writer's thread. The thread ends when the last handle is dropped and its queue is empty.
pub struct Writer<S: Seal> {
    queue: mpsc::SyncSender<Box<dyn Work<S>>>,
    epoch: i64,
    ended: Arc<OnceLock<String>>,
}

impl<S: Seal> Clone for Writer<S> {
    fn clone(&self) -> Self {
        Writer { queue: self.queue.clone(), epoch: self.epoch, ended: Arc::clone(&self.ended) }
    }
}

impl<S: Seal> Writer<S> {
    /// Takes the fence and starts the writer's thread. The thread's handle lets a caller wait for its end.
    pub fn start(
        place: &Place,
        readers: &Readers,
        mut seal: S,
    ) -> Result<(Writer<S>, std::thread::JoinHandle<()>)> {
        let conn = Conn::open(place)?;
        let (epoch, seq) = conn.one(&TAKE_FENCE, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        seal.load(&conn)?;
        let (queue, work) = mpsc::sync_channel(QUEUE_MAX);
        let mut desk = Desk {
            log: Log::start(place, readers.gate())?,
            conn,
            place: place.clone(),
            seal,
            epoch,
            seq,
            batch_max: place.batch_max(),
            stopped: Stopped(Arc::default()),
        };
        let ended = Arc::clone(&desk.stopped.0);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || desk.run(&work))
            .map_err(|e| Fault::new("starting the writer", e))?;
        Ok((Writer { queue, epoch, ended }, thread))
    }

    /// Whether this writer can still write; the reason when it cannot. Reads the fence, which another writer may have
    /// taken while nothing was written here.
    pub fn check(&self, read: &impl Read) -> Result<()> {
        let over = |why: &str| Fault::new("writing", why).kind(FaultKind::Lost);
        if let Some(why) = self.ended.get() {
            return Err(over(why).into());
        }
        let epoch: i64 = read.one(&READ_FENCE, &[], |row| row.get(0))?;
        match epoch == self.epoch {
            true => Ok(()),
            false => Err(over(&taken_over(epoch, self.epoch)).into()),
        }
    }

    /// Runs an act; awaited from async code. The answer comes after the commit.
    pub async fn act<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Write<'_>, &mut S) -> Result<T> + Send + 'static,
    {
        self.send(act)?.await.map_err(|_| gone())?
    }

    /// The same, for threads that may wait.
    pub fn act_blocking<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Write<'_>, &mut S) -> Result<T> + Send + 'static,
    {
        self.send(act)?.blocking_recv().map_err(|_| gone())?
    }

    fn send<T, F>(&self, act: F) -> Result<oneshot::Receiver<Result<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Write<'_>, &mut S) -> Result<T> + Send + 'static,
    {
        let (caller, wait) = oneshot::channel();
        let work = Box::new(Act { act: Some(act), result: None, caller });
        match self.queue.try_send(work) {
            Ok(()) => Ok(wait),
            Err(mpsc::TrySendError::Full(_)) => {
                Err(base::Saying::new(base::problem::Class::Unavailable, "base-busy").into())
            }
            Err(mpsc::TrySendError::Disconnected(_)) => Err(gone()),
        }
    }
}

fn gone() -> Error {
    Fault::new("acting", "the writer has stopped").kind(FaultKind::Lost).into()
}

fn taken_over(by: i64, from: i64) -> String {
    format!("another writer (number {by}) took over from number {from}")
}

/// Why the writer writes no more; said at the latest when its thread ends, however it ends.
struct Stopped(Arc<OnceLock<String>>);

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.set("the writer has stopped".into());
    }
}

/// The writer's own things.
struct Desk<S: Seal> {
    /// Before the connection, so that its thread has ended when the last connection closes the file.
    log: Log,
    conn: Conn,
    place: Place,
    seal: S,
    epoch: i64,
    seq: i64,
    batch_max: usize,
    stopped: Stopped,
}

impl<S: Seal> Desk<S> {
    fn run(&mut self, work: &mpsc::Receiver<Box<dyn Work<S>>>) {
        while let Ok(first) = work.recv() {
            let mut batch = vec![first];
            if let Err(why) = self.batch(&mut batch, work) {
                tracing::error!(%why, acts = batch.len(), "a batch was not committed");
                let why = why.to_string();
                batch.iter_mut().for_each(|act| act.fail(&why));
                self.recover();
            }
            batch.into_iter().for_each(|act| act.answer());
            self.conn.after_batch(&mut self.log);
        }
    }

    /// Runs what waits as one transaction. An error means that nothing of it was kept.
    fn batch(
        &mut self,
        batch: &mut Vec<Box<dyn Work<S>>>,
        work: &mpsc::Receiver<Box<dyn Work<S>>>,
    ) -> Result<()> {
        if let Some(why) = self.stopped.0.get() {
            return Err(Fault::new("acting", why).kind(FaultKind::Lost).into());
        }
        self.conn.script("beginning a batch", self.conn.begin_write())?;
        self.check_fence()?;
        let (started, first, mut leaves) = (Instant::now(), self.seq + 1, Vec::new());
        let mut index = 0;
        while index < batch.len() {
            if let Some(leaf) = self.one(&mut batch[index], first + leaves.len() as i64)? {
                leaves.push(leaf);
            }
            index += 1;
            if index == batch.len() && index < self.batch_max && started.elapsed() < BATCH_TIME {
                batch.extend(work.try_iter().take(self.batch_max - index));
            }
        }
        let last = self.seq + leaves.len() as i64;
        if !leaves.is_empty() {
            self.seal.seal(&self.conn, first, &leaves)?;
            self.conn.execute(&MOVE_FENCE, &[last.into()])?;
        }
        self.conn.script("committing a batch", "commit")?;
        self.seq = last;
        self.seal.committed(last);
        Ok(())
    }

    /// One act in its savepoint; its leaf when it succeeded and recorded itself.
    fn one(&mut self, act: &mut Box<dyn Work<S>>, seq: i64) -> Result<Option<[u8; 32]>> {
        self.conn.script("opening a savepoint", "savepoint act")?;
        let mut write = Write { conn: &self.conn, seq, leaf: None };
        let good = act.run(&mut write, &mut self.seal);
        let leaf = write.leaf;
        if !self.conn.stands() {
            return Err(Fault::new("acting", "the database ended the whole batch").into());
        }
        if good {
            self.conn.script("keeping an act", "release savepoint act")?;
            return Ok(leaf);
        }
        self.conn.script("undoing an act", "rollback to savepoint act; release savepoint act")?;
        Ok(None)
    }

    /// On PostgreSQL another process may have taken over; on SQLite the file lock has already told us.
    fn check_fence(&mut self) -> Result<()> {
        let sql = if self.conn.is_postgres() { &LOCK_FENCE } else { &READ_FENCE };
        let (epoch, seq): (i64, i64) = self.conn.one(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if epoch != self.epoch {
            let why = taken_over(epoch, self.epoch);
            let _ = self.stopped.0.set(why.clone());
            return Err(Fault::new("checking the fence", why).into());
        }
        if seq != self.seq {
            return Err(Fault::new(
                "checking the fence",
                format!("position {seq} in the tables, {} here", self.seq),
            )
            .into());
        }
        Ok(())
    }

    /// Leaves the broken transaction, with a new connection if need be, and reads the state again.
    fn recover(&mut self) {
        let _ = self.conn.script("leaving a batch", "rollback");
        let again = self.reload().or_else(|_| {
            self.conn = Conn::open(&self.place)?;
            self.reload()
        });
        if let Err(error) = again {
            tracing::error!(%error, "the writer could not read its state again; it will try at the next act");
        }
    }

    fn reload(&mut self) -> Result<()> {
        let (_, seq): (i64, i64) = self.conn.one(&READ_FENCE, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.seq = seq;
        self.seal.load(&self.conn)
    }
}
