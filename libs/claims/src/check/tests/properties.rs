//! What must hold for any file.

use proptest::prelude::*;

use super::*;
use crate::claim::{Part, Relation};
use crate::day::Days;
use crate::number::Printed;

/// Small worlds, so that conflicts, runs, faults and agreement all occur.
fn a_claim() -> impl Strategy<Value = Claim> {
    let relation =
        prop::sample::select(vec![Relation::Exactly, Relation::About, Relation::MoreThan, Relation::AtLeast]);
    let days = prop::sample::select(vec!["2024", "2024-11", "2024-12", "2025-01-05", "2025"]);
    let unit = prop::sample::select(vec!["company", "percent"]);
    let number = || (0_i64..150, 0_u32..2);
    (
        0_u8..2,
        relation,
        number(),
        unit,
        prop::option::of((number(), 1_i64..60)),
        prop::collection::vec(number(), 0..3),
        0_i64..3,
        days,
    )
        .prop_map(|(scope, relation, value, unit, ratio, parts, basis, days)| {
            let names = ["a", "모름"];
            let part = |(name, (number, places)): (&str, (i64, u32))| Part {
                name: name.to_owned(),
                value: Printed::decimal(number, places),
            };
            Claim {
                id: String::new(),
                published: Days::parse("2025-02-01").expect("a date"),
                outlet: "paper".into(),
                speaker: "city".into(),
                subject: "firms".into(),
                scope: format!("s{scope}"),
                relation,
                value: Printed::decimal(value.0, value.1),
                unit: unit.into(),
                numerator: ratio.map(|((number, places), _)| Printed::decimal(number, places)),
                denominator: ratio.map(|(_, denominator)| Printed::whole(denominator)),
                parts: names.into_iter().zip(parts).map(part).collect(),
                basis: if basis == 0 { vec![] } else { vec![part(("signed", (basis, 0)))] },
                as_of: Days::parse(days).expect("a date"),
                source: "key".into(),
                label_ko: String::new(),
                label_en: String::new(),
                label_zh: String::new(),
            }
        })
}

fn some_claims() -> impl Strategy<Value = Vec<Claim>> {
    prop::collection::vec(a_claim(), 1..12).prop_map(|mut claims| {
        for (index, claim) in claims.iter_mut().enumerate() {
            claim.id = format!("c{index:02}");
        }
        claims
    })
}

fn by_id(mut judged: Vec<Judgement>) -> Vec<Judgement> {
    judged.sort_by(|a, b| a.id.cmp(&b.id));
    judged
}

/// The same figure in a unit that is ten to the `places` times larger.
fn moved_point(printed: &Printed, places: u32) -> Printed {
    let scale = 10_i64.pow(printed.places());
    let unscaled = printed.value() * Fraction::from_integer(scale.into());
    let unscaled: i64 = unscaled.to_integer().try_into().expect("small");
    Printed::decimal(unscaled, printed.places() + places)
}

/// Days, months and years around one another, values near one another in all kinds of print.
fn a_close_claim() -> impl Strategy<Value = Claim> {
    let relation =
        prop::sample::select(vec![Relation::Exactly, Relation::About, Relation::MoreThan, Relation::AtLeast]);
    let days = prop::sample::select(vec![
        "2024",
        "2024-01",
        "2024-01-01",
        "2024-01-31",
        "2024-02",
        "2024-02-01",
        "2024-12-31",
        "2025",
        "2025-01",
        "2025-01-01",
    ]);
    (a_claim(), relation, -30_i64..1200, 0_u32..3, days, 0_i64..3).prop_map(
        |(claim, relation, value, places, days, basis)| Claim {
            scope: "all".into(),
            unit: "company".into(),
            relation,
            value: Printed::decimal(value, places),
            as_of: Days::parse(days).expect("a date"),
            basis: if basis == 0 {
                vec![]
            } else {
                vec![Part { name: "signed".into(), value: Printed::decimal(basis * 10, places) }]
            },
            ..claim
        },
    )
}

fn numbered(mut claims: Vec<Claim>) -> Vec<Claim> {
    for (index, claim) in claims.iter_mut().enumerate() {
        claim.id = format!("c{index:02}");
    }
    claims
}

proptest! {
    #[test]
    fn the_fast_way_finds_what_all_pairs_show(claims in some_claims()) {
        slow::assert_same(&claims);
    }

    #[test]
    fn the_fast_way_finds_what_all_pairs_show_of_close_claims(
        claims in prop::collection::vec(a_close_claim(), 1..30)
    ) {
        slow::assert_same(&numbered(claims));
    }

    #[test]
    fn the_cells_of_a_claim_read_back_to_it(claims in some_claims()) {
        for claim in claims {
            let cells = claim.cells();
            let cells: Vec<(&str, &str)> = cells.iter().map(|(name, text)| (*name, text.as_str())).collect();
            prop_assert_eq!(crate::line(&cells).expect("it was read"), claim);
        }
    }

    #[test]
    fn the_order_of_lines_changes_nothing((claims, shuffled) in some_claims()
        .prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle())))
    {
        prop_assert_eq!(by_id(judged(&claims)), by_id(judged(&shuffled)));
    }

    #[test]
    fn an_unrelated_claim_changes_nothing(claims in some_claims(), other in a_claim(), at in 0_usize..12) {
        let before = judged(&claims);
        let mut more = claims;
        more.insert(at.min(more.len()), Claim { id: "other".into(), subject: "jobs".into(), ..other });
        let after: Vec<Judgement> = judged(&more).into_iter().filter(|one| one.id != "other").collect();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn a_larger_unit_changes_no_verdict(claims in some_claims(), places in 1_u32..4) {
        let counts: Vec<Claim> = claims.into_iter().filter(|claim| !claim.is_percent()).collect();
        let mut scaled = counts.clone();
        for claim in &mut scaled {
            claim.value = moved_point(&claim.value, places);
            claim.numerator = claim.numerator.as_ref().map(|number| moved_point(number, places));
            claim.denominator = claim.denominator.as_ref().map(|number| moved_point(number, places));
            for part in &mut claim.parts {
                part.value = moved_point(&part.value, places);
            }
        }
        for (one, other) in judged(&counts).iter().zip(judged(&scaled)) {
            prop_assert_eq!(&one.verdicts, &other.verdicts);
            prop_assert_eq!(&one.run, &other.run);
        }
    }

    #[test]
    fn conflicts_have_two_sides_and_words(claims in some_claims()) {
        let all = judged(&claims);
        assert_sayable(all.iter().flat_map(|judgement| &judgement.explanation));
        for one in all.iter().filter(|one| one.has(Verdict::Conflict)) {
            let others = one.explanation.iter().flat_map(|saying| &saying.facts).filter(|(name, _)| *name == "other");
            for (_, other) in others {
                let names_back = find(&all, other).explanation.iter().any(|saying|
                    saying.facts.contains(&("other", one.id.clone())));
                prop_assert!(names_back, "{} names {}", one.id, other);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(faults) = crate::read(&bytes) {
            prop_assert!(!faults.is_empty());
        }
    }
}
