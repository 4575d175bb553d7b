//! Rows of accounts, grants, sessions and tokens.

use super::NewGrant;
use crate::policy::{Grant, Role};
use crate::tx::Tx;
use base::{Day, Days, Fault, Id, Instant, PersonId, Result};
use db::{Read, Row, Sql};

const GRANTS: Sql = Sql::new(
    "kernel.grant.of_person",
    "select id, role, organisation, office, deputy_of, valid_from, valid_to from role_grant
      where person = ?1 and seq_out is null
        and (valid_from is null or valid_from <= ?2) and (valid_to is null or valid_to > ?2)
      order by id limit 200",
);
const INSERT_GRANT: Sql = Sql::new(
    "kernel.grant.insert",
    "insert into role_grant (id, person, role, organisation, office, deputy_of, valid_from, valid_to, seq_in)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
);
const END_GRANT: Sql =
    Sql::new("kernel.grant.end", "update role_grant set seq_out = ?2 where id = ?1 and seq_out is null");
const END_GRANTS: Sql = Sql::new(
    "kernel.grant.end_all",
    "update role_grant set seq_out = ?2 where person = ?1 and seq_out is null",
);
const INSERT_ACCOUNT: Sql = Sql::new(
    "kernel.account.insert",
    "insert into account (person, login_hash, password, state, seq) values (?1, ?2, ?3, 'open', ?4)",
);
const BY_LOGIN: Sql = Sql::new(
    "kernel.account.by_login",
    "select person, password from account where login_hash = ?1 and state = 'open'",
);
const PASSWORD_OF: Sql = Sql::new(
    "kernel.account.password_of",
    "select password from account where person = ?1 and state = 'open'",
);
const SET_PASSWORD: Sql =
    Sql::new("kernel.account.set_password", "update account set password = ?2, seq = ?3 where person = ?1");
const DELETE_ACCOUNT: Sql = Sql::new("kernel.account.delete", "delete from account where person = ?1");
const PEOPLE_WITH_ACCOUNT: Sql = Sql::new(
    "kernel.account.list",
    "select person, state from account where person > ?1 order by person limit ?2",
);
const INSERT_SESSION: Sql = Sql::new(
    "kernel.session.insert",
    "insert into session (token_hash, person, created, seen, ends, confirmed) values (?1, ?2, ?3, ?3, ?4, ?3)",
);
const FIND_SESSION: Sql = Sql::new(
    "kernel.session.find",
    "select person, seen, confirmed from session where token_hash = ?1 and ends > ?2 and seen > ?3",
);
const TOUCH_SESSION: Sql =
    Sql::new("kernel.session.touch", "update session set seen = ?2 where token_hash = ?1");
const CONFIRM_SESSION: Sql =
    Sql::new("kernel.session.confirm", "update session set confirmed = ?2, seen = ?2 where token_hash = ?1");
const END_SESSION: Sql = Sql::new("kernel.session.end", "delete from session where token_hash = ?1");
const END_SESSIONS: Sql = Sql::new("kernel.session.end_all", "delete from session where person = ?1");
const SWEEP_SESSIONS: Sql =
    Sql::new("kernel.session.sweep", "delete from session where ends <= ?1 or seen <= ?2");
