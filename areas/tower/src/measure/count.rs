//! Counting: a definition is put to the engine, the answer is held against the contract, what it comes to is worked out.
//!
//! An answer depends only on the definition, the day, the position and the level, so what was counted once is kept in
//! memory under these and given again. Nothing here is a cache of pages.

use super::shown::{self, Cells, Group};
use super::{Definition, Held, Snapshot, acts};
use base::query::{Answer, Limits, Question, Value as Given};
use base::{Day, Instant, Level, Result, Saying};
use kernel::City;
use measures::contract::What;
use measures::row::canonical;
use measures::{Breach, Cell, Contract, Row};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Rows that are kept in memory over all counts.
const ROWS_KEPT: usize = 150_000;
/// How old a count may be that a page shows which is asked for all the time.
const RECENT_MICROS: i64 = 5_000_000;
/// How old it may be while a newer one is being made.
const STALE_MICROS: i64 = 60_000_000;

/// What is to be counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The civil day.
    pub as_of: Day,
    /// As which position; none = as far as the engine has come.
    pub position: Option<i64>,
    /// A higher level than the definition's own; a lower one changes nothing.
    pub minimum: Option<Level>,
}

/// Rows that were counted, and by what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// The definition.
    pub held: Held,
    /// The level below which rows are unknown.
    pub minimum: Level,
    /// The civil day.
    pub as_of: Day,
    /// The position.
    pub position: i64,
    /// What computed it.
    pub engine: String,
    /// In canonical order.
    pub rows: Vec<Row>,
    /// Hex of SHA-256 of their canonical text.
    pub digest: String,
    /// The kept count they were read from; none = counted now.
    pub snapshot: Option<Snapshot>,
    /// What the public and entitled readers see of it, worked out once each.
    seen: [OnceLock<Vec<Group>>; 2],
}

impl Counted {
    /// The definition.
    pub fn definition(&self) -> &Definition {
        &self.held.definition
    }

    /// What a reader sees; the group that stands for the whole first. `whole` = nothing is hidden.
    pub fn groups(&self, whole: bool) -> &[Group] {
        self.seen[usize::from(whole)].get_or_init(|| shown::groups(self, whole))
    }

    /// The whole that the number is, as far as a reader sees it.
    pub fn headline(&self, whole: bool) -> Cells {
        self.groups(whole)[0].whole.clone()
    }

