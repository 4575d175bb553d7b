//! A city: one folder (or one schema), one register, one journal, one set of keys.
//!
//! Everything that happens in a city goes through `act`, everything that is read through `read`. Nothing joins
//! across cities.

pub mod step;

use crate::account::{self, Caller};
use crate::journal::note::Signer;
use crate::policy::{Action, Actor, Rule};
use crate::scribe::Scribe;
use crate::tx::{Done, Request, Tx};
use crate::vault::{Key, Vault};
use base::problem::Class;
use base::query::Engine;
use base::search::{self, Index};
use base::{Clock, Day, Fault, Instant, Ref, Result, Saying, Source, Tri};
use db::{Migrations, Place, Read, Readers, Reading, Row, Sql, Writer};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use tokio::sync::watch;

const FIND: Sql = Sql::new(
    "kernel.city.find",
    "select slug, name_ko, name_en, name_zh, zone, synthetic, official, branch from city where id = 1",
);
const FOUND: Sql = Sql::new(
    "kernel.city.found",
    "insert into city (id, slug, name_ko, name_en, name_zh, zone, synthetic, official, branch, created)
     values (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'main', ?8)",
);
const SET_BRANCH: Sql = Sql::new("kernel.city.set_branch", "update city set branch = ?1 where id = 1");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[FIND, FOUND, SET_BRANCH];

/// Founding a city, and naming a new branch of its history; only the program does these.
pub const FOUND_CITY: Action = Action::new("kernel.city.found", NOBODY);
/// Opening a named branch after a restore.
pub const OPEN_BRANCH: Action = Action::new("kernel.city.branch", NOBODY);
const NOBODY: &[Rule] = &[];

/// What a city's pages say of it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct About {
    /// `gwangju`: in addresses and cookies.
    pub slug: String,
    /// Its name.
    pub name: Tri,
    /// IANA zone of its civil days.
    pub zone: String,
    /// Made up: every page, answer and file says so.
    pub synthetic: bool,
    /// Run by the city itself; false = made from public reports, and every page says so.
    pub official: bool,
    /// The name of this line of history.
    pub branch: String,
}

/// Makes generators of randomness.
pub type SourceMaker = Arc<dyn Fn() -> Box<dyn Source> + Send + Sync>;

/// How to open a city.
pub struct Opening {
    /// The data folder.
    pub folder: PathBuf,
    /// Where the rows are; none = a SQLite file in the folder.
    pub place: Option<Place>,
    /// A file with the master key; none = `keys/master.key`, made when absent.
    pub master_key: Option<PathBuf>,
    /// All migrations, the kernel's first.
    pub migrations: Vec<Migrations>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness: gives one generator per use.
    pub source: SourceMaker,
    /// Readers.
    pub readers: usize,
    /// Accept the clock although it jumped back: recorded as an act of its own when the city is opened.
    pub accept_clock: bool,
}

/// A city that is open. Cheap to clone.
#[derive(Clone)]
pub struct City(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    place: Place,
    writer: OnceLock<(Writer<Scribe>, JoinHandle<()>)>,
    /// Waits for the first act.
    scribe: Mutex<Option<Scribe>>,
    readers: Readers,
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    source: SourceMaker,
    public_key: String,
    position: watch::Receiver<i64>,
    head_at: Arc<AtomicI64>,
    about: std::sync::RwLock<Option<About>>,
    engine: OnceLock<Arc<dyn Engine>>,
    search: OnceLock<Arc<dyn Index>>,
}

