//! What is said about a claim: verdicts, figures, and explanations as keys with facts.
//!
//! A verdict speaks of figures, never of people. Every explanation is a [`Saying`]: a key of `words.toml` and
//! the facts that fill its places, so a page, the API and a file say the same in three languages.

use serde::Serialize;

use crate::claim::{Claim, Relation};

/// In the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The rows of a list give the same value.
    Reproduced,
    /// The rows of a list give another value, and the definition says why.
    DiffersWithReason,
    /// The figures of the claim contradict each other.
    Arithmetic,
    /// Another claim about the same thing cannot hold together with this one.
    Conflict,
    /// An unknown part leaves only a range.
    RangeOnly,
    /// Nobody published the list behind it.
    NoList,
}

impl Verdict {
    /// As in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Reproduced => "reproduced",
            Verdict::DiffersWithReason => "differs_with_reason",
            Verdict::Arithmetic => "arithmetic",
            Verdict::Conflict => "conflict",
            Verdict::RangeOnly => "range_only",
            Verdict::NoList => "no_list",
        }
    }

    /// The name of the verdict in the words.
    pub fn key(self) -> &'static str {
        match self {
            Verdict::Reproduced => "claims-verdict-reproduced",
            Verdict::DiffersWithReason => "claims-verdict-differs-with-reason",
            Verdict::Arithmetic => "claims-verdict-arithmetic",
            Verdict::Conflict => "claims-verdict-conflict",
            Verdict::RangeOnly => "claims-verdict-range-only",
            Verdict::NoList => "claims-verdict-no-list",
        }
    }
}

/// A key of the words and the facts for its places. Numbers are written with separators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Saying {
    pub key: &'static str,
    pub facts: Vec<(&'static str, String)>,
    /// Facts that were not published as exact values: their text goes through the words of
    /// [`Relation::words_key`], at the place `value`, before it fills its own place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bounds: Vec<(&'static str, Relation)>,
}

impl Saying {
    pub fn new(key: &'static str) -> Saying {
        Saying { key, facts: Vec::new(), bounds: Vec::new() }
    }

    /// The published value of a claim, with its relation; a percentage carries its sign.
    pub fn with_value(self, name: &'static str, claim: &Claim) -> Saying {
        self.with_published(name, claim, &published(claim))
    }

    /// The same with the text of [`published`] at hand.
    pub(crate) fn with_published(mut self, name: &'static str, claim: &Claim, text: &str) -> Saying {
        if claim.relation != Relation::Exactly {
            self.bounds.push((name, claim.relation));
        }
        self.with(name, text)
    }

    /// The key of the words that a fact goes through, when it is no exact value.
    pub fn words_of(&self, name: &str) -> Option<&'static str> {
        self.bounds.iter().find(|(bound, _)| *bound == name).and_then(|(_, relation)| relation.words_key())
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Saying {
        self.facts.push((name, value.into()));
        self
    }
}

/// The published value with separators; a percentage with its sign: `71.2 %`.
pub(crate) fn published(claim: &Claim) -> String {
    let sign = if claim.is_percent() { " %" } else { "" };
    format!("{}{sign}", claim.value.text())
}

/// What a computed figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Numerator over denominator, in percent.
    Ratio,
    /// The denominator that the printed percentage needs.
    ImpliedDenominator,
    /// The numerator that the printed percentage needs.
    ImpliedNumerator,
    SumOfParts,
    /// A part over the whole if nobody unknown belongs to it, in percent.
    ShareLow,
    /// A part over the whole if everybody unknown belongs to it, in percent.
    ShareHigh,
    /// A part over all known parts, in percent.
    ShareOfKnown,
    /// Counted from a list.
    CountedLow,
    CountedHigh,
}

/// A figure that follows from the claim, for pages (`rounded`) and for programs (`exact`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Computed {
    pub quantity: Quantity,
    /// The name of the part that a share is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    pub rounded: String,
    /// Numerator `/` denominator, or a whole number.
    pub exact: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    pub id: String,
    /// Sorted, without repetition, never empty.
    pub verdicts: Vec<Verdict>,
    /// The timeline this claim belongs to, as a place in [`Checked::runs`]: no fault of any member.
    pub run: Option<usize>,
    pub computed: Vec<Computed>,
    pub explanation: Vec<Saying>,
}

impl Judgement {
    pub fn has(&self, verdict: Verdict) -> bool {
        self.verdicts.contains(&verdict)
    }

    /// True when figures contradict each other, within the claim or between claims.
    pub fn is_disputed(&self) -> bool {
        self.has(Verdict::Arithmetic) || self.has(Verdict::Conflict)
    }
}

/// Claims about one thing with other values on other days. Stored once, whatever the number of members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Places among the claims that were checked, by date.
    pub members: Vec<usize>,
}

/// What was found of all claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// In the order of the claims.
    pub judgements: Vec<Judgement>,
    pub runs: Vec<Run>,
}

impl Run {
    /// The timeline of the member at `place`, by date: itself and the members that it is not in conflict with. `claim`
    /// gives the claim at a place. Takes as long as the run.
    pub fn around<'a>(
        &'a self,
        place: usize,
        claim: impl Fn(usize) -> Option<&'a Claim> + 'a,
    ) -> impl Iterator<Item = usize> + 'a {
        let own = claim(place);
        self.members.iter().copied().filter(move |other| {
            let pair = own.zip(claim(*other));
            *other == place || pair.is_some_and(|(own, other)| !crate::check::is_conflict(own, other))
        })
    }
}
