//! The files of a pack as they are written. Every key is known; an unknown one is a finding, not a guess.

use super::value::{AsKnown, OnDay, Said, Spanned, Text};
use base::Tri;
use serde::Deserialize;

/// `city.toml`: what the city is, and for made-up cities who may come in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityFile {
    /// The city.
    pub city: CityPart,
    /// Demo sign-ins; only a made-up city has them.
    #[serde(default)]
    pub sign_in: Vec<SignIn>,
}

/// The table `[city]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityPart {
    /// In addresses: `gwangju`.
    pub slug: Spanned<Text>,
    /// Its name.
    pub name: Said,
    /// IANA zone of its days.
    pub zone: Spanned<Text>,
    /// Made up.
    pub synthetic: bool,
    /// Kept by the city itself.
    pub official: Spanned<bool>,
    /// Where the records come from, in one sentence.
    pub sources: Said,
}

/// A demo sign-in: a made-up person with an account and a role. The password is published.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Its key in the pack.
    pub id: Spanned<Text>,
    /// An address at `.example`, which nobody can own.
    pub login: Spanned<Text>,
    /// Published.
    pub password: Spanned<Text>,
    /// A role of the policy: `officer`, `head`, ….
    pub role: Spanned<Text>,
    /// For members: their organisation.
    pub organisation: Option<Spanned<Text>>,
    /// For officers and heads: the organisation that is their office.
    pub office: Option<Spanned<Text>>,
    /// For a deputy: the sign-in they stand in for.
    pub deputy_of: Option<Spanned<Text>>,
}

/// `plan.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// The plan.
    pub plan: PlanPart,
    /// What it holds dear.
    #[serde(default)]
    pub value: Vec<Value>,
    /// Its strategies.
    #[serde(default)]
    pub strategy: Vec<Strategy>,
    /// Its tasks.
    #[serde(default)]
    pub task: Vec<Task>,
    /// What it wants to reach.
    #[serde(default)]
    pub target: Vec<Target>,
    /// Stages of its business model, in order.
    #[serde(default)]
    pub stage: Vec<Stage>,
    /// What it became later.
    #[serde(default)]
    pub later_plan: Vec<LaterPlan>,
}

/// The table `[plan]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanPart {
    pub id: Spanned<Text>,
    pub title: Said,
    pub vision: Said,
    pub goal: Said,
    pub national_goal: Option<Noted>,
    pub business_model: Option<Noted>,
    pub proclaimed: Option<Spanned<OnDay>>,
    pub horizon_years: Option<Spanned<i64>>,
    pub source: Option<Text>,
}

/// A text with where it stands and what is to be said of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noted {
    pub ko: Option<Text>,
    pub en: Option<Text>,
    pub zh: Option<Text>,
    pub source: Option<Text>,
    pub note: Option<Text>,
}

impl Noted {
    /// Its three languages.
    pub fn tri(&self) -> Tri {
        let part = |text: &Option<Text>| text.as_ref().map(|text| text.0.clone());
        Tri { ko: part(&self.ko), en: part(&self.en), zh: part(&self.zh) }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    pub id: Spanned<Text>,
    pub title: Said,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    pub id: Spanned<Text>,
    pub title: Said,
    #[serde(default)]
    pub aliases: Vec<Text>,
    /// As announced; the tasks of the pack are counted against it.
    pub task_count: Option<Spanned<i64>>,
    pub source: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    pub id: Spanned<Text>,
    pub strategy: Spanned<Text>,
    /// `official`, `reconstructed` or `open`.
    pub status: Spanned<Text>,
    pub title: Said,
    #[serde(default)]
    pub aliases: Vec<Text>,
    /// Measures of the pack that count for it.
    #[serde(default)]
    pub measures: Vec<Spanned<Text>>,
    /// Subjects of published numbers about it: all of one word (`datacentre`), or one subject.
    #[serde(default)]
    pub claims: Vec<Spanned<Text>>,
    /// Pages below the city that serve it.
    #[serde(default)]
    pub pages: Vec<Spanned<Text>>,
    pub source: Option<Text>,
}

/// A stage of the business model: what is counted where it passes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub id: Spanned<Text>,
    pub title: Said,
    /// Measures of the pack; the first is the number.
    #[serde(default)]
    pub measures: Vec<Spanned<Text>>,
    /// Kinds of obligations that pass here.
    #[serde(default)]
    pub promises: Vec<Spanned<Text>>,
    /// Subjects of published numbers, where nothing is counted.
    #[serde(default)]
    pub claims: Vec<Spanned<Text>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub id: Spanned<Text>,
    pub title: Said,
    pub value: Spanned<i64>,
    /// A unit of the registry. Optional here only so that its absence is told with its own mend.
    pub unit: Option<Spanned<Text>>,
    /// `=`, `~`, `>` or `>=`.
    pub relation: Option<Spanned<Text>>,
    pub from: Option<Spanned<OnDay>>,
    pub due: Option<Spanned<OnDay>>,
    #[serde(default)]
    pub due_inferred: bool,
    /// Subjects of published numbers that stand near it; none of them is the number of the target.
    #[serde(default)]
    pub claims: Vec<Spanned<Text>>,
    pub source: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaterPlan {
    pub id: Spanned<Text>,
    pub title: Option<Said>,
    pub note: Text,
    pub date: Spanned<OnDay>,
    pub source: Option<Text>,
}

/// `partners.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnersFile {
    #[serde(default)]
    pub organisation: Vec<Organisation>,
    #[serde(default)]
    pub body: Vec<Body>,
    #[serde(default)]
    pub person: Vec<Person>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub id: Spanned<Text>,
    pub kind: Spanned<Text>,
    pub name: Spanned<Said>,
    #[serde(default)]
    pub aliases: Vec<Text>,
    pub business_number: Option<Spanned<Text>>,
    pub homepage: Option<Text>,
    pub founded: Option<Spanned<AsKnown>>,
    /// What the record says it does here.
    pub role: Option<Text>,
    pub source: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub id: Spanned<Text>,
    pub name: Said,
    #[serde(default)]
    pub aliases: Vec<Text>,
    pub founded: Option<Spanned<AsKnown>>,
    pub size: Option<Spanned<i64>>,
    pub size_relation: Option<Spanned<Text>>,
    pub office_at: Option<Spanned<Text>>,
    #[serde(default)]
    pub members: Vec<Spanned<Text>>,
    pub duties: Option<Said>,
    pub source: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub id: Spanned<Text>,
    pub name: Said,
    #[serde(default)]
    pub roles: Vec<PublicRole>,
    pub source: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicRole {
    /// An organisation or a body; absent when the source names one we keep no record of.
    pub at: Option<Spanned<Text>>,
    /// As printed.
    #[serde(rename = "as")]
    pub what: Text,
    pub from: Option<Spanned<OnDay>>,
    pub to: Option<Spanned<OnDay>>,
    pub source: Option<Text>,
}

/// `generator.toml`: made-up firms.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneratorFile {
    pub firms: Firms,
    /// Made-up trainees; absent = none.
    pub trainees: Option<Trainees>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trainees {
    /// The same seed makes the same trainees.
    pub seed: Spanned<i64>,
    /// How many people.
    pub count: Spanned<i64>,
    /// The last day of which the made-up records tell.
    pub until: Spanned<OnDay>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Firms {
    /// The same seed makes the same firms.
    pub seed: Spanned<i64>,
    /// How many firms.
    pub count: Spanned<i64>,
    /// How many of them were registered twice and merged.
    pub registered_twice: Spanned<i64>,
    /// The last day of which the made-up records tell.
    pub until: Spanned<OnDay>,
}
