//! Each rule on made-up claims, and properties of all of them together.

mod properties;
mod record;
mod slow;

use std::collections::BTreeSet;

use super::*;
use crate::number::Printed;

/// Judgements alone.
fn judged(claims: &[Claim]) -> Vec<Judgement> {
    super::check(claims).judgements
}

const HEADER: &str = "id,published,outlet,speaker,subject,scope,relation,value,unit,numerator,denominator,parts,basis,as_of,source";

/// `id relation value unit numerator/denominator parts basis as_of`.
type Cells<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

/// Claims about `firms` in scope `all`.
pub(super) fn claims(lines: &[Cells<'_>]) -> Vec<Claim> {
    let mut text = HEADER.to_owned();
    for (id, relation, value, unit, ratio, parts, basis, as_of) in lines {
        let (numerator, denominator) = ratio.split_once('/').unwrap_or(("", ""));
        text.push_str(&format!(
            "\n{id},2025-01-01,paper,city,firms,all,{relation},{value},{unit},{numerator},{denominator},{parts},{basis},{as_of},key"
        ));
    }
    crate::read(text.as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

pub(super) fn find<'a>(judgements: &'a [Judgement], id: &str) -> &'a Judgement {
    judgements.iter().find(|judgement| judgement.id == id).unwrap_or_else(|| panic!("{id} is judged"))
}

pub(super) fn figure(judgement: &Judgement, quantity: Quantity, part: Option<&str>) -> String {
    let is_meant = |computed: &&Computed| computed.quantity == quantity && computed.part.as_deref() == part;
    judgement.computed.iter().find(is_meant).map(|computed| computed.rounded.clone()).unwrap_or_default()
}

pub(super) fn keys(judgement: &Judgement) -> BTreeSet<&'static str> {
    judgement.explanation.iter().map(|saying| saying.key).collect()
}

/// Every saying finds its sentence, and the sentence uses exactly its facts.
pub(super) fn assert_sayable<'a>(sayings: impl Iterator<Item = &'a Saying>) {
    let words: toml::Table = crate::WORDS.parse().expect("the words are TOML");
    for saying in sayings {
        let facts: BTreeSet<&str> = saying.facts.iter().map(|(name, _)| *name).collect();
        for language in ["ko", "en", "zh"] {
            let text =
                words.get(saying.key).and_then(|phrase| phrase.get(language)).and_then(|text| text.as_str());
            let text = text.unwrap_or_else(|| panic!("{} in {language}", saying.key));
            let places: BTreeSet<&str> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(place, _)| place.split('|').next().unwrap_or(place))
                .collect();
            assert_eq!(places, facts, "{} in {language}", saying.key);
        }
    }
}

