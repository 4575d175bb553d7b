//! Numerator and denominator against the printed value, and what a printed percentage implies.

use num_traits::{Signed, Zero};

use super::{Draft, percent};
use crate::claim::Claim;
use crate::judgement::{Quantity, Saying, Verdict};
use crate::number::{Fraction, Printed, rounded};

/// Shares are shown with one digit behind the point unless the claim printed more.
const PLACES_MIN: u32 = 1;

pub fn judge(claim: &Claim, draft: &mut Draft) {
    match (&claim.numerator, &claim.denominator) {
        (Some(numerator), Some(denominator)) if claim.is_percent() => {
            percentage(claim, numerator, denominator, draft);
        }
        (None, Some(denominator)) if claim.is_percent() => implied_numerator(claim, denominator, draft),
        (Some(numerator), denominator) if !claim.is_percent() => {
            count(claim, numerator, denominator.as_ref(), draft);
        }
        _ => {}
    }
}

fn percentage(claim: &Claim, numerator: &Printed, denominator: &Printed, draft: &mut Draft) {
    let places = claim.value.places().max(PLACES_MIN);
    let facts =
        |key| Saying::new(key).with("numerator", numerator.text()).with("denominator", denominator.text());
    let Some(share) = percent(numerator.value(), denominator.value()) else {
        draft.verdict(Verdict::Arithmetic);
        draft.say(facts("claims-denominator-nought"));
        return;
    };
    draft.compute(Quantity::Ratio, None, &share, places);
    let computed = rounded(&share, places);
    if claim.allows(&share) {
        draft.say(facts("claims-ratio-agrees").with("computed", computed));
        return;
    }
    draft.verdict(Verdict::Arithmetic);
    draft.say(facts("claims-ratio-differs").with("computed", computed).with("printed", claim.value.text()));
    // A lower bound or a nought implies no single denominator.
    if claim.relation.is_lower_bound() || !claim.value.value().is_positive() {
        return;
    }
    let hundred = Fraction::from_integer(100.into());
    let implied = numerator.value() * &hundred / claim.value.value();
    draft.compute(Quantity::ImpliedDenominator, None, &implied, numerator.places());
    let low = numerator.value() * &hundred / (claim.value.value() + claim.tolerance());
    let mut saying = Saying::new("claims-implied-denominator")
        .with("printed", claim.value.text())
        .with("numerator", numerator.text())
        .with("implied", rounded(&implied, numerator.places()))
        .with("low", rounded(&low, numerator.places()));
    let smallest = claim.value.value() - claim.tolerance();
    let high = if smallest.is_positive() { numerator.value() * hundred / smallest } else { implied };
    saying = saying.with("high", rounded(&high, numerator.places()));
    draft.say(saying);
}

/// Without a numerator nothing can be wrong; the nearest one is shown when it gives the printed percentage.
fn implied_numerator(claim: &Claim, denominator: &Printed, draft: &mut Draft) {
    if denominator.value().is_zero() || claim.relation.is_lower_bound() {
        return;
    }
    let implied = claim.value.value() * denominator.value() / Fraction::from_integer(100.into());
    draft.compute(Quantity::ImpliedNumerator, None, &implied, denominator.places());
    draft.say(
        Saying::new("claims-implied-numerator")
            .with("printed", claim.value.text())
            .with("denominator", denominator.text())
            .with("implied", rounded(&implied, denominator.places())),
    );
}

fn count(claim: &Claim, numerator: &Printed, denominator: Option<&Printed>, draft: &mut Draft) {
    if !claim.allows(numerator.value()) {
        draft.verdict(Verdict::Arithmetic);
        draft.say(
            Saying::new("claims-numerator-differs")
                .with("numerator", numerator.text())
                .with("printed", claim.value.text()),
        );
    }
    let Some(denominator) = denominator else { return };
    let Some(share) = percent(numerator.value(), denominator.value()) else { return };
    draft.compute(Quantity::Ratio, None, &share, PLACES_MIN);
    draft.say(
        Saying::new("claims-share-of-denominator")
            .with("numerator", numerator.text())
            .with("denominator", denominator.text())
            .with("computed", rounded(&share, PLACES_MIN)),
    );
}
