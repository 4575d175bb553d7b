use super::*;
use crate::packages::Use;

const MAP: &str = "# Map\n\n```map\nfolder | crate | uses | what it is\ncore/base | base | - | Ids.\ncore/db | db | base | The writer.\n```\nmore\n";

fn package(folder: &str, description: &str, uses: &[&str]) -> Package {
    Package {
        name: folder.rsplit('/').next().unwrap_or(folder).to_string(),
        folder: folder.to_string(),
        description: description.to_string(),
        uses: uses.iter().map(|folder| Use { folder: folder.to_string(), only_in_tests: false }).collect(),
    }
}

fn house() -> Vec<Package> {
    vec![package("core/base", "Ids.", &[]), package("core/db", "", &["core/base"])]
}

fn whats(text: &str, packages: &[Package]) -> Vec<String> {
    check(Some(text), packages).into_iter().map(|finding| finding.what).collect()
}

#[test]
fn a_map_that_says_what_cargo_says_is_right() {
    assert!(whats(MAP, &house()).is_empty());
}

#[test]
fn a_new_crate_a_lost_crate_and_a_new_edge_are_named() {
    let mut more = house();
    more.push(package("libs/shares", "Shares.", &[]));
    assert_eq!(whats(MAP, &more), ["`libs/shares` is not on the map"]);
    assert_eq!(whats(MAP, &house()[..1]), ["the map names `core/db`, which is no crate of the workspace"]);
    let edge = [house().remove(0), package("core/db", "", &[])];
    assert_eq!(whats(MAP, &edge), ["`core/db` uses -, the map says base"]);
}

#[test]
fn a_sentence_is_there_and_is_that_of_the_crate() {
    let other = [package("core/base", "Something else.", &[]), house().remove(1)];
    assert_eq!(whats(MAP, &other), ["`core/base/Cargo.toml` describes the crate in other words"]);
    let empty = MAP.replace("The writer.", "?");
    assert_eq!(whats(&empty, &house()), ["nothing says what `core/db` is for"]);
}

#[test]
fn a_line_that_is_no_row_has_its_number() {
    let text = MAP.replace("core/base |", "nonsense\ncore/base |");
    let findings = check(Some(&text), &house());
    assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [Some(5)]);
    assert_eq!(check(None, &house()).len(), 1);
    assert_eq!(check(Some("no block"), &house()).len(), 1);
}

#[test]
fn renewing_mends_the_map_and_keeps_the_sentence_that_only_it_has() {
    let mut packages = house();
    packages.push(package("libs/shares", "Shares.", &[]));
    let renewed = renew(MAP, &packages).unwrap_or_default();
    assert!(whats(&renewed, &packages).is_empty(), "{renewed}");
    assert!(renewed.contains("The writer."));
    assert!(renewed.ends_with("```\nmore\n"));
    assert_eq!(renew(&renewed, &packages), Some(renewed.clone()));
    let from_nothing = renew("# Map\n```map\n```\n", &packages).unwrap_or_default();
    assert!(from_nothing.starts_with("# Map\n```map\nfolder"), "{from_nothing}");
    assert_eq!(renew("no block", &packages), None);
}
