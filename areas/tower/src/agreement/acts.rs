//! What people do with agreements here: the kernel's acts, on records named by their numbers.

use base::problem::{Class, InField as _};
use base::{Day, Days, Id, Ref, Result, Saying, Tri, When};
use kernel::agreement::{Content, Party, State, acts, store};
use kernel::fact::store::LATEST;
use kernel::scope::sight;
use kernel::{Done, Tx, organisation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An agreement that was signed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewAgreement {
    /// One of the kinds.
    pub kind: String,
    /// Its title.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// The numbers of the organisations that signed.
    pub parties: Vec<String>,
    /// When it was signed: a day, a month or a year.
    pub signed: String,
    /// The first day on which it holds; empty = from its signing.
    pub from: String,
    /// The last day on which it holds; empty = open.
    pub until: String,
    /// What it says, in short.
    pub terms: String,
    /// Shown to everyone.
    pub open: bool,
}

/// The end of an agreement.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewEnd {
    /// `ended` (it ran out, or what it was for is done) or `terminated` (broken off).
    pub how: String,
    /// Since which day; empty = today.
    pub on: String,
    /// Why.
    pub reason: String,
}

/// Records an agreement that was signed.
pub fn conclude(tx: &mut Tx<'_>, new: &NewAgreement) -> Result<Done> {
    tx.allow(&acts::CONCLUDE, &Default::default())?;
    let mut parties = Vec::new();
    for number in new.parties.iter().map(|number| number.trim()).filter(|number| !number.is_empty()) {
        let unknown =
            || Saying::invalid("tower-who-unknown").with("who", number.chars().take(60).collect::<String>());
        let id: Id =
            organisation::store::by_number(tx, number).map_err(|_| unknown().into()).in_field("parties")?;
        let role = organisation::store::find(tx, id, LATEST)?.kind;
        parties.push(Party { organisation: Ref::new(organisation::KIND.name, id), role });
    }
    let signed = match new.signed.trim() {
        "" => None,
        text => Some(When::parse(text).in_field("signed")?),
    };
    let from = Day::parse_if_any(&new.from).in_field("from")?;
    let until = Day::parse_if_any(&new.until).in_field("until")?;
    let content = Content {
        kind: new.kind.clone(),
        title: new.title.clone(),
        parties,
        signed,
        period: Days::through(from, until).in_field("until")?,
        terms: Some(new.terms.trim().to_owned()).filter(|terms| !terms.is_empty()),
        source: None,
        open: new.open,
    };
    acts::conclude(tx, content)
}

/// Ends an agreement.
pub fn end(tx: &mut Tx<'_>, number: &str, new: &NewEnd, expected: Option<i64>) -> Result<Done> {
    let found = store::by_number(tx, number, LATEST, &sight(tx))?
        .ok_or_else(|| Saying::not_found("base-not-found"))?;
    tx.allow(&acts::END, &Default::default())?;
    if expected.is_some_and(|version| version != found.seq_in) {
        return Err(Saying::new(Class::Stale, "tower-changed-meanwhile")
            .with("version", found.seq_in)
            .into());
    }
    let how = State::parse(&new.how).ok_or_else(|| Saying::invalid("agreement-end-how"))?;
    let on = match Day::parse_if_any(&new.on).in_field("on")? {
        Some(day) => day,
        None => tx.today(),
    };
    acts::end(tx, found.id, how, on, &new.reason)
}
