//! The thread: from any record to what caused it and to what came of it, by the links that acts left behind.
//!
//! Nothing is worked out here: a link exists because an act wrote it, as a link of its own or into the record itself
//! (`relations`). A record outside the reader's scope is not shown, not counted, and nothing is walked through it. What
//! serves a task of the plan stands beside it: it may be older than the plan, and neither caused the other.

pub mod node;
pub mod pages;
mod relations;
pub mod store;
#[cfg(test)]
mod tests;

pub use node::{meant, node};

use ::web::Area;
use ::web::http::{Routes, Who};
use base::{Ref, Result, Saying, Tri};
use db::Read;
use kernel::fact::store::LATEST;
use kernel::link;
use kernel::policy::Actor;
use kernel::scope::Sight;
use relations::Relation;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Steps walked in each direction.
pub const STEPS_MAX: usize = 6;
/// Records shown in each direction.
const RECORDS_MAX: usize = 200;
/// Links read of one record.
const LINKS_MAX: i64 = 100;

/// Adds the thread to the tower.
pub fn add_to(area: Area) -> Area {
    let public = Who::Everyone("links between public records are public; others are not shown");
    area.statements(store::STATEMENTS)
        .words(include_str!("thread/words.toml"))
        .pages(Routes::new().get("/thread/{ref}", public, pages::show))
        .api(pages::routes())
}

/// A record with what caused it and what came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Thread {
    /// The record.
    pub of: ThreadNode,
    /// What caused it: nearest first.
    pub causes: Vec<ThreadStep>,
    /// What came of it: nearest first.
    pub effects: Vec<ThreadStep>,
    /// The tasks of the plan that it serves, or what serves it when it is a task: neither its cause nor its effect.
    pub beside: Vec<ThreadStep>,
    /// Linked records that the list was cut by.
    pub not_shown: usize,
}

/// One record on the way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ThreadNode {
    /// `kind:id`.
    #[schema(value_type = String)]
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Its title or name; empty when it has none.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Its human number or key.
    pub number: Option<String>,
    /// Its own page below the city, when it has one.
    pub page: Option<String>,
}

/// A step: a record and the link that led to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ThreadStep {
    /// How many links away, from 1.
    pub distance: usize,
    /// The verb of the link.
    pub verb: String,
    /// The record it was reached from, as `kind:id`.
    pub via: String,
    /// The record.
    pub record: ThreadNode,
    /// The position of the act that wrote the link.
    pub position: i64,
}

/// Which way links are followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Causes,
    Effects,
}

/// Walks from a record, or "not found" when this reader does not see it.
pub fn walk(read: &impl Read, of: &Ref, actor: &Actor, sight: &Sight) -> Result<Thread> {
    let start = node(read, of, actor, sight)?.ok_or_else(|| Saying::not_found("base-not-found"))?;
    let mut not_shown = 0;
    let causes = steps(read, of, Way::Causes, actor, sight, &mut not_shown)?;
    let effects = steps(read, of, Way::Effects, actor, sight, &mut not_shown)?;
    let mut beside = Vec::new();
    for relation in relations::beside(read, of)? {
        let record = node(read, &relation.to, actor, sight)?;
        beside.extend(record.map(|record| relation.step(1, of, record)));
    }
    Ok(Thread { of: start, causes, effects, beside, not_shown })
}

fn steps(
    read: &impl Read,
    of: &Ref,
    way: Way,
    actor: &Actor,
    sight: &Sight,
    not_shown: &mut usize,
) -> Result<Vec<ThreadStep>> {
    let mut seen: BTreeSet<Ref> = BTreeSet::from([of.clone()]);
    let mut edge = vec![of.clone()];
    let mut found = Vec::new();
    for distance in 1..=STEPS_MAX {
        let mut next = Vec::new();
        for from in &edge {
            for link in links(read, from, way, actor, sight)? {
                let to = &link.to;
                if !seen.insert(to.clone()) {
                    continue;
                }
                match node(read, to, actor, sight)? {
                    Some(record) if found.len() < RECORDS_MAX => {
                        found.push(link.step(distance, from, record));
                        next.push(to.clone());
                    }
                    Some(_) => *not_shown += 1,
                    None => {}
                }
            }
        }
        edge = next;
    }
    Ok(found)
}

/// Where a record leads by one step: the links of its acts, then what the record itself names.
fn links(read: &impl Read, of: &Ref, way: Way, actor: &Actor, sight: &Sight) -> Result<Vec<Relation>> {
    let found = match way {
        Way::Causes => link::to(read, of, LATEST, LINKS_MAX)?,
        Way::Effects => link::from(read, of, LATEST, LINKS_MAX)?,
    };
    let mut all: Vec<Relation> = found
        .into_iter()
        .map(|link| Relation {
            to: if way == Way::Causes { link.from } else { link.to },
            verb: link.verb,
            seq: link.seq,
        })
        .collect();
    all.extend(relations::of(read, of, way, actor, sight)?);
    Ok(all)
}
