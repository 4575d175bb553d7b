//! The heavy engines, put behind their ports: this is the only crate that links them.

use base::{Fault, Result};
use kernel::City;
use kernel::fact::feed;
use kernel::follower::runner::{Duties, Runner};
use kernel::follower::{Follower, turn};
use query::{Query, Settings};
use std::sync::Arc;

/// The folder of a city in which the query engine keeps its files. They can be deleted: they are made again.
const FACTS: &str = "facts";

/// Gives a city its query engine, as its files left it; whoever asks at once calls `feed::catch_up` first.
pub fn attach(city: &City) -> Result<()> {
    let engine = Query::open(&city.folder().join(FACTS), &history(city)?, Settings::default())?;
    city.set_engine(Arc::new(engine))
}

/// The line of history that derived files were made from. Another key or branch is another one, although its positions
/// have the same numbers.
pub fn history(city: &City) -> Result<String> {
    let about = city.about()?;
    Ok(format!("{} {} {}", about.slug, about.branch, city.public_key()))
}

/// Keeps the engine of a city fresh. Facts that are not in its files yet come first; the city answers meanwhile, at the
/// position that the engine has reached.
pub fn keep_fresh(city: &City) -> Result<Runner> {
    fill_and_follow(city, "query-fill", feed::follower(), |city| {
        let given = feed::catch_up(city)?;
        area_tower::measure::count::warm(city)?;
        Ok(given)
    })
}

/// Fills what is derived from the journal, on a thread of its own because the first filling takes long, and follows the
/// journal from then on. The follower takes its place first, so that what is written meanwhile is its own; a filling
/// that fails is tried again with the next entry.
pub fn fill_and_follow(
    city: &City,
    name: &'static str,
    follower: Follower,
    catch_up: impl Fn(&City) -> Result<usize> + Send + 'static,
) -> Result<Runner> {
    let (filled, first) = (city.clone(), follower.clone());
    // The runner may have taken the same turn: then the follower has its place.
    let placed = move |city: &City| match turn(city, &first) {
        Err(error) if error.is("follower-moved") => Ok(()),
        other => other.map(drop),
    };
    let fill = move || match placed(&filled).and_then(|()| catch_up(&filled)) {
        Ok(0) => {}
        Ok(given) => tracing::info!(given, name, "caught up with the journal"),
        Err(error) => tracing::warn!(%error, name, "could not catch up with the journal"),
    };
    std::thread::Builder::new()
        .name(name.into())
        .spawn(fill)
        .map_err(|e| Fault::new("starting an engine", e))?;
    Runner::start(city, Duties { followers: vec![follower], ..Duties::default() })
}