fn conflicts(lines: &[Cells<'_>]) -> bool {
    let judged = judged(&claims(lines));
    let count = judged.iter().filter(|judgement| judgement.has(Verdict::Conflict)).count();
    assert!(count == 0 || count == judged.len(), "a conflict has two sides");
    assert_sayable(judged.iter().flat_map(|judgement| &judgement.explanation));
    count > 0
}

#[test]
fn a_percentage_is_held_against_its_numerator_and_denominator() {
    let judged = judged(&claims(&[
        ("fits", "=", "33.3", "percent", "1/3", "", "", "2024-01"),
        ("off", "=", "50.0", "percent", "1/3", "", "", "2024-02"),
        ("about", "~", "35", "percent", "1/3", "", "", "2024-03"),
        ("above", ">", "30", "percent", "1/3", "", "", "2024-04"),
        ("not-above", ">", "40", "percent", "1/3", "", "", "2024-05"),
    ]));
    let wrong: Vec<&str> =
        judged.iter().filter(|one| one.has(Verdict::Arithmetic)).map(|one| one.id.as_str()).collect();
    assert_eq!(wrong, ["off", "not-above"]);
    assert_eq!(figure(find(&judged, "off"), Quantity::Ratio, None), "33.3");
    assert_eq!(figure(find(&judged, "off"), Quantity::ImpliedDenominator, None), "2");
    assert_sayable(judged.iter().flat_map(|judgement| &judgement.explanation));
}

#[test]
fn rounding_at_the_edge_is_no_fault() {
    // 1/16 = 6.25 %: both 6.2 and 6.3 are somebody's rounding of it; 6.4 is not.
    let judge =
        |value| judged(&claims(&[("edge", "=", value, "percent", "1/16", "", "", "2024")]))[0].is_disputed();
    assert!(!judge("6.2") && !judge("6.3") && judge("6.4") && judge("6.1"));
}

#[test]
fn a_count_is_its_numerator() {
    let judged = judged(&claims(&[
        ("same", "=", "32", "company", "32/50", "", "", "2024-01"),
        ("other", "=", "33", "company", "32/50", "", "", "2024-02"),
    ]));
    assert!(!judged[0].is_disputed() && judged[1].has(Verdict::Arithmetic));
    assert_eq!(figure(&judged[0], Quantity::Ratio, None), "64.0");
    assert_sayable(judged.iter().flat_map(|judgement| &judgement.explanation));
}

#[test]
fn a_percentage_without_numerator_is_only_explained() {
    let judged = judged(&claims(&[("survey", "=", "31.0", "percent", "/71", "", "", "2024")]));
    assert_eq!(judged[0].verdicts, [Verdict::NoList]);
    assert_eq!(figure(&judged[0], Quantity::ImpliedNumerator, None), "22");
    assert_sayable(judged[0].explanation.iter());
}

#[test]
fn parts_must_add_up() {
    let judge =
        |value, parts| judged(&claims(&[("parts", "=", value, "person", "", parts, "", "2024")])).remove(0);
    assert!(!judge("10", "a=4;b=6").is_disputed());
    assert!(judge("11", "a=4;b=6").has(Verdict::Arithmetic));
    assert!(!judge("10", "a=3.6;b=6.8").is_disputed(), "within half of the last printed digit");
    assert!(keys(&judge("10", "a=4;b=6")).contains("claims-parts-add-up"));
    assert_sayable(judge("11", "a=4;b=6").explanation.iter());
}

#[test]
fn an_unknown_part_leaves_bounds() {
    let judged =
        judged(&claims(&[("open", "=", "100", "person", "", "here=20;there=30;모름=50", "", "2024")]))
            .remove(0);
    assert_eq!(judged.verdicts, [Verdict::RangeOnly, Verdict::NoList]);
    assert_eq!(figure(&judged, Quantity::ShareLow, Some("here")), "20.0");
    assert_eq!(figure(&judged, Quantity::ShareHigh, Some("here")), "70.0");
    assert_eq!(figure(&judged, Quantity::ShareOfKnown, Some("here")), "40.0");
    assert_sayable(judged.explanation.iter());
    let closed =
        check(&claims(&[("closed", "=", "50", "person", "", "here=20;there=30;모름=0", "", "2024")]))
            .judgements;
    assert_eq!(closed[0].verdicts, [Verdict::NoList], "nobody is unknown");
}

#[test]
fn other_values_for_the_same_days_are_a_conflict() {
    let pair = |relation, value, as_of| {
        conflicts(&[
            ("a", "=", "142", "company", "", "", "", "2024-11-25"),
            ("b", relation, value, "company", "", "", "", as_of),
        ])
    };
    assert!(pair("=", "132", "2024-11-25"));
    assert!(pair("=", "143", "2024-11"), "half a unit, not one");
    assert!(pair("=", "132", "2024"));
    assert!(!pair("=", "142", "2024-11-25"));
    assert!(!pair("=", "132", "2024-12"), "other days");
    assert!(!pair("~", "146", "2024"), "5 % of 146 is 7.3");
    assert!(pair("~", "160", "2024"));
    assert!(!pair(">", "100", "2024"));
    assert!(pair(">", "200", "2024"));
    assert!(!pair(">=", "142", "2024"));
}

#[test]
fn other_units_are_not_compared() {
    assert!(!conflicts(&[
        ("a", "=", "5", "day", "", "", "", "2024"),
        ("b", "=", "6", "night", "", "", "", "2024")
    ]));
}

#[test]
fn the_same_basis_makes_a_conflict_of_two_dates() {
    let pair = |first, second| {
        let lines = [
            ("a", "=", "436", "person", "", "", first, "2022-01"),
            ("b", ">", "1100", "person", "", "", second, "2022-03"),
        ];
        let judged = judged(&claims(&lines));
        let is_run = judged[0].run.is_some();
        (conflicts(&lines), is_run)
    };
    assert_eq!(pair("firms=292;trained=1254", "trained=1254;firms=292"), (true, false));
    assert_eq!(pair("firms=292", "firms=293"), (false, true));
    assert_eq!(pair("firms=292", ""), (false, true));
    assert_eq!(pair("", ""), (false, true), "an empty basis equals nothing");
}

#[test]
fn other_values_on_other_days_are_a_run_and_no_fault() {
    let lines = claims(&[
        ("third", "~", "160", "company", "", "", "", "2025-11"),
        ("first", "=", "32", "company", "", "", "", "2020-11"),
        ("second", "=", "41", "company", "", "", "", "2021-01"),
    ]);
    let checked = check(&lines);
    for (place, one) in checked.judgements.iter().enumerate() {
        assert_eq!(timeline(&checked, &lines, place), ["first", "second", "third"]);
        assert_eq!(one.verdicts, [Verdict::NoList]);
        assert_eq!(steps(one), "2020-11: 32 → 2021-01: 41 → 2025-11: ≈ 160");
    }
    assert_eq!(checked.runs.len(), 1, "stored once");
    let repeated = judged(&claims(&[
        ("a", "=", "32", "company", "", "", "", "2020"),
        ("b", "=", "32", "company", "", "", "", "2021"),
    ]));
    assert!(repeated.iter().all(|one| one.run.is_none()), "the same value twice is no run");
    assert_sayable(checked.judgements.iter().flat_map(|judgement| &judgement.explanation));
}

pub(super) fn timeline<'a>(checked: &Checked, claims: &'a [Claim], place: usize) -> Vec<&'a str> {
    let Some(run) = checked.judgements[place].run else { return Vec::new() };
    let run = &checked.runs[run];
    run.around(place, |place| claims.get(place)).map(|place| claims[place].id.as_str()).collect()
}

