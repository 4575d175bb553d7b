//! The runner: the city's own threads. One lets followers catch up, one takes up jobs and sweeps once a day.
//!
//! They wait for new positions and for the next retry, hold the city only while they work, and end when it is closed
//! or the runner is dropped.

use super::{Follower, turn};
use crate::city::City;
use crate::city::step::WeakCity;
use crate::job::{self, JobKind};
use crate::retention::Keep;
use crate::sweep;
use base::{Day, Fault, Instant, Result};
use std::time::Duration;
use tokio::sync::watch;

/// The shortest pause between two rounds: what comes in meanwhile is dealt with together.
const PAUSE: Duration = Duration::from_millis(20);
/// The longest wait without news: a new civil day is noticed within it.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// The wait after the machine was at fault.
const WAIT_AFTER_FAULT: i64 = 5;

/// What the threads of a city do; the same at every start of the program.
#[derive(Clone, Default)]
pub struct Duties {
    /// Followers, each with a name of its own.
    pub followers: Vec<Follower>,
    /// Kinds of jobs.
    pub jobs: Vec<JobKind>,
    /// Retention and reminders, once per civil day and at the start.
    pub daily: bool,
    /// How the retention of each kind is carried out.
    pub keep: Vec<Keep>,
}

/// The threads of one city. Dropping it stops them and waits for the step they are in.
pub struct Runner {
    stop: watch::Sender<bool>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Runner {
    /// Starts the threads.
    pub fn start(city: &City, duties: Duties) -> Result<Runner> {
        let (stop, stopped) = watch::channel(false);
        let mut runner = Runner { stop, threads: Vec::new() };
        let Duties { followers, jobs, daily, keep } = duties;
        let catch_up = move |city: &City| catch_up(city, &followers);
        runner.thread("followers", city, stopped.clone(), catch_up)?;
        let mut swept = None;
        let work = move |city: &City| {
            let swept = if daily { sweep_daily(city, &keep, &mut swept) } else { None };
            earliest(take_up(city, &jobs), swept)
        };
        runner.thread("jobs", city, stopped, work)?;
        Ok(runner)
    }

    fn thread(
        &mut self,
        name: &str,
        city: &City,
        stop: watch::Receiver<bool>,
        round: impl FnMut(&City) -> Option<Instant> + Send + 'static,
    ) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|e| Fault::new("starting the runner", e))?;
        let (weak, positions) = (city.downgrade(), city.positions());
        let thread = std::thread::Builder::new()
            .name(name.into())
            .spawn(move || live(&runtime, &weak, positions, stop, round))
            .map_err(|e| Fault::new("starting the runner", e))?;
        self.threads.push(thread);
        Ok(())
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the runner ended by a panic");
            }
        }
    }
}

fn live(
    runtime: &tokio::runtime::Runtime,
    weak: &WeakCity,
    mut positions: watch::Receiver<i64>,
    mut stop: watch::Receiver<bool>,
    mut round: impl FnMut(&City) -> Option<Instant>,
) {
    while !*stop.borrow_and_update() {
        let Some(city) = weak.upgrade() else { return };
        positions.mark_unchanged();
        let next = round(&city);
        let wait = next.map_or(WAIT_MAX, |next| until(city.now(), next));
        drop(city);
        let goes_on = runtime.block_on(async {
            tokio::select! {
                stopped = stop.changed() => stopped.is_ok(),
                changed = positions.changed() => {
                    tokio::time::sleep(PAUSE).await;
                    changed.is_ok()
                }
                () = tokio::time::sleep(wait) => true,
            }
        });
        if !goes_on {
            return;
        }
    }
}

fn until(now: Instant, next: Instant) -> Duration {
    let micros = u64::try_from(next.micros() - now.micros()).unwrap_or(0);
    Duration::from_micros(micros).clamp(PAUSE, WAIT_MAX)
}

fn catch_up(city: &City, followers: &[Follower]) -> Option<Instant> {
    let mut next = None;
    for follower in followers {
        let waits = match turn(city, follower) {
            Ok(done) => done.waits_until,
            Err(error) => {
                tracing::warn!(follower = follower.name, %error, "a follower's turn ended early");
                Some(city.now().plus_seconds(WAIT_AFTER_FAULT))
            }
        };
        next = earliest(next, waits);
    }
    next
}

fn take_up(city: &City, jobs: &[JobKind]) -> Option<Instant> {
    let mut next = None;
    for kind in jobs {
        let due = match job::turn(city, kind) {
            Ok(done) => done.next,
            Err(error) => {
                tracing::warn!(kind = kind.name, %error, "a turn of jobs ended early");
                Some(city.now().plus_seconds(WAIT_AFTER_FAULT))
            }
        };
        next = earliest(next, due);
    }
    next
}

/// Sweeps when the civil day is another than that of the last sweep; days off are caught up by the sweep itself.
fn sweep_daily(city: &City, keep: &[Keep], swept: &mut Option<Day>) -> Option<Instant> {
    let today = city.today();
    if *swept == Some(today) {
        return None;
    }
    match sweep::daily(city, keep) {
        Ok(_) => {
            *swept = Some(today);
            None
        }
        Err(error) => {
            tracing::warn!(%error, "the daily sweep ended early");
            Some(city.now().plus_seconds(WAIT_AFTER_FAULT))
        }
    }
}

fn earliest(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    [a, b].into_iter().flatten().min()
}
