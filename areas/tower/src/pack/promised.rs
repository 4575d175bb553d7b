//! `promises.toml` as it is written: agreements with pledges, directives, proposals, events, budget lines.

use super::value::{AsKnown, OnDay, Said, Spanned, Text};
use serde::Deserialize;

/// `promises.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromisesFile {
    #[serde(default)]
    pub agreement: Vec<Agreement>,
    #[serde(default)]
    pub directive: Vec<Directive>,
    #[serde(default)]
    pub proposal: Vec<Proposal>,
    #[serde(default)]
    pub event: Vec<Event>,
    #[serde(default)]
    pub budget_line: Vec<BudgetLine>,
    #[serde(default)]
    pub budget_request: Vec<BudgetRequest>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    pub id: Spanned<Text>,
    pub kind: Spanned<Text>,
    /// `in_force`, `ended`, `terminated` or `unknown`; nothing said is unknown.
    pub state: Option<Spanned<Text>>,
    pub title: Said,
    pub parties: Vec<Spanned<Text>>,
    /// The source ends its list with "and others".
    #[serde(default)]
    pub parties_open_ended: bool,
    pub signed: Option<Spanned<OnDay>>,
    pub signed_between: Option<Spanned<(OnDay, OnDay)>>,
    pub signed_at: Option<SignedAt>,
    pub note: Option<Said>,
    /// Tasks of the plan that it serves.
    #[serde(default)]
    pub tasks: Vec<Spanned<Text>>,
    pub source: Option<Text>,
    #[serde(default)]
    pub pledge: Vec<Pledge>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedAt {
    pub place: Text,
    /// The IANA zone in which the day is meant.
    pub zone: Spanned<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    pub what: Said,
    /// An outcome of a promise; `unknown` when nobody looked.
    pub status: Spanned<Text>,
    /// Every party owes it by itself.
    #[serde(default)]
    pub each_party: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directive {
    pub id: Spanned<Text>,
    pub given: Spanned<OnDay>,
    /// A public role of the pack: `mayor`.
    pub by: Spanned<Text>,
    pub title: Said,
    /// As the source names it; absent = a gap that is shown.
    pub owner: Option<Said>,
    /// An outcome of a promise; nothing said is unknown.
    pub status: Option<Spanned<Text>>,
    pub deliverable: Option<Said>,
    pub from: Option<Spanned<OnDay>>,
    pub due: Option<Spanned<OnDay>>,
    /// Tasks of the plan that it serves.
    #[serde(default)]
    pub tasks: Vec<Spanned<Text>>,
    pub source: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    pub id: Spanned<Text>,
    /// An organisation, a body, or `participants`.
    pub by: Spanned<Text>,
    pub title: Said,
    #[serde(default)]
    pub supported_by: Vec<Support>,
    /// Tasks of the plan that it serves.
    #[serde(default)]
    pub tasks: Vec<Spanned<Text>>,
    pub source: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    pub by: Spanned<Text>,
    pub with: Option<Said>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub id: Spanned<Text>,
    pub title: Said,
    #[serde(default)]
    pub aliases: Vec<Text>,
    pub theme: Option<Said>,
    pub on: Option<Spanned<AsKnown>>,
    #[serde(default)]
    pub on_inferred: bool,
    pub from_date: Option<Spanned<OnDay>>,
    pub to_date: Option<Spanned<OnDay>>,
    pub from: Option<Text>,
    pub to: Option<Text>,
    pub venue: Option<Said>,
    pub body: Option<Spanned<Text>>,
    pub attendance: Option<Spanned<i64>>,
    #[serde(default)]
    pub speakers: Vec<Spanned<Text>>,
    #[serde(default)]
    pub speaker_roles: Vec<RoleAt>,
    #[serde(default)]
    pub visited: Vec<Spanned<Text>>,
    #[serde(default)]
    pub met: Vec<Spanned<Text>>,
    #[serde(default)]
    pub met_roles: Vec<Text>,
    /// Items of the pack that led to it: `directive/d-1`.
    #[serde(default)]
    pub because_of: Vec<Spanned<Text>>,
    /// Items of the pack that came of it: `agreement/mou-1`.
    #[serde(default)]
    pub led_to: Vec<Spanned<Text>>,
    /// Tasks of the plan that it serves.
    #[serde(default)]
    pub tasks: Vec<Spanned<Text>>,
    pub source: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleAt {
    pub at: Spanned<Text>,
    #[serde(rename = "as")]
    pub what: Text,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetLine {
    pub id: Spanned<Text>,
    pub title: Said,
    /// The programme it is of; several totals of one programme stay side by side.
    pub programme: Option<Spanned<Text>>,
    /// Which telling of the total this is: `announced 2020-01`, `main budget 2021`.
    pub version: Option<Text>,
    pub amount: Spanned<i64>,
    pub unit: Option<Spanned<Text>>,
    /// Tasks of the plan that it serves.
    #[serde(default)]
    pub tasks: Vec<Spanned<Text>>,
    pub source: Option<Text>,
}

/// What was asked of another budget; a stage that no source tells is absent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetRequest {
    pub id: Spanned<Text>,
    pub title: Said,
    /// Who asked: an organisation of the pack.
    pub by: Option<Spanned<Text>>,
    /// The year of the budget.
    pub year: Spanned<i64>,
    pub unit: Option<Spanned<Text>>,
    pub asked: Option<Spanned<i64>>,
    pub ministry: Option<Spanned<i64>>,
    pub assembly: Option<Spanned<i64>>,
    pub secured: Option<Spanned<i64>>,
    /// An outcome of a promise; nothing said is unknown.
    pub status: Option<Spanned<Text>>,
    /// Tasks of the plan that it serves.
    #[serde(default)]
    pub tasks: Vec<Spanned<Text>>,
    pub source: Option<Text>,
}

impl BudgetRequest {
    /// The stages that the record tells, in their order.
    pub fn stages(&self) -> Vec<(&'static str, &Spanned<i64>)> {
        let all = [
            ("asked", &self.asked),
            ("ministry", &self.ministry),
            ("assembly", &self.assembly),
            ("secured", &self.secured),
        ];
        all.into_iter().filter_map(|(name, amount)| Some((name, amount.as_ref()?))).collect()
    }
}
