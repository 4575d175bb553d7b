//! The right of reply: an answer, a request to correct, and what the office says to the request.

use super::{as_ref, is_member, named, target};
use crate::claim::said::{self, NewSaid, Said};
use crate::claim::{REPLY as KIND, Recorded, finding, names::Names, rules, store};
use base::{Day, Id, Level, Ref, Result, Saying};
use kernel::evidence::{self, Form};
use kernel::fact::store::LATEST;
use kernel::obligation::{self, Outcome, Settlement};
use kernel::policy::{ALWAYS, Action, OWN_ORGANISATION, Role, Rule, rule};
use kernel::{Done, Tx, link, scope};
use serde_json::json;

/// The organisation named speaks; the office writes down what it sent on paper.
const SPEAKERS: &[Rule] =
    &[rule(Role::Member, OWN_ORGANISATION), rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)];

/// Answering a claim for the organisation named.
pub const REPLY: Action = Action::new("tower.claim.reply", SPEAKERS);
/// Asking to correct it.
pub const REQUEST: Action = Action::new("tower.claim.request", SPEAKERS);
/// Answering such a request.
pub const ANSWER: Action = Action::new("tower.claim.answer", super::OFFICE);

/// What an answer to a request can be.
pub const OUTCOMES: [&str; 2] = ["corrected", "declined"];

/// Answers for the organisation named; seen by everyone, beside the claim.
pub fn reply(tx: &mut Tx<'_>, names: &Names, code: &str, new: NewSaid) -> Result<Done> {
    let (claim, said) = write(tx, &REPLY, names, code, new)?;
    let day = tx.today();
    for asked in
        finding::of(tx, claim.id)?.into_iter().filter(|finding| finding.shown_to == Some(said.organisation))
    {
        if let Some(obligation) = asked.obligation {
            settle(tx, obligation, &said.number, day)?;
        }
    }
    record(tx, &REPLY, &claim, &said)
}

/// Asks to correct; answered by the office until a day.
pub fn request(tx: &mut Tx<'_>, names: &Names, code: &str, new: NewSaid) -> Result<Done> {
    let (claim, said) = write(tx, &REQUEST, names, code, new)?;
    record(tx, &REQUEST, &claim, &said)
}

fn write(
    tx: &mut Tx<'_>,
    action: &Action,
    names: &Names,
    code: &str,
    new: NewSaid,
) -> Result<(Recorded, Said)> {
    let claim = store::get(tx, code)?;
    let by = named(tx, claim.id)?;
    tx.allow(action, &target(by))?;
    let organisation = by.ok_or_else(|| Saying::conflict("tower-claim-name-first").with("id", code))?;
    let says = checked(names, new)?;
    if says.document.is_none() && !is_member(tx.actor(), organisation) {
        let missing = Saying::invalid("tower-claim-document-missing");
        return Err(Saying::invalid("tower-claim-form").field("document", missing).into());
    }
    let (today, is_request) = (tx.today(), action.name == REQUEST.name);
    let number = tx.next_number(if is_request { "CRQ" } else { "CRP" }, today.year())?;
    let said = Said {
        id: tx.new_id(),
        number,
        claim: claim.id,
        is_request,
        organisation,
        says,
        said: today,
        due: is_request.then(|| today.plus(rules::ANSWER_DAYS)),
        outcome: None,
        answer: None,
        answered: None,
        seq: tx.seq(),
    };
    said::insert(tx, &said)?;
    link::write(tx, &as_ref(&claim), "answered_by", &Ref::new(KIND.name, said.id), None)?;
    Ok((claim, said))
}

fn checked(names: &Names, new: NewSaid) -> Result<NewSaid> {
    let inside = |field: &str, error: base::Error| -> base::Error {
        match error.saying() {
            Some(saying) => Saying::invalid("tower-claim-form").field(field, saying.clone()).into(),
            None => error,
        }
    };
    let says = rules::text(&new.says).map_err(|error| inside("says", error))?;
    names.refuse_in(&says).map_err(|error| inside("says", error))?;
    let document = rules::optional(new.document.as_deref()).map_err(|error| inside("document", error))?;
    if let Some(document) = &document {
        names.refuse_in(document).map_err(|error| inside("document", error))?;
    }
    let typed = new.link.as_deref().filter(|link| !link.trim().is_empty());
    let link = typed.map(rules::link).transpose().map_err(|error| inside("link", error))?;
    let lang = base::Lang::from_tag(&new.lang).unwrap_or_default().code().to_owned();
    Ok(NewSaid { says, lang, document, link })
}

fn record(tx: &mut Tx<'_>, action: &Action, claim: &Recorded, said: &Said) -> Result<Done> {
    let body = json!({"claim": claim.claim.id, "number": said.number, "organisation": said.organisation,
        "says": said.says.says, "lang": said.says.lang, "document": said.says.document, "link": said.says.link,
        "due": said.due});
    tx.record(action, as_ref(claim), Some(&said.number), &body, &[])
}

/// Answers a request to correct. `corrected` says that our copy was mended or the later number taken in; the published
/// number itself stays.
pub fn answer(tx: &mut Tx<'_>, names: &Names, number: &str, outcome: &str, says: &str) -> Result<Done> {
    let asked = said::get(tx, number)?;
    tx.allow(&ANSWER, &target(Some(asked.organisation)))?;
    if !asked.is_request {
        return Err(Saying::not_found("base-not-found").into());
    }
    let wrong = |field: &str, saying: Saying| Saying::invalid("tower-claim-form").field(field, saying);
    if !OUTCOMES.contains(&outcome) {
        return Err(wrong("outcome", Saying::invalid("tower-claim-outcome")).into());
    }
    let says = rules::text(says).and_then(|says| names.refuse_in(&says).map(|()| says));
    let says = says.map_err(|error| match error.saying() {
        Some(saying) => wrong("says", saying.clone()).into(),
        None => error,
    })?;
    said::answer(tx, asked.id, outcome, &says, tx.today())?;
    let body = json!({"number": number, "outcome": outcome, "says": says});
    tx.record(&ANSWER, Ref::new(crate::claim::KIND.name, asked.claim), Some(number), &body, &[])
}

/// The obligation to answer is done; the answer is its evidence.
fn settle(tx: &mut Tx<'_>, id: Id, number: &str, day: Day) -> Result<()> {
    let Some(open) =
        obligation::store::find(tx, id, LATEST, &scope::sight(tx))?.filter(|o| o.outcome.is_open())
    else {
        return Ok(());
    };
    let form = Form::Reference { reference: number.to_owned() };
    let evidence = evidence::register(tx, &form, None, Some(day), Level::SelfDeclared)?;
    let how = Settlement { outcome: Outcome::Done, on: day, evidence: Some(evidence), reason: None };
    close(tx, &open, &how, day)
}

/// Writes a settlement inside an act of ours.
pub(super) fn close(
    tx: &mut Tx<'_>,
    open: &obligation::Obligation,
    how: &Settlement,
    day: Day,
) -> Result<()> {
    obligation::acts::write(tx, &open.settled(how, day)?, Some(day), Level::SelfDeclared)
}
