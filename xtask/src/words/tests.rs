use super::*;

fn found(text: &str) -> Vec<(String, Option<usize>)> {
    check(&Tree::of(&[("core/web/words.toml", text)])).into_iter().map(|f| (f.what, f.line)).collect()
}

fn one(what: &str, line: usize) -> Vec<(String, Option<usize>)> {
    vec![(what.to_string(), Some(line))]
}

#[test]
fn a_public_key_has_three_languages_and_a_staff_key_two() {
    assert!(found("[a-b]\nko = \"가\"\nen = \"a\"\nzh = \"甲\"\n").is_empty());
    assert!(found("[a-b]\nko = \"가\"\nen = \"a\"\nstaff = true\n").is_empty());
    assert_eq!(found("\n[a-b]\nko = \"가\"\nen = \"a\"\n"), one("`a-b` has no `zh`", 2));
    assert_eq!(found("[a-b]\nko = \"가\"\nen = \" \"\nstaff = true\n"), one("`a-b` has no `en`", 1));
}

#[test]
fn the_languages_name_the_same_places() {
    assert!(found("[a]\nko = \"{at}에 {n}\"\nen = \"{n} at {at}\"\nzh = \"{n}{at}\"\n").is_empty());
    let lost = "[a]\nko = \"{at}에\"\nen = \"then\"\nstaff = true\n";
    assert_eq!(found(lost), one("`a` names other places in `en` than in `ko`", 1));
}

#[test]
fn a_typing_error_is_named() {
    assert_eq!(
        found("[a]\nko = \"가\"\nen = \"a\"\nzn = \"甲\"\nstaff = true\n"),
        one("`a` has an unknown part `zn`", 1)
    );
    assert_eq!(found("a = 1\n"), [("`a` is no table".to_string(), None)]);
    assert_eq!(found("[a\n").len(), 1);
}

#[test]
fn a_key_stands_in_one_file_only() {
    let text = "[a]\nko = \"가\"\nen = \"a\"\nstaff = true\n";
    let tree = Tree::of(&[("areas/register/words.toml", text), ("core/web/words.toml", text)]);
    let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.what).collect();
    assert_eq!(found, ["the key `a` stands in areas/register/words.toml too"]);
}
