use super::*;

fn found(path: &str, text: &str) -> Vec<(String, Option<usize>)> {
    check(&Tree::of(&[(path, text)])).into_iter().map(|finding| (finding.what, finding.line)).collect()
}

#[test]
fn sql_is_lower_case() {
    let good =
        "const FIND: Sql = Sql::new(\"calls.call.find\", \"\n    select id from calls_call -- SELECT\n\");";
    assert!(found("areas/calls/src/call/store.rs", good).is_empty());
    let bad = good.replace("select id", "SELECT id");
    assert_eq!(found("areas/calls/src/call/store.rs", &bad), [("`SELECT` in capitals".to_string(), Some(2))]);
    assert_eq!(found("core/db/migrations/0001_a.sql", "-- CREATE\nCREATE table a (b text);").len(), 1);
    assert!(found("core/db/migrations/0001_a.sql", "insert into a values ('TABLE');").is_empty());
}

#[test]
fn a_list_has_a_limit() {
    let list = "Sql::new(\"calls.call.list_open\", r#\"select id from calls_call order by id\"#)";
    assert_eq!(
        found("areas/calls/src/call/store.rs", list),
        [("the list `calls.call.list_open` has no limit".to_string(), Some(1))]
    );
    let limited = list.replace("order by id", "order by id limit ?1");
    assert!(found("areas/calls/src/call/store.rs", &limited).is_empty());
    let one = "Sql::new(\"calls.call.find\", \"select id from calls_call where id = ?1\")";
    assert!(found("areas/calls/src/call/store.rs", one).is_empty());
}

#[test]
fn a_statement_from_elsewhere_is_left_alone() {
    assert!(found("core/db/src/lib.rs", "Sql::new(\"a.b.list\", TEXT); f(\"SELECT\");").is_empty());
}
