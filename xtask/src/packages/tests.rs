use super::*;

const GOOD: &str = "[package]\nname = \"x\"\n[lints]\nworkspace = true\n";

fn package(folder: &str, uses: &[&str], test_uses: &[&str]) -> Package {
    let ordinary = uses.iter().map(|folder| Use { folder: folder.to_string(), only_in_tests: false });
    let tests = test_uses.iter().map(|folder| Use { folder: folder.to_string(), only_in_tests: true });
    Package {
        name: folder.replace('/', "-"),
        folder: folder.to_string(),
        description: String::new(),
        uses: ordinary.chain(tests).collect(),
    }
}

fn broken(package: Package) -> Vec<String> {
    let tree = Tree::of(&[(&format!("{}/Cargo.toml", package.folder), GOOD)]);
    check(&[package], &tree).into_iter().map(|finding| finding.what).collect()
}

#[test]
fn the_stairs_go_up() {
    assert!(broken(package("core/kernel", &["core/base", "core/db", "core/ledger"], &[])).is_empty());
    assert!(broken(package("areas/register", &["core/web", "libs/tables"], &["testkit"])).is_empty());
    assert!(
        broken(package("program", &["areas/register", "engines/query", "gates/mcp"], &["testkit"]))
            .is_empty()
    );
    assert_eq!(broken(package("core/base", &["core/db"], &[])), ["it may not use `core/db`"]);
    assert_eq!(broken(package("core/db", &["core/kernel"], &[])), ["it may not use `core/kernel`"]);
}

#[test]
fn an_area_never_uses_another_area_an_engine_or_a_gate() {
    for other in ["areas/tower", "engines/query", "gates/mcp", "program"] {
        assert_eq!(broken(package("areas/register", &[other], &[])).len(), 1, "{other}");
        assert_eq!(broken(package("areas/register", &[], &[other])).len(), 1, "{other}, in tests");
    }
}

#[test]
fn libs_stand_alone_and_engines_know_base_only() {
    assert_eq!(broken(package("libs/shares", &["core/base"], &[])).len(), 1);
    assert_eq!(broken(package("libs/shares", &["libs/tables"], &[])).len(), 1);
    assert!(broken(package("engines/query", &["core/base"], &[])).is_empty());
    assert_eq!(broken(package("engines/query", &["core/kernel"], &[])).len(), 1);
}

#[test]
fn the_testkit_is_for_tests_above_the_kernel() {
    assert_eq!(broken(package("areas/register", &["testkit"], &[])).len(), 1);
    assert_eq!(broken(package("core/kernel", &[], &["testkit"])).len(), 1);
}

#[test]
fn a_folder_that_is_no_room_is_named() {
    assert_eq!(broken(package("helpers/misc", &[], &[])), ["the house has no room `helpers/misc`"]);
}

#[test]
fn a_crate_takes_the_lints_of_the_workspace() {
    let tree = Tree::of(&[("libs/shares/Cargo.toml", "[package]\nname = \"shares\"\n")]);
    assert_eq!(check(&[package("libs/shares", &[], &[])], &tree).len(), 1);
}

#[test]
fn cargo_metadata_is_read_with_kinds_and_folders() {
    let text = r#"{ "workspace_root": "/w", "packages": [
        { "name": "db", "manifest_path": "/w/core/db/Cargo.toml", "description": "The writer.", "dependencies": [
            { "name": "base", "path": "/w/core/base", "kind": null },
            { "name": "testkit", "path": "/w/testkit", "kind": "dev" },
            { "name": "serde", "kind": null } ] } ] }"#;
    let packages = from_metadata(text).map_err(|error| error.to_string());
    let mut expected = package("core/db", &["core/base"], &["testkit"]);
    expected.name = "db".to_string();
    expected.description = "The writer.".to_string();
    assert_eq!(packages, Ok(vec![expected]));
    assert!(from_metadata("{").is_err());
}
