//! People for people to see: the public name, the fields this reader may see, and being forgotten.
//!
//! A person's own page shows them their own fields. Officers and heads see what is meant for the office. An operator
//! sees no more than a visitor: who keeps the machine running does not read the vault.

pub mod pages;
pub mod web;

use base::problem::Class;
use base::{PersonId, Result, Saying, Tri};
use db::Read;
use kernel::person::store::{self, Known};
use kernel::person::{acts, public_name};
use kernel::policy::{Actor, Role, Target};
use kernel::vault::Vault;

/// One person as a page shows them.
pub struct PersonView {
    /// The number.
    pub id: PersonId,
    /// The name in a public role; none when there is none, or it was forgotten.
    pub name: Option<Tri>,
    /// The fields that this reader may see: name of the field, text, visibility.
    pub fields: Vec<(String, String, String)>,
    /// The position of the erasure, when the person was forgotten.
    pub erased: Option<i64>,
    /// May the reader have the person forgotten?
    pub can_erase: bool,
}

/// One person, for this reader. Who may see nothing of a person is told that there is none.
pub fn show(read: &impl Read, vault: &Vault, id: PersonId, actor: &Actor) -> Result<PersonView> {
    let not_found = || Saying::new(Class::NotFound, "base-not-found");
    let known = store::known(read, id)?.ok_or_else(not_found)?;
    let name = public_name(read, vault, id)?;
    let mut fields = Vec::new();
    for (field, visibility, _) in store::fields(read, id)? {
        if may_see(actor, id, &visibility)
            && let Some(text) = store::open_field(read, vault, id, &field, &visibility)?
        {
            fields.push((field, text, visibility));
        }
    }
    let target = Target { person: Some(id), ..Target::default() };
    let can_erase = known == Known::Here && acts::ERASE.permits(actor, &target);
    if name.is_none() && fields.is_empty() && !can_erase && !is_staff(actor) {
        return Err(not_found().into());
    }
    let erased = match known {
        Known::Here => None,
        Known::Erased(position) => Some(position),
    };
    Ok(PersonView { id, name, fields, erased, can_erase })
}

fn is_staff(actor: &Actor) -> bool {
    actor.is(Role::Officer) || actor.is(Role::Head)
}

/// Who sees a field: everyone the public ones, the person all of them, officers and heads what is not the person's own.
fn may_see(actor: &Actor, person: PersonId, visibility: &str) -> bool {
    match visibility {
        "public" => true,
        _ if actor.person() == Some(person) => true,
        "organisation" | "office" => is_staff(actor),
        _ => false,
    }
}
