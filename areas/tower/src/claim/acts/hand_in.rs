//! Anyone hands in a published number with its source; an officer takes it in or refuses it with a reason.

use super::{check_published, import};
use crate::claim::handed::{self, HandInState};
use crate::claim::names::{Names, is_role, organisation_named};
use crate::claim::{HAND_IN as KIND, KIND as CLAIM, rules, store};
use base::problem::Class;
use base::{Ref, Result, Saying};
use kernel::policy::{ALWAYS, Action, Actor, Role, Target, rule};
use kernel::{Done, Tx, link};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// Handing in a number.
pub const HAND_IN: Action = Action::new("tower.claim.hand_in", &[rule(Role::Visitor, ALWAYS)]);
/// Taking it in.
pub const ACCEPT: Action = Action::new("tower.claim.accept", super::OFFICE);
/// Refusing it.
pub const REFUSE: Action = Action::new("tower.claim.refuse", super::OFFICE);

/// What a hand-in may say; subject, scope and code are given by who takes it in.
pub const COLUMNS: [&str; 11] = [
    "label_ko",
    "value",
    "unit",
    "relation",
    "numerator",
    "denominator",
    "outlet",
    "speaker",
    "published",
    "as_of",
    "source",
];
/// The longest cell, in characters.
const CELL_CHARS_MAX: usize = 500;

/// Checks what was typed, before the act.
///
/// # Errors
/// Every field that is wrong, with its mend.
pub fn checked(names: &Names, cells: Vec<(String, String)>) -> Result<Vec<(String, String)>> {
    let mut cells: Vec<(String, String)> = cells
        .into_iter()
        .filter(|(column, _)| COLUMNS.contains(&column.as_str()))
        .map(|(column, text)| (column, base::canon::nfc(text.trim())))
        .collect();
    let published = cells.iter().find(|(column, _)| column == "published").map(|(_, day)| day.clone());
    match cells.iter_mut().find(|(column, _)| column == "as_of") {
        Some((_, day)) if day.is_empty() => *day = published.unwrap_or_default(),
        Some(_) => {}
        None => cells.push(("as_of".into(), published.unwrap_or_default())),
    }
    let mut wrong = Saying::invalid("tower-claim-form");
    for (column, text) in &cells {
        let problem = match column.as_str() {
            _ if text.chars().count() > CELL_CHARS_MAX => Some(
                Saying::invalid("tower-claim-text-long")
                    .with("count", text.chars().count())
                    .with("max", CELL_CHARS_MAX),
            ),
            _ if !tables::personal_numbers_in_text(text).is_empty() => {
                Some(Saying::invalid("tower-claim-personal-number"))
            }
            "source" => rules::link(text).err().and_then(|error| error.saying().cloned()),
            "label_ko" if text.is_empty() => Some(Saying::invalid("tower-claim-text-empty")),
            "speaker" if !text.is_empty() && !is_role(text) => {
                Some(Saying::invalid("tower-claim-speaker-unknown"))
            }
            _ => names.refuse_in(text).err().and_then(|error| error.saying().cloned()),
        };
        if let Some(problem) = problem {
            wrong = wrong.field(column, problem);
        }
    }
    for needed in COLUMNS.iter().filter(|column| !cells.iter().any(|(name, _)| name == *column)) {
        if ["label_ko", "source"].contains(needed) {
            wrong = wrong.field(needed, Saying::invalid("tower-claim-text-empty"));
        }
    }
    if let Err(faults) = claims::line(&as_line(&cells)) {
        for fault in faults {
            if !wrong.fields.iter().any(|(field, _)| *field == fault.column) {
                wrong = wrong.field(&fault.column.clone(), crate::claim::upload::saying(&fault));
            }
        }
    }
    if wrong.fields.is_empty() { Ok(cells) } else { Err(wrong.into()) }
}

/// The cells as a line that can be read: what an officer gives later stands in for now.
fn as_line(cells: &[(String, String)]) -> Vec<(&str, &str)> {
    let given = [("id", "new"), ("subject", "new"), ("scope", "new")];
    given.into_iter().chain(cells.iter().map(|(column, text)| (column.as_str(), text.as_str()))).collect()
}

/// Hands in what was checked. Visitors are many and unknown: what a city takes in one hour is limited.
pub fn hand_in(tx: &mut Tx<'_>, cells: &[(String, String)]) -> Result<Done> {
    tx.allow(&HAND_IN, &Target::default())?;
    let by_visitor = *tx.actor() == Actor::Visitor;
    let (waiting, recent) = handed::counts(tx, tx.received().plus_seconds(-3_600))?;
    if waiting >= rules::HAND_INS_WAITING || (by_visitor && recent >= rules::HAND_INS_PER_HOUR) {
        return Err(Saying::new(Class::TooMany, "tower-claim-too-often").into());
    }
    let claim = claims::line(&as_line(cells)).map_err(|_| Saying::invalid("tower-claim-form"))?;
    let today = tx.today();
    check_published(&claim, today).map_err(|_| {
        let future =
            Saying::invalid("tower-claim-future").with("id", "").with("day", &claim.published.printed);
        Saying::invalid("tower-claim-form").field("published", future)
    })?;
    let (id, number) = (tx.new_id(), tx.next_number("CHI", today.year())?);
    handed::insert(tx, id, &number, cells, by_visitor)?;
    // What a stranger typed stays out of the journal until somebody looked at it; its digest proves what it was.
    let digest = kernel::journal::hex(&Sha256::digest(json!(cells).to_string().as_bytes()));
    tx.record(
        &HAND_IN,
        Ref::new(KIND.name, id),
        Some(&number),
        &json!({"number": number, "digest": digest}),
        &[],
    )
}

/// Takes a hand-in in as the claim that the officer wrote from it; the speaker as it is stored.
pub fn accept(tx: &mut Tx<'_>, names: &Names, number: &str, claim: &claims::Claim) -> Result<Done> {
    let handed = handed::get(tx, number)?;
    tx.allow(&ACCEPT, &Target::default())?;
    let today = tx.today();
    import::check_code(&claim.id)?;
    check_published(claim, today)?;
    names.refuse_in_claim(claim)?;
    if store::by_code(tx, &claim.id)?.is_some() {
        return Err(Saying::conflict("tower-claim-code-taken").with("id", &claim.id).into());
    }
    let by = organisation_named(tx, &claim.speaker, today)?;
    let id = import::write(tx, claim, by)?;
    handed::decide(tx, handed.id, HandInState::Accepted, None, Some(&claim.id))?;
    let own = Ref::new(CLAIM.name, id);
    link::write(tx, &Ref::new(KIND.name, handed.id), "became", &own, Some(&claim.source))?;
    let body = json!({"number": number, "claim": claim.id});
    tx.record(&ACCEPT, own, Some(&claim.id), &body, &super::people(claim))
}

/// Refuses a hand-in; its receipt says why.
pub fn refuse(tx: &mut Tx<'_>, names: &Names, number: &str, reason: &str) -> Result<Done> {
    let handed = handed::get(tx, number)?;
    tx.allow(&REFUSE, &Target::default())?;
    let reason = rules::text(reason)?;
    names.refuse_in(&reason)?;
    handed::decide(tx, handed.id, HandInState::Refused, Some(&reason), None)?;
    let body = json!({"number": number, "reason": reason});
    tx.record(&REFUSE, Ref::new(KIND.name, handed.id), Some(number), &body, &[])
}
