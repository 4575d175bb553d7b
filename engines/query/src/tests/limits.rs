//! Limits of rows, time, memory and position; questions given up; plain types.

use super::city::{Act, City};
use super::{engine, lines, question};
use crate::Query;
use base::query::{Engine as _, Limits, QueryError, Question, Refusal, Values};
use std::time::Duration;

fn filled() -> (tempfile::TempDir, Query) {
    let folder = tempfile::tempdir().unwrap();
    let acts: Vec<Act> =
        (0..2_000_i64).map(|n| Act::State(1, u8::try_from(n % 200).unwrap(), Some(1), n % 400)).collect();
    let city = City::of(&acts);
    let open = engine(folder.path(), 1_000);
    open.push(city.changes(0, city.position)).unwrap();
    (folder, open)
}

fn refused(open: &Query, sql: &str, limits: Limits) -> Refusal {
    match open.ask_blocking(Question { limits, ..question(sql) }) {
        Err(QueryError::Refused(refusal)) => refusal,
        other => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn limits_are_refusals_that_name_themselves() {
    let (_folder, open) = filled();
    let wide = Limits { time: Duration::from_secs(60), ..Limits::default() };
    let rows = Limits { rows: 10, ..wide };
    assert_eq!(refused(&open, "select fact from headcount_v1", rows), Refusal::Rows { most: 10 });
    let crossed = "select count(*) as n from headcount_v1 a, headcount_v1 b, headcount_v1 c, headcount_v1 d
                    where a.amount + b.amount + c.amount + d.amount < 0";
    let soon = Limits { time: Duration::from_millis(300), ..wide };
    assert_eq!(refused(&open, crossed, soon), Refusal::Time { most_ms: 300 });
    let memory = Limits { memory_bytes: 100_000, ..wide };
    let grouped =
        "select a.fact || b.fact as pair, count(*) as n from headcount_v1 a, headcount_v1 b group by 1";
    assert_eq!(refused(&open, grouped, memory), Refusal::Memory { most: 100_000 });
    // The engine goes on.
    let answer = open.ask_blocking(question("select count(*) as n from headcount_v1")).unwrap();
    assert_eq!(lines(&answer), ["2000"]);
}

#[test]
fn a_position_is_waited_for_and_then_refused() {
    let (_folder, open) = filled();
    let limits = Limits { wait: Duration::from_millis(20), ..Limits::default() };
    let asked =
        Question { position: Some(2_001), limits, ..question("select count(*) as n from headcount_v1") };
    let refusal = open.ask_blocking(asked.clone());
    let is =
        matches!(refusal, Err(QueryError::Refused(Refusal::NotReached { asked: 2_001, reached: 2_000 })));
    assert!(is, "{refusal:?}");
    // It comes while the question waits.
    let limits = Limits { wait: Duration::from_secs(30), time: Duration::from_secs(60), ..limits };
    let answer = std::thread::scope(|threads| {
        let waiting = threads.spawn(|| open.ask_blocking(Question { limits, ..asked }));
        let nothing = base::query::Changes { after: 2_000, up_to: 2_001, ..Default::default() };
        open.push(nothing).unwrap();
        waiting.join().unwrap().unwrap()
    });
    assert_eq!((answer.position, lines(&answer)), (2_001, vec!["2000".to_owned()]));
}

#[test]
fn an_answer_can_be_awaited_on_any_executor_and_given_up() {
    let (_folder, open) = filled();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let answer = runtime.block_on(open.ask(question("select count(*) as n from headcount_v1"))).unwrap();
    assert_eq!(lines(&answer), ["2000"]);
    drop(open.ask(question("select count(*) as n from headcount_v1 a, headcount_v1 b, headcount_v1 c")));
    // An engine may end inside async code.
    runtime.block_on(async move { drop(open) });
}

#[test]
fn values_are_plain() {
    let (_folder, open) = filled();
    let sql = "select 'a' as t, 1 as i, level, valid_from as d, amount > 3000 as b, null as n, :as_of as day
                 from headcount_v1 order by fact limit 1";
    let answer = open.ask_blocking(question(sql)).unwrap();
    let types: Vec<&str> = answer.columns.iter().map(|column| column.values.type_name()).collect();
    assert_eq!(types, ["text", "integer", "integer", "date", "bool", "null", "date"]);
    assert_eq!(lines(&answer), ["a|1|0|-|-|-|2026-11-21"]);
    assert_eq!(answer.column("i"), Some(&Values::Integer(vec![Some(1)])));
    assert!(answer.engine.contains("datafusion 55"), "{}", answer.engine);
}
