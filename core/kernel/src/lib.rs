//! The kernel: what every area stands on.
//!
//! A city is opened (`city`), acts run in it (`tx`), each leaves one entry in the journal (`journal`). Facts, people,
//! evidence, links and promises are the nouns that all areas share; `policy` says who may do what.

pub mod account;
pub mod agreement;
pub mod backup;
pub mod city;
pub mod doctor;
pub mod evidence;
pub mod fact;
pub mod follower;
pub mod job;
pub mod journal;
pub mod link;
pub mod obligation;
pub mod organisation;
pub mod person;
pub mod policy;
pub mod retention;
pub mod scope;
pub mod scribe;
pub mod search;
pub mod standing;
pub mod sweep;
pub mod tx;
pub mod untakeable;
pub mod vault;

pub use account::Caller;
pub use city::{About, City, Opening};
pub use policy::{Action, Actor, Kind, Role, Target};
pub use tx::{Done, Request, Tx};

/// The kernel's words: refusals, roles, levels.
pub const WORDS: &str = include_str!("words.toml");

use db::{Migration, Migrations, Sql};

/// The kernel's tables.
pub const MIGRATIONS: Migrations = Migrations {
    area: "kernel",
    steps: &[
        Migration { name: "0001_journal", sql: include_str!("../migrations/0001_journal.sql") },
        Migration { name: "0002_fact", sql: include_str!("../migrations/0002_fact.sql") },
        Migration { name: "0003_person", sql: include_str!("../migrations/0003_person.sql") },
        Migration { name: "0004_promise", sql: include_str!("../migrations/0004_promise.sql") },
        Migration { name: "0005_follower", sql: include_str!("../migrations/0005_follower.sql") },
        Migration { name: "0006_organisation", sql: include_str!("../migrations/0006_organisation.sql") },
        Migration { name: "0007_journal_leaves", sql: include_str!("../migrations/0007_journal_leaves.sql") },
        Migration { name: "0008_fact_position", sql: include_str!("../migrations/0008_fact_position.sql") },
        Migration { name: "0009_search", sql: include_str!("../migrations/0009_search.sql") },
        Migration { name: "0010_less_scattered", sql: include_str!("../migrations/0010_less_scattered.sql") },
    ],
};

/// Every statement of the kernel, for the test that prepares them on both databases.
pub fn statements() -> Vec<Sql> {
    [
        account::store::STATEMENTS,
        agreement::life::STATEMENTS,
        agreement::search::STATEMENTS,
        agreement::store::STATEMENTS,
        city::STATEMENTS,
        doctor::STATEMENTS,
        evidence::STATEMENTS,
        fact::feed::STATEMENTS,
        fact::store::STATEMENTS,
        follower::store::STATEMENTS,
        job::store::STATEMENTS,
        journal::store::STATEMENTS,
        link::STATEMENTS,
        obligation::search::STATEMENTS,
        obligation::store::STATEMENTS,
        organisation::search::STATEMENTS,
        organisation::store::STATEMENTS,
        person::store::STATEMENTS,
        retention::STATEMENTS,
        scribe::STATEMENTS,
        tx::STATEMENTS,
    ]
    .concat()
}

/// Every action of the kernel, for the written table of roles.
pub fn actions() -> Vec<&'static Action> {
    let own = [&city::FOUND_CITY, &city::OPEN_BRANCH, &doctor::ACCEPT_CLOCK];
    [
        &own[..],
        account::acts::ACTIONS,
        agreement::acts::ACTIONS,
        follower::acts::ACTIONS,
        job::acts::ACTIONS,
        obligation::acts::ACTIONS,
        organisation::acts::ACTIONS,
        person::acts::ACTIONS,
        retention::ACTIONS,
        sweep::ACTIONS,
    ]
    .concat()
}
