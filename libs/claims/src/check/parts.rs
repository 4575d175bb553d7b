//! Parts against the value, and the bounds that an unknown part leaves: what is unknown may belong to any one
//! of the others, wholly or not at all.

use num_traits::{Signed, Zero};

use super::{Draft, percent};
use crate::claim::{Claim, Part};
use crate::judgement::{Quantity, Saying, Verdict};
use crate::number::{Fraction, rounded};

const PLACES: u32 = 1;

pub fn judge(claim: &Claim, draft: &mut Draft) {
    if claim.parts.is_empty() {
        return;
    }
    let sum = sum_of(claim.parts.iter());
    let places = claim.parts.iter().map(|part| part.value.places()).max().unwrap_or(0);
    draft.compute(Quantity::SumOfParts, None, &sum, places);
    let adds_up = claim.allows(&sum);
    let key = if adds_up { "claims-parts-add-up" } else { "claims-parts-differ" };
    draft.say(
        Saying::new(key)
            .with("parts", listed(&claim.parts))
            .with("sum", rounded(&sum, places))
            .with_value("printed", claim),
    );
    if !adds_up {
        draft.verdict(Verdict::Arithmetic);
    }
    if let Some(unknown) = claim.parts.iter().find(|part| part.is_unknown()) {
        bounds(claim, unknown, draft);
    }
}

fn bounds(claim: &Claim, unknown: &Part, draft: &mut Draft) {
    if !unknown.value.value().is_positive() || !claim.value.value().is_positive() {
        return;
    }
    draft.verdict(Verdict::RangeOnly);
    let whole = claim.value.value();
    let known: Vec<&Part> = claim.parts.iter().filter(|part| !part.is_unknown()).collect();
    let known_sum = sum_of(known.iter().copied());
    for part in known {
        let most = part.value.value() + unknown.value.value();
        let (Some(low), Some(high)) = (percent(part.value.value(), whole), percent(&most, whole)) else {
            continue;
        };
        draft.compute(Quantity::ShareLow, Some(&part.name), &low, PLACES);
        draft.compute(Quantity::ShareHigh, Some(&part.name), &high, PLACES);
        draft.say(
            Saying::new("claims-bounds")
                .with("part", &part.name)
                .with("unknown", unknown.value.text())
                .with("whole", claim.value.text())
                .with("low", rounded(&low, PLACES))
                .with("high", rounded(&high, PLACES)),
        );
        if let Some(share) = percent(part.value.value(), &known_sum) {
            draft.compute(Quantity::ShareOfKnown, Some(&part.name), &share, PLACES);
            draft.say(
                Saying::new("claims-share-of-known")
                    .with("part", &part.name)
                    .with("known", rounded(&known_sum, part.value.places()))
                    .with("computed", rounded(&share, PLACES)),
            );
        }
    }
}

fn sum_of<'a>(parts: impl Iterator<Item = &'a Part>) -> Fraction {
    parts.fold(Fraction::zero(), |sum, part| sum + part.value.value())
}

/// `4 + 24 + 4`, with names: `본사 이전 4 + 법인 설립 24`.
fn listed(parts: &[Part]) -> String {
    let texts: Vec<String> =
        parts.iter().map(|part| format!("{} {}", part.name, part.value.text())).collect();
    texts.join(" + ")
}
