use super::*;

const ONE: &str = "core/db/migrations/0001_begin.sql";
const TWO: &str = "core/db/migrations/0002_more.sql";

fn whats(files: &[(&str, &str)]) -> Vec<String> {
    check(&Tree::of(files)).into_iter().map(|finding| finding.what).collect()
}

#[test]
fn a_released_migration_stays_as_it_is() {
    let list = release(&Tree::of(&[(ONE, "-- begin\n")]));
    assert!(whats(&[(ONE, "-- begin\n"), (FILE, &list)]).is_empty());
    assert!(whats(&[(ONE, "-- begin\n"), (TWO, "-- more\n"), (FILE, &list)]).is_empty());
    assert_eq!(whats(&[(ONE, "-- begun\n"), (FILE, &list)]), ["a released migration was edited"]);
    assert_eq!(whats(&[(FILE, &list)]), ["a released migration is gone"]);
}

#[test]
fn numbers_have_no_gap_and_no_twin() {
    assert_eq!(whats(&[(TWO, "-- more\n")]), ["number 2 stands where 1 should"]);
    let twin = "core/db/migrations/0001_other.sql";
    assert_eq!(whats(&[(ONE, "-- a\n"), (twin, "-- b\n")]), ["number 1 stands where 2 should"]);
    let nameless = "core/db/migrations/begin.sql";
    assert_eq!(whats(&[(nameless, "-- a\n")]), ["the name has no number of four digits"]);
    let elsewhere = "areas/register/migrations/0001_begin.sql";
    assert!(whats(&[(ONE, "-- a\n"), (elsewhere, "-- b\n")]).is_empty());
}

#[test]
fn a_new_one_comes_after_the_released_ones() {
    let list = release(&Tree::of(&[(TWO, "-- more\n")]));
    let found = whats(&[(ONE, "-- begin\n"), (TWO, "-- more\n"), (FILE, &list)]);
    assert_eq!(found, ["a new migration stands before the released number 2"]);
}

#[test]
fn a_migration_tells_its_story_and_the_list_is_readable() {
    assert_eq!(whats(&[(ONE, "create table x (y text);\n")]), ["the migration does not tell its story"]);
    assert_eq!(whats(&[(FILE, "abc\n")]), ["this is not `sha256  path`"]);
}
