//! What people do with council questions: write one down, say who prepares it, answer, amend, withdraw.

use super::pins::{self, Find};
use super::{Answer, KIND, LABEL_MAX, NewAnswer, NewQuestion, Promise, Question, State, needed, store};
use crate::people;
use base::{Day, Id, Lang, Level, PersonId, Ref, Result, Saying, Tri, When};
use db::Read;
use kernel::obligation::{self, Content, Escalation, Obligation, Outcome, STATE};
use kernel::person::store::{Known, known};
use kernel::policy::{ALWAYS, Action, Depth, Role, Rule, Target, rule};
use kernel::standing::{Standing, stand};
use kernel::vault::Vault;
use kernel::{Done, Tx, link};
use serde_json::json;

const OFFICE: &[Rule] = &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)];

/// Writing a question down.
pub const ASK: Action = Action::new("tower.question.ask", OFFICE);
/// Saying who prepares the answer.
pub const ASSIGN: Action = Action::new("tower.question.assign", OFFICE);
/// Answering; what is promised becomes obligations.
pub const ANSWER: Action = Action::new("tower.question.answer", OFFICE);
/// A second version of an answer.
pub const AMEND: Action = Action::new("tower.question.amend", OFFICE);
/// Taking a question back.
pub const WITHDRAW: Action = Action::new("tower.question.withdraw", OFFICE);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&ASK, &ASSIGN, &ANSWER, &AMEND, &WITHDRAW];

/// Names of people in public roles, opened for one act and not kept: a question must not copy one.
#[derive(Clone, Default)]
pub struct Names(Vec<String>);

impl Names {
    /// Opens them.
    pub fn open(read: &impl Read, vault: &Vault) -> Result<Names> {
        let people = people::list(read, vault)?;
        let names = people.iter().filter_map(|person| person.name.as_ref());
        Ok(Names(
            names
                .flat_map(|name| Lang::ALL.into_iter().filter_map(|lang| name.only(lang)))
                .map(str::to_owned)
                .collect(),
        ))
    }

    fn refuse_in(&self, text: &str) -> Result<()> {
        match self.0.iter().any(|name| name.chars().count() > 1 && text.contains(name.as_str())) {
            true => Err(Saying::invalid("tower-question-names-person").into()),
            false => Ok(()),
        }
    }
}

/// Writes a question down.
pub fn ask(tx: &mut Tx<'_>, names: &Names, new: NewQuestion) -> Result<Done> {
    tx.allow(&ASK, &Target::default())?;
    let new = new.checked()?;
    for text in [&new.session, &new.asker, &new.text] {
        names.refuse_in(text)?;
    }
    let asker = asking_person(tx, &new.asker)?;
    let (id, number) = (tx.new_id(), tx.next_number("CQN", tx.today().year())?);
    store::insert(tx, id, &number, &new)?;
    let body = json!({"number": number, "session": new.session, "asker": new.asker, "text": new.text,
        "asked": new.asked.micros(), "due": new.due.micros()});
    let about: Vec<PersonId> = asker.into_iter().collect();
    tx.record(&ASK, Ref::new(KIND.name, id), Some(&number), &body, &about)
}

/// Says who prepares the answer.
pub fn assign(tx: &mut Tx<'_>, number: &str, owner: PersonId) -> Result<Done> {
    let question = in_scope(tx, number)?;
    tx.allow(&ASSIGN, &Target::default())?;
    question.must_be_open()?;
    if known(tx, owner)? != Some(Known::Here) {
        return Err(Saying::invalid("tower-question-owner-unknown").into());
    }
    let owner_ref = Ref::person(owner);
    store::assign(tx, question.id, &owner_ref)?;
    let body = json!({"was": question.owner, "owner": owner_ref});
    tx.record(&ASSIGN, question.name(), Some(number), &body, &[owner])
}

/// Answers once. Each promise becomes an obligation with an owner and a day.
pub fn answer(
    tx: &mut Tx<'_>,
    names: &Names,
    finders: &[(&str, Find)],
    number: &str,
    new: NewAnswer,
) -> Result<Done> {
    let question = in_scope(tx, number)?;
    tx.allow(&ANSWER, &Target::default())?;
    question.must_be_open()?;
    let written = write_answer(tx, names, finders, (&question, 1, None), &new)?;
    store::close(tx, question.id, State::Answered, None)?;
    let body = described(&written);
    tx.record(&ANSWER, question.name(), Some(number), &body, &owners(&new))
}

/// Writes the next version of an answer, with its reason. The promises of earlier versions stay.
pub fn amend(
    tx: &mut Tx<'_>,
    names: &Names,
    finders: &[(&str, Find)],
    number: &str,
    (new, why): (NewAnswer, &str),
) -> Result<Done> {
    let question = in_scope(tx, number)?;
    tx.allow(&AMEND, &Target::default())?;
    let why = needed(why, LABEL_MAX)?;
    names.refuse_in(&why)?;
    let Some(last) = store::answers(tx, question.id)?.into_iter().next() else {
        return Err(Saying::conflict("tower-question-not-answered").into());
    };
    let written = write_answer(tx, names, finders, (&question, last.version + 1, Some(why)), &new)?;
    let body = described(&written);
    tx.record(&AMEND, question.name(), Some(number), &body, &owners(&new))
}

