//! Accounts: who may come in, with which roles; sessions and API tokens.
//!
//! Nothing here names a person: the login is found by a keyed hash, the address is in the vault. Passwords are
//! hashed before the act, never inside one. Sessions are not acts: they are overwritten and expire.

pub mod acts;
pub mod password;
pub mod store;

use crate::policy::{Actor, Role};
use base::{Day, Id, PersonId, Result};
use db::Conn;

/// Who calls, before their roles are looked up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Caller {
    /// Nobody we know.
    Visitor,
    /// A signed-in person.
    Person(PersonId),
    /// A token of a person, with its scopes.
    Token(PersonId, Vec<String>),
    /// The program itself.
    System(&'static str),
}

/// The actor with the grants that hold on `today`.
pub fn resolve(conn: &Conn, caller: Caller, today: Day) -> Result<Actor> {
    Ok(match caller {
        Caller::Visitor => Actor::Visitor,
        Caller::System(name) => Actor::System(name),
        Caller::Person(id) => Actor::Person { id, grants: store::grants(conn, id, today)?, scopes: None },
        Caller::Token(id, scopes) => {
            Actor::Person { id, grants: store::grants(conn, id, today)?, scopes: Some(scopes) }
        }
    })
}

/// A role to be given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewGrant {
    /// To whom.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// For members: the organisation.
    pub organisation: Option<Id>,
    /// For officers and heads: the office.
    pub office: Option<Id>,
    /// For a deputy: whom they stand in for.
    pub deputy_of: Option<PersonId>,
    /// When it holds.
    pub days: base::Days,
}

/// Limits of a session.
pub mod session {
    /// Without use it ends after this many seconds.
    pub const IDLE_SECONDS: i64 = 30 * 60;
    /// It ends after this many seconds however much it is used.
    pub const WHOLE_SECONDS: i64 = 12 * 3600;
    /// What asks for the password again accepts one typed this many seconds ago.
    pub const CONFIRMED_SECONDS: i64 = 10 * 60;
}
