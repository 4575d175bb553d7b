//! Obligations: who owes what to whom by when, and how it came out. Pledges, directives, decisions, council promises
//! and budget requests are kinds of them.
//!
//! An obligation is a chain of versions, like an agreement. Reminding is in `reminders`; the sweep calls it.
//!
//! Invariant: one given in the hub has an owner. An imported one may have none; the board shows that gap.
//! Invariant: what is done rests on evidence.

pub mod acts;
pub mod board;
pub mod reminders;
pub mod rules;
pub mod search;
pub mod store;

use crate::policy::{FactKind, Kind, Retention, Target, Visibility};
use base::{Day, Id, Level, Quantity, Ref, Result, Saying, Tri, When};
use rules::{check_due, check_people, due_by, needed_reason};

/// An obligation as a kind of record.
pub const KIND: Kind = Kind {
    name: "obligation",
    area: "kernel",
    visibility: Visibility::Organisation,
    retention: Retention { years: None, basis: "retention-public-records" },
    fact: None,
};

/// The fact "the obligation has this outcome", of one that everybody sees: what public numbers may count.
pub const STATE: Kind = Kind {
    name: "obligation_state",
    area: "kernel",
    visibility: Visibility::Organisation,
    retention: Retention { years: None, basis: "retention-public-records" },
    fact: Some(FactKind {
        subject: "obligation",
        codes: &["planned", "done", "changed", "elsewhere", "closed", "dropped", "unknown"],
        unit: None,
    }),
};

/// The same of one that is internal.
pub const STATE_INTERNAL: Kind = Kind { name: "obligation_state_internal", ..STATE };

/// How an obligation came out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Not yet due or not yet done.
    Planned,
    /// Done, with evidence.
    Done,
    /// Done in another way or size than promised.
    Changed,
    /// Done, but in another place.
    Elsewhere,
    /// Who owed it is no more.
    Closed,
    /// Given up.
    Dropped,
    /// Nobody can say; only for imported ones.
    Unknown,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Outcome; 7] = [
        Outcome::Planned,
        Outcome::Done,
        Outcome::Changed,
        Outcome::Elsewhere,
        Outcome::Closed,
        Outcome::Dropped,
        Outcome::Unknown,
    ];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Planned => "planned",
            Outcome::Done => "done",
            Outcome::Changed => "changed",
            Outcome::Elsewhere => "elsewhere",
            Outcome::Closed => "closed",
            Outcome::Dropped => "dropped",
            Outcome::Unknown => "unknown",
        }
    }

    /// Reads the stored code.
    pub fn parse(code: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// True while somebody still owes something.
    pub fn is_open(self) -> bool {
        match self {
            Outcome::Planned | Outcome::Unknown => true,
            Outcome::Done | Outcome::Changed | Outcome::Elsewhere | Outcome::Closed | Outcome::Dropped => {
                false
            }
        }
    }
}

/// Who is reminded when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Escalation {
    /// The owner 60 and 30 days before, with the deputy 7 days before, with who it is owed to when it is overdue.
    #[default]
    Standard,
    /// Nobody.
    None,
}

impl Escalation {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Escalation::Standard => "standard",
            Escalation::None => "none",
        }
    }

    /// Reads the stored code.
    pub fn parse(code: &str) -> Option<Escalation> {
        [Escalation::Standard, Escalation::None].into_iter().find(|escalation| escalation.code() == code)
    }
}

/// What is owed.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Content {
    /// One of `rules::KINDS`.
    pub kind: String,
    /// The agreement that binds it.
    pub agreement: Option<Id>,
    /// To whom it is owed, or who gave it: an organisation, a body, a person.
    pub from: Option<Ref>,
    /// What is to be done.
    pub what: Tri,
    /// How much of it, in base units.
    pub quantity: Option<Quantity>,
    /// Who owes it: an organisation, an office or a person.
    pub owner: Option<Ref>,
    /// Who stands in for the owner.
    pub deputy: Option<Ref>,
    /// By when, as far as known.
    pub due: Option<When>,
    /// Who is reminded when.
    pub escalation: Escalation,
    /// A short source key of an imported record.
    pub source: Option<String>,
    /// Shown to everyone; otherwise to owner, deputy, who it is owed to, and entitled readers.
    pub open: bool,
}

impl Content {
    /// The kind of the facts that say how it came out.
    pub fn state(&self) -> &'static Kind {
        if self.open { &STATE } else { &STATE_INTERNAL }
    }
}

