//! Measures: defined questions whose rows the hub counts, and the counts that were kept.
//!
//! What rows come to is in the library `measures`; the engine that answers the SQL is a port of `base`. A definition is
//! a file of a pack; a new version stands beside the old one, so that an old count can be explained.
//!
//! Invariant: nobody types a total. A number on a page is worked out from rows that the page can show.
//! Invariant: a definition and a count are internal until an act publishes them.
//! Invariant: a kept count is never counted again; its rows are stored, and their digest proves them.

pub mod acts;
pub mod api;
pub mod count;
pub mod definition;
pub mod facts;
pub mod files;
pub mod pages;
pub mod search;
pub mod shown;
pub mod store;
pub mod target;
#[cfg(test)]
pub(crate) mod tests;
pub mod trial;
pub mod view;
pub mod web;

use ::web::http::{Routes, Who};
use base::{Day, Id, Level, Tri};
use kernel::policy::{Kind, Retention, Visibility};
use measures::Part;
use serde::Serialize;
use utoipa::ToSchema;

/// Adds measures to the tower.
pub fn add_to(area: ::web::Area) -> ::web::Area {
    area.kinds(&[&KIND, &SNAPSHOT])
        .kinds(&facts::KINDS)
        .actions(acts::ACTIONS)
        .statements(store::STATEMENTS)
        .searchables(&[search::SEARCHABLE])
        .words(include_str!("measure/words.toml"))
        .pages(pages())
        .api(api::routes())
        .nav("tower-nav-measures", "/measures", 30)
}

/// A definition of a measure as a kind of record.
pub const KIND: Kind = Kind {
    name: "measure",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};
/// A kept count as a kind of record.
pub const SNAPSHOT: Kind = Kind { name: "snapshot", ..KIND };

/// Pages of measures.
pub fn pages() -> Routes {
    let public = Who::Everyone("published numbers and the lists behind them are what the hub is for");
    Routes::new()
        .get("/measures", public, web::list)
        .get("/measures/{measure}", public, web::show)
        .get("/measures/{measure}/difference", public, web::difference)
        .get("/measures/{measure}/rows.csv", public, web::csv)
        .get("/measures/{measure}/pack.zip", public, web::pack)
        .get("/measures.atom", public, web::feed)
        .post("/measures/{measure}/snapshots", Who::SignedIn, web::take)
        .post("/measures/{measure}/publication", Who::SignedIn, web::publish)
        .post("/snapshots/{snapshot}/publication", Who::SignedIn, web::publish_snapshot)
}

/// Whom a number counts: decides how much of it the public sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Organisations: counts and names are shown.
    Organisations,
    /// Records such as promises: counts are shown.
    Records,
    /// People by number: small counts are hidden, rows are not shown.
    People,
    /// Amounts of people told by organisations: names are shown, amounts of one organisation are not.
    PeopleOfOrganisations,
}

impl Whom {
    /// All, for the check of a definition.
    pub const ALL: [Whom; 4] =
        [Whom::Organisations, Whom::Records, Whom::People, Whom::PeopleOfOrganisations];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Whom::Organisations => "organisations",
            Whom::Records => "records",
            Whom::People => "people",
            Whom::PeopleOfOrganisations => "people_of_organisations",
        }
    }

    /// Reads the code.
    pub fn parse(code: &str) -> Option<Whom> {
        Whom::ALL.into_iter().find(|counts| counts.code() == code)
    }

    /// True when a small number of it could point at a person.
    pub fn is_of_people(self) -> bool {
        match self {
            Whom::Organisations | Whom::Records => false,
            Whom::People | Whom::PeopleOfOrganisations => true,
        }
    }
}

/// A code with its title.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Titled {
    /// As in the rows.
    pub code: String,
    #[schema(value_type = Object)]
    pub title: Tri,
}

/// An axis that series stand on: a cohort, a time after it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Axis {
    /// Its key.
    pub code: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Its codes; empty = any code, in the order of its letters.
    pub codes: Vec<Titled>,
    /// On the last axis: values are not added over it, and this one stands for the whole.
    pub headline: Option<String>,
}

/// What is to be said of the quality of a number.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct Quality {
    /// How rows are verified.
    #[schema(value_type = Object)]
    pub verification: Tri,
    /// Where the facts come from.
    #[schema(value_type = Object)]
    pub sources: Tri,
    /// How accurate it is.
    #[schema(value_type = Object)]
    pub accuracy: Tri,
    /// What it does not say.
    #[schema(value_type = Object)]
    pub limits: Tri,
    /// What is done about gaps.
    #[schema(value_type = Object)]
    pub compensation: Tri,
}

