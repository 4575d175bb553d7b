//! Rows of meetings and of the lines of their minutes that somebody dealt with.

use super::Meeting;
use crate::plan::store::tri;
use base::{Day, Id, Result, Saying};
use db::{Read, Row, Sql};
use kernel::Tx;

const INSERT: Sql = Sql::new(
    "tower.meeting.insert",
    "insert into tower_meeting (id, number, body, title_ko, title_en, title_zh, held_on, held_inferred, minutes, open,
       source, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
);
const BY_NUMBER: Sql = Sql::new(
    "tower.meeting.by_number",
    "select id, number, body, title_ko, title_en, title_zh, held_on, held_inferred, minutes, open, source
       from tower_meeting where number = ?1",
);
const FIND: Sql = Sql::new(
    "tower.meeting.find",
    "select id, number, body, title_ko, title_en, title_zh, held_on, held_inferred, minutes, open, source
       from tower_meeting where id = ?1",
);
const LIST: Sql = Sql::new(
    "tower.meeting.list",
    "select id, number, body, title_ko, title_en, title_zh, held_on, held_inferred, minutes, open, source
       from tower_meeting
      where (?1 = '' or body = ?1) and (?2 = 1 or open = 1) and (held_on < ?3 or (held_on = ?3 and id < ?4))
      order by held_on desc, id desc limit ?5",
);
const SETTLE_LINE: Sql = Sql::new(
    "tower.meeting.settle_line",
    "insert into tower_meeting_line (meeting, start, obligation, seq) values (?1, ?2, ?3, ?4)
     on conflict (meeting, start) do nothing",
);
const LINES: Sql = Sql::new(
    "tower.meeting.lines",
    "select start, obligation from tower_meeting_line where meeting = ?1 order by start limit 5000",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, BY_NUMBER, FIND, LIST, SETTLE_LINE, LINES];

/// A place in the order of the list: the newest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    held_on: Day,
    id: Id,
}

impl Place {
    /// The place of a meeting.
    pub fn of(meeting: &Meeting) -> Place {
        Place { held_on: meeting.held_on, id: meeting.id }
    }
    /// As an address carries it.
    pub fn text(&self) -> String {
        format!("{}~{}", self.held_on, self.id)
    }
    /// Reads what an address carried.
    pub fn parse(text: &str) -> Result<Place> {
        let broken = || Saying::invalid("obligation-cursor-broken");
        let (day, id) = text.split_once('~').ok_or_else(broken)?;
        Ok(Place {
            held_on: Day::parse(day).map_err(|_| broken())?,
            id: Id::parse(id).map_err(|_| broken())?,
        })
    }
}

/// A line that somebody dealt with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// Where it begins.
    pub start: i64,
    /// What it became; none = it was set aside.
    pub obligation: Option<Id>,
}

pub fn insert(tx: &Tx<'_>, new: &Meeting) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            (&new.id.to_string()).into(),
            (&new.number).into(),
            (&new.body.map(|id| id.to_string())).into(),
            (&new.title.ko).into(),
            (&new.title.en).into(),
            (&new.title.zh).into(),
            new.held_on.into(),
            new.held_inferred.into(),
            (&new.minutes.map(|id| id.to_string())).into(),
            new.open.into(),
            (&new.source).into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

pub fn by_number(read: &impl Read, number: &str) -> Result<Option<Meeting>> {
    read.opt(&BY_NUMBER, &[number.into()], meeting)
}

pub fn find(read: &impl Read, id: Id) -> Result<Option<Meeting>> {
    read.opt(&FIND, &[(&id.to_string()).into()], meeting)
}

/// Meetings, the newest first, after a place.
pub fn list(
    read: &impl Read,
    body: Option<Id>,
    after: Option<Place>,
    all: bool,
    limit: i64,
) -> Result<Vec<Meeting>> {
    let body = body.map(|id| id.to_string()).unwrap_or_default();
    let (day, id) = match after {
        Some(place) => (place.held_on.number(), place.id.to_string()),
        None => (i64::MAX, String::new()),
    };
    read.list(&LIST, &[(&body).into(), all.into(), day.into(), (&id).into(), limit.into()], meeting)
}

/// False when somebody dealt with the line before.
pub fn settle_line(tx: &Tx<'_>, meeting: Id, start: i64, obligation: Option<Id>) -> Result<bool> {
    let (meeting, obligation) = (meeting.to_string(), obligation.map(|id| id.to_string()));
    let params = [(&meeting).into(), start.into(), (&obligation).into(), tx.seq().into()];
    Ok(tx.execute(&SETTLE_LINE, &params)? == 1)
}

/// The lines that somebody dealt with.
pub fn lines(read: &impl Read, meeting: Id) -> Result<Vec<Settled>> {
    read.list(&LINES, &[(&meeting.to_string()).into()], |row| {
        Ok(Settled { start: row.get(0)?, obligation: row.get(1)? })
    })
}

fn meeting(row: &Row) -> Result<Meeting> {
    Ok(Meeting {
        id: row.get(0)?,
        number: row.get(1)?,
        body: row.get(2)?,
        title: tri(row, 3)?,
        held_on: row.get(6)?,
        held_inferred: row.get(7)?,
        minutes: row.get(8)?,
        open: row.get(9)?,
        source: row.get(10)?,
    })
}
