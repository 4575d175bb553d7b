//! Seating members of a body and ending their terms. A seat is a fact with a period, so it can be read as of any day.

use super::{MEMBER, store};
use base::problem::InField as _;
use base::{Day, Days, Id, Level, Ref, Result, Saying};
use kernel::fact::store::{LATEST, find, of_subject};
use kernel::fact::{self, Statement};
use kernel::policy::{ALWAYS, Action, Role, Rule, rule};
use kernel::{Done, Tx, organisation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

const OFFICE: &[Rule] = &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)];

/// Seating an organisation.
pub const SEAT: Action = Action::new("tower.body.seat", OFFICE);
/// Ending a seat on a day.
pub const UNSEAT: Action = Action::new("tower.body.unseat", OFFICE);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&SEAT, &UNSEAT];

/// A seat to be given.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewSeat {
    /// The number of the organisation.
    pub organisation: String,
    /// The first day; empty = not known.
    pub from: String,
    /// The last day; empty = open.
    pub until: String,
}

/// The end of a seat.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EndSeat {
    /// The last day of the term.
    pub until: String,
}

/// Seats an organisation in a body.
pub fn seat(tx: &mut Tx<'_>, code: &str, new: &NewSeat) -> Result<Done> {
    let body = store::by_code(tx, code)?;
    tx.allow(&SEAT, &Default::default())?;
    let id = organisation::store::by_number(tx, new.organisation.trim())
        .map_err(|_| Saying::invalid("tower-who-unknown").with("who", new.organisation.trim()).into())
        .in_field("organisation")?;
    let member = Ref::new(organisation::KIND.name, id);
    let from = Day::parse_if_any(&new.from).in_field("from")?;
    let until = Day::parse_if_any(&new.until).in_field("until")?;
    let valid = Days::through(from, until).in_field("until")?;
    let own = Ref::new(super::KIND.name, body.id);
    let seated = of_subject(tx, &own, MEMBER.name, LATEST, 1_000)?;
    let twice =
        |known: &fact::Fact| known.says.other.as_ref() == Some(&member) && known.says.valid.overlaps(&valid);
    if seated.iter().any(twice) {
        return Err(Saying::conflict("tower-body-seated").with("organisation", &new.organisation).into());
    }
    let says =
        Statement { other: Some(member), ..Statement::new(&MEMBER, own.clone(), valid, Level::Official) };
    let fact = fact::state(tx, &MEMBER, &says)?;
    let told =
        json!({"code": body.code, "fact": fact, "member": says.other, "from": valid.from, "to": valid.to});
    tx.record(&SEAT, own, None, &told, &[])
}

/// Ends a seat on a day: the fact is corrected, what was believed before stays readable.
pub fn unseat(tx: &mut Tx<'_>, code: &str, id: Id, end: &EndSeat) -> Result<Done> {
    let body = store::by_code(tx, code)?;
    tx.allow(&UNSEAT, &Default::default())?;
    let own = Ref::new(super::KIND.name, body.id);
    let found = find(tx, id)?
        .filter(|found| {
            found.says.subject == own && found.says.kind == MEMBER.name && found.seq_out.is_none()
        })
        .ok_or_else(|| Saying::not_found("base-not-found"))?;
    let last = Day::parse_if_any(&end.until)
        .in_field("until")?
        .ok_or_else(|| Saying::invalid("tower-body-until-missing"))?;
    let valid = Days::through(found.says.valid.from, Some(last)).in_field("until")?;
    let fact = fact::correct(tx, &MEMBER, id, &Statement { valid, ..found.says })?;
    let told = json!({"code": body.code, "was": id, "fact": fact, "to": valid.to});
    tx.record(&UNSEAT, own, None, &told, &[])
}
