//! Followers: cursors on the journal, in order, at least once.
//!
//! An act-follower writes with its cursor in one transaction, so its effect is exactly once. An outside follower
//! (search, mail, files) is handed pages of entries and must be idempotent by `seq`; it can be rebuilt from 0.
//! An entry that fails five times is parked for a person, and the cursor goes on. The thread is in `runner`.

pub mod acts;
pub mod runner;
pub mod store;

use crate::city::City;
use crate::city::step::Step;
use crate::journal::{self, Entry};
use crate::tx::Tx;
use base::problem::Class;
use base::{Error, FaultKind, Instant, Result, Saying};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use store::Standing;

/// Entries of one read.
const PAGE: i64 = 200;
/// Steps of an act-follower that are under way together: they share a commit.
const STEPS_MAX: usize = 64;
/// Failures of one entry before it is parked.
pub const FAILURES_MAX: i64 = 5;
/// Seconds to wait when the machine, not the entry, is at fault.
const WEATHER_SECONDS: i64 = 15;
/// Characters of an error that are kept.
const ERROR_MAX: usize = 500;

/// Deals with one entry inside the writer. It may write, and record one act; its cursor moves in the same transaction.
pub type ActWork = Arc<dyn Fn(&mut Tx<'_>, &Entry) -> Result<()> + Send + Sync>;
/// Deals with a page of entries outside the writer. It may see an entry again: idempotent by `seq`. What it needs and
/// cannot reach (a mail server) it reports as a refusal of the class "not now", which is waited for, not counted.
pub type OutsideWork = Arc<dyn Fn(&City, &[Entry]) -> Result<()> + Send + Sync>;
/// Empties what an outside follower built, before it is rebuilt from 0.
pub type Reset = Arc<dyn Fn(&City) -> Result<()> + Send + Sync>;

/// What a follower does with entries.
#[derive(Clone)]
pub enum Work {
    /// Inside the writer, exactly once.
    Act(ActWork),
    /// Outside of it, at least once.
    Outside {
        /// Empties what it built.
        reset: Reset,
        /// Takes a page.
        take: OutsideWork,
    },
}

impl Work {
    /// Inside the writer, exactly once; for those that keep nothing in memory.
    pub fn act(work: fn(&mut Tx<'_>, &Entry) -> Result<()>) -> Work {
        Work::Act(Arc::new(work))
    }
}

/// Where a follower begins that this city has not seen before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Since {
    /// At the first entry.
    Beginning,
    /// After what is there when it first runs.
    Now,
}

/// A follower, declared once at the start of the program.
#[derive(Clone)]
pub struct Follower {
    /// Its name: in the table of cursors and as the actor of its acts.
    pub name: &'static str,
    /// Actions it follows, or their beginnings up to a dot: `register.organisation`. Empty = all.
    pub actions: &'static [&'static str],
    /// Where it begins.
    pub since: Since,
    /// What it does.
    pub work: Work,
}

/// What a turn did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Turn {
    /// Entries dealt with.
    pub handled: usize,
    /// Entries parked.
    pub parked: usize,
    /// It waits until then with an entry that failed; none = it has seen everything.
    pub waits_until: Option<Instant>,
}

impl Follower {
    /// True when it follows this entry. Its own acts it never sees, so that it cannot answer itself for ever.
    pub fn follows(&self, entry: &Entry) -> bool {
        let covers = |action: &&str| {
            entry.action.strip_prefix(*action).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let own = entry.actor.strip_prefix("system:") == Some(self.name);
        !own && (self.actions.is_empty() || self.actions.iter().any(covers))
    }

    /// Entries it is handed at once.
    fn most(&self) -> usize {
        match self.work {
            Work::Act(_) => STEPS_MAX,
            Work::Outside { .. } => PAGE as usize,
        }
    }

    fn form(&self) -> &'static str {
        match self.work {
            Work::Act(_) => "act",
            Work::Outside { .. } => "outside",
        }
    }
}

/// Seconds to wait after so many failures.
pub(crate) fn backoff(failures: i64) -> i64 {
    4_i64.saturating_pow(u32::try_from(failures.clamp(1, 8) - 1).unwrap_or(0))
}

