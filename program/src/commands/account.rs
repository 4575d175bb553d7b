//! `bitgoeul account`: the first accounts of a city; later ones are opened by an operator in the hub.

use super::answer;
use crate::cli::{Account, OpenAccount};
use crate::config::Config;
use crate::told::Stopped;
use base::Fault;
use kernel::Role;
use kernel::account::acts;
use kernel::organisation::store;
use serde_json::json;
use std::io::Read as _;

pub fn run(config: &Config, account: &Account) -> Result<(), Stopped> {
    match account {
        Account::Open(new) => open(config, new),
    }
}

fn open(config: &Config, new: &OpenAccount) -> Result<(), Stopped> {
    let Some(role) = Role::parse(&new.role) else {
        let all: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        return Err(Stopped::input(format!("{} is not a role; roles are {}", new.role, all.join(", "))));
    };
    if role == Role::Member && new.organisation.is_none() {
        return Err(Stopped::input(
            "a member belongs to an organisation: name its number with --organisation",
        ));
    }
    let mut password = String::new();
    std::io::stdin()
        .take(4_096)
        .read_to_string(&mut password)
        .map_err(|e| Fault::new("reading the password", e))?;
    let city = config.open(&config.slug()?, false, false)?;
    let organisation = match &new.organisation {
        None => None,
        Some(number) => {
            let number = number.clone();
            Some(city.read_blocking(move |read| store::by_number(read, &number))?)
        }
    };
    let role_given = (role != Role::Visitor).then_some((role, organisation));
    let typed = password.trim_end_matches(['\n', '\r']);
    let person = acts::open_for_new_person(&city, &new.login, typed, role_given)?;
    answer(
        config,
        &json!({"person": person, "role": role.code()}),
        &format!("{} may sign in, as {}.", new.login, role.code()),
    );
    Ok(())
}
