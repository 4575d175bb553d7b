//! Replacement after people dropped out.
//!
//! The people who stay keep their seats. Empty seats are filled by the same fair lottery among the
//! rest of the pool, under the quotas that the stayers leave open; nobody who dropped out and
//! nobody from a household that still sits is drawn.

use crate::error::{Kind, PanelError, Place, Problems, Source};
use crate::lottery::{Lottery, TOTAL};
use crate::pool::{Feature, Person, Pool, Quotas};
use crate::problem::{Problem, Task};
use std::collections::{BTreeSet, HashMap};

#[cfg(test)]
mod tests;

/// A replacement draw with everything needed to publish it.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// The quotas that were still open.
    pub quotas: Quotas,
    /// The people who could be drawn.
    pub pool: Pool,
    pub problem: Problem,
    pub lottery: Lottery,
    /// Ids of the new people, ascending.
    pub drawn: Vec<String>,
}

/// Fills the seats of those who dropped out.
///
/// `panel` are the ids of the whole panel, `gone` those of it who dropped out; `refused` are people
/// off the panel who must not be drawn (earlier drop-outs). The seed should be new and public.
///
/// # Errors
/// Ids that the pool or the panel does not have, nobody gone, quotas that can no longer be met
/// (with the conflict and a mend in terms of the open quotas).
pub fn replace(
    pool: &Pool,
    quotas: &Quotas,
    task: Task,
    panel: &[String],
    gone: &[String],
    refused: &[String],
    seed: &str,
) -> Result<Replacement, Problems> {
    let by_id: HashMap<&str, &Person> =
        pool.people.iter().map(|person| (person.id.as_str(), person)).collect();
    let seated: BTreeSet<&str> = panel.iter().map(String::as_str).collect();
    let left: BTreeSet<&str> = gone.iter().map(String::as_str).collect();
    check_ids(&by_id, &seated, &left, refused)?;
    let staying: Vec<&Person> = seated.difference(&left).filter_map(|id| by_id.get(id).copied()).collect();
    let open = open_quotas(quotas, &staying);
    let homes: BTreeSet<&str> = staying.iter().filter_map(|person| person.address.as_deref()).collect();
    let refused: BTreeSet<&str> = refused.iter().map(String::as_str).collect();
    let is_free = |person: &&Person| {
        let id = person.id.as_str();
        let shares_home =
            task.one_per_address && person.address.as_deref().is_some_and(|home| homes.contains(home));
        !seated.contains(id) && !refused.contains(id) && !shares_home
    };
    let rest: Vec<Person> = pool.people.iter().filter(is_free).cloned().collect();
    let rest = Pool::new(rest, &open)?;
    let seats = task.seats.saturating_sub(staying.len() as u32);
    let problem = Problem::new(&rest, &open, Task { seats, ..task })?;
    let lottery = Lottery::of(&problem.mixture()?, TOTAL);
    let seated = lottery.draw(&problem.classes, seed)?;
    let mut drawn: Vec<String> = seated.iter().map(|&person| rest.people[person].id.clone()).collect();
    drawn.sort();
    Ok(Replacement { quotas: open, pool: rest, problem, lottery, drawn })
}

fn check_ids(
    by_id: &HashMap<&str, &Person>,
    seated: &BTreeSet<&str>,
    left: &BTreeSet<&str>,
    refused: &[String],
) -> Result<(), Problems> {
    let unknown =
        |id: &str| PanelError::new(Kind::UnknownId { id: id.to_string() }, Place::whole(Source::Ids));
    let mut found = Vec::new();
    for id in seated.iter().copied().chain(refused.iter().map(String::as_str)) {
        if !by_id.contains_key(id) {
            found.push(unknown(id));
        }
    }
    found.extend(left.difference(seated).map(|id| unknown(id)));
    Problems::check(found)
}

/// What the stayers leave of each quota. A maximum that is passed already stays at zero.
fn open_quotas(quotas: &Quotas, staying: &[&Person]) -> Quotas {
    let mut features: Vec<Feature> = quotas.features.clone();
    for (f, feature) in features.iter_mut().enumerate() {
        for (v, value) in feature.values.iter_mut().enumerate() {
            let held = staying.iter().filter(|person| person.values.get(f) == Some(&v)).count() as u32;
            value.minimum = value.minimum.saturating_sub(held);
            value.maximum = value.maximum.saturating_sub(held);
        }
    }
    Quotas { features }
}
