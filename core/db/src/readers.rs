//! Readers: many, each with a connection and a thread of its own, each seeing one committed snapshot per read.

use crate::conn::{Conn, Read};
use crate::log::Gate;
use crate::place::Place;
use base::{Error, Fault, FaultKind, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// No read lives longer; long work pages by position.
pub const READ_LIMIT: Duration = Duration::from_secs(10);

/// Reads that may wait for a free reader before callers are told to come back.
const QUEUE_MAX: usize = 4_096;

/// A read in progress: one snapshot.
pub struct Reading<'a>(&'a Conn);

impl Read for Reading<'_> {
    fn conn(&self) -> &Conn {
        self.0
    }
}

/// Runs on a reader's thread; false = the connection is of no more use.
type Work = Box<dyn FnOnce(Result<&Conn>) -> bool + Send>;

/// The pool. Its threads end when it is dropped.
pub struct Readers {
    queue: mpsc::SyncSender<Work>,
    gate: Gate,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    /// Starts `count` readers. Each opens its connection when it is first used, and again after it was lost.
    pub fn start(place: &Place, count: usize) -> Result<Readers> {
        let (queue, work) = mpsc::sync_channel::<Work>(QUEUE_MAX);
        let (work, gate) = (Arc::new(Mutex::new(work)), Gate::default());
        let mut threads = Vec::new();
        for number in 0..count.max(1) {
            let (work, place, gate) = (Arc::clone(&work), place.clone(), gate.clone());
            let thread = std::thread::Builder::new()
                .name(format!("reader-{number}"))
                .spawn(move || serve(&place, &work, &gate))
                .map_err(|e| Fault::new("starting a reader", e))?;
            threads.push(thread);
        }
        Ok(Readers { queue, gate, threads })
    }

    /// Where reads come in.
    pub(crate) fn gate(&self) -> Gate {
        self.gate.clone()
    }

    /// Ends the readers and waits until their connections are closed.
    pub fn close(self) {
        drop(self.queue);
        self.threads.into_iter().for_each(|thread| {
            let _ = thread.join();
        });
    }

    /// Reads one snapshot; awaited from async code.
    pub async fn read<T, F>(&self, read: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Reading<'_>) -> Result<T> + Send + 'static,
    {
        self.send(read)?.await.map_err(|_| gone())?
    }

    /// The same, for threads that may wait.
    pub fn read_blocking<T, F>(&self, read: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Reading<'_>) -> Result<T> + Send + 'static,
    {
        self.send(read)?.blocking_recv().map_err(|_| gone())?
    }

    fn send<T, F>(&self, read: F) -> Result<oneshot::Receiver<Result<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&Reading<'_>) -> Result<T> + Send + 'static,
    {
        let (answer, wait) = oneshot::channel();
        let work: Work = Box::new(move |conn| {
            let result = conn.and_then(|conn| one_snapshot(conn, read));
            let usable = !matches!(&result, Err(Error::Fault(fault)) if fault.kind == FaultKind::Lost);
            let _ = answer.send(result);
            usable
        });
        match self.queue.try_send(work) {
            Ok(()) => Ok(wait),
            Err(_) => Err(base::Saying::new(base::problem::Class::Unavailable, "base-busy").into()),
        }
    }
}

fn serve(place: &Place, work: &Mutex<mpsc::Receiver<Work>>, gate: &Gate) {
    let mut conn: Option<Conn> = None;
    loop {
        let next = match work.lock() {
            Ok(receiver) => receiver.recv(),
            Err(_) => return,
        };
        let Ok(next) = next else { return };
        let _inside = gate.enter();
        if conn.is_none() {
            match Conn::open_reader(place, READ_LIMIT) {
                Ok(opened) => conn = Some(opened),
                Err(error) => {
                    next(Err(error));
                    continue;
                }
            }
        }
        if let Some(open) = &conn
            && !next(Ok(open))
        {
            conn = None;
        }
    }
}

/// A panic in a read is that read's fault alone.
fn one_snapshot<T>(conn: &Conn, read: impl FnOnce(&Reading<'_>) -> Result<T>) -> Result<T> {
    conn.start_clock();
    conn.script("beginning a read", conn.begin_read())?;
    let result = catch_unwind(AssertUnwindSafe(|| read(&Reading(conn))))
        .unwrap_or_else(|_| Err(Fault::new("reading", "the read panicked").into()));
    conn.start_clock();
    match conn.script("ending a read", "rollback") {
        Ok(()) => result,
        Err(_) => Err(Fault::new("ending a read", "the connection was lost").kind(FaultKind::Lost).into()),
    }
}

fn gone() -> Error {
    Fault::new("reading", "the readers have stopped").into()
}
