//! The heavy engines, put behind their ports: this is the only crate that links them.

use base::Result;
use kernel::City;
use kernel::fact::feed;
use kernel::follower::runner::{Duties, Runner};
use query::{Query, Settings};
use std::sync::Arc;

/// The folder of a city in which the query engine keeps its files. They can be deleted: they are made again.
const FACTS: &str = "facts";

/// Gives a city its query engine, as its files left it; whoever asks at once calls `feed::catch_up` first.
pub fn attach(city: &City) -> Result<()> {
    let about = city.about()?;
    // Another key or branch is another history, although its positions have the same numbers.
    let history = format!("{} {} {}", about.slug, about.branch, city.public_key());
    let engine = Query::open(&city.folder().join(FACTS), &history, Settings::default())?;
    city.set_engine(Arc::new(engine))
}

/// Keeps the engine of a city fresh, on threads of its own: the first filling takes long. Facts that are not in its
/// files yet come first; the city answers meanwhile, at the position that the engine has reached.
pub fn keep_fresh(city: &City) -> Result<Runner> {
    let filled = city.clone();
    let fill = move || match feed::catch_up(&filled) {
        Ok(0) => {}
        Ok(facts) => tracing::info!(facts, "the query engine has caught up"),
        // The follower tries again with the next entry.
        Err(error) => tracing::warn!(%error, "the query engine could not catch up"),
    };
    std::thread::Builder::new()
        .name("query-fill".into())
        .spawn(fill)
        .map_err(|e| base::Fault::new("starting the query engine", e))?;
    Runner::start(city, Duties { followers: vec![feed::follower()], ..Duties::default() })
}