/// The same kind of number elsewhere, counted in another way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Elsewhere {
    #[schema(value_type = Object)]
    pub place: Tri,
    /// As it was published, with its unit.
    #[schema(value_type = Object)]
    pub value: Tri,
    /// Of which day, as far as it was said.
    pub as_of: String,
    /// What they count.
    #[schema(value_type = Object)]
    pub definition: Tri,
    /// Where it stands.
    pub source: String,
}

/// What a version changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Revision {
    /// The version that brought it.
    pub version: i64,
    #[schema(value_type = Object)]
    pub what: Tri,
}

/// A definition that was read and found right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Definition {
    /// `firms-present`.
    pub id: String,
    /// Counted from 1.
    pub version: i64,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// How it is counted, in words.
    #[schema(value_type = Object)]
    pub rule: Tri,
    /// A unit of the registry.
    pub unit: String,
    /// Whom it counts.
    pub counts: Whom,
    /// Rows below this level are unknown.
    #[schema(value_type = String)]
    pub minimum: Level,
    /// Parts its rows may have.
    #[schema(value_type = Vec<String>)]
    pub parts: Vec<Part>,
    /// Reasons its rows may give.
    pub reasons: Vec<Titled>,
    /// What its series stand on; none = it has no series.
    pub axes: Vec<Axis>,
    /// The kinds of facts it may read.
    pub kinds: Vec<String>,
    /// One SELECT.
    pub rows: String,
    /// The target of the plan that it is counted for.
    pub target: Option<String>,
    /// What is to be said of it.
    pub quality: Quality,
    /// The same elsewhere.
    pub elsewhere: Vec<Elsewhere>,
    /// What each version changed.
    pub revisions: Vec<Revision>,
}

impl Definition {
    /// The code that stands for the whole where values are not added over the last axis.
    pub fn headline(&self) -> Option<&str> {
        self.axes.last().and_then(|axis| axis.headline.as_deref())
    }

    /// The unit of what is unknown: that of the rows. Of amounts that organisations tell these are the organisations, or
    /// what each is to report for a month or another slice.
    pub fn unit_of_unknown(&self) -> &str {
        match self.counts {
            Whom::Organisations | Whom::People => &self.unit,
            Whom::Records => "count",
            Whom::PeopleOfOrganisations if self.axes.is_empty() => "organisation",
            Whom::PeopleOfOrganisations => "report",
        }
    }

    /// The title of that code; empty where there is one whole.
    pub fn headline_title(&self) -> Tri {
        let codes = self.axes.last().map_or(&[][..], |axis| &axis.codes);
        let of = self.headline().and_then(|code| codes.iter().find(|known| known.code == code));
        of.map_or_else(Tri::default, |known| known.title.clone())
    }

    /// The group a series belongs to: the code on the last axis when values are not added over it.
    pub fn group<'a>(&self, series: &'a str) -> &'a str {
        match self.headline() {
            Some(_) => series.rsplit('|').next().unwrap_or(""),
            None => "",
        }
    }

    /// The title of a reason; its code when it has none.
    pub fn reason(&self, code: &str) -> Option<&Tri> {
        self.reasons.iter().find(|reason| reason.code == code).map(|reason| &reason.title)
    }

    /// The contract of its rows: series by axis and reasons.
    pub fn contract_lists(&self) -> (Vec<Vec<String>>, Vec<String>) {
        let axes = self.axes.iter().map(|axis| axis.codes.iter().map(|code| code.code.clone()).collect());
        (axes.collect(), self.reasons.iter().map(|reason| reason.code.clone()).collect())
    }
}

/// A version of a definition as the city holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Read from its text.
    pub definition: std::sync::Arc<Definition>,
    /// The text of its file.
    pub text: String,
    /// Hex of SHA-256 of the text.
    pub digest: String,
    /// The position that brought it in.
    pub seq: i64,
    /// The position that published it; none = internal.
    pub published: Option<i64>,
}

/// A count that was kept, without its rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Snapshot {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// `2026-SNP-0003`.
    pub number: String,
    /// The measure.
    pub measure: String,
    /// The version of its definition.
    pub version: i64,
    /// The position whose facts were counted.
    pub position: i64,
    /// The civil day that was counted.
    #[schema(value_type = String)]
    pub as_of: Day,
    /// The minimum level that was asked for; the definition's own or higher.
    #[schema(value_type = String)]
    pub minimum: Level,
    /// What computed it.
    pub engine: String,
    /// How many rows; none where that is not for this reader.
    pub rows: Option<i64>,
    /// Hex of SHA-256 of the canonical text of its rows.
    pub digest: String,
    /// The position that took it.
    pub seq: i64,
    /// The position that published it; none = internal.
    pub published: Option<i64>,
}
