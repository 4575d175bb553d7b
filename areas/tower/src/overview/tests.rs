//! How much the first page reads.

use super::stored;
use crate::measure::store::Seeing;
use crate::who::Reader;
use db::{Conn, Read};
use kernel::policy::Actor;
use std::cell::Cell;
use std::sync::Arc;

/// A reader that counts its statements: each of them asks for the connection once.
struct Counting<'a, R>(&'a R, Cell<usize>);

impl<R: Read> Read for Counting<'_, R> {
    fn conn(&self) -> &Conn {
        self.1.set(self.1.get() + 1);
        self.0.conn()
    }
}

#[test]
fn the_first_page_reads_few_statements_however_much_is_on_record() {
    for slug in ["gwangju", "mirinae"] {
        let served = crate::tests::serve(slug);
        let city = &served.city;
        let reader = Reader {
            actor: Actor::Visitor,
            today: city.now().day_in("Asia/Seoul"),
            now: city.position(),
            vault: Arc::clone(city.vault()),
        };
        let run = city
            .read_blocking(move |read| {
                let counting = Counting(read, Cell::new(0));
                stored(&counting, &reader, Seeing::Public)?;
                Ok(counting.1.get())
            })
            .unwrap();
        assert_eq!(run, 12, "{slug}");
    }
}
