//! Loading a pack into a city: acts by the system, in batches that are bounded, each item once.
//!
//! An item that was loaded before is left as it is, whatever the pack or the city says of it now: what people
//! corrected since is theirs. So loading twice changes nothing, and loading a longer pack adds only what is new.

mod claim;
mod council;
mod event;
mod facts;
mod measures;
pub mod organisations;
mod origin;
mod partners;
mod plan;
mod presence;
mod promises;
mod serves;
mod sign_ins;

use super::Pack;
use super::generate::{self, Made};
use super::items;
use base::{Ref, Result, Saying};
use kernel::policy::{Action, Rule};
use kernel::{Caller, City, Done, Tx};
use serde::Serialize;
use std::collections::BTreeMap;

/// Who acts.
pub(super) const PACK: Caller = Caller::System("pack");
/// Only the program loads packs.
pub(super) const NOBODY: &[Rule] = &[];

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[
    &facts::STATE,
    &partners::BODIES,
    &partners::ROLES,
    &plan::IMPORT,
    &presence::STATE,
    &promises::BUDGET,
    &promises::SUPPORT,
    &crate::serves::store::SERVE,
];

/// What a loading did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Report {
    /// By kind: what was new and what was known before.
    pub items: BTreeMap<&'static str, Tally>,
    /// The position before.
    pub before: i64,
    /// The position after; the same when nothing was new.
    pub after: i64,
    /// Kinds of items that the pack holds and that are kept for later: kind and how many.
    pub kept_for_later: BTreeMap<&'static str, usize>,
}

/// How many items of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Tally {
    /// Loaded now.
    pub new: usize,
    /// Loaded before, and left as they are.
    pub known: usize,
}

impl Report {
    /// True when nothing was new.
    pub fn changed_nothing(&self) -> bool {
        self.before == self.after
    }
}

/// Loads a pack that was read.
///
/// # Errors
/// Refuses when the city is another one than the pack's; otherwise a fault of the database. What was loaded before
/// an error stays, and loading again goes on from there.
pub fn load(city: &City, pack: &Pack) -> Result<Report> {
    load_with(city, pack, &|_| Ok(()))
}

/// The same; `ready` is called once, when all facts are in and before definitions of measures are tried.
///
/// # Errors
/// As `load`; and what the engine says of a definition, which then stays internal.
pub fn load_with(city: &City, pack: &Pack, ready: &dyn Fn(&City) -> Result<()>) -> Result<Report> {
    let before = city.position();
    the_same_city(city, pack)?;
    claim::refuse_changed(city, pack)?;
    let made = pack.generator.as_ref().map(generate::make).unwrap_or_default();
    let mut loading = Loading { city, pack, made, report: Report { before, ..Report::default() } };
    organisations::load(&mut loading)?;
    presence::load(&mut loading)?;
    facts::load(&mut loading)?;
    partners::load(&mut loading)?;
    plan::load(&mut loading)?;
    promises::load(&mut loading)?;
    event::load(&mut loading)?;
    claim::load(&mut loading)?;
    origin::load(&mut loading)?;
    serves::load(&mut loading)?;
    sign_ins::load(&mut loading)?;
    ready(city)?;
    measures::load(&mut loading)?;
    council::load(&mut loading)?;
    let mut report = loading.report;
    report.items.retain(|_, tally| *tally != Tally::default());
    report.after = city.position();
    Ok(report)
}

/// A city without a name gets the pack's; a city with one must be the pack's.
fn the_same_city(city: &City, pack: &Pack) -> Result<()> {
    let wanted = pack.about();
    match city.about() {
        Ok(found) if found.slug != wanted.slug => Err(Saying::conflict("tower-pack-other-city")
            .with("city", found.slug)
            .with("pack", wanted.slug)
            .into()),
        // A real city never takes made-up records, and the other way round.
        Ok(found) if found.synthetic != wanted.synthetic => {
            Err(Saying::conflict("tower-pack-other-origin").with("pack", wanted.slug).into())
        }
        Ok(_) => Ok(()),
        Err(error) if error.is("kernel-city-not-founded") => city.found(wanted).map(|_| ()),
        Err(error) => Err(error),
    }
}

/// One loading under way.
pub(super) struct Loading<'a> {
    pub city: &'a City,
    pub pack: &'a Pack,
    pub made: Made,
    pub report: Report,
}

impl Loading<'_> {
    pub fn slug(&self) -> String {
        self.pack.slug().to_owned()
    }

    /// What an item became, if it was loaded before.
    pub fn became(&self, item: &str) -> Result<Option<Ref>> {
        let (pack, item) = (self.slug(), item.to_owned());
        self.city.read_blocking(move |read| items::find(read, &pack, &item))
    }

    /// The items that were not loaded before, with how many were. Keys are made by `key`.
    pub fn fresh<T>(&mut self, kind: &'static str, all: Vec<(String, T)>) -> Result<Vec<(String, T)>> {
        let pack = self.slug();
        let keys: Vec<String> = all.iter().map(|(key, _)| key.clone()).collect();
        let known = self.city.read_blocking(move |read| {
            keys.iter().map(|key| Ok(items::find(read, &pack, key)?.is_some())).collect::<Result<Vec<bool>>>()
        })?;
        let tally = self.report.items.entry(kind).or_default();
        let mut fresh = Vec::new();
        for (item, known) in all.into_iter().zip(known) {
            match known {
                true => tally.known += 1,
                false => {
                    tally.new += 1;
                    fresh.push(item);
                }
            }
        }
        Ok(fresh)
    }

    /// Runs an act as the loader.
    pub fn act<F>(&self, act: F) -> Result<Done>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<Done> + Send + 'static,
    {
        self.city.act_blocking(PACK, None, act)
    }

    /// Who a reference of the pack leads to: an organisation or a body that was loaded.
    pub fn at(&self, id: &str) -> Result<Ref> {
        if let Some(body) = self.became(&format!("body/{id}"))? {
            return Ok(body);
        }
        organisations::find(self.city, self.pack, id)?.ok_or_else(|| super::parse::broken(id))
    }
}