/// An error as the tables keep it.
pub(crate) fn told(error: &Error) -> String {
    error.to_string().chars().take(ERROR_MAX).collect()
}

/// True when the machine is at fault, not the entry: it is tried again and never counted, so that a full disk does
/// not park the whole journal.
pub(crate) fn is_weather(error: &Error) -> bool {
    match error {
        Error::Refused(saying) => matches!(saying.class, Class::Unavailable | Class::TooMany),
        Error::Fault(fault) => fault.kind == FaultKind::Lost,
    }
}

/// Deals with what stood in the journal when the turn began, until it has seen all of it or has to wait. An error is the
/// machine's: try the turn again later.
pub fn turn(city: &City, follower: &Follower) -> Result<Turn> {
    let mut turn = Turn::default();
    let standing = begin(city, follower)?;
    retry_wanted(city, follower, &mut turn)?;
    let (mut position, mut failures) = (standing.position, standing.failures);
    if let Some(at) = standing.retry_at.filter(|at| *at > city.now()) {
        turn.waits_until = Some(at);
        return Ok(turn);
    }
    // What comes in meanwhile is the next turn's, so that no follower keeps the others waiting.
    let end = city.position();
    while position < end {
        let page = city.read_blocking(move |read| journal::store::page(read, position, PAGE))?;
        let Some(last) = page.last().map(|entry| entry.seq) else { return Ok(turn) };
        let wanted: Vec<Entry> = page.into_iter().filter(|entry| follower.follows(entry)).collect();
        let mut rest = wanted.as_slice();
        // When a page fails, its entries are tried one by one: the one at fault is found, the others pass.
        let outside = matches!(follower.work, Work::Outside { .. });
        let mut narrow = outside && failures > 0;
        while !rest.is_empty() {
            let part = if narrow { &rest[..1] } else { &rest[..rest.len().min(follower.most())] };
            let (dealt, error) = deal(city, follower, position, part);
            if let Some(entry) = part[..dealt].last() {
                (position, failures) = (entry.seq, 0);
                turn.handled += dealt;
                rest = &rest[dealt..];
            }
            let (Some(error), Some(at_fault)) = (error, rest.first()) else { continue };
            match error {
                error if is_weather(&error) => {
                    turn.waits_until = Some(hold(city, follower, position, failures, error)?);
                    return Ok(turn);
                }
                _ if outside && part.len() > 1 => narrow = true,
                error => {
                    failures += 1;
                    turn.waits_until = fail(city, follower, position, at_fault, failures, &error)?;
                    if turn.waits_until.is_some() {
                        return Ok(turn);
                    }
                    turn.parked += 1;
                    (position, failures) = (at_fault.seq, 0);
                    rest = &rest[1..];
                }
            }
        }
        if position < last {
            advance(city, follower, position, last)?;
            position = last;
        }
    }
    Ok(turn)
}

