//! Records to the search index: whatever was written after the position it has reached.
//!
//! The index's own position rules, not the follower's cursor: an index that lost its files stands at 0 and is given
//! everything again. Two threads may feed one index; who comes second finds that it moved and goes on.

use super::{Searchable, sights};
use crate::city::City;
use crate::follower::{Follower, Since, Work};
use crate::journal::store as journal;
use crate::scope::Sight;
use base::search::{Change, Entry, Refusal, SearchError};
use base::{Ref, Result};
use db::{Read, Reading};
use std::sync::Arc;

/// The name of the follower.
pub const FOLLOWER: &str = "kernel.search.feed";
/// Records of one read: each takes some statements, and a reader lives ten seconds.
const RECORDS: i64 = 500;

/// A place in the changes of one kind.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Place {
    seq: i64,
    id: String,
}

/// Gives the index of a city everything up to the newest durable position; how many records that were.
///
/// # Errors
/// `search-absent` for a city without an index; faults of the database and of the index's disk.
pub fn catch_up(city: &City, all: &[Searchable]) -> Result<usize> {
    let index = Arc::clone(city.search()?);
    let newest = city.read_blocking(|read| journal::newest(read))?;
    if index.reached() > newest {
        // The register was put back to an earlier time: what the index knows beyond it never happened here.
        index.reset()?;
    }
    let mut given = 0;
    loop {
        let after = index.reached();
        if after >= newest {
            return Ok(given);
        }
        let mut taken = 0;
        let mut feed = Feed { city, all, kind: 0, up_to: newest, after, place: begin(after) };
        let mut pages = || {
            let page = feed.next()?;
            taken += page.as_ref().map_or(0, Vec::len);
            Ok(page)
        };
        match index.push(after, newest, &mut pages) {
            Ok(()) => given += taken,
            Err(SearchError::Refused(Refusal::Moved { .. })) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// The follower that keeps the index fresh. It needs a runner of its own: the first filling takes long.
pub fn follower(all: Vec<Searchable>) -> Follower {
    Follower {
        name: FOLLOWER,
        actions: &[],
        since: Since::Now,
        work: Work::Outside {
            reset: Arc::new(|city| Ok(city.search()?.reset()?)),
            take: Arc::new(move |city, _| catch_up(city, &all).map(|_| ())),
        },
    }
}

/// Everything after a position, as no id is.
fn begin(after: i64) -> Place {
    Place { seq: after.saturating_add(1), id: String::new() }
}

/// The changes of all kinds, one after another.
struct Feed<'a> {
    city: &'a City,
    all: &'a [Searchable],
    kind: usize,
    after: i64,
    up_to: i64,
    place: Place,
}

impl Feed<'_> {
    /// The next page; none after the last kind.
    fn next(&mut self) -> Result<Option<Vec<Change>>> {
        let Some(searchable) = self.all.get(self.kind).copied() else { return Ok(None) };
        let (place, up_to, today) = (self.place.clone(), self.up_to, self.city.today());
        let read = move |read: &Reading<'_>| page(read, &searchable, &place, up_to, &sights(today));
        let (changes, next) = self.city.read_blocking(read)?;
        match next {
            Some(place) => self.place = place,
            None => {
                self.kind += 1;
                self.place = begin(self.after);
            }
        }
        Ok(Some(changes))
    }
}

/// A page of one kind, and where the next begins.
fn page(
    read: &Reading<'_>,
    searchable: &Searchable,
    place: &Place,
    up_to: i64,
    sights: &(Sight, Sight),
) -> Result<(Vec<Change>, Option<Place>)> {
    let params = [place.seq.into(), (&place.id).into(), up_to.into(), RECORDS.into()];
    let found =
        read.list(&searchable.changed, &params, |row| Ok(Place { seq: row.get(0)?, id: row.get(1)? }))?;
    let next = found.last().filter(|_| found.len() as i64 == RECORDS).cloned();
    let changes =
        found.iter().map(|place| change(read, searchable, &place.id, sights)).collect::<Result<_>>()?;
    Ok((changes, next))
}

/// What a record is now; it may have changed since, and then comes again.
fn change(read: &Reading<'_>, searchable: &Searchable, id: &str, sights: &(Sight, Sight)) -> Result<Change> {
    let of = Ref::new(searchable.kind.name, id);
    let (open, inside) = sights;
    Ok(match (searchable.document)(read, id, inside)? {
        None => Change::Gone(of),
        Some(inside) => {
            let open = (searchable.document)(read, id, open)?;
            Change::Put(Box::new(Entry { of, open, inside }))
        }
    })
}
