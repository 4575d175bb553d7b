//! Every statement of the kernel is prepared against the migrated tables of each database.

use crate::hub::Hub;

#[test]
fn every_statement_prepares_on_each_database() {
    Hub::on_each(&[], |hub| {
        let conn = db::Conn::open(hub.city.place()).unwrap();
        for sql in kernel::statements() {
            conn.prepare(&sql).unwrap_or_else(|error| panic!("{error}"));
        }
    });
}
