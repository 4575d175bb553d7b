use super::*;

fn rules(path: &str, text: &str) -> Vec<(String, Option<usize>)> {
    check(&Tree::of(&[(path, text)]))
        .into_iter()
        .map(|finding| (finding.rule.to_string(), finding.line))
        .collect()
}

fn one(rule: &str, line: usize) -> Vec<(String, Option<usize>)> {
    vec![(rule.to_string(), Some(line))]
}

#[test]
fn a_path_of_one_machine_is_named_and_a_url_is_not() {
    for path in ["/root/x", "see \"/home/kim/x\"", "cd /srv/x"] {
        assert_eq!(rules("docs/a.md", path), one("machine-path", 1), "{path}");
    }
    for path in ["https://example.kr/home/x", "docs/srv/x", "$HOME/srv/x", "~/srv/x", "rooted"] {
        assert!(rules("docs/a.md", path).is_empty(), "{path}");
    }
}

#[test]
fn a_marker_of_unfinished_work_is_named() {
    let marker = ["TO", "DO"].concat();
    assert_eq!(rules("hub", &format!("a\n# {marker}: later")), one("unfinished", 2));
    assert!(rules("hub", &format!("{marker}S")).is_empty());
    assert!(rules("cities/gwangju/a.csv", &marker).is_empty());
}

#[test]
fn surprises_are_named_outside_tests_only() {
    assert_eq!(rules("core/db/src/lib.rs", "let x = y.unwrap();"), one("unwrap", 1));
    assert_eq!(rules("core/db/src/lib.rs", "panic!(\"no\");"), one("panic", 1));
    assert_eq!(rules("core/db/src/lib.rs", "let x = dbg!(y);"), one("unfinished", 1));
    assert_eq!(rules("core/db/src/lib.rs", "unsafe { f() }"), one("unsafe", 1));
    assert!(rules("core/db/src/tests.rs", "let x = y.unwrap();").is_empty());
    assert!(rules("core/db/src/lib.rs", "#[cfg(test)]\nmod tests {\n    y.unwrap();\n}").is_empty());
    assert!(rules("core/db/src/lib.rs", "// y.unwrap() would end the program\nf(\"panic!()\");").is_empty());
    assert!(rules("core/db/src/lib.rs", "y.unwrap_or(1); my_panic!();").is_empty());
}

#[test]
fn a_test_neither_waits_nor_hides() {
    assert_eq!(rules("core/db/src/tests.rs", "#[test]\n#[ignore]\nfn f() {}"), one("weak-test", 2));
    assert_eq!(rules("core/db/src/tests.rs", "std::thread::sleep(d);"), one("weak-test", 1));
    assert_eq!(
        rules("core/db/src/lib.rs", "#[cfg(test)]\nmod t { #[should_panic] fn f() {} }"),
        one("weak-test", 2)
    );
    assert!(rules("core/db/src/lib.rs", "std::thread::sleep(d);").is_empty());
}

#[test]
fn tests_live_beside_the_code() {
    assert_eq!(rules("core/db/tests/all.rs", "fn f() {}"), [("weak-test".to_string(), None)]);
    assert!(rules("core/db/src/tests/all.rs", "fn f() {}").is_empty());
}

#[test]
fn a_longer_file_says_what_it_is() {
    let body = "fn f() {}\n".repeat(30);
    assert_eq!(rules("core/db/src/lib.rs", &body), [("head-comment".to_string(), None)]);
    assert!(rules("core/db/src/lib.rs", &format!("//! What it is.\n{body}")).is_empty());
    assert!(rules("core/db/src/lib.rs", "fn f() {}\n").is_empty());
}