impl City {
    /// Opens the folder, brings its tables up to date, starts the readers; the writer starts with the first act.
    pub fn open(opening: Opening) -> Result<City> {
        let folder = opening.folder;
        let make = |path: &Path| {
            std::fs::create_dir_all(path).map_err(|e| Fault::new(format!("making {}", path.display()), e))
        };
        make(&folder.join("keys"))?;
        only_owner(&folder.join("keys"))?;
        make(&folder.join("files"))?;
        let place = opening.place.unwrap_or_else(|| Place::file(folder.join("city.db")));
        let mut source = (opening.source)();
        let master = match &opening.master_key {
            Some(file) => read_key(file)?,
            None => key_in(&folder.join("keys/master.key"), source.as_mut())?,
        };
        let signing = key_in(&folder.join("keys/signing.key"), source.as_mut())?;
        let vault = Arc::new(Vault::open(&folder.join("keys/keys.db"), master)?);
        let conn = db::Conn::open(&place)?;
        db::migrate::migrate(&conn, &opening.migrations, opening.clock.now())?;
        let signer = Signer::new(&signing);
        let public_key = signer.public();
        let mut scribe = Scribe::new(signer, Arc::clone(&opening.clock), source, opening.accept_clock);
        db::Seal::load(&mut scribe, &conn)?;
        let (position, head_at) = (scribe.positions(), scribe.head_at());
        let readers = Readers::start(&place, opening.readers)?;
        let city = City(Arc::new(Inner {
            folder,
            place,
            writer: OnceLock::new(),
            scribe: Mutex::new(Some(scribe)),
            readers,
            vault,
            clock: opening.clock,
            source: opening.source,
            public_key,
            position,
            head_at,
            about: std::sync::RwLock::new(None),
            engine: OnceLock::new(),
            search: OnceLock::new(),
        }));
        city.reload_about()?;
        if opening.accept_clock {
            crate::doctor::accept_clock(&city)?;
        }
        Ok(city)
    }

    /// Starts the writer, which takes the fence from any other. The first act does so by itself; whoever only reads
    /// (verify, export, backup, doctor) leaves a running server alone. A server calls it before it listens.
    pub fn take_writer(&self) -> Result<()> {
        self.writer().map(|_| ())
    }

    fn writer(&self) -> Result<&Writer<Scribe>> {
        if let Some((writer, _)) = self.0.writer.get() {
            return Ok(writer);
        }
        let broken = |why: &str| Fault::new("starting the writer", why);
        let mut scribe = self.0.scribe.lock().map_err(|_| broken("an earlier start panicked"))?;
        if let Some(scribe) = scribe.take() {
            // On a thread of its own: the first act may come from async code, where PostgreSQL's client cannot wait.
            let start = || Writer::start(&self.0.place, &self.0.readers, scribe);
            let started = std::thread::scope(|threads| threads.spawn(start).join());
            let _ = self.0.writer.set(started.map_err(|_| broken("it panicked"))??);
        }
        self.0.writer.get().map(|(writer, _)| writer).ok_or_else(|| broken("an earlier start failed").into())
    }

    /// Whether acts can be recorded: the database answers, and the writer, once started, still holds the fence.
    ///
    /// # Errors
    /// The fault that stands in the way.
    pub async fn check(&self) -> Result<()> {
        let writer = self.0.writer.get().map(|(writer, _)| writer.clone());
        self.read(move |read| match writer {
            Some(writer) => writer.check(read),
            None => Ok(()),
        })
        .await
    }

    /// Closes the city and waits until its connections are gone, so that its folder can be moved.
    ///
    /// # Errors
    /// A fault when another handle of the city is still held.
    pub fn close(self) -> Result<()> {
        let Some(inner) = Arc::into_inner(self.0) else {
            return Err(Fault::new("closing a city", "it is still in use").into());
        };
        if let Some((writer, thread)) = inner.writer.into_inner() {
            drop(writer);
            let _ = thread.join();
        }
        inner.readers.close();
        Ok(())
    }

    /// What its pages say of it; refused until it is founded.
    pub fn about(&self) -> Result<About> {
        let about =
            self.0.about.read().map_err(|_| Fault::new("reading the city", "an earlier use panicked"))?;
        about.clone().ok_or_else(|| Saying::not_found("kernel-city-not-founded").into())
    }

    fn reload_about(&self) -> Result<()> {
        let found = self.0.readers.read_blocking(|read| read.opt(&FIND, &[], about))?;
        *self.0.about.write().map_err(|_| Fault::new("reading the city", "an earlier use panicked"))? = found;
        Ok(())
    }

