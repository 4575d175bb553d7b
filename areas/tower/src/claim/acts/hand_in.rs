//! Anyone hands in a published number with its source; an officer takes it in or refuses it with a reason.

use super::{check_published, import};
use crate::claim::handed::{self, HandInState};
use crate::claim::names::{Names, is_role, organisation_named};
use crate::claim::{HAND_IN as KIND, KIND as CLAIM, rules, store, upload};
use base::problem::Class;
use base::{Day, Ref, Result, Saying};
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

/// Columns that a form asks with a list to pick from.
const PICKED: [&str; 3] = ["unit", "relation", "speaker"];

/// Checks what was typed, before the act.
///
/// # Errors
/// Every field that is wrong, once, with its mend.
pub fn checked(names: &Names, today: Day, cells: Vec<(String, String)>) -> Result<Vec<(String, String)>> {
    let mut cells: Vec<(String, String)> = cells
        .into_iter()
        .filter(|(column, _)| COLUMNS.contains(&column.as_str()))
        .map(|(column, text)| (column, base::canon::nfc(text.trim())))
        .collect();
    let published = cell(&cells, "published").to_owned();
    let is_of_its_day = cell(&cells, "as_of").is_empty();
    if is_of_its_day {
        cells.retain(|(column, _)| column != "as_of");
        cells.push(("as_of".into(), published));
    }
    let mut wrong = Saying::invalid("tower-claim-form");
    for column in COLUMNS {
        if let Some(problem) = wrong_text(names, column, cell(&cells, column)) {
            wrong = wrong.field(column, problem);
        }
    }
    let line = claims::line(&as_line(&cells));
    for fault in line.as_ref().err().into_iter().flatten() {
        // A day that was not typed is wrong where it was taken from, and told there.
        let is_told = is_of_its_day && fault.column == "as_of";
        if !is_told && !has(&wrong, &fault.column) {
            wrong = wrong.field(&fault.column, upload::at_field(fault, &PICKED));
        }
    }
    for (column, problem) in wrong_numbers(&cells) {
        if !has(&wrong, column) {
            wrong = wrong.field(column, problem);
        }
    }
    if let Some(problem) = line.ok().and_then(|claim| not_yet(&claim, today)) {
        wrong = wrong.field("published", problem);
    }
    if wrong.fields.is_empty() { Ok(cells) } else { Err(wrong.into()) }
}

fn has(wrong: &Saying, column: &str) -> bool {
    wrong.fields.iter().any(|(field, _)| field == column)
}

/// What was typed into a column; "" when it is not there.
fn cell<'a>(cells: &'a [(String, String)], column: &str) -> &'a str {
    cells.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text)
}

/// What is wrong with a text for itself.
fn wrong_text(names: &Names, column: &str, text: &str) -> Option<Saying> {
    let count = text.chars().count();
    match column {
        _ if count > CELL_CHARS_MAX => {
            Some(Saying::invalid("tower-claim-text-long").with("count", count).with("max", CELL_CHARS_MAX))
        }
        _ if !tables::personal_numbers_in_text(text).is_empty() => {
            Some(Saying::invalid("tower-claim-personal-number"))
        }
        "source" | "label_ko" if text.is_empty() => Some(Saying::invalid("tower-claim-text-empty")),
        "source" => rules::link(text).err().and_then(|error| error.saying().cloned()),
        "speaker" if !text.is_empty() && !is_role(text) => {
            Some(Saying::invalid("tower-claim-speaker-unknown"))
        }
        "unit" if !text.is_empty() && !rules::is_unit(text) => {
            Some(Saying::invalid("tower-claim-unit-unknown").with("unit", crate::pack::value::short(text)))
        }
        _ => names.refuse_in(text).err().and_then(|error| error.saying().cloned()),
    }
}

/// What is wrong with the numbers together: nobody counts fewer than none, and a part tells nothing without its whole.
fn wrong_numbers(cells: &[(String, String)]) -> Vec<(&'static str, Saying)> {
    let mut wrong = Vec::new();
    let is_negative = |column: &str| cell(cells, column).starts_with('-');
    let counted = [("value", rules::is_count(cell(cells, "unit"))), ("numerator", true)];
    for (column, _) in counted.into_iter().filter(|(column, is_count)| *is_count && is_negative(column)) {
        wrong.push((column, Saying::invalid("tower-claim-negative")));
    }
    match (cell(cells, "numerator"), cell(cells, "denominator")) {
        ("", "") => {}
        (_, "") => wrong.push(("denominator", Saying::invalid("tower-claim-whole-missing"))),
        ("", _) => wrong.push(("numerator", Saying::invalid("tower-claim-part-missing"))),
        (_, _) => {}
    }
    wrong
}

/// A day of publication that has not come.
fn not_yet(claim: &claims::Claim, today: Day) -> Option<Saying> {
    check_published(claim, today)
        .is_err()
        .then(|| Saying::invalid("tower-claim-not-yet").with("day", &claim.published.printed))
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
    if let Some(problem) = not_yet(&claim, today) {
        return Err(Saying::invalid("tower-claim-form").field("published", problem).into());
    }
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
