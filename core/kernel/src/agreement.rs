//! Agreements: what organisations signed with each other, from a memorandum to a contract.
//!
//! What an agreement obliges to is `obligation`; who caused whom is `link`. An agreement is a chain of versions: an
//! act ends one and writes the next, so it can be read as of any position.
//!
//! Invariant: an agreement that ended is not changed any more, except to correct what was recorded wrongly.

pub mod acts;
pub mod life;
pub mod search;
pub mod store;

use crate::policy::{FactKind, Kind, Retention, Visibility};
use base::{Day, Days, Id, Level, Ref, Result, Saying, Tri, When};

/// An agreement as a kind of record.
pub const KIND: Kind = Kind {
    name: "agreement",
    area: "kernel",
    visibility: Visibility::Organisation,
    retention: Retention { years: None, basis: "retention-public-records" },
    fact: None,
};

/// The fact "the agreement is in this state", of one that everybody sees: what public numbers may count.
pub const STATE: Kind = Kind {
    name: "agreement_state",
    area: "kernel",
    visibility: Visibility::Organisation,
    retention: Retention { years: None, basis: "retention-public-records" },
    fact: Some(FactKind {
        subject: "agreement",
        codes: &["in_force", "ended", "terminated", "unknown"],
        unit: None,
    }),
};

/// The same of one that is internal.
pub const STATE_INTERNAL: Kind = Kind { name: "agreement_state_internal", ..STATE };

/// Kinds of agreements and the letters of their numbers.
pub const KINDS: &[(&str, &str)] = &[
    ("mou", "MOU"),
    ("contract", "CON"),
    ("award", "AWD"),
    ("investment", "INV"),
    ("data", "DAT"),
    ("lease", "LEA"),
    ("guarantee", "GUA"),
    ("cooperation", "COP"),
    ("protocol", "PRO"),
];

/// Parties that one agreement may have.
pub const PARTIES_MAX: usize = 200;
/// Characters of the terms.
pub const TERMS_MAX: usize = 100_000;
/// Characters of a title or a reason.
pub const TEXT_MAX: usize = 2_000;

/// What an agreement is at a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It holds.
    InForce,
    /// It ran out, or what it was for is done.
    Ended,
    /// It was broken off.
    Terminated,
    /// Nobody can say; only for imported ones.
    Unknown,
}

impl State {
    /// All states.
    pub const ALL: [State; 4] = [State::InForce, State::Ended, State::Terminated, State::Unknown];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            State::InForce => "in_force",
            State::Ended => "ended",
            State::Terminated => "terminated",
            State::Unknown => "unknown",
        }
    }

    /// Reads the stored code.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Who signs, and as what.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Party {
    /// The organisation.
    pub organisation: Ref,
    /// `city`, `company`, `investor`, …: a key of the words.
    pub role: String,
}

/// What an agreement says.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Content {
    /// One of `KINDS`.
    pub kind: String,
    /// Its title.
    pub title: Tri,
    /// Who signs.
    pub parties: Vec<Party>,
    /// When it was signed, as far as known.
    pub signed: Option<When>,
    /// When it holds.
    pub period: Days,
    /// What it says, in short.
    pub terms: Option<String>,
    /// A short source key of an imported record.
    pub source: Option<String>,
    /// Shown to everyone; otherwise to its parties and entitled readers.
    pub open: bool,
}

/// An agreement: one version of it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Agreement {
    /// The same in all versions.
    pub id: Id,
    /// `2026-MOU-0042`.
    pub number: String,
    /// What it is at this position.
    pub state: State,
    /// Why it was ended or corrected.
    pub reason: Option<String>,
    /// Position that wrote this version; an ETag of the record.
    pub seq_in: i64,
    /// Position that ended it.
    pub seq_out: Option<i64>,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
}

impl Content {
    /// The kind of the facts that say in which state it is.
    pub fn state(&self) -> &'static Kind {
        if self.open { &STATE } else { &STATE_INTERNAL }
    }
}

impl Agreement {
    /// How other records name it.
    pub fn name(&self) -> Ref {
        Ref::new(KIND.name, self.id)
    }

