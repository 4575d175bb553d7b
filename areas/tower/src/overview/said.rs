//! A published number in short, to stand where nothing is counted. What the number says and why it is judged so is on
//! its own page.

use crate::claim::Recorded;
use crate::claim::view::{codes, list::is_about};
use crate::serves::Serves;
use base::Tri;
use claims::Judgement;
use serde::Serialize;
use utoipa::ToSchema;

/// A published number in short.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct SaidView {
    /// Its code, as in the file.
    pub code: String,
    /// What the number is of.
    #[schema(value_type = Object)]
    pub label: Tri,
    /// As in the file.
    pub subject: String,
    /// `=`, `~`, `>` or `>=`.
    pub relation: String,
    /// As published, with separators.
    pub value: String,
    /// As in the file.
    pub unit: String,
    /// When it was published, as far as it is known.
    pub published: String,
    /// Codes of verdicts that this reader sees, the gravest first.
    pub verdicts: Vec<String>,
}

impl SaidView {
    /// A claim as it was judged.
    pub fn of(record: &Recorded, judgement: &Judgement) -> SaidView {
        let claim = &record.claim;
        SaidView {
            code: claim.id.clone(),
            label: record.label(),
            subject: claim.subject.clone(),
            relation: claim.relation.code().to_owned(),
            value: claim.value.text(),
            unit: claim.unit.clone(),
            published: claim.published.printed.clone(),
            verdicts: codes(judgement),
        }
    }

    /// True when one of its verdicts is this.
    pub fn is(&self, verdict: &str) -> bool {
        self.verdicts.iter().any(|found| found == verdict)
    }
}

/// Those about the subjects that serve something: by subject or by its first word, the newest first.
pub fn about(all: &[SaidView], serves: &[Serves]) -> Vec<SaidView> {
    let named = |said: &SaidView| {
        serves.iter().any(|serves| match serves {
            Serves::Claims(subject) => is_about(&said.subject, subject),
            Serves::Record(_) | Serves::Measure(_) | Serves::Promises(_) | Serves::Page(_) => false,
        })
    };
    let mut found: Vec<SaidView> = all.iter().filter(|said| named(said)).cloned().collect();
    found.sort_by(|a, b| (&b.published, &b.code).cmp(&(&a.published, &a.code)));
    found
}
