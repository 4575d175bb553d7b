//! Rows of agreements: versions, parties, and reading them in scope as of a position.

use super::{Agreement, Content, Party, State};
use crate::scope::Sight;
use crate::tx::Tx;
use base::{Days, Fault, Id, Ref, Result, Tri, When};
use db::{Read, Row, Sql};

const INSERT: Sql = Sql::new(
    "kernel.agreement.insert",
    "insert into agreement (id, seq_in, number, kind, title_ko, title_en, title_zh, signed, period_from, period_to,
                            terms, source, open, state, reason)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
);
const INSERT_PARTY: Sql = Sql::new(
    "kernel.agreement.insert_party",
    "insert into agreement_party (agreement, seq_in, place, party, role) values (?1, ?2, ?3, ?4, ?5)",
);
const END: Sql = Sql::new(
    "kernel.agreement.end_version",
    "update agreement set seq_out = ?2 where id = ?1 and seq_out is null",
);
const FIND: Sql = Sql::new(
    "kernel.agreement.find",
    "select a.id, a.number, a.kind, a.title_ko, a.title_en, a.title_zh, a.signed, a.period_from, a.period_to, a.terms,
            a.source, a.open, a.state, a.reason, a.seq_in, a.seq_out
       from agreement a
      where a.id = ?1 and a.seq_in <= ?2 and (a.seq_out is null or a.seq_out > ?2)
        and (a.open = 1 or ?3 >= 2 or exists (
              select 1 from agreement_party p join role_grant g
                  on p.party = 'organisation:' || g.organisation
               where p.agreement = a.id and p.seq_in = a.seq_in and g.person = ?4 and g.seq_out is null
                 and (g.valid_from is null or g.valid_from <= ?5) and (g.valid_to is null or g.valid_to > ?5)))",
);
const BY_NUMBER: Sql =
    Sql::new("kernel.agreement.by_number", "select id from agreement where number = ?1 and seq_out is null");
const LIST: Sql = Sql::new(
    "kernel.agreement.list",
    "select a.id, a.number, a.kind, a.title_ko, a.title_en, a.title_zh, a.signed, a.period_from, a.period_to, a.terms,
            a.source, a.open, a.state, a.reason, a.seq_in, a.seq_out
       from agreement a
      where a.id > ?1 and a.seq_in <= ?2 and (a.seq_out is null or a.seq_out > ?2)
        and (a.open = 1 or ?3 >= 2 or exists (
              select 1 from agreement_party p join role_grant g
                  on p.party = 'organisation:' || g.organisation
               where p.agreement = a.id and p.seq_in = a.seq_in and g.person = ?4 and g.seq_out is null
                 and (g.valid_from is null or g.valid_from <= ?5) and (g.valid_to is null or g.valid_to > ?5)))
        and (?6 = '' or a.kind = ?6) and (?7 = '' or a.state = ?7)
        and (?8 = '' or exists (
              select 1 from agreement_party p where p.agreement = a.id and p.seq_in = a.seq_in and p.party = ?8))
      order by a.id limit ?9",
);
const PARTIES: Sql = Sql::new(
    "kernel.agreement.parties",
    "select party, role from agreement_party where agreement = ?1 and seq_in = ?2 order by place limit 200",
);
const VERSIONS: Sql = Sql::new(
    "kernel.agreement.versions",
    "select seq_in from agreement where id = ?1 and seq_in <= ?2 order by seq_in desc limit ?3",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, INSERT_PARTY, END, FIND, BY_NUMBER, LIST, PARTIES, VERSIONS];

