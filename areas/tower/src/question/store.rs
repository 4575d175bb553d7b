//! Rows of council questions and of their answers. An answer's row is written once.

use super::{Answer, NewQuestion, Question, State};
use base::{Fault, Id, Ref, Result, Saying};
use db::{Read, Row, Sql};
use kernel::Tx;

const INSERT: Sql = Sql::new(
    "tower.question.insert",
    "insert into tower_question (id, number, session, asker, text, asked, due, state, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'asked', ?8)",
);
const ASSIGN: Sql = Sql::new(
    "tower.question.assign",
    "update tower_question set owner = ?2, state = 'drafting', seq = ?3
      where id = ?1 and state in ('asked', 'drafting')",
);
const CLOSE: Sql = Sql::new(
    "tower.question.close",
    "update tower_question set state = ?2, reason = ?3, seq = ?4 where id = ?1",
);
const BY_NUMBER: Sql = Sql::new(
    "tower.question.by_number",
    "select id, number, session, asker, text, asked, due, owner, state, reason, seq from tower_question where number = ?1",
);
const BY_ID: Sql = Sql::new(
    "tower.question.by_id",
    "select id, number, session, asker, text, asked, due, owner, state, reason, seq from tower_question where id = ?1",
);
const OPEN: Sql = Sql::new(
    "tower.question.open",
    "select id, number, session, asker, text, asked, due, owner, state, reason, seq from tower_question
      where state in ('asked', 'drafting') order by due, number limit 500",
);
const CLOSED: Sql = Sql::new(
    "tower.question.closed",
    "select id, number, session, asker, text, asked, due, owner, state, reason, seq from tower_question
      where state = 'answered' or (state = 'withdrawn' and ?1 = 1) order by asked desc, number desc limit 500",
);
const INSERT_ANSWER: Sql = Sql::new(
    "tower.question_answer.insert",
    "insert into tower_question_answer (question, version, text, pins, promises, why, answered, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
);
const ANSWERS: Sql = Sql::new(
    "tower.question_answer.of",
    "select version, text, pins, promises, why, answered from tower_question_answer
      where question = ?1 order by version desc limit 100",
);

const TALLY: Sql = Sql::new(
    "tower.question.tally",
    "select state, count(*) from tower_question group by state order by state",
);
const FIRST_DUE: Sql = Sql::new(
    "tower.question.first_due",
    "select id, number, session, asker, text, asked, due, owner, state, reason, seq from tower_question
      where state in ('asked', 'drafting') order by due, number limit 1",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] =
    &[INSERT, ASSIGN, CLOSE, BY_NUMBER, BY_ID, OPEN, CLOSED, INSERT_ANSWER, ANSWERS, TALLY, FIRST_DUE];

/// Writes a question.
pub fn insert(tx: &Tx<'_>, id: Id, number: &str, says: &NewQuestion) -> Result<()> {
    let id = id.to_string();
    let params = [
        (&id).into(),
        number.into(),
        (&says.session).into(),
        (&says.asker).into(),
        (&says.text).into(),
        says.asked.into(),
        says.due.into(),
        tx.seq().into(),
    ];
    tx.execute(&INSERT, &params)?;
    Ok(())
}

/// Says who prepares the answer.
pub fn assign(tx: &Tx<'_>, id: Id, owner: &Ref) -> Result<()> {
    let (id, owner) = (id.to_string(), owner.to_string());
    tx.execute(&ASSIGN, &[(&id).into(), (&owner).into(), tx.seq().into()])?;
    Ok(())
}

/// Ends a question as answered or withdrawn.
pub fn close(tx: &Tx<'_>, id: Id, state: State, reason: Option<&str>) -> Result<()> {
    let id = id.to_string();
    tx.execute(&CLOSE, &[(&id).into(), state.code().into(), reason.into(), tx.seq().into()])?;
    Ok(())
}

/// Writes a version of an answer.
pub fn insert_answer(tx: &Tx<'_>, question: Id, answer: &Answer) -> Result<()> {
    let broken = |error| Fault::new("writing an answer", error);
    let pins = serde_json::to_string(&answer.pins).map_err(broken)?;
    let promises = serde_json::to_string(&answer.promises).map_err(broken)?;
    let question = question.to_string();
    let params = [
        (&question).into(),
        answer.version.into(),
        (&answer.text).into(),
        (&pins).into(),
        (&promises).into(),
        (&answer.why).into(),
        answer.answered.into(),
        tx.seq().into(),
    ];
    tx.execute(&INSERT_ANSWER, &params)?;
    Ok(())
}

/// One that this reader may see: answered ones are everyone's. Otherwise "not found".
pub fn get(read: &impl Read, number: &str, entitled: bool) -> Result<Question> {
    read.opt(&BY_NUMBER, &[number.into()], question)?
        .filter(|found| entitled || found.state == State::Answered)
        .ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// The same by its id; none outside the scope.
pub fn find(read: &impl Read, id: &str, entitled: bool) -> Result<Option<Question>> {
    let found = read.opt(&BY_ID, &[id.into()], question)?;
    Ok(found.filter(|found| entitled || found.state == State::Answered))
}

/// What this reader may see: open ones by their due time, then answered ones, newest first.
pub fn list(read: &impl Read, entitled: bool) -> Result<Vec<Question>> {
    let mut all = if entitled { read.list(&OPEN, &[], question)? } else { Vec::new() };
    all.extend(read.list(&CLOSED, &[i64::from(entitled).into()], question)?);
    Ok(all)
}

/// How many there are in each state.
pub fn tally(read: &impl Read) -> Result<Vec<(State, i64)>> {
    read.list(&TALLY, &[], |row| {
        let state: String = row.get(0)?;
        let known = State::parse(&state);
        Ok((
            known.ok_or_else(|| Fault::new("reading a question", format!("the state {state}")))?,
            row.get(1)?,
        ))
    })
}

/// The open one that is due first; only for readers who see open ones.
pub fn first_due(read: &impl Read) -> Result<Option<Question>> {
    read.opt(&FIRST_DUE, &[], question)
}

/// Versions of an answer, the newest first.
pub fn answers(read: &impl Read, question: Id) -> Result<Vec<Answer>> {
    read.list(&ANSWERS, &[(&question.to_string()).into()], answer)
}

fn question(row: &Row) -> Result<Question> {
    let (owner, state): (Option<String>, String) = (row.get(7)?, row.get(8)?);
    let unknown = || Fault::new("reading a question", format!("the state {state}"));
    Ok(Question {
        id: row.get(0)?,
        number: row.get(1)?,
        says: NewQuestion {
            session: row.get(2)?,
            asker: row.get(3)?,
            text: row.get(4)?,
            asked: row.get(5)?,
            due: row.get(6)?,
        },
        owner: owner.map(|text| Ref::parse(&text)).transpose()?,
        state: State::parse(&state).ok_or_else(unknown)?,
        reason: row.get(9)?,
        seq: row.get(10)?,
    })
}

fn answer(row: &Row) -> Result<Answer> {
    let broken = |error| Fault::new("reading an answer", error);
    Ok(Answer {
        version: row.get(0)?,
        text: row.get(1)?,
        pins: serde_json::from_str(&row.get::<String>(2)?).map_err(broken)?,
        promises: serde_json::from_str(&row.get::<String>(3)?).map_err(broken)?,
        why: row.get(4)?,
        answered: row.get(5)?,
    })
}