    /// Rows of the group that stands for the whole.
    pub fn headline_rows(&self) -> impl Iterator<Item = &Row> {
        let definition = self.definition();
        let headline = definition.headline().unwrap_or("");
        self.rows.iter().filter(move |row| definition.group(row.series.as_deref().unwrap_or("")) == headline)
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Key {
    folder: String,
    /// What is counted and whether it is public.
    digest: String,
    as_of: Day,
    minimum: Level,
}

struct Kept {
    key: Key,
    at: Instant,
    /// Counted at the newest position there was at that time; one that was asked of the past never stands for now.
    newest: bool,
    counted: Arc<Counted>,
}

static KEPT: Mutex<VecDeque<Kept>> = Mutex::new(VecDeque::new());

/// Whom a definition.
///
/// # Errors
/// What the engine refuses, or `tower-measure-breach` with every row that breaks the contract.
pub async fn count(city: &City, held: &Held, asked: Asked) -> Result<Arc<Counted>> {
    is_of_its_time(city, asked.as_of)?;
    let engine = Arc::clone(city.engine()?);
    let (key, minimum) = key(city, held, asked);
    if let Some(known) = known(city, &key, asked, engine.reached()) {
        return Ok(known);
    }
    let answer = engine.ask(question(held, asked)).await?;
    let held = held.clone();
    // Sorting and hashing many rows is work; it must not stand in the way of others.
    let counted = tokio::task::spawn_blocking(move || counted(held, asked, minimum, &answer)).await;
    let counted = counted.map_err(|e| base::Fault::new("counting a measure", e))??;
    Ok(keep(key, city.now(), asked.position.is_none(), counted))
}

/// The first year of which a city counts anything: the day of an older one is a slip of the hand, and nought would be
/// no answer to it.
const FIRST_YEAR: i64 = 1900;

/// Of a day that has not come, or of one long before all records, nothing can be counted.
fn is_of_its_time(city: &City, day: Day) -> Result<()> {
    let today = city.today();
    if day > today {
        let ahead = base::Saying::invalid("tower-measure-day-ahead");
        return Err(ahead.with("day", day).with("today", today).into());
    }
    match day.year() >= FIRST_YEAR {
        true => Ok(()),
        false => {
            let before = base::Saying::invalid("tower-measure-day-before-all");
            Err(before.with("day", day).with("year", FIRST_YEAR).into())
        }
    }
}

/// The same for threads that may wait.
pub fn count_blocking(city: &City, held: &Held, asked: Asked) -> Result<Arc<Counted>> {
    is_of_its_time(city, asked.as_of)?;
    let engine = city.engine()?;
    let (key, minimum) = key(city, held, asked);
    if let Some(known) = known(city, &key, asked, engine.reached()) {
        return Ok(known);
    }
    let answer = engine.ask_blocking(question(held, asked))?;
    let counted = counted(held.clone(), asked, minimum, &answer)?;
    Ok(keep(key, city.now(), asked.position.is_none(), counted))
}

/// A count for pages that everybody opens. It says its position: it holds still when nothing it reads has changed
/// since, or is at most five seconds old; while a newer one is made, at most a minute.
pub async fn recent(city: &City, held: &Held, as_of: Day) -> Result<Arc<Counted>> {
    let asked = Asked { as_of, position: None, minimum: None };
    let (key, _) = key(city, held, asked);
    let changed = city.engine()?.changed(&held.definition.kinds);
    let now = city.now().micros();
    let known = newest(&key).map(|(at, counted)| (now - at.micros(), counted));
    match known {
        Some((age, counted)) if counted.position >= changed || age < RECENT_MICROS => Ok(counted),
        Some((age, counted)) if age < STALE_MICROS => {
            if let Some(turn) = Turn::take(&key) {
                let (city, held) = (city.clone(), held.clone());
                tokio::spawn(async move {
                    // What is wrong is told to whoever asks when the old count is too old.
                    let _ = count(&city, &held, asked).await;
                    drop(turn);
                });
            }
            Ok(counted)
        }
        Some(_) | None => count(city, held, asked).await,
    }
}

/// Counts what pages show that everybody opens, so that the first reader need not wait.
///
/// # Errors
/// Faults of the database; what cannot be counted is left to who asks for it.
pub fn warm(city: &City) -> Result<usize> {
    let all = city.read_blocking(|read| super::store::latest(read, super::store::Seeing::Internal))?;
    let today = city.today();
    let mut counts = 0;
    for held in &all {
        let before = held.definition.target.is_some().then(|| today.plus(-super::target::STRETCH));
        for as_of in before.into_iter().chain([today]) {
            let asked = Asked { as_of, position: None, minimum: None };
            let counted = count_blocking(city, held, asked);
            counts += counted.map_or(0, |counted| counted.groups(true).len().min(1));
        }
        let name = held.definition.id.clone();
        if held.definition.counts.is_of_people()
            && let Some(snapshot) = city
                .read_blocking(move |read| super::store::published(read, &name, Day::from_number(0), today))?
        {
            kept_blocking(city, snapshot)?.groups(false);
        }
    }
    Ok(counts)
}

/// Who makes a newer count; others go on with the old one.
struct Turn(Key);

static TURNS: Mutex<Vec<Key>> = Mutex::new(Vec::new());

impl Turn {
    fn take(key: &Key) -> Option<Turn> {
        let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.contains(key) {
            return None;
        }
        turns.push(key.clone());
        Some(Turn(key.clone()))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        TURNS.lock().unwrap_or_else(PoisonError::into_inner).retain(|key| *key != self.0);
    }
}

/// A kept count with its rows, from memory when it was read before: it changes once, when it is published.
///
/// # Errors
/// As [`replayed`].
pub async fn kept(city: &City, snapshot: Snapshot) -> Result<Arc<Counted>> {
    let key = key_of_kept(city, &snapshot);
    if let Some((_, known)) = newest(&key) {
        return Ok(known);
    }
    let counted = city.read(move |read| super::view::with_rows(read, snapshot)).await?;
    Ok(keep(key, city.now(), true, counted))
}

/// The same for threads that may wait.
pub fn kept_blocking(city: &City, snapshot: Snapshot) -> Result<Arc<Counted>> {
    let key = key_of_kept(city, &snapshot);
    if let Some((_, known)) = newest(&key) {
        return Ok(known);
    }
    let counted = city.read_blocking(move |read| super::view::with_rows(read, snapshot))?;
    Ok(keep(key, city.now(), true, counted))
}

fn key_of_kept(city: &City, snapshot: &Snapshot) -> Key {
    Key {
        folder: city.folder().display().to_string(),
        digest: format!("{} {} {:?}", snapshot.number, snapshot.digest, snapshot.published),
        as_of: snapshot.as_of,
        minimum: snapshot.minimum,
    }
}

/// A kept count as it was stored: nothing is counted again.
///
/// # Errors
/// A fault when the stored rows are not what their digest says.
pub fn replayed(held: Held, snapshot: Snapshot, text: &str) -> Result<Counted> {
    let broken = |why: &str| base::Fault::new(format!("reading the kept count {}", snapshot.number), why);
    if acts::digest(text) != snapshot.digest {
        return Err(broken("its rows are not what its digest says").into());
    }
    let rows = measures::row::parse(text).ok_or_else(|| broken("its rows cannot be read"))?;
    Ok(Counted {
        held,
        minimum: snapshot.minimum,
        as_of: snapshot.as_of,
        position: snapshot.position,
        engine: snapshot.engine.clone(),
        rows,
        digest: snapshot.digest.clone(),
        snapshot: Some(snapshot),
        seen: Default::default(),
    })
}

fn key(city: &City, held: &Held, asked: Asked) -> (Key, Level) {
    let minimum = asked.minimum.unwrap_or(Level::Intention).max(held.definition.minimum);
    let folder = city.folder().display().to_string();
    let digest = format!("{} {:?}", held.digest, held.published);
    (Key { folder, digest, as_of: asked.as_of, minimum }, minimum)
}

/// What was counted before at the position that is asked for.
fn known(city: &City, key: &Key, asked: Asked, reached: i64) -> Option<Arc<Counted>> {
    let position = asked.position.unwrap_or(reached);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let found = kept.iter_mut().rev().find(|kept| kept.key == *key && kept.counted.position == position)?;
    if asked.position.is_none() {
        (found.newest, found.at) = (true, city.now());
    }
    Some(Arc::clone(&found.counted))
}

/// The newest of what was counted as of now, whenever that was; a kept count is what it is at any time.
fn newest(key: &Key) -> Option<(Instant, Arc<Counted>)> {
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let found = kept.iter().filter(|kept| kept.key == *key && kept.newest).max_by_key(|kept| kept.at)?;
    Some((found.at, Arc::clone(&found.counted)))
}

fn keep(key: Key, at: Instant, newest: bool, counted: Counted) -> Arc<Counted> {
    let counted = Arc::new(counted);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push_back(Kept { key, at, newest, counted: Arc::clone(&counted) });
    let mut rows: usize = kept.iter().map(|kept| kept.counted.rows.len() + 1).sum();
    while rows > ROWS_KEPT && kept.len() > 1 {
        rows -= kept.pop_front().map_or(0, |old| old.counted.rows.len() + 1);
    }
    counted
}

fn question(held: &Held, asked: Asked) -> Question {
    Question {
        sql: held.definition.rows.clone(),
        position: asked.position,
        as_of: asked.as_of,
        kinds: held.definition.kinds.clone(),
        limits: Limits::default(),
    }
}

fn counted(held: Held, asked: Asked, minimum: Level, answer: &Answer) -> Result<Counted> {
    let rows = rows(&held.definition, minimum, answer)?;
    let digest = acts::digest(&canonical(&rows));
    Ok(Counted {
        held,
        minimum,
        as_of: asked.as_of,
        position: answer.position,
        engine: answer.engine.clone(),
        rows,
        digest,
        snapshot: None,
        seen: Default::default(),
    })
}

/// An answer as rows, by the contract of its definition.
pub fn rows(definition: &Definition, minimum: Level, answer: &Answer) -> Result<Vec<Row>> {
    let (axes, reasons) = definition.contract_lists();
    let contract = Contract {
        minimum: u8::try_from(minimum.number()).unwrap_or(u8::MAX),
        most: if definition.counts == super::Whom::People { 1 } else { i64::MAX },
        parts: &definition.parts,
        axes: &axes,
        reasons: &reasons,
    };
    measures::check(&plain(answer), &contract).map_err(|breaches| broken(definition, &breaches).into())
}

fn plain(answer: &Answer) -> measures::Answer {
    let columns = answer.columns.iter().map(|column| column.name.clone()).collect();
    let cell = |value: Given<'_>| match value {
        Given::Null => Cell::Null,
        Given::Text(text) => Cell::Text(text.to_owned()),
        Given::Integer(number) => Cell::Int(number),
        Given::Day(day) => Cell::Int(day.number()),
        Given::Bool(_) => Cell::Other("bool".to_owned()),
    };
    let rows = (0..answer.rows).map(|row| answer.row(row).map(cell).collect()).collect();
    measures::Answer { columns, rows }
}

/// Every breach with its row; nothing counts.
fn broken(definition: &Definition, breaches: &[Breach]) -> Saying {
    let whole = Saying::invalid("tower-measure-breach")
        .with("id", &definition.id)
        .with("version", definition.version)
        .with("count", breaches.len());
    breaches.iter().fold(whole, |whole, breach| {
        let field = match breach.row {
            Some(row) => format!("{row}: {}", breach.unit.chars().take(80).collect::<String>()),
            None => "SQL".to_owned(),
        };
        whole.field(&field, breach_of(&breach.what))
    })
}

fn breach_of(what: &What) -> Saying {
    let of = Saying::invalid;
    match what {
        What::ColumnMissing(name) => of("tower-breach-column-missing").with("name", name),
        What::ColumnUnknown(name) => of("tower-breach-column-unknown").with("name", name),
        What::ColumnTwice(name) => of("tower-breach-column-twice").with("name", name),
        What::TooMany(count) => of("tower-breach-too-many").with("count", count),
        What::UnitMissing => of("tower-breach-unit-missing"),
        What::UnitTwice(series) => {
            of("tower-breach-unit-twice").with("series", if series.is_empty() { "-" } else { series })
        }
        What::PartUndeclared(code) => of("tower-breach-part").with("code", code),
        What::NotWhole(name, found) => of("tower-breach-type").with("name", name).with("found", found),
        What::Missing(name) => of("tower-breach-null").with("name", name),
        What::OutOfRange(name, number) => of("tower-breach-range").with("name", name).with("number", number),
        What::HighBelowLow(low, high) => of("tower-breach-bounds").with("low", low).with("high", high),
        What::NotOne(low, high) => {
            let high = high.map_or_else(|| "null".to_owned(), |high| high.to_string());
            of("tower-breach-not-one").with("low", low).with("high", high)
        }
        What::LevelUnknown(level) => of("tower-breach-level").with("level", level),
        What::ReasonMissing => of("tower-breach-reason-missing"),
        What::ReasonUndeclared(code) => of("tower-breach-reason").with("code", code),
        What::SeriesUndeclared(code) => of("tower-breach-series").with("code", code),
        What::SeriesMissing => of("tower-breach-series-missing"),
    }
}
