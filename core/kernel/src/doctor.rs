//! The doctor: looks at a city's folder and says in plain sentences what is well and what to do about what is not.
//!
//! It changes nothing, but for one act that is asked for by name: accepting a clock that jumped back.

mod facts;

use crate::account::Caller;
use crate::city::City;
use crate::person;
use crate::policy::{Action, Rule};
use base::problem::Class;
use base::{Fault, Ref, Result, Saying};
use db::{Read, Reading, Sql};
use serde_json::json;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Accepting a clock that jumped back; only the program does it.
pub const ACCEPT_CLOCK: Action = Action::new("kernel.clock.accept", NOBODY);
const NOBODY: &[Rule] = &[];

const COUNTS: Sql = Sql::new(
    "kernel.doctor.counts",
    "select (select count(*) from journal_entry), (select coalesce(max(seq), 0) from journal_entry),
            (select coalesce(max(size), 0) from journal_tree), (select coalesce(max(size), 0) from journal_checkpoint),
            (select coalesce(max(seq), 0) from db_fence)",
);
const AHEAD: Sql =
    Sql::new("kernel.doctor.ahead", "select count(*) from fact where seq_in > ?1 or seq_out > ?1");
const HALF_ERASED: Sql = Sql::new(
    "kernel.doctor.half_erased",
    "select count(*) from journal_entry where (salt is null) <> (body is null)",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[COUNTS, AHEAD, HALF_ERASED];

/// Free space below which the doctor warns, in bytes.
const SPACE_LOW: u64 = 2 << 30;
const OWNERS_PAGE: i64 = 1_000;

/// How a check went.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Well,
    /// It works, but something should be done.
    Attention,
    /// Something is broken.
    Broken,
}

/// One check.
#[derive(Clone, Debug)]
pub struct Check {
    /// How it went.
    pub state: State,
    /// What was found; keys begin with `doctor-`. What to do stands in `<key>-mend` when the state is not `Well`.
    pub says: Saying,
}

fn check(state: State, key: &'static str) -> Check {
    Check { state, says: Saying::new(Class::Conflict, key) }
}

impl Check {
    fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Check {
        self.says = self.says.with(name, value);
        self
    }
}

/// Looks at everything. Slow on a large city (it counts the journal); it reads only.
pub fn examine(city: &City) -> Result<Vec<Check>> {
    let mut out = city.read_blocking(rows)?;
    out.push(facts::compare(city)?);
    out.push(clock(city));
    out.push(orphan_keys(city)?);
    out.push(destructions(city)?);
    out.extend(key_files(&city.folder().join("keys")));
    out.push(space(city.folder()));
    Ok(out)
}

/// Journal, tree, fence and tables must agree on the last position.
fn rows(read: &Reading<'_>) -> Result<Vec<Check>> {
    let [entries, last, tree, head, fence] = read.one(&COUNTS, &[], |row| {
        let mut counts = [0i64; 5];
        for (index, count) in counts.iter_mut().enumerate() {
            *count = row.get(index)?;
        }
        Ok(counts)
    })?;
    let whole = entries == last && last == tree && tree == head && head == fence;
    let journal = match whole {
        true => check(State::Well, "doctor-journal-well").with("entries", entries),
        false => check(State::Broken, "doctor-journal-disagrees")
            .with("entries", entries)
            .with("last", last)
            .with("tree", tree)
            .with("checkpoint", head)
            .with("fence", fence),
    };
    let ahead: i64 = read.one(&AHEAD, &[last.into()], |row| row.get(0))?;
    let facts = match ahead {
        0 => check(State::Well, "doctor-facts-well"),
        count => check(State::Broken, "doctor-facts-ahead").with("count", count).with("last", last),
    };
    let half: i64 = read.one(&HALF_ERASED, &[], |row| row.get(0))?;
    let erased = match half {
        0 => check(State::Well, "doctor-bodies-well"),
        count => check(State::Broken, "doctor-bodies-half").with("count", count),
    };
    Ok(vec![journal, facts, erased])
}

