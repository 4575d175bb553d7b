//! The search index, put behind its port: this is the only crate that links it.

use base::{Fault, Result};
use kernel::City;
use kernel::follower::runner::{Duties, Runner};
use kernel::follower::turn;
use kernel::search::{Searchable, feed};
use std::sync::Arc;

/// The folder of a city in which the index keeps its files. They can be deleted: they are made again.
pub const FOLDER: &str = "search";

/// Gives a city its index, as its files left it; whoever asks at once calls `feed::catch_up` first.
pub fn attach(city: &City) -> Result<()> {
    let about = city.about()?;
    // Another key or branch is another history, although its positions have the same numbers.
    let history = format!("{} {} {}", about.slug, about.branch, city.public_key());
    let index = search::Search::open(&city.folder().join(FOLDER), &history)?;
    city.set_search(Arc::new(index))
}

/// Keeps the index of a city fresh, on threads of its own: the first filling takes long. The city answers meanwhile,
/// and says which position the index has reached.
pub fn keep_fresh(city: &City) -> Result<Runner> {
    let all = web::http::site::searchables(&crate::areas::areas());
    let (filled, kinds) = (city.clone(), all.clone());
    let fill = move || match fill(&filled, &kinds) {
        Ok(0) => {}
        Ok(records) => tracing::info!(records, "the search index has caught up"),
        // The follower tries again with the next entry.
        Err(error) => tracing::warn!(%error, "the search index could not catch up"),
    };
    std::thread::Builder::new()
        .name("search-fill".into())
        .spawn(fill)
        .map_err(|e| Fault::new("starting the search index", e))?;
    Runner::start(city, Duties { followers: vec![feed::follower(all)], ..Duties::default() })
}

/// Gives the index everything there is; how many records that were. The follower takes its place in the journal first,
/// so that what is written meanwhile is its own.
pub fn fill(city: &City, all: &[Searchable]) -> Result<usize> {
    turn(city, &feed::follower(all.to_vec()))?;
    feed::catch_up(city, all)
}
