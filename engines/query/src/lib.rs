//! The query engine: a columnar copy of a city's facts, asked in SQL as of any position.
//!
//! Facts lie as Parquet by kind in a folder (`store`, `segment`); what is newer is in memory (`state`); a question
//! sees both cut at its position with identities resolved there (`cut`, `identity`), through views (`scan`) that
//! DataFusion queries (`sql` and `plan` check, `ask` runs). The port is `base::query`; nothing of Arrow or
//! DataFusion crosses it.
//!
//! Invariant: everything here can be thrown away and filled again from position 0 with the same answers.

mod again;
mod answer;
mod ask;
mod cache;
mod columns;
mod cut;
mod identity;
mod names;
mod only;
mod plan;
mod scan;
mod segment;
mod sql;
mod state;
mod store;
#[cfg(test)]
mod tests;
mod told_apart;

use again::Memory;
use base::query::{Answer, Answering, Changes, Engine, QueryError, Question, Refusal};
use base::{Error, Fault};
use cut::Reader;
use datafusion::execution::context::SessionState;
use state::{Numbers, State};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::task::{Context, Poll};
use store::{Opened, Store};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

/// How an engine is opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Threads that compute, each for one question.
    pub threads: usize,
    /// Bytes of decoded columns that stay in memory.
    pub cache_bytes: usize,
    /// Bytes of rows that stay in memory so that they need not be computed again.
    pub kept_bytes: usize,
    /// Facts kept in memory before they are written.
    pub rows_in_memory: usize,
    /// Questions computed at once; others wait, within their time.
    pub questions: usize,
}

impl Default for Settings {
    /// As many threads as the machine has, 256 MiB of columns, 64 MiB of rows, 100,000 facts, two questions per thread.
    fn default() -> Settings {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        Settings {
            threads,
            cache_bytes: 256 << 20,
            kept_bytes: 64 << 20,
            rows_in_memory: 100_000,
            questions: 2 * threads,
        }
    }
}

/// The engine of one city.
pub struct Query {
    inner: Arc<Inner>,
    /// One thread on which questions wait and are given up in time; nothing is computed there.
    desk: Option<Runtime>,
    workers: Option<Runtime>,
}

struct Inner {
    state: RwLock<Arc<State>>,
    store: Mutex<Store>,
    numbers: Numbers,
    reader: Arc<Reader>,
    memory: Memory,
    session: SessionState,
    gate: Semaphore,
    reached: watch::Sender<i64>,
    rows_in_memory: usize,
}

impl Query {
    /// Opens the folder of one city's facts. `city` is a text that differs between histories (slug, key, branch): a
    /// folder made for another one is emptied. So is one with a missing or damaged file; `reached` is then 0.
    ///
    /// When another process has the folder, this one reads its files and keeps what is newer in memory only.
    ///
    /// # Errors
    /// Faults of the disk and of starting threads.
    pub fn open(folder: &Path, city: &str, settings: Settings) -> base::Result<Query> {
        let Opened { store, state, numbers, distrusted } = Store::open(folder, city)?;
        if let Some(why) = distrusted {
            tracing::warn!(folder = %folder.display(), why, "the facts of the query engine are filled again");
        }
        let inner = Inner {
            reached: watch::Sender::new(state.reached),
            state: RwLock::new(Arc::new(state)),
            store: Mutex::new(store),
            numbers,
            reader: Arc::new(Reader::new(settings.cache_bytes)),
            memory: Memory::new(settings.kept_bytes),
            session: ask::session(),
            gate: Semaphore::new(settings.questions),
            rows_in_memory: settings.rows_in_memory,
        };
        let (desk, workers) = (threads("query-desk", 1)?, threads("query", settings.threads)?);
        Ok(Query { inner: Arc::new(inner), desk: Some(desk), workers: Some(workers) })
    }

    /// Facts in memory that no file holds, and bytes of decoded columns.
    pub fn in_memory(&self) -> (usize, usize) {
        (self.inner.now().rows_in_memory(), self.inner.reader.cache.bytes())
    }

    fn asked(&self, question: Question) -> Result<Asked, QueryError> {
        let inner = Arc::clone(&self.inner);
        let (Some(desk), Some(workers)) = (&self.desk, &self.workers) else { return Err(stopped()) };
        let workers = workers.handle().clone();
        Ok(Asked(desk.spawn(async move { inner.answer(&workers, question).await })))
    }
}

fn threads(name: &str, count: usize) -> base::Result<Runtime> {
    let built = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(count)
        .thread_name(name)
        .enable_time()
        .build();
    built.map_err(|e| Fault::new("starting the query engine", e).into())
}

fn stopped() -> QueryError {
    Fault::new("asking the query engine", "it was stopped").into()
}

