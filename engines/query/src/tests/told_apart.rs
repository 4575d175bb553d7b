//! Questions that only tell records apart are computed with numbers in place of names, and answer with the names.

use super::city::{Act, City};
use super::{engine, lines, question};
use crate::Query;
use base::query::{Engine as _, Question};
use proptest::prelude::*;

/// Questions that only tell apart; each gives a column `name` that may be empty.
const APART: [&str; 9] = [
    "select subject as name, count(*) as n, sum(amount) as amount from headcount_v1 group by subject",
    "select other as name, count(distinct subject) as n from use_v1 group by other",
    "select u.other as name, h.amount from use_v1 u left join headcount_v1 h on h.subject = u.other",
    "select distinct subject as name, level from company_presence_v1",
    "select subject as name, count(*) over (partition by subject) as n from headcount_v1",
    "select other as name, amount, row_number() over (partition by other order by seq, fact) as turn from use_v1",
    "select subject as name, amount from headcount_v1 where other is not null and subject <> other",
    "select subject as name, 'a' as part from headcount_v1 union all select other, code from use_v1",
    "select h.subject as name, max(u.level) as level from headcount_v1 h full join use_v1 u
        on u.other = h.subject and u.amount > h.amount group by h.subject",
];

/// Questions that look into a name somewhere.
const LOOK: [&str; 8] = [
    "select max(subject) as name from headcount_v1",
    "select subject as name from headcount_v1 order by subject",
    "select subject as name from headcount_v1 where subject = 'organisation:001'",
    "select coalesce(other, subject) as name from use_v1",
    "select case when level > 1 then subject end as name from use_v1",
    "select code as name from use_v1 where subject > code",
    "select subject as name from headcount_v1 union all select fact from use_v1",
    "select first_value(amount) over (partition by level order by subject, fact) as name from use_v1",
];

fn city() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        8 => (any::<u8>(), 0u8..20, proptest::option::of(0u8..20), 0i64..400)
            .prop_map(|(kind, subject, other, number)| Act::State(kind, subject, other, number)),
        2 => (any::<u8>(), 0i64..400).prop_map(|(which, number)| Act::Correct(which, number)),
        1 => any::<u8>().prop_map(Act::End),
        2 => (0u8..20, 0u8..20).prop_map(|(from, to)| Act::Merge(from, to)),
        1 => any::<u8>().prop_map(Act::Unmerge),
    ];
    proptest::collection::vec(act, 20..120)
}

fn answered(engine: &Query, sql: &str, position: i64) -> Vec<String> {
    let asked = Question { position: Some(position), ..question(sql) };
    let mut found = lines(&engine.ask_blocking(asked).unwrap());
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn numbers_give_the_names_that_names_give(acts in city(), rows in 0usize..60, back in 0i64..40) {
        let city = City::of(&acts);
        let folder = tempfile::tempdir().unwrap();
        let open = engine(folder.path(), rows);
        open.push(city.changes(0, city.position / 2)).unwrap();
        open.push(city.changes(city.position / 2, city.position)).unwrap();
        for position in [city.position, (city.position - back).max(0)] {
            for sql in APART {
                // Comparing with a text is looking into the name.
                let looked = format!("select * from ({sql}) as asked where name >= '' or name is null");
                prop_assert_eq!(answered(&open, sql, position), answered(&open, &looked, position), "{}", sql);
            }
        }
    }
}

#[test]
fn only_what_tells_apart_is_computed_with_numbers() {
    let acts: Vec<Act> = (0..60).map(|n| Act::State(n % 3, n % 7, Some(n % 5), i64::from(n))).collect();
    let city = City::of(&acts);
    for (sqls, by_number) in [(&APART[..], true), (&LOOK[..], false)] {
        for sql in sqls {
            let folder = tempfile::tempdir().unwrap();
            let open = engine(folder.path(), 10);
            open.push(city.changes(0, city.position)).unwrap();
            assert!(!answered(&open, sql, city.position).is_empty(), "{sql}");
            // A name gets a number when a question is computed with numbers.
            assert_eq!(open.inner.reader.names.count() > 0, by_number, "{sql}");
        }
    }
}