const INSERT_TOKEN: Sql = Sql::new(
    "kernel.token.insert",
    "insert into api_token (id, token_hash, person, label, scopes, ends, seq) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
);
const FIND_TOKEN: Sql = Sql::new(
    "kernel.token.find",
    "select t.person, t.scopes from api_token t join account a on a.person = t.person and a.state = 'open'
      where t.token_hash = ?1 and t.ends > ?2 and t.revoked is null",
);
const TOKENS_OF: Sql = Sql::new(
    "kernel.token.of_person",
    "select id, label, scopes, ends, revoked from api_token where person = ?1 order by id desc limit 100",
);
const REVOKE_TOKEN: Sql = Sql::new(
    "kernel.token.revoke",
    "update api_token set revoked = ?3 where id = ?1 and person = ?2 and revoked is null",
);
const DELETE_TOKENS: Sql = Sql::new("kernel.token.delete_all", "delete from api_token where person = ?1");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[
    GRANTS,
    INSERT_GRANT,
    END_GRANT,
    END_GRANTS,
    INSERT_ACCOUNT,
    BY_LOGIN,
    PASSWORD_OF,
    SET_PASSWORD,
    DELETE_ACCOUNT,
    PEOPLE_WITH_ACCOUNT,
    INSERT_SESSION,
    FIND_SESSION,
    TOUCH_SESSION,
    CONFIRM_SESSION,
    END_SESSION,
    END_SESSIONS,
    SWEEP_SESSIONS,
    INSERT_TOKEN,
    FIND_TOKEN,
    TOKENS_OF,
    REVOKE_TOKEN,
    DELETE_TOKENS,
];

/// The grants that a person holds on a day.
pub fn grants(read: &impl Read, person: PersonId, today: Day) -> Result<Vec<Grant>> {
    read.list(&GRANTS, &[(&person.to_string()).into(), today.into()], grant)
}

fn grant(row: &Row) -> Result<Grant> {
    let role: String = row.get(1)?;
    Ok(Grant {
        id: row.get(0)?,
        role: Role::parse(&role).ok_or_else(|| Fault::new("reading a grant", format!("no role {role}")))?,
        organisation: row.get(2)?,
        office: row.get(3)?,
        deputy_of: row.get(4)?,
        days: Days { from: row.get(5)?, to: row.get(6)? },
    })
}