    /// The next version when it ends on `day`.
    pub fn ended(&self, how: State, day: Day, reason: &str) -> Result<Agreement> {
        let refuse = |key| Err(Saying::conflict(key).with("number", &self.number).into());
        match self.state {
            State::InForce | State::Unknown => {}
            State::Ended | State::Terminated => return refuse("agreement-ended"),
        }
        match how {
            State::Ended | State::Terminated => {}
            State::InForce | State::Unknown => return Err(Saying::invalid("agreement-end-how").into()),
        }
        let began = self.content.signed.and_then(|when| when.days().from);
        if let Some(began) = began.filter(|began| day < *began) {
            return Err(Saying::invalid("agreement-end-before-signing")
                .with("day", day)
                .with("signed", began)
                .into());
        }
        Ok(Agreement { state: how, reason: Some(needed_reason(reason)?), ..self.clone() })
    }

    /// The next version with another content; the kind stays, because the number tells it.
    pub fn corrected(&self, content: Content, reason: &str) -> Result<Agreement> {
        check(&content)?;
        if content.kind != self.content.kind {
            return Err(Saying::invalid("agreement-kind-fixed").with("number", &self.number).into());
        }
        if content == self.content {
            return Err(Saying::invalid("agreement-nothing-corrected").with("number", &self.number).into());
        }
        Ok(Agreement { content, reason: Some(needed_reason(reason)?), ..self.clone() })
    }

    /// The first day of its present state, as far as the content tells.
    pub fn began(&self) -> Option<Day> {
        began(&self.content)
    }
}

/// The first day on which an agreement holds: its period's, or the day of its signing.
pub fn began(content: &Content) -> Option<Day> {
    content.period.from.or(content.signed.and_then(|when| when.days().from))
}

/// What an agreement may say. `signed_by_hub` asks for the day of signing as well.
pub fn check(content: &Content) -> Result<()> {
    prefix(&content.kind)?;
    if title_is_empty(&content.title) {
        return Err(Saying::invalid("agreement-title-missing").into());
    }
    if content.parties.is_empty() {
        return Err(Saying::invalid("agreement-parties-missing").into());
    }
    if content.parties.len() > PARTIES_MAX {
        return Err(Saying::invalid("agreement-parties-too-many").with("max", PARTIES_MAX).into());
    }
    for (index, party) in content.parties.iter().enumerate() {
        if party.organisation.kind != "organisation" {
            return Err(Saying::invalid("agreement-party-kind").with("party", &party.organisation).into());
        }
        if content.parties[..index].contains(party) {
            return Err(Saying::invalid("agreement-party-twice").with("party", &party.organisation).into());
        }
    }
    too_long(content.terms.as_deref(), TERMS_MAX, "agreement-terms-too-long")?;
    Days::between(content.period.from, content.period.to)?;
    Ok(())
}

/// What holds besides for one that is concluded in the hub: two parties at least, signed by today.
pub fn check_concluded(content: &Content, today: Day) -> Result<()> {
    if content.parties.len() < 2 {
        return Err(Saying::invalid("agreement-parties-missing").into());
    }
    let Some(signed) = content.signed.and_then(|when| when.days().from) else {
        return Err(Saying::invalid("agreement-signed-missing").into());
    };
    if signed > today {
        return Err(Saying::invalid("agreement-signed-later")
            .with("signed", signed)
            .with("today", today)
            .into());
    }
    Ok(())
}

/// The letters of the numbers of a kind.
pub fn prefix(kind: &str) -> Result<&'static str> {
    match KINDS.iter().find(|(code, _)| *code == kind) {
        Some((_, letters)) => Ok(letters),
        None => Err(Saying::invalid("agreement-kind-unknown").with("kind", shortened(kind)).into()),
    }
}

/// How strongly a state is known when this actor says it: a member speaks for themselves, an officer officially.
pub(crate) fn level_of(actor: &crate::policy::Actor) -> Level {
    match actor.depth() {
        crate::policy::Depth::Public | crate::policy::Depth::Signed => Level::SelfDeclared,
        crate::policy::Depth::Entitled | crate::policy::Depth::Audit => Level::Official,
    }
}

pub(crate) fn title_is_empty(title: &Tri) -> bool {
    [&title.ko, &title.en, &title.zh].iter().all(|text| text.as_deref().unwrap_or("").trim().is_empty())
}

pub(crate) fn too_long(text: Option<&str>, max: usize, key: &'static str) -> Result<()> {
    match text.map_or(0, |text| text.chars().count()) {
        count if count > max => Err(Saying::invalid(key).with("max", max).with("count", count).into()),
        _ => Ok(()),
    }
}

pub(crate) fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn needed_reason(reason: &str) -> Result<String> {
    if reason.trim().is_empty() {
        return Err(Saying::invalid("agreement-reason-missing").into());
    }
    too_long(Some(reason), TEXT_MAX, "agreement-reason-too-long")?;
    Ok(reason.trim().to_owned())
}
