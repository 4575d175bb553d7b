//! Rows of obligations: versions, the board's pages and counts, and notices. Reading is in scope, as of a position.

use super::board::{Cursor, Filter, Total};
use super::reminders::{Given, Waiting};
use super::{Content, Escalation, Obligation, Outcome};
use crate::scope::Sight;
use crate::tx::Tx;
use base::{Day, Fault, Id, Quantity, Ref, Result, Tri, When};
use db::{Param, Read, Row, Sql};

/// Stored as the last day of what has no due day: beyond every other, so that one order serves.
pub const NO_DAY: i64 = 9_000_000;

const INSERT: Sql = Sql::new(
    "kernel.obligation.insert",
    "insert into obligation (id, seq_in, number, kind, agreement, from_ref, what_ko, what_en, what_zh, amount, unit,
                             owner, deputy, due, due_by, escalation, outcome, evidence, reason, source, open)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
);
const END: Sql = Sql::new(
    "kernel.obligation.end_version",
    "update obligation set seq_out = ?2 where id = ?1 and seq_out is null",
);
const FIND: Sql = Sql::new(
    "kernel.obligation.find",
    "select o.id, o.number, o.kind, o.agreement, o.from_ref, o.what_ko, o.what_en, o.what_zh, o.amount, o.unit, o.owner,
            o.deputy, o.due, o.escalation, o.outcome, o.evidence, o.reason, o.source, o.open, o.seq_in, o.seq_out
       from obligation o
      where o.id = ?1 and o.seq_in <= ?2 and (o.seq_out is null or o.seq_out > ?2)
        and (o.open = 1 or ?3 >= 2 or (?4 <> '' and 'person:' || ?4 in (o.owner, o.deputy, o.from_ref)) or exists (
              select 1 from role_grant g
               where g.person = ?4 and g.seq_out is null
                 and (g.valid_from is null or g.valid_from <= ?5) and (g.valid_to is null or g.valid_to > ?5)
                 and ('organisation:' || g.organisation in (o.owner, o.deputy, o.from_ref)
                      or 'office:' || g.office in (o.owner, o.deputy, o.from_ref))))",
);
const BY_NUMBER: Sql = Sql::new(
    "kernel.obligation.by_number",
    "select id from obligation where number = ?1 and seq_out is null",
);
const BOARD: Sql = Sql::new(
    "kernel.obligation.board",
    "select o.id, o.number, o.kind, o.agreement, o.from_ref, o.what_ko, o.what_en, o.what_zh, o.amount, o.unit, o.owner,
            o.deputy, o.due, o.escalation, o.outcome, o.evidence, o.reason, o.source, o.open, o.seq_in, o.seq_out
       from obligation o
      where (o.due_by > ?17 or (o.due_by = ?17 and o.id > ?18)) and o.due_by >= ?17
        and o.seq_in <= ?1 and (o.seq_out is null or o.seq_out > ?1)
        and (o.open = 1 or ?2 >= 2 or (?3 <> '' and 'person:' || ?3 in (o.owner, o.deputy, o.from_ref)) or exists (
              select 1 from role_grant g
               where g.person = ?3 and g.seq_out is null
                 and (g.valid_from is null or g.valid_from <= ?4) and (g.valid_to is null or g.valid_to > ?4)
                 and ('organisation:' || g.organisation in (o.owner, o.deputy, o.from_ref)
                      or 'office:' || g.office in (o.owner, o.deputy, o.from_ref))))
        and (?5 = '' or o.owner = ?5) and (?6 = '' or o.from_ref = ?6) and (?7 = '' or o.agreement = ?7)
        and (?8 = '' or o.kind = ?8) and (?9 = '' or o.outcome = ?9) and o.due_by < ?10
        and (?11 = 0 or (o.due_by < ?12 and o.outcome in ('planned', 'unknown')))
        and (?13 = 0 or o.owner is null)
        and o.due_by >= ?14 and (?15 = 0 or o.outcome in ('planned', 'unknown'))
        and (?16 = 0 or (?16 <> 2 and 'person:' || ?3 in (o.owner, o.deputy)) or (?16 <> 1 and exists (
              select 1 from role_grant g
               where g.person = ?3 and g.seq_out is null
                 and (g.valid_from is null or g.valid_from <= ?4) and (g.valid_to is null or g.valid_to > ?4)
                 and ('organisation:' || g.organisation in (o.owner, o.deputy)
                      or 'organisation:' || g.office in (o.owner, o.deputy)
                      or 'office:' || g.office in (o.owner, o.deputy)))))
      order by o.due_by, o.id limit ?19",
);
const TOTALS: Sql = Sql::new(
    "kernel.obligation.totals",
    "select o.outcome, count(*), count(*) filter (where o.due_by < ?12 and o.outcome in ('planned', 'unknown')),
            count(*) filter (where o.owner is null)
       from obligation o
      where o.seq_in <= ?1 and (o.seq_out is null or o.seq_out > ?1)
        and (o.open = 1 or ?2 >= 2 or (?3 <> '' and 'person:' || ?3 in (o.owner, o.deputy, o.from_ref)) or exists (
              select 1 from role_grant g
               where g.person = ?3 and g.seq_out is null
                 and (g.valid_from is null or g.valid_from <= ?4) and (g.valid_to is null or g.valid_to > ?4)
                 and ('organisation:' || g.organisation in (o.owner, o.deputy, o.from_ref)
                      or 'office:' || g.office in (o.owner, o.deputy, o.from_ref))))
        and (?5 = '' or o.owner = ?5) and (?6 = '' or o.from_ref = ?6) and (?7 = '' or o.agreement = ?7)
        and (?8 = '' or o.kind = ?8) and (?9 = '' or o.outcome = ?9) and o.due_by < ?10
        and (?11 = 0 or (o.due_by < ?12 and o.outcome in ('planned', 'unknown')))
        and (?13 = 0 or o.owner is null)
        and o.due_by >= ?14 and (?15 = 0 or o.outcome in ('planned', 'unknown'))
        and (?16 = 0 or (?16 <> 2 and 'person:' || ?3 in (o.owner, o.deputy)) or (?16 <> 1 and exists (
              select 1 from role_grant g
               where g.person = ?3 and g.seq_out is null
                 and (g.valid_from is null or g.valid_from <= ?4) and (g.valid_to is null or g.valid_to > ?4)
                 and ('organisation:' || g.organisation in (o.owner, o.deputy)
                      or 'organisation:' || g.office in (o.owner, o.deputy)
                      or 'office:' || g.office in (o.owner, o.deputy)))))
      group by o.outcome order by o.outcome",
);
const WAITING: Sql = Sql::new(
    "kernel.obligation.waiting",
    "select o.id, o.due_by, coalesce((select min(n.step) from obligation_notice n
                                       where n.obligation = o.id and n.due_by = o.due_by), 1000)
       from obligation o
      where o.seq_out is null and o.outcome in ('planned', 'unknown') and o.owner is not null
        and o.escalation = 'standard' and o.due_by <= ?1 and (o.due_by > ?2 or (o.due_by = ?2 and o.id > ?3))
      order by o.due_by, o.id limit ?4",
);
const INSERT_NOTICE: Sql = Sql::new(
    "kernel.obligation.insert_notice",
    "insert into obligation_notice (obligation, due_by, step, told, late, seq) values (?1, ?2, ?3, ?4, ?5, ?6)
     on conflict (obligation, due_by, step) do nothing",
);
const NOTICES: Sql = Sql::new(
    "kernel.obligation.notices",
    "select obligation, due_by, step, told, late, seq from obligation_notice
      where obligation = ?1 and seq <= ?2 order by seq, step desc limit 100",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] =
    &[INSERT, END, FIND, BY_NUMBER, BOARD, TOTALS, WAITING, INSERT_NOTICE, NOTICES];

/// Writes a version at the act's position, ending the one before.
pub fn save(tx: &Tx<'_>, obligation: &Obligation) -> Result<()> {
    let (id, content) = (obligation.id.to_string(), &obligation.content);
    let text = |named: &Option<Ref>| named.as_ref().map(Ref::to_string);
    tx.execute(&END, &[(&id).into(), tx.seq().into()])?;
    tx.execute(
        &INSERT,
        &[
            (&id).into(),
            tx.seq().into(),
            (&obligation.number).into(),
            (&content.kind).into(),
            (&content.agreement.map(|id| id.to_string())).into(),
            (&text(&content.from)).into(),
            (&content.what.ko).into(),
            (&content.what.en).into(),
            (&content.what.zh).into(),
            content.quantity.as_ref().map(|quantity| quantity.amount).into(),
            content.quantity.as_ref().map(|quantity| quantity.unit.as_str()).into(),
            (&text(&content.owner)).into(),
            (&text(&content.deputy)).into(),
            (&content.due.map(|when| when.to_string())).into(),
            obligation.due_by().map_or(NO_DAY, Day::number).into(),
            content.escalation.code().into(),
            obligation.outcome.code().into(),
            (&obligation.evidence.map(|id| id.to_string())).into(),
            (&obligation.reason).into(),
            (&content.source).into(),
            content.open.into(),
        ],
    )?;
    Ok(())
}

/// One obligation as it was at `position`, when this reader may see it.
pub fn find(read: &impl Read, id: Id, position: i64, sight: &Sight) -> Result<Option<Obligation>> {
    read.opt(
        &FIND,
        &[
            (&id.to_string()).into(),
            position.into(),
            sight.depth_number().into(),
            (&sight.person).into(),
            sight.day.into(),
        ],
        obligation,
    )
}

/// The same by its number.
pub fn by_number(read: &impl Read, number: &str, position: i64, sight: &Sight) -> Result<Option<Obligation>> {
    match read.opt(&BY_NUMBER, &[number.into()], |row| row.get::<Id>(0))? {
        Some(id) => find(read, id, position, sight),
        None => Ok(None),
    }
}

/// What a filter says, as texts that outlive the parameters made from them.
struct Narrow {
    owner: String,
    from: String,
    agreement: String,
}

impl Narrow {
    fn of(filter: &Filter) -> Narrow {
        let text = |named: &Option<Ref>| named.as_ref().map(Ref::to_string).unwrap_or_default();
        Narrow {
            owner: text(&filter.owner),
            from: text(&filter.from),
            agreement: filter.agreement.map(|id| id.to_string()).unwrap_or_default(),
        }
    }

    /// `?1` to `?16`.
    fn params<'a>(&'a self, filter: &'a Filter, position: i64, sight: &'a Sight) -> Vec<Param<'a>> {
        vec![
            position.into(),
            sight.depth_number().into(),
            (&sight.person).into(),
            sight.day.into(),
            (&self.owner).into(),
            (&self.from).into(),
            (&self.agreement).into(),
            filter.kind.as_deref().unwrap_or("").into(),
            filter.outcome.map_or("", Outcome::code).into(),
            filter.due_before.map_or(i64::MAX, Day::number).into(),
            filter.overdue.into(),
            sight.day.into(),
            filter.no_owner.into(),
            filter.due_from.map_or(i64::MIN, Day::number).into(),
            filter.open.into(),
            filter.whose.number().into(),
        ]
    }
}

