//! Claims: numbers that somebody published, with who said it when, and what follows from the figures themselves.
//!
//! The rules of the verdicts are in the library `claims`; here are the records, who may say what about them, and who
//! sees which verdict when. Measures and their snapshots stand elsewhere: a finding only names one.
//!
//! Invariant: a claim is never edited. A second version says that we copied it wrongly, and why; the first stays.
//! Invariant: no person's name stands in a claim. A speaker is a role, an organisation or a person by number.
//! Invariant: a verdict that rests on a list is seen by everyone only after it was published, and was shown to the
//! organisation named before.

pub mod acts;
pub mod api;
pub mod codes;
pub mod finding;
pub mod handed;
pub mod limit;
pub mod names;
pub mod pages;
pub mod receipt;
pub mod rules;
pub mod said;
pub mod search;
pub mod store;
#[cfg(test)]
mod tests;
pub mod upload;
pub mod view;
pub mod web;

use ::web::Area;
use base::{Id, Tri};
use kernel::policy::{FactKind, Kind, Retention, Visibility};

/// Adds claims to the tower.
pub fn add_to(area: Area) -> Area {
    let kinds = [&KIND, &NAMED, &REPLY, &FINDING, &HAND_IN];
    let statements = [store::STATEMENTS, said::STATEMENTS, finding::STATEMENTS, handed::STATEMENTS].concat();
    area.kinds(&kinds)
        .actions(acts::ACTIONS)
        .statements(&statements)
        .statements(search::STATEMENTS)
        .searchables(&[search::SEARCHABLE])
        .words(claims::WORDS)
        .words(include_str!("claim/words.toml"))
        .nav("tower-nav-claims", "/claims", 30)
        .pages(web::routes())
        .api(api::routes())
}

/// A claim as a kind of record.
pub const KIND: Kind = Kind {
    name: "claim",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};
/// The fact "this claim is by this organisation": it is shown verdicts first, answers, and asks for correction.
pub const NAMED: Kind =
    Kind { name: "claim_named", fact: Some(FactKind { subject: "claim", codes: &[], unit: None }), ..KIND };
/// An answer of the organisation named, or its request to correct.
pub const REPLY: Kind = Kind { name: "claim_reply", ..KIND };
/// What counting a list gave.
pub const FINDING: Kind = Kind { name: "claim_finding", visibility: Visibility::Office, ..KIND };
/// A number that somebody handed in.
pub const HAND_IN: Kind = Kind { name: "claim_hand_in", visibility: Visibility::Office, ..KIND };

/// A claim as it stands in the register: one version of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// The same in all versions.
    pub id: Id,
    /// The position that wrote this version.
    pub seq_in: i64,
    /// The position that ended it.
    pub seq_out: Option<i64>,
    /// Why this version was written; none for the first.
    pub why: Option<String>,
    /// What was published; the speaker as it is stored.
    pub claim: claims::Claim,
}

impl Recorded {
    /// Its label in the languages that the file gave.
    pub fn label(&self) -> Tri {
        Tri::new(&self.claim.label_ko, &self.claim.label_en, &self.claim.label_zh)
    }
}
