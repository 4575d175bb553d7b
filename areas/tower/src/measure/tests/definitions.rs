//! Reading definitions: what is wrong is named with its place.

use crate::measure::definition::{line_of_sql, read};

const GOOD: &str = include_str!("../../../../../cities/mirinae/measures/firms-present.toml");

fn found(text: &str) -> Vec<(Option<usize>, &'static str)> {
    let findings = read("measures/test.toml", text).unwrap_err();
    findings.into_iter().map(|finding| (finding.line, finding.saying.key)).collect()
}

#[test]
fn a_definition_of_the_made_up_city_is_read() {
    let (definition, published) = read("measures/firms-present.toml", GOOD).unwrap();
    assert!(published);
    assert_eq!((definition.id.as_str(), definition.version), ("firms-present", 3));
    assert_eq!(definition.kinds, ["firm_listed", "presence"]);
    let line = line_of_sql(GOOD);
    assert_eq!(GOOD.lines().nth(line), Some("with firm as ("));
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let line = |text: &str| GOOD.lines().position(|line| line.starts_with(text)).map(|at| at + 1);
    let cases = [
        ("unit = \"company\"", "unit = \"furlong\"", "unit", "tower-pack-unit"),
        ("minimum = \"E1\"", "minimum = \"E7\"", "minimum", "tower-pack-word"),
        ("counts = \"organisations\"", "counts = \"stars\"", "counts", "tower-pack-word"),
        ("\"unknown\", \"out\"]", "\"unknown\", \"maybe\"]", "parts", "tower-pack-word"),
        ("\"unknown\", \"out\"]", "\"out\", \"out\"]", "parts", "tower-measure-twice"),
        ("version = 3", "version = 0", "version", "tower-measure-version"),
        ("id = \"firms-present\"", "id = \"Firms Present\"", "id", "tower-pack-id"),
    ];
    for (good, bad, key, saying) in cases {
        assert_eq!(found(&GOOD.replacen(good, bad, 1)), [(line(key), saying)], "{bad}");
    }
    assert_eq!(found(&GOOD.replace(":as_of", "current_date"))[0].1, "tower-measure-no-day");
    assert_eq!(found(&GOOD.replacen("rule = {", "ruel = {", 1))[0].1, "tower-pack-key-near");
    assert_eq!(
        found(&GOOD.replacen("code = \"older\"", "code = \"below-level\"", 1))[0].1,
        "tower-measure-reason-own"
    );
}