fn clock(city: &City) -> Check {
    let (now, last) = (city.now(), city.head_at());
    match now >= last {
        true => check(State::Well, "doctor-clock-well").with("now", now),
        false => check(State::Broken, "doctor-clock-behind").with("now", now).with("last", last),
    }
}

/// Keys of nobody: their act did not commit, or their person was erased.
fn orphan_keys(city: &City) -> Result<Check> {
    let (mut after, mut keys, mut orphans) = (String::new(), 0u64, 0u64);
    loop {
        let owners = city.vault().owners_after(&after, OWNERS_PAGE)?;
        let Some(last) = owners.last() else { break };
        after.clone_from(last);
        keys += owners.len() as u64;
        let registered = move |read: &Reading<'_>| {
            owners
                .iter()
                .try_fold(0u64, |sum, owner| Ok(sum + u64::from(!person::store::is_registered(read, owner)?)))
        };
        orphans += city.read_blocking(registered)?;
    }
    Ok(match orphans {
        0 => check(State::Well, "doctor-keys-well").with("keys", keys),
        count => check(State::Attention, "doctor-keys-orphaned").with("count", count).with("keys", keys),
    })
}

fn destructions(city: &City) -> Result<Check> {
    let ordered = city.read_blocking(|read| person::store::to_destroy(read))?.len();
    Ok(match ordered {
        0 => check(State::Well, "doctor-destroyed-well"),
        count => check(State::Attention, "doctor-destroyed-waiting").with("count", count),
    })
}

fn key_files(keys: &Path) -> Vec<Check> {
    let open = |name: &str| {
        let mode = std::fs::metadata(keys.join(name)).ok()?.permissions().mode();
        (mode & 0o077 != 0).then(|| {
            check(State::Broken, "doctor-key-file-open")
                .with("file", keys.join(name).display())
                .with("mode", format!("{:o}", mode & 0o777))
        })
    };
    // "" is the folder itself: it guards the key store.
    let found: Vec<Check> = ["", "master.key", "signing.key"].into_iter().filter_map(open).collect();
    match found.is_empty() {
        true => vec![check(State::Well, "doctor-key-files-well")],
        false => found,
    }
}

/// Free space by `df`, which every system has; the standard library does not tell.
fn space(folder: &Path) -> Check {
    let output = std::process::Command::new("df").arg("-Pk").arg(folder).output();
    let free = output.ok().and_then(|output| {
        let text = String::from_utf8(output.stdout).ok()?;
        text.lines().nth(1)?.split_whitespace().nth(3)?.parse::<u64>().ok()
    });
    match free.map(|kib| kib * 1024) {
        Some(bytes) if bytes >= SPACE_LOW => check(State::Well, "doctor-space-well").with("gib", bytes >> 30),
        Some(bytes) => check(State::Attention, "doctor-space-low").with("mib", bytes >> 20),
        None => check(State::Attention, "doctor-space-unknown"),
    }
}

/// Records that the clock is accepted although it is behind the last entry; nothing when it is not behind. Called
/// by [`City::open`] when it is asked for, before anyone else can act.
pub fn accept_clock(city: &City) -> Result<()> {
    if city.now().plus_seconds(crate::scribe::HELD_SECONDS) >= city.head_at() {
        return city.tidy_blocking(|tx| {
            tx.scribe.refuse_clock();
            Ok(())
        });
    }
    let slug = city.about().map(|about| about.slug).unwrap_or_else(|_| "unnamed".into());
    city.act_blocking(Caller::System("doctor"), None, move |tx| {
        let body = json!({"last": tx.scribe.last_at(), "now": tx.at()});
        tx.record(&ACCEPT_CLOCK, Ref::new("city", slug), None, &body, &[])
    })
    .map(|_| ())
    .map_err(|error| Fault::new("accepting the clock", error).into())
}
