use super::*;

#[test]
fn test_code_is_known_by_its_place_and_by_its_declaration() {
    let tree = Tree::of(&[
        ("core/db/src/lib.rs", "#[cfg(test)]\npub(crate) mod testing;\nmod writer;"),
        ("core/db/src/testing.rs", ""),
        ("core/db/src/testing/more.rs", ""),
        ("core/db/src/writer.rs", "#[cfg(test)]\nmod dumb { fn f() {} }\n#[cfg(test)]\nmod kill;"),
        ("core/db/src/writer/kill.rs", ""),
        ("core/db/src/writer/batch.rs", ""),
        ("core/db/src/tests.rs", ""),
        ("libs/shares/examples/try.rs", ""),
    ]);
    let tests: Vec<&str> =
        tree.files.iter().filter(|file| file.is_test_code()).map(|file| file.path.as_str()).collect();
    assert_eq!(
        tests,
        [
            "core/db/src/testing.rs",
            "core/db/src/testing/more.rs",
            "core/db/src/tests.rs",
            "core/db/src/writer/kill.rs",
            "libs/shares/examples/try.rs",
        ]
    );
}

#[test]
fn a_file_is_found_by_its_path() {
    let tree = Tree::of(&[("b", "2"), ("a", "1")]);
    assert_eq!((tree.text("a"), tree.text("c")), (Some("1"), None));
}
