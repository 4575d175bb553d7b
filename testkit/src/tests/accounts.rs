//! Accounts opened from the command line: all of it or nothing.

use crate::hub::Hub;
use kernel::account::{Caller, acts, resolve};
use kernel::journal;
use kernel::policy::Role;

#[test]
fn an_account_is_opened_with_its_person_and_role_in_one_act() {
    Hub::on_each(&[], |hub| {
        let open =
            |login: &str, role| acts::open_for_new_person(&hub.city, login, "a long pass phrase", role);
        let before = hub.city.position();
        let person = open("kim@example.org", Some((Role::Officer, None))).unwrap();
        assert_eq!(hub.city.position(), before + 1);
        let entry =
            hub.city.read_blocking(move |read| journal::store::page(read, before, 10)).unwrap().remove(0);
        assert_eq!(entry.action, "kernel.account.open");
        let body = entry.body.unwrap();
        assert!(body.contains("\"role\":\"officer\"") && !body.contains("kim@"), "{body}");
        let today = hub.city.now().day_in("UTC");
        let is_officer = hub
            .city
            .read_blocking(move |read| {
                Ok(resolve(db::Read::conn(read), Caller::Person(person), today)?.is(Role::Officer))
            })
            .unwrap();
        assert!(is_officer);
        acts::sign_in(&hub.city, "kim@example.org", "a long pass phrase").unwrap();

        // What is refused at its last step leaves neither a person nor a key.
        let keys = || hub.city.vault().owners_after("", 100).unwrap();
        let (tables, keys_before) = (hub.dump(), keys());
        let refused = open("lee@example.org", Some((Role::Member, None))).unwrap_err();
        assert!(refused.is("account-member-of-what"), "{refused}");
        assert!(open("Kim@example.org", None).unwrap_err().is("account-login-taken"));
        assert_eq!((hub.dump(), keys()), (tables, keys_before));
    });
}
