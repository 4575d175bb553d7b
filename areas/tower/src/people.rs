//! People in public roles: who held which office where, as the sources print it.
//!
//! A role is a fact about a person. The name is in the vault and is opened when a page is drawn; a person who was
//! forgotten keeps the role and loses the name. Sources may disagree: both wordings stay.

use crate::body::{self, Named};
use base::{Day, Id, PersonId, Ref, Result, Tri};
use db::Read;
use kernel::fact::store::{self, LATEST};
use kernel::organisation;
use kernel::person::public_name;
use kernel::policy::{FactKind, Kind, Retention, Visibility};
use kernel::vault::Vault;
use serde::Serialize;
use utoipa::ToSchema;

/// The fact "this person holds a public role", at an organisation or a body; the code is the role as printed.
pub const ROLE: Kind = Kind {
    name: "public_role",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: Some(FactKind { subject: "person", codes: &["*"], unit: None }),
};

/// Facts read for one page.
const FACTS_MAX: i64 = 2_000;

/// A person with their public roles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// A random number that says nothing.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// The public name; none when it was removed.
    #[schema(value_type = Option<Object>)]
    pub name: Option<Tri>,
    /// In the order in which they were stated.
    pub roles: Vec<RoleView>,
}

/// One public role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct RoleView {
    /// As printed.
    pub role: String,
    /// The organisation, by number and name.
    pub organisation: Option<Named>,
    /// The body.
    #[schema(value_type = Option<Object>)]
    pub body: Option<Tri>,
    /// The first day, when it is known.
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
    /// The first day on which it no longer held, when it is known.
    #[schema(value_type = Option<String>)]
    pub to: Option<Day>,
    /// How it is known: `E0` to `E4`.
    pub level: String,
    /// A short source key.
    pub source: Option<String>,
}

/// Everyone in a public role, as believed now.
pub fn list(read: &impl Read, vault: &Vault) -> Result<Vec<PersonView>> {
    let mut people: Vec<PersonView> = Vec::new();
    let mut facts = store::of_kind(read, ROLE.name, LATEST, None, FACTS_MAX)?;
    facts.sort_by_key(|fact| fact.seq_in);
    for fact in facts {
        let person = PersonId::parse(&fact.says.subject.id)?;
        let role = role(read, &fact)?;
        match people.iter_mut().find(|known| known.person == person) {
            Some(known) => known.roles.push(role),
            None => {
                people.push(PersonView { person, name: public_name(read, vault, person)?, roles: vec![role] })
            }
        }
    }
    Ok(people)
}

/// How many people hold a public role.
pub fn count(read: &impl Read) -> Result<i64> {
    let facts = store::of_kind(read, ROLE.name, LATEST, None, FACTS_MAX)?;
    let people: std::collections::BTreeSet<Ref> = facts.into_iter().map(|fact| fact.says.subject).collect();
    Ok(i64::try_from(people.len()).unwrap_or(i64::MAX))
}

fn role(read: &impl Read, fact: &kernel::fact::Fact) -> Result<RoleView> {
    let (mut organisation, mut at_body) = (None, None);
    match &fact.says.other {
        Some(at) if at.kind == organisation::KIND.name => organisation = Some(body::store::named(read, at)?),
        Some(at) if at.kind == body::KIND.name => {
            at_body = Some(body::store::find(read, Id::parse(&at.id)?)?.name);
        }
        Some(_) | None => {}
    }
    Ok(RoleView {
        role: fact.says.code.clone().unwrap_or_default(),
        organisation,
        body: at_body,
        from: fact.says.valid.from,
        to: fact.says.valid.to,
        level: fact.says.level.code().to_owned(),
        source: fact.says.source.clone(),
    })
}