pub fn insert_grant(tx: &Tx<'_>, id: Id, new: &NewGrant) -> Result<()> {
    let text = |id: Option<Id>| id.map(|id| id.to_string());
    tx.execute(
        &INSERT_GRANT,
        &[
            (&id.to_string()).into(),
            (&new.person.to_string()).into(),
            new.role.code().into(),
            (&text(new.organisation)).into(),
            (&text(new.office)).into(),
            (&new.deputy_of.map(|p| p.to_string())).into(),
            new.days.from.into(),
            new.days.to.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// False when the grant does not hold any more.
pub fn end_grant(tx: &Tx<'_>, id: Id) -> Result<bool> {
    Ok(tx.execute(&END_GRANT, &[(&id.to_string()).into(), tx.seq().into()])? == 1)
}

pub fn insert_account(tx: &Tx<'_>, person: PersonId, login_hash: &str, password: &str) -> Result<()> {
    tx.execute(
        &INSERT_ACCOUNT,
        &[(&person.to_string()).into(), login_hash.into(), password.into(), tx.seq().into()],
    )?;
    Ok(())
}

/// The person and password hash of an open account.
pub fn by_login(read: &impl Read, login_hash: &str) -> Result<Option<(PersonId, String)>> {
    read.opt(&BY_LOGIN, &[login_hash.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The password hash of an open account.
pub fn password_of(read: &impl Read, person: PersonId) -> Result<Option<String>> {
    read.opt(&PASSWORD_OF, &[(&person.to_string()).into()], |row| row.get(0))
}

/// False when there is no account.
pub fn set_password(tx: &Tx<'_>, person: PersonId, password: &str) -> Result<bool> {
    Ok(tx.execute(&SET_PASSWORD, &[(&person.to_string()).into(), password.into(), tx.seq().into()])? == 1)
}

/// People with an account, in the order of their numbers.
pub fn accounts(read: &impl Read, after: &str, limit: i64) -> Result<Vec<(PersonId, String)>> {
    read.list(&PEOPLE_WITH_ACCOUNT, &[after.into(), limit.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Removes account, sessions, tokens and grants: part of forgetting a person.
pub fn forget(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    let person = person.to_string();
    tx.execute(&DELETE_ACCOUNT, &[(&person).into()])?;
    tx.execute(&END_SESSIONS, &[(&person).into()])?;
    tx.execute(&DELETE_TOKENS, &[(&person).into()])?;
    tx.execute(&END_GRANTS, &[(&person).into(), tx.seq().into()])?;
    Ok(())
}

/// A session that holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Whose.
    pub person: PersonId,
    /// Last use.
    pub seen: Instant,
    /// When the password was last typed.
    pub confirmed: Instant,
}

pub fn insert_session(tx: &Tx<'_>, token_hash: &str, person: PersonId) -> Result<()> {
    let now = tx.received();
    let ends = now.plus_seconds(super::session::WHOLE_SECONDS);
    tx.execute(&INSERT_SESSION, &[token_hash.into(), (&person.to_string()).into(), now.into(), ends.into()])?;
    Ok(())
}

pub fn session(read: &impl Read, token_hash: &str, now: Instant) -> Result<Option<Session>> {
    let idle = now.plus_seconds(-super::session::IDLE_SECONDS);
    read.opt(&FIND_SESSION, &[token_hash.into(), now.into(), idle.into()], |row| {
        Ok(Session { person: row.get(0)?, seen: row.get(1)?, confirmed: row.get(2)? })
    })
}

pub fn touch_session(tx: &Tx<'_>, token_hash: &str) -> Result<()> {
    tx.execute(&TOUCH_SESSION, &[token_hash.into(), tx.received().into()])?;
    Ok(())
}

pub fn confirm_session(tx: &Tx<'_>, token_hash: &str) -> Result<()> {
    tx.execute(&CONFIRM_SESSION, &[token_hash.into(), tx.received().into()])?;
    Ok(())
}

pub fn end_session(tx: &Tx<'_>, token_hash: &str) -> Result<()> {
    tx.execute(&END_SESSION, &[token_hash.into()])?;
    Ok(())
}

pub fn end_sessions(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    tx.execute(&END_SESSIONS, &[(&person.to_string()).into()])?;
    Ok(())
}

/// Removes sessions that ended; how many.
pub fn sweep_sessions(tx: &Tx<'_>) -> Result<u64> {
    let now = tx.received();
    tx.execute(&SWEEP_SESSIONS, &[now.into(), now.plus_seconds(-super::session::IDLE_SECONDS).into()])
}

/// A token as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Token {
    /// Its id.
    pub id: Id,
    /// What its owner calls it.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it ends.
    pub ends: Instant,
    /// True when it was revoked.
    pub revoked: bool,
}

pub fn insert_token(
    tx: &Tx<'_>,
    id: Id,
    token_hash: &str,
    person: PersonId,
    label: &str,
    scopes: &[String],
    ends: Instant,
) -> Result<()> {
    tx.execute(
        &INSERT_TOKEN,
        &[
            (&id.to_string()).into(),
            token_hash.into(),
            (&person.to_string()).into(),
            label.into(),
            (&scopes.join(" ")).into(),
            ends.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// Whose token it is and what it may do, while it holds.
pub fn token(read: &impl Read, token_hash: &str, now: Instant) -> Result<Option<(PersonId, Vec<String>)>> {
    read.opt(&FIND_TOKEN, &[token_hash.into(), now.into()], |row| {
        Ok((row.get(0)?, scopes(&row.get::<String>(1)?)))
    })
}

/// A person's tokens, newest first.
pub fn tokens(read: &impl Read, person: PersonId) -> Result<Vec<Token>> {
    read.list(&TOKENS_OF, &[(&person.to_string()).into()], |row| {
        Ok(Token {
            id: row.get(0)?,
            label: row.get(1)?,
            scopes: scopes(&row.get::<String>(2)?),
            ends: row.get(3)?,
            revoked: row.get::<Option<i64>>(4)?.is_some(),
        })
    })
}

/// False when there is no such token of this person.
pub fn revoke_token(tx: &Tx<'_>, id: Id, person: PersonId) -> Result<bool> {
    Ok(tx
        .execute(&REVOKE_TOKEN, &[(&id.to_string()).into(), (&person.to_string()).into(), tx.seq().into()])?
        == 1)
}

fn scopes(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
