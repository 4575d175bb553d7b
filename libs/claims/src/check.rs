//! The rules, one claim at a time and then against the others. The method on one page:
//!
//! 1. A percentage must be its numerator over its denominator; any other value must be its numerator.
//! 2. Parts must add up to the value. A part named 모름 leaves every other part a range.
//! 3. Two claims about the same thing whose days meet, or with the same basis, must agree.
//! 4. Other values for the same thing on disjoint days are a run: a timeline, no fault of any member. A pair that is
//!    in conflict belongs to no common timeline.
//! 5. A list, where there is one, decides whether the value is reproduced.
//!
//! The result does not depend on the order of claims, apart from its own order, which is theirs.

mod list;
mod pairs;
mod parts;
mod ratio;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

pub use list::Counted;

use crate::claim::Claim;
use crate::judgement::{Checked, Computed, Judgement, Quantity, Saying, Verdict};
use crate::number::{Fraction, exact, rounded};

/// What the claims show by themselves, in their order. Ids are taken to be distinct, as [`crate::read()`]
/// sees to.
pub fn check(claims: &[Claim]) -> Checked {
    check_with(claims, &[])
}

/// As [`check`], and against values counted from lists. At most one [`Counted`] per claim is used, the first.
pub fn check_with(claims: &[Claim], counted: &[Counted]) -> Checked {
    let mut by_claim: HashMap<&str, &Counted> = HashMap::new();
    for count in counted {
        by_claim.entry(&count.claim).or_insert(count);
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for claim in claims {
        let mut draft = Draft::default();
        ratio::judge(claim, &mut draft);
        parts::judge(claim, &mut draft);
        drafts.push(draft);
    }
    let runs = pairs::judge(claims, &mut drafts);
    for (claim, draft) in claims.iter().zip(&mut drafts) {
        list::judge(claim, by_claim.get(claim.id.as_str()).copied(), draft);
    }
    let judgements = claims.iter().zip(drafts).map(|(claim, draft)| draft.judgement(&claim.id)).collect();
    Checked { judgements, runs }
}

/// Two claims about the same thing that cannot both hold: on days that meet, or on the same basis.
pub fn is_conflict(claim: &Claim, other: &Claim) -> bool {
    pairs::is_conflict(claim, other)
}

/// A judgement under way.
#[derive(Default)]
struct Draft {
    verdicts: BTreeSet<Verdict>,
    run: Option<usize>,
    computed: Vec<Computed>,
    explanation: Vec<Saying>,
}

impl Draft {
    fn verdict(&mut self, verdict: Verdict) {
        self.verdicts.insert(verdict);
    }

    fn say(&mut self, saying: Saying) {
        self.explanation.push(saying);
    }

    fn compute(&mut self, quantity: Quantity, part: Option<&str>, value: &Fraction, places: u32) {
        self.computed.push(Computed {
            quantity,
            part: part.map(str::to_owned),
            rounded: rounded(value, places),
            exact: exact(value),
        });
    }

    fn judgement(self, id: &str) -> Judgement {
        Judgement {
            id: id.to_owned(),
            verdicts: self.verdicts.into_iter().collect(),
            run: self.run,
            computed: self.computed,
            explanation: self.explanation,
        }
    }
}

/// `part` of `whole` in percent; `None` when the whole is nought.
fn percent(part: &Fraction, whole: &Fraction) -> Option<Fraction> {
    let is_nought = *whole.numer() == 0.into();
    if is_nought { None } else { Some(part * Fraction::from_integer(100.into()) / whole) }
}
