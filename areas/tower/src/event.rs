//! Events of the public record: what was held, when, where, who spoke, who was visited; what led to it and what came
//! of it stand as links.
//!
//! Decisions of a body that met are meetings; what was agreed is an agreement. An event only leads to them.
//!
//! Invariant: no person's name stands in a row; who took part is a ref, and a page opens public names alone.

pub mod api;
pub mod pages;
pub mod search;
pub mod store;

use crate::thread::{self, ThreadNode};
use crate::who::{Party, Reader, party};
use ::web::Area;
use ::web::http::{Routes, Who};
use base::{Id, Ref, Result, Saying, Tri, When};
use db::Read;
use kernel::link;
use kernel::policy::{Action, Kind, Retention, Visibility};
use serde::Serialize;
use utoipa::ToSchema;

/// An event as a kind of record.
pub const KIND: Kind = Kind {
    name: "event",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};

/// The link from what led to an event, and from an event to what came of it.
pub const LED_TO: &str = "led_to";
/// Links shown on one page, in each direction.
const LINKS_MAX: i64 = 100;

/// Bringing in events; only the program does.
pub const IMPORT: Action = Action::new("tower.event.import", &[]);
/// Linking them with what led to them and what came of them; only the program does.
pub const LINK: Action = Action::new("tower.event.link", &[]);

/// Adds events to the tower.
pub fn add_to(area: Area) -> Area {
    let public = Who::Everyone("what a city held in public is a public record");
    area.kinds(&[&KIND])
        .actions(&[&IMPORT, &LINK])
        .statements(store::STATEMENTS)
        .searchables(&[search::SEARCHABLE])
        .statements(search::STATEMENTS)
        .words(include_str!("event/words.toml"))
        .nav("tower-nav-events", "/events", 60)
        .pages(Routes::new().get("/events", public, pages::list).get("/events/{event}", public, pages::show))
        .api(api::routes())
}

/// An event as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Event {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its key in the record: `e-2019-10-23`.
    pub code: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Its theme; empty when it had none.
    #[schema(value_type = Object)]
    pub theme: Tri,
    /// When, as far as it is known.
    #[schema(value_type = Option<String>)]
    pub held: Option<When>,
    /// The record does not print the day; it was concluded from it.
    pub held_inferred: bool,
    /// The hour it began, as printed.
    pub from_time: Option<String>,
    /// The hour it ended, as printed.
    pub to_time: Option<String>,
    /// Where; empty when no source says it.
    #[schema(value_type = Object)]
    pub venue: Tri,
    /// How many came, as reported; null when no source says it.
    pub attendance: Option<i64>,
    /// People whom the source names only by what they are.
    pub met_roles: Vec<String>,
    /// A short source key.
    pub source: Option<String>,
}

/// Who took part, as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// `held`, `spoke`, `visited` or `met`.
    pub verb: &'static str,
    /// An organisation, a body or a person.
    pub who: Ref,
    /// As printed.
    pub role: Option<String>,
}

/// Ways of taking part, in the order of a page.
pub const VERBS: [&str; 4] = ["held", "spoke", "visited", "met"];

/// Who took part, for people to see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PartView {
    /// `held`, `spoke`, `visited` or `met`.
    pub verb: String,
    /// Who.
    pub who: Party,
    /// As printed.
    pub role: Option<String>,
}

/// One event with who took part and what it is linked with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct EventView {
    /// The event.
    #[serde(flatten)]
    pub event: Event,
    /// Who took part, in the order of the record.
    pub parts: Vec<PartView>,
    /// What led to it.
    pub causes: Vec<ThreadNode>,
    /// What came of it.
    pub effects: Vec<ThreadNode>,
    /// The position that this view shows.
    pub position: i64,
}

/// One event by its key, or "not found".
pub fn show(read: &impl Read, code: &str, reader: &Reader) -> Result<EventView> {
    let event = store::by_code(read, code)?.ok_or_else(|| Saying::not_found("base-not-found"))?;
    let of = Ref::new(KIND.name, event.id);
    let sight = reader.sight();
    let (mut causes, mut effects) = (Vec::new(), Vec::new());
    for found in link::to(read, &of, reader.now, LINKS_MAX)? {
        causes.extend(thread::node(read, &found.from, &reader.actor, &sight)?);
    }
    for found in link::from(read, &of, reader.now, LINKS_MAX)? {
        effects.extend(thread::node(read, &found.to, &reader.actor, &sight)?);
    }
    let parts = store::parts(read, event.id)?;
    let parts = parts
        .into_iter()
        .map(|(verb, who, role)| Ok(PartView { verb, who: party(read, &who, reader)?, role }));
    Ok(EventView { parts: parts.collect::<Result<_>>()?, event, causes, effects, position: reader.now })
}