impl Drop for Query {
    fn drop(&mut self) {
        // A question that is being given up may hold the rest for a moment; the folder must be free at once.
        self.inner.store.lock().unwrap_or_else(PoisonError::into_inner).release();
        // May happen inside async code, where waiting for threads is not allowed.
        for runtime in [self.desk.take(), self.workers.take()].into_iter().flatten() {
            runtime.shutdown_background();
        }
    }
}

impl Inner {
    fn now(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, state: State) {
        let reached = state.reached;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
        self.reached.send_replace(reached);
    }

    fn write(&self, store: &mut Store, state: &State) -> base::Result<State> {
        let state = store.write(state, &self.numbers)?;
        let mut alive: std::collections::HashSet<u64> = std::collections::HashSet::new();
        for kind in state.kinds.values() {
            alive.extend(kind.live.iter().map(|(segment, _)| segment.number));
            alive.extend(kind.past.iter().map(|segment| segment.number));
            alive.extend(kind.chunks.iter().map(|chunk| chunk.number));
        }
        self.reader.retain(&|number| alive.contains(&number));
        self.memory.clear();
        Ok(state)
    }

    async fn answer(self: Arc<Inner>, workers: &Handle, question: Question) -> Result<Answer, QueryError> {
        let time = question.limits.time;
        let most_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let whole = async {
            let _permit = self.gate.acquire().await.map_err(|_| stopped())?;
            self.wait(&question).await?;
            let inner = Arc::clone(&self);
            let computed = workers.spawn(async move {
                let state = inner.now();
                ask::answer(&inner.session, &inner.reader, &inner.memory, &state, &question, version()).await
            });
            Asked(computed).await
        };
        match tokio::time::timeout(time, whole).await {
            Ok(answer) => answer,
            Err(_) => Err(Refusal::Time { most_ms }.into()),
        }
    }

    /// Waits for the position that was asked for.
    async fn wait(&self, question: &Question) -> Result<(), QueryError> {
        let Some(asked) = question.position else { return Ok(()) };
        let mut reached = self.reached.subscribe();
        let arrived = reached.wait_for(|reached| *reached >= asked);
        match tokio::time::timeout(question.limits.wait, arrived).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Refusal::NotReached { asked, reached: *self.reached.borrow() }.into()),
        }
    }
}

impl Engine for Query {
    fn reached(&self) -> i64 {
        self.inner.now().reached
    }

    fn changed(&self, kinds: &[String]) -> i64 {
        self.inner.now().changed(kinds)
    }

    fn push(&self, changes: Changes) -> Result<(), QueryError> {
        let mut store = self.inner.store.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.inner.now();
        if changes.up_to <= now.reached {
            return Ok(());
        }
        if changes.after != now.reached {
            return Err(Refusal::Moved { after: changes.after, reached: now.reached }.into());
        }
        let mut next = now.after(&changes, &self.inner.numbers).map_err(fault)?;
        if store.may_write() && next.rows_in_memory() > self.inner.rows_in_memory {
            next = self.inner.write(&mut store, &next).map_err(fault)?;
        }
        self.inner.set(next);
        Ok(())
    }

    fn flush(&self) -> Result<(), QueryError> {
        let mut store = self.inner.store.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.inner.now();
        let next = self.inner.write(&mut store, &now).map_err(fault)?;
        self.inner.set(next);
        Ok(())
    }

    fn reset(&self) -> Result<(), QueryError> {
        let mut store = self.inner.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.empty().map_err(fault)?;
        self.inner.memory.clear();
        self.inner.set(State::default());
        Ok(())
    }

    fn ask(&self, question: Question) -> Answering {
        match self.asked(question) {
            Ok(asked) => Box::pin(asked),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    fn ask_blocking(&self, question: Question) -> Result<Answer, QueryError> {
        let (send, receive) = std::sync::mpsc::channel();
        let asked = self.asked(question)?;
        let desk = self.desk.as_ref().ok_or_else(stopped)?;
        desk.spawn(async move {
            // Nobody waits any more when this fails.
            let _ = send.send(asked.await);
        });
        receive.recv().unwrap_or_else(|_| Err(stopped()))
    }

    fn version(&self) -> String {
        version()
    }
}

fn fault(error: Error) -> QueryError {
    match error {
        Error::Fault(fault) => QueryError::Fault(*fault),
        refused @ Error::Refused(_) => Fault::new("keeping the facts of the query engine", refused).into(),
    }
}

fn version() -> String {
    let (own, datafusion) = (env!("CARGO_PKG_VERSION"), datafusion::DATAFUSION_VERSION);
    format!("query {own} datafusion {datafusion} views {}", base::query::VIEW_VERSION)
}

/// A question that is being answered; dropped, it is given up.
struct Asked(JoinHandle<Result<Answer, QueryError>>);

impl Future for Asked {
    type Output = Result<Answer, QueryError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|joined| match joined {
            Ok(answer) => answer,
            Err(error) => Err(Fault::new("answering a question", error).into()),
        })
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.0.abort();
    }
}