/// A page of the board: by the last day in time, those without one last.
pub fn board(
    read: &impl Read,
    filter: &Filter,
    after: Option<&Cursor>,
    position: i64,
    sight: &Sight,
    limit: i64,
) -> Result<Vec<Obligation>> {
    let narrow = Narrow::of(filter);
    let (due, id) = match after {
        Some(cursor) => (cursor.due_by.map_or(NO_DAY, Day::number), cursor.id.to_string()),
        None => (i64::MIN, String::new()),
    };
    let mut params = narrow.params(filter, position, sight);
    params.extend([Param::from(due), Param::from(&id), Param::from(limit)]);
    read.list(&BOARD, &params, obligation)
}

/// How many of what the filter lets through have which outcome.
pub fn totals(read: &impl Read, filter: &Filter, position: i64, sight: &Sight) -> Result<Vec<Total>> {
    let narrow = Narrow::of(filter);
    read.list(&TOTALS, &narrow.params(filter, position, sight), |row| {
        Ok(Total {
            outcome: outcome(&row.get::<String>(0)?)?,
            count: row.get(1)?,
            overdue: row.get(2)?,
            no_owner: row.get(3)?,
        })
    })
}

/// Open obligations with an owner whose last day is not after `until`, after a place in the order of due days.
pub fn waiting(read: &impl Read, until: Day, after: Option<&Waiting>, limit: i64) -> Result<Vec<Waiting>> {
    let (due, id) = match after {
        Some(waiting) => (waiting.due_by.number(), waiting.id.to_string()),
        None => (i64::MIN, String::new()),
    };
    read.list(&WAITING, &[until.into(), due.into(), (&id).into(), limit.into()], |row| {
        Ok(Waiting { id: row.get(0)?, due_by: row.get(1)?, reached: row.get(2)? })
    })
}

