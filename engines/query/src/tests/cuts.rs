//! Answers equal a plain evaluation over the same facts, at any position, however the facts came and lie.

use super::city::{Act, City, KINDS, organisation};
use super::{engine, lines, question};
use crate::Query;
use base::query::{Engine as _, FactRow, Question, view_name};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => (any::<u8>(), 0u8..12, proptest::option::of(0u8..12), 0i64..400)
            .prop_map(|(kind, subject, other, number)| Act::State(kind, subject, other, number)),
        3 => (any::<u8>(), 0i64..400).prop_map(|(which, number)| Act::Correct(which, number)),
        2 => any::<u8>().prop_map(Act::End),
        2 => (0u8..12, 0u8..12).prop_map(|(from, to)| Act::Merge(from, to)),
        1 => any::<u8>().prop_map(Act::Unmerge),
        1 => Just(Act::Nothing),
    ];
    proptest::collection::vec(act, 1..120)
}

/// What is done with the engine after each push.
#[derive(Clone, Copy, Debug)]
enum Step {
    Nothing,
    Flush,
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let step = prop_oneof![4 => Just(Step::Nothing), 2 => Just(Step::Flush), 1 => Just(Step::Reopen)];
    proptest::collection::vec((1i64..25, step), 1..20)
}

const ALL: &str =
    "fact, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq";

fn line(fact: &FactRow) -> String {
    let text = |value: Option<String>| value.unwrap_or_else(|| "-".into());
    [
        fact.id.to_string(),
        fact.subject.to_string(),
        text(fact.other.as_ref().map(ToString::to_string)),
        text(fact.code.clone()),
        text(fact.amount.map(|n| n.to_string())),
        text(fact.place.clone()),
        text(fact.valid.from.map(|day| day.to_string())),
        text(fact.valid.to.map(|day| day.to_string())),
        fact.level.number().to_string(),
        text(fact.evidence.map(|id| id.to_string())),
        text(fact.source.clone()),
        fact.seq_in.to_string(),
    ]
    .join("|")
}

