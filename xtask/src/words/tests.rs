use super::*;
use crate::finding::Severity;

/// Failures in a file of the kit's words, with their lines.
fn found(text: &str) -> Vec<(String, Option<usize>)> {
    let findings = check(&Tree::of(&[("core/web/src/words.toml", text)]));
    let failures = findings.into_iter().filter(|finding| finding.severity == Severity::Failure);
    failures.map(|finding| (finding.what, finding.line)).collect()
}

fn one(what: &str, line: usize) -> Vec<(String, Option<usize>)> {
    vec![(what.to_string(), Some(line))]
}

#[test]
fn a_public_key_has_three_languages_and_a_staff_key_two() {
    assert!(found("[web-b]\nko = \"가\"\nen = \"a\"\nzh = \"甲\"\n").is_empty());
    assert!(found("[web-b]\nko = \"가\"\nen = \"a\"\nstaff = true\n").is_empty());
    assert_eq!(found("\n[web-b]\nko = \"가\"\nen = \"a\"\n"), one("`web-b` has no `zh`", 2));
    assert_eq!(found("[web-b]\nko = \"가\"\nen = \" \"\nstaff = true\n"), one("`web-b` has no `en`", 1));
}

#[test]
fn the_languages_have_the_same_places() {
    assert!(found("[web-a]\nko = \"{at}에 {n|을를}\"\nen = \"{n} at {at}\"\nzh = \"{n}{at}\"\n").is_empty());
    assert!(found("[web-a]\nko = \"{{x}} 가\"\nen = \"a\"\nstaff = true\n").is_empty());
    let lost = "[web-a]\nko = \"{at}에\"\nen = \"then\"\nstaff = true\n";
    assert_eq!(found(lost), one("`web-a` has other places in `en` than in `ko`", 1));
}

#[test]
fn a_typing_error_is_named() {
    let part = "[web-a]\nko = \"가\"\nen = \"a\"\nzn = \"甲\"\nstaff = true\n";
    assert_eq!(found(part), one("`web-a` has an unknown part `zn`", 1));
    assert_eq!(found("web-a = 1\n"), [("`web-a` is no table".to_string(), None)]);
    assert_eq!(found("[web-a\n").len(), 1);
}

#[test]
fn a_key_stands_in_one_file_only() {
    let text = "[program-a]\nko = \"가\"\nen = \"a\"\nstaff = true\n";
    let tree = Tree::of(&[("program/src/more/words.toml", text), ("program/src/words.toml", text)]);
    let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.what).collect();
    assert_eq!(
        found,
        [
            "the key `program-a` stands in program/src/more/words.toml too",
            "nothing names the key `program-a`"
        ]
    );
}

#[test]
fn a_key_that_code_names_exists() {
    let words = "[register-a]\nko = \"가\"\nen = \"a\"\nstaff = true\n";
    let uses = |code: &str| -> Vec<(String, Option<usize>, Severity)> {
        let tree = Tree::of(&[("areas/register/src/words.toml", words), ("areas/register/src/lib.rs", code)]);
        check(&tree).into_iter().map(|finding| (finding.what, finding.line, finding.severity)).collect()
    };
    assert!(uses("t.get(\"register-a\")").is_empty());
    assert!(uses("Action::new(\"register.a\", RULES)").is_empty(), "an action names its word");
    assert!(uses("t.get(&format!(\"register-{x}\"))").is_empty());
    assert!(uses("t.get(\"register-a\"); t.get(\"other-key\")").is_empty());
    assert!(uses("t.get(\"register-a\"); thread(\"register-b\")").is_empty());
    assert!(uses("Saying::invalid(\"register-a\")").is_empty());
    let missing = ("no words.toml has the key `register-b`".to_string(), Some(2), Severity::Failure);
    assert_eq!(uses("t.get(\"register-a\")\nt.get(\"register-b\")"), [missing]);
    let idle = ("nothing names the key `register-a`".to_string(), Some(1), Severity::Warning);
    assert_eq!(uses("f()"), [idle]);
}