/// Takes a question back, with a reason.
pub fn withdraw(tx: &mut Tx<'_>, names: &Names, number: &str, why: &str) -> Result<Done> {
    let question = in_scope(tx, number)?;
    tx.allow(&WITHDRAW, &Target::default())?;
    question.must_be_open()?;
    let why = needed(why, LABEL_MAX)?;
    names.refuse_in(&why)?;
    store::close(tx, question.id, State::Withdrawn, Some(&why))?;
    tx.record(&WITHDRAW, question.name(), Some(number), &json!({"why": why}), &[])
}

fn in_scope(tx: &Tx<'_>, number: &str) -> Result<Question> {
    store::get(tx, number, tx.depth() >= Depth::Entitled)
}

/// An asker who is a person must hold a public role and not be forgotten.
fn asking_person(tx: &Tx<'_>, asker: &str) -> Result<Option<PersonId>> {
    let Some(id) = asker.strip_prefix("person:") else { return Ok(None) };
    let person = PersonId::parse(id)?;
    match known(tx, person)? {
        Some(Known::Here) => Ok(Some(person)),
        _ => Err(Saying::invalid("tower-question-asker-unknown").into()),
    }
}

fn write_answer(
    tx: &mut Tx<'_>,
    names: &Names,
    finders: &[(&str, Find)],
    (question, version, why): (&Question, i64, Option<String>),
    new: &NewAnswer,
) -> Result<Answer> {
    new.check()?;
    names.refuse_in(&new.text)?;
    let pins = pins::resolve(tx, finders, &new.pins)?;
    let mut promises = Vec::with_capacity(new.promises.len());
    for promise in &new.promises {
        names.refuse_in(&promise.what)?;
        promises.push(promised(tx, question, promise)?);
    }
    let text = new.text.trim().to_owned();
    let answer = Answer { version, text, pins, promises, why, answered: tx.received() };
    store::insert_answer(tx, question.id, &answer)?;
    for pin in &answer.pins {
        link::write(tx, &question.name(), "pins", &Ref::parse(&pin.of)?, None)?;
    }
    Ok(answer)
}

/// The obligation that a promise makes, and the thread from the question to it.
fn promised(tx: &mut Tx<'_>, question: &Question, promise: &Promise) -> Result<Id> {
    let today = tx.today();
    let content = Content {
        kind: "council_promise".into(),
        agreement: None,
        from: None,
        what: Tri::korean(promise.what.trim()),
        quantity: None,
        owner: promise.owner.clone(),
        deputy: None,
        due: promise.due.map(When::day),
        escalation: Escalation::Standard,
        source: Some(question.number.clone()),
        open: true,
    };
    obligation::rules::check(&content)?;
    obligation::rules::check_taken(&content, today)?;
    owner_is_known(tx, &content)?;
    let number = tx.next_number(obligation::rules::prefix(&content.kind)?, today.year())?;
    let (id, seq_in) = (tx.new_id(), tx.seq());
    let outcome = Outcome::Planned;
    let new =
        Obligation { id, number, outcome, evidence: None, reason: None, seq_in, seq_out: None, content };
    obligation::store::save(tx, &new)?;
    let source = new.content.source.as_deref();
    let standing =
        Standing { code: outcome.code(), from: Some(today), level: Level::Attested, evidence: None, source };
    stand(tx, &STATE, &new.name(), &standing)?;
    link::write(tx, &question.name(), "promises", &new.name(), None)?;
    Ok(id)
}

fn owner_is_known(tx: &Tx<'_>, content: &Content) -> Result<()> {
    let Some(owner) = content.owner.as_ref().filter(|owner| owner.kind == "person") else { return Ok(()) };
    match known(tx, PersonId::parse(&owner.id)?)? {
        Some(Known::Here) => Ok(()),
        _ => Err(Saying::invalid("tower-question-owner-unknown").into()),
    }
}

fn owners(new: &NewAnswer) -> Vec<PersonId> {
    let people = new.promises.iter().filter_map(|promise| promise.owner.as_ref());
    people
        .filter(|owner| owner.kind == "person")
        .filter_map(|owner| PersonId::parse(&owner.id).ok())
        .collect()
}

fn described(answer: &Answer) -> serde_json::Value {
    json!({"version": answer.version, "text": answer.text, "pins": answer.pins, "promises": answer.promises,
        "why": answer.why})
}

/// The civil day of a promise's due date as typed.
pub fn due_day(text: &str) -> Result<Option<Day>> {
    match text.trim() {
        "" => Ok(None),
        text => Day::parse(text).map(Some),
    }
}
