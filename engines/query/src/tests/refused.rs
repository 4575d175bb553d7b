//! Questions that are refused, and why; and that a view outside the scope does not exist.

use super::city::{Act, City};
use super::{engine, lines, question};
use base::query::{Engine as _, QueryError, Question, Refusal};

fn refusal(sql: &str) -> Refusal {
    let folder = tempfile::tempdir().unwrap();
    let open = engine(folder.path(), 100);
    open.push(City::of(&[Act::State(1, 1, None, 1)]).changes(0, 1)).unwrap();
    match open.ask_blocking(question(sql)) {
        Err(QueryError::Refused(refusal)) => refusal,
        other => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn what_writes_or_sets_or_tells_is_no_query() {
    let statements = [
        ("insert into headcount_v1 values (1)", "INSERT"),
        ("update headcount_v1 set level = 4", "UPDATE"),
        ("delete from headcount_v1", "DELETE"),
        ("merge into headcount_v1 using use_v1 on true when matched then delete", "MERGE"),
        ("truncate table headcount_v1", "TRUNCATE"),
        ("create table t as select 1", "CREATE"),
        ("create external table t stored as parquet location '/etc'", "CREATE"),
        ("drop table headcount_v1", "DROP"),
        ("alter table headcount_v1 rename to x", "ALTER"),
        ("copy headcount_v1 to '/tmp/x.parquet'", "COPY"),
        ("copy (select 1) to '/tmp/x.csv' stored as csv", "COPY"),
        ("set datafusion.execution.batch_size = 1", "SET"),
        ("show tables", "SHOW"),
        ("describe headcount_v1", "DESCRIBE"),
        ("explain select 1", "EXPLAIN"),
        ("prepare p as select 1", "PREPARE"),
        ("grant all on headcount_v1 to public", "GRANT"),
        ("begin", "BEGIN"),
        ("-- a remark first\n insert into headcount_v1 values (1)", "INSERT"),
        ("select * into t from headcount_v1", "SELECT INTO"),
        ("select * from headcount_v1 for update", "FOR UPDATE"),
        ("with w as (delete from headcount_v1 returning *) select * from w", "DELETE"),
    ];
    for (sql, verb) in statements {
        assert_eq!(refusal(sql), Refusal::NotAQuery { verb: verb.into() }, "{sql}");
    }
}

#[test]
fn exactly_one_statement() {
    for sql in
        ["", "  -- nothing\n", "select 1 as a; select 2 as b", "select 1 as a; drop table headcount_v1"]
    {
        assert_eq!(refusal(sql), Refusal::NotOne, "{sql}");
    }
}

#[test]
fn only_the_views_of_the_question_exist() {
    let known = ["company_presence_v1", "headcount_v1", "identity_v1", "use_v1"].map(String::from).to_vec();
    let names = [
        ("select * from nothing_v1", "nothing_v1", Some((1, 15))),
        ("select 1 as a from headcount", "headcount", Some((1, 20))),
        ("select * from information_schema.tables", "information_schema.tables", Some((1, 15))),
        ("select * from city.facts.headcount_v1", "city.facts.headcount_v1", Some((1, 15))),
        ("select *\n  from '/etc/passwd'", "'/etc/passwd'", None),
        (
            "select 1 as a where exists (select 1 from pg_catalog.pg_class)",
            "pg_catalog.pg_class",
            Some((1, 43)),
        ),
    ];
    for (sql, name, place) in names {
        let expected = Refusal::View { name: name.into(), place, known: known.clone() };
        assert_eq!(refusal(sql), expected, "{sql}");
    }
}

#[test]
fn a_view_outside_the_scope_is_as_one_that_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let open = engine(folder.path(), 100);
    open.push(City::of(&[Act::State(1, 1, None, 1)]).changes(0, 1)).unwrap();
    let asked = |sql: &str| {
        let kinds = vec!["use".to_owned()];
        open.ask_blocking(Question { kinds, ..question(sql) })
    };
    assert_eq!(lines(&asked("select count(*) as n from use_v1").unwrap()), ["0"]);
    for sql in [
        "select * from headcount_v1",
        "select * from use_v1 where subject in (select subject from headcount_v1)",
    ] {
        let Err(QueryError::Refused(Refusal::View { name, known, .. })) = asked(sql) else { panic!("{sql}") };
        assert_eq!((name.as_str(), known), ("headcount_v1", vec!["use_v1".to_owned()]));
    }
    let kinds = vec!["a.b".to_owned(), "a-b".to_owned()];
    let met = open.ask_blocking(Question { kinds, ..question("select 1 as a") });
    assert!(matches!(met, Err(QueryError::Refused(Refusal::SameView { .. }))), "{met:?}");
}

#[test]
fn as_of_is_the_only_parameter() {
    let parameters = [
        ("select $1 as a", "$1"),
        ("select ? as a", "?"),
        ("select 1 as a from headcount_v1 where code = :code", ":code"),
        ("select @x as a", "@x"),
        ("select :as_off as a", ":as_off"),
    ];
    for (sql, parameter) in parameters {
        match refusal(sql) {
            Refusal::Parameter { name, place: Some((1, _)) } => assert_eq!(name, parameter),
            other => panic!("{sql}: {other:?}"),
        }
    }
}

#[test]
fn clocks_chance_files_and_estimates_are_refused() {
    let calls = [
        ("select now() as a", "now"),
        ("select current_date as a", "current_date"),
        ("select random() as a", "random"),
        ("select uuid() as a", "uuid"),
        ("select version() as a", "version"),
        ("select approx_distinct(subject) as a from headcount_v1", "approx_distinct"),
        ("select * from read_parquet('/x')", "read_parquet"),
        ("select * from parquet_metadata('/x')", "parquet_metadata"),
        ("select count(*) as n from headcount_v1 where valid_from < now()", "now"),
        ("select n from (select count(*) as n from headcount_v1 where random() > 0.5)", "random"),
    ];
    for (sql, function) in calls {
        assert_eq!(refusal(sql), Refusal::Function { name: function.into() }, "{sql}");
    }
}

#[test]
fn floats_are_refused_with_their_column() {
    let columns = [
        ("select 0.5 as half", "half"),
        ("select amount / 2.0 as half from headcount_v1", "half"),
        ("select avg(amount) as mean from headcount_v1", "mean"),
        ("select cast(1 as double) as d", "d"),
    ];
    for (sql, column) in columns {
        let Refusal::Float { column: found } = refusal(sql) else { panic!("{sql}") };
        assert!(found == column || found.contains("avg"), "{sql}: {found}");
    }
    // A sum of floats depends on its order, even when it is rounded afterwards.
    let rounded = refusal("select cast(sum(amount * 0.1) as bigint) as s from headcount_v1");
    assert!(matches!(rounded, Refusal::Float { .. }), "{rounded:?}");
}

#[test]
fn a_rounded_row_is_a_whole_number() {
    let folder = tempfile::tempdir().unwrap();
    let open = engine(folder.path(), 100);
    open.push(City::of(&[Act::State(1, 1, None, 1)]).changes(0, 1)).unwrap();
    let sql = "select cast(round(amount * 0.25) as bigint) as quarter, amount / 3 as third from headcount_v1";
    assert_eq!(lines(&open.ask_blocking(question(sql)).unwrap()), ["250|333"]);
}

#[test]
fn what_depends_on_an_order_must_give_one() {
    let parts = [
        ("select fact from headcount_v1 limit 1", "LIMIT"),
        ("select subject, row_number() over (partition by subject) as n from headcount_v1", "row_number"),
        ("select first_value(fact) as f from headcount_v1", "first_value"),
        ("select string_agg(fact, ',') as f from headcount_v1", "string_agg"),
        ("select distinct on (subject) subject, fact from headcount_v1", "DISTINCT ON"),
    ];
    for (sql, what) in parts {
        assert_eq!(refusal(sql), Refusal::Unordered { what: what.into() }, "{sql}");
    }
}

#[test]
fn answers_have_plain_types_and_single_names() {
    let kinds = [
        ("select cast(1.5 as decimal(5,2)) as d", "d"),
        ("select interval '1 day' as i", "i"),
        ("select cast(valid_from as timestamp) as t from headcount_v1", "t"),
    ];
    for (sql, column) in kinds {
        let Refusal::Type { column: found, .. } = refusal(sql) else { panic!("{sql}") };
        assert_eq!(found, column);
    }
    let twice = refusal("select a.fact, b.fact from headcount_v1 a, headcount_v1 b");
    assert_eq!(twice, Refusal::SameName { column: "fact".into() });
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let wrongs = [
        ("selec 1", None),
        ("select 1 +", Some((1, 11))),
        ("select\n  colour\nfrom headcount_v1", Some((2, 3))),
        ("select 'open", Some((1, 8))),
        ("select [1, 2] as list", None),
    ];
    for (sql, place) in wrongs {
        match refusal(sql) {
            Refusal::Wrong { place: found, detail } => {
                assert!(place.is_none() || found == place, "{sql}: {found:?} {detail}");
                assert!(!detail.is_empty());
            }
            Refusal::NotAQuery { verb } => assert_eq!(verb, "SELEC"),
            other => panic!("{sql}: {other:?}"),
        }
    }
    let deep = format!("select {}1{} as a", "(".repeat(5_000), ")".repeat(5_000));
    assert!(matches!(refusal(&deep), Refusal::Wrong { .. }));
    assert!(matches!(refusal(&format!("select '{}' as a", "x".repeat(70_000))), Refusal::Wrong { .. }));
}

#[test]
fn a_value_that_cannot_be_computed_is_told() {
    for sql in [
        "select amount / (amount - amount) as n from headcount_v1",
        "select cast('x' as bigint) + level as n from headcount_v1",
        "select cast(code as date) as d from headcount_v1",
    ] {
        let found = refusal(sql);
        assert!(matches!(found, Refusal::Value { .. } | Refusal::Wrong { .. }), "{sql}: {found:?}");
    }
}
