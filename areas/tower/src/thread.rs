//! The thread: from any record to what caused it and to what came of it, by the links that acts left behind.
//!
//! Nothing is worked out here: a link exists because an act wrote it. A record outside the reader's scope is not shown,
//! and nothing is walked through it; it is counted among those that are not shown.

pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;

use crate::body;
use crate::claim::{self, store as claims};
use crate::{event, measure, meeting, plan, question};
use ::web::Area;
use ::web::http::{Routes, Who};
use base::{Id, Ref, Result, Saying, Tri};
use db::Read;
use kernel::fact::store::LATEST;
use kernel::link::{self, Link};
use kernel::policy::{Actor, Depth, Role};
use kernel::scope::Sight;
use kernel::{agreement, obligation, organisation};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Steps walked in each direction.
pub const STEPS_MAX: usize = 6;
/// Records shown in each direction.
const RECORDS_MAX: usize = 200;
/// Characters of a question that stand as its title.
const TITLE_MAX: usize = 60;
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
    /// Linked records that this reader does not see, or that are beyond the limits.
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
    Ok(Thread { of: start, causes, effects, not_shown })
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
            for link in links(read, from, way)? {
                let to = if way == Way::Causes { &link.from } else { &link.to };
                if !seen.insert(to.clone()) {
                    continue;
                }
                match node(read, to, actor, sight)? {
                    Some(record) if found.len() < RECORDS_MAX => {
                        found.push(ThreadStep {
                            distance,
                            verb: link.verb.clone(),
                            via: from.to_string(),
                            record,
                            position: link.seq,
                        });
                        next.push(to.clone());
                    }
                    Some(_) | None => *not_shown += 1,
                }
            }
        }
        edge = next;
    }
    Ok(found)
}

fn links(read: &impl Read, of: &Ref, way: Way) -> Result<Vec<Link>> {
    match way {
        Way::Causes => link::to(read, of, LATEST, LINKS_MAX),
        Way::Effects => link::from(read, of, LATEST, LINKS_MAX),
    }
}

/// A record in the reader's scope. Kinds that are not named here are for auditors: closed unless opened.
pub fn node(read: &impl Read, of: &Ref, actor: &Actor, sight: &Sight) -> Result<Option<ThreadNode>> {
    let plain = |title: Tri, number: Option<String>, page: Option<String>| {
        Some(ThreadNode { name: of.to_string(), kind: of.kind.clone(), title, number, page })
    };
    let Ok(id) = Id::parse(&of.id) else { return Ok(None) };
    let kind = of.kind.as_str();
    if kind == organisation::KIND.name {
        let found = match organisation::store::find(read, id, LATEST) {
            Ok(found) => found,
            Err(error) if error.is("base-not-found") => return Ok(None),
            Err(error) => return Err(error),
        };
        let page = format!("/organisations/{}", found.number);
        return Ok(plain(found.name, Some(found.number), Some(page)));
    }
    if kind == claim::KIND.name {
        let found = store::claim(read, id)?;
        return Ok(
            found.and_then(|(code, title)| plain(title, Some(code.clone()), Some(format!("/claims/{code}"))))
        );
    }
    if kind == claim::REPLY.name {
        let found = store::reply(read, id)?;
        return Ok(found.and_then(|number| plain(Tri::default(), Some(number), None)));
    }
    if kind == plan::KIND.name {
        let found = store::plan(read, id)?;
        return Ok(found.and_then(|(code, title)| plain(title, Some(code), Some("/plan".into()))));
    }
    if kind == body::KIND.name {
        return match body::store::find(read, id) {
            Ok(found) => Ok(plain(found.name, None, Some(format!("/bodies/{}", found.code)))),
            Err(error) if error.is("base-not-found") => Ok(None),
            Err(error) => Err(error),
        };
    }
    if kind == agreement::KIND.name {
        let found = agreement::store::find(read, id, LATEST, sight)?;
        return Ok(found.and_then(|found| {
            let page = format!("/agreements/{}", found.number);
            plain(found.content.title, Some(found.number), Some(page))
        }));
    }
    if kind == obligation::KIND.name {
        let found = obligation::store::find(read, id, LATEST, sight)?;
        return Ok(found.and_then(|found| {
            let page = format!("/obligations/{}", found.number);
            plain(found.content.what, Some(found.number), Some(page))
        }));
    }
    if kind == event::KIND.name {
        let found = event::store::find(read, &of.id)?;
        return Ok(found.and_then(|found| plain(found.title, None, Some(format!("/events/{}", found.code)))));
    }
    if kind == meeting::KIND.name {
        let sees_all = [Role::Officer, Role::Head, Role::Auditor].iter().any(|role| actor.is(*role));
        let found = meeting::store::find(read, id)?.filter(|found| found.open || sees_all);
        return Ok(found.and_then(|found| {
            let page = format!("/meetings/{}", found.number);
            plain(found.title, Some(found.number), Some(page))
        }));
    }
    council_node(read, of, id, actor)
}

/// A question or a kept count in the reader's scope; any other kind for auditors alone.
fn council_node(read: &impl Read, of: &Ref, id: Id, actor: &Actor) -> Result<Option<ThreadNode>> {
    let (entitled, kind) = (actor.depth() >= Depth::Entitled, of.kind.as_str());
    let named = |title: Tri, number: Option<String>, page: Option<String>| {
        Some(ThreadNode { name: of.to_string(), kind: of.kind.clone(), title, number, page })
    };
    if kind == question::KIND.name {
        let found = question::store::find(read, &of.id, entitled)?;
        return Ok(found.and_then(|found| {
            let title = Tri::korean(&question::short(&found.says.text, TITLE_MAX));
            named(title, Some(found.number.clone()), Some(format!("/questions/{}", found.number)))
        }));
    }
    if kind == measure::SNAPSHOT.name {
        let Some((number, measure)) = store::snapshot(read, id, entitled)? else { return Ok(None) };
        let held = measure::store::newest(read, &measure, measure::store::Seeing::Internal)?;
        let page = format!("/measures/{measure}?snapshot={number}");
        return Ok(named(held.definition.title.clone(), Some(number), Some(page)));
    }
    Ok(if actor.depth() == Depth::Audit { named(Tri::default(), None, None) } else { None })
}

/// The record that a short address means: `claim:c030` by its code, everything else as `kind:id`.
pub fn meant(read: &impl Read, text: &str) -> Result<Ref> {
    let of = Ref::parse(text).map_err(|_| Saying::not_found("base-not-found"))?;
    if of.kind != claim::KIND.name || Id::parse(&of.id).is_ok() {
        return Ok(of);
    }
    Ok(claim::acts::as_ref(&claims::get(read, &of.id)?))
}
