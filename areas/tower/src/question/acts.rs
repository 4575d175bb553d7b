//! What people do with council questions: write one down, say who prepares it, answer, amend, withdraw.

use super::form::{FORM, SentAnswer, SentPromise, at, due_day};
use super::pins::{self, Find};
use super::{Answer, KIND, LABEL_MAX, NewQuestion, Question, State, draft, needed, store};
use crate::people;
use crate::who::meant;
use base::problem::Wrong;
use base::{Error, Id, Lang, Level, PersonId, Ref, Result, Saying, Tri, When};
use db::Read;
use kernel::obligation::{self, Content, Escalation, Obligation, Outcome};
use kernel::person::store::{Known, known};
use kernel::policy::{ALWAYS, Action, Depth, Role, Rule, Target, rule};
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

    /// Refuses a text that names one of them.
    pub fn refuse_in(&self, text: &str) -> Result<()> {
        match self.0.iter().any(|name| name.chars().count() > 1 && text.contains(name.as_str())) {
            true => Err(Saying::invalid("tower-question-names-person").into()),
            false => Ok(()),
        }
    }
}

/// Writes a question down.
pub fn ask(tx: &mut Tx<'_>, names: &Names, new: NewQuestion) -> Result<Done> {
    tx.allow(&ASK, &Target::default())?;
    let mut wrong = Wrong::default();
    let new = new.checked_into(&mut wrong, true)?;
    for (field, text) in [("session", &new.session), ("asker", &new.asker), ("text", &new.text)] {
        wrong.take(field, names.refuse_in(text))?;
    }
    if new.asked > tx.received() {
        wrong.take::<()>("asked", Err(Saying::invalid("tower-question-asked-later").into()))?;
    }
    let asker = wrong.take("asker", asking_person(tx, &new.asker))?.flatten();
    wrong.refuse(FORM)?;
    let (id, number) = (tx.new_id(), tx.next_number("CQN", tx.today().year())?);
    store::insert(tx, id, &number, &new)?;
    let body = json!({"number": number, "session": new.session, "asker": new.asker, "text": new.text,
        "asked": new.asked.micros(), "due": new.due.micros()});
    let about: Vec<PersonId> = asker.into_iter().collect();
    tx.record(&ASK, Ref::new(KIND.name, id), Some(&number), &body, &about)
}

/// Says who prepares the answer: `me`, `office`, the name or number of an organisation, or a reference.
pub fn assign(tx: &mut Tx<'_>, number: &str, owner: &str, expected: Option<i64>) -> Result<Done> {
    let question = in_scope(tx, number)?;
    tx.allow(&ASSIGN, &Target::default())?;
    question.must_be_open()?;
    question.not_stale(expected)?;
    let mut wrong = Wrong::default();
    let found = wrong.take("owner", owing(tx, owner))?;
    wrong.refuse(FORM)?;
    let Some(owner) = found else { return Err(Saying::invalid("tower-question-owner-unknown").into()) };
    store::assign(tx, question.id, &owner)?;
    let body = json!({"was": question.owner, "owner": owner});
    let about = people_of([&owner].into_iter());
    tx.record(&ASSIGN, question.name(), Some(number), &body, &about)
}

/// Answers once. Each promise becomes an obligation with an owner and a day; the draft goes.
pub fn answer(
    tx: &mut Tx<'_>,
    names: &Names,
    finders: &[(&str, Find)],
    number: &str,
    (sent, expected): (&SentAnswer, Option<i64>),
) -> Result<Done> {
    let question = in_scope(tx, number)?;
    tx.allow(&ANSWER, &Target::default())?;
    question.must_be_open()?;
    question.not_stale(expected)?;
    let (written, owners) = write_answer(tx, names, finders, (&question, 1, None), sent)?;
    store::close(tx, question.id, State::Answered, None)?;
    draft::remove(tx, question.id)?;
    let body = described(&written);
    tx.record(&ANSWER, question.name(), Some(number), &body, &owners)
}

/// Writes the next version of an answer, with its reason. The promises of earlier versions stay.
pub fn amend(
    tx: &mut Tx<'_>,
    names: &Names,
    finders: &[(&str, Find)],
    number: &str,
    (sent, expected): (&SentAnswer, Option<i64>),
) -> Result<Done> {
    let question = in_scope(tx, number)?;
    tx.allow(&AMEND, &Target::default())?;
    let Some(last) = store::answers(tx, question.id)?.into_iter().next() else {
        return Err(Saying::conflict("tower-question-not-answered").into());
    };
    question.not_stale(expected)?;
    let why = Some(sent.why.as_str());
    let (written, owners) = write_answer(tx, names, finders, (&question, last.version + 1, why), sent)?;
    // The question changed too: whoever looks for changes finds it by its position.
    store::close(tx, question.id, State::Answered, None)?;
    let body = described(&written);
    tx.record(&AMEND, question.name(), Some(number), &body, &owners)
}

/// Takes a question back, with a reason.
pub fn withdraw(
    tx: &mut Tx<'_>,
    names: &Names,
    number: &str,
    (why, expected): (&str, Option<i64>),
) -> Result<Done> {
    let question = in_scope(tx, number)?;
    tx.allow(&WITHDRAW, &Target::default())?;
    question.must_be_open()?;
    question.not_stale(expected)?;
    let mut wrong = Wrong::default();
    let why = reason(names, why, &mut wrong)?;
    wrong.refuse(FORM)?;
    store::close(tx, question.id, State::Withdrawn, Some(&why))?;
    draft::remove(tx, question.id)?;
    tx.record(&WITHDRAW, question.name(), Some(number), &json!({"why": why}), &[])
}

