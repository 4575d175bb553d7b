//! Bodies: groups that meet and decide - a committee, a task force, a regular meeting.
//!
//! Who belongs to one is a fact: an organisation by `body_member`, a person by a public role at the body.

pub mod acts;
pub mod page;
pub mod pages;
pub mod search;
pub mod store;
#[cfg(test)]
mod tests;
pub mod web;

use base::{Id, Tri};
use kernel::policy::{FactKind, Kind, Retention, Visibility};
use serde::Serialize;
use utoipa::ToSchema;

/// Adds to the tower what is done with bodies, and their own pages; their records come with the plan.
pub fn add_to(area: ::web::Area) -> ::web::Area {
    area.actions(acts::ACTIONS)
        .words(include_str!("body/words.toml"))
        .pages(self::web::routes())
        .api(self::web::api())
}

/// A body as a kind of record.
pub const KIND: Kind = Kind {
    name: "body",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};

/// The fact "this organisation belongs to the body".
pub const MEMBER: Kind =
    Kind { name: "body_member", fact: Some(FactKind { subject: "body", codes: &[], unit: None }), ..KIND };

/// A body.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Body {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its key: `promotion-committee`.
    pub code: String,
    #[schema(value_type = Object)]
    pub name: Tri,
    /// Other names in the sources.
    pub aliases: Vec<String>,
    /// As far as it is known.
    pub founded: Option<String>,
    /// How many people.
    pub size: Option<i64>,
    /// How the size is meant: `=`, `~`, `>` or `>=`.
    pub size_relation: Option<String>,
    /// The organisation where its office is.
    #[schema(value_type = Option<String>)]
    pub office: Option<Id>,
    /// What it is for; empty when no source says it.
    #[schema(value_type = Object)]
    pub duties: Tri,
    /// A short source key.
    pub source: Option<String>,
}

/// A body with who belongs to it, as pages and the API show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BodyView {
    /// The body.
    #[serde(flatten)]
    pub body: Body,
    /// Where its office is.
    pub office_at: Option<Named>,
    /// Organisations that belong to it.
    pub members: Vec<Named>,
}

/// An organisation by number and name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Named {
    /// Its human number.
    pub number: String,
    #[schema(value_type = Object)]
    pub name: Tri,
}