    /// Gives the city its name: the first act.
    pub fn found(&self, about: About) -> Result<Done> {
        base::time::known_zone(&about.zone)?;
        if about.name.is_empty() {
            return Err(Saying::invalid("kernel-city-name").into());
        }
        let done = self.act_blocking(Caller::System("init"), None, move |tx| {
            let name = &about.name;
            tx.execute(
                &FOUND,
                &[
                    (&about.slug).into(),
                    (&name.ko).into(),
                    (&name.en).into(),
                    (&name.zh).into(),
                    (&about.zone).into(),
                    about.synthetic.into(),
                    about.official.into(),
                    tx.at().into(),
                ],
            )?;
            tx.scribe.forget_origin();
            let body = serde_json::json!({"slug": about.slug, "name": about.name, "zone": about.zone,
                "synthetic": about.synthetic, "official": about.official});
            tx.record(&FOUND_CITY, Ref::new("city", &about.slug), None, &body, &[])
        })?;
        self.reload_about()?;
        Ok(done)
    }

    /// After a restore: history goes on under a new name, so that nobody takes it for the old line.
    pub fn open_branch(&self, branch: String, from_position: i64) -> Result<Done> {
        branch_name(&branch)?;
        let slug = self.about()?.slug;
        let done = self.act_blocking(Caller::System("restore"), None, move |tx| {
            tx.execute(&SET_BRANCH, &[(&branch).into()])?;
            tx.scribe.forget_origin();
            let body = serde_json::json!({"branch": branch, "from": from_position});
            tx.record(&OPEN_BRANCH, Ref::new("city", &slug), None, &body, &[])
        })?;
        self.reload_about()?;
        Ok(done)
    }

    /// Runs an act and waits until it is durable.
    pub async fn act<F>(&self, caller: Caller, request: Option<Request>, act: F) -> Result<Done>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static,
    {
        self.writer()?.act(self.prepared(caller, request, act)).await
    }

    /// The same for threads that may wait.
    pub fn act_blocking<F>(&self, caller: Caller, request: Option<Request>, act: F) -> Result<Done>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static,
    {
        self.writer()?.act_blocking(self.prepared(caller, request, act))
    }