fn in_scope(tx: &Tx<'_>, number: &str) -> Result<Question> {
    store::get(tx, number, tx.depth() >= Depth::Entitled)
}

fn reason(names: &Names, why: &str, wrong: &mut Wrong) -> Result<String> {
    let why = wrong.take("why", needed(why, LABEL_MAX))?.unwrap_or_default();
    wrong.take("why", names.refuse_in(&why))?;
    Ok(why)
}

/// An asker who is a person must hold a public role and not be forgotten.
fn asking_person(tx: &Tx<'_>, asker: &str) -> Result<Option<PersonId>> {
    let Some(id) = asker.strip_prefix("person:") else { return Ok(None) };
    let unknown = || Error::from(Saying::invalid("tower-question-asker-unknown"));
    let person = PersonId::parse(id).map_err(|_| unknown())?;
    match known(tx, person)? {
        Some(Known::Here) => Ok(Some(person)),
        _ => Err(unknown()),
    }
}

fn write_answer(
    tx: &mut Tx<'_>,
    names: &Names,
    finders: &[(&str, Find)],
    (question, version, why): (&Question, i64, Option<&str>),
    sent: &SentAnswer,
) -> Result<(Answer, Vec<PersonId>)> {
    let mut wrong = Wrong::default();
    sent.check_into(&mut wrong, names)?;
    let why = why.map(|why| reason(names, why, &mut wrong)).transpose()?;
    let pins = pins::resolve(tx, finders, &sent.pins, &mut wrong)?;
    let mut contents = Vec::new();
    for (index, promise) in sent.promised() {
        contents.push(content(tx, question, (index, promise), &mut wrong)?);
    }
    wrong.refuse(FORM)?;
    let owners = people_of(contents.iter().filter_map(|content| content.owner.as_ref()));
    let promises = contents.into_iter().map(|content| promised(tx, question, content));
    let promises = promises.collect::<Result<Vec<Id>>>()?;
    let text = sent.text.trim().to_owned();
    let answer = Answer { version, text, pins, promises, why, answered: tx.received() };
    store::insert_answer(tx, question.id, &answer)?;
    for pin in &answer.pins {
        link::write(tx, &question.name(), "pins", &Ref::parse(&pin.record)?, None)?;
    }
    Ok((answer, owners))
}

/// What a promise will be as an obligation; what is wrong with it is told at its fields.
fn content(
    tx: &Tx<'_>,
    question: &Question,
    (index, promise): (usize, &SentPromise),
    wrong: &mut Wrong,
) -> Result<Content> {
    let owner = match promise.owner.trim() {
        "" => None,
        text => wrong.take(&at(index, "owner"), owing(tx, text))?,
    };
    let due = match promise.due.trim() {
        "" => None,
        text => wrong.take(&at(index, "due"), due_day(text, tx.today()))?,
    };
    let content = Content {
        kind: "council_promise".into(),
        agreement: None,
        from: None,
        what: Tri::korean(promise.what.trim()),
        quantity: None,
        owner,
        deputy: None,
        due: due.map(When::day),
        escalation: Escalation::Standard,
        source: Some(question.number.clone()),
        open: true,
    };
    // An owner that is wrong is told already; text and day are looked at as if it were fine.
    let stand_in = Ref::new(kernel::organisation::KIND.name, question.id);
    let whole = Content { owner: Some(content.owner.clone().unwrap_or(stand_in)), ..content.clone() };
    if !whole.what.is_empty() {
        wrong.take(&at(index, "what"), obligation::rules::check(&whole))?;
        wrong.take(&at(index, "due"), obligation::rules::check_taken(&whole, tx.today()))?;
    }
    Ok(content)
}

/// The obligation that a promise makes, and the thread from the question to it.
fn promised(tx: &mut Tx<'_>, question: &Question, content: Content) -> Result<Id> {
    let today = tx.today();
    let number = tx.next_number(obligation::rules::prefix(&content.kind)?, today.year())?;
    let (id, seq_in) = (tx.new_id(), tx.seq());
    let outcome = Outcome::Planned;
    let new =
        Obligation { id, number, outcome, evidence: None, reason: None, seq_in, seq_out: None, content };
    obligation::acts::write(tx, &new, Some(today), Level::Attested)?;
    link::write(tx, &question.name(), "promises", &new.name(), None)?;
    Ok(id)
}

/// Who is meant by an owner as typed. A person must be here and not forgotten.
fn owing(tx: &Tx<'_>, text: &str) -> Result<Ref> {
    let unknown = || Error::from(Saying::invalid("tower-question-owner-unknown"));
    let owner = meant(tx, text)?.ok_or_else(unknown)?;
    let here = match owner.kind.as_str() {
        "person" => {
            let person = PersonId::parse(&owner.id).map_err(|_| unknown())?;
            known(tx, person)? == Some(Known::Here)
        }
        "organisation" | "office" => {
            let id = Id::parse(&owner.id).map_err(|_| unknown())?;
            kernel::organisation::store::find(tx, id, kernel::fact::store::LATEST).is_ok()
        }
        _ => false,
    };
    if here { Ok(owner) } else { Err(unknown()) }
}

fn people_of<'a>(owners: impl Iterator<Item = &'a Ref>) -> Vec<PersonId> {
    owners
        .filter(|owner| owner.kind == "person")
        .filter_map(|owner| PersonId::parse(&owner.id).ok())
        .collect()
}

fn described(answer: &Answer) -> serde_json::Value {
    json!({"version": answer.version, "text": answer.text, "pins": answer.pins, "promises": answer.promises,
        "why": answer.why})
}
