//! People with roles for tests.

use crate::hub::Hub;
use base::{Days, Id, PersonId};
use kernel::account::{Caller, NewGrant, acts};
use kernel::person::NewField;
use kernel::policy::Role;

impl Hub {
    /// A new person with a role; members name their organisation.
    pub fn person(&self, role: Role, organisation: Option<Id>) -> PersonId {
        let person = kernel::person::acts::new_key(&self.city).expect("a key");
        let field = NewField::own("name_ko", "김시험");
        self.city
            .act_blocking(Caller::System("test"), None, move |tx| {
                kernel::person::acts::register(tx, person, &[field])
            })
            .expect("registering a person");
        let grant =
            NewGrant { person, role, organisation, office: None, deputy_of: None, days: Days::ALWAYS };
        if role != Role::Visitor {
            self.city
                .act_blocking(Caller::System("test"), None, move |tx| acts::grant(tx, &grant))
                .expect("giving a role");
        }
        person
    }

    /// The caller for a new person with a role.
    pub fn caller(&self, role: Role, organisation: Option<Id>) -> Caller {
        match role {
            Role::Visitor => Caller::Visitor,
            role => Caller::Person(self.person(role, organisation)),
        }
    }
}