fn steps(judgement: &Judgement) -> &str {
    let saying = judgement.explanation.iter().find(|saying| saying.key == "claims-run").expect("a timeline");
    &saying.facts[0].1
}

#[test]
fn a_pair_is_a_conflict_or_a_step_and_never_both() {
    let lines = claims(&[
        ("a", "=", "5", "company", "", "", "k=1", "2025-01"),
        ("b", "=", "6", "company", "", "", "k=1.0", "2025-02"),
        ("c", "=", "7", "company", "", "", "k=2", "2025-03"),
    ]);
    let checked = check(&lines);
    assert_eq!(timeline(&checked, &lines, 0), ["a", "c"], "b is in conflict with a");
    assert_eq!(timeline(&checked, &lines, 1), ["b", "c"]);
    assert_eq!(timeline(&checked, &lines, 2), ["a", "b", "c"]);
    assert_eq!(steps(&checked.judgements[0]), "2025-01: 5 → 2025-03: 7");
    assert!(checked.judgements[0].has(Verdict::Conflict) && !checked.judgements[2].has(Verdict::Conflict));
}

#[test]
fn ten_thousand_claims_about_one_thing_are_stored_once() {
    let text: Vec<(String, String, String)> = (0..10_000_usize)
        .map(|number| {
            let (year, month, day) = (2000 + number % 25, 1 + number % 12, 1 + number % 28);
            (format!("c{number:05}"), format!("{}", number % 97), format!("{year}-{month:02}-{day:02}"))
        })
        .collect();
    let lines: Vec<Cells<'_>> = text
        .iter()
        .map(|(id, value, day)| (id.as_str(), "=", value.as_str(), "company", "", "", "", day.as_str()))
        .collect();
    let claims = claims(&lines);
    let checked = check(&claims);
    assert_eq!((checked.runs.len(), checked.runs[0].members.len()), (1, 10_000));
    let sayings: usize = checked.judgements.iter().map(|one| one.explanation.len()).sum();
    assert!(sayings <= 10_000 * 14, "a bounded number of sentences for each");
    let longest = checked.judgements.iter().map(|one| steps(one).len()).max();
    assert!(longest.is_some_and(|longest| longest < 400), "a bounded part of the timeline is spelt out");
}

#[test]
fn relations_keep_their_words() {
    let lines = claims(&[
        ("a", ">=", "120", "percent", "5/4", "", "", "2024-01"),
        ("b", ">", "70", "percent", "1/2", "", "", "2024-02"),
        ("c", ">", "1100", "person", "", "", "", "2024-03"),
        ("d", "=", "900", "person", "", "", "", "2024-03"),
    ]);
    let judged = check(&lines).judgements;
    let said = |id: &str, key: &str| {
        let found = find(&judged, id).explanation.iter().find(|saying| saying.key == key).cloned();
        found.unwrap_or_else(|| panic!("{id} says {key}"))
    };
    assert_eq!(said("a", "claims-ratio-fits").words_of("printed"), Some("claims-at-least"));
    assert_eq!(said("b", "claims-ratio-differs").words_of("printed"), Some("claims-more-than"));
    assert_eq!(said("d", "claims-conflict-days").words_of("other_printed"), Some("claims-more-than"));
    assert_eq!(said("d", "claims-conflict-days").words_of("printed"), None);
    assert!(said("a", "claims-ratio-fits").facts.contains(&("printed", "120 %".into())));
    assert_sayable(judged.iter().flat_map(|judgement| &judgement.explanation));
    let words = ["claims-about", "claims-more-than", "claims-at-least"];
    assert_sayable(words.map(|key| Saying::new(key).with("value", "1")).iter());
}