/// Every view whole, and a grouped join of two, at each of these positions.
fn same(engine: &Query, city: &City, positions: &[i64]) -> Result<(), TestCaseError> {
    for position in positions {
        let ask = |sql: &str| {
            let question = Question { position: Some(*position), ..question(sql) };
            lines(&engine.ask_blocking(question).unwrap())
        };
        for kind in KINDS.iter().chain(&["identity"]) {
            let expected: Vec<String> = city.at(kind, *position).iter().map(line).collect();
            let found = ask(&format!("select {ALL} from {} order by fact", view_name(kind)));
            prop_assert_eq!(found, expected, "{} at {}", kind, position);
        }
        let found = ask("select h.subject, count(*) as pairs, sum(h.amount) as total, max(u.level) as level
               from headcount_v1 h join use_v1 u on u.other = h.subject
              where h.valid_from is null or h.valid_from <= :as_of
              group by h.subject order by h.subject");
        prop_assert_eq!(found, joined(city, *position), "join at {}", position);
    }
    Ok(())
}

fn joined(city: &City, position: i64) -> Vec<String> {
    let day = base::Day::parse("2026-11-21").unwrap();
    let mut groups: BTreeMap<String, (i64, Option<i64>, i64)> = BTreeMap::new();
    let uses = city.at("use", position);
    for h in city.at("headcount", position) {
        if h.valid.from.is_some_and(|from| from > day) {
            continue;
        }
        for u in uses.iter().filter(|u| u.other.as_ref() == Some(&h.subject)) {
            let group = groups.entry(h.subject.to_string()).or_insert((0, None, 0));
            group.0 += 1;
            group.1 = h.amount.map_or(group.1, |amount| Some(group.1.unwrap_or(0) + amount));
            group.2 = group.2.max(u.level.number());
        }
    }
    let text = |(subject, (pairs, total, level)): (String, (i64, Option<i64>, i64))| {
        format!("{subject}|{pairs}|{}|{level}", total.map_or("-".into(), |n| n.to_string()))
    };
    groups.into_iter().map(text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_those_of_the_plain_facts(acts in acts(), steps in steps(), rows in 0usize..60) {
        let city = City::of(&acts);
        let folder = tempfile::tempdir().unwrap();
        let mut open = engine(folder.path(), rows);
        let mut asked = BTreeSet::new();
        for (length, step) in steps.iter().cycle() {
            let after = open.reached();
            let up_to = (after + length).min(city.position);
            open.push(city.changes(after, up_to)).unwrap();
            match step {
                Step::Nothing => {}
                Step::Flush => open.flush().unwrap(),
                Step::Reopen => {
                    drop(open);
                    open = engine(folder.path(), rows);
                    let after = open.reached();
                    open.push(city.changes(after, up_to)).unwrap();
                }
            }
            if asked.insert(up_to % 5) {
                same(&open, &city, &[up_to, up_to / 2])?;
            }
            if up_to == city.position {
                break;
            }
        }
        let half = city.position / 2;
        same(&open, &city, &[city.position, city.position - 1, half, half / 2, 0])?;
    }
}

/// Enough facts for several row groups and segments, each with ends and merges of every age.
#[test]
fn many_row_groups_are_cut_like_few() {
    let folder = tempfile::tempdir().unwrap();
    let open = engine(folder.path(), 60_000);
    let mut city = City::new();
    for round in 0..30_i64 {
        city.position += 1;
        for number in 0..7_000_i64 {
            let subject = base::Ref::new("organisation", format!("{:05}", (number * 37 + round) % 9_000));
            city.state("headcount", subject, None, number + 1);
        }
        if round % 3 == 2 {
            city.position += 1;
            let position = city.position;
            let ended = city.facts.iter_mut().filter(|fact| fact.seq_out.is_none());
            ended.step_by(50).for_each(|fact| fact.seq_out = Some(position));
            city.position += 1;
            let to = base::Ref::new("organisation", format!("{:05}", round));
            let from = base::Ref::new("organisation", format!("{:05}", 8_000 + round));
            city.state("identity", from, Some(to), 0);
        }
        let after = open.reached();
        open.push(city.changes(after, city.position)).unwrap();
    }
    let sql = "select subject, count(*) as n, coalesce(sum(amount), 0) as total, min(seq) as first
                 from headcount_v1 group by subject order by subject";
    for position in [city.position, city.position - 1, 31, 12, 3] {
        let mut groups: BTreeMap<String, (i64, i64, i64)> = BTreeMap::new();
        for fact in city.at("headcount", position) {
            let group = groups.entry(fact.subject.to_string()).or_insert((0, 0, i64::MAX));
            group.0 += 1;
            group.1 += fact.amount.unwrap_or(0);
            group.2 = group.2.min(fact.seq_in);
        }
        let text = |(subject, (n, total, first))| format!("{subject}|{n}|{total}|{first}");
        let expected: Vec<String> = groups.into_iter().map(text).collect();
        let asked = Question { position: Some(position), ..question(sql) };
        assert_eq!(lines(&open.ask_blocking(asked).unwrap()), expected, "at {position}");
    }
}

#[test]
fn a_chain_of_merges_leads_to_its_head_and_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let open = engine(folder.path(), 1_000);
    let acts = [
        Act::State(1, 1, Some(2), 4),
        Act::Merge(1, 2),
        Act::Merge(2, 3),
        // The second merge is undone: 1 is 2 again.
        Act::Unmerge(1),
    ];
    let city = City::of(&acts);
    open.push(city.changes(0, city.position)).unwrap();
    let at = |position: i64| {
        let asked =
            Question { position: Some(position), ..question("select subject, other from headcount_v1") };
        lines(&open.ask_blocking(asked).unwrap())
    };
    let both = |a: u8, b: u8| vec![format!("{}|{}", organisation(a), organisation(b))];
    assert_eq!((at(1), at(2), at(3), at(4)), (both(1, 2), both(2, 2), both(3, 3), both(2, 2)));
}
