//! What is computed again for changed records only gives the rows that computing everything gives.

use super::city::{Act, City};
use super::{engine, lines, question};
use crate::Query;
use base::query::Engine as _;
use proptest::prelude::*;

/// Questions that keep records apart, and some that do not, or not all the way.
const QUESTIONS: [&str; 9] = [
    "select subject, count(*) as n, sum(amount) as amount, max(level) as level from headcount_v1 group by subject",
    "select part, count(*) as n, sum(low) as low from (
       select subject as unit, case when sum(amount) > 200 then 'yes' else 'no' end as part, count(*) as low
         from headcount_v1 where valid_from is null or valid_from <= :as_of group by subject) as counted
      group by part order by part",
    "with used as (select other, sum(amount) as amount from use_v1 group by other),
       held as (select subject, max(amount) as most from headcount_v1 group by subject)
     select h.subject, h.most, u.amount from held h left join used u on u.other = h.subject",
    "with held as (select subject, max(amount) as most from headcount_v1 group by subject),
       there as (select subject, count(*) as n from company_presence_v1 group by subject)
     select h.subject, h.most, t.n from held h left join there t on t.subject = h.subject and t.n > 1",
    "select subject, amount, fact from (
       select subject, amount, fact, row_number() over (partition by subject order by amount desc, fact) as turn
         from headcount_v1) as told where turn = 1",
    "select other, count(*) as pairs from (select other, subject from use_v1 group by other, subject) as p group by other",
    "select fact, count(*) as n from use_v1 group by fact",
    "select h.subject, h.amount from headcount_v1 h
       join (select subject, max(amount) as most from headcount_v1 group by subject) m
         on m.subject = h.subject and m.most = h.amount",
    "select subject, count(*) as n from (
       select subject from headcount_v1 union all select subject from company_presence_v1) as both group by subject",
];

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        8 => (any::<u8>(), 0u8..40, proptest::option::of(0u8..40), 0i64..400)
            .prop_map(|(kind, subject, other, number)| Act::State(kind, subject, other, number)),
        3 => (any::<u8>(), 0i64..400).prop_map(|(which, number)| Act::Correct(which, number)),
        2 => any::<u8>().prop_map(Act::End),
        1 => (0u8..40, 0u8..40).prop_map(|(from, to)| Act::Merge(from, to)),
        1 => any::<u8>().prop_map(Act::Unmerge),
    ];
    proptest::collection::vec(act, 20..160)
}

fn answered(engine: &Query, sql: &str) -> Vec<String> {
    let mut found = lines(&engine.ask_blocking(question(sql)).unwrap());
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn kept_rows_and_new_ones_are_the_rows_of_everything(
        acts in acts(), lengths in proptest::collection::vec(1i64..30, 3..8), flushed in 0usize..8, rows in 0usize..80,
    ) {
        let city = City::of(&acts);
        let (folder, plain_folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let kept = engine(folder.path(), rows);
        for (turn, length) in lengths.iter().enumerate() {
            let after = kept.reached();
            let up_to = (after + length).min(city.position);
            kept.push(city.changes(after, up_to)).unwrap();
            if turn == flushed {
                kept.flush().unwrap();
            }
            // One that has never been asked before has nothing to go on with.
            let plain = engine(&plain_folder.path().join(turn.to_string()), 1_000);
            plain.push(city.changes(0, up_to)).unwrap();
            for sql in QUESTIONS {
                prop_assert_eq!(answered(&kept, sql), answered(&plain, sql), "turn {}: {}", turn, sql);
            }
        }
    }
}

#[test]
fn a_merge_counts_in_the_groups_of_the_other_record_too() {
    let acts = [
        Act::State(2, 1, Some(9), 11),
        Act::State(2, 2, Some(9), 12),
        Act::State(2, 3, None, 13),
        Act::State(2, 4, None, 14),
        Act::Merge(1, 2),
        Act::Merge(3, 4),
        Act::Unmerge(0),
    ];
    let city = City::of(&acts);
    let folder = tempfile::tempdir().unwrap();
    let kept = engine(folder.path(), 1_000);
    let pairs = QUESTIONS[5];
    for (up_to, expected) in [
        (4, ["-|2", "organisation:009|2"]),
        (5, ["-|2", "organisation:009|1"]),
        (6, ["-|1", "organisation:009|1"]),
        (7, ["-|1", "organisation:009|2"]),
    ] {
        kept.push(city.changes(kept.reached(), up_to)).unwrap();
        assert_eq!(answered(&kept, pairs), expected, "up to {up_to}");
    }
}
