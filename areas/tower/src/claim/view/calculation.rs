//! The arithmetic of a claim as signs that need no language: `724 ÷ 1,221 = 59.3 % ≠ 71.2 %`.

use claims::{Claim, Computed, Judgement, Quantity};

/// Parts written out in one sum.
const PARTS_SHOWN: usize = 12;

/// The lines of arithmetic that a claim's own figures give.
pub fn lines(claim: &Claim, judgement: &Judgement) -> Vec<String> {
    [ratio(claim, judgement), implied(claim, judgement), sum(claim, judgement)]
        .into_iter()
        .flatten()
        .collect()
}

fn figure(judgement: &Judgement, quantity: Quantity) -> Option<&Computed> {
    judgement.computed.iter().find(|computed| computed.quantity == quantity)
}

fn ratio(claim: &Claim, judgement: &Judgement) -> Option<String> {
    let (numerator, denominator) = (claim.numerator.as_ref()?, claim.denominator.as_ref()?);
    let share = figure(judgement, Quantity::Ratio)?;
    let mut line = format!("{} ÷ {} = {} %", numerator.text(), denominator.text(), share.rounded);
    let differs = judgement.explanation.iter().any(|saying| saying.key == "claims-ratio-differs");
    if differs {
        line.push_str(&format!(" ≠ {} %", claim.value.text()));
    }
    Some(line)
}

fn implied(claim: &Claim, judgement: &Judgement) -> Option<String> {
    if let Some(whole) = figure(judgement, Quantity::ImpliedDenominator) {
        return Some(format!(
            "{} ÷ {} % ≈ {}",
            claim.numerator.as_ref()?.text(),
            claim.value.text(),
            whole.rounded
        ));
    }
    let part = figure(judgement, Quantity::ImpliedNumerator)?;
    Some(format!("{} × {} % ≈ {}", claim.denominator.as_ref()?.text(), claim.value.text(), part.rounded))
}

fn sum(claim: &Claim, judgement: &Judgement) -> Option<String> {
    let sum = figure(judgement, Quantity::SumOfParts)?;
    if claim.parts.len() > PARTS_SHOWN {
        return None;
    }
    let parts: Vec<String> = claim.parts.iter().map(|part| part.value.text()).collect();
    let mut line = format!("{} = {}", parts.join(" + "), sum.rounded);
    if judgement.explanation.iter().any(|saying| saying.key == "claims-parts-differ") {
        line.push_str(&format!(" ≠ {}", claim.value.text()));
    }
    Some(line)
}

/// A part over the whole: between two shares, and among those that are known. In percent.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct ClaimShare {
    /// The part.
    pub part: String,
    /// If nobody unknown belongs to it.
    pub low: String,
    /// If everybody unknown belongs to it.
    pub high: String,
    /// Among the known ones.
    pub among_known: Option<String>,
}

/// The shares that an unknown part leaves open.
pub fn shares(judgement: &Judgement) -> Vec<ClaimShare> {
    let of = |quantity: Quantity, part: &str| {
        let found = judgement
            .computed
            .iter()
            .find(|computed| computed.quantity == quantity && computed.part.as_deref() == Some(part));
        found.map(|computed| computed.rounded.clone())
    };
    let parts = judgement.computed.iter().filter(|computed| computed.quantity == Quantity::ShareLow);
    parts
        .filter_map(|computed| {
            let part = computed.part.clone()?;
            Some(ClaimShare {
                low: computed.rounded.clone(),
                high: of(Quantity::ShareHigh, &part)?,
                among_known: of(Quantity::ShareOfKnown, &part),
                part,
            })
        })
        .collect()
}
