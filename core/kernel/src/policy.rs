//! Policy: who may do what, as a typed table of role x verb with named conditions.
//!
//! Whether a person may *see* a record is the scope of its kind (SQL, in the store of the noun); whether they may
//! *do* something with it is an action's rules, judged on a record that was found in scope.

use base::{Days, Id, PersonId, Result, Saying};

/// What a person can be here. A person may hold several.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Role {
    /// Anyone, without an account.
    Visitor,
    /// Belongs to an organisation and acts for it.
    Member,
    /// Works for the agency.
    Officer,
    /// Heads an office; a deputy holds the same grant, marked.
    Head,
    /// Reads for the city council.
    Council,
    /// Reads for a ministry.
    Ministry,
    /// Checks records and evidence; changes nothing.
    Auditor,
    /// Keeps the machine running; cannot read the vault.
    Operator,
}

impl Role {
    /// All roles, in the order of the written table.
    pub const ALL: [Role; 8] = [
        Role::Visitor,
        Role::Member,
        Role::Officer,
        Role::Head,
        Role::Council,
        Role::Ministry,
        Role::Auditor,
        Role::Operator,
    ];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Role::Visitor => "visitor",
            Role::Member => "member",
            Role::Officer => "officer",
            Role::Head => "head",
            Role::Council => "council",
            Role::Ministry => "ministry",
            Role::Auditor => "auditor",
            Role::Operator => "operator",
        }
    }

    /// Reads the stored code.
    pub fn parse(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A role that somebody holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The grant's own id.
    pub id: Id,
    /// The role.
    pub role: Role,
    /// For members: their organisation.
    pub organisation: Option<Id>,
    /// For officers and heads: their office.
    pub office: Option<Id>,
    /// For a deputy: whom they stand in for.
    pub deputy_of: Option<PersonId>,
    /// When it holds.
    pub days: Days,
}

/// How much of what a kind shows this reader gets; the scopes compare with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Depth {
    /// Public records.
    Public = 0,
    /// Signed in, without an entitlement beyond the own organisation.
    Signed = 1,
    /// Entitled readers: officers, heads, council, ministry.
    Entitled = 2,
    /// Auditors: record and evidence.
    Audit = 3,
}

/// Who acts or reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Actor {
    /// Nobody we know.
    Visitor,
    /// A person with the grants that hold today.
    Person {
        /// Who.
        id: PersonId,
        /// What they hold today.
        grants: Vec<Grant>,
        /// Scopes of the token they came with; none = signed in themselves.
        scopes: Option<Vec<String>>,
    },
    /// The program itself: pack loader, sweep, follower, job. Named in the journal.
    System(&'static str),
}

impl Actor {
    /// How the journal writes it.
    pub fn code(&self) -> String {
        match self {
            Actor::Visitor => "visitor".into(),
            Actor::Person { id, .. } => format!("person:{id}"),
            Actor::System(name) => format!("system:{name}"),
        }
    }

    /// The person, if it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Actor::Person { id, .. } => Some(*id),
            Actor::Visitor | Actor::System(_) => None,
        }
    }

    /// The roles that hold; everyone is a visitor too.
    pub fn grants(&self) -> &[Grant] {
        match self {
            Actor::Person { grants, .. } => grants,
            Actor::Visitor | Actor::System(_) => &[],
        }
    }

    /// True when a grant of this role holds.
    pub fn is(&self, role: Role) -> bool {
        role == Role::Visitor || self.grants().iter().any(|grant| grant.role == role)
    }

    /// The depth of reading that the roles give.
    pub fn depth(&self) -> Depth {
        match self {
            Actor::System(_) => Depth::Audit,
            Actor::Visitor => Depth::Public,
            Actor::Person { .. } if self.is(Role::Auditor) => Depth::Audit,
            Actor::Person { .. }
                if [Role::Officer, Role::Head, Role::Council, Role::Ministry].iter().any(|r| self.is(*r)) =>
            {
                Depth::Entitled
            }
            Actor::Person { .. } => Depth::Signed,
        }
    }
}

/// What a rule may look at: the parts of the record that conditions need.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Target {
    /// The organisation the record belongs to.
    pub organisation: Option<Id>,
    /// The office that owns it.
    pub office: Option<Id>,
    /// The person it is about or assigned to.
    pub person: Option<PersonId>,
}

/// A named pure condition of a rule.
#[derive(Clone, Copy)]
pub struct Condition {
    /// As the written table prints it.
    pub name: &'static str,
    holds: fn(&Actor, &Grant, &Target) -> bool,
}

/// Without condition.
pub const ALWAYS: Condition = Condition { name: "yes", holds: |_, _, _| true };
/// The record belongs to the organisation of the grant.
pub const OWN_ORGANISATION: Condition = Condition {
    name: "own organisation",
    holds: |_, grant, target| grant.organisation.is_some() && grant.organisation == target.organisation,
};
/// The record belongs to the office of the grant.
pub const OWN_OFFICE: Condition = Condition {
    name: "own office",
    holds: |_, grant, target| grant.office.is_some() && grant.office == target.office,
};
/// The record is about or assigned to the person themselves.
pub const OWN: Condition = Condition {
    name: "own",
    holds: |actor, _, target| actor.person().is_some() && actor.person() == target.person,
};

/// One line of an action's rules.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Who.
    pub role: Role,
    /// When.
    pub when: Condition,
}

/// Shorthand for a rule.
pub const fn rule(role: Role, when: Condition) -> Rule {
    Rule { role, when }
}