/// An obligation: one version of it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Obligation {
    /// The same in all versions.
    pub id: Id,
    /// `2026-PLG-0042`.
    pub number: String,
    /// How it came out, at this position.
    pub outcome: Outcome,
    /// The evidence that closed it.
    pub evidence: Option<Id>,
    /// Why it was changed last: words of a person, or a reason code.
    pub reason: Option<String>,
    /// Position that wrote this version; an ETag of the record.
    pub seq_in: i64,
    /// Position that ended it.
    pub seq_out: Option<i64>,
    /// What is owed.
    #[serde(flatten)]
    pub content: Content,
}

/// How an obligation is settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settlement {
    /// One that is not open.
    pub outcome: Outcome,
    /// The day from which it is so.
    pub on: Day,
    /// What shows it; `Done` needs it.
    pub evidence: Option<Id>,
    /// Why; every other outcome needs it.
    pub reason: Option<String>,
}

/// What a public record tells of how an obligation came out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// How it came out, as far as the record tells.
    pub outcome: Outcome,
    /// The first day of that outcome, as far as known.
    pub since: Option<Day>,
    /// How it is known.
    pub level: Level,
    /// The evidence; `Done` may come without it, because the record itself is the source.
    pub evidence: Option<Id>,
    /// Why, in the record's words.
    pub reason: Option<String>,
}

impl Obligation {
    /// How other records name it.
    pub fn name(&self) -> Ref {
        Ref::new(KIND.name, self.id)
    }

    /// The last day on which it is in time; none without a due day.
    pub fn due_by(&self) -> Option<Day> {
        due_by(&self.content)
    }

    /// True when it is open and its last day has passed.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.outcome.is_open() && self.due_by().is_some_and(|due| due < today)
    }

    /// What the rules of an action look at: the owner.
    pub fn target(&self) -> Target {
        rules::target(&self.content)
    }

    /// The next version with another owner.
    pub fn handed_over(&self, owner: Ref, deputy: Option<Ref>, reason: &str) -> Result<Obligation> {
        self.must_be_open()?;
        if self.content.owner.as_ref() == Some(&owner) && self.content.deputy == deputy {
            return Err(Saying::invalid("obligation-owner-same").with("owner", owner).into());
        }
        let content = Content { owner: Some(owner), deputy, ..self.content.clone() };
        check_people(&content)?;
        Ok(Obligation { content, reason: Some(needed_reason(reason)?), ..self.clone() })
    }

    /// The next version with another due day.
    pub fn due_changed(&self, due: When, today: Day, reason: &str) -> Result<Obligation> {
        self.must_be_open()?;
        if self.content.due == Some(due) {
            return Err(Saying::invalid("obligation-due-same").with("due", due).into());
        }
        let content = Content { due: Some(due), ..self.content.clone() };
        check_due(content.due, today)?;
        Ok(Obligation { content, reason: Some(needed_reason(reason)?), ..self.clone() })
    }

    /// The next version when it is settled.
    pub fn settled(&self, how: &Settlement, today: Day) -> Result<Obligation> {
        self.must_be_open()?;
        if how.outcome.is_open() {
            return Err(Saying::invalid("obligation-outcome-open")
                .with("outcome", how.outcome.code())
                .into());
        }
        if how.on > today {
            return Err(Saying::invalid("obligation-settled-later").with("on", how.on).into());
        }
        if how.outcome == Outcome::Done && how.evidence.is_none() {
            return Err(Saying::invalid("obligation-evidence-missing").with("number", &self.number).into());
        }
        let reason = match (how.outcome, how.reason.as_deref()) {
            (Outcome::Done, None) => None,
            (_, reason) => Some(needed_reason(reason.unwrap_or(""))?),
        };
        Ok(Obligation { outcome: how.outcome, evidence: how.evidence, reason, ..self.clone() })
    }

    /// The next version when a settlement does not stand. What closed it before stays in the version before.
    pub fn reopened(&self, reason: &str) -> Result<Obligation> {
        if self.outcome.is_open() {
            return Err(Saying::conflict("obligation-not-settled").with("number", &self.number).into());
        }
        if self.content.owner.is_none() {
            return Err(Saying::conflict("obligation-owner-missing").into());
        }
        let reason = Some(needed_reason(reason)?);
        Ok(Obligation { outcome: Outcome::Planned, evidence: None, reason, ..self.clone() })
    }

    fn must_be_open(&self) -> Result<()> {
        match self.outcome.is_open() {
            true => Ok(()),
            false => Err(Saying::conflict("obligation-settled")
                .with("number", &self.number)
                .with("outcome", self.outcome.code())
                .into()),
        }
    }
}