/// False when the step was noted before.
pub fn insert_notice(tx: &Tx<'_>, given: &Given) -> Result<bool> {
    let told: Vec<String> = given.told.iter().map(Ref::to_string).collect();
    let written = tx.execute(
        &INSERT_NOTICE,
        &[
            (&given.obligation.to_string()).into(),
            given.due_by.into(),
            given.step.into(),
            (&told.join(" ")).into(),
            given.late.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(written == 1)
}

/// The notices about an obligation up to `position`, oldest first. The obligation itself was found in scope.
pub fn notices(read: &impl Read, obligation: Id, position: i64) -> Result<Vec<Given>> {
    read.list(&NOTICES, &[(&obligation.to_string()).into(), position.into()], |row| {
        let told: String = row.get(3)?;
        Ok(Given {
            obligation: row.get(0)?,
            due_by: row.get(1)?,
            step: row.get(2)?,
            told: told.split_whitespace().map(Ref::parse).collect::<Result<_>>()?,
            late: row.get(4)?,
            seq: row.get(5)?,
        })
    })
}

fn outcome(code: &str) -> Result<Outcome> {
    Outcome::parse(code)
        .ok_or_else(|| Fault::new("reading an obligation", format!("the outcome {code}")).into())
}

fn obligation(row: &Row) -> Result<Obligation> {
    let named = |index: usize| -> Result<Option<Ref>> {
        row.get::<Option<String>>(index)?.map(|text| Ref::parse(&text)).transpose()
    };
    let quantity = match (row.get::<Option<i64>>(8)?, row.get::<Option<String>>(9)?) {
        (Some(amount), Some(unit)) => Some(Quantity { amount, unit }),
        _ => None,
    };
    let escalation = row.get::<String>(13)?;
    Ok(Obligation {
        id: row.get(0)?,
        number: row.get(1)?,
        outcome: outcome(&row.get::<String>(14)?)?,
        evidence: row.get(15)?,
        reason: row.get(16)?,
        seq_in: row.get(19)?,
        seq_out: row.get(20)?,
        content: Content {
            kind: row.get(2)?,
            agreement: row.get(3)?,
            from: named(4)?,
            what: Tri { ko: row.get(5)?, en: row.get(6)?, zh: row.get(7)? },
            quantity,
            owner: named(10)?,
            deputy: named(11)?,
            due: row.get::<Option<String>>(12)?.map(|text| When::parse(&text)).transpose()?,
            escalation: Escalation::parse(&escalation)
                .ok_or_else(|| Fault::new("reading an obligation", format!("the escalation {escalation}")))?,
            source: row.get(17)?,
            open: row.get(18)?,
        },
    })
}
