//! A claim: one number as it was published, with who said it, about what, and for which days.
//!
//! Two claims are about the same thing only when subject, scope and days agree; a unit is part of that, since
//! persons and percent cannot be compared.

use num_traits::Signed;
use serde::Serialize;

use crate::day::Days;
use crate::number::{Fraction, Printed};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// `=`
    Exactly,
    /// `~`: about; allows 5 %.
    About,
    /// `>`
    MoreThan,
    /// `>=`
    AtLeast,
}

impl Relation {
    /// A sign, or its words in a list that this product wrote: a cell that begins with `=` would be a formula.
    pub fn parse(text: &str) -> Option<Relation> {
        match text {
            "exactly" => Some(Relation::Exactly),
            "about" => Some(Relation::About),
            "more than" => Some(Relation::MoreThan),
            "at least" => Some(Relation::AtLeast),
            "=" => Some(Relation::Exactly),
            "~" => Some(Relation::About),
            ">" => Some(Relation::MoreThan),
            ">=" => Some(Relation::AtLeast),
            _ => None,
        }
    }

    /// As in the file.
    pub fn code(self) -> &'static str {
        match self {
            Relation::Exactly => "=",
            Relation::About => "~",
            Relation::MoreThan => ">",
            Relation::AtLeast => ">=",
        }
    }

    /// The words for a value with this relation, with the place `value`; none for an exact one.
    pub fn words_key(self) -> Option<&'static str> {
        match self {
            Relation::Exactly => None,
            Relation::About => Some("claims-about"),
            Relation::MoreThan => Some("claims-more-than"),
            Relation::AtLeast => Some("claims-at-least"),
        }
    }

    /// True for a value that only says where a number begins.
    pub fn is_lower_bound(self) -> bool {
        matches!(self, Relation::MoreThan | Relation::AtLeast)
    }
}

/// A named part of the value, or a named figure of the same release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub value: Printed,
}

impl Part {
    /// The part that nobody knows; it may belong to any other.
    pub fn is_unknown(&self) -> bool {
        self.name == "모름" || self.name.eq_ignore_ascii_case("unknown")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: String,
    pub published: Days,
    pub outlet: String,
    pub speaker: String,
    pub subject: String,
    pub scope: String,
    pub relation: Relation,
    pub value: Printed,
    pub unit: String,
    pub numerator: Option<Printed>,
    pub denominator: Option<Printed>,
    /// In the order of the file; names differ.
    pub parts: Vec<Part>,
    /// What the same release also said, sorted by name; empty equals nothing, not even another empty one.
    pub basis: Vec<Part>,
    pub as_of: Days,
    pub source: String,
    pub label_ko: String,
    pub label_en: String,
    pub label_zh: String,
}

/// The columns of a line, in the order of the file's description and of [`Claim::cells`].
pub const COLUMNS: [&str; 18] = [
    "id",
    "published",
    "outlet",
    "speaker",
    "subject",
    "scope",
    "relation",
    "value",
    "unit",
    "numerator",
    "denominator",
    "parts",
    "basis",
    "as_of",
    "source",
    "label_ko",
    "label_en",
    "label_zh",
];

impl Claim {
    /// The cells of its line by column, in the order of the file's description; empty where nothing was said.
    /// [`crate::line()`] reads them back to the same claim.
    pub fn cells(&self) -> Vec<(&'static str, String)> {
        let optional = |number: &Option<Printed>| number.as_ref().map(Printed::plain).unwrap_or_default();
        vec![
            ("id", self.id.clone()),
            ("published", self.published.printed.clone()),
            ("outlet", self.outlet.clone()),
            ("speaker", self.speaker.clone()),
            ("subject", self.subject.clone()),
            ("scope", self.scope.clone()),
            ("relation", self.relation.code().to_owned()),
            ("value", self.value.plain()),
            ("unit", self.unit.clone()),
            ("numerator", optional(&self.numerator)),
            ("denominator", optional(&self.denominator)),
            ("parts", listed(&self.parts)),
            ("basis", listed(&self.basis)),
            ("as_of", self.as_of.printed.clone()),
            ("source", self.source.clone()),
            ("label_ko", self.label_ko.clone()),
            ("label_en", self.label_en.clone()),
            ("label_zh", self.label_zh.clone()),
        ]
    }

    pub fn is_percent(&self) -> bool {
        self.unit == "percent"
    }

    /// How far another figure may be from the printed value: 5 % of it for "about", otherwise half a unit
    /// of its last printed digit.
    pub fn tolerance(&self) -> Fraction {
        match self.relation {
            Relation::About => self.value.value().abs() / Fraction::from_integer(20.into()),
            Relation::Exactly | Relation::MoreThan | Relation::AtLeast => self.value.half_unit(),
        }
    }

    /// True when what was printed leaves room for `figure`.
    pub fn allows(&self, figure: &Fraction) -> bool {
        let above = figure - self.value.value();
        if self.relation.is_lower_bound() && above.is_positive() {
            return true;
        }
        above.abs() <= self.tolerance()
    }

    pub fn has_the_basis_of(&self, other: &Claim) -> bool {
        let equal = |(a, b): (&Part, &Part)| a.name == b.name && a.value.value() == b.value.value();
        !self.basis.is_empty()
            && self.basis.len() == other.basis.len()
            && self.basis.iter().zip(&other.basis).all(equal)
    }

    /// True when both printed values can hold at once. Two lower bounds always can.
    pub fn agrees_with(&self, other: &Claim) -> bool {
        let above = self.value.value() - other.value.value();
        let close = !self.is_another_value_than(other);
        match (self.relation.is_lower_bound(), other.relation.is_lower_bound()) {
            (true, true) => true,
            (true, false) => above.is_negative() || close,
            (false, true) => above.is_positive() || close,
            (false, false) => close,
        }
    }

    /// True when the printed values are further apart than the wider tolerance of the two.
    pub fn is_another_value_than(&self, other: &Claim) -> bool {
        let distance = (self.value.value() - other.value.value()).abs();
        distance > self.tolerance().max(other.tolerance())
    }
}

/// `name=number;name=number`.
fn listed(parts: &[Part]) -> String {
    let texts: Vec<String> =
        parts.iter().map(|part| format!("{}={}", part.name, part.value.plain())).collect();
    texts.join(";")
}