/// Writes a version at the act's position, ending the one before.
pub fn save(tx: &Tx<'_>, agreement: &Agreement) -> Result<()> {
    let (id, content) = (agreement.id.to_string(), &agreement.content);
    tx.execute(&END, &[(&id).into(), tx.seq().into()])?;
    tx.execute(
        &INSERT,
        &[
            (&id).into(),
            tx.seq().into(),
            (&agreement.number).into(),
            (&content.kind).into(),
            (&content.title.ko).into(),
            (&content.title.en).into(),
            (&content.title.zh).into(),
            (&content.signed.map(|when| when.to_string())).into(),
            content.period.from.into(),
            content.period.to.into(),
            (&content.terms).into(),
            (&content.source).into(),
            content.open.into(),
            agreement.state.code().into(),
            (&agreement.reason).into(),
        ],
    )?;
    for (place, party) in (0_i64..).zip(&content.parties) {
        tx.execute(
            &INSERT_PARTY,
            &[
                (&id).into(),
                tx.seq().into(),
                place.into(),
                (&party.organisation.to_string()).into(),
                (&party.role).into(),
            ],
        )?;
    }
    Ok(())
}

/// One agreement as it was at `position`, when this reader may see it.
pub fn find(read: &impl Read, id: Id, position: i64, sight: &Sight) -> Result<Option<Agreement>> {
    let found = read.opt(
        &FIND,
        &[
            (&id.to_string()).into(),
            position.into(),
            sight.depth_number().into(),
            (&sight.person).into(),
            sight.day.into(),
        ],
        agreement,
    )?;
    found.map(|found| with_parties(read, found)).transpose()
}

/// The same by its number.
pub fn by_number(read: &impl Read, number: &str, position: i64, sight: &Sight) -> Result<Option<Agreement>> {
    match read.opt(&BY_NUMBER, &[number.into()], |row| row.get::<Id>(0))? {
        Some(id) => find(read, id, position, sight),
        None => Ok(None),
    }
}

/// What a list of agreements is narrowed to; the default is all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// One of `KINDS`.
    pub kind: Option<String>,
    /// A state.
    pub state: Option<State>,
    /// One of the parties.
    pub party: Option<Ref>,
    /// Those after this one: the last id of the page before.
    pub after: Option<Id>,
}

/// Agreements as they were at `position`, oldest first, `limit` of them.
pub fn list(
    read: &impl Read,
    filter: &Filter,
    position: i64,
    sight: &Sight,
    limit: i64,
) -> Result<Vec<Agreement>> {
    let after = filter.after.map(|id| id.to_string()).unwrap_or_default();
    let party = filter.party.as_ref().map(Ref::to_string).unwrap_or_default();
    let found = read.list(
        &LIST,
        &[
            (&after).into(),
            position.into(),
            sight.depth_number().into(),
            (&sight.person).into(),
            sight.day.into(),
            filter.kind.as_deref().unwrap_or("").into(),
            filter.state.map_or("", State::code).into(),
            (&party).into(),
            limit.into(),
        ],
        agreement,
    )?;
    found.into_iter().map(|found| with_parties(read, found)).collect()
}

/// The positions that wrote a version of it, newest first: read each with `find`.
pub fn versions(read: &impl Read, id: Id, position: i64, limit: i64) -> Result<Vec<i64>> {
    read.list(&VERSIONS, &[(&id.to_string()).into(), position.into(), limit.into()], |row| row.get(0))
}

fn with_parties(read: &impl Read, mut found: Agreement) -> Result<Agreement> {
    found.content.parties =
        read.list(&PARTIES, &[(&found.id.to_string()).into(), found.seq_in.into()], |row| {
            Ok(Party { organisation: Ref::parse(&row.get::<String>(0)?)?, role: row.get(1)? })
        })?;
    Ok(found)
}

fn agreement(row: &Row) -> Result<Agreement> {
    let state = row.get::<String>(12)?;
    Ok(Agreement {
        id: row.get(0)?,
        number: row.get(1)?,
        state: State::parse(&state)
            .ok_or_else(|| Fault::new("reading an agreement", format!("the state {state}")))?,
        reason: row.get(13)?,
        seq_in: row.get(14)?,
        seq_out: row.get(15)?,
        content: Content {
            kind: row.get(2)?,
            title: Tri { ko: row.get(3)?, en: row.get(4)?, zh: row.get(5)? },
            parties: Vec::new(),
            signed: row.get::<Option<String>>(6)?.map(|text| When::parse(&text)).transpose()?,
            period: Days { from: row.get(7)?, to: row.get(8)? },
            terms: row.get(9)?,
            source: row.get(10)?,
            open: row.get(11)?,
        },
    })
}
