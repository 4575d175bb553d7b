//! Accounts for people to see: coming in, going out, tokens, one's own password.

pub mod api;
pub mod device;
pub mod limit;
pub mod pages;
pub mod web;

use serde::Serialize;
use utoipa::ToSchema;

/// Who is signed in, as the account page and the API show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Me {
    /// The person's number.
    pub person: String,
    /// The roles that hold today.
    pub roles: Vec<RoleView>,
}

/// A role that somebody holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RoleView {
    /// `officer`, `member`, ….
    pub role: String,
    /// For members: the organisation's id.
    pub organisation: Option<String>,
    /// True when it is held as somebody's deputy.
    pub deputy: bool,
}

/// What the actor is here.
pub fn me(actor: &kernel::Actor) -> base::Result<Me> {
    let person = actor
        .person()
        .ok_or_else(|| base::Saying::new(base::problem::Class::SignIn, "kernel-sign-in-first"))?;
    let roles = actor
        .grants()
        .iter()
        .map(|grant| RoleView {
            role: grant.role.code().to_owned(),
            organisation: grant.organisation.map(|id| id.to_string()),
            deputy: grant.deputy_of.is_some(),
        })
        .collect();
    Ok(Me { person: person.to_string(), roles })
}
