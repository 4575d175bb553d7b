use super::*;

fn finding() -> Finding {
    Finding::new("unwrap", "core/db/src/lib.rs", "what", "mend").at(7, "let x = y.unwrap();")
}

fn left(text: &str) -> Vec<String> {
    apply(parse(text), vec![finding()]).into_iter().map(|finding| finding.rule.to_string()).collect()
}

#[test]
fn a_line_with_a_reason_allows_exactly_its_place() {
    assert!(left("unwrap | core/db/src/lib.rs | y.unwrap() | y was checked one line above").is_empty());
    assert!(left("# why\n\nunwrap | core/db/src/lib.rs | * | generated file").is_empty());
}

#[test]
fn another_place_is_not_allowed_and_the_idle_line_is_named() {
    assert_eq!(left("unwrap | core/db/src/lib.rs | z.unwrap() | reason"), ["unwrap", "allowance"]);
    assert_eq!(left("unwrap | core/db/src/main.rs | * | reason"), ["unwrap", "allowance"]);
}

#[test]
fn a_line_without_a_reason_allows_nothing() {
    assert_eq!(left("unwrap | core/db/src/lib.rs | y.unwrap()"), ["unwrap", "allowance"]);
    assert_eq!(left("unwrap | core/db/src/lib.rs | y.unwrap() |  "), ["unwrap", "allowance"]);
}
