//! Rows of staged files.

use base::problem::Class;
use base::{Day, Id, Instant, PersonId, Result, Saying};
use db::{Read, Row, Sql};
use kernel::evidence::StoredFile;
use kernel::{Kind, Tx};

const INSERT: Sql = Sql::new(
    "register.import.insert",
    "insert into import_file (id, person, name, digest, media, size, state, created)
     values (?1, ?2, ?3, ?4, ?5, ?6, 'staged', ?7)",
);
const FIND: Sql = Sql::new(
    "register.import.find",
    "select id, name, digest, media, size, state, created, seq from import_file where id = ?1 and person = ?2",
);
const ACCEPT: Sql = Sql::new(
    "register.import.accept",
    "update import_file set state = 'accepted', seq = ?2 where id = ?1 and state = 'staged'",
);
const DROP: Sql = Sql::new(
    "register.import.drop",
    "update import_file set state = 'dropped' where id = ?1 and person = ?2 and state = 'staged'",
);

const DUE: Sql = Sql::new(
    "register.import.due",
    "select id from import_file where (state = 'accepted' and created < ?1) or (state <> 'accepted' and created < ?2)
      order by id limit ?3",
);
const REMOVE: Sql = Sql::new("register.import.remove", "delete from import_file where id = ?1");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, FIND, ACCEPT, DROP, DUE, REMOVE];

/// A file that was never taken in is a draft, kept this long: 30 days.
const DRAFT_SECONDS: i64 = 30 * 86_400;

/// A file that was handed in.
#[derive(Clone, Debug)]
pub struct ImportFile {
    /// The sealed file.
    pub file: StoredFile,
    /// What it was called; sealed in the row.
    pub name: String,
    /// `staged`, `accepted` or `dropped`.
    pub state: String,
    /// When it was handed in.
    pub created: Instant,
    /// The position that took it in.
    pub seq: Option<i64>,
}

pub fn insert(tx: &Tx<'_>, file: &StoredFile, person: PersonId, name: &str) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            (&file.id.to_string()).into(),
            (&person.to_string()).into(),
            name.into(),
            (&file.digest).into(),
            (&file.media).into(),
            file.size.into(),
            tx.received().into(),
        ],
    )?;
    Ok(())
}

/// A file is seen by the person who handed it in.
pub fn find(read: &impl Read, id: Id, person: PersonId) -> Result<ImportFile> {
    read.one(&FIND, &[(&id.to_string()).into(), (&person.to_string()).into()], file)
}

fn file(row: &Row) -> Result<ImportFile> {
    Ok(ImportFile {
        file: StoredFile { id: row.get(0)?, digest: row.get(2)?, media: row.get(3)?, size: row.get(4)? },
        name: row.get(1)?,
        state: row.get(5)?,
        created: row.get(6)?,
        seq: row.get(7)?,
    })
}

pub fn accepted(tx: &Tx<'_>, id: Id) -> Result<()> {
    match tx.execute(&ACCEPT, &[(&id.to_string()).into(), tx.seq().into()])? {
        1 => Ok(()),
        _ => Err(Saying::new(Class::Conflict, "import-not-staged").into()),
    }
}

pub fn dropped(tx: &Tx<'_>, id: Id, person: PersonId) -> Result<bool> {
    Ok(tx.execute(&DROP, &[(&id.to_string()).into(), (&person.to_string()).into()])? == 1)
}

/// Removes files that were taken in before a day, and drafts that nobody took in; their keys are destroyed after the
/// act, and the sealed bytes with them.
pub fn expire(tx: &mut Tx<'_>, _: &Kind, before: Day, limit: i64) -> Result<u64> {
    let (accepted, drafts) =
        (before.number().saturating_mul(86_400_000_000), tx.received().plus_seconds(-DRAFT_SECONDS));
    let due: Vec<String> =
        tx.list(&DUE, &[accepted.into(), drafts.into(), limit.into()], |row| row.get(0))?;
    for id in &due {
        tx.execute(&REMOVE, &[id.into()])?;
        kernel::person::store::order_destroy(tx, &format!("file:{id}"))?;
    }
    Ok(due.len() as u64)
}