/// A verb: its name is the event that followers see, its rules say who may.
pub struct Action {
    /// `area.noun.verb`.
    pub name: &'static str,
    /// Who may do it. The program itself may do everything it has code for.
    pub rules: &'static [Rule],
    /// True when it asks for a password typed in the last minutes.
    pub confirm: bool,
}

impl Action {
    /// An action with rules.
    pub const fn new(name: &'static str, rules: &'static [Rule]) -> Action {
        Action { name, rules, confirm: false }
    }

    /// Needs re-authentication.
    pub const fn confirmed(self) -> Action {
        Action { confirm: true, ..self }
    }

    /// Whether `actor` may; the refusal names the action.
    pub fn allow(&self, actor: &Actor, target: &Target) -> Result<()> {
        match self.permits(actor, target) {
            true => Ok(()),
            false if *actor == Actor::Visitor => {
                Err(Saying::new(base::problem::Class::SignIn, "kernel-sign-in-first")
                    .with("action", self.name)
                    .into())
            }
            false => Err(Saying::forbidden("kernel-not-allowed").with("action", self.name).into()),
        }
    }

    /// The same as a value, for `view.can`.
    pub fn permits(&self, actor: &Actor, target: &Target) -> bool {
        let scoped = match actor {
            Actor::System(_) => return true,
            Actor::Visitor => true,
            Actor::Person { scopes: None, .. } => true,
            Actor::Person { scopes: Some(scopes), .. } => scopes.iter().any(|scope| covers(scope, self.name)),
        };
        let nothing = visitor_grant();
        scoped
            && self.rules.iter().any(|rule| match rule.role {
                Role::Visitor => (rule.when.holds)(actor, &nothing, target),
                role => actor
                    .grants()
                    .iter()
                    .any(|grant| grant.role == role && (rule.when.holds)(actor, grant, target)),
            })
    }
}

/// A token scope covers an action when it is its name or a prefix up to a dot: `register.organisation`.
fn covers(scope: &str, action: &str) -> bool {
    action.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn visitor_grant() -> Grant {
    Grant {
        id: Id::new(base::Instant::from_micros(0), &mut base::Seeded::new(0)),
        role: Role::Visitor,
        organisation: None,
        office: None,
        deputy_of: None,
        days: Days::ALWAYS,
    }
}

/// Who may see records of a kind at all; finer scopes are in the noun's store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visibility {
    /// Everyone.
    Public,
    /// The organisation itself and entitled readers.
    Organisation,
    /// The office and entitled readers.
    Office,
    /// The person themselves.
    Own,
}

/// How long records of a kind are kept, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Retention {
    /// Years after the record's end; none = as long as the city exists.
    pub years: Option<i64>,
    /// The basis, a key of the words.
    pub basis: &'static str,
}

/// A kind of record or fact, described once.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// `organisation`, `presence`, …: the first half of a `Ref` or the kind of a fact.
    pub name: &'static str,
    /// The area that owns it.
    pub area: &'static str,
    /// Who may see it.
    pub visibility: Visibility,
    /// How long it is kept.
    pub retention: Retention,
    /// For kinds of facts: what a fact of it says.
    pub fact: Option<FactKind>,
}

/// What a kind of fact means.
#[derive(Clone, Copy, Debug)]
pub struct FactKind {
    /// The kind of record that a fact is about.
    pub subject: &'static str,
    /// The codes it may carry; empty = none, `["*"]` = any text, as a role in the words of its source.
    pub codes: &'static [&'static str],
    /// The unit of the amount; none = it has no amount.
    pub unit: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: Action = Action::new(
        "register.organisation.state",
        &[rule(Role::Officer, ALWAYS), rule(Role::Member, OWN_ORGANISATION)],
    );

    fn person(grants: Vec<Grant>, scopes: Option<Vec<String>>) -> Actor {
        Actor::Person { id: PersonId::new(&mut base::Seeded::new(1)), grants, scopes }
    }

    #[test]
    fn a_member_acts_for_the_own_organisation_only() {
        let mut source = base::Seeded::new(2);
        let now = base::Instant::from_micros(1);
        let (own, other) = (Id::new(now, &mut source), Id::new(now, &mut source));
        let grant = Grant { role: Role::Member, organisation: Some(own), ..visitor_grant() };
        let actor = person(vec![grant], None);
        assert!(STATE.permits(&actor, &Target { organisation: Some(own), ..Target::default() }));
        assert!(!STATE.permits(&actor, &Target { organisation: Some(other), ..Target::default() }));
        assert!(!STATE.permits(&actor, &Target::default()));
    }

    #[test]
    fn a_token_never_exceeds_its_scopes_or_its_owner() {
        let officer = || vec![Grant { role: Role::Officer, ..visitor_grant() }];
        let with = |scope: &str| person(officer(), Some(vec![scope.to_owned()]));
        assert!(STATE.permits(&with("register"), &Target::default()));
        assert!(!STATE.permits(&with("reg"), &Target::default()));
        assert!(!STATE.permits(&with("register.organisation.merge"), &Target::default()));
        assert!(!STATE.permits(&person(vec![], Some(vec!["register".into()])), &Target::default()));
    }

    #[test]
    fn a_visitor_is_asked_to_sign_in_and_an_operator_is_refused() {
        let operator = person(vec![Grant { role: Role::Operator, ..visitor_grant() }], None);
        assert!(STATE.allow(&Actor::Visitor, &Target::default()).unwrap_err().is("kernel-sign-in-first"));
        assert!(STATE.allow(&operator, &Target::default()).unwrap_err().is("kernel-not-allowed"));
    }
}
