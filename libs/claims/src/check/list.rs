//! A claim against the rows of a list, where there is one.

use super::Draft;
use crate::claim::Claim;
use crate::judgement::{Quantity, Saying, Verdict};
use crate::number::Printed;

/// What a definition counted from rows for a claim, in the unit of the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Id of the claim.
    pub claim: String,
    /// What was counted, and how: name and version, for people.
    pub definition: String,
    /// The sum over rows that count.
    pub low: Printed,
    /// With every unknown row; `None` when a row has no upper bound.
    pub high: Option<Printed>,
}

pub fn judge(claim: &Claim, counted: Option<&Counted>, draft: &mut Draft) {
    let Some(counted) = counted else {
        draft.verdict(Verdict::NoList);
        // A target or a duty of days that were to come when it was published. Whether they have come since is not
        // known here: no clock.
        let is_ahead = claim.as_of.first > claim.published.last;
        let key = if is_ahead { "claims-about-later-days" } else { "claims-no-list" };
        let days = claim.as_of.printed.as_str();
        draft.say(Saying::new(key).with("days", days));
        return;
    };
    draft.compute(Quantity::CountedLow, None, counted.low.value(), counted.low.places());
    if let Some(high) = &counted.high {
        draft.compute(Quantity::CountedHigh, None, high.value(), high.places());
    }
    let (verdict, key) = compare(claim, counted);
    draft.verdict(verdict);
    let mut saying = Saying::new(key)
        .with("definition", &counted.definition)
        .with_value("printed", claim)
        .with("counted", counted.low.text());
    if key == "claims-within-range" || key == "claims-outside-range" {
        let high = counted.high.as_ref().map_or_else(|| "∞".to_owned(), Printed::text);
        saying = saying.with("high", high);
    }
    draft.say(saying);
}

fn compare(claim: &Claim, counted: &Counted) -> (Verdict, &'static str) {
    let is_certain = counted.high.as_ref().is_some_and(|high| high.value() == counted.low.value());
    if is_certain {
        return if claim.allows(counted.low.value()) {
            (Verdict::Reproduced, "claims-counted-equal")
        } else {
            (Verdict::DiffersWithReason, "claims-counted-otherwise")
        };
    }
    let above_low = claim.value.value() + claim.tolerance() >= *counted.low.value();
    let reaches_low = above_low || claim.relation.is_lower_bound();
    let below_high =
        counted.high.as_ref().is_none_or(|high| claim.value.value() - claim.tolerance() <= *high.value());
    if reaches_low && below_high {
        (Verdict::RangeOnly, "claims-within-range")
    } else {
        (Verdict::DiffersWithReason, "claims-outside-range")
    }
}