/// The follower's row; made when the city sees it for the first time. A rebuild that was ordered begins here.
fn begin(city: &City, follower: &Follower) -> Result<Standing> {
    let (name, form, since) = (follower.name, follower.form(), follower.since);
    let find = |city: &City| city.read_blocking(move |read| store::standing(read, name));
    let standing = match find(city)? {
        Some(standing) => standing,
        None => {
            let start = match since {
                Since::Beginning => 0,
                Since::Now => city.position(),
            };
            city.tidy_blocking(move |tx| store::insert(tx, name, form, start))?;
            find(city)?.ok_or_else(|| Saying::not_found("base-not-found"))?
        }
    };
    if !standing.reset {
        return Ok(standing);
    }
    if let Work::Outside { reset, .. } = &follower.work {
        caught(|| reset(city))?;
    }
    city.tidy_blocking(move |tx| store::was_reset(tx, name))?;
    find(city)?.ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// Deals with entries; how many, and what stopped it before the next. The cursor has moved with those it dealt with.
fn deal(city: &City, follower: &Follower, position: i64, entries: &[Entry]) -> (usize, Option<Error>) {
    let name = follower.name;
    match &follower.work {
        Work::Act(work) => {
            let before = std::iter::once(position).chain(entries.iter().map(|entry| entry.seq));
            // A step whose predecessor failed finds its cursor elsewhere and refuses, before it writes.
            let step = |(from, entry): (i64, &Entry)| -> Step {
                let (work, entry) = (Arc::clone(work), entry.clone());
                Box::new(move |tx| {
                    store::advance(tx, name, from, entry.seq)?;
                    work(tx, &entry)
                })
            };
            match city.steps_blocking(name, before.zip(entries).map(step).collect()) {
                Ok(results) => {
                    let dealt = results.iter().take_while(|result| result.is_ok()).count();
                    (dealt, results.into_iter().find_map(Result::err))
                }
                Err(error) => (0, Some(error)),
            }
        }
        Work::Outside { take, .. } => {
            let Some(last) = entries.last() else { return (0, None) };
            match caught(|| take(city, entries)).and_then(|()| advance(city, follower, position, last.seq)) {
                Ok(()) => (entries.len(), None),
                Err(error) => (0, Some(error)),
            }
        }
    }
}

/// Waits for better weather without counting it; what stands in the way is shown.
fn hold(city: &City, follower: &Follower, position: i64, failures: i64, error: Error) -> Result<Instant> {
    if matches!(error, Error::Fault(_)) || error.is("follower-moved") {
        return Err(error);
    }
    let (name, at, error) = (follower.name, city.now().plus_seconds(WEATHER_SECONDS), told(&error));
    city.tidy_blocking(move |tx| store::failed(tx, name, position, failures, at, &error))?;
    Ok(at)
}

/// Counts a failure: when to try again, or none when the entry was parked.
fn fail(
    city: &City,
    follower: &Follower,
    position: i64,
    entry: &Entry,
    failures: i64,
    error: &Error,
) -> Result<Option<Instant>> {
    let (name, seq, error) = (follower.name, entry.seq, told(error));
    tracing::warn!(follower = name, seq, failures, error, "an entry could not be dealt with");
    if failures < FAILURES_MAX {
        let at = city.now().plus_seconds(backoff(failures));
        city.tidy_blocking(move |tx| store::failed(tx, name, position, failures, at, &error))?;
        return Ok(Some(at));
    }
    city.tidy_blocking(move |tx| {
        store::park(tx, name, seq, failures, &error)?;
        store::advance(tx, name, position, seq)
    })?;
    Ok(None)
}

fn advance(city: &City, follower: &Follower, from: i64, to: i64) -> Result<()> {
    let name = follower.name;
    city.tidy_blocking(move |tx| store::advance(tx, name, from, to))
}

/// Parked entries that an operator wants tried again: once each.
fn retry_wanted(city: &City, follower: &Follower, turn: &mut Turn) -> Result<()> {
    let name = follower.name;
    for seq in city.read_blocking(move |read| store::wanted(read, name, PAGE))? {
        let page = city.read_blocking(move |read| journal::store::page(read, seq - 1, 1))?;
        let Some(entry) = page.into_iter().next() else { continue };
        let outcome = match &follower.work {
            Work::Act(work) => {
                let work = Arc::clone(work);
                let step: Step = Box::new(move |tx| {
                    store::unpark(tx, name, seq)?;
                    work(tx, &entry)
                });
                city.steps_blocking(name, vec![step])?.into_iter().collect()
            }
            Work::Outside { take, .. } => caught(|| take(city, &[entry]))
                .and_then(|()| city.tidy_blocking(move |tx| store::unpark(tx, name, seq))),
        };
        match outcome {
            Ok(()) => turn.handled += 1,
            Err(error) if is_weather(&error) => return Err(error),
            Err(error) => {
                let error = told(&error);
                city.tidy_blocking(move |tx| store::parked_again(tx, name, seq, &error))?;
            }
        }
    }
    Ok(())
}

/// A panic outside the writer is a fault like any other; inside it the writer sees to it.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(base::Fault::new("working outside the writer", "it panicked").into()))
}
