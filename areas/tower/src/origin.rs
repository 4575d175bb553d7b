//! Origins: what the founding texts of a city ask for, name or wish - each with the screens that serve it and an honest
//! state.
//!
//! The pack says which screen serves what, and whether it answers the wish or only keeps its record. The state follows
//! by a rule from that, from the pages that this site really has, and from the records that were really loaded: a claim
//! of the pack alone never makes anything work.

pub mod api;
pub mod file;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;

use ::web::Area;
use ::web::http::{Routes, Who};
use base::Tri;
use kernel::policy::{Kind, Retention, Visibility};
use serde::Serialize;
use utoipa::ToSchema;

/// An origin as a kind of record.
pub const KIND: Kind = Kind {
    name: "origin",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};

/// Adds origins to the tower.
pub fn add_to(area: Area) -> Area {
    let public = Who::Everyone("what a city set out to do, and how far this program serves it, is public");
    let pages = Routes::new().get("/about/origins", public, pages::show);
    let area = area.kinds(&[&KIND]).statements(store::STATEMENTS).actions(store::ACTIONS);
    area.words(include_str!("origin/words.toml")).pages(pages).api(api::routes())
}

/// A line of `origins.csv`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// `o17`.
    pub code: String,
    /// A short source key.
    pub source: String,
    /// The part of the program that it belongs to.
    pub area: String,
    /// In our own words.
    pub text: Tri,
}

/// What a screen does for an origin, as the pack says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// It answers the wish.
    Works,
    /// It shows the record of it.
    Record,
}

impl Says {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Says::Works => "works",
            Says::Record => "record",
        }
    }

    /// Reads the stored code.
    pub fn parse(code: &str) -> Option<Says> {
        [Says::Works, Says::Record].into_iter().find(|says| says.code() == code)
    }
}

/// A line of `screens.csv`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Screen {
    /// The origin that it serves.
    pub origin: String,
    /// An address below the city; empty when there is only a record.
    pub screen: String,
    /// What the screen does for it.
    pub says: Says,
    /// An item of the pack that keeps it on record, such as `directive/d-2019-10-14-4`; may be empty.
    pub record: String,
}

/// How far an origin is served.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OriginState {
    /// A page of this site answers it.
    Works,
    /// It stands on record, nothing more.
    RecordOnly,
    /// Nothing serves it.
    NotYet,
}

/// The rule. `has_page` asks the site, `is_loaded` the register.
pub fn state(
    screens: &[Screen],
    has_page: impl Fn(&str) -> bool,
    is_loaded: impl Fn(&str) -> bool,
) -> OriginState {
    let shown = |screen: &Screen| !screen.screen.is_empty() && has_page(&screen.screen);
    if screens.iter().any(|screen| screen.says == Says::Works && shown(screen)) {
        return OriginState::Works;
    }
    let kept = |screen: &Screen| !screen.record.is_empty() && is_loaded(&screen.record);
    match screens.iter().any(|screen| shown(screen) || kept(screen)) {
        true => OriginState::RecordOnly,
        false => OriginState::NotYet,
    }
}
