//! The written table of roles and actions: every role tries every action on records that are nobody's and its own.

use super::snapshot;
use base::{Days, Id, Instant, PersonId, Seeded};
use kernel::policy::Grant;
use kernel::{Action, Actor, Role, Target};

/// All actions of the kernel and the areas, by name, each once.
pub fn all_actions() -> Vec<&'static Action> {
    let own = crate::areas::areas().into_iter().flat_map(|area| area.actions);
    let mut all: Vec<&'static Action> = kernel::actions().into_iter().chain(own).collect();
    all.sort_by_key(|action| action.name);
    all.dedup_by_key(|action| action.name);
    all
}

struct Tried {
    actor: Actor,
    person: PersonId,
    organisation: Id,
    office: Id,
}

fn trying(role: Role) -> Tried {
    let (mut source, now) = (Seeded::new(17), Instant::from_micros(1_000_000));
    let (organisation, office) = (Id::new(now, &mut source), Id::new(now, &mut source));
    let person = PersonId::new(&mut source);
    let grant = Grant {
        id: Id::new(now, &mut source),
        role,
        organisation: Some(organisation),
        office: Some(office),
        deputy_of: None,
        days: Days::ALWAYS,
    };
    let actor = match role {
        Role::Visitor => Actor::Visitor,
        Role::Member
        | Role::Officer
        | Role::Head
        | Role::Council
        | Role::Ministry
        | Role::Auditor
        | Role::Operator => Actor::Person { id: person, grants: vec![grant], scopes: None },
    };
    Tried { actor, person, organisation, office }
}

/// When this role may: `yes`, the records it must be its own, or `-`.
pub fn cell(action: &Action, role: Role) -> String {
    let tried = trying(role);
    if action.permits(&tried.actor, &Target::default()) {
        return "yes".into();
    }
    let own = [
        ("own organisation", Target { organisation: Some(tried.organisation), ..Target::default() }),
        ("own office", Target { office: Some(tried.office), ..Target::default() }),
        ("own", Target { person: Some(tried.person), ..Target::default() }),
    ];
    let found: Vec<&str> = own
        .iter()
        .filter(|(_, target)| action.permits(&tried.actor, target))
        .map(|(name, _)| *name)
        .collect();
    if found.is_empty() { "-".into() } else { found.join(", ") }
}

fn table() -> String {
    let mut lines: Vec<Vec<String>> = vec![
        ["action"]
            .into_iter()
            .chain(Role::ALL.map(Role::code))
            .chain(["password again"])
            .map(str::to_owned)
            .collect(),
    ];
    for action in all_actions() {
        let mut line = vec![action.name.to_owned()];
        line.extend(Role::ALL.map(|role| cell(action, role)));
        line.push(if action.confirm { "yes" } else { "-" }.to_owned());
        lines.push(line);
    }
    let widths: Vec<usize> = (0..lines[0].len())
        .map(|column| lines.iter().map(|line| line[column].len()).max().unwrap_or(0))
        .collect();
    let mut out = String::from(
        "# Who may do what. `yes`: any record; `own …`: records of the own organisation or office, or about oneself;\n\
         # `-`: nobody in this role. The program itself (packs, sweep, followers) may do what it has code for.\n",
    );
    for line in lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[test]
fn the_written_table_of_roles_holds() {
    snapshot::compare("roles.txt", &table());
}

#[test]
fn an_operator_reads_no_person_and_an_auditor_changes_nothing() {
    let may = |role: Role| -> Vec<&str> {
        all_actions()
            .into_iter()
            .filter(|action| cell(action, role) != "-")
            .map(|action| action.name)
            .collect()
    };
    assert!(may(Role::Operator).contains(&"kernel.role.grant"));
    assert!(
        may(Role::Operator)
            .iter()
            .all(|name| !name.starts_with("register.") && *name != "kernel.person.register")
    );
    // What an auditor may do at all is what every signed-in person may do with the own account, and what a visitor may.
    for role in [Role::Auditor, Role::Council, Role::Ministry] {
        let own = |action: &Action| matches!(cell(action, role).as_str(), "-" | "own");
        let anyone = |action: &Action| cell(action, Role::Visitor) == "yes";
        assert!(all_actions().into_iter().all(|action| own(action) || anyone(action)), "{}", role.code());
    }
}