    fn prepared<F>(
        &self,
        caller: Caller,
        request: Option<Request>,
        act: F,
    ) -> impl FnOnce(&mut db::Write<'_>, &mut Scribe) -> Result<Done> + Send + 'static
    where
        F: FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static,
    {
        let (received, vault, zone) = (self.now(), Arc::clone(&self.0.vault), self.zone());
        move |write, scribe| {
            let parts = write.parts();
            let actor = account::resolve(parts.0, caller, received.day_in(&zone))?;
            let mut tx = Tx::new(parts, scribe, &vault, actor, request, (received, &zone))?;
            if let Some(done) = tx.earlier()? {
                return Ok(done);
            }
            let done = act(&mut tx)?;
            if !tx.recorded() {
                return Err(Fault::new("acting", "the act did not record itself").into());
            }
            Ok(done)
        }
    }

    /// Writes what is not an act: sessions, drafts, cursors. It is overwritten, expires and is never counted.
    pub async fn tidy<T, F>(&self, tidy: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.writer()?.act(self.prepared_tidy(tidy)).await
    }

    /// The same for threads that may wait.
    pub fn tidy_blocking<T, F>(&self, tidy: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.writer()?.act_blocking(self.prepared_tidy(tidy))
    }

    fn prepared_tidy<T, F>(
        &self,
        tidy: F,
    ) -> impl FnOnce(&mut db::Write<'_>, &mut Scribe) -> Result<T> + Send + 'static
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (received, vault, zone) = (self.now(), Arc::clone(&self.0.vault), self.zone());
        move |write, scribe| {
            let parts = write.parts();
            let mut tx = Tx::new(parts, scribe, &vault, Actor::System("tidy"), None, (received, &zone))?;
            let result = tidy(&mut tx)?;
            match tx.recorded() {
                false => Ok(result),
                true => Err(Fault::new("tidying", "what is not an act recorded itself").into()),
            }
        }
    }

    /// Reads one snapshot.
    pub async fn read<T, F>(&self, read: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Reading<'_>) -> Result<T> + Send + 'static,
    {
        self.0.readers.read(read).await
    }

    /// The same for threads that may wait.
    pub fn read_blocking<T, F>(&self, read: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Reading<'_>) -> Result<T> + Send + 'static,
    {
        self.0.readers.read_blocking(read)
    }

    /// The time, by the city's clock.
    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }
    /// The zone of its civil days; UTC until it is founded.
    pub fn zone(&self) -> String {
        self.about().map(|about| about.zone).unwrap_or_else(|_| "UTC".into())
    }
    /// Its civil day.
    pub fn today(&self) -> Day {
        self.now().day_in(&self.zone())
    }
    /// Fresh randomness for what is made before an act: people's keys, tokens, passwords' salts.
    pub fn source(&self) -> Box<dyn Source> {
        (self.0.source)()
    }
    /// The key store.
    pub fn vault(&self) -> &Arc<Vault> {
        &self.0.vault
    }
    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }
    /// Gives it the engine that answers questions over its facts; once, when the program opens it.
    pub fn set_engine(&self, engine: Arc<dyn Engine>) -> Result<()> {
        self.0
            .engine
            .set(engine)
            .map_err(|_| Fault::new("opening the query engine", "the city has one already").into())
    }
    /// The engine that answers questions over its facts; refused where the program gave none.
    pub fn engine(&self) -> Result<&Arc<dyn Engine>> {
        self.0.engine.get().ok_or_else(|| Saying::new(Class::Unavailable, "query-absent").into())
    }
    /// Gives it the index that its records are searched in; once, when the program opens it.
    pub fn set_search(&self, index: Arc<dyn Index>) -> Result<()> {
        let set = self.0.search.set(index);
        set.map_err(|_| Fault::new("opening the search index", "the city has one already").into())
    }
    /// The index that its records are searched in; refused where the program gave none.
    pub fn search(&self) -> Result<&Arc<dyn Index>> {
        self.0.search.get().ok_or_else(search::absent)
    }
    /// Where its rows are.
    pub fn place(&self) -> &Place {
        &self.0.place
    }
    /// The public key of its checkpoints, base64.
    pub fn public_key(&self) -> &str {
        &self.0.public_key
    }
    /// The last durable position.
    pub fn position(&self) -> i64 {
        *self.0.position.borrow()
    }
    /// The time of the newest durable entry, and so of the newest checkpoint.
    pub fn head_at(&self) -> Instant {
        Instant::from_micros(self.0.head_at.load(Ordering::Relaxed))
    }
    /// Tells when new positions are durable; followers wait on it.
    pub fn positions(&self) -> watch::Receiver<i64> {
        self.0.position.clone()
    }
}

/// The name of the line of history that a snapshot is on; `main` before the city is founded.
pub(crate) fn branch(read: &impl Read) -> Result<String> {
    Ok(read.opt(&FIND, &[], about)?.map_or_else(|| "main".into(), |about| about.branch))
}

fn about(row: &Row) -> Result<About> {
    Ok(About {
        slug: row.get(0)?,
        name: Tri { ko: row.get(1)?, en: row.get(2)?, zh: row.get(3)? },
        zone: row.get(4)?,
        synthetic: row.get(5)?,
        official: row.get(6)?,
        branch: row.get(7)?,
    })
}

/// The folder of keys is entered by its owner alone: the key store is a database and makes its own files.
fn only_owner(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
        .map_err(|e| Fault::new(format!("closing {} to others", folder.display()), e).into())
}

/// A branch stands in checkpoints, where a blank or a line would break the note.
pub fn branch_name(branch: &str) -> Result<()> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    match !branch.is_empty() && branch.len() <= 64 && branch.bytes().all(plain) {
        true => Ok(()),
        false => Err(Saying::invalid("kernel-branch-name").into()),
    }
}

/// Reads a key file: 64 hex digits.
fn read_key(file: &Path) -> Result<Key> {
    let doing = || format!("reading the key {}", file.display());
    let text = std::fs::read_to_string(file).map_err(|e| Fault::new(doing(), e))?;
    crate::journal::unhex(text.trim())
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Fault::new(doing(), "it is not 64 hex digits").into())
}

/// Reads the key file, or makes one that only its owner can read.
fn key_in(file: &Path, source: &mut dyn Source) -> Result<Key> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    if file.exists() {
        return read_key(file);
    }
    let doing = || format!("making the key {}", file.display());
    let mut key = [0u8; 32];
    source.fill(&mut key);
    let mut open = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .map_err(|e| Fault::new(doing(), e))?;
    open.write_all(crate::journal::hex(&key).as_bytes())
        .and_then(|()| open.sync_all())
        .map_err(|e| Fault::new(doing(), e))?;
    Ok(key)
}