#[test]
fn only_denominators_that_give_the_printed_percentage_are_implied() {
    let implied = |value: &str, numerator: &str| {
        let ratio = format!("{numerator}/1000000");
        let judged = judged(&claims(&[("a", "=", value, "percent", &ratio, "", "", "2024")])).remove(0);
        assert_sayable(judged.explanation.iter());
        let saying =
            judged.explanation.iter().find(|saying| saying.key.starts_with("claims-implied-denominator"));
        let saying = saying.cloned().unwrap_or_else(|| panic!("{value} {numerator} implies something"));
        let fact = |name| saying.facts.iter().find(|(one, _)| *one == name).map(|(_, text)| text.clone());
        let figure = figure(&judged, Quantity::ImpliedDenominator, None);
        (saying.key, fact("low").or_else(|| fact("implied")), fact("high"), figure)
    };
    let one = |text: &str| Some(text.to_owned());
    assert_eq!(
        implied("71.2", "724"),
        ("claims-implied-denominator-one", one("1,017"), None, "1,017".into())
    );
    assert_eq!(
        implied("5.1", "306"),
        ("claims-implied-denominator", one("5,942"), one("6,059"), "6,000".into())
    );
    assert_eq!(implied("33.4", "1"), ("claims-implied-denominator-none", None, None, String::new()));
    assert_eq!(implied("0.5", "1"), ("claims-implied-denominator", one("182"), one("222"), "200".into()));
    // Every whole denominator near it, one by one: rounded half up as published.
    for (value, numerator) in [("71.2", 724_i64), ("5.1", 306), ("12.5", 7), ("50", 9), ("99.9", 1000)] {
        let printed = Printed::parse(value).expect("a number");
        let gives = |denominator: &i64| {
            let share = Fraction::new((numerator * 100).into(), (*denominator).into());
            crate::number::rounded(&share, printed.places()) == printed.text()
        };
        let all: Vec<i64> = (1..20_000).filter(gives).collect();
        let (_, low, high, _) = implied(value, &numerator.to_string());
        let ends = |at: Option<&i64>| at.map(|one| Printed::whole(*one).text());
        assert_eq!(low, ends(all.first()), "{value} {numerator}");
        assert!(high.is_none() && all.len() <= 1 || high == ends(all.last()), "{value} {numerator}");
    }
}

#[test]
fn a_list_decides_what_is_reproduced() {
    let claims = claims(&[("a", "=", "142", "company", "", "", "", "2024")]);
    let judge = |low, high: Option<i64>| {
        let counted = Counted {
            claim: "a".into(),
            definition: "firms/2".into(),
            low: Printed::whole(low),
            high: high.map(Printed::whole),
        };
        let judged = check_with(&claims, &[counted]).judgements.remove(0);
        assert_sayable(judged.explanation.iter());
        judged.verdicts
    };
    assert_eq!(judge(142, Some(142)), [Verdict::Reproduced]);
    assert_eq!(judge(132, Some(132)), [Verdict::DiffersWithReason]);
    assert_eq!(judge(132, Some(150)), [Verdict::RangeOnly]);
    assert_eq!(judge(132, None), [Verdict::RangeOnly]);
    assert_eq!(judge(150, None), [Verdict::DiffersWithReason]);
    assert_eq!(judge(100, Some(120)), [Verdict::DiffersWithReason]);
}

#[test]
fn a_target_is_about_later_days() {
    let judged = judged(&claims(&[("goal", "=", "1000", "company", "", "", "", "2030-01-28")]));
    assert_eq!(keys(&judged[0]), BTreeSet::from(["claims-about-later-days"]));
}

#[test]
fn verdicts_have_words_in_three_languages() {
    use Verdict::{Arithmetic, Conflict, DiffersWithReason, NoList, RangeOnly, Reproduced};
    let sayings = [Reproduced, DiffersWithReason, Arithmetic, Conflict, RangeOnly, NoList]
        .map(|one| Saying::new(one.key()));
    assert_sayable(sayings.iter());
}
