//! Numerator and denominator against the printed value, and what a printed percentage implies.

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

use super::{Draft, percent};
use crate::claim::{Claim, Relation};
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
        let saying = match claim.relation {
            Relation::Exactly => facts("claims-ratio-agrees"),
            // "At least 120 %" was published, not 125 %.
            _ => facts("claims-ratio-fits").with_value("printed", claim),
        };
        draft.say(saying.with("computed", computed));
        return;
    }
    draft.verdict(Verdict::Arithmetic);
    draft.say(facts("claims-ratio-differs").with("computed", computed).with_value("printed", claim));
    // A lower bound or a nought implies no single denominator.
    if claim.relation.is_lower_bound() || !claim.value.value().is_positive() {
        return;
    }
    implied_denominator(claim, numerator, draft);
}

/// Denominators that give the printed percentage when their share is rounded as published, half up.
fn implied_denominator(claim: &Claim, numerator: &Printed, draft: &mut Draft) {
    let places = numerator.places();
    let unit = Fraction::from_integer(BigInt::from(10).pow(places));
    let scaled = numerator.value() * Fraction::from_integer(100.into()) * &unit;
    let (value, tolerance) = (claim.value.value(), claim.tolerance());
    // share < value + half a unit, and value - half a unit <= share; "about" includes both ends.
    let lowest = &scaled / (value + &tolerance);
    let low = match claim.relation {
        Relation::About => lowest.ceil(),
        _ => lowest.floor() + Fraction::one(),
    };
    let smallest = value - &tolerance;
    let high = smallest.is_positive().then(|| (&scaled / smallest).floor());
    let facts = |key| Saying::new(key).with_value("printed", claim).with("numerator", numerator.text());
    let shown = |units: &Fraction| rounded(&(units / &unit), places);
    let implied = &scaled / value / &unit;
    match high {
        Some(high) if high < low => {
            draft.say(facts("claims-implied-denominator-none"));
            return;
        }
        Some(high) if high == low => {
            draft.say(facts("claims-implied-denominator-one").with("implied", shown(&low)));
        }
        Some(high) => draft.say(
            facts("claims-implied-denominator")
                .with("implied", rounded(&implied, places))
                .with("low", shown(&low))
                .with("high", shown(&high)),
        ),
        None => draft.say(facts("claims-implied-denominator-from").with("low", shown(&low))),
    }
    draft.compute(Quantity::ImpliedDenominator, None, &implied, places);
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
            .with_value("printed", claim)
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
                .with_value("printed", claim),
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
