use crate::columns::Rule;
use crate::error::{Kind, Problems};
use crate::problem::{Problem, Task};
use crate::read::{PeopleColumns, people, quotas};

fn conflict(table: &str, rows: &str, seats: u32) -> Problems {
    let table = quotas(table.as_bytes()).expect("quotas");
    let pool = people(rows.as_bytes(), &table, &PeopleColumns::default()).expect("pool");
    Problem::new(&pool, &table, Task::new(seats, Rule::Maximin)).expect_err("a conflict")
}

#[test]
fn a_minimum_above_the_pool_is_named_alone() {
    let found = conflict("feature,value,min,max\nsex,f,2,2\nsex,m,0,2\n", "sex\nf\nm\nm\n", 2);
    assert_eq!(
        found.to_string(),
        "quotas file, line 2: no panel of 2 can meet these quotas together: at least 2 of sex = f (1 in the pool; \
         line 2). A smallest change that works: lower the minimum of sex = f from 2 to 1."
    );
}

#[test]
fn quotas_of_two_features_that_clash_in_the_pool_are_named_together() {
    // All women are old: one woman at least, nobody old.
    let table = "feature,value,min,max\nsex,f,1,2\nsex,m,0,2\nage,old,0,0\nage,young,0,2\n";
    let found = conflict(table, "sex,age\nf,old\nm,young\nm,young\nm,old\n", 2);
    let Kind::QuotasConflict { conflict, mend, .. } = &found.list[0].kind else { panic!("another error") };
    let names: Vec<String> =
        conflict.iter().map(|side| format!("{} {}", side.value, side.is_minimum)).collect();
    assert_eq!(names, ["f true", "old false"]);
    assert_eq!(mend.len(), 1);
}

#[test]
fn a_conflict_that_only_whole_people_have_is_found() {
    // Three people, every pair shares one value with a maximum of 1: halves would fit, people do not.
    let table = "feature,value,min,max\na,x,0,1\na,y,0,2\nb,x,0,1\nb,y,0,2\nc,x,0,1\nc,y,0,2\n";
    let found = conflict(table, "a,b,c\nx,x,y\nx,y,x\ny,x,x\n", 2);
    let Kind::QuotasConflict { conflict, .. } = &found.list[0].kind else { panic!("another error") };
    assert_eq!(conflict.len(), 3);
}

#[test]
fn after_the_mend_a_panel_exists() {
    let table = "feature,value,min,max\nsex,f,3,3\nsex,m,2,2\nage,old,4,5\nage,young,3,3\n";
    let rows = "sex,age\nf,old\nf,young\nm,young\nm,young\nm,old\nf,old\nm,old\n";
    let found = conflict(table, rows, 5);
    let Kind::QuotasConflict { mend, .. } = &found.list[0].kind else { panic!("another error") };
    let mut mended = quotas(table.as_bytes()).expect("quotas");
    for change in mend {
        for value in mended.features.iter_mut().flat_map(|feature| &mut feature.values) {
            if value.line == change.side.line {
                if change.side.is_minimum {
                    value.minimum = change.to;
                } else {
                    value.maximum = change.to;
                }
            }
        }
    }
    let pool = people(rows.as_bytes(), &mended, &PeopleColumns::default()).expect("pool");
    assert!(Problem::new(&pool, &mended, Task::new(5, Rule::Maximin)).is_ok());
}

#[test]
fn seats_without_people_are_refused() {
    assert!(matches!(
        conflict("feature,value,min,max\na,x,0,9\n", "a\nx\nx\n", 3).list[0].kind,
        Kind::TooFewPeople { .. }
    ));
    assert_eq!(conflict("feature,value,min,max\na,x,0,9\n", "a\nx\nx\n", 0).list[0].kind, Kind::NoSeats);
}
