//! The register: the kernel's nouns for people to see - organisations, accounts, tokens, the journal, import.

pub mod account;
pub mod follower;
pub mod import;
pub mod job;
pub mod journal;
pub mod organisation;
pub mod person;
pub mod search;

use kernel::account::acts as accounts;
use kernel::organisation::{self as noun, acts as organisations};
use kernel::retention::Keep;
use kernel::search::Searchable;
use web::Area;
use web::http::{NavFor, Routes, Who};

/// Everything the register adds to the hub.
pub fn area() -> Area {
    Area::new("register")
        .kinds(&[&noun::KIND, &noun::PRESENCE, &noun::IDENTITY, &import::KIND])
        .keep(&[Keep::records(&import::KIND, import::store::expire)])
        .actions(&[organisations::ACTIONS, accounts::ACTIONS, kernel::person::acts::ACTIONS].concat())
        .statements(import::store::STATEMENTS)
        .words(include_str!("words.toml"))
        .words(include_str!("search/words.toml"))
        .nav("register-nav-organisations", "/organisations", 50)
        .nav("register-nav-journal", "/journal", 90)
        .words(include_str!("follower/words.toml"))
        .nav_for("register-nav-followers", "/followers", 96, NavFor::May(&kernel::follower::acts::READ))
        .pages(follower::web::routes())
        .pages(job::web::routes())
        .api(follower::api::routes())
        .api(job::api::routes())
        .pages(pages())
        .pages(search::web::pages())
        .searchables(&searchables())
        .api(search::api::routes())
        .api(
            organisation::api::routes()
                .merge(journal::api::routes())
                .merge(import::api::routes())
                .merge(account::api::routes()),
        )
}

/// What of the kernel's nouns is searched, and where it is shown.
fn searchables() -> [Searchable; 3] {
    let organisation = Searchable { page: Some("/organisations/{number}"), ..noun::search::SEARCHABLE };
    let agreement =
        Searchable { page: Some("/agreements/{number}"), ..kernel::agreement::search::SEARCHABLE };
    let obligation =
        Searchable { page: Some("/obligations/{number}"), ..kernel::obligation::search::SEARCHABLE };
    [organisation, agreement, obligation]
}

fn pages() -> Routes {
    use {
        account::web as account, import::web as import, journal::web as journal,
        organisation::web as organisation, person::web as person,
    };
    let public = Who::Everyone("organisations and the journal's headers are public records");
    let names =
        Who::Everyone("a name in a public role is public; nothing else of a person is shown to a visitor");
    let door = Who::Everyone("this is where people come in");
    Routes::new()
        .get("/organisations", public, organisation::list)
        .get("/organisations/new", Who::SignedIn, organisation::new)
        .post("/organisations/new", Who::SignedIn, organisation::register)
        .get("/organisations/{number}", public, organisation::show)
        .get("/organisations/{number}/correction", Who::SignedIn, organisation::correction)
        .post("/organisations/{number}/correction", Who::SignedIn, organisation::correct)
        .get("/organisations/{number}/presence", Who::SignedIn, organisation::presence)
        .post("/organisations/{number}/presence", Who::SignedIn, organisation::state_presence)
        .post("/organisations/{number}/presence/{fact}/end", Who::SignedIn, organisation::end_presence)
        .get("/organisations/{number}/merge", Who::SignedIn, organisation::merging)
        .post("/organisations/{number}/merge", Who::SignedIn, organisation::merge)
        .post("/organisations/{number}/merge/undo", Who::SignedIn, organisation::unmerge)
        .get("/organisations.csv", public, organisation::csv)
        .get("/import", Who::SignedIn, import::start)
        .post_large("/import", Who::SignedIn, import::UPLOAD_BYTES_MAX, import::upload)
        .get("/import/{id}", Who::SignedIn, import::preview)
        .post("/import/{id}/acceptance", Who::SignedIn, import::accept)
        .post("/import/{id}/dropping", Who::SignedIn, import::drop_file)
        .get("/people/{person}", names, person::show)
        .post("/people/{person}/erasure", Who::SignedIn, person::erase)
        .get("/journal", public, journal::show)
        .get("/sign-in", door, account::sign_in_form)
        .post("/sign-in", door, account::sign_in)
        .post("/sign-out", Who::SignedIn, account::sign_out)
        .get("/confirm", Who::SignedIn, account::confirm_form)
        .post("/confirm", Who::SignedIn, account::confirm)
        .get("/account", Who::SignedIn, account::show)
        .post("/account/tokens", Who::SignedIn, account::make_token)
        .post("/account/tokens/{id}/revocation", Who::SignedIn, account::revoke_token)
        .post("/account/password", Who::SignedIn, account::set_password)
}
