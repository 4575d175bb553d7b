//! Which counts are published: the newest of each measure.

use base::Result;
use db::{Read, Sql};

const NEWEST: Sql = Sql::new(
    "tower.investor.newest",
    "select s.measure, s.number from tower_snapshot s
      where s.published is not null
        and not exists (select 1 from tower_snapshot n
              where n.measure = s.measure and n.published is not null
                and (n.as_of > s.as_of or (n.as_of = s.as_of and n.seq > s.seq)))
      order by s.measure limit 200",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[NEWEST];

/// Measure and number of the newest published count of each measure.
pub fn newest(read: &impl Read) -> Result<Vec<(String, String)>> {
    read.list(&NEWEST, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}
