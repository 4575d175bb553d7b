//! The search index, put behind its port: this is the only crate that links it.

use crate::engines::{fill_and_follow, history};
use base::Result;
use kernel::City;
use kernel::follower::runner::Runner;
use kernel::search::feed;
use std::sync::Arc;

/// The folder of a city in which the index keeps its files. They can be deleted: they are made again.
pub const FOLDER: &str = "search";

/// Gives a city its index, as its files left it; whoever asks at once calls `feed::catch_up` first.
pub fn attach(city: &City) -> Result<()> {
    let index = search::Search::open(&city.folder().join(FOLDER), &history(city)?)?;
    city.set_search(Arc::new(index))
}

/// Keeps the index of a city fresh, on threads of its own: the first filling takes long. The city answers meanwhile,
/// and says which position the index has reached.
pub fn keep_fresh(city: &City) -> Result<Runner> {
    let all = web::http::site::searchables(&crate::areas::areas());
    let kinds = all.clone();
    fill_and_follow(city, "search-fill", feed::follower(all), move |city| feed::catch_up(city, &kinds))
}
